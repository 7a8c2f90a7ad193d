/**
 * What a member has on disk, opened in an order that is safe: the log first, whose lock keeps a
 * second process away, then the backend, then the store over it. Disk format, sections 1 to 3.
 *
 * Where to start: at the newest snapshot record of the log that is committed. Entries behind it
 * go into raft's memory; the store skips those that it already holds.
 */

import { assert, CorruptionError } from "@kvorum/base";
import { etcdserverpb, raftpb } from "@kvorum/proto";
import { MemoryStorage, type Peer } from "@kvorum/raft";
import {
  type Backend,
  type DataDirectory,
  type FileSystem,
  fastCrc32c,
  openDataDirectory,
  type Repair,
  readWalSnapshots,
  SnapshotFiles,
  StorageError,
  Wal,
} from "@kvorum/storage";
import { encodeMember, memberIdText, Store } from "@kvorum/store";
import type { Logger } from "../logging/logger.ts";
import { forceNewCluster, writeForcedLog } from "./force-new-cluster.ts";
import type { Founding, MemberDirectories, MemberSettings, MemberWorld } from "./member-options.ts";

export interface Disk {
  readonly memberId: bigint;
  readonly clusterId: bigint;
  /** Not null on a first start: the members to found the cluster with. */
  readonly founders: readonly Peer[] | null;
  readonly wal: Wal;
  readonly log: MemoryStorage;
  readonly backend: Backend;
  readonly store: Store;
  readonly directory: DataDirectory;
  readonly snapshotFiles: SnapshotFiles;
  readonly fileSystem: FileSystem;
  /** The snapshot that the log starts from; index 0 for none. */
  readonly snapshot: { readonly index: number; readonly term: number };
  /** Flushes, if the member ends in good order, and closes everything. */
  close(end: { isClean: boolean }): Promise<void>;
}

/** @throws StorageError; CorruptionError naming file and offset. */
export function openDisk(
  settings: MemberSettings,
  places: MemberDirectories,
  world: MemberWorld,
  founding: Founding | null,
  failed: (error: unknown) => void,
): Disk {
  const { fileSystem, logger } = world;
  const directory = openDataDirectory({
    fileSystem,
    path: places.dataDir,
    ...(places.walDir === null ? {} : { walDirectory: places.walDir }),
  });
  const open: Closable[] = [{ close: () => directory.release() }];
  try {
    if (directory.isTooOpen) {
      logger.warn("check file permission", {
        error:
          `directory "${directory.path}" exist, but the permission is too wide. The recommended ` +
          'permission is "-rwx------" to prevent possible unprivileged access to the data',
      });
    }
    logger.info(
      directory.hasWal ? "server has already been initialized" : "Initialize and start etcd server",
      { "data-dir": places.dataDir, "dir-type": directory.hasWal ? "member" : "empty" },
    );
    const snapshotFiles = new SnapshotFiles({
      fileSystem,
      directory: directory.snapDirectory,
      onBroken: ({ path, reason }) =>
        logger.warn("renamed a broken snapshot file", { path, reason }),
    });
    snapshotFiles.removeTemporaryFiles();
    const opened = directory.hasWal
      ? reopenLog({ directory, fileSystem, snapshotFiles, founding, logger })
      : foundLog({ directory, fileSystem, founding });
    const { wal, snapshot } = opened;
    open.push(wal);
    const backend = world.engine.open({ directory: directory.snapDirectory, onFailure: failed });
    open.push(backend);
    const store = Store.open({
      backend,
      crc32c: fastCrc32c,
      minLeaseTtlSeconds: minLeaseTtlSeconds(settings),
      quotaBackendBytes: settings.quotaBackendBytes,
      maxLearners: settings.maxLearners,
      hashSeed: world.hashSeed,
      ...(world.passwordHasher === undefined ? {} : { passwordHasher: world.passwordHasher }),
      ...(settings.authTokenTtlMs === undefined ? {} : { tokenTtlMs: settings.authTokenTtlMs }),
    });
    const kept = settings.forceNewCluster ? forced(opened, store, logger) : opened;
    const log = memoryLog(kept, store);
    checkAgainstLog(store, log, snapshot.index, directory.snapDirectory);
    return {
      ...opened,
      log,
      backend,
      store,
      directory,
      snapshotFiles,
      fileSystem,
      close: async ({ isClean }) => {
        try {
          if (isClean) await flushAll(backend, store);
        } finally {
          await closeAll(open);
        }
      },
    };
  } catch (error) {
    closeAll(open).catch(() => {
      // What failed first is what the caller hears of.
    });
    throw error;
  }
}

interface Closable {
  close(): void | Promise<void>;
}

