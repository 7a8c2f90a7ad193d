/**
 * Where auth joins the apply path: the permission checks in front of each request, and the auth
 * requests of the log (fields 1000 to 1204). `src/auth` implements it; until a store is given one,
 * auth counts as disabled, requests that would set it up fail as unknown methods without any
 * effect, and a database in which auth is enabled is refused at open.
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
  checkCompaction(caller: Caller): void;
  checkLeaseRevoke(caller: Caller, id: bigint): void;
  checkAlarm(caller: Caller, request: etcdserverpb.AlarmRequest): void;
  /**
   * Carries out the auth request with this field number of InternalRaftRequest, its own permission
   * check included. Returns the body of the answer, without header.
   * @param index - index of the entry.
   */
  apply(field: number, body: Uint8Array, caller: Caller, index: number): Uint8Array;
}
