import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { bytesToUtf8, type Timers, utf8ToBytes } from "@kvorum/base";
import { etcdserverpb, raftpb } from "@kvorum/proto";
import {
  type Backend,
  type BackendEngine,
  BboltWriter,
  buildInMemory,
  exportBbolt,
  type FileSystem,
  lmdbEngine,
  MemoryBackend,
  metaKeys,
  NodeFileSystem,
  SnapshotFiles,
  uint64Bytes,
  Wal,
} from "@kvorum/storage";
import {
  decodeConfState,
  encodeConfChangeContext,
  encodeMember,
  encodeSnapshotTree,
  type Member,
  readMembership,
} from "@kvorum/store";
import { Logger } from "../logging/logger.ts";
import { prepareData } from "./data-preparation.ts";

const fileSystem = new NodeFileSystem();
const timers: Timers = {
  after: () => ({ cancel: () => {} }),
  soon: (callback) => {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  },
};
const logger = Logger.create({
  level: "fatal",
  format: "json",
  sinks: [],
  clock: { monotonicMs: () => 0, wallMs: () => 0 },
});
const engine = lmdbEngine({ fileSystem, timers });
const settings = { maxLearners: 1 };

const directories: string[] = [];
after(() => {
  for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
});

const { ConfChangeAddNode, ConfChangeRemoveNode } = raftpb.ConfChangeType;

function member(id: bigint, name = ""): Member {
  const clientUrls = name === "" ? [] : [`http://127.0.0.1:${id}9`];
  return { id, name, peerUrls: [`http://127.0.0.1:${id}0`], clientUrls, isLearner: false };
}

/** An entry of a Go member's log; indices are given when it is written. */
type Content = Omit<raftpb.Entry, "Index" | "Term">;

function adds(added: Member): Content {
  const context = encodeConfChangeContext({ member: added, isPromote: false });
  const Data = raftpb.encodeConfChange({
    id: 1n,
    type: ConfChangeAddNode,
    nodeId: added.id,
    context,
  });
  return { Type: raftpb.EntryType.EntryConfChange, Data };
}

function removes(nodeId: bigint): Content {
  const Data = raftpb.encodeConfChange({
    id: 1n,
    type: ConfChangeRemoveNode,
    nodeId,
    context: null,
  });
  return { Type: raftpb.EntryType.EntryConfChange, Data };
}

/** A v2 PUT as 3.4 writes it: fields 1 to 4 are what readers need. */
function v2Put(path: string, value: string): Content {
  const text = (field: number, content: string): number[] => {
    const bytes = utf8ToBytes(content);
    return [(field << 3) | 2, bytes.length, ...bytes];
  };
  const Data = Uint8Array.from([8, 7, ...text(2, "PUT"), ...text(3, path), ...text(4, value)]);
  return { Type: raftpb.EntryType.EntryNormal, Data };
}

const empty: Content = { Type: raftpb.EntryType.EntryNormal, Data: null };

interface GoData {
  readonly entries?: readonly Content[];
  /** Of the database; undefined leaves it out, as in one that never held a key. */
  readonly consistentIndex?: number;
  readonly snapshotIndex?: number;
  readonly tree?: Uint8Array;
  readonly fill?: (backend: MemoryBackend) => void;
}

const TERM = 2;

async function writeDatabase(
  path: string,
  consistentIndex: number | undefined,
  fill?: (backend: MemoryBackend) => void,
): Promise<void> {
  const backend = new MemoryBackend();
  if (consistentIndex !== undefined) {
    backend.put("meta", metaKeys.consistentIndex, uint64Bytes(consistentIndex));
  }
  backend.putRevision(2, 0, false, utf8ToBytes("\x0a\x01k\x10\x02\x18\x02\x20\x01"));
  fill?.(backend);
  backend.commit();
  const view = backend.openView();
  await exportBbolt({ view, fileSystem, path, timers });
  view.close();
}

