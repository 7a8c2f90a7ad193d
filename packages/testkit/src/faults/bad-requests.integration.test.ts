/**
 * Well-formed requests that mean nonsense: every field of every request at its corners, through
 * gRPC and through the JSON gateway, against the table of v3-api.md (sections 3 to 7 and 10); then
 * random requests by the thousand, after which the member must start again from its log with the
 * same store.
 */

import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, before, test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import {
  errorTable,
  etcdserverpb,
  GrpcStatus,
  type MethodDescriptor,
  type mvccpb,
  v3electionpb,
  v3lockpb,
} from "@kvorum/proto";
import { MemberProcess } from "../process/member-process.ts";
import { kvorumServer } from "../process/server-command.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";
import {
  type AnyMessage,
  type AnyValue,
  encodeAny,
  gatewayJson,
  lengthField,
  randomMessage,
} from "./any-message.ts";

const SEED = 161_803;
const RANDOM_PER_METHOD = 150;
const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

/** The store: keys a (revisions 2 to 4), b (5) and c (6); compacted at 4. */
const KEYS_COUNT = 3;
const COMPACTED = 4n;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : false;

let member: MemberProcess;
let client: RawClient;

before(async () => {
  if (command === null) return;
  member = await MemberProcess.start({ command });
  client = await RawClient.connect({ port: member.clientPort });
  for (const value of ["1", "2", "3"]) await client.invoke("KV/Put", kv("a", value));
  await client.invoke("KV/Put", kv("b", "1"));
  await client.invoke("KV/Put", kv("c", "1"));
  await client.invoke("KV/Compact", { revision: Number(COMPACTED) });
});

after(async () => {
  if (command === null) return;
  client.close();
  await member.dispose();
});

type ErrorName = keyof typeof errorTable;

interface Row {
  readonly method: string;
  readonly request: AnyMessage;
  /** The error of the table; null for success. */
  readonly error: ErrorName | null;
  /** What else must hold of a successful answer. */
  readonly check?: (response: never) => void;
}

const paths: { readonly [method: string]: string } = {
  "KV/Range": "/v3/kv/range",
  "KV/Put": "/v3/kv/put",
  "KV/DeleteRange": "/v3/kv/deleterange",
  "KV/Txn": "/v3/kv/txn",
  "KV/Compact": "/v3/kv/compaction",
  "Lease/LeaseGrant": "/v3/lease/grant",
  "Lease/LeaseRevoke": "/v3/lease/revoke",
  "Lease/LeaseTimeToLive": "/v3/lease/timetolive",
  "Maintenance/Alarm": "/v3/maintenance/alarm",
  "Maintenance/HashKV": "/v3/maintenance/hashkv",
  "Cluster/MemberList": "/v3/cluster/member/list",
};

/** HTTP status of a gRPC status; http.md, section 8. */
const httpStatuses = [
  200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401,
];

const put = (key: string, more: AnyMessage = {}): AnyMessage => ({
  request_put: { key, value: "v", ...more },
});
const del = (key: string, range_end = ""): AnyMessage => ({
  request_delete_range: { key, range_end },
});
const range = (key: string, more: AnyMessage = {}): AnyMessage => ({
  request_range: { key, ...more },
});
const times = (count: number, op: (i: number) => AnyMessage): AnyMessage[] =>
  Array.from({ length: count }, (_, i) => op(i));
/** Transactions in one another, `levels` in all, a put innermost. */
const nested = (levels: number): AnyMessage => {
  let txn: AnyMessage = { success: [put("deep")] };
  for (let i = 1; i < levels; i++) txn = { success: [{ request_txn: txn }] };
  return txn;
};

function keysOf(response: etcdserverpb.RangeResponse): string {
  return response.kvs.map(({ key }) => Buffer.from(key).toString()).join("");
}
const finds =
  (keys: string, count = keys.length): ((response: etcdserverpb.RangeResponse) => void) =>
  (response) =>
    assert.deepEqual([keysOf(response), response.count], [keys, count]);

