/**
 * The proof that the harness sees a loss: a majority of members is put back to an older state of
 * its disk, behind everybody's back. What was acknowledged since then is gone, and the history must
 * show it.
 */

import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { withCluster } from "./cluster.ts";
import { clusterPrograms, kindsUnderTest, skipWithoutPrograms } from "./cluster-programs.ts";
import { runRecorded } from "./recorded-run.ts";

const kinds = kindsUnderTest(["kvorum", "kvorum", "kvorum"]);

test("a cluster that lost acknowledged writes is found out", {
  skip: skipWithoutPrograms(kinds),
}, async () => {
  using backup = TemporaryDirectory.create({ name: "stale" });
  const run = withCluster({ programs: clusterPrograms(kinds) }, (cluster) =>
    runRecorded(cluster, { seed: 5 }, async (load) => {
      const all = cluster.members;
      await load.answered(100, 20_000);
      await Promise.all(all.map((member) => member.kill()));
      for (const member of all) {
        cpSync(member.dataDirectory, join(backup.path, member.name), { recursive: true });
      }
      for (const member of all) member.launch();
      await cluster.allServing();
      await load.answered(100, 20_000);
      await Promise.all(all.map((member) => member.kill()));
      for (const member of all) {
        rmSync(member.dataDirectory, { recursive: true });
        cpSync(join(backup.path, member.name), member.dataDirectory, { recursive: true });
      }
      for (const member of all) member.launch();
      await cluster.allServing();
      await load.answered(200, 20_000);
    }),
  );
  await assert.rejects(run, (error: unknown) => {
    assert.match(String(error), /violations[^:]*:\n(?:.*\n)*?P[14] /);
    return true;
  });
});