/** The directory of a stopped member 1 of a Go cluster of 3.4. */
async function goDirectory(data: GoData): Promise<{ dataDir: string; walDir: null }> {
  const dataDir = fs.mkdtempSync(join(tmpdir(), "kvorum-preparation-"));
  directories.push(dataDir);
  const snap = join(dataDir, "member", "snap");
  const walDirectory = join(dataDir, "member", "wal");
  fileSystem.makeDirectory(snap);
  await writeDatabase(join(snap, "db"), data.consistentIndex, data.fill);
  const wal = Wal.create({
    directory: walDirectory,
    fileSystem,
    metadata: etcdserverpb.encodeMetadata({ NodeID: 1n, ClusterID: 100n }),
    segmentBytes: 1 << 16,
  });
  const { snapshotIndex = 0 } = data;
  const entries = (data.entries ?? []).map((content, i) => ({
    ...content,
    Term: TERM,
    Index: i + 1,
  }));
  if (snapshotIndex > 0) {
    wal.append({
      entries: entries.slice(0, snapshotIndex),
      hardState: { term: TERM, vote: 1n, commit: snapshotIndex },
    });
    const marker = { index: snapshotIndex, term: TERM };
    const files = new SnapshotFiles({ fileSystem, directory: snap });
    const confState = { ...raftpb.createConfState(), voters: [1n, 2n] };
    files.save({ data: data.tree ?? twoMembers, metadata: { confState, ...marker } });
    wal.saveSnapshot({ ...marker, confState: null });
  }
  wal.append({
    entries: entries.slice(snapshotIndex),
    hardState: { term: TERM, vote: 1n, commit: entries.length },
  });
  wal.sync();
  wal.close();
  return { dataDir, walDir: null };
}

const twoMembers = encodeSnapshotTree({
  members: [member(1n, "one"), member(2n, "two")],
  removedIds: [99n],
  clusterVersion: "3.4.0",
});

const world = { fileSystem, timers, engine, logger };

async function withStore<T>(dataDir: string, read: (backend: Backend) => T): Promise<T> {
  const backend = engine.open({
    directory: join(dataDir, "member", "snap"),
    onFailure: (error) => assert.fail(String(error)),
  });
  try {
    return read(backend);
  } finally {
    await backend.close();
  }
}

function appliedOf(backend: Backend): { index: number; term: number } {
  const counter = (key: Uint8Array): number => {
    const value = backend.get("meta", key);
    return value === undefined ? 0 : Number(Buffer.from(value).readBigUInt64BE());
  };
  return { index: counter(metaKeys.consistentIndex), term: counter(metaKeys.term) };
}

function listing(dataDir: string): string[] {
  return (fs.readdirSync(dataDir, { recursive: true }) as string[])
    .filter((name) => !name.endsWith("kvorum.lock"))
    .sort();
}

const FIRST_MEMBERS = [adds(member(1n)), adds(member(2n))];

test("prepareData() takes membership and configuration as of the database's applied index", async () => {
  const places = await goDirectory({
    entries: [
      ...FIRST_MEMBERS,
      empty,
      v2Put("/0/members/1/attributes", '{"name":"one","clientURLs":["http://127.0.0.1:19"]}'),
      v2Put("/0/version", "3.4.0"),
      adds(member(3n)),
      removes(2n),
      empty,
      // Behind the applied index: the store applies these itself.
      adds(member(4n)),
      removes(3n),
      v2Put("/0/version", "3.5.0"),
    ],
    consistentIndex: 8,
    // A shadow that ran ahead and is stale besides.
    fill: (backend) => {
      for (const shadow of [member(1n), member(4n), member(7n)]) {
        backend.put("members", utf8ToBytes(`${shadow.id}`), encodeMember(shadow));
      }
      backend.put("members_removed", utf8ToBytes("3"), utf8ToBytes("removed"));
    },
  });
  const prepared = await prepareData(settings, places, world);
  assert.deepEqual(prepared, { takenOver: { appliedIndex: 8 }, installed: null });
  await withStore(places.dataDir, (backend) => {
    assert.deepEqual(readMembership(backend), {
      members: [member(1n, "one"), member(3n)],
      removedIds: [2n],
      clusterVersion: "3.4.0",
    });
    assert.deepEqual(decodeConfState(backend.get("meta", metaKeys.confState)!), {
      voters: [1n, 3n],
      learners: [],
    });
    assert.deepEqual(appliedOf(backend), { index: 8, term: TERM });
    assert.ok(backend.getRevision(2, 0));
  });
  const after = listing(places.dataDir);
  assert.ok(after.includes("member/snap/db.imported"));
  assert.ok(!after.includes("member/snap/db"));
  assert.deepEqual(await prepareData(settings, places, world), {
    takenOver: null,
    installed: null,
  });
});

