/**
 * Clusters of three and of five in network namespaces, under load, while links are cut, packets
 * lost, members paused and disks slow: reliability.md, part 6. The history is judged at the end.
 */

import { type TestContext, test } from "node:test";
import { skipWithout } from "../process/programs.ts";
import { withCluster } from "./cluster.ts";
import {
  clusterPrograms,
  kindsUnderTest,
  type ProgramKind,
  skipWithoutPrograms,
} from "./cluster-programs.ts";
import { clusterFaults, sufferFault } from "./fault-schedule.ts";
import { NamespaceNetwork } from "./network-namespaces.ts";
import { runRecorded } from "./recorded-run.ts";

const noNamespaces = NamespaceNetwork.skip();

for (const membersCount of [3, 5]) {
  const kinds = kindsUnderTest(Array.from({ length: membersCount }, (): ProgramKind => "kvorum"));
  const skip = skipWithoutPrograms(kinds) || noNamespaces;
  const name = `${membersCount} members keep every promise over cuts, loss, pauses and slow disks`;
  test(name, { skip }, (t) => sufferAll(t, kinds, 4711 + membersCount));
}

async function sufferAll(
  t: TestContext,
  kinds: readonly ProgramKind[],
  seed: number,
): Promise<void> {
  t.diagnostic(`seed ${seed}`);
  const network = NamespaceNetwork.create(kinds.length);
  try {
    await withCluster({ programs: clusterPrograms(kinds), network }, async (cluster) => {
      const result = await runRecorded(cluster, { seed }, async (load) => {
        for (const fault of clusterFaults) {
          if (kinds.length > 3 && fault.dependsOnSize !== true) continue;
          const missing = skipWithout(...fault.needs);
          if (missing !== false) {
            t.diagnostic(`${fault.name}: skipped, ${missing}`);
            continue;
          }
          await load.answered(50, 10_000);
          const recoveryMs = await sufferFault(fault, { cluster, network, load });
          t.diagnostic(`${fault.name}: next write ${recoveryMs.toFixed(0)} ms after its end`);
        }
        await load.answered(100, 10_000);
      });
      t.diagnostic(JSON.stringify(result));
    });
  } finally {
    network.dispose();
  }
}
