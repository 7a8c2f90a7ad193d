/**
 * SIGKILL to members of a cluster under load, again and again: mostly the leader, sometimes
 * another, sometimes so many at once that no majority is left. The killed come back on their data.
 * Afterwards nothing acknowledged may be lost and the whole history must be linearizable.
 *
 * Long runs are cut into clusters of a few dozen kills each, so that a history stays small enough to
 * be held and judged at once.
 */

import { SeededRandom } from "@kvorum/base";
import type { ServerCommand } from "../process/server-command.ts";
import { type Cluster, messageOf, pause, withCluster } from "./cluster.ts";
import type { ClusterLoad } from "./cluster-load.ts";
import type { ClusterMember } from "./cluster-member.ts";
import { nextCommittedWriteMs, quantile } from "./leader-loss.ts";
import { type RecordedRunResult, runRecorded } from "./recorded-run.ts";

export interface CrashRunOptions {
  /** One for each member. */
  readonly programs: readonly ServerCommand[];
  readonly seed: number;
  readonly cycles: number;
  readonly flags?: readonly string[];
  readonly log?: (line: string) => void;
}

export interface CrashRunResult {
  readonly cycles: number;
  readonly kills: number;
  /** From each kill of a leader to the next committed write. */
  readonly recoveriesMs: readonly number[];
  readonly operations: number;
  readonly done: number;
  readonly unknown: number;
  readonly watchReceipts: number;
  readonly elapsedMs: number;
}

const CYCLES_OF_A_CLUSTER = 25;
/** So small that restarts meet snapshots, and followers that were away get one. */
const FLAGS: readonly string[] = ["--snapshot-count", "500"];

/** @throws Error that names seed and cycle, and what was violated. */
export async function runCrashes(options: CrashRunOptions): Promise<CrashRunResult> {
  const recoveriesMs: number[] = [];
  const totals = { kills: 0, operations: 0, done: 0, unknown: 0, watchReceipts: 0 };
  const startedAtMs = performance.now();
  for (let cyclesDone = 0, part = 0; cyclesDone < options.cycles; part++) {
    const seed = options.seed + part;
    const cycles = Math.min(CYCLES_OF_A_CLUSTER, options.cycles - cyclesDone);
    const flags = [...FLAGS, ...(options.flags ?? [])];
    const result = await withCluster({ programs: options.programs, flags }, (cluster) =>
      crashOneCluster(cluster, { seed, cycles, recoveriesMs, log: options.log ?? null }),
    );
    cyclesDone += cycles;
    totals.kills += result.kills;
    totals.operations += result.operations;
    totals.done += result.done;
    totals.unknown += result.unknown;
    totals.watchReceipts += result.watchReceipts;
    options.log?.(
      `${cyclesDone} of ${options.cycles} cycles: ${totals.kills} kills, ${totals.done} requests ` +
        `answered, ${totals.unknown} unknown, revision ${result.agreement.revision}, ` +
        recoveryText(recoveriesMs),
    );
  }
  return {
    cycles: options.cycles,
    ...totals,
    recoveriesMs,
    elapsedMs: performance.now() - startedAtMs,
  };
}

export function recoveryText(recoveriesMs: readonly number[]): string {
  const at = (q: number): string => quantile(recoveriesMs, q).toFixed(0);
  return `leader killed to next write: ${recoveriesMs.length} times, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`;
}

async function crashOneCluster(
  cluster: Cluster,
  options: {
    readonly seed: number;
    readonly cycles: number;
    readonly recoveriesMs: number[];
    readonly log: ((line: string) => void) | null;
  },
): Promise<RecordedRunResult & { kills: number }> {
  const random = new SeededRandom(options.seed);
  let kills = 0;
  let cycle = 0;
  try {
    const result = await runRecorded(cluster, { seed: options.seed }, async (load) => {
      for (cycle = 1; cycle <= options.cycles; cycle++) {
        await load.answered(60 + random.below(150), 20_000);
        const victims = await chooseVictims(cluster, random);
        kills += victims.length;
        await killAndRestart(cluster, { ...options, random, load, victims });
      }
    });
    return { ...result, kills };
  } catch (error) {
    throw new Error(
      `seed ${options.seed}, cycle ${cycle} of ${options.cycles}: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** The leader in three of five cycles; all of them in one of thirty. */
async function chooseVictims(cluster: Cluster, random: SeededRandom): Promise<ClusterMember[]> {
  const leader = await cluster.leader();
  const others = cluster.up.filter((member) => member !== leader);
  const roll = random.below(30);
  if (roll < 18) return [leader];
  if (roll < 25) return [random.pick(others)];
  if (roll < 27) return [leader, random.pick(others)];
  if (roll < 29) return others;
  return [leader, ...others];
}

async function killAndRestart(
  cluster: Cluster,
  options: {
    readonly random: SeededRandom;
    readonly load: ClusterLoad;
    readonly victims: readonly ClusterMember[];
    readonly recoveriesMs: number[];
  },
): Promise<void> {
  const { load, random, victims } = options;
  const majority = Math.floor(cluster.present.length / 2) + 1;
  const wasLeader = (await cluster.findLeader()) === victims[0];
  const sinceMs = performance.now();
  await Promise.all(victims.map((member) => member.kill()));
  const survivors = cluster.up;
  if (survivors.length >= majority) {
    if (wasLeader) {
      options.recoveriesMs.push(await nextCommittedWriteMs(load, { survivors, sinceMs }));
    }
    await load.answered(random.below(80), 20_000);
  } else await pause(random.below(400));
  for (const member of victims) member.launch();
  await Promise.all(victims.map((member) => member.serving()));
}
