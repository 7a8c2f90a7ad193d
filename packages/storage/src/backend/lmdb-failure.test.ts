/** Errors below LMDB, injected into the system calls of a real process, and damage in the file. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CorruptionError, SeededRandom } from "@kvorum/base";
import { StorageError } from "../errors.ts";
import { NodeFileSystem } from "../node-file-system.ts";
import { LMDB_FILE, LmdbBackend } from "./lmdb-backend.ts";

const directories: string[] = [];
after(() => {
  for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
});

function freshDirectory(): string {
  const directory = fs.mkdtempSync(join(os.tmpdir(), "kvorum-failure-"));
  directories.push(directory);
  return directory;
}

const frozenTimers = {
  after: () => ({ cancel: () => {} }),
  soon: () => ({ cancel: () => {} }),
};

function open(directory: string, failures: Error[] = []): LmdbBackend {
  return LmdbBackend.open({
    directory,
    timers: frozenTimers,
    onFailure: (error) => failures.push(error),
  });
}

interface ChildEvent {
  readonly event: string;
  readonly code?: string;
  readonly durable?: number;
  readonly refused?: string;
}

/** Collects the JSON lines of the child and waits for one kind of them. */
class Child {
  readonly events: ChildEvent[] = [];
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
  #text = "";
  #waiting: (() => void)[] = [];

