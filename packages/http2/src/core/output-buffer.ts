/**
 * The bytes that one connection wants to send, in one growing array, so that everything answered in
 * a turn leaves in one write. Arrays come from a pool shared by the connections of a server: an
 * idle connection holds none. Whoever appends reserves first, then writes into `bytes` at `length`
 * and advances `length` itself: the hot path pays for no call per field.
 */

import { EMPTY_BYTES } from "@kvorum/base";
import { copyBytes, uninitialized } from "./byte-copy.ts";

/** Arrays by size class, from 4 KiB in steps of about four (the second holds a whole frame); larger than 1 MiB are not kept. */
const CLASS_BYTES: readonly number[] = [4_096, 17_408, 65_536, 262_144, 1_048_576];
/** How many arrays of each class the pool keeps: 4 MiB in all classes but the last. */
const CLASS_KEPT: readonly number[] = [1024, 256, 64, 16, 4];

export class BufferPool {
  readonly #free: Uint8Array[][] = CLASS_BYTES.map(() => []);

  /** An array of at least `minBytes`, its content arbitrary. */
  take(minBytes: number): Uint8Array {
    for (let i = 0; i < CLASS_BYTES.length; i++) {
      if (CLASS_BYTES[i]! >= minBytes) {
        return this.#free[i]!.pop() ?? uninitialized(CLASS_BYTES[i]!);
      }
    }
    return uninitialized(minBytes);
  }

  /** Gives back an array that nobody uses any more. */
  give(bytes: Uint8Array): void {
    const index = CLASS_BYTES.indexOf(bytes.length);
    if (index >= 0 && this.#free[index]!.length < CLASS_KEPT[index]!)
      this.#free[index]!.push(bytes);
  }
}

export class OutputBuffer {
  bytes: Uint8Array = EMPTY_BYTES;
  length = 0;
  readonly #pool: BufferPool;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** Makes room for `extraBytes` at `length`; `bytes` may be another array afterwards. */
  reserve(extraBytes: number): void {
    const need = this.length + extraBytes;
    if (need > this.bytes.length) this.#grow(need);
  }

  #grow(need: number): void {
    const larger = this.#pool.take(Math.max(need, Math.min(this.bytes.length * 2, 1 << 20)));
    if (this.length > 0) larger.set(this.bytes.subarray(0, this.length));
    if (this.bytes.length > 0) this.#pool.give(this.bytes);
    this.bytes = larger;
  }

  /** Copies some bytes behind the rest. Short ones by hand: a call costs more than thirty bytes. */
  append(source: Uint8Array): void {
    this.reserve(source.length);
    this.length = copyBytes(source, this.bytes, this.length);
  }

  /** Hands the array over; the caller gives it back to the pool once its bytes are written. */
  take(): Uint8Array {
    const bytes = this.bytes;
    this.bytes = EMPTY_BYTES;
    this.length = 0;
    return bytes;
  }

  /** Gives the array back unsent: the connection is gone. */
  discard(): void {
    if (this.bytes.length > 0) this.#pool.give(this.take());
  }
}
