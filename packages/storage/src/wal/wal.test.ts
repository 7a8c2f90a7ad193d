import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, CorruptionError, SeededRandom } from "@kvorum/base";
import type { raftpb, walpb } from "@kvorum/proto";
import type { StorageError } from "../errors.ts";
import type { FileSystem } from "../file-system.ts";
import { SimulatedDisk } from "../testing/simulated-file-system.ts";
import { readWalSnapshots } from "./locked-log.ts";
import { walkRecords } from "./log-reader.ts";
import type { Repair } from "./repair.ts";
import { listSegments } from "./segment-name.ts";
import { type OpenedWal, purgeSegments, Wal } from "./wal.ts";

const directory = "/data/member/wal";
const metadata = new Uint8Array([8, 1, 16, 2]);
const segmentBytes = 4096;

function freshDisk(): SimulatedDisk {
  const disk = new SimulatedDisk();
  const fileSystem = disk.fileSystem();
  fileSystem.makeDirectory("/data/member");
  for (const path of ["/", "/data"]) fileSystem.syncDirectory(path);
  return disk;
}

function create(disk: SimulatedDisk, bytes = segmentBytes): Wal {
  return Wal.create({
    directory,
    fileSystem: disk.fileSystem(),
    metadata,
    segmentBytes: bytes,
    nowMs: () => 0,
  });
}

function open(
  disk: SimulatedDisk,
  snapshot = { index: 0, term: 0 },
  onRepair?: (repair: Repair) => void,
): OpenedWal {
  return Wal.open({
    directory,
    fileSystem: disk.fileSystem(),
    snapshot,
    segmentBytes,
    nowMs: () => 0,
    ...(onRepair === undefined ? {} : { onRepair }),
  });
}

function entry(index: number, term = 1, size = 20): raftpb.Entry {
  return { Type: 0, Term: term, Index: index, Data: new Uint8Array(size).fill(index) };
}

function entries(from: number, to: number, size = 20): raftpb.Entry[] {
  return Array.from({ length: to - from + 1 }, (_, i) => entry(from + i, 1, size));
}

function state(commit: number, term = 1, vote = 1n): raftpb.HardState {
  return { term, vote, commit };
}

function save(wal: Wal, items: readonly raftpb.Entry[], hardState: raftpb.HardState | null): void {
  wal.append({ entries: items, hardState });
  wal.sync();
}

function shape(items: readonly raftpb.Entry[]): string {
  return items.map((item) => `${item.Index}/${item.Term}`).join(" ");
}

function names(disk: SimulatedDisk): readonly string[] {
  return disk.fileSystem().list(directory);
}

function content(disk: SimulatedDisk, name: string): Uint8Array {
  const file = disk.fileSystem().open(`${directory}/${name}`, "read");
  return file.read(0, file.sizeBytes());
}

function records(fileSystem: FileSystem): { type: number; file: string; offset: number }[] {
  const seen: { type: number; file: string; offset: number }[] = [];
  const segments = listSegments(fileSystem, directory);
  walkRecords({ fileSystem, directory, segments }, (record) => {
    seen.push({ type: record.type, file: record.file, offset: record.offset });
  });
  return seen;
}

function asyncSync(wal: Wal): Promise<void> {
  return new Promise((resolve, reject) => {
    wal.syncAsync((error) => (error === null ? resolve() : reject(error)));
  });
}

const firstSegment = "0000000000000000-0000000000000000.wal";

test("Wal.create() leaves a whole log or none, whatever a power loss keeps", () => {
  for (let seed = 1; seed <= 60; seed++) {
    const random = new SeededRandom(seed);
    const disk = freshDisk();
    let countdown = random.below(12);
    disk.fault = () => (countdown-- === 0 ? { systemCode: "EIO" } : null);
    let created = true;
    try {
      create(disk);
    } catch {
      created = false;
    }
    disk.fault = null;
    disk.powerLossAtRandom(random, { kept: 1, of: 2 });
    if (created) assert.equal(open(disk).entries.length, 0, `seed ${seed}`);
    else if (Wal.exists({ fileSystem: disk.fileSystem(), directory })) open(disk).wal.close();
    else create(disk).close();
  }
});

