/** One suite for the Backend port, run on every implementation. */

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  bytesToHex,
  bytesToLatin1,
  CorruptionError,
  latin1ToBytes,
  SeededRandom,
  type TimerHandle,
  type Timers,
  utf8ToBytes,
} from "@kvorum/base";
import type { Backend } from "./backend-port.ts";
import { type BucketName, bucketNames, isRevisionKey, readUint64, revisionKey } from "./buckets.ts";
import { LmdbBackend } from "./lmdb-backend.ts";
import { MemoryBackend } from "./memory-backend.ts";
import { scrub } from "./scrub.ts";

/** Timers that never fire: no test here waits for one. */
const frozenTimers: Timers = {
  after: (): TimerHandle => ({ cancel: () => {} }),
  soon: (): TimerHandle => ({ cancel: () => {} }),
};

const directories: string[] = [];
after(() => {
  for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
});

function freshDirectory(): string {
  const directory = fs.mkdtempSync(join(os.tmpdir(), "kvorum-backend-"));
  directories.push(directory);
  return directory;
}

interface Kind {
  readonly name: string;
  /** Opens a fresh store, and again what the one before left behind. */
  open(): { backend: Backend; reopen: () => Promise<Backend> };
}

const kinds: readonly Kind[] = [
  {
    name: "MemoryBackend",
    open: () => {
      let backend = new MemoryBackend();
      return {
        backend,
        reopen: () => {
          backend.commit();
          backend = backend.crash({ surviving: 0 });
          return Promise.resolve(backend);
        },
      };
    },
  },
  {
    name: "LmdbBackend",
    open: () => {
      const directory = freshDirectory();
      const open = (): LmdbBackend =>
        LmdbBackend.open({
          directory,
          timers: frozenTimers,
          onFailure: (error) => {
            throw error;
          },
        });
      let backend = open();
      return {
        backend,
        reopen: async () => {
          await backend.close();
          backend = open();
          return backend;
        },
      };
    },
  },
];

function flushed(backend: Backend): Promise<void> {
  return new Promise((resolve, reject) => {
    backend.flush((error) => (error === null ? resolve() : reject(error)));
  });
}

function contents(backend: Backend, bucket: BucketName, from = "", to: string | null = null) {
  const pairs: [key: string, value: string][] = [];
  const range = { start: latin1ToBytes(from), end: to === null ? null : latin1ToBytes(to) };
  backend.scan(bucket, range, (key, value) => {
    pairs.push([bytesToLatin1(key), bytesToHex(value)]);
    return true;
  });
  return pairs;
}

