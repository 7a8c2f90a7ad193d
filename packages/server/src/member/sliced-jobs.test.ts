import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clock, Timers } from "@kvorum/base";
import { SlicedJobs } from "./sliced-jobs.ts";

function fakeTime(): { clock: Clock; timers: Timers; turns: (() => void)[]; now: number } {
  const time = {
    now: 0,
    turns: [] as (() => void)[],
    clock: { monotonicMs: () => time.now++, wallMs: () => 0 },
    timers: {
      after: () => assert.fail("no timer is needed"),
      soon: (callback: () => void) => {
        time.turns.push(callback);
        return { cancel: () => time.turns.splice(time.turns.indexOf(callback), 1) };
      },
    },
  };
  return time;
}

const unexpected = (value: unknown): never => assert.fail(String(value));

function* count(log: string[], name: string, steps: number): Generator<void, string> {
  for (let i = 0; i < steps; i++) {
    log.push(`${name}${i}`);
    yield;
  }
  return name;
}

test("run() finishes a short job at once", () => {
  const { clock, timers, turns } = fakeTime();
  const results: string[] = [];
  new SlicedJobs({ clock, timers }).run(count([], "a", 2), (r) => results.push(r), unexpected);
  assert.deepEqual(results, ["a"]);
  assert.equal(turns.length, 0);
});

test("run() lets long jobs take turns and settles each once", () => {
  const time = fakeTime();
  const log: string[] = [];
  const results: string[] = [];
  const jobs = new SlicedJobs(time);
  jobs.run(count(log, "a", 20), (r) => results.push(r), unexpected);
  jobs.run(count(log, "b", 20), (r) => results.push(r), unexpected);
  while (time.turns.length > 0) time.turns.shift()!();
  assert.deepEqual(results, ["a", "b"]);
  assert.equal(log.length, 40);
  assert.ok(log.indexOf("b0") < log.indexOf("a19"));
});

test("close() fails what is still running, and what comes after", () => {
  const time = fakeTime();
  const failures: unknown[] = [];
  const jobs = new SlicedJobs(time);
  jobs.run(count([], "a", 50), unexpected, (error) => failures.push(error));
  jobs.close();
  jobs.run(count([], "b", 1), unexpected, (error) => failures.push(error));
  assert.equal(failures.length, 2);
  assert.equal(time.turns.length, 0);
});

test("run() reports what a job throws", () => {
  const failures: unknown[] = [];
  // biome-ignore lint/correctness/useYield: a job that fails before its first pause
  function* broken(): Generator<void, never> {
    throw new Error("broken");
  }
  new SlicedJobs(fakeTime()).run(broken(), unexpected, (error) => failures.push(error));
  assert.match(String(failures[0]), /broken/);
});