const all = { key: "a", range_end: "d" };
const readings: readonly Row[] = [
  { method: "KV/Range", request: {}, error: "EmptyKey" },
  { method: "KV/Range", request: { key: "", range_end: "\0" }, error: "EmptyKey" },
  ...[-1n, 3n, 7n, 2n ** 31n - 1n].map(
    (sort_order): Row => ({
      method: "KV/Range",
      request: { ...all, sort_order },
      error: "InvalidSortOption",
    }),
  ),
  ...[-1n, 5n, 2n ** 31n - 1n].map(
    (sort_target): Row => ({
      method: "KV/Range",
      request: { ...all, sort_target },
      error: "InvalidSortOption",
    }),
  ),
  ...[0n, -1n, MIN].map(
    (revision): Row => ({
      method: "KV/Range",
      request: { ...all, revision },
      error: null,
      check: finds("abc"),
    }),
  ),
  ...[MAX, 2n ** 53n, 2n ** 53n + 1n, 1_000n].map(
    (revision): Row => ({ method: "KV/Range", request: { ...all, revision }, error: "FutureRev" }),
  ),
  ...[1n, COMPACTED - 1n].map(
    (revision): Row => ({ method: "KV/Range", request: { ...all, revision }, error: "Compacted" }),
  ),
  {
    method: "KV/Range",
    request: { ...all, revision: COMPACTED },
    error: null,
    check: finds("a"),
  },
  ...[0n, -1n, MIN, MAX, 2n ** 32n].map(
    (limit): Row => ({
      method: "KV/Range",
      request: { ...all, limit },
      error: null,
      check: finds("abc"),
    }),
  ),
  { method: "KV/Range", request: { ...all, limit: 1n }, error: null, check: finds("a", 3) },
  {
    method: "KV/Range",
    request: { ...all, count_only: true, limit: MIN, min_mod_revision: MAX },
    error: null,
    check: finds("", 3),
  },
  { method: "KV/Range", request: { key: "b", range_end: "a" }, error: null, check: finds("") },
  { method: "KV/Range", request: { key: "b", range_end: "b" }, error: null, check: finds("") },
  { method: "KV/Range", request: { key: "b", range_end: "\0" }, error: null, check: finds("bc") },
  {
    method: "KV/Range",
    request: { key: "\0", range_end: "\0" },
    error: null,
    check: finds("abc"),
  },
  {
    method: "KV/Range",
    request: { key: "\xff".repeat(3000), range_end: "\0" },
    error: null,
    check: finds(""),
  },
  ...(["min_mod_revision", "min_create_revision"] as const).flatMap((field): Row[] => [
    { method: "KV/Range", request: { ...all, [field]: MAX }, error: null, check: finds("", 3) },
    { method: "KV/Range", request: { ...all, [field]: MIN }, error: null, check: finds("abc") },
  ]),
  ...(["max_mod_revision", "max_create_revision"] as const).flatMap((field): Row[] => [
    { method: "KV/Range", request: { ...all, [field]: MAX }, error: null, check: finds("abc") },
    { method: "KV/Range", request: { ...all, [field]: -1n }, error: null, check: finds("", 3) },
    { method: "KV/Range", request: { ...all, [field]: MIN }, error: null, check: finds("", 3) },
  ]),
  ...[-1n, MIN, 1n].map(
    (revision): Row => ({
      method: "KV/Txn",
      request: { success: [range("a", { revision })] },
      error: "Compacted",
    }),
  ),
  { method: "KV/Txn", request: { success: [range("a", { revision: MAX })] }, error: "FutureRev" },
  { method: "KV/Txn", request: { failure: [range("a", { revision: MAX })] }, error: null },
  { method: "KV/Txn", request: {}, error: null },
  { method: "Maintenance/HashKV", request: { revision: MAX }, error: "FutureRev" },
  { method: "Maintenance/HashKV", request: { revision: 1n }, error: "Compacted" },
  { method: "Lease/LeaseTimeToLive", request: { ID: 0n }, error: null, check: ttlIs(-1) },
  {
    method: "Lease/LeaseTimeToLive",
    request: { ID: MIN, keys: true },
    error: null,
    check: ttlIs(-1),
  },
  { method: "Cluster/MemberList", request: { linearizable: true }, error: null },
];

