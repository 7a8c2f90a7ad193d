import assert from "node:assert/strict";
import { test } from "node:test";
import { type OutputFormat, type Rendering, render } from "@kvorum/command-line";
import { authpb, mvccpb, etcdserverpb as pb } from "@kvorum/proto";
import { alarmRendering } from "./alarm.ts";
import { hashRendering, healthRendering, statusRendering } from "./endpoint.ts";
import { getRendering, putRendering, txnRendering } from "./kv.ts";
import {
  grantRendering,
  keepAliveRendering,
  leasesRendering,
  revokeRendering,
  timeToLiveRendering,
} from "./lease.ts";
import { memberChangeRendering, memberListRendering } from "./member.ts";
import { roleRendering } from "./role.ts";
import { watchRendering } from "./watch.ts";

const plain = { isHex: false };
const hex = { isHex: true };
const bytes = (text: string) => new TextEncoder().encode(text);
const header = {
  clusterId: 18446744073709551615n,
  memberId: 9223372036854775809n,
  revision: 7,
  raftTerm: 2,
};
const headerJson =
  '"cluster_id":18446744073709551615,"member_id":9223372036854775809,"revision":7,"raft_term":2';
const headerFields =
  '"ClusterID" : 18446744073709551615\n"MemberID" : 9223372036854775809\n"Revision" : 7\n"RaftTerm" : 2\n';

function shown(format: OutputFormat, rendering: Rendering): string {
  return Buffer.from(render(format, rendering)).toString("utf8");
}

function kv(key: string, value: string, lease = 0n): mvccpb.KeyValue {
  return {
    key: bytes(key),
    value: bytes(value),
    createRevision: 2,
    modRevision: 3,
    version: 2,
    lease,
  };
}

test("getRendering() is exact to 64 bits, escapes and quotes as Go does", () => {
  const response = {
    header,
    kvs: [kv("<&>\u2028", "\xff\n", 9223372036854775807n)],
    more: true,
    count: 3,
  };
  assert.equal(
    shown("json", getRendering(response, plain)),
    `{"header":{${headerJson}},"kvs":[{"key":"PCY+4oCo","create_revision":2,"mod_revision":3,"version":2,"value":"w78K","lease":9223372036854775807}],"more":true,"count":3}\n`,
  );
  assert.equal(
    shown("fields", getRendering(response, plain)),
    `${headerFields}"Key" : "<&>\\u2028"\n"CreateRevision" : 2\n"ModRevision" : 3\n"Version" : 2\n"Value" : "ÿ\\n"\n"Lease" : 9223372036854775807\n"More" : true\n"Count" : 3\n`,
  );
  assert.match(
    shown("fields", getRendering(response, hex)),
    /^"ClusterID" : ffffffffffffffff\n"MemberID" : 8000000000000001\n.+"Lease" : 7fffffffffffffff\n/s,
  );
  assert.throws(() => shown("table", getRendering(response, plain)), {
    message: "table not supported as output format",
    exitCode: 4,
  });
});

test("getRendering() prints raw bytes in the simple format, escapes with --hex", () => {
  const response = {
    header,
    kvs: [{ ...kv("k", ""), value: Uint8Array.of(0, 0xff, 10) }],
    more: false,
    count: 1,
  };
  assert.deepEqual(
    render("simple", getRendering(response, plain)),
    Uint8Array.of(0x6b, 10, 0, 0xff, 10, 10),
  );
  assert.equal(shown("simple", getRendering(response, hex)), "\\x6b\n\\x00\\xff\\x0a\n");
  assert.deepEqual(
    render("simple", getRendering(response, { isHex: false, valueOnly: true })),
    Uint8Array.of(0, 0xff, 10, 10),
  );
});

test("putRendering() shows the previous pair", () => {
  const response = { header, prevKv: kv("k", "v") };
  assert.equal(shown("simple", putRendering(response, plain)), "OK\nk\nv\n");
  assert.match(
    shown("fields", putRendering(response, plain)),
    /"PrevKey" : "k"\n"PrevCreateRevision" : 2\n/,
  );
});

test("txnRendering() shows nested transactions in full", () => {
  const inner: pb.TxnResponse = {
    header: null,
    succeeded: false,
    responses: [
      {
        responseRange: null,
        responsePut: null,
        responseDeleteRange: { header: null, deleted: 1, prevKvs: [] },
        responseTxn: null,
      },
    ],
  };
  const response: pb.TxnResponse = {
    header,
    succeeded: true,
    responses: [
      { responseRange: null, responsePut: null, responseDeleteRange: null, responseTxn: inner },
    ],
  };
  assert.equal(shown("simple", txnRendering(response, plain)), "SUCCESS\n\nFAILURE\n\n1\n");
  assert.equal(
    shown("json", txnRendering(response, plain)),
    `{"header":{${headerJson}},"succeeded":true,"responses":[{"Response":{"response_txn":{"responses":[{"Response":{"response_delete_range":{"deleted":1}}}]}}}]}\n`,
  );
  assert.equal(
    shown("fields", txnRendering(response, plain)),
    `${headerFields}"Succeeded" : true\n"ClusterID" : 0\n"MemberID" : 0\n"RaftTerm" : 0\n"Succeeded" : false\n"ClusterID" : 0\n"MemberID" : 0\n"RaftTerm" : 0\n"Deleted" : 1\n`,
  );
});

