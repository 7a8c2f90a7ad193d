/**
 * Credit for the peer's DATA (RFC 9113 section 5.2), and the memory that it costs us, as one thing:
 * credit is the promise to have memory.
 *
 * - Every stream starts with the same small window. What is consumed at once is given back in
 *   halves of the window, so that small messages cost no WINDOW_UPDATE of their own.
 * - A message that is larger gets the credit for its rest as a whole, as soon as its length is
 *   known, but only while all promises fit into a quarter of the connection's memory, or there is
 *   none: the others wait, the oldest first. So any number of large messages on one connection get through one after the other.
 * - The connection's window shrinks as memory fills. When even the first windows of too many
 *   incomplete messages fill it, the newest ones are failed, so that the rest can go on.
 */

import { assert } from "@kvorum/base";
import type { Http2Limits } from "./limits.ts";
import type { Http2Stream } from "./stream.ts";

export interface CreditSink {
  /** Sends WINDOW_UPDATE; stream 0 is the connection. */
  sendWindowUpdate(streamId: number, increment: number): void;
  /** The memory of this connection changed by this much. */
  inboundChanged(bytes: number): void;
  /** The memory of this connection is full; some streams are going to fail. */
  inboundFull(): void;
}

/** Windows end at 2^31-1; promises stay far below. */
const MAX_PROMISE_BYTES = 2 ** 30;

export class ReceiveCredit {
  readonly #limits: Http2Limits;
  readonly #sink: CreditSink;
  readonly #halfStream: number;
  readonly #halfConnection: number;
  /** Received bytes of the connection's window that were not given back. */
  #used = 0;
  #inboundBytes = 0;
  #promisedBytes = 0;
  /** Streams that hold memory here, oldest first. */
  readonly #holders = new Set<Http2Stream>();
  /** Streams whose large message waits for credit, oldest first, and how much they need. */
  readonly #waiting = new Map<Http2Stream, number>();
  /** Streams that got a promise and still hold their message. At least one may always have one. */
  readonly #favored = new Set<Http2Stream>();
  #isShedding = false;

  constructor(limits: Http2Limits, sink: CreditSink) {
    this.#limits = limits;
    this.#sink = sink;
    this.#halfStream = limits.streamWindowBytes >>> 1;
    this.#halfConnection = limits.connectionWindowBytes >>> 1;
  }

  /** Memory held for incomplete messages, paused readers and waiting requests. */
  get inboundBytes(): number {
    return this.#inboundBytes;
  }

  /** A DATA frame for the connection's window, padding included. False: beyond the window. */
  receiveOnConnection(frameBytes: number): boolean {
    this.#used += frameBytes;
    return this.#used <= this.#limits.connectionWindowBytes;
  }

  /** The same for its stream's window. */
  receiveOnStream(stream: Http2Stream, frameBytes: number): boolean {
    stream.receiveUsed += frameBytes;
    if (stream.promisedBytes > 0) this.#keepPromise(stream, frameBytes);
    return stream.receiveUsed <= this.#limits.streamWindowBytes;
  }

