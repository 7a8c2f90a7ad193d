import assert from "node:assert/strict";
import { test } from "node:test";
import { findProgram, kvorumServer, referenceServer, type ServerCommand } from "@kvorum/testkit";
import { h2loadReadCases, readCases, writeCases } from "./bench-cases.ts";
import { compareLoad, compareMemory } from "./comparison.ts";
import { renderTables } from "./report.ts";

const servers = [kvorumServer(), referenceServer()].filter((one) => one !== null);

test("every case runs with tiny parameters on the servers of this machine", {
  skip: servers.length === 0 ? "neither Kvorum's server nor etcd is here" : false,
}, async () => {
  const h2load = findProgram("h2load");
  const tiny = <T extends { name: string; connections: number }>(cases: readonly T[]): T[] =>
    cases.map((one) => ({ ...one, connections: Math.min(one.connections, 10) }));
  const reads = tiny([...readCases, ...(h2load === null ? [] : h2loadReadCases.slice(0, 1))]);
  const writes = tiny(writeCases);
  const measurements = await compareLoad({
    servers,
    readCases: reads,
    writeCases: writes,
    rounds: 1,
    warmUpMs: 20,
    durationMs: 100,
    keysCount: 500,
    valueBytes: 64,
    watchPuts: 20,
    seed: 1,
    h2load,
    directory: null,
    log: () => undefined,
  });
  const memory = await compareMemory({
    servers,
    keysCount: 1000,
    valueBytes: 64,
    seed: 1,
    directory: null,
    log: () => undefined,
  });
  assert.equal(measurements.length, servers.length * (reads.length + writes.length));
  for (const one of measurements) assert.ok(one.load.count > 0, one.caseName);
  for (const one of memory) assert.ok(one.filled.residentBytes > 0 && one.startMs > 0);
  const labels = servers.map((server: ServerCommand) => server.label);
  const text = renderTables({ measurements, memory, servers: labels });
  for (const one of [...reads, ...writes]) assert.ok(text.includes(one.name));
});