test("watchRendering() names all fields in json and each event in the others", () => {
  const response: pb.WatchResponse = {
    ...pb.createWatchResponse(),
    header,
    watchId: 5n,
    events: [
      { type: 0, kv: kv("k", "v2"), prevKv: kv("k", "v1") },
      {
        type: 1,
        kv: { ...mvccpb.createKeyValue(), key: bytes("k"), modRevision: 4 },
        prevKv: null,
      },
    ],
  };
  assert.equal(
    shown("simple", watchRendering(response, plain)),
    "PUT\nk\nv1\nk\nv2\nDELETE\nk\n\n",
  );
  assert.match(
    shown("json", watchRendering(response, plain)),
    /^\{"Header":\{.*\},"Events":\[\{"kv":\{.*\},"prev_kv":\{.*\}\},\{"type":1,"kv":\{"key":"aw==","mod_revision":4\}\}\],"CompactRevision":0,"Canceled":false,"Created":false,"CancelReason":""\}\n$/,
  );
  assert.match(shown("fields", watchRendering(response, plain)), /"Type" : PUT\n"PrevKey" : "k"\n/);
  const decoded = pb.decodeWatchResponse(render("protobuf", watchRendering(response, plain)));
  assert.equal(decoded.watchId, 0n);
  assert.equal(decoded.events.length, 2);
});

test("lease renderings flatten the header and print only it as protobuf", () => {
  const grant = { header, ID: 6324357864408468050n, TTL: 60, error: "" };
  assert.equal(
    shown("simple", grantRendering(grant, plain)),
    "lease 57c4a1f84483ca52 granted with TTL(60s)\n",
  );
  assert.equal(
    shown("json", grantRendering(grant, plain)),
    `{${headerJson},"ID":6324357864408468050,"TTL":60,"Error":""}\n`,
  );
  assert.deepEqual(
    render("protobuf", grantRendering(grant, plain)),
    pb.encodeResponseHeader(header),
  );
  const renewal = { header, ID: 0x1234n, TTL: 60 };
  assert.equal(
    shown("simple", keepAliveRendering(renewal, plain)),
    "lease 0000000000001234 keepalived with TTL(60)\n",
  );
  assert.equal(
    shown("fields", keepAliveRendering(renewal, hex)).split("\n")[4],
    '"ID" : 0000000000001234',
  );
  const gone = { header, ID: 0x1234n, TTL: -1, grantedTTL: 0, keys: [] };
  const options = { isHex: false, withKeys: false };
  assert.equal(
    shown("simple", timeToLiveRendering(gone, options)),
    "lease 0000000000001234 already expired\n",
  );
  assert.equal(
    shown("json", timeToLiveRendering(gone, options)),
    `{${headerJson},"id":4660,"ttl":-1,"granted-ttl":0,"keys":null}\n`,
  );
  const alive = { header, ID: 1n, TTL: 99, grantedTTL: 100, keys: [bytes("lk1"), bytes("lk2")] };
  assert.equal(
    shown("simple", timeToLiveRendering(alive, { isHex: false, withKeys: true })),
    "lease 0000000000000001 granted with TTL(100s), remaining(99s), attached keys([lk1 lk2])\n",
  );
  const leases = { header, leases: [{ ID: -1n }, { ID: 2n }] };
  assert.equal(
    shown("simple", leasesRendering(leases, plain)),
    "found 2 leases\n-000000000000001\n0000000000000002\n",
  );
  assert.equal(
    shown("json", leasesRendering({ header, leases: [] }, plain)),
    `{${headerJson},"leases":[]}\n`,
  );
  assert.throws(
    () => shown("protobuf", revokeRendering({ header }, { isHex: false, leaseId: 1n })),
    {
      exitCode: 4,
    },
  );
});