for (const kind of kinds) {
  describe(kind.name, () => {
    test("get() sees the open batch, a commit on its way, and what is durable", async () => {
      const { backend } = kind.open();
      const key = utf8ToBytes("k");
      for (const value of ["a", "bb", ""]) {
        backend.put("auth", key, utf8ToBytes(value));
        assert.deepEqual(Uint8Array.from(backend.get("auth", key)!), utf8ToBytes(value));
        backend.commit();
        assert.deepEqual(Uint8Array.from(backend.get("auth", key)!), utf8ToBytes(value));
        await flushed(backend);
        assert.deepEqual(Uint8Array.from(backend.get("auth", key)!), utf8ToBytes(value));
      }
      assert.equal(backend.get("auth", utf8ToBytes("other")), undefined);
      assert.equal(backend.get("lease", key), undefined);
      backend.delete("auth", key);
      assert.equal(backend.get("auth", key), undefined);
      backend.commit();
      assert.equal(backend.get("auth", key), undefined);
      await flushed(backend);
      assert.equal(backend.get("auth", key), undefined);
      await backend.close();
    });

    test("getRevision() finds puts and tombstones wherever they are", async () => {
      const { backend } = kind.open();
      backend.putRevision(2, 0, false, utf8ToBytes("two"));
      backend.putRevision(3, 0, true, utf8ToBytes("gone"));
      backend.putRevision(3, 1, false, utf8ToBytes("three.1"));
      backend.putRevision(900, 0, false, utf8ToBytes("far"));
      backend.putRevision(5, 0, false, utf8ToBytes("out of order"));
      const check = (): void => {
        const text = (main: number, sub: number): string | null => {
          const value = backend.getRevision(main, sub);
          return value === undefined ? null : Buffer.from(value).toString();
        };
        assert.deepEqual(
          [text(2, 0), text(3, 0), text(3, 1), text(900, 0), text(5, 0), text(2, 1), text(4, 0)],
          ["two", "gone", "three.1", "far", "out of order", null, null],
        );
        const tombstone = revisionKey({ main: 3, sub: 0, tombstone: true });
        assert.equal(Buffer.from(backend.get("key", tombstone)!).toString(), "gone");
        assert.equal(
          backend.get("key", revisionKey({ main: 3, sub: 0, tombstone: false })),
          undefined,
        );
      };
      check();
      backend.commit();
      check();
      await flushed(backend);
      check();
      backend.delete("key", revisionKey({ main: 2, sub: 0, tombstone: false }));
      backend.delete("key", revisionKey({ main: 3, sub: 0, tombstone: true }));
      assert.equal(backend.getRevision(2, 0), undefined);
      assert.equal(backend.getRevision(3, 0), undefined);
      await flushed(backend);
      assert.equal(backend.getRevision(2, 0), undefined);
      assert.equal(backend.getRevision(3, 0), undefined);
      assert.equal(Buffer.from(backend.getRevision(3, 1)!).toString(), "three.1");
      await backend.close();
    });

    test("setApplied() goes into the transaction of the changes before it", async () => {
      const { backend, reopen } = kind.open();
      assert.equal(backend.durableAppliedIndex, 0);
      backend.putRevision(2, 0, false, utf8ToBytes("x"));
      backend.setApplied({ index: 7, term: 3, confState: utf8ToBytes('{"voters":[1]}') });
      await flushed(backend);
      assert.equal(backend.durableAppliedIndex, 7);
      backend.setApplied({ index: 8, term: 4, confState: null });
      const again = await reopen();
      assert.equal(again.durableAppliedIndex, 8);
      const meta = (name: string): Uint8Array => again.get("meta", utf8ToBytes(name))!.slice();
      assert.equal(readUint64(meta("consistent_index"), 0), 8);
      assert.equal(readUint64(meta("term"), 0), 4);
      assert.deepEqual(meta("confState"), utf8ToBytes('{"voters":[1]}'));
      await again.close();
    });

    test("scan() stops where the range ends and where the visitor says so", async () => {
      const { backend } = kind.open();
      for (const name of ["b", "a", "d", "c", "e"]) {
        backend.put("members", utf8ToBytes(name), utf8ToBytes(name));
        if (name === "d") await flushed(backend);
      }
      backend.delete("members", utf8ToBytes("a"));
      const keys = (from: string, to: string | null) =>
        contents(backend, "members", from, to).map(([key]) => key);
      assert.deepEqual(keys("", null), ["b", "c", "d", "e"]);
      assert.deepEqual(keys("b", "d"), ["b", "c"]);
      assert.deepEqual(keys("bb", null), ["c", "d", "e"]);
      assert.deepEqual(keys("f", null), []);
      assert.deepEqual(keys("c", "c"), []);
      let visits = 0;
      backend.scan("members", { start: new Uint8Array(0), end: null }, () => ++visits < 2);
      assert.equal(visits, 2);
      await backend.close();
    });

    test("values of every size come back whole, from the batch and from the store", async () => {
      const { backend, reopen } = kind.open();
      const sizes = [0, 1, 251, 252, 256, 2000, 4091, 4092, 4096, 70_000, 262_144, 3_000_000];
      const value = (size: number): Uint8Array => new SeededRandom(size).bytes(size);
      const check = (from: Backend): void => {
        for (const [i, size] of sizes.entries()) {
          assert.deepEqual(Uint8Array.from(from.getRevision(i + 2, 0)!), value(size), `${size}`);
        }
        const seen: number[] = [];
        from.scan("key", { start: new Uint8Array(0), end: null }, (_key, stored) => {
          assert.deepEqual(Uint8Array.from(stored), value(stored.length));
          seen.push(stored.length);
          return true;
        });
        assert.deepEqual(seen, sizes);
      };
      for (const [i, size] of sizes.entries()) backend.putRevision(i + 2, 0, false, value(size));
      check(backend);
      await flushed(backend);
      check(backend);
      const again = await reopen();
      check(again);
      await again.close();
    });

    test("long keys keep their bytes and their order among their neighbours", async () => {
      const { backend, reopen } = kind.open();
      const prefix = "n".repeat(1868);
      const names = ["", "\u0000", "abc", "z".repeat(31), "y".repeat(32), "a".repeat(40), "~"]
        .map((tail) => prefix + tail)
        .concat(["m", "o", "n".repeat(32_768), `${"n".repeat(1867)}m`]);
      for (const name of names) backend.put("authUsers", latin1ToBytes(name), utf8ToBytes(name));
      await flushed(backend);
      const removed = names.splice(3, 1)[0]!;
      backend.delete("authUsers", latin1ToBytes(removed));
      const expected = [...names].sort().map((name) => [name, Buffer.from(name).toString("hex")]);
      assert.deepEqual(contents(backend, "authUsers"), expected);
      const again = await reopen();
      assert.deepEqual(contents(again, "authUsers"), expected);
      assert.equal(again.get("authUsers", latin1ToBytes(removed)), undefined);
      for (const name of names) {
        assert.deepEqual(
          Uint8Array.from(again.get("authUsers", latin1ToBytes(name))!),
          utf8ToBytes(name),
        );
        assert.deepEqual(
          contents(again, "authUsers", name),
          expected.filter(([key]) => key! >= name),
        );
        assert.deepEqual(
          contents(again, "authUsers", "", name),
          expected.filter(([key]) => key! < name),
        );
      }
      await again.close();
    });

    test("openView() stays as it is while writes, commits and a defragmentation go on", async () => {
      const { backend } = kind.open();
      for (let main = 2; main < 200; main++) {
        backend.putRevision(main, 0, false, new Uint8Array(300).fill(main));
      }
      backend.setApplied({ index: 5, term: 1, confState: null });
      await flushed(backend);
      const view = backend.openView();
      backend.delete("key", revisionKey({ main: 7, sub: 0, tombstone: false }));
      backend.putRevision(200, 0, false, utf8ToBytes("later"));
      backend.setApplied({ index: 6, term: 1, confState: null });
      await flushed(backend);
      await backend.defragment();
      let count = 0;
      view.scan("key", { start: new Uint8Array(0), end: null }, (key, value) => {
        assert.ok(isRevisionKey(key));
        assert.equal(value[0], readUint64(key, 0));
        count++;
        return true;
      });
      assert.equal(count, 198);
      assert.equal(view.appliedIndex, 5);
      assert.ok(view.get("key", revisionKey({ main: 7, sub: 0, tombstone: false })));
      view.close();
      view.close();
      assert.equal(contents(backend, "key").length, 198);
      assert.equal(backend.getRevision(7, 0), undefined);
      await backend.close();
    });

    test("scrub() reads all of a view in slices, and compares the counts", async () => {
      const { backend } = kind.open();
      for (let main = 2; main < 3502; main++)
        backend.putRevision(main, 0, false, new Uint8Array(3));
      backend.put("lease", utf8ToBytes("12345678"), new Uint8Array(1));
      await flushed(backend);
      const view = backend.openView();
      backend.delete("lease", utf8ToBytes("12345678"));
      await flushed(backend);
      let slices = 0;
      const run = scrub(view, "the store");
      let step = run.next();
      for (; step.done !== true; step = run.next()) slices++;
      assert.equal(step.value, 3501);
      assert.ok(slices > 4);
      const short = { ...view, count: () => 7 };
      assert.throws(() => [...scrub(short, "the store")], CorruptionError);
      view.close();
      await backend.close();
    });

    test("every operation is refused after close()", async () => {
      const { backend } = kind.open();
      backend.put("auth", utf8ToBytes("a"), utf8ToBytes("b"));
      await backend.close();
      const closed = { name: "StorageError", code: "closed" };
      assert.throws(() => backend.put("auth", utf8ToBytes("a"), utf8ToBytes("c")), closed);
      assert.throws(() => backend.putRevision(2, 0, false, utf8ToBytes("c")), closed);
      assert.throws(() => backend.commit(), closed);
      assert.throws(() => contents(backend, "auth"), closed);
    });

    test("random changes, commits and restarts agree with a model", async () => {
      for (let seed = 1; seed <= 6; seed++) {
        const random = new SeededRandom(seed);
        const { backend: first, reopen } = kind.open();
        let backend = first;
        const model = new Map<string, string>();
        let main = 1;
        const where = (): string => `seed ${seed}, ${model.size} records`;
        for (let step = 0; step < 400; step++) {
          const dice = random.below(100);
          if (dice < 45) {
            main += random.below(3);
            const [sub, tombstone] = [random.below(3), random.chance(1, 4)];
            const value = random.bytes(random.below(400));
            backend.putRevision(main, sub, tombstone, value);
            model.set(
              `key/${bytesToLatin1(revisionKey({ main, sub, tombstone }))}`,
              bytesToHex(value),
            );
          } else if (dice < 65) {
            const bucket = random.pick(bucketNames.filter((name) => name !== "meta"));
            const key =
              bucket === "key"
                ? revisionKey({
                    main: 1 + random.below(main),
                    sub: random.below(3),
                    tombstone: false,
                  })
                : random.bytes(1 + random.below(3));
            const value = random.bytes(random.below(20));
            backend.put(bucket, key, value);
            model.set(`${bucket}/${bytesToLatin1(key)}`, bytesToHex(value));
          } else if (dice < 85) {
            const keys = [...model.keys()];
            if (keys.length === 0) continue;
            const chosen = random.pick(keys);
            const slash = chosen.indexOf("/");
            backend.delete(
              chosen.slice(0, slash) as BucketName,
              latin1ToBytes(chosen.slice(slash + 1)),
            );
            model.delete(chosen);
          } else if (dice < 93) backend.commit();
          else if (dice < 96) await flushed(backend);
          else if (dice < 97) backend = await reopen();
          else {
            const bucket = random.pick(bucketNames.filter((name) => name !== "meta"));
            const expected = [...model]
              .filter(([key]) => key.startsWith(`${bucket}/`))
              .map(([key, value]) => [key.slice(bucket.length + 1), value])
              .sort(([a], [b]) => (a! < b! ? -1 : 1));
            assert.deepEqual(contents(backend, bucket), expected, where());
          }
          const [key] = random.pick([...model.entries(), ["key/x", ""] as const]);
          const slash = key.indexOf("/");
          const got = backend.get(
            key.slice(0, slash) as BucketName,
            latin1ToBytes(key.slice(slash + 1)),
          );
          assert.equal(got === undefined ? undefined : bytesToHex(got), model.get(key), where());
        }
        await backend.close();
      }
    });
  });
}