  #keepPromise(stream: Http2Stream, bytes: number): void {
    const kept = Math.min(stream.promisedBytes, bytes);
    stream.promisedBytes -= kept;
    this.#promisedBytes -= kept;
  }

  /** After each DATA frame was handled: gives back what was consumed. */
  settle(stream: Http2Stream | null): void {
    if (stream !== null && stream.receiveUsed >= this.#halfStream) this.grantStream(stream);
    if (this.#used >= this.#halfConnection) this.#grantConnection();
  }

  /** Gives the peer back its credit for consumed bytes of this open stream. */
  grantStream(stream: Http2Stream): void {
    if (stream.remoteClosed || stream.isPaused || stream.isMidMessage) return;
    const grant = stream.receiveUsed - stream.receiveHeld;
    if (grant < this.#halfStream) return;
    stream.receiveUsed -= grant;
    this.#sink.sendWindowUpdate(stream.id, grant);
  }

  /** What the peer may still send on this stream. */
  availableFor(stream: Http2Stream): number {
    return this.#limits.streamWindowBytes - stream.receiveUsed;
  }

  /** A message misses this many bytes: makes sure that the peer may send them, sooner or later. */
  needs(stream: Http2Stream, missingBytes: number): void {
    const available = this.availableFor(stream);
    if (missingBytes <= available || stream.remoteClosed || this.#waiting.has(stream)) return;
    const grant = Math.min(missingBytes - available, MAX_PROMISE_BYTES);
    if (this.#waiting.size === 0 && this.#mayPromise(grant)) this.#promise(stream, grant);
    else this.#waiting.set(stream, grant);
  }

  #mayPromise(bytes: number): boolean {
    if (this.#favored.size === 0) return true;
    const total = this.#inboundBytes + this.#promisedBytes + bytes;
    return total <= this.#limits.maxConnectionMemoryBytes / 4;
  }

  #promise(stream: Http2Stream, bytes: number): void {
    this.#favored.add(stream);
    stream.promisedBytes += bytes;
    stream.receiveUsed -= bytes;
    this.#promisedBytes += bytes;
    this.#sink.sendWindowUpdate(stream.id, bytes);
  }

  #promiseWaiting(): void {
    for (const [stream, bytes] of this.#waiting) {
      if (!this.#mayPromise(bytes)) return;
      this.#waiting.delete(stream);
      this.#promise(stream, bytes);
    }
  }

  #grantConnection(): void {
    const limits = this.#limits;
    const least = 4 * limits.maxFrameBytes;
    if (limits.maxConnectionMemoryBytes - this.#inboundBytes < least && !this.#isShedding) {
      // So little memory is left that nobody could go on: some have to give way.
      this.#shed();
    }
    const room = limits.maxConnectionMemoryBytes - limits.connectionWindowBytes;
    const grant = this.#used - Math.max(0, this.#inboundBytes - room);
    const available = limits.connectionWindowBytes - this.#used;
    if (grant >= this.#halfConnection || (grant > 0 && available < least)) {
      this.#used -= grant;
      this.#sink.sendWindowUpdate(0, grant);
    }
  }

  /** A stream takes (or, negative, gives back) memory for what it received. */
  charge(stream: Http2Stream, bytes: number): void {
    stream.inboundBytes += bytes;
    this.#inboundBytes += bytes;
    assert(stream.inboundBytes >= 0, "stream gave memory back twice");
    if (stream.inboundBytes > 0) this.#holders.add(stream);
    else {
      this.#holders.delete(stream);
      this.#favored.delete(stream);
    }
    this.#sink.inboundChanged(bytes);
    if (bytes < 0) {
      if (this.#waiting.size > 0) this.#promiseWaiting();
      if (this.#used >= this.#halfConnection) this.#grantConnection();
    } else if (!this.#isShedding && this.#inboundBytes > this.#limits.maxConnectionMemoryBytes) {
      this.#shed();
    }
  }

  /** Fails the newest holders until some room is left again. */
  #shed(): void {
    this.#isShedding = true;
    this.#sink.inboundFull();
    for (const stream of [...this.#holders].reverse()) {
      if (this.#inboundBytes <= (this.#limits.maxConnectionMemoryBytes * 15) / 16) break;
      stream.failForMemory();
    }
    this.#isShedding = false;
  }

  /** The stream is closed: it waits for nothing, and nothing more comes on it. */
  forget(stream: Http2Stream): void {
    if (this.#waiting.size > 0) this.#waiting.delete(stream);
    if (!this.#favored.delete(stream)) return;
    this.#keepPromise(stream, stream.promisedBytes);
    if (this.#waiting.size > 0) this.#promiseWaiting();
  }

  /** The connection is gone. Returns the bytes that were still charged. */
  clear(): number {
    const rest = this.#inboundBytes;
    this.#inboundBytes = 0;
    this.#promisedBytes = 0;
    this.#holders.clear();
    this.#favored.clear();
    this.#waiting.clear();
    return rest;
  }
}
