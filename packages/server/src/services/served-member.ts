/**
 * What the gRPC services need of a member. The member implements it; service tests may bring
 * their own. Everything is called on the one thread of the member, outside apply.
 */

import type { UnaryCall } from "@kvorum/http2";
import type { etcdserverpb, RequestError, raftpb } from "@kvorum/proto";
import type { Answer, Caller, ReconfigurationView, Store } from "@kvorum/store";
import type { Callers } from "../auth/callers.ts";
import type { LeaseForwarding } from "../cluster/lease-forwarding.ts";
import type { ExportedDatabase } from "../member/database-export.ts";
import type { RequestTiming } from "../member/request-timing.ts";
import type { ResponseHeaders } from "../member/response-header.ts";
import type { ClientRequests } from "./client-requests.ts";

export interface MemberStatus {
  readonly leaderId: bigint;
  readonly committedIndex: number;
  readonly term: number;
  readonly isLearner: boolean;
}

export interface ServedMember {
  readonly id: bigint;
  readonly store: Store;
  readonly headers: ResponseHeaders;
  readonly clientRequests: ClientRequests;
  readonly timing: RequestTiming;
  /** Who calls, and what they may do here. */
  readonly callers: Callers;
  /** Monotonic now. */
  readonly nowMs: number;
  readonly maxRequestBytes: number;
  readonly maxTxnOps: number;
  readonly isLearner: boolean;
  readonly hasLeader: boolean;
  /**
   * False after a pause of the process: somebody else may lead by now, and what only a leader may
   * say needs a read index first.
   */
  readonly isTicking: boolean;

  /** Term of the last applied entry. */
  readonly appliedTerm: number;

  /**
   * Proposes the client's own request bytes, which are copied, and answers the call with the
   * outcome of the entry: after it is durable on a majority and applied.
   * @param caller - whom the entry is checked for when it is applied; null while auth is off.
   */
  proposeCall(field: number, request: Uint8Array, call: UnaryCall, caller: Caller | null): void;

  /** Proposes a request of the member's own, and calls back once. */
  propose(
    field: number,
    request: Uint8Array,
    settled: (
      ...outcome: [error: RequestError, answer: null] | [error: null, answer: Answer]
    ) => void,
  ): void;

  /**
   * True while a linearizable read may be answered at once: this member is the only voter and the
   * leader, and has applied everything that is committed. Otherwise use `afterReadIndex`.
   */
  readonly canReadNow: boolean;
  /** Calls back once, when what was committed at the time of the call is applied, or with why not. */
  afterReadIndex(callback: (error: RequestError | null) => void): void;

  /** Is there room for a write of this cost? Raises the NOSPACE alarm through the log if not. */
  admitWrite(costBytes: number): boolean;

  /** A watcher may have history to read, or a blocked one has room again. */
  wakeCatchUp(): void;

  /** Has the log forget what remained of a lease at its last checkpoint. */
  forgetCheckpoint(leaseId: bigint): void;

  nextLeaseId(): bigint;
  /** What only the leader knows of leases, wherever it is. */
  readonly leases: Pick<LeaseForwarding, "renew" | "timeToLive">;

  /**
   * Proposes a change of the membership and calls back once with its verdict, when it is applied;
   * there is no timeout. Returns a function that gives up waiting.
   */
  proposeChange(
    change: Pick<raftpb.ConfChange, "type" | "nodeId" | "context">,
    settled: (error: RequestError | null) => void,
  ): () => void;
  /** --strict-reconfig-check. */
  readonly isReconfigurationStrict: boolean;
  reconfigurationView(): ReconfigurationView;
  /** Makes a voter of a learner, here or through the leader; resolves with the new list. */
  promote(id: bigint): Promise<readonly etcdserverpb.Member[]>;
  /** Calls back once `target` leads. Returns a function that gives up waiting. */
  transferLeadership(target: bigint, done: () => void): () => void;
  /** The store as a bbolt file; to be closed. */
  exportDatabase(): Promise<ExportedDatabase>;
  /** Unix time. */
  readonly wallMs: number;
  status(): MemberStatus;
  members(): readonly etcdserverpb.Member[];

  /** Server version, cluster version or null, storage version. */
  readonly versions: {
    readonly server: string;
    readonly cluster: string | null;
    readonly storage: string;
  };
  readonly quotaBackendBytes: number;
  /** Requests are served meanwhile. Rejects with a RequestError; the old file is then kept. */
  defragment(): Promise<void>;
}