test("Wal.create() takes an empty directory and refuses one that holds anything", () => {
  const disk = freshDisk();
  const fileSystem = disk.fileSystem();
  fileSystem.makeDirectory(directory);
  const wal = create(disk);
  assert.throws(() => create(disk), { code: "exists" });
  wal.close();
  const other = freshDisk();
  other.fileSystem().makeDirectory(directory);
  other.fileSystem().open(`${directory}/precious`, "create").close();
  assert.throws(() => create(other), { code: "unusable" });
  assert.deepEqual(names(other), ["precious"]);
});

test("Wal.open() gives back metadata, state and entries", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 3), state(2));
  save(wal, [{ Type: 2, Term: 2, Index: 4, Data: null }], state(3, 2));
  wal.close();
  const opened = open(disk);
  assert.deepEqual(opened.metadata, metadata);
  assert.deepEqual(opened.hardState, state(3, 2));
  assert.equal(shape(opened.entries), "1/1 2/1 3/1 4/2");
  assert.deepEqual(opened.entries[1], entry(2));
  assert.deepEqual(opened.entries[3], { Type: 2, Term: 2, Index: 4, Data: null });
});

test("Wal.open() lets a later entry replace the one of its index and all behind it", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 4), state(1));
  save(wal, entries(5, 7), null);
  save(wal, [entry(6, 2)], null);
  wal.close();
  assert.equal(shape(open(disk).entries), "1/1 2/1 3/1 4/1 5/1 6/2");
});

test("Wal.open() refuses a gap, a missing snapshot record, and another term", () => {
  const disk = freshDisk();
  let wal = create(disk);
  save(wal, entries(1, 3), state(3));
  wal.saveSnapshot({ index: 2, term: 1, confState: null });
  wal.sync();
  wal.close();
  assert.throws(() => open(disk, { index: 3, term: 1 }), /wal: snapshot not found/);
  assert.throws(() => open(disk, { index: 2, term: 9 }), /wal: snapshot mismatch/);
  wal = open(disk, { index: 2, term: 1 }).wal;
  save(wal, [entry(9)], null);
  wal.close();
  assert.throws(
    () => open(disk, { index: 2, term: 1 }),
    (error: unknown) =>
      error instanceof CorruptionError &&
      /slice bounds out of range/.test(error.message) &&
      error.file.endsWith(firstSegment) &&
      error.offset > 0,
  );
});

test("a commit that moves alone asks for no sync and rides with the next batch", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 3), state(0));
  const syncs = (): number => disk.counts.get("sync") ?? 0;
  const before = syncs();
  save(wal, [], state(2));
  save(wal, [], state(3));
  assert.equal(wal.needsSync, false);
  assert.equal(syncs(), before);
  save(wal, [], null);
  assert.equal(syncs(), before);
  save(wal, [entry(4)], null);
  assert.equal(syncs(), before + 1, "entries are synced");
  save(wal, [], state(3, 2));
  assert.equal(syncs(), before + 2, "a new term is synced");
  save(wal, [], state(3, 2, 7n));
  assert.equal(syncs(), before + 3, "a new vote is synced");
  wal.saveSnapshot({ index: 3, term: 1, confState: null });
  wal.sync();
  assert.equal(syncs(), before + 4, "a snapshot record is synced");
  save(wal, [], state(4, 2, 7n));
  wal.close();
  assert.deepEqual(open(disk).hardState, state(4, 2, 7n), "close() writes what is held back");
});

test("a batch has its entries before its state, and no state record without change", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 2), state(1));
  save(wal, entries(3, 3), state(1));
  save(wal, entries(4, 4), state(3));
  save(wal, entries(5, 5), null);
  wal.close();
  assert.deepEqual(
    records(disk.fileSystem()).map(({ type }) => type),
    [1, 5, 2, 2, 3, 2, 2, 3, 2],
  );
});

test("a full segment is followed by one that begins with crc, metadata and state", () => {
  for (const isAsync of [false, true]) {
    const disk = freshDisk();
    const wal = create(disk);
    save(wal, entries(1, 10, 300), state(8));
    save(wal, [], state(9));
    save(wal, entries(11, 14, 300), null);
    assert.deepEqual(
      names(disk).filter((name) => name.endsWith(".wal")),
      [firstSegment, "0000000000000001-000000000000000f.wal"],
      `async ${isAsync}`,
    );
    save(wal, entries(15, 15), null);
    wal.close();
    const second = "0000000000000001-000000000000000f.wal";
    const seen = records(disk.fileSystem()).filter(({ file }) => file.endsWith(second));
    assert.deepEqual(
      seen.map(({ type }) => type),
      [1, 3, 2],
    );
    assert.equal(seen[0]!.offset, 16, "the crc record comes first");
    const opened = open(disk);
    assert.equal(opened.entries.length, 15);
    assert.deepEqual(opened.hardState, state(9));
    assert.equal(content(disk, firstSegment).length % 8, 0);
    assert.ok(content(disk, firstSegment).length < segmentBytes + 1500);
  }
});

