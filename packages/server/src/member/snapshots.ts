/**
 * Snapshots of the log: when enough entries have been applied since the last one, and the backend
 * has made its state durable, a `.snap` file and then a snapshot record in the log name that index.
 * What lies before it is not needed to restart any more: segments are released, old files removed.
 * Apply specification, section 9; disk format, 3.8, 3.9 and 4.
 *
 * The record never names an index that the backend could lose: it is taken from the backend's
 * durable mark, not from what is applied in memory.
 *
 * Entries in memory serve followers that are a little late. A member that is alone has none, so
 * it keeps no applied entry; otherwise the last `snapshotCatchUpEntries` stay, and all of them
 * while a snapshot is on its way to a follower.
 */

import type { Clock } from "@kvorum/base";
import type { raftpb } from "@kvorum/proto";
import { purgeSegments } from "@kvorum/storage";
import { encodeSnapshotTree } from "@kvorum/store";
import type { Logger } from "../logging/logger.ts";
import type { Disk } from "./disk.ts";

/** Between two looks for files to remove. */
export const PURGE_INTERVAL_MS = 30_000;
/** Entries beyond those to keep, as a share of them, before the log in memory is cut. */
const TRIM_SHARE = 0.25;
/** Between two snapshots at least, in milliseconds: each costs a few syncs. */
const MIN_INTERVAL_MS = 1000;

export interface SnapshotsOptions {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly settings: {
    readonly snapshotCount: number;
    readonly snapshotCatchUpEntries: number;
    readonly maxWalFiles: number;
    readonly maxSnapshotFiles: number;
  };
  readonly logger: Logger;
  /** The configuration as of an applied index; null where it changed after that. */
  readonly confStateAt: (index: number) => raftpb.ConfState | null;
  /** Nobody else is in the cluster. */
  readonly isAlone: () => boolean;
  /** A follower is being sent a snapshot, or catches up behind one. */
  readonly holdsLog: () => boolean;
  /** The log has a record to sync. */
  readonly recorded: () => void;
  readonly guarded: (action: () => void) => void;
  readonly failed: (error: Error) => void;
}

export class Snapshots {
  readonly #options: SnapshotsOptions;
  #lastIndex: number;
  #lastMs = Number.NEGATIVE_INFINITY;
  /** Terms of applied entries that may still be asked for: where each begins, ascending. */
  readonly #terms: { readonly index: number; readonly term: number }[];
  /** A snapshot whose record is not durable yet: a sync on its way does not cover it. */
  #pending: { readonly index: number; syncs: number } | null = null;
  #isSaving = false;
  #hasStopped = false;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
    const { index, term } = options.disk.snapshot;
    this.#lastIndex = index;
    this.#terms = [{ index, term }];
  }

  /** Entries up to `index` of `term` were applied. */
  applied(index: number, term: number): void {
    if (this.#terms[this.#terms.length - 1]!.term !== term) this.#terms.push({ index, term });
  }

  /** Drops entries in memory that nobody needs; after each applied batch. */
  trimMemory(appliedIndex: number): void {
    const { disk, settings, isAlone, holdsLog, confStateAt } = this.#options;
    const keep = isAlone() ? 0 : settings.snapshotCatchUpEntries;
    const isDue = appliedIndex - keep * (1 + TRIM_SHARE) >= disk.log.firstIndex();
    if (!isDue || holdsLog()) return;
    const confState = confStateAt(appliedIndex);
    if (confState === null) return;
    // Raft asks for a snapshot at least as new as what it misses in the log.
    disk.log.createSnapshot(appliedIndex, { confState, data: null });
    disk.log.compact(appliedIndex - keep);
  }

  /**
   * The leader's snapshot goes into the log. An own one that is still being saved is older, and its
   * record must not come behind: a restart begins at the last record.
   */
  superseded(index: number): void {
    this.#lastIndex = index;
  }

  /** The store was replaced by a snapshot whose record is in the log, durably. */
  installed({ index, term }: { index: number; term: number }): void {
    this.#lastIndex = index;
    this.#terms.splice(0, this.#terms.length, { index, term });
    this.#pending = null;
    this.#options.disk.wal.release(index);
  }

  /** Looks whether a snapshot is due. Cheap; called after each batch of the backend. */
  check(): void {
    const { disk, clock, settings, confStateAt, guarded, failed } = this.#options;
    const index = disk.backend.durableAppliedIndex;
    if (index - this.#lastIndex < settings.snapshotCount) return;
    if (this.#isSaving || this.#pending !== null) return;
    const nowMs = clock.monotonicMs();
    if (nowMs - this.#lastMs < MIN_INTERVAL_MS) return;
    const confState = confStateAt(index);
    if (confState === null) return;
    const term = this.#termAt(index);
    this.#lastIndex = index;
    this.#lastMs = nowMs;
    this.#isSaving = true;
    const { members } = disk.store;
    const data = encodeSnapshotTree({
      members: members.list,
      removedIds: members.removedIds,
      clusterVersion: members.clusterVersion,
    });
    disk.snapshotFiles.saveAsync({ data, metadata: { index, term, confState } }, (error) => {
      this.#isSaving = false;
      if (this.#hasStopped) return;
      if (error === null) guarded(() => this.#record({ index, term, confState }));
      else failed(error);
    });
  }

  /** Nothing is recorded after this. */
  stop(): void {
    this.#hasStopped = true;
  }

  /** The file is durable: now the log may name it. */
  #record(snapshot: { index: number; term: number; confState: raftpb.ConfState }): void {
    const { disk, logger, recorded } = this.#options;
    const { index, confState } = snapshot;
    if (index < this.#lastIndex) return;
    disk.wal.saveSnapshot(snapshot);
    this.#pending = { index, syncs: disk.wal.isSyncing ? 2 : 1 };
    recorded();
    const inMemory = Math.max(index, disk.log.firstIndex() - 1);
    disk.log.createSnapshot(inMemory, { confState, data: null });
    logger.debug("saved snapshot to disk", { "snapshot-index": index });
  }

  /** The log was synced. Segments before a snapshot are free to go once its record is durable. */
  afterSync(): void {
    const pending = this.#pending;
    if (pending === null || --pending.syncs > 0) return;
    this.#pending = null;
    this.#options.disk.wal.release(pending.index);
  }

  purge(): void {
    const { disk, settings } = this.#options;
    if (settings.maxWalFiles > 0) {
      purgeSegments({
        fileSystem: disk.fileSystem,
        directory: disk.directory.walDirectory,
        keep: settings.maxWalFiles,
      });
    }
    if (settings.maxSnapshotFiles > 0) disk.snapshotFiles.purge(settings.maxSnapshotFiles);
  }

  #termAt(index: number): number {
    const terms = this.#terms;
    while (terms.length > 1 && terms[1]!.index <= index) terms.shift();
    return terms[0]!.term;
  }
}
