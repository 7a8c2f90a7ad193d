/**
 * A snapshot of the leader on its way in: the database goes to a file, is checked and made into a
 * store of ours beside the present one, and only then does raft hear of it. If raft takes it, the
 * record goes to disk and the new store takes the place of the old one; if not, nothing is left.
 * Peer protocol, section 7; disk format, 3.8.
 *
 * A crash between the record and the replacement is settled at the next start, from the database
 * file, which stays until the replacement is durable.
 */

import { join } from "node:path";
import { assert, type Clock } from "@kvorum/base";
import { SnapshotRefused, type SnapshotSink } from "@kvorum/peer";
import type { raftpb } from "@kvorum/proto";
import type { BackendEngine, BuiltStore, OpenFile } from "@kvorum/storage";
import { decodeSnapshotTree, type MembershipState } from "@kvorum/store";
import type { Logger } from "../logging/logger.ts";
import type { ServerMetrics } from "../metrics/families.ts";
import type { Disk } from "./disk.ts";

export interface IncomingSnapshotsOptions {
  readonly disk: Disk;
  readonly engine: BackendEngine;
  readonly logger: Logger;
  /** Gives the message to raft. */
  readonly step: (message: raftpb.Message) => void;
  /** Before the store is replaced: whoever reads it in slices must end. */
  readonly replacing: () => void;
  readonly clock: Clock;
  readonly metrics: Pick<ServerMetrics, "snapDbFsyncDuration" | "snapDbSaveDuration">;
  /** After it was replaced, in the same turn. */
  readonly replaced: (snapshot: { readonly index: number; readonly term: number }) => void;
  readonly failed: (error: unknown) => void;
}

interface Arriving {
  readonly index: number;
  readonly isCopy: boolean;
  /** Where the database is kept. */
  readonly path: string;
  readonly membership: MembershipState | null;
  built: BuiltStore | null;
  /** Raft took the snapshot. */
  isTaken: boolean;
}

let arrivalsCount = 0;

/** Of a database on its way in, after which it is synced once. */
const BYTES_PER_SYNC = 16 << 20;

export class IncomingSnapshots {
  readonly #options: IncomingSnapshotsOptions;
  #arriving: Arriving | null = null;
  #hasStopped = false;

  constructor(options: IncomingSnapshotsOptions) {
    this.#options = options;
  }

