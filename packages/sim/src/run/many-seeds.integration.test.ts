/** Five hundred seeds: whole clusters under faults, every promise checked. Some run twice. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { makePlan } from "./plan.ts";
import { runSeed } from "./run-seed.ts";

const SEEDS = 500;
/** Simulated milliseconds under faults, so that all seeds take about a minute on one core. */
const DURATION_MS = 2000;
const TWICE_EVERY = 100;

test(`${SEEDS} simulated clusters keep every promise`, async (t) => {
  const failures: string[] = [];
  let simulatedMs = 0;
  let operations = 0;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const plan = makePlan(seed, DURATION_MS);
    const { violations, traceHash, simulatedMs: ms, figures } = await runSeed(plan);
    simulatedMs += ms;
    operations += figures["done"]!;
    if (violations.length > 0) {
      const again = `node packages/sim/dist/main.js --seed ${seed} --duration ${DURATION_MS} --trace`;
      failures.push(`seed ${seed}: ${violations[0]!.slice(0, 500)}\n  ${again}`);
    }
    if (seed % TWICE_EVERY === 0) {
      const second = await runSeed(plan);
      assert.equal(second.traceHash, traceHash, `seed ${seed} ran differently the second time`);
    }
  }
  t.diagnostic(`${Math.round(simulatedMs / 1000)} simulated seconds, ${operations} answers`);
  assert.ok(operations > SEEDS * 20, `only ${operations} requests were answered`);
  assert.deepEqual(failures, []);
});
