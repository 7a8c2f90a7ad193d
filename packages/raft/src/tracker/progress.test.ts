import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError } from "@kvorum/base";
import { Inflights } from "./inflights.ts";
import { Progress, renderProgress } from "./progress.ts";

function progressAt(match: number, next: number): Progress {
  const progress = new Progress(2n, {
    next,
    isLearner: false,
    recentActive: true,
    inflights: new Inflights({ maxMessages: 2, maxBytes: 0 }),
  });
  progress.match = match;
  return progress;
}

test("sentEntries() in state snapshot is an assertion", () => {
  const progress = progressAt(1, 2);
  progress.becomeSnapshot(9);
  assert.throws(() => progress.sentEntries(1, 0), AssertionError);
});

test("an empty append to a full window leaves it paused", () => {
  const progress = progressAt(1, 2);
  progress.becomeReplicate();
  progress.sentEntries(1, 0);
  progress.sentEntries(1, 0);
  assert.equal(progress.isPaused(), true);
  progress.isFlowPaused = false;
  progress.sentEntries(0, 0);
  assert.equal(progress.isPaused(), true);
  assert.equal(progress.next, 4);
});

test("becomeProbe() after a snapshot starts behind it, or behind what is acknowledged", () => {
  const progress = progressAt(1, 2);
  progress.becomeSnapshot(9);
  progress.becomeProbe();
  assert.equal(progress.next, 10);
  progress.becomeSnapshot(9);
  progress.match = 12;
  progress.becomeProbe();
  assert.equal(progress.next, 13);
});

test("canBumpCommit() is false for what the follower cannot use yet", () => {
  const progress = progressAt(5, 6);
  progress.sentCommit = 4;
  assert.equal(progress.canBumpCommit(4), false);
  assert.equal(progress.canBumpCommit(5), true);
  progress.sentCommit = 5;
  assert.equal(progress.canBumpCommit(9), false);
});

test("renderProgress() names what is unusual, in etcd's order", () => {
  const progress = progressAt(1, 2);
  progress.becomeReplicate();
  progress.isLearner = true;
  progress.recentActive = false;
  progress.sentEntries(1, 0);
  progress.sentEntries(1, 0);
  assert.equal(
    renderProgress(progress),
    "StateReplicate match=1 next=4 learner paused inactive inflight=2[full]",
  );
});