test("syncAsync() cuts segments too, and batches that come meanwhile go into the next", async () => {
  const disk = freshDisk();
  const wal = create(disk);
  const finished: number[] = [];
  let next = 1;
  for (let round = 0; round < 40; round++) {
    const count = 1 + (round % 5);
    wal.append({ entries: entries(next, next + count - 1, 200), hardState: state(next - 1) });
    next += count;
    const done = round;
    wal.syncAsync((error) => {
      assert.equal(error, null);
      finished.push(done);
    });
    assert.equal(finished.includes(done), false, "never before the call returns");
    if (round % 7 === 0) await asyncSync(wal);
  }
  await asyncSync(wal);
  assert.deepEqual(
    finished,
    Array.from({ length: 40 }, (_, i) => i),
  );
  wal.close();
  const opened = open(disk);
  assert.equal(opened.entries.length, next - 1);
  assert.ok(names(disk).filter((name) => name.endsWith(".wal")).length >= 4);
  opened.wal.close();
});

test("the next segment is filled with zeros ahead of its use", async () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 8, 300), state(1));
  for (let i = 0; i < 20; i++) await Promise.resolve();
  assert.equal(content(disk, "0.tmp").length, segmentBytes);
  save(wal, entries(9, 14, 300), null);
  const second = "0000000000000001-000000000000000f.wal";
  assert.equal(content(disk, second).length, segmentBytes);
  assert.ok(
    content(disk, second)
      .subarray(200)
      .every((byte) => byte === 0),
  );
  save(wal, entries(15, 22, 300), null);
  for (let i = 0; i < 20; i++) await Promise.resolve();
  assert.ok(names(disk).includes("1.tmp"));
  wal.close();
});

test("a second opener is refused while the first one holds the log", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 3), state(1));
  assert.throws(
    () => open(disk),
    (error: unknown) => (error as StorageError).code === "locked",
  );
  assert.throws(
    () => readWalSnapshots({ fileSystem: disk.fileSystem(), directory }),
    (error: unknown) => (error as StorageError).code === "locked",
  );
  save(wal, entries(4, 4), null);
  wal.close();
  open(disk).wal.close();
});

/** A log of several segments whose snapshots allow a start in the middle. */
function longLog(disk: SimulatedDisk): Wal {
  const wal = create(disk);
  for (let first = 1; first <= 91; first += 10) {
    save(wal, entries(first, first + 9, 200), state(first + 8));
    if (first % 20 === 1) {
      wal.saveSnapshot({ index: first + 5, term: 1, confState: null });
      wal.sync();
    }
  }
  return wal;
}

test("release() and purgeSegments() remove only what no start needs and nobody holds", () => {
  const disk = freshDisk();
  const wal = longLog(disk);
  const all = names(disk).filter((name) => name.endsWith(".wal"));
  assert.ok(all.length > 4);
  const purge = (keep: number): string[] =>
    purgeSegments({ fileSystem: disk.fileSystem(), directory, keep });
  assert.deepEqual(purge(1), [], "everything is held");
  wal.release(66);
  const removed = purge(2);
  assert.ok(removed.length > 0 && removed.length < all.length - 1);
  assert.deepEqual(removed, all.slice(0, removed.length));
  assert.deepEqual(purge(2), []);
  wal.release(86);
  wal.close();
  const opened = open(disk, { index: 66, term: 1 });
  assert.equal(opened.entries[0]!.Index, 67);
  assert.equal(opened.entries.length, 34);
  opened.wal.close();
  assert.throws(() => open(disk), /no segment holds index 0/);
});

test("purgeSegments() keeps the given number of newest segments", () => {
  const disk = freshDisk();
  longLog(disk).close();
  const all = listSegments(disk.fileSystem(), directory).map(({ name }) => name);
  const removed = purgeSegments({ fileSystem: disk.fileSystem(), directory, keep: 3 });
  assert.deepEqual(removed, all.slice(0, -3));
});

