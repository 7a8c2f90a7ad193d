/** What the HTTP endpoints ask a member. The member implements it; nothing here may throw. */

export interface MemberProbe {
  /** The server's own version, such as `3.7.1`. */
  readonly serverVersion: string;
  /** The version that the cluster agreed on, such as `3.7.0`; null before. */
  clusterVersion(): string | null;
  /** Version of the stored data, such as `3.7.0`; null when it has none. */
  storageVersion(): string | null;
  /** Kinds of the active alarms, of all members. */
  alarms(): readonly AlarmKind[];
  hasLeader(): boolean;
  isLearner(): boolean;
  isAuthEnabled(): boolean;
  /**
   * Reads one key, keys only, as root. Resolves when it was read; rejects with a RequestError,
   * after the request timeout at the latest.
   */
  read(consistency: "serializable" | "linearizable"): Promise<void>;
  raftStatus(): RaftStatus;
}

export type AlarmKind = "NOSPACE" | "CORRUPT" | "UNKNOWN";

export interface RaftStatus {
  readonly id: bigint;
  readonly term: number;
  /** 0n for none. */
  readonly vote: bigint;
  readonly commit: number;
  /** 0n for none. */
  readonly lead: bigint;
  readonly raftState: "StateFollower" | "StatePreCandidate" | "StateCandidate" | "StateLeader";
  readonly applied: number;
  /** Only on the leader. */
  readonly progress: ReadonlyMap<bigint, RaftProgress>;
  /** 0n for none. */
  readonly leadTransferee: bigint;
}

export interface RaftProgress {
  readonly match: number;
  readonly next: number;
  readonly state: "StateProbe" | "StateReplicate" | "StateSnapshot";
}
