/**
 * Users, roles and tokens in a cluster: every member knows a token that any of them gave out, gives
 * the same answer to every user, and forgets what was taken back. Alone among themselves, and with
 * members of Go's etcd 3.4, which put passwords into the log in clear and number tokens their way.
 */

import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { authpb, type etcdserverpb } from "@kvorum/proto";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { type Cluster, until, withCluster } from "./cluster.ts";
import type { ClusterMember } from "./cluster-member.ts";
import {
  clusterPrograms,
  kindsUnderTest,
  type ProgramKind,
  skipWithoutPrograms,
} from "./cluster-programs.ts";

const mixtures: readonly (readonly ProgramKind[])[] = [
  ["kvorum", "kvorum", "kvorum"],
  ["go", "kvorum", "kvorum"],
  ["kvorum", "go", "go"],
];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

for (const wanted of mixtures) {
  const kinds = kindsUnderTest(wanted);
  test(
    `members ${wanted.join(", ")} agree on users, permissions and tokens`,
    { skip: skipWithoutPrograms(kinds), timeout: 120_000 },
    (t) => withCluster({ programs: clusterPrograms(kinds) }, (cluster) => run(t, cluster)),
  );
}

test("members kvorum, go, kvorum take one another's signed tokens", {
  skip: skipWithoutPrograms(kindsUnderTest(["kvorum", "go", "kvorum"])),
  timeout: 120_000,
}, async () => {
  using directory = TemporaryDirectory.create({ name: "keys" });
  const privateKey = join(directory.path, "private.pem");
  const publicKey = join(directory.path, "public.pem");
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  // The form that Go 3.4 reads.
  writeFileSync(privateKey, pair.privateKey.export({ format: "pem", type: "pkcs1" }));
  writeFileSync(publicKey, pair.publicKey.export({ format: "pem", type: "spki" }));
  const programs = clusterPrograms(kindsUnderTest(["kvorum", "go", "kvorum"]));
  const token = `jwt,sign-method=RS256,priv-key=${privateKey},pub-key=${publicKey},ttl=10m`;
  await withCluster({ programs, flags: ["--auth-token", token] }, async ({ members }) => {
    const [first] = members;
    await invoke(first!, "Auth/UserAdd", { name: "root", password: "rootpw" });
    await invoke(first!, "Auth/UserGrantRole", { user: "root", role: "root" });
    await invoke(first!, "Auth/AuthEnable", {});
    for (const via of members) {
      const signed = await login(via, "root", "rootpw");
      assert.equal(signed.split(".").length, 3);
      for (const member of members) assert.equal(await putText(member, "k", signed), "");
      await invoke(via, "Auth/RoleAdd", { name: `by-${via.name}` }, signed);
      for (const member of members) {
        const text = await putText(member, "k", signed);
        assert.equal(text, "etcdserver: revision of auth store is old", member.label);
      }
    }
  });
});

