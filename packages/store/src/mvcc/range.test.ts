import assert from "node:assert/strict";
import { test } from "node:test";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import { bytes, failsWith, rangeRequest, StoreHarness, text } from "../testing/store-harness.ts";
import { checkRange } from "./range.ts";

const { SortOrder, SortTarget } = etcdserverpb;
const ALL = { rangeEnd: "\0" };

/** Keys a, b, c, d with mod revisions 7, 3, 4, 5 (and versions 3, 1, 1, 1). */
function quirkStore(): StoreHarness {
  const h = new StoreHarness();
  h.put("a", "3"); // 2
  h.put("b", "9"); // 3
  h.put("c", "1"); // 4
  h.put("d", "5"); // 5
  h.put("a", "4"); // 6
  h.put("a", "2"); // 7
  return h;
}

test("range() of a fresh store says revision 1, and the first put says 2", () => {
  const h = new StoreHarness();
  assert.equal(h.store.range(rangeRequest("k")).revision, 1);
  assert.equal(h.store.revision, 1);
  assert.equal(h.store.compactRevision, -1);
  assert.equal(h.apply({ put: { key: bytes("k") } }).answer!.revision, 2);
});

test("range() at an old revision returns old data with the current header revision", () => {
  const h = new StoreHarness();
  h.put("k", "old");
  h.put("k", "new");
  h.put("other", "x");
  assert.deepEqual(h.list("k", { revision: 2 }), ["k=old@2"]);
  assert.equal(h.store.range(rangeRequest("k", { revision: 2 })).revision, 4);
});

test("range() refuses future and compacted revisions and reads at the compact revision", () => {
  const h = quirkStore();
  h.compact(4);
  assert.throws(() => h.range("a", { revision: 8 }), failsWith("FutureRev"));
  assert.throws(() => h.range("a", { revision: 3 }), failsWith("Compacted"));
  assert.deepEqual(h.list("a", { revision: 4 }), ["a=3@2"]);
  assert.deepEqual(h.list("a", { revision: -1 }), ["a=2@7"], "negative means latest");
  const far = rangeRequest("a", { revision: 2 ** 53 - 1 });
  assert.throws(() => h.store.range(far), failsWith("FutureRev"));
});

test("range() of 0x00 to 0x00 returns everything, of key to 0x00 every key from it on", () => {
  const h = quirkStore();
  assert.deepEqual(h.list("\0", ALL), ["a=2@7", "b=9@3", "c=1@4", "d=5@5"]);
  assert.deepEqual(h.list("c", ALL), ["c=1@4", "d=5@5"]);
  assert.deepEqual(h.list("b", { rangeEnd: "d" }), ["b=9@3", "c=1@4"]);
});

test("range() with an end not above the key is empty and no error", () => {
  const h = quirkStore();
  for (const rangeEnd of ["a", "b"]) {
    const answer = h.range("b", { rangeEnd });
    assert.equal(answer.count, 0);
    assert.equal(answer.kvs.length, 0);
  }
});

test("range() takes limit 0 and a negative limit as no limit", () => {
  const h = quirkStore();
  for (const limit of [0, -1]) {
    const answer = h.range("a", { ...ALL, limit });
    assert.equal(answer.kvs.length, 4);
    assert.equal(answer.more, false);
    assert.equal(answer.count, 4);
  }
});

test("range() with a limit says that there is more, and counts all", () => {
  const h = quirkStore();
  const answer = h.range("a", { ...ALL, limit: 3 });
  assert.equal(answer.kvs.length, 3);
  assert.equal(answer.more, true);
  assert.equal(answer.count, 4);
  const exact = h.range("a", { ...ALL, limit: 4 });
  assert.equal(exact.more, false);
});

test("range() with count_only ignores limit and filters", () => {
  const h = quirkStore();
  const answer = h.range("a", { ...ALL, countOnly: true, limit: 1, minModRevision: 7 });
  assert.equal(answer.count, 4);
  assert.equal(answer.kvs.length, 0);
  assert.equal(answer.more, false);
  assert.equal(h.range("a", { countOnly: true }).count, 1);
  assert.equal(h.range("zz", { countOnly: true }).count, 0);
});

test("range() filters by revisions after the fetch: count is of the range, more of the rest", () => {
  const h = quirkStore();
  const filters = [
    [{ minModRevision: 4 }, ["a=2@7", "c=1@4", "d=5@5"]],
    [{ maxModRevision: 4 }, ["b=9@3", "c=1@4"]],
    [{ minCreateRevision: 4 }, ["c=1@4", "d=5@5"]],
    [{ maxCreateRevision: 3 }, ["a=2@7", "b=9@3"]],
    [{ maxModRevision: 4, minModRevision: 4 }, ["c=1@4"]],
  ] as const;
  for (const [filter, expected] of filters) {
    const answer = h.range("a", { ...ALL, ...filter });
    assert.deepEqual(h.list("a", { ...ALL, ...filter }), expected);
    assert.equal(answer.count, 4);
    assert.equal(answer.more, false);
  }
  const limited = h.range("a", { ...ALL, minModRevision: 4, limit: 2 });
  assert.deepEqual([limited.count, limited.more, limited.kvs.length], [4, true, 2]);
  const single = h.range("a", { minModRevision: 8 });
  assert.deepEqual([single.count, single.kvs.length], [1, 0]);
});