function ttlIs(ttl: number): (response: { TTL: number }) => void {
  return (response) => assert.equal(response.TTL, ttl);
}

const compare = (more: AnyMessage): AnyMessage => ({ key: "a", ...more });
const refusals: readonly Row[] = [
  { method: "KV/Put", request: {}, error: "EmptyKey" },
  { method: "KV/Put", request: { value: "v" }, error: "EmptyKey" },
  {
    method: "KV/Put",
    request: { key: "a", value: "v", ignore_value: true },
    error: "ValueProvided",
  },
  {
    method: "KV/Put",
    request: { key: "a", lease: 1n, ignore_lease: true },
    error: "LeaseProvided",
  },
  { method: "KV/Put", request: { key: "none", ignore_value: true }, error: "KeyNotFound" },
  { method: "KV/Put", request: { key: "none", ignore_lease: true }, error: "KeyNotFound" },
  ...[1n, -1n, MAX, MIN].map(
    (lease): Row => ({ method: "KV/Put", request: { key: "a", lease }, error: "LeaseNotFound" }),
  ),
  {
    method: "KV/Put",
    request: { key: "a", value: "v".repeat(1_600_000) },
    error: "RequestTooLarge",
  },
  { method: "KV/Put", request: { key: "k".repeat(1_600_000) }, error: "RequestTooLarge" },
  { method: "KV/DeleteRange", request: {}, error: "EmptyKey" },
  { method: "KV/DeleteRange", request: { key: "", range_end: "\0" }, error: "EmptyKey" },
  { method: "KV/Txn", request: { success: times(129, (i) => put(`k${i}`)) }, error: "TooManyOps" },
  { method: "KV/Txn", request: { failure: times(129, (i) => del(`k${i}`)) }, error: "TooManyOps" },
  { method: "KV/Txn", request: { compare: times(129, () => compare({})) }, error: "TooManyOps" },
  { method: "KV/Txn", request: { success: times(10_000, () => ({})) }, error: "TooManyOps" },
  {
    method: "KV/Txn",
    request: {
      success: [
        ...times(99, (i) => put(`k${i}`)),
        { request_txn: { success: times(29, (i) => put(`n${i}`)) } },
      ],
    },
    error: "TooManyOps",
  },
  { method: "KV/Txn", request: nested(129), error: "TooManyOps" },
  { method: "KV/Txn", request: { compare: [{ target: 0n }] }, error: "EmptyKey" },
  { method: "KV/Txn", request: { success: [{}] }, error: "KeyNotFound" },
  { method: "KV/Txn", request: { failure: [{}] }, error: "KeyNotFound" },
  { method: "KV/Txn", request: { success: [put("")] }, error: "EmptyKey" },
  { method: "KV/Txn", request: { success: [del("")] }, error: "EmptyKey" },
  { method: "KV/Txn", request: { success: [range("")] }, error: "EmptyKey" },
  {
    method: "KV/Txn",
    request: { success: [range("a", { sort_order: 9n })] },
    error: "InvalidSortOption",
  },
  { method: "KV/Txn", request: { success: [put("x"), put("x")] }, error: "DuplicateKey" },
  { method: "KV/Txn", request: { success: [put("x"), del("w", "y")] }, error: "DuplicateKey" },
  { method: "KV/Txn", request: { success: [del("x"), put("x")] }, error: "DuplicateKey" },
  {
    method: "KV/Txn",
    request: { failure: [put("x"), { request_txn: { success: [put("x")] } }] },
    error: "DuplicateKey",
  },
  { method: "KV/Txn", request: { success: [put("x", { lease: 5n })] }, error: "LeaseNotFound" },
  {
    method: "KV/Txn",
    request: { success: [put("none", { value: "", ignore_value: true })] },
    error: "KeyNotFound",
  },
  // The new revision of the transaction itself is still in the future.
  {
    method: "KV/Txn",
    request: { success: [put("x"), range("a", { revision: 7n })] },
    error: "FutureRev",
  },
  { method: "KV/Compact", request: { revision: MAX }, error: "FutureRev" },
  {
    method: "KV/Compact",
    request: { revision: 2n ** 53n + 1n, physical: true },
    error: "FutureRev",
  },
  ...[0n, -1n, MIN, COMPACTED].map(
    (revision): Row => ({ method: "KV/Compact", request: { revision }, error: "Compacted" }),
  ),
  { method: "KV/Compact", request: { revision: MIN, physical: true }, error: "Compacted" },
  ...[9_000_000_001n, 2n ** 53n, 2n ** 53n + 1n, MAX].map(
    (TTL): Row => ({ method: "Lease/LeaseGrant", request: { TTL }, error: "LeaseTTLTooLarge" }),
  ),
  ...[0n, -1n, MAX, MIN].map(
    (ID): Row => ({ method: "Lease/LeaseRevoke", request: { ID }, error: "LeaseNotFound" }),
  ),
  { method: "Maintenance/Alarm", request: { action: 1n, alarm: 0n }, error: null },
  {
    method: "Maintenance/Alarm",
    request: { action: 9n, memberID: 2n ** 64n - 1n, alarm: 1n },
    error: null,
  },
  { method: "Maintenance/Alarm", request: { action: 2n, memberID: 0n, alarm: 1n }, error: null },
  { method: "Maintenance/Alarm", request: { action: 0n, alarm: 77n }, error: null },
];

