import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToUtf8, CorruptionError, EMPTY_BYTES, utf8ToBytes } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import type { BucketName } from "../backend-port.ts";
import { MemoryBackend } from "../testing/memory-backend.ts";
import { encodeConfChangeContext, type Member } from "./member-json.ts";
import { Members } from "./members.ts";

const Type = raftpb.ConfChangeType;
const LIVE = { isPersistent: true };
const REPLAY = { isPersistent: false };

function change(
  type: number,
  member: Partial<Member> & { id: bigint },
  isPromote = false,
): raftpb.ConfChange {
  const whole = { name: "", peerUrls: [], clientUrls: [], isLearner: false, ...member };
  const context = encodeConfChangeContext({ member: whole, isPromote });
  return { type, nodeId: member.id, context, id: 1n };
}

function add(id: bigint, url = `http://m${id}:2380`): raftpb.ConfChange {
  return change(Type.ConfChangeAddNode, { id, peerUrls: [url] });
}

function addLearner(id: bigint, url = `http://m${id}:2380`): raftpb.ConfChange {
  return change(Type.ConfChangeAddLearnerNode, { id, peerUrls: [url], isLearner: true });
}

function promote(id: bigint): raftpb.ConfChange {
  return change(Type.ConfChangeAddNode, { id }, true);
}

function update(id: bigint, url: string): raftpb.ConfChange {
  return change(Type.ConfChangeUpdateNode, { id, peerUrls: [url] });
}

function remove(id: bigint): raftpb.ConfChange {
  return { type: Type.ConfChangeRemoveNode, nodeId: id, context: null, id: 1n };
}

/** The verdict's code; carries the change out where there is none. */
function apply(members: Members, confChange: raftpb.ConfChange): string {
  const error = members.checkConfChange(confChange);
  if (error === null) members.applyConfChange(confChange, LIVE);
  return error === null ? "ok" : error.code;
}

function records(backend: MemoryBackend, bucket: BucketName): Record<string, string> {
  const found: Record<string, string> = {};
  backend.scan(bucket, { start: EMPTY_BYTES, end: null }, (key, value) => {
    found[bytesToUtf8(key)] = bytesToUtf8(value);
    return true;
  });
  return found;
}

test("every row of the verdicts on a change (apply specification, 4.1)", () => {
  const members = new Members({ backend: new MemoryBackend() });
  const verdicts: [raftpb.ConfChange, string][] = [
    [add(1n), "ok"],
    [add(1n, "http://other:1"), "MemberExist"],
    [add(2n, "http://m1:2380"), "PeerURLExist"],
    [add(2n), "ok"],
    [promote(9n), "MemberNotFound"],
    [promote(2n), "MemberNotLearner"],
    [addLearner(3n, "http://m2:2380"), "PeerURLExist"],
    [addLearner(3n), "ok"],
    [addLearner(4n), "TooManyLearners"],
    [add(4n), "ok"],
    [promote(3n), "ok"],
    [promote(3n), "MemberNotLearner"],
    [addLearner(5n), "ok"],
    [update(9n, "http://x:1"), "MemberNotFound"],
    [update(2n, "http://m1:2380"), "PeerURLExist"],
    [update(2n, "http://m2:2380"), "ok"],
    [update(2n, "http://x:1"), "ok"],
    [remove(9n), "MemberNotFound"],
    [remove(5n), "ok"],
    [remove(5n), "MemberNotFound"],
    [add(5n), "MemberNotFound"],
    [addLearner(5n), "MemberNotFound"],
    [promote(5n), "MemberNotFound"],
    [update(5n, "http://y:1"), "MemberNotFound"],
    [addLearner(6n), "ok"],
  ];
  for (const [confChange, verdict] of verdicts) {
    assert.equal(apply(members, confChange), verdict, JSON.stringify(confChange, printable));
  }
  assert.deepEqual(
    members.list.map((member) => [member.id, member.isLearner, member.peerUrls]),
    [
      [1n, false, ["http://m1:2380"]],
      [2n, false, ["http://x:1"]],
      [3n, false, ["http://m3:2380"]],
      [4n, false, ["http://m4:2380"]],
      [6n, true, ["http://m6:2380"]],
    ],
  );
  assert.deepEqual(members.removedIds, [5n]);
});

function printable(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return value instanceof Uint8Array ? bytesToUtf8(value) : value;
}

