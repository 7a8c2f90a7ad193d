import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToLatin1, latin1ToBytes, SeededRandom } from "@kvorum/base";
import { KeyIndex } from "./key-index.ts";

const SEED = 20_260_731;

interface ModelRevision {
  readonly main: number;
  readonly sub: number;
  readonly isTombstone: boolean;
}

/** What a KeyIndex does, in its plainest form. */
class Model {
  readonly revisions = new Map<string, ModelRevision[]>();

  at(key: string, revision: number): ModelRevision | undefined {
    return this.revisions.get(key)?.findLast((r) => r.main <= revision);
  }

  keys(start: string, end: string | null, revision: number): string[] {
    return [...this.revisions.keys()]
      .filter((key) => key >= start && (end === null || key < end))
      .filter((key) => this.at(key, revision)?.isTombstone === false)
      .sort();
  }

  compact(revision: number): void {
    for (const [key, all] of this.revisions) {
      const kept = this.at(key, revision);
      const survivors = all.filter(
        (r) => r.main > revision || (r === kept && (!kept.isTombstone || kept.main === revision)),
      );
      if (survivors.length === 0) this.revisions.delete(key);
      else this.revisions.set(key, survivors);
    }
  }
}

function randomKey(random: SeededRandom, keysCount: number): string {
  const n = random.below(keysCount);
  // Few distinct lengths and long shared prefixes, some keys being prefixes of others.
  return n % 7 === 0 ? "a".repeat(1 + (n % 40)) : `/registry/${n % 5}/${"x".repeat(n % 9)}${n}`;
}

function listKeys(index: KeyIndex, start: string, end: string | null, revision: number): string[] {
  const range = { start: latin1ToBytes(start), end: end === null ? null : latin1ToBytes(end) };
  const cursor = index.cursor(range);
  const keys: string[] = [];
  for (let id = cursor.next(); id >= 0; id = cursor.next()) {
    if (index.findAt(id, revision)) keys.push(index.key(id));
  }
  assert.equal(index.count(range, revision), keys.length, "count differs from the walk");
  return keys;
}

test("KeyIndex agrees with a plain model over puts, deletes, compactions and old reads", () => {
  const random = new SeededRandom(SEED);
  const index = new KeyIndex(7);
  const model = new Model();
  let main = 1;
  let compacted = 0;
  for (let step = 0; step < 30_000; step++) {
    const keysCount = step < 15_000 ? 3000 : 300;
    const key = randomKey(random, keysCount);
    const bytes = latin1ToBytes(key);
    if (random.chance(7, 10) || step < 3000) {
      main++;
      const id = index.findOrAdd(bytes, 0, bytes.length);
      const create = index.isLive(id) ? index.createRevision(id) : main;
      index.set(id, main, 0, create, index.version(id) + 1, 0, 0);
      const list = model.revisions.get(key) ?? [];
      list.push({ main, sub: 0, isTombstone: false });
      model.revisions.set(key, list);
    } else {
      const id = index.find(bytes, 0, bytes.length);
      const exists = model.at(key, main)?.isTombstone === false;
      assert.equal(id >= 0 && index.isLive(id), exists, `seed ${SEED}, step ${step}`);
      if (exists) {
        main++;
        index.set(id, main, 3, 0, 0, 0, 0);
        model.revisions.get(key)!.push({ main, sub: 3, isTombstone: true });
      }
    }
    if (step % 2500 === 2499) {
      compacted = compacted + random.below(main - compacted);
      for (const k of [...model.revisions.keys()]) {
        const b = latin1ToBytes(k);
        const id = index.find(b, 0, b.length);
        assert.ok(id >= 0, `seed ${SEED}, step ${step}: ${k} is lost`);
        index.prune(id, compacted);
      }
      model.compact(compacted);
      assert.equal(index.keysCount, model.revisions.size, `seed ${SEED}, step ${step}`);
      let older = 0;
      for (const list of model.revisions.values()) older += list.length - 1;
      assert.equal(index.historyCount, older, `seed ${SEED}, step ${step}`);
    }
    if (step % 500 === 0) {
      const at = compacted + random.below(main - compacted + 1);
      const a = randomKey(random, keysCount);
      const b = random.chance(1, 4) ? null : randomKey(random, keysCount);
      const context = `seed ${SEED}, step ${step}`;
      assert.deepEqual(listKeys(index, a, b, at), model.keys(a, b, at), context);
      assert.deepEqual(listKeys(index, "", null, main), model.keys("", null, main), context);
      assert.equal(index.hasLiveKeyAt(at), model.keys("", null, at).length > 0, context);
      for (const k of model.keys(a, b, at)) {
        const bytes = latin1ToBytes(k);
        const id = index.find(bytes, 0, bytes.length);
        assert.ok(index.findAt(id, at));
        const expected = model.at(k, at)!;
        assert.deepEqual([index.foundMain, index.foundSub], [expected.main, expected.sub]);
      }
    }
  }
});

