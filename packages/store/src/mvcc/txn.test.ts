import assert from "node:assert/strict";
import { test } from "node:test";
import { etcdserverpb, type Init } from "@kvorum/proto";
import { bytes, decodedTxn, failsWith, StoreHarness, show } from "../testing/store-harness.ts";
import { checkTxn, isReadOnlyTxn, isSerializableTxn } from "./txn-check.ts";

type Op = Init<etcdserverpb.RequestOp>;
type Txn = Init<etcdserverpb.TxnRequest>;
type Compare = Init<etcdserverpb.Compare>;
const { CompareResult, CompareTarget } = etcdserverpb;
const { EQUAL, GREATER, LESS, NOT_EQUAL } = CompareResult;
const { VERSION, CREATE, MOD, VALUE, LEASE } = CompareTarget;

function put(key: string, value = "v"): Op {
  return { requestPut: { key: bytes(key), value: bytes(value) } };
}

function del(key: string, rangeEnd = ""): Op {
  return { requestDeleteRange: { key: bytes(key), rangeEnd: bytes(rangeEnd) } };
}

function range(key: string, options: Init<etcdserverpb.RangeRequest> = {}): Op {
  return { requestRange: { key: bytes(key), ...options } };
}

function nested(txn: Txn): Op {
  return { requestTxn: txn };
}

function ops(count: number, prefix = "k"): Op[] {
  return Array.from({ length: count }, (_, i) => put(`${prefix}${i}`));
}

function check(txn: Txn): void {
  checkTxn(decodedTxn(txn), { maxTxnOps: 128 });
}

function compare(key: string, fields: Omit<Compare, "key" | "rangeEnd">, rangeEnd = ""): Compare {
  return { ...fields, key: bytes(key), rangeEnd: bytes(rangeEnd) };
}

function holds(h: StoreHarness, ...compares: Compare[]): boolean {
  const request = decodedTxn({ compare: compares });
  return etcdserverpb.decodeTxnResponse(h.store.txnReadOnly(request).body).succeeded;
}

// Validation ---------------------------------------------------------------------------------

test("checkTxn() allows 128 operations in each branch and not 129", () => {
  check({ success: ops(128), failure: ops(128) });
  assert.throws(() => check({ success: ops(129) }), failsWith("TooManyOps"));
  const many = Array.from({ length: 129 }, () => compare("k", {}));
  assert.throws(() => check({ compare: many }), failsWith("TooManyOps"));
});

test("checkTxn() charges nested operations to those above them, not to their siblings", () => {
  const outer = ops(98, "outer");
  check({ success: [...outer, nested({ success: ops(29) })] });
  assert.throws(
    () => check({ success: [...ops(99, "outer"), nested({ success: ops(29) })] }),
    failsWith("TooManyOps"),
  );
  check({ success: [...ops(99, "outer"), nested({ success: ops(28) })] });
  check({
    success: [...outer, nested({ success: ops(28, "a") }), nested({ success: ops(28, "b") })],
  });
});

test("checkTxn() calls an operation without content a key that is not found", () => {
  assert.throws(() => check({ success: [{}] }), failsWith("KeyNotFound"));
  assert.throws(() => check({ failure: [nested({ success: [{}] })] }), failsWith("KeyNotFound"));
});

test("checkTxn() checks each operation as if it stood alone", () => {
  const cases: [Op, string][] = [
    [put(""), "EmptyKey"],
    [del(""), "EmptyKey"],
    [range(""), "EmptyKey"],
    [range("k", { sortOrder: 9 }), "InvalidSortOption"],
    [{ requestPut: { key: bytes("k"), value: bytes("v"), ignoreValue: true } }, "ValueProvided"],
    [{ requestPut: { key: bytes("k"), lease: 1n, ignoreLease: true } }, "LeaseProvided"],
  ];
  for (const [op, code] of cases) {
    assert.throws(() => check({ success: [op] }), failsWith(code));
    assert.throws(() => check({ failure: [op] }), failsWith(code));
    assert.throws(() => check({ failure: [nested({ success: [op] })] }), failsWith(code));
  }
  assert.throws(() => check({ compare: [compare("", {})], success: [{}] }), failsWith("EmptyKey"));
});

test("checkTxn() finds keys that are put twice or put and deleted", () => {
  const clashes: Op[][] = [
    [put("a"), put("a")],
    [put("b"), del("a", "c")],
    [del("a", "c"), put("b")],
    [del("b"), put("b")],
    [nested({ success: [put("a")] }), put("a")],
    [nested({ failure: [put("b")] }), del("a", "c")],
    [nested({ success: [del("a", "c")] }), put("b")],
    [nested({ success: [put("a")] }), nested({ failure: [put("a")] })],
    [nested({ success: [del("a", "c")] }), nested({ success: [put("b")] })],
    [nested({ success: [nested({ failure: [put("a")] })] }), put("a")],
  ];
  for (const clash of clashes) {
    assert.throws(() => check({ success: clash }), failsWith("DuplicateKey"));
    assert.throws(() => check({ failure: clash }), failsWith("DuplicateKey"));
  }
});

