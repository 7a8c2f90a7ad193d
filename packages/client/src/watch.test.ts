import assert from "node:assert/strict";
import { test } from "node:test";
import { etcdserverpb as pb } from "@kvorum/proto";
import { Client } from "./client.ts";
import { ClientError } from "./errors.ts";
import { ScriptedChannel, type ScriptedStream, settle } from "./testing/scripted-channel.ts";
import { type Watch, WatchConnection, type WatchResponse } from "./watch.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** A connection to a scripted server, and the streams that it opens. */
function scripted() {
  const streams: ScriptedStream[] = [];
  let announce: (stream: ScriptedStream) => void = () => {};
  const client = new Client({
    endpoints: ["a:1"],
    connect: () => {
      const channel = new ScriptedChannel(() => assert.fail("no unary call is expected"));
      channel.onStream = (stream) => {
        streams.push(stream);
        announce(stream);
      };
      return Promise.resolve(channel);
    },
  });
  const connection = new WatchConnection(client, { requireLeader: true });
  const nextStream = () =>
    new Promise<ScriptedStream>((resolve) => {
      announce = resolve;
    });
  return { client, connection, streams, nextStream };
}

function requests(stream: ScriptedStream): pb.WatchRequest[] {
  return stream.sent.map((message) => pb.decodeWatchRequest(message));
}

function event(revision: number): Uint8Array {
  return pb.encodeWatchResponse({
    header: { revision },
    events: [{ kv: { key: bytes("k"), modRevision: revision } }],
  });
}

const created = (watchId: bigint, revision = 5) =>
  pb.encodeWatchResponse({ header: { revision }, watchId, created: true });

async function take(watch: Watch, count: number): Promise<WatchResponse[]> {
  const taken: WatchResponse[] = [];
  for await (const response of watch) {
    taken.push(response);
    if (taken.length === count) break;
  }
  return taken;
}

test("WatchConnection.watch() yields events and asks for a leader", async () => {
  const { connection, nextStream } = scripted();
  const opened = nextStream();
  const watch = connection.watch({ key: bytes("k"), prevKv: true });
  const stream = await opened;
  await settle();
  assert.ok(stream.metadata.some(([name, value]) => name === "hasleader" && value === "true"));
  assert.equal(requests(stream)[0]!.createRequest?.prevKv, true);
  stream.deliver(created(0n));
  stream.deliver(event(6));
  const [response] = await take(watch, 1);
  assert.equal(response!.events[0]!.kv?.modRevision, 6);
  await settle();
  assert.ok(stream.isCanceled, "the last watch takes the stream with it");
});

test("WatchConnection.watch() goes on after the last seen revision when the stream breaks", async () => {
  const { connection, nextStream } = scripted();
  let opened = nextStream();
  const watch = connection.watch({ key: bytes("k") });
  const first = await opened;
  await settle();
  first.deliver(created(0n, 5));
  first.deliver(event(6));
  first.deliver(event(7));
  await settle();
  opened = nextStream();
  first.fail({ status: 14, message: "transport is closing" });
  const second = await opened;
  await settle();
  assert.equal(requests(second)[0]!.createRequest?.startRevision, 8);
  second.deliver(created(3n, 9));
  second.deliver(
    pb.encodeWatchResponse({
      watchId: 3n,
      header: { revision: 8 },
      events: [{ kv: { modRevision: 8 } }],
    }),
  );
  const revisions = (await take(watch, 3)).map((response) => response.events[0]!.kv?.modRevision);
  assert.deepEqual(revisions, [6, 7, 8]);
});

test("WatchConnection.watch() without a start resumes after its creation", async () => {
  const { connection, nextStream } = scripted();
  let opened = nextStream();
  connection.watch({ key: bytes("k") });
  const first = await opened;
  await settle();
  first.deliver(created(0n, 41));
  await settle();
  opened = nextStream();
  first.fail({ status: 14, message: "lost" });
  const second = await opened;
  await settle();
  assert.equal(requests(second)[0]!.createRequest?.startRevision, 42);
  connection.close();
});