test("prepareData() starts from the newest snapshot file that the log records", async () => {
  const places = await goDirectory({
    entries: [empty, empty, empty, empty, removes(2n), adds(member(3n))],
    snapshotIndex: 4,
    consistentIndex: 5,
  });
  await prepareData(settings, places, world);
  await withStore(places.dataDir, (backend) => {
    assert.deepEqual(readMembership(backend), {
      members: [member(1n, "one")],
      removedIds: [2n, 99n].sort((a, b) => (a < b ? -1 : 1)),
      clusterVersion: "3.4.0",
    });
    assert.deepEqual(decodeConfState(backend.get("meta", metaKeys.confState)!).voters, [1n]);
    assert.deepEqual(appliedOf(backend), { index: 5, term: TERM });
  });
});

test("prepareData() leaves all to the log where the database never held an index", async () => {
  const places = await goDirectory({
    entries: [...FIRST_MEMBERS, empty],
    fill: (backend) => backend.put("members", utf8ToBytes("1"), encodeMember(member(1n))),
  });
  await prepareData(settings, places, world);
  await withStore(places.dataDir, (backend) => {
    assert.deepEqual(readMembership(backend).members, []);
    assert.equal(backend.get("meta", metaKeys.confState), undefined);
    assert.deepEqual(appliedOf(backend), { index: 0, term: 0 });
  });
});

test("prepareData() believes the records of a database from 3.6 on whose snapshot has no file", async () => {
  const places = await goDirectory({
    entries: [empty, empty, empty],
    snapshotIndex: 2,
    consistentIndex: 3,
    fill: (backend) => {
      backend.put("meta", utf8ToBytes("storageVersion"), utf8ToBytes("3.7.0"));
      backend.put("members", utf8ToBytes("1"), encodeMember(member(1n, "one")));
      const learner = { ...member(2n, "two"), isLearner: true };
      backend.put("members", utf8ToBytes("2"), encodeMember(learner));
    },
  });
  // The record of such a release carries the configuration.
  const walDirectory = join(places.dataDir, "member", "wal");
  const marker = { index: 2, term: TERM };
  const { wal } = Wal.open({ directory: walDirectory, fileSystem, snapshot: marker });
  wal.append({ entries: [], hardState: { term: TERM, vote: 1n, commit: 3 } });
  const confState = { ...raftpb.createConfState(), voters: [1n], learners: [2n] };
  wal.saveSnapshot({ index: 3, term: TERM, confState });
  wal.sync();
  wal.close();
  await prepareData(settings, places, world);
  await withStore(places.dataDir, (backend) => {
    assert.equal(readMembership(backend).members.length, 2);
    assert.deepEqual(decodeConfState(backend.get("meta", metaKeys.confState)!), {
      voters: [1n],
      learners: [2n],
    });
    assert.deepEqual(appliedOf(backend), { index: 3, term: TERM });
  });
});

