import assert from "node:assert/strict";
import { test } from "node:test";
import { AutoCompaction, type AutoCompactionPolicy } from "./auto-compaction.ts";

/** Runs a policy against a store that gains one revision a second, in fake time. */
function simulate(policy: AutoCompactionPolicy, forMs: number, leads: (nowMs: number) => boolean) {
  let nowMs = 0;
  let due: { atMs: number; callback: () => void } | null = null;
  const compactions: { atMs: number; revision: number }[] = [];
  const auto = new AutoCompaction({
    policy,
    clock: { monotonicMs: () => nowMs, wallMs: () => 0 },
    timers: {
      after: (delayMs, callback) => {
        due = { atMs: nowMs + delayMs, callback };
        return { cancel: () => {} };
      },
      soon: () => assert.fail("not used"),
    },
    leadingRevision: () => (leads(nowMs) ? Math.floor(nowMs / 1000) : null),
    compact: (revision) => compactions.push({ atMs: nowMs, revision }),
  });
  auto.start();
  for (;;) {
    const next = due as { atMs: number; callback: () => void } | null;
    if (next === null || next.atMs > forMs) return compactions;
    nowMs = next.atMs;
    next.callback();
  }
}

test("periodic compaction keeps at least its window and comes once per interval", () => {
  const windowMs = 600_000;
  const compactions = simulate({ mode: "periodic", windowMs }, 7_200_000, () => true);
  assert.ok(compactions.length >= 10);
  for (const { atMs, revision } of compactions) {
    assert.ok(atMs - revision * 1000 >= windowMs, `at ${atMs}: ${revision}`);
    assert.ok(atMs - revision * 1000 <= windowMs * 1.2 + 60_000);
  }
});

test("periodic compaction with a window of many hours comes every hour after the first window", () => {
  const windowMs = 5 * 3_600_000;
  const compactions = simulate({ mode: "periodic", windowMs }, 10 * 3_600_000, () => true);
  assert.ok(compactions[0]!.atMs >= windowMs);
  assert.ok(compactions.length >= 4 && compactions.length <= 6);
});

test("revision compaction keeps the number of revisions", () => {
  const compactions = simulate({ mode: "revision", keepRevisions: 100 }, 1_800_000, () => true);
  assert.deepEqual(
    compactions.map(({ revision }) => revision),
    [200, 500, 800, 1100, 1400, 1700],
  );
});

test("a member that does not lead compacts nothing and forgets its samples", () => {
  assert.deepEqual(
    simulate({ mode: "periodic", windowMs: 60_000 }, 3_600_000, () => false),
    [],
  );
});
