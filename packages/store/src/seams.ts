/**
 * The small ports between the folders of this package. `mvcc` and `apply` see leases, alarms,
 * members and the watch hub only through these; those folders see `mvcc` only through
 * HistoryReader and RevisionEvents. `store.ts` wires the classes together:
 *
 *   new Alarms({ backend }), new Members({ backend, maxLearners }),
 *   new Lessor({ backend, minTtlSeconds }), new WatchHub({ history })
 *
 * Each constructor restores its part from the backend. Whoever owns a bucket writes it, directly
 * into the backend's open batch; `apply` puts the marker of the entry into the same batch.
 * Requests that fail throw RequestError before anything has changed.
 *
 * Keys are latin1 strings, one char a byte: their order is byte order.
 */

import type { etcdserverpb, RequestError, raftpb } from "@kvorum/proto";

// mvcc -> lease ------------------------------------------------------------------------------

/** What writing keys needs of leases. */
export interface LeaseAttachments {
  exists(id: bigint): boolean;
  /** The key now belongs to the lease. mvcc has checked `exists` and detached the key before. */
  attach(id: bigint, key: string): void;
  /** The key no longer belongs to the lease. A lease or key that is not there is ignored. */
  detach(id: bigint, key: string): void;
}

// apply -> lease, alarm, membership ----------------------------------------------------------

/** What the log does to leases. */
export interface LeaseCommands extends LeaseAttachments {
  /**
   * Creates the lease and its record. Returns the granted seconds (raised to the minimum).
   * @throws RequestError LeaseNotFound (id 0), LeaseTTLTooLarge, LeaseExist.
   */
  grant(request: { id: bigint; ttlSeconds: number; nowMs: number }): number;
  /** Attached keys, ascending. @throws RequestError LeaseNotFound. */
  keysOf(id: bigint): readonly string[];
  /** Forgets the lease and deletes its record, after `apply` has deleted its keys. */
  remove(id: bigint): void;
  /** Sets remaining times; unknown ids are ignored; `isPersistent`: also in the records. */
  checkpoint(
    checkpoints: readonly etcdserverpb.LeaseCheckpoint[],
    options: { isPersistent: boolean; nowMs: number },
  ): void;
}

/** What the log does to alarms. */
export interface AlarmCommands {
  /** Any member has NOSPACE. */
  readonly hasNoSpace: boolean;
  /** Any member has CORRUPT. */
  readonly hasCorrupt: boolean;
  /** Idempotent; NONE changes nothing. Returns what the answer lists. */
  activate(alarm: etcdserverpb.AlarmMember): readonly etcdserverpb.AlarmMember[];
  /** Exactly this one. Returns what the answer lists: empty where it was not set. */
  deactivate(alarm: etcdserverpb.AlarmMember): readonly etcdserverpb.AlarmMember[];
  /** All of one type; of every type for NONE (0). */
  list(alarm: number): readonly etcdserverpb.AlarmMember[];
}

/** What the log does to the membership. `isPersistent` is false for replays: memory only. */
export interface MembershipCommands {
  /** The rules of the apply specification, section 4.1, as of now; null where the change is fine. */
  checkConfChange(change: raftpb.ConfChange): RequestError | null;
  /** Carries out a change that `checkConfChange` accepted (replays are not checked again). */
  applyConfChange(change: raftpb.ConfChange, options: { isPersistent: boolean }): void;
  /** A removed id is ignored; one never seen is a broken invariant. */
  setAttributes(
    member: { id: bigint; name: string; clientUrls: readonly string[] },
    options: { isPersistent: boolean },
  ): void;
  /** Full semver text such as `3.7.0`. */
  setClusterVersion(version: string, options: { isPersistent: boolean }): void;
  setDowngrade(
    downgrade: { isEnabled: boolean; targetVersion: string },
    options: { isPersistent: boolean },
  ): void;
  /** Null while undecided. */
  readonly clusterVersion: string | null;
}

// mvcc -> watch ------------------------------------------------------------------------------

/**
 * The changes of one applied revision, in order of sub revision. The object is valid only during
 * `publish` (it is reused); the byte arrays it hands out are immutable and may be kept for a
 * while (a record may be a view of a 256 KiB slab). Everything is lazy: with no watcher, a put
 * pays nothing for this.
 */
export interface RevisionEvents {
  /** The main revision; mod_revision of every event in it. */
  readonly revision: number;
  readonly eventsCount: number;
  /** Event `i` counts from 0, as its sub revision. */
  key(i: number): string;
  isTombstone(i: number): boolean;
  /** The stored mvccpb.KeyValue; of a tombstone it holds the key alone. */
  record(i: number): Uint8Array;
  /** 0 for a tombstone; equals `revision` for a creation. */
  createRevision(i: number): number;
  /**
   * prev_kv: the record that the key had at `revision - 1`; null for creations, where it did not
   * exist then, or is compacted. Read on demand.
   */
  previousRecord(i: number): Uint8Array | null;
}

/** What the watch hub offers to mvcc. */
export interface RevisionSink {
  /** Called once for each applied revision that changed keys, ascending, after all its changes. */
  publish(events: RevisionEvents): void;
}

/** One change read back from the backend. Valid during the visit, `record` included: copy it. */
export interface HistoryEvent {
  readonly revision: number;
  readonly sub: number;
  readonly key: string;
  readonly isTombstone: boolean;
  readonly record: Uint8Array;
  readonly createRevision: number;
}

/** What mvcc offers to the watch hub for catching up. */
export interface HistoryReader {
  /** Current revision of the store. */
  readonly revision: number;
  /** Last compaction, -1 if never. Revisions below it can no longer be watched. */
  readonly compactRevision: number;
  /**
   * Visits the changes with `fromRevision <= revision < beforeRevision`, ascending, until `visit`
   * returns false. `fromRevision` must be at least `compactRevision`. Never call it inside
   * `publish`, nor the store inside `visit`.
   */
  scanEvents(
    range: { fromRevision: number; beforeRevision: number },
    visit: (event: HistoryEvent) => boolean,
  ): void;
  /**
   * prev_kv of a change of `key` at `revision`: the record at `revision - 1`, as a fresh copy;
   * null where the key did not exist then or that revision is compacted. Not inside `visit`.
   */
  recordBefore(key: string, revision: number): Uint8Array | null;
}
