/** What a member answers on the raft paths, byte for byte where Go members compare texts. */

import assert from "node:assert/strict";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { raftpb } from "@kvorum/proto";
import { FakeTime } from "../testing/fake-time.ts";
import { raftMessage, realTimers, TestMember } from "../testing/test-member.ts";
import { SnapshotRefused } from "../transport-port.ts";

const { MsgHup, MsgProp, MsgSnap, MsgVote } = raftpb.MessageType;
const LOCAL = 0xe1d6363c32e62c9fn;
const PEER = 0xef29e795501dd440n;
const STREAM = "/raft/stream/message/ef29e795501dd440";

const HEADERS = {
  "X-Server-From": "ef29e795501dd440",
  "X-Server-Version": "3.4.23",
  "X-Min-Cluster-Version": "3.0.0",
  "X-Etcd-Cluster-ID": "ba727bc531d249a5",
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Request {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Uint8Array;
}

async function start(t: TestContext, options = {}): Promise<TestMember> {
  const member = await TestMember.start({ id: LOCAL, ...options });
  t.after(() => member.stop());
  return member;
}

function ask(member: TestMember, path: string, request: Request = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: "127.0.0.1",
        port: member.port,
        path,
        method: request.method ?? (request.body === undefined ? "GET" : "POST"),
        headers: { ...HEADERS, ...request.headers },
        agent: false,
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(parts).toString("latin1");
          resolve({ status: response.statusCode!, headers: response.headers, text });
        });
      },
    );
    sent.on("error", reject);
    sent.end(request.body);
  });
}

function post(message: Partial<raftpb.Message>): Request {
  return { body: raftpb.encodeMessage(raftMessage({ from: PEER, to: LOCAL, ...message })) };
}

test("the raft paths refuse other versions and clusters before anything else", async (t) => {
  const member = await start(t);
  const unversioned = { "X-Server-Version": "", "X-Min-Cluster-Version": "" };
  const cases: readonly (readonly [{ readonly [name: string]: string }, string])[] = [
    [{ "X-Etcd-Cluster-ID": "1" }, "cluster ID mismatch"],
    [{ "X-Etcd-Cluster-ID": "0ba727bc531d249a5" }, "cluster ID mismatch"],
    [{ "X-Min-Cluster-Version": "3.8.0" }, "incompatible version"],
    [{ "X-Min-Cluster-Version": "4.0.0" }, "incompatible version"],
    [{ "X-Server-Version": "2.9.9" }, "incompatible version"],
    [{ "X-Server-Version": "3.7" }, "incompatible version"],
    [{ ...unversioned, "X-Etcd-Cluster-ID": "1" }, "incompatible version"],
  ];
  for (const path of ["/raft", "/raft/snapshot", STREAM, "/raft/stream/nonsense"]) {
    const request: Request = path.includes("stream") ? {} : { body: Buffer.from("x") };
    for (const [headers, text] of cases) {
      const answer = await ask(member, path, { ...request, headers });
      assert.deepEqual([answer.status, answer.text], [412, `${text}\n`]);
      assert.equal(answer.headers["x-etcd-cluster-id"], "ba727bc531d249a5");
      assert.equal(answer.headers["content-type"], "text/plain; charset=utf-8");
      assert.equal(answer.headers["x-content-type-options"], "nosniff");
    }
  }
  const bare = await rawAnswer(member, `GET ${STREAM} HTTP/1.1\r\nHost: x\r\n\r\n`);
  assert.match(bare, /^HTTP\/1\.1 412 .*incompatible version\n/s);
});

test("the raft paths take members of any release that shares a cluster version", async (t) => {
  const member = await start(t);
  for (const headers of [
    { "X-Server-Version": "3.0.0", "X-Min-Cluster-Version": "3.0.0" },
    { "X-Server-Version": "3.8.0-alpha.1", "X-Min-Cluster-Version": "3.7.9" },
    { "X-Server-Version": "4.1.0", "X-Min-Cluster-Version": "3.6.0" },
  ]) {
    const answer = await ask(member, "/raft", { ...post({ type: MsgVote }), headers });
    assert.equal(answer.status, 204);
  }
});

test("the raft paths refuse other methods with what is allowed", async (t) => {
  const member = await start(t);
  for (const [path, method, allowed] of [
    ["/raft", "GET", "POST"],
    ["/raft/snapshot", "PUT", "POST"],
    [STREAM, "POST", "GET"],
  ] as const) {
    const answer = await ask(member, path, { method });
    assert.deepEqual([answer.status, answer.text], [405, "Method Not Allowed\n"]);
    assert.equal(answer.headers["allow"], allowed);
  }
});

