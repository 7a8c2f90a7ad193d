/** Snapshots on their way out: the whole body, its end, and every way in which it does not end well. */

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
import type { SnapshotBody } from "../transport-port.ts";

const A = 0xa1n;
const B = 0xb2n;

class Database implements SnapshotBody {
  readonly sizeBytes: number;
  closes = 0;
  reads = 0;
  readonly #bytes: Buffer;
  readonly #failAt: number;

  constructor(sizeBytes: number, failAt = Number.POSITIVE_INFINITY) {
    this.sizeBytes = sizeBytes;
    this.#bytes = Buffer.alloc(sizeBytes);
    for (let i = 0; i < sizeBytes; i += 97) this.#bytes[i] = i % 251;
    this.#failAt = failAt;
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  read(offset: number, length: number): Uint8Array {
    assert.equal(this.closes, 0);
    if (offset >= this.#failAt) throw new Error("disk on fire");
    this.reads++;
    return this.#bytes.subarray(offset, offset + length);
  }

  close(): void {
    this.closes++;
  }
}

function snapshot(): raftpb.Message {
  return raftMessage({
    type: raftpb.MessageType.MsgSnap,
    from: A,
    to: B,
    term: 3,
    snapshot: {
      data: Buffer.from('{"members":[]}'),
      metadata: { confState: { ...raftpb.createConfState(), voters: [A, B] }, index: 9, term: 2 },
    },
  });
}

test("a snapshot goes from member to member whole, and raft is told on both sides", async (t) => {
  const a = await startMember(t, { id: A });
  const b = await startMember(t, { id: B });
  a.transport.addRemote(B, [b.url]);
  for (const sizeBytes of [0, 1, 5_000_003]) {
    const database = new Database(sizeBytes);
    const count = b.receiver.sinks.length;
    a.transport.sendSnapshot(snapshot(), database);
    await a.until("it was taken", () => a.receiver.snapshotReports.length > count);
    assert.ok(b.receiver.sinks[count]!.bytes.equals(database.bytes));
    assert.equal(database.closes, 1);
  }
  const [taken] = b.receiver.snapshots;
  assert.equal(taken!.term, 3);
  assert.deepEqual(taken!.snapshot!.metadata!.confState!.voters, [A, B]);
  assert.deepEqual(a.receiver.snapshotReports, ["b2 finish", "b2 finish", "b2 finish"]);
  assert.deepEqual(a.receiver.unreachable, []);
  assert.deepEqual(a.observer.events.slice(0, 2), [
    "snapshot to b2 started",
    "snapshot to b2 success",
  ]);
  assert.ok(a.observer.total("sent b2") >= 5_000_000);
});

test("a snapshot that is refused, cut or not readable fails, and its body is closed once", async (t) => {
  const a = await startMember(t, { id: A });
  let answer: string | "close" = "";
  const peer = await ScriptedPeer.listen(
    t,
    ({ socket }) => {
      if (answer !== "close") return answer;
      socket.destroy();
      return null;
    },
    a,
  );
  a.transport.addRemote(B, [peer.url]);
  const cases: readonly (readonly [string, Database, string])[] = [
    [plainAnswer(412, "cluster ID mismatch"), new Database(2_000_000), "cluster ID mismatch"],
    [plainAnswer(500, "failed to save KV snapshot (x)"), new Database(10), "failed to save"],
    ["close", new Database(20_000_000), ""],
    ["", new Database(2_000_000, 1_000_000), "disk on fire"],
  ];
  for (const [i, [given, database, reason]] of cases.entries()) {
    answer = given;
    a.transport.sendSnapshot(snapshot(), database);
    await a.until("raft is told", () => a.receiver.snapshotReports.length === i + 1);
    assert.equal(a.receiver.snapshotReports.at(-1), "b2 failure");
    assert.equal(a.receiver.unreachable.length, i + 1);
    assert.equal(database.closes, 1);
    assert.equal(a.observer.events.at(-1), "snapshot to b2 failure");
    assert.ok(
      a.logger.lines.some((line) => line.includes("failed to send") && line.includes(reason)),
    );
  }
});

test("a refused snapshot is not read to its end", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(t, () => plainAnswer(500, "no"), a);
  a.transport.addRemote(B, [peer.url]);
  const database = new Database(64 * 1024 * 1024);
  a.transport.sendSnapshot(snapshot(), database);
  await a.until("raft is told", () => a.receiver.snapshotReports.length === 1);
  assert.ok(database.reads < 400, `${database.reads} reads`);
});

test("a snapshot to nobody fails at once", async (t) => {
  const a = await startMember(t, { id: A });
  const database = new Database(10);
  a.transport.sendSnapshot(snapshot(), database);
  assert.equal(database.closes, 1);
  assert.deepEqual(a.receiver.snapshotReports, [], "raft is not stepped from within its output");
  await a.until("raft is told", () => a.receiver.snapshotReports.length === 1);
  assert.deepEqual(a.receiver.snapshotReports, ["b2 failure"]);
  a.transport.addRemote(B, ["nonsense"]);
  a.transport.sendSnapshot(snapshot(), new Database(10));
  await a.until("raft is told again", () => a.receiver.snapshotReports.length === 2);
});

test("a snapshot that stands still is given up after its deadline, not before", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  const peer = await ScriptedPeer.listen(
    t,
    ({ socket }) => {
      socket.pause();
      return null;
    },
    a,
  );
  a.transport.addRemote(B, [peer.url]);
  const database = new Database(64 * 1024 * 1024);
  a.transport.sendSnapshot(snapshot(), database);
  await a.until("it has begun", () => peer.requests.length === 1);
  // It goes on until all buffers between are full.
  for (let reads = -1; reads < database.reads; ) {
    reads = database.reads;
    for (let i = 0; i < 50; i++) await turn();
  }
  time.advance(59_999);
  await turn();
  assert.deepEqual(a.receiver.snapshotReports, []);
  time.advance(1);
  await a.until("raft is told", () => a.receiver.snapshotReports.length === 1);
  assert.equal(database.closes, 1);
  assert.ok(database.reads * 128 * 1024 < database.sizeBytes);
});

