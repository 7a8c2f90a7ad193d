/** The checkers are checked: each planted bug is found within a bounded number of seeds. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makePlan } from "../run/plan.ts";
import { runSeed } from "../run/run-seed.ts";
import { plantedBugs } from "./planted-bugs.ts";

const MAX_SEEDS = 60;

for (const { name, plant, shape } of plantedBugs) {
  test(`the simulator finds the planted bug: ${name}`, async (t) => {
    const restore = plant();
    try {
      for (let seed = 1; seed <= MAX_SEEDS; seed++) {
        const { violations } = await runSeed(shape(makePlan(seed)));
        if (violations.length === 0) continue;
        t.diagnostic(`found after ${seed} seeds: ${violations[0]!.slice(0, 200)}`);
        return;
      }
      assert.fail(`not found in ${MAX_SEEDS} seeds`);
    } finally {
      restore();
    }
  });
}
