/**
 * The Watch service: one stream carries many watchers. v3 API, section 4.
 *
 * The hub decides what a watcher sees; this file turns batches into responses. A batch's events
 * are encoded once for all watchers that share a view, so a delivery is a head of a few bytes and
 * the shared events, joined in the connection's output buffer. A stream whose output buffer is
 * full refuses deliveries until it drains; the hub then catches its watchers up from where they
 * stopped, so a slow reader costs no memory here. While blocked, the stream's requests are not
 * read either, which bounds the answers to them.
 */

import type { TimerHandle, Timers } from "@kvorum/base";
import type { GrpcRoutes, StreamCall } from "@kvorum/http2";
import { bigintSize, etcdserverpb, grpcStatusName, RequestError, Writer } from "@kvorum/proto";
import {
  DUPLICATE_WATCH_ID,
  fragmentEvents,
  type WatchBatch,
  type Watcher,
  type WatchSink,
  watchRefusal,
} from "@kvorum/store";
import type { LeaderMonitor } from "./leader-monitor.ts";
import type { ServedMember } from "./served-member.ts";
import { failStream, gateError, streamGate } from "./unary.ts";

const PATH = "/etcdserverpb.Watch/Watch";
/** Responses at least this much larger than a request may be are split for watchers that ask. */
const FRAGMENT_OVERHEAD_BYTES = 512 * 1024;
/** A header field takes at most 46 bytes, an id field 11, a flag 2. */
const HEAD_BYTES_MAX = 64;
const NO_WATCH_ID = -1n;
/** The client has no credit for more than a few hundred. */
const MAX_EARLY_REQUESTS = 20_000;
/** What an empty key of a request stands for. */
const FIRST_KEY = new Uint8Array(1);

export interface WatchServiceOptions {
  readonly leaderMonitor: LeaderMonitor;
  readonly timers: Timers;
  /** Between progress notifications of an idle watcher, before jitter. */
  readonly progressNotifyIntervalMs: number;
  /** A number in [0, 1): the jitter of one stream. */
  readonly jitter: () => number;
}

export interface WatchStreamsGauge {
  openStreams: number;
}

export function registerWatch(
  routes: GrpcRoutes,
  member: ServedMember,
  options: WatchServiceOptions,
): WatchStreamsGauge {
  const gauge: WatchStreamsGauge = { openStreams: 0 };
  routes.bidiStream(PATH, (call) => {
    const refusal = gateError(member, call, streamGate);
    if (refusal !== null) {
      call.fail(refusal.status, refusal.message);
      return;
    }
    gauge.openStreams++;
    let isOver = false;
    const end = (): void => {
      if (isOver) return;
      isOver = true;
      gauge.openStreams--;
      stream.close();
    };
    const stream = new WatchStream(member, call, options, end);
    call.onCancel(end);
    options.leaderMonitor.guard(call, end);
  });
  return gauge;
}

class WatchStream {
  readonly #member: ServedMember;
  readonly #call: StreamCall;
  readonly #options: WatchServiceOptions;
  /** The call is over, for whatever reason. */
  readonly #end: () => void;
  readonly #watchers = new Map<bigint, StreamWatcher>();
  #nextId = 0n;
  #isBlocked = false;
  #isClosed = false;
  /** Requests that wait for the caller's token to be known; null while nothing does. */
  #early: Uint8Array[] | null = null;
  #progressTimer: TimerHandle | null = null;

