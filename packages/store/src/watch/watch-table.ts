/**
 * Which watchers an event concerns. A range is a set of keys that somebody watches; a view is a
 * range seen through filters, with or without previous values. Watchers of one view see the same
 * bytes, so an event is encoded once for a view and then costs one call for each of its watchers.
 *
 * Ranges of one key are found by a map, all others by an interval tree.
 */

import { bytesToLatin1 } from "@kvorum/base";
import { OPEN_END, RangeIndex } from "./range-index.ts";
import type { Watcher } from "./watcher.ts";

/** Bits of WatchView.flags. */
export const ViewFlag = { noPut: 1, noDelete: 2, prevKv: 4 } as const;

export class WatchView {
  readonly range: WatchRange;
  /** Of ViewFlag. */
  readonly flags: number;
  /** Synced watchers, in no order; null stands for none. */
  members: Watcher[] | null = null;
  /** Watchers in any state. */
  watchersCount = 0;
  /** Another view of the same range. */
  next: WatchView | null = null;
  /** Scratch of the operation at hand: row of this view in its table, or -1. */
  row = -1;

  constructor(range: WatchRange, flags: number) {
    this.range = range;
    this.flags = flags;
  }
}

export class WatchRange {
  readonly begin: string;
  /** Exclusive; OPEN_END for all keys from `begin`; null for `begin` alone. */
  readonly end: string | null;
  firstView: WatchView | null = null;
  /** Scratch of a pass of catching up: the range is in the pass's own table. */
  isInPass = false;

  constructor(begin: string, end: string | null) {
    this.begin = begin;
    this.end = end;
  }
}

/** The keys of a request as a range: empty key is 0x00; range_end 0x00 is open. */
export function watchedKeys(
  key: Uint8Array,
  rangeEnd: Uint8Array,
): { begin: string; end: string | null } {
  const begin = key.length === 0 ? "\0" : bytesToLatin1(key);
  if (rangeEnd.length === 0) return { begin, end: null };
  if (rangeEnd.length === 1 && rangeEnd[0] === 0) return { begin, end: OPEN_END };
  return { begin, end: bytesToLatin1(rangeEnd) };
}

export class WatchTable {
  readonly #exact = new Map<string, WatchRange>();
  readonly #ranges = new RangeIndex<WatchRange>();

  /** The view, created where nobody has it yet. */
  view(begin: string, end: string | null, flags: number): WatchView {
    let range = end === null ? this.#exact.get(begin) : this.#ranges.find(begin, end);
    if (range === undefined) {
      range = new WatchRange(begin, end);
      this.add(range);
    }
    for (let view = range.firstView; view !== null; view = view.next) {
      if (view.flags === flags) return view;
    }
    const view = new WatchView(range, flags);
    view.next = range.firstView;
    range.firstView = view;
    return view;
  }

  /** Forgets a view without watchers, and its range with its last view. */
  dropView(view: WatchView): void {
    const range = view.range;
    if (range.firstView === view) range.firstView = view.next;
    else {
      let before = range.firstView;
      while (before !== null && before.next !== view) before = before.next;
      if (before !== null) before.next = view.next;
    }
    if (range.firstView !== null) return;
    if (range.end === null) this.#exact.delete(range.begin);
    else this.#ranges.remove(range.begin, range.end);
  }

  /** Adds a range that is not in this table. */
  add(range: WatchRange): void {
    if (range.end === null) this.#exact.set(range.begin, range);
    else this.#ranges.insert(range.begin, range.end, range);
  }

  clear(): void {
    this.#exact.clear();
    this.#ranges.clear();
  }

  /** Appends to `out` every range that holds the key. */
  collect(key: string, out: WatchRange[]): void {
    const exact = this.#exact.get(key);
    if (exact !== undefined) out.push(exact);
    this.#ranges.collect(key, out);
  }

  *ranges(): Generator<WatchRange> {
    yield* this.#exact.values();
    yield* this.#ranges.values();
  }
}
