/**
 * Watches over one stream. Each watch sees every event once, in revision order, across broken
 * connections: when the stream breaks, all watches are created again right after the last revision
 * that they have seen. Responses wait in a bounded queue; when one queue is full, the stream is
 * not read, so a slow consumer slows its own stream and loses nothing.
 *
 * A watch ends when the server cancels it (the last response has `canceled`), when its consumer
 * stops, or when the stream fails for good (iteration throws). Facts: the v3 API specification,
 * sections 4 and 10.4.
 *
 * Not here: splitting of large responses (the request for it is never made).
 */

import { assert } from "@kvorum/base";
import { type etcdserverpb, GrpcStatus, type Init } from "@kvorum/proto";
import type { Client, ClientStream } from "./client.ts";
import { ClientError } from "./errors.ts";
import { MAX_WATCH_QUEUE, STREAM_RETRY_PAUSE_MS } from "./limits.ts";
import { watchMethod } from "./methods.ts";
import { pause } from "./pause.ts";

export type WatchResponse = etcdserverpb.WatchResponse;
export type WatchRequest = Init<Omit<etcdserverpb.WatchCreateRequest, "watchId" | "fragment">>;

type WireStream = ClientStream<etcdserverpb.WatchRequest, WatchResponse>;

/** One watch: iterate it once. Leaving the loop cancels it. */
export interface Watch extends AsyncIterable<WatchResponse> {
  cancel(): void;
}

export class WatchConnection {
  readonly #client: Client;
  readonly #requireLeader: boolean;
  readonly #watches = new Set<WatchState>();
  #stream: WireStream | null = null;
  /** Created on the current stream, answer outstanding, in the order of the requests. */
  #pending: WatchState[] = [];
  #byId = new Map<bigint, WatchState>();
  #isRunning = false;
  #isClosed = false;

  constructor(client: Client, options: { requireLeader: boolean }) {
    this.#client = client;
    this.#requireLeader = options.requireLeader;
  }

  /** Starts a watch; the request leaves at once if a stream is open, else with the next one. */
  watch(request: WatchRequest): Watch {
    assert(!this.#isClosed, "watch on a closed connection");
    const state = new WatchState(request, () => this.#cancel(state));
    this.#watches.add(state);
    if (this.#stream !== null) this.#create(this.#stream, state);
    if (!this.#isRunning) {
      this.#isRunning = true;
      void this.#run();
    }
    return state;
  }

  /**
   * Asks the server to confirm how far every watch of this connection has come. Each watch then
   * gets a response without events; the server drops the question while one of them lags.
   */
  requestProgress(): void {
    this.#stream?.send({ progressRequest: {} });
    if (this.#stream === null) this.#progressWanted = true;
  }
  #progressWanted = false;

  /** Ends all watches. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stream?.cancel();
    for (const state of [...this.#watches]) state.end(null);
    this.#watches.clear();
  }

  async #run(): Promise<void> {
    while (this.#watches.size > 0 && !this.#isClosed) {
      try {
        await this.#serve();
      } catch (error) {
        if (!isTemporary(error) && !this.#isLoginHelpful(error)) {
          for (const state of [...this.#watches]) state.end(error);
          this.#watches.clear();
          break;
        }
      }
      this.#stream = null;
      if (this.#watches.size > 0 && !this.#isClosed)
        await pause(STREAM_RETRY_PAUSE_MS, this.#client.closing);
    }
    this.#stream?.cancel();
    this.#stream = null;
    this.#isRunning = false;
  }

  /** One stream, from opening to its end. */
  async #serve(): Promise<void> {
    const stream = await this.#client.stream(watchMethod, {
      timeoutMs: null,
      requireLeader: this.#requireLeader,
    });
    if (this.#isClosed) {
      stream.cancel();
      return;
    }
    this.#stream = stream;
    this.#pending = [];
    this.#byId = new Map();
    for (const state of this.#watches) this.#create(stream, state);
    if (this.#progressWanted) {
      this.#progressWanted = false;
      stream.send({ progressRequest: {} });
    }
    try {
      for await (const response of stream) {
        await this.#dispatch(response);
        if (this.#watches.size === 0 || this.#isClosed) break;
      }
    } finally {
      stream.cancel();
    }
  }

  #create(stream: WireStream, state: WatchState): void {
    state.id = null;
    this.#pending.push(state);
    stream.send({ createRequest: { ...state.request, startRevision: state.nextRevision } });
  }

  async #dispatch(response: WatchResponse): Promise<void> {
    if (response.created) {
      const state = this.#pending.shift();
      if (state === undefined) return;
      if (response.canceled || response.watchId < 0n) {
        this.#finish(state, { ...response, canceled: true });
        return;
      }
      state.id = response.watchId;
      this.#byId.set(response.watchId, state);
      if (state.isDone) this.#cancel(state);
      else state.created(response);
      return;
    }
    if (response.watchId < 0n) {
      // A progress answer that holds for all watches.
      for (const state of this.#byId.values()) await state.deliver(response);
      return;
    }
    const state = this.#byId.get(response.watchId);
    if (state === undefined || state.isDone) return;
    if (response.canceled) {
      this.#byId.delete(response.watchId);
      this.#finish(state, response);
      return;
    }
    await state.deliver(response);
  }

  #finish(state: WatchState, response: WatchResponse): void {
    state.last(response);
    this.#watches.delete(state);
  }

  #cancel(state: WatchState): void {
    this.#watches.delete(state);
    if (state.id !== null && this.#byId.delete(state.id)) {
      this.#stream?.send({ cancelRequest: { watchId: state.id } });
    }
    if (this.#watches.size === 0) this.#stream?.cancel();
  }

  #isLoginHelpful(error: unknown): boolean {
    return (
      error instanceof ClientError &&
      (error.code === "InvalidAuthToken" || error.code === "AuthOldRevision") &&
      this.#client.forgetToken()
    );
  }
}

