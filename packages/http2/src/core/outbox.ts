/** Bytes of one stream that wait for flow control or for room on the socket, in one growing array. */

import { EMPTY_BYTES } from "@kvorum/base";
import { uninitialized } from "./byte-copy.ts";

export class Outbox {
  #bytes: Uint8Array = EMPTY_BYTES;
  #start = 0;
  #end = 0;
  /** What closes our side of the stream once the bytes are gone. */
  ending: OutboxEnding = null;
  /** When bytes last left, or the first ones came; for the stall limit. */
  progressMs = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** Makes room and returns where to write: `target[offset...]`; follow with `advance`. */
  reserve(extraBytes: number): { target: Uint8Array; offset: number } {
    const need = this.length + extraBytes;
    if (this.#end + extraBytes > this.#bytes.length) {
      if (need <= this.#bytes.length && this.#start >= this.#bytes.length >>> 1) {
        this.#bytes.copyWithin(0, this.#start, this.#end);
      } else {
        const larger = uninitialized(Math.max(need, Math.min(2 * need, need + 65_536)));
        larger.set(this.#bytes.subarray(this.#start, this.#end));
        this.#bytes = larger;
      }
      this.#end -= this.#start;
      this.#start = 0;
    }
    return { target: this.#bytes, offset: this.#end };
  }

  advance(bytesCount: number): void {
    this.#end += bytesCount;
  }

  /** Moves the first `bytesCount` bytes to `target[offset...]`. */
  moveTo(target: Uint8Array, offset: number, bytesCount: number): void {
    target.set(this.#bytes.subarray(this.#start, this.#start + bytesCount), offset);
    this.#start += bytesCount;
  }
}

/** A trailers block, an empty end, or still open. */
export type OutboxEnding = { readonly trailers: Uint8Array } | "end" | null;
