import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { authpb, type etcdserverpb, type Init } from "@kvorum/proto";
import { AuthHarness, hashed } from "../testing/auth-harness.ts";
import { bytes, finish } from "../testing/store-harness.ts";

const { READ, WRITE, READWRITE } = authpb.PermissionType;

/** reader: [a, c); writer: [a, c) and key x; both: [m, open); mute: no role. */
function harness(): AuthHarness {
  const h = new AuthHarness();
  h.addRole("reader", [[READ, "a", "c"]]);
  h.addRole("writer", [
    [WRITE, "a", "c"],
    [WRITE, "x", ""],
  ]);
  h.addRole("both", [[READWRITE, "m", "\0"]]);
  h.addUser("reader", ["reader"]);
  h.addUser("writer", ["writer"]);
  h.addUser("both", ["both"]);
  h.addUser("union", ["both", "reader", "writer"]);
  h.addUser("mute");
  h.put("b", "kept");
  h.enable();
  return h;
}

const put = (key: string, more: Init<etcdserverpb.PutRequest> = {}) => ({
  put: { key: bytes(key), value: bytes("v"), ...more },
});
const range = (key: string, rangeEnd = "") => ({
  range: { key: bytes(key), rangeEnd: bytes(rangeEnd) },
});
const remove = (key: string, rangeEnd = "", prevKv = false) => ({
  deleteRange: { key: bytes(key), rangeEnd: bytes(rangeEnd), prevKv },
});

test("a request without user, with an old revision or of a user who is gone is refused so", () => {
  const h = harness();
  for (const request of [
    put("b"),
    range("b"),
    remove("b"),
    { txn: { compare: [{ key: bytes("b") }] } },
  ]) {
    assert.equal(h.codeAs("", request), "UserEmpty");
    assert.equal(h.codeAs("union", request, h.store.auth.revision - 1), "AuthOldRevision");
    // Root is no exception: the revision comes before the role.
    assert.equal(h.codeAs("root", request, h.store.auth.revision - 1), "AuthOldRevision");
    assert.equal(h.codeAs("gone", request), "PermissionDenied");
    assert.equal(h.codeAs("mute", request), "PermissionDenied");
    assert.equal(h.codeAs("root", request), null);
  }
  h.do({ authDisable: {} });
  assert.equal(h.codeAs("", put("b")), null);
});

test("puts need write permission, and read permission for the previous pair", () => {
  const h = harness();
  assert.equal(h.codeAs("writer", put("b")), null);
  assert.equal(h.codeAs("writer", put("c")), "PermissionDenied");
  assert.equal(h.codeAs("reader", put("b")), "PermissionDenied");
  assert.equal(h.codeAs("writer", put("b", { prevKv: true })), "PermissionDenied");
  assert.equal(h.codeAs("union", put("b", { prevKv: true })), null);
  assert.equal(h.codeAs("union", put("l")), "PermissionDenied");
});

test("ranges and deletes must be covered completely", () => {
  const h = harness();
  assert.equal(h.codeAs("reader", range("a", "c")), null);
  assert.equal(h.codeAs("reader", range("a", "d")), "PermissionDenied");
  assert.equal(h.codeAs("reader", range("a", "\0")), "PermissionDenied");
  assert.equal(h.codeAs("writer", range("a", "c")), "PermissionDenied");
  assert.equal(h.codeAs("both", range("m", "\0")), null);
  assert.equal(h.codeAs("writer", remove("a", "c")), null);
  assert.equal(h.codeAs("writer", remove("a", "c", true)), "PermissionDenied");
  assert.equal(h.codeAs("union", remove("a", "c", true)), null);
  assert.equal(h.codeAs("writer", remove("x", "y")), "PermissionDenied");
});

test("a lease may be taken and revoked only by who may write all its keys", () => {
  const h = harness();
  h.do({ leaseGrant: { ID: 7n, TTL: 60 } });
  assert.equal(h.codeAs("writer", put("b", { lease: 7n })), null);
  assert.equal(h.codeAs("union", put("z", { lease: 7n })), null);
  assert.equal(h.codeAs("writer", put("a", { lease: 7n })), "PermissionDenied");
  assert.equal(h.codeAs("writer", { leaseRevoke: { ID: 7n } }), "PermissionDenied");
  assert.equal(h.codeAs("", { leaseRevoke: { ID: 7n } }), "UserEmpty");
  assert.equal(h.codeAs("writer", { leaseRevoke: { ID: 8n } }), "LeaseNotFound");
  // The member's own revokes run as root, at whatever revision.
  assert.equal(h.codeAs("root", { leaseRevoke: { ID: 7n } }, 1), null);
});

