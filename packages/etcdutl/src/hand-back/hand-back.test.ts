import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@kvorum/base";
import { systemTimers } from "@kvorum/http2";
import { etcdserverpb, type Init, raftpb } from "@kvorum/proto";
import {
  type Backend,
  BboltReader,
  fastCrc32c,
  LmdbBackend,
  LockedLog,
  NodeFileSystem,
  openDataDirectory,
  SnapshotFiles,
  Wal,
} from "@kvorum/storage";
import { decodeSnapshotTree, encodeConfChangeContext, Store } from "@kvorum/store";
import { type HandBackOptions, handBack } from "./hand-back.ts";
import { Release } from "./release.ts";

const fileSystem = new NodeFileSystem();
const roots: string[] = [];
after(() => {
  for (const root of roots) fs.rmSync(root, { recursive: true, force: true });
});

const OWN = 0x51n;
const TERM = 3;
type Content = Pick<raftpb.Entry, "Type" | "Data">;

function request(fields: Init<etcdserverpb.InternalRaftRequest>): Content {
  const Data = etcdserverpb.encodeInternalRaftRequest({ header: { ID: 7n }, ...fields });
  return { Type: raftpb.EntryType.EntryNormal, Data };
}

function adds(id: bigint): Content {
  const member = {
    id,
    name: "",
    peerUrls: [`http://127.0.0.1:${id}`],
    clientUrls: [],
    isLearner: false,
  };
  const context = encodeConfChangeContext({ member, isPromote: false });
  const type = raftpb.ConfChangeType.ConfChangeAddNode;
  const Data = raftpb.encodeConfChange({ id: 1n, type, nodeId: id, context });
  return { Type: raftpb.EntryType.EntryConfChange, Data };
}

function removes(nodeId: bigint): Content {
  const type = raftpb.ConfChangeType.ConfChangeRemoveNode;
  const Data = raftpb.encodeConfChange({ id: 1n, type, nodeId, context: null });
  return { Type: raftpb.EntryType.EntryConfChange, Data };
}

const put = (key: string): Content =>
  request({ put: { key: utf8ToBytes(key), value: utf8ToBytes("value") } });
const publish = request({
  clusterMemberAttrSet: {
    memberID: OWN,
    memberAttributes: { name: "own", clientUrls: ["http://c"] },
  },
});
const version37 = request({ clusterVersionSet: { ver: "3.7.0" } });

interface Member {
  readonly root: string;
  readonly dataDirectory: string;
  readonly outputDirectory: string;
}

/** The directory of a stopped member of ours that has applied the first `applied` entries. */
async function memberWith(options: {
  entries: readonly Content[];
  applied: number;
  /** As the log has it; all of the entries by default. */
  commit?: number;
  change?: (backend: Backend) => void;
}): Promise<Member> {
  const root = fs.mkdtempSync(join(tmpdir(), "kvorum-hand-back-"));
  roots.push(root);
  const dataDirectory = join(root, "data");
  const directory = openDataDirectory({ fileSystem, path: dataDirectory });
  const wal = Wal.create({
    directory: directory.walDirectory,
    fileSystem,
    metadata: etcdserverpb.encodeMetadata({ NodeID: OWN, ClusterID: 0x99n }),
    segmentBytes: 1 << 16,
  });
  const entries = options.entries.map((entry, i) => ({ ...entry, Index: i + 1, Term: TERM }));
  const commit = options.commit ?? entries.length;
  wal.append({ entries, hardState: { term: TERM, vote: OWN, commit } });
  wal.sync();
  wal.close();
  const backend = LmdbBackend.open({
    directory: directory.snapDirectory,
    timers: systemTimers,
    onFailure: (error) => assert.fail(String(error)),
  });
  const store = openStore(backend);
  const voters = new Set<bigint>();
  for (const { Index: index, Term: term, Type: type, Data: data } of entries) {
    if (index > options.applied) break;
    const { confChange, error } = store.apply({ index, term, type, data }, { nowMs: 0 });
    assert.equal(error, null);
    if (confChange === null) continue;
    if (confChange.type === raftpb.ConfChangeType.ConfChangeRemoveNode) {
      voters.delete(confChange.nodeId);
    } else voters.add(confChange.nodeId);
    store.setConfState({ voters: [...voters], learners: [] });
  }
  options.change?.(backend);
  await backend.close();
  directory.release();
  return { root, dataDirectory, outputDirectory: join(root, "output") };
}

