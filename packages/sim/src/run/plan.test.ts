import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine, UsageError } from "./command-line.ts";
import { makePlan, takeShares } from "./plan.ts";

test("takeShares() leaves out faults by number, and those behind the end", () => {
  const plan = {
    ...makePlan(3),
    durationMs: 4000,
    faults: [100, 900, 2500].map((atMs, seed) => ({ atMs, seed, kind: "crash" as const })),
  };
  const taken = takeShares(plan, { duration: 0.5, withoutFaults: new Set([0]) });
  assert.equal(taken.durationMs, 2000);
  assert.deepEqual(
    taken.faults.map(({ atMs }) => atMs),
    [900],
  );
});

test("makePlan() draws the same for a seed each time, and another for the next", () => {
  assert.deepEqual(makePlan(7), makePlan(7));
  assert.notDeepEqual(makePlan(7), makePlan(8));
});

test("parseCommandLine() takes the documented options and refuses others", () => {
  assert.deepEqual(
    [parseCommandLine(["--seeds", "5", "--from", "9"])].map(({ seedsCount, from, seed }) => [
      seedsCount,
      from,
      seed,
    ]),
    [[5, 9, null]],
  );
  assert.deepEqual(parseCommandLine(["--without", "1,4"]).withoutFaults, [1, 4]);
  for (const words of [["--seed"], ["--seed", "x"], ["--what"], ["--from", "-1"]]) {
    assert.throws(() => parseCommandLine(words), UsageError, words.join(" "));
  }
});
