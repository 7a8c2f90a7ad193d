import assert from "node:assert/strict";
import { test } from "node:test";
import {
  clusterProgram,
  findProgram,
  kvorumServer,
  referenceServer,
  type ServerCommand,
} from "@kvorum/testkit";
import {
  catchUpCases,
  clusterReadCases,
  clusterWriteCases,
  h2loadReadCases,
  readCases,
  writeCases,
} from "./bench-cases.ts";
import { compareCatchUp, compareClusters } from "./cluster-comparison.ts";
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
    // On a busy machine the first answers of a durable put may take this long.
    durationMs: 400,
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
  const text = renderTables({ measurements, memory, catchUps: [], servers: labels });
  for (const one of [...reads, ...writes]) assert.ok(text.includes(one.name));
});

const clusterServers = (["kvorum", "go"] as const)
  .map(clusterProgram)
  .filter((program) => typeof program !== "string");

test("every cluster case runs with tiny parameters on the servers of this machine", {
  skip: clusterServers.length === 0 ? "neither Kvorum nor etcd runs a cluster here" : false,
}, async () => {
  const tiny = <T extends { load: { connections: number } }>(cases: readonly T[]): T[] =>
    cases.map((one) => ({
      ...one,
      load: { ...one.load, connections: Math.min(one.load.connections, 5) },
    }));
  const reads = tiny(clusterReadCases);
  const writes = tiny(clusterWriteCases);
  const shared = {
    servers: clusterServers,
    rounds: 1,
    valueBytes: 64,
    seed: 1,
    directory: null,
    log: () => undefined,
  };
  const measurements = await compareClusters({
    ...shared,
    readCases: reads,
    writeCases: writes,
    warmUpMs: 20,
    durationMs: 400,
    keysCount: 500,
    watchPuts: 0,
    h2load: null,
  });
  assert.equal(measurements.length, clusterServers.length * (reads.length + writes.length));
  for (const one of measurements) assert.ok(one.load.count > 0, one.caseName);
  const catchUps = await compareCatchUp({ ...shared, cases: catchUpCases, entries: 2000 });
  assert.equal(catchUps.length, clusterServers.length * catchUpCases.length);
  const servers = clusterServers.map((server) => server.label);
  const text = renderTables({ measurements, memory: [], catchUps, servers });
  for (const one of [...reads, ...writes]) assert.ok(text.includes(one.load.name));
  for (const one of catchUpCases) assert.ok(text.includes(one.name));
});