function openStore(backend: Backend): Store {
  return Store.open({
    backend,
    crc32c: fastCrc32c,
    minLeaseTtlSeconds: 2,
    quotaBackendBytes: 0,
  });
}

function handBackOf(
  member: Member,
  version: string | null,
  more: Partial<HandBackOptions> = {},
): Promise<void> {
  return handBack({
    fileSystem,
    timers: systemTimers,
    dataDirectory: member.dataDirectory,
    walDirectory: null,
    outputDirectory: member.outputDirectory,
    outputWalDirectory: null,
    release: version === null ? null : Release.parse(version),
    log: () => {},
    ...more,
  });
}

interface Written {
  readonly keys: number;
  readonly meta: ReadonlyMap<string, string>;
  readonly cluster: ReadonlyMap<string, string>;
  readonly members: readonly string[];
  readonly snapshot: raftpb.Snapshot | null;
  readonly hardState: raftpb.HardState | null;
  readonly tail: readonly raftpb.Entry[];
  readonly metadata: etcdserverpb.Metadata;
}

/** What the output holds, read as a Go member reads it. */
function read(outputDirectory: string, walDirectory?: string): Written {
  const snap = join(outputDirectory, "member", "snap");
  const file = fileSystem.open(join(snap, "db"), "read");
  const reader = new BboltReader(file);
  const buckets = new Map<string, Map<string, string>>();
  for (const bucket of reader.buckets()) {
    const pairs = new Map<string, string>();
    reader.scan(bucket, new Uint8Array(0), (key, value) => {
      pairs.set(Buffer.from(key).toString("latin1"), Buffer.from(value).toString("latin1"));
      return true;
    });
    buckets.set(bytesToUtf8(bucket.name), pairs);
  }
  file.close();
  const directory = walDirectory ?? join(outputDirectory, "member", "wal");
  const log = LockedLog.open({ fileSystem, directory, mayRepair: false });
  const files = new SnapshotFiles({ fileSystem, directory: snap });
  const { marker, file: snapshot } = files.choose(log.records.snapshots);
  const { entries, hardState } = log.readFrom(marker);
  log.close();
  return {
    keys: buckets.get("key")!.size,
    meta: buckets.get("meta")!,
    cluster: buckets.get("cluster")!,
    members: [...buckets.get("members")!.keys()],
    snapshot,
    hardState,
    tail: entries,
    metadata: etcdserverpb.decodeMetadata(log.records.metadata),
  };
}

function counter(meta: ReadonlyMap<string, string>, name: string): number {
  return Number(Buffer.from(meta.get(name)!, "latin1").readBigUInt64BE());
}

function contentOf(directory: string): ReadonlyMap<string, string> {
  const content = new Map<string, string>();
  for (const name of fs.readdirSync(directory, { recursive: true }) as string[]) {
    const path = join(directory, name);
    if (!fs.statSync(path).isFile()) continue;
    content.set(name, createHash("sha256").update(fs.readFileSync(path)).digest("hex"));
  }
  return content;
}

test("handBack() writes database, snapshot and log, and leaves the source as it was", async () => {
  const member = await memberWith({
    entries: [adds(OWN), put("a"), put("b"), put("c")],
    applied: 3,
  });
  const before = contentOf(member.dataDirectory);
  await handBackOf(member, null);
  assert.deepEqual(contentOf(member.dataDirectory), before);
  const written = read(member.outputDirectory);
  assert.deepEqual(written.metadata, { NodeID: OWN, ClusterID: 0x99n });
  assert.equal(written.keys, 2);
  assert.equal(counter(written.meta, "consistent_index"), 3);
  assert.equal(written.meta.has("term"), false);
  assert.equal(written.meta.has("confState"), false);
  assert.deepEqual(written.members, ["51"]);
  const { index, term, confState } = written.snapshot!.metadata!;
  assert.deepEqual({ index, term }, { index: 3, term: TERM });
  assert.deepEqual(confState!.voters, [OWN]);
  assert.deepEqual(
    decodeSnapshotTree(written.snapshot!.data!).members.map(({ id }) => id),
    [OWN],
  );
  assert.deepEqual(
    written.tail.map((entry) => entry.Index),
    [4],
  );
  assert.deepEqual(written.hardState, { term: TERM, vote: OWN, commit: 4 });
  const names = fs.readdirSync(member.root).sort();
  assert.deepEqual(names, ["data", "output"]);
  assert.deepEqual(fs.readdirSync(join(member.outputDirectory, "member", "snap")).sort(), [
    "0000000000000003-0000000000000003.snap",
    "db",
  ]);
});