test("prepareData() ends a take-over that a crash interrupted before the rename", async () => {
  const places = await goDirectory({ entries: FIRST_MEMBERS, consistentIndex: 2 });
  await prepareData(settings, places, world);
  const snap = join(places.dataDir, "member", "snap");
  fs.renameSync(join(snap, "db.imported"), join(snap, "db"));
  assert.deepEqual(await prepareData(settings, places, world), {
    takenOver: null,
    installed: null,
  });
  assert.ok(fs.existsSync(join(snap, "db.imported")));
  // A database that a Go member has changed since is another one.
  await writeDatabase(join(snap, "db"), 3);
  await assert.rejects(prepareData(settings, places, world), { code: "unusable" });
});

test("prepareData() takes the received database where a crash came before Go's exchange", async () => {
  const places = await goDirectory({
    entries: [empty, empty, empty, empty, empty],
    snapshotIndex: 4,
    consistentIndex: 2,
  });
  const snap = join(places.dataDir, "member", "snap");
  await assert.rejects(prepareData(settings, places, world), /ends at index 2, before.* 4/);
  await writeDatabase(join(snap, "0000000000000004.snap.db"), 4, (backend) =>
    backend.put("alarm", utf8ToBytes("x"), utf8ToBytes("")),
  );
  await prepareData(settings, places, world);
  await withStore(places.dataDir, (backend) => {
    assert.ok(backend.get("alarm", utf8ToBytes("x")));
    assert.deepEqual(appliedOf(backend), { index: 4, term: TERM });
  });
  assert.deepEqual(fs.readdirSync(snap).sort(), [
    "0000000000000002-0000000000000004.snap",
    "db.imported",
    "kvorum.mdb",
    "kvorum.mdb-lock",
  ]);
});

interface Refusal {
  readonly what: string;
  readonly data: GoData;
  readonly expected: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    what: "v2 user data in the log",
    data: { entries: [...FIRST_MEMBERS, v2Put("/1/foo", "bar")], consistentIndex: 2 },
    expected: /member.wal: entry 3: the log holds v2 user data \(PUT \/1\/foo\)/,
  },
  {
    what: "v2 user data in a snapshot",
    data: {
      entries: [empty, empty],
      snapshotIndex: 2,
      consistentIndex: 2,
      tree: utf8ToBytes(
        bytesToUtf8(twoMembers).replace(
          /("Path":"\/1",[^}]*?"Children":)\{\}/,
          '$1{"foo":{"Path":"/1/foo","Value":"bar","Children":null}}',
        ),
      ),
    },
    expected: /0000000000000002\.snap: it holds data of the v2 API/,
  },
  {
    what: "an entry of a kind that etcd never applies",
    data: {
      entries: [{ Type: raftpb.EntryType.EntryConfChangeV2, Data: null }],
      consistentIndex: 1,
    },
    expected: /entry 1: it has type 2/,
  },
  {
    what: "a configuration change that cannot be read",
    data: {
      entries: [{ Type: raftpb.EntryType.EntryConfChange, Data: Uint8Array.of(255) }],
      consistentIndex: 1,
    },
    expected: /entry 1: /,
  },
  {
    what: "attributes that are no JSON",
    data: { entries: [v2Put("/0/members/1/attributes", "{oops")], consistentIndex: 1 },
    expected: /entry 1: /,
  },
  {
    what: "a snapshot whose membership cannot be read",
    data: {
      entries: [empty, empty],
      snapshotIndex: 2,
      consistentIndex: 2,
      tree: utf8ToBytes("{}"),
    },
    expected: /its membership cannot be read.*0000000000000002\.snap/,
  },
  {
    what: "bytes that are no request",
    data: { entries: [{ ...empty, Data: Uint8Array.of(255, 255) }], consistentIndex: 1 },
    expected: /entry 1: /,
  },
  {
    what: "a storage version of a newer release",
    data: {
      entries: [empty],
      consistentIndex: 1,
      fill: (backend) => backend.put("meta", utf8ToBytes("storageVersion"), utf8ToBytes("3.8.0")),
    },
    expected: /snap.db: its storage version 3\.8\.0 is newer than 3\.7\.0/,
  },
  {
    what: "a cluster version of a newer release",
    data: {
      entries: [empty],
      consistentIndex: 1,
      fill: (backend) =>
        backend.put("cluster", utf8ToBytes("clusterVersion"), utf8ToBytes("4.0.0")),
    },
    expected: /its cluster version 4\.0\.0 is newer/,
  },
  {
    what: "a database ahead of the log",
    data: { entries: [empty, empty], consistentIndex: 9 },
    expected: /holds index 9, but the log in .*wal ends at 2 .*snap.db/,
  },
];

