import assert from "node:assert/strict";
import { test } from "node:test";
import { type PeerLease, PeerRequestError } from "@kvorum/peer";
import { type ErrorCode, RequestError } from "@kvorum/proto";
import type { RenewOutcome } from "@kvorum/store";
import { LeaseForwarding } from "./lease-forwarding.ts";
import { FakePeerRequests, FakeTime, settle } from "./testing/fakes.ts";

const URL = "http://leader";
const ID = 7n;
const WANTED = () => true;

function member(fields: { isFast?: boolean } = {}) {
  const time = new FakeTime();
  const requests = new FakePeerRequests();
  const state = {
    isLeader: false,
    leaderUrls: [URL] as readonly string[] | null,
    committed: 10,
    applied: 10,
    isPrimary: true,
    exists: true,
    outcome: 60 as RenewOutcome,
    hasCheckpoint: false,
    settled: [] as (() => void)[],
    forgotten: [] as bigint[],
  };
  const leases = new LeaseForwarding({
    clock: time,
    timers: time,
    requests,
    lessor: () => ({
      isPrimary: state.isPrimary,
      exists: () => state.exists,
      renew: () => state.outcome,
      timeToLive: () => (state.exists ? { remainingSeconds: 30, grantedTtlSeconds: 60 } : null),
      keysOf: () => ["a\u00ff"],
      hasCheckpoint: () => state.hasCheckpoint,
      whenSettled: (_id, callback) => void state.settled.push(callback),
    }),
    isLeader: () => state.isLeader,
    leaderUrls: () => state.leaderUrls,
    committedIndex: () => state.committed,
    appliedIndex: () => state.applied,
    forgetCheckpoint: (id) => void state.forgotten.push(id),
    requestTimeoutMs: 7000,
    isFast: fields.isFast ?? false,
  });
  return { time, requests, state, leases };
}

/** The code of the rejection, or the value. */
function watched<T>(promise: Promise<T>): { outcome: T | ErrorCode | "waiting" } {
  const watch: { outcome: T | ErrorCode | "waiting" } = { outcome: "waiting" };
  promise.then(
    (value) => {
      watch.outcome = value;
    },
    (error: unknown) => {
      assert.ok(error instanceof RequestError, String(error));
      watch.outcome = error.code;
    },
  );
  return watch;
}

const lease: PeerLease = { id: ID, ttl: 30, grantedTtl: 60, keys: [] };

test("renew() on a follower asks the leader, with all of the request timeout", async () => {
  const { requests, leases } = member();
  requests.answers.set(URL, { renewLease: () => 60 });
  assert.equal(await leases.renew(ID, WANTED), 60);
  assert.deepEqual(requests.asked, [`renewLease ${URL}`]);
  assert.deepEqual(requests.timeoutsMs, [7000]);
});

test("renew() tries every 50 ms until a new leader answers", async () => {
  const { requests, leases, state, time } = member();
  const renewed = watched(leases.renew(ID, WANTED));
  await time.advance(100);
  assert.equal(requests.asked.length, 3);
  assert.deepEqual(requests.timeoutsMs, [7000, 6950, 6900]);
  requests.answers.set(URL, {
    renewLease: () => {
      throw new RequestError("NotPrimaryLessor");
    },
  });
  await time.advance(50);
  requests.answers.set(URL, {
    renewLease: () => {
      throw new RequestError("TimeoutWaitAppliedIndex");
    },
  });
  await time.advance(50);
  assert.equal(renewed.outcome, "waiting");
  state.leaderUrls = ["http://other"];
  requests.answers.set("http://other", { renewLease: () => 60 });
  await time.advance(50);
  assert.equal(renewed.outcome, 60);
  assert.equal(time.waitingCount, 0);
});

test("renew() believes the leader that a lease is unknown", async () => {
  const { requests, leases } = member();
  requests.answers.set(URL, {
    renewLease: () => {
      throw new RequestError("LeaseNotFound");
    },
  });
  const renewed = watched(leases.renew(ID, WANTED));
  await settle();
  assert.equal(renewed.outcome, "LeaseNotFound");
});

test("renew() gives up after the request timeout, with or without a leader", async () => {
  const silent = member();
  const first = watched(silent.leases.renew(ID, WANTED));
  await silent.time.advance(6999);
  assert.equal(first.outcome, "waiting");
  await silent.time.advance(1);
  assert.equal(first.outcome, "Timeout");
  const leaderless = member();
  leaderless.state.leaderUrls = null;
  const second = watched(leaderless.leases.renew(ID, WANTED));
  await leaderless.time.advance(7000);
  assert.equal(second.outcome, "NoLeader");
  assert.deepEqual(leaderless.requests.asked, []);
});

