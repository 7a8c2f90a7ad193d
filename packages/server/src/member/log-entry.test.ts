import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom, utf8ToBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { RequestField, wrapRequest } from "./log-entry.ts";
import { RequestIds } from "./request-ids.ts";
import { ResponseHeaders } from "./response-header.ts";

test("wrapRequest() gives the recorded bytes of `put foo bar` but for the id", () => {
  const request = etcdserverpb.encodePutRequest({
    key: utf8ToBytes("foo"),
    value: utf8ToBytes("bar"),
  });
  const id = 0x694da1f843e8a305n;
  const data = wrapRequest(RequestField.put, request, { prefix: 0x694d }, 0xa1f843e8a305);
  assert.equal(
    Buffer.from(data).toString("hex"),
    "220a0a03666f6f1203626172a2060a0885c6a29f84bfe8a669",
  );
  assert.equal(etcdserverpb.decodeInternalRaftRequest(data).header?.ID, id);
});

test("wrapRequest() encodes every id and field so that the codec reads them back", () => {
  const seed = 11;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 500; round++) {
    const prefix = random.chance(1, 4) ? 0 : random.below(0x10000);
    const low = random.chance(1, 4)
      ? random.below(300)
      : random.below(0x10000) * 0x1_0000_0000 + random.below(0x1_0000_0000);
    const field = random.pick([RequestField.txn, RequestField.clusterMemberAttrSet]);
    const data = wrapRequest(field, new Uint8Array(0), { prefix }, low);
    const request = etcdserverpb.decodeInternalRaftRequest(data);
    assert.equal(request.header?.ID, (BigInt(prefix) << 48n) | BigInt(low), `seed ${seed}`);
    assert.ok(request.txn !== null || request.clusterMemberAttrSet !== null);
  }
});

test("RequestIds starts with a counter of one below the member's low 16 bits", () => {
  const ids = new RequestIds(0x8e9e05c52164694dn, 0xa1f843e8a3);
  assert.equal(ids.next(), 0x694da1f843e8a301n);
  assert.equal(ids.next(), 0x694da1f843e8a302n);
});

test("RequestIds gives leases positive ids", () => {
  const ids = new RequestIds(0xffffn, 5);
  for (let i = 0; i < 600; i++) assert.ok(ids.nextLeaseId() > 0n);
});

test("ResponseHeaders.field() is the header field of a response", () => {
  const headers = new ResponseHeaders({
    clusterId: 0xcdf818194e3a8c32n,
    memberId: 0x8e9e05c52164694dn,
  });
  for (const [revision, term] of [
    [1, 2],
    [0, 2],
    [2 ** 40, 2 ** 33],
    [7, 0],
  ] as const) {
    const response = etcdserverpb.decodePutResponse(headers.field(revision, term));
    assert.deepEqual(response.header, {
      clusterId: 0xcdf818194e3a8c32n,
      memberId: 0x8e9e05c52164694dn,
      revision,
      raftTerm: term,
    });
  }
});

test("wrapRequest() writes the caller into the header, behind or before the request", () => {
  const caller = { username: "röt", authRevision: 300 };
  for (const field of [RequestField.put, 1100]) {
    const data = wrapRequest(field, new Uint8Array([10, 1, 107]), { prefix: 0xffff }, 7, caller);
    const { header, put, authUserAdd } = etcdserverpb.decodeInternalRaftRequest(data);
    assert.deepEqual(header, { ID: 0xffff_0000_0000_0007n, ...caller });
    assert.equal(put === null, field !== RequestField.put);
    assert.equal(authUserAdd === null, field === RequestField.put);
  }
  // Short names take a shorter way; both give the codec's bytes.
  const names = [
    "a",
    "ü",
    "x".repeat(35),
    "x".repeat(36),
    "x".repeat(37),
    "\u{1f600}".repeat(30),
    "y".repeat(400),
  ];
  for (const username of ["", ...names]) {
    for (const authRevision of [1, 127, 128, 2 ** 31 - 1, 2 ** 31, 2 ** 40]) {
      for (const low of [1, 2 ** 47]) {
        const data = wrapRequest(RequestField.put, new Uint8Array(0), { prefix: 0xffff }, low, {
          username,
          authRevision,
        });
        const ID = (0xffffn << 48n) | BigInt(low);
        const header = { ID, username, authRevision };
        assert.deepEqual(etcdserverpb.decodeInternalRaftRequest(data).header, header);
      }
    }
  }
  // Nobody is no caller.
  const nobody = { username: "", authRevision: 0 };
  assert.deepEqual(
    wrapRequest(RequestField.put, new Uint8Array(0), { prefix: 1 }, 7, nobody),
    wrapRequest(RequestField.put, new Uint8Array(0), { prefix: 1 }, 7),
  );
});
