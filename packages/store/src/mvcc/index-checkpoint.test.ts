import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToLatin1, crc32c, SeededRandom } from "@kvorum/base";
import type { MemoryBackend } from "../testing/memory-backend.ts";
import { finish, StoreHarness } from "../testing/store-harness.ts";
import { loadIndexCheckpoint } from "./index-checkpoint.ts";

const SEED = 11_4;

/** Everything that a client could read of any revision that is left. */
function contents(h: StoreHarness): string[] {
  const lines = [`revision ${h.store.revision} compacted ${h.store.compactRevision}`];
  const from = Math.max(1, h.store.compactRevision);
  const step = Math.max(1, Math.floor((h.store.revision - from) / 6));
  for (let revision = from; revision <= h.store.revision; revision += step) {
    const answer = h.range("\0", { rangeEnd: "\0", revision });
    for (const kv of answer.kvs) {
      const { key, createRevision, modRevision, version, lease } = kv;
      lines.push(
        [revision, bytesToLatin1(key), createRevision, modRevision, version, lease].join(),
      );
    }
    const keys = h.range("\0", { rangeEnd: "\0", revision, keysOnly: true }).kvs;
    lines.push(keys.map((kv) => `${kv.createRevision}.${kv.modRevision}.${kv.version}`).join());
  }
  return lines;
}

function pages(backend: MemoryBackend): Uint8Array[] {
  const keys: Uint8Array[] = [];
  backend.scan("kvorum", { start: new Uint8Array(0), end: null }, (key) => {
    keys.push(key);
    return true;
  });
  return keys;
}

function randomStep(h: StoreHarness, random: SeededRandom): void {
  const key = `/registry/${random.below(4)}/${random.below(400)}`;
  const kind = random.below(20);
  if (kind < 13) h.put(key, "value");
  else if (kind < 15) h.put(key, "leased", { lease: -5n });
  else if (kind < 19) h.delete(key, random.chance(1, 8) ? `${key}~` : "");
  else
    h.txn({
      success: [
        { requestPut: { key: Buffer.from(`${key}/a`) } },
        { requestPut: { key: Buffer.from(`${key}/b`) } },
      ],
    });
}

function used(h: StoreHarness): boolean {
  return loadIndexCheckpoint(h.backend, { crc32c, hashSeed: 0, compactRevision: -1 }) !== null;
}

test("an index checkpoint gives the same store as a scan of the records", () => {
  const random = new SeededRandom(SEED);
  const h = new StoreHarness();
  h.grant(-5n);
  for (let round = 0; round < 6; round++) {
    for (let i = 0; i < 400; i++) randomStep(h, random);
    finish(h.store.writeIndexCheckpoint());
    assert.equal(h.store.checkpointRevision, h.store.revision);
    const atCheckpoint = h.store.revision;
    // Writes after the checkpoint, and compactions before and after it.
    for (let i = 0; i < round * 30; i++) randomStep(h, random);
    if (round % 2 === 1) h.compact(atCheckpoint - 50 + round * 10);
    const expected = contents(h);
    h.reopen();
    assert.equal(h.store.checkpointRevision, atCheckpoint, `seed ${SEED}, round ${round}`);
    assert.deepEqual(contents(h), expected, `seed ${SEED}, round ${round}`);
    const keys = h.store.keysCount;
    for (const key of pages(h.backend)) h.backend.delete("kvorum", key);
    h.reopen();
    assert.equal(h.store.checkpointRevision, 0);
    assert.deepEqual(contents(h), expected, `seed ${SEED}, round ${round}, without checkpoint`);
    assert.equal(h.store.keysCount, keys);
  }
});

test("an index checkpoint drops what a later compaction deleted, so that nothing lingers", () => {
  const h = new StoreHarness();
  for (let i = 0; i < 300; i++) h.put(`k${i}`, "v");
  h.delete("k", "l");
  h.put("left", "v");
  finish(h.store.writeIndexCheckpoint());
  h.compact(h.store.revision);
  const loaded = loadIndexCheckpoint(h.backend, {
    crc32c,
    hashSeed: 0,
    compactRevision: h.store.compactRevision,
  });
  assert.deepEqual([loaded!.index.keysCount, loaded!.index.historyCount], [1, 0]);
  h.reopen();
  assert.deepEqual(h.list("\0", { rangeEnd: "\0" }), ["left=v@303"]);
});

