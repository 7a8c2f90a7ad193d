/**
 * Making and copying arrays. Inside this package all arrays are plain Uint8Arrays: a Buffer is one
 * too, but its `slice` is a view where a Uint8Array's is a copy, and callers must be able to rely
 * on the type that they see.
 */

/** An array of its own with arbitrary content, to be overwritten. */
export function uninitialized(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

/** The same bytes as a plain Uint8Array; no copy. */
export function plainView(bytes: Uint8Array): Uint8Array {
  return bytes instanceof Buffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : bytes;
}

/** Copies all of `source` to `target[offset...]` and returns the offset behind it. */
export function copyBytes(source: Uint8Array, target: Uint8Array, offset: number): number {
  const length = source.length;
  if (length > 48) {
    target.set(source, offset);
  } else {
    for (let i = 0; i < length; i++) target[offset + i] = source[i]!;
  }
  return offset + length;
}

const SLAB_BYTES = 8_192;
const MAX_SLAB_COPY_BYTES = 1_024;

/**
 * Copies small messages into shared slabs: an array of its own costs ten times as much. Each copy
 * keeps its slab alive, so at most 8 KiB for one that is kept.
 */
export class SlabCopier {
  #slab: Uint8Array = new Uint8Array(0);
  #used = 0;

  copy(source: Uint8Array): Uint8Array {
    const length = source.length;
    if (length > MAX_SLAB_COPY_BYTES) {
      const copy = uninitialized(length);
      copy.set(source);
      return copy;
    }
    if (this.#used + length > this.#slab.length) {
      this.#slab = uninitialized(SLAB_BYTES);
      this.#used = 0;
    }
    const offset = this.#used;
    this.#used = copyBytes(source, this.#slab, offset);
    return this.#slab.subarray(offset, this.#used);
  }
}
