/**
 * Where Kvorum, which behaves like etcd 3.7.1, must differ from the etcd 3.4.23 that Debian
 * packages. Each entry says why, recognises its case from the request and 3.4's reply, and turns
 * that reply into the one that Kvorum owes: everything else of the reply is still compared.
 * Nothing is ignored, so an entry that no longer fits shows up as a difference.
 */

import { errorTable, etcdserverpb } from "@kvorum/proto";
import { type Reply, visitRanges } from "./reply.ts";
import type { Step } from "./step.ts";

export interface IntendedDifference {
  readonly id: string;
  readonly reason: string;
  /**
   * The reply that Kvorum owes, or null when this difference does not apply.
   * @param context - the store's state, and Kvorum's own reply where several would be right.
   */
  expected(step: Step, reply: Reply, context: DifferenceContext): Reply | null;
}

export interface DifferenceContext {
  readonly revision: number;
  readonly compactRevision: number;
  readonly got: Reply;
}

/** Differences of watch streams, which the comparison asks for by name. */
export const watchDifferences = {
  /**
   * A create request with a negative start revision: 3.4.38, 3.5.24, 3.6.6 and later refuse it
   * with created, canceled, watch id -1 and the compacted text; earlier releases serve it as
   * history from the beginning or cancel it by compaction.
   */
  negativeStartRevision: errorTable.Compacted.text,
  /**
   * A tombstone exactly at the compaction revision: kept, and delivered to a watcher that starts
   * there, since 3.4.34, 3.5.16 and 3.6; dropped before.
   */
  keepsTombstoneAtCompactRevision: true,
} as const;

const SORT_TARGET_VALUE = 4;

export const intendedDifferences: readonly IntendedDifference[] = [
  {
    id: "invalid sort option",
    reason: "3.6 and later refuse a sort order or target outside the enum; 3.4 sorts somehow",
    expected(step) {
      if (step.kind !== "call" || step.name !== "KV/Range") return null;
      const request = etcdserverpb.decodeRangeRequest(step.request);
      if (request.key.length === 0) return null;
      const known =
        request.sortOrder >= 0 &&
        request.sortOrder <= 2 &&
        request.sortTarget >= 0 &&
        request.sortTarget <= 4;
      return known ? null : errorReply("InvalidSortOption");
    },
  },
  {
    id: "keys_only without lease",
    reason: "3.7 answers keys_only from the index, which knows no lease, unless it sorts by value",
    expected(step, reply) {
      if (step.kind !== "call" || reply.response === null) return null;
      let changed = false;
      const strip = (
        request: etcdserverpb.RangeRequest,
        response: etcdserverpb.RangeResponse,
      ): void => {
        if (!request.keysOnly || request.sortTarget === SORT_TARGET_VALUE) return;
        for (const kv of response.kvs) {
          changed ||= kv.lease !== 0n;
          kv.lease = 0n;
        }
      };
      if (step.name === "KV/Range") {
        strip(
          etcdserverpb.decodeRangeRequest(step.request),
          reply.response as etcdserverpb.RangeResponse,
        );
      } else if (step.name === "KV/Txn") {
        visitRanges(
          etcdserverpb.decodeTxnRequest(step.request),
          reply.response as etcdserverpb.TxnResponse,
          strip,
        );
      }
      return changed ? reply : null;
    },
  },
  {
    id: "alarm header",
    reason: "3.4 answers Alarm without a header; later releases fill it as everywhere",
    expected(step, reply) {
      if (step.kind !== "call" || step.name !== "Maintenance/Alarm") return null;
      const response = reply.response as etcdserverpb.AlarmResponse | null;
      if (response === null || response.header !== null) return null;
      return { ...reply, response: { ...response, header: ANY_HEADER } };
    },
  },
  {
    id: "order of checks in a transaction",
    reason: "3.4 checks all puts before all ranges, 3.5 and later in order; only the error differs",
    expected(step, reply, { revision, compactRevision, got }) {
      if (step.kind !== "call" || step.name !== "KV/Txn") return null;
      const isPutError =
        reply.message === errorTable.KeyNotFound.text ||
        reply.message === errorTable.LeaseNotFound.text;
      if (!isPutError) return null;
      let owed: Reply | null = null;
      visitRangeRequests(etcdserverpb.decodeTxnRequest(step.request), (range) => {
        const code =
          range.revision > revision
            ? "FutureRev"
            : range.revision !== 0 && range.revision < compactRevision
              ? "Compacted"
              : null;
        if (code !== null && errorTable[code].text === got.message) owed = errorReply(code);
      });
      return owed;
    },
  },
  {
    id: "hash_revision",
    reason: "3.6 and later say which revision was hashed; 0 in the request means the current one",
    expected(step, reply) {
      if (step.kind !== "call" || step.name !== "Maintenance/HashKV") return null;
      const response = reply.response as etcdserverpb.HashKVResponse | null;
      if (response === null) return null;
      const { revision } = etcdserverpb.decodeHashKVRequest(step.request);
      const hashRevision = revision > 0 ? revision : (response.header?.revision ?? 0);
      return { ...reply, response: { ...response, hashRevision } };
    },
  },
  {
    id: "malformed method name",
    reason: "newer grpc-go answers a path without a method with Unimplemented, the old one with 8",
    expected(step, reply) {
      if (step.kind !== "unknown-path" || reply.status !== 8) return null;
      return { ...reply, status: 12 };
    },
  },
  {
    id: "malformed request text",
    reason: "the text names what the protobuf library of the release found; the code is the same",
    expected(step, reply) {
      return step.kind === "malformed" ? { ...reply, message: ANY_TEXT } : null;
    },
  },
];

/** Stands for a header that must be there, complete and current; see matchesReply(). */
export const ANY_HEADER: { readonly placeholder: "current header" } = {
  placeholder: "current header",
};
export const ANY_TEXT = "\0any text";

/** The reply that is expected from Kvorum where the reference gave `reply`. */
export function expectedFromKvorum(
  step: Step,
  reply: Reply,
  context: DifferenceContext,
): { reply: Reply; applied: string[] } {
  const applied: string[] = [];
  let expected = reply;
  for (const difference of intendedDifferences) {
    const changed = difference.expected(step, expected, context);
    if (changed !== null) {
      expected = changed;
      applied.push(difference.id);
    }
  }
  return { reply: expected, applied };
}

/** Calls `visit` for every range of both branches, nested ones included. */
function visitRangeRequests(
  txn: etcdserverpb.TxnRequest,
  visit: (range: etcdserverpb.RangeRequest) => void,
): void {
  for (const op of [...txn.success, ...txn.failure]) {
    if (op.requestRange !== null) visit(op.requestRange);
    if (op.requestTxn !== null) visitRangeRequests(op.requestTxn, visit);
  }
}

function errorReply(code: keyof typeof errorTable): Reply {
  const entry = errorTable[code];
  return { status: entry.status, message: entry.text, response: null };
}
