import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, bytesToUtf8, latin1ToBytes, utf8ToBytes } from "@kvorum/base";
import { authpb, etcdserverpb } from "@kvorum/proto";
import { AuthHarness, hashed } from "../testing/auth-harness.ts";
import { MemoryBackend } from "../testing/memory-backend.ts";
import { bytes, StoreHarness, text } from "../testing/store-harness.ts";

const { READ, WRITE, READWRITE } = authpb.PermissionType;

function stored(h: AuthHarness, bucket: "auth" | "authUsers" | "authRoles", key: string): string {
  const value = h.backend.get(bucket, utf8ToBytes(key));
  return value === undefined ? "" : bytesToHex(value);
}

const hex = (plain: string): string => bytesToHex(latin1ToBytes(plain));

test("records have etcd's bytes", () => {
  const h = new AuthHarness();
  assert.equal(stored(h, "auth", "authRevision"), "0000000000000001");
  assert.equal(stored(h, "auth", "authEnabled"), "");
  h.addRole("r", [[READWRITE, "k", "\0"]]);
  h.addUser("u", ["r"]);
  h.do({ authUserAdd: { name: "np", options: { noPassword: true } } });
  const password = hex("hash(u)");
  assert.equal(
    stored(h, "authUsers", "u"),
    `0a0175 1207${password} 1a0172 2200`.replaceAll(" ", ""),
  );
  assert.equal(stored(h, "authUsers", "np"), "0a026e70 22020801".replaceAll(" ", ""));
  assert.equal(stored(h, "authRoles", "r"), "0a0172 1208 0802 12016b 1a0100".replaceAll(" ", ""));
  assert.equal(stored(h, "auth", "authRevision"), "0000000000000006");
  h.enable();
  assert.equal(stored(h, "auth", "authEnabled"), "01");
  h.do({ authDisable: {} });
  assert.equal(stored(h, "auth", "authEnabled"), "00");
});

test("every successful change advances the auth revision, and nothing else does", () => {
  const h = new AuthHarness();
  const steps: [advance: number, request: Parameters<AuthHarness["apply"]>[0]][] = [
    [1, { authRoleAdd: { name: "r" } }],
    [0, { authRoleAdd: { name: "r" } }],
    [1, { authRoleGrantPermission: { name: "r", perm: { key: bytes("a") } } }],
    [1, { authRoleGrantPermission: { name: "r", perm: { key: bytes("a") } } }],
    [0, { authRoleGrantPermission: { name: "x", perm: { key: bytes("a") } } }],
    [1, { authUserAdd: { name: "u" } }],
    [1, { authUserGrantRole: { user: "u", role: "r" } }],
    [0, { authUserGrantRole: { user: "u", role: "r" } }],
    [1, { authUserChangePassword: { name: "u", hashedPassword: hashed("new") } }],
    [0, { authUserChangePassword: { name: "x" } }],
    [1, { authUserRevokeRole: { name: "u", role: "r" } }],
    [0, { authUserRevokeRole: { name: "u", role: "r" } }],
    [1, { authRoleRevokePermission: { role: "r", key: bytes("a") } }],
    [0, { authRoleRevokePermission: { role: "r", key: bytes("a") } }],
    [1, { authUserDelete: { name: "u" } }],
    [0, { authUserDelete: { name: "u" } }],
    [1, { authRoleDelete: { role: "r" } }],
    [0, { authRoleDelete: { role: "r" } }],
    [0, { authDisable: {} }],
    [1, { authUserAdd: { name: "root" } }],
    [1, { authUserGrantRole: { user: "root", role: "root" } }],
    [0, { authEnable: {} }],
    [0, { authEnable: {} }],
    [0, { authUserList: {} }],
    [0, { authRoleList: {} }],
    [0, { authUserGet: { name: "root" } }],
    [0, { authStatus: {} }],
    [0, { authenticate: { name: "root", simpleToken: "x" } }],
    [1, { authDisable: {} }],
  ];
  for (const [advance, request] of steps) {
    const before = h.store.auth.revision;
    h.applyAs("root", request);
    assert.equal(h.store.auth.revision - before, advance, JSON.stringify(Object.keys(request)));
  }
  assert.equal(h.store.revision, 1, "auth never makes a revision of the store");
});

