/** Every stored value that a history shows anywhere: in ranges, previous values and watches. */

import { bytesToLatin1 } from "@kvorum/base";
import type { etcdserverpb, mvccpb } from "@kvorum/proto";
import type { History } from "./history.ts";
import { PUT } from "./reference-model.ts";

export type SightingVisitor = (name: string, kv: mvccpb.KeyValue) => void;

export function visitSightings(history: History, visit: SightingVisitor): void {
  const see = (kv: mvccpb.KeyValue | null): void => {
    if (kv !== null) visit(bytesToLatin1(kv.key), kv);
  };
  const seeRange = (
    request: etcdserverpb.RangeRequest | null,
    answer: etcdserverpb.RangeResponse,
  ): void => {
    // Without values it is no sighting of the whole.
    if (request?.keysOnly === true) return;
    for (const kv of answer.kvs) see(kv);
  };
  const seeTxn = (request: etcdserverpb.TxnRequest, answer: etcdserverpb.TxnResponse): void => {
    const ops = answer.succeeded ? request.success : request.failure;
    for (const [i, response] of answer.responses.entries()) {
      const op = ops[i];
      if (response.responseRange) seeRange(op?.requestRange ?? null, response.responseRange);
      if (response.responsePut) see(response.responsePut.prevKv);
      if (response.responseDeleteRange) {
        for (const kv of response.responseDeleteRange.prevKvs) see(kv);
      }
      if (response.responseTxn && op?.requestTxn) seeTxn(op.requestTxn, response.responseTxn);
    }
  };
  for (const operation of history.operations) {
    if (operation.answer === null) continue;
    if (operation.method === "Range") seeRange(operation.request, operation.answer);
    else if (operation.method === "Put") see(operation.answer.prevKv);
    else if (operation.method === "DeleteRange") {
      for (const kv of operation.answer.prevKvs) see(kv);
    } else if (operation.method === "Txn") seeTxn(operation.request, operation.answer);
  }
  for (const { segments } of history.watches) {
    for (const { receipts } of segments) {
      for (const { response } of receipts) {
        for (const { type, kv, prevKv } of response.events) {
          if (type === PUT) see(kv);
          see(prevKv);
        }
      }
    }
  }
}
