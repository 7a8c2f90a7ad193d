/** Bugs of members that random runs found, each in the shortest story that shows it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { makePlan } from "../run/plan.ts";
import { Network } from "../world/network.ts";
import { Scheduler } from "../world/scheduler.ts";
import { Trace } from "../world/trace.ts";
import { setWalDefaults } from "../world/wal-settings.ts";
import { SimulatedCluster } from "./cluster.ts";

function makeCluster(membersCount: number): { cluster: SimulatedCluster; scheduler: Scheduler } {
  const scheduler = new Scheduler();
  const trace = new Trace(null);
  const network: Network = new Network({ scheduler, trace, random: new SeededRandom(1) });
  const cluster = new SimulatedCluster({
    ...{ scheduler, trace, network, random: new SeededRandom(2) },
    settings: makePlan(1).settings,
    clientWire: { scheduler, delayMs: () => 1, streamWindowBytes: 65_536 },
    progressNotifyIntervalMs: 5000,
    clockOf: () => ({ rate: 1, monotonicStartMs: 0 }),
    timerDelayMs: () => 0,
    log: null,
    opened: () => {},
  });
  cluster.found(membersCount);
  return { cluster, scheduler };
}

test("Member stops although proposals wait for a leader that does not come", async () => {
  const undo = setWalDefaults(65_536);
  try {
    const { cluster, scheduler } = makeCluster(2);
    const [a, b] = cluster.members;
    for (const member of cluster.members) cluster.start(member);
    await scheduler.run(10_000);
    assert.equal(cluster.serving().length, 2);
    cluster.crash(b!, "exit");
    await scheduler.run(20_000);
    assert.equal(cluster.leader(), null);
    const outcomes: string[] = [];
    cluster.connect(a!)!.unary(
      "/etcdserverpb.KV/Put",
      etcdserverpb.encodePutRequest({ key: new Uint8Array([1]) }),
      { timeoutMs: null },
      {
        answered: () => outcomes.push("answered"),
        failed: ({ message }) => outcomes.push(message),
        lost: (reason) => outcomes.push(reason),
      },
    );
    await scheduler.run(20_100);
    let hasStopped = false;
    cluster.stop(a!, () => {
      hasStopped = true;
    });
    await scheduler.run(25_000);
    assert.ok(hasStopped);
    assert.deepEqual(outcomes, ["connection closed"]);
    assert.deepEqual(cluster.violations, []);
  } finally {
    undo();
  }
});

test("Member does not revoke a lease that another leader has renewed while it was paused", async () => {
  const undo = setWalDefaults(65_536);
  try {
    const { cluster, scheduler } = makeCluster(3);
    for (const member of cluster.members) cluster.start(member);
    await scheduler.run(10_000);
    const call = async (method: string, request: Uint8Array): Promise<Uint8Array | null> => {
      const result: { answer: Uint8Array | null } = { answer: null };
      const member = cluster.serving().find(({ life }) => !life!.process.isPaused)!;
      cluster.connect(member)!.unary(
        `/etcdserverpb.${method}`,
        request,
        { timeoutMs: null },
        {
          answered: (answer) => {
            result.answer = answer;
          },
          failed: () => {},
          lost: () => {},
        },
      );
      await scheduler.run(scheduler.nowMs + 500);
      return result.answer;
    };
    const ID = 7n;
    await call("Lease/LeaseGrant", etcdserverpb.encodeLeaseGrantRequest({ ID, TTL: 6 }));
    const old = cluster.leader()!;
    cluster.pause(old);
    // The next leader begins the lease anew; the old one still counts from the grant.
    await scheduler.run(scheduler.nowMs + 6200);
    assert.notEqual(cluster.leader(), old);
    cluster.resume(old);
    await scheduler.run(scheduler.nowMs + 600);
    const request = etcdserverpb.encodeLeaseLeasesRequest({});
    const answer = await call("Lease/LeaseLeases", request);
    assert.deepEqual(etcdserverpb.decodeLeaseLeasesResponse(answer!).leases, [{ ID }]);
    assert.deepEqual(cluster.violations, []);
  } finally {
    undo();
  }
});