test("each field at its corners: the table's error, and no revision is used", {
  skip,
}, async (t) => {
  const before = await store();
  assert.equal(before.count, KEYS_COUNT);

  const wrong: string[] = [];
  let calls = 0;
  for (const row of [...readings, ...refusals]) {
    for (const fault of await askBoth(row)) wrong.push(`${describe(row)}: ${fault}`);
    calls++;
  }
  t.diagnostic(`${calls} requests, each over gRPC and JSON`);
  assert.deepEqual(wrong, []);
  assert.deepEqual(await store(), before);
});

const writings: readonly Row[] = [
  { method: "KV/Txn", request: { success: times(128, (i) => put(`w${i}`)) }, error: null },
  { method: "KV/Txn", request: nested(128), error: null },
  // A comparison with an unknown target finds equality, one with an unknown result finds truth.
  ...[
    compare({ target: 9n, version: 77n }),
    compare({ result: 9n, target: 0n, version: 77n }),
    compare({ target: 0n, version: MAX, result: 2n }),
    compare({ target: 1n, create_revision: MIN, result: 1n }),
    compare({ target: 4n, lease: 0n }),
    // The union's member is not the target's: compared with zero.
    compare({ target: 0n, result: 1n, mod_revision: 5n }),
  ].map(
    (condition): Row => ({
      method: "KV/Txn",
      request: { compare: [condition] },
      error: null,
      check: (response: etcdserverpb.TxnResponse) => assert.ok(response.succeeded),
    }),
  ),
  { method: "KV/Txn", request: { success: [del("b", "\0"), put("c")] }, error: null },
  { method: "KV/DeleteRange", request: { key: "x", range_end: "a" }, error: null },
  { method: "KV/Put", request: { key: "k".repeat(1_000_000), value: "v" }, error: null },
  { method: "KV/Put", request: { key: "\0", value: "" }, error: null },
  ...[0n, -5n, MIN].map(
    (TTL): Row => ({ method: "Lease/LeaseGrant", request: { TTL }, error: null, check: ttlIs(2) }),
  ),
];