test("an index checkpoint counts the keys of earlier revisions as before", () => {
  const h = new StoreHarness();
  h.put("last", "v"); // 2
  h.put("first", "v"); // 3
  h.put("early", "v"); // 4
  h.put("last", "w"); // 5
  h.delete("first"); // 6
  h.put("zero", "v"); // 7
  h.put("last", "x"); // 8
  h.put("alone", "v"); // 9
  h.put("zero", "w"); // 10
  const counts = (): number[] => {
    const options = { rangeEnd: "\0", countOnly: true };
    return [2, 3, 4, 5, 6, 7, 8, 9, 10].map(
      (revision) => h.range("\0", { ...options, revision }).count,
    );
  };
  const expected = [1, 2, 3, 3, 2, 3, 3, 4, 4];
  assert.deepEqual(counts(), expected);
  h.put("a", "v"); // 11
  finish(h.store.writeIndexCheckpoint());
  h.reopen();
  assert.equal(h.store.checkpointRevision, 11);
  assert.deepEqual(counts(), expected);
});

test("an index checkpoint is not used after a compaction behind it, which hides deletions", () => {
  const h = new StoreHarness();
  h.put("deleted", "v"); // 2
  h.put("left", "v"); // 3
  finish(h.store.writeIndexCheckpoint());
  h.delete("deleted"); // 4
  h.put("left", "w"); // 5
  h.compact(5);
  h.reopen();
  assert.equal(h.store.checkpointRevision, 0);
  assert.deepEqual(h.list("\0", { rangeEnd: "\0" }), ["left=w@5"]);
  assert.equal(h.store.keysCount, 1);
});

test("writeIndexCheckpoint() lets the store go on between its slices", () => {
  const random = new SeededRandom(SEED);
  const h = new StoreHarness();
  h.grant(-5n);
  const long = "x".repeat(500);
  for (let i = 0; i < 600; i++) h.put(`${random.nextUint32()}${long}`, "v");
  let slices = 0;
  for (const job = h.store.writeIndexCheckpoint(); job.next().done !== true; slices++) {
    for (let i = 0; i < 40; i++) randomStep(h, random);
    h.put(`1${slices}`, "before the page");
    h.put(`y${slices}`, "behind it");
    if (slices === 2) h.compact(500);
  }
  assert.ok(slices >= 2, `${slices} slices`);
  assert.ok(h.store.checkpointRevision < h.store.revision);
  const expected = contents(h);
  h.reopen();
  assert.ok(h.store.checkpointRevision > 0);
  assert.deepEqual(contents(h), expected);
});

test("a checkpoint that was not finished leaves the former one in force", () => {
  const h = new StoreHarness();
  const long = "x".repeat(1000);
  for (let i = 0; i < 300; i++) h.put(`${i}${long}${i}`, "v");
  finish(h.store.writeIndexCheckpoint());
  const { checkpointRevision } = h.store;
  h.put("later", "v");
  const abandoned = h.store.writeIndexCheckpoint();
  abandoned.next();
  abandoned.next();
  h.reopen();
  assert.equal(h.store.checkpointRevision, checkpointRevision);
  assert.deepEqual(h.list("later"), ["later=v@302"]);
  const first = h.store.writeIndexCheckpoint();
  first.next();
  finish(h.store.writeIndexCheckpoint());
  assert.equal(first.next().done, true, "a later one ends it");
  assert.equal(h.store.checkpointRevision, h.store.revision);
  h.reopen();
  assert.equal(h.store.checkpointRevision, h.store.revision);
});

test("a damaged checkpoint is ignored, whichever byte is damaged", () => {
  const random = new SeededRandom(SEED);
  const h = new StoreHarness();
  h.grant(-5n);
  for (let i = 0; i < 200; i++) randomStep(h, random);
  h.store.setConfState({ voters: [1n], learners: [] });
  finish(h.store.writeIndexCheckpoint());
  assert.ok(used(h));
  for (const key of pages(h.backend)) {
    const value = h.backend.get("kvorum", key)!;
    for (let i = 0; i < 60; i++) {
      const damaged = value.slice();
      damaged[random.below(damaged.length)]! ^= 1 << random.below(8);
      h.backend.put("kvorum", key, damaged);
      assert.ok(!used(h), `seed ${SEED}`);
    }
    h.backend.put("kvorum", key, value.subarray(0, value.length - 1));
    assert.ok(!used(h));
    h.backend.delete("kvorum", key);
    assert.ok(!used(h));
    h.backend.put("kvorum", key, value);
  }
  assert.ok(used(h));
});

test("an empty store has a checkpoint of no pages", () => {
  const h = new StoreHarness();
  finish(h.store.writeIndexCheckpoint());
  h.reopen();
  assert.equal(h.store.checkpointRevision, 1);
  assert.equal(h.store.keysCount, 0);
});
