/**
 * Memory for the stored values of a batch: chunks that are filled from the front and used again
 * once the batch is written, so that a put costs a copy and a view, and no large allocation.
 */

import { BATCH_CHUNK_BYTES } from "../limits.ts";
import { CHECKSUM_BYTES, writeChecksum } from "./stored-value.ts";

const SPARE_CHUNKS = 16;

export class ValueArena {
  #chunk: Uint8Array = new Uint8Array(0);
  #used = 0;
  #chunks: Uint8Array[] = [];
  #spare: Uint8Array[] = [];

  /** A copy of `value` with the checksum behind it; lives until its chunks are reclaimed. */
  store(value: Uint8Array, checksum: number): Uint8Array {
    const length = value.length + CHECKSUM_BYTES;
    if (length > BATCH_CHUNK_BYTES) {
      const own = new Uint8Array(length);
      own.set(value);
      writeChecksum(own, value.length, checksum);
      return own;
    }
    if (this.#used + length > this.#chunk.length) {
      this.#chunk = this.#spare.pop() ?? new Uint8Array(BATCH_CHUNK_BYTES);
      this.#chunks.push(this.#chunk);
      this.#used = 0;
    }
    const chunk = this.#chunk;
    const at = this.#used;
    chunk.set(value, at);
    writeChecksum(chunk, at + value.length, checksum);
    this.#used = at + length;
    return new Uint8Array(chunk.buffer, at, length);
  }

  /** Begins anew and hands out the chunks filled so far. */
  detach(): Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#chunk = new Uint8Array(0);
    this.#used = 0;
    return chunks;
  }

  /** Takes back chunks that nobody reads any more. */
  reclaim(chunks: Uint8Array[]): void {
    for (const chunk of chunks) if (this.#spare.length < SPARE_CHUNKS) this.#spare.push(chunk);
  }
}
