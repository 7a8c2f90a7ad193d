import assert from "node:assert/strict";
import { test } from "node:test";
import { etcdserverpb, type Init } from "@kvorum/proto";
import { expectedFromKvorum } from "./intended-differences.ts";
import { decodeReply, replyText } from "./reply.ts";
import { describeStep, type Step } from "./step.ts";
import { StepGenerator, type World } from "./step-generator.ts";
import { EventHistory, inInterval, WatcherModel } from "./watch-model.ts";

const identity = { clusterId: 5n, memberId: 6n };

function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "latin1"));
}

function rangeStep(request: Init<etcdserverpb.RangeRequest>): Step {
  return { kind: "call", name: "KV/Range", request: etcdserverpb.encodeRangeRequest(request) };
}

function rangeText(step: Step, response: Init<etcdserverpb.RangeResponse>, ids = identity): string {
  const body = etcdserverpb.encodeRangeResponse(response);
  return replyText(decodeReply(step, { status: 0, message: "", body }), ids);
}

test("StepGenerator gives the same steps for the same seed and world", () => {
  const world: World = {
    revision: 40,
    compactRevision: 7,
    leases: [1n, -1n],
    watchIds: () => [0n],
    canAskProgress: () => true,
  };
  const list = (seed: number): string[] => {
    const generator = new StepGenerator({ seed, watchStreams: 2 });
    return Array.from({ length: 3000 }, () => describeStep(generator.next(world)));
  };
  const first = list(9);
  assert.deepEqual(first, list(9));
  assert.notDeepEqual(first, list(10));
  const kinds = new Set(first.map((line) => line.split(" ", 1)[0]));
  for (const kind of ["KV/Put", "KV/Range", "KV/Txn", "KV/Compact", "Lease/LeaseGrant", "watch"]) {
    assert.ok(kinds.has(kind), kind);
  }
});

test("replyText() sees every field, and the ids only as right or wrong", () => {
  const step = rangeStep({ key: bytes("a") });
  const response = {
    header: { clusterId: 5n, memberId: 6n, revision: 9, raftTerm: 2 },
    kvs: [{ key: bytes("a"), value: bytes("x"), modRevision: 9, version: 1, createRevision: 9 }],
    count: 1,
  };
  const text = rangeText(step, response);
  const other = { clusterId: 50n, memberId: 60n };
  const elsewhere = { ...response, header: { ...response.header, ...other } };
  assert.equal(rangeText(step, elsewhere, other), text);
  assert.notEqual(rangeText(step, elsewhere), text);
  const changes: Init<etcdserverpb.RangeResponse>[] = [
    { ...response, count: 2 },
    { ...response, more: true },
    { ...response, kvs: [{ ...response.kvs[0]!, lease: 1n }] },
    { ...response, kvs: [{ ...response.kvs[0]!, value: bytes("y") }] },
    { ...response, header: { ...response.header, revision: 10 } },
    { ...response, header: { ...response.header, raftTerm: 3 } },
  ];
  for (const change of changes) assert.notEqual(rangeText(step, change), text);
});

test("decodeReply() makes ties of a sort equal, but not the order of unequal keys", () => {
  const step = rangeStep({ key: bytes("a"), rangeEnd: bytes("z"), sortTarget: 1, limit: 3 });
  const kv = (key: string, version: number): object => ({ key: bytes(key), version });
  const text = (kvs: object[], more: boolean): string => rangeText(step, { kvs, more, count: 9 });
  const same = text([kv("a", 1), kv("b", 1), kv("c", 2)], false);
  assert.equal(text([kv("b", 1), kv("a", 1), kv("c", 2)], false), same);
  assert.notEqual(text([kv("c", 2), kv("b", 1), kv("a", 1)], false), same);
  assert.notEqual(text([kv("a", 1), kv("x", 1), kv("c", 2)], false), same);
  // Where the limit cuts through ties, only the number of them counts.
  const cut = text([kv("a", 1), kv("b", 2), kv("c", 2)], true);
  assert.equal(text([kv("a", 1), kv("q", 2), kv("r", 2)], true), cut);
  assert.notEqual(text([kv("a", 1), kv("q", 2), kv("r", 3)], true), cut);
});

