/**
 * A Go member's data directory is taken over by Kvorum, and handed back. The programs are the built
 * ones and the etcd of the system; without it the tests skip.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bytesToUtf8 } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import { BboltReader, NodeFileSystem } from "@kvorum/storage";
import { type ClusterMember, findProgram, StartError, withCluster } from "@kvorum/testkit";
import { bytes, DataOwner, go, goFlags, kvorum, skipWithoutBoth } from "./testing/data-owner.ts";

test("a member's data go from Go to Kvorum and back, again and again, with everything in them", {
  skip: skipWithoutBoth,
  timeout: 240_000,
}, async () => {
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
    const owner = new DataOwner(member);
    const guest = await cluster.addMember(go!);
    await guest.serving();
    await cluster.removeMember(guest);
    await guest.exited;
    for (let round = 0; round < 2; round++) {
      await owner.fill(round);
      let expected = await owner.state();
      // No goodbye: what is not in the database must come from the log.
      await member.kill();
      await owner.restartAs(kvorum!);
      assert.deepEqual(await owner.state(), expected, `taken over, round ${round}`);
      await owner.checkAuthRevision(2 * round + 1);
      await owner.clear();
      await owner.fill(10 + round);
      expected = await owner.state();
      await member.kill();
      await owner.restartAs(kvorum!);
      assert.deepEqual(await owner.state(), expected, `restarted, round ${round}`);
      if (round === 0) await member.stop();
      else await member.kill();
      const log = owner.handBack("--target-version", "3.4");
      assert.match(log, /\thanded back the data directory\t/);
      await owner.restartAs(go!);
      assert.deepEqual(await owner.state(), expected, `handed back, round ${round}`);
      await owner.clear();
      await owner.put(`go-${round}`, "on");
    }
    // Whom the cluster removed stays removed through all of it.
    await member.stop();
    const removed = bucketKeys(join(member.dataDirectory, "member/snap/db"), "members_removed");
    assert.ok(removed.includes(guest.id.toString(16)));
    assert.equal(removed.length, 5);
  });
});

/** The keys of a bucket in a database of Go. */
function bucketKeys(path: string, name: string): string[] {
  const keys: string[] = [];
  const file = new NodeFileSystem().open(path, "read");
  try {
    const reader = new BboltReader(file);
    for (const bucket of reader.buckets()) {
      if (bytesToUtf8(bucket.name) !== name) continue;
      reader.scan(bucket, new Uint8Array(0), (key) => {
        keys.push(bytesToUtf8(key));
        return true;
      });
    }
  } finally {
    file.close();
  }
  return keys;
}

test("authentication goes with the data, and passwords that were changed on the way", {
  skip: skipWithoutBoth,
  timeout: 120_000,
}, async () => {
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
    const owner = new DataOwner(member);
    await owner.ask("Auth/UserAdd", { name: "root", password: "first" });
    await owner.ask("Auth/RoleAdd", { name: "root" });
    await owner.ask("Auth/UserGrantRole", { user: "root", role: "root" });
    await owner.ask("Auth/UserAdd", { name: "reader", password: "r" });
    await owner.ask("Auth/RoleAdd", { name: "read" });
    await owner.ask("Auth/RoleGrantPermission", {
      name: "read",
      perm: { permType: 0, key: bytes("public"), rangeEnd: bytes("") },
    });
    await owner.ask("Auth/UserGrantRole", { user: "reader", role: "read" });
    await owner.put("public", "for all");
    await owner.put("private", "for root");
    await owner.ask("Auth/AuthEnable");
    const checkReader = async (): Promise<void> => {
      await owner.logIn("reader", "r");
      const read = (key: string): Promise<etcdserverpb.RangeResponse> =>
        owner.ask("KV/Range", { key: bytes(key) });
      assert.equal((await read("public")).kvs.length, 1);
      await assert.rejects(read("private"), /permission denied/);
      await assert.rejects(owner.put("public", "x"), /permission denied/);
    };
    await checkReader();
    await owner.logIn("root", "first");
    const before = await owner.state();
    await member.kill();
    await owner.restartGuarded(kvorum!, { name: "reader", password: "r" });
    await checkReader();
    await owner.logIn("root", "first");
    assert.deepEqual(await owner.state(), before);
    await owner.ask("Auth/UserChangePassword", { name: "root", password: "second" });
    await owner.logIn("root", "second");
    await owner.ask("Auth/UserAdd", { name: "late", password: "l" });
    const after = await owner.state();
    // Killed: what 3.4 cannot apply, such as a hashed password, is in the log alone.
    await member.kill();
    owner.handBack("--target-version", "3.4");
    await owner.restartGuarded(go!, { name: "reader", password: "r" });
    await checkReader();
    await assert.rejects(owner.logIn("root", "first"), /authentication failed/);
    await owner.logIn("root", "second");
    assert.deepEqual(await owner.state(), after);
    await owner.logIn("late", "l");
  });
});

