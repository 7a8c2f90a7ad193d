import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import type { raftpb, walpb } from "@kvorum/proto";
import { SimulatedDisk } from "../testing/simulated-file-system.ts";
import { SnapshotFiles } from "./snapshot-files.ts";

const directory = "/snap";

function confState(voters: bigint[]): raftpb.ConfState {
  return { voters, learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false };
}

function snapshot(index: number, term = 1): raftpb.Snapshot {
  return {
    data: new Uint8Array([index, term]),
    metadata: { confState: confState([BigInt(index)]), index, term },
  };
}

function record(index: number, term = 1, withConfState = false): walpb.Snapshot {
  return { index, term, confState: withConfState ? confState([99n]) : null };
}

function setUp(): { disk: SimulatedDisk; files: SnapshotFiles; broken: string[] } {
  const disk = new SimulatedDisk();
  const fileSystem = disk.fileSystem();
  fileSystem.makeDirectory(directory);
  fileSystem.syncDirectory("/");
  const broken: string[] = [];
  const files = new SnapshotFiles({
    fileSystem,
    directory,
    onBroken: ({ path, reason }) => broken.push(`${path}: ${reason}`),
  });
  return { disk, files, broken };
}

const start = (files: SnapshotFiles, records: walpb.Snapshot[]) => {
  const { marker, confState: state, file } = files.choose(records);
  return [marker.index, marker.term, state?.voters ?? null, file?.data?.[0] ?? null];
};

test("save() names the file by term and index, and load() gives back what was saved", () => {
  const { disk, files } = setUp();
  files.save(snapshot(0x2a, 3));
  assert.deepEqual(disk.fileSystem().list(directory), ["0000000000000003-000000000000002a.snap"]);
  assert.deepEqual(files.load({ index: 0x2a, term: 3 }), snapshot(0x2a, 3));
  assert.equal(files.load({ index: 0x2a, term: 4 }), null);
});

test("save() leaves a whole file or none, whatever a power loss keeps", () => {
  for (let seed = 1; seed <= 80; seed++) {
    const random = new SeededRandom(seed);
    const { disk, files, broken } = setUp();
    let left = random.below(10);
    disk.fault = () => (left-- === 0 ? { systemCode: "EIO" } : null);
    let isSaved = false;
    try {
      files.save({ ...snapshot(7), data: random.bytes(2000) });
      isSaved = true;
    } catch (error) {
      assert.equal((error as { systemCode: string }).systemCode, "EIO");
    }
    disk.fault = null;
    disk.powerLossAtRandom(random, { kept: 1, of: 2 });
    files.removeTemporaryFiles();
    const found = files.load({ index: 7, term: 1 });
    if (isSaved) assert.ok(found !== null, `seed ${seed}`);
    assert.deepEqual(broken, [], `seed ${seed}`);
  }
});

test("choose() takes the last record that carries or finds a configuration", () => {
  const { files } = setUp();
  assert.deepEqual(start(files, []), [0, 0, null, null]);
  assert.deepEqual(start(files, [record(0, 0)]), [0, 0, null, null]);
  files.save(snapshot(5));
  files.save(snapshot(9));
  files.save(snapshot(30));
  const records = [record(0, 0), record(5), record(9)];
  assert.deepEqual(start(files, records), [9, 1, [9n], 9], "orphan files are skipped");
  assert.deepEqual(start(files, [...records, record(12, 2)]), [9, 1, [9n], 9], "no file, no state");
  assert.deepEqual(start(files, [...records, record(12, 2, true)]), [12, 2, [99n], null]);
  assert.deepEqual(start(files, [record(5), record(9, 1, true)]), [9, 1, [99n], 9]);
});

test("choose() renames a file of changed bytes to .broken and takes the next older one", () => {
  const { disk, files, broken } = setUp();
  files.save(snapshot(5));
  const path = files.save(snapshot(9));
  const file = disk.fileSystem().open(path, "read");
  const size = file.sizeBytes();
  for (let offset = 0; offset < size; offset++) {
    for (const mask of [1, 0x80]) {
      disk.damage(path, { offset, mask });
      broken.length = 0;
      assert.deepEqual(start(files, [record(5), record(9)]), [5, 1, [5n], 5], `at ${offset}`);
      assert.equal(broken.length, 1);
      assert.ok(
        disk
          .fileSystem()
          .list(directory)
          .includes(`${path.slice(6)}.broken`),
      );
      disk.fileSystem().rename({ from: `${path}.broken`, to: path });
      disk.damage(path, { offset, mask });
    }
  }
  for (let length = 0; length < size; length++) {
    const cut = disk.fileSystem().open(path, "write");
    const whole = cut.read(0, size);
    cut.truncate(length);
    assert.deepEqual(start(files, [record(5), record(9)]), [5, 1, [5n], 5], `cut at ${length}`);
    disk.fileSystem().rename({ from: `${path}.broken`, to: path });
    cut.write(0, whole);
    cut.close();
  }
});

test("purge() and removeDatabasesBelow() keep the newest files", () => {
  const { disk, files } = setUp();
  const fileSystem = disk.fileSystem();
  for (const index of [3, 20, 1, 7]) {
    files.save(snapshot(index));
    fileSystem.open(files.databasePath(index), "create").close();
  }
  assert.deepEqual(
    files.list().map(({ index }) => index),
    [20, 7, 3, 1],
  );
  assert.equal(files.removeDatabasesBelow(3).length, 1);
  files.purge(2);
  assert.deepEqual(fileSystem.list(directory), [
    "0000000000000001-0000000000000007.snap",
    "0000000000000001-0000000000000014.snap",
    "0000000000000007.snap.db",
    "0000000000000014.snap.db",
  ]);
});

test("removeTemporaryFiles() removes interrupted downloads and nothing else", () => {
  const { disk, files } = setUp();
  const fileSystem = disk.fileSystem();
  const names = ["tmp123", "db.tmp.9", "db", "kvorum.mdb", "x.snap.broken"];
  for (const name of names) fileSystem.open(`${directory}/${name}`, "create").close();
  files.removeTemporaryFiles();
  assert.deepEqual(fileSystem.list(directory), ["db", "kvorum.mdb", "x.snap.broken"]);
});
