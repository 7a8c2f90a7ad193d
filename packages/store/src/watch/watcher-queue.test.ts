import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { ModelSink } from "./model-history.ts";
import { WatchTable } from "./watch-table.ts";
import { Watcher, WatcherState } from "./watcher.ts";
import { WatcherHeap, WatcherQueue } from "./watcher-queue.ts";

const SEED = 512;
const sink = new ModelSink();
const view = new WatchTable().view("k", null, 0);

function watcher(nextRevision: number): Watcher {
  return new Watcher({ id: 0n, sink, view, nextRevision });
}

test(`WatcherQueue keeps turns, whoever is taken or goes from the middle (seed ${SEED})`, () => {
  const random = new SeededRandom(SEED);
  const queue = new WatcherQueue();
  let model: Watcher[] = [];
  for (let step = 0; step < 20_000; step++) {
    // Phases of growth and decay, so that the queue is long, empty and swept.
    const isGrowing = Math.floor(step / 3000) % 2 === 0;
    const choice = random.below(10);
    if (choice < (isGrowing ? 7 : 2)) {
      const added = watcher(random.below(50));
      queue.push(added);
      model.push(added);
    } else if (choice === 7) {
      assert.equal(queue.take(), model.shift());
    } else if (choice === 8) {
      const taken = queue.takeLowest(100_000);
      let lowest = model[0];
      for (const one of model) if (one.nextRevision < lowest!.nextRevision) lowest = one;
      assert.equal(taken, lowest);
      model = model.filter((one) => one !== taken);
    } else if (random.chance(1, 2)) {
      const from = random.below(50);
      const to = from + random.below(10);
      const maxTaken = 1 + random.below(4);
      const out: Watcher[] = [];
      queue.takeWithin({ from, to, maxTaken, maxExamined: 100_000 }, out);
      const expected = model
        .filter(({ nextRevision }) => nextRevision >= from && nextRevision <= to)
        .slice(0, maxTaken);
      assert.deepEqual(out, expected);
      model = model.filter((one) => !out.includes(one));
    } else {
      for (let n = isGrowing ? 1 : 3; n > 0 && model.length > 0; n--) {
        const [gone] = model.splice(random.below(model.length), 1);
        gone!.state = WatcherState.gone;
        queue.noteGone();
      }
    }
    assert.equal(queue.size, model.length);
  }
  for (const expected of model) assert.equal(queue.take(), expected);
  assert.equal(queue.take(), undefined);
});

test("WatcherQueue lets go of watchers that are gone when they outnumber the others", () => {
  const queue = new WatcherQueue();
  const all = Array.from({ length: 1000 }, (_, i) => watcher(i));
  for (const one of all) queue.push(one);
  for (const one of all.slice(0, 990)) {
    one.state = WatcherState.gone;
    queue.noteGone();
  }
  assert.equal(queue.size, 10);
  assert.equal(queue.takeLowest(20), all[990]);
  const out: Watcher[] = [];
  queue.takeWithin({ from: 0, to: 1000, maxTaken: 1000, maxExamined: 20 }, out);
  assert.deepEqual(out, all.slice(991));
});

test("takeWithin() looks at no more than it may", () => {
  const queue = new WatcherQueue();
  const all = Array.from({ length: 10 }, (_, i) => watcher(i));
  for (const one of all) queue.push(one);
  const out: Watcher[] = [];
  queue.takeWithin({ from: 3, to: 9, maxTaken: 10, maxExamined: 5 }, out);
  assert.deepEqual(out, [all[3], all[4]]);
  assert.equal(queue.take(), all[0]);
  assert.equal(queue.takeLowest(4), all[1]);
});

test(`WatcherHeap gives the lowest revision first, and anyone by name (seed ${SEED})`, () => {
  const random = new SeededRandom(SEED);
  const heap = new WatcherHeap();
  const model = new Set<Watcher>();
  for (let step = 0; step < 5000; step++) {
    if (random.chance(3, 5)) {
      const added = watcher(random.below(100));
      heap.push(added);
      model.add(added);
    } else if (model.size > 0 && random.chance(1, 2)) {
      const lowest = Math.min(...[...model].map(({ nextRevision }) => nextRevision));
      assert.equal(heap.firstRevision, lowest);
      const popped = heap.pop();
      assert.equal(popped.nextRevision, lowest);
      assert.ok(model.delete(popped));
    } else if (model.size > 0) {
      const removed = random.pick([...model]);
      heap.remove(removed);
      model.delete(removed);
    }
    assert.equal(heap.size, model.size);
  }
  while (heap.size > 0) assert.ok(model.delete(heap.pop()));
  assert.equal(model.size, 0);
  assert.equal(heap.firstRevision, Number.POSITIVE_INFINITY);
});
