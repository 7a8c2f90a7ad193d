import assert from "node:assert/strict";
import { test } from "node:test";
import { latin1ToBytes, SeededRandom } from "@kvorum/base";
import { DecodeError, etcdserverpb } from "@kvorum/proto";
import { PutFields } from "../mvcc/mvcc-store.ts";
import { EntryParser, parsePut, RequestField } from "./entry-parser.ts";
import { decodeV2Request } from "./v2-request.ts";

const SEED = 4_2;

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(" ", ""), "hex"));
}

function slice(put: PutFields): Record<string, unknown> {
  return {
    key: put.keyBytes.slice(put.keyStart, put.keyEnd),
    value: put.valueBytes.slice(put.valueStart, put.valueEnd),
    lease: put.lease,
    prevKv: put.wantsPrevious,
    ignoreValue: put.ignoresValue,
    ignoreLease: put.ignoresLease,
  };
}

test("EntryParser reads the live bytes of a put", () => {
  const parser = new EntryParser();
  parser.parse(fromHex("220a0a03666f6f1203626172 a206 0a 08 85c6a29f84bfe8a669"));
  assert.equal(parser.field, RequestField.PUT);
  assert.equal(parser.requestId, 0x694d_a1f8_43e8_a305n);
  const put = new PutFields();
  parsePut(parser.bytes, parser.bodyStart, parser.bodyEnd, put);
  assert.deepEqual(slice(put), {
    key: latin1ToBytes("foo"),
    value: latin1ToBytes("bar"),
    lease: 0n,
    prevKv: false,
    ignoreValue: false,
    ignoreLease: false,
  });
});

test("EntryParser reads the live bytes of an alarm request without content", () => {
  const parser = new EntryParser();
  parser.parse(fromHex("5200 a206 02 0801"));
  assert.equal(parser.field, RequestField.ALARM);
  assert.equal(parser.body.length, 0);
  assert.equal(parser.requestId, 1n);
});

test("EntryParser prefers the legacy id and knows the caller", () => {
  const parser = new EntryParser();
  const encode = etcdserverpb.encodeInternalRaftRequest;
  parser.parse(
    encode({
      ID: 2n ** 64n - 1n,
      header: { ID: 5n, username: "röt", authRevision: 9 },
      authEnable: {},
    }),
  );
  assert.equal(parser.requestId, 2n ** 64n - 1n);
  assert.equal(parser.field, RequestField.AUTH_ENABLE);
  assert.deepEqual(parser.caller, { username: "röt", authRevision: 9 });
  parser.parse(encode({ header: { ID: 5n }, clusterVersionSet: { ver: "3.7.0" } }));
  assert.equal(parser.requestId, 5n);
  assert.deepEqual(parser.caller, { username: "", authRevision: 0 });
  assert.equal(parser.field, RequestField.CLUSTER_VERSION_SET);
});

test("EntryParser reads the same caller again and again, and never an id with it", () => {
  const parser = new EntryParser();
  const encode = etcdserverpb.encodeInternalRaftRequest;
  const ann = { username: "ann", authRevision: 9 };
  for (const [ID, caller] of [
    [1n, ann],
    [2n ** 63n, ann],
    [3n, { username: "ann", authRevision: 10 }],
    [4n, { username: "", authRevision: 0 }],
    [5n, ann],
  ] as const) {
    parser.parse(encode({ header: { ID, ...caller }, put: {} }));
    assert.equal(parser.requestId, ID);
    assert.deepEqual(parser.caller, caller);
  }
  // The last id of a header counts, wherever it stands.
  for (const id of [7, 8]) {
    parser.parse(fromHex(`2200 a206 0b 0801 1203 616e6e 1809 08 0${id}`));
    assert.equal(parser.requestId, BigInt(id));
    assert.deepEqual(parser.caller, ann);
  }
});

test("EntryParser finds every request field that the codec writes", () => {
  const parser = new EntryParser();
  const all: [object, number][] = [
    [{ range: {} }, 3],
    [{ put: {} }, 4],
    [{ deleteRange: {} }, 5],
    [{ txn: {} }, 6],
    [{ compaction: {} }, 7],
    [{ leaseGrant: {} }, 8],
    [{ leaseRevoke: {} }, 9],
    [{ leaseCheckpoint: {} }, 11],
    [{ authenticate: {} }, 1012],
    [{ authRoleRevokePermission: {} }, 1204],
    [{ clusterMemberAttrSet: {} }, 1301],
    [{ downgradeInfoSet: {} }, 1302],
    [{ downgradeVersionTest: {} }, 9900],
  ];
  for (const [request, field] of all) {
    parser.parse(etcdserverpb.encodeInternalRaftRequest({ header: { ID: 1n }, ...request }));
    assert.equal(parser.field, field);
  }
});

