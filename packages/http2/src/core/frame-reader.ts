/**
 * Cuts the byte stream into frames (RFC 9113 sections 3.4 and 4.1). Frames are handed on as ranges
 * of the chunk that holds them; only a frame that a chunk cuts is copied. No more than a turn's share
 * of frames and bytes is handled at once, the rest is kept for `resume`.
 *
 * Nothing larger than one frame and one turn's bytes (plus one chunk) is ever kept.
 */

import { EMPTY_BYTES } from "@kvorum/base";
import { copyBytes, uninitialized } from "./byte-copy.ts";
import type { Http2Limits } from "./limits.ts";
import type { BufferPool } from "./output-buffer.ts";
import { CLIENT_PREFACE, FRAME_HEADER_BYTES } from "./protocol.ts";

export interface FrameSink {
  /** True from the end of the connection on: nothing more is parsed. */
  readonly isEnded: boolean;
  /** One whole frame; its payload is `buffer[start, end)`, valid until the return. */
  onFrame(
    type: number,
    flags: number,
    streamId: number,
    buffer: Uint8Array,
    start: number,
    end: number,
  ): void;
  onBadPreface(): void;
  onFrameTooLarge(length: number): void;
  /** The turn's share is used up: `resume` must be called in a later turn. */
  onTurnEnded(): void;
}

export class FrameReader {
  readonly #limits: Http2Limits;
  readonly #pool: BufferPool;
  readonly #sink: FrameSink;
  #prefaceSeen: number;
  /** The beginning of a frame that the last chunk cut. */
  #tail: Uint8Array = EMPTY_BYTES;
  #tailLength = 0;
  /** What the turn's share left over. */
  #backlog: Uint8Array = EMPTY_BYTES;
  #backlogOffset = 0;
  #framesLeft = 0;
  #turnEnded = false;

  constructor(options: {
    limits: Http2Limits;
    pool: BufferPool;
    sink: FrameSink;
    expectsPreface: boolean;
  }) {
    this.#limits = options.limits;
    this.#pool = options.pool;
    this.#sink = options.sink;
    this.#prefaceSeen = options.expectsPreface ? 0 : CLIENT_PREFACE.length;
  }

  get isPrefaceDone(): boolean {
    return this.#prefaceSeen === CLIENT_PREFACE.length;
  }

  get backlogBytes(): number {
    return this.#backlog.length - this.#backlogOffset;
  }

  /** Memory that is held. */
  get keptBytes(): number {
    return this.#backlog.length + this.#tail.length;
  }

  /** Handles a chunk, which is not kept. */
  receive(chunk: Uint8Array): void {
    if (this.backlogBytes > 0) {
      this.#keepBacklog(chunk, 0);
      return;
    }
    this.#beginTurn();
    this.#consume(chunk, 0);
  }

  /** Goes on with what a turn left over. */
  resume(): void {
    if (this.backlogBytes === 0) return;
    const backlog = this.#backlog;
    const offset = this.#backlogOffset;
    this.#backlog = EMPTY_BYTES;
    this.#backlogOffset = 0;
    this.#beginTurn();
    this.#consume(backlog, offset);
  }

  /** Forgets everything. */
  release(): void {
    if (this.#tail.length > 0) this.#pool.give(this.#tail);
    this.#tail = EMPTY_BYTES;
    this.#tailLength = 0;
    this.#backlog = EMPTY_BYTES;
    this.#backlogOffset = 0;
  }

  #beginTurn(): void {
    this.#framesLeft = this.#limits.framesPerTurn;
    this.#turnEnded = false;
  }