test("the handler leaves other paths alone", async (t) => {
  const member = await start(t);
  for (const path of ["/", "/members", "/raft/", "/raft/other", "/raftx"]) {
    assert.equal((await ask(member, path)).status, 404);
  }
  assert.equal(member.unhandled, 5);
});

test("a stream is refused with the status and text that Go members act on", async (t) => {
  const member = await start(t);
  member.receiver.removed.add(0x66n);
  member.transport.addPeer(PEER, ["http://127.0.0.1:1"]);
  const to = { "X-Raft-To": "e1d6363c32e62c9f" };
  const cases: readonly (readonly [string, { readonly [name: string]: string }, number, string])[] =
    [
      ["/raft/stream/other/1", to, 404, "invalid path"],
      ["/raft/stream/message", to, 404, "invalid path"],
      ["/raft/stream/message/1/2", to, 404, "invalid path"],
      ["/raft/stream/msgapp/xyz", to, 404, "invalid from"],
      ["/raft/stream/msgapp/", to, 404, "invalid from"],
      ["/raft/stream/msgapp/11111111111111111", to, 404, "invalid from"],
      ["/raft/stream/msgapp/66", to, 410, "removed member"],
      ["/raft/stream/msgapp/67", to, 404, "error sender not found"],
      [STREAM, {}, 412, "to field mismatch"],
      [STREAM, { "X-Raft-To": "1" }, 412, "to field mismatch"],
    ];
  for (const [path, headers, status, text] of cases) {
    const answer = await ask(member, path, { headers });
    assert.deepEqual([path, answer.status, answer.text], [path, status, `${text}\n`]);
    assert.equal(answer.headers["x-etcd-cluster-id"], "ba727bc531d249a5");
    assert.equal(answer.headers["x-server-version"], "3.7.1");
  }
});

test("an unknown sender's URLs are remembered, a removed one's are not", async (t) => {
  const member = await start(t);
  member.receiver.removed.add(0x66n);
  const headers = { "X-PeerURLs": "http://127.0.0.1:1,http://127.0.0.1:2" };
  await ask(member, "/raft/stream/msgapp/67", { headers });
  await ask(member, "/raft", {
    ...post({ type: MsgVote }),
    headers: { ...headers, "X-Server-From": "68" },
  });
  await ask(member, "/raft", {
    ...post({ type: MsgVote }),
    headers: { ...headers, "X-Server-From": "66" },
  });
  await ask(member, "/raft", { ...post({ type: MsgVote }), headers: { "X-Server-From": "69" } });
  assert.equal(member.logger.count("added new remote peer"), 2);
});

test("a stream's head is written at once, as Go members write it", async (t) => {
  const member = await start(t);
  member.transport.addPeer(PEER, ["http://127.0.0.1:1"]);
  const head = await rawAnswer(
    member,
    `GET ${STREAM} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n${lines(HEADERS)}X-Raft-To: e1d6363c32e62c9f\r\n\r\n`,
  );
  assert.match(
    head,
    /^HTTP\/1\.1 200 OK\r\nX-Server-Version: 3\.7\.1\r\nX-Etcd-Cluster-ID: ba727bc531d249a5\r\nTransfer-Encoding: chunked\r\nDate: [^\r]+\r\n\r\n$/,
  );
});

test("POST /raft hands the message to raft and answers 204 with nothing", async (t) => {
  const member = await start(t);
  const answer = await ask(member, "/raft", post({ type: MsgVote, term: 7 }));
  assert.deepEqual([answer.status, answer.text], [204, ""]);
  assert.equal(answer.headers["x-etcd-cluster-id"], "ba727bc531d249a5");
  assert.deepEqual(member.receiver.messages, [
    raftMessage({ type: MsgVote, from: PEER, to: LOCAL, term: 7 }),
  ]);
});

test("POST /raft takes a large message that came in parts", async (t) => {
  const member = await start(t);
  const entries = [{ Term: 0, Index: 0, Type: 0, Data: Buffer.alloc(1_300_000, 5) }];
  const answer = await ask(member, "/raft", post({ type: MsgProp, entries }));
  assert.equal(answer.status, 204);
  assert.equal(member.receiver.messages[0]!.entries[0]!.Data!.length, 1_300_000);
});