test("odd requests that are allowed do what etcd does with them", { skip }, async () => {
  const wrong: string[] = [];
  for (const row of writings) {
    for (const fault of await askBoth(row)) wrong.push(`${describe(row)}: ${fault}`);
  }
  for (const ID of [-1n, MAX, MIN, 1n]) {
    const grant = { ID, TTL: 9_000_000_000n };
    const rows: Row[] = [
      { method: "Lease/LeaseGrant", request: grant, error: null },
      { method: "Lease/LeaseGrant", request: grant, error: "LeaseExist" },
      { method: "Lease/LeaseRevoke", request: { ID }, error: null },
      { method: "Lease/LeaseRevoke", request: { ID }, error: "LeaseNotFound" },
    ];
    for (const row of rows) {
      const fault = await askGrpc(row);
      if (fault !== null) wrong.push(`${describe(row)}: ${fault}`);
    }
  }
  assert.deepEqual(wrong, []);
  const key = Buffer.from("k".repeat(1_000_000));
  const found = await client.invoke<etcdserverpb.RangeResponse>("KV/Range", { key });
  assert.deepEqual(Buffer.from(found.kvs[0]!.key), key);
});

test("transactions nested beyond all measure are refused", { skip }, async () => {
  const before = await store();
  for (const levels of [160, 1_000, 5_000]) {
    // Bytes made from the inside, since no recursion should have to build them.
    let txn: Buffer = lengthField(2, lengthField(2, lengthField(1, Buffer.from("deep"))));
    for (let i = 1; i < levels; i++) txn = lengthField(2, lengthField(4, txn));
    const { status } = await client.call(etcdMethod("KV/Txn").path, txn);
    assert.ok([GrpcStatus.Internal, GrpcStatus.InvalidArgument].includes(status as never));
    const opening = '{"success":[{"request_txn":'.repeat(levels);
    const reply = await post("/v3/kv/txn", `${opening}{}${"}]}".repeat(levels)}`);
    assert.ok([400, 500].includes(reply.status), `${levels} levels of JSON: ${reply.text}`);
  }
  const arrays = await post("/v3/kv/txn", "[".repeat(1_000_000));
  assert.equal(arrays.status, 400);
  const objects = await post("/v3/kv/range", '{"a":'.repeat(400_000));
  assert.equal(objects.status, 400);
  assert.deepEqual(await store(), before);
});

// Watches -----------------------------------------------------------------------------------

const NO_ID = -1n;
const DUPLICATE = "mvcc: duplicate watch ID provided on the WatchStream";
const EMPTY_RANGE = "mvcc: watcher range is empty";
const COMPACTED_TEXT = "etcdserver: mvcc: required revision has been compacted";

interface WatchStep {
  readonly create: AnyMessage;
  readonly id: bigint;
  /** The reason of a refusal. */
  readonly refusal?: string;
}

const watchSteps: readonly WatchStep[] = [
  { create: { key: "a" }, id: 0n },
  { create: {}, id: 1n },
  { create: { key: "a", watch_id: 7n }, id: 7n },
  { create: { key: "a", watch_id: 7n }, id: NO_ID, refusal: DUPLICATE },
  { create: { key: "a", watch_id: -1n }, id: NO_ID, refusal: DUPLICATE },
  { create: { key: "a", watch_id: MAX }, id: MAX },
  { create: { key: "a", watch_id: MIN }, id: MIN },
  { create: { key: "b", range_end: "a" }, id: NO_ID, refusal: EMPTY_RANGE },
  { create: { key: "b", range_end: "b" }, id: NO_ID, refusal: EMPTY_RANGE },
  { create: { key: "a", start_revision: -1n }, id: NO_ID, refusal: COMPACTED_TEXT },
  { create: { key: "a", start_revision: MIN }, id: NO_ID, refusal: COMPACTED_TEXT },
  { create: { key: "a", start_revision: MAX }, id: 2n },
  { create: { key: "a", start_revision: 2n ** 53n + 1n, progress_notify: true }, id: 3n },
  { create: { key: "a", filters: [0n, 1n, 7n, 2n ** 31n - 1n] }, id: 4n },
  { create: { key: "\0", range_end: "\0", prev_kv: true, fragment: true }, id: 5n },
];

