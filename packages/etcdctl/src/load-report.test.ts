import assert from "node:assert/strict";
import { test } from "node:test";
import { errorLines, LoadRecorder, perfLines, progressText } from "./load-report.ts";

test("LoadRecorder.report() gives rate, slowest and deviation", () => {
  const recorder = new LoadRecorder();
  for (const seconds of [0.1, 0.2, 0.3]) recorder.succeeded(seconds);
  const report = recorder.report(2);
  assert.equal(report.operationsPerSecond, 1.5);
  assert.equal(report.slowestSeconds, 0.3);
  assert.ok(Math.abs(report.deviationSeconds - Math.sqrt(0.02 / 3)) < 1e-9);
});

test("LoadRecorder.report() of an empty run has no NaN", () => {
  assert.deepEqual(new LoadRecorder().report(0), {
    operationsPerSecond: 0,
    slowestSeconds: 0,
    deviationSeconds: 0,
    errors: new Map(),
  });
});

test("perfLines() passes a good run", () => {
  const report = {
    operationsPerSecond: 149.9,
    slowestSeconds: 0.045489,
    deviationSeconds: 0.001268,
    errors: new Map<string, number>(),
  };
  assert.deepEqual(perfLines(report, 150), {
    lines: [
      "PASS: Throughput is 150 writes/s",
      "PASS: Slowest request took 0.045489s",
      "PASS: Stddev is 0.001268s",
      "PASS",
    ],
    isGood: true,
  });
});

test("perfLines() names everything that is wrong", () => {
  const report = {
    operationsPerSecond: 135,
    slowestSeconds: 0.812345,
    deviationSeconds: 0.212345,
    errors: new Map([["etcdserver: no leader", 3]]),
  };
  assert.deepEqual(perfLines(report, 150), {
    lines: [
      "FAIL: too many errors",
      "FAIL: ERROR(etcdserver: no leader) -> 3",
      "FAIL: Throughput too low: 136 writes/s",
      "FAIL: Slowest request took too long: 0.812345s",
      "FAIL: Stddev too high: 0.212345s",
      "FAIL",
    ],
    isGood: false,
  });
  assert.deepEqual(errorLines(new Map()), []);
});

test("progressText() fills its bar", () => {
  assert.match(progressText(59, 60, 1), /^ 59 \/ 60 \[-{58}>_\] 98\.33% 1 p\/s$/);
  assert.match(progressText(60, 60, 1), /^ 60 \/ 60 \[-{60}\] 100\.00% 1 p\/s$/);
  assert.match(progressText(0, 60, 0), /^ 0 \/ 60 \[_{60}\] 0\.00% 0 p\/s$/);
});
