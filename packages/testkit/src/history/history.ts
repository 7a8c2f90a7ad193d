/**
 * What many clients did to a cluster and what they saw, as plain data. The simulator and the
 * harness of real processes record it; the checkers beside this file judge it. Nothing here reads a
 * clock: times come with the records.
 *
 * An operation is one request that was sent once. A client that retries records each attempt as an
 * operation of its own, otherwise "at most once" could not be checked.
 *
 * `calledAt`, `endedAt` and `receivedAt` are places in one total order of everything the recorder
 * was told: A ended before B began exactly when `A.endedAt < B.calledAt`. Milliseconds are of one
 * monotonic clock of the run (simulated or real) and only decide about leases.
 */

import type { ErrorCode, etcdserverpb, mvccpb } from "@kvorum/proto";

/** Request and answer of each recorded method. Lease keep-alive is one message each way. */
export interface Messages {
  Range: { request: etcdserverpb.RangeRequest; answer: etcdserverpb.RangeResponse };
  Put: { request: etcdserverpb.PutRequest; answer: etcdserverpb.PutResponse };
  DeleteRange: {
    request: etcdserverpb.DeleteRangeRequest;
    answer: etcdserverpb.DeleteRangeResponse;
  };
  Txn: { request: etcdserverpb.TxnRequest; answer: etcdserverpb.TxnResponse };
  Compact: { request: etcdserverpb.CompactionRequest; answer: etcdserverpb.CompactionResponse };
  LeaseGrant: {
    request: etcdserverpb.LeaseGrantRequest;
    answer: etcdserverpb.LeaseGrantResponse;
  };
  LeaseRevoke: {
    request: etcdserverpb.LeaseRevokeRequest;
    answer: etcdserverpb.LeaseRevokeResponse;
  };
  LeaseKeepAlive: {
    request: etcdserverpb.LeaseKeepAliveRequest;
    answer: etcdserverpb.LeaseKeepAliveResponse;
  };
  LeaseTimeToLive: {
    request: etcdserverpb.LeaseTimeToLiveRequest;
    answer: etcdserverpb.LeaseTimeToLiveResponse;
  };
}

export type Method = keyof Messages;

/** A request that is still to be sent. Decoded messages: every field is present. */
export type Call = {
  [M in Method]: { readonly method: M; readonly request: Messages[M]["request"] };
}[Method];

/**
 * `open`: not ended yet. `done`: answered. `refused`: failed with an error that says it surely did
 * not happen. `unknown`: may have happened, now or later (time-out, connection lost, crash).
 */
export type Outcome = "open" | "done" | "refused" | "unknown";

export interface OperationOf<M extends Method> {
  /** Its place in History.operations. */
  readonly id: number;
  readonly client: number;
  /** The member that was asked, by the harness's name. */
  readonly member: string;
  readonly method: M;
  readonly request: Messages[M]["request"];
  readonly calledAt: number;
  readonly calledMs: number;
  /** Null exactly while the outcome is `open`. */
  endedAt: number | null;
  endedMs: number | null;
  outcome: Outcome;
  /** Not null exactly when the outcome is `done`. */
  answer: Messages[M]["answer"] | null;
  /** The error that ended it, where it is one of the table. */
  errorCode: ErrorCode | null;
  /** For readers: the error's text or what the harness did; empty when done. */
  reason: string;
}

export type Operation = { [M in Method]: OperationOf<M> }[Method];

/** One response of a watch stream, as it came. */
export interface WatchReceipt {
  readonly receivedAt: number;
  readonly receivedMs: number;
  readonly response: etcdserverpb.WatchResponse;
}

/**
 * One watcher on one stream of one member, from its create request to the end of either. A
 * progress response for the whole stream (watch id -1) is recorded with every watcher on it.
 */
export interface WatchSegment {
  readonly member: string;
  /** As sent, so with the start revision of the resumption. */
  readonly request: etcdserverpb.WatchCreateRequest;
  readonly calledAt: number;
  readonly calledMs: number;
  readonly receipts: WatchReceipt[];
  /** Why nothing more came; null: still open when the run ended. */
  endReason: string | null;
  endedAt: number | null;
}

/** What one client wanted to watch, over all its resumptions. */
export interface Watch {
  /** Its place in History.watches. */
  readonly id: number;
  readonly client: number;
  /** At least one; each resumption adds one. */
  readonly segments: WatchSegment[];
}

/** All events of one revision, in order; previous values are not looked at. */
export interface CommittedRevision {
  readonly revision: number;
  readonly events: readonly mvccpb.Event[];
}

/**
 * What one member holds in the end (or a recording watcher over all keys saw): every revision from
 * `fromRevision` to `toRevision`, both inclusive, none missing.
 */
export interface CommittedLog {
  readonly member: string;
  readonly fromRevision: number;
  readonly toRevision: number;
  readonly revisions: readonly CommittedRevision[];
}

/** An answer to HashKV. */
export interface MemberHash {
  readonly member: string;
  /** The hashed revision. */
  readonly revision: number;
  readonly compactRevision: number;
  readonly hash: number;
}

export interface History {
  /** In the order of their calls. */
  readonly operations: Operation[];
  readonly watches: Watch[];
  /** As many as the harness could read at the end; may be none. */
  readonly committedLogs: CommittedLog[];
  readonly hashes: MemberHash[];
}

export function emptyHistory(): History {
  return { operations: [], watches: [], committedLogs: [], hashes: [] };
}
