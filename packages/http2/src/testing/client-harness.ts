/** A client connection without socket or clock, and the server's end of it. */

import { concatBytes } from "@kvorum/base";
import type { CallListener, CallOptions, ClientCall } from "../core/client-call.ts";
import { ClientConnection } from "../core/client-connection.ts";
import { type ConnectionHost, MemoryBudget } from "../core/connection.ts";
import type { GrpcError } from "../core/grpc-error.ts";
import { completeLimits, type Http2Limits } from "../core/limits.ts";
import { Http2Counters } from "../core/observer.ts";
import { BufferPool } from "../core/output-buffer.ts";
import { TimerWheel } from "../core/timer-wheel.ts";
import { FakeTime } from "./fake-time.ts";
import { FrameParser, PREFACE, type SeenFrame, settings } from "./frames.ts";

/** What the listener of one call heard. */
export class CallLog implements CallListener {
  readonly messages: string[] = [];
  /** Undefined while the call is open, null for OK. */
  error: GrpcError | null | undefined;
  ends = 0;
  rooms = 0;

  onMessage(message: Uint8Array): void {
    this.messages.push(Buffer.from(message).toString("latin1"));
  }

  onEnd(error: GrpcError | null): void {
    this.error = error;
    this.ends++;
  }

  onRoom(): void {
    this.rooms++;
  }
}

export class ClientHarness implements ConnectionHost {
  readonly time = new FakeTime();
  readonly connection: ClientConnection;
  readonly memory: MemoryBudget;
  readonly seen: SeenFrame[] = [];
  readonly pool = new BufferPool();
  isReady = false;
  isEndedTold = false;
  #wantsResume = false;
  #taken = 0;
  #prefaceLeft = PREFACE.length;
  readonly #parser = new FrameParser();

  constructor(limits: Partial<Http2Limits> = {}) {
    const complete = completeLimits(limits);
    this.memory = new MemoryBudget(complete.maxTotalMemoryBytes);
    this.connection = new ClientConnection({
      host: this,
      limits: complete,
      counters: new Http2Counters(),
      pool: this.pool,
      wheel: new TimerWheel({ clock: this.time, timers: this.time }),
      memory: this.memory,
      nowMs: this.time.monotonicMs(),
      authority: "test:1",
      scheme: "http",
      userAgent: "test",
      gzip: null,
      keepaliveWithoutCalls: false,
      onReady: () => {
        this.isReady = true;
      },
    });
    this.send(settings());
    this.take();
  }

  outputReady(): void {}

  resumeSoon(): void {
    this.#wantsResume = true;
  }

  readingChanged(): void {}

  ended(): void {
    this.isEndedTold = true;
  }

  limitReached(): void {}

  memoryExceeded(): void {}

  call(path = "/t.S/M", options: CallOptions = {}): { call: ClientCall; log: CallLog } {
    const log = new CallLog();
    const call = this.connection.call(path, options, log);
    return { call, log };
  }

  /** Bytes from the server, as one chunk. */
  send(...parts: readonly Uint8Array[]): this {
    this.connection.receive(concatBytes(parts), this.time.monotonicMs());
    while (this.#wantsResume) {
      this.#wantsResume = false;
      this.connection.resume(this.time.monotonicMs());
    }
    this.#collect();
    return this;
  }

  advance(ms: number): this {
    for (let rest = ms; rest > 0; rest -= 1_000) {
      this.time.advance(Math.min(rest, 1_000));
      this.connection.tick(this.time.monotonicMs());
    }
    this.#collect();
    return this;
  }

  #collect(): void {
    while (this.connection.output.length > 0) {
      const { bytes, length } = this.connection.takeOutput();
      const skipped = Math.min(this.#prefaceLeft, length);
      this.#prefaceLeft -= skipped;
      this.seen.push(...this.#parser.parse(bytes.slice(skipped, length)));
      this.pool.give(bytes);
      this.connection.onWritten(length, this.time.monotonicMs());
    }
  }

  /** Frames since the last take. */
  take(): SeenFrame[] {
    this.#collect();
    const frames = this.seen.slice(this.#taken);
    this.#taken = this.seen.length;
    return frames;
  }
}
