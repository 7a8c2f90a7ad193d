/** What a request can touch, in whatever state and branch: the keys it may read, put or delete. */

import { bytesToLatin1 } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import type { Call, Operation } from "./history.ts";

export interface ReachVisitor {
  put(name: string, request: etcdserverpb.PutRequest): void;
  delete(key: Uint8Array, rangeEnd: Uint8Array): void;
  read(key: Uint8Array, rangeEnd: Uint8Array): void;
  revoke(lease: bigint): void;
}

export function visitReach(call: Call, visitor: ReachVisitor): void {
  switch (call.method) {
    case "Range":
      visitor.read(call.request.key, call.request.rangeEnd);
      break;
    case "Put":
      visitor.put(bytesToLatin1(call.request.key), call.request);
      break;
    case "DeleteRange":
      visitor.delete(call.request.key, call.request.rangeEnd);
      break;
    case "Txn":
      visitTxn(call.request, visitor);
      break;
    case "LeaseRevoke":
      visitor.revoke(call.request.ID);
      break;
    case "Compact":
    case "LeaseGrant":
    case "LeaseKeepAlive":
    case "LeaseTimeToLive":
      break;
  }
}

function visitTxn(request: etcdserverpb.TxnRequest, visitor: ReachVisitor): void {
  for (const { key, rangeEnd } of request.compare) visitor.read(key, rangeEnd);
  for (const ops of [request.success, request.failure]) {
    for (const { requestRange, requestPut, requestDeleteRange, requestTxn } of ops) {
      if (requestRange) visitor.read(requestRange.key, requestRange.rangeEnd);
      if (requestPut) visitor.put(bytesToLatin1(requestPut.key), requestPut);
      if (requestDeleteRange) visitor.delete(requestDeleteRange.key, requestDeleteRange.rangeEnd);
      if (requestTxn) visitTxn(requestTxn, visitor);
    }
  }
}

/** Whether the request may change keys, in some state. */
export function canWrite(call: Call): boolean {
  switch (call.method) {
    case "Put":
    case "DeleteRange":
    case "LeaseRevoke":
      return true;
    case "Txn":
      return txnCanWrite(call.request);
    default:
      return false;
  }
}

function txnCanWrite({ success, failure }: etcdserverpb.TxnRequest): boolean {
  for (const ops of [success, failure]) {
    for (const op of ops) {
      if (op.requestPut !== null || op.requestDeleteRange !== null) return true;
      if (op.requestTxn !== null && txnCanWrite(op.requestTxn)) return true;
    }
  }
  return false;
}

/** Whether the answer says that keys were changed. Of a lease's revocation it does not say. */
export function didWrite(operation: Operation): boolean {
  if (operation.answer === null) return false;
  switch (operation.method) {
    case "Put":
      return true;
    case "DeleteRange":
      return operation.answer.deleted > 0;
    case "Txn":
      return txnDidWrite(operation.answer);
    default:
      return false;
  }
}

function txnDidWrite({ responses }: etcdserverpb.TxnResponse): boolean {
  for (const { responsePut, responseDeleteRange, responseTxn } of responses) {
    if (responsePut !== null) return true;
    if (responseDeleteRange !== null && responseDeleteRange.deleted > 0) return true;
    if (responseTxn !== null && txnDidWrite(responseTxn)) return true;
  }
  return false;
}

/** Whether a member answers it from its own state, which may be old. */
export function isLocal(call: Call): boolean {
  switch (call.method) {
    case "Range":
      return call.request.serializable;
    case "Txn":
      return isSerializableTxn(call.request);
    case "LeaseKeepAlive":
    case "LeaseTimeToLive":
      return true;
    default:
      return false;
  }
}

/** A transaction of serializable ranges only; one without operations counts. */
function isSerializableTxn({ success, failure }: etcdserverpb.TxnRequest): boolean {
  const isLocalOp = (op: etcdserverpb.RequestOp): boolean => op.requestRange?.serializable === true;
  return success.every(isLocalOp) && failure.every(isLocalOp);
}
