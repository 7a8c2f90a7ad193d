/**
 * One watch stream of one server as received: control responses (created, canceled, progress) in
 * order, and the events of each watcher. Checks on the way what must hold in every response by
 * itself: whole revisions, ascending order, a header that is not behind its events.
 */

import { etcdserverpb, type mvccpb } from "@kvorum/proto";
import type { RawClient, RawStream } from "../raw/client.ts";

export class WatchLog {
  readonly controls: etcdserverpb.WatchResponse[] = [];
  readonly eventsOf = new Map<bigint, mvccpb.Event[]>();
  /** The first thing that must never happen; null as long as all is well. */
  violation: string | null = null;
  readonly #stream: RawStream;
  /** Last revision delivered to a watcher and whether more pieces of it may follow. */
  readonly #last = new Map<bigint, { revision: number; isFragment: boolean }>();

  constructor(client: RawClient) {
    this.#stream = client.stream("/etcdserverpb.Watch/Watch", {
      onMessage: (message) => this.#receive(etcdserverpb.decodeWatchResponse(message)),
      onEnd: (status, message) => {
        this.violation ??= `the stream ended with ${status} ${message}`;
      },
    });
  }

  send(request: Uint8Array): void {
    this.#stream.send(request);
  }

  cancel(): void {
    this.violation ??= "canceled here";
    this.#stream.cancel();
  }

  events(watchId: bigint): mvccpb.Event[] {
    let events = this.eventsOf.get(watchId);
    if (events === undefined) {
      events = [];
      this.eventsOf.set(watchId, events);
    }
    return events;
  }

  /** Forgets a watcher, so that its id can start anew. */
  forget(watchId: bigint): void {
    this.eventsOf.delete(watchId);
    this.#last.delete(watchId);
  }

  #receive(response: etcdserverpb.WatchResponse): void {
    const { watchId, events } = response;
    if (events.length === 0) {
      this.controls.push(response);
      return;
    }
    if (response.created || response.canceled) {
      this.violation ??= `watch ${watchId}: events in a control response`;
    }
    const last = this.#last.get(watchId) ?? { revision: 0, isFragment: false };
    let revision = last.revision;
    for (const [i, event] of events.entries()) {
      const next = event.kv?.modRevision ?? 0;
      const continues = i === 0 && last.isFragment;
      if (next < revision || (i === 0 && next === revision && !continues)) {
        this.violation ??= `watch ${watchId}: revision ${next} after ${revision}`;
      }
      revision = next;
    }
    const headerRevision = response.header?.revision ?? 0;
    if (headerRevision < revision) {
      this.violation ??= `watch ${watchId}: header revision ${headerRevision}, events up to ${revision}`;
    }
    this.#last.set(watchId, { revision, isFragment: response.fragment });
    this.events(watchId).push(...events);
  }
}
