/**
 * What a member has on disk, opened in an order that is safe: the log first, whose lock keeps a
 * second process away, then the backend, then the store over it. Disk format, sections 1 to 3.
 *
 * Where to start: at the newest snapshot record of the log that is committed. Entries behind it
 * go into raft's memory; the store skips those that it already holds.
 */

import { createHash } from "node:crypto";
import { assert, CorruptionError } from "@kvorum/base";
import { etcdserverpb, raftpb } from "@kvorum/proto";
import { MemoryStorage, type Peer } from "@kvorum/raft";
import {
  type DataDirectory,
  fastCrc32c,
  LmdbBackend,
  NodeFileSystem,
  openDataDirectory,
  type Repair,
  readWalSnapshots,
  SnapshotFiles,
  StorageError,
  Wal,
} from "@kvorum/storage";
import { deriveClusterId, deriveMemberId, encodeMember, memberIdText, Store } from "@kvorum/store";
import type { Logger } from "../logging/logger.ts";
import type { MemberDirectories, MemberSettings, MemberWorld } from "./member-options.ts";

export interface Disk {
  readonly memberId: bigint;
  readonly clusterId: bigint;
  /** Not null on a first start: the members to found the cluster with. */
  readonly founders: readonly Peer[] | null;
  readonly wal: Wal;
  readonly log: MemoryStorage;
  readonly backend: LmdbBackend;
  readonly store: Store;
  readonly directory: DataDirectory;
  readonly snapshotFiles: SnapshotFiles;
  readonly fileSystem: NodeFileSystem;
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
  failed: (error: unknown) => void,
): Disk {
  const fileSystem = new NodeFileSystem();
  const { logger } = world;
  const directory = openDataDirectory({
    fileSystem,
    path: places.dataDir,
    ...(places.walDir === null ? {} : { walDirectory: places.walDir }),
  });
  const open: Closable[] = [{ close: () => directory.release() }];
  try {
    refuseForeignStore(directory);
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
      ? reopenLog({ directory, fileSystem, snapshotFiles, settings, logger })
      : foundLog({ directory, fileSystem, settings });
    const { wal, snapshot } = opened;
    open.push(wal);
    const backend = LmdbBackend.open({
      directory: directory.snapDirectory,
      fileSystem,
      timers: world.timers,
      onFailure: failed,
    });
    open.push(backend);
    const store = Store.open({
      backend,
      crc32c: fastCrc32c,
      minLeaseTtlSeconds: minLeaseTtlSeconds(settings),
      quotaBackendBytes: settings.quotaBackendBytes,
      maxLearners: settings.maxLearners,
      hashSeed: world.hashSeed,
    });
    const log = memoryLog(opened, store);
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
function flushAll(backend: LmdbBackend, store: Store): Promise<void> {
  if (store.checkpointRevision !== store.revision) {
    for (const _slice of store.writeIndexCheckpoint()) {
      // Nobody is served any more, so there is nothing to do between slices.
    }
  }
  return new Promise((resolve, reject) => {
    backend.flush((error) => (error === null ? resolve() : reject(error)));
  });
}

/** A directory of a Go member is not taken over silently, nor is its database ever touched. */
function refuseForeignStore(directory: DataDirectory): void {
  if (directory.stores !== "bbolt" && directory.stores !== "both") return;
  throw new StorageError("unusable", {
    action:
      "start on the data directory of a Go member (member/snap/db), which is not supported yet:",
    path: directory.path,
  });
}

interface OpenedLog extends Pick<Disk, "memberId" | "clusterId" | "founders" | "wal" | "snapshot"> {
  readonly confState: raftpb.ConfState | null;
  readonly hardState: raftpb.HardState | null;
  readonly entries: readonly raftpb.Entry[];
}

const sha1 = (bytes: Uint8Array): Uint8Array => createHash("sha1").update(bytes).digest();

function founding(settings: MemberSettings): {
  memberId: bigint;
  clusterId: bigint;
  founders: Peer[];
} {
  const members = settings.initialCluster.map(({ name, peerUrls }) => ({
    id: deriveMemberId({ peerUrls, clusterToken: settings.initialClusterToken }, sha1),
    name,
    peerUrls,
    clientUrls: [],
    isLearner: false,
  }));
  const own = members.find(({ name }) => name === settings.name);
  assert(own !== undefined, `member ${settings.name} is not in the initial cluster`);
  members.sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    memberId: own.id,
    clusterId: deriveClusterId(
      members.map(({ id }) => id),
      sha1,
    ),
    founders: members.map((member) => ({ id: member.id, context: encodeMember(member) })),
  };
}

function foundLog(options: {
  directory: DataDirectory;
  fileSystem: NodeFileSystem;
  settings: MemberSettings;
}): OpenedLog {
  const { memberId, clusterId, founders } = founding(options.settings);
  const wal = Wal.create({
    directory: options.directory.walDirectory,
    fileSystem: options.fileSystem,
    metadata: etcdserverpb.encodeMetadata({ NodeID: memberId, ClusterID: clusterId }),
  });
  return {
    memberId,
    clusterId,
    founders,
    wal,
    snapshot: { index: 0, term: 0 },
    confState: null,
    hardState: null,
    entries: [],
  };
}

function reopenLog(options: {
  directory: DataDirectory;
  fileSystem: NodeFileSystem;
  snapshotFiles: SnapshotFiles;
  settings: MemberSettings;
  logger: Logger;
}): OpenedLog {
  const { fileSystem, snapshotFiles, settings, logger } = options;
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
  const founders = isVirgin ? refounding(settings, memberId, options.directory).founders : null;
  return { memberId, clusterId, founders, wal, snapshot, confState, hardState, entries };
}

/** The founding of the flags, if it is the one that the log was made for. */
function refounding(
  settings: MemberSettings,
  memberId: bigint,
  directory: DataDirectory,
): ReturnType<typeof founding> {
  const found = founding(settings);
  if (found.memberId === memberId) return found;
  throw new StorageError("unusable", {
    action:
      `found member ${memberIdText(found.memberId)}, as the flags name it, on an empty log ` +
      `that was made for member ${memberIdText(memberId)}:`,
    path: directory.walDirectory,
  });
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
  if (hardState !== null) log.setHardState(hardState);
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