test("a txn needs permission for comparisons and for both branches, at any depth", () => {
  const h = harness();
  type Ops = Init<etcdserverpb.TxnRequest>["success"];
  const nested = (depth: number, ops: Ops): Ops =>
    depth === 0 ? ops : [{ requestTxn: { failure: nested(depth - 1, ops) ?? [] } }];
  const readB: Ops = [{ requestRange: { key: bytes("b") } }];
  const putC: Ops = [{ requestPut: { key: bytes("c") } }];
  for (let depth = 0; depth <= 3; depth++) {
    for (const branch of ["success", "failure"]) {
      const txn = (ops: Ops) => ({ txn: { [branch]: nested(depth, ops) } });
      assert.equal(h.codeAs("reader", txn(readB)), null);
      assert.equal(h.codeAs("reader", txn(putC)), "PermissionDenied");
      assert.equal(h.codeAs("writer", txn(readB)), "PermissionDenied");
      const putPrevious: Ops = [{ requestPut: { key: bytes("b"), prevKv: true } }];
      assert.equal(h.codeAs("writer", txn(putPrevious)), "PermissionDenied");
      assert.equal(h.codeAs("union", txn(putPrevious)), null);
    }
  }
  const compare = (key: string, rangeEnd = "") => ({
    txn: { compare: [{ key: bytes(key), rangeEnd: bytes(rangeEnd) }] },
  });
  assert.equal(h.codeAs("reader", compare("b")), null);
  assert.equal(h.codeAs("reader", compare("a", "d")), "PermissionDenied");
  assert.equal(h.codeAs("writer", compare("b")), "PermissionDenied");
  assert.equal(
    h.codeAs("union", { txn: { success: [{ requestPut: { key: bytes("m"), lease: 9n } }] } }),
    "LeaseNotFound",
  );
});

test("permissions of the next revision count, not those kept from the last", () => {
  const h = harness();
  assert.equal(h.codeAs("reader", range("b")), null);
  h.do({ authRoleRevokePermission: { role: "reader", key: bytes("a"), rangeEnd: bytes("c") } });
  assert.equal(h.codeAs("reader", range("b")), "PermissionDenied");
  h.do({ authUserGrantRole: { user: "reader", role: "both" } });
  assert.equal(h.codeAs("reader", range("z")), null);
  h.do({ authUserGrantRole: { user: "reader", role: "root" } });
  assert.equal(h.codeAs("reader", range("b")), null);
});

test("the alarm comes before the permission, and compactions and alarms are not checked here", () => {
  const h = harness();
  assert.equal(h.codeAs("", { compaction: { revision: 2 } }), null);
  assert.equal(h.codeAs("", { alarm: { action: 1, memberID: 1n, alarm: 1 } }), null);
  assert.equal(h.codeAs("mute", put("b")), "NoSpace");
});

test("two stores that apply the same entries end with the same users, roles and keys", () => {
  const seed = 20261120;
  const random = new SeededRandom(seed);
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const names = ["root", "ann", "bob", "cid"];
  const roles = ["root", "r1", "r2", "r3"];
  const keys = ["a", "b", "c", "d", "e"];
  const requests: (() => Init<etcdserverpb.InternalRaftRequest>)[] = [
    () => ({ authUserAdd: { name: pick(names), hashedPassword: hashed("p") } }),
    () => ({ authUserDelete: { name: pick(names) } }),
    () => ({ authUserGrantRole: { user: pick(names), role: pick(roles) } }),
    () => ({ authUserRevokeRole: { name: pick(names), role: pick(roles) } }),
    () => ({ authUserChangePassword: { name: pick(names), hashedPassword: hashed("q") } }),
    () => ({ authRoleAdd: { name: pick(roles) } }),
    () => ({ authRoleDelete: { role: pick(roles) } }),
    () => ({
      authRoleGrantPermission: {
        name: pick(roles),
        perm: {
          permType: random.below(3),
          key: bytes(pick(keys)),
          rangeEnd: bytes(pick(["", "\0", ...keys])),
        },
      },
    }),
    () => ({
      authRoleRevokePermission: {
        role: pick(roles),
        key: bytes(pick(keys)),
        rangeEnd: bytes(pick(["", "\0", ...keys])),
      },
    }),
    () => ({ authEnable: {} }),
    () => (random.below(20) === 0 ? { authDisable: {} } : { authStatus: {} }),
    () => ({ authenticate: { name: pick(names), simpleToken: "T" } }),
    () => put(pick(keys), { prevKv: random.below(2) === 0 }),
    () => put(pick(keys)),
    () => remove(pick(keys), pick(["", ...keys]), random.below(2) === 0),
    () => ({
      txn: {
        success: [{ requestPut: { key: bytes(pick(keys)) } }],
        failure: [{ requestRange: { key: bytes(pick(keys)) } }],
      },
    }),
  ];
  const one = new AuthHarness();
  const two = new AuthHarness();
  const seen = new Set<string>();
  for (let i = 0; i < 4000; i++) {
    const request = pick(requests)();
    const caller = pick(["", ...names, "root", "root"]);
    const revision = Math.max(1, one.store.auth.revision - (random.below(10) === 0 ? 1 : 0));
    const first = one.codeAs(caller, request, revision);
    const second = two.codeAs(caller, request, revision);
    assert.equal(first, second, `seed ${seed}, step ${i}`);
    seen.add(`${Object.keys(request)[0]} ${first}`);
    // The second store forgets what it keeps in memory, now and then.
    if (i % 97 === 0) two.reopen();
  }
  for (const wanted of [
    "put null",
    "put PermissionDenied",
    "put AuthOldRevision",
    "txn null",
    "authEnable null",
    "authDisable null",
  ]) {
    assert.ok(seen.has(wanted), `seed ${seed} never had ${wanted}`);
  }
  assert.equal(finish(one.store.hash()), finish(two.store.hash()), `seed ${seed}`);
});