test("odd watches are refused one by one, and the stream lives on", { skip }, async () => {
  const responses: etcdserverpb.WatchResponse[] = [];
  let ended = "";
  let wake: () => void = () => undefined;
  const stream = client.stream("/etcdserverpb.Watch/Watch", {
    onMessage: (message) => {
      responses.push(etcdserverpb.decodeWatchResponse(message));
      wake();
    },
    onEnd: (status, message) => {
      ended = `${status} ${message}`;
      wake();
    },
  });
  const send = (request: AnyMessage): void => {
    stream.send(encodeAny(etcdMethod("Watch/Watch").request, request));
  };
  const responsesAre = async (count: number): Promise<void> => {
    const deadlineMs = performance.now() + 5_000;
    while (responses.length < count && ended === "" && performance.now() < deadlineMs) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 100);
      });
    }
    assert.equal(ended, "");
    assert.equal(responses.length, count, describeAll(responses));
  };
  // None of these has an answer.
  send({});
  send({ progress_request: {} });
  for (const watch_id of [0n, -1n, MAX, MIN]) send({ cancel_request: { watch_id } });
  for (const { create } of watchSteps) send({ create_request: create });
  await responsesAre(watchSteps.length);
  for (const [i, { id, refusal, create }] of watchSteps.entries()) {
    const { watchId, created, canceled, cancelReason } = responses[i]!;
    assert.deepEqual(
      { watchId, created, canceled, cancelReason },
      { watchId: id, created: true, canceled: refusal !== undefined, cancelReason: refusal ?? "" },
      JSON.stringify(create, (_key, value: unknown) =>
        typeof value === "bigint" ? `${value}` : value,
      ),
    );
  }
  // What was accepted works: watcher 5 sees this, watchers 0, 7, MAX and MIN too.
  const { header } = await client.invoke<etcdserverpb.PutResponse>("KV/Put", kv("a", "watched"));
  await responsesAre(watchSteps.length + 5);
  const events = responses.slice(watchSteps.length);
  assert.deepEqual(
    events.map(({ watchId }) => watchId).sort((a, b) => (a < b ? -1 : 1)),
    [MIN, 0n, 5n, 7n, MAX],
  );
  for (const { events: list } of events) {
    assert.deepEqual(
      list.map(({ kv: found }) => (found as mvccpb.KeyValue).modRevision),
      [header!.revision],
    );
  }
  for (const watch_id of [MAX, MIN, 5n]) send({ cancel_request: { watch_id } });
  await responsesAre(watchSteps.length + 8);
  assert.deepEqual(
    responses.slice(-3).map(({ watchId, canceled }) => [watchId, canceled]),
    [
      [MAX, true],
      [MIN, true],
      [5n, true],
    ],
  );
  stream.cancel();
});

test("keep-alives of odd leases are answered in order, and the stream lives on", {
  skip,
}, async () => {
  const ids = [0n, -1n, MAX, MIN, 12_345n];
  const answers = await new Promise<etcdserverpb.LeaseKeepAliveResponse[]>((resolve, reject) => {
    const got: etcdserverpb.LeaseKeepAliveResponse[] = [];
    const stream = client.stream("/etcdserverpb.Lease/LeaseKeepAlive", {
      onMessage: (message) => got.push(etcdserverpb.decodeLeaseKeepAliveResponse(message)),
      onEnd: (status, message) =>
        status === 0 ? resolve(got) : reject(new Error(`${status} ${message}`)),
    });
    for (const ID of ids)
      stream.send(encodeAny(etcdMethod("Lease/LeaseKeepAlive").request, { ID }));
    stream.halfClose();
  });
  assert.deepEqual(
    answers.map(({ ID, TTL }) => [ID, TTL]),
    ids.map((ID) => [ID, 0]),
  );
});