test("checkTxn() accepts what etcd accepts, oddities included", () => {
  const fine: Op[][] = [
    [del("a", "c"), del("b", "d"), range("a"), range("a")],
    [put("a"), put("b"), del("c", "d")],
    [put("c"), del("a", "c")],
    [nested({ success: [put("a")], failure: [put("a")] })],
    [nested({ success: [put("a")], failure: [del("a")] })],
    // A put in an earlier nested transaction and a delete in a later one.
    [nested({ success: [put("b")] }), nested({ success: [del("a", "c")] })],
    // An open-ended delete is never seen to overlap.
    [del("b", "\0"), put("b")],
    [put("c"), del("b", "\0")],
    // An inverted range deletes nothing.
    [del("c", "a"), put("b")],
  ];
  for (const list of fine) check({ success: list });
  check({ success: [put("a")], failure: [put("a")] });
});

test("checkTxn() judges tens of thousands of nested deletes and puts in little time", () => {
  const leaf = (i: number): Txn => ({
    success: Array.from({ length: 40 }, (_, j) => del(`d${i}.${j}`)),
  });
  const middle = (i: number): Txn => ({
    success: Array.from({ length: 40 }, (_, j) => nested(leaf(i * 40 + j))),
  });
  const tree = { success: Array.from({ length: 40 }, (_, i) => nested(middle(i))) };
  const request = decodedTxn(tree);
  checkTxn(request, { maxTxnOps: 128 });
  const clash = decodedTxn({ success: [...tree.success, put("d1599.39")] });
  assert.throws(() => checkTxn(clash, { maxTxnOps: 128 }), failsWith("DuplicateKey"));
});

test("isReadOnlyTxn() and isSerializableTxn() look at both branches", () => {
  const local = range("a", { serializable: true });
  const cases: [Txn, boolean, boolean][] = [
    [{}, true, true],
    [{ success: [range("a")], failure: [local] }, true, false],
    [{ success: [local], failure: [local] }, true, true],
    [{ success: [range("a")], failure: [put("a")] }, false, false],
    [{ success: [nested({})] }, false, false],
  ];
  for (const [txn, isReadOnly, isSerializable] of cases) {
    assert.equal(isReadOnlyTxn(decodedTxn(txn)), isReadOnly);
    assert.equal(isSerializableTxn(decodedTxn(txn)), isSerializable);
  }
});

// Comparisons --------------------------------------------------------------------------------

test("txn compares a missing key with 0, except its value, which never holds", () => {
  const h = new StoreHarness();
  assert.ok(holds(h, compare("x", { target: VERSION, version: 0n })));
  assert.ok(holds(h, compare("x", { target: CREATE, createRevision: 0n })));
  assert.ok(holds(h, compare("x", { target: MOD, modRevision: 0n })));
  assert.ok(holds(h, compare("x", { target: LEASE, lease: 0n })));
  assert.ok(!holds(h, compare("x", { target: VERSION, result: GREATER, version: 0n })));
  for (const result of [EQUAL, NOT_EQUAL, GREATER, LESS]) {
    assert.ok(!holds(h, compare("x", { target: VALUE, result, value: bytes("v") })));
    assert.ok(!holds(h, compare("x", { target: VALUE, result, value: bytes("") })));
  }
});

test("txn compares every target with every result", () => {
  const h = new StoreHarness();
  h.grant(-7n);
  h.put("k", "m");
  h.put("k", "n", { lease: -7n }); // created 2, modified 3, version 2
  const operands: [Omit<Compare, "key" | "rangeEnd">, Compare, Compare, Compare][] = [
    [{ target: VERSION }, { version: 1n }, { version: 2n }, { version: 3n }],
    [{ target: CREATE }, { createRevision: 1n }, { createRevision: 2n }, { createRevision: 3n }],
    [{ target: MOD }, { modRevision: -(2n ** 63n) }, { modRevision: 3n }, { modRevision: 4n }],
    [{ target: LEASE }, { lease: -8n }, { lease: -7n }, { lease: 2n ** 63n - 1n }],
    [{ target: VALUE }, { value: bytes("m") }, { value: bytes("n") }, { value: bytes("n0") }],
  ];
  for (const [target, below, equal, above] of operands) {
    const truth = [
      [EQUAL, false, true, false],
      [NOT_EQUAL, true, false, true],
      [GREATER, true, false, false],
      [LESS, false, false, true],
    ] as const;
    for (const [result, ...expected] of truth) {
      const actual = [below, equal, above].map((operand) =>
        holds(h, compare("k", { ...target, ...operand, result })),
      );
      assert.deepEqual(actual, expected, `target ${target.target} result ${result}`);
    }
  }
});

