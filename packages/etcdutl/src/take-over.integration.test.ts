/**
 * Data directories that change hands: a Go member's is taken over by Kvorum, and handed back. The
 * programs are the built ones and the etcd of the system; without it the tests skip.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bytesToHex, bytesToLatin1, utf8ToBytes } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import {
  type Cluster,
  type ClusterMember,
  findProgram,
  kvorumServer,
  referenceServer,
  repositoryRoot,
  type ServerCommand,
  StartError,
  withCluster,
} from "@kvorum/testkit";

const go = referenceServer();
const kvorum = kvorumServer();
const skip =
  go === null ? "not on PATH: etcd" : kvorum === null ? "packages/server is not built" : false;

/** Snapshots come early, so that the log has a start that is not its first entry. */
const goFlags = ["--snapshot-count", "40"];

/** What calls carry once authentication is on. */
let token: string | null = null;

async function ask<T>(member: ClusterMember, method: string, request: object = {}): Promise<T> {
  const metadata = token === null ? [] : [["token", token] as const];
  const client = await member.control();
  return client.invoke<T>(method, request, { timeoutMs: 10_000, metadata });
}

async function logIn(member: ClusterMember, name: string, password: string): Promise<void> {
  token = null;
  const request = { name, password };
  const reply = await ask<etcdserverpb.AuthenticateResponse>(member, "Auth/Authenticate", request);
  token = reply.token;
}

/** Everything that a client can see, in a form to compare. */
async function stateOf(member: ClusterMember): Promise<object> {
  const hash = await ask<etcdserverpb.HashKVResponse>(member, "Maintenance/HashKV");
  const { kvs } = await ask<etcdserverpb.RangeResponse>(member, "KV/Range", {
    key: Uint8Array.of(0),
    rangeEnd: Uint8Array.of(0),
  });
  const { leases } = await ask<etcdserverpb.LeaseLeasesResponse>(member, "Lease/LeaseLeases");
  const ids = leases.map(({ ID }) => ID).sort((a, b) => (a < b ? -1 : 1));
  const grants: object[] = [];
  for (const ID of ids) {
    const { grantedTTL, keys } = await ask<etcdserverpb.LeaseTimeToLiveResponse>(
      member,
      "Lease/LeaseTimeToLive",
      { ID, keys: true },
    );
    grants.push({ ID, grantedTTL, keys: keys.map((key) => bytesToLatin1(key)).sort() });
  }
  const { alarms } = await ask<etcdserverpb.AlarmResponse>(member, "Maintenance/Alarm", {
    action: 0,
  });
  const { members } = await ask<etcdserverpb.MemberListResponse>(member, "Cluster/MemberList");
  return {
    clusterId: hash.header!.clusterId,
    memberId: hash.header!.memberId,
    revision: hash.header!.revision,
    hash: hash.hash,
    compactRevision: hash.compactRevision,
    keys: kvs.map((kv) => ({ ...kv, key: bytesToHex(kv.key), value: bytesToHex(kv.value) })),
    grants,
    alarms,
    members: [...members].sort((a, b) => (a.ID < b.ID ? -1 : 1)),
    ...(await authOf(member)),
  };
}

async function authOf(member: ClusterMember): Promise<object> {
  const users = await ask<etcdserverpb.AuthUserListResponse>(member, "Auth/UserList");
  const roles = await ask<etcdserverpb.AuthRoleListResponse>(member, "Auth/RoleList");
  const granted: Record<string, readonly string[]> = {};
  for (const name of users.users) {
    const user = await ask<etcdserverpb.AuthUserGetResponse>(member, "Auth/UserGet", { name });
    granted[name] = user.roles;
  }
  const permissions: Record<string, unknown> = {};
  for (const role of roles.roles) {
    // May do everything without a record; later releases say so and earlier ones do not.
    if (role === "root") continue;
    const { perm } = await ask<etcdserverpb.AuthRoleGetResponse>(member, "Auth/RoleGet", { role });
    permissions[role] = perm.map((one) => ({
      permType: one.permType,
      key: bytesToHex(one.key),
      rangeEnd: bytesToHex(one.rangeEnd),
    }));
  }
  return { granted, permissions };
}

