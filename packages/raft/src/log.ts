/**
 * The log of a member: the part in storage, the unstable part in front of it, and how far it is
 * committed, handed out for application, and applied. Specification: raft.md section 9.
 *
 * Invariants: applied <= applying <= committed <= lastIndex(), and the dummy of storage is at or
 * below committed. Committed entries are never replaced; asking for that is an assertion.
 */

import { AssertionError, assert } from "@kvorum/base";
import type { EventSink } from "./events.ts";
import {
  countWithin,
  type Entry,
  entriesSizeBytes,
  entrySizeBytes,
  type Snapshot,
  snapshotIndex,
} from "./messages.ts";
import type { LogGap, Storage } from "./storage.ts";
import { Unstable } from "./unstable.ts";

const NO_ENTRIES: readonly Entry[] = [];

export class RaftLog {
  readonly storage: Storage;
  readonly unstable: Unstable;
  /** Known to be held by a quorum. */
  committed: number;
  /** Handed out for application. */
  applying: number;
  /** Application was acknowledged. */
  applied: number;
  readonly #maxApplyingBytes: number;
  /** Only what is stable locally is handed out for application. */
  readonly #onlyStable: boolean;
  readonly #events: EventSink;
  /** Encoded size of what is handed out and not yet acknowledged. */
  #applyingBytes = 0;
  #isApplyingPaused = false;

  constructor(options: {
    readonly storage: Storage;
    readonly maxApplyingBytes: number;
    readonly appliesOnlyStable: boolean;
    readonly events: EventSink;
  }) {
    this.storage = options.storage;
    this.#maxApplyingBytes = options.maxApplyingBytes;
    this.#onlyStable = options.appliesOnlyStable;
    this.#events = options.events;
    this.unstable = new Unstable(this.storage.lastIndex() + 1, options.events);
    this.committed = this.storage.firstIndex() - 1;
    this.applying = this.committed;
    this.applied = this.committed;
  }

  firstIndex(): number {
    const snapshot = this.unstable.snapshot;
    return snapshot === null ? this.storage.firstIndex() : snapshotIndex(snapshot) + 1;
  }

  lastIndex(): number {
    const last = this.unstable.lastIndex();
    return last === -1 ? this.storage.lastIndex() : last;
  }

  lastTerm(): number {
    return this.#knownTerm(this.lastIndex());
  }

  term(index: number): number | LogGap {
    const unstable = this.unstable.term(index);
    if (unstable !== -1) return unstable;
    if (index + 1 < this.firstIndex()) return "compacted";
    if (index > this.lastIndex()) return "unavailable";
    return this.storage.term(index);
  }

  matchesTerm(at: { readonly index: number; readonly term: number }): boolean {
    return this.term(at.index) === at.term;
  }

  /** True if a log that ends there is at least as fresh as this one. */
  isUpToDate(last: { readonly index: number; readonly term: number }): boolean {
    const ownTerm = this.lastTerm();
    return last.term > ownTerm || (last.term === ownTerm && last.index >= this.lastIndex());
  }

  /**
   * Takes over a leader's entries behind a previous position. The new last index of what matches
   * now, or -1 if the previous position does not match. Entries that match are left alone.
   */
  maybeAppend(
    previous: { readonly index: number; readonly term: number },
    entries: readonly Entry[],
  ): number {
    if (!this.matchesTerm(previous)) return -1;
    const start = this.#findConflict(entries);
    if (start < entries.length) {
      const index = entries[start]!.Index;
      if (index <= this.committed) {
        throw new AssertionError(
          `entry ${index} conflicts with a committed entry [committed(${this.committed})]`,
        );
      }
      this.append(entries, start);
    }
    return previous.index + entries.length;
  }

  /** Appends `entries[start..]`, replacing whatever is at or above their first index. */
  append(entries: readonly Entry[], start = 0): void {
    if (start >= entries.length) return;
    const first = entries[start]!.Index;
    if (first <= this.committed) {
      throw new AssertionError(`append at ${first} is out of range [committed(${this.committed})]`);
    }
    this.unstable.append(entries, start);
  }

