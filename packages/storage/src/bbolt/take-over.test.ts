import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { utf8ToBytes } from "@kvorum/base";
import { lmdbEngine } from "../backend/engine.ts";
import { LmdbBackend } from "../backend/lmdb-backend.ts";
import { MemoryBackend } from "../backend/memory-backend.ts";
import { NodeFileSystem } from "../node-file-system.ts";
import { temporaryDirectories, turnTimers } from "../testing/real-files.ts";
import { exportBbolt } from "./exchange.ts";
import { finishTakeOver, takeOverDatabase } from "./take-over.ts";
import { BboltWriter } from "./writer.ts";

const freshDirectory = temporaryDirectories("take-over");
const fileSystem = new NodeFileSystem();
const timers = turnTimers;
const engine = lmdbEngine({ fileSystem, timers });
const ports = { fileSystem, timers, engine };

async function writeDatabase(path: string, count: number): Promise<void> {
  const backend = new MemoryBackend();
  for (let main = 2; main < count + 2; main++) {
    backend.putRevision(main, 0, false, utf8ToBytes(`record ${main}`));
  }
  backend.setApplied({ index: count, term: 2, confState: null });
  backend.commit();
  const view = backend.openView();
  await exportBbolt({ view, fileSystem, path, timers });
  view.close();
}

async function recordsIn(directory: string): Promise<number> {
  const backend = LmdbBackend.open({ directory, timers, onFailure: () => assert.fail() });
  let count = 0;
  backend.scan("key", { start: new Uint8Array(0), end: null }, () => ++count > 0);
  await backend.close();
  return count;
}

test("takeOverDatabase() imports, retires the file, and finishTakeOver() ends a crash between", async () => {
  const directory = freshDirectory();
  const path = join(directory, "db");
  await writeDatabase(path, 3000);
  const untouched = fs.readFileSync(path);
  const result = await takeOverDatabase({ directory, ...ports });
  assert.equal(result.appliedIndex, 3000);
  assert.equal(await recordsIn(directory), 3000);
  assert.ok(!fs.existsSync(path));
  // The crash came before the rename: the same file stands there again.
  fs.renameSync(`${path}.imported`, path);
  await finishTakeOver({ directory, ...ports, otherSources: [] });
  assert.deepEqual(fs.readFileSync(`${path}.imported`), untouched);
  assert.equal(await recordsIn(directory), 3000);
});

test("finishTakeOver() refuses another database, and knows one that was imported for it", async () => {
  const directory = freshDirectory();
  const path = join(directory, "db");
  const received = join(directory, "0000000000000bb9.snap.db");
  await writeDatabase(path, 10);
  await writeDatabase(received, 12);
  await takeOverDatabase({ directory, ...ports, source: received });
  assert.equal(await recordsIn(directory), 12);
  fs.renameSync(`${path}.imported`, path);
  await assert.rejects(finishTakeOver({ directory, ...ports, otherSources: [] }), {
    name: "StorageError",
    code: "unusable",
  });
  assert.ok(fs.existsSync(path));
  await finishTakeOver({ directory, ...ports, otherSources: [received] });
  assert.ok(!fs.existsSync(path));
});

test("takeOverDatabase() refuses buckets that etcd does not have, and changes nothing", async () => {
  const directory = freshDirectory();
  const path = join(directory, "db");
  const file = fileSystem.open(path, "create");
  const writer = new BboltWriter({ file });
  writer.beginBucket(utf8ToBytes("someone's"));
  writer.add(utf8ToBytes("key"), utf8ToBytes("value"));
  writer.endBucket();
  await writer.finish();
  file.close();
  await assert.rejects(takeOverDatabase({ directory, ...ports }), /unknown buckets someone's/);
  assert.deepEqual(fs.readdirSync(directory), ["db"]);
});
