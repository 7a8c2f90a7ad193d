import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CorruptionError, SeededRandom, utf8ToBytes } from "@kvorum/base";
import { revisionKey } from "../backend/buckets.ts";
import { LmdbBackend } from "../backend/lmdb-backend.ts";
import { MemoryBackend } from "../backend/memory-backend.ts";
import { NodeFileSystem } from "../node-file-system.ts";
import { temporaryDirectories, turnTimers } from "../testing/real-files.ts";
import { buildStore, exportBbolt, importBbolt } from "./exchange.ts";

const freshDirectory = temporaryDirectories("exchange");
const fileSystem = new NodeFileSystem();
const timers = turnTimers;

/** A bbolt file with `count` revisions, and what they are. */
async function sample(path: string, count: number): Promise<Map<number, Uint8Array>> {
  const random = new SeededRandom(count);
  const backend = new MemoryBackend();
  const values = new Map<number, Uint8Array>();
  for (let main = 2; main < count + 2; main++) {
    const value = random.bytes(random.below(200));
    values.set(main, value);
    backend.putRevision(main, 0, random.chance(1, 8), value);
  }
  backend.put("kvorum", utf8ToBytes("private"), utf8ToBytes("stays here"));
  backend.setApplied({ index: count, term: 2, confState: null });
  backend.commit();
  const view = backend.openView();
  await exportBbolt({ view, fileSystem, path, timers });
  view.close();
  return values;
}

async function check(directory: string, values: Map<number, Uint8Array>): Promise<void> {
  const failures: Error[] = [];
  const backend = LmdbBackend.open({
    directory,
    timers,
    onFailure: (error) => failures.push(error),
  });
  let count = 0;
  backend.scan("key", { start: new Uint8Array(0), end: null }, () => ++count > 0);
  assert.equal(count, values.size);
  for (const [main, value] of values) {
    assert.deepEqual(Uint8Array.from(backend.getRevision(main, 0)!), value);
  }
  assert.equal(backend.get("kvorum", utf8ToBytes("private")), undefined);
  assert.equal(backend.durableAppliedIndex, values.size);
  await backend.close();
  assert.deepEqual(failures, []);
}

test("importBbolt() replaces the store by what exportBbolt() wrote, without bucket kvorum", async () => {
  const directory = freshDirectory();
  const path = join(freshDirectory(), "db");
  await check(directory, new Map());
  const values = await sample(path, 25_000);
  const result = await importBbolt({ path, directory, fileSystem, timers });
  assert.equal(result.appliedIndex, 25_000);
  assert.equal(result.pairsCount, 25_002);
  await check(directory, values);
  assert.ok(!fs.existsSync(join(directory, "tmp-import")));
});

test("buildStore() leaves the present store alone until it is installed", async () => {
  const directory = freshDirectory();
  const path = join(freshDirectory(), "db");
  const values = await sample(path, 100);
  const present = LmdbBackend.open({ directory, timers, onFailure: () => assert.fail() });
  present.putRevision(7, 0, false, utf8ToBytes("present"));
  const discarded = await buildStore({ path, directory, fileSystem, timers });
  discarded.discard();
  const built = await buildStore({ path, directory, fileSystem, timers });
  assert.equal(Buffer.from(present.getRevision(7, 0)!).toString(), "present");
  await present.close();
  built.install();
  await check(directory, values);
});