async function run(t: TestContext, cluster: Cluster): Promise<void> {
  const { members } = cluster;
  const [first] = members;
  // While auth is off, each step goes through another member.
  let turn = 0;
  const setUp = (method: string, request: object): Promise<unknown> =>
    invoke(members[turn++ % members.length]!, method, request);
  await setUp("Auth/RoleAdd", { name: "writer" });
  const { READWRITE } = authpb.PermissionType;
  const perm = { permType: READWRITE, key: bytes("w/"), rangeEnd: bytes("w0") };
  await setUp("Auth/RoleGrantPermission", { name: "writer", perm });
  for (const [index, { name }] of members.entries()) {
    const user = { name: `of-${name}`, password: `pw-${index}` };
    await invoke(members[index]!, "Auth/UserAdd", user);
    await setUp("Auth/UserGrantRole", { user: user.name, role: "writer" });
  }
  await setUp("Auth/UserAdd", { name: "root", password: "rootpw" });
  await setUp("Auth/UserGrantRole", { user: "root", role: "root" });
  await setUp("Auth/AuthEnable", {});

  const root = await login(first!, "root", "rootpw");
  // Every user logs in at every member: with its password hashed there, or on the way there.
  for (const [index, owner] of members.entries()) {
    for (const via of members) {
      const token = await login(via, `of-${owner.name}`, `pw-${index}`);
      for (const member of members) {
        assert.equal(await putText(member, "w/k", token), "", `${via.label} to ${member.label}`);
        assert.equal(await putText(member, "x", token), "etcdserver: permission denied");
        assert.equal(await rangeText(member, "w/", "w0", token), "");
        assert.equal(await rangeText(member, "w/", "x", token), "etcdserver: permission denied");
        assert.equal(
          (await call(member, "Auth/UserList", {}, token)).message,
          "etcdserver: permission denied",
        );
      }
    }
    await assert.rejects(login(owner, `of-${owner.name}`, "wrong"), /authentication failed/);
  }
  for (const member of members) {
    assert.equal(await putText(member, "w/k", ""), "etcdserver: user name is empty");
    assert.equal(await putText(member, "w/k", "bogus"), "etcdserver: invalid auth token");
    assert.equal(await putText(member, "anywhere", root), "");
  }

  // What is taken back at one member is gone at all of them.
  const user = `of-${first!.name}`;
  const before = await login(members[1]!, user, "pw-0");
  const change = { name: user, password: "new" };
  await invoke(members[2]!, "Auth/UserChangePassword", change, root);
  for (const member of members) {
    await until(
      async () => (await putText(member, "w/k", before)) === "etcdserver: invalid auth token",
      { limitMs: 10_000, what: `the end of the old token at ${member.label}` },
    );
    await assert.rejects(login(member, user, "pw-0"), /authentication failed/);
    await login(member, user, "new");
  }
  const permission = { role: "writer", key: bytes("w/"), rangeEnd: bytes("w0") };
  await invoke(members[1]!, "Auth/RoleRevokePermission", permission, root);
  for (const member of members) {
    const token = await login(member, user, "new");
    assert.equal(await putText(member, "w/k", token), "etcdserver: permission denied");
  }

  // A lease ends by itself, though nobody may write its key.
  const lease = await invoke<etcdserverpb.LeaseGrantResponse>(
    first!,
    "Lease/LeaseGrant",
    { TTL: 2 },
    root,
  );
  const put = { key: bytes("leased"), value: bytes("v"), lease: lease.ID };
  await invoke(members[1]!, "KV/Put", put, root);
  await until(
    async () => {
      const request = { key: bytes("leased") };
      const found = await invoke<etcdserverpb.RangeResponse>(
        members[2]!,
        "KV/Range",
        request,
        root,
      );
      return found.kvs.length === 0;
    },
    { limitMs: 15_000, what: "the end of the lease" },
  );

  await invoke(members[2]!, "Auth/AuthDisable", {}, root);
  for (const member of members) {
    await until(
      async () => (await putText(member, "open", "bogus")) !== "etcdserver: user name is empty",
      {
        limitMs: 10_000,
        what: `auth to end at ${member.label}`,
      },
    );
    const listed = await invoke<etcdserverpb.AuthUserListResponse>(member, "Auth/UserList", {});
    assert.deepEqual(listed.users, [...members.map(({ name }) => `of-${name}`), "root"].sort());
    const shown = await invoke<etcdserverpb.AuthUserGetResponse>(member, "Auth/UserGet", {
      name: user,
    });
    assert.deepEqual(shown.roles, ["writer"]);
  }
  t.diagnostic(JSON.stringify(await cluster.agreement()));
}

async function call(
  member: ClusterMember,
  name: string,
  request: object,
  token: string,
): Promise<{ status: number; message: string }> {
  try {
    await invoke(member, name, request, token);
    return { status: 0, message: "" };
  } catch (error) {
    const found = /: status (\d+) (.*)$/s.exec((error as Error).message);
    if (found === null) throw error;
    return { status: Number(found[1]), message: found[2]! };
  }
}

async function invoke<T>(
  member: ClusterMember,
  name: string,
  request: object,
  token = "",
): Promise<T> {
  const client = await member.control();
  const metadata = token === "" ? [] : [["token", token] as const];
  return client.invoke<T>(name, request, { metadata });
}

async function login(member: ClusterMember, name: string, password: string): Promise<string> {
  const request = { name, password };
  const answer = await invoke<etcdserverpb.AuthenticateResponse>(
    member,
    "Auth/Authenticate",
    request,
  );
  return answer.token;
}

/** The text of the refusal, "" for success. */
async function putText(member: ClusterMember, key: string, token: string): Promise<string> {
  const request = { key: bytes(key), value: bytes("v") };
  return (await call(member, "KV/Put", request, token)).message;
}

async function rangeText(
  member: ClusterMember,
  key: string,
  end: string,
  token: string,
): Promise<string> {
  const request = { key: bytes(key), rangeEnd: bytes(end) };
  return (await call(member, "KV/Range", request, token)).message;
}
