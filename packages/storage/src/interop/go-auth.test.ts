/**
 * Auth of a Go member of 3.4: its log applied by our store gives its database, byte by byte but for
 * the salts of passwords; and its database opened by our store shows the same users, roles,
 * permissions and tokens.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { bytesToHex, bytesToLatin1, bytesToUtf8, utf8ToBytes } from "@kvorum/base";
import { authpb, etcdserverpb } from "@kvorum/proto";
import { Store } from "@kvorum/store";
import type { BucketName } from "../backend/buckets.ts";
import { MemoryBackend } from "../backend/memory-backend.ts";
import { BboltReader } from "../bbolt/reader.ts";
import { fastCrc32c } from "../checksum.ts";
import { NodeFileSystem } from "../node-file-system.ts";
import { Wal } from "../wal/wal.ts";
import { cleanUpGoMembers, freshDirectory, GoMember, skipWithoutGo } from "./go-member.ts";

after(cleanUpGoMembers);

const fileSystem = new NodeFileSystem();
const base64 = (text: string): string => Buffer.from(text).toString("base64");

function openStore(backend: MemoryBackend): Store {
  return Store.open({
    backend,
    crc32c: fastCrc32c,
    minLeaseTtlSeconds: 1,
    quotaBackendBytes: 0,
    passwordHasher: { hash: (password) => utf8ToBytes(`hash(${password})`) },
  });
}

/** One bucket of a bbolt file, keys and values as they are. */
function bboltBucket(path: string, name: BucketName): Map<string, Uint8Array> {
  const file = fileSystem.open(path, "read");
  const reader = new BboltReader(file);
  const pairs = new Map<string, Uint8Array>();
  for (const bucket of reader.buckets()) {
    if (bytesToLatin1(bucket.name) !== name) continue;
    reader.scan(bucket, new Uint8Array(0), (key, value) => {
      pairs.set(bytesToLatin1(key), value.slice());
      return true;
    });
  }
  file.close();
  return pairs;
}

function backendBucket(backend: MemoryBackend, name: BucketName): Map<string, Uint8Array> {
  const pairs = new Map<string, Uint8Array>();
  backend.scan(name, { start: new Uint8Array(0), end: null }, (key, value) => {
    pairs.set(bytesToLatin1(key), value.slice());
    return true;
  });
  return pairs;
}

const inHex = (pairs: Map<string, Uint8Array>): [string, string][] =>
  [...pairs].map(([key, value]) => [key, bytesToHex(value)]);

/** Users with what every member hashes for itself replaced by whether there is a hash. */
const withoutSalts = (pairs: Map<string, Uint8Array>): [string, string][] =>
  [...pairs].map(([key, value]) => {
    const user = authpb.decodeUser(value);
    const password = utf8ToBytes(user.password.length > 0 ? "some hash" : "");
    return [key, bytesToHex(authpb.encodeUser({ ...user, password }))];
  });