test("member renderings pad with blanks and hex only their own json", () => {
  const member = {
    ID: 0x8299d35f3a055f47n,
    name: "",
    peerURLs: ["http://127.0.0.1:36801"],
    clientURLs: [],
    isLearner: true,
  };
  const list = { header: { ...header, revision: 0 }, members: [member] };
  assert.equal(
    shown("simple", memberListRendering(list, plain)),
    "8299d35f3a055f47, unstarted, , http://127.0.0.1:36801, , true\n",
  );
  assert.equal(
    shown("json", memberListRendering(list, hex)),
    '{"header":{"cluster_id":"ffffffffffffffff","member_id":"8000000000000001","raft_term":2},"members":[{"ID":"8299d35f3a055f47","peerURLs":["http://127.0.0.1:36801"],"isLearner":true}]}\n',
  );
  const removed = memberChangeRendering(
    pb.messageTypes["MemberRemoveResponse"]!,
    { header: { ...header, clusterId: 0x1234n } },
    { isHex: false, memberId: 0x99n, verb: "removed from" },
  );
  assert.equal(
    shown("simple", removed),
    "Member               99 removed from cluster             1234\n",
  );
  assert.throws(() => shown("fields", removed), {
    message: "fields not supported as output format",
  });
});

test("endpoint renderings give one row for each endpoint", () => {
  const status: pb.StatusResponse = {
    ...pb.createStatusResponse(),
    header,
    version: "3.7.1",
    storageVersion: "3.7.0",
    dbSize: 36864,
    dbSizeInUse: 28672,
    dbSizeQuota: 2147483648,
    leader: header.memberId,
    raftIndex: 212,
    raftTerm: 2,
    raftAppliedIndex: 212,
    downgradeInfo: { enabled: false, targetVersion: "" },
  };
  const results = [{ endpoint: "127.0.0.1:2379", status }];
  assert.equal(
    shown("simple", statusRendering(results, plain)),
    "127.0.0.1:2379, 8000000000000001, 3.7.1, 3.7.0, 37 kB, 29 kB, 23%, 2.1 GB, true, false, 2, 212, 212, , , false\n",
  );
  assert.equal(shown("json", statusRendering([], plain)), "null\n");
  assert.match(
    shown("fields", statusRendering(results, plain)),
    /"Errors" : \[\]\n"Endpoint" : "127/,
  );
  const health: string[] = [];
  const rendering = healthRendering(
    [
      { endpoint: "a:1", isHealthy: true, took: "2.9ms", error: "" },
      { endpoint: "b:1", isHealthy: false, took: "5s", error: "Active Alarm(s): NOSPACE " },
    ],
    (text) => health.push(text),
  );
  assert.equal(
    shown("simple", rendering),
    "a:1 is healthy: successfully committed proposal: took = 2.9ms\n",
  );
  assert.deepEqual(health, [
    "b:1 is unhealthy: failed to commit proposal: Active Alarm(s): NOSPACE \n",
  ]);
  assert.equal(
    shown("json", rendering),
    '[{"endpoint":"a:1","health":true,"took":"2.9ms"},{"endpoint":"b:1","health":false,"took":"5s","error":"Active Alarm(s): NOSPACE "}]\n',
  );
  const hash = { header, hash: 776981798, compactRevision: -1, hashRevision: 145 };
  assert.equal(
    shown("simple", hashRendering([{ endpoint: "a:1", hash }], plain)),
    "a:1, 776981798, 145\n",
  );
});

test("alarmRendering() names alarms, known or not", () => {
  const response = {
    header: null,
    alarms: [
      { memberID: 12901337228553526864n, alarm: 1 },
      { memberID: 1n, alarm: 9 },
    ],
  };
  assert.equal(
    shown("simple", alarmRendering(response, plain)),
    "memberID:12901337228553526864 alarm:NOSPACE\nmemberID:1 alarm:9\n",
  );
  assert.equal(shown("json", alarmRendering(pb.createAlarmResponse(), plain)), "{}\n");
});

test("roleRendering() names prefixes and open ends", () => {
  const { READ, WRITE, READWRITE } = authpb.PermissionType;
  const perm = [
    { permType: READ, key: bytes("k1"), rangeEnd: bytes("") },
    { permType: READ, key: bytes("k2"), rangeEnd: bytes("k3") },
    { permType: READ, key: bytes("q"), rangeEnd: Uint8Array.of(0) },
    { permType: WRITE, key: bytes("p/"), rangeEnd: bytes("p0") },
    { permType: READWRITE, key: bytes("x"), rangeEnd: bytes("") },
  ];
  assert.equal(
    shown("simple", roleRendering({ header, perm }, { isHex: false, role: "r1" })),
    "Role r1\nKV Read:\n\tk1\n\t[k2, k3) (prefix k2)\n\t[q, <open ended>\n\tx\nKV Write:\n\t[p/, p0) (prefix p/)\n\tx\n",
  );
  assert.equal(
    shown("simple", roleRendering({ header, perm: [] }, { isHex: false, role: "root" })),
    "Role root\nKV Read:\n\t[, <open ended>\nKV Write:\n\t[, <open ended>\n",
  );
});
