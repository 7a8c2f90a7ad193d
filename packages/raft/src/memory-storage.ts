/**
 * A Storage in memory. A member mirrors its log here and makes it durable elsewhere (the WAL);
 * tests use it as it is. Entries are kept by reference. Specification: raft.md sections 17.1,
 * 17.8 and 12S.8.
 */

import { assert } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import {
  type ConfState,
  countWithin,
  type Entry,
  type HardState,
  type Snapshot,
  snapshotIndex,
  snapshotTerm,
} from "./messages.ts";
import type { InitialState, LogGap, Storage } from "./storage.ts";

export class MemoryStorage implements Storage {
  #hardState: HardState = raftpb.createHardState();
  #snapshot: Snapshot = { data: null, metadata: raftpb.createSnapshotMetadata() };
  #dummyIndex = 0;
  #dummyTerm = 0;
  /** Entry i has index #dummyIndex + 1 + i. */
  #entries: Entry[] = [];
  #initialConfState: ConfState | null = null;

  initialState(): InitialState {
    return {
      hardState: this.#hardState,
      confState:
        this.#initialConfState ?? this.#snapshot.metadata?.confState ?? raftpb.createConfState(),
    };
  }

  /**
   * Sets the configuration that initialState() reports, in place of the snapshot's: for a state
   * machine that stores its own and skips the conf changes up to its applied index.
   */
  setInitialConfState(confState: ConfState): void {
    this.#initialConfState = confState;
  }

  setHardState(state: HardState): void {
    this.#hardState = state;
  }

  hardState(): HardState {
    return this.#hardState;
  }

  entries(from: number, to: number, maxBytes: number): readonly Entry[] | LogGap {
    if (from <= this.#dummyIndex) return "compacted";
    assert(to <= this.lastIndex() + 1, "entries() beyond the last index");
    // A log that holds nothing but its dummy cannot answer any range.
    if (this.#entries.length === 0) return "unavailable";
    const start = from - this.#dummyIndex - 1;
    const slice = this.#entries.slice(start, to - this.#dummyIndex - 1);
    const count =
      maxBytes === Number.POSITIVE_INFINITY ? slice.length : countWithin(slice, maxBytes);
    if (count < slice.length) slice.length = count;
    return slice;
  }

  term(index: number): number | LogGap {
    const position = index - this.#dummyIndex - 1;
    if (position === -1) return this.#dummyTerm;
    if (position < 0) return "compacted";
    const entry = this.#entries[position];
    return entry === undefined ? "unavailable" : entry.Term;
  }

  firstIndex(): number {
    return this.#dummyIndex + 1;
  }

  lastIndex(): number {
    return this.#dummyIndex + this.#entries.length;
  }

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  /**
   * Stores entries with consecutive indexes; whatever was stored at or above the first of them is
   * dropped. Entries at or below the dummy are skipped. A gap is an assertion.
   */
  append(entries: readonly Entry[]): void {
    const count = entries.length;
    if (count === 0) return;
    let position = entries[0]!.Index - this.#dummyIndex - 1;
    let i = 0;
    if (position < 0) {
      i = -position;
      position = 0;
      if (i >= count) return;
    }
    const own = this.#entries;
    if (position > own.length) {
      assert(
        false,
        `missing log entry [last: ${this.lastIndex()}, append at: ${entries[0]!.Index}]`,
      );
    }
    if (position < own.length) own.length = position;
    for (; i < count; i++) own.push(entries[i]!);
  }

  /**
   * Replaces the whole log by a snapshot. False, and nothing changes, if the snapshot is not newer
   * than the present one. Index 0 with only a ConfState is a bootstrap device.
   */
  applySnapshot(snapshot: Snapshot): boolean {
    const current = snapshotIndex(this.#snapshot);
    if (current !== 0 && current >= snapshotIndex(snapshot)) return false;
    this.#snapshot = snapshot;
    this.#dummyIndex = snapshotIndex(snapshot);
    this.#dummyTerm = snapshotTerm(snapshot);
    this.#entries = [];
    return true;
  }

  /**
   * Remembers a snapshot of the state machine at an index of the log, for followers that need it.
   * Null, and nothing changes, if the present snapshot is as new. Does not compact.
   */
  createSnapshot(
    index: number,
    contents: { readonly confState: ConfState | null; readonly data: Uint8Array | null },
  ): Snapshot | null {
    if (index <= snapshotIndex(this.#snapshot)) return null;
    const term = this.term(index);
    if (typeof term !== "number") {
      assert(false, `snapshot at ${index} is out of bound (last index ${this.lastIndex()})`);
    }
    const confState = contents.confState ?? this.#snapshot.metadata?.confState ?? null;
    this.#snapshot = { data: contents.data, metadata: { confState, index, term } };
    return this.#snapshot;
  }

  /**
   * Drops entries up to and including `index`, which becomes the dummy. "compacted" if that was
   * done before. Never compact above the applied index.
   */
  compact(index: number): "compacted" | null {
    if (index <= this.#dummyIndex) return "compacted";
    const term = this.term(index);
    if (typeof term !== "number") {
      assert(false, `compact ${index} is out of bound (last index ${this.lastIndex()})`);
    }
    this.#entries = this.#entries.slice(index - this.#dummyIndex);
    this.#dummyIndex = index;
    this.#dummyTerm = term;
    return null;
  }
}