  /**
   * @param format - null: a bbolt file.
   * @throws SnapshotRefused
   */
  open(message: raftpb.Message, format: string | null): SnapshotSink {
    const metadata = message.snapshot?.metadata;
    if (metadata == null || metadata.index === 0 || metadata.confState === null) {
      throw new SnapshotRefused("the message carries no snapshot");
    }
    if (this.#hasStopped) throw new SnapshotRefused("server stopped");
    if (this.#arriving !== null) throw new SnapshotRefused("another snapshot is arriving");
    const { disk, engine } = this.#options;
    if (format !== null && format !== engine.copies?.format) {
      throw new SnapshotRefused(`a database in the format ${format} cannot be taken`);
    }
    const { index } = metadata;
    const arriving: Arriving = {
      index,
      isCopy: format !== null,
      path:
        format === null
          ? disk.snapshotFiles.databasePath(index)
          : disk.snapshotFiles.copyPath(index),
      membership: membershipOf(message.snapshot!),
      built: null,
      isTaken: false,
    };
    const path = join(disk.directory.snapDirectory, `tmp-receive-${++arrivalsCount}`);
    const file = disk.fileSystem.open(path, "create");
    this.#arriving = arriving;
    const startMs = this.#options.clock.monotonicMs();
    let offset = 0;
    // While the rest arrives, the disk takes what is there: the last sync has little left to do.
    let syncedBytes = 0;
    let isSyncing = false;
    let syncError: Error | null = null;
    let isAbandoned = false;
    const abandon = (): void => {
      if (isAbandoned) return;
      isAbandoned = true;
      file.close();
      if (disk.fileSystem.status(path) !== null) disk.fileSystem.remove(path);
      this.#arriving = null;
    };
    return {
      write: (chunk) => {
        file.write(offset, chunk);
        offset += chunk.length;
        if (isSyncing || offset - syncedBytes < BYTES_PER_SYNC) return;
        isSyncing = true;
        syncedBytes = offset;
        file.syncAsync((error) => {
          isSyncing = false;
          syncError ??= error;
        });
      },
      finish: async () => {
        try {
          if (syncError !== null) throw syncError;
          await this.#keep(file, path, arriving);
          const tookMs = this.#options.clock.monotonicMs() - startMs;
          this.#options.metrics.snapDbSaveDuration.observe(tookMs / 1000);
          await this.#build(arriving, message);
        } catch (error) {
          abandon();
          throw error;
        }
      },
      abort: abandon,
    };
  }

  /** Raft took the snapshot: its record goes to disk, durably. */
  save(snapshot: raftpb.Snapshot): void {
    const arriving = this.#arriving;
    assert(
      arriving !== null && arriving.built !== null && arriving.index === snapshot.metadata!.index,
      "raft takes a snapshot whose database is not there",
    );
    arriving.isTaken = true;
    this.#options.disk.snapshotFiles.save(snapshot);
  }

  /** Puts the new store in the place of the old one and calls back. */
  install(snapshot: raftpb.Snapshot, done: () => void): void {
    const { disk, replacing, replaced, failed, logger } = this.#options;
    const { built, membership } = this.#arriving!;
    const { index, term, confState } = snapshot.metadata!;
    replacing();
    // Also while the member stops, which waits for this: the store and its backend stay one.
    disk.backend.replace(built!, (error) => {
      if (error !== null) {
        failed(error);
        return;
      }
      try {
        disk.store.reload(disk.backend, { index, term, confState: confState!, membership });
        built!.discard();
        this.#arriving = null;
        logger.info("applied snapshot", { "snapshot-index": index, "snapshot-term": term });
        replaced({ index, term });
        disk.backend.flush((flushError) => {
          if (flushError === null && !this.#hasStopped) {
            disk.snapshotFiles.removeDatabasesBelow(index + 1);
          }
        });
        done();
      } catch (thrown) {
        failed(thrown);
      }
    });
  }

  stop(): void {
    this.#hasStopped = true;
  }

  /** Under the name that a restart looks for. */
  async #keep(file: OpenFile, path: string, arriving: Arriving): Promise<void> {
    const { disk, clock, metrics } = this.#options;
    const startMs = clock.monotonicMs();
    await new Promise<void>((resolve, reject) => {
      file.syncAsync((error) => (error === null ? resolve() : reject(error)));
    });
    metrics.snapDbFsyncDuration.observe((clock.monotonicMs() - startMs) / 1000);
    file.close();
    disk.fileSystem.rename({ from: path, to: arriving.path });
    disk.fileSystem.syncDirectory(disk.directory.snapDirectory);
  }

  async #build(arriving: Arriving, message: raftpb.Message): Promise<void> {
    const { disk, engine, step, logger } = this.#options;
    const { path } = arriving;
    const directory = disk.directory.snapDirectory;
    let built: BuiltStore | null = null;
    try {
      built = arriving.isCopy
        ? await engine.copies!.take({ path, directory })
        : await engine.build({ path, directory });
      if (this.#hasStopped) throw new SnapshotRefused("server stopped");
      if (built.appliedIndex > arriving.index) {
        throw new SnapshotRefused(
          `the database is at index ${built.appliedIndex}, its message at ${arriving.index}`,
        );
      }
      arriving.built = built;
      step(message);
    } finally {
      if (!arriving.isTaken) {
        built?.discard();
        disk.fileSystem.remove(path);
      }
    }
    if (arriving.isTaken) return;
    // Raft has the entries already, or another leader.
    this.#arriving = null;
    logger.info("ignored snapshot", { "snapshot-index": arriving.index });
  }
}

/** What releases before 3.6 take their membership from. @throws SnapshotRefused */
function membershipOf(snapshot: raftpb.Snapshot): MembershipState | null {
  if (snapshot.data === null || snapshot.data.length === 0) return null;
  let tree: ReturnType<typeof decodeSnapshotTree>;
  try {
    tree = decodeSnapshotTree(snapshot.data);
  } catch (error) {
    throw new SnapshotRefused(error instanceof Error ? error.message : String(error));
  }
  if (tree.hasV2Data) throw new SnapshotRefused("the snapshot holds data of the v2 API");
  return tree.members.length === 0 ? null : tree;
}
