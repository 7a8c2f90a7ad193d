import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { keyOf, prefillTxn, RequestBody } from "./request-bodies.ts";

const shape = { keyPrefix: "bench/", keyBytes: 16 };

test("setKey() and setValueMark() patch a put into what the encoder would have made", () => {
  const body = RequestBody.put(shape, 256, new SeededRandom(3));
  const first = etcdserverpb.decodePutRequest(body.bytes.slice());
  for (const number of [0, 7, 99_999, 1_234_567_890, 5]) {
    body.setKey(number);
    body.setValueMark(0x01020304 + number);
    const request = etcdserverpb.decodePutRequest(body.bytes);
    assert.deepEqual(request.key, keyOf(shape, number));
    assert.equal(request.value.length, 256);
    assert.deepEqual(request.value.slice(4), first.value.slice(4));
  }
});

test("setKey() patches ranges and pages", () => {
  const range = RequestBody.range(shape, { serializable: true, pageKeys: 1 });
  range.setKey(42);
  const one = etcdserverpb.decodeRangeRequest(range.bytes);
  assert.deepEqual([one.key, one.serializable, one.rangeEnd.length], [keyOf(shape, 42), true, 0]);
  const page = RequestBody.range(shape, { serializable: false, pageKeys: 100 });
  page.setKey(43);
  const many = etcdserverpb.decodeRangeRequest(page.bytes);
  assert.deepEqual(
    [many.key, many.limit, many.rangeEnd],
    [keyOf(shape, 43), 100, Uint8Array.of(0)],
  );
});

test("prefillTxn() puts each key of its part once", () => {
  const bytes = prefillTxn(shape, {
    first: 10,
    count: 5,
    valueBytes: 9,
    random: new SeededRandom(1),
  });
  const txn = etcdserverpb.decodeTxnRequest(bytes);
  assert.deepEqual(
    txn.success.map((op) => Buffer.from(op.requestPut?.key ?? []).toString()),
    [10, 11, 12, 13, 14].map((number) => Buffer.from(keyOf(shape, number)).toString()),
  );
  assert.ok(txn.success.every((op) => op.requestPut?.value.length === 9));
});

test("keyOf() refuses a number that does not fit", () => {
  assert.throws(() => keyOf({ keyPrefix: "abc", keyBytes: 5 }, 100), /does not fit/);
});
