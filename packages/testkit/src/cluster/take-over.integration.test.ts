/**
 * Three Go members become Kvorum members on the same data directories, one at a time, while clients
 * go on: nothing acknowledged is lost. Issue 3, "Take-over".
 */

import { test } from "node:test";
import { withCluster } from "./cluster.ts";
import { clusterPrograms, kindsUnderTest, skipWithoutPrograms } from "./cluster-programs.ts";
import { runRecorded } from "./recorded-run.ts";

const kinds = kindsUnderTest(["kvorum"]);

for (const [label, snapshotCount] of [
  ["a log without snapshots", "100000"],
  ["snapshots of the log", "300"],
] as const) {
  test(`a Go cluster with ${label} becomes a Kvorum cluster under load`, {
    skip: skipWithoutPrograms(["go", ...kinds]),
  }, async (t) => {
    const seed = 77;
    t.diagnostic(`seed ${seed}`);
    const programs = clusterPrograms(["go", "go", "go"]);
    const [successor] = clusterPrograms(kinds);
    const flags = ["--snapshot-count", snapshotCount];
    await withCluster({ programs, flags }, async (cluster) => {
      const result = await runRecorded(cluster, { seed, leaseTtlSeconds: 5 }, async (load) => {
        await load.answered(500, 20_000);
        // The leader comes last: the cluster has both kinds as followers and as leader.
        const order = [...(await cluster.followers()), await cluster.leader()];
        for (const member of order) {
          await member.stop();
          member.command = successor!;
          member.launch();
          await member.serving();
          await load.answered(200, 20_000);
        }
        await cluster.moveLeader(order[0]!);
        await load.answered(200, 20_000);
      });
      t.diagnostic(JSON.stringify(result));
    });
  });
}
