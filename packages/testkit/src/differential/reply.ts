/**
 * Replies in a form in which two servers can be compared: decoded fields, with the identities of
 * cluster and member replaced by their names, and with those orders made equal that no server
 * promises (ties of a sort, lists of leases).
 */

import { compareBytes } from "@kvorum/base";
import type { etcdserverpb, mvccpb } from "@kvorum/proto";
import { etcdMethod, type RawReply } from "../raw/client.ts";
import type { Step } from "./step.ts";

export interface Reply {
  status: number;
  message: string;
  /** The decoded message; null when there was none. */
  response: object | null;
}

/** The ids that a server's headers must carry. */
export interface Identity {
  readonly clusterId: bigint;
  readonly memberId: bigint;
}

/** Largest believable loss of TTL between a grant and a question, for long leases. */
const TTL_SLACK_SECONDS = 600;

export function decodeReply(step: Step, reply: RawReply): Reply {
  if (step.kind !== "call" || reply.body === null || reply.status !== 0) {
    return { status: reply.status, message: reply.message, response: null };
  }
  const response = etcdMethod(step.name).response.decode(reply.body);
  if (step.name === "KV/Range") {
    const request = etcdMethod(step.name).request.decode(step.request);
    orderTies(request as etcdserverpb.RangeRequest, response as etcdserverpb.RangeResponse);
  } else if (step.name === "KV/Txn") {
    const request = etcdMethod(step.name).request.decode(step.request) as etcdserverpb.TxnRequest;
    visitRanges(request, response as etcdserverpb.TxnResponse, orderTies);
  } else if (step.name === "Lease/LeaseLeases") {
    const { leases } = response as etcdserverpb.LeaseLeasesResponse;
    leases.sort((a, b) => (a.ID < b.ID ? -1 : 1));
  } else if (step.name === "Lease/LeaseTimeToLive") {
    const ttl = response as etcdserverpb.LeaseTimeToLiveResponse;
    ttl.keys.sort(compareBytes);
    const lost = ttl.grantedTTL - ttl.TTL;
    if (ttl.TTL > 0 && lost >= 0 && lost <= TTL_SLACK_SECONDS) ttl.TTL = ttl.grantedTTL;
  }
  return { status: reply.status, message: reply.message, response };
}

/** Calls `visit` for every range of the executed branches, nested ones included. */
export function visitRanges(
  request: etcdserverpb.TxnRequest,
  response: etcdserverpb.TxnResponse,
  visit: (request: etcdserverpb.RangeRequest, response: etcdserverpb.RangeResponse) => void,
): void {
  const ops = response.succeeded ? request.success : request.failure;
  for (const [i, op] of ops.entries()) {
    const answer = response.responses[i];
    if (answer === undefined) return;
    if (op.requestRange !== null && answer.responseRange !== null) {
      visit(op.requestRange, answer.responseRange);
    } else if (op.requestTxn !== null && answer.responseTxn !== null) {
      visitRanges(op.requestTxn, answer.responseTxn, visit);
    }
  }
}

/** The comparable text of a reply; equal texts are equal replies. */
export function replyText(reply: Reply, identity: Identity): string {
  return `${reply.status} ${reply.message} ${messageText(reply.response, identity)}`;
}

/** A message as text, every field included. */
export function messageText(message: unknown, identity: Identity): string {
  return JSON.stringify(message, (name, value: unknown) => {
    if (value instanceof Uint8Array) {
      return value.length > 200
        ? `${value.length} bytes ${checksum(value)}`
        : Buffer.from(value).toString("latin1");
    }
    if (typeof value === "bigint") {
      if (name === "clusterId" && value === identity.clusterId) return "the cluster";
      if (name === "memberId" && value === identity.memberId) return "the member";
      return value.toString();
    }
    return value;
  });
}

/**
 * etcd sorts with an unstable algorithm: among equal sort keys any order is right, and where a
 * limit cuts through equal ones, any of them may have been kept.
 */
function orderTies(request: etcdserverpb.RangeRequest, response: etcdserverpb.RangeResponse): void {
  const { sortTarget } = request;
  if (sortTarget < 1 || sortTarget > 4) return;
  const isTie = (a: mvccpb.KeyValue, b: mvccpb.KeyValue): boolean => {
    if (sortTarget === 1) return a.version === b.version;
    if (sortTarget === 2) return a.createRevision === b.createRevision;
    if (sortTarget === 3) return a.modRevision === b.modRevision;
    return compareBytes(a.value, b.value) === 0;
  };
  const kvs = response.kvs;
  let start = 0;
  while (start < kvs.length) {
    let end = start + 1;
    while (end < kvs.length && isTie(kvs[start]!, kvs[end]!)) end++;
    if (end === kvs.length && response.more) {
      // Which of the equal ones fell to the limit is open: only their number counts.
      for (let i = start; i < end; i++) {
        const { version, createRevision, modRevision, value } = kvs[start]!;
        kvs[i] = {
          key: Uint8Array.of(),
          version: sortTarget === 1 ? version : 0,
          createRevision: sortTarget === 2 ? createRevision : 0,
          modRevision: sortTarget === 3 ? modRevision : 0,
          value: sortTarget === 4 ? value : Uint8Array.of(),
          lease: 0n,
        };
      }
    } else {
      const group = kvs.slice(start, end).sort((a, b) => compareBytes(a.key, b.key));
      for (const [i, kv] of group.entries()) kvs[start + i] = kv;
    }
    start = end;
  }
}

function checksum(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16);
}
