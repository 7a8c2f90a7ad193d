/**
 * The window of appends sent to one follower and not yet acknowledged: for each message the index
 * of its last entry and its payload bytes, oldest first, in a ring that grows as needed up to the
 * cap on messages. Specification: raft.md 11.6.
 *
 * Indexes are strictly ascending. The byte cap is soft: one message may overshoot it.
 */

import { AssertionError } from "@kvorum/base";

const FIRST_CAPACITY = 16;

export class Inflights {
  readonly maxMessages: number;
  /** 0 means no cap on bytes. */
  readonly maxBytes: number;
  count = 0;
  bytes = 0;
  /** Pairs (index, bytes), from #start on, wrapping around. Empty until first used. */
  #ring: number[] = [];
  #capacity = 0;
  #start = 0;

  constructor(caps: { readonly maxMessages: number; readonly maxBytes: number }) {
    this.maxMessages = caps.maxMessages;
    this.maxBytes = caps.maxBytes;
  }

  isFull(): boolean {
    return this.count >= this.maxMessages || (this.maxBytes !== 0 && this.bytes >= this.maxBytes);
  }

  /** Records a message. Adding to a full window is an assertion. */
  add(lastIndex: number, bytes: number): void {
    if (this.isFull()) throw new AssertionError("cannot add into a full inflights window");
    if (this.count === this.#capacity) this.#grow();
    let slot = this.#start + this.count;
    if (slot >= this.#capacity) slot -= this.#capacity;
    this.#ring[slot * 2] = lastIndex;
    this.#ring[slot * 2 + 1] = bytes;
    this.count++;
    this.bytes += bytes;
  }

  /** Frees every message whose last index is at most `index`. */
  freeUpTo(index: number): void {
    while (this.count > 0 && this.#ring[this.#start * 2]! <= index) {
      this.bytes -= this.#ring[this.#start * 2 + 1]!;
      this.count--;
      if (++this.#start === this.#capacity) this.#start = 0;
    }
    if (this.count === 0) this.#start = 0;
  }

  clear(): void {
    this.count = 0;
    this.bytes = 0;
    this.#start = 0;
  }

  /** The last indexes held, oldest first; for checks and for tests. */
  indexes(): number[] {
    const result: number[] = [];
    for (let i = 0; i < this.count; i++) {
      result.push(this.#ring[((this.#start + i) % this.#capacity) * 2]!);
    }
    return result;
  }

  clone(): Inflights {
    const copy = new Inflights(this);
    copy.count = this.count;
    copy.bytes = this.bytes;
    copy.#ring = this.#ring.slice();
    copy.#capacity = this.#capacity;
    copy.#start = this.#start;
    return copy;
  }

  #grow(): void {
    const wanted = this.#capacity === 0 ? FIRST_CAPACITY : this.#capacity * 2;
    const capacity = Math.min(wanted, this.maxMessages);
    const ring: number[] = [];
    for (let i = 0; i < this.count; i++) {
      const slot = (this.#start + i) % this.#capacity;
      ring.push(this.#ring[slot * 2]!, this.#ring[slot * 2 + 1]!);
    }
    while (ring.length < capacity * 2) ring.push(0);
    this.#ring = ring;
    this.#capacity = capacity;
    this.#start = 0;
  }
}