  constructor(directory: string, commitTimeoutMs: number) {
    const script = fileURLToPath(new URL("./lmdb-failure-child.js", import.meta.url));
    this.process = spawn(process.execPath, [script, directory, String(commitTimeoutMs)], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.process.stdout!.on("data", (chunk: Buffer) => {
      const lines = (this.#text + chunk.toString()).split("\n");
      this.#text = lines.pop()!;
      for (const line of lines) this.events.push(JSON.parse(line) as ChildEvent);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.ended = new Promise((resolve) => this.process.once("close", () => resolve()));
  }

  async first(event: string): Promise<ChildEvent> {
    for (;;) {
      const found = this.events.find((item) => item.event === event);
      if (found !== undefined) return found;
      assert.equal(this.process.exitCode, null, `the child ended: ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}

/** Attaches strace; false where the system does not allow it. */
async function inject(child: Child, fault: string): Promise<boolean> {
  const strace = spawn(
    "strace",
    ["-f", "-qq", "-p", String(child.process.pid), "-o", "/dev/null"].concat(
      ["-e", `trace=${fault.split(":")[0]!}`],
      ["-e", `inject=${fault}`],
    ),
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let complaint = "";
  strace.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
  const status = (): string => fs.readFileSync(`/proc/${child.process.pid}/status`, "utf8");
  const isTraced = (): boolean => !/^TracerPid:\s+0$/m.test(status());
  const tasks = `/proc/${child.process.pid}/task`;
  for (;;) {
    if (strace.exitCode !== null) {
      assert.match(complaint, /not permitted|ptrace/);
      return false;
    }
    // Every thread has to be attached, since the engine writes on one of the pool.
    const allTraced = fs
      .readdirSync(tasks)
      .every(
        (task) => !/^TracerPid:\s+0$/m.test(fs.readFileSync(`${tasks}/${task}/status`, "utf8")),
      );
    if (isTraced() && allTraced) return true;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const hasStrace = spawnSync("strace", ["-V"]).status === 0;

for (const { fault, code, timeoutMs } of [
  { fault: "fdatasync:error=EIO:when=1+", code: "engine-failed", timeoutMs: 30_000 },
  { fault: "fdatasync:error=EIO:when=2", code: "engine-failed", timeoutMs: 30_000 },
  { fault: "pwrite64:error=ENOSPC:when=3+", code: "engine-failed", timeoutMs: 30_000 },
  { fault: "fdatasync:delay_enter=1500000:when=2", code: "commit-stalled", timeoutMs: 500 },
]) {
  test(`LmdbBackend ends once and reports nothing durable after ${fault}`, {
    skip: hasStrace ? false : "strace is not installed",
    timeout: 60_000,
  }, async (context) => {
    const directory = freshDirectory();
    const child = new Child(directory, timeoutMs);
    await child.first("open");
    if (!(await inject(child, fault))) {
      child.process.kill("SIGKILL");
      context.skip("this system does not allow to trace a process");
      return;
    }
    child.process.stdin!.write("go\n");
    const end = await child.first("end");
    await child.ended;
    const failures = child.events.filter(({ event }) => event === "failure");
    assert.deepEqual(
      failures.map((event) => event.code),
      [code],
    );
    assert.equal(end.refused, "closed");
    assert.deepEqual(
      child.events.filter(({ event }) => event === "escaped"),
      [],
    );
    assert.ok(fs.existsSync(join(directory, `${LMDB_FILE}.suspect`)));
    // What was durable is there after the restart, which first copies the suspect file.
    const backend = open(directory);
    assert.ok(!fs.existsSync(join(directory, `${LMDB_FILE}.suspect`)));
    assert.ok(backend.durableAppliedIndex >= end.durable!);
    for (let i = 1; i <= backend.durableAppliedIndex; i++) {
      assert.deepEqual(
        Uint8Array.from(backend.getRevision(i + 1, 0)!),
        new Uint8Array(3000).fill(i),
      );
    }
    await backend.close();
  });
}

test("LmdbBackend finds a changed bit in a value wherever it reads it", async () => {
  const directory = freshDirectory();
  let backend = open(directory);
  const marker = new Uint8Array(200).fill(0xa7);
  for (let main = 2; main < 40; main++) {
    backend.putRevision(main, 0, false, main === 20 ? marker : new Uint8Array(150).fill(main));
  }
  await backend.close();
  const path = join(directory, LMDB_FILE);
  const bytes = fs.readFileSync(path);
  const at = bytes.lastIndexOf(Buffer.from(marker));
  assert.ok(at > 0);
  bytes[at + 77]! ^= 0x10;
  fs.writeFileSync(path, bytes);
  const failures: Error[] = [];
  backend = open(directory, failures);
  assert.ok(backend.getRevision(19, 0));
  const isDamage = (error: unknown): boolean =>
    error instanceof CorruptionError &&
    error.file === path &&
    /bucket key, key 0x00000000000000145f0000000000000000/.test(error.message);
  assert.throws(() => backend.getRevision(20, 0), isDamage);
  let visits = 0;
  assert.throws(
    () => backend.scan("key", { start: new Uint8Array(0), end: null }, () => ++visits > 0),
    isDamage,
  );
  assert.equal(visits, 18);
  const view = backend.openView();
  assert.throws(
    () => view.scan("key", { start: new Uint8Array(0), end: null }, () => true),
    isDamage,
  );
  view.close();
  assert.deepEqual(failures, []);
  await backend.close();
});

test("LmdbBackend.open() refuses a store whose applied index was changed", async () => {
  const directory = freshDirectory();
  const backend = open(directory);
  backend.setApplied({ index: 0x0102_0304, term: 1, confState: null });
  await backend.close();
  const path = join(directory, LMDB_FILE);
  const bytes = fs.readFileSync(path);
  const at = bytes.lastIndexOf(Buffer.from([0, 0, 0, 0, 1, 2, 3, 4]));
  bytes[at + 7]! ^= 1;
  fs.writeFileSync(path, bytes);
  assert.throws(() => open(directory), CorruptionError);
});

test("LmdbBackend.open() refuses what is no store, and what was cut", async () => {
  const directory = freshDirectory();
  const path = join(directory, LMDB_FILE);
  const contents = [
    Buffer.alloc(100_000, "no store at all "),
    Buffer.alloc(100_000),
    Buffer.alloc(1, 7),
    Buffer.alloc(4096, 1),
  ];
  for (const content of contents) {
    fs.writeFileSync(path, content);
    assert.throws(
      () => open(directory),
      (error: unknown) => error instanceof CorruptionError && error.file === path,
    );
  }
  fs.writeFileSync(path, "");
  const backend = open(directory);
  for (let main = 2; main < 20_000; main++) {
    backend.putRevision(main, 0, false, new Uint8Array(100).fill(main));
  }
  await backend.close();
  const whole = fs.readFileSync(path);
  fs.writeFileSync(path, whole.subarray(0, whole.length / 4));
  assert.throws(() => open(directory), /bytes instead of/);
});

test("a store damaged in its structure is never read as if it were whole", {
  timeout: 120_000,
}, async () => {
  const directory = freshDirectory();
  const path = join(directory, LMDB_FILE);
  const backend = open(directory);
  for (let main = 2; main < 602; main++) {
    backend.putRevision(main, 0, false, new Uint8Array(100).fill(main));
  }
  await backend.close();
  const whole = fs.readFileSync(path);
  const script = fileURLToPath(new URL("./lmdb-scrub-child.js", import.meta.url));
  const read = (content: Uint8Array): string => {
    const place = freshDirectory();
    fs.writeFileSync(join(place, LMDB_FILE), content);
    const child = spawnSync(process.execPath, [script, place], { encoding: "utf8" });
    // No line: the engine ended the process, which serves nobody.
    return child.stdout.trim();
  };
  assert.equal(read(whole), "read 600");
  const seed = 9;
  const random = new SeededRandom(seed);
  const outcomes: string[] = [];
  const pages = whole.length / 4096;
  for (let round = 0; round < 14; round++) {
    const damaged = Buffer.from(whole);
    const start = (2 + random.below(pages - 2)) * 4096;
    if (round % 2 === 0) damaged.fill(0, start, start + 4096);
    else damaged[start + 16 + random.below(80)]! ^= 1 << random.below(8);
    outcomes.push(read(damaged));
  }
  outcomes.push(read(whole.subarray(0, -9 * 4096)));
  for (const outcome of outcomes) {
    // Free pages and unused bytes of a page may change without harm.
    assert.match(outcome, /^(|read 600|refused \w+)$/, `seed ${seed}: ${outcomes.join(", ")}`);
  }
  assert.ok(outcomes.filter((outcome) => outcome !== "read 600").length >= 6, outcomes.join(", "));
});

test("LmdbBackend finds a record that stands under another key or in another bucket", async () => {
  const { LmdbEngine } = await import("./lmdb-engine.ts");
  const { Batch } = await import("./batch.ts");
  const directory = freshDirectory();
  let backend = open(directory);
  backend.put("members", new Uint8Array([1]), new Uint8Array([5, 6]));
  await backend.close();
  const engine = new LmdbEngine({ path: join(directory, LMDB_FILE) });
  const stored = engine.get("members", new Uint8Array([1]), null)!.slice();
  const batch = new Batch();
  batch.put("members", new Uint8Array([2]), stored);
  batch.put("auth", new Uint8Array([1]), stored);
  batch.put("auth", new Uint8Array([3]), new Uint8Array([1, 2]));
  await engine.write(batch);
  await engine.close();
  backend = open(directory);
  assert.deepEqual(
    Uint8Array.from(backend.get("members", new Uint8Array([1]))!),
    new Uint8Array([5, 6]),
  );
  assert.throws(() => backend.get("members", new Uint8Array([2])), CorruptionError);
  assert.throws(() => backend.get("auth", new Uint8Array([1])), CorruptionError);
  assert.throws(() => backend.get("auth", new Uint8Array([3])), CorruptionError);
  await backend.close();
});

test("LmdbBackend grows beyond the address space that it reserved at first", async () => {
  const directory = freshDirectory();
  const failures: Error[] = [];
  const backend = LmdbBackend.open({
    directory,
    timers: frozenTimers,
    onFailure: (error) => failures.push(error),
    mapBytes: 256 << 10,
  });
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < 100; i++) {
      backend.putRevision(2 + round * 100 + i, 0, false, new Uint8Array(1000).fill(round));
    }
    await new Promise<void>((resolve, reject) => {
      backend.flush((error) => (error === null ? resolve() : reject(error)));
    });
    assert.equal(backend.getRevision(2 + round * 100, 0)![5], round);
  }
  assert.deepEqual(failures, []);
  assert.ok(backend.sizeBytes > 2_000_000);
  assert.ok(backend.sizeInUseBytes <= backend.sizeBytes);
  for (let main = 2; main < 1900; main++) {
    const key = new Uint8Array(17);
    new DataView(key.buffer).setBigUint64(0, BigInt(main));
    key[8] = 0x5f;
    backend.delete("key", key);
  }
  await new Promise<void>((resolve) => backend.flush(() => resolve()));
  const before = backend.sizeBytes;
  assert.ok(backend.sizeInUseBytes < before / 2);
  await backend.defragment();
  assert.ok(backend.sizeBytes < before / 2);
  assert.equal(backend.getRevision(1950, 0)![5], 19);
  assert.deepEqual(
    fs.readdirSync(directory).sort(),
    [LMDB_FILE, `${LMDB_FILE}-lock`],
    "no temporary file is left",
  );
  backend.putRevision(5000, 0, false, new Uint8Array(3).fill(9));
  await backend.defragment();
  await backend.close();
  const again = open(directory, failures);
  assert.equal(again.getRevision(5000, 0)![0], 9);
  assert.equal(again.getRevision(1950, 0)![5], 19);
  await again.close();
});

test("defragment() ends the backend when the new file's name may not be durable", async () => {
  const directory = freshDirectory();
  class FailingFileSystem extends NodeFileSystem {
    fails = false;
    override syncDirectory(path: string): void {
      if (!this.fails) super.syncDirectory(path);
      else throw new StorageError("sync-failed", { action: "sync the directory", path });
    }
  }
  const fileSystem = new FailingFileSystem();
  const failures: Error[] = [];
  const backend = LmdbBackend.open({
    ...{ directory, fileSystem, timers: frozenTimers },
    onFailure: (error) => failures.push(error),
  });
  const key = new Uint8Array([1]);
  backend.put("meta", key, new Uint8Array([2]));
  await new Promise<void>((resolve) => backend.flush(() => resolve()));
  fileSystem.fails = true;
  await assert.rejects(backend.defragment(), /sync the directory/);
  assert.equal(failures.length, 1);
  assert.throws(() => backend.put("meta", key, key), /after it ended/);
  await backend.close();

  // The next start finds one whole file or the other, with what was committed before.
  const reopened = open(directory);
  assert.deepEqual(Buffer.from(reopened.get("meta", key) ?? []), Buffer.from([2]));
  await reopened.close();
});