/** The last opened first; each is closed even if another's closing fails. */
async function closeAll(open: Closable[]): Promise<void> {
  let failure: unknown = null;
  for (const part of open.reverse()) {
    try {
      await part.close();
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== null) throw failure;
}

/** The next start is fast with a checkpoint of the key index, and replays nothing. */
function flushAll(backend: Backend, store: Store): Promise<void> {
  if (store.checkpointRevision !== store.revision) {
    for (const _slice of store.writeIndexCheckpoint()) {
      // Nobody is served any more, so there is nothing to do between slices.
    }
  }
  return new Promise((resolve, reject) => {
    backend.flush((error) => (error === null ? resolve() : reject(error)));
  });
}

interface OpenedLog extends Pick<Disk, "memberId" | "clusterId" | "founders" | "wal" | "snapshot"> {
  readonly confState: raftpb.ConfState | null;
  readonly hardState: raftpb.HardState | null;
  readonly entries: readonly raftpb.Entry[];
}

function foundLog(options: {
  directory: DataDirectory;
  fileSystem: FileSystem;
  founding: Founding | null;
}): OpenedLog {
  const { directory, fileSystem, founding } = options;
  assert(founding !== null, "a member without a log is neither founded nor joins");
  const { memberId, clusterId } = founding;
  const wal = Wal.create({
    directory: directory.walDirectory,
    fileSystem,
    metadata: etcdserverpb.encodeMetadata({ NodeID: memberId, ClusterID: clusterId }),
  });
  return {
    memberId,
    clusterId,
    founders: foundersOf(founding),
    wal,
    snapshot: { index: 0, term: 0 },
    confState: null,
    hardState: null,
    entries: [],
  };
}

/** A member that joins begins with an empty log: the leader sends it everything. */
function foundersOf(founding: Founding): readonly Peer[] | null {
  if (founding.kind === "join") return null;
  return founding.members.map(({ id, name, peerUrls }) => ({
    id,
    context: encodeMember({ id, name, peerUrls, clientUrls: [], isLearner: false }),
  }));
}

function reopenLog(options: {
  directory: DataDirectory;
  fileSystem: FileSystem;
  snapshotFiles: SnapshotFiles;
  founding: Founding | null;
  logger: Logger;
}): OpenedLog {
  const { fileSystem, snapshotFiles, founding, logger } = options;
  const directory = options.directory.walDirectory;
  const onRepair = ({ file, backup, offset, removedBytes }: Repair): void =>
    logger.warn("repaired the torn tail of the log", {
      path: file,
      "broken-path": backup,
      offset,
      "removed-bytes": removedBytes,
    });
  const records = readWalSnapshots({ directory, fileSystem, onRepair }).snapshots;
  const { marker: snapshot, confState } = snapshotFiles.choose(records);
  const { wal, metadata, hardState, entries } = Wal.open({
    directory,
    fileSystem,
    snapshot,
    onRepair,
  });
  const { NodeID: memberId, ClusterID: clusterId } = etcdserverpb.decodeMetadata(metadata);
  // A crash right after the log was made: nothing was ever promised, so the founding starts over.
  const isVirgin = hardState === null && entries.length === 0 && snapshot.index === 0;
  const founders =
    isVirgin && founding !== null ? refounding(founding, memberId, options.directory) : null;
  return { memberId, clusterId, founders, wal, snapshot, confState, hardState, entries };
}

/** The founding of the flags, if it is the one that the log was made for. */
function refounding(
  founding: Founding,
  memberId: bigint,
  directory: DataDirectory,
): readonly Peer[] | null {
  if (founding.memberId === memberId) return foundersOf(founding);
  throw new StorageError("unusable", {
    action:
      `found member ${memberIdText(founding.memberId)}, as the flags name it, on an empty log ` +
      `that was made for member ${memberIdText(memberId)}:`,
    path: directory.walDirectory,
  });
}

/** The log with everybody else removed from the cluster: --force-new-cluster. */
function forced(opened: OpenedLog, store: Store, logger: Logger): OpenedLog {
  const { memberId, wal, snapshot, confState, hardState, entries } = opened;
  // A member that was just founded has nobody to remove.
  if (opened.founders !== null) return opened;
  const log = forceNewCluster({
    ...{ memberId, confState, hardState, entries },
    snapshotIndex: snapshot.index,
    consistentIndex: store.appliedIndex,
  });
  writeForcedLog(wal, log);
  logger.info("forcing new cluster", {
    "local-member-id": memberIdText(memberId),
    "removed-member-ids": log.removedIds.map(memberIdText),
    "discarded-entries": log.droppedCount,
    "commit-index": log.hardState.commit,
  });
  return { ...opened, hardState: log.hardState, entries: log.entries };
}

/**
 * Raft's view of the log. Its configuration is the one that the store holds, which belongs to the
 * store's applied index: the store does not hand out conf changes at or below that again. Only
 * where the store holds none does the snapshot's count. Raft specification, section 17.4 (b).
 */
function memoryLog(opened: OpenedLog, store: Store): MemoryStorage {
  const { snapshot, hardState, entries } = opened;
  const log = new MemoryStorage();
  const stored = store.confState;
  const confState =
    stored === null
      ? opened.confState
      : {
          ...raftpb.createConfState(),
          voters: [...stored.voters],
          learners: [...stored.learners],
        };
  if (confState !== null) log.applySnapshot({ data: null, metadata: { ...snapshot, confState } });
  log.append(entries);
  if (hardState !== null) {
    // A commit index alone is not made durable, and the store may have been faster.
    const commit = Math.max(hardState.commit, Math.min(store.appliedIndex, log.lastIndex()));
    log.setHardState({ ...hardState, commit });
  }
  return log;
}

/** The backend must hold everything up to the snapshot that the log starts from. */
function checkAgainstLog(
  store: Store,
  log: MemoryStorage,
  snapshotIndex: number,
  file: string,
): void {
  if (store.appliedIndex < snapshotIndex) {
    throw new CorruptionError(
      `the database ends at index ${store.appliedIndex}, before the log's start at ${snapshotIndex}`,
      { file, offset: -1 },
    );
  }
  if (store.appliedIndex > log.lastIndex()) {
    throw new CorruptionError(
      `the database holds index ${store.appliedIndex}, but the log ends at ${log.lastIndex()}`,
      { file, offset: -1 },
    );
  }
}

/** ceil(floor(3 * election ticks / 2) * heartbeat) in seconds: 2 by default. */
function minLeaseTtlSeconds(settings: MemberSettings): number {
  const electionTicks = Math.floor(settings.electionTimeoutMs / settings.heartbeatIntervalMs);
  return Math.ceil((Math.floor((3 * electionTicks) / 2) * settings.heartbeatIntervalMs) / 1000);
}
