/**
 * The union of permission ranges of one kind (reading or writing), for asking whether a key or a
 * whole range lies inside. v3 API specification, 8.5: a key needs any range that contains it; a
 * range must be covered completely, and touching ranges join.
 *
 * Keys are latin1 strings; an open end is OPEN_END, which sorts behind every key.
 */

import { bytesToLatin1 } from "@kvorum/base";
import { isOpenEnd } from "../mvcc/key-range.ts";
import { OPEN_END } from "../watch/range-index.ts";

export interface KeySpan {
  readonly begin: string;
  /** Exclusive. */
  readonly end: string;
}

/**
 * The keys that (key, range_end) of a request or permission mean: one key, or a range that may be
 * open or, with an end not behind its begin, empty.
 */
export function spanOf(key: Uint8Array, rangeEnd: Uint8Array): KeySpan {
  const begin = bytesToLatin1(key);
  if (rangeEnd.length === 0) return { begin, end: `${begin}\0` };
  return { begin, end: isOpenEnd(rangeEnd) ? OPEN_END : bytesToLatin1(rangeEnd) };
}

export class PermittedRanges {
  /** As given, without those that hold no key. */
  readonly #given: readonly KeySpan[];
  /** Joined: disjoint, not even touching, ascending. */
  readonly #begins: string[] = [];
  readonly #ends: string[] = [];

  /** Ranges of any order and overlap. Empty ones and those of the empty key grant nothing. */
  constructor(spans: readonly KeySpan[]) {
    this.#given = spans
      .filter(({ begin, end }) => begin !== "" && begin < end)
      .sort((a, b) => (a.begin < b.begin ? -1 : a.begin > b.begin ? 1 : 0));
    for (const { begin, end } of this.#given) {
      const last = this.#ends.length - 1;
      if (last < 0 || begin > this.#ends[last]!) {
        this.#begins.push(begin);
        this.#ends.push(end);
      } else if (end > this.#ends[last]!) this.#ends[last] = end;
    }
  }

  /** Is the key inside? */
  containsKey(key: string): boolean {
    const i = this.#lastBeginningAt(key);
    return i >= 0 && key < this.#ends[i]!;
  }

  /** Is every key of the range inside? */
  contains({ begin, end }: KeySpan): boolean {
    if (begin >= end) return this.#surroundsEmpty(begin, end);
    const i = this.#lastBeginningAt(begin);
    return i >= 0 && end <= this.#ends[i]!;
  }

  /**
   * A range without keys can do nothing, but etcd wants one permission to reach around its two
   * ends, and members must agree on the answer.
   */
  #surroundsEmpty(begin: string, end: string): boolean {
    return this.#given.some((span) => span.begin < end && span.end > begin);
  }

  /** The last joined range that begins at or before the key; -1 if none does. */
  #lastBeginningAt(key: string): number {
    let low = 0;
    for (let high = this.#begins.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#begins[middle]! <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
