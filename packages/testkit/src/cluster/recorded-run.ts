/**
 * A load on a cluster with whatever a test does to it meanwhile, and at the end the verdict: all
 * members agree, and the history holds every promise that the checkers know.
 */

import type { CheckReport } from "../history/check-history.ts";
import { HistoryRecorder } from "../history/history-recorder.ts";
import type { WorkloadProfile } from "../history/workload.ts";
import { type Agreement, type Cluster, messageOf } from "./cluster.ts";
import { ClusterLoad } from "./cluster-load.ts";
import { judgeHistory } from "./history-verdict.ts";

export interface RecordedRunOptions {
  readonly seed: number;
  readonly profiles?: readonly WorkloadProfile[];
  /** Default 12 ms. */
  readonly restMs?: number;
  readonly leaseTtlSeconds?: number;
  readonly agreementLimitMs?: number;
  /** Default 100; less only where the faults themselves slow every request down. */
  readonly minRequestsPerSecond?: number;
}

export interface RecordedRunResult {
  readonly agreement: Agreement;
  readonly operations: number;
  readonly done: number;
  readonly unknown: number;
  readonly watchReceipts: number;
  /** Watches that were open at the end and had to have every event. */
  readonly completeWatches: number;
  readonly elapsedMs: number;
  readonly figures: CheckReport["figures"];
  /** Answered requests a second between faults, at best. */
  readonly bestPerSecond: number;
  /** Errors that clients met, most frequent first. */
  readonly errors: string;
}

const defaultProfiles: readonly WorkloadProfile[] = [
  "plain",
  "transactions",
  "listWatch",
  "compaction",
  "locks",
  "listAppend",
];
/** Fewer requests a second than this between the faults, and they met no load: the run is void. */
const MIN_REQUESTS_PER_SECOND = 100;

/**
 * Runs the body with the load on all present members, then ends the load and judges.
 * @throws Error with all violations; or when the members disagree; or when there was too little load
 */
export async function runRecorded(
  cluster: Cluster,
  options: RecordedRunOptions,
  body: (load: ClusterLoad) => Promise<void>,
): Promise<RecordedRunResult> {
  const startedAtMs = performance.now();
  const recorder = new HistoryRecorder();
  const load = new ClusterLoad(cluster.present, {
    recorder,
    seed: options.seed,
    profiles: options.profiles ?? defaultProfiles,
    restMs: options.restMs ?? 12,
    ...(options.leaseTtlSeconds === undefined ? {} : { leaseTtlSeconds: options.leaseTtlSeconds }),
  });
  let agreement: Agreement;
  try {
    await body(load);
    await load.stopRequests();
    await cluster.allServing();
    agreement = await cluster.agreement(options.agreementLimitMs ?? 30_000);
  } catch (error) {
    await load.stopRequests();
    await load.stopWatches(0, 0).catch(() => 0);
    throw new Error(`${messageOf(error)}\nerrors of the load: ${load.errorsText()}`, {
      cause: error,
    });
  }
  const completeWatches = await load.stopWatches(agreement.revision, 15_000);
  const elapsedMs = performance.now() - startedAtMs;
  for (const member of cluster.up) recorder.hash({ member: member.name, ...agreement });
  const history = recorder.finish(performance.now());
  const figures = judgeHistory(history, { deliveredThrough: agreement.revision });
  const operations = history.operations.length;
  if (load.bestPerSecond < (options.minRequestsPerSecond ?? MIN_REQUESTS_PER_SECOND)) {
    throw new Error(`only ${load.bestPerSecond.toFixed(0)} requests/s: the run is void`);
  }
  let watchReceipts = 0;
  for (const watch of history.watches) {
    for (const segment of watch.segments) watchReceipts += segment.receipts.length;
  }
  return {
    agreement,
    operations,
    done: load.counts.done,
    unknown: load.counts.unknown,
    watchReceipts,
    completeWatches,
    elapsedMs,
    figures,
    bestPerSecond: Math.round(load.bestPerSecond),
    errors: load.errorsText(),
  };
}
