import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError, SeededRandom } from "@kvorum/base";
import { Inflights } from "./inflights.ts";

test("Inflights behaves as a list, whatever the order of adding and freeing", () => {
  const seed = 3;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 200; round++) {
    const maxMessages = 1 + random.below(40);
    const maxBytes = random.pick([0, 50]);
    const inflights = new Inflights({ maxMessages, maxBytes });
    let model: { index: number; bytes: number }[] = [];
    let index = 0;
    for (let step = 0; step < 100; step++) {
      const bytes = model.reduce((sum, one) => sum + one.bytes, 0);
      const isFull = model.length >= maxMessages || (maxBytes > 0 && bytes >= maxBytes);
      assert.equal(inflights.isFull(), isFull, `seed ${seed}, round ${round}, step ${step}`);
      if (!isFull && random.chance(2, 3)) {
        index += 1 + random.below(3);
        const size = random.below(20);
        inflights.add(index, size);
        model.push({ index, bytes: size });
      } else {
        const upTo = index - random.below(10);
        inflights.freeUpTo(upTo);
        model = model.filter((one) => one.index > upTo);
      }
      assert.deepEqual(
        inflights.indexes(),
        model.map((one) => one.index),
      );
      assert.deepEqual(inflights.clone().indexes(), inflights.indexes());
    }
  }
});

test("add() to a full window is an assertion", () => {
  const inflights = new Inflights({ maxMessages: 1, maxBytes: 0 });
  inflights.add(1, 0);
  assert.throws(() => inflights.add(2, 0), AssertionError);
  inflights.clear();
  inflights.add(2, 0);
  assert.equal(inflights.count, 1);
});