test("a log whose first segments are gone adopts the checksum it starts with", () => {
  const disk = freshDisk();
  longLog(disk).close();
  const segments = listSegments(disk.fileSystem(), directory);
  disk.fileSystem().remove(`${directory}/${segments[0]!.name}`);
  const opened = open(disk, { index: 86, term: 1 });
  assert.equal(shape(opened.entries.slice(0, 1)), "87/1");
  opened.wal.close();
});

test("a start across a hole in the sequence of segments is refused, one behind it is not", () => {
  const disk = freshDisk();
  longLog(disk).close();
  const segments = listSegments(disk.fileSystem(), directory);
  disk.fileSystem().remove(`${directory}/${segments[2]!.name}`);
  assert.throws(() => open(disk), /segment missing/);
  const behind = segments[3]!.index;
  const found = readWalSnapshots({ fileSystem: disk.fileSystem(), directory });
  assert.ok(found.snapshots.length > 0);
  assert.ok(
    found.snapshots.every(({ index }) => index >= behind),
    "only what a start can use",
  );
});

test("one changed byte in an earlier segment is found", () => {
  const disk = freshDisk();
  longLog(disk).close();
  disk.damage(`${directory}/${firstSegment}`, { offset: 400, mask: 1 });
  for (const read of [
    () => open(disk),
    () => readWalSnapshots({ fileSystem: disk.fileSystem(), directory }),
  ]) {
    assert.throws(
      read,
      (error: unknown) => error instanceof CorruptionError && error.file.endsWith(firstSegment),
    );
  }
});

test("readWalSnapshots() leaves out records above the commit index", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 9), state(5));
  for (const index of [3, 5, 7]) wal.saveSnapshot({ index, term: 1, confState: null });
  wal.sync();
  wal.close();
  const found = readWalSnapshots({ fileSystem: disk.fileSystem(), directory });
  const seen = found.snapshots.map((snapshot: walpb.Snapshot) => snapshot.index);
  assert.deepEqual(seen, [0, 3, 5]);
  assert.deepEqual(found.hardState, state(5));
});

test("a record cut at any byte is repaired once, with a copy of the file", () => {
  for (let cut = 1; cut <= 40; cut++) {
    const disk = freshDisk();
    const wal = create(disk);
    save(wal, entries(1, 5), state(1));
    wal.close();
    const all = records(disk.fileSystem());
    const last = all[all.length - 2]!;
    const file = disk.fileSystem().open(last.file, "write");
    const length = last.offset + Math.min(cut, 40 - 1);
    file.truncate(length);
    file.close();
    const before = content(disk, firstSegment);
    const repairs: Repair[] = [];
    const opened = open(disk, undefined, (repair) => repairs.push(repair));
    assert.equal(shape(opened.entries), "1/1 2/1 3/1 4/1", `cut ${cut}`);
    assert.equal(repairs.length, 1);
    assert.equal(repairs[0]!.offset, last.offset);
    assert.deepEqual(content(disk, `${firstSegment}.broken`), before);
    save(opened.wal, [entry(5, 2)], state(2, 2));
    opened.wal.close();
    const again = open(disk, undefined, () => assert.fail("repaired twice"));
    assert.equal(shape(again.entries), "1/1 2/1 3/1 4/1 5/2");
    again.wal.close();
  }
});

test("a changed byte in the last record, with no sector missing, is refused and left alone", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 5), state(1));
  wal.close();
  const last = records(disk.fileSystem()).at(-1)!;
  disk.damage(last.file, { offset: last.offset + 20, mask: 4 });
  const before = content(disk, firstSegment);
  assert.throws(() => open(disk), CorruptionError);
  assert.deepEqual(content(disk, firstSegment), before);
  assert.deepEqual(names(disk), [firstSegment]);
});

function zeroSector(disk: SimulatedDisk, path: string, at: number): void {
  const file = disk.fileSystem().open(path, "write");
  file.write(at - (at % 512), new Uint8Array(512));
  file.sync();
  file.close();
}

test("a missing sector is repaired in the last segment and refused in an earlier one", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 2, 2000), state(1));
  save(wal, entries(3, 3, 1500), null);
  wal.close();
  assert.ok(names(disk).includes("0000000000000001-0000000000000003.wal"));
  const again = open(disk);
  save(again.wal, entries(4, 4, 1500), null);
  again.wal.close();
  const last = records(disk.fileSystem()).at(-1)!;
  zeroSector(disk, last.file, last.offset + 700);
  let repaired = 0;
  const opened = open(disk, undefined, () => repaired++);
  assert.equal(shape(opened.entries), "1/1 2/1 3/1");
  assert.equal(repaired, 1);
  opened.wal.close();
  zeroSector(disk, `${directory}/${firstSegment}`, 1200);
  assert.throws(() => open(disk), CorruptionError);
});

