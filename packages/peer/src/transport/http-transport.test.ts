/** Two members over loopback: streams, pipeline, remotes, removal, bounds and the end. */

import assert from "node:assert/strict";
import { connect, createServer as createTcpServer, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { equalBytes } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import { FakeTime } from "../testing/fake-time.ts";
import { raftMessage, TestMember, type TestMemberOptions } from "../testing/test-member.ts";

const { MsgApp, MsgAppResp, MsgHeartbeat, MsgHup, MsgSnap, MsgUnreachable, MsgVote } =
  raftpb.MessageType;

const A = 0xa1n;
const B = 0xb2n;

async function member(t: TestContext, options: TestMemberOptions): Promise<TestMember> {
  const started = await TestMember.start(options);
  t.after(() => started.stop());
  return started;
}

async function connected(t: TestContext): Promise<readonly [TestMember, TestMember]> {
  const a = await member(t, { id: A });
  const b = await member(t, { id: B });
  TestMember.connect(a, b);
  await streaming(a, b);
  return [a, b];
}

/** All four streams of each pair are up. */
async function streaming(...members: readonly TestMember[]): Promise<void> {
  for (const one of members) {
    const count = 2 * (members.length - 1);
    await one.until("all streams are up", () => {
      const { in: incoming, out } = one.streams;
      return incoming >= count && out >= count;
    });
  }
}

function vote(from: bigint, to: bigint, term: number): raftpb.Message {
  return raftMessage({ type: MsgVote, from, to, term });
}

function append(index: number, data: Uint8Array): raftpb.Message {
  const entries = [{ Term: 1, Index: index + 1, Type: 0, Data: data }];
  return raftMessage({ type: MsgApp, from: A, to: B, term: 1, logTerm: 1, index, entries });
}

test("HttpTransport sends each message through its stream, in order, both ways", async (t) => {
  const [a, b] = await connected(t);
  const sent: raftpb.Message[] = [];
  for (let i = 0; i < 50; i++) sent.push(append(i, Buffer.alloc(i * 100, i)), vote(A, B, i));
  a.transport.send(sent);
  b.transport.send([raftMessage({ type: MsgAppResp, from: B, to: A, term: 1, index: 7 })]);
  await b.until("all have come", () => b.receiver.messages.length === sent.length);
  await a.until("the answer has come", () => a.receiver.messages.length === 1);
  const terms = b.receiver.messages.filter((one) => one.type === MsgVote).map((one) => one.term);
  assert.deepEqual(
    terms,
    Array.from({ length: 50 }, (_, i) => i),
  );
  const appends = b.receiver.messages.filter((one) => one.type === MsgApp);
  for (const [i, one] of appends.entries()) {
    assert.equal(one.index, i);
    assert.equal(one.entries[0]!.Index, i + 1);
    assert.ok(equalBytes(one.entries[0]!.Data!, Buffer.alloc(i * 100, i)));
  }
  assert.equal(a.receiver.messages[0]!.index, 7);
  assert.ok(a.observer.total("sent b2") > 50 * 50 * 50);
  assert.ok(b.observer.total("received a1") > 50 * 50 * 50);
  assert.deepEqual(a.receiver.unreachable, []);
});

test("HttpTransport hands on all messages of one send in few calls", async (t) => {
  const [a, b] = await connected(t);
  a.transport.send(Array.from({ length: 100 }, (_, i) => vote(A, B, i)));
  await b.until("all have come", () => b.receiver.messages.length === 100);
  assert.equal(b.receiver.batches.length, 1);
});

test("HttpTransport moves messages by POST while there is no stream", async (t) => {
  const a = await member(t, { id: A });
  const b = await member(t, { id: B });
  // Only one side knows the other, so that nobody dials streams to it.
  a.transport.addRemote(B, [b.url]);
  a.transport.send([vote(A, B, 1), append(0, Buffer.from("x"))]);
  await b.until("both have come", () => b.receiver.messages.length === 2);
  const [post] = b.receiver.messages.filter((one) => one.type === MsgApp);
  assert.equal(Buffer.from(post!.entries[0]!.Data!).toString(), "x");
  // The sender is now known there by its own URL, and can be answered.
  b.transport.send([vote(B, A, 5)]);
  await a.until("the answer has come", () => a.receiver.messages.length === 1);
  assert.equal(b.logger.count("added new remote peer"), 1);
});

test("HttpTransport keeps local and foreign messages and snapshots without a database from raft", async (t) => {
  const [a, b] = await connected(t);
  const message = (type: number, fields: Partial<raftpb.Message> = {}) =>
    raftMessage({ type, from: A, to: B, term: 1, ...fields });
  a.transport.send([
    message(MsgHup),
    message(MsgUnreachable),
    message(MsgSnap),
    message(MsgVote, { to: 0n }),
    message(MsgVote, { to: 0x77n }),
    message(MsgVote, { term: 99 }),
  ]);
  await b.until("the last has come", () => b.receiver.messages.length > 0);
  assert.deepEqual(
    b.receiver.messages.map((one) => one.term),
    [99],
  );
});

test("HttpTransport drops what a peer's stream must not carry", async (t) => {
  const b = await member(t, { id: B });
  const peer = await StreamPeer.listen(t);
  b.transport.addPeer(A, [peer.url]);
  const stream = await peer.stream("message");
  b.receiver.removed.add(0x66n);
  const message = (fields: Partial<raftpb.Message>) =>
    frame({ type: MsgVote, from: A, to: B, ...fields });
  stream.write(
    chunk(
      Buffer.concat([
        frame({ type: MsgHeartbeat }),
        message({ type: MsgHup }),
        message({ type: 19 }),
        message({ type: 77 }),
        message({ type: MsgSnap, term: 3 }),
        message({ to: A }),
        message({ to: 0n }),
        message({ from: 0x66n }),
        message({ term: 5 }),
      ]),
    ),
  );
  await b.until("the last has come", () => b.receiver.messages.length > 0);
  assert.deepEqual(
    b.receiver.messages.map((one) => one.term),
    [5],
  );
  assert.equal(b.observer.total("received 0") > 0, true);
});

test("HttpTransport closes a stream with bad bytes, says why, and dials again", async (t) => {
  const b = await member(t, { id: B });
  const peer = await StreamPeer.listen(t);
  b.transport.addPeer(A, [peer.url]);
  const bad: readonly (readonly ["message" | "msgapp", Buffer, string])[] = [
    ["msgapp", chunk(Buffer.from([9])), "type byte 9"],
    ["message", chunk(Buffer.from("7fffffffffffffff", "hex")), "beyond 2^53"],
    ["message", chunk(Buffer.from("000000000000000208ff", "hex")), "unexpected end of message"],
    ["message", chunk(Buffer.from("0001000000000000", "hex")), "over 536870912"],
    ["message", Buffer.from("not a chunk\r\n"), "chunk"],
  ];
  for (const [kind, bytes, reason] of bad) {
    const stream = await peer.stream(kind);
    // A good message in front of the bad bytes still counts.
    const before = b.receiver.messages.length;
    if (kind === "message") stream.write(chunk(frame({ type: MsgVote, from: A, to: B })));
    const closed = new Promise((resolve) => stream.once("close", resolve));
    stream.write(bytes);
    await closed;
    await b.until(`the stream is closed: ${reason}`, () =>
      b.logger.lines.some((line) => line.includes("lost TCP") && line.includes(reason)),
    );
    if (kind === "message") assert.equal(b.receiver.messages.length, before + 1);
  }
  await peer.stream("message");
});

test("HttpTransport reads a stream of a 3.4 member that is cut anywhere", async (t) => {
  const b = await member(t, { id: B });
  const peer = await StreamPeer.listen(t);
  b.transport.addPeer(A, [peer.url]);
  const stream = await peer.stream("message");
  const bytes = Buffer.concat([
    chunk(frame({ type: MsgVote, from: A, to: B, term: 1 })),
    chunk(frame({ type: MsgVote, from: A, to: B, term: 2 })),
  ]);
  for (const byte of bytes) {
    stream.write(Buffer.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await b.until("both have come", () => b.receiver.messages.length === 2);
});

test("HttpTransport counts a peer as active from its first stream, and not after a loss", async (t) => {
  const [a, b] = await connected(t);
  const since = a.transport.activeSinceMs(B);
  assert.ok(since !== null && since <= performance.now());
  assert.equal(a.transport.activeSinceMs(0x99n), null);
  assert.deepEqual(a.observer.events, ["active b2 true"]);
  await b.stop();
  await a.until("the loss is seen", () => a.transport.activeSinceMs(B) === null);
  assert.deepEqual(a.observer.events, ["active b2 true", "active b2 false"]);
  await a.until("raft is told", () => a.receiver.unreachable.includes(B));
});

test("HttpTransport closes a peer's former stream when it dials another", async (t) => {
  const [a, b] = await connected(t);
  const before = b.streams.in;
  // The same member once more: its streams take the place of the first ones.
  const twin = await member(t, { id: B });
  twin.transport.addPeer(A, [a.url]);
  await a.until("the former streams are closed", () => a.logger.count("closed TCP") >= 2);
  await b.until("the first has dialled again", () => b.streams.in > before);
  twin.transport.removePeer(A);
  await b.until("the first has its streams", () => b.streams.in >= before + 2);
  await streaming(b);
});

test("HttpTransport finds a peer again that ended and came back at its address", async (t) => {
  const a = await member(t, { id: A });
  const first = await TestMember.start({ id: B });
  TestMember.connect(a, first);
  await streaming(a, first);
  await first.stop();
  await a.until("all streams are lost", () => a.logger.count("lost TCP") === 4);
  a.transport.send([vote(A, B, 1)]);
  await a.until("raft is told", () => a.receiver.unreachable.includes(B));
  const again = await member(t, { id: B, port: first.port });
  again.transport.addPeer(A, [a.url]);
  await streaming(again);
  await a.until("it is active", () => a.transport.activeSinceMs(B) !== null);
  // A new connection begins with a whole message: the encoder's state is not carried over.
  a.transport.send([append(8, Buffer.from("x")), append(9, Buffer.from("y"))]);
  await again.until("both have come", () => again.receiver.messages.length === 2);
  assert.deepEqual(
    again.receiver.messages.map(({ term, index }) => [term, index]),
    [
      [1, 8],
      [1, 9],
    ],
  );
});

test("HttpTransport goes on to the peer's next URL when one fails", async (t) => {
  const a = await member(t, { id: A });
  const b = await member(t, { id: B });
  b.transport.addPeer(A, [a.url]);
  const closed = createTcpServer();
  const port = await new Promise<number>((resolve) => {
    closed.listen(0, "127.0.0.1", () => resolve((closed.address() as { port: number }).port));
  });
  await new Promise((resolve) => closed.close(resolve));
  a.transport.addPeer(B, [`http://127.0.0.1:${port}`, "ftp://nowhere", b.url]);
  await streaming(a);
  assert.equal(a.logger.count("ignored a peer URL that cannot be dialled"), 1);
});

test("HttpTransport takes other URLs for a known peer", async (t) => {
  const a = await member(t, { id: A });
  const b = await member(t, { id: B });
  b.transport.addPeer(A, [a.url]);
  a.transport.addPeer(B, ["unix://no-such-socket"]);
  a.transport.addPeer(B, [b.url]);
  await streaming(a);
  assert.equal(a.logger.count("updated remote peer"), 1);
  assert.equal(a.logger.count("added remote peer"), 1);
});

test("HttpTransport keeps dialling a peer that does not know it, until it does", async (t) => {
  const a = await member(t, { id: A });
  const b = await member(t, { id: B });
  b.transport.addPeer(A, [a.url]);
  await b.until("it was refused twice", () => b.logger.count("does not know this member") >= 1);
  assert.ok(a.logger.count("added new remote peer") === 1, "the sender's URLs are remembered");
  a.transport.addPeer(B, [b.url]);
  await streaming(a, b);
});

test("HttpTransport stops dialling for good when a peer answers 410", async (t) => {
  const [a, b] = await connected(t);
  a.receiver.removed.add(B);
  a.transport.removePeer(B);
  await b.until("it knows of its removal", () => b.receiver.removals >= 2);
  assert.equal(a.transport.activeSinceMs(B), null);
  assert.equal(b.receiver.removals, 2, "once for each stream");
  assert.equal(b.logger.count("permanently removed from the cluster"), 2);
  // Messages to it are no longer sent, those of it no longer taken.
  a.transport.send([vote(A, B, 1)]);
  b.transport.send([vote(B, A, 2)]);
  await b.until("the POST is refused", () => b.receiver.removals === 3);
  assert.deepEqual(a.receiver.messages, []);
  assert.deepEqual(b.receiver.messages, []);
});

test("HttpTransport drops and reports what a peer that does not read leaves waiting", async (t) => {
  const streamQueueBytes = 256 * 1024;
  const a = await member(t, { id: A, limits: { streamQueueBytes } });
  const b = await member(t, { id: B });
  TestMember.connect(a, b);
  const deaf = await StreamPeer.listen(t);
  const c = 0xc3n;
  a.transport.addPeer(c, [deaf.url]);
  await streaming(a, b);
  const socket = await deaf.dial(a, c, "msgapp");
  socket.pause();
  await a.until("the deaf one is attached", () => a.streams.out >= 3);
  const data = Buffer.alloc(64 * 1024, 1);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 400; i++) {
    a.transport.send([{ ...append(i, data), to: c }, append(i, Buffer.of(1))]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await b.until("the other one got all", () => b.receiver.messages.length === 400);
  assert.ok(a.receiver.unreachable.includes(c));
  assert.ok(!a.receiver.unreachable.includes(B));
  assert.ok(a.observer.total("send failures c3") > 50);
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 24 * 1024 * 1024, `${grown} bytes more`);
});

test("HttpTransport gives a stream up whose bytes have not moved for five seconds", async (t) => {
  const time = new FakeTime();
  const a = await member(t, { id: A, clock: time, timers: time });
  const deaf = await StreamPeer.listen(t);
  a.transport.addPeer(B, [deaf.url]);
  const socket = await deaf.dial(a, B, "msgapp");
  socket.pause();
  await a.until("it is attached", () => a.streams.out === 1);
  a.transport.send(Array.from({ length: 14 }, (_, i) => append(i, Buffer.alloc(1 << 20))));
  time.advance(4_999);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(a.logger.count("write timeout"), 0);
  assert.deepEqual(a.receiver.unreachable, []);
  time.advance(5_000 / 3);
  await a.until("it is given up", () => a.logger.count("write timeout") === 2);
  await a.until("raft is told", () => a.receiver.unreachable.includes(B));
  assert.ok(a.observer.total("send failures b2") > 0);
});

test("HttpTransport reports a loss once for each turn, outside of send", async (t) => {
  const a = await member(t, { id: A, limits: { pipelineQueueMessages: 1, pipelineInFlight: 1 } });
  const silent = createTcpServer();
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.after(() => silent.close());
  a.transport.addRemote(B, [`http://127.0.0.1:${(silent.address() as { port: number }).port}`]);
  a.transport.send([vote(A, B, 1), vote(A, B, 2), vote(A, B, 3), vote(A, B, 4)]);
  assert.deepEqual(a.receiver.unreachable, [], "raft is not stepped from within its output");
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(a.receiver.unreachable, [B]);
  assert.equal(a.observer.total("send failures b2"), 2);
});

test("HttpTransport opens no more remotes than its limit", async (t) => {
  const a = await member(t, { id: A, limits: { remotes: 3 } });
  for (let id = 1n; id < 9n; id++) a.transport.addRemote(id, ["http://127.0.0.1:1"]);
  assert.equal(a.logger.count("added new remote peer"), 3);
  assert.equal(a.logger.count("there are too many"), 5);
  a.transport.addRemote(A, [a.url]);
  assert.equal(a.logger.count("added new remote peer"), 3);
});

test("HttpTransport leaves no socket open and reports nothing after stop", async (t) => {
  const [a, b] = await connected(t);
  await a.transport.stop();
  const reports = a.receiver.unreachable.length;
  a.transport.send([vote(A, B, 1)]);
  a.transport.addPeer(B, [b.url]);
  await b.until("the other side sees the end", () => b.logger.count("lost TCP") >= 4);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(a.receiver.unreachable.length, reports);
  assert.equal(a.receiver.batches.length, 0);
  assert.equal(a.logger.count("lost TCP"), 0);
  const connections = await new Promise<number>((resolve, reject) => {
    b.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
  assert.equal(connections, 0);
});

// ---- A peer of bare sockets.

function frame(fields: Partial<raftpb.Message>): Buffer {
  const bytes = raftpb.encodeMessage(raftMessage(fields));
  const head = Buffer.alloc(8);
  head.writeBigUInt64BE(BigInt(bytes.length));
  return Buffer.concat([head, bytes]);
}

function chunk(bytes: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`),
    bytes,
    Buffer.from("\r\n"),
  ]);
}

/** Answers stream requests with an open body, and lets the test write into it. */
class StreamPeer {
  readonly url: string;
  readonly #streams = new Map<string, Socket>();
  readonly #waiting = new Map<string, (socket: Socket) => void>();
  readonly #sockets: Set<Socket>;

  private constructor(port: number, sockets: Set<Socket>) {
    this.url = `http://127.0.0.1:${port}`;
    this.#sockets = sockets;
  }

  static async listen(t: TestContext): Promise<StreamPeer> {
    const sockets = new Set<Socket>();
    let peer: StreamPeer | null = null;
    const server = createTcpServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => sockets.delete(socket));
      socket.once("data", (head) => peer!.#answer(socket, head.toString("latin1")));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    peer = new StreamPeer((server.address() as { port: number }).port, sockets);
    t.after(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    });
    return peer;
  }

  /** The stream that the other side has dialled, or the next one that it dials. */
  stream(kind: "message" | "msgapp"): Promise<Socket> {
    const open = this.#streams.get(kind);
    if (open !== undefined) return Promise.resolve(open);
    return new Promise((resolve) => this.#waiting.set(kind, resolve));
  }

  /** A stream in the other direction: this peer dials it at the member. */
  async dial(to: TestMember, as: bigint, kind: string): Promise<Socket> {
    const socket = connect(to.port, "127.0.0.1");
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.write(
      `GET /raft/stream/${kind}/${as.toString(16)} HTTP/1.1\r\nHost: x\r\n` +
        `X-Server-From: ${as.toString(16)}\r\nX-Server-Version: 3.7.1\r\n` +
        "X-Min-Cluster-Version: 3.0.0\r\nX-Etcd-Cluster-ID: ba727bc531d249a5\r\n" +
        `X-Raft-To: ${to.id.toString(16)}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.once("readable", resolve));
    return socket;
  }

  #answer(socket: Socket, head: string): void {
    const kind = /^GET \/raft\/stream\/(message|msgapp)\/[0-9a-f]+ HTTP\/1.1\r\n/.exec(head)?.[1];
    if (kind === undefined) {
      socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    socket.write(
      "HTTP/1.1 200 OK\r\nX-Server-Version: 3.4.23\r\nTransfer-Encoding: chunked\r\n\r\n",
    );
    this.#streams.set(kind, socket);
    socket.on("close", () => {
      if (this.#streams.get(kind) === socket) this.#streams.delete(kind);
    });
    const waiting = this.#waiting.get(kind);
    this.#waiting.delete(kind);
    waiting?.(socket);
  }
}

test("members say which databases they take, and a POST says which one it carries", async (t) => {
  const ids = { takes: 0xa1n, plain: 0xb2n, sender: 0xc3n };
  const takes = await member(t, { id: ids.takes, snapshotFormat: "store-1" });
  const plain = await member(t, { id: ids.plain });
  const sender = await member(t, { id: ids.sender });
  assert.equal(sender.transport.snapshotFormatOf(ids.takes), null, "nobody has connected yet");
  TestMember.connect(takes, plain, sender);
  await streaming(takes, plain, sender);
  assert.equal(sender.transport.snapshotFormatOf(ids.takes), "store-1");
  assert.equal(sender.transport.snapshotFormatOf(ids.plain), null);
  const message = (to: bigint): raftpb.Message =>
    raftMessage({
      type: MsgSnap,
      from: ids.sender,
      to,
      term: 3,
      snapshot: { data: null, metadata: { confState: null, index: 9, term: 2 } },
    });
  const body = { sizeBytes: 3, read: () => Buffer.from("abc"), close: () => {} };
  sender.transport.sendSnapshot(message(ids.takes), { ...body, format: "store-1" });
  sender.transport.sendSnapshot(message(ids.plain), body);
  await sender.until("both are taken", () => sender.receiver.snapshotReports.length === 2);
  assert.deepEqual(takes.receiver.formats, ["store-1"]);
  assert.deepEqual(plain.receiver.formats, [null]);
});