/** Each of its changes raises it by one; 3.4 has no call that tells. */
async function checkAuthRevision(member: ClusterMember, fills: number): Promise<void> {
  const { authRevision } = await ask<etcdserverpb.AuthStatusResponse>(member, "Auth/AuthStatus");
  assert.equal(authRevision, 1 + fills * AUTH_CHANGES_PER_FILL);
}

const bytes = utf8ToBytes;

async function put(member: ClusterMember, key: string, value: string, lease = 0n): Promise<void> {
  await ask(member, "KV/Put", { key: bytes(key), value: bytes(value), lease });
}

/** Some of everything. Numbers keep one call apart from the next. */
async function fill(member: ClusterMember, round: number): Promise<void> {
  for (let i = 0; i < 90; i++) await put(member, `key-${i % 37}`, `${round}:${i}`.repeat(i));
  await put(member, `large-${round}`, "x".repeat(300_000));
  await ask(member, "KV/DeleteRange", { key: bytes("key-3"), rangeEnd: bytes("key-33") });
  const lease = BigInt(1000 + round);
  await ask(member, "Lease/LeaseGrant", { ID: lease, TTL: 3000 });
  await put(member, `leased-${round}`, "a", lease);
  await put(member, `leased-too-${round}`, "b", lease);
  await ask(member, "KV/Txn", {
    compare: [{ target: 0, key: bytes("key-1"), version: 0n, result: 1 }],
    success: [
      { requestPut: { key: bytes(`txn-${round}`), value: bytes("1") } },
      { requestDeleteRange: { key: bytes("key-35") } },
      { requestPut: { key: bytes("key-34"), value: bytes("again") } },
    ],
  });
  const { header } = await ask<etcdserverpb.RangeResponse>(member, "KV/Range", {
    key: bytes("none"),
  });
  await ask(member, "KV/Compact", { revision: header!.revision - 20, physical: true });
  await ask(member, "Auth/RoleAdd", { name: `role-${round}` });
  await ask(member, "Auth/RoleGrantPermission", {
    name: `role-${round}`,
    perm: { permType: 2, key: bytes("key-"), rangeEnd: bytes("key.") },
  });
  await ask(member, "Auth/UserAdd", { name: `user-${round}`, password: `secret-${round}` });
  await ask(member, "Auth/UserGrantRole", { user: `user-${round}`, role: `role-${round}` });
  await put(member, `last-${round}`, "of the keys");
  // A 3.4 database does not count these: they lie behind its consistent index.
  await ask(member, "Lease/LeaseGrant", { ID: lease + 500n, TTL: 4000 });
  await ask(member, "Lease/LeaseGrant", { ID: lease + 600n, TTL: 4000 });
  await ask(member, "Lease/LeaseRevoke", { ID: lease + 600n });
  await ask(member, "Auth/UserAdd", { name: `late-${round}`, password: "late" });
  await ask(member, "Auth/UserGrantRole", { user: `late-${round}`, role: `role-${round}` });
  await ask(member, "Auth/RoleAdd", { name: `gone-${round}` });
  await ask(member, "Auth/RoleDelete", { role: `gone-${round}` });
  await ask(member, "Cluster/MemberAdd", {
    peerURLs: [`http://127.0.0.1:${round + 1}`],
    isLearner: true,
  });
  await ask(member, "Maintenance/Alarm", { action: 1, memberID: member.id, alarm: NO_SPACE });
}

const NO_SPACE = 1;
const AUTH_CHANGES_PER_FILL = 8;

async function disarm(member: ClusterMember, memberID: bigint): Promise<void> {
  await ask(member, "Maintenance/Alarm", { action: 2, memberID, alarm: NO_SPACE });
}

/** The alarm refuses writes, and there may be one learner, so both go before there is more. */
async function clear(member: ClusterMember): Promise<void> {
  await disarm(member, member.id);
  const { members } = await ask<etcdserverpb.MemberListResponse>(member, "Cluster/MemberList");
  const learner = members.find(({ isLearner }) => isLearner);
  if (learner !== undefined) await ask(member, "Cluster/MemberRemove", { ID: learner.ID });
}