test("a Go member's auth is the same in our store, from its log and from its database", {
  skip: skipWithoutGo,
  timeout: 60_000,
}, async () => {
  const dataDirectory = freshDirectory();
  const member = await GoMember.start({ dataDirectory });
  await member.ready();
  const call = async (path: string, request: object, token = ""): Promise<unknown> => {
    const headers: Record<string, string> = token === "" ? {} : { authorization: token };
    const response = await fetch(`${member.clientUrl}/v3/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(request),
    });
    return response.json();
  };
  const grant = (name: string, permType: string, key: string, end: string): Promise<unknown> =>
    call("auth/role/grant", {
      name,
      perm: { permType, key: base64(key), range_end: base64(end) },
    });
  await call("auth/role/add", { name: "reader" });
  await grant("reader", "READ", "k", "");
  await grant("reader", "READ", "b", "d");
  await grant("reader", "WRITE", "b", "c");
  await grant("reader", "READWRITE", "b", "d");
  await grant("reader", "READ", "z", "a");
  await grant("reader", "READWRITE", "x", "\0");
  await grant("nosuch", "READ", "a", "");
  await call("auth/role/add", { name: "röle" });
  await call("auth/role/add", { name: "gone" });
  await call("auth/user/add", { name: "ann", password: "secret" });
  await call("auth/user/add", { name: "ann", password: "again" });
  await call("auth/user/add", { name: "empty", password: "" });
  await call("auth/user/add", { name: "bob", options: { no_password: true } });
  await call("auth/user/add", { name: "gone", password: "x" });
  for (const role of ["röle", "reader", "gone", "reader", "nosuch"]) {
    await call("auth/user/grant", { user: "ann", role });
  }
  await call("auth/user/grant", { user: "bob", role: "gone" });
  await call("auth/role/revoke", { role: "reader", key: base64("k") });
  await call("auth/role/delete", { role: "gone" });
  await call("auth/user/delete", { name: "gone" });
  await call("auth/user/add", { name: "root", password: "rootpw" });
  await call("auth/user/grant", { user: "root", role: "root" });
  await call("auth/enable", {});
  const login = async (name: string, password: string): Promise<string> =>
    ((await call("auth/authenticate", { name, password })) as { token: string }).token;
  const rootToken = await login("root", "rootpw");
  const annToken = await login("ann", "secret");
  const kv = { key: base64("x"), value: base64("1") };
  await call("kv/put", kv, rootToken);
  await call("kv/put", { ...kv, key: base64("xy") }, annToken);
  await call("kv/put", { ...kv, key: base64("w") }, annToken);
  await call("kv/put", kv);
  const compare = { key: base64("b"), target: "VERSION", result: "EQUAL", version: 0 };
  const success = [{ request_put: { ...kv, key: base64("c") } }];
  await call("kv/txn", { compare: [compare], success }, annToken);
  await call("kv/txn", { success: [{ request_put: { ...kv, key: base64("a") } }] }, annToken);
  await call("auth/user/changepw", { name: "empty", password: "full" }, rootToken);
  const staleOrNot = await call("kv/put", { ...kv, key: base64("xz") }, annToken);
  assert.ok(JSON.stringify(staleOrNot).includes("revision"), JSON.stringify(staleOrNot));
  await member.stop();

  // From its log.
  const walDirectory = join(dataDirectory, "member", "wal");
  const { wal, entries } = Wal.open({
    directory: walDirectory,
    fileSystem,
    snapshot: { index: 0, term: 0 },
  });
  wal.close();
  const backend = new MemoryBackend();
  const store = openStore(backend);
  for (const { Index: index, Term: term, Type: type, Data: data } of entries) {
    store.apply({ index, term, type, data }, { nowMs: 0 });
  }
  const goFile = join(dataDirectory, "member", "snap", "db");
  for (const bucket of ["auth", "authRoles", "key"] as const) {
    assert.deepEqual(inHex(backendBucket(backend, bucket)), inHex(bboltBucket(goFile, bucket)));
  }
  assert.deepEqual(
    withoutSalts(backendBucket(backend, "authUsers")),
    withoutSalts(bboltBucket(goFile, "authUsers")),
  );
  assert.ok(bboltBucket(goFile, "authUsers").size === 4);
  assert.equal(bytesToUtf8(store.auth.user("ann")!.password), "hash(secret)");
  assert.deepEqual(store.auth.user("ann")!.roles, ["reader", "röle"]);
  // Both members count a token from the same index of the log.
  assert.equal(store.auth.tokens.use(rootToken, 0), "root");
  assert.equal(store.auth.tokens.use(annToken, 0), "ann");

  // From its database, in which auth is enabled.
  const taken = new MemoryBackend();
  for (const bucket of ["auth", "authUsers", "authRoles"] as const) {
    for (const [key, value] of bboltBucket(goFile, bucket)) {
      taken.put(bucket, Buffer.from(key, "latin1"), value);
    }
  }
  const opened = openStore(taken);
  const { auth } = opened;
  assert.deepEqual([auth.isEnabled, auth.revision], [true, store.auth.revision]);
  assert.deepEqual(auth.userNames(), ["ann", "bob", "empty", "root"]);
  assert.deepEqual(auth.roleNames(), ["reader", "röle"]);
  assert.deepEqual(auth.user("bob")?.options, { noPassword: true });
  const shown = auth.role("reader")!.keyPermission.map(({ permType, key, rangeEnd }) => {
    return [permType, bytesToUtf8(key), bytesToUtf8(rangeEnd)];
  });
  const { READ, WRITE, READWRITE } = authpb.PermissionType;
  assert.deepEqual(shown, [
    [READWRITE, "b", "d"],
    [WRITE, "b", "c"],
    [READWRITE, "x", "\0"],
    [READ, "z", "a"],
  ]);
  const ann = { username: "ann", authRevision: auth.revision };
  const range = (key: string, rangeEnd = ""): etcdserverpb.RangeRequest =>
    etcdserverpb.decodeRangeRequest(
      etcdserverpb.encodeRangeRequest({ key: utf8ToBytes(key), rangeEnd: utf8ToBytes(rangeEnd) }),
    );
  auth.checkRange(ann, range("b", "d"));
  auth.checkRange(ann, range("x", "\0"));
  assert.throws(() => auth.checkRange(ann, range("b", "e")), { code: "PermissionDenied" });
  assert.throws(() => auth.checkRange(ann, range("k")), { code: "PermissionDenied" });
});
