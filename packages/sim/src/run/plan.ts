/**
 * What a seed means: the shape of the cluster, its settings, what its network, disks and clocks are
 * like, and the list of faults to come. Everything here is drawn before the run begins, so that a
 * fault keeps its meaning when the shrinker takes others away.
 *
 * Swarm style: in a third of the seeds each class of faults is absent, so that the others are seen
 * alone too. Reliability, part 4.
 */

import { SeededRandom } from "@kvorum/base";
import type { MemberSettings } from "@kvorum/server/member";
import { type WorkloadProfile, workloadProfiles } from "@kvorum/testkit";
import type { DiskSettings } from "../world/disk.ts";
import type { NetworkSettings } from "../world/network.ts";

export const faultClasses = [
  "partition",
  "crash",
  "crashPoint",
  "pause",
  "clock",
  "disk",
  "membership",
  "maintenance",
] as const;

export type FaultClass = (typeof faultClasses)[number];

export interface PlannedFault {
  readonly atMs: number;
  readonly kind: FaultClass;
  /** Seed of everything that the fault draws. */
  readonly seed: number;
}

export interface Plan {
  readonly seed: number;
  readonly membersCount: number;
  readonly clientsCount: number;
  readonly profiles: readonly WorkloadProfile[];
  /** Pause of a client between two requests. */
  readonly meanThinkMs: number;
  readonly leaseTtlSeconds: number;
  /** Of the first phase. */
  readonly durationMs: number;
  readonly settings: Omit<MemberSettings, "name" | "advertisePeerUrls" | "advertiseClientUrls">;
  readonly network: NetworkSettings;
  readonly snapshotCutPermille: number;
  readonly disk: DiskSettings;
  readonly segmentBytes: number;
  /** Rates of monotonic clocks lie between 1 / rate and rate. */
  readonly maxClockRate: number;
  /** A thousandth of the timers is late by up to this much. */
  readonly maxTimerDelayMs: number;
  readonly clientDelayMs: number;
  readonly streamWindowBytes: number;
  readonly progressNotifyIntervalMs: number;
  readonly faults: readonly PlannedFault[];
}

/** How much of a plan a run takes; 1 is all of it. The shrinker halves them. */
export interface PlanShares {
  readonly duration?: number;
  readonly clients?: number;
  /** Faults that are left out, by their place in the plan. */
  readonly withoutFaults?: ReadonlySet<number>;
}

const MIB = 1 << 20;

export function makePlan(seed: number, durationMs = 6000): Plan {
  const random = new SeededRandom(seed);
  const between = (low: number, high: number): number => low + random.below(high - low + 1);
  const off = (): boolean => random.chance(1, 3);

  const membersCount = random.pick([1, 2, 3, 3, 3, 3, 3, 4, 5, 5]);
  const heartbeatIntervalMs = random.pick([20, 50, 100]);
  const electionTicks = random.pick([5, 10, 10, 20]);
  const electionTimeoutMs = heartbeatIntervalMs * electionTicks;
  const isSmall = random.chance(1, 2);
  const settings: Plan["settings"] = {
    heartbeatIntervalMs,
    electionTimeoutMs,
    preVote: random.chance(3, 4),
    forceNewCluster: false,
    initialElectionTickAdvance: random.chance(2, 3),
    strictReconfigCheck: random.chance(2, 3),
    snapshotCount: isSmall ? between(5, 60) : between(100, 1000),
    snapshotCatchUpEntries: isSmall ? between(5, 50) : between(50, 5000),
    maxRequestBytes: 1.5 * MIB,
    maxTxnOps: 128,
    quotaBackendBytes: random.chance(1, 12) ? between(40_000, 400_000) : 0,
    maxLearners: 2,
    backendBatchIntervalMs: random.pick([5, 20, 100, 500]),
    backendBatchLimit: random.pick([1, 10, 1000]),
    compactionBatchLimit: random.pick([5, 50, 1000]),
    compactionSleepIntervalMs: random.pick([1, 10]),
    autoCompaction: random.chance(1, 6) ? { mode: "revision", keepRevisions: 50 } : null,
    fastLeaseKeepAlive: random.chance(1, 2),
    corruptCheckMs: random.chance(1, 4) ? 1000 : 0,
    compactHashCheckMs: random.chance(1, 4) ? 700 : 0,
    downgradeCheckMs: 5000,
    maxWalFiles: random.pick([0, 2, 5]),
    maxSnapshotFiles: random.pick([0, 2, 5]),
    warningApplyDurationMs: 100,
    unsafeNoFsync: false,
  };

  const isNetworkBad = !off();
  const network: NetworkSettings = {
    meanDelayMs: isNetworkBad ? random.pick([0.2, 1, 5, 20, 60]) : 0.5,
    lossPermille: isNetworkBad && !off() ? random.pick([1, 10, 50, 200]) : 0,
    doublePermille: isNetworkBad && !off() ? random.pick([10, 100, 400]) : 0,
    reorders: isNetworkBad && !off(),
    deliversToLaterLife: isNetworkBad && !off(),
    snapshotBytesPerMs: random.pick([20, 200, 10_000]),
  };
  const isDiskSlow = !off();
  const disk: DiskSettings = {
    meanSyncMs: isDiskSlow ? random.pick([0.2, 1, 5, 20]) : 0.3,
    slowSyncEvery: isDiskSlow && random.chance(1, 2) ? between(50, 400) : 0,
    slowSyncMs: random.pick([100, 500, 2000]),
    meanCommitMs: random.pick([1, 10, 100, 500]),
  };
  const isClockOff = !off();

  const enabled = faultClasses.filter(() => !off());
  const faults: PlannedFault[] = [];
  if (enabled.length > 0) {
    const count = between(0, Math.ceil(durationMs / 400));
    for (let i = 0; i < count; i++) {
      faults.push({
        atMs: 300 + random.below(durationMs - 300),
        kind: random.pick(enabled),
        seed: random.nextUint32(),
      });
    }
    faults.sort((a, b) => a.atMs - b.atMs);
  }
  const clientsCount = between(1, 6);
  const profiles = Array.from({ length: clientsCount }, () => random.pick(workloadProfiles));
  return {
    seed,
    membersCount,
    clientsCount,
    profiles,
    meanThinkMs: random.pick([10, 30, 80]),
    leaseTtlSeconds: 1 + (seed % 3),
    durationMs,
    settings,
    network,
    snapshotCutPermille: off() ? 0 : random.pick([100, 500]),
    disk,
    segmentBytes: random.pick([16_384, 65_536, 262_144]),
    // Without pre-vote a member whose clock runs four times as fast keeps the others from elections.
    maxClockRate: isClockOff ? random.pick([1.01, 1.3, settings.preVote ? 2 : 1.3]) : 1,
    maxTimerDelayMs: isClockOff && !off() ? random.pick([5, 100, 1000]) : 0,
    clientDelayMs: random.pick([0.1, 1, 10]),
    streamWindowBytes: random.pick([200, 2000, 65_536]),
    progressNotifyIntervalMs: random.pick([100, 500, 5000]),
    faults,
  };
}

/** The part of a plan that a shrunk run takes. */
export function takeShares(plan: Plan, shares: PlanShares): Plan {
  const durationMs = Math.max(500, Math.round(plan.durationMs * (shares.duration ?? 1)));
  const clientsCount = Math.max(1, Math.round(plan.clientsCount * (shares.clients ?? 1)));
  return {
    ...plan,
    durationMs,
    clientsCount,
    faults: plan.faults.filter(
      ({ atMs }, i) => atMs < durationMs && shares.withoutFaults?.has(i) !== true,
    ),
  };
}
