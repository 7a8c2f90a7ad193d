/** A Go member's database taken into our store, and databases of ours under a Go member. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { bytesToHex, bytesToLatin1, type Timers } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import { encodeSnapshotTree } from "@kvorum/store";
import type { BucketName } from "../backend/buckets.ts";
import { LmdbBackend } from "../backend/lmdb-backend.ts";
import { exportBbolt, exportedBuckets, importBbolt } from "../bbolt/exchange.ts";
import { BboltReader } from "../bbolt/reader.ts";
import { validateBbolt } from "../bbolt/validator.ts";
import { NodeFileSystem } from "../node-file-system.ts";
import { SnapshotFiles } from "../snapshot/snapshot-files.ts";
import { readWalSnapshots } from "../wal/locked-log.ts";
import { Wal } from "../wal/wal.ts";
import { cleanUpGoMembers, freshDirectory, GoMember, skipWithoutGo } from "./go-member.ts";

after(cleanUpGoMembers);

const fileSystem = new NodeFileSystem();
const timers: Timers = {
  after: () => ({ cancel: () => {} }),
  soon: (callback) => {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  },
};

function openStore(directory: string): LmdbBackend {
  return LmdbBackend.open({
    directory,
    timers,
    onFailure: (error) => {
      throw error;
    },
  });
}

type Pairs = Map<string, string>;

function bboltPairs(path: string): Map<string, Pairs> {
  const file = fileSystem.open(path, "read");
  const reader = new BboltReader(file);
  const validation = validateBbolt(reader);
  while (validation.next().done !== true);
  const buckets = new Map<string, Pairs>();
  for (const bucket of reader.buckets()) {
    const pairs: Pairs = new Map();
    reader.scan(bucket, new Uint8Array(0), (key, value) => {
      pairs.set(bytesToLatin1(key), bytesToHex(value));
      return true;
    });
    buckets.set(bytesToLatin1(bucket.name), pairs);
  }
  file.close();
  return buckets;
}

function storePairs(store: LmdbBackend, bucket: BucketName): Pairs {
  const pairs: Pairs = new Map();
  store.scan(bucket, { start: new Uint8Array(0), end: null }, (key, value) => {
    pairs.set(bytesToLatin1(key), bytesToHex(value));
    return true;
  });
  return pairs;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Over the HashKV call, which the JSON gateway does not offer. */
function hashKv(member: GoMember): string {
  const result = spawnSync("etcdctl", ["--endpoints", member.clientUrl, "endpoint", "hashkv"], {
    env: { ...process.env, ETCDCTL_API: "3" },
    encoding: "utf8",
  });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout.trim().split(", ")[1]!;
}

test("a Go member's database is imported pair by pair, and runs again from our export", {
  skip: skipWithoutGo,
  timeout: 60_000,
}, async () => {
  const dataDirectory = freshDirectory();
  const snapDirectory = join(dataDirectory, "member", "snap");
  const first = await GoMember.start({ dataDirectory });
  await first.ready();
  for (let i = 0; i < 40; i++) await first.put(`key-${i % 25}`, "v".repeat(i * 37));
  await first.put("large", "x".repeat(1_000_000));
  await first.call("/v3/kv/deleterange", { key: base64("key-3") });
  await first.call("/v3/lease/grant", { TTL: "1000", ID: "7587826471821115147" });
  await first.call("/v3/auth/role/add", { name: "reader" });
  await first.call("/v3/auth/role/grant", {
    name: "reader",
    perm: { permType: "READ", key: base64("key-"), range_end: base64("key.") },
  });
  await first.call("/v3/auth/user/add", { name: "someone", password: "secret" });
  const before = hashKv(first);
  await first.stop();

  const goFile = join(snapDirectory, "db");
  const imported = freshDirectory();
  const result = await importBbolt({
    path: goFile,
    directory: imported,
    fileSystem,
    timers,
  });
  assert.deepEqual(result.unknownBuckets, []);
  assert.ok(result.appliedIndex > 0);
  const goPairs = bboltPairs(goFile);
  assert.deepEqual([...goPairs.keys()].sort(), [...exportedBuckets].sort());
  let store = openStore(imported);
  for (const bucket of exportedBuckets) {
    assert.deepEqual(storePairs(store, bucket), goPairs.get(bucket), bucket);
  }
  assert.ok(goPairs.get("key")!.size > 40);
  assert.equal(goPairs.get("authUsers")!.size, 1);
  await store.close();

  // Opened again, exported, and put under the Go member.
  store = openStore(imported);
  const view = store.openView();
  const exported = join(freshDirectory(), "db");
  const length = await exportBbolt({ view, fileSystem, path: exported, timers });
  view.close();
  await store.close();
  assert.equal(fs.statSync(exported).size, length);
  assert.deepEqual(bboltPairs(exported), goPairs);
  fs.copyFileSync(exported, goFile);
  const again = await GoMember.start({ dataDirectory, peerUrl: first.peerUrl });
  await again.ready();
  assert.deepEqual(hashKv(again), before);
  const range = await again.call("/v3/kv/range", { key: base64("large") });
  const [pair] = range["kvs"] as { value: string }[];
  assert.equal(Buffer.from(pair!.value, "base64").length, 1_000_000);
  await again.put("after", "all");
  await again.stop();
});

