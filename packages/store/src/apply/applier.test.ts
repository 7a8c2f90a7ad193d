import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError, bytesToUtf8, utf8ToBytes } from "@kvorum/base";
import { etcdserverpb, raftpb } from "@kvorum/proto";
import { encodeConfChangeContext } from "../membership/member-json.ts";
import { bytes, StoreHarness, show } from "../testing/store-harness.ts";

const { NOSPACE, CORRUPT, NONE } = etcdserverpb.AlarmType;
const { GET, ACTIVATE, DEACTIVATE } = etcdserverpb.AlarmAction;
const MEMBER = 0x8e9e_05c5_2164_694dn;

function addMember(
  h: StoreHarness,
  id: bigint,
  url: string,
  options: { isLearner?: boolean } = {},
) {
  const isLearner = options.isLearner ?? false;
  const context = encodeConfChangeContext({
    member: { id, peerUrls: [url], isLearner, name: "", clientUrls: [] },
    isPromote: false,
  });
  const { ConfChangeAddNode, ConfChangeAddLearnerNode } = raftpb.ConfChangeType;
  const type = isLearner ? ConfChangeAddLearnerNode : ConfChangeAddNode;
  return h.applyData(
    raftpb.encodeConfChange({ type, nodeId: id, context, id: 77n }),
    raftpb.EntryType.EntryConfChange,
  );
}

function alarm(h: StoreHarness, action: number, type: number, memberID = MEMBER): string[] {
  const outcome = h.apply({ alarm: { action, alarm: type, memberID } });
  const { alarms } = etcdserverpb.decodeAlarmResponse(outcome.answer!.body);
  return alarms.map((a) => `${a.memberID}:${a.alarm}`);
}

// Puts and deletes ---------------------------------------------------------------------------

test("apply() of a put answers the new revision, and the previous pair if asked", () => {
  const h = new StoreHarness();
  assert.equal(h.put("k", "1", { prevKv: true }).prevKv, null);
  assert.equal(show(h.put("k", "2", { prevKv: true }).prevKv!), "k=1@2");
  const outcome = h.apply({ put: { key: bytes("k"), value: bytes("2") } });
  assert.equal(outcome.answer!.revision, 4, "an equal value is a write, too");
  assert.equal(h.range("k").kvs[0]!.version, 3);
});

test("apply() keeps create_revision and version until a delete, and restarts them after it", () => {
  const h = new StoreHarness();
  h.put("k", "1"); // 2
  h.put("k", "2"); // 3
  const before = h.range("k").kvs[0]!;
  assert.deepEqual([before.createRevision, before.version], [2, 2]);
  h.delete("k"); // 4
  h.put("k", "3"); // 5
  const after = h.range("k").kvs[0]!;
  assert.deepEqual([after.createRevision, after.version, after.modRevision], [5, 1, 5]);
});

test("apply() of a put with ignore_value or ignore_lease copies from the key that exists", () => {
  const h = new StoreHarness();
  const put = { key: bytes("k"), ignoreValue: true };
  assert.equal(h.apply({ put }).error?.code, "KeyNotFound");
  assert.equal(h.apply({ put: { key: bytes("k"), ignoreLease: true } }).error?.code, "KeyNotFound");
  h.grant(1n);
  h.grant(2n);
  h.put("k", "v", { lease: 1n });
  h.put("k", "", { ignoreValue: true, lease: 2n });
  assert.deepEqual([h.list("k"), h.range("k").kvs[0]!.lease], [["k=v@3"], 2n]);
  h.put("k", "w", { ignoreLease: true });
  assert.deepEqual([h.list("k"), h.range("k").kvs[0]!.lease], [["k=w@4"], 2n]);
  h.put("k", "", { ignoreValue: true, ignoreLease: true });
  const [kv] = h.range("k").kvs;
  assert.deepEqual([show(kv!), kv!.lease, kv!.version], ["k=w@5", 2n, 4]);
  h.delete("k");
  assert.equal(h.apply({ put }).error?.code, "KeyNotFound");
});

