/**
 * The door that the store sees (declared there as `Backend`, met here structurally) and what the
 * member needs beside it: when a commit is durable, when the engine has failed, and a stable view
 * for snapshots.
 */

import type { BuiltStore } from "../bbolt/exchange.ts";
import type { StorageError } from "../errors.ts";
import type { BucketName } from "./buckets.ts";

export interface ScanRange {
  /** Inclusive; empty for the first key. */
  readonly start: Uint8Array;
  /** Exclusive; null for the end of the bucket. */
  readonly end: Uint8Array | null;
}

/** Returns false to stop. The views are valid only during the visit. */
export type Visit = (key: Uint8Array, value: Uint8Array) => boolean;

export interface AppliedMarker {
  readonly index: number;
  readonly term: number;
  /** The JSON of meta/confState, or null where it did not change. */
  readonly confState: Uint8Array | null;
}

/** A view of the last commit that stays as it is while writes go on. Must be closed. */
export interface BackendView {
  /** The applied index of the commit that is seen. */
  readonly appliedIndex: number;
  get(bucket: BucketName, key: Uint8Array): Uint8Array | undefined;
  scan(bucket: BucketName, range: ScanRange, visit: Visit): void;
  /** The number of records that the engine believes to have; scrub() compares. */
  count(bucket: BucketName): number;
  close(): void;
}

export interface Backend {
  /** Sees the open batch. The view is valid until the next call on the backend. */
  get(bucket: BucketName, key: Uint8Array): Uint8Array | undefined;
  /** Into the open batch, which keeps both arrays. */
  put(bucket: BucketName, key: Uint8Array, value: Uint8Array): void;
  delete(bucket: BucketName, key: Uint8Array): void;
  /** Ascending byte order, the open batch included. The backend must not be called in a visit. */
  scan(bucket: BucketName, range: ScanRange, visit: Visit): void;
  /** The put or tombstone record of bucket `key` at the revision. */
  getRevision(main: number, sub: number): Uint8Array | undefined;
  /** Into bucket `key`; keeps `value`. */
  putRevision(main: number, sub: number, tombstone: boolean, value: Uint8Array): void;
  /** Written into the same transaction as everything put so far. */
  setApplied(marker: AppliedMarker): void;
  /** Ends the batch: it becomes one transaction. */
  commit(): void;
  readonly pendingOperations: number;
  /** How many commits became durable, and how long the last one took, in milliseconds. */
  readonly commitsCount: number;
  readonly lastCommitMs: number;
  readonly sizeBytes: number;
  readonly sizeInUseBytes: number;
  /** Gives unused space back; resolves when done. Reads and writes go on meanwhile. */
  defragment(): Promise<void>;
  /** Commits what is pending and closes; resolves when that is done. */
  close(): Promise<void>;

  /** Bytes of the keys and values in batches that are not durable yet. */
  readonly pendingBytes: number;
  /** The applied index of the last durable commit: the log is needed above it. 0 at first. */
  readonly durableAppliedIndex: number;
  /**
   * Commits, and calls back when everything up to this call is durable, or with the error that
   * ended the backend. Never calls back before it has returned.
   */
  flush(callback: (error: StorageError | null) => void): void;
  /**
   * Takes a built store as its content, durably, in place of all that it holds and of the open
   * batch: after the leader's snapshot. `done` is called when the new content is what reads see,
   * before anything else runs; never before the call has returned. Views of the old content stay
   * readable. With an error the backend has ended.
   */
  replace(built: BuiltStore, done: (error: StorageError | null) => void): void;
  /** A view of what the last flush made durable. */
  openView(): BackendView;
}