const fresh = { revision: 9, compactRevision: 4 };

test("expectedFromKvorum() refuses unknown sort orders and strips leases of keys_only", () => {
  const ok = { status: 0, message: "", response: etcdserverpb.createRangeResponse() };
  const context = { ...fresh, got: ok };
  const invalid = expectedFromKvorum(rangeStep({ key: bytes("a"), sortOrder: 9 }), ok, context);
  assert.equal(invalid.reply.status, 3);
  assert.equal(invalid.reply.message, "etcdserver: invalid sort option");
  assert.deepEqual(
    expectedFromKvorum(rangeStep({ key: bytes("a"), sortOrder: 2 }), ok, context).applied,
    [],
  );
  const body = etcdserverpb.encodeRangeResponse({ kvs: [{ key: bytes("a"), lease: 7n }] });
  const stripped = (sortTarget: number): bigint => {
    const step = rangeStep({ key: bytes("a"), keysOnly: true, sortTarget });
    const decoded = decodeReply(step, { status: 0, message: "", body });
    const { reply } = expectedFromKvorum(step, decoded, context);
    return (reply.response as etcdserverpb.RangeResponse).kvs[0]!.lease;
  };
  assert.equal(stripped(0), 0n);
  assert.equal(stripped(4), 7n);
});

test("expectedFromKvorum() takes a range's error in a transaction only where a range has it", () => {
  const keyNotFound = { status: 3, message: "etcdserver: key not found", response: null };
  const compacted = {
    status: 11,
    message: "etcdserver: mvcc: required revision has been compacted",
    response: null,
  };
  const owed = (revision: number): string => {
    const request = etcdserverpb.encodeTxnRequest({
      success: [{ requestTxn: { failure: [{ requestRange: { key: bytes("a"), revision } }] } }],
    });
    const step: Step = { kind: "call", name: "KV/Txn", request };
    return expectedFromKvorum(step, keyNotFound, { ...fresh, got: compacted }).reply.message;
  };
  assert.equal(owed(3), compacted.message);
  assert.equal(owed(4), keyNotFound.message);
  assert.equal(owed(10), keyNotFound.message);
  assert.equal(owed(0), keyNotFound.message);
});

test("inInterval() reads ends as etcd does", () => {
  const cases: [string, string, string, boolean][] = [
    ["a", "a", "", true],
    ["b", "a", "", false],
    ["b", "a", "c", true],
    ["c", "a", "c", false],
    ["zz", "a", "\0", true],
    ["\0", "", "", true],
    ["a", "", "\0", true],
  ];
  for (const [key, start, end, isIn] of cases) {
    assert.equal(inInterval(bytes(key), bytes(start), bytes(end)), isIn, `${key} ${start} ${end}`);
  }
});

test("WatcherModel is due events by key, revision and filter, in order", () => {
  const history = new EventHistory();
  const add = (key: string, modRevision: number, type: number): void => {
    const kv = {
      key: bytes(key),
      modRevision,
      createRevision: 0,
      version: 0,
      value: bytes(""),
      lease: 0n,
    };
    history.events.push({ type, kv, prevKv: null });
  };
  add("a", 2, 0);
  add("b", 3, 0);
  add("a", 4, 1);
  const model = (start: number, filters: number[]): WatcherModel =>
    new WatcherModel({
      watchId: 0n,
      request: { ...etcdserverpb.createWatchCreateRequest(), key: bytes("a"), filters },
      startRevision: start,
      compactRevision: 4,
    });
  const revisions = (one: WatcherModel): number[] =>
    one.due(history).map((event) => event.kv!.modRevision);
  assert.deepEqual(revisions(model(2, [])), [2, 4]);
  assert.deepEqual(revisions(model(3, [])), [4]);
  assert.deepEqual(revisions(model(2, [0])), [4]);
  assert.deepEqual(revisions(model(2, [1])), [2]);
  assert.equal(model(2, []).dueWithoutTombstones(history).length, 1);
  const growing = model(3, []);
  assert.equal(growing.due(history).length, 1);
  add("a", 5, 0);
  assert.equal(growing.due(history).length, 2);
});