test("apply() of a delete counts, returns previous pairs in order, and may change nothing", () => {
  const h = new StoreHarness();
  for (const key of ["c", "a", "b", "d"]) h.put(key, key);
  const answer = h.delete("a", "d", true);
  assert.equal(answer.deleted, 3);
  assert.deepEqual(answer.prevKvs.map(show), ["a=a@3", "b=b@4", "c=c@2"]);
  assert.equal(h.store.revision, 6);
  assert.equal(h.delete("a", "d").deleted, 0);
  assert.equal(h.delete("nothing").deleted, 0);
  assert.equal(h.store.revision, 6);
  assert.equal(h.delete("d").deleted, 1);
  assert.equal(h.store.revision, 7);
});

// Leases -------------------------------------------------------------------------------------

test("apply() refuses a put with an unknown lease, and changes nothing", () => {
  const h = new StoreHarness();
  const outcome = h.apply({ put: { key: bytes("k"), lease: 9n } });
  assert.deepEqual([outcome.error?.code, outcome.answer], ["LeaseNotFound", null]);
  assert.equal(h.store.revision, 1);
  assert.equal(h.range("k").count, 0);
});

test("apply() names the unknown lease first for a put, the missing key first inside a txn", () => {
  const h = new StoreHarness();
  const put = { key: bytes("missing"), lease: 9n, ignoreValue: true };
  assert.equal(h.apply({ put }).error?.code, "LeaseNotFound");
  const txn = { success: [{ requestPut: put }] };
  assert.equal(h.apply({ txn }).error?.code, "KeyNotFound");
});

test("apply() moves a key to the lease of its last put, and off it with lease 0", () => {
  const h = new StoreHarness();
  h.grant(1n);
  h.grant(-2n);
  h.put("moved", "v", { lease: 1n });
  h.put("moved", "v", { lease: -2n });
  h.put("freed", "v", { lease: 1n });
  h.put("freed", "v");
  h.put("deleted", "v", { lease: 1n });
  h.delete("deleted");
  h.put("deleted", "v");
  const revision = h.store.revision;
  h.revoke(1n);
  assert.equal(h.store.revision, revision, "no key was left on it");
  h.reopen();
  h.revoke(-2n);
  assert.deepEqual(
    h.list("a", { rangeEnd: "z" }).map((pair) => pair.split("=")[0]),
    ["deleted", "freed"],
  );
});

test("apply() of a revoke deletes all keys in one revision, in key order", () => {
  const h = new StoreHarness();
  h.grant(7n);
  for (const key of ["b", "c", "a"]) h.put(key, "v", { lease: 7n });
  const events: string[] = [];
  const outcome = h.apply({ leaseRevoke: { ID: 7n } });
  assert.equal(outcome.answer!.revision, 5);
  h.store.history.scanEvents({ fromRevision: 5, beforeRevision: 6 }, (event) => {
    events.push(`${event.key}@${event.revision}.${event.sub}${event.isTombstone ? "t" : ""}`);
    return true;
  });
  assert.deepEqual(events, ["a@5.0t", "b@5.1t", "c@5.2t"]);
  assert.equal(h.apply({ leaseRevoke: { ID: 7n } }).error?.code, "LeaseNotFound");
  assert.equal(h.apply({ put: { key: bytes("k"), lease: 7n } }).error?.code, "LeaseNotFound");
});

test("apply() of a grant raises short TTLs and refuses what it must", () => {
  const h = new StoreHarness();
  for (const ttl of [0, -5, 1]) assert.equal(h.grant(BigInt(ttl + 10), ttl).TTL, 2);
  const grant = (ID: bigint, TTL: number) => h.apply({ leaseGrant: { ID, TTL } }).error?.code;
  assert.equal(grant(10n, 5), "LeaseExist");
  assert.equal(grant(99n, 9_000_000_001), "LeaseTTLTooLarge");
  assert.equal(grant(0n, 5), "LeaseNotFound");
  assert.equal(h.store.revision, 1);
});

// Order of the layers --------------------------------------------------------------------------