test("WatchConnection keeps watches of one stream apart", async () => {
  const { connection, nextStream, streams } = scripted();
  const opened = nextStream();
  const a = connection.watch({ key: bytes("a") });
  const b = connection.watch({ key: bytes("b") });
  const stream = await opened;
  await settle();
  assert.equal(requests(stream).length, 2);
  stream.deliver(created(0n));
  stream.deliver(created(1n));
  stream.deliver(
    pb.encodeWatchResponse({ watchId: 1n, events: [{ kv: { key: bytes("b"), modRevision: 6 } }] }),
  );
  stream.deliver(
    pb.encodeWatchResponse({ watchId: 0n, events: [{ kv: { key: bytes("a"), modRevision: 7 } }] }),
  );
  assert.equal((await take(b, 1))[0]!.events[0]!.kv?.modRevision, 6);
  assert.equal((await take(a, 1))[0]!.events[0]!.kv?.modRevision, 7);
  await settle();
  assert.equal(requests(stream).filter((request) => request.cancelRequest !== null).length, 2);
  assert.equal(streams.length, 1);
});

test("WatchConnection.requestProgress() reaches every watch", async () => {
  const { connection, nextStream } = scripted();
  const opened = nextStream();
  const a = connection.watch({ key: bytes("a") });
  const b = connection.watch({ key: bytes("b") });
  connection.requestProgress();
  const stream = await opened;
  await settle();
  assert.notEqual(requests(stream)[2]!.progressRequest, null);
  stream.deliver(created(0n));
  stream.deliver(created(1n));
  stream.deliver(pb.encodeWatchResponse({ watchId: -1n, header: { revision: 114 } }));
  assert.equal((await take(a, 1))[0]!.header?.revision, 114);
  assert.equal((await take(b, 1))[0]!.header?.revision, 114);
});

test("a canceled watch ends with the response that says so", async () => {
  const { connection, nextStream } = scripted();
  const opened = nextStream();
  const compacted = connection.watch({ key: bytes("k"), startRevision: 1 });
  const refused = connection.watch({ key: bytes("x") });
  const stream = await opened;
  await settle();
  stream.deliver(created(0n));
  stream.deliver(
    pb.encodeWatchResponse({ watchId: -1n, created: true, canceled: true, cancelReason: "no" }),
  );
  stream.deliver(pb.encodeWatchResponse({ watchId: 0n, canceled: true, compactRevision: 4 }));
  const all = await take(compacted, 5);
  assert.equal(all.length, 1);
  assert.equal(all[0]!.compactRevision, 4);
  const none = await take(refused, 5);
  assert.deepEqual(
    none.map((response) => [response.canceled, response.cancelReason]),
    [[true, "no"]],
  );
});

test("a stream that fails for good fails its watches", async () => {
  const { connection, nextStream } = scripted();
  const opened = nextStream();
  const watch = connection.watch({ key: bytes("k") });
  const stream = await opened;
  await settle();
  stream.fail({ status: 14, message: "etcdserver: no leader" });
  await assert.rejects(take(watch, 1), (error) => {
    assert.ok(error instanceof ClientError);
    return error.code === "NoLeader";
  });
});

test("a watch that nobody reads stops the reading of its stream", async () => {
  const { connection, nextStream } = scripted();
  const opened = nextStream();
  const watch = connection.watch({ key: bytes("k") });
  const stream = await opened;
  await settle();
  stream.deliver(created(0n));
  for (let revision = 6; revision < 206; revision++) stream.deliver(event(revision));
  await settle();
  assert.ok(stream.waiting > 100, `${stream.waiting} responses left in the stream`);
  const taken = await take(watch, 200);
  assert.deepEqual(
    taken.map((response) => response.events[0]!.kv?.modRevision),
    Array.from({ length: 200 }, (_, i) => i + 6),
  );
});
