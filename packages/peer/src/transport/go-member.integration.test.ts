/**
 * A foreign learner in a Go member's cluster: the transport, a log in memory, and just enough of a
 * follower to acknowledge. It takes a snapshot and appends, stays connected while nothing happens,
 * and is told of its removal. Peer protocol, sections 10 and 14.
 *
 * Needs Debian's etcd (3.4) on PATH; skips without it.
 */

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, request as httpRequest } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type TestContext, test } from "node:test";
import { raftpb } from "@kvorum/proto";
import { CERTIFICATE, KEY } from "../testing/identity.ts";
import { raftMessage, TestMember, type TestMemberOptions } from "../testing/test-member.ts";

const { MsgApp, MsgAppResp, MsgHeartbeat, MsgHeartbeatResp, MsgSnap } = raftpb.MessageType;

/** 3.4 keeps this many entries behind a snapshot; a follower that is further behind needs one. */
const CATCH_UP_ENTRIES = 5_000;
const PUTS = CATCH_UP_ENTRIES + 400;
const BBOLT_MAGIC = 0xed0cdaed;

function isOnPath(name: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const skip = isOnPath("etcd") ? false : "etcd is not on PATH";

/** A Go member and its HTTP gateway. */
class GoMember {
  readonly clientUrl: string;
  readonly peerUrl: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
  log = "";

  private constructor(process: ChildProcess, urls: { client: string; peer: string }) {
    this.clientUrl = urls.client;
    this.peerUrl = urls.peer;
    process.stderr!.on("data", (chunk: Buffer) => {
      this.log += chunk.toString();
    });
  }

  /** With TLS on the peer port, certificates required, where `scheme` says so. */
  static async start(t: TestContext, scheme: "http" | "https"): Promise<GoMember> {
    const directory = await mkdtemp(join(tmpdir(), "kvorum-peer-"));
    const [certificate, key] = [join(directory, "peer.pem"), join(directory, "peer.key")];
    await writeFile(certificate, CERTIFICATE);
    await writeFile(key, KEY);
    const tls = [
      ...["--peer-cert-file", certificate, "--peer-key-file", key],
      ...["--peer-trusted-ca-file", certificate, "--peer-client-cert-auth"],
    ];
    const [clientPort, peerPort] = await freePorts();
    const client = `http://127.0.0.1:${clientPort}`;
    const peer = `${scheme}://127.0.0.1:${peerPort}`;
    const child = spawn(
      "etcd",
      [
        ...["--name", "go", "--data-dir", join(directory, "data"), "--snapshot-count", "100"],
        ...["--listen-client-urls", client, "--advertise-client-urls", client],
        ...["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer],
        ...["--initial-cluster", `go=${peer}`, "--logger", "zap"],
        ...(scheme === "https" ? tls : []),
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    const member = new GoMember(child, { client, peer });
    t.after(async () => {
      member.#agent.destroy();
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
      await rm(directory, { recursive: true, force: true });
    });
    for (let attempt = 0; ; attempt++) {
      try {
        await member.call("/v3/maintenance/status", {});
        return member;
      } catch (error) {
        if (attempt > 100 || child.exitCode !== null) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  call(path: string, body: object): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        `${this.clientUrl}${path}`,
        { method: "POST", agent: this.#agent },
        (response) => {
          let text = "";
          response.on("data", (part: Buffer) => {
            text += part.toString();
          });
          response.on("end", () => {
            if (response.statusCode === 200) resolve(JSON.parse(text));
            else reject(new Error(`${path}: ${response.statusCode} ${text}`));
          });
        },
      );
      sent.on("error", reject);
      sent.end(JSON.stringify(body));
    });
  }

  put(key: string, value: string): Promise<unknown> {
    const base64 = (text: string) => Buffer.from(text).toString("base64");
    return this.call("/v3/kv/put", { key: base64(key), value: base64(value) });
  }
}

async function freePorts(): Promise<number[]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ports.push((server.address() as { port: number }).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

/** A follower's log, in memory, and its answers. */
class Follower {
  readonly member: TestMember;
  #term = 0;
  /** The log begins behind this entry. */
  #base = { index: 0, term: 0 };
  #entries: raftpb.Entry[] = [];
  heartbeats = 0;

  constructor(member: TestMember) {
    this.member = member;
    member.receiver.onMessages = (messages) => {
      for (const message of messages) this.#step(message);
    };
    member.receiver.onFinish = async (sink) => {
      const message = member.receiver.snapshots[member.receiver.sinks.indexOf(sink)]!;
      const { index, term } = message.snapshot!.metadata!;
      this.#base = { index, term };
      this.#entries = [];
      this.#answer(message, { type: MsgAppResp, index });
    };
  }

  get lastIndex(): number {
    return this.#base.index + this.#entries.length;
  }

  get values(): string[] {
    return this.#entries.map((entry) => Buffer.from(entry.Data ?? []).toString("latin1"));
  }

  #termAt(index: number): number | undefined {
    if (index === this.#base.index) return this.#base.term;
    return this.#entries[index - this.#base.index - 1]?.Term;
  }

  #step(message: raftpb.Message): void {
    this.#term = Math.max(this.#term, message.term);
    if (message.type === MsgHeartbeat) {
      this.heartbeats++;
      this.#answer(message, { type: MsgHeartbeatResp, context: message.context });
    } else if (message.type === MsgApp) this.#append(message);
  }

  #append(message: raftpb.Message): void {
    if (message.index < this.#base.index) {
      this.#answer(message, { type: MsgAppResp, index: this.#base.index });
      return;
    }
    if (this.#termAt(message.index) !== message.logTerm) {
      const rejectHint = Math.min(message.index, this.lastIndex);
      this.#answer(message, {
        type: MsgAppResp,
        index: message.index,
        reject: true,
        rejectHint,
        logTerm: this.#termAt(rejectHint) ?? 0,
      });
      return;
    }
    this.#entries.length = message.index - this.#base.index;
    for (const entry of message.entries) {
      assert.equal(entry.Index, this.lastIndex + 1);
      this.#entries.push(entry);
    }
    this.#answer(message, { type: MsgAppResp, index: this.lastIndex });
  }

  #answer(message: raftpb.Message, fields: Partial<raftpb.Message>): void {
    const answer = { from: this.member.id, to: message.from, term: this.#term, ...fields };
    this.member.transport.send([raftMessage(answer)]);
  }
}

/** Adds a learner to the cluster and starts it. The cluster gives the id, for the URL. */
async function joinAsLearner(
  t: TestContext,
  go: GoMember,
  scheme: "http" | "https",
): Promise<{ learner: TestMember; follower: Follower; goId: bigint }> {
  const [port] = await freePorts();
  const url = `${scheme}://127.0.0.1:${port}`;
  const added = await go.call("/v3/cluster/member/add", { peerURLs: [url], isLearner: true });
  const header = added["header"] as { cluster_id: string; member_id: string };
  const goId = BigInt(header.member_id);
  const mutual = { ca: CERTIFICATE, cert: CERTIFICATE, key: KEY };
  const tls: Partial<TestMemberOptions> = {
    tls: () => mutual,
    scheme,
    createServer: (listener) =>
      createTlsServer({ ...mutual, requestCert: true, rejectUnauthorized: true }, listener),
  };
  const learner = await TestMember.start({
    id: BigInt((added["member"] as { ID: string }).ID),
    clusterId: BigInt(header.cluster_id),
    port: port!,
    ...(scheme === "https" ? tls : {}),
  });
  t.after(() => learner.stop());
  const follower = new Follower(learner);
  learner.transport.addPeer(goId, [go.peerUrl]);
  return { learner, follower, goId };
}

test("a learner on HttpTransport lives in a Go member's cluster until it is removed", {
  skip,
}, async (t) => {
  const go = await GoMember.start(t, "http");
  for (let done = 0; done < PUTS; done += 64) {
    const batch = Array.from({ length: Math.min(64, PUTS - done) }, (_, i) => done + i);
    await Promise.all(batch.map((i) => go.put(`key-${i}`, `value-${i}`)));
  }

  const { learner, follower, goId } = await joinAsLearner(t, go, "http");
  const { id } = learner;

  // The log was compacted beyond the learner: a snapshot first.
  await learner.until(
    "the snapshot has come",
    () => learner.receiver.sinks[0]?.outcome === "finished",
  );
  const database = learner.receiver.sinks[0]!.bytes;
  assert.equal(database.readUInt32LE(16), BBOLT_MAGIC);
  const metadata = learner.receiver.snapshots[0]!.snapshot!.metadata!;
  assert.ok(metadata.index >= PUTS);
  assert.ok(metadata.confState!.learners.includes(id));
  assert.equal(learner.receiver.snapshots[0]!.type, MsgSnap);

  // Then appends, one at a time and many at once.
  await go.put("single", "first-append");
  await learner.until("the append has come", () =>
    follower.values.some((v) => v.includes("first-append")),
  );
  const many = Array.from({ length: 200 }, (_, i) => `many-${i}-${"x".repeat(i * 50)}`);
  await Promise.all(many.map((value, i) => go.put(`many-${i}`, value)));
  await go.put("big", "y".repeat(1_200_000));
  await learner.until(
    "all appends have come",
    () => follower.values.at(-1)?.includes("yyyyyy") === true,
  );
  for (const value of many) assert.ok(follower.values.some((data) => data.includes(value)));
  const { in: incoming, out } = learner.streams;
  assert.deepEqual([incoming, out], [2, 2]);

  // The database travels the other way too. The Go member checks and saves it; raft then finds it
  // out of date.
  learner.transport.sendSnapshot(
    raftMessage({
      ...learner.receiver.snapshots[0]!,
      from: id,
      to: goId,
    }),
    {
      sizeBytes: database.length,
      read: (offset, length) => database.subarray(offset, offset + length),
      close: () => {},
    },
  );
  await learner.until("it was taken", () => learner.receiver.snapshotReports.length > 0);
  assert.deepEqual(learner.receiver.snapshotReports, [`${goId.toString(16)} finish`]);

  // Nothing happens for longer than any read deadline; probes and heartbeats keep everything up.
  const beats = follower.heartbeats;
  const unreachable = learner.receiver.unreachable.length;
  await new Promise((resolve) => setTimeout(resolve, 9_000));
  assert.ok(follower.heartbeats - beats > 50);
  assert.equal(learner.logger.count("lost TCP"), 0, learner.logger.lines.join("\n"));
  assert.equal(learner.logger.count("prober"), 0, learner.logger.lines.join("\n"));
  assert.ok(learner.observer.total(`round trips ${goId.toString(16)}`) >= 2);
  assert.doesNotMatch(go.log, /prober detected unhealthy|high clock drift|lost TCP streaming/);
  // While it joined, a POST may have come before Go knew the learner.
  assert.equal(learner.receiver.unreachable.length, unreachable);
  assert.ok(learner.transport.activeSinceMs(goId) !== null);

  // As a voter it is half of the quorum: nothing commits without what it acknowledges.
  await go.call("/v3/cluster/member/promote", { ID: id.toString() });
  await go.put("quorum", "of-two");
  assert.ok(follower.values.some((data) => data.includes("of-two")));

  await go.call("/v3/cluster/member/remove", { ID: id.toString() });
  await learner.until("it knows of its removal", () => learner.receiver.removals > 0);
  assert.equal(learner.logger.count("permanently removed"), learner.receiver.removals);
});

test("a learner on HttpTransport speaks mutual TLS with a Go member, in both directions", {
  skip,
}, async (t) => {
  const go = await GoMember.start(t, "https");
  await go.put("before", "joining");
  const { learner, follower } = await joinAsLearner(t, go, "https");
  await learner.until("all streams are up", () => {
    const { in: incoming, out } = learner.streams;
    return incoming === 2 && out === 2;
  });
  await learner.until("the log has come", () => follower.values.some((v) => v.includes("joining")));
  await go.call("/v3/cluster/member/promote", { ID: learner.id.toString() });
  await go.put("quorum", "of-two");
  assert.ok(follower.values.some((data) => data.includes("of-two")));
});
