/**
 * A server connection without socket or clock, and the client's end of it: a test sends bytes and
 * sees frames.
 */

import { concatBytes } from "@kvorum/base";
import type { Gzip } from "../core/compression.ts";
import { type ConnectionHost, MemoryBudget } from "../core/connection.ts";
import type { HttpHandler } from "../core/http-stream.ts";
import { completeLimits, type Http2Limits } from "../core/limits.ts";
import { Http2Counters, type Http2Observer, type LimitName } from "../core/observer.ts";
import { BufferPool } from "../core/output-buffer.ts";
import { GrpcRoutes } from "../core/routes.ts";
import { ServerConnection } from "../core/server-connection.ts";
import { TimerWheel } from "../core/timer-wheel.ts";
import { FakeTime } from "./fake-time.ts";
import {
  DATA,
  describe,
  END_HEADERS,
  END_STREAM,
  FrameParser,
  frame,
  GOAWAY,
  grpcFields,
  HEADERS,
  headers,
  message,
  PREFACE,
  RST_STREAM,
  type SeenFrame,
  settings,
} from "./frames.ts";

export interface HarnessOptions {
  readonly routes?: GrpcRoutes;
  readonly limits?: Partial<Http2Limits>;
  readonly observer?: Http2Observer;
  readonly gzip?: Gzip;
  readonly onHttpRequest?: HttpHandler;
  /** Do not send preface and SETTINGS at once. */
  readonly isRaw?: boolean;
  /** Output is taken but never reported as written. */
  readonly isStuck?: boolean;
}

export class ServerHarness implements ConnectionHost {
  readonly time = new FakeTime();
  readonly connection: ServerConnection;
  readonly counters = new Http2Counters();
  readonly memory: MemoryBudget;
  readonly limitsReached: LimitName[] = [];
  readonly pool = new BufferPool();
  /** Everything that was sent, frame by frame. */
  readonly seen: SeenFrame[] = [];
  isStuck: boolean;
  wantsResume = false;
  isEndedTold = false;
  readonly #parser = new FrameParser();
  #taken = 0;

  constructor(options: HarnessOptions = {}) {
    const limits = completeLimits(options.limits ?? {});
    this.memory = new MemoryBudget(limits.maxTotalMemoryBytes);
    this.isStuck = options.isStuck ?? false;
    this.connection = new ServerConnection({
      host: this,
      limits,
      counters: this.counters,
      pool: this.pool,
      wheel: new TimerWheel({ clock: this.time, timers: this.time }),
      memory: this.memory,
      nowMs: this.time.monotonicMs(),
      routes: options.routes ?? new GrpcRoutes(),
      peer: { address: "test", tlsCommonName: null },
      gzip: options.gzip ?? null,
      observer: options.observer ?? {},
      onHttpRequest: options.onHttpRequest ?? null,
    });
    if (options.isRaw !== true) {
      this.send(PREFACE, settings());
      this.take();
    }
  }

  // ---- ConnectionHost.

  outputReady(): void {}

  resumeSoon(): void {
    this.wantsResume = true;
  }

  readingChanged(): void {}

  ended(): void {
    this.isEndedTold = true;
  }

  limitReached(limit: LimitName): void {
    this.limitsReached.push(limit);
  }

  memoryExceeded(): void {}

  // ---- The client's end.

  /** Sends all parts as one chunk. */
  send(...parts: readonly Uint8Array[]): this {
    this.connection.receive(concatBytes(parts), this.time.monotonicMs());
    this.settle();
    return this;
  }

  /** Lets turns pass until nothing is left to do, and collects the output. */
  settle(): void {
    this.#collect();
    while (this.wantsResume) {
      this.wantsResume = false;
      this.connection.resume(this.time.monotonicMs());
      this.#collect();
    }
  }

  #collect(): void {
    while (this.connection.output.length > 0) {
      const { bytes, length } = this.connection.takeOutput();
      this.seen.push(...this.#parser.parse(bytes.slice(0, length)));
      this.pool.give(bytes);
      if (this.isStuck) this.connection.onWriteDelayed(this.time.monotonicMs());
      else this.connection.onWritten(length, this.time.monotonicMs());
    }
  }

  /** Lets time pass, with the once-a-second look. */
  advance(ms: number): this {
    for (let rest = ms; rest > 0; rest -= 1_000) {
      this.time.advance(Math.min(rest, 1_000));
      this.connection.tick(this.time.monotonicMs());
      this.settle();
    }
    return this;
  }

  /** Frames since the last take. */
  take(): SeenFrame[] {
    this.settle();
    const frames = this.seen.slice(this.#taken);
    this.#taken = this.seen.length;
    return frames;
  }

  /** The same, one line each. */
  lines(): string[] {
    return this.take().map(describe);
  }

  /** A whole gRPC request in HEADERS and DATA. */
  request(id: number, path: string, body: Uint8Array = new Uint8Array(0)): this {
    return this.send(headers(id, grpcFields(path)), frame(DATA, END_STREAM, id, message(body)));
  }

  /** The HEADERS of a request that goes on. */
  open(id: number, path: string): this {
    return this.send(frame(HEADERS, END_HEADERS, id, headers(id, grpcFields(path)).slice(9)));
  }

  /** The code of the GOAWAY that ended the connection; -1 when it did not end. */
  get goawayCode(): number {
    const last = this.seen.filter((seen) => seen.type === GOAWAY).at(-1);
    return this.connection.isEnded && last !== undefined ? last.code : -1;
  }

  /** The code of the reset of a stream; -1 without one. */
  resetCode(id: number): number {
    this.settle();
    return this.seen.find((seen) => seen.type === RST_STREAM && seen.id === id)?.code ?? -1;
  }

  /** The value of a field in the first or last HEADERS of a stream. */
  field(id: number, name: string): string | undefined {
    this.settle();
    for (const seen of this.seen) {
      if (seen.id !== id || seen.type !== HEADERS) continue;
      const found = seen.fields.find(([fieldName]) => fieldName === name);
      if (found !== undefined) return found[1];
    }
    return undefined;
  }

  /** All DATA of a stream, joined. */
  data(id: number): Uint8Array {
    this.settle();
    return concatBytes(
      this.seen.filter((seen) => seen.id === id && seen.type === DATA).map((seen) => seen.payload),
    );
  }
}

/** Routes with one of each kind; `calls` records what handlers saw. */
export function echoRoutes(): GrpcRoutes {
  const routes = new GrpcRoutes();
  routes.unary("/test.Echo/Unary", (request, call) => call.respond(request));
  routes.unary("/test.Echo/Fail", (_request, call) => call.fail(9, "no: 100% ünicode"));
  routes.unary("/test.Echo/Throw", () => {
    throw new Error("secret detail");
  });
  routes.serverStream("/test.Echo/Repeat", (request, call) => {
    for (let i = 0; i < 3; i++) call.send(request);
    call.end();
  });
  routes.bidiStream("/test.Echo/Bidi", (call) => {
    call.onMessage((received) => call.send(received));
    call.onHalfClose(() => call.end());
  });
  return routes;
}
