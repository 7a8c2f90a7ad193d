/**
 * Crash-state enumeration (reliability.md part 4, level L2): the disk operations of a scripted
 * member are recorded; after each of them the power fails, and each legal state of the disk is
 * built: everything unsynced lost, everything kept, each single change lost or kept, and random
 * subsets, a write torn at every sector. From each state the member starts again, and what it
 * promised must be there (P1, P4); a second crash while it starts must do no harm.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, SeededRandom } from "@kvorum/base";
import type { raftpb } from "@kvorum/proto";
import { SnapshotFiles } from "../snapshot/snapshot-files.ts";
import {
  type RecordedChange,
  SimulatedDisk,
  type UnsyncedChange,
} from "../testing/simulated-file-system.ts";
import { readWalSnapshots } from "./locked-log.ts";
import { type OpenedWal, purgeSegments, Wal } from "./wal.ts";

const SEEDS = [101, 102, 103];
const RANDOM_SUBSETS = 4;
const MIN_STATES = 5_000;

const snapDirectory = "/data/snap";
const directory = "/data/wal";
const metadata = new Uint8Array([8, 1, 16, 2]);
const segmentBytes = 2048;

interface Batch {
  readonly entries: readonly raftpb.Entry[];
  readonly hardState: raftpb.HardState | null;
}

/** What holds once the first `position` recorded changes have been made. */
interface Promise1 {
  readonly position: number;
  /** Batches that were acknowledged, and that were handed to the log at all. */
  readonly acknowledged: number;
  readonly appended: number;
}

interface Run {
  readonly changes: readonly RecordedChange[];
  readonly batches: readonly Batch[];
  readonly promises: readonly Promise1[];
}

function freshDisk(): SimulatedDisk {
  const disk = new SimulatedDisk();
  disk.fileSystem().makeDirectory(snapDirectory);
  for (const path of ["/", "/data"]) disk.fileSystem().syncDirectory(path);
  return disk;
}

/** Some 25 batches with snapshots, segment cuts, overwritten entries, releases and purges. */
async function script(seed: number): Promise<Run> {
  const random = new SeededRandom(seed);
  const disk = freshDisk();
  const changes: RecordedChange[] = [];
  disk.onChange = (change) => changes.push(change);
  const fileSystem = disk.fileSystem();
  const batches: Batch[] = [];
  const promises: Promise1[] = [];
  let acknowledged = 0;
  const note = (): void => {
    promises.push({ position: changes.length, acknowledged, appended: batches.length });
  };
  const wal = Wal.create({ directory, fileSystem, metadata, segmentBytes, nowMs: () => 0 });
  const files = new SnapshotFiles({ fileSystem, directory: snapDirectory });
  note();
  let [last, term, commit, snapshot] = [0, 1, 0, 0];
  for (let round = 0; round < 25; round++) {
    const isOverwrite = random.chance(1, 5) && last > commit;
    if (isOverwrite) {
      term++;
      last = commit + random.below(last - commit);
    }
    const entries: raftpb.Entry[] = [];
    const count = isOverwrite ? 1 : random.below(4);
    for (let i = 0; i < count; i++) {
      last++;
      entries.push({ Type: 0, Term: term, Index: last, Data: random.bytes(random.below(500)) });
    }
    const moved = random.chance(2, 3) ? random.below(last - commit + 1) : 0;
    commit += moved;
    const hardState =
      isOverwrite || moved > 0 || random.chance(1, 2)
        ? { term, vote: BigInt(term % 3), commit }
        : null;
    batches.push({ entries, hardState });
    note();
    wal.append({ entries, hardState });
    if (random.chance(1, 2)) wal.sync();
    else {
      await new Promise<void>((resolve, reject) => {
        wal.syncAsync((error) => (error === null ? resolve() : reject(error)));
      });
    }
    acknowledged = batches.length;
    note();
    if (random.chance(1, 4) && commit > snapshot) {
      snapshot = commit;
      const confState = {
        voters: [1n],
        learners: [],
        votersOutgoing: [],
        learnersNext: [],
        autoLeave: false,
      };
      const at = { index: snapshot, term: termAt(batches, snapshot) };
      files.save({ data: random.bytes(600), metadata: { confState, ...at } });
      wal.saveSnapshot({ ...at, confState });
      wal.sync();
      note();
      wal.release(snapshot);
      purgeSegments({ fileSystem, directory, keep: 2 });
      files.purge(2);
    }
  }
  return { changes, batches, promises };
}

function termAt(batches: readonly Batch[], index: number): number {
  let term = 0;
  for (const { entries } of batches)
    for (const entry of entries) if (entry.Index === index) term = entry.Term;
  return term;
}

/** Starts a member as the server does. */
function start(disk: SimulatedDisk): OpenedWal & { snapshotIndex: number } {
  const fileSystem = disk.fileSystem();
  const records = readWalSnapshots({ fileSystem, directory });
  const files = new SnapshotFiles({ fileSystem, directory: snapDirectory });
  files.removeTemporaryFiles();
  const { marker } = files.choose(records.snapshots);
  const opened = Wal.open({
    directory,
    fileSystem,
    snapshot: marker,
    segmentBytes,
    nowMs: () => 0,
  });
  return { ...opened, snapshotIndex: marker.index };
}

function text(entry: raftpb.Entry): string {
  return `${entry.Index}/${entry.Term}:${bytesToHex(entry.Data ?? new Uint8Array(0))}`;
}