test("POST /raft refuses what raft must not get, without stopping the sender", async (t) => {
  const member = await start(t, { limits: { messageBytes: 1000 } });
  member.receiver.removed.add(0x66n);
  const cases: readonly (readonly [Request, number, string])[] = [
    [{ body: Buffer.from("garbage") }, 400, "error unmarshalling raft message\n"],
    [{ body: Buffer.alloc(1001) }, 400, "error reading raft message\n"],
    [post({ type: MsgVote, to: 5n }), 500, "error processing raft message\n"],
    [post({ type: MsgVote, to: 0n }), 500, "error processing raft message\n"],
    [post({ type: MsgSnap }), 500, "error processing raft message\n"],
    [post({ type: MsgHup }), 204, ""],
    [post({ type: MsgVote, from: 0x66n }), 403, "cannot process message from removed member\n"],
  ];
  for (const [request, status, text] of cases) {
    const answer = await ask(member, "/raft", request);
    assert.deepEqual([answer.status, answer.text], [status, text]);
  }
  assert.deepEqual(member.receiver.messages, []);
  assert.equal(member.observer.total("receive failures host"), 2);
});

test("POST /raft names no more than some failing senders in metrics", async (t) => {
  const member = await start(t);
  for (let i = 0; i < 70; i++) await ask(member, "/raft", { body: Buffer.from("garbage") });
  assert.equal(member.observer.total("receive failures host"), 64);
  assert.equal(member.observer.total("receive failures other"), 6);
});

test("GET /raft/probing tells the time", async (t) => {
  const clock = new FakeTime();
  clock.wallTimeMs = Date.UTC(2026, 10, 20, 9, 25, 11, 267);
  const member = await start(t, { clock });
  const answer = await ask(member, "/raft/probing", { headers: { "X-Etcd-Cluster-ID": "1" } });
  assert.deepEqual(
    [answer.status, answer.text],
    [200, '{"OK":true,"Now":"2026-11-20T09:25:11.267Z"}\n'],
  );
});

// ---- Snapshots.

const SNAPSHOT: raftpb.Snapshot = {
  data: Buffer.from("{}"),
  metadata: { confState: { ...raftpb.createConfState(), voters: [PEER] }, index: 9, term: 2 },
};

function snapshotBody(message: Partial<raftpb.Message>, database: Uint8Array): Buffer {
  const bytes = raftpb.encodeMessage(
    raftMessage({ type: MsgSnap, from: PEER, to: LOCAL, snapshot: SNAPSHOT, ...message }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes.length));
  return Buffer.concat([length, bytes, database]);
}

test("POST /raft/snapshot hands over message and database, and answers when they are safe", async (t) => {
  const member = await start(t);
  member.transport.addRemote(PEER, ["http://127.0.0.1:1"]);
  const database = Buffer.alloc(3_000_000, 9);
  let isSafe = false;
  member.receiver.onFinish = async () => {
    await new Promise((resolve) => setTimeout(resolve, 10));
    isSafe = true;
  };
  const answer = await ask(member, "/raft/snapshot", { body: snapshotBody({}, database) });
  assert.deepEqual([answer.status, answer.text, isSafe], [204, "", true]);
  assert.equal(member.receiver.snapshots[0]!.snapshot!.metadata!.index, 9);
  assert.ok(member.receiver.sinks[0]!.bytes.equals(database));
  assert.deepEqual(member.observer.events, [
    "snapshot from ef29e795501dd440 started",
    "snapshot from ef29e795501dd440 success",
  ]);
});

test("POST /raft/snapshot refuses a body that is no snapshot for this member", async (t) => {
  const member = await start(t, { limits: { snapshotMessageBytes: 1000 } });
  member.receiver.removed.add(0x66n);
  const whole = snapshotBody({}, Buffer.alloc(0));
  const over = snapshotBody({ context: Buffer.alloc(2000) }, Buffer.alloc(3_000_000));
  const decode = "failed to decode raft message";
  const cases: readonly (readonly [Buffer, number, string])[] = [
    [Buffer.alloc(0), 400, `${decode} (EOF)`],
    [whole.subarray(0, 5), 400, `${decode} (unexpected EOF)`],
    [whole.subarray(0, whole.length - 1), 400, `${decode} (unexpected EOF)`],
    [over, 400, `${decode} (rafthttp: error limit exceeded)`],
    [Buffer.alloc(20, 255), 400, `${decode} (rafthttp: error limit exceeded)`],
    [Buffer.from("00000000000000020800", "hex"), 400, "wrong raft message type"],
    [Buffer.from("000000000000000208ff", "hex"), 400, `${decode} (unexpected end of message)`],
    [snapshotBody({ snapshot: null }, whole), 400, `${decode} (a snapshot without an index)`],
    [snapshotBody({ from: 0x66n }, whole), 403, "cannot process message from removed member"],
    [
      snapshotBody({ to: 5n }, whole),
      500,
      "failed to process raft message (the message is for member 5)",
    ],
  ];
  for (const [body, status, text] of cases) {
    const answer = await ask(member, "/raft/snapshot", { body });
    assert.deepEqual([answer.status, answer.text], [status, `${text}\n`]);
  }
  assert.deepEqual(member.receiver.sinks, []);
  const unknown = "snapshot from UNKNOWN_SNAPSHOT_SENDER";
  assert.deepEqual(
    member.observer.events,
    cases.flatMap(() => [`${unknown} started`, `${unknown} failure`]),
  );
});