test("txn takes an operand of another target, and none, as zero or empty", () => {
  const h = new StoreHarness();
  h.put("k", "");
  assert.ok(holds(h, compare("k", { target: VERSION, result: GREATER, modRevision: 9n })));
  assert.ok(holds(h, compare("k", { target: VALUE, result: EQUAL, version: 9n })));
  assert.ok(!holds(h, compare("k", { target: MOD, result: EQUAL })));
});

test("txn takes an unknown result as true and an unknown target as equal", () => {
  const h = new StoreHarness();
  h.put("k", "v");
  assert.ok(holds(h, compare("k", { target: VERSION, result: 9, version: 77n })));
  assert.ok(holds(h, compare("k", { target: 9, result: EQUAL })));
  assert.ok(!holds(h, compare("k", { target: 9, result: LESS })));
});

test("txn compares a range with every key in it", () => {
  const h = new StoreHarness();
  h.put("a", "1");
  h.put("b", "1");
  h.put("b", "2");
  const isNew = { target: VERSION, result: LESS, version: 2n };
  assert.ok(!holds(h, compare("a", isNew, "c")));
  assert.ok(holds(h, compare("a", { ...isNew, version: 3n }, "c")));
  assert.ok(holds(h, compare("a", isNew, "b")));
  assert.ok(!holds(h, compare("a", isNew, "\0")));
  // An empty range is like one missing key.
  assert.ok(holds(h, compare("x", { target: VERSION, version: 0n }, "z")));
  assert.ok(!holds(h, compare("x", { target: VALUE, result: NOT_EQUAL, value: bytes("v") }, "z")));
});

test("txn needs all of its comparisons to hold", () => {
  const h = new StoreHarness();
  const yes = compare("x", { target: VERSION, version: 0n });
  const no = compare("x", { target: VERSION, version: 1n });
  assert.ok(holds(h));
  assert.ok(holds(h, yes, yes));
  assert.ok(!holds(h, yes, no));
  assert.ok(!holds(h, no, yes));
});

// Execution ----------------------------------------------------------------------------------

test("txn operations see those before them; headers carry the revision seen or made", () => {
  const h = new StoreHarness();
  h.put("old", "1"); // 2
  const outcome = h.apply({
    txn: { success: [range("a"), del("none"), put("a", "x"), range("a"), del("none"), del("old")] },
  });
  const response = etcdserverpb.decodeTxnResponse(outcome.answer!.body);
  assert.equal(outcome.answer!.revision, 3);
  const revisions = response.responses.map(
    (r) => (r.responseRange ?? r.responsePut ?? r.responseDeleteRange)!.header!.revision,
  );
  assert.deepEqual(revisions, [2, 2, 3, 3, 3, 3]);
  assert.equal(response.responses[0]!.responseRange!.count, 0);
  assert.deepEqual(response.responses[3]!.responseRange!.kvs.map(show), ["a=x@3"]);
  assert.equal(response.responses[5]!.responseDeleteRange!.deleted, 1);
  assert.deepEqual(
    response.responses.map((r) => r.responseRange?.header?.memberId ?? 0n),
    [0n, 0n, 0n, 0n, 0n, 0n],
  );
});

test("txn range at the revision that the txn is about to make fails, and nothing changes", () => {
  const h = new StoreHarness();
  h.put("a", "1");
  const future = [put("b"), range("a", { revision: 3 })];
  assert.equal(h.apply({ txn: { success: future } }).error?.code, "FutureRev");
  assert.equal(h.store.revision, 2);
  assert.deepEqual(h.list("a", { rangeEnd: "z" }), ["a=1@2"]);
  h.put("c", "1");
  h.compact(3);
  for (const revision of [2, -1]) {
    const request = { success: [put("b"), range("a", { revision })] };
    assert.equal(h.apply({ txn: request }).error?.code, "Compacted", `revision ${revision}`);
  }
  assert.equal(h.apply({ txn: { success: [range("a", { revision: 3 })] } }).error, null);
});

test("txn puts share one revision and are numbered in execution order", () => {
  const h = new StoreHarness();
  h.txn({ success: [put("b"), put("a"), nested({ success: [put("c")] }), del("x")] });
  assert.deepEqual(h.list("\0", { rangeEnd: "\0" }), ["a=v@2", "b=v@2", "c=v@2"]);
  const stored: string[] = [];
  h.backend.scan("key", { start: new Uint8Array(0), end: null }, (key, value) => {
    stored.push(`${key[7]}.${key[16]} ${String.fromCharCode(value[2]!)}`);
    return true;
  });
  assert.deepEqual(stored, ["2.0 b", "2.1 a", "2.2 c"]);
});

