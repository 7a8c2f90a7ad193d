import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { spreadEnds } from "./spread.ts";

const SEED = 65;

function counts(ends: Float64Array): Map<number, number> {
  const result = new Map<number, number>();
  for (const end of ends) result.set(end, (result.get(end) ?? 0) + 1);
  return result;
}

test("spreadEnds() moves what is too many for one second into the next ones", () => {
  const ends = new Float64Array(2000).fill(60);
  spreadEnds(ends, 750);
  assert.deepEqual(
    [...counts(ends)],
    [
      [60, 750],
      [61, 750],
      [62, 500],
    ],
  );
});

test("spreadEnds() lets an overflow push those behind it on, and fills what is left", () => {
  const ends = Float64Array.from([...new Array(5).fill(10), 11, 11, 30]);
  spreadEnds(ends, 4);
  assert.deepEqual([...ends], [10, 10, 10, 10, 11, 11, 11, 30]);
});

test(`no end comes earlier, no second takes too many, order is kept (seed ${SEED})`, () => {
  const random = new SeededRandom(SEED);
  for (let round = 0; round < 200; round++) {
    const perSecond = 1 + random.below(5);
    const asked = Float64Array.from({ length: random.below(60) }, () => 1 + random.below(20));
    const planned = asked.slice();
    spreadEnds(planned, perSecond);
    for (const count of counts(planned).values()) assert.ok(count <= perSecond);
    for (let i = 0; i < asked.length; i++) {
      assert.ok(planned[i]! >= asked[i]!, `end ${asked[i]} moved to ${planned[i]}`);
      // Nothing is moved further than the leases in front of it fill.
      const inFront = asked.filter((other) => other <= asked[i]!).length;
      assert.ok(planned[i]! <= asked[i]! + Math.ceil(inFront / perSecond));
      for (let k = 0; k < asked.length; k++) {
        if (asked[i]! < asked[k]!) assert.ok(planned[i]! <= planned[k]!);
      }
    }
  }
});