test("maxLearners sets how many learners there may be at once", () => {
  const members = new Members({ backend: new MemoryBackend(), maxLearners: 2 });
  assert.equal(apply(members, addLearner(1n)), "ok");
  assert.equal(apply(members, addLearner(2n)), "ok");
  assert.equal(apply(members, addLearner(3n)), "TooManyLearners");
});

test("an update takes the URLs alone, a promotion nothing but the id", () => {
  const members = new Members({ backend: new MemoryBackend() });
  apply(members, addLearner(1n));
  members.setAttributes({ id: 1n, name: "one", clientUrls: ["http://c:1"] }, LIVE);
  const confChange = change(Type.ConfChangeUpdateNode, {
    id: 1n,
    peerUrls: ["http://new:1"],
    name: "other",
    clientUrls: ["http://other:1"],
  });
  assert.equal(apply(members, confChange), "ok");
  const expected = {
    id: 1n,
    name: "one",
    peerUrls: ["http://new:1"],
    clientUrls: ["http://c:1"],
    isLearner: true,
  };
  assert.deepEqual(members.get(1n), expected);
  assert.equal(apply(members, promote(1n)), "ok");
  assert.deepEqual(members.get(1n), { ...expected, isLearner: false });
});

test("a context of another id, or none where one is needed, is corruption", () => {
  const members = new Members({ backend: new MemoryBackend() });
  for (const context of [add(2n).context, null, utf8ToBytes("{")]) {
    const confChange = { ...add(1n), context };
    assert.throws(() => members.checkConfChange(confChange), CorruptionError);
  }
  assert.throws(() => members.checkConfChange({ ...add(1n), type: 9 }), CorruptionError);
});

test("buckets hold what a Go member writes", () => {
  const backend = new MemoryBackend();
  const members = new Members({ backend });
  apply(members, add(0x8e9e05c52164694dn));
  apply(members, addLearner(0xffn));
  members.setAttributes({ id: 0x8e9e05c52164694dn, name: "a", clientUrls: ["http://c:1"] }, LIVE);
  members.setClusterVersion("3.7.0", LIVE);
  members.setDowngrade({ isEnabled: true, targetVersion: "3.6.0" }, LIVE);
  assert.deepEqual(records(backend, "members"), {
    "8e9e05c52164694d":
      '{"id":10276657743932975437,"peerURLs":["http://m10276657743932975437:2380"],' +
      '"name":"a","clientURLs":["http://c:1"]}',
    ff: '{"id":255,"peerURLs":["http://m255:2380"],"isLearner":true}',
  });
  assert.deepEqual(records(backend, "cluster"), {
    clusterVersion: "3.7.0",
    downgrade: '{"target-version":"3.6.0","enabled":true}',
  });
  apply(members, remove(0xffn));
  members.setDowngrade({ isEnabled: false, targetVersion: "3.6.0" }, LIVE);
  assert.deepEqual(Object.keys(records(backend, "members")), ["8e9e05c52164694d"]);
  assert.deepEqual(records(backend, "members_removed"), { ff: "removed" });
  assert.equal(records(backend, "cluster")["downgrade"], '{"target-version":"","enabled":false}');
});

test("everything comes back from the backend; reload() forgets the former one", () => {
  const backend = new MemoryBackend();
  const first = new Members({ backend });
  for (const confChange of [add(3n), add(1n), addLearner(2n), remove(3n)]) apply(first, confChange);
  first.setClusterVersion("3.6.0", LIVE);
  first.setDowngrade({ isEnabled: true, targetVersion: "3.5.0" }, LIVE);
  const second = new Members({ backend });
  assert.deepEqual(second.list, first.list);
  assert.deepEqual(second.removedIds, [3n]);
  assert.equal(second.isRemoved(3n), true);
  assert.equal(second.clusterVersion, "3.6.0");
  assert.equal(second.downgradeTarget, "3.5.0");
  second.setDowngrade({ isEnabled: false, targetVersion: "" }, LIVE);
  assert.equal(new Members({ backend }).downgradeTarget, null);
  second.reload(new MemoryBackend());
  assert.deepEqual(second.list, []);
  assert.deepEqual(second.removedIds, []);
  assert.equal(second.clusterVersion, null);
  assert.equal(second.downgradeTarget, null);
});