for (const { what, data, expected } of refusals) {
  test(`prepareData() refuses ${what}, and changes nothing`, async () => {
    const places = await goDirectory(data);
    const before = listing(places.dataDir);
    await assert.rejects(prepareData(settings, places, world), expected);
    assert.deepEqual(listing(places.dataDir), before);
  });
}

test("prepareData() refuses unknown buckets, and changes nothing", async () => {
  const places = await goDirectory({ entries: FIRST_MEMBERS, consistentIndex: 2 });
  const path = join(places.dataDir, "member", "snap", "db");
  fs.rmSync(path);
  const file = fileSystem.open(path, "create");
  const writer = new BboltWriter({ file });
  writer.beginBucket(utf8ToBytes("strange"));
  writer.add(utf8ToBytes("key"), utf8ToBytes("value"));
  writer.endBucket();
  await writer.finish();
  file.close();
  const before = listing(places.dataDir);
  await assert.rejects(prepareData(settings, places, world), /snap.db: unknown buckets strange/);
  assert.deepEqual(listing(places.dataDir), before);
});

test("prepareData() refuses a database without its log, and one whose member runs", async () => {
  const places = await goDirectory({ entries: FIRST_MEMBERS, consistentIndex: 2 });
  const walDirectory = join(places.dataDir, "member", "wal");
  const marker = { index: 0, term: 0 };
  const { wal } = Wal.open({ directory: walDirectory, fileSystem, snapshot: marker });
  await assert.rejects(prepareData(settings, places, world), { code: "locked" });
  wal.close();
  fs.renameSync(walDirectory, `${walDirectory}-elsewhere`);
  await assert.rejects(prepareData(settings, places, world), /its log is not in .*wal/);
  const elsewhere = { ...places, walDir: `${walDirectory}-elsewhere` };
  assert.deepEqual((await prepareData(settings, elsewhere, world)).takenOver, { appliedIndex: 2 });
});

/** Keeps what it opened, as a disk would. */
function memoryEngine(): BackendEngine {
  let present = new MemoryBackend();
  return {
    open: () => (present = present.crash({ surviving: present.volatileCommits })),
    build: (options) =>
      buildInMemory({ fileSystem, timers, backend: new MemoryBackend(), ...options }),
  };
}

for (const kind of ["lmdb", "memory"] as const) {
  test(`prepareData() installs a received database behind its record (${kind})`, async () => {
    const places = await goDirectory({
      entries: [empty, empty, empty, empty, empty],
      snapshotIndex: 4,
    });
    const snap = join(places.dataDir, "member", "snap");
    const ownEngine = kind === "lmdb" ? engine : memoryEngine();
    const ownWorld = { ...world, engine: ownEngine };
    fs.rmSync(join(snap, "db"));
    const open = (): Backend =>
      ownEngine.open({ directory: snap, onFailure: (error) => assert.fail(String(error)) });
    let backend = open();
    backend.setApplied({ index: 2, term: TERM, confState: null });
    backend.put("lease", utf8ToBytes("old"), utf8ToBytes("lease"));
    await backend.close();
    // One that was never recorded, and the one that was.
    await writeDatabase(join(snap, "0000000000000007.snap.db"), 7);
    const received = join(snap, "0000000000000004.snap.db");
    await writeDatabase(received, 5);
    await assert.rejects(prepareData(settings, places, ownWorld), /it is at index 5.* at 4/);
    fs.rmSync(received);
    await writeDatabase(received, 4, (stale) =>
      stale.put("members", utf8ToBytes("4d"), encodeMember(member(0x4dn))),
    );
    assert.deepEqual(await prepareData(settings, places, ownWorld), {
      takenOver: null,
      installed: { snapshotIndex: 4 },
    });
    backend = open();
    assert.equal(backend.get("lease", utf8ToBytes("old")), undefined);
    assert.deepEqual(appliedOf(backend), { index: 4, term: TERM });
    assert.deepEqual(
      readMembership(backend).members.map(({ name }) => name),
      ["one", "two"],
    );
    assert.deepEqual(decodeConfState(backend.get("meta", metaKeys.confState)!).voters, [1n, 2n]);
    await backend.close();
    const databases = fs.readdirSync(snap).filter((name) => name.endsWith(".snap.db"));
    assert.deepEqual(databases, []);
    assert.deepEqual(await prepareData(settings, places, ownWorld), {
      takenOver: null,
      installed: null,
    });
  });
}

