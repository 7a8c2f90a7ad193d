import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError, SeededRandom } from "@kvorum/base";
import { NO_EVENTS } from "./events.ts";
import { RaftLog } from "./log.ts";
import { MemoryStorage } from "./memory-storage.ts";
import { countWithin, type Entry, entriesSizeBytes } from "./messages.ts";

function entry(index: number, term: number, length = 0): Entry {
  return { Term: term, Index: index, Type: 0, Data: length === 0 ? null : new Uint8Array(length) };
}

function entriesOf(from: number, to: number, term = 1): Entry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => entry(from + i, term, i % 7));
}

interface Shape {
  readonly dummy: number;
  readonly stableTo: number;
  readonly lastTo: number;
}

/** A log that is stable up to one index and unstable up to another. */
function logOf({ dummy, stableTo, lastTo }: Shape): RaftLog {
  const storage = new MemoryStorage();
  if (dummy > 0) {
    storage.applySnapshot({ data: null, metadata: { confState: null, index: dummy, term: 1 } });
  }
  storage.append(entriesOf(dummy + 1, stableTo));
  const log = new RaftLog({
    storage,
    maxApplyingBytes: 1000,
    appliesOnlyStable: false,
    events: NO_EVENTS,
  });
  log.append(entriesOf(stableTo + 1, lastTo));
  return log;
}

test("slice() gives what is asked across the border to the unstable part, cut at the size", () => {
  const seed = 7;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 500; round++) {
    const dummy = random.below(5);
    const stableTo = dummy + random.below(6);
    const lastTo = stableTo + random.below(6);
    const log = logOf({ dummy, stableTo, lastTo });
    if (lastTo === dummy) continue;
    const held = log.entriesFrom(dummy + 1, Number.POSITIVE_INFINITY) as readonly Entry[];
    assert.equal(held.length, lastTo - dummy);
    const from = dummy + 1 + random.below(held.length);
    const to = from + 1 + random.below(lastTo - from + 1);
    const wanted = held.slice(from - dummy - 1, to - dummy - 1);
    const maxBytes = random.below(entriesSizeBytes(wanted) + 5);
    const expected = wanted.slice(0, countWithin(wanted, maxBytes));
    assert.deepEqual(
      log.slice({ from, to, maxBytes }),
      expected,
      `seed ${seed}, round ${round}: [${from}, ${to}) of ${dummy}, ${stableTo}, ${lastTo}`,
    );
  }
});

test("slice() stops where storage gives less than it was asked for", () => {
  const log = logOf({ dummy: 0, stableTo: 4, lastTo: 6 });
  const original = log.storage.entries.bind(log.storage);
  log.storage.entries = (from, to, maxBytes) => {
    const entries = original(from, to, maxBytes);
    return typeof entries === "string" ? entries : entries.slice(0, 2);
  };
  const entries = log.slice({ from: 1, to: 7, maxBytes: Number.POSITIVE_INFINITY });
  assert.ok(typeof entries !== "string");
  assert.deepEqual(
    entries.map(({ Index }) => Index),
    [1, 2],
  );
});

test("term() knows the dummy, and tells compacted from unavailable", () => {
  const log = logOf({ dummy: 3, stableTo: 5, lastTo: 7 });
  assert.equal(log.term(2), "compacted");
  assert.equal(log.term(3), 1);
  assert.equal(log.term(7), 1);
  assert.equal(log.term(8), "unavailable");
  assert.equal(log.entriesFrom(2, 100), "compacted");
});

test("findByTerm() skips to where the logs may meet, and stops at what is unknown", () => {
  const log = logOf({ dummy: 0, stableTo: 0, lastTo: 0 });
  log.append([entry(1, 1), entry(2, 2), entry(3, 2), entry(4, 5)]);
  assert.deepEqual(log.findByTerm({ index: 4, term: 4 }), { index: 3, term: 2 });
  assert.deepEqual(log.findByTerm({ index: 3, term: 1 }), { index: 1, term: 1 });
  assert.deepEqual(log.findByTerm({ index: 4, term: 0 }), { index: 0, term: 0 });
  assert.deepEqual(log.findByTerm({ index: 9, term: 5 }), { index: 9, term: 0 });
  const compacted = logOf({ dummy: 5, stableTo: 6, lastTo: 6 });
  assert.deepEqual(compacted.findByTerm({ index: 6, term: 0 }), { index: 4, term: 0 });
});

test("a log refuses what would break it", () => {
  const log = logOf({ dummy: 2, stableTo: 4, lastTo: 6 });
  assert.throws(() => log.commitTo(7), AssertionError);
  log.commitTo(5);
  assert.throws(() => log.append([entry(5, 2)]), AssertionError);
  assert.throws(() => log.append([entry(8, 2)]), AssertionError);
  assert.throws(
    () => log.maybeAppend({ index: 4, term: 1 }, [entry(5, 2)]),
    (error) => error instanceof AssertionError && /conflicts with a committed/.test(error.message),
  );
  assert.throws(() => log.appliedTo(6, 0), AssertionError);
  assert.throws(() => log.appliedTo(1, 0), AssertionError);
  assert.throws(() => log.acceptApplying([entry(6, 1)]), AssertionError);
  assert.throws(() => log.slice({ from: 3, to: 9, maxBytes: 1 }), AssertionError);
});

test("nextCommitted() waits for the acknowledgement of what has reached the cap", () => {
  const storage = new MemoryStorage();
  const options = { storage, appliesOnlyStable: false, events: NO_EVENTS };
  const log = new RaftLog({ ...options, maxApplyingBytes: 20 });
  log.append([entry(1, 1, 30), entry(2, 1, 1)]);
  log.commitTo(1);
  const batch = log.nextCommitted();
  log.acceptApplying(batch);
  // Nothing more was committed then; now there is, and the room is still taken.
  log.commitTo(2);
  assert.deepEqual(log.nextCommitted(), []);
  log.appliedTo(1, entriesSizeBytes(batch));
  assert.deepEqual(
    log.nextCommitted().map(({ Index }) => Index),
    [2],
  );
});
