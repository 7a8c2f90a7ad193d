/** Channels and time for tests: no sockets, no waiting. */

import type { Clock, Timers } from "@kvorum/base";
import { assert } from "@kvorum/base";
import { CallFailure, type CallMetadata, type Channel, type ChannelStream } from "../channel.ts";

export interface ScriptedCall {
  readonly path: string;
  readonly request: Uint8Array;
  readonly metadata: CallMetadata;
  readonly timeoutMs: number | null;
}

/** Answers calls with a function; streams are driven by the test. */
export class ScriptedChannel implements Channel {
  readonly localAddress = "127.0.0.1:50000";
  readonly closed: Promise<void>;
  readonly streams: ScriptedStream[] = [];
  isOpen = true;
  /** Tells a test that a stream was opened. */
  onStream: (stream: ScriptedStream) => void = () => {};
  readonly #answer: (call: ScriptedCall) => Uint8Array | CallFailure;
  #settleClosed!: () => void;

  constructor(answer: (call: ScriptedCall) => Uint8Array | CallFailure) {
    this.#answer = answer;
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
  }

  unary(
    path: string,
    request: Uint8Array,
    options: { metadata: CallMetadata; timeoutMs: number | null },
  ): Promise<Uint8Array> {
    const answer = this.#answer({ path, request, ...options });
    return answer instanceof CallFailure ? Promise.reject(answer) : Promise.resolve(answer);
  }

  stream(path: string, options: { metadata: CallMetadata }): ChannelStream {
    const stream = new ScriptedStream(path, options.metadata);
    this.streams.push(stream);
    this.onStream(stream);
    return stream;
  }

  close(): void {
    this.isOpen = false;
    for (const stream of this.streams) stream.fail({ status: 1, message: "closing" });
    this.#settleClosed();
  }
}

export class ScriptedStream implements ChannelStream {
  readonly path: string;
  readonly metadata: CallMetadata;
  readonly sent: Uint8Array[] = [];
  isCanceled = false;
  /** Tells a test what was sent. */
  onSent: (message: Uint8Array) => void = () => {};
  #queue: Uint8Array[] = [];
  #end: CallFailure | "ok" | null = null;
  #wake: (() => void) | null = null;

  constructor(path: string, metadata: CallMetadata) {
    this.path = path;
    this.metadata = metadata;
  }

  send(message: Uint8Array): void {
    this.sent.push(message);
    this.onSent(message);
  }

  halfClose(): void {}

  cancel(): void {
    this.isCanceled = true;
    this.fail({ status: 1, message: "context canceled" });
  }

  deliver(message: Uint8Array): void {
    this.#queue.push(message);
    this.#wake?.();
  }

  finish(): void {
    this.#end ??= "ok";
    this.#wake?.();
  }

  fail(options: { status: number; message: string }): void {
    this.#end ??= new CallFailure({ ...options, isSent: true });
    this.#wake?.();
  }

  /** Messages that nobody has taken yet. */
  get waiting(): number {
    return this.#queue.length;
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      const message = this.#queue.shift();
      if (message !== undefined) yield message;
      else if (this.#end !== null) {
        if (this.#end !== "ok") throw this.#end;
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

/** Time that moves only when a test says so. */
export class FakeTime implements Clock, Timers {
  #nowMs = 0;
  #timers: { atMs: number; callback: () => void }[] = [];

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): { cancel(): void } {
    assert(delayMs >= 0, "negative delay");
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  soon(callback: () => void): { cancel(): void } {
    return this.after(0, callback);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Moves time on, timer by timer, and lets promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    const untilMs = this.#nowMs + milliseconds;
    for (;;) {
      await settle();
      const next = this.#timers
        .filter((timer) => timer.atMs <= untilMs)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#nowMs = next.atMs;
      next.callback();
    }
    this.#nowMs = untilMs;
  }
}

/** Lets every promise that can settle do so. */
export async function settle(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
}
