/** Messages by POST: connections kept and lost, refusals, bounds. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { raftpb } from "@kvorum/proto";
import { FakeTime } from "../testing/fake-time.ts";
import {
  NO_CONTENT,
  plainAnswer,
  ScriptedPeer,
  startMember,
  turn,
} from "../testing/scripted-peer.ts";
import { raftMessage } from "../testing/test-member.ts";

const A = 0xa1n;
const B = 0xb2n;
const POST = "POST /raft";

function vote(term: number): raftpb.Message {
  return raftMessage({ type: raftpb.MessageType.MsgVote, from: A, to: B, term });
}

test("Pipeline posts one message each, with all headers, over connections that it keeps", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(t, () => NO_CONTENT, a);
  a.transport.addRemote(B, [peer.url]);
  for (let term = 1; term <= 3; term++) {
    a.transport.send([vote(term)]);
    await a.until(
      "it was posted",
      () => a.observer.total("sent b2") === term * (peer.requests[0]?.body.length ?? -1),
    );
  }
  assert.equal(peer.connectionsCount, 1);
  const { headers, body, line } = peer.requests[2]!;
  assert.equal(line, POST);
  assert.deepEqual(raftpb.decodeMessage(new Uint8Array(body)), vote(3));
  assert.deepEqual(Object.fromEntries(headers), {
    host: peer.url.slice("http://".length),
    "x-server-from": "a1",
    "x-server-version": "3.7.1",
    "x-min-cluster-version": "3.0.0",
    "x-etcd-cluster-id": "ba727bc531d249a5",
    "x-peerurls": a.url,
    "content-type": "application/protobuf",
    "content-length": String(body.length),
  });
});

test("Pipeline has four POSTs under way, and the queue behind them", async (t) => {
  const a = await startMember(t, { id: A });
  const open: (() => void)[] = [];
  const peer = await ScriptedPeer.listen(
    t,
    ({ socket }) => {
      open.push(() => socket.write(NO_CONTENT));
      return null;
    },
    a,
  );
  a.transport.addRemote(B, [peer.url]);
  const messages = Array.from({ length: 4 + 64 + 3 }, (_, i) => vote(i));
  a.transport.send(messages);
  await a.until("four are under way", () => peer.requests.length === 4);
  await turn();
  assert.equal(peer.requests.length, 4);
  assert.deepEqual(a.receiver.unreachable, [B]);
  assert.equal(a.observer.total("send failures b2"), 3);
  for (let answered = 0; answered < 4 + 64; answered++) {
    await a.until("the next is there", () => open.length > answered);
    open[answered]!();
  }
  await a.until("all have come", () => peer.requests.length === 4 + 64);
  assert.ok(peer.connectionsCount <= 4);
});

test("Pipeline repeats a POST once when a kept connection turns out to be closed", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(
    t,
    ({ socket, connection }) => {
      // The first connection serves one request and resets on the second, as an idle timeout would.
      if (connection > 1 || peer.requests.length === 1) return NO_CONTENT;
      socket.resetAndDestroy();
      return null;
    },
    a,
  );
  a.transport.addRemote(B, [peer.url]);
  a.transport.send([vote(1)]);
  await a.until("the first was posted", () => a.observer.total("sent b2") > 0);
  const once = a.observer.total("sent b2");
  a.transport.send([vote(2)]);
  await a.until("the second was posted", () => a.observer.total("sent b2") === 2 * once);
  assert.deepEqual(
    peer.requests.map(({ body }) => raftpb.decodeMessage(new Uint8Array(body)).term),
    [1, 2, 2],
  );
  assert.deepEqual(a.receiver.unreachable, []);
});

test("Pipeline never repeats a proposal, which may have been taken", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(
    t,
    ({ socket }) => {
      if (peer.requests.length === 1) return NO_CONTENT;
      socket.resetAndDestroy();
      return null;
    },
    a,
  );
  a.transport.addRemote(B, [peer.url]);
  a.transport.send([vote(1)]);
  await a.until("the first was posted", () => a.observer.total("sent b2") > 0);
  a.transport.send([raftMessage({ type: raftpb.MessageType.MsgProp, from: A, to: B, term: 2 })]);
  await a.until("raft is told", () => a.receiver.unreachable.length === 1);
  assert.equal(peer.requests.length, 2);
});

test("Pipeline reports what is refused or not answered, and goes on", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  const answers: (string | null)[] = [
    plainAnswer(412, "cluster ID mismatch"),
    plainAnswer(412, "incompatible version"),
    plainAnswer(500, "error processing raft message"),
    "garbage\r\n\r\n",
    null,
    NO_CONTENT,
  ];
  const peer = await ScriptedPeer.listen(t, () => answers[peer.requests.length - 1]!, a);
  a.transport.addRemote(B, [peer.url]);
  for (let failures = 1; failures <= 5; failures++) {
    a.transport.send([vote(failures)]);
    await a.until("it was posted", () => peer.requests.length === failures);
    if (failures === 5) {
      time.advance(29_999);
      await turn();
      assert.equal(a.observer.total("send failures b2"), 4);
      time.advance(1);
    }
    await a.until("raft is told", () => a.receiver.unreachable.length === failures);
    assert.equal(a.observer.total("send failures b2"), failures);
  }
  a.transport.send([vote(6)]);
  await a.until("the last was taken", () => a.observer.total("sent b2") > 0);
  assert.equal(a.logger.count("due to cluster ID mismatch"), 1);
  assert.equal(a.logger.count("due to server version incompatibility"), 1);
  assert.equal(a.receiver.removals, 0);
});

test("Pipeline tells the member that it was removed when a POST gets 403", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(t, () => plainAnswer(403, "{}"), a);
  a.transport.addRemote(B, [peer.url]);
  a.transport.send([vote(1)]);
  await a.until("it knows", () => a.receiver.removals === 1);
});

test("a peer is active after a POST that succeeded, inactive after one that failed", async (t) => {
  const a = await startMember(t, { id: A });
  let status = 204;
  const peer = await ScriptedPeer.listen(
    t,
    ({ line }) => {
      if (line !== POST) return plainAnswer(404, "error sender not found");
      return status === 204 ? NO_CONTENT : plainAnswer(status, "no");
    },
    a,
  );
  a.transport.addPeer(B, [peer.url]);
  a.transport.send([vote(1)]);
  await a.until("it was active", () => a.observer.events.includes("active b2 true"));
  // The streams are still refused, which counts as a failure to dial.
  await a.until("it is not", () => a.transport.activeSinceMs(B) === null);
  status = 500;
  a.transport.send([vote(2)]);
  await a.until("raft is told", () => a.receiver.unreachable.includes(B));
});
