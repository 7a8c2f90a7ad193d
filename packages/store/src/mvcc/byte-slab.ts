/**
 * Memory for many small byte arrays that live briefly: records on their way into a batch, bodies
 * of answers. A typed array of its own costs far more to make than its bytes are worth, so arrays
 * are cut from slabs. A slab lives as long as its youngest array; sizes above a sixteenth of a
 * slab get their own memory, so that no small array can pin much.
 */

import { SLAB_BYTES } from "./limits.ts";

export class ByteSlab {
  /** Where the last reservation lies. Written by the caller at once, and by nobody afterwards. */
  bytes: Uint8Array = new Uint8Array(0);
  /** First byte of the last reservation in `bytes`. */
  offset = 0;
  #slab: Uint8Array = new Uint8Array(0);
  #used = 0;

  /** Reserves `sizeBytes`: the caller fills `bytes` from `offset` on. */
  reserve(sizeBytes: number): void {
    if (this.#used + sizeBytes > this.#slab.length) {
      if (sizeBytes > SLAB_BYTES >>> 4) {
        this.bytes = new Uint8Array(sizeBytes);
        this.offset = 0;
        return;
      }
      this.#slab = new Uint8Array(SLAB_BYTES);
      this.#used = 0;
    }
    this.bytes = this.#slab;
    this.offset = this.#used;
    this.#used += sizeBytes;
  }

  /** Reserves and returns a view of `sizeBytes`. */
  take(sizeBytes: number): Uint8Array {
    this.reserve(sizeBytes);
    return this.bytes.subarray(this.offset, this.offset + sizeBytes);
  }
}
