import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openDataDirectory } from "./data-directory.ts";
import { NodeFileSystem } from "./node-file-system.ts";
import { SimulatedDisk } from "./testing/simulated-file-system.ts";
import { Wal } from "./wal/wal.ts";

const directories: string[] = [];
after(() => {
  for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
});

function freshDirectory(): string {
  const directory = fs.mkdtempSync(join(os.tmpdir(), "kvorum-directory-"));
  directories.push(directory);
  return directory;
}

test("openDataDirectory() creates the layout with mode 0700 and reports what is there", () => {
  const fileSystem = new NodeFileSystem();
  const path = join(freshDirectory(), "a", "b.etcd");
  let directory = openDataDirectory({ fileSystem, path });
  assert.equal(directory.snapDirectory, join(path, "member", "snap"));
  assert.equal(directory.walDirectory, join(path, "member", "wal"));
  assert.deepEqual(
    [directory.hasWal, directory.stores, directory.isTooOpen],
    [false, "none", false],
  );
  for (const name of ["", "member", "member/snap"]) {
    assert.equal(fs.statSync(join(path, name)).mode & 0o777, 0o700);
    assert.ok(!fs.existsSync(join(path, name, ".touch")));
  }
  directory.release();
  Wal.create({
    fileSystem,
    directory: directory.walDirectory,
    metadata: new Uint8Array(1),
    segmentBytes: 4096,
  }).close();
  fs.writeFileSync(join(directory.snapDirectory, "db"), "");
  fs.chmodSync(path, 0o755);
  directory = openDataDirectory({ fileSystem, path });
  assert.deepEqual(
    [directory.hasWal, directory.stores, directory.isTooOpen],
    [true, "bbolt", true],
  );
  directory.release();
  fs.writeFileSync(join(directory.snapDirectory, "kvorum.mdb"), "");
  directory = openDataDirectory({ fileSystem, path });
  assert.equal(directory.stores, "both");
  directory.release();
});

test("openDataDirectory() refuses a second member, and admits it after the first one let go", () => {
  const fileSystem = new NodeFileSystem();
  const path = freshDirectory();
  const first = openDataDirectory({ fileSystem, path });
  assert.throws(() => openDataDirectory({ fileSystem, path }), { code: "locked" });
  first.release();
  openDataDirectory({ fileSystem, path }).release();
});

test("the lock of a killed process is free at once", { timeout: 30_000 }, async () => {
  const path = freshDirectory();
  const script = `
    import { NodeFileSystem, openDataDirectory } from ${JSON.stringify(new URL("./index.js", import.meta.url))};
    openDataDirectory({ fileSystem: new NodeFileSystem(), path: ${JSON.stringify(path)} });
    console.log("locked");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  const fileSystem = new NodeFileSystem();
  assert.throws(() => openDataDirectory({ fileSystem, path }), { code: "locked" });
  child.kill("SIGKILL");
  await new Promise<void>((resolve) => child.once("close", () => resolve()));
  openDataDirectory({ fileSystem, path }).release();
});

test("openDataDirectory() names the path that it cannot use", () => {
  const disk = new SimulatedDisk();
  const fileSystem = disk.fileSystem();
  fileSystem.open("/file", "create").close();
  assert.throws(() => openDataDirectory({ fileSystem, path: "/file" }), {
    name: "StorageError",
    code: "unusable",
    path: "/file",
  });
  for (const operation of ["create", "makeDirectory", "syncDirectory"] as const) {
    disk.fault = (what) => (what === operation ? { systemCode: "EROFS" } : null);
    assert.throws(() => openDataDirectory({ fileSystem, path: "/data" }), {
      name: "StorageError",
      systemCode: "EROFS",
    });
    disk.fault = null;
  }
});
