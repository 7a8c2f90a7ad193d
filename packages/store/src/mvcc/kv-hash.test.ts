import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { failsWith, finish, StoreHarness } from "../testing/store-harness.ts";

const SEED = 6_1;
const LEASE = 0x694d_a1f8_43e8_a30bn;

/** The third vector's store: foo=bar, foo=baz, k2=v2, delete k2, lk=lv with a lease. */
function vectorStore(): StoreHarness {
  const h = new StoreHarness();
  h.grant(LEASE);
  h.put("foo", "bar");
  h.put("foo", "baz");
  h.put("k2", "v2");
  h.delete("k2");
  h.put("lk", "lv", { lease: LEASE });
  return h;
}

test("hashKv() gives the hashes of a live etcd", () => {
  const empty = new StoreHarness();
  assert.deepEqual(empty.hashKv(0), {
    hash: 1084519789,
    compactRevision: -1,
    hashRevision: 1,
  });
  const one = new StoreHarness();
  one.put("aa", "1");
  assert.deepEqual(one.hashKv(0), { hash: 581434951, compactRevision: -1, hashRevision: 2 });
  const three = vectorStore();
  three.compact(4, { isFinished: false });
  const expected = { hash: 206184975, compactRevision: 4, hashRevision: 6 };
  assert.deepEqual(three.hashKv(6), expected, "before the background deletion");
  while (three.store.runCompactionSlice());
  assert.deepEqual(three.hashKv(6), expected, "after it");
  three.reopen();
  assert.deepEqual(three.hashKv(0), expected, "after a restart");
});

test("hashKv() refuses revisions below the compact one and above the current one", () => {
  const h = vectorStore();
  h.compact(4);
  assert.throws(() => h.hashKv(3), failsWith("Compacted"));
  assert.throws(() => h.hashKv(7), failsWith("FutureRev"));
  assert.equal(h.hashKv(5).hashRevision, 5);
});

test("hashKv() at the compact revision returns the hash that the compaction stored", () => {
  const h = vectorStore();
  const before = h.hashKv(4);
  assert.equal(before.compactRevision, -1);
  h.compact(4);
  // The hash over what was visited is the one of the time before the compaction.
  assert.deepEqual(h.hashKv(4), before);
  h.compact(5);
  assert.deepEqual(
    h.store.compactionHashes.map((hash) => [hash.hashRevision, hash.compactRevision]),
    [
      [5, 4],
      [4, -1],
    ],
  );
});

test("hashKv() stores the hashes of the last ten compactions", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 30; i++) h.put("k", `${i}`);
  for (let revision = 2; revision < 15; revision++) h.compact(revision);
  assert.deepEqual(
    h.store.compactionHashes.map((hash) => hash.hashRevision),
    [14, 13, 12, 11, 10, 9, 8, 7, 6, 5],
  );
});

test("hashKv() does not tell whether a compaction's deletion has run", () => {
  const random = new SeededRandom(SEED);
  for (let round = 0; round < 20; round++) {
    const lazy = new StoreHarness();
    const eager = new StoreHarness();
    for (let step = 0; step < 120; step++) {
      const key = `k${random.below(8)}`;
      const at = lazy.store.revision;
      const kind = random.below(10);
      for (const h of [lazy, eager]) {
        if (kind < 6) h.put(key, `${step}`);
        else if (kind < 9) h.delete(key, `${key}~`);
        else if (at > h.store.compactRevision) h.compact(at, { isFinished: h === eager });
      }
      const from = Math.max(0, lazy.store.compactRevision);
      const revision = from + random.below(lazy.store.revision - from + 1);
      const context = `seed ${SEED}, round ${round}, step ${step}, revision ${revision}`;
      if (revision === 0) continue;
      // Only the eager one has the hash of the compaction itself.
      if (eager.store.compactionHashes.some((hash) => hash.hashRevision === revision)) continue;
      assert.deepEqual(lazy.hashKv(revision), eager.hashKv(revision), context);
    }
  }
});

test("hashKv() agrees before and after the deletion when every key is gone", () => {
  const h = new StoreHarness();
  h.put("k", "1"); // 2
  h.put("kept", "1"); // 3
  h.compact(3);
  h.put("k", "2"); // 4
  h.delete("k", "l"); // 5
  h.compact(4, { isFinished: false });
  const pending = h.hashKv(5);
  while (h.store.runCompactionSlice());
  assert.deepEqual(h.hashKv(5), pending);
});

test("hashKv() in slices hashes one state although the store goes on, and yields", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 5000; i++) h.put(`k${i % 2000}`, `${i}`);
  const expected = h.hashKv(0);
  const job = h.store.hashKv(0);
  let yields = 0;
  for (;;) {
    const step = job.next();
    if (step.done === true) {
      assert.deepEqual(step.value, expected);
      break;
    }
    yields++;
    h.put(`k${yields}`, "later");
    h.delete(`k${yields + 100}`);
  }
  assert.equal(yields, 9, "5000 records in slices of 500");
});

test("hashKv() starts over when a compaction comes between its slices", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 5000; i++) h.put(`k${i % 2000}`, `${i}`);
  const job = h.store.hashKv(0);
  assert.equal(job.next().done, false);
  h.compact(4500);
  assert.deepEqual(finish(job), h.hashKv(0));
  const doomed = h.store.hashKv(4600);
  assert.equal(doomed.next().done, false);
  h.put("k", "v");
  h.compact(5002);
  assert.throws(() => finish(doomed), failsWith("Compacted"));
});

test("hash() covers the schema's buckets and leaves out what is local", () => {
  const a = vectorStore();
  const b = vectorStore();
  assert.equal(finish(a.store.hash()), finish(b.store.hash()));
  b.backend.put("kvorum", new Uint8Array([1]), new Uint8Array([2]));
  b.apply({ deleteRange: { key: new Uint8Array([1]) } });
  assert.equal(finish(a.store.hash()), finish(b.store.hash()), "applied index and our bucket");
  b.put("k", "v");
  assert.notEqual(finish(a.store.hash()), finish(b.store.hash()));
});
