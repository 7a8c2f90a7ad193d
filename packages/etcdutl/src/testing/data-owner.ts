/**
 * A member of a test, with all that a client can put into it and see of it, and with the moves of
 * its data between programs: started as another one, handed back with etcdutl.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { bytesToHex, bytesToLatin1, utf8ToBytes } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import {
  type ClusterMember,
  kvorumServer,
  referenceServer,
  repositoryRoot,
  type ServerCommand,
} from "@kvorum/testkit";

export const go: ServerCommand | null = referenceServer();
export const kvorum: ServerCommand | null = kvorumServer();

/** For tests with both programs. */
export const skipWithoutBoth: string | false =
  go === null ? "not on PATH: etcd" : kvorum === null ? "packages/server is not built" : false;

/** Snapshots come early, so that the log has a start that is not its first entry. */
export const goFlags: readonly string[] = ["--snapshot-count", "40"];

export const bytes = utf8ToBytes;

const CALL_LIMIT_MS = 10_000;
const START_LIMIT_MS = 30_000;
const NO_SPACE = 1;
const AUTH_CHANGES_PER_FILL = 8;

/** What a client sees, in a form to compare. */
export interface DataState {
  readonly clusterId: bigint;
  readonly memberId: bigint;
  readonly revision: number;
  readonly hash: number;
  readonly compactRevision: number;
  readonly keys: readonly object[];
  readonly grants: readonly object[];
  readonly alarms: readonly object[];
  readonly members: readonly etcdserverpb.Member[];
  readonly granted: object;
  readonly permissions: object;
}

export class DataOwner {
  readonly member: ClusterMember;
  /** What calls carry once authentication is on. */
  #token: string | null = null;

  constructor(member: ClusterMember) {
    this.member = member;
  }

  async ask<T>(method: string, request: object = {}): Promise<T> {
    const metadata = this.#token === null ? [] : [["token", this.#token] as const];
    const client = await this.member.control();
    return client.invoke<T>(method, request, { timeoutMs: CALL_LIMIT_MS, metadata });
  }

  async logIn(name: string, password: string): Promise<void> {
    this.#token = null;
    const request = { name, password };
    const reply = await this.ask<etcdserverpb.AuthenticateResponse>("Auth/Authenticate", request);
    this.#token = reply.token;
  }

  /** Everything that a client can see. */
  async state(): Promise<DataState> {
    const hash = await this.ask<etcdserverpb.HashKVResponse>("Maintenance/HashKV");
    const { kvs } = await this.ask<etcdserverpb.RangeResponse>("KV/Range", {
      key: Uint8Array.of(0),
      rangeEnd: Uint8Array.of(0),
    });
    const { leases } = await this.ask<etcdserverpb.LeaseLeasesResponse>("Lease/LeaseLeases");
    const ids = leases.map(({ ID }) => ID).sort((a, b) => (a < b ? -1 : 1));
    const grants: object[] = [];
    for (const ID of ids) {
      const { grantedTTL, keys } = await this.ask<etcdserverpb.LeaseTimeToLiveResponse>(
        "Lease/LeaseTimeToLive",
        { ID, keys: true },
      );
      grants.push({ ID, grantedTTL, keys: keys.map((key) => bytesToLatin1(key)).sort() });
    }
    const { alarms } = await this.ask<etcdserverpb.AlarmResponse>("Maintenance/Alarm", {
      action: 0,
    });
    const { members } = await this.ask<etcdserverpb.MemberListResponse>("Cluster/MemberList");
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
      ...(await this.#auth()),
    };
  }

