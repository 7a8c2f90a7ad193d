/**
 * The port through which the core reads the stable part of its log. The core only reads; the
 * driver writes what Ready tells it to write, and the core hears of it by the responses.
 * Specification: raft.md section 17.1.
 *
 * The log is contiguous. Position `firstIndex() - 1` is the dummy: its entry is gone (compacted,
 * or covered by a snapshot) but its term is still known. An empty log has the dummy (0, 0).
 */

import type { ConfState, Entry, HardState, Snapshot } from "./messages.ts";

/** Why a position has no answer: below the dummy, or beyond the last entry. */
export type LogGap = "compacted" | "unavailable";

export interface InitialState {
  /** All zero if nothing was ever stored. */
  readonly hardState: HardState;
  /** The configuration at the point from which conf changes are (re-)applied. */
  readonly confState: ConfState;
}

export interface Storage {
  /** Asked once, when the core is built. */
  initialState(): InitialState;
  /**
   * Entries `from` to `to` (exclusive): as many as fit into `maxBytes`, but at least one. The
   * range is never empty. The caller does not write to the result, nor may the storage later.
   */
  entries(from: number, to: number, maxBytes: number): readonly Entry[] | LogGap;
  /** The term at a position in `[firstIndex() - 1, lastIndex()]`. */
  term(index: number): number | LogGap;
  /** The first index that `entries` can give; lastIndex() + 1 if the log is empty. */
  firstIndex(): number;
  lastIndex(): number;
  /** The newest snapshot, or "temporarily-unavailable": the core asks again later. */
  snapshot(): Snapshot | "temporarily-unavailable";
}