/** The same where a token is needed for what the harness waits for otherwise. */
async function restartGuarded(member: ClusterMember, command: ServerCommand): Promise<void> {
  member.command = command;
  member.launch();
  await member.listening();
  const deadlineMs = performance.now() + 20_000;
  for (;;) {
    try {
      await logIn(member, "reader", "r");
      return;
    } catch (error) {
      if (performance.now() > deadlineMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function restartAs(member: ClusterMember, command: ServerCommand): Promise<void> {
  member.command = command;
  member.launch();
  await member.serving();
  const { version } = await member.status();
  assert.match(version, command.isKvorum ? /^3\.7\./ : /^3\.4\./);
}

/** With etcdutl, as an operator would: the old directory is put aside. */
function handBack(member: ClusterMember, ...more: readonly string[]): string {
  const aside = `${member.dataDirectory}-${readdirSync(join(member.dataDirectory, "..")).length}`;
  renameSync(member.dataDirectory, aside);
  const main = join(repositoryRoot, "packages/etcdutl/dist/main.js");
  const result = spawnSync(
    process.execPath,
    [main, "hand-back", "--data-dir", aside, "--output-dir", member.dataDirectory, ...more],
    { encoding: "utf8" },
  );
  assert.equal(result.status, 0, result.stderr);
  assert.equal(result.stdout, "");
  return result.stderr;
}

test("a member's data go from Go to Kvorum and back, again and again, with everything in them", {
  skip,
  timeout: 240_000,
}, async () => {
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
    const guest = await cluster.addMember(go!);
    await guest.serving();
    await cluster.removeMember(guest);
    await guest.exited;
    let expected: object | null = null;
    for (let round = 0; round < 2; round++) {
      await fill(member, round);
      expected = await stateOf(member);
      // No goodbye: what is not in the database must come from the log.
      await member.kill();
      await restartAs(member, kvorum!);
      assert.deepEqual(await stateOf(member), expected, `taken over, round ${round}`);
      await checkAuthRevision(member, 2 * round + 1);
      await clear(member);
      await fill(member, 10 + round);
      expected = await stateOf(member);
      await member.kill();
      await restartAs(member, kvorum!);
      assert.deepEqual(await stateOf(member), expected, `restarted, round ${round}`);
      if (round === 0) await member.stop();
      else await member.kill();
      const log = handBack(member, "--target-version", "3.4");
      assert.match(log, /\thanded back the data directory\t/);
      await restartAs(member, go!);
      assert.deepEqual(await stateOf(member), expected, `handed back, round ${round}`);
      await clear(member);
      await put(member, `go-${round}`, "on");
    }
    // Whom the cluster removed stays removed through all of it.
    const { members } = await ask<etcdserverpb.MemberListResponse>(member, "Cluster/MemberList");
    assert.equal(members.length, 1);
  });
});

test("authentication goes with the data, and passwords that were changed on the way", {
  skip,
  timeout: 120_000,
}, async (t) => {
  t.after(() => {
    token = null;
  });
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
    await ask(member, "Auth/UserAdd", { name: "root", password: "first" });
    await ask(member, "Auth/RoleAdd", { name: "root" });
    await ask(member, "Auth/UserGrantRole", { user: "root", role: "root" });
    await ask(member, "Auth/UserAdd", { name: "reader", password: "r" });
    await ask(member, "Auth/RoleAdd", { name: "read" });
    await ask(member, "Auth/RoleGrantPermission", {
      name: "read",
      perm: { permType: 0, key: bytes("public"), rangeEnd: bytes("") },
    });
    await ask(member, "Auth/UserGrantRole", { user: "reader", role: "read" });
    await put(member, "public", "for all");
    await put(member, "private", "for root");
    await ask(member, "Auth/AuthEnable");
    const checkReader = async (): Promise<void> => {
      await logIn(member, "reader", "r");
      const read = (key: string): Promise<etcdserverpb.RangeResponse> =>
        ask(member, "KV/Range", { key: bytes(key) });
      assert.equal((await read("public")).kvs.length, 1);
      await assert.rejects(read("private"), /permission denied/);
      await assert.rejects(put(member, "public", "x"), /permission denied/);
    };
    await checkReader();
    await logIn(member, "root", "first");
    const before = await stateOf(member);
    await member.kill();
    await restartGuarded(member, kvorum!);
    await checkReader();
    await logIn(member, "root", "first");
    assert.deepEqual(await stateOf(member), before);
    await ask(member, "Auth/UserChangePassword", { name: "root", password: "second" });
    await logIn(member, "root", "second");
    await ask(member, "Auth/UserAdd", { name: "late", password: "l" });
    const after = await stateOf(member);
    // Killed: what 3.4 cannot apply, such as a hashed password, is in the log alone.
    await member.kill();
    handBack(member, "--target-version", "3.4");
    await restartGuarded(member, go!);
    await checkReader();
    await assert.rejects(logIn(member, "root", "first"), /authentication failed/);
    await logIn(member, "root", "second");
    assert.deepEqual(await stateOf(member), after);
    await logIn(member, "late", "l");
  });
});