test("what stands behind a zero length field is removed, and appending works", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 3), state(1));
  wal.close();
  const end = content(disk, firstSegment).findLastIndex((byte) => byte !== 0) + 1;
  const file = disk.fileSystem().open(`${directory}/${firstSegment}`, "write");
  file.write(end + 24, new Uint8Array(100).fill(0xee));
  file.close();
  const opened = open(disk);
  assert.ok(content(disk, firstSegment).every((byte) => byte !== 0xee));
  save(opened.wal, entries(4, 4), null);
  opened.wal.close();
  assert.equal(shape(open(disk).entries), "1/1 2/1 3/1 4/1");
});

test("two different metadata records are refused", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 14, 300), state(1));
  wal.close();
  const other = freshDisk();
  const foreign = Wal.create({
    directory,
    fileSystem: other.fileSystem(),
    metadata: new Uint8Array([8, 9, 16, 9]),
    segmentBytes,
  });
  save(foreign, entries(1, 14, 300), state(1));
  foreign.close();
  // Without a running checksum the second segment is adopted as it is, so only the metadata tells.
  const second = "0000000000000001-000000000000000f.wal";
  const mixed = freshDisk();
  const fileSystem = mixed.fileSystem();
  fileSystem.makeDirectory(directory);
  const put = (name: string, bytes: Uint8Array): void => {
    const file = fileSystem.open(`${directory}/${name}`, "create");
    file.write(0, bytes);
    file.close();
  };
  put(firstSegment, new Uint8Array(0));
  put(second, content(other, second));
  put("0000000000000002-0000000000000010.wal", new Uint8Array(0));
  assert.throws(() => open(mixed), /snapshot not found/);
  put("0000000000000003-0000000000000011.wal", content(disk, second));
  assert.throws(() => open(mixed), CorruptionError);
});

for (const isAsync of [false, true]) {
  const how = isAsync ? "syncAsync()" : "sync()";
  test(`${how}: a failed write or sync ends the log for good`, async () => {
    for (const operation of ["write", "sync"] as const) {
      const disk = freshDisk();
      const wal = create(disk);
      save(wal, entries(1, 2), state(1));
      wal.append({ entries: entries(3, 3), hardState: null });
      disk.fault = (what) => (what === operation ? { systemCode: "EIO" } : null);
      const code = operation === "write" ? "write-failed" : "sync-failed";
      if (isAsync) {
        const seen: unknown[] = [];
        await new Promise<void>((resolve) => {
          const settled = (error: Error | null): void => {
            seen.push((error as StorageError).code);
            if (seen.length === 2) resolve();
          };
          wal.syncAsync(settled);
          try {
            wal.syncAsync(settled);
          } catch (error) {
            settled((error as StorageError).cause as Error);
          }
        });
        assert.deepEqual(seen, [code, code]);
      } else assert.throws(() => wal.sync(), { name: "StorageError", code, systemCode: "EIO" });
      disk.fault = null;
      const refused = { name: "StorageError", code: "closed" };
      assert.throws(() => wal.sync(), refused);
      assert.throws(() => wal.append({ entries: [], hardState: null }), refused);
      assert.throws(() => wal.syncAsync(() => {}), refused);
      assert.throws(() => wal.release(1), refused);
      assert.equal((wal.failure as StorageError).code, code);
      const syncs = disk.counts.get("sync");
      wal.close();
      assert.equal(disk.counts.get("sync"), syncs, "close() after a failure syncs nothing");
    }
  });
}

test("close() during a sync lets it settle, then writes what is held back and frees the lock", async () => {
  const settle: (() => void)[] = [];
  const disk = new SimulatedDisk({ defer: (callback) => settle.push(callback) });
  disk.fileSystem().makeDirectory("/data/member");
  const wal = create(disk);
  save(wal, entries(1, 1), state(0));
  wal.append({ entries: entries(2, 2), hardState: null });
  const seen: unknown[] = [];
  wal.syncAsync((error) => seen.push(error));
  wal.append({ entries: entries(3, 3), hardState: state(2) });
  wal.syncAsync((error) => seen.push(error));
  wal.close();
  wal.close();
  assert.throws(() => wal.append({ entries: [], hardState: null }), { code: "closed" });
  assert.throws(() => open(disk), { code: "locked" });
  while (settle.length > 0) settle.shift()!();
  assert.deepEqual(seen, [null, null]);
  const opened = open(disk);
  assert.equal(shape(opened.entries), "1/1 2/1 3/1");
  assert.deepEqual(opened.hardState, state(2));
});