test("EntryParser refuses damaged entries and those with two requests", () => {
  const parser = new EntryParser();
  const damaged = [
    "22",
    "2205 0a03666f",
    "2200 2a00",
    "22ffffffffffffffffffff01",
    "00",
    "25 00000000",
    "12 03 0a0166",
    "a206 03 080a",
  ];
  for (const hex of damaged) assert.throws(() => parser.parse(fromHex(hex)), DecodeError, hex);
});

test("parsePut() agrees with the codec on random messages, and on damaged ones", () => {
  const random = new SeededRandom(SEED);
  const put = new PutFields();
  for (let i = 0; i < 3000; i++) {
    const message = {
      key: random.bytes(random.below(200)),
      value: random.bytes(random.below(i % 50 === 0 ? 20_000 : 300)),
      lease: random.chance(1, 2) ? 0n : BigInt.asIntN(64, BigInt(random.nextUint32()) << 33n),
      prevKv: random.chance(1, 2),
      ignoreValue: random.chance(1, 4),
      ignoreLease: random.chance(1, 4),
    };
    const encoded = etcdserverpb.encodePutRequest(message);
    if (random.chance(1, 3) && encoded.length > 0) {
      encoded[random.below(Math.min(encoded.length, 10))] = random.below(256);
    }
    const frame = new Uint8Array(encoded.length + 6);
    frame.set(encoded, 3);
    let expected: Record<string, unknown> | null = null;
    try {
      expected = { ...etcdserverpb.decodePutRequest(encoded) };
    } catch (error) {
      assert.ok(error instanceof DecodeError);
    }
    const context = `seed ${SEED}, message ${i}`;
    if (expected === null) {
      assert.throws(() => parsePut(frame, 3, 3 + encoded.length, put), DecodeError, context);
    } else {
      parsePut(frame, 3, 3 + encoded.length, put);
      assert.deepEqual(slice(put), expected, context);
    }
  }
});

test("parsePut() takes the last of repeated fields and skips unknown ones", () => {
  const put = new PutFields();
  const bytes = fromHex("0a0161 1201 31 7a02abcd 0a0162 2001");
  parsePut(bytes, 0, bytes.length, put);
  assert.deepEqual(slice(put), {
    key: latin1ToBytes("b"),
    value: latin1ToBytes("1"),
    lease: 0n,
    prevKv: true,
    ignoreValue: false,
    ignoreLease: false,
  });
});

// v2 Requests --------------------------------------------------------------------------------

/** A v2 Request as a Go writer emits it: all fields but the optional two, zeros included. */
function v2(id: number, method: string, path: string, value: string, extra = ""): Uint8Array {
  const field = (tag: number, text: string): Buffer =>
    Buffer.concat([Buffer.from([tag, text.length]), Buffer.from(text)]);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([8, id]),
      field(0x12, method),
      field(0x1a, path),
      field(0x22, value),
      Buffer.from(`280032003800${extra}4800500058006000680070007800800100`, "hex"),
    ]),
  );
}

test("EntryParser tells a v2 Request by each of its methods", () => {
  const parser = new EntryParser();
  for (const method of ["PUT", "POST", "DELETE", "QGET", "SYNC"]) {
    parser.parse(v2(7, method, "/x", ""));
    assert.ok(parser.isV2, method);
  }
  parser.parse(etcdserverpb.encodeInternalRaftRequest({ header: { ID: 1n }, put: {} }));
  assert.ok(!parser.isV2);
});

test("decodeV2Request() knows attributes, version, sync and reads", () => {
  const attributes = '{"name":"m1","clientURLs":["http://a:1"]}';
  const path = "/0/members/8e9e05c52164694d/attributes";
  assert.deepEqual(decodeV2Request(v2(7, "PUT", path, attributes)), {
    id: 7n,
    command: {
      kind: "attributes",
      memberId: 0x8e9e_05c5_2164_694dn,
      value: { name: "m1", clientUrls: ["http://a:1"] },
    },
  });
  assert.deepEqual(decodeV2Request(v2(7, "PUT", "/0/version", "3.4.0")).command, {
    kind: "version",
    version: "3.4.0",
  });
  assert.deepEqual(decodeV2Request(v2(7, "SYNC", "", "")).command, { kind: "nothing" });
  // What a member of 3.4 writes for each request to its /health.
  assert.deepEqual(decodeV2Request(v2(7, "QGET", "", "")).command, { kind: "nothing" });
});

test("decodeV2Request() refuses v2 user data", () => {
  const cases = [
    v2(7, "PUT", "/1/foo", "bar"),
    v2(7, "POST", "/1/queue", "x"),
    v2(7, "DELETE", "/1/foo", ""),
    // A condition makes it an ordinary key operation.
    v2(7, "PUT", "/0/version", "3.4.0", "4001"),
  ];
  for (const data of cases) {
    assert.throws(() => decodeV2Request(data), /v2 user data/);
  }
});