test("replace() puts a built store into an open backend, and views of the old one stay", async () => {
  const directory = freshDirectory();
  const path = join(freshDirectory(), "db");
  const values = await sample(path, 3000);
  const backend = LmdbBackend.open({ directory, timers, onFailure: () => assert.fail() });
  backend.putRevision(7000, 0, false, utf8ToBytes("old"));
  await new Promise<void>((resolve) => backend.flush(() => resolve()));
  const view = backend.openView();
  const built = await buildStore({ path, directory, fileSystem, timers });
  backend.putRevision(7001, 0, false, utf8ToBytes("not committed"));
  backend.commit();
  backend.putRevision(7002, 0, false, utf8ToBytes("in the open batch"));
  await new Promise<void>((resolve) => {
    backend.replace(built, (error) => {
      assert.equal(error, null);
      assert.equal(backend.getRevision(7000, 0), undefined);
      assert.equal(backend.getRevision(7002, 0), undefined);
      assert.equal(backend.durableAppliedIndex, 3000);
      assert.ok(view.get("key", revisionKey({ main: 7000, sub: 0, tombstone: false })));
      resolve();
    });
  });
  view.close();
  built.discard();
  const main = [...values.keys()].find((key) => backend.getRevision(key, 0) !== undefined)!;
  backend.putRevision(main, 0, false, utf8ToBytes("new"));
  await new Promise<void>((resolve) => backend.flush(() => resolve()));
  assert.equal(Buffer.from(backend.getRevision(main, 0)!).toString(), "new");
  await backend.close();
  assert.deepEqual(fs.readdirSync(directory).sort(), ["kvorum.mdb", "kvorum.mdb-lock"]);
});

test("an import of a damaged file changes nothing", async () => {
  const directory = freshDirectory();
  const path = join(freshDirectory(), "db");
  const good = join(freshDirectory(), "db");
  const values = await sample(good, 50);
  await importBbolt({ path: good, directory, fileSystem, timers });
  await sample(path, 2000);
  const bytes = fs.readFileSync(path);
  bytes[5 * 4096 + 8] = 0x10;
  fs.writeFileSync(path, bytes);
  await assert.rejects(importBbolt({ path, directory, fileSystem, timers }), CorruptionError);
  fs.truncateSync(path, 8192);
  await assert.rejects(importBbolt({ path, directory, fileSystem, timers }), CorruptionError);
  fs.writeFileSync(path, "no database at all");
  await assert.rejects(importBbolt({ path, directory, fileSystem, timers }), CorruptionError);
  fs.writeFileSync(path, "");
  await assert.rejects(importBbolt({ path, directory, fileSystem, timers }), CorruptionError);
  await check(directory, values);
  assert.deepEqual(fs.readdirSync(directory).sort(), ["kvorum.mdb", "kvorum.mdb-lock"]);
});

test("importBbolt() lets an amendment change the store, and ends without a trace when it throws", async () => {
  const directory = freshDirectory();
  const path = join(freshDirectory(), "db");
  const values = await sample(path, 20);
  const ports = { path, directory, fileSystem, timers };
  const refused = importBbolt({
    ...ports,
    amend: (backend, { appliedIndex }) => {
      assert.equal(appliedIndex, 20);
      backend.put("cluster", utf8ToBytes("clusterVersion"), utf8ToBytes("9.0.0"));
      throw new Error("not this one");
    },
  });
  await assert.rejects(refused, /not this one/);
  assert.deepEqual(fs.readdirSync(directory), []);
  await importBbolt({
    ...ports,
    amend: (backend) => {
      backend.put("cluster", utf8ToBytes("clusterVersion"), utf8ToBytes("3.4.0"));
      backend.setApplied({ index: 20, term: 7, confState: utf8ToBytes("state") });
    },
  });
  await check(directory, values);
  const backend = LmdbBackend.open({ directory, timers, onFailure: () => assert.fail() });
  const version = backend.get("cluster", utf8ToBytes("clusterVersion"))!;
  assert.equal(Buffer.from(version).toString(), "3.4.0");
  assert.equal(backend.get("meta", utf8ToBytes("term"))![7], 7);
  await backend.close();
});

test("exportBbolt() removes the unfinished file when the store cannot be read", async () => {
  const backend = new MemoryBackend();
  backend.put("key", revisionKey({ main: 2, sub: 0, tombstone: false }), new Uint8Array(3));
  backend.commit();
  const view = backend.openView();
  const path = join(freshDirectory(), "db");
  const broken = {
    ...view,
    scan: () => {
      throw new CorruptionError("a damaged record", { file: "x", offset: -1 });
    },
  };
  await assert.rejects(exportBbolt({ view: broken, fileSystem, path, timers }), /a damaged record/);
  assert.ok(!fs.existsSync(path));
});