test("apply() under NOSPACE refuses what grows and lets the rest through", () => {
  const h = new StoreHarness();
  h.grant(7n);
  h.put("k", "v", { lease: 7n });
  assert.deepEqual(alarm(h, ACTIVATE, NOSPACE), [`${MEMBER}:1`]);
  const put = { requestPut: { key: bytes("x") } };
  const del = { requestDeleteRange: { key: bytes("x") } };
  assert.equal(h.apply({ put: { key: bytes("x") } }).error?.code, "NoSpace");
  assert.equal(h.apply({ put: { key: bytes("x"), lease: 99n } }).error?.code, "NoSpace");
  assert.equal(h.apply({ leaseGrant: { ID: 8n, TTL: 9 } }).error?.code, "NoSpace");
  assert.equal(h.apply({ txn: { failure: [put] } }).error?.code, "NoSpace");
  const nested = { requestTxn: { failure: [put] } };
  assert.equal(h.apply({ txn: { success: [nested] } }).error?.code, "NoSpace");
  assert.equal(h.apply({ txn: { success: [del] } }).error, null);
  assert.equal(h.apply({ deleteRange: { key: bytes("k") } }).error, null);
  assert.equal(h.apply({ compaction: { revision: 2 } }).error, null);
  assert.equal(h.apply({ leaseRevoke: { ID: 7n } }).error, null);
  assert.deepEqual(alarm(h, DEACTIVATE, NOSPACE, 0n), [], "member 0 is no wildcard");
  assert.equal(h.apply({ put: { key: bytes("x") } }).error?.code, "NoSpace");
  assert.deepEqual(alarm(h, DEACTIVATE, NOSPACE), [`${MEMBER}:1`]);
  assert.equal(h.apply({ put: { key: bytes("x") } }).error, null);
});

test("apply() under CORRUPT refuses every change of keys and leases; reads go on", () => {
  const h = new StoreHarness();
  h.grant(7n);
  h.put("k", "v");
  alarm(h, ACTIVATE, CORRUPT, 5n);
  alarm(h, ACTIVATE, NOSPACE, 6n);
  assert.deepEqual(alarm(h, GET, NONE).sort(), ["5:2", "6:1"]);
  for (const request of [
    { put: { key: bytes("k") } },
    { deleteRange: { key: bytes("k") } },
    { txn: {} },
    { compaction: { revision: 2 } },
    { leaseGrant: { ID: 8n, TTL: 9 } },
    { leaseRevoke: { ID: 7n } },
    { range: { key: bytes("k") } },
  ]) {
    assert.equal(h.apply(request).error?.code, "Corrupt", Object.keys(request)[0]);
  }
  assert.deepEqual(h.list("k"), ["k=v@2"]);
  assert.deepEqual(alarm(h, ACTIVATE, NONE), []);
});

test("apply() over the quota carries the request out and reports no space", () => {
  const h = new StoreHarness({ quotaBackendBytes: 1_000_000 });
  const plain = new StoreHarness({ quotaBackendBytes: -1 });
  h.backend.sizeBytes = 999_900;
  for (const store of [h, plain]) {
    store.apply({ put: { key: bytes("k"), value: bytes("v") } });
    store.apply({ txn: { success: [{ requestPut: { key: bytes("t") } }] } });
    store.apply({ leaseGrant: { ID: 5n, TTL: 9 } });
    store.apply({ deleteRange: { key: bytes("k") } });
  }
  assert.deepEqual(h.hashKv(0), plain.hashKv(0));
  const outcome = h.apply({ put: { key: bytes("z") } });
  assert.deepEqual(
    [outcome.error?.code, outcome.raiseNoSpace, outcome.answer],
    ["NoSpace", true, null],
  );
  assert.deepEqual(h.list("z"), ["z=@5"]);
  const fine = h.apply({ deleteRange: { key: bytes("z") } });
  assert.deepEqual([fine.error, fine.raiseNoSpace], [null, false]);
  assert.ok(!h.store.fitsQuota(300));
  assert.ok(h.store.fitsQuota(0));
  // A request that fails raises nothing.
  const failed = h.apply({ put: { key: bytes("z"), lease: 99n } });
  assert.deepEqual([failed.error?.code, failed.raiseNoSpace], ["LeaseNotFound", false]);
});

test("apply() counts the cost of requests as etcd does", () => {
  const h = new StoreHarness({ quotaBackendBytes: 10_000 });
  h.backend.sizeBytes = 9000;
  assert.ok(h.store.fitsQuota(999));
  assert.ok(!h.store.fitsQuota(1000), "size + cost must stay below the quota");
  assert.equal(h.store.quotaBytes, 10_000);
  assert.equal(new StoreHarness().store.quotaBytes, 2 ** 31);
  assert.equal(
    new StoreHarness({ quotaBackendBytes: -1 }).store.quotaBytes,
    Number.POSITIVE_INFINITY,
  );
});

