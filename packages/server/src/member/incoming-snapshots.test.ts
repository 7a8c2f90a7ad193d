import assert from "node:assert/strict";
import { test } from "node:test";
import { SnapshotRefused } from "@kvorum/peer";
import type { raftpb } from "@kvorum/proto";
import { createServerMetrics } from "../metrics/families.ts";
import { MetricsRegistry } from "../metrics/registry.ts";
import { exportDatabase } from "./database-export.ts";
import { IncomingSnapshots } from "./incoming-snapshots.ts";
import {
  SNAP_DIRECTORY,
  type SnapshotSite,
  silentLogger,
  snapshotMessage,
  snapshotSite,
  soonTimers,
} from "./testing/snapshot-site.ts";

/** The database of a leader that has applied `index` puts. */
async function leaderDatabase(index: number): Promise<Uint8Array> {
  const leader = snapshotSite();
  for (let i = 1; i <= index; i++) leader.put(i, `k${i}`, "v");
  const database = await exportDatabase(leader.disk, { timers: soonTimers });
  assert.equal(database.index, index);
  assert.equal(database.term, 3);
  assert.deepEqual(database.confState.voters, [0xan]);
  assert.deepEqual(database.membership.removedIds, [0xdn]);
  const bytes = database.read(0, database.sizeBytes).slice();
  database.close();
  assert.deepEqual(leader.fileSystem.list(SNAP_DIRECTORY), []);
  return bytes;
}

function receiver(site: SnapshotSite, takes: boolean) {
  const log: string[] = [];
  const incoming: IncomingSnapshots = new IncomingSnapshots({
    disk: site.disk,
    engine: site.engine,
    logger: silentLogger,
    clock: { monotonicMs: () => 0, wallMs: () => 0 },
    metrics: createServerMetrics(new MetricsRegistry()),
    step: (message: raftpb.Message) => {
      log.push("stepped");
      if (!takes) return;
      incoming.save(message.snapshot!);
      incoming.install(message.snapshot!, () => log.push("installed"));
    },
    replacing: () => log.push("replacing"),
    replaced: ({ index }) => log.push(`replaced at ${index}`),
    failed: (error) => log.push(`failed: ${error}`),
  });
  return { incoming, log };
}

test("a snapshot that raft takes replaces the store, and its record and nothing else stays", async () => {
  const database = await leaderDatabase(40);
  const site = snapshotSite();
  site.put(1, "old", "v");
  const { incoming, log } = receiver(site, true);
  const sink = incoming.open(snapshotMessage(40), null);
  for (let at = 0; at < database.length; at += 5000) sink.write(database.subarray(at, at + 5000));
  await sink.finish();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(log, ["stepped", "replacing", "replaced at 40", "installed"]);
  assert.equal(site.disk.store.appliedIndex, 40);
  assert.equal(site.disk.store.revision, 41);
  assert.deepEqual(site.disk.store.confState?.voters, [0xan, 0xbn]);
  assert.ok(site.disk.store.members.isRemoved(0xdn));
  assert.deepEqual(site.fileSystem.list(SNAP_DIRECTORY), [
    "0000000000000003-0000000000000028.snap",
  ]);
});

test("a snapshot that raft ignores leaves nothing behind, and the next one is welcome", async () => {
  const database = await leaderDatabase(5);
  const site = snapshotSite();
  site.put(1, "old", "v");
  const { incoming, log } = receiver(site, false);
  for (let i = 0; i < 2; i++) {
    const sink = incoming.open(snapshotMessage(5), null);
    sink.write(database);
    await sink.finish();
  }
  assert.deepEqual(log, ["stepped", "stepped"]);
  assert.equal(site.disk.store.revision, 2);
  assert.deepEqual(site.fileSystem.list(SNAP_DIRECTORY), []);
});

test("a database that is cut, is damaged or is ahead of its message never reaches raft", async () => {
  const database = await leaderDatabase(30);
  const site = snapshotSite();
  const { incoming, log } = receiver(site, true);
  const damaged = database.slice();
  damaged[4096 * 2 + 9] = damaged[4096 * 2 + 9]! ^ 0x40;
  for (const [bytes, index] of [
    [database.subarray(0, database.length - 4096), 30],
    [damaged, 30],
    [new Uint8Array(0), 30],
    [database, 29],
  ] as const) {
    const sink = incoming.open(snapshotMessage(index), null);
    sink.write(bytes);
    await assert.rejects(sink.finish());
    assert.deepEqual(site.fileSystem.list(SNAP_DIRECTORY), []);
  }
  assert.deepEqual(log, []);
});

test("open() takes one at a time, and abort() makes room", () => {
  const site = snapshotSite();
  const { incoming } = receiver(site, true);
  const sink = incoming.open(snapshotMessage(9), null);
  assert.throws(() => incoming.open(snapshotMessage(9), null), SnapshotRefused);
  sink.write(new Uint8Array(100));
  sink.abort();
  assert.deepEqual(site.fileSystem.list(SNAP_DIRECTORY), []);
  incoming.open(snapshotMessage(9), null).abort();
  assert.throws(
    () => incoming.open({ ...snapshotMessage(9), snapshot: null }, null),
    SnapshotRefused,
  );
});