test("renew() goes on here when this member becomes the leader meanwhile", async () => {
  const { requests, leases, state, time } = member();
  requests.answers.set(URL, {
    renewLease: () => {
      state.isLeader = true;
      state.outcome = "not primary";
      throw new PeerRequestError("broken");
    },
  });
  const renewed = watched(leases.renew(ID, WANTED));
  await time.advance(50);
  assert.equal(renewed.outcome, "waiting");
  state.outcome = 60;
  await time.advance(50);
  assert.equal(renewed.outcome, 60);
});

test("renew() stops trying when nobody waits for it any more, or the member stops", async () => {
  const gone = member();
  let isWanted = true;
  const first = watched(gone.leases.renew(ID, () => isWanted));
  await gone.time.advance(100);
  isWanted = false;
  await gone.time.advance(50);
  assert.equal(first.outcome, "Canceled");
  const stopping = member();
  const second = watched(stopping.leases.renew(ID, WANTED));
  await settle();
  stopping.leases.stop();
  await settle();
  assert.equal(second.outcome, "Stopped");
  assert.equal(stopping.time.waitingCount, 0);
});

test("renewHere() answers for the leader, and has a checkpoint forgotten", async () => {
  const { leases, state } = member();
  state.isLeader = true;
  assert.equal(await leases.renewHere(ID), 60);
  assert.deepEqual(state.forgotten, []);
  state.hasCheckpoint = true;
  await leases.renewHere(ID);
  assert.deepEqual(state.forgotten, [ID]);
  state.outcome = "unknown";
  await assert.rejects(leases.renewHere(ID), { code: "LeaseNotFound" });
  assert.deepEqual(state.forgotten, [ID]);
  state.outcome = "not primary";
  await assert.rejects(leases.renewHere(ID), { code: "NotPrimaryLessor" });
  state.isLeader = false;
  await assert.rejects(leases.renewHere(ID), { code: "NotPrimaryLessor" });
});

test("renewHere() waits for the revoke of a lease that has ended", async () => {
  const { leases, state } = member();
  state.isLeader = true;
  state.outcome = "expired";
  const revoked = watched(leases.renewHere(ID));
  await settle();
  assert.equal(revoked.outcome, "waiting");
  state.outcome = "unknown";
  state.settled.pop()!();
  await settle();
  assert.equal(revoked.outcome, "LeaseNotFound");
  state.outcome = "expired";
  const demoted = watched(leases.renewHere(ID));
  await settle();
  state.isLeader = false;
  state.settled.pop()!();
  await settle();
  assert.equal(demoted.outcome, "NotPrimaryLessor");
});

test("renewHere() catches up with what is committed, for a second at most", async () => {
  const { leases, state, time } = member();
  state.isLeader = true;
  state.applied = 9;
  const renewed = watched(leases.renewHere(ID));
  await time.advance(500);
  assert.equal(renewed.outcome, "waiting");
  state.committed = 20;
  state.applied = 10;
  await time.advance(5);
  assert.equal(renewed.outcome, 60);
  const late = watched(leases.renewHere(ID));
  await time.advance(999);
  assert.equal(late.outcome, "waiting");
  await time.advance(6);
  assert.equal(late.outcome, "TimeoutWaitAppliedIndex");
  assert.equal(time.waitingCount, 0);
});

test("renewHere() renews a known lease at once under FastLeaseKeepAlive", async () => {
  const { leases, state, time } = member({ isFast: true });
  state.isLeader = true;
  state.applied = 9;
  assert.equal(await leases.renewHere(ID), 60);
  state.exists = false;
  const renewed = watched(leases.renewHere(ID));
  await time.advance(10);
  assert.equal(renewed.outcome, "waiting");
  state.applied = 10;
  await time.advance(10);
  assert.equal(renewed.outcome, 60);
});

test("timeToLive() answers here or through the leader", async () => {
  const { leases, state, requests } = member();
  requests.answers.set(URL, { timeToLive: () => lease });
  assert.equal(await leases.timeToLive({ id: ID, keys: false }, WANTED), lease);
  state.isLeader = true;
  assert.deepEqual(await leases.timeToLive({ id: ID, keys: true }, WANTED), {
    ...lease,
    keys: [Uint8Array.of(0x61, 0xff)],
  });
  assert.deepEqual(await leases.timeToLive({ id: ID, keys: false }, WANTED), lease);
  state.exists = false;
  await assert.rejects(leases.timeToLive({ id: ID, keys: false }, WANTED), {
    code: "LeaseNotFound",
  });
});

test("timeToLive() of a leader that is demoted meanwhile says so, to clients and to members", async () => {
  const { leases, state, time } = member();
  state.isLeader = true;
  state.applied = 9;
  const question = { id: ID, keys: false };
  const client = watched(leases.timeToLive(question, WANTED));
  const other = watched(leases.timeToLiveHere(question));
  await time.advance(5);
  state.isPrimary = false;
  state.applied = 10;
  await time.advance(5);
  assert.deepEqual([client.outcome, other.outcome], ["LeaderChanged", "NotPrimaryLessor"]);
});