  #consume(chunk: Uint8Array, offset: number): void {
    if (!this.isPrefaceDone) {
      offset = this.#consumePreface(chunk, offset);
      if (!this.isPrefaceDone || this.#sink.isEnded) return;
    }
    if (this.#tailLength > 0) offset = this.#completeTail(chunk, offset);
    offset = this.#parse(chunk, offset);
    if (this.#sink.isEnded || offset >= chunk.length) return;
    if (this.#turnEnded) {
      this.#keepBacklog(chunk, offset);
      this.#sink.onTurnEnded();
    } else {
      this.#keepTail(chunk, offset);
    }
  }

  #consumePreface(chunk: Uint8Array, offset: number): number {
    while (offset < chunk.length && !this.isPrefaceDone) {
      if (chunk[offset] !== CLIENT_PREFACE[this.#prefaceSeen]) {
        this.#sink.onBadPreface();
        return chunk.length;
      }
      offset++;
      this.#prefaceSeen++;
    }
    return offset;
  }

  /** Handles whole frames from `offset` on and returns where it stopped. */
  #parse(buffer: Uint8Array, offset: number): number {
    const end = buffer.length;
    const limit = offset + this.#limits.bytesPerTurn;
    while (end - offset >= FRAME_HEADER_BYTES) {
      const length = (buffer[offset]! << 16) | (buffer[offset + 1]! << 8) | buffer[offset + 2]!;
      if (length > this.#limits.maxFrameBytes) {
        this.#sink.onFrameTooLarge(length);
        return end;
      }
      const start = offset + FRAME_HEADER_BYTES;
      const next = start + length;
      if (next > end) return offset;
      if (this.#framesLeft <= 0 || offset >= limit) {
        this.#turnEnded = true;
        return offset;
      }
      this.#framesLeft--;
      const streamId =
        ((buffer[offset + 5]! & 0x7f) << 24) |
        (buffer[offset + 6]! << 16) |
        (buffer[offset + 7]! << 8) |
        buffer[offset + 8]!;
      this.#sink.onFrame(buffer[offset + 3]!, buffer[offset + 4]!, streamId, buffer, start, next);
      if (this.#sink.isEnded) return end;
      offset = next;
    }
    return offset;
  }

  /** Completes the frame that the last chunk cut, and handles it. */
  #completeTail(chunk: Uint8Array, offset: number): number {
    if (this.#tailLength < FRAME_HEADER_BYTES) {
      offset = this.#fillTail(chunk, offset, FRAME_HEADER_BYTES);
      if (this.#tailLength < FRAME_HEADER_BYTES) return offset;
    }
    const tail = this.#tail;
    const length = (tail[0]! << 16) | (tail[1]! << 8) | tail[2]!;
    if (length <= this.#limits.maxFrameBytes) {
      const need = FRAME_HEADER_BYTES + length;
      if (tail.length < need) this.#growTail(need);
      offset = this.#fillTail(chunk, offset, need);
      if (this.#tailLength < need) return offset;
    }
    const complete = this.#tail;
    const completeBytes = this.#tailLength;
    this.#tail = EMPTY_BYTES;
    this.#tailLength = 0;
    this.#parse(complete.subarray(0, completeBytes), 0);
    this.#pool.give(complete);
    return offset;
  }

  #fillTail(chunk: Uint8Array, offset: number, need: number): number {
    const part = Math.min(need - this.#tailLength, chunk.length - offset);
    copyBytes(chunk.subarray(offset, offset + part), this.#tail, this.#tailLength);
    this.#tailLength += part;
    return offset + part;
  }

  #keepTail(chunk: Uint8Array, offset: number): void {
    const length = chunk.length - offset;
    let need = FRAME_HEADER_BYTES;
    if (length >= FRAME_HEADER_BYTES) {
      need += (chunk[offset]! << 16) | (chunk[offset + 1]! << 8) | chunk[offset + 2]!;
    }
    this.#tail = this.#pool.take(need);
    this.#tailLength = copyBytes(chunk.subarray(offset), this.#tail, 0);
  }

  #growTail(need: number): void {
    const larger = this.#pool.take(need);
    copyBytes(this.#tail.subarray(0, this.#tailLength), larger, 0);
    this.#pool.give(this.#tail);
    this.#tail = larger;
  }

  #keepBacklog(chunk: Uint8Array, offset: number): void {
    const rest = this.backlogBytes;
    const joined = uninitialized(rest + chunk.length - offset);
    joined.set(this.#backlog.subarray(this.#backlogOffset));
    joined.set(chunk.subarray(offset), rest);
    this.#backlog = joined;
    this.#backlogOffset = 0;
  }
}