  constructor(
    member: ServedMember,
    call: StreamCall,
    options: WatchServiceOptions,
    end: () => void,
  ) {
    this.#end = end;
    this.#member = member;
    this.#call = call;
    this.#options = options;
    call.onMessage((bytes) => this.#request(bytes));
    call.onDrain(() => {
      this.#isBlocked = false;
      call.resumeReading();
      member.wakeCatchUp();
    });
    // A half-close changes nothing: events flow until the call is cancelled.
    call.onHalfClose(() => {});
  }

  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Responses of at least this many bytes are split for those who asked for it. */
  get fragmentBytes(): number {
    return this.#member.maxRequestBytes + FRAGMENT_OVERHEAD_BYTES;
  }

  close(): void {
    this.#isClosed = true;
    this.#progressTimer?.cancel();
    for (const { watcher } of this.#watchers.values()) {
      if (watcher !== null) this.#member.store.watchHub.cancel(watcher);
    }
    this.#watchers.clear();
  }

  header(revision: number): Uint8Array {
    return this.#member.headers.field(revision, this.#member.appliedTerm);
  }

  send(head: Uint8Array, body: Uint8Array): void {
    if (!this.#call.sendJoined(head, body) && !this.#isBlocked) {
      this.#isBlocked = true;
      this.#call.pauseReading();
    }
  }

  respond(
    response: Parameters<typeof etcdserverpb.encodeWatchResponse>[0],
    revision: number = this.#member.store.revision,
  ): void {
    this.send(this.header(revision), etcdserverpb.encodeWatchResponse(response));
  }

  #request(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    if (this.#early !== null) {
      if (this.#early.length < MAX_EARLY_REQUESTS) this.#early.push(bytes.slice());
      else this.#fail(new RequestError("TooManyRequests"));
      return;
    }
    if (this.#member.callers.isEarly(this.#call)) this.#waitForToken(bytes);
    else this.#handle(bytes);
  }

  /** Who the caller is shows once this member has applied what its token rests on. */
  #waitForToken(bytes: Uint8Array): void {
    this.#early = [bytes.slice()];
    this.#call.pauseReading();
    this.#member.afterReadIndex((error) => {
      const waiting = this.#early ?? [];
      this.#early = null;
      if (this.#isClosed) return;
      if (error !== null) {
        this.#fail(error);
        return;
      }
      for (const request of waiting) this.#handle(request);
      if (!this.#isBlocked) this.#call.resumeReading();
    });
  }

  #handle(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      const request = etcdserverpb.decodeWatchRequest(bytes);
      if (request.createRequest !== null) this.#create(request.createRequest);
      else if (request.cancelRequest !== null) this.#cancel(request.cancelRequest.watchId);
      else if (request.progressRequest !== null) this.#progress();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    failStream(this.#call, error);
    this.#end();
  }

  /** Why the caller may not watch this, as Go prints a status; null where it may. */
  #permissionRefusal(request: etcdserverpb.WatchCreateRequest): string | null {
    const { callers, store } = this.#member;
    try {
      const caller = callers.of(this.#call);
      if (caller === null) return null;
      const key = request.key.length === 0 ? FIRST_KEY : request.key;
      store.auth.checkRange(caller, { key, rangeEnd: request.rangeEnd });
      return null;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return `rpc error: code = ${grpcStatusName(error.status)} desc = ${error.message}`;
    }
  }

  #create(request: etcdserverpb.WatchCreateRequest): void {
    const cancelReason =
      request.watchId !== 0n &&
      (request.watchId === NO_WATCH_ID || this.#watchers.has(request.watchId))
        ? DUPLICATE_WATCH_ID
        : null;
    const refusal = this.#permissionRefusal(request) ?? watchRefusal(request) ?? cancelReason;
    if (refusal !== null) {
      this.respond({ watchId: NO_WATCH_ID, created: true, canceled: true, cancelReason: refusal });
      return;
    }
    let id = request.watchId;
    if (id === 0n) {
      while (this.#watchers.has(this.#nextId)) this.#nextId++;
      id = this.#nextId++;
    }
    const state = new StreamWatcher(this, id, request);
    this.#watchers.set(id, state);
    state.watcher = this.#member.store.watchHub.watch({
      key: request.key,
      rangeEnd: request.rangeEnd,
      startRevision: request.startRevision,
      noPut: request.filters.includes(etcdserverpb.FilterType.NOPUT),
      noDelete: request.filters.includes(etcdserverpb.FilterType.NODELETE),
      prevKv: request.prevKv,
      id,
      sink: state,
    });
    this.respond({ watchId: id, created: true });
    if (request.startRevision !== 0) this.#member.wakeCatchUp();
    if (request.progressNotify && this.#progressTimer === null) this.#armProgress();
  }

  #cancel(id: bigint): void {
    const state = this.#watchers.get(id);
    if (state === undefined) return;
    if (state.watcher !== null) this.#member.store.watchHub.cancel(state.watcher);
    this.#watchers.delete(id);
    this.respond({ watchId: id, canceled: true });
  }

  /** One answer for the whole stream, and only if every watcher has seen everything. */
  #progress(): void {
    if (this.#isBlocked || this.#watchers.size === 0) return;
    for (const state of this.#watchers.values()) if (!this.#isSynced(state)) return;
    this.respond({ watchId: NO_WATCH_ID });
  }

  #isSynced({ watcher }: StreamWatcher): boolean {
    return watcher !== null && this.#member.store.watchHub.isSynced(watcher);
  }

  #armProgress(): void {
    const interval = this.#options.progressNotifyIntervalMs;
    const delay = interval + (interval / 10) * this.#options.jitter();
    const tick = (): void => {
      this.#progressTimer = this.#options.timers.after(delay, tick);
      for (const [watchId, state] of this.#watchers) {
        if (!state.wantsProgress) continue;
        if (state.isIdle && !this.#isBlocked && this.#isSynced(state)) this.respond({ watchId });
        state.isIdle = true;
      }
    };
    this.#progressTimer = this.#options.timers.after(delay, tick);
  }
}