/** The machine dies at the given change of the disk: neither that one nor a later one happens. */
function failingAt(change: number): { fileSystem: FileSystem; count: () => number } {
  let changes = 0;
  const step = (): void => {
    if (changes++ >= change) throw new Error("the machine died");
  };
  const changing = new Set(["makeDirectory", "rename", "remove", "removeTree", "syncDirectory"]);
  const dying = new Proxy(fileSystem as FileSystem, {
    get(target, name: keyof FileSystem) {
      const method = target[name] as (...words: unknown[]) => unknown;
      return (...words: unknown[]) => {
        if (changing.has(name) || (name === "open" && words[1] !== "read")) step();
        return method.apply(target, words);
      };
    },
  });
  return { fileSystem: dying, count: () => changes };
}

test("prepareData() can be cut off at any change of the disk, and begins or ends anew", async () => {
  const data = { entries: [...FIRST_MEMBERS, empty, adds(member(3n))], consistentIndex: 3 };
  const template = (await goDirectory(data)).dataDir;
  const original = fs.readFileSync(join(template, "member", "snap", "db"));
  let seen = { before: 0, after: 0 };
  for (let change = 0; ; change++) {
    const dataDir = `${template}-${change}`;
    directories.push(dataDir);
    fs.cpSync(template, dataDir, { recursive: true });
    const places = { dataDir, walDir: null };
    const dying = failingAt(change);
    const ports = { fileSystem: dying.fileSystem, timers };
    const attempt = prepareData(settings, places, { ...ports, logger, engine: lmdbEngine(ports) });
    const isDone = await attempt.then(
      () => true,
      (error: unknown) => {
        assert.match(String(error), /the machine died/);
        return false;
      },
    );
    if (isDone) break;
    const snap = join(dataDir, "member", "snap");
    const isTaken = fs.existsSync(join(snap, "kvorum.mdb"));
    const database = fs.existsSync(join(snap, "db")) ? "db" : "db.imported";
    assert.ok(isTaken || database === "db", `at change ${change}`);
    assert.deepEqual(fs.readFileSync(join(snap, database)), original);
    seen = { before: seen.before + (isTaken ? 0 : 1), after: seen.after + (isTaken ? 1 : 0) };
    await prepareData(settings, places, world);
    await withStore(dataDir, (backend) => {
      assert.deepEqual(
        readMembership(backend).members.map(({ id }) => id),
        [1n, 2n],
      );
      assert.deepEqual(appliedOf(backend), { index: 3, term: TERM });
      assert.ok(backend.getRevision(2, 0));
    });
    // The member removes what begins with tmp when it opens the directory.
    const names = fs.readdirSync(snap).filter((name) => !name.startsWith("tmp"));
    assert.deepEqual(names.sort(), ["db.imported", "kvorum.mdb", "kvorum.mdb-lock"]);
  }
  assert.ok(seen.before > 5 && seen.after > 2, JSON.stringify(seen));
});
