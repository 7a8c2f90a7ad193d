import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, CorruptionError, SeededRandom, utf8ToBytes } from "@kvorum/base";
import type { OpenFile } from "../file-system.ts";
import { SimulatedDisk } from "../testing/simulated-file-system.ts";
import { decodeMeta, encodeMeta, PageFlag, writePageHeader } from "./page.ts";
import { BboltReader } from "./reader.ts";
import { type BboltSummary, validateBbolt } from "./validator.ts";
import { BboltWriter } from "./writer.ts";

type Content = Record<string, readonly (readonly [key: string, value: Uint8Array])[]>;

async function write(content: Content, pageBytes = 4096): Promise<OpenFile> {
  const fileSystem = new SimulatedDisk().fileSystem();
  const file = fileSystem.open("/db", "create");
  const writer = new BboltWriter({ file, pageBytes });
  for (const [name, pairs] of Object.entries(content)) {
    writer.beginBucket(utf8ToBytes(name));
    for (const [key, value] of pairs) writer.add(utf8ToBytes(key), value);
    writer.endBucket();
  }
  assert.equal(await writer.finish(), file.sizeBytes());
  return file;
}

function read(file: OpenFile): Record<string, [string, string][]> {
  const reader = new BboltReader(file);
  const content: Record<string, [string, string][]> = {};
  for (const bucket of reader.buckets()) {
    const pairs: [string, string][] = [];
    reader.scan(bucket, new Uint8Array(0), (key, value) => {
      pairs.push([Buffer.from(key).toString(), bytesToHex(value)]);
      return true;
    });
    content[Buffer.from(bucket.name).toString()] = pairs;
  }
  return content;
}

function validate(file: OpenFile): BboltSummary {
  const validation = validateBbolt(new BboltReader(file));
  for (;;) {
    const step = validation.next();
    if (step.done === true) return step.value;
  }
}

function pairs(count: number, size: (i: number) => number): [string, Uint8Array][] {
  return Array.from({ length: count }, (_, i) => [
    `key-${String(i).padStart(8, "0")}`,
    new Uint8Array(size(i)).fill(i),
  ]);
}

function expected(content: Content): Record<string, [string, string][]> {
  const names = Object.keys(content).sort();
  return Object.fromEntries(
    names.map((name) => [name, content[name]!.map(([key, value]) => [key, bytesToHex(value)])]),
  );
}

const sample: Content = {
  meta: [["a", new Uint8Array([1])]],
  empty: [],
  key: pairs(300, (i) => (i % 50 === 7 ? 9000 : 100)),
  almost: pairs(8, () => 90),
};

test("what BboltWriter writes, BboltReader reads, with any page size", async () => {
  for (const pageBytes of [1024, 4096, 16_384, 65_536]) {
    const file = await write(sample, pageBytes);
    assert.deepEqual(read(file), expected(sample));
    assert.equal(new BboltReader(file).meta.pageBytes, pageBytes);
    const summary = validate(file);
    assert.equal(summary.freePagesCount, 0);
    assert.equal(summary.pagesCount * pageBytes, file.sizeBytes());
  }
});

test("inline, paged, branched and overflowing buckets come out in the right form", async () => {
  const content: Content = {
    inline: pairs(9, () => 80),
    paged: pairs(12, () => 80),
    deep: pairs(9000, () => 20),
    large: [["one", new Uint8Array(1 << 20).fill(3)]],
    long: [
      ["k".repeat(30_000), new Uint8Array(5)],
      ["l".repeat(30_000), new Uint8Array(5)],
      ["m".repeat(30_000), new Uint8Array(5)],
    ],
  };
  const file = await write(content, 1024);
  const reader = new BboltReader(file);
  assert.deepEqual(read(file), expected(content));
  validate(file);
  assert.ok(
    (await write({ x: pairs(9, () => 80) })).sizeBytes() === 3 * 4096,
    "inline within 1024 bytes",
  );
  assert.equal(reader.bucket("inline")!.rootId === null, false, "too large for a 1024-byte page");
  assert.equal(reader.treePage(reader.bucket("paged")!.rootId!, true).isLeaf, false);
  let depth = 1;
  let page = reader.treePage(reader.bucket("deep")!.rootId!, true);
  while (!page.isLeaf) {
    page = reader.treePage(reader.child(page, 0), false);
    depth++;
  }
  assert.ok(depth >= 3, `depth ${depth}`);
  assert.equal(reader.treePage(reader.bucket("large")!.rootId!, true).overflow, 1024);
});

