import assert from "node:assert/strict";
import { test } from "node:test";
import type { PeerVersions } from "@kvorum/peer";
import { FakePeerRequests, FakeTime, recordLog, settle } from "./testing/fakes.ts";
import { type MinorVersion, parseVersion } from "./version.ts";
import {
  decideClusterVersion,
  isDowngradeComplete,
  logClusterVersion,
  releaseRefusal,
  VersionMonitor,
} from "./version-monitor.ts";

const server = (text: string): PeerVersions => ({ server: text, cluster: null, storage: null });
const minors = (...texts: (string | null)[]): (MinorVersion | null)[] =>
  texts.map((text) => (text === null ? null : parseVersion(text)));

test("decideClusterVersion() follows the members up, and a downgrade one step down", () => {
  const rows: readonly (readonly [
    current: string | null,
    target: string | null,
    servers: readonly (string | null)[],
    expected: string | null,
  ])[] = [
    [null, null, ["3.7.1"], "3.7"],
    [null, null, ["3.7.1", "3.4.23", "3.5.0"], "3.4"],
    [null, null, ["3.7.1", null], "3.0"],
    [null, null, ["3.7.1", "garbage"], "3.0"],
    ["3.0.0", null, ["3.7.1", "3.6.2"], "3.6"],
    ["3.0.0", null, ["3.7.1", null], null],
    ["3.6.0", null, ["3.7.1", "3.6.2"], null],
    ["3.6.0", null, ["3.7.1", "3.10.0"], "3.7"],
    ["3.7.0", null, ["3.7.1", "3.6.0"], null],
    ["3.7.0", "3.6.0", ["3.7.1", "3.7.0"], "3.6"],
    ["3.7.0", "3.6.0", ["3.7.1", null], null],
    ["3.7.0", "3.6.0", ["3.7.1", "3.6.0"], null],
    ["3.7.0", "3.5.0", ["3.7.1", "3.7.0"], null],
    ["3.6.0", "3.6.0", ["3.7.1", "3.7.0"], null],
  ];
  for (const [current, downgradeTarget, servers, expected] of rows) {
    const decided = decideClusterVersion({ current, downgradeTarget, servers: minors(...servers) });
    const text = decided === null ? null : `${decided.major}.${decided.minor}`;
    assert.equal(text, expected, JSON.stringify([current, downgradeTarget, servers]));
  }
});

test("isDowngradeComplete() wants every member on the target's release", () => {
  assert.equal(isDowngradeComplete("3.6.0", minors("3.6.4", "3.6.0")), true);
  assert.equal(isDowngradeComplete("3.6.0", minors("3.6.4", "3.7.0")), false);
  assert.equal(isDowngradeComplete("3.6.0", minors("3.6.4", null)), false);
});

test("releaseRefusal() ends a member below the cluster version only", () => {
  assert.equal(releaseRefusal({ ownServer: "3.7.1", clusterVersion: "3.7.0" }), null);
  assert.equal(releaseRefusal({ ownServer: "3.7.1", clusterVersion: null }), null);
  assert.deepEqual(releaseRefusal({ ownServer: "3.7.1", clusterVersion: "3.10.0" }), {
    message: "invalid downgrade; server version is lower than determined cluster version",
    fields: { "current-server-version": "3.7.1", "determined-cluster-version": "3.10" },
  });
});

test("logClusterVersion() tells the first decision from a later one", () => {
  const { log, lines } = recordLog();
  const ids = { clusterId: "c", memberId: "m" };
  logClusterVersion(log, { ...ids, from: null, to: "3.7.0" });
  logClusterVersion(log, { ...ids, from: "3.6.0", to: "3.7.0" });
  assert.deepEqual(lines, ["info: set initial cluster version", "info: updated cluster version"]);
});

function monitored(state: {
  current: string | null;
  target: string | null;
  isLeader: boolean;
  ids: bigint[];
}) {
  const time = new FakeTime();
  const requests = new FakePeerRequests();
  const { log, lines } = recordLog();
  const proposed: string[] = [];
  const failures: unknown[] = [];
  const monitor = new VersionMonitor(
    {
      requests,
      log,
      timeoutMs: 7000,
      timers: time,
      ownId: 1n,
      ownVersions: () => server("3.7.1"),
      members: () => state.ids.map((id) => ({ id, peerUrls: [`http://${id}`] })),
      clusterVersion: () => state.current,
      downgradeTarget: () => state.target,
      isLeader: () => state.isLeader,
      propose: (version) => proposed.push(version),
      endDowngrade: () => proposed.push("end"),
      failed: (error) => failures.push(error),
    },
    { downgradeCheckMs: 5000 },
  );
  return { time, requests, lines, proposed, failures, monitor, state };
}