class WatchState implements Watch {
  readonly request: WatchRequest;
  /** The server's number on the current stream; null before its answer. */
  id: bigint | null = null;
  /** Where the next stream has to begin; zero: with what comes after creation. */
  nextRevision: number;
  isDone = false;
  readonly #onCancel: () => void;
  #queue: WatchResponse[] = [];
  #failure: unknown = null;
  /** The consumer, when it waits for a response. */
  #wakeConsumer: (() => void) | null = null;
  /** The reader of the stream, when it waits for room. */
  #wakeReader: (() => void) | null = null;

  constructor(request: WatchRequest, onCancel: () => void) {
    this.request = request;
    this.nextRevision = request.startRevision ?? 0;
    this.#onCancel = onCancel;
  }

  created(response: WatchResponse): void {
    if (this.nextRevision === 0) this.nextRevision = (response.header?.revision ?? 0) + 1;
  }

  async deliver(response: WatchResponse): Promise<void> {
    while (this.#queue.length >= MAX_WATCH_QUEUE && !this.isDone) {
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    if (this.isDone) return;
    const revision =
      response.events.length > 0
        ? (response.events[response.events.length - 1]!.kv?.modRevision ?? 0)
        : (response.header?.revision ?? 0);
    if (revision + 1 > this.nextRevision) this.nextRevision = revision + 1;
    this.#push(response);
  }

  /** Delivers the response that ends the watch; never waits, as nothing follows it. */
  last(response: WatchResponse): void {
    if (this.isDone) return;
    this.#push(response);
    this.end(null);
  }

  end(failure: unknown): void {
    if (this.isDone) return;
    this.isDone = true;
    this.#failure = failure;
    this.#wake();
  }

  cancel(): void {
    if (this.isDone) return;
    this.#queue = [];
    this.end(null);
    this.#onCancel();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<WatchResponse> {
    try {
      for (;;) {
        const response = this.#queue.shift();
        if (response !== undefined) {
          this.#wakeReader?.();
          this.#wakeReader = null;
          yield response;
          continue;
        }
        if (this.isDone) {
          if (this.#failure !== null) throw this.#failure;
          return;
        }
        await new Promise<void>((resolve) => {
          this.#wakeConsumer = resolve;
        });
      }
    } finally {
      this.cancel();
    }
  }

  #push(response: WatchResponse): void {
    this.#queue.push(response);
    this.#wakeConsumer?.();
    this.#wakeConsumer = null;
  }

  #wake(): void {
    this.#wakeConsumer?.();
    this.#wakeConsumer = null;
    this.#wakeReader?.();
    this.#wakeReader = null;
  }
}

/** Whether a stream that ended so is worth opening again. */
export function isTemporary(error: unknown): boolean {
  if (!(error instanceof ClientError)) return false;
  if (error.code === "NoLeader" || error.code === "ClientClosed") return false;
  return error.status === GrpcStatus.Unavailable || error.status === GrpcStatus.Internal;
}
