/**
 * The cases with three members on this machine: one cluster of each program, one cluster at a time,
 * filled, restarted and then loaded through its leader and through a follower. The CPU of all three
 * members counts.
 *
 * Catch-up is a measurement of its own: one member is down while entries are written; the time runs
 * from its start until it has applied what the leader has.
 */

import type { etcdserverpb } from "@kvorum/proto";
import { Cluster, type ClusterMember, type ServerCommand } from "@kvorum/testkit";
import type { CatchUpCase, ClusterCase } from "./bench-cases.ts";
import {
  benchFlags,
  type CaseOptions,
  type LoadTarget,
  type Measurement,
  measureCase,
  prefillPlan,
} from "./comparison.ts";
import { runLoadProcess } from "./load-process.ts";
import { LoadError } from "./load-run.ts";

export interface ClusterComparisonOptions extends CaseOptions {
  readonly servers: readonly ServerCommand[];
  readonly readCases: readonly ClusterCase[];
  readonly writeCases: readonly ClusterCase[];
  readonly rounds: number;
  readonly directory: string | null;
}

export interface CatchUpMeasurement {
  readonly server: string;
  readonly caseName: string;
  readonly round: number;
  /** Which the member missed; each is one put. */
  readonly entries: number;
  /** From the member's start until it has the leader's revision. */
  readonly elapsedMs: number;
  /** Of the load that the member missed: puts through the leader, with two members up. */
  readonly writesPerSecond: number;
}

const MEMBERS = 3;
const KEY_BYTES = 16;
const POLL_MS = 5;
const CATCH_UP_LIMIT_MS = 300_000;
const CATCH_UP_CONNECTIONS = 20;
const CATCH_UP_STREAMS = 25;

export async function compareClusters(options: ClusterComparisonOptions): Promise<Measurement[]> {
  const clusters: Cluster[] = [];
  const measurements: Measurement[] = [];
  try {
    for (const command of options.servers) {
      const cluster = await startCluster(command, { flags: [], directory: options.directory });
      clusters.push(cluster);
      options.log(`${command.label}, three members: filling ${options.keysCount} keys`);
      const leader = await cluster.leader();
      await runLoadProcess(prefillPlan(leader.place.clientPort, options));
      await cluster.agreement();
      await stopAll(cluster);
    }
    for (const cases of [options.readCases, options.writeCases]) {
      if (cases.length === 0) continue;
      for (let round = 0; round < options.rounds; round++) {
        const order = round % 2 === 0 ? clusters : [...clusters].reverse();
        for (const cluster of order) {
          for (const member of cluster.members) member.launch();
          await cluster.allServing();
          for (const { role, load } of cases) {
            // Asked anew for each case: a leader may lose its place under load.
            const leader = await cluster.leader();
            const followers = cluster.members.filter((member) => member !== leader);
            const target = clusterTarget(cluster, role === "leader" ? leader : followers[0]!);
            const measurement = await measureCase(target, load, { ...options, round });
            if (measurement !== null) measurements.push(measurement);
          }
          await cluster.agreement(60_000);
          await stopAll(cluster);
        }
      }
    }
    return measurements;
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.dispose()));
  }
}

export async function compareCatchUp(options: {
  readonly servers: readonly ServerCommand[];
  readonly cases: readonly CatchUpCase[];
  readonly rounds: number;
  readonly entries: number;
  readonly valueBytes: number;
  readonly seed: number;
  readonly directory: string | null;
  readonly log: (line: string) => void;
}): Promise<CatchUpMeasurement[]> {
  const results: CatchUpMeasurement[] = [];
  for (const catchUpCase of options.cases) {
    for (let round = 0; round < options.rounds; round++) {
      const order = round % 2 === 0 ? options.servers : [...options.servers].reverse();
      for (const command of order) {
        results.push(await measureCatchUp(command, { ...options, catchUpCase, round }));
      }
    }
  }
  return results;
}

async function measureCatchUp(
  command: ServerCommand,
  options: {
    readonly catchUpCase: CatchUpCase;
    readonly round: number;
    readonly entries: number;
    readonly valueBytes: number;
    readonly seed: number;
    readonly directory: string | null;
    readonly log: (line: string) => void;
  },
): Promise<CatchUpMeasurement> {
  const { catchUpCase, entries, round } = options;
  const cluster = await startCluster(command, {
    flags: catchUpCase.flags,
    directory: options.directory,
  });
  try {
    const leader = await cluster.leader();
    const late = cluster.members.find((member) => member !== leader)!;
    await late.stop();
    const written = await runLoadProcess({
      ...prefillPlan(leader.place.clientPort, { ...options, keysCount: entries }),
      keyBytes: KEY_BYTES,
      connections: CATCH_UP_CONNECTIONS,
      streams: CATCH_UP_STREAMS,
      txnPuts: 1,
    });
    const { revision } = await cluster.agreement(60_000);
    const startedAtMs = performance.now();
    late.launch();
    await late.listening(CATCH_UP_LIMIT_MS);
    while ((await revisionOf(late)) < revision) {
      if (performance.now() - startedAtMs > CATCH_UP_LIMIT_MS) {
        throw new LoadError(`${late.label} does not catch up\n${late.output.slice(-3000)}`);
      }
      await new Promise((resolve) => {
        setTimeout(resolve, POLL_MS);
      });
    }
    const elapsedMs = performance.now() - startedAtMs;
    // Quick and wrong does not count.
    await cluster.agreement(60_000);
    options.log(
      `${command.label} ${catchUpCase.name} round ${round + 1}: ${entries} entries in ` +
        `${elapsedMs.toFixed(0)} ms, written at ${written.perSecond.toFixed(0)}/s`,
    );
    return {
      server: command.label,
      caseName: catchUpCase.name,
      round,
      entries,
      elapsedMs,
      writesPerSecond: written.perSecond,
    };
  } finally {
    await cluster.dispose();
  }
}

function startCluster(
  command: ServerCommand,
  options: { readonly flags: readonly string[]; readonly directory: string | null },
): Promise<Cluster> {
  return Cluster.start({
    programs: Array.from({ length: MEMBERS }, () => command),
    flags: [...benchFlags, ...options.flags],
    parentDirectory: options.directory,
  });
}

/** One after the other: a leader that stops hands over first, and waits if nobody can take it. */
async function stopAll(cluster: Cluster): Promise<void> {
  for (const member of cluster.members) await member.stop();
}

async function revisionOf(member: ClusterMember): Promise<number> {
  try {
    const status: etcdserverpb.StatusResponse = await member.status(10_000);
    return status.header?.revision ?? 0;
  } catch (error) {
    if (member.pid !== null) return 0; // Busy with what it takes in; the caller's limit decides.
    throw new LoadError(`${member.label} died\n${member.output.slice(-3000)}`, { cause: error });
  }
}

function clusterTarget(cluster: Cluster, member: ClusterMember): LoadTarget {
  return {
    label: member.command.label,
    clientPort: member.place.clientPort,
    get pids() {
      return cluster.members.map((one) => one.pid);
    },
    get output() {
      return cluster.logs();
    },
  };
}