test("Kvorum does not start on the data of a Go member that runs", {
  skip: skipWithoutBoth,
  timeout: 60_000,
}, async () => {
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
    const owner = new DataOwner(member);
    await owner.put("key", "value");
    const [program, ...args] = member.argv;
    assert.equal(program, go!.argv[0]);
    // The same flags but for the ports, which are taken.
    const elsewhere = args.map((word) => word.replace(/^http:\/\/127\.0\.0\.1:\d+$/, FREE_URL));
    const result = spawnSync(kvorum!.argv[0], [...kvorum!.argv.slice(1), ...elsewhere], {
      encoding: "utf8",
      timeout: 20_000,
    });
    assert.notEqual(result.status, 0);
    assert.match(result.stdout + result.stderr, /is another member running on this directory\?/);
    await owner.put("key", "still here");
    await member.stop();
    await owner.restartAs(go!);
  });
});

const FREE_URL = "http://127.0.0.1:0";

test("a directory that Go's etcdctl restored starts with its new membership", {
  skip: skipWithoutBoth || (findProgram("etcdctl") === null ? "not on PATH: etcdctl" : false),
  timeout: 60_000,
}, async () => {
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [source] = cluster.members as [ClusterMember];
    await new DataOwner(source).fill(0);
    const member = await cluster.prepareMember(kvorum!);
    const owner = new DataOwner(member);
    const saved = join(member.dataDirectory, "..", "saved.db");
    const etcdctl = (...words: readonly string[]): void => {
      const env = { ...process.env, ETCDCTL_API: "3" };
      const result = spawnSync("etcdctl", words, { encoding: "utf8", env });
      assert.equal(result.status, 0, result.stderr);
    };
    etcdctl("--endpoints", source.clientUrl, "snapshot", "save", saved);
    member.founding = { initialCluster: `${member.name}=${member.peerUrl}`, state: "new" };
    const restored = `${member.dataDirectory}-restored`;
    etcdctl(
      ...["snapshot", "restore", saved, "--data-dir", restored, "--name", member.name],
      ...["--initial-cluster", member.founding.initialCluster],
      ...["--initial-cluster-token", "kvorum-test"],
      ...["--initial-advertise-peer-urls", member.peerUrl],
    );
    // Its database still lists the members of the old cluster.
    cpSync(restored, member.dataDirectory, { recursive: true });
    await owner.restartAs(kvorum!);
    const ours = await owner.state();
    assert.deepEqual(
      ours.members.map(({ name, peerURLs }) => ({ name, peerURLs })),
      [{ name: member.name, peerURLs: [member.peerUrl] }],
    );
    await owner.disarm(source.id);
    await owner.put("after", "restore");
    await member.stop();
    renameSync(member.dataDirectory, `${member.dataDirectory}-kvorum`);
    renameSync(restored, member.dataDirectory);
    await owner.restartAs(go!);
    assert.deepEqual(await owner.state(), ours);
  });
});

test("data of the v2 API are refused, in the log as in a snapshot, and stay as they were", {
  skip: skipWithoutBoth,
  timeout: 60_000,
}, async () => {
  const flags = [...goFlags, "--enable-v2"];
  await withCluster({ programs: [go!], flags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
    const owner = new DataOwner(member);
    const answer = await fetch(`${member.clientUrl}/v2/keys/old`, {
      method: "PUT",
      body: new URLSearchParams({ value: "data" }),
    });
    assert.equal(answer.status, 201);
    for (const expected of [
      /v2 user data \(PUT \/1\/old\)/,
      /\.snap: it holds data of the v2 API/,
    ]) {
      await member.stop();
      member.command = kvorum!;
      member.flags = goFlags;
      member.launch();
      await assert.rejects(member.serving(), (error) => {
        assert.ok(error instanceof StartError);
        assert.notEqual(error.exit?.code, 0);
        assert.match(error.output, expected);
        return true;
      });
      member.flags = flags;
      await owner.restartAs(go!);
      const read = await fetch(`${member.clientUrl}/v2/keys/old`);
      assert.match(await read.text(), /"value":"data"/);
      // Enough for a snapshot, which then holds what the log no longer has.
      for (let i = 0; i < 60; i++) await owner.put("key", `${i}`);
    }
  });
});