test("Kvorum does not start on the data of a Go member that runs", {
  skip,
  timeout: 60_000,
}, async () => {
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
    await put(member, "key", "value");
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
    await put(member, "key", "still here");
    await member.stop();
    await restartAs(member, go!);
  });
});

const FREE_URL = "http://127.0.0.1:0";

test("members of a Go cluster are replaced one by one under load, and go back one by one", {
  skip,
  timeout: 240_000,
}, async () => {
  await withCluster({ programs: [go!, go!, go!], flags: goFlags }, async (cluster) => {
    const load = new Load(cluster.members);
    await load.settled(50);
    for (const member of cluster.members) {
      await replace(cluster, member, kvorum!, load);
      if (member === cluster.members[1]) {
        // While a Go member is left the cluster's version is its own, and others may go back.
        await cluster.agreement();
        await load.settled(20);
        await replace(cluster, member, go!, load);
        await replace(cluster, member, kvorum!, load);
      }
    }
    await load.settled(50);
    await load.end();
    const { hash, revision } = await cluster.agreement();
    const before = await Promise.all(cluster.members.map(stateOf));
    // All are ours now: the cluster's version has risen, so all go back together.
    await Promise.all(cluster.members.map((member) => member.kill()));
    for (const member of cluster.members) handBack(member, "--target-version", "3.4");
    for (const member of cluster.members) {
      member.command = go!;
      member.launch();
    }
    await cluster.allServing();
    assert.deepEqual(await cluster.agreement(), { ...(await cluster.agreement()), hash, revision });
    assert.deepEqual(await Promise.all(cluster.members.map(stateOf)), before);
    await put(cluster.members[0]!, "after", "all");
  });
});

async function replace(
  cluster: Cluster,
  member: ClusterMember,
  command: ServerCommand,
  load: Load,
): Promise<void> {
  await load.without(member, async () => {
    await member.kill();
    if (!command.isKvorum) handBack(member);
    await restartAs(member, command);
  });
  await cluster.allServing();
  await load.settled(20);
}

/** One writer after another on each member that runs. Counts what was acknowledged. */
class Load {
  readonly #members: readonly ClusterMember[];
  readonly #acknowledged = new Map<string, string>();
  #resting: ClusterMember | null = null;
  #hasEnded = false;
  readonly #writers: readonly Promise<void>[];

  constructor(members: readonly ClusterMember[]) {
    this.#members = members;
    this.#writers = members.map((member, i) => this.#write(member, i));
  }

