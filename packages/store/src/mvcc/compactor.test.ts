import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@kvorum/base";
import { bytes, failsWith, StoreHarness, text } from "../testing/store-harness.ts";
import { encodeRevisionKey, isTombstoneKey, mainOf, subOf } from "./revision-key.ts";

/** Revisions in bucket `key`: `main.sub`, `t` for a tombstone. */
function stored(h: StoreHarness): string[] {
  const result: string[] = [];
  h.backend.scan("key", { start: new Uint8Array(0), end: null }, (key) => {
    result.push(`${mainOf(key)}.${subOf(key)}${isTombstoneKey(key) ? "t" : ""}`);
    return true;
  });
  return result;
}

function meta(h: StoreHarness, name: string): number | undefined {
  const value = h.backend.get("meta", utf8ToBytes(name));
  return value === undefined ? undefined : mainOf(value);
}

test("compact() keeps the newest version at the revision and everything after it", () => {
  const h = new StoreHarness();
  h.put("a", "1"); // 2
  h.put("a", "2"); // 3
  h.put("b", "1"); // 4
  h.delete("b"); // 5
  h.put("c", "1"); // 6
  h.put("a", "3"); // 7
  h.compact(6);
  assert.deepEqual(stored(h), ["3.0", "6.0", "7.0"]);
  assert.deepEqual(h.list("a", { revision: 6 }), ["a=2@3"]);
  assert.deepEqual(h.list("\0", { rangeEnd: "\0", revision: 6 }), ["a=2@3", "c=1@6"]);
  assert.deepEqual(h.list("\0", { rangeEnd: "\0" }), ["a=3@7", "c=1@6"]);
  assert.equal(meta(h, "scheduledCompactRev"), 6);
  assert.equal(meta(h, "finishedCompactRev"), 6);
});

test("compact() at the current revision keeps the latest values readable", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 5; i++) h.put("k", `${i}`);
  h.compact(6);
  assert.deepEqual(h.list("k"), ["k=4@6"]);
  assert.deepEqual(h.list("k", { revision: 6 }), ["k=4@6"]);
});

test("compact() keeps a tombstone exactly at its revision until the next compaction", () => {
  const h = new StoreHarness();
  h.put("k", "1"); // 2
  h.delete("k"); // 3
  h.put("x", "1"); // 4
  h.compact(3);
  assert.deepEqual(stored(h), ["3.0t", "4.0"]);
  assert.deepEqual(h.list("k", { revision: 3 }), []);
  const events: string[] = [];
  h.store.history.scanEvents({ fromRevision: 3, beforeRevision: 5 }, (event) => {
    events.push(`${event.isTombstone ? "DELETE" : "PUT"} ${event.key}@${event.revision}`);
    return true;
  });
  assert.deepEqual(events, ["DELETE k@3", "PUT x@4"]);
  h.compact(4);
  assert.deepEqual(stored(h), ["4.0"]);
  h.reopen();
  assert.equal(h.store.keysCount, 1);
});

test("compact() keeps the put of a txn that deletes and puts a key at that very revision", () => {
  const h = new StoreHarness();
  h.put("b", "1"); // 2
  const del = { requestDeleteRange: { key: bytes("b"), rangeEnd: bytes("\0") } };
  h.txn({ success: [del, { requestPut: { key: bytes("b"), value: bytes("2") } }] }); // 3
  h.compact(3);
  assert.deepEqual(stored(h), ["3.1"]);
  assert.deepEqual(h.list("b"), ["b=2@3"]);
  h.reopen();
  assert.deepEqual(h.list("b"), ["b=2@3"]);
});

test("compact() refuses compacted and future revisions", () => {
  const h = new StoreHarness();
  h.put("k", "1");
  h.put("k", "2");
  h.compact(2);
  for (const [revision, code] of [
    [2, "Compacted"],
    [1, "Compacted"],
    [0, "Compacted"],
    [-1, "Compacted"],
    [4, "FutureRev"],
  ] as const) {
    const outcome = h.apply({ compaction: { revision, physical: true } });
    assert.equal(outcome.error?.code, code);
    assert.deepEqual(outcome.compaction, { revision, isPhysical: true });
  }
  assert.equal(h.store.compactRevision, 2);
});

