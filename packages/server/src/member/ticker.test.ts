import assert from "node:assert/strict";
import { test } from "node:test";
import { Ticker } from "./ticker.ts";

/** A ticker whose timer fires when the test says so. */
function ticker(intervalMs: number) {
  const time = { nowMs: 1000 };
  const armed: { delayMs: number; callback: () => void }[] = [];
  const ticks: { nowMs: number; sinceMs: number }[] = [];
  const subject = new Ticker({
    clock: { monotonicMs: () => time.nowMs, wallMs: () => 0 },
    timers: {
      after: (delayMs, callback) => {
        armed.push({ delayMs, callback });
        return { cancel: () => armed.splice(0) };
      },
      soon: () => assert.fail("nothing is due soon"),
    },
    intervalMs,
    ticked: (times) => ticks.push(times),
  });
  const fireAt = (nowMs: number): void => {
    time.nowMs = nowMs;
    armed.shift()!.callback();
  };
  return { subject, time, armed, ticks, fireAt };
}

test("Ticker keeps the rhythm when its timer is a little late", () => {
  const { subject, armed, ticks, fireAt } = ticker(100);
  subject.start();
  assert.equal(armed[0]!.delayMs, 100);
  fireAt(1110);
  assert.equal(armed[0]!.delayMs, 90);
  fireAt(1200);
  assert.equal(armed[0]!.delayMs, 100);
  assert.deepEqual(ticks, [
    { nowMs: 1110, sinceMs: 110 },
    { nowMs: 1200, sinceMs: 90 },
  ]);
});

test("Ticker makes up for a pause with one tick more, not with all that were missed", () => {
  const { subject, time, armed, ticks, fireAt } = ticker(100);
  subject.start();
  time.nowMs = 1300;
  assert.equal(subject.isOnTime, true);
  time.nowMs = 9000;
  assert.equal(subject.isOnTime, false);
  fireAt(9000);
  assert.equal(subject.isOnTime, true);
  assert.equal(armed[0]!.delayMs, 0);
  fireAt(9000);
  assert.equal(armed[0]!.delayMs, 100);
  assert.deepEqual(
    ticks.map(({ sinceMs }) => sinceMs),
    [8000, 0],
  );
});

test("stop() leaves no timer", () => {
  const { subject, armed } = ticker(100);
  subject.start();
  subject.stop();
  assert.deepEqual(armed, []);
});