  /** Resolves when this many more writes were acknowledged. */
  async settled(count: number): Promise<void> {
    const target = this.#acknowledged.size + count;
    const deadlineMs = performance.now() + 30_000;
    while (this.#acknowledged.size < target) {
      assert.ok(performance.now() < deadlineMs, "the cluster takes no writes");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Its member is not written to meanwhile. */
  async without(member: ClusterMember, body: () => Promise<void>): Promise<void> {
    this.#resting = member;
    await body();
    this.#resting = null;
  }

  /** Stops writing; every acknowledged write must be there, on every member. */
  async end(): Promise<void> {
    this.#hasEnded = true;
    await Promise.all(this.#writers);
    for (const member of this.#members) {
      const { kvs } = await ask<etcdserverpb.RangeResponse>(member, "KV/Range", {
        key: bytes("load-"),
        rangeEnd: bytes("load."),
      });
      const found = new Map(kvs.map((kv) => [bytesToLatin1(kv.key), bytesToLatin1(kv.value)]));
      for (const [key, value] of this.#acknowledged) assert.equal(found.get(key), value);
    }
  }

  async #write(member: ClusterMember, writer: number): Promise<void> {
    for (let i = 0; !this.#hasEnded; i++) {
      if (this.#resting === member || !member.isUp) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      const key = `load-${writer}-${i}`;
      try {
        await put(member, key, `value ${i}`);
        this.#acknowledged.set(key, `value ${i}`);
      } catch {
        // Not acknowledged: a member or the leader was just killed. The next one tells.
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

for (const founder of ["kvorum", "go"] as const) {
  test(
    `--force-new-cluster keeps one member of three of ${founder}, with all data and ids`,
    {
      skip: kvorum === null ? "packages/server is not built" : founder === "go" && skip,
      timeout: 120_000,
    },
    () => forceNewCluster(founder === "go" ? go! : kvorum!),
  );
}

async function forceNewCluster(program: ServerCommand): Promise<void> {
  await withCluster({ programs: [program, program, program] }, async (cluster) => {
    const [member, ...others] = cluster.members as [ClusterMember, ...ClusterMember[]];
    for (let i = 0; i < 60; i++) await put(cluster.members[i % 3]!, `key-${i}`, `value ${i}`);
    await cluster.agreement();
    const before = await stateOf(member);
    await Promise.all(cluster.members.map((one) => one.kill()));
    for (const other of others) other.isRemoved = true;
    member.flags = ["--force-new-cluster"];
    await restartAs(member, kvorum!);
    const after = await stateOf(member);
    const own = (before as { members: { ID: bigint }[] }).members.filter(
      ({ ID }) => ID === member.id,
    );
    assert.deepEqual(after, { ...before, members: own });
    await put(member, "alone", "it goes on");
    await member.kill();
    member.flags = [];
    member.launch();
    await member.serving();
    await put(member, "alone", "after a restart");
    const joined = await cluster.addMember(kvorum!);
    await joined.serving();
    await cluster.agreement();
    const { members } = await ask<etcdserverpb.MemberListResponse>(joined, "Cluster/MemberList");
    assert.deepEqual(members.map(({ ID }) => ID).sort(), [member.id, joined.id].sort());
  });
}

test("a directory that Go's etcdctl restored starts with its new membership", {
  skip: skip || (findProgram("etcdctl") === null ? "not on PATH: etcdctl" : false),
  timeout: 60_000,
}, async () => {
  await withCluster({ programs: [go!], flags: goFlags }, async (cluster) => {
    const [source] = cluster.members as [ClusterMember];
    await fill(source, 0);
    const member = await cluster.prepareMember(kvorum!);
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
    await restartAs(member, kvorum!);
    const ours = (await stateOf(member)) as { members: readonly etcdserverpb.Member[] };
    assert.deepEqual(
      ours.members.map(({ name, peerURLs }) => ({ name, peerURLs })),
      [{ name: member.name, peerURLs: [member.peerUrl] }],
    );
    await disarm(member, source.id);
    await put(member, "after", "restore");
    await member.stop();
    renameSync(member.dataDirectory, `${member.dataDirectory}-kvorum`);
    renameSync(restored, member.dataDirectory);
    await restartAs(member, go!);
    assert.deepEqual(await stateOf(member), ours);
  });
});

test("data of the v2 API are refused, in the log as in a snapshot, and stay as they were", {
  skip,
  timeout: 60_000,
}, async () => {
  const flags = [...goFlags, "--enable-v2"];
  await withCluster({ programs: [go!], flags }, async (cluster) => {
    const [member] = cluster.members as [ClusterMember];
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
      await restartAs(member, go!);
      const read = await fetch(`${member.clientUrl}/v2/keys/old`);
      assert.match(await read.text(), /"value":"data"/);
      // Enough for a snapshot, which then holds what the log no longer has.
      for (let i = 0; i < 60; i++) await put(member, "key", `${i}`);
    }
  });
});