test("scan() begins at any key, and get() finds what is there", async () => {
  const content = { key: pairs(500, () => 60) };
  const reader = new BboltReader(await write(content, 1024));
  const bucket = reader.bucket("key")!;
  const from = (start: string): string | null => {
    let found: string | null = null;
    reader.scan(bucket, utf8ToBytes(start), (key) => {
      found = Buffer.from(key).toString();
      return false;
    });
    return found;
  };
  for (let i = 0; i < 500; i += 7) {
    const key = content.key[i]![0];
    assert.equal(from(key), key);
    assert.equal(from(`${key}!`), content.key[i + 1]?.[0] ?? null);
    assert.deepEqual(reader.get(bucket, utf8ToBytes(key)), content.key[i]![1]);
    assert.equal(reader.get(bucket, utf8ToBytes(`${key}!`)), undefined);
  }
  assert.equal(from(""), "key-00000000");
  assert.equal(from("z"), null);
  assert.equal(reader.bucket("none"), null);
});

test("the valid meta page with the higher txid counts, wherever the other one is damaged", async () => {
  const file = await write(sample);
  const whole = file.read(0, file.sizeBytes());
  const metaTxid = (damaged: number[]): number => {
    file.write(0, whole);
    for (const offset of damaged) file.write(offset, new Uint8Array([whole[offset]! ^ 1]));
    return new BboltReader(file).meta.txid;
  };
  assert.equal(metaTxid([]), 2);
  assert.equal(metaTxid([20]), 1);
  assert.equal(metaTxid([60]), 1);
  assert.equal(metaTxid([4096 + 60]), 2);
  assert.throws(() => metaTxid([20, 4096 + 20]), CorruptionError);
  assert.throws(() => metaTxid([70, 4096 + 70]), /no valid meta page/);
});

test("encodeMeta() writes the bytes of a Go member's meta page", async () => {
  const page = encodeMeta(0, {
    pageBytes: 4096,
    rootId: 2,
    freelistId: null,
    highWaterMark: 5,
    txid: 12,
  });
  assert.equal(
    bytesToHex(page.subarray(0, 80)),
    "00000000000000000400000000000000" +
      "edda0ced020000000010000000000000" +
      "02000000000000000000000000000000" +
      "ffffffffffffffff0500000000000000" +
      "0c000000000000008854756c6687453b",
  );
  assert.equal((decodeMeta(page) as { txid: number }).txid, 12);
});

/** A file with a freelist of `free` pages behind the used ones; most of it is never stored. */
async function withFreelist(
  ids: (used: number) => number[],
  options: { isLong?: boolean } = {},
): Promise<OpenFile> {
  const file = await write(sample, 1024);
  const { meta } = new BboltReader(file);
  const list = ids(meta.highWaterMark);
  const isLong = options.isLong ?? list.length >= 0xffff;
  const slots = Math.ceil((16 + (list.length + 1) * 8) / 1024);
  const freelistId = meta.highWaterMark;
  const highWaterMark = Math.max(freelistId + slots, ...list.slice(-1).map((id) => id + 1));
  const page = new Uint8Array(slots * 1024);
  writePageHeader(page, 0, {
    id: freelistId,
    flags: PageFlag.freelist,
    count: isLong ? 0xffff : list.length,
    overflow: slots - 1,
  });
  const view = new DataView(page.buffer);
  if (isLong) view.setBigUint64(16, BigInt(list.length), true);
  for (const [i, id] of list.entries()) {
    view.setBigUint64(16 + (isLong ? 8 : 0) + i * 8, BigInt(id), true);
  }
  file.write(freelistId * 1024, page);
  file.truncate(highWaterMark * 1024);
  file.write(0, encodeMeta(0, { ...meta, freelistId, highWaterMark, txid: 8 }));
  file.write(1024, encodeMeta(1, { ...meta, freelistId, highWaterMark, txid: 7 }));
  return file;
}

test("validateBbolt() accepts a stored freelist, short and long", async () => {
  const after = (count: number) => (used: number) => {
    // Behind the freelist itself, which takes as many slots as its ids need.
    const slots = Math.ceil((16 + (count + 1) * 8) / 1024);
    return Array.from({ length: count }, (_, i) => used + slots + i);
  };
  assert.equal(validate(await withFreelist(after(0))).freePagesCount, 0);
  assert.equal(validate(await withFreelist(after(5))).freePagesCount, 5);
  assert.equal(validate(await withFreelist(after(5), { isLong: true })).freePagesCount, 5);
  assert.equal(validate(await withFreelist(after(70_000))).freePagesCount, 70_000);
  assert.deepEqual(read(await withFreelist(after(70_000))), expected(sample));
});

