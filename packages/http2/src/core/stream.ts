/**
 * One HTTP/2 stream as the connection sees it: windows, halves, and the bytes that wait. What the
 * frames mean is the business of the two roles, which extend `GrpcStream`.
 */

import { uninitialized } from "./byte-copy.ts";
import type { Http2Connection } from "./connection.ts";
import type { HeaderList } from "./hpack-decoder.ts";
import type { Outbox } from "./outbox.ts";
import type { ErrorCode } from "./protocol.ts";

export type EndReason = "canceled" | "closed";

export abstract class Http2Stream {
  /** Given when the stream is opened; 0 before. */
  id: number;
  readonly connection: Http2Connection;
  /** The peer sent END_STREAM; we did. */
  remoteClosed = false;
  localClosed = false;
  /** Window for sending, less the peer's initial window: a change of that one costs nothing. */
  sendDelta = 0;
  /** Received bytes for which the peer did not get its credit back. */
  receiveUsed = 0;
  /** Credit beyond the window that a large message got and that it has not used yet. */
  promisedBytes = 0;
  /** Memory that the stream holds for what it received. */
  inboundBytes = 0;
  /** Memory of a large header list that the stream keeps. */
  headBytes = 0;
  /** It left the table of streams. */
  isGone = false;
  /** Of `receiveUsed`, bytes that lie here until the reader resumes: no credit for them. */
  receiveHeld = 0;
  /** Tick of the headers, and of the last received byte. */
  readonly openedTick: number;
  receivedTick: number;
  outbox: Outbox | null = null;

  constructor(connection: Http2Connection, id: number) {
    this.connection = connection;
    this.id = id;
    this.openedTick = connection.nowTick;
    this.receivedTick = connection.nowTick;
  }

  /** Trailers in the server role, response headers or trailers in the client role. */
  abstract onHeaderList(list: HeaderList, endStream: boolean): void;
  /** Payload without padding; the view lives until the return. */
  abstract onData(buffer: Uint8Array, start: number, end: number, endStream: boolean): void;
  /** The peer reset the stream; it is out of the table already. */
  abstract onReset(code: number): void;
  /** The connection is gone, or we reset the stream because of the peer's fault. */
  abstract onAborted(code: ErrorCode, reason: string): void;
  /** There is room to send again, after `send` refused. */
  abstract onRoom(): void;
  /** Memory is short: fail this call, whose request is not complete. */
  abstract failForMemory(): void;
  /** The request did not get on for too long. */
  abstract failForStall(): void;
  /** The stream must not outlive a protocol error on it (the request was handed on). */
  abstract readonly isHandedOn: boolean;
  /** No byte is expected from the peer right now although its half is open. */
  abstract readonly mayIdle: boolean;
  /** Between the first byte of a message and its last. */
  abstract readonly isMidMessage: boolean;
  /** A reader paused it: no credit. */
  abstract readonly isPaused: boolean;
}

const PREFIX_BYTES = 5;
const FIRST_ASSEMBLY_BYTES = 512;

/**
 * A stream whose data is a sequence of gRPC messages:
 *
 * | offset | width | field                         |
 * |--------|-------|-------------------------------|
 * | 0      | 1     | 1 when compressed, else 0     |
 * | 1      | 4     | message length, big-endian    |
 * | 5      | ...   | message                       |
 *
 * A message that lies in one DATA frame is handed on as a view; others are collected in an array
 * that grows with what really came, not with what the prefix promises.
 */
export abstract class GrpcStream extends Http2Stream {
  #assembly: Uint8Array | null = null;
  #assembled = 0;
  /** Length of the message that is being collected; -1 between messages. */
  #messageBytes = -1;
  #isCompressed = false;
  /** Prefix bytes seen, when a prefix was cut. */
  #prefixSeen = 0;

  /**
   * One complete message, still compressed when the flag says so; false stops the parsing. Unless
   * `isOwned` the view is valid only during the call.
   */
  protected abstract onFramedMessage(
    view: Uint8Array,
    isCompressed: boolean,
    isOwned: boolean,
  ): boolean;
  /** The prefix announces too much, or its flag is neither 0 nor 1. */
  protected abstract onBadPrefix(flag: number, messageBytes: number): void;
  protected abstract readonly maxMessageBytes: number;

