/**
 * Peer connections that are slow, that stand open and carry nothing, and that break again and
 * again: reliability.md, part 6 (relays). Three members on loopback, no privileges needed.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { pause, until, withCluster } from "./cluster.ts";
import { clusterPrograms, kindsUnderTest, skipWithoutPrograms } from "./cluster-programs.ts";
import { nextCommittedWriteMs } from "./leader-loss.ts";
import { runRecorded } from "./recorded-run.ts";

const kinds = kindsUnderTest(["kvorum", "kvorum", "kvorum"]);
const SEED = 12;
/** Each way; a heartbeat and its answer still fit into an election time-out several times. */
const DELAY = { baseMs: 20, jitterMs: 60 };
const RESETS = 15;
/** P12: ten election time-outs. */
const RECOVERY_LIMIT_MS = 10_000;

test("three members keep every promise over late, stalled and broken connections", {
  skip: skipWithoutPrograms(kinds),
}, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const programs = clusterPrograms(kinds);
  await withCluster({ programs, relaySeed: SEED }, async (cluster) => {
    const options = { seed: SEED, minRequestsPerSecond: 30 };
    const result = await runRecorded(cluster, options, async (load) => {
      await load.answered(100, 20_000);

      const term = (await (await cluster.leader()).status()).raftTerm;
      for (const relay of cluster.relays) relay.setDelay(DELAY);
      await load.answered(200, 30_000);
      const after = await (await cluster.leader()).status();
      assert.equal(after.raftTerm, term, "late bytes alone cost a leader its place");
      for (const relay of cluster.relays) relay.setDelay({ baseMs: 0, jitterMs: 0 });

      // Half open: nobody gets anything to the leader, and no connection ends.
      const leader = await cluster.leader();
      const relay = cluster.relays[cluster.members.indexOf(leader)]!;
      relay.stall();
      await until(
        async () => {
          const found = await cluster.findLeader();
          return found !== null && found !== leader;
        },
        { limitMs: RECOVERY_LIMIT_MS, what: "another leader than the one that hears nobody" },
      );
      relay.resume();
      await load.answered(100, 20_000);

      for (let i = 0; i < RESETS; i++) {
        for (const one of cluster.relays) one.reset();
        await pause(100);
      }
      const survivors = cluster.up;
      const sinceMs = performance.now();
      const recoveryMs = await nextCommittedWriteMs(load, { survivors, sinceMs });
      assert.ok(recoveryMs <= RECOVERY_LIMIT_MS, `${recoveryMs} ms to the next write`);
      await load.answered(100, 20_000);
    });
    t.diagnostic(JSON.stringify(result));
  });
});