  async #auth(): Promise<Pick<DataState, "granted" | "permissions">> {
    const users = await this.ask<etcdserverpb.AuthUserListResponse>("Auth/UserList");
    const roles = await this.ask<etcdserverpb.AuthRoleListResponse>("Auth/RoleList");
    const granted: Record<string, readonly string[]> = {};
    for (const name of users.users) {
      const user = await this.ask<etcdserverpb.AuthUserGetResponse>("Auth/UserGet", { name });
      granted[name] = user.roles;
    }
    const permissions: Record<string, unknown> = {};
    for (const role of roles.roles) {
      // May do everything without a record; later releases say so and earlier ones do not.
      if (role === "root") continue;
      const { perm } = await this.ask<etcdserverpb.AuthRoleGetResponse>("Auth/RoleGet", { role });
      permissions[role] = perm.map((one) => ({
        permType: one.permType,
        key: bytesToHex(one.key),
        rangeEnd: bytesToHex(one.rangeEnd),
      }));
    }
    return { granted, permissions };
  }

  /** Each of its changes raises it by one; 3.4 has no call that tells. */
  async checkAuthRevision(fills: number): Promise<void> {
    const { authRevision } = await this.ask<etcdserverpb.AuthStatusResponse>("Auth/AuthStatus");
    assert.equal(authRevision, 1 + fills * AUTH_CHANGES_PER_FILL);
  }

  async put(key: string, value: string, lease = 0n): Promise<void> {
    await this.ask("KV/Put", { key: bytes(key), value: bytes(value), lease });
  }

  /** Some of everything. Numbers keep one call apart from the next. */
  async fill(round: number): Promise<void> {
    for (let i = 0; i < 90; i++) await this.put(`key-${i % 37}`, `${round}:${i}`.repeat(i));
    await this.put(`large-${round}`, "x".repeat(300_000));
    await this.ask("KV/DeleteRange", { key: bytes("key-3"), rangeEnd: bytes("key-33") });
    const lease = BigInt(1000 + round);
    await this.ask("Lease/LeaseGrant", { ID: lease, TTL: 3000 });
    await this.put(`leased-${round}`, "a", lease);
    await this.put(`leased-too-${round}`, "b", lease);
    await this.ask("KV/Txn", {
      compare: [{ target: 0, key: bytes("key-1"), version: 0n, result: 1 }],
      success: [
        { requestPut: { key: bytes(`txn-${round}`), value: bytes("1") } },
        { requestDeleteRange: { key: bytes("key-35") } },
        { requestPut: { key: bytes("key-34"), value: bytes("again") } },
      ],
    });
    const { header } = await this.ask<etcdserverpb.RangeResponse>("KV/Range", {
      key: bytes("none"),
    });
    await this.ask("KV/Compact", { revision: header!.revision - 20, physical: true });
    await this.ask("Auth/RoleAdd", { name: `role-${round}` });
    await this.ask("Auth/RoleGrantPermission", {
      name: `role-${round}`,
      perm: { permType: 2, key: bytes("key-"), rangeEnd: bytes("key.") },
    });
    await this.ask("Auth/UserAdd", { name: `user-${round}`, password: `secret-${round}` });
    await this.ask("Auth/UserGrantRole", { user: `user-${round}`, role: `role-${round}` });
    await this.put(`last-${round}`, "of the keys");
    // A 3.4 database does not count these: they lie behind its consistent index.
    await this.ask("Lease/LeaseGrant", { ID: lease + 500n, TTL: 4000 });
    await this.ask("Lease/LeaseGrant", { ID: lease + 600n, TTL: 4000 });
    await this.ask("Lease/LeaseRevoke", { ID: lease + 600n });
    await this.ask("Auth/UserAdd", { name: `late-${round}`, password: "late" });
    await this.ask("Auth/UserGrantRole", { user: `late-${round}`, role: `role-${round}` });
    await this.ask("Auth/RoleAdd", { name: `gone-${round}` });
    await this.ask("Auth/RoleDelete", { role: `gone-${round}` });
    await this.ask("Cluster/MemberAdd", {
      peerURLs: [`http://127.0.0.1:${round + 1}`],
      isLearner: true,
    });
    await this.ask("Maintenance/Alarm", { action: 1, memberID: this.member.id, alarm: NO_SPACE });
  }

  async disarm(memberID: bigint): Promise<void> {
    await this.ask("Maintenance/Alarm", { action: 2, memberID, alarm: NO_SPACE });
  }

  /** The alarm refuses writes, and there may be one learner, so both go before there is more. */
  async clear(): Promise<void> {
    await this.disarm(this.member.id);
    const { members } = await this.ask<etcdserverpb.MemberListResponse>("Cluster/MemberList");
    const learner = members.find(({ isLearner }) => isLearner);
    if (learner !== undefined) await this.ask("Cluster/MemberRemove", { ID: learner.ID });
  }

  /** The same where a token is needed for what the harness waits for otherwise. */
  async restartGuarded(
    command: ServerCommand,
    user: { name: string; password: string },
  ): Promise<void> {
    this.member.command = command;
    this.member.launch();
    await this.member.listening();
    const deadlineMs = performance.now() + START_LIMIT_MS;
    for (;;) {
      try {
        await this.logIn(user.name, user.password);
        return;
      } catch (error) {
        if (performance.now() > deadlineMs) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async restartAs(command: ServerCommand): Promise<void> {
    this.member.command = command;
    this.member.launch();
    await this.member.serving();
    const { version } = await this.member.status();
    assert.match(version, command.isKvorum ? /^3\.7\./ : /^3\.4\./);
  }

  /** With etcdutl, as an operator would: the old directory is put aside. */
  handBack(...more: readonly string[]): string {
    const { dataDirectory } = this.member;
    const aside = `${dataDirectory}-${readdirSync(join(dataDirectory, "..")).length}`;
    renameSync(dataDirectory, aside);
    const main = join(repositoryRoot, "packages/etcdutl/dist/main.js");
    const result = spawnSync(
      process.execPath,
      [main, "hand-back", "--data-dir", aside, "--output-dir", dataDirectory, ...more],
      { encoding: "utf8" },
    );
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stdout, "");
    return result.stderr;
  }
}