  override get isMidMessage(): boolean {
    return this.#messageBytes >= 0 || this.#prefixSeen > 0;
  }

  /** Parses `buffer[start, end)`. */
  protected deframe(buffer: Uint8Array, start: number, end: number): void {
    while (start < end) {
      if (this.#messageBytes < 0) {
        let flag: number;
        let length: number;
        if (this.#prefixSeen === 0 && end - start >= PREFIX_BYTES) {
          flag = buffer[start]!;
          length =
            buffer[start + 1]! * 0x100_0000 +
            ((buffer[start + 2]! << 16) | (buffer[start + 3]! << 8) | buffer[start + 4]!);
          start += PREFIX_BYTES;
        } else {
          const prefix = (this.#assembly ??= new Uint8Array(PREFIX_BYTES));
          while (start < end && this.#prefixSeen < PREFIX_BYTES) {
            prefix[this.#prefixSeen++] = buffer[start++]!;
          }
          if (this.#prefixSeen < PREFIX_BYTES) return;
          flag = prefix[0]!;
          length = prefix[1]! * 0x100_0000 + ((prefix[2]! << 16) | (prefix[3]! << 8) | prefix[4]!);
          this.#prefixSeen = 0;
          this.#assembly = null;
        }
        if (flag > 1 || length > this.maxMessageBytes) {
          this.onBadPrefix(flag, length);
          return;
        }
        if (end - start >= length) {
          const view = buffer.subarray(start, start + length);
          start += length;
          if (!this.onFramedMessage(view, flag === 1, false)) return;
          continue;
        }
        this.#messageBytes = length;
        this.#isCompressed = flag === 1;
        this.#assembled = 0;
        if (start === end) {
          this.connection.credit.needs(this, length);
          return;
        }
      }
      const missing = this.#messageBytes - this.#assembled;
      const part = Math.min(missing, end - start);
      if (!this.#collect(buffer, start, part)) return;
      start += part;
      if (part < missing) {
        this.connection.credit.needs(this, missing - part);
        return;
      }
      const message = this.#assembly!.subarray(0, this.#assembled);
      const capacity = this.#assembly!.length;
      const isCompressed = this.#isCompressed;
      this.#assembly = null;
      this.#assembled = 0;
      this.#messageBytes = -1;
      this.connection.chargeInbound(this, -capacity);
      if (!this.onFramedMessage(message, isCompressed, true)) return;
    }
  }

  /** False: there was no memory for it, and the call is failed already. */
  #collect(buffer: Uint8Array, start: number, part: number): boolean {
    const need = this.#assembled + part;
    const old = this.#assembly;
    if (old === null || need > old.length) {
      // No more than the peer has credit for; all of it once that credit was given on purpose.
      const reachable = need + this.connection.credit.availableFor(this);
      const doubled = Math.max(need, 2 * (old?.length ?? 0), FIRST_ASSEMBLY_BYTES);
      const wanted = this.promisedBytes > 0 ? reachable : Math.min(doubled, reachable);
      const larger = uninitialized(Math.min(Math.max(need, wanted), this.#messageBytes));
      if (old !== null) larger.set(old.subarray(0, this.#assembled));
      this.#assembly = larger;
      this.connection.chargeInbound(this, larger.length - (old?.length ?? 0));
      if (this.#assembly !== larger) return false;
    }
    this.#assembly!.set(buffer.subarray(start, start + part), this.#assembled);
    this.#assembled = need;
    return true;
  }

  /** Forgets a half message, whose memory is given back. */
  protected dropAssembly(): void {
    if (this.#messageBytes >= 0 && this.#assembly !== null) {
      this.connection.chargeInbound(this, -this.#assembly.length);
    }
    this.#assembly = null;
    this.#assembled = 0;
    this.#messageBytes = -1;
    this.#prefixSeen = 0;
  }
}