/** The logs that may be found: the acknowledged one, and each step from there to the last batch. */
function legalLogs(run: Run, at: Promise1): string[][] {
  let log: string[] = [];
  const logs: string[][] = [];
  for (let i = 0; i < at.appended; i++) {
    if (i === at.acknowledged) logs.push(log);
    for (const entry of run.batches[i]!.entries) {
      log = [...log.slice(0, entry.Index - 1), text(entry)];
      if (i >= at.acknowledged) logs.push(log);
    }
  }
  logs.push(log);
  return logs;
}

function check(
  run: Run,
  at: Promise1,
  found: OpenedWal & { snapshotIndex: number },
  where: string,
): void {
  const seen = found.entries.map(text).join(" ");
  const isLegal = legalLogs(run, at).some(
    (log) => log.length >= found.snapshotIndex && log.slice(found.snapshotIndex).join(" ") === seen,
  );
  assert.ok(isLegal, `${where}: the log found was never promised nor appended`);
  const states = run.batches.slice(0, at.appended).map(({ hardState }) => hardState);
  let promised: raftpb.HardState | null = null;
  const legal = new Set<string>();
  for (let i = 0; i < states.length; i++) {
    const state = states[i]!;
    if (state === null) continue;
    if (i < at.acknowledged) promised = state;
    else legal.add(`${state.term} ${state.vote}`);
  }
  if (promised !== null) {
    legal.add(`${promised.term} ${promised.vote}`);
    assert.ok(found.hardState !== null, `${where}: the vote is lost`);
    const state = found.hardState;
    assert.ok(legal.has(`${state.term} ${state.vote}`), `${where}: term or vote was never saved`);
  }
  assert.deepEqual(found.metadata, metadata, where);
}

function replay(run: Run, count: number): SimulatedDisk {
  const disk = freshDisk();
  const fileSystem = disk.fileSystem();
  const files = new Map();
  for (let i = 0; i < count; i++) run.changes[i]!(fileSystem, files);
  return disk;
}

/** The ways in which the unsynced changes may come out. */
function* variants(
  changes: readonly UnsyncedChange[],
  random: SeededRandom,
): Generator<[name: string, keeps: (change: UnsyncedChange) => boolean]> {
  const same = (a: UnsyncedChange, b: UnsyncedChange): boolean =>
    a.order === b.order && a.kind === b.kind && a.sector === b.sector;
  yield ["all lost", () => false];
  if (changes.length === 0) return;
  yield ["all kept", () => true];
  // The zeros of a segment that is being prepared fill many sectors; a few of them are enough.
  const singles =
    changes.length <= 12 ? changes : changes.filter(() => random.chance(12, changes.length));
  for (const one of singles) {
    yield [`only ${one.kind} ${one.order}.${one.sector} lost`, (change) => !same(change, one)];
    yield [`only ${one.kind} ${one.order}.${one.sector} kept`, (change) => same(change, one)];
  }
  for (let i = 0; i < RANDOM_SUBSETS; i++) {
    const chance = 1 + random.below(3);
    yield [`subset ${i}`, () => random.chance(chance, 4)];
  }
}

test("a member finds all it promised in every state that a power loss can leave", async () => {
  let states = 0;
  let secondCrashes = 0;
  for (const seed of SEEDS) {
    const run = await script(seed);
    const random = new SeededRandom(seed);
    let next = 0;
    let at: Promise1 | null = null;
    for (let position = 0; position <= run.changes.length; position++) {
      // Several promises may come between the same two changes; the last one holds.
      while (next < run.promises.length && run.promises[next]!.position <= position) {
        at = run.promises[next++]!;
      }
      const unsynced = replay(run, position).unsyncedChanges();
      for (const [name, keeps] of variants(unsynced, random)) {
        const where = `seed ${seed}, change ${position} of ${run.changes.length}, ${name}`;
        const disk = replay(run, position);
        disk.powerLoss(keeps);
        states++;
        if (at === null) {
          // Before the first promise there may be no log, but never half of one.
          if (Wal.exists({ fileSystem: disk.fileSystem(), directory })) start(disk).wal.close();
          continue;
        }
        if (states % 4 === 0) {
          let left = random.below(30);
          disk.fault = () => (left-- === 0 ? { systemCode: "EIO" } : null);
          try {
            start(disk);
          } catch (error) {
            if ((error as { systemCode?: string }).systemCode !== "EIO") {
              throw new Error(`${where}: an odd refusal: ${String(error)}`, { cause: error });
            }
          }
          disk.fault = null;
          disk.powerLossAtRandom(random, { kept: 1, of: 2 });
          secondCrashes++;
        }
        let found: OpenedWal & { snapshotIndex: number };
        try {
          found = start(disk);
        } catch (error) {
          throw new Error(`${where}: the start is refused: ${String(error)}`, { cause: error });
        }
        check(run, at, found, where);
        // And it can go on.
        const index = found.snapshotIndex + found.entries.length + 1;
        const term = (found.hardState?.term ?? 0) + 1;
        const entry = { Type: 0, Term: term, Index: index, Data: null };
        found.wal.append({ entries: [entry], hardState: null });
        found.wal.sync();
        found.wal.close();
        assert.equal(text(start(disk).entries.at(-1)!), text(entry), where);
      }
    }
  }
  assert.ok(states >= MIN_STATES, `only ${states} states were built`);
  assert.ok(secondCrashes > 1_000, `only ${secondCrashes} second crashes`);
  console.log(`${states} states, ${secondCrashes} second crashes`);
});