test("a receiver may take its time to check a snapshot", async (t) => {
  const time = new FakeTime();
  const a = await startMember(t, { id: A, clock: time, timers: time });
  const b = await startMember(t, { id: B });
  a.transport.addRemote(B, [b.url]);
  let release = (): void => {};
  b.receiver.onFinish = () =>
    new Promise((resolve) => {
      release = resolve;
    });
  a.transport.sendSnapshot(snapshot(), new Database(1000));
  await b.until("it is being checked", () => b.receiver.sinks[0]?.outcome === "finished");
  time.advance(600_000);
  await turn();
  assert.deepEqual(a.receiver.snapshotReports, []);
  release();
  await a.until("raft is told", () => a.receiver.snapshotReports.length === 1);
  assert.deepEqual(a.receiver.snapshotReports, ["b2 finish"]);
});

test("a peer that is dropped takes its snapshots along, unreported", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(t, () => null, a);
  for (const drop of [() => a.transport.removePeer(B), () => a.transport.stop()]) {
    a.transport.addPeer(B, [peer.url]);
    const database = new Database(1000);
    a.transport.sendSnapshot(snapshot(), database);
    await drop();
    await turn();
    assert.equal(database.closes, 1);
    assert.deepEqual(a.receiver.snapshotReports, []);
    assert.equal(a.observer.events.at(-1), "snapshot to b2 failure");
  }
});

test("a snapshot that was taken makes a peer active", async (t) => {
  const a = await startMember(t, { id: A });
  const peer = await ScriptedPeer.listen(
    t,
    ({ line }) => (line === "POST /raft/snapshot" ? NO_CONTENT : null),
    a,
  );
  a.transport.addPeer(B, [peer.url]);
  a.transport.sendSnapshot(snapshot(), new Database(1000));
  await a.until("it is active", () => a.transport.activeSinceMs(B) !== null);
});
