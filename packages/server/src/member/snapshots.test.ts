import assert from "node:assert/strict";
import { test } from "node:test";
import { raftpb } from "@kvorum/proto";
import type { Disk } from "./disk.ts";
import { Snapshots } from "./snapshots.ts";

interface Bench {
  readonly snapshots: Snapshots;
  readonly recorded: number[];
  /** Ends the writing of the `.snap` file. */
  readonly saved: (() => void)[];
}

function bench(durableAppliedIndex: number): Bench {
  const recorded: number[] = [];
  const saved: (() => void)[] = [];
  const disk = {
    snapshot: { index: 0, term: 0 },
    backend: { durableAppliedIndex },
    snapshotFiles: {
      saveAsync: (_snapshot: raftpb.Snapshot, done: (error: Error | null) => void) =>
        saved.push(() => done(null)),
    },
    wal: {
      isSyncing: false,
      saveSnapshot: ({ index }: { index: number }) => recorded.push(index),
      release: () => {},
    },
    log: { firstIndex: () => 1, createSnapshot: () => {} },
    store: { members: { list: [], removedIds: [], clusterVersion: null } },
  };
  const snapshots = new Snapshots({
    disk: disk as unknown as Disk,
    clock: { monotonicMs: () => 0, wallMs: () => 0 },
    settings: { snapshotCount: 10, snapshotCatchUpEntries: 0, maxWalFiles: 0, maxSnapshotFiles: 0 },
    logger: { debug: () => {} } as never,
    confStateAt: () => raftpb.createConfState(),
    isAlone: () => false,
    holdsLog: () => false,
    recorded: () => {},
    guarded: (action) => action(),
    failed: (error) => {
      throw error;
    },
  });
  return { snapshots, recorded, saved };
}

test("Snapshots records its snapshot in the log once the file is durable", () => {
  const { snapshots, recorded, saved } = bench(148);
  snapshots.check();
  assert.deepEqual(recorded, []);
  saved[0]!();
  assert.deepEqual(recorded, [148]);
});

test("Snapshots records no snapshot behind a newer one of the leader", () => {
  const { snapshots, recorded, saved } = bench(148);
  snapshots.check();
  snapshots.superseded(186);
  saved[0]!();
  assert.deepEqual(recorded, []);
  snapshots.check();
  assert.equal(saved.length, 1);
});