test("every request fails with etcd's error, and changes nothing", () => {
  const h = new AuthHarness();
  h.addRole("r", [[READ, "a", "c"]]);
  h.addUser("u", ["r"]);
  const perm = (key: string, rangeEnd: string) => ({
    permType: READ,
    key: bytes(key),
    rangeEnd: bytes(rangeEnd),
  });
  const off: [code: string, request: Parameters<AuthHarness["apply"]>[0]][] = [
    ["RootUserNotExist", { authEnable: {} }],
    ["AuthNotEnabled", { authenticate: { name: "u" } }],
    ["UserEmpty", { authUserAdd: { name: "" } }],
    ["UserAlreadyExist", { authUserAdd: { name: "u" } }],
    ["NoPasswordUser", { authUserAdd: { name: "v", hashedPassword: "no base64!" } }],
    ["UserNotFound", { authUserDelete: { name: "x" } }],
    ["UserNotFound", { authUserGet: { name: "x" } }],
    ["UserNotFound", { authUserChangePassword: { name: "x" } }],
    ["UserNotFound", { authUserGrantRole: { user: "x", role: "r" } }],
    ["RoleNotFound", { authUserGrantRole: { user: "u", role: "x" } }],
    ["UserNotFound", { authUserRevokeRole: { name: "x", role: "r" } }],
    ["RoleNotGranted", { authUserRevokeRole: { name: "u", role: "x" } }],
    ["RoleEmpty", { authRoleAdd: { name: "" } }],
    ["RoleAlreadyExist", { authRoleAdd: { name: "r" } }],
    ["RoleNotFound", { authRoleDelete: { role: "x" } }],
    ["RoleNotFound", { authRoleGet: { role: "x" } }],
    ["RoleNotFound", { authRoleGet: { role: "root" } }],
    ["PermissionNotGiven", { authRoleGrantPermission: { name: "r" } }],
    ["PermissionNotGiven", { authRoleGrantPermission: { name: "x" } }],
    ["InvalidAuthMgmt", { authRoleGrantPermission: { name: "r", perm: perm("", "") } }],
    ["InvalidAuthMgmt", { authRoleGrantPermission: { name: "r", perm: perm("c", "a") } }],
    ["InvalidAuthMgmt", { authRoleGrantPermission: { name: "r", perm: perm("c", "c") } }],
    ["InvalidAuthMgmt", { authRoleGrantPermission: { name: "x", perm: perm("c", "a") } }],
    ["RoleNotFound", { authRoleGrantPermission: { name: "x", perm: perm("a", "c") } }],
    ["RoleNotFound", { authRoleRevokePermission: { role: "x", key: bytes("a") } }],
    ["PermissionNotGranted", { authRoleRevokePermission: { role: "r", key: bytes("a") } }],
  ];
  const state = (): string =>
    JSON.stringify([
      stored(h, "authUsers", "u"),
      stored(h, "authRoles", "r"),
      h.store.auth.userNames(),
      h.store.auth.roleNames(),
      h.store.auth.revision,
    ]);
  for (const [code, request] of off) {
    const before = state();
    assert.equal(h.apply(request).error?.code, code, JSON.stringify(Object.keys(request)));
    assert.equal(state(), before);
  }
  h.addUser("root");
  assert.equal(h.apply({ authEnable: {} }).error?.code, "RootRoleNotExist");
  h.do({ authRoleAdd: { name: "root" } });
  h.do({ authUserGrantRole: { user: "root", role: "root" } });
  h.do({ authEnable: {} });
  h.do({ authUserAdd: { name: "np", options: { noPassword: true } } });
  const on: typeof off = [
    ["InvalidAuthMgmt", { authUserDelete: { name: "root" } }],
    ["InvalidAuthMgmt", { authRoleDelete: { role: "root" } }],
    ["InvalidAuthMgmt", { authUserRevokeRole: { name: "root", role: "root" } }],
    ["AuthFailed", { authenticate: { name: "x" } }],
    ["AuthFailed", { authenticate: { name: "np" } }],
  ];
  for (const [code, request] of on) assert.equal(h.codeAs("root", request), code);
});

