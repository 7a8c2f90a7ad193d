/**
 * Snapshots of the log: when enough entries have been applied since the last one, and the backend
 * has made its state durable, the log gets a snapshot record at that index. What lies before it is
 * then not needed to restart: segments are released, and the entries in memory are cut to the
 * ones that a late follower may want. Apply specification, section 9; disk format, 3.8 and 3.9.
 *
 * The record never names an index that the backend could lose: it is taken from the backend's
 * durable mark, not from what is applied in memory.
 */

import type { raftpb } from "@kvorum/proto";
import { purgeSegments } from "@kvorum/storage";
import type { Logger } from "../logging/logger.ts";
import type { Disk } from "./disk.ts";

/** Between two looks for segments to remove. */
export const PURGE_INTERVAL_MS = 30_000;

export interface SnapshotsOptions {
  readonly disk: Disk;
  readonly settings: {
    readonly snapshotCount: number;
    readonly snapshotCatchUpEntries: number;
    readonly maxWalFiles: number;
  };
  readonly logger: Logger;
  /** The configuration as of an applied index. */
  readonly confStateAt: (index: number) => raftpb.ConfState | null;
  /** The log has a record to sync. */
  readonly recorded: () => void;
}

export class Snapshots {
  readonly #options: SnapshotsOptions;
  #lastIndex: number;
  /** A snapshot whose record is not durable yet: a sync on its way does not cover it. */
  #pending: { readonly index: number; syncs: number } | null = null;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
    this.#lastIndex = options.disk.snapshotIndex;
  }

  /** Looks whether a snapshot is due. Cheap; called after each batch. */
  check(): void {
    const { disk, settings, logger, confStateAt, recorded } = this.#options;
    const index = disk.backend.durableAppliedIndex;
    if (index - this.#lastIndex < settings.snapshotCount) return;
    const term = disk.log.term(index);
    const confState = confStateAt(index);
    if (typeof term !== "number" || confState === null) return;
    this.#lastIndex = index;
    disk.wal.saveSnapshot({ index, term, confState });
    this.#pending = { index, syncs: disk.wal.isSyncing ? 2 : 1 };
    recorded();
    disk.log.createSnapshot(index, { confState, data: null });
    logger.debug("saved snapshot to disk", { "snapshot-index": index });
    const compactIndex = Math.max(1, index - settings.snapshotCatchUpEntries);
    if (compactIndex >= disk.log.firstIndex()) {
      disk.log.compact(compactIndex);
      logger.debug("compacted Raft logs", { "compact-index": compactIndex });
    }
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
    if (settings.maxWalFiles === 0) return;
    purgeSegments({
      fileSystem: disk.fileSystem,
      directory: disk.directories.wal,
      keep: settings.maxWalFiles,
    });
  }
}
