import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { FakeTime } from "../testing/fake-time.ts";
import { TimerWheel, WheelTimer } from "./timer-wheel.ts";

class Probe extends WheelTimer {
  readonly firedMs: number[] = [];
  onFire: (() => void) | null = null;

  override fire(nowMs: number): void {
    this.firedMs.push(nowMs);
    this.onFire?.();
  }
}

function make(): { time: FakeTime; wheel: TimerWheel } {
  const time = new FakeTime();
  return { time, wheel: new TimerWheel({ clock: time, timers: time }) };
}

test("TimerWheel fires never early and at most one slot and a turn late", () => {
  const { time, wheel } = make();
  const seed = 5;
  const random = new SeededRandom(seed);
  const probes: { probe: Probe; dueMs: number }[] = [];
  for (let i = 0; i < 300; i++) {
    const probe = new Probe();
    const dueMs = time.monotonicMs() + random.below(60_000);
    wheel.start(probe, dueMs);
    probes.push({ probe, dueMs });
  }
  time.advance(61_000);
  for (const { probe, dueMs } of probes) {
    assert.equal(probe.firedMs.length, 1, `seed ${seed}`);
    const lateMs = probe.firedMs[0]! - dueMs;
    assert.ok(lateMs >= 0 && lateMs <= 21, `seed ${seed}: ${lateMs} ms late`);
  }
  assert.equal(wheel.count, 0);
  assert.equal(time.pendingCount, 0, "an empty wheel asks for no timer");
});

test("stop() before the time and start() again move a timer", () => {
  const { time, wheel } = make();
  const probe = new Probe();
  wheel.start(probe, time.monotonicMs() + 100);
  wheel.stop(probe);
  wheel.stop(probe);
  time.advance(1_000);
  assert.deepEqual(probe.firedMs, []);
  wheel.start(probe, time.monotonicMs() + 5_000);
  wheel.start(probe, time.monotonicMs() + 50);
  assert.equal(wheel.count, 1);
  time.advance(200);
  assert.equal(probe.firedMs.length, 1);
});

test("a timer may start itself and stop others while it fires", () => {
  const { time, wheel } = make();
  const again = new Probe();
  const victim = new Probe();
  again.onFire = () => {
    wheel.stop(victim);
    if (again.firedMs.length < 5) wheel.start(again, time.monotonicMs());
  };
  // The later start is the first of its list.
  wheel.start(victim, time.monotonicMs() + 100);
  wheel.start(again, time.monotonicMs() + 100);
  time.advance(1_000);
  assert.equal(again.firedMs.length, 5);
  assert.deepEqual(victim.firedMs, []);
});

test("a clock that jumps over the whole wheel loses no timer", () => {
  const { time, wheel } = make();
  const near = new Probe();
  const far = new Probe();
  wheel.start(near, time.monotonicMs() + 100);
  wheel.start(far, time.monotonicMs() + 40_000);
  wheel.advance(time.monotonicMs() + 35_000);
  assert.equal(near.firedMs.length, 1);
  assert.equal(far.firedMs.length, 0);
  wheel.advance(time.monotonicMs() + 41_000);
  assert.equal(far.firedMs.length, 1);
});