test("handBack() applies what an older release cannot, and leaves it to one that can", async () => {
  const entries = [adds(OWN), put("a"), publish, put("b"), version37, put("c")];
  const member = await memberWith({ entries, applied: 2, commit: 2 });
  await handBackOf(member, "3.4");
  const old = read(member.outputDirectory);
  assert.equal(old.snapshot!.metadata!.index, 5);
  assert.equal(counter(old.meta, "consistent_index"), 5);
  assert.equal(old.keys, 2);
  assert.equal(old.cluster.get("clusterVersion"), "3.4.0");
  const tree = decodeSnapshotTree(old.snapshot!.data!);
  assert.equal(tree.clusterVersion, "3.4.0");
  assert.deepEqual(
    tree.members.map(({ name }) => name),
    ["own"],
  );
  assert.deepEqual(old.hardState, { term: TERM, vote: OWN, commit: 5 });
  assert.deepEqual(
    old.tail.map((entry) => entry.Index),
    [6],
  );
  const newer = { ...member, outputDirectory: `${member.outputDirectory}-3.7` };
  await handBackOf(newer, "3.7");
  const written = read(newer.outputDirectory);
  assert.equal(written.snapshot!.metadata!.index, 2);
  assert.equal(written.tail.length, 4);
  assert.deepEqual(written.hardState, { term: TERM, vote: OWN, commit: 2 });
  assert.equal(counter(written.meta, "term"), TERM);
  assert.match(written.meta.get("confState")!, /"voters":\[81\]/);
});

test("handBack() refuses to decide for a cluster what is committed", async () => {
  const entries = [adds(OWN), adds(0x52n), put("a"), publish, put("b")];
  const undecided = await memberWith({ entries, applied: 3, commit: 3 });
  await assert.rejects(
    handBackOf(undecided, "3.4"),
    /3\.4 cannot apply entry 4 \(it carries request 1301 of 3\.5\).* whether it is committed/,
  );
  assert.deepEqual(fs.readdirSync(undecided.root), ["data"]);
  const decided = await memberWith({ entries, applied: 3, commit: 4 });
  await handBackOf(decided, "3.4");
  const written = read(decided.outputDirectory);
  assert.equal(written.snapshot!.metadata!.index, 4);
  assert.deepEqual(written.snapshot!.metadata!.confState!.voters, [OWN, 0x52n]);
  assert.equal(written.tail.length, 1);
});

test("handBack() follows configuration changes among the entries that it applies", async () => {
  const entries = [adds(OWN), put("a"), adds(0x53n), removes(0x53n), adds(0x52n), publish];
  const member = await memberWith({ entries, applied: 2 });
  await handBackOf(member, "3.4");
  const { snapshot } = read(member.outputDirectory);
  assert.deepEqual(snapshot!.metadata!.confState!.voters, [OWN, 0x52n]);
  const tree = decodeSnapshotTree(snapshot!.data!);
  assert.deepEqual(
    tree.members.map(({ id }) => id),
    [OWN, 0x52n],
  );
  assert.deepEqual(tree.removedIds, [0x53n]);
});

test("handBack() writes the log alone where nothing was applied", async () => {
  const member = await memberWith({ entries: [adds(OWN), put("a")], applied: 0, commit: 1 });
  await handBackOf(member, null);
  const written = read(member.outputDirectory);
  assert.equal(written.snapshot, null);
  assert.equal(written.tail.length, 2);
  assert.deepEqual(written.hardState, { term: TERM, vote: OWN, commit: 1 });
});

