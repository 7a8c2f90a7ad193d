/**
 * Cuts pieces of announced length out of chunks that are cut anywhere.
 *
 * A piece inside one chunk is a view of it. A piece across chunks is gathered in memory of its own,
 * which grows with the bytes that came, not with the length that was announced. A view keeps its
 * chunk alive; chunks come from a socket and hold at most 64 KiB, most of it entries that raft's log
 * keeps for about equally long.
 */

import { EMPTY_BYTES } from "@kvorum/base";

/** Bytes of a stream that are not the frames they should be. */
export class FrameError extends Error {
  override readonly name = "FrameError";
}

const FIRST_GATHERED_BYTES = 64 * 1024;
const TWO_32 = 0x1_0000_0000;

export class FrameCursor {
  #chunk: Uint8Array | null = null;
  #position = 0;
  #gathered: Uint8Array | null = null;
  #gatheredBytes = 0;

  /** Everything of the chunk before must have been taken. */
  feed(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#position = 0;
  }

  /** The next piece, or null until more chunks came: then ask again with the same length. */
  take(length: number): Uint8Array | null {
    const chunk = this.#chunk;
    if (chunk === null) return null;
    const position = this.#position;
    const available = chunk.length - position;
    if (this.#gathered === null && available >= length) {
      this.#position = position + length;
      return chunk.subarray(position, position + length);
    }
    const missing = length - this.#gatheredBytes;
    const count = Math.min(missing, available);
    const gathered = this.#room(length, count);
    if (count > 0) gathered.set(chunk.subarray(position, position + count), this.#gatheredBytes);
    this.#gatheredBytes += count;
    if (count < missing) {
      this.#chunk = null;
      return null;
    }
    this.#position = position + count;
    this.#gathered = null;
    this.#gatheredBytes = 0;
    return gathered;
  }

  /** The next byte, or -1 until a chunk came. Never inside a piece. */
  takeByte(): number {
    const chunk = this.#chunk;
    if (chunk === null || this.#position >= chunk.length) return -1;
    return chunk[this.#position++]!;
  }

  /** Everything of the chunk that was not taken. Never inside a piece. */
  takeRest(): Uint8Array {
    const chunk = this.#chunk;
    this.#chunk = null;
    return chunk === null ? EMPTY_BYTES : chunk.subarray(this.#position);
  }

  /** Memory for what was gathered and `count` more, never beyond `length`. */
  #room(length: number, count: number): Uint8Array {
    const held = this.#gatheredBytes;
    const gathered = this.#gathered;
    if (gathered !== null && held + count <= gathered.length) return gathered;
    let capacity = gathered === null ? FIRST_GATHERED_BYTES : gathered.length * 2;
    while (capacity < held + count) capacity *= 2;
    const grown = new Uint8Array(Math.min(length, capacity));
    if (gathered !== null) grown.set(gathered.subarray(0, held));
    this.#gathered = grown;
    return grown;
  }
}

/**
 * The number in eight bytes, most significant first.
 *
 * @throws FrameError beyond 2^53.
 */
export function uint64Of(bytes: Uint8Array): number {
  const high = bytes[0]! * 0x100_0000 + ((bytes[1]! << 16) | (bytes[2]! << 8) | bytes[3]!);
  const low = bytes[4]! * 0x100_0000 + ((bytes[5]! << 16) | (bytes[6]! << 8) | bytes[7]!);
  if (high >= 0x20_0000) throw new FrameError("number beyond 2^53 in a frame");
  return high * TWO_32 + low;
}
