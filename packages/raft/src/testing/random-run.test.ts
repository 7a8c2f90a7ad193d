import assert from "node:assert/strict";
import { test } from "node:test";
import { randomRun } from "./random-run.ts";

/** More seeds on demand: KVORUM_RAFT_SEEDS=first-last. */
const [first, last] = (process.env["KVORUM_RAFT_SEEDS"] ?? "1-60").split("-").map(Number);
const STEPS = 1500;

test("a cluster keeps every invariant through random faults and recovers afterwards", () => {
  const total = { reads: 0, applied: 0, snapshots: 0, elections: 0, crashes: 0, confChanges: 0 };
  for (let seed = first!; seed <= last!; seed++) {
    try {
      const { counts } = randomRun(seed, STEPS);
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += counts[key];
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  }
  // A run in which nothing happens proves nothing.
  for (const [what, count] of Object.entries(total)) {
    assert.ok(count > (last! - first!) / 2, `only ${count} ${what}`);
  }
});