// The marker ---------------------------------------------------------------------------------

test("apply() stores the index and term of every entry, failed and empty ones included", () => {
  const h = new StoreHarness();
  const stored = () =>
    Number(Buffer.from(h.backend.get("meta", utf8ToBytes("consistent_index"))!).readBigUInt64BE());
  h.applyData(null);
  assert.deepEqual([stored(), h.store.appliedIndex, h.store.appliedTerm], [1, 1, 2]);
  h.put("k", "v");
  assert.equal(stored(), 2);
  assert.equal(h.apply({ put: { key: bytes("k"), lease: 9n } }).error?.code, "LeaseNotFound");
  assert.equal(stored(), 3);
  addMember(h, 5n, "http://a:1");
  assert.equal(stored(), 4);
  h.reopen();
  assert.deepEqual([h.store.appliedIndex, h.store.appliedTerm], [4, 2]);
});

test("apply() of an entry that the backend holds changes neither keys, leases nor alarms", () => {
  const h = new StoreHarness();
  const encode = etcdserverpb.encodeInternalRaftRequest;
  const log: [Uint8Array | null, number][] = [
    [null, 0],
    [encode({ header: { ID: 1n }, leaseGrant: { ID: 7n, TTL: 9 } }), 0],
    [encode({ header: { ID: 2n }, put: { key: bytes("k"), value: bytes("v"), lease: 7n } }), 0],
    [encode({ header: { ID: 3n }, alarm: { action: ACTIVATE, alarm: NOSPACE, memberID: 4n } }), 0],
    [encode({ header: { ID: 5n }, deleteRange: { key: bytes("k") } }), 0],
  ];
  for (const [data, type] of log) h.applyData(data, type);
  addMember(h, 5n, "http://a:1");
  const hash = h.hashKv(0);
  h.reopen();
  h.index = 0;
  for (const [data, type] of log) {
    const outcome = h.applyData(data, type);
    assert.deepEqual([outcome.isReplay, outcome.answer, outcome.requestId], [true, null, 0n]);
  }
  const change = addMember(h, 5n, "http://a:1");
  assert.deepEqual([change.isReplay, change.confChange, change.error], [true, null, null]);
  assert.deepEqual(h.hashKv(0), hash);
  assert.equal(h.store.appliedIndex, 6);
  assert.equal(h.store.alarms.list(0).length, 1);
  assert.equal(h.apply({ leaseRevoke: { ID: 7n } }).error, null, "the lease is there once");
});

test("apply() of a replayed attribute or version setter still reaches memory", () => {
  const h = new StoreHarness();
  addMember(h, 5n, "http://a:1");
  const attributes = { memberID: 5n, memberAttributes: { name: "m", clientUrls: ["http://c:1"] } };
  h.apply({ clusterMemberAttrSet: attributes });
  h.apply({ clusterVersionSet: { ver: "3.7.0" } });
  assert.deepEqual(h.store.members.get(5n)?.clientUrls, ["http://c:1"]);
  assert.equal(h.store.members.clusterVersion, "3.7.0");
  h.index = 1;
  h.apply({ clusterMemberAttrSet: { memberID: 5n, memberAttributes: { name: "again" } } });
  h.apply({ clusterVersionSet: { ver: "3.7.1" } });
  assert.equal(h.store.members.get(5n)?.name, "again");
  assert.equal(h.store.members.clusterVersion, "3.7.1");
  h.reopen();
  assert.equal(h.store.members.get(5n)?.name, "m", "a replay writes nothing");
});

test("apply() of v2 forms sets attributes and the cluster version; sync does nothing", () => {
  const h = new StoreHarness();
  addMember(h, MEMBER, "http://a:1");
  const v2 = (method: string, path: string, value: string): Uint8Array => {
    const field = (tag: number, text: string) => [tag, text.length, ...Buffer.from(text)];
    return new Uint8Array([
      8,
      9,
      ...field(0x12, method),
      ...field(0x1a, path),
      ...field(0x22, value),
    ]);
  };
  const path = `/0/members/${MEMBER.toString(16)}/attributes`;
  const outcome = h.applyData(v2("PUT", path, '{"name":"old"}'));
  assert.equal(outcome.requestId, 9n);
  assert.equal(h.store.members.get(MEMBER)?.name, "old");
  h.applyData(v2("PUT", "/0/version", "3.5.0"));
  assert.equal(h.store.members.clusterVersion, "3.5.0");
  assert.equal(h.applyData(v2("SYNC", "", "")).error, null);
  assert.throws(() => h.applyData(v2("PUT", "/1/k", "v")), AssertionError);
});

