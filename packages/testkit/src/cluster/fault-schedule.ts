/**
 * Faults of network, process and disk, one after the other, on a running cluster in namespaces.
 * Every fault ends by itself; after each, writes must go on within the promise of reliability.md
 * (P12): ten election time-outs.
 */

import { assert } from "@kvorum/base";
import { SystemCallFaults } from "../faults/system-call-faults.ts";
import { type Cluster, pause } from "./cluster.ts";
import type { ClusterLoad } from "./cluster-load.ts";
import type { ClusterMember } from "./cluster-member.ts";
import { nextCommittedWriteMs } from "./leader-loss.ts";
import type { NamespaceNetwork } from "./network-namespaces.ts";

export interface FaultScene {
  readonly cluster: Cluster;
  readonly network: NamespaceNetwork;
  readonly load: ClusterLoad;
}

export interface ClusterFault {
  readonly name: string;
  /** A larger cluster is something else for it, so that it is worth to be suffered there too. */
  readonly dependsOnSize?: boolean;
  /** Programs that it needs. */
  readonly needs: readonly string[];
  /** Brings the fault about; what it returns ends it. */
  readonly begin: (scene: FaultScene) => Promise<() => Promise<void>>;
}

const ELECTION_TIMEOUT_MS = 1000;
/** Longer than any election time-out is drawn, so that another leader is elected meanwhile. */
const FAULT_MS = 2600;
const LOSS_PERCENT = 15;
const SLOW_SYNC_MS = 400;

export const clusterFaults: readonly ClusterFault[] = [
  {
    name: "leader cut off",
    needs: [],
    begin: async (scene) => {
      const { leader, others } = await roles(scene);
      scene.network.cut([leader], others);
      return healed(scene);
    },
  },
  {
    name: "leader hears nobody",
    needs: [],
    begin: async (scene) => {
      const { leader, others } = await roles(scene);
      for (const from of others) scene.network.cutOneWay({ from, to: leader });
      return healed(scene);
    },
  },
  {
    name: "nobody hears the leader",
    dependsOnSize: true,
    needs: [],
    begin: async (scene) => {
      const { leader, others } = await roles(scene);
      for (const to of others) scene.network.cutOneWay({ from: leader, to });
      return healed(scene);
    },
  },
  {
    name: "leader in a minority",
    dependsOnSize: true,
    needs: [],
    begin: async (scene) => {
      const { leader, others } = await roles(scene);
      const companions = others.slice(0, Math.floor((others.length - 1) / 2));
      const majority = others.filter((member) => !companions.includes(member));
      scene.network.cut([leader, ...companions], majority);
      return healed(scene);
    },
  },
  {
    name: "majorities in a ring",
    dependsOnSize: true,
    needs: [],
    begin: async (scene) => {
      // Of three, each is the neighbour of each: one link is cut instead, which leaves a chain.
      if (scene.network.membersCount > 3) scene.network.cutToRing();
      else {
        const { leader, others } = await roles(scene);
        scene.network.cut([leader], others.slice(0, 1));
      }
      return healed(scene);
    },
  },
  {
    name: "packets lost",
    dependsOnSize: true,
    needs: [],
    begin: async (scene) => {
      scene.network.lose(LOSS_PERCENT);
      return healed(scene);
    },
  },
  {
    name: "leader paused",
    needs: [],
    begin: async (scene) => {
      const leader = await scene.cluster.leader();
      leader.pause();
      return async () => leader.resume();
    },
  },
  {
    name: "follower paused",
    needs: [],
    begin: async (scene) => {
      const [follower] = await scene.cluster.followers();
      follower!.pause();
      return async () => follower!.resume();
    },
  },
  {
    name: "leader's disk slow",
    needs: ["strace"],
    begin: async (scene) => slowDisk(await scene.cluster.leader()),
  },
  {
    name: "follower's disk slow",
    needs: ["strace"],
    begin: async (scene) => slowDisk((await scene.cluster.followers())[0]!),
  },
];

/** Runs one fault to its end. @returns milliseconds from its end to the next committed write. */
export async function sufferFault(fault: ClusterFault, scene: FaultScene): Promise<number> {
  const end = await fault.begin(scene);
  try {
    await pause(FAULT_MS);
  } finally {
    await end();
  }
  const survivors = scene.cluster.up;
  const recoveryMs = await nextCommittedWriteMs(scene.load, {
    survivors,
    sinceMs: performance.now(),
  });
  assert(
    recoveryMs <= 10 * ELECTION_TIMEOUT_MS,
    `${fault.name}: ${recoveryMs.toFixed(0)} ms from the end of the fault to the next write`,
  );
  await scene.cluster.allServing();
  return recoveryMs;
}

async function roles({ cluster }: FaultScene): Promise<{ leader: number; others: number[] }> {
  const member = await cluster.leader();
  const leader = cluster.members.indexOf(member);
  return { leader, others: cluster.members.flatMap((_, i) => (i === leader ? [] : [i])) };
}

function healed({ network }: FaultScene): () => Promise<void> {
  return async () => network.heal();
}

async function slowDisk(member: ClusterMember): Promise<() => Promise<void>> {
  const faults = await SystemCallFaults.attach(member.pid!, {
    calls: "fdatasync,fsync",
    effect: `delay_exit=${SLOW_SYNC_MS * 1000}`,
  });
  return async () => {
    const syncsCount = faults.faults().length;
    await faults.detach();
    assert(syncsCount > 0, `no sync of ${member.label} was slow`);
  };
}