  /** Position in the list of the first entry that this log does not hold; its length if none. */
  #findConflict(entries: readonly Entry[]): number {
    const lastIndex = this.lastIndex();
    for (let i = 0; i < entries.length; i++) {
      const { Index: index, Term: term } = entries[i]!;
      // Beyond the last index nothing can match: the usual case, and it needs no look-up.
      if (index > lastIndex) return i;
      const existing = this.term(index);
      if (existing === term) continue;
      this.#events.event({
        kind: "conflict-found",
        index,
        existingTerm: typeof existing === "number" ? existing : 0,
        conflictingTerm: term,
      });
      return i;
    }
    return entries.length;
  }

  /**
   * The highest index at or below `from.index` whose term is at most `from.term`, where the logs
   * may meet. A position of unknown term ends the search; its term is then 0.
   */
  findByTerm(from: { readonly index: number; readonly term: number }): {
    index: number;
    term: number;
  } {
    for (let index = from.index; index > 0; index--) {
      const term = this.term(index);
      if (typeof term !== "number") return { index, term: 0 };
      if (term <= from.term) return { index, term };
    }
    return { index: 0, term: 0 };
  }

  commitTo(index: number): void {
    if (index <= this.committed) return;
    if (index > this.lastIndex()) {
      throw new AssertionError(
        `tocommit(${index}) is out of range [lastIndex(${this.lastIndex()})]: ` +
          "the log is corrupted, truncated, or lost",
      );
    }
    this.committed = index;
  }

  /** Storage acknowledged that entries up to `index` are applied; `bytes` is their encoded size. */
  appliedTo(index: number, bytes: number): void {
    if (index < this.applied || index > this.committed) {
      throw new AssertionError(
        `applied(${index}) is out of range [applied(${this.applied}), committed(${this.committed})]`,
      );
    }
    this.applied = index;
    if (this.applying < index) this.applying = index;
    this.#applyingBytes = Math.max(0, this.#applyingBytes - bytes);
    this.#isApplyingPaused = this.#applyingBytes >= this.#maxApplyingBytes;
  }

  /** Entries that may be applied next, as many as the cap on bytes allows. */
  nextCommitted(): readonly Entry[] {
    if (!this.hasNextCommitted()) return NO_ENTRIES;
    const entries = this.slice({
      from: this.applying + 1,
      to: this.#maxAppliable() + 1,
      maxBytes: this.#maxApplyingBytes - this.#applyingBytes,
    });
    if (typeof entries === "string") {
      throw new AssertionError(`committed entries from ${this.applying + 1} are ${entries}`);
    }
    return entries;
  }

  hasNextCommitted(): boolean {
    return (
      !this.#isApplyingPaused &&
      // A snapshot that waits must be applied before anything behind it.
      this.unstable.snapshot === null &&
      this.applying < this.#maxAppliable()
    );
  }

  /** The entries that nextCommitted() gave were handed out. */
  acceptApplying(entries: readonly Entry[]): void {
    const index = entries[entries.length - 1]!.Index;
    if (index > this.committed) {
      throw new AssertionError(`applying(${index}) is beyond committed(${this.committed})`);
    }
    this.applying = index;
    this.#applyingBytes += entriesSizeBytes(entries);
    // A batch that was cut short leaves less room than one entry needs: wait for the answer.
    this.#isApplyingPaused =
      this.#applyingBytes >= this.#maxApplyingBytes || index < this.#maxAppliable();
  }

  stableTo(at: { readonly term: number; readonly index: number }): void {
    this.unstable.stableTo(at);
  }

  /** Starts over from a snapshot that was received; it counts as committed, not as applied. */
  restore(snapshot: Snapshot): void {
    this.#events.event({ kind: "log-restore-starts", log: this, snapshot });
    this.committed = snapshotIndex(snapshot);
    this.unstable.restore(snapshot);
  }

  /** The unstable snapshot if there is one, else the one that storage offers. */
  snapshot(): Snapshot | "temporarily-unavailable" {
    return this.unstable.snapshot ?? this.storage.snapshot();
  }

  /** Entries from `index` to the end, cut at `maxBytes`. */
  entriesFrom(index: number, maxBytes: number): readonly Entry[] | LogGap {
    const lastIndex = this.lastIndex();
    if (index > lastIndex) return NO_ENTRIES;
    return this.slice({ from: index, to: lastIndex + 1, maxBytes });
  }

  /** Entries `from` to `to` (exclusive), at least one, cut before they exceed `maxBytes`. */
  slice(range: {
    readonly from: number;
    readonly to: number;
    readonly maxBytes: number;
  }): readonly Entry[] | LogGap {
    const { from, to, maxBytes } = range;
    assert(from <= to, "invalid slice of the log");
    if (from === to) return NO_ENTRIES;
    if (from < this.firstIndex()) return "compacted";
    if (to > this.lastIndex() + 1) {
      throw new AssertionError(`slice [${from},${to}) is beyond the last index`);
    }
    const { offset, entries: unstable } = this.unstable;
    if (from >= offset) return cut(unstable.slice(from - offset, to - offset), maxBytes);

    const stableEnd = Math.min(to, offset);
    const stable = this.storage.entries(from, stableEnd, maxBytes);
    if (typeof stable === "string") {
      if (stable === "compacted") return stable;
      throw new AssertionError(`entries [${from}:${stableEnd}) are unavailable from storage`);
    }
    // Storage gave less than asked, or all that was asked: the unstable part is out of reach.
    if (to <= offset || stable.length < stableEnd - from) return stable;
    let room = maxBytes - entriesSizeBytes(stable);
    const joined = stable.slice();
    for (let i = 0; i < to - offset; i++) {
      const entry = unstable[i]!;
      room -= entrySizeBytes(entry);
      if (room < 0) break;
      joined.push(entry);
    }
    return joined;
  }

  /** True if one of the entries that are not applied yet, up to `to`, passes the test. */
  hasUnapplied(
    test: (entry: Entry) => boolean,
    range: { readonly to: number; readonly pageBytes: number },
  ): boolean {
    for (let from = this.applied + 1; from <= range.to; ) {
      const page = this.slice({ from, to: range.to + 1, maxBytes: range.pageBytes });
      if (typeof page === "string") {
        throw new AssertionError(`committed entries from ${from} are ${page}`);
      }
      if (page.some(test)) return true;
      from += page.length;
    }
    return false;
  }

  #maxAppliable(): number {
    return this.#onlyStable ? Math.min(this.committed, this.unstable.offset - 1) : this.committed;
  }

  #knownTerm(index: number): number {
    const term = this.term(index);
    if (typeof term !== "number") throw new AssertionError(`term of ${index} is ${term}`);
    return term;
  }
}

function cut(entries: Entry[], maxBytes: number): readonly Entry[] {
  if (maxBytes === Number.POSITIVE_INFINITY) return entries;
  const count = countWithin(entries, maxBytes);
  if (count < entries.length) entries.length = count;
  return entries;
}
