/**
 * Makes a failing run smaller: fewer faults, fewer clients, less time, as long as it still fails in
 * any way. Halves first, then single faults.
 */

import { type Plan, takeShares } from "./plan.ts";
import { type RunResult, runSeed } from "./run-seed.ts";

export interface Shrunk {
  readonly withoutFaults: readonly number[];
  readonly durationShare: number;
  readonly clientsShare: number;
  readonly result: RunResult;
  readonly faultsLeft: number;
}

/** Null if the whole plan does not fail. */
export async function shrink(plan: Plan, report: (line: string) => void): Promise<Shrunk | null> {
  let withoutFaults = new Set<number>();
  let durationShare = 1;
  let clientsShare = 1;
  const attempt = (shares: {
    without?: Set<number>;
    duration?: number;
    clients?: number;
  }): Promise<RunResult> =>
    runSeed(
      takeShares(plan, {
        withoutFaults: shares.without ?? withoutFaults,
        duration: shares.duration ?? durationShare,
        clients: shares.clients ?? clientsShare,
      }),
    );
  let result = await attempt({});
  if (result.violations.length === 0) return null;
  const fails = (other: RunResult): boolean => {
    if (other.violations.length === 0) return false;
    result = other;
    return true;
  };
  while (durationShare > 0.1 && fails(await attempt({ duration: durationShare / 2 }))) {
    durationShare /= 2;
    report(`duration x ${durationShare}`);
  }
  while (
    clientsShare * plan.clientsCount > 1 &&
    fails(await attempt({ clients: clientsShare / 2 }))
  ) {
    clientsShare /= 2;
    report(`clients x ${clientsShare}`);
  }
  const { length } = plan.faults;
  for (let size = Math.ceil(length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < length; from += size) {
      const without = new Set(withoutFaults);
      for (let i = from; i < Math.min(length, from + size); i++) without.add(i);
      if (without.size === withoutFaults.size) continue;
      if (!fails(await attempt({ without }))) continue;
      withoutFaults = without;
      report(`${length - without.size} of ${length} faults left`);
    }
  }
  return {
    withoutFaults: [...withoutFaults].sort((a, b) => a - b),
    durationShare,
    clientsShare,
    result,
    faultsLeft: length - withoutFaults.size,
  };
}
