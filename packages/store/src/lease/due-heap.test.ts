import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { DueHeap } from "./due-heap.ts";

const SEED = 63;

test(`the first row is always one that is due first (seed ${SEED})`, () => {
  const random = new SeededRandom(SEED);
  const heap = new DueHeap(4);
  const model = new Map<number, number>();
  for (let step = 0; step < 5000; step++) {
    const row = random.below(200);
    if (random.chance(2, 3)) {
      const dueMs = random.below(1000);
      heap.set(row, dueMs);
      model.set(row, dueMs);
    } else {
      heap.remove(row);
      model.delete(row);
    }
    assert.equal(heap.size, model.size);
    assert.equal(heap.firstDueMs, Math.min(...model.values()));
    if (model.size === 0) assert.equal(heap.firstRow, -1);
    else assert.equal(model.get(heap.firstRow), heap.firstDueMs);
    if (step === 2500) {
      heap.clear();
      model.clear();
    }
  }
});

test("remove() takes no notice of a row that is not in", () => {
  const heap = new DueHeap(1);
  heap.remove(0);
  heap.remove(1000);
  assert.equal(heap.size, 0);
});