test("apply() refuses gaps, unknown requests, missing ids and entries of type 2", () => {
  const fresh = () => {
    const h = new StoreHarness();
    h.put("k", "v");
    return h;
  };
  const encode = etcdserverpb.encodeInternalRaftRequest;
  const gap = fresh();
  gap.index += 1;
  assert.throws(() => gap.put("k", "w"), AssertionError);
  assert.throws(() => fresh().applyData(encode({ put: { key: bytes("k") } })), AssertionError);
  const unknown = new Uint8Array([...encode({ header: { ID: 1n } }), 0xfa, 0x01, 0x00]);
  assert.throws(() => fresh().applyData(unknown), AssertionError);
  assert.throws(() => fresh().applyData(new Uint8Array([1]), 2), AssertionError);
});

// Membership ---------------------------------------------------------------------------------

test("apply() hands an accepted conf change to raft, a refused one without its node", () => {
  const h = new StoreHarness();
  const good = addMember(h, 5n, "http://a:1");
  assert.deepEqual([good.error, good.requestId, good.confChange?.nodeId], [null, 77n, 5n]);
  const cases: [ReturnType<typeof addMember>, string][] = [
    [addMember(h, 5n, "http://b:1"), "MemberExist"],
    [addMember(h, 6n, "http://a:1"), "PeerURLExist"],
  ];
  for (const [outcome, code] of cases) {
    assert.deepEqual([outcome.error?.code, outcome.confChange?.nodeId], [code, 0n]);
  }
  assert.equal(addMember(h, 7n, "http://l:1", { isLearner: true }).error, null);
  assert.equal(addMember(h, 8n, "http://l:2", { isLearner: true }).error?.code, "TooManyLearners");
  const { ConfChangeRemoveNode } = raftpb.ConfChangeType;
  const remove = raftpb.encodeConfChange({ type: ConfChangeRemoveNode, nodeId: 5n });
  assert.equal(h.applyData(remove, 1).error, null);
  assert.equal(h.applyData(remove, 1).error?.code, "MemberNotFound");
  assert.equal(addMember(h, 5n, "http://c:1").error?.code, "MemberNotFound", "ids never return");
  assert.deepEqual(
    h.store.members.list.map((member) => member.id),
    [7n],
  );
  assert.equal(h.store.appliedIndex, h.index);
});

test("setConfState() stores raft's configuration beside the marker", () => {
  const h = new StoreHarness();
  addMember(h, MEMBER, "http://a:1");
  h.store.setConfState({ voters: [MEMBER, 3n], learners: [] });
  const stored = h.backend.get("meta", utf8ToBytes("confState"))!;
  assert.equal(bytesToUtf8(stored), `{"voters":[${MEMBER},3],"auto_leave":false}`);
  h.store.setConfState({ voters: [MEMBER], learners: [9n] });
  h.put("k", "v");
  h.reopen();
  assert.deepEqual(h.store.confState, { voters: [MEMBER], learners: [9n] });
});

test("open() refuses a conf state that it cannot read", () => {
  const h = new StoreHarness();
  h.backend.put("meta", utf8ToBytes("confState"), utf8ToBytes('{"voters":[1],"auto_leave":true}'));
  assert.throws(() => h.reopen(), /conf state/);
});

test("apply() of auth requests goes on where auth was never set up", () => {
  const h = new StoreHarness();
  assert.equal(h.apply({ authEnable: {} }).error?.code, "RootUserNotExist");
  assert.equal(h.apply({ authenticate: { name: "u" } }).error?.code, "AuthNotEnabled");
  assert.equal(h.apply({ authDisable: {} }).error, null);
  const status = h.apply({ authStatus: {} }).answer!.body;
  const { enabled, authRevision } = etcdserverpb.decodeAuthStatusResponse(status);
  assert.deepEqual([enabled, authRevision], [false, 1]);
  assert.equal(h.store.appliedIndex, 4);
});