test("txn tombstones have keys of 18 bytes and records of the key alone", () => {
  const h = new StoreHarness();
  h.put("a", "1");
  h.put("b", "1");
  h.txn({ success: [put("c"), del("a", "c")] }); // 4.0 c, 4.1 a, 4.2 b
  const stored: string[] = [];
  h.backend.scan("key", { start: new Uint8Array(0), end: null }, (key, value) => {
    if (key.length === 18)
      stored.push(`${key[7]}.${key[16]} ${Buffer.from(value).toString("hex")}`);
    return true;
  });
  assert.deepEqual(stored, ["4.1 0a0161", "4.2 0a0162"]);
});

test("txn whose deletes hit nothing leaves the revision", () => {
  const h = new StoreHarness();
  h.put("a", "1");
  const outcome = h.apply({ txn: { success: [del("x", "z")] } });
  assert.equal(outcome.answer!.revision, 2);
  assert.equal(h.store.revision, 2);
});

test("nested txn comparisons see the state before the outer txn", () => {
  const h = new StoreHarness();
  const isMissing = compare("a", { target: VERSION, version: 0n });
  const response = h.txn({
    success: [
      put("a"),
      nested({ compare: [isMissing], success: [put("yes")], failure: [put("no")] }),
    ],
  });
  assert.ok(response.responses[1]!.responseTxn!.succeeded);
  assert.deepEqual(h.list("n", { rangeEnd: "z" }), ["yes=v@2"]);
});

test("nested txn has an empty header, and its operations have theirs", () => {
  const h = new StoreHarness();
  const response = h.txn({ success: [nested({ success: [put("a")] })] });
  const inner = response.responses[0]!.responseTxn!;
  assert.deepEqual(
    [inner.header!.revision, inner.responses[0]!.responsePut!.header!.revision],
    [0, 2],
  );
});

test("txn checks only the branch it takes", () => {
  const h = new StoreHarness();
  const withLease = (key: string): Op => ({ requestPut: { key: bytes(key), lease: 99n } });
  const no = compare("x", { target: VERSION, version: 1n });
  assert.equal(
    h.apply({ txn: { success: [put("a"), withLease("b")] } }).error?.code,
    "LeaseNotFound",
  );
  assert.equal(h.store.revision, 1);
  const other = { compare: [no], success: [withLease("b"), range("a", { revision: 99 })] };
  assert.equal(h.apply({ txn: { ...other, failure: [put("a")] } }).error, null);
  assert.deepEqual(h.list("a"), ["a=v@2"]);
});

test("txn put with ignore_value fails for a key made by the same txn, and works for an old one", () => {
  const h = new StoreHarness();
  const keep: Op = { requestPut: { key: bytes("b"), ignoreValue: true } };
  assert.equal(
    h.apply({ txn: { success: [nested({ success: [put("c")] }), keep] } }).error?.code,
    "KeyNotFound",
  );
  assert.equal(h.store.revision, 1);
  h.put("b", "kept");
  h.txn({ success: [keep] });
  assert.deepEqual(h.list("b"), ["b=kept@3"]);
});

test("txn with an open-ended delete and a put of the same key runs them in order", () => {
  const h = new StoreHarness();
  h.put("b", "1"); // 2
  h.put("c", "1"); // 3
  h.txn({ success: [del("b", "\0"), put("b", "2")] }); // 4
  const [kv] = h.range("b").kvs;
  assert.deepEqual([kv!.createRevision, kv!.version, kv!.modRevision], [4, 1, 4]);
  h.txn({ success: [put("b", "3"), del("b", "\0")] }); // 5
  assert.deepEqual(h.list("b", { rangeEnd: "\0" }), []);
  assert.deepEqual(h.list("b", { revision: 4 }), ["b=2@4"]);
});

test("txn returns previous values of puts and deletes", () => {
  const h = new StoreHarness();
  h.put("a", "1");
  h.put("b", "2");
  const response = h.txn({
    success: [
      { requestPut: { key: bytes("a"), value: bytes("9"), prevKv: true } },
      { requestPut: { key: bytes("new"), prevKv: true } },
      { requestDeleteRange: { key: bytes("b"), prevKv: true } },
    ],
  });
  assert.equal(show(response.responses[0]!.responsePut!.prevKv!), "a=1@2");
  assert.equal(response.responses[1]!.responsePut!.prevKv, null);
  assert.deepEqual(response.responses[2]!.responseDeleteRange!.prevKvs.map(show), ["b=2@3"]);
});

test("txn without operations succeeds and reads nothing", () => {
  const h = new StoreHarness();
  const answer = h.store.txnReadOnly(decodedTxn({}));
  assert.equal(answer.revision, 1);
  assert.deepEqual(etcdserverpb.decodeTxnResponse(answer.body), {
    header: null,
    succeeded: true,
    responses: [],
  });
});
