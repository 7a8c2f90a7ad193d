import assert from "node:assert/strict";
import { test } from "node:test";
import { Process, SimulatedCrash } from "./process.ts";
import { Scheduler } from "./scheduler.ts";
import { Trace } from "./trace.ts";

function makeProcess(scheduler: Scheduler, clockRate = 1): Process {
  return new Process({
    scheduler,
    clockRate,
    monotonicStartMs: 1000,
    wallMs: (nowMs) => nowMs,
    timerDelayMs: () => 0,
    uncaught: (error) => {
      throw error;
    },
  });
}

test("Scheduler runs events by time, and those of one time in the order of asking", async () => {
  const scheduler = new Scheduler();
  const seen: string[] = [];
  scheduler.at(5, () => seen.push(`b ${scheduler.nowMs}`));
  scheduler.at(1, () => {
    seen.push(`a ${scheduler.nowMs}`);
    scheduler.at(5, () => seen.push("d"));
    scheduler.at(0, () => seen.push(`late ${scheduler.nowMs}`));
  });
  scheduler.at(5, () => seen.push("c"));
  scheduler.at(3, () => seen.push("never")).cancel();
  scheduler.at(11, () => seen.push("beyond"));
  await scheduler.run(10);
  assert.deepEqual(seen, ["a 1", "late 1", "b 5", "c", "d"]);
  assert.equal(scheduler.nowMs, 10);
});

test("Scheduler lets promises go on before the next event", async () => {
  const scheduler = new Scheduler();
  const seen: string[] = [];
  scheduler.at(1, () => {
    void Promise.resolve()
      .then(() => seen.push("first"))
      .then(() => seen.push("second"));
  });
  scheduler.at(1, () => seen.push("event"));
  await scheduler.run(2);
  assert.deepEqual(seen, ["first", "second", "event"]);
});

test("Process counts time by its own clock, and goes on within an event that works", async () => {
  const scheduler = new Scheduler();
  const process = makeProcess(scheduler, 2);
  const seen: number[] = [];
  process.after(10, () => {
    seen.push(scheduler.nowMs, process.monotonicMs());
    process.spend(3);
    seen.push(process.monotonicMs());
  });
  process.after(11, () => seen.push(scheduler.nowMs));
  await scheduler.run(100);
  assert.deepEqual(seen, [5, 1010, 1016, 8]);
});

test("Process handles what came during a pause afterwards, in order, and nothing once dead", async () => {
  const scheduler = new Scheduler();
  const process = makeProcess(scheduler);
  const seen: string[] = [];
  const said = (): readonly string[] => [...seen];
  process.after(1, () => seen.push("a"));
  process.after(2, () => seen.push("b"));
  process.pause();
  await scheduler.run(5);
  assert.deepEqual(said(), []);
  process.resume();
  await scheduler.run(6);
  assert.deepEqual(said(), ["a", "b"]);
  process.after(1, () => seen.push("c"));
  assert.equal(process.armedTimers().length, 1);
  process.kill();
  await scheduler.run(10);
  assert.deepEqual(said(), ["a", "b"]);
  assert.throws(() => process.assertAlive(), SimulatedCrash);
});

test("Trace tells two stories apart, by content, time and order", () => {
  const hash = (lines: readonly [number, string][]): string => {
    const trace = new Trace(null);
    for (const [timeMs, line] of lines) trace.note(timeMs, line);
    return trace.hash;
  };
  const story: [number, string][] = [
    [1, "a"],
    [2, "b"],
  ];
  assert.equal(hash(story), hash(story));
  assert.notEqual(hash(story), hash([[1, "a"]]));
  assert.notEqual(hash(story), hash([story[1]!, story[0]!]));
  assert.notEqual(hash(story), hash([[1.5, "a"], story[1]!]));
  assert.match(hash(story), /^[0-9a-f]{16}$/);
});