test("handBack() takes out what the release must not find", async () => {
  const change = (backend: Backend): void => {
    backend.put("meta", utf8ToBytes("storageVersion"), utf8ToBytes("3.7.0"));
    const downgrade = utf8ToBytes('{"target-version":"3.6.0","enabled":true}');
    backend.put("cluster", utf8ToBytes("downgrade"), downgrade);
  };
  const entries = [adds(OWN), version37, put("a")];
  const member = await memberWith({ entries, applied: 3, change });
  for (const [release, storageVersion, clusterVersion, hasDowngrade] of [
    ["3.4", undefined, "3.4.0", false],
    ["3.5", undefined, "3.5.0", true],
    ["3.6", "3.6.0", "3.6.0", true],
    ["3.7", "3.7.0", "3.7.0", true],
    [null, "3.7.0", "3.7.0", true],
  ] as const) {
    const outputDirectory = `${member.outputDirectory}-${release}`;
    await handBackOf({ ...member, outputDirectory }, release);
    const { meta, cluster } = read(outputDirectory);
    assert.equal(meta.get("storageVersion"), storageVersion);
    assert.equal(cluster.get("clusterVersion"), clusterVersion);
    assert.equal(cluster.has("downgrade"), hasDowngrade);
  }
});

test("handBack() reads and writes logs in directories of their own", async () => {
  const member = await memberWith({ entries: [adds(OWN), put("a")], applied: 2 });
  const walDirectory = join(member.root, "log");
  fs.renameSync(join(member.dataDirectory, "member", "wal"), walDirectory);
  await assert.rejects(handBackOf(member, null), /no log is in .*has it a directory of its own/);
  const outputWalDirectory = join(member.root, "output-log");
  await handBackOf(member, null, { walDirectory, outputWalDirectory });
  assert.equal(read(member.outputDirectory, outputWalDirectory).snapshot!.metadata!.index, 2);
  assert.ok(!fs.existsSync(join(member.outputDirectory, "member", "wal")));
  const again = { ...member, outputDirectory: `${member.outputDirectory}-2` };
  await assert.rejects(handBackOf(again, null, { walDirectory, outputWalDirectory }), /not empty/);
});

test("handBack() refuses a running member, foreign data, and an output that is not empty", async () => {
  const member = await memberWith({ entries: [adds(OWN), put("a")], applied: 2 });
  const directory = openDataDirectory({ fileSystem, path: member.dataDirectory });
  await assert.rejects(handBackOf(member, null), /a member is running on the data directory/);
  directory.release();
  fs.mkdirSync(member.outputDirectory);
  fs.writeFileSync(join(member.outputDirectory, "file"), "");
  await assert.rejects(handBackOf(member, null), /output directory ".*" not empty/);
  assert.deepEqual(fs.readdirSync(member.outputDirectory), ["file"]);
  fs.rmSync(join(member.outputDirectory, "file"));
  await handBackOf(member, null);
  const back = { ...member, dataDirectory: member.outputDirectory };
  const outputDirectory = `${member.outputDirectory}-2`;
  await assert.rejects(
    handBackOf({ ...back, outputDirectory }, null),
    /holds the data of a Go member already/,
  );
});

test("handBack() refuses a damaged store and a torn log, and leaves no output", async () => {
  const entries = [adds(OWN), ...Array.from({ length: 500 }, (_, i) => put(`key-${i}`))];
  const member = await memberWith({ entries, applied: entries.length });
  const wal = join(member.dataDirectory, "member/wal/0000000000000000-0000000000000000.wal");
  const good = fs.readFileSync(wal);
  // The last frame promises more than there is.
  fs.truncateSync(wal, good.lastIndexOf("key-499") + 4);
  await assert.rejects(handBackOf(member, null), { name: "CorruptionError" });
  fs.writeFileSync(wal, good);
  const mdb = join(member.dataDirectory, "member/snap/kvorum.mdb");
  const bytes = fs.readFileSync(mdb);
  const at = bytes.indexOf("key-250");
  assert.ok(at > 0);
  for (let i = bytes.indexOf("key-250"); i >= 0; i = bytes.indexOf("key-250", i + 1))
    bytes[i]! ^= 1;
  fs.writeFileSync(mdb, bytes);
  await assert.rejects(handBackOf(member, null), { name: "CorruptionError" });
  assert.deepEqual(fs.readdirSync(member.root), ["data"]);
});
