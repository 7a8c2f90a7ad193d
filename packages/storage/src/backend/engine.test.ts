import assert from "node:assert/strict";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CorruptionError, utf8ToBytes } from "@kvorum/base";
import { NodeFileSystem } from "../node-file-system.ts";
import { temporaryDirectories, turnTimers } from "../testing/real-files.ts";
import type { Backend } from "./backend-port.ts";
import { revisionKey } from "./buckets.ts";
import { lmdbEngine } from "./engine.ts";

const freshDirectory = temporaryDirectories("engine");
const fileSystem = new NodeFileSystem();
const timers = turnTimers;
const engine = lmdbEngine({ fileSystem, timers });
const { copies } = engine;
assert.ok(copies !== undefined);

function openAt(directory: string): Backend {
  return engine.open({ directory, onFailure: (error) => assert.fail(String(error)) });
}

function put(backend: Backend, main: number): void {
  backend.putRevision(main, 0, false, utf8ToBytes(`value ${main}`));
  backend.setApplied({ index: main + 100, term: 2, confState: null });
}

const flushed = (backend: Backend): Promise<void> =>
  new Promise((resolve, reject) => {
    backend.flush((error) => (error === null ? resolve() : reject(error)));
  });

test("copies.write() holds what was there when it was asked, and writes go on", async () => {
  const backend = openAt(freshDirectory());
  for (let main = 2; main <= 500; main++) put(backend, main);
  const path = join(freshDirectory(), "copy");
  const copying = copies.write(backend, path);
  put(backend, 900);
  backend.commit();
  const view = await copying;
  put(backend, 901);
  await flushed(backend);
  const revision = (main: number): Uint8Array => revisionKey({ main, sub: 0, tombstone: false });
  assert.ok(view.get("key", revision(500)));
  assert.equal(view.get("key", revision(901)), undefined);
  const { appliedIndex } = view;
  view.close();
  const built = await copies.take({ path, directory: freshDirectory() });
  assert.equal(built.appliedIndex, appliedIndex, "view and copy are of one commit");
  assert.ok(backend.getRevision(901, 0));
  await backend.close();
});

test("a copy takes the place of an open store", async () => {
  const source = openAt(freshDirectory());
  for (let main = 2; main <= 300; main++) put(source, main);
  const directory = freshDirectory();
  const path = join(directory, "0000000000000190.snap.mdb");
  (await copies.write(source, path)).close();
  await source.close();

  const backend = openAt(directory);
  put(backend, 7777);
  await flushed(backend);
  const built = await copies.take({ path, directory });
  await new Promise<void>((resolve) => {
    backend.replace(built, (error) => {
      assert.equal(error, null);
      assert.equal(backend.getRevision(7777, 0), undefined);
      assert.equal(backend.durableAppliedIndex, 400);
      resolve();
    });
  });
  built.discard();
  await backend.close();
  const reopened = openAt(directory);
  assert.equal(Buffer.from(reopened.getRevision(300, 0)!).toString(), "value 300");
  await reopened.close();
  assert.deepEqual(fs.readdirSync(directory).sort(), ["kvorum.mdb", "kvorum.mdb-lock"]);
});

test("copies.take() refuses what is no store, and what was cut", async () => {
  const source = openAt(freshDirectory());
  put(source, 2);
  const directory = freshDirectory();
  const path = join(directory, "copy");
  (await copies.write(source, path)).close();
  await source.close();
  fs.truncateSync(path, 4096);
  await assert.rejects(copies.take({ path, directory }), CorruptionError);
  fs.writeFileSync(path, "no store at all, but long enough to be looked at".repeat(500));
  await assert.rejects(copies.take({ path, directory }), CorruptionError);
  fs.writeFileSync(path, "");
  await assert.rejects(copies.take({ path, directory }), CorruptionError);
});
