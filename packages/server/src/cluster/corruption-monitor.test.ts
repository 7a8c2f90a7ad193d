import assert from "node:assert/strict";
import { test } from "node:test";
import type { PeerHash } from "@kvorum/peer";
import { RequestError } from "@kvorum/proto";
import type { StoredHash } from "@kvorum/store";
import { CorruptionMonitor, checkBeforeServing } from "./corruption-monitor.ts";
import { FakePeerRequests, FakeTime, recordLog } from "./testing/fakes.ts";

const OWN = 0xan;

/** What the own member and the others hold; `others` by id, each with its answer. */
interface Cluster {
  own: StoredHash[];
  stored: StoredHash[];
  isLeader: boolean;
  read: () => Promise<void>;
}

const hashed = (hash: number, hashRevision = 5, compactRevision = 2): StoredHash => ({
  hash,
  hashRevision,
  compactRevision,
});
const told = (hash: number, fields: Partial<PeerHash> = {}): PeerHash => ({
  hash,
  revision: 5,
  compactRevision: 2,
  hashRevision: 5,
  ...fields,
});

function cluster(
  others: { readonly [id: number]: (revision: number) => PeerHash | Promise<PeerHash> },
  state: Partial<Cluster> = {},
) {
  const full: Cluster = {
    own: [hashed(1)],
    stored: [],
    isLeader: true,
    read: async () => {},
    ...state,
  };
  const requests = new FakePeerRequests();
  for (const [id, hashKv] of Object.entries(others))
    requests.answers.set(`http://${id}`, { hashKv });
  const { log, lines } = recordLog();
  const time = new FakeTime();
  const alarms: bigint[] = [];
  const failures: unknown[] = [];
  const ids = [OWN, ...Object.keys(others).map(BigInt)];
  const ports = {
    ownId: OWN,
    members: () => ids.map((id) => ({ id, peerUrls: [`http://${id}`] })),
    hashNow: async () => (full.own.length > 1 ? full.own.shift()! : full.own[0]!),
    requests,
    timeoutMs: 7000,
    log,
    timers: time,
    isLeader: () => full.isLeader,
    linearizableRead: () => full.read(),
    storedHashes: () => full.stored,
    raiseAlarm: (id: bigint) => void alarms.push(id),
    failed: (error: unknown) => void failures.push(error),
  };
  const options = { periodicMs: 10_000, compactHashMs: 60_000 };
  const monitor = new CorruptionMonitor(ports, options);
  return { ports, requests, lines, time, alarms, failures, monitor, state: full };
}

const refuse = (code: "FutureRev" | "Compacted" | "ClusterIDMismatch") => (): PeerHash => {
  throw new RequestError(code);
};

test("checkBeforeServing() passes when all members agree, asking at the own revision", async () => {
  const { ports, requests, lines } = cluster({ 1: () => told(1), 2: () => told(1) });
  assert.equal(await checkBeforeServing(ports), null);
  assert.deepEqual(requests.asked, ["hashKv(5) http://1", "hashKv(5) http://2"]);
  assert.equal(lines.at(-1), "info: initial corruption checking passed; no corruption");
});

test("checkBeforeServing() refuses the start when a member differs under the same compaction", async () => {
  const { ports } = cluster({ 1: () => told(1), 2: () => told(9) });
  assert.equal(await checkBeforeServing(ports), "a found data inconsistency with peers");
});

test("checkBeforeServing() only logs what proves nothing", async () => {
  const { ports, lines } = cluster({
    1: () => told(9, { compactRevision: 3 }),
    2: refuse("FutureRev"),
    3: refuse("Compacted"),
    4: refuse("ClusterIDMismatch"),
  });
  ports.requests.answers.delete("http://1");
  assert.equal(await checkBeforeServing(ports), null);
  assert.deepEqual(
    lines.filter((line) => line.startsWith("warn") && !line.includes("hash kv request")),
    [
      "warn: cannot fetch hash from slow remote peer",
      "warn: cannot fetch hash from remote peer; local member is behind",
      "warn: cluster ID mismatch",
    ],
  );
  ports.requests.answers.set("http://1", { hashKv: () => told(9, { compactRevision: 3 }) });
  assert.equal(await checkBeforeServing(ports), null);
  assert.ok(lines.includes("warn: found different compact revision values from remote peer"));
});

test("checkPeriodically() is content with members that agree or are behind", async () => {
  const { monitor, alarms, lines } = cluster(
    {
      1: () => told(1),
      2: () => told(7, { compactRevision: 1, revision: 4 }),
      3: refuse("FutureRev"),
    },
    { own: [hashed(1), hashed(3, 6, 4)] },
  );
  await monitor.checkPeriodically();
  assert.deepEqual(alarms, []);
  assert.equal(lines.at(-1), "info: finished peer corruption check");
});