test("every failing operation during a cut ends the log", () => {
  for (let countdown = 0; countdown < 8; countdown++) {
    const disk = freshDisk();
    const wal = create(disk);
    save(wal, entries(1, 12, 300), state(1));
    wal.append({ entries: entries(13, 14, 300), hardState: null });
    let left = countdown + 2;
    disk.fault = (operation) =>
      operation !== "remove" && --left === 0 ? { systemCode: "ENOSPC" } : null;
    let failed = false;
    try {
      wal.sync();
    } catch (error) {
      failed = true;
      assert.equal((error as StorageError).systemCode, "ENOSPC");
    }
    disk.fault = null;
    if (failed) assert.throws(() => wal.sync(), { code: "closed" });
    wal.close();
    disk.processExit();
    // The batch was synced before the cut began, or was never acknowledged.
    const opened = open(disk);
    const last = opened.entries.at(-1)!.Index;
    assert.ok(countdown === 0 ? last >= 12 : last === 14, `countdown ${countdown}, last ${last}`);
    opened.wal.close();
  }
});

test("after a failed sync, what a new start reads is durable before it is promised", () => {
  const disk = freshDisk();
  const wal = create(disk);
  save(wal, entries(1, 2), state(1));
  wal.append({ entries: entries(3, 3), hardState: state(1, 2) });
  disk.fault = (operation) => (operation === "sync" ? { systemCode: "EIO" } : null);
  assert.throws(() => wal.sync());
  disk.fault = null;
  // The page cache still shows the batch, although the disk never got it.
  disk.processExit();
  const opened = open(disk);
  assert.equal(shape(opened.entries), "1/1 2/1 3/1");
  disk.powerLoss(() => false);
  const again = open(disk);
  assert.equal(shape(again.entries), "1/1 2/1 3/1");
  assert.deepEqual(again.hardState, state(1, 2));
});

test("every changed byte of a small log is repaired or refused, never believed", () => {
  const build = (): SimulatedDisk => {
    const disk = freshDisk();
    const wal = create(disk, 2048);
    save(wal, entries(1, 6, 40), state(4));
    wal.saveSnapshot({ index: 4, term: 1, confState: null });
    save(wal, entries(7, 30, 60), state(7));
    save(wal, [entry(31, 2, 700)], state(8, 2));
    wal.close();
    return disk;
  };
  const original = open(build());
  const truth = original.entries.map((item) => `${shape([item])}=${bytesToHex(item.Data!)}`);
  const random = new SeededRandom(77);
  const outcomes = { refused: 0, repaired: 0, harmless: 0 };
  const segments = listSegments(build().fileSystem(), directory).map(({ name }) => name);
  assert.equal(segments.length, 2);
  for (const name of segments) {
    const used = content(build(), name).findLastIndex((byte) => byte !== 0) + 1;
    for (let offset = 0; offset < used; offset++) {
      const mask = random.chance(1, 2) ? 1 << random.below(8) : 1 + random.below(255);
      const where = `${name} at ${offset}, mask ${mask}`;
      const disk = build();
      disk.damage(`${directory}/${name}`, { offset, mask });
      let repaired = false;
      try {
        const opened = open(disk, undefined, () => {
          repaired = true;
        });
        const seen = opened.entries.map((item) => `${shape([item])}=${bytesToHex(item.Data!)}`);
        assert.deepEqual(seen, truth.slice(0, seen.length), where);
        assert.deepEqual(opened.metadata, metadata, where);
        if (repaired) outcomes.repaired++;
        else outcomes.harmless++;
        if (!repaired) assert.equal(seen.length, truth.length, `entries lost in silence: ${where}`);
      } catch (error) {
        if (!(error instanceof CorruptionError)) throw error;
        assert.ok(error.file.startsWith(directory), where);
        outcomes.refused++;
      }
    }
  }
  assert.ok(outcomes.refused > 1500, JSON.stringify(outcomes));
  assert.equal(outcomes.harmless, 0, JSON.stringify(outcomes));
});
