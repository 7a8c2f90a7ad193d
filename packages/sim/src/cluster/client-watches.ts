/**
 * The watches of one client: all on one stream at a time, to one member. When the stream breaks
 * they go on at another member, each from the revision after the last that it has seen.
 */

import type { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import type { HistoryRecorder, Watch } from "@kvorum/testkit";
import type { Scheduler } from "../world/scheduler.ts";
import type { ClientConnection, ClientStream } from "./calls.ts";
import type { SimulatedMember } from "./cluster.ts";
import { WATCH_PATH } from "./rpc.ts";

const STREAM_ID = -1n;
const RETRY_MS = 60;

interface ClientWatch {
  readonly id: bigint;
  readonly request: etcdserverpb.WatchCreateRequest;
  record: Watch | null;
  /** Where to go on; 0: where the member stands. */
  nextRevision: number;
  isOnStream: boolean;
}

export interface ClientWatchesOptions {
  readonly number: number;
  readonly scheduler: Scheduler;
  readonly random: SeededRandom;
  readonly recorder: HistoryRecorder;
  readonly pick: () => SimulatedMember | null;
  readonly connect: (member: SimulatedMember) => ClientConnection | null;
}

export class ClientWatches {
  readonly #options: ClientWatchesOptions;
  #watches: ClientWatch[] = [];
  #nextId = 1n;
  #stream: ClientStream | null = null;
  #member = "";
  #isConnecting = false;

  constructor(options: ClientWatchesOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#watches.length;
  }

  /** The member that the stream goes to; empty for none. */
  get member(): string {
    return this.#stream === null ? "" : this.#member;
  }

  add(request: etcdserverpb.WatchCreateRequest): void {
    const watch: ClientWatch = {
      id: this.#nextId++,
      request,
      record: null,
      nextRevision: request.startRevision,
      isOnStream: false,
    };
    this.#watches.push(watch);
    if (this.#stream === null) this.#connectSoon(0);
    else this.#create(watch);
  }

  cancelOldest(): void {
    const watch = this.#watches[0];
    if (watch === undefined) return;
    if (watch.isOnStream && this.#stream !== null) {
      const cancelRequest = { watchId: watch.id };
      this.#send({ cancelRequest });
    } else this.#forget(watch, "canceled by the client");
  }

  askProgress(): void {
    if (this.#stream !== null) this.#send({ progressRequest: {} });
  }

  /** Breaks the stream on purpose; the watches go on elsewhere. */
  move(): void {
    const stream = this.#stream;
    if (stream === null) return;
    stream.cancel();
    this.#ended("moved by the client");
  }

  #connectSoon(delayMs: number): void {
    if (this.#isConnecting) return;
    this.#isConnecting = true;
    this.#options.scheduler.after(delayMs, () => {
      this.#isConnecting = false;
      if (this.#stream === null && this.#watches.length > 0) this.#connect();
    });
  }

  #connect(): void {
    const member = this.#options.pick();
    const connection = member === null ? null : this.#options.connect(member);
    if (member === null || connection === null) {
      this.#connectSoon(RETRY_MS);
      return;
    }
    this.#member = member.name;
    const stream: ClientStream = connection.stream(WATCH_PATH, {
      message: (message) => {
        if (this.#stream === stream) this.#received(etcdserverpb.decodeWatchResponse(message));
      },
      ended: ({ message }) => {
        if (this.#stream === stream) this.#ended(message === "" ? "ended" : message);
      },
    });
    this.#stream = stream;
    for (const watch of this.#watches) this.#create(watch);
  }

  #create(watch: ClientWatch): void {
    const { recorder, scheduler, number } = this.#options;
    const request = { ...watch.request, watchId: watch.id, startRevision: watch.nextRevision };
    const where = { client: number, member: this.#member, nowMs: scheduler.nowMs };
    if (watch.record === null) watch.record = recorder.watch(request, where);
    else recorder.resumeWatch(watch.record, request, where);
    watch.isOnStream = true;
    this.#send({ createRequest: request });
  }

  #send(request: Parameters<typeof etcdserverpb.encodeWatchRequest>[0]): void {
    this.#stream!.send(etcdserverpb.encodeWatchRequest(request));
  }

  #received(response: etcdserverpb.WatchResponse): void {
    const { recorder, scheduler } = this.#options;
    if (response.watchId === STREAM_ID && !response.created) {
      for (const watch of this.#watches) {
        if (!watch.isOnStream) continue;
        recorder.watchResponse(watch.record!, response, scheduler.nowMs);
        this.#mark(watch, response);
      }
      return;
    }
    const watch = this.#watches.find(({ id }) => id === response.watchId);
    if (watch === undefined || !watch.isOnStream) return;
    recorder.watchResponse(watch.record!, response, scheduler.nowMs);
    if (response.canceled) {
      const { compactRevision } = response;
      if (compactRevision > 0) {
        recorder.watchEnded(watch.record!, "compacted");
        watch.isOnStream = false;
        watch.nextRevision = compactRevision;
        this.#watches = this.#watches.filter((other) => other !== watch);
        // The id is still in use on this stream: go on under another.
        const next = { ...watch, id: this.#nextId++ };
        this.#watches.push(next);
        this.#create(next);
      } else this.#forget(watch, "canceled");
      return;
    }
    this.#mark(watch, response);
  }

  /** Where the watch would go on if the stream broke now. */
  #mark(watch: ClientWatch, response: etcdserverpb.WatchResponse): void {
    const last = response.events[response.events.length - 1];
    if (last !== undefined) {
      const revision = last.kv!.modRevision;
      watch.nextRevision = response.fragment ? revision : revision + 1;
      return;
    }
    const revision = response.header?.revision ?? 0;
    if (response.created) {
      if (watch.nextRevision === 0) watch.nextRevision = revision + 1;
    } else if (revision + 1 > watch.nextRevision) watch.nextRevision = revision + 1;
  }

  #forget(watch: ClientWatch, reason: string): void {
    if (watch.isOnStream) this.#options.recorder.watchEnded(watch.record!, reason);
    this.#watches = this.#watches.filter((other) => other !== watch);
  }

  #ended(reason: string): void {
    this.#stream = null;
    for (const watch of this.#watches) {
      if (!watch.isOnStream) continue;
      watch.isOnStream = false;
      this.#options.recorder.watchEnded(watch.record!, reason);
    }
    this.#connectSoon(RETRY_MS);
  }
}