test("a directory made here of five log records, a snapshot file and a database runs under Go", {
  skip: skipWithoutGo,
  timeout: 60_000,
}, async () => {
  // A first run gives the ids and a database to start from.
  const source = freshDirectory();
  const first = await GoMember.start({ dataDirectory: source });
  await first.ready();
  for (let i = 0; i < 10; i++) await first.put(`key-${i}`, `value-${i}`);
  const { header } = (await first.call("/v3/cluster/member/list", {})) as {
    header: { cluster_id: string; member_id: string };
  };
  await first.stop();
  const id = BigInt(header.member_id);
  const walOf = (directory: string): string => join(directory, "member", "wal");
  const { metadata, hardState } = readWalSnapshots({ fileSystem, directory: walOf(source) });

  const target = freshDirectory();
  const snapDirectory = join(target, "member", "snap");
  fileSystem.makeDirectory(snapDirectory);
  const store = freshDirectory();
  const { appliedIndex: index } = await importBbolt({
    path: join(source, "member", "snap", "db"),
    directory: store,
    fileSystem,
    timers,
  });
  const backend = openStore(store);
  // A 3.4 database lags; this one says what it holds.
  const commit = hardState!.commit;
  assert.ok(index <= commit);
  backend.setApplied({ index: commit, term: hardState!.term, confState: null });
  await new Promise<void>((resolve) => backend.flush(() => resolve()));
  const view = backend.openView();
  const path = join(snapDirectory, "db");
  await exportBbolt({ view, fileSystem, path, timers });
  view.close();
  await backend.close();
  const confState: raftpb.ConfState = { ...raftpb.createConfState(), voters: [id] };
  const marker = { index: commit, term: hardState!.term };
  const tree = encodeSnapshotTree({
    members: [{ id, peerUrls: [first.peerUrl], isLearner: false, name: "", clientUrls: [] }],
    removedIds: [],
    clusterVersion: "3.4.0",
  });
  const files = new SnapshotFiles({ fileSystem, directory: snapDirectory });
  files.save({ data: tree, metadata: { confState, ...marker } });
  const wal = Wal.create({ directory: walOf(target), fileSystem, metadata });
  wal.append({ entries: [], hardState: { ...hardState!, commit } });
  wal.saveSnapshot({ ...marker, confState });
  wal.sync();
  wal.close();

  const again = await GoMember.start({ dataDirectory: target, peerUrl: first.peerUrl });
  await again.ready();
  const range = await again.call("/v3/kv/range", {
    key: base64("key-"),
    range_end: base64("key."),
    count_only: true,
  });
  assert.equal(range["count"], "10");
  const listed = (await again.call("/v3/cluster/member/list", {})) as {
    header: { cluster_id: string };
    members: { ID: string }[];
  };
  assert.equal(listed.header.cluster_id, header.cluster_id);
  assert.deepEqual(
    listed.members.map((member) => member.ID),
    [header.member_id],
  );
  await again.put("key-10", "more");
  await again.stop();
});
