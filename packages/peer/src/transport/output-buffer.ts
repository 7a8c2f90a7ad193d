/**
 * A growing buffer that one stream encodes into: written at the tail, consumed at the front.
 *
 * Bytes between `consumed` and `length` wait to be written. Bytes once encoded never move within
 * their memory, so a view that a socket still writes stays right while more is encoded behind it;
 * growing takes new memory and leaves the old to its views.
 *
 * An HTTP chunk is framed in place: `beginChunk` leaves room for its head (eight hexadecimal
 * digits, CR, LF), `endChunk` fills it in. So a turn's frames take one pass and one buffer.
 */

import { assert } from "@kvorum/base";

const CHUNK_HEAD_BYTES = 10;
const FIRST_CAPACITY_BYTES = 16 * 1024;
/** Memory that is kept for the next turn; more is given back. */
const KEPT_CAPACITY_BYTES = 1024 * 1024;
const TWO_32 = 0x1_0000_0000;
const HEX_DIGITS = Buffer.from("0123456789abcdef", "latin1");

export class OutputBuffer {
  /** Valid up to `length`. Replaced when it grows. */
  bytes: Buffer;
  length = 0;
  #consumed = 0;
  /** Where the open chunk's head starts, or -1. */
  #chunkStart = -1;

  constructor(capacityBytes: number = FIRST_CAPACITY_BYTES) {
    this.bytes = Buffer.allocUnsafeSlow(capacityBytes);
  }

  get pendingBytes(): number {
    return this.length - this.#consumed;
  }

  /** The next at most `maxBytes` of what waits; they count as consumed. */
  take(maxBytes: number): Buffer {
    assert(this.#chunkStart < 0, "bytes taken out of an open chunk");
    const start = this.#consumed;
    this.#consumed = Math.min(this.length, start + maxBytes);
    return this.bytes.subarray(start, this.#consumed);
  }

  /** Starts over in the same memory: only when nothing reads what was taken. */
  reset(): void {
    assert(this.#consumed === this.length, "output dropped unwritten");
    this.length = 0;
    this.#consumed = 0;
    if (this.bytes.length > KEPT_CAPACITY_BYTES) {
      this.bytes = Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES);
    }
  }

  get isChunkOpen(): boolean {
    return this.#chunkStart >= 0;
  }

  beginChunk(): void {
    this.reserve(CHUNK_HEAD_BYTES);
    this.#chunkStart = this.length;
    this.length += CHUNK_HEAD_BYTES;
  }

  endChunk(): void {
    this.reserve(2);
    const bytes = this.bytes;
    let rest = this.length - this.#chunkStart - CHUNK_HEAD_BYTES;
    assert(rest > 0 && rest < TWO_32, "a chunk is empty or beyond 4 GiB");
    for (let digit = 7; digit >= 0; digit--) {
      bytes[this.#chunkStart + digit] = HEX_DIGITS[rest & 15]!;
      rest >>>= 4;
    }
    bytes[this.#chunkStart + 8] = 13;
    bytes[this.#chunkStart + 9] = 10;
    bytes[this.length++] = 13;
    bytes[this.length++] = 10;
    this.#chunkStart = -1;
  }

  /** Room for so many bytes: the writers below do not check. */
  reserve(count: number): void {
    if (this.length + count > this.bytes.length) this.#grow(count);
  }

  #grow(count: number): void {
    const pending = this.length - this.#consumed;
    let capacity = this.bytes.length;
    // Twice what waits, so that moving it stays rare.
    while (capacity < pending * 2 + count) capacity *= 2;
    const grown = Buffer.allocUnsafeSlow(capacity);
    grown.set(this.bytes.subarray(this.#consumed, this.length));
    if (this.#chunkStart >= 0) this.#chunkStart -= this.#consumed;
    this.bytes = grown;
    this.length = pending;
    this.#consumed = 0;
  }

  byte(value: number): void {
    this.bytes[this.length++] = value;
  }

  /** Eight bytes, most significant first; a safe integer. */
  uint64(value: number): void {
    this.uint64At(this.length, value);
    this.length += 8;
  }

  uint64At(offset: number, value: number): void {
    const bytes = this.bytes;
    const low = value >>> 0;
    if (value < TWO_32) {
      bytes[offset] = 0;
      bytes[offset + 1] = 0;
      bytes[offset + 2] = 0;
      bytes[offset + 3] = 0;
    } else {
      const high = Math.floor(value / TWO_32);
      bytes[offset] = high >>> 24;
      bytes[offset + 1] = (high >>> 16) & 255;
      bytes[offset + 2] = (high >>> 8) & 255;
      bytes[offset + 3] = high & 255;
    }
    bytes[offset + 4] = low >>> 24;
    bytes[offset + 5] = (low >>> 16) & 255;
    bytes[offset + 6] = (low >>> 8) & 255;
    bytes[offset + 7] = low & 255;
  }

  /** A counter: a safe integer, not negative. At most eight bytes. */
  varint(value: number): void {
    const bytes = this.bytes;
    let offset = this.length;
    while (value >= TWO_32) {
      bytes[offset++] = (value % 128) | 0x80;
      value = Math.floor(value / 128);
    }
    while (value > 0x7f) {
      bytes[offset++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    bytes[offset++] = value;
    this.length = offset;
  }

  /** An identifier of 64 bits. At most ten bytes. */
  bigVarint(value: bigint): void {
    let low = Number(value & 0xffffffffn);
    let high = Number(value >> 32n);
    const bytes = this.bytes;
    let offset = this.length;
    while (high !== 0) {
      bytes[offset++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.length = offset;
    this.varint(low);
  }

  append(value: Uint8Array): void {
    this.bytes.set(value, this.length);
    this.length += value.length;
  }
}
