/**
 * The door to the ordered transactional storage under the store. `storage` implements it on LMDB
 * and in memory; tests of this package use a tiny one of their own.
 *
 * One batch is open at any time. Everything put, deleted or marked goes into it, is seen by reads
 * at once, and becomes one transaction with `commit`. The write-ahead log, not this, makes a write
 * durable: after a crash the entries behind the stored marker are applied again, so a batch must
 * never be split between an entry's changes and its marker.
 *
 * Schema: the disk format specification, section 6. Revision records have their own two calls,
 * which spare the hot path the 17-byte key.
 */

/** The buckets of etcd's schema, and `kvorum` for what only we keep (left out of Hash, exports). */
export type BucketName =
  | "key"
  | "meta"
  | "lease"
  | "alarm"
  | "cluster"
  | "members"
  | "members_removed"
  | "auth"
  | "authUsers"
  | "authRoles"
  | "kvorum";

/** Which entry the state in the batch belongs to. */
export interface AppliedMarker {
  readonly index: number;
  readonly term: number;
  /** The JSON of meta/confState, or null where it did not change. */
  readonly confState: Uint8Array | null;
}

export interface Backend {
  /** Sees the open batch. The view is valid until the next call on the backend. */
  get(bucket: BucketName, key: Uint8Array): Uint8Array | undefined;
  /** Into the open batch. The backend may keep both arrays; nobody writes them again. */
  put(bucket: BucketName, key: Uint8Array, value: Uint8Array): void;
  delete(bucket: BucketName, key: Uint8Array): void;
  /**
   * Visits `start <= key < end` in ascending byte order, to the last key of the bucket where `end`
   * is null, until `visit` returns false. Views are valid during the visit, in which the backend
   * must not be called. May flush the open batch first, so never inside the apply of one entry.
   */
  scan(
    bucket: BucketName,
    range: { readonly start: Uint8Array; readonly end: Uint8Array | null },
    visit: (key: Uint8Array, value: Uint8Array) => boolean,
  ): void;

  /**
   * The record of bucket `key` at revision (main, sub), put or tombstone; undefined where there is
   * none. Same as `get` with the 17- or 18-byte key; same validity of the view.
   */
  getRevision(main: number, sub: number): Uint8Array | undefined;
  /** Same as `put` into bucket `key`; a tombstone's key ends in `t`. May keep `value`. */
  putRevision(main: number, sub: number, tombstone: boolean, value: Uint8Array): void;

  /** Written into the same transaction as everything put so far: meta consistent_index and term. */
  setApplied(marker: AppliedMarker): void;
  /** Ends the batch. */
  commit(): void;
  /** Changes in the open batch. */
  readonly pendingOperations: number;
  /** Bytes allocated. */
  readonly sizeBytes: number;
  /** Bytes allocated and in use. */
  readonly sizeInUseBytes: number;
  defragment(): void;
  close(): void;
}