test("KeyIndex keeps every byte of its keys when their memory moves", () => {
  const random = new SeededRandom(SEED);
  const index = new KeyIndex(1);
  const live = new Set<string>();
  let main = 1;
  for (let round = 0; round < 6; round++) {
    for (let i = 0; i < 1500; i++) {
      const key = bytesToLatin1(random.bytes(1 + random.below(i % 100 === 0 ? 40_000 : 60)));
      const bytes = latin1ToBytes(key);
      const id = index.findOrAdd(bytes, 0, bytes.length);
      if (!index.isLive(id)) index.set(id, ++main, 0, main, 1, 0, 0);
      live.add(key);
    }
    // Whole segments go dead and half dead.
    for (const key of [...live]) {
      if (!random.chance(4, 5)) continue;
      const bytes = latin1ToBytes(key);
      const id = index.find(bytes, 0, bytes.length);
      index.set(id, ++main, 0, 0, 0, 0, 0);
      assert.ok(index.prune(id, main + 1), `seed ${SEED}: a dead key survives`);
      live.delete(key);
    }
    assert.deepEqual(listKeys(index, "", null, main), [...live].sort(), `seed ${SEED}`);
    for (const key of live) {
      const bytes = latin1ToBytes(key);
      assert.equal(index.key(index.find(bytes, 0, bytes.length)), key);
    }
  }
});

test("KeyIndex.append() fills leaves in order", () => {
  const index = new KeyIndex(1);
  const keys = Array.from({ length: 2000 }, (_, i) => `k${String(i).padStart(5, "0")}`);
  keys.forEach((key, i) => {
    const bytes = latin1ToBytes(key);
    index.set(index.append(bytes, 0, bytes.length), i + 2, 0, i + 2, 1, 0, 0);
  });
  assert.deepEqual(listKeys(index, "", null, 5000), keys);
  assert.deepEqual(listKeys(index, "k00100", "k00103", 5000), ["k00100", "k00101", "k00102"]);
  assert.deepEqual(listKeys(index, "k00103", "k00100", 5000), []);
});

test("KeyIndex.survives() and prune() keep a tombstone exactly at the compact revision", () => {
  const index = new KeyIndex(1);
  const bytes = latin1ToBytes("k");
  const id = index.findOrAdd(bytes, 0, 1);
  index.set(id, 2, 0, 2, 1, 0, 0);
  index.set(id, 3, 0, 0, 0, 0, 0);
  assert.equal(index.survives(id, 2, 0, 3), false);
  assert.equal(index.survives(id, 3, 0, 3), true);
  assert.equal(index.survives(id, 3, 0, 4), false);
  assert.equal(index.prune(id, 3), false);
  assert.equal(index.historyCount, 0);
  assert.equal(index.prune(id, 4), true);
  assert.equal(index.find(bytes, 0, 1), -1);
});

test("KeyIndex keeps the lease of a key, negative ones included", () => {
  const index = new KeyIndex(1);
  const bytes = latin1ToBytes("k");
  const id = index.findOrAdd(bytes, 0, 1);
  for (const lease of [0n, 1n, -1n, 0x694d_a1f8_43e8_a30bn, -(2n ** 63n)]) {
    const low = Number(BigInt.asIntN(32, lease));
    const high = Number(BigInt.asIntN(32, lease >> 32n));
    index.set(id, index.modRevision(id) + 1, 0, 2, 1, low, high);
    assert.equal(index.lease(id), lease);
  }
});
