/**
 * Compares answers and events with what the reference model expects, field by field. Each function
 * returns the first difference as text, or null. Of headers only the revision counts.
 */

import { bytesToLatin1, equalBytes } from "@kvorum/base";
import type { etcdserverpb, mvccpb } from "@kvorum/proto";
import type { Call } from "./history.ts";
import { DELETE, type LoggedEvent } from "./reference-model.ts";

const TEXT_LENGTH = 40;

export function answerDifference(
  method: Call["method"],
  due: object,
  given: object,
): string | null {
  switch (method) {
    case "Range":
      return rangeDifference(
        due as etcdserverpb.RangeResponse,
        given as etcdserverpb.RangeResponse,
      );
    case "Put":
      return putDifference(due as etcdserverpb.PutResponse, given as etcdserverpb.PutResponse);
    case "DeleteRange":
      return deleteDifference(
        due as etcdserverpb.DeleteRangeResponse,
        given as etcdserverpb.DeleteRangeResponse,
      );
    case "Txn":
      return txnDifference(due as etcdserverpb.TxnResponse, given as etcdserverpb.TxnResponse);
    case "LeaseRevoke":
      return headerDifference(
        (due as etcdserverpb.LeaseRevokeResponse).header,
        (given as etcdserverpb.LeaseRevokeResponse).header,
      );
    default:
      return null;
  }
}

/** Everything but the header. */
export function rangeBodyDifference(
  due: etcdserverpb.RangeResponse,
  given: etcdserverpb.RangeResponse,
): string | null {
  if (due.count !== given.count) return `count ${given.count}, due ${due.count}`;
  if (due.more !== given.more) return `more ${given.more}, due ${due.more}`;
  return kvsDifference(due.kvs, given.kvs);
}

function rangeDifference(
  due: etcdserverpb.RangeResponse,
  given: etcdserverpb.RangeResponse,
): string | null {
  return headerDifference(due.header, given.header) ?? rangeBodyDifference(due, given);
}

function putDifference(
  due: etcdserverpb.PutResponse,
  given: etcdserverpb.PutResponse,
): string | null {
  return headerDifference(due.header, given.header) ?? previousDifference(due.prevKv, given.prevKv);
}

function deleteDifference(
  due: etcdserverpb.DeleteRangeResponse,
  given: etcdserverpb.DeleteRangeResponse,
): string | null {
  if (due.deleted !== given.deleted) return `deleted ${given.deleted}, due ${due.deleted}`;
  return headerDifference(due.header, given.header) ?? kvsDifference(due.prevKvs, given.prevKvs);
}

function txnDifference(
  due: etcdserverpb.TxnResponse,
  given: etcdserverpb.TxnResponse,
): string | null {
  if (due.succeeded !== given.succeeded) {
    return `succeeded ${given.succeeded}, due ${due.succeeded}`;
  }
  if (due.responses.length !== given.responses.length) {
    return `${given.responses.length} responses, due ${due.responses.length}`;
  }
  for (let i = 0; i < due.responses.length; i++) {
    const difference = opDifference(due.responses[i]!, given.responses[i]!);
    if (difference !== null) return `response ${i}: ${difference}`;
  }
  return headerDifference(due.header, given.header);
}

function opDifference(due: etcdserverpb.ResponseOp, given: etcdserverpb.ResponseOp): string | null {
  if (due.responseRange !== null && given.responseRange !== null) {
    return rangeDifference(due.responseRange, given.responseRange);
  }
  if (due.responsePut !== null && given.responsePut !== null) {
    return putDifference(due.responsePut, given.responsePut);
  }
  if (due.responseDeleteRange !== null && given.responseDeleteRange !== null) {
    return deleteDifference(due.responseDeleteRange, given.responseDeleteRange);
  }
  if (due.responseTxn !== null && given.responseTxn !== null) {
    return txnDifference(due.responseTxn, given.responseTxn);
  }
  return "a response of another kind";
}

function headerDifference(
  due: etcdserverpb.ResponseHeader | null,
  given: etcdserverpb.ResponseHeader | null,
): string | null {
  if (given === null) return "no header";
  if (due!.revision === given.revision) return null;
  return `header revision ${given.revision}, due ${due!.revision}`;
}

function kvsDifference(
  due: readonly mvccpb.KeyValue[],
  given: readonly mvccpb.KeyValue[],
): string | null {
  if (due.length !== given.length) {
    return `${given.length} keys [${keys(given)}], due ${due.length} [${keys(due)}]`;
  }
  for (let i = 0; i < due.length; i++) {
    if (due[i] === given[i]) continue;
    const difference = kvDifference(due[i]!, given[i]!);
    if (difference !== null) return difference;
  }
  return null;
}

/** For a previous value, which may be absent. */
export function previousDifference(
  due: mvccpb.KeyValue | null,
  given: mvccpb.KeyValue | null,
): string | null {
  if (due === null) return given === null ? null : `previous ${kvText(given)}, due none`;
  if (given === null) return `no previous value, due ${kvText(due)}`;
  const difference = kvDifference(due, given);
  return difference === null ? null : `previous ${difference}`;
}

export function kvDifference(due: mvccpb.KeyValue, given: mvccpb.KeyValue): string | null {
  if (
    due.modRevision === given.modRevision &&
    due.createRevision === given.createRevision &&
    due.version === given.version &&
    due.lease === given.lease &&
    equalBytes(due.key, given.key) &&
    equalBytes(due.value, given.value)
  ) {
    return null;
  }
  return `${kvText(given)}, due ${kvText(due)}`;
}

/** Type and current key; previous values are compared by those who know whether they were asked. */
export function eventDifference(due: LoggedEvent, given: LoggedEvent): string | null {
  if (due.type !== given.type) return `${eventText(given)}, due ${eventText(due)}`;
  return kvDifference(due.kv, given.kv);
}

export function eventsDifference(
  due: readonly LoggedEvent[],
  given: readonly LoggedEvent[],
): string | null {
  for (let i = 0; i < due.length && i < given.length; i++) {
    const difference = eventDifference(due[i]!, given[i]!);
    if (difference !== null) return difference;
  }
  if (due.length === given.length) return null;
  return `${given.length} events [${eventsText(given)}], due ${due.length} [${eventsText(due)}]`;
}

export function eventsText(events: readonly LoggedEvent[]): string {
  const texts = events.slice(0, 4).map(eventText);
  return texts.join(", ") + (events.length > 4 ? `, ... ${events.length} in all` : "");
}

function eventText({ type, kv }: LoggedEvent): string {
  if (type === DELETE) return `delete ${quoted(kv.key)} mod ${kv.modRevision}`;
  return `put ${kvText(kv)}`;
}

export function kvText(kv: mvccpb.KeyValue): string {
  const lease = kv.lease === 0n ? "" : ` lease ${kv.lease}`;
  return `${quoted(kv.key)}=${quoted(kv.value)} create ${kv.createRevision} mod ${kv.modRevision} version ${kv.version}${lease}`;
}

function quoted(bytes: Uint8Array): string {
  const text = JSON.stringify(bytesToLatin1(bytes, 0, Math.min(bytes.length, TEXT_LENGTH)));
  return bytes.length > TEXT_LENGTH ? `${text}...` : text;
}

function keys(kvs: readonly mvccpb.KeyValue[]): string {
  return kvs
    .slice(0, 8)
    .map((kv) => bytesToLatin1(kv.key))
    .join(" ");
}
