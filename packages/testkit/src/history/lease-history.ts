/**
 * What clients did with each lease, and the earliest time at which it may have ended by itself.
 * The server renewed at or after the call, so call + TTL is the bound (P7).
 */

import type { History, OperationOf } from "./history.ts";

export interface LeaseTiming {
  /** Seconds of the fastest server in one second of the clients; default 1. */
  readonly fastestServerClock?: number;
  /** Allowed for clocks that are read at slightly different moments; default 0. */
  readonly toleranceMs?: number;
}

/** All that clients did with one lease id. */
export interface LeaseHistory {
  readonly id: bigint;
  readonly grants: OperationOf<"LeaseGrant">[];
  readonly revokes: OperationOf<"LeaseRevoke">[];
  readonly keepAlives: OperationOf<"LeaseKeepAlive">[];
  readonly lookUps: OperationOf<"LeaseTimeToLive">[];
}

/** Refused requests left out. */
export function leaseHistories(history: History): Map<bigint, LeaseHistory> {
  const leases = new Map<bigint, LeaseHistory>();
  const of = (id: bigint): LeaseHistory => {
    let lease = leases.get(id);
    if (lease === undefined) {
      lease = { id, grants: [], revokes: [], keepAlives: [], lookUps: [] };
      leases.set(id, lease);
    }
    return lease;
  };
  for (const operation of history.operations) {
    if (operation.outcome === "refused") continue;
    switch (operation.method) {
      case "LeaseGrant": {
        const id = operation.answer?.ID ?? operation.request.ID;
        if (id !== 0n) of(id).grants.push(operation);
        break;
      }
      case "LeaseRevoke":
        of(operation.request.ID).revokes.push(operation);
        break;
      case "LeaseKeepAlive":
        of(operation.request.ID).keepAlives.push(operation);
        break;
      case "LeaseTimeToLive":
        of(operation.request.ID).lookUps.push(operation);
        break;
      default:
    }
  }
  return leases;
}

/**
 * When the lease may have ended at the earliest, as far as a client knew that saw the end at
 * `seenMs`. A revocation that was under way allows any time.
 */
export function earliestEnd(
  lease: LeaseHistory,
  seenMs: number,
  timing: LeaseTiming,
): {
  readonly dueMs: number;
  readonly renewal: { readonly calledMs: number; readonly id: number };
  readonly grantedSeconds: number;
} {
  const grant = lease.grants[0]!;
  const grantedSeconds = grant.answer?.TTL ?? grant.request.TTL;
  let renewal: { calledMs: number; id: number } = grant;
  for (const keepAlive of lease.keepAlives) {
    const isRenewal = keepAlive.answer !== null && keepAlive.answer.TTL > 0;
    // One that was called after the end was known is another violation.
    if (!isRenewal || keepAlive.calledMs > seenMs) continue;
    if (keepAlive.calledMs > renewal.calledMs) renewal = keepAlive;
  }
  if (lease.revokes.some(({ calledMs }) => calledMs <= seenMs)) {
    return { dueMs: Number.NEGATIVE_INFINITY, renewal, grantedSeconds };
  }
  const ttlMs = (grantedSeconds * 1000) / (timing.fastestServerClock ?? 1);
  return { dueMs: renewal.calledMs + ttlMs - (timing.toleranceMs ?? 0), renewal, grantedSeconds };
}