test("VersionMonitor decides at once when leadership begins, and every 4 s from then on", async () => {
  const { time, requests, proposed, lines, monitor, state } = monitored({
    current: null,
    target: null,
    isLeader: true,
    ids: [1n, 2n, 3n],
  });
  requests.answers.set("http://2", { versions: () => server("3.6.1") });
  monitor.start();
  monitor.leading();
  await settle();
  assert.deepEqual(requests.asked, ["versions http://2", "versions http://3"]);
  assert.deepEqual(requests.timeoutsMs, [7000, 7000]);
  assert.deepEqual(proposed, ["3.0.0"]);
  assert.ok(lines[0]!.startsWith("warn: failed to get version: "));
  state.current = "3.0.0";
  requests.answers.set("http://3", { versions: () => server("3.7.1") });
  await time.advance(3999);
  assert.deepEqual(proposed, ["3.0.0"]);
  await time.advance(1);
  assert.deepEqual(proposed, ["3.0.0", "3.6.0"]);
  state.current = "3.6.0";
  requests.answers.set("http://2", { versions: () => server("3.7.0") });
  await time.advance(4000);
  assert.deepEqual(proposed, ["3.0.0", "3.6.0", "3.7.0"]);
  state.current = "3.7.0";
  await time.advance(20_000);
  assert.equal(proposed.length, 3);
  monitor.stop();
  assert.equal(time.waitingCount, 0);
});

test("VersionMonitor leaves it to the leader, also when leadership is lost meanwhile", async () => {
  const { time, requests, proposed, monitor, state } = monitored({
    current: null,
    target: null,
    isLeader: false,
    ids: [1n, 2n],
  });
  monitor.start();
  await time.advance(10_000);
  assert.deepEqual(requests.asked, []);
  state.isLeader = true;
  requests.answers.set("http://2", {
    versions: () => {
      state.isLeader = false;
      return server("3.7.1");
    },
  });
  monitor.leading();
  await settle();
  assert.deepEqual([requests.asked.length, proposed.length], [1, 0]);
  monitor.stop();
});

test("VersionMonitor makes one poll at a time, and decides anew after a change of leadership", async () => {
  const { time, requests, proposed, monitor } = monitored({
    current: null,
    target: null,
    isLeader: true,
    ids: [1n, 2n],
  });
  const waiting: ((versions: PeerVersions) => void)[] = [];
  requests.answers.set("http://2", {
    versions: () => new Promise<PeerVersions>((resolve) => waiting.push(resolve)),
  });
  monitor.start();
  monitor.leading();
  await time.advance(10_000);
  assert.equal(waiting.length, 1);
  monitor.leading();
  waiting[0]!(server("3.5.0"));
  await settle();
  assert.equal(waiting.length, 2);
  monitor.stop();
  waiting[1]!(server("3.5.0"));
  await settle();
  assert.deepEqual(proposed, ["3.5.0"]);
  assert.equal(time.waitingCount, 0);
});

test("VersionMonitor ends a downgrade when all members run its target", async () => {
  const { time, requests, proposed, monitor, state } = monitored({
    current: "3.7.0",
    target: "3.7.0",
    isLeader: true,
    ids: [1n, 2n],
  });
  requests.answers.set("http://2", { versions: () => server("3.8.0") });
  monitor.start();
  await time.advance(5000);
  assert.deepEqual(proposed, []);
  requests.answers.set("http://2", { versions: () => server("3.7.3") });
  await time.advance(5000);
  assert.deepEqual(proposed, ["end"]);
  state.target = null;
  await time.advance(20_000);
  assert.deepEqual(proposed, ["end"]);
  monitor.stop();
});

test("VersionMonitor reports a bug and goes on", async () => {
  const { time, requests, failures, proposed, monitor } = monitored({
    current: null,
    target: null,
    isLeader: true,
    ids: [1n, 2n],
  });
  requests.answers.set("http://2", {
    versions: () => {
      throw new TypeError("bug");
    },
  });
  monitor.start();
  monitor.leading();
  await settle();
  assert.equal(failures.length, 1);
  requests.answers.set("http://2", { versions: () => server("3.7.0") });
  await time.advance(4000);
  assert.deepEqual(proposed, ["3.7.0"]);
  monitor.stop();
});
