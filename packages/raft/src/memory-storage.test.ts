import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError } from "@kvorum/base";
import { MemoryStorage } from "./memory-storage.ts";
import type { Entry, Snapshot } from "./messages.ts";

function entry(index: number, term = 1): Entry {
  return { Term: term, Index: index, Type: 0, Data: null };
}

function snapshotAt(index: number, term = 1): Snapshot {
  return { data: null, metadata: { confState: null, index, term } };
}

function indexes(storage: MemoryStorage): string {
  const first = storage.firstIndex();
  const entries = storage.entries(first, storage.lastIndex() + 1, Number.POSITIVE_INFINITY);
  if (typeof entries === "string") return entries;
  return entries.map(({ Term, Index }) => `${Term}/${Index}`).join(" ");
}

test("append() extends, replaces from the first new index, and skips what is compacted", () => {
  const storage = new MemoryStorage();
  storage.append([entry(1), entry(2), entry(3)]);
  storage.append([entry(2, 2)]);
  assert.equal(indexes(storage), "1/1 2/2");
  storage.append([entry(3, 2), entry(4, 2)]);
  assert.equal(storage.compact(3), null);
  storage.append([entry(2, 2), entry(3, 2), entry(4, 3)]);
  assert.equal(indexes(storage), "3/4");
  storage.append([entry(1, 2)]);
  assert.equal(indexes(storage), "3/4");
  storage.append([]);
  assert.throws(() => storage.append([entry(6)]), AssertionError);
});

test("compact() keeps the term of what it drops last, and refuses to go back or beyond", () => {
  const storage = new MemoryStorage();
  storage.append([entry(1), entry(2, 2), entry(3, 3)]);
  assert.equal(storage.compact(2), null);
  assert.equal(storage.term(1), "compacted");
  assert.equal(storage.term(2), 2);
  assert.equal(storage.term(3), 3);
  assert.equal(storage.term(4), "unavailable");
  assert.equal(storage.firstIndex(), 3);
  assert.equal(storage.entries(2, 4, 100), "compacted");
  assert.equal(storage.compact(2), "compacted");
  assert.throws(() => storage.compact(4), AssertionError);
  assert.equal(storage.compact(3), null);
  assert.equal(storage.lastIndex(), 3);
});

test("an empty storage has the dummy (0, 0)", () => {
  const storage = new MemoryStorage();
  assert.equal(storage.firstIndex(), 1);
  assert.equal(storage.lastIndex(), 0);
  assert.equal(storage.term(0), 0);
  assert.deepEqual(storage.initialState().hardState, { term: 0, vote: 0n, commit: 0 });
});

test("applySnapshot() replaces the log, but not by an older one", () => {
  const storage = new MemoryStorage();
  storage.append([entry(1), entry(2)]);
  assert.equal(storage.applySnapshot(snapshotAt(9, 4)), true);
  assert.equal(storage.firstIndex(), 10);
  assert.equal(storage.lastIndex(), 9);
  assert.equal(storage.term(9), 4);
  assert.equal(storage.applySnapshot(snapshotAt(9, 4)), false);
  assert.equal(storage.applySnapshot(snapshotAt(5)), false);
});

test("applySnapshot() at index 0 gives an empty log its first configuration", () => {
  const storage = new MemoryStorage();
  const confState = {
    voters: [7n],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  assert.equal(
    storage.applySnapshot({ data: null, metadata: { confState, index: 0, term: 0 } }),
    true,
  );
  assert.deepEqual(storage.initialState().confState.voters, [7n]);
});

test("setInitialConfState() goes before the configuration of the snapshot", () => {
  const storage = new MemoryStorage();
  storage.applySnapshot(snapshotAt(4));
  const confState = {
    voters: [7n],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  };
  storage.setInitialConfState(confState);
  assert.equal(storage.initialState().confState, confState);
});

test("createSnapshot() remembers without compacting, and only goes forward", () => {
  const storage = new MemoryStorage();
  storage.append([entry(1), entry(2, 2), entry(3, 2)]);
  const data = new Uint8Array([1]);
  assert.deepEqual(storage.createSnapshot(2, { confState: null, data })?.metadata, {
    confState: null,
    index: 2,
    term: 2,
  });
  assert.equal(storage.firstIndex(), 1);
  assert.equal(storage.snapshot().data, data);
  assert.equal(storage.createSnapshot(2, { confState: null, data }), null);
  assert.throws(() => storage.createSnapshot(4, { confState: null, data }), AssertionError);
});

test("entries() gives at least one and otherwise what fits", () => {
  const storage = new MemoryStorage();
  storage.append([entry(1), entry(2), entry(3)]);
  const count = (maxBytes: number): number => storage.entries(1, 4, maxBytes).length;
  assert.equal(count(0), 1);
  assert.equal(count(12), 2);
  assert.equal(count(1000), 3);
  assert.throws(() => storage.entries(2, 5, 100), AssertionError);
});
