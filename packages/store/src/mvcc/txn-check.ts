/**
 * What a transaction must satisfy before it is proposed, in etcd's order of checks (v3 API
 * specification, 3.7): number of operations, keys, each operation as if it stood alone, and no
 * key put twice or both put and deleted. None of it needs the state of the store.
 *
 * Also what a transaction tells without running: whether it only reads, and its quota cost.
 */

import { bytesToLatin1 } from "@kvorum/base";
import { type etcdserverpb, RequestError } from "@kvorum/proto";
import { type Interval, IntervalList } from "./interval-list.ts";
import { isOpenEnd } from "./key-range.ts";
import { checkRange } from "./range.ts";

type TxnRequest = etcdserverpb.TxnRequest;
type RequestOp = etcdserverpb.RequestOp;
type PutRequest = etcdserverpb.PutRequest;

/** @throws RequestError EmptyKey, ValueProvided, LeaseProvided. */
export function checkPut(request: PutRequest): void {
  if (request.key.length === 0) throw new RequestError("EmptyKey");
  if (request.ignoreValue && request.value.length !== 0) throw new RequestError("ValueProvided");
  if (request.ignoreLease && request.lease !== 0n) throw new RequestError("LeaseProvided");
}

/** @throws RequestError EmptyKey. */
export function checkDeleteRange(request: etcdserverpb.DeleteRangeRequest): void {
  if (request.key.length === 0) throw new RequestError("EmptyKey");
}

/**
 * @param options - `maxTxnOps`: operations on the way from the top to the deepest level.
 * @throws RequestError TooManyOps, EmptyKey, KeyNotFound (an operation without content),
 *   InvalidSortOption, ValueProvided, LeaseProvided, DuplicateKey.
 */
export function checkTxn(request: TxnRequest, options: { maxTxnOps: number }): void {
  checkOperations(request, options.maxTxnOps);
  collectChanges(request.success);
  collectChanges(request.failure);
}

function checkOperations(request: TxnRequest, budget: number): void {
  const count = Math.max(request.compare.length, request.success.length, request.failure.length);
  if (count > budget) throw new RequestError("TooManyOps");
  for (const compare of request.compare) {
    if (compare.key.length === 0) throw new RequestError("EmptyKey");
  }
  for (const op of request.success) checkOperation(op, budget - count);
  for (const op of request.failure) checkOperation(op, budget - count);
}

function checkOperation(op: RequestOp, nestedBudget: number): void {
  if (op.requestRange !== null) checkRange(op.requestRange);
  else if (op.requestPut !== null) checkPut(op.requestPut);
  else if (op.requestDeleteRange !== null) checkDeleteRange(op.requestDeleteRange);
  else if (op.requestTxn !== null) checkOperations(op.requestTxn, nestedBudget);
  else throw new RequestError("KeyNotFound");
}

interface Changes {
  readonly puts: Set<string>;
  readonly deletes: IntervalList;
}

/** All keys that a list of operations puts and deletes. @throws RequestError DuplicateKey. */
function collectChanges(ops: readonly RequestOp[]): Changes {
  let puts = new Set<string>();
  let deletes = IntervalList.of(deletedIntervals(ops));
  for (const op of ops) {
    if (op.requestTxn === null) continue;
    const success = collectChanges(op.requestTxn.success);
    const failure = collectChanges(op.requestTxn.failure);
    // Only one branch runs, so both may put the same key.
    const nested = union(success.puts, failure.puts);
    for (const key of nested) {
      if (puts.has(key) || deletes.contains(key)) throw new RequestError("DuplicateKey");
    }
    puts = union(puts, nested);
    deletes = deletes.union(success.deletes).union(failure.deletes);
  }
  for (const op of ops) {
    if (op.requestPut === null) continue;
    const key = bytesToLatin1(op.requestPut.key);
    if (puts.has(key) || deletes.contains(key)) throw new RequestError("DuplicateKey");
    puts.add(key);
  }
  return { puts, deletes };
}

function deletedIntervals(ops: readonly RequestOp[]): Interval[] {
  const intervals: Interval[] = [];
  for (const op of ops) {
    const request = op.requestDeleteRange;
    // etcd never sees that an open-ended delete overlaps anything; clients may rely on it.
    if (request === null || isOpenEnd(request.rangeEnd)) continue;
    const start = bytesToLatin1(request.key);
    const end = request.rangeEnd.length === 0 ? `${start}\0` : bytesToLatin1(request.rangeEnd);
    intervals.push({ start, end });
  }
  return intervals;
}

/** The larger set, with the other's keys added. */
function union(a: Set<string>, b: Set<string>): Set<string> {
  const [larger, smaller] = a.size >= b.size ? [a, b] : [b, a];
  for (const key of smaller) larger.add(key);
  return larger;
}

/** Every operation of both branches is a range; a nested transaction counts as a write. */
export function isReadOnlyTxn(request: TxnRequest): boolean {
  return request.success.every(isRange) && request.failure.every(isRange);
}

/** A read-only transaction whose ranges are all serializable: local state may answer it. */
export function isSerializableTxn(request: TxnRequest): boolean {
  return request.success.every(isSerializable) && request.failure.every(isSerializable);
}

function isRange(op: RequestOp): boolean {
  return op.requestRange !== null;
}

function isSerializable(op: RequestOp): boolean {
  return op.requestRange?.serializable ?? false;
}