test("who may call what, while auth is enabled", () => {
  const h = new AuthHarness();
  h.addRole("r");
  h.addUser("u", ["r"]);
  h.addUser("other");
  h.enable();
  const adminOnly: Parameters<AuthHarness["apply"]>[0][] = [
    { authEnable: {} },
    { authDisable: {} },
    { authUserAdd: { name: "n" } },
    { authUserDelete: { name: "other" } },
    { authUserChangePassword: { name: "u" } },
    { authUserGrantRole: { user: "u", role: "root" } },
    { authUserRevokeRole: { name: "u", role: "r" } },
    { authUserList: {} },
    { authRoleList: {} },
    { authRoleAdd: { name: "n" } },
    { authRoleDelete: { role: "r" } },
    { authRoleGrantPermission: { name: "r", perm: { key: bytes("k") } } },
    { authRoleRevokePermission: { role: "r", key: bytes("k") } },
  ];
  for (const request of adminOnly) {
    const what = Object.keys(request)[0];
    assert.equal(h.codeAs("", request), "UserEmpty", what);
    assert.equal(h.codeAs("gone", request), "UserNotFound", what);
    assert.equal(h.codeAs("u", request), "PermissionDenied", what);
  }
  assert.equal(h.store.auth.isEnabled, true);
  assert.equal(h.codeAs("u", { authUserGet: { name: "u" } }), null);
  assert.equal(h.codeAs("u", { authUserGet: { name: "other" } }), "PermissionDenied");
  assert.equal(h.codeAs("root", { authUserGet: { name: "other" } }), null);
  assert.equal(h.codeAs("", { authUserGet: { name: "u" } }), "UserEmpty");
  assert.equal(h.codeAs("u", { authRoleGet: { role: "r" } }), null);
  assert.equal(h.codeAs("other", { authRoleGet: { role: "r" } }), "PermissionDenied");
  assert.equal(h.codeAs("", { authRoleGet: { role: "r" } }), "UserEmpty");
  assert.equal(h.codeAs("", { authStatus: {} }), null);
  // No check of the revision where only the role counts.
  assert.equal(h.codeAs("root", { authUserList: {} }, 1), null);
});

test("answers list names and permissions in etcd's order", () => {
  const h = new AuthHarness();
  // By bytes: U+FF61 (ef bd a1) sorts before U+1F600 (f0 ...), unlike in UTF-16.
  for (const name of ["b", "\u{1f600}", "a", "\uff61"]) {
    h.do({ authRoleAdd: { name } });
    h.do({ authUserAdd: { name } });
  }
  for (const role of ["\u{1f600}", "\uff61", "b", "root", "a"]) {
    h.do({ authUserGrantRole: { user: "a", role } });
  }
  const order = ["a", "b", "\uff61", "\u{1f600}"];
  const users = etcdserverpb.decodeAuthUserListResponse(h.do({ authUserList: {} }));
  assert.deepEqual(users.users, order);
  const roles = etcdserverpb.decodeAuthRoleListResponse(h.do({ authRoleList: {} }));
  assert.deepEqual(roles.roles, order);
  const user = etcdserverpb.decodeAuthUserGetResponse(h.do({ authUserGet: { name: "a" } }));
  assert.deepEqual(user.roles, ["a", "b", "root", "\uff61", "\u{1f600}"]);
  h.do({ authRoleAdd: { name: "root" } });
  const root = etcdserverpb.decodeAuthRoleGetResponse(h.do({ authRoleGet: { role: "root" } }));
  assert.deepEqual(
    root.perm.map(({ permType, key, rangeEnd }) => [permType, text(key), text(rangeEnd)]),
    [[READWRITE, "", "\0"]],
  );
});

test("a permission is replaced only where it is the first one of its key", () => {
  const h = new AuthHarness();
  h.addRole("r", [
    [READ, "b", ""],
    [READ, "a", "c"],
    [READ, "a", "b"],
    [WRITE, "a", "c"],
    [WRITE, "a", "b"],
  ]);
  const body = h.do({ authRoleGet: { role: "r" } });
  const show = (shown: Uint8Array): string[] =>
    etcdserverpb
      .decodeAuthRoleGetResponse(shown)
      .perm.map(({ permType, key, rangeEnd }) => `${permType} ${text(key)} ${text(rangeEnd)}`);
  assert.deepEqual(show(body), ["1 a c", "0 a b", "1 a b", "0 b "]);
  h.do({ authRoleRevokePermission: { role: "r", key: bytes("a"), rangeEnd: bytes("b") } });
  assert.deepEqual(show(h.do({ authRoleGet: { role: "r" } })), ["1 a c", "0 b "]);
});

test("deleting a role takes it from everybody", () => {
  const h = new AuthHarness();
  h.addRole("r");
  h.addRole("s");
  h.addUser("u", ["r", "s"]);
  h.addUser("v", ["s"]);
  h.do({ authRoleDelete: { role: "r" } });
  assert.deepEqual(h.store.auth.user("u")?.roles, ["s"]);
  assert.deepEqual(h.store.auth.user("v")?.roles, ["s"]);
  h.reopen();
  assert.deepEqual(h.store.auth.user("u")?.roles, ["s"]);
  assert.deepEqual(h.store.auth.roleNames(), ["s"]);
});

