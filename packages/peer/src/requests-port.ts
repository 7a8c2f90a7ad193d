/**
 * What members ask of each other beside raft: membership, versions, hashes, promotion and leases.
 * `PeerServices` is the answering side, met by the member; `PeerRequests` is the asking side, met
 * over HTTP by this package and without a network by the simulator. Peer protocol, section 8.
 */

import type { etcdserverpb } from "@kvorum/proto";

export interface PeerVersions {
  /** Full semver of the server. */
  readonly server: string;
  /** Null while the cluster has not decided; on the wire `not_decided`. */
  readonly cluster: string | null;
  /** Null where the member does not say (releases before 3.6). */
  readonly storage: string | null;
  /** The member says that it is none of Go's: it reads every form of a log entry. */
  readonly isKvorum?: boolean;
}

export interface PeerHash {
  readonly hash: number;
  /** Revision of the answering member's header. */
  readonly revision: number;
  readonly compactRevision: number;
  /** 0 where the member does not say. */
  readonly hashRevision: number;
}

export interface PeerLease {
  readonly id: bigint;
  /** Remaining seconds. */
  readonly ttl: number;
  readonly grantedTtl: number;
  readonly keys: readonly Uint8Array[];
}

export interface PeerMembership {
  readonly clusterId: bigint;
  readonly members: readonly etcdserverpb.Member[];
}

/**
 * Asks the member behind the URLs, one URL after the other until one gives an answer or a verdict;
 * the timeout is for all of them. Rejects with PeerRequestError, or with the member's verdict.
 */
export interface PeerRequests {
  members(urls: readonly string[], options: RequestLimits): Promise<PeerMembership>;
  versions(urls: readonly string[], options: RequestLimits): Promise<PeerVersions>;
  isDowngradeEnabled(urls: readonly string[], options: RequestLimits): Promise<boolean>;
  /**
   * Rejects with RequestError MemberNotFound, MemberNotLearner, LearnerNotReady, and Timeout where
   * the other member's own time ran out. Sent once for each URL.
   */
  promote(
    urls: readonly string[],
    id: bigint,
    options: RequestLimits,
  ): Promise<readonly etcdserverpb.Member[]>;
  /** Rejects with RequestError Compacted, FutureRev or ClusterIDMismatch. */
  hashKv(urls: readonly string[], revision: number, options: RequestLimits): Promise<PeerHash>;
  /**
   * The new TTL in seconds. Rejects with RequestError LeaseNotFound, which is final, and with
   * NotPrimaryLessor or TimeoutWaitAppliedIndex, after which another try may succeed.
   */
  renewLease(urls: readonly string[], id: bigint, options: RequestLimits): Promise<number>;
  /** Rejects like renewLease. */
  timeToLive(
    urls: readonly string[],
    request: { readonly id: bigint; readonly keys: boolean },
    options: RequestLimits,
  ): Promise<PeerLease>;
  /** Closes kept connections. */
  close(): void;
}

export interface RequestLimits {
  readonly timeoutMs: number;
}

/** The other member could not be asked or gave no usable answer. */
export class PeerRequestError extends Error {
  override readonly name = "PeerRequestError";
  /** HTTP status of the answer; null where there was none. */
  readonly status: number | null;

  constructor(message: string, status: number | null = null) {
    super(message);
    this.status = status;
  }
}

/** The answering side. Rejections with a RequestError become the statuses of section 8. */
export interface PeerServices {
  members(): readonly etcdserverpb.Member[];
  versions(): PeerVersions;
  isDowngradeEnabled(): Promise<boolean>;
  promote(id: bigint): Promise<readonly etcdserverpb.Member[]>;
  hashKv(revision: number): Promise<PeerHash>;
  renewLease(id: bigint): Promise<number>;
  timeToLive(request: { readonly id: bigint; readonly keys: boolean }): Promise<PeerLease>;
}