test("validateBbolt() finds wrong freelists", async () => {
  const refuses = async (ids: (used: number) => number[], what: RegExp): Promise<void> => {
    const file = await withFreelist(ids);
    assert.throws(() => validate(file), what);
  };
  await refuses(() => [2], /in use and free/);
  await refuses((used) => [used + 3], /neither in use nor free/);
  await refuses((used) => [used + 1, used + 1], /free twice/);
  await refuses(() => [1], /free page 1/);
});

test("validateBbolt() finds double references, wrong ids, wrong order and short files", async () => {
  const content = { a: pairs(200, () => 60), b: pairs(200, () => 60) };
  const changed = async (
    edit: (bytes: Uint8Array, reader: BboltReader) => void,
  ): Promise<OpenFile> => {
    const file = await write(content, 1024);
    const bytes = file.read(0, file.sizeBytes());
    edit(bytes, new BboltReader(file));
    file.write(0, bytes);
    return file;
  };
  const refuses = async (
    what: RegExp,
    edit: (bytes: Uint8Array, reader: BboltReader) => void,
  ): Promise<void> => {
    const file = await changed(edit);
    assert.throws(() => validate(file), what);
  };
  const rootOf = (reader: BboltReader, name: string) =>
    reader.treePage(reader.bucket(name)!.rootId!, true);
  const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset);
  const branchChild = (page: { id: number }, i: number): number => page.id * 1024 + 16 + i * 16 + 8;
  await refuses(/reached twice/, (bytes, reader) => {
    const [a, b] = [rootOf(reader, "a"), rootOf(reader, "b")];
    view(bytes).setBigUint64(branchChild(a, 1), BigInt(reader.child(b, 1)), true);
  });
  await refuses(/reached twice|key of its neighbour|out of order/, (bytes, reader) => {
    const a = rootOf(reader, "a");
    view(bytes).setBigUint64(branchChild(a, 1), BigInt(reader.child(a, 2)), true);
  });
  await refuses(/calls itself 3/, (bytes, reader) => {
    view(bytes).setUint32(rootOf(reader, "a").id * 1024, 3, true);
  });
  await refuses(/out of order/, (bytes, reader) => {
    const leaf = reader.child(rootOf(reader, "a"), 1);
    const key = reader.key(reader.treePage(leaf, false), 2);
    bytes[Buffer.from(bytes).indexOf(Buffer.from(key), leaf * 1024)] = 0;
  });
  const short = await changed(() => {});
  short.truncate(short.sizeBytes() - 1);
  assert.throws(() => validate(short), /do not fit/);
});

test("no changed byte makes the reader or the validator do more than refuse", async () => {
  const seed = 5;
  const random = new SeededRandom(seed);
  const content = {
    key: pairs(60, () => 40),
    inline: pairs(2, () => 10),
    large: [["x", new Uint8Array(3000)]] as const,
  };
  const file = await write(content, 1024);
  const whole = file.read(0, file.sizeBytes());
  let refused = 0;
  for (let round = 0; round < 4000; round++) {
    const bytes = whole.slice();
    for (let i = 0; i <= random.below(2); i++) {
      bytes[random.below(bytes.length)] = random.chance(1, 3) ? 0xff : random.below(256);
    }
    file.write(0, bytes);
    for (const attempt of [() => void read(file), () => void validate(file)]) {
      try {
        attempt();
      } catch (error) {
        if (!(error instanceof CorruptionError)) {
          throw new Error(`seed ${seed}, round ${round}`, { cause: error });
        }
        refused++;
      }
    }
  }
  assert.ok(refused > 1000, `${refused} refused`);
});

test("BboltWriter refuses keys that do not ascend and keys that bbolt cannot hold", async () => {
  const fileSystem = new SimulatedDisk().fileSystem();
  const writer = new BboltWriter({ file: fileSystem.open("/db", "create") });
  writer.beginBucket(utf8ToBytes("key"));
  writer.add(utf8ToBytes("b"), new Uint8Array(0));
  for (const key of ["a", "b", "", "x".repeat(32_769)]) {
    assert.throws(() => writer.add(utf8ToBytes(key), new Uint8Array(0)), {
      name: "AssertionError",
    });
  }
});