test("passwords come hashed, or in clear from members of 3.4", () => {
  const h = new AuthHarness();
  const password = (name: string): string => bytesToUtf8(h.store.auth.user(name)!.password);
  h.do({ authUserAdd: { name: "new", hashedPassword: hashed("a") } });
  assert.equal(password("new"), "hash(a)");
  h.do({ authUserAdd: { name: "old", password: "b" } });
  assert.equal(password("old"), "hash(b)");
  h.do({ authUserAdd: { name: "both", password: "b", hashedPassword: hashed("c") } });
  assert.equal(password("both"), "hash(c)");
  h.do({ authUserChangePassword: { name: "old", password: "d" } });
  assert.equal(password("old"), "hash(d)");
  h.do({ authUserChangePassword: { name: "old" } });
  assert.equal(password("old"), "");
  h.do({ authUserAdd: { name: "np", password: "x", options: { noPassword: true } } });
  assert.equal(password("np"), "");
  h.do({ authUserChangePassword: { name: "np", password: "x" } });
  assert.equal(password("np"), "");
  assert.deepEqual(h.store.auth.user("np")?.options, { noPassword: true });
  const bare = new StoreHarness();
  assert.throws(() => bare.apply({ authUserAdd: { name: "u", password: "p" } }), /clear text/);
});

test("below cluster version 3.5 the rules are those of 3.4", () => {
  const h = new AuthHarness();
  h.setClusterVersion("3.4.0");
  h.addRole("r");
  const perm = { permType: READ, key: bytes("z"), rangeEnd: bytes("a") };
  assert.equal(h.codeAs("", { authRoleGrantPermission: { name: "r", perm } }), null);
  h.do({ authUserAdd: { name: "u" } });
  assert.equal(bytesToUtf8(h.store.auth.user("u")!.password), "hash()");
  h.enable();
  assert.equal(h.login("u"), `AAAAAAAAAAAAAAAA.${h.index}`);
  h.setClusterVersion("3.5.0");
  assert.equal(h.login("u"), `AAAAAAAAAAAAAAAA.${h.index - 1}`);
});

test("tokens end with auth, with the password, with the user and with the store", () => {
  const h = new AuthHarness();
  h.addUser("u");
  h.addUser("v");
  h.enable();
  const { tokens } = h.store.auth;
  const alive = (token: string): boolean => tokens.use(token, h.nowMs) !== undefined;
  let token = h.login("u");
  const other = h.login("v", "BBBBBBBBBBBBBBBB");
  assert.equal(tokens.use(token, 0), "u");
  h.do({ authUserChangePassword: { name: "u", hashedPassword: hashed("n") } });
  assert.deepEqual([alive(token), alive(other)], [false, true]);
  token = h.login("u");
  h.do({ authUserDelete: { name: "u" } });
  assert.deepEqual([alive(token), alive(other)], [false, true]);
  h.do({ authDisable: {} });
  assert.equal(alive(other), false);
  h.do({ authEnable: {} });
  token = h.login("v");
  h.nowMs = 299_999;
  assert.equal(alive(token), true);
  h.nowMs = 600_000;
  assert.equal(alive(token), false);
  token = h.login("v");
  h.store.reload(h.backend);
  assert.equal(alive(token), false);
});

test("auth survives a restart and is replaced by reload()", () => {
  const h = new AuthHarness();
  h.addRole("r", [[READ, "a", "c"]]);
  h.addUser("u", ["r"]);
  h.enable();
  const { revision } = h.store.auth;
  h.reopen();
  const { auth } = h.store;
  assert.deepEqual([auth.isEnabled, auth.revision], [true, revision]);
  assert.deepEqual(auth.userNames(), ["root", "u"]);
  assert.equal(h.codeAs("u", { range: { key: bytes("b") } }), null);
  assert.equal(h.codeAs("u", { range: { key: bytes("c") } }), "PermissionDenied");
  h.store.reload(new MemoryBackend());
  assert.deepEqual([auth.isEnabled, auth.revision, auth.userNames()], [false, 1, []]);
});

test("open() names the record that it cannot read", () => {
  const backend = new MemoryBackend();
  backend.put("authUsers", utf8ToBytes("u"), new Uint8Array([0xff]));
  const h = new AuthHarness();
  assert.throws(() => h.store.reload(backend), /record "u" cannot be read.*bucket authUsers/);
  const roles = new MemoryBackend();
  roles.put("authRoles", utf8ToBytes("r"), new Uint8Array([0x0a, 5]));
  assert.throws(() => h.store.reload(roles), /bucket authRoles/);
  const counter = new MemoryBackend();
  counter.put("auth", utf8ToBytes("authRevision"), new Uint8Array(3));
  assert.throws(() => h.store.reload(counter), /64-bit counter/);
});