test("range() filters and sorts old revisions by what they were then", () => {
  const h = quirkStore();
  h.delete("b"); // 8
  h.put("b", "again"); // 9
  const then = { ...ALL, revision: 7 };
  assert.deepEqual(h.list("a", { ...then, maxCreateRevision: 3 }), ["a=2@7", "b=9@3"]);
  const order = { sortTarget: SortTarget.CREATE, sortOrder: SortOrder.DESCEND };
  assert.deepEqual(h.list("a", { ...then, ...order }), ["d=5@5", "c=1@4", "b=9@3", "a=2@7"]);
  assert.deepEqual(h.list("a", { ...ALL, ...order })[0], "b=again@9");
  const byVersion = { sortTarget: SortTarget.VERSION, sortOrder: SortOrder.DESCEND };
  assert.deepEqual(h.list("a", { ...ALL, revision: 6, ...byVersion })[0], "a=4@6");
});

test("range() with an explicit order sorts the whole range before the limit", () => {
  const h = quirkStore();
  const cases = [
    [SortTarget.MOD, SortOrder.DESCEND, ["a=2@7", "d=5@5"]],
    [SortTarget.MOD, SortOrder.ASCEND, ["b=9@3", "c=1@4"]],
    [SortTarget.KEY, SortOrder.DESCEND, ["d=5@5", "c=1@4"]],
    [SortTarget.KEY, SortOrder.ASCEND, ["a=2@7", "b=9@3"]],
    [SortTarget.VALUE, SortOrder.ASCEND, ["c=1@4", "a=2@7"]],
    [SortTarget.VALUE, SortOrder.DESCEND, ["b=9@3", "d=5@5"]],
    [SortTarget.VERSION, SortOrder.DESCEND, ["a=2@7", "b=9@3"]],
    [SortTarget.CREATE, SortOrder.DESCEND, ["d=5@5", "c=1@4"]],
  ] as const;
  for (const [sortTarget, sortOrder, expected] of cases) {
    const answer = h.range("a", { ...ALL, sortTarget, sortOrder, limit: 2 });
    assert.deepEqual(h.list("a", { ...ALL, sortTarget, sortOrder, limit: 2 }), expected);
    assert.equal(answer.more, true);
    assert.equal(answer.count, 4);
  }
});

test("range() without an order but with a target sorts only the first limit + 1 keys", () => {
  const h = quirkStore();
  // Fetched are a, b, c; by mod revision that is b, c, a.
  const answer = h.list("a", { ...ALL, sortTarget: SortTarget.MOD, limit: 2 });
  assert.deepEqual(answer, ["b=9@3", "c=1@4"]);
});

test("range() with keys_only keeps versions and revisions and drops value and lease", () => {
  const h = new StoreHarness();
  h.grant(7n);
  h.put("k", "v", { lease: 7n });
  h.put("k", "w", { lease: 7n });
  const [kv] = h.range("k", { keysOnly: true }).kvs;
  assert.deepEqual(
    { ...kv, key: text(kv!.key), value: kv!.value.length },
    { key: "k", createRevision: 2, modRevision: 3, version: 2, value: 0, lease: 0n },
  );
  const [old] = h.range("k", { ...ALL, keysOnly: true, revision: 2 }).kvs;
  assert.deepEqual([old!.modRevision, old!.version, old!.lease, old!.value.length], [2, 1, 0n, 0]);
});

test("range() with keys_only by value keeps the lease", () => {
  const h = new StoreHarness();
  h.grant(7n);
  h.put("k", "v", { lease: 7n });
  const byValue = { ...ALL, keysOnly: true, sortTarget: SortTarget.VALUE };
  const [kv] = h.range("a", byValue).kvs;
  assert.deepEqual([kv!.lease, kv!.value.length], [7n, 0]);
});

test("range() sees neither a key at its deleting revision nor a reborn one's past", () => {
  const h = new StoreHarness();
  h.put("k", "1"); // 2
  h.delete("k"); // 3
  h.put("k", "2"); // 4
  assert.deepEqual(h.list("k", { revision: 2 }), ["k=1@2"]);
  assert.deepEqual(h.list("k", { revision: 3 }), []);
  const [kv] = h.range("k").kvs;
  assert.deepEqual([kv!.version, kv!.createRevision, kv!.modRevision], [1, 4, 4]);
});

test("range() counts an old revision of a large range as a walk would", () => {
  const h = new StoreHarness();
  const keys = Array.from({ length: 600 }, (_, i) => `k${String(i).padStart(4, "0")}`);
  for (const key of keys) h.put(key, "v");
  const before = h.store.revision;
  h.delete("k0100", "k0200");
  const count = (revision: number): number =>
    h.range("k", { rangeEnd: "l", countOnly: true, revision }).count;
  assert.equal(count(0), 500);
  assert.equal(count(before), 600);
  assert.equal(count(before - 50), 550);
  assert.equal(h.range("k", { rangeEnd: "l", limit: 3, revision: before - 50 }).count, 550);
});

test("checkRange() refuses an empty key and an unknown order or target", () => {
  const invalid = [{ sortOrder: 99 }, { sortTarget: 5 }, { sortOrder: -1 }];
  assert.throws(() => checkRange(rangeRequest("")), failsWith("EmptyKey"));
  for (const options of invalid) {
    assert.throws(() => checkRange(rangeRequest("k", options)), failsWith("InvalidSortOption"));
  }
  assert.ok(new RequestError("InvalidSortOption").message.endsWith("invalid sort option"));
});

test("range() answers any byte in keys, in byte order", () => {
  const h = new StoreHarness();
  const keys = ["\xff\xff", "\x80", "a", "\x01", "\0", "\xff", "\x7f"];
  for (const key of keys) h.put(key, "v");
  const listed = h.range("\0", ALL).kvs.map((kv) => text(kv.key));
  assert.deepEqual(listed, [...keys].sort());
});