test("POST /raft/snapshot passes on why a snapshot was not taken", async (t) => {
  const member = await start(t);
  const body = snapshotBody({}, Buffer.alloc(100));
  member.receiver.onSnapshot = () => {
    throw new SnapshotRefused("another one is on its way");
  };
  const early = await ask(member, "/raft/snapshot", { body });
  assert.equal(early.text, "failed to save KV snapshot (another one is on its way)\n");
  member.receiver.onSnapshot = () => {};
  member.receiver.onFinish = () => Promise.reject(new Error("no space left on device"));
  const disk = await ask(member, "/raft/snapshot", { body });
  assert.equal(disk.text, "failed to save KV snapshot (no space left on device)\n");
  member.receiver.onFinish = () => Promise.reject(new SnapshotRefused("stopped"));
  const late = await ask(member, "/raft/snapshot", { body });
  assert.equal(late.text, "failed to process raft message (stopped)\n");
  assert.deepEqual([early.status, disk.status, late.status], [500, 500, 500]);
});

test("POST /raft/snapshot leaves nothing behind when the body breaks off", async (t) => {
  const member = await start(t);
  member.transport.addRemote(PEER, ["http://127.0.0.1:1"]);
  const body = snapshotBody({}, Buffer.alloc(1000));
  const socket = connect(member.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    `POST /raft/snapshot HTTP/1.1\r\nHost: x\r\n${lines(HEADERS)}Transfer-Encoding: chunked\r\n\r\n`,
  );
  socket.write(`${body.length.toString(16)}\r\n`);
  socket.write(body);
  await member.until("it has begun", () => member.receiver.sinks.length === 1);
  socket.destroy();
  const sink = member.receiver.sinks[0]!;
  await member.until("it is given up", () => sink.outcome === "aborted");
  assert.deepEqual(member.observer.events, [
    "snapshot from ef29e795501dd440 started",
    "snapshot from ef29e795501dd440 failure",
  ]);
});

test("POST /raft/snapshot gives a body up that stands still, and one that stop cuts", async (t) => {
  const member = await start(t, { limits: { snapshotStalledMs: 50 }, timers: realTimers });
  const begin = () => {
    const body = snapshotBody({}, Buffer.alloc(1000));
    const socket = connect(member.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(
      `POST /raft/snapshot HTTP/1.1\r\nHost: x\r\n${lines(HEADERS)}Content-Length: 9999\r\n\r\n`,
    );
    socket.write(body);
    return new Promise((resolve) => socket.once("close", resolve));
  };
  await begin();
  assert.equal(member.receiver.sinks[0]!.outcome, "aborted");
  const closed = begin();
  await member.until("the second has begun", () => member.receiver.sinks.length === 2);
  await member.transport.stop();
  await closed;
  assert.equal(member.receiver.sinks[1]!.outcome, "aborted");
});

test("the raft paths refuse everything once the transport has stopped", async (t) => {
  const member = await start(t);
  await member.transport.stop();
  for (const [path, request] of [
    ["/raft", post({ type: MsgVote })],
    ["/raft/snapshot", { body: snapshotBody({}, Buffer.alloc(1)) }],
    [STREAM, {}],
  ] as const) {
    assert.equal((await ask(member, path, request)).status, 503);
  }
  assert.deepEqual(member.receiver.messages, []);
  assert.deepEqual(member.receiver.sinks, []);
});

function lines(headers: { readonly [name: string]: string }): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
}

/** The first bytes of the answer to raw ones. */
function rawAnswer(member: TestMember, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(member.port, "127.0.0.1");
    socket.on("error", reject);
    socket.write(request);
    socket.once("data", (bytes) => {
      socket.destroy();
      resolve(bytes.toString("latin1"));
    });
  });
}