test("stored records that cannot be read are corruption", () => {
  const broken: [BucketName, string, string][] = [
    ["members", "1", "{"],
    ["members", "1", '{"id":2}'],
    ["members", "xyz", '{"id":1}'],
    ["members_removed", "", "removed"],
    ["cluster", "downgrade", "[]"],
  ];
  for (const [bucket, key, value] of broken) {
    const backend = new MemoryBackend();
    backend.put(bucket, utf8ToBytes(key), utf8ToBytes(value));
    assert.throws(() => new Members({ backend }), CorruptionError, `${bucket} ${key} ${value}`);
  }
});

test("setAttributes() ignores removed members and refuses ones never seen", () => {
  const backend = new MemoryBackend();
  const members = new Members({ backend });
  apply(members, add(1n));
  apply(members, add(2n));
  apply(members, remove(2n));
  const attributes = { name: "n", clientUrls: [] };
  members.setAttributes({ id: 2n, ...attributes }, LIVE);
  assert.equal(members.get(2n), undefined);
  assert.throws(() => members.setAttributes({ id: 3n, ...attributes }, LIVE), /unknown member 3/);
});

test("replays change memory alone, and undo nothing that came later", () => {
  const backend = new MemoryBackend();
  const members = new Members({ backend });
  for (const confChange of [add(1n), addLearner(2n), promote(2n), add(3n)]) {
    apply(members, confChange);
  }
  members.setAttributes({ id: 2n, name: "two", clientUrls: ["http://c:2"] }, LIVE);
  apply(members, remove(3n));
  const before = [members.list, records(backend, "members"), records(backend, "members_removed")];
  const restarted = new Members({ backend });
  const log = [add(1n), addLearner(2n), promote(2n), add(3n)];
  for (const confChange of log) restarted.applyConfChange(confChange, REPLAY);
  restarted.setAttributes({ id: 2n, name: "two", clientUrls: ["http://c:2"] }, REPLAY);
  restarted.setAttributes({ id: 3n, name: "three", clientUrls: [] }, REPLAY);
  restarted.applyConfChange(remove(3n), REPLAY);
  restarted.applyConfChange(update(3n, "http://x:1"), REPLAY);
  const after = [restarted.list, records(backend, "members"), records(backend, "members_removed")];
  assert.deepEqual(after, before);
  // A replay of what the stored state does not have yet reaches memory and not the backend.
  restarted.applyConfChange(add(4n), REPLAY);
  restarted.setClusterVersion("3.7.0", REPLAY);
  assert.equal(restarted.get(4n)?.id, 4n);
  assert.equal(restarted.clusterVersion, "3.7.0");
  assert.deepEqual(records(backend, "members"), before[1]);
  assert.deepEqual(records(backend, "cluster"), {});
});

test("a change that was not checked and cannot be carried out is a broken invariant", () => {
  const members = new Members({ backend: new MemoryBackend() });
  apply(members, add(1n));
  apply(members, add(2n));
  apply(members, remove(2n));
  for (const confChange of [add(1n), add(2n), promote(9n), update(9n, "http://x:1")]) {
    assert.throws(() => members.applyConfChange(confChange, LIVE), { name: "AssertionError" });
  }
});

test("replace() takes over a whole membership, stored records included", () => {
  const backend = new MemoryBackend();
  const members = new Members({ backend });
  for (const confChange of [add(1n), add(2n), remove(2n)]) apply(members, confChange);
  const member = { id: 9n, name: "", peerUrls: ["http://n:1"], clientUrls: [], isLearner: false };
  members.replace({ members: [member], removedIds: [8n], clusterVersion: "3.5.0" });
  assert.deepEqual(members.list, [member]);
  assert.deepEqual(members.removedIds, [8n]);
  assert.equal(members.clusterVersion, "3.5.0");
  assert.deepEqual(records(backend, "members"), { "9": '{"id":9,"peerURLs":["http://n:1"]}' });
  assert.deepEqual(records(backend, "members_removed"), { "8": "removed" });
});

test("list is a new array after a change and the same one before", () => {
  const members = new Members({ backend: new MemoryBackend() });
  apply(members, add(1n));
  const list = members.list;
  assert.equal(members.list, list);
  apply(members, add(2n));
  assert.notEqual(members.list, list);
  assert.equal(list.length, 1);
});
