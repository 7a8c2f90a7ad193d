import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { utf8ToBytes } from "@kvorum/base";
import { GrpcChannel, GrpcError } from "@kvorum/http2";
import { etcdserverpb, GrpcStatus } from "@kvorum/proto";
import { type RunningServer, startServer } from "./server.ts";
import { testConfig, testLogger } from "./testing/test-server.ts";

const kv = "/etcdserverpb.KV";

async function running(
  t: TestContext,
  dataDir: string,
): Promise<{ server: RunningServer; channel: GrpcChannel; stop: () => Promise<void> }> {
  const server = await startServer(testConfig({ dataDir }), testLogger());
  const channel = await GrpcChannel.connect({
    host: "127.0.0.1",
    port: server.clientPorts[0]!,
    connectTimeoutMs: 5000,
  });
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await channel.close();
    await server.stop();
  };
  t.after(stop);
  return { server, channel, stop };
}

function temporaryDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "kvorum-server-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

async function put(channel: GrpcChannel, key: string, value: string): Promise<number> {
  const request = etcdserverpb.encodePutRequest({
    key: utf8ToBytes(key),
    value: utf8ToBytes(value),
  });
  const response = etcdserverpb.decodePutResponse(await channel.unary(`${kv}/Put`, request, {}));
  return response.header!.revision;
}

async function get(channel: GrpcChannel, key: string): Promise<etcdserverpb.RangeResponse> {
  const request = etcdserverpb.encodeRangeRequest({ key: utf8ToBytes(key) });
  return etcdserverpb.decodeRangeResponse(await channel.unary(`${kv}/Range`, request, {}));
}

test("a fresh member has etcd's ids, starts at revision 1 and writes revision 2 first", async (t) => {
  const { channel } = await running(t, temporaryDirectory(t));
  const empty = await get(channel, "a");
  assert.equal(empty.header?.clusterId, 0xcdf818194e3a8c32n);
  assert.equal(empty.header?.memberId, 0x8e9e05c52164694dn);
  assert.equal(empty.header?.revision, 1);
  assert.equal(await put(channel, "a", "1"), 2);
  const found = await get(channel, "a");
  assert.equal(Buffer.from(found.kvs[0]!.value).toString(), "1");
  assert.equal(found.kvs[0]!.createRevision, 2);
});

test("what was acknowledged is there after a stop in good order and a restart", async (t) => {
  const dataDir = temporaryDirectory(t);
  const first = await running(t, dataDir);
  for (let i = 0; i < 50; i++) await put(first.channel, `key-${i % 7}`, String(i));
  await first.stop();
  const second = await running(t, dataDir);
  const found = await get(second.channel, "key-0");
  assert.equal(found.header?.revision, 51);
  assert.equal(Buffer.from(found.kvs[0]!.value).toString(), "49");
  assert.equal(found.kvs[0]!.version, 8);
  assert.equal(await put(second.channel, "after", "x"), 52);
});

test("a watch from an old revision is complete after a restart", async (t) => {
  const dataDir = temporaryDirectory(t);
  const first = await running(t, dataDir);
  for (let i = 0; i < 20; i++) await put(first.channel, "w", String(i));
  await first.stop();
  const second = await running(t, dataDir);
  const stream = second.channel.stream("/etcdserverpb.Watch/Watch", {});
  stream.send(
    etcdserverpb.encodeWatchRequest({
      createRequest: { key: utf8ToBytes("w"), startRevision: 2 },
    }),
  );
  const revisions: number[] = [];
  for await (const bytes of stream) {
    const response = etcdserverpb.decodeWatchResponse(bytes);
    for (const event of response.events) revisions.push(event.kv!.modRevision);
    if (revisions.length >= 20) break;
  }
  assert.deepEqual(
    revisions,
    Array.from({ length: 20 }, (_, i) => i + 2),
  );
});

test("errors come with etcd's code and text", async (t) => {
  const { channel } = await running(t, temporaryDirectory(t));
  const cases: [string, Uint8Array, number, string][] = [
    [
      "/Put",
      etcdserverpb.encodePutRequest({}),
      GrpcStatus.InvalidArgument,
      "etcdserver: key is not provided",
    ],
    [
      "/Range",
      etcdserverpb.encodeRangeRequest({ key: utf8ToBytes("a"), revision: 100 }),
      GrpcStatus.OutOfRange,
      "etcdserver: mvcc: required revision is a future revision",
    ],
    [
      "/Put",
      etcdserverpb.encodePutRequest({ key: utf8ToBytes("a"), lease: 99n }),
      GrpcStatus.NotFound,
      "etcdserver: requested lease not found",
    ],
    [
      "/Put",
      etcdserverpb.encodePutRequest({ key: utf8ToBytes("a"), value: new Uint8Array(1_600_000) }),
      GrpcStatus.InvalidArgument,
      "etcdserver: request is too large",
    ],
  ];
  for (const [method, request, status, message] of cases) {
    await assert.rejects(channel.unary(kv + method, request, {}), (error) => {
      assert.ok(error instanceof GrpcError);
      assert.deepEqual([error.status, error.message], [status, message]);
      return true;
    });
  }
});

test("a second member cannot use the directory of a running one", async (t) => {
  const dataDir = temporaryDirectory(t);
  await running(t, dataDir);
  await assert.rejects(startServer(testConfig({ dataDir }), testLogger()), /lock/);
});