// JSON --------------------------------------------------------------------------------------

test("JSON that is no request is refused with code 3", { skip }, async () => {
  const before = await store();
  const bodies = [
    "nonsense",
    "{",
    '{"key"',
    '{"key":"YQ==",}',
    "null",
    "[]",
    "1",
    '""',
    '{"key":1}',
    '{"key":"*"}',
    '{"key":["YQ=="]}',
    '{"key":"YQ==","limit":1.5}',
    '{"key":"YQ==","limit":" 1"}',
    '{"key":"YQ==","limit":"9223372036854775808"}',
    '{"key":"YQ==","limit":"-9223372036854775809"}',
    '{"key":"YQ==","limit":1e400}',
    '{"key":"YQ==","limit":true}',
    '{"key":"YQ==","serializable":"true"}',
    '{"key":"YQ==","key":"YQ=="}',
    '{"key":"YQ==","range_end":"","rangeEnd":""}',
    '{"key":"\ud800"}',
    `{"key":"${"\\u0000"}"}`,
  ];
  const wrong: string[] = [];
  for (const body of bodies) {
    const { status, text } = await post("/v3/kv/range", body);
    const code = (JSON.parse(text) as { code?: number }).code;
    if (status !== 400 || code !== 3) wrong.push(`${body}: ${status} ${text}`);
  }
  const txns = [
    '{"success":[{"request_put":{"key":"YQ=="},"request_range":{"key":"YQ=="}}]}',
    '{"compare":[{"key":"YQ==","version":"1","value":"YQ=="}]}',
    '{"success":{}}',
  ];
  for (const body of txns) {
    const { status, text } = await post("/v3/kv/txn", body);
    if (status !== 400) wrong.push(`${body}: ${status} ${text}`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(await store(), before);
});

// Chance ------------------------------------------------------------------------------------

/** Methods that change the cluster, or switch on what refuses all others. */
const notAtRandom =
  /^\/etcdserverpb\.(Cluster\/Member(Add|Remove|Update|Promote)|Auth\/|Maintenance\/(Downgrade|MoveLeader|Alarm))/;
const texts = new Set<string>(Object.values(errorTable).map(({ text }) => text));

test("random requests get answers or known errors, and the log replays to the same store", {
  skip,
}, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const wrong: string[] = [];
  const outcomes = new Map<number, number>();
  const methods = [...etcdserverpb.methods, ...v3lockpb.methods, ...v3electionpb.methods].filter(
    ({ path, clientStreaming }) => !notAtRandom.test(path) && !clientStreaming,
  );
  for (const method of methods) {
    for (let i = 0; i < RANDOM_PER_METHOD; i++) {
      const request = randomMessage(method.request, random);
      const bytes = encodeAny(method.request, request);
      const { status, message } = await call(method, bytes);
      outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
      if (/^unknown (method|service)/.test(message)) break;
      if (!isKnown(status, message)) {
        wrong.push(`${method.path} ${bytes.toString("hex").slice(0, 300)}: ${status} "${message}"`);
      }
      if (method.path.endsWith("Defragment") || method.path.endsWith("Snapshot")) break;
    }
    assert.notEqual(member.pid, null, `${method.path}:\n${member.output.slice(-3000)}`);
  }
  t.diagnostic(`statuses: ${JSON.stringify(Object.fromEntries(outcomes))}`);
  assert.deepEqual(wrong, []);
  // Leases could expire between the two looks at the store.
  const leases = await client.invoke<etcdserverpb.LeaseLeasesResponse>("Lease/LeaseLeases", {});
  for (const { ID } of leases.leases) await client.invoke("Lease/LeaseRevoke", { ID });
  const before = await store();
  client.close();
  await member.kill();
  await member.start();
  client = await RawClient.connect({ port: member.clientPort });
  assert.deepEqual(await store(), before);
});

function call(
  method: MethodDescriptor,
  bytes: Uint8Array,
): Promise<{ status: number; message: string }> {
  if (!method.serverStreaming) {
    // Locks and elections wait for their turn.
    const metadata: [string, string][] = [["grpc-timeout", "300m"]];
    const waits = method.path.startsWith("/v3");
    return client.call(method.path, bytes, { timeoutMs: 5_000, ...(waits ? { metadata } : {}) });
  }
  return new Promise((resolve) => {
    const timer = setTimeout(() => stream.cancel(), 300);
    const stream = client.stream(method.path, {
      onMessage: () => undefined,
      onEnd: (status, message) => {
        clearTimeout(timer);
        resolve({ status, message });
      },
    });
    stream.send(bytes);
    stream.halfClose();
  });
}

function isKnown(status: number, message: string): boolean {
  if (status === GrpcStatus.OK || texts.has(message)) return true;
  return (
    /^RangeStream does not support /.test(message) ||
    (status === GrpcStatus.DeadlineExceeded && message === "context deadline exceeded") ||
    (status === GrpcStatus.Canceled && message === "canceled by the client") ||
    (status === GrpcStatus.Unknown && /^(election: |mutex: |"leader" field)/.test(message))
  );
}

// Helpers -----------------------------------------------------------------------------------

async function askBoth(row: Row): Promise<string[]> {
  const faults = [await askGrpc(row), await askGateway(row)];
  return faults.filter((fault) => fault !== null);
}

/** What is wrong with the answer over gRPC; null if nothing. */
async function askGrpc({ method: name, request, error, check }: Row): Promise<string | null> {
  const method = etcdMethod(name);
  const reply = await client.call(method.path, encodeAny(method.request, request));
  const wanted = error === null ? { status: 0, text: "" } : errorTable[error];
  if (reply.status !== wanted.status || reply.message !== wanted.text) {
    return `gRPC: ${reply.status} "${reply.message}", not ${wanted.status} "${wanted.text}"`;
  }
  if (check === undefined || reply.body === null) return null;
  try {
    check(method.response.decode(reply.body) as never);
    return null;
  } catch (cause) {
    return `gRPC: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

async function askGateway({ method: name, request, error }: Row): Promise<string | null> {
  const path = paths[name];
  assert.ok(path !== undefined, `no path for ${name}`);
  const body = JSON.stringify(gatewayJson(etcdMethod(name).request, request));
  const reply = await post(path, body);
  const status = error === null ? 0 : errorTable[error].status;
  if (reply.status !== httpStatuses[status]) {
    return `JSON: ${reply.status} ${reply.text.slice(0, 200)}, not ${httpStatuses[status]}`;
  }
  const parsed = JSON.parse(reply.text) as { code?: number; message?: string };
  if (error === null) return null;
  const wanted = errorTable[error];
  return parsed.code === wanted.status && parsed.message === wanted.text
    ? null
    : `JSON: ${reply.text.slice(0, 200)}`;
}

function post(path: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: "127.0.0.1", port: member.clientPort, path, method: "POST", agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function kv(key: string, value: string): object {
  return { key: Buffer.from(key), value: Buffer.from(value) };
}

/** What a request that was refused must not have changed. */
async function store(): Promise<{ revision: number; count: number; hash: number }> {
  const everything = { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0), countOnly: true };
  const found = await client.invoke<etcdserverpb.RangeResponse>("KV/Range", everything);
  const { hash } = await client.invoke<etcdserverpb.HashKVResponse>("Maintenance/HashKV", {});
  return { revision: found.header!.revision, count: found.count, hash };
}

function describeAll(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? String(item) : item,
  );
}

function describe({ method, request }: Row): string {
  const text = (_key: string, value: AnyValue): unknown =>
    typeof value === "bigint" ? String(value) : value;
  return `${method} ${JSON.stringify(request, text).slice(0, 160)}`;
}
