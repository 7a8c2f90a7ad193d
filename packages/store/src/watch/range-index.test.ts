import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { OPEN_END, RangeIndex } from "./range-index.ts";

const SEED = 20260711;

test(`collect() equals a scan over all ranges, through inserts and removes (seed ${SEED})`, () => {
  const random = new SeededRandom(SEED);
  const letters = ["", "a", "b", "\0", "\xff"];
  const word = () =>
    Array.from({ length: 1 + random.below(3) }, () => random.pick(letters)).join("") || "m";
  for (let round = 0; round < 30; round++) {
    const index = new RangeIndex<string>();
    const model = new Map<string, [string, string]>();
    for (let step = 0; step < 200; step++) {
      const begin = word();
      const end = random.chance(1, 5) ? OPEN_END : word();
      const name = JSON.stringify([begin, end]);
      if (begin >= end) continue;
      if (model.has(name)) {
        assert.equal(index.find(begin, end), name);
        if (random.chance(2, 3)) {
          index.remove(begin, end);
          model.delete(name);
        }
      } else {
        assert.equal(index.find(begin, end), undefined);
        index.insert(begin, end, name);
        model.set(name, [begin, end]);
      }
      assert.equal(index.size, model.size);
      const key = word();
      const found: string[] = [];
      index.collect(key, found);
      const expected = [...model].filter(([, [b, e]]) => b <= key && key < e).map(([n]) => n);
      assert.deepEqual(found.sort(), expected.sort(), `key ${JSON.stringify(key)}`);
    }
    assert.deepEqual([...index.values()].sort(), [...model.keys()].sort());
  }
});

test("RangeIndex stays shallow when ranges come in ascending order", () => {
  const index = new RangeIndex<number>();
  const count = 20_000;
  const name = (i: number) => `p${String(i).padStart(6, "0")}/`;
  for (let i = 0; i < count; i++) index.insert(name(i), name(i + 1), i);
  // A chain of this length would overflow the stack of the recursion and take seconds.
  const out: number[] = [];
  for (let i = 0; i < count; i += 7) index.collect(`${name(i)}x`, out);
  assert.equal(out.length, Math.ceil(count / 7));
  for (let i = 0; i < count; i++) index.remove(name(i), name(i + 1));
  assert.equal(index.size, 0);
});

test("insert() refuses a range that is there; remove() one that is not", () => {
  const index = new RangeIndex<number>();
  index.insert("a", "b", 1);
  assert.throws(() => index.insert("a", "b", 2), /in the index already/);
  assert.throws(() => index.remove("a", "c"), /not in the index/);
});
