/**
 * The backend quota: what requests cost, and whether they still fit (v3 API specification, 11.4).
 * The size of the database is local, so nothing here may influence what an entry does to the
 * state; it only decides what the caller hears, and whether the member raises NOSPACE.
 */

import type { etcdserverpb } from "@kvorum/proto";
import type { Backend } from "../backend-port.ts";

/** etcd's default, used where the configured quota is 0. */
export const DEFAULT_QUOTA_BYTES: number = 2 * 1024 * 1024 * 1024;

const PUT_OVERHEAD_BYTES = 256;
export const LEASE_GRANT_COST_BYTES = 64;

export function putCost(request: etcdserverpb.PutRequest): number {
  return putCostOf({ keyBytes: request.key.length, valueBytes: request.value.length });
}

export function putCostOf(sizes: { keyBytes: number; valueBytes: number }): number {
  return PUT_OVERHEAD_BYTES + sizes.keyBytes + sizes.valueBytes;
}

/** The costlier branch, nested transactions included; 0 for one that puts nothing. */
export function txnCost(request: etcdserverpb.TxnRequest): number {
  return Math.max(branchCost(request.success), branchCost(request.failure));
}

function branchCost(ops: readonly etcdserverpb.RequestOp[]): number {
  let cost = 0;
  for (const op of ops) {
    if (op.requestPut !== null) cost += putCost(op.requestPut);
    else if (op.requestTxn !== null) cost += txnCost(op.requestTxn);
  }
  return cost;
}

export class Quota {
  /** Bytes; Infinity while the quota is off. */
  readonly limitBytes: number;
  readonly #backend: Backend;
  /** Costs that may be granted before the size of the database is looked up again. */
  #headroomBytes = 0;

  /** @param configuredBytes - 0: the default; negative: off. */
  constructor(backend: Backend, configuredBytes: number) {
    this.#backend = backend;
    this.limitBytes =
      configuredBytes < 0
        ? Number.POSITIVE_INFINITY
        : configuredBytes === 0
          ? DEFAULT_QUOTA_BYTES
          : configuredBytes;
  }

  /** Would a request of this cost still fit? */
  allows(costBytes: number): boolean {
    if (costBytes === 0) return true;
    if (costBytes < this.#headroomBytes) {
      this.#headroomBytes -= costBytes;
      return true;
    }
    const free = this.limitBytes - this.#backend.sizeBytes;
    // Asking for the size may cost a system call; far from the limit one look serves for many
    // requests. A database grows by a small multiple of what is put, hence the sixteenth.
    this.#headroomBytes = free / 16;
    return costBytes < free;
  }
}
