/** What a member is made from: settings, places on disk, and the world it lives in. */

import type { Clock, Random, Timers } from "@kvorum/base";
import type { PeerReceiver, PeerRequests, PeerTransport } from "@kvorum/peer";
import type { BackendEngine, FileSystem } from "@kvorum/storage";
import type { PasswordHasher } from "@kvorum/store";
import type { TokenAuthority } from "../auth/signed-tokens.ts";
import type { Logger } from "../logging/logger.ts";
import type { ServerMetrics } from "../metrics/families.ts";
import type { AutoCompactionPolicy } from "./auto-compaction.ts";

export interface MemberSettings {
  readonly name: string;
  readonly advertisePeerUrls: readonly string[];
  readonly advertiseClientUrls: readonly string[];

  readonly heartbeatIntervalMs: number;
  readonly electionTimeoutMs: number;
  readonly preVote: boolean;
  /** Go on alone: everybody else is removed from the cluster, for good. */
  readonly forceNewCluster: boolean;
  /** Shorten the first wait for an election once the others are connected. */
  readonly initialElectionTickAdvance: boolean;
  /** Refuse changes of the membership that could cost the quorum. */
  readonly strictReconfigCheck: boolean;
  /** Applied entries between two snapshots of the log. */
  readonly snapshotCount: number;
  /** Entries kept in memory behind a snapshot, for followers that are a little late. */
  readonly snapshotCatchUpEntries: number;

  readonly maxRequestBytes: number;
  readonly maxTxnOps: number;
  /** As configured: 0 stands for the default of 2 GiB, a negative number for no quota. */
  readonly quotaBackendBytes: number;
  readonly maxLearners: number;
  readonly backendBatchIntervalMs: number;
  readonly backendBatchLimit: number;
  readonly compactionBatchLimit: number;
  readonly compactionSleepIntervalMs: number;
  /** Null: only when asked. */
  readonly autoCompaction: AutoCompactionPolicy | null;
  /** Feature gate FastLeaseKeepAlive: a known lease is renewed without catching up first. */
  readonly fastLeaseKeepAlive: boolean;
  /** Between two comparisons of the members' keys by the leader; 0: none. */
  readonly corruptCheckMs: number;
  /** Between two comparisons of the hashes that compactions left; 0: none. */
  readonly compactHashCheckMs: number;
  /** Between two looks of the leader whether a downgrade is over; 0: none. */
  readonly downgradeCheckMs: number;
  readonly maxWalFiles: number;
  readonly maxSnapshotFiles: number;
  readonly warningApplyDurationMs: number;
  /** Milliseconds that a simple token lives without use; 300,000 by default. */
  readonly authTokenTtlMs?: number;
  /** The common name of a verified client certificate is a user. Off by default. */
  readonly trustsClientCertificates?: boolean;
  /** Acknowledged is no longer durable. For tests and throw-away members only. */
  readonly unsafeNoFsync: boolean;
}

/** Who the member is when it starts without any data; decided before it opens its disk. */
export type Founding =
  | {
      /** It founds a cluster with these members, itself among them. */
      readonly kind: "new";
      readonly memberId: bigint;
      readonly clusterId: bigint;
      readonly members: readonly FoundingMember[];
    }
  | {
      /** It joins a cluster that has it as a member already; the leader will send it the log. */
      readonly kind: "join";
      readonly memberId: bigint;
      readonly clusterId: bigint;
      /** As the cluster has them. */
      readonly members: readonly FoundingMember[];
    };

export interface FoundingMember {
  readonly id: bigint;
  readonly name: string;
  readonly peerUrls: readonly string[];
}

/**
 * Everything outside of a member that it can reach: the six seams of the simulator. Production
 * gives it the machine's (server.ts), the simulator its own.
 */
export interface MemberWorld {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  readonly metrics: ServerMetrics;
  /** 64 bits that differ from start to start: the seed of hash tables. */
  readonly hashSeed: number;
  readonly fileSystem: FileSystem;
  /** Unless --auth-token=simple; absent: tokens of the log. */
  readonly tokens?: TokenAuthority | null;
  /** Needed where members of etcd 3.4 may put passwords into the log in clear text. */
  readonly passwordHasher?: PasswordHasher;
  readonly engine: BackendEngine;
  /** Called once, while the member opens; nothing is sent before the member starts. */
  readonly openTransport: (
    identity: { readonly memberId: bigint; readonly clusterId: bigint },
    receiver: PeerReceiver,
  ) => PeerTransport;
  readonly peerRequests: PeerRequests;
}

/** Directories of one member; `storage` fills them. */
export interface MemberDirectories {
  readonly dataDir: string;
  /** Apart from the data directory, or null. */
  readonly walDir: string | null;
}

/** The version whose behaviour this server has. */
export const SERVER_VERSION = "3.7.1";
/** Cluster and storage version: the same without the patch. */
export const CLUSTER_VERSION = "3.7.0";
export const DEFAULT_QUOTA_BYTES = 2 ** 31;
