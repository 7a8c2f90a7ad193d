import assert from "node:assert/strict";
import { test } from "node:test";
import type { Measurement } from "./comparison.ts";
import { summarize } from "./h2load.ts";
import { renderTables, summarizeCases } from "./report.ts";

function measurement(server: string, round: number, perSecond: number, p99Us: number): Measurement {
  const load = {
    count: 10,
    elapsedMs: 1,
    perSecond,
    p50Us: 100,
    p99Us,
    p999Us: p99Us,
    maxUs: p99Us,
    meanUs: 100,
    replyBytes: 0,
    clientCpuUs: 1,
  };
  return { server, caseName: "put 1x1", round, load, serverCpuUs: 5 };
}

test("summarizeCases() takes medians over rounds, of each figure apart", () => {
  const [summary] = summarizeCases([
    measurement("a", 0, 100, 9),
    measurement("a", 1, 300, 7),
    measurement("a", 2, 200, 8),
  ]);
  assert.equal(summary?.perSecond, 200);
  assert.equal(summary?.p99Us, 8);
  assert.equal(summary?.rounds, 3);
});

test("renderTables() shows ratios above 1 when the first server is better", () => {
  const text = renderTables({
    servers: ["kvorum", "etcd"],
    measurements: [measurement("kvorum", 0, 3000, 10_000), measurement("etcd", 0, 1000, 25_000)],
    memory: [
      {
        server: "kvorum",
        keysCount: 5,
        fillPerSecond: 10,
        filled: { residentBytes: 1e8, anonymousBytes: 5e7 },
        restarted: { residentBytes: 1e8, anonymousBytes: 5e7 },
        startMs: 100,
      },
      {
        server: "etcd",
        keysCount: 5,
        fillPerSecond: 5,
        filled: { residentBytes: 3e8, anonymousBytes: 5e7 },
        restarted: { residentBytes: 3e8, anonymousBytes: 5e7 },
        startMs: 50,
      },
    ],
    catchUps: [
      {
        server: "kvorum",
        caseName: "cluster catch-up by log",
        round: 0,
        entries: 5000,
        elapsedMs: 400,
        writesPerSecond: 10_000,
      },
      {
        server: "etcd",
        caseName: "cluster catch-up by log",
        round: 0,
        entries: 5000,
        elapsedMs: 1000,
        writesPerSecond: 5000,
      },
    ],
  });
  assert.match(text, /catch-up by log +\| +5,000 \| +400 \| +1,000 \| +2\.50 \|/);
  assert.match(text, /\| put 1x1 +\| +3,000 \| +1,000 \| +3\.00 \|/);
  assert.match(text, /\| +10\.0 \| +25\.0 \| +2\.50 \|/);
  assert.match(text, /filled, keys\/s +\| +10 \| +5 \| +2\.00/);
  assert.match(text, /filled, resident MB +\| +100 \| +300 \| +3\.00/);
  assert.match(text, /start to healthy, ms +\| +100 \| +50 \| +0\.50/);
});

test("summarize() reads h2load and fails on anything that failed", () => {
  const output = `
finished in 2.00s, 38831.50 req/s, 5.15MB/s
requests: 77663 total, 77700 started, 77663 done, 77663 succeeded, 0 failed, 0 errored, 0 timeout
status codes: 77663 2xx, 0 3xx, 0 4xx, 0 5xx
`;
  const log = "1\t200\t100\n2\t200\t300\n3\t200\t200\n";
  const result = summarize(output, log);
  assert.equal(result.perSecond, 38831.5);
  assert.equal(result.p50Us, 200);
  assert.equal(result.maxUs, 300);
  assert.throws(() => summarize(output.replace("0 failed", "1 failed"), log), /failures/);
  assert.throws(() => summarize(output.replace("0 5xx", "4 5xx"), log), /failures/);
  assert.throws(() => summarize("nothing", log), /not understood/);
});