test("compact() of a virgin store at 0 succeeds once, below 0 never", () => {
  const h = new StoreHarness();
  assert.equal(h.apply({ compaction: { revision: -1 } }).error?.code, "Compacted");
  h.compact(0);
  assert.equal(h.store.compactRevision, 0);
  assert.equal(h.apply({ compaction: { revision: 0 } }).error?.code, "Compacted");
});

test("compact() moves the limit of reads at once, before anything is deleted", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 4; i++) h.put("k", `${i}`);
  const outcome = h.apply({ compaction: { revision: 4 } });
  assert.equal(outcome.answer!.revision, 5);
  assert.deepEqual(outcome.compaction, { revision: 4, isPhysical: false });
  assert.throws(() => h.range("k", { revision: 3 }), failsWith("Compacted"));
  assert.deepEqual(stored(h), ["2.0", "3.0", "4.0", "5.0"]);
  assert.equal(h.store.finishedCompactRevision, -1);
  assert.ok(h.store.isCompactionDue);
  assert.equal(meta(h, "scheduledCompactRev"), 4);
  assert.equal(meta(h, "finishedCompactRev"), undefined);
});

test("runCompactionSlice() visits at most 1000 revisions at a time", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 2500; i++) h.put("k", `${i}`);
  h.compact(2401, { isFinished: false });
  const left = [];
  while (h.store.runCompactionSlice()) left.push(stored(h).length);
  assert.deepEqual(left, [1500, 500]);
  assert.equal(stored(h).length, 101);
  assert.equal(h.store.runCompactionSlice(), false);
});

test("runCompactionSlice() lets writes and reads go on between slices", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 1500; i++) h.put(`k${i % 700}`, `${i}`);
  h.compact(1400, { isFinished: false });
  const before = h.list("k", { rangeEnd: "l", revision: 1400 });
  h.store.runCompactionSlice();
  h.put("k1", "later");
  h.delete("k2", "k3");
  h.put("new", "key");
  assert.deepEqual(h.list("k", { rangeEnd: "l", revision: 1400 }), before);
  while (h.store.runCompactionSlice());
  assert.deepEqual(h.list("k", { rangeEnd: "l", revision: 1400 }), before);
  assert.deepEqual(h.list("new"), [`new=key@${h.store.revision}`]);
});

test("a compaction asked for while another one runs follows it", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 1500; i++) h.put("k", `${i}`);
  h.compact(1100, { isFinished: false });
  h.store.runCompactionSlice();
  h.compact(1200, { isFinished: false });
  h.compact(1300, { isFinished: false });
  while (h.store.runCompactionSlice());
  assert.equal(h.store.finishedCompactRevision, 1300);
  assert.equal(stored(h)[0], "1300.0");
  // Only the first was alone; the others' hashes would not be those of other members.
  assert.deepEqual(
    h.store.compactionHashes.map((hash) => hash.hashRevision),
    [1100],
  );
});

test("an unfinished compaction goes on after a restart", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 1500; i++) h.put(`k${i % 3}`, `${i}`);
  h.delete("k0");
  h.compact(1501, { isFinished: false });
  h.store.runCompactionSlice();
  const left = stored(h).length;
  h.reopen();
  assert.equal(h.store.compactRevision, 1501);
  assert.throws(() => h.range("k1", { revision: 1500 }), failsWith("Compacted"));
  assert.equal(stored(h).length, left);
  while (h.store.runCompactionSlice());
  assert.deepEqual(stored(h), ["1499.0", "1500.0", "1501.0", "1502.0t"]);
  assert.equal(h.store.finishedCompactRevision, 1501);
  assert.deepEqual(h.store.compactionHashes, [], "a resumed compaction leaves no hash");
});

test("a store whose revisions were bumped and marked compacted opens at the mark", () => {
  const h = new StoreHarness();
  h.put("k", "v"); // 2
  h.backend.put("key", encodeRevisionKey(1002, 0), new Uint8Array(0));
  h.backend.put("meta", utf8ToBytes("scheduledCompactRev"), encodeRevisionKey(1002, 0));
  h.reopen();
  assert.equal(h.store.revision, 1002);
  assert.throws(() => h.range("k", { revision: 2 }), failsWith("Compacted"));
  while (h.store.runCompactionSlice());
  h.put("k", "w");
  assert.deepEqual(h.list("\0", { rangeEnd: "\0" }), ["k=w@1003"]);
  assert.deepEqual(
    h.range("\0", { rangeEnd: "\0" }).kvs.map((kv) => text(kv.key)),
    ["k"],
  );
});