test("checkPeriodically() raises one alarm, for the first finding", async () => {
  const rows: readonly (readonly [StoredHash[], PeerHash, bigint])[] = [
    [[hashed(1), hashed(2)], told(9), OWN],
    [[hashed(1)], told(1, { revision: 6 }), 1n],
    [[hashed(1)], told(1, { compactRevision: 3 }), 1n],
    [[hashed(1)], told(2), 1n],
  ];
  for (const [own, answer, accused] of rows) {
    const { monitor, alarms } = cluster({ 1: () => answer, 2: () => told(8) }, { own });
    await monitor.checkPeriodically();
    assert.deepEqual(alarms, [accused]);
  }
});

test("checkPeriodically() reads the second hash only after the linearizable read", async () => {
  const { monitor, alarms, state } = cluster({ 1: () => told(1, { revision: 8 }) });
  state.own = [hashed(1), hashed(1, 5)];
  state.read = async () => {
    state.own = [hashed(4, 9)];
  };
  await monitor.checkPeriodically();
  assert.deepEqual(alarms, []);
});

test("CorruptionMonitor checks by the clock, on the leader alone", async () => {
  const { monitor, time, requests, state, lines, failures } = cluster({ 1: () => told(1) });
  monitor.start();
  state.isLeader = false;
  await time.advance(30_000);
  assert.deepEqual(requests.asked, []);
  state.isLeader = true;
  await time.advance(10_000);
  assert.equal(requests.asked.length, 1);
  state.read = () => Promise.reject(new RequestError("LeaderChanged"));
  await time.advance(10_000);
  assert.ok(lines.includes("warn: failed to check hash KV: etcdserver: leader changed"));
  state.read = () => Promise.reject(new TypeError("bug"));
  await time.advance(10_000);
  assert.equal(failures.length, 1);
  monitor.stop();
  assert.equal(time.waitingCount, 0);
});

test("CorruptionMonitor starts no timer for a check that is off", () => {
  const { ports, time } = cluster({});
  new CorruptionMonitor(ports, { periodicMs: 0, compactHashMs: 0 }).start();
  assert.equal(time.waitingCount, 0);
});

test("checkCompactHashes() stops at the newest hash on which the whole cluster agrees", async () => {
  const { monitor, requests, alarms, state, lines } = cluster(
    { 1: () => told(1), 2: () => told(1) },
    { stored: [hashed(1, 9), hashed(1, 8)] },
  );
  await monitor.checkCompactHashes();
  assert.deepEqual(requests.asked, ["hashKv(9) http://1", "hashKv(9) http://2"]);
  await monitor.checkCompactHashes();
  assert.equal(requests.asked.length, 2);
  state.stored = [hashed(1, 12), ...state.stored];
  await monitor.checkCompactHashes();
  assert.deepEqual(requests.asked.slice(2), ["hashKv(12) http://1", "hashKv(12) http://2"]);
  assert.deepEqual(alarms, []);
  assert.ok(lines.includes("info: successfully checked hash on whole cluster"));
});

test("checkCompactHashes() goes to an older hash when not all could be compared", async () => {
  const { monitor, requests, alarms } = cluster(
    {
      1: () => told(1),
      2: (revision) => told(1, { compactRevision: revision === 9 ? 3 : 2 }),
    },
    { stored: [hashed(1, 9), hashed(1, 8), hashed(1, 7)] },
  );
  await monitor.checkCompactHashes();
  assert.deepEqual(
    requests.asked.map((asked) => asked.slice(0, 9)),
    ["hashKv(9)", "hashKv(9)", "hashKv(8)", "hashKv(8)"],
  );
  assert.deepEqual(alarms, []);
});

test("checkCompactHashes() accuses who differs from the majority, the leader too", async () => {
  const follower = cluster({ 1: () => told(2), 2: () => told(1) }, { stored: [hashed(1, 9)] });
  await follower.monitor.checkCompactHashes();
  assert.deepEqual(follower.alarms, [1n]);
  const leader = cluster({ 1: () => told(2), 2: () => told(2) }, { stored: [hashed(1, 9)] });
  await leader.monitor.checkCompactHashes();
  assert.deepEqual(leader.alarms, [OWN]);
  const several = cluster(
    { 1: () => told(2), 2: () => told(1), 3: () => told(3), 4: () => told(1) },
    { stored: [hashed(1, 9), hashed(1, 8)] },
  );
  await several.monitor.checkCompactHashes();
  assert.deepEqual(several.alarms, [1n, 3n]);
});

test("checkCompactHashes() accuses nobody by name without a majority", async () => {
  const pair = cluster({ 1: () => told(2) }, { stored: [hashed(1, 9)] });
  await pair.monitor.checkCompactHashes();
  assert.deepEqual(pair.alarms, [0n]);
  const silent = cluster({ 1: () => told(2), 2: refuse("FutureRev") }, { stored: [hashed(1, 9)] });
  await silent.monitor.checkCompactHashes();
  assert.deepEqual(silent.alarms, [0n]);
});

test("CorruptionMonitor raises nothing once it is stopped", async () => {
  const { monitor, alarms } = cluster({ 1: () => told(2) }, { stored: [hashed(1, 9)] });
  const checks = [monitor.checkPeriodically(), monitor.checkCompactHashes()];
  monitor.stop();
  await Promise.all(checks);
  assert.deepEqual(alarms, []);
});