/** One watch id of a stream, and the sink of its watcher. */
class StreamWatcher implements WatchSink {
  /** Null once the hub has let go of it (compacted); the id stays in use until it is cancelled. */
  watcher: Watcher | null = null;
  readonly wantsProgress: boolean;
  /** No event since the last progress tick. */
  isIdle = true;
  readonly #stream: WatchStream;
  readonly #id: bigint;
  /** Field 2 of a response; empty for id 0. */
  readonly #idField: Uint8Array;
  readonly #mayFragment: boolean;

  constructor(stream: WatchStream, id: bigint, request: etcdserverpb.WatchCreateRequest) {
    this.#stream = stream;
    this.#id = id;
    this.#idField = encodeIdField(id);
    this.#mayFragment = request.fragment;
    this.wantsProgress = request.progressNotify;
  }

  deliver(_watcher: Watcher, batch: WatchBatch): boolean {
    const stream = this.#stream;
    if (stream.isBlocked) return false;
    this.isIdle = false;
    const header = stream.header(batch.headerRevision);
    const pieces = this.#mayFragment
      ? fragmentEvents({
          events: batch.events,
          eventsCount: batch.eventsCount,
          overheadBytes: header.length + this.#idField.length,
          thresholdBytes: stream.fragmentBytes,
        })
      : null;
    if (pieces === null) {
      stream.send(joinHead(header, this.#idField, NOTHING), batch.events);
      return true;
    }
    const last = pieces.length - 1;
    for (let i = 0; i <= last; i++) {
      stream.send(joinHead(header, this.#idField, i < last ? FRAGMENT : NOTHING), pieces[i]!);
    }
    return true;
  }

  compacted(_watcher: Watcher, compactRevision: number): void {
    this.watcher = null;
    this.#stream.respond({ watchId: this.#id, canceled: true, compactRevision }, 0);
  }
}

const NOTHING = new Uint8Array(0);
/** Field 7, true. */
const FRAGMENT = new Uint8Array([0x38, 1]);

function encodeIdField(id: bigint): Uint8Array {
  if (id === 0n) return NOTHING;
  const writer = new Writer(1 + bigintSize(id));
  writer.byte(0x10);
  writer.bigInt(id);
  return writer.finish();
}

const scratch = new Uint8Array(HEAD_BYTES_MAX);

/** The parts one after the other, valid until the next call. */
function joinHead(header: Uint8Array, id: Uint8Array, flag: Uint8Array): Uint8Array {
  if (id.length === 0 && flag.length === 0) return header;
  let length = header.length;
  scratch.set(header);
  scratch.set(id, length);
  length += id.length;
  scratch.set(flag, length);
  return scratch.subarray(0, length + flag.length);
}
