/**
 * Where auth joins the apply path: the permission checks in front of each request, and the auth
 * requests of the log (fields 1000 to 1204). `src/auth` implements it.
 *
 * Compactions and alarms are not checked here but by the member that proposes them, as in etcd:
 * members propose them for themselves too, without a user.
 */

import type { etcdserverpb } from "@kvorum/proto";
import type { PutFields } from "../mvcc/mvcc-store.ts";
import type { Caller } from "./entry-parser.ts";

/** Every check throws a RequestError where the caller lacks the permission. */
export interface AuthLayer {
  /** While false, no check is called. */
  readonly isEnabled: boolean;
  checkPut(caller: Caller, put: PutFields): void;
  checkRange(caller: Caller, request: etcdserverpb.RangeRequest): void;
  checkDeleteRange(caller: Caller, request: etcdserverpb.DeleteRangeRequest): void;
  checkTxn(caller: Caller, request: etcdserverpb.TxnRequest): void;
  checkLeaseRevoke(caller: Caller, id: bigint): void;
  /**
   * Carries out the auth request with this field number of InternalRaftRequest, its own permission
   * check included. Returns the body of the answer, without header.
   * @param place - index of the entry; monotonic now, for the life of tokens only.
   */
  apply(
    field: number,
    body: Uint8Array,
    caller: Caller,
    place: { readonly index: number; readonly nowMs: number },
  ): Uint8Array;
}
