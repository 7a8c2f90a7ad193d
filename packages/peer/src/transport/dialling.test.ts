/** How a member dials its peers: pace, deadlines, refusals; probes and what they find. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeTime } from "../testing/fake-time.ts";
import {
  plainAnswer,
  type Script,
  ScriptedPeer,
  startMember,
  turn,
} from "../testing/scripted-peer.ts";
import { TestMember } from "../testing/test-member.ts";

const A = 0xa1n;
const B = 0xb2n;
const MESSAGE_STREAM = "GET /raft/stream/message/a1";
const APPEND_STREAM = "GET /raft/stream/msgapp/a1";
const PROBE = "GET /raft/probing";

/** Streams with this answer, probes with a healthy one. */
function streamsWith(answer: string | null): Script {
  return ({ line }) => (line.includes("/stream/") ? answer : plainAnswer(200, '{"OK":true}'));
}

test("StreamDialer asks for both streams with all headers", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(t, streamsWith(null), a);
  a.transport.addPeer(B, [peer.url]);
  await a.until("both have been asked for", () => peer.requests.length === 2);
  assert.deepEqual(peer.requests.map(({ line }) => line).sort(), [MESSAGE_STREAM, APPEND_STREAM]);
  for (const { headers } of peer.requests) {
    assert.deepEqual(Object.fromEntries(headers), {
      host: peer.url.slice("http://".length),
      "x-server-from": "a1",
      "x-server-version": "3.7.1",
      "x-min-cluster-version": "3.0.0",
      "x-etcd-cluster-id": "ba727bc531d249a5",
      "x-peerurls": a.url,
      "x-raft-to": "b2",
    });
  }
});

test("StreamDialer tries a refused stream again after 100 ms, and never sooner", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  const peer = await ScriptedPeer.listen(
    t,
    streamsWith(plainAnswer(404, "error sender not found")),
    a,
  );
  a.transport.addPeer(B, [peer.url]);
  for (let attempts = 1; attempts <= 4; attempts++) {
    await a.until("both were asked for", () => peer.requests.length === 2 * attempts);
    await a.until("both know", () => time.pendingCount >= 4);
    for (let i = 0; i < 20; i++) await turn();
    time.advance(99);
    for (let i = 0; i < 20; i++) await turn();
    assert.equal(peer.count(MESSAGE_STREAM), attempts);
    time.advance(1);
  }
  assert.equal(a.logger.count("does not know this member"), 2, "not a line for each");
});

test("StreamDialer says why a peer refuses, and when the peer is too old", async (t) => {
  const cases: readonly (readonly [string, string])[] = [
    [plainAnswer(412, "cluster ID mismatch"), "due to cluster ID mismatch"],
    [plainAnswer(412, "incompatible version"), "due to server version incompatibility"],
    [plainAnswer(412, "to field mismatch"), "to field mismatch"],
    [plainAnswer(503, "not now"), "not now"],
    ["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "server version unknown"],
    [
      "HTTP/1.1 200 OK\r\nX-Server-Version: 2.0.3\r\nTransfer-Encoding: chunked\r\n\r\n",
      "server version 2.0.3",
    ],
  ];
  for (const [answer, reason] of cases) {
    const a = await startMember(t, { id: A });
    const peer = await ScriptedPeer.listen(t, streamsWith(answer), a);
    a.transport.addPeer(B, [peer.url]);
    await a.until(reason, () =>
      a.logger.lines.some((line) => line.startsWith("warn") && line.includes(reason)),
    );
    assert.equal(a.logger.count("established"), 0);
    assert.equal(a.receiver.removals, 0);
    await a.transport.stop();
  }
});

test("StreamDialer gives up an answer that does not come, after five seconds", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  const peer = await ScriptedPeer.listen(t, streamsWith(null), a);
  a.transport.addPeer(B, [peer.url]);
  await a.until("both were asked for", () => peer.requests.length === 2);
  time.advance(3_900);
  await turn();
  assert.equal(peer.count(MESSAGE_STREAM), 1);
  time.advance(1_100);
  await turn();
  await turn();
  time.advance(0);
  await a.until("both are asked for again", () => peer.count(MESSAGE_STREAM) === 2);
});

test("idle streams live by their heartbeats, and a silent one ends", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  const b = await startMember(t, { id: B, clock: time, timers: time });
  TestMember.connect(a, b);
  for (const one of [a, b]) {
    await one.until("all streams are up", () => one.streams.in === 2 && one.streams.out === 2);
  }
  // One byte on the one stream, two of a message on the other.
  for (let beats = 1; beats <= 10; beats++) {
    time.advance(5_000 / 3);
    for (const one of [a, b]) {
      await one.until("it hears heartbeats", () => one.observer.total("received 0") === 3 * beats);
    }
  }
  assert.equal(a.logger.count("lost TCP") + b.logger.count("lost TCP"), 0);
  assert.deepEqual(a.receiver.batches, []);

  const head = "HTTP/1.1 200 OK\r\nX-Server-Version: 3.4.23\r\nTransfer-Encoding: chunked\r\n\r\n";
  const silent = await ScriptedPeer.listen(t, streamsWith(head), a);
  a.transport.addPeer(0xc3n, [silent.url]);
  await a.until("its streams are up", () => a.streams.in === 4);
  time.advance(5_000);
  await a.until("silence is noticed", () => a.logger.count("i/o timeout") >= 2);
});

test("Prober asks over two connections every four seconds, and reports the way there", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  let driftMs = 0;
  const peer = await ScriptedPeer.listen(
    t,
    ({ line }) => {
      if (line !== PROBE) return null;
      const now = new Date(time.wallTimeMs - driftMs).toISOString().replace("Z", "267536Z");
      return plainAnswer(200, `{"OK":true,"Now":"${now}"}`);
    },
    a,
  );
  a.transport.addPeer(B, [peer.url]);
  const probe = async (): Promise<void> => {
    const count = peer.count(PROBE) + 2;
    time.advance(4_000);
    await a.until("both have asked", () => peer.count(PROBE) === count);
    for (let i = 0; i < 20; i++) await turn();
  };
  await probe();
  time.advance(1_000);
  assert.equal(a.observer.total("round trips b2"), 2, "after five seconds, for each connection");
  assert.equal(a.logger.count("prober"), 0);
  // Far beyond what the fake round trips make of it.
  driftMs = 30_000;
  for (let i = 0; i < 8; i++) await probe();
  assert.equal(a.observer.total("round trips b2"), 4, "then every thirty");
  assert.equal(a.logger.count("prober found high clock drift"), 2);
  const connections = new Set(
    peer.requests.filter(({ line }) => line === PROBE).map(({ connection }) => connection),
  );
  assert.equal(connections.size, 2, "kept from probe to probe");
});

test("Prober says every five seconds that a peer is not well", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  const answers = [
    plainAnswer(500, "no"),
    plainAnswer(200, "[]"),
    plainAnswer(200, '{"OK":false}'),
  ];
  let probes = 0;
  const peer = await ScriptedPeer.listen(
    t,
    ({ line }) => (line === PROBE ? answers[probes++ % 3]! : null),
    a,
  );
  a.transport.addPeer(B, [peer.url]);
  for (let seconds = 0; seconds < 15; seconds++) {
    time.advance(1_000);
    for (let i = 0; i < 20; i++) await turn();
  }
  assert.equal(a.logger.count("prober detected unhealthy status"), 6);
  assert.equal(a.observer.total("round trips b2"), 0);
});
