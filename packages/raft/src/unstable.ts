/**
 * The part of the log that storage is not yet known to hold: perhaps a snapshot, then entries from
 * `offset` on. The prefix below `offsetInProgress` was handed to the driver already.
 * Specification: raft.md sections 9.1 to 9.5.
 *
 * `offset` may lie at or below storage's last index: unstable entries shadow stored ones and will
 * overwrite them. A snapshot present here has an index below `offset`.
 */

import { assert } from "@kvorum/base";
import type { EventSink } from "./events.ts";
import { type Entry, type Snapshot, snapshotIndex, snapshotTerm } from "./messages.ts";

export class Unstable {
  snapshot: Snapshot | null = null;
  snapshotInProgress = false;
  /** Entry i has index offset + i. */
  entries: Entry[] = [];
  offset: number;
  offsetInProgress: number;
  readonly #events: EventSink;

  constructor(offset: number, events: EventSink) {
    this.offset = offset;
    this.offsetInProgress = offset;
    this.#events = events;
  }

  /** The last index held here, or -1 if there is neither an entry nor a snapshot. */
  lastIndex(): number {
    if (this.entries.length > 0) return this.offset + this.entries.length - 1;
    return this.snapshot === null ? -1 : snapshotIndex(this.snapshot);
  }

  /** The term at an index, or -1 if the index is not held here. */
  term(index: number): number {
    if (index < this.offset) {
      const snapshot = this.snapshot;
      return snapshot !== null && snapshotIndex(snapshot) === index ? snapshotTerm(snapshot) : -1;
    }
    const entry = this.entries[index - this.offset];
    return entry === undefined ? -1 : entry.Term;
  }

  /** Entries that no Ready has carried yet. The result is the caller's. */
  nextEntries(): Entry[] {
    return this.entries.slice(this.offsetInProgress - this.offset);
  }

  hasNextEntries(): boolean {
    return this.offsetInProgress - this.offset < this.entries.length;
  }

  nextSnapshot(): Snapshot | null {
    return this.snapshotInProgress ? null : this.snapshot;
  }

  /** Everything held here has been handed to the driver. */
  acceptInProgress(): void {
    this.offsetInProgress = this.offset + this.entries.length;
    if (this.snapshot !== null) this.snapshotInProgress = true;
  }

  /** Storage holds the entries up to this one, unless another was put in its place meanwhile. */
  stableTo(at: { readonly term: number; readonly index: number }): void {
    const { term, index } = at;
    const known = this.term(index);
    if (known === -1) {
      this.#events.event({ kind: "stable-entry-missing", index });
      return;
    }
    if (index < this.offset) {
      this.#events.event({ kind: "stable-entry-is-snapshot", index });
      return;
    }
    if (known !== term) {
      this.#events.event({ kind: "stable-entry-mismatched", index, term, existingTerm: known });
      return;
    }
    const count = index + 1 - this.offset;
    this.entries = count === this.entries.length ? [] : this.entries.slice(count);
    this.offset = index + 1;
    if (this.offsetInProgress < this.offset) this.offsetInProgress = this.offset;
  }

  stableSnapshotTo(index: number): void {
    if (this.snapshot !== null && snapshotIndex(this.snapshot) === index) {
      this.snapshot = null;
      this.snapshotInProgress = false;
    }
  }

  /** Starts over from a snapshot that was received. */
  restore(snapshot: Snapshot): void {
    this.offset = snapshotIndex(snapshot) + 1;
    this.offsetInProgress = this.offset;
    this.entries = [];
    this.snapshot = snapshot;
    this.snapshotInProgress = false;
  }

  /** Adds consecutive entries; those held at or above the first of them are replaced. */
  append(added: readonly Entry[], start = 0): void {
    const from = added[start]!.Index;
    const end = this.offset + this.entries.length;
    if (from < end) {
      // What was handed out shares no array with this one, but in-flight writes still name these
      // entries; the log goes on in a fresh array either way.
      if (from <= this.offset) {
        this.#events.event({ kind: "unstable-replaced", index: from });
        this.offset = from;
        this.offsetInProgress = from;
        this.entries = [];
      } else {
        this.#events.event({ kind: "unstable-truncated", index: from });
        this.entries = this.entries.slice(0, from - this.offset);
        if (this.offsetInProgress > from) this.offsetInProgress = from;
      }
    } else if (from > end) {
      assert(false, `unstable log ends at ${end}, cannot append at ${from}`);
    }
    const entries = this.entries;
    for (let i = start; i < added.length; i++) entries.push(added[i]!);
  }
}
