import assert from "node:assert/strict";
import test from "node:test";
import { bytesToLatin1, latin1ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { ReferenceModel } from "./reference-model.ts";

const key = latin1ToBytes;

function put(
  name: string,
  value: string,
  lease = 0n,
): { method: "Put"; request: etcdserverpb.PutRequest } {
  return {
    method: "Put",
    request: { ...etcdserverpb.createPutRequest(), key: key(name), value: key(value), lease },
  };
}

/** A model after some puts, each a revision of its own from 2 on. */
function modelOf(...puts: readonly (readonly [string, string])[]): ReferenceModel {
  const model = new ReferenceModel();
  for (const [name, value] of puts) {
    model.evaluate(put(name, value), null);
    model.revision++;
  }
  model.mark();
  return model;
}

function range(fields: Partial<etcdserverpb.RangeRequest>): etcdserverpb.RangeRequest {
  return {
    ...etcdserverpb.createRangeRequest(),
    key: Uint8Array.of(0),
    rangeEnd: Uint8Array.of(0),
    ...fields,
  };
}

function names({ kvs }: etcdserverpb.RangeResponse): string {
  return kvs.map((kv) => bytesToLatin1(kv.key)).join("");
}

test("ReferenceModel ranges sort only what the limit fetched unless an order is asked for", () => {
  // Mod revisions: b 3, c 4, d 5, a 6.
  const model = modelOf(["a", ""], ["b", ""], ["c", ""], ["d", ""], ["a", ""]);
  const byMod = { limit: 2, sortTarget: 3 };
  assert.equal(names(model.range(range(byMod), 6)), "bc");
  assert.equal(names(model.range(range({ ...byMod, sortOrder: 2 }), 6)), "ad");
  assert.equal(names(model.range(range({ sortOrder: 2 }), 6)), "dcba");
});

test("ReferenceModel ranges count without limit and filters, and say more of the filtered", () => {
  const model = modelOf(["a", "1"], ["b", "2"], ["c", "3"]);
  const limited = model.range(range({ limit: 2 }), 4);
  assert.deepEqual([limited.count, limited.more, names(limited)], [3, true, "ab"]);
  const filtered = model.range(range({ limit: 2, minModRevision: 3 }), 4);
  assert.deepEqual([filtered.count, filtered.more, names(filtered)], [3, false, "bc"]);
  const counted = model.range(range({ limit: 1, countOnly: true }), 4);
  assert.deepEqual([counted.count, counted.more, names(counted)], [3, false, ""]);
});

test("ReferenceModel leaves the lease out with keys only, except by value", () => {
  const model = new ReferenceModel();
  model.evaluate(put("a", "1", 5n), null);
  const leases = (fields: Partial<etcdserverpb.RangeRequest>): bigint[] =>
    model.range(range({ keysOnly: true, ...fields }), 2).kvs.map(({ lease }) => lease);
  assert.deepEqual(leases({}), [0n]);
  assert.deepEqual(leases({ sortTarget: 4 }), [5n]);
});

test("ReferenceModel compares before the first write and writes all at one revision", () => {
  const model = modelOf(["a", "1"]);
  const isAbsent = { ...etcdserverpb.createCompare(), key: key("b"), target: 0, version: 0n };
  const op = (name: string): etcdserverpb.RequestOp => ({
    ...etcdserverpb.createRequestOp(),
    requestPut: put(name, "x").request,
  });
  const nested = { compare: [isAbsent], success: [op("c")], failure: [op("d")] };
  const { answer, events } = model.evaluate(
    {
      method: "Txn",
      request: {
        compare: [],
        success: [op("b"), { ...etcdserverpb.createRequestOp(), requestTxn: nested }],
        failure: [],
      },
    },
    null,
  );
  assert.deepEqual(
    events.map(({ name, kv }) => [name, kv.modRevision]),
    [
      ["b", 3],
      ["c", 3],
    ],
  );
  const txn = answer as etcdserverpb.TxnResponse;
  assert.equal(txn.header?.revision, 3);
  assert.equal(txn.responses[1]?.responseTxn?.header?.revision, 0);
  assert.equal(txn.responses[1]?.responseTxn?.responses[0]?.responsePut?.header?.revision, 3);
});

test("ReferenceModel finds no value comparison true of a missing key", () => {
  const model = modelOf(["a", "1"]);
  for (const result of [0, 1, 2, 3]) {
    const compare = { ...etcdserverpb.createCompare(), key: key("b"), target: 3, result };
    const request = { compare: [{ ...compare, value: key("") }], success: [], failure: [] };
    const { answer } = model.evaluate({ method: "Txn", request }, null);
    assert.equal((answer as etcdserverpb.TxnResponse).succeeded, false, `result ${result}`);
  }
});

test("ReferenceModel ends a lease with all keys that still hang on it, and can undo that", () => {
  const model = new ReferenceModel();
  for (const name of ["c", "a", "b"]) model.evaluate(put(name, "1", 9n), null);
  model.evaluate(put("b", "2"), null);
  model.mark();
  const ended = model.endLease(9n).map(({ name, type }) => [name, type]);
  assert.deepEqual(ended, [
    ["a", 1],
    ["c", 1],
  ]);
  assert.equal(names(model.range(range({}), 1)), "b");
  model.undo();
  assert.equal(names(model.range(range({}), 1)), "abc");
  assert.deepEqual(model.namesOf(9n), ["a", "c"]);
});
