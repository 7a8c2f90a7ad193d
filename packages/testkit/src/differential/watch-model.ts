/**
 * What watchers must have seen. The history of all events comes from a watcher over every key; a
 * watcher's due events follow from it by key range, start revision and filters. Waiting for exactly
 * these makes a comparison of streams deterministic, and an event that never comes is found even
 * when both servers lose it.
 */

import { compareBytes } from "@kvorum/base";
import type { etcdserverpb, mvccpb } from "@kvorum/proto";

const DELETE = 1;

/** Every event since the start, in order. */
export class EventHistory {
  readonly events: mvccpb.Event[] = [];

  /** Revision of the last event; 1 before the first. */
  get lastRevision(): number {
    return this.events.at(-1)?.kv?.modRevision ?? 1;
  }
}

/** One watcher that both servers run. */
export class WatcherModel {
  readonly watchId: bigint;
  readonly request: etcdserverpb.WatchCreateRequest;
  /** First revision whose events it gets. */
  readonly startRevision: number;
  /** Ended by compaction; the id stays in use until it is canceled. */
  isCompacted = false;
  /** Tombstones at this revision may be gone for a watcher that starts there. */
  readonly compactRevisionAtStart: number;
  #cursor = 0;
  readonly #due: mvccpb.Event[] = [];

  constructor(options: {
    watchId: bigint;
    request: etcdserverpb.WatchCreateRequest;
    startRevision: number;
    compactRevision: number;
  }) {
    this.watchId = options.watchId;
    this.request = options.request;
    this.startRevision = options.startRevision;
    this.compactRevisionAtStart = options.compactRevision;
  }

  /** All events that are due by the end of the history. */
  due(history: EventHistory): readonly mvccpb.Event[] {
    for (; this.#cursor < history.events.length; this.#cursor++) {
      const event = history.events[this.#cursor]!;
      if (this.#wants(event)) this.#due.push(event);
    }
    return this.#due;
  }

  /** The due events of a server that drops tombstones at the compaction revision. */
  dueWithoutTombstones(history: EventHistory): readonly mvccpb.Event[] {
    return this.due(history).filter(
      (event) => event.type !== DELETE || event.kv!.modRevision !== this.compactRevisionAtStart,
    );
  }

  #wants(event: mvccpb.Event): boolean {
    const kv = event.kv!;
    if (kv.modRevision < this.startRevision) return false;
    if (this.request.filters.includes(event.type)) return false;
    return inInterval(kv.key, this.request.key, this.request.rangeEnd);
  }
}

/** Whether a key is in a watch's interval; an empty start key means the zero byte. */
export function inInterval(key: Uint8Array, start: Uint8Array, end: Uint8Array): boolean {
  const from = start.length === 0 ? Uint8Array.of(0) : start;
  if (end.length === 0) return compareBytes(key, from) === 0;
  if (compareBytes(key, from) < 0) return false;
  return (end.length === 1 && end[0] === 0) || compareBytes(key, end) < 0;
}
