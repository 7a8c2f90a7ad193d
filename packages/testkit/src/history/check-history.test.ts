import assert from "node:assert/strict";
import test from "node:test";
import { SeededRandom } from "@kvorum/base";
import { checkHistory, violationsText } from "./check-history.ts";
import type { History } from "./history.ts";
import { brokenPromises } from "./testing/broken-promises.ts";
import { simulateHistory } from "./testing/simulated-cluster.ts";
import { workloadProfiles } from "./workload.ts";

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);
/** Histories that each broken promise is tried on. */
const ENOUGH = 3;
/** Some promises can be broken in few histories only. */
const MOST_SEEDS = 80;
const ALL = { deliveredThrough: 1_000_000 };

function simulated(
  seed: number,
  options: { hasLogs?: boolean; hasFaults?: boolean } = {},
): History {
  return simulateHistory({
    seed,
    operationsCount: 250,
    profiles: workloadProfiles,
    clientsCount: 2,
    leaseTtlSeconds: 2,
    thinkMs: 300,
    ...options,
  });
}

const valid = new Map<string, History>();

/** A fresh copy of a history that was found valid. */
function validHistory(seed: number, hasFaults: boolean): History {
  const key = `${seed} ${hasFaults}`;
  let history = valid.get(key);
  if (history === undefined) {
    history = simulated(seed, { hasFaults });
    valid.set(key, history);
  }
  return structuredClone(history);
}

for (const hasFaults of [true, false]) {
  test(`checkHistory() finds nothing in valid histories ${hasFaults ? "with" : "without"} faults`, () => {
    for (const seed of SEEDS) {
      const { violations, figures } = checkHistory(validHistory(seed, hasFaults), ALL);
      assert.deepEqual(violations, [], `seed ${seed}: ${violationsText(violations)}`);
      assert.equal(figures.unsettledCount, 0, `seed ${seed}`);
      assert.ok(figures.revisionsCount > 40, `seed ${seed}: too little was written`);
    }
  });
}

test("checkHistory() finds nothing in valid histories without logs, and settles most of them", () => {
  let revisionsCount = 0;
  let unsettledCount = 0;
  for (const seed of SEEDS) {
    const { violations, figures } = checkHistory(simulated(seed, { hasLogs: false }), ALL);
    assert.deepEqual(violations, [], `seed ${seed}: ${violationsText(violations)}`);
    revisionsCount += figures.revisionsCount;
    unsettledCount += figures.unsettledCount;
  }
  assert.ok(unsettledCount < revisionsCount / 10, `${unsettledCount} of ${revisionsCount}`);
});

for (const { name, kinds, apply } of brokenPromises) {
  test(`checkHistory() reports ${kinds.join(" or ")} when ${name}`, () => {
    let appliedCount = 0;
    for (let seed = 1; seed <= MOST_SEEDS; seed++) {
      for (const hasFaults of [true, false]) {
        if (appliedCount === ENOUGH) return;
        const history = validHistory(seed, hasFaults);
        if (!apply(history, new SeededRandom(seed))) continue;
        appliedCount++;
        const { violations } = checkHistory(history, ALL);
        const isFound = violations.some(({ kind }) => kinds.includes(kind));
        assert.ok(
          isFound,
          `seed ${seed} ${hasFaults}: wanted ${kinds.join(" or ")}, got ${violationsText(violations)}`,
        );
      }
    }
    assert.ok(appliedCount > 0, "no seed offered a place to break the promise");
  });
}
