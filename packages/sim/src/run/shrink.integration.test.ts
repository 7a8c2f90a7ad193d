import assert from "node:assert/strict";
import { test } from "node:test";
import { plantedBugs } from "../planted/planted-bugs.ts";
import { makePlan } from "./plan.ts";
import { shrink } from "./shrink.ts";

test("shrink() takes away faults, clients and time that a failure does not need", async () => {
  const bug = plantedBugs.find(({ name }) => name === "doubled event")!;
  const plan = { ...bug.shape(makePlan(1)), durationMs: 2000 };
  const restore = bug.plant();
  try {
    const steps: string[] = [];
    const shrunk = await shrink(plan, (line) => steps.push(line));
    assert.ok(shrunk !== null);
    assert.equal(shrunk.faultsLeft, 0);
    assert.match(shrunk.result.violations[0]!, /^P5/);
    assert.ok(steps.length > 0);
  } finally {
    restore();
  }
});
