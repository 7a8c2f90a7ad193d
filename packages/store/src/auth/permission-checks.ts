/**
 * Who may do what: the checks in front of requests while auth is enabled. v3 API specification,
 * 8.5 and 8.6; apply specification, 5.6. Every check throws a RequestError, or the request may go
 * on; without auth, none is called.
 *
 * What role a user holds is looked at anew after each change of the auth revision; the ranges that
 * the roles come to are kept until then.
 */

import { bytesToLatin1 } from "@kvorum/base";
import { authpb, type etcdserverpb, RequestError } from "@kvorum/proto";
import type { Caller } from "../apply/entry-parser.ts";
import type { PutFields } from "../mvcc/mvcc-store.ts";
import type { AuthRecords } from "./auth-records.ts";
import { type KeySpan, PermittedRanges, spanOf } from "./permitted-ranges.ts";

export const ROOT = "root";

/** Which keys hang on a lease. */
export interface LeaseKeys {
  exists(id: bigint): boolean;
  /** Latin1 strings. The lease must exist. */
  keysOf(id: bigint): readonly string[];
}

interface UserRanges {
  readonly read: PermittedRanges;
  readonly write: PermittedRanges;
}

const { READ, WRITE, READWRITE } = authpb.PermissionType;

export class PermissionChecks {
  readonly #records: AuthRecords;
  readonly #leases: LeaseKeys;
  readonly #ranges = new Map<string, UserRanges>();
  /** Of #ranges. */
  #rangesRevision = 0;

  constructor(records: AuthRecords, leases: LeaseKeys) {
    this.#records = records;
    this.#leases = leases;
  }

  // Requests -----------------------------------------------------------------------------------

  checkPut(caller: Caller, put: PutFields): void {
    this.#checkPutOf(caller, {
      key: bytesToLatin1(put.keyBytes, put.keyStart, put.keyEnd),
      lease: put.lease,
      wantsPrevious: put.wantsPrevious,
    });
  }

  checkRange(caller: Caller, request: { key: Uint8Array; rangeEnd: Uint8Array }): void {
    this.#checkSpan(caller, "read", request.key, request.rangeEnd);
  }

  checkDeleteRange(caller: Caller, request: etcdserverpb.DeleteRangeRequest): void {
    this.#checkSpan(caller, "write", request.key, request.rangeEnd);
    if (request.prevKv) this.#checkSpan(caller, "read", request.key, request.rangeEnd);
  }

  /** Comparisons and both branches, taken or not, at every depth. */
  checkTxn(caller: Caller, request: etcdserverpb.TxnRequest): void {
    for (const { key, rangeEnd } of request.compare) this.#checkSpan(caller, "read", key, rangeEnd);
    for (const branch of [request.success, request.failure]) {
      for (const operation of branch) this.#checkOperation(caller, operation);
    }
  }

  #checkOperation(caller: Caller, operation: etcdserverpb.RequestOp): void {
    const { requestRange, requestPut, requestDeleteRange, requestTxn } = operation;
    if (requestRange !== null) this.checkRange(caller, requestRange);
    else if (requestPut !== null) {
      this.#checkPutOf(caller, {
        key: bytesToLatin1(requestPut.key),
        lease: requestPut.lease,
        wantsPrevious: requestPut.prevKv,
      });
    } else if (requestDeleteRange !== null) this.checkDeleteRange(caller, requestDeleteRange);
    else if (requestTxn !== null) this.checkTxn(caller, requestTxn);
  }

  #checkPutOf(caller: Caller, put: { key: string; lease: bigint; wantsPrevious: boolean }): void {
    this.#checkKey(caller, "write", put.key);
    // Whoever revokes a lease deletes its keys, so only who may write them all may add one.
    if (put.lease !== 0n) this.checkLease(caller, put.lease, "write");
    if (put.wantsPrevious) this.#checkKey(caller, "read", put.key);
  }

  /** Every key of a lease; a lease that is not there has none. Root passes at any auth revision. */
  checkLease(caller: Caller, id: bigint, kind: "read" | "write"): void {
    if (!this.#leases.exists(id) || this.#isRoot(caller.username)) return;
    for (const key of this.#leases.keysOf(id)) this.#checkKey(caller, kind, key);
  }

  // Callers ------------------------------------------------------------------------------------

  /** Somebody, whoever it is. @throws RequestError UserEmpty. */
  checkKnown(caller: Caller): void {
    if (caller.username === "") throw new RequestError("UserEmpty");
  }

  /** Somebody with role root. @throws RequestError UserEmpty, UserNotFound, PermissionDenied. */
  checkAdmin(caller: Caller): void {
    this.checkKnown(caller);
    if (this.#records.user(caller.username) === undefined) throw new RequestError("UserNotFound");
    if (!this.#isRoot(caller.username)) throw new RequestError("PermissionDenied");
  }

  holdsRole(username: string, role: string): boolean {
    return this.#records.user(username)?.roles.includes(role) ?? false;
  }

  #isRoot(username: string): boolean {
    return this.holdsRole(username, ROOT);
  }

  // Keys ---------------------------------------------------------------------------------------

  #checkSpan(caller: Caller, kind: "read" | "write", key: Uint8Array, rangeEnd: Uint8Array): void {
    if (rangeEnd.length === 0) {
      this.#checkKey(caller, kind, bytesToLatin1(key));
      return;
    }
    const ranges = this.#rangesFor(caller);
    if (ranges === null) return;
    if (!ranges[kind].contains(spanOf(key, rangeEnd))) throw new RequestError("PermissionDenied");
  }

  #checkKey(caller: Caller, kind: "read" | "write", key: string): void {
    const ranges = this.#rangesFor(caller);
    if (ranges !== null && !ranges[kind].containsKey(key)) {
      throw new RequestError("PermissionDenied");
    }
  }

  /** Null: the caller may do everything. The order of the refusals is etcd's. */
  #rangesFor(caller: Caller): UserRanges | null {
    const { revision } = this.#records;
    if (caller.authRevision === 0) throw new RequestError("UserEmpty");
    if (caller.authRevision < revision) throw new RequestError("AuthOldRevision");
    const { username } = caller;
    const user = this.#records.user(username);
    if (user === undefined) throw new RequestError("PermissionDenied");
    if (user.roles.includes(ROOT)) return null;
    if (this.#rangesRevision !== revision) {
      this.#ranges.clear();
      this.#rangesRevision = revision;
    }
    let ranges = this.#ranges.get(username);
    if (ranges === undefined) {
      ranges = this.#unionOf(user.roles);
      this.#ranges.set(username, ranges);
    }
    return ranges;
  }

  #unionOf(roles: readonly string[]): UserRanges {
    const read: KeySpan[] = [];
    const write: KeySpan[] = [];
    for (const name of roles) {
      for (const { permType, key, rangeEnd } of this.#records.role(name)?.keyPermission ?? []) {
        const span = spanOf(key, rangeEnd);
        // A type of the future grants nothing here, as in etcd.
        const isBoth = permType === READWRITE;
        if (isBoth || permType === READ) read.push(span);
        if (isBoth || permType === WRITE) write.push(span);
      }
    }
    return { read: new PermittedRanges(read), write: new PermittedRanges(write) };
  }
}
