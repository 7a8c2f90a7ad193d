/**
 * What a member has on disk, opened in an order that is safe: the log first, whose lock keeps a
 * second process away, then the backend, then the store over it. Disk format, sections 1 to 3.
 *
 * Where to start: at the newest snapshot record of the log that is committed. Entries behind it
 * go into raft's memory; the store skips those that it already holds.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { assert, CorruptionError } from "@kvorum/base";
import { etcdserverpb, type raftpb } from "@kvorum/proto";
import { MemoryStorage, type Peer } from "@kvorum/raft";
import {
  fastCrc32c,
  LmdbBackend,
  NodeFileSystem,
  type Repair,
  readWalSnapshots,
  type SnapshotMarker,
  Wal,
} from "@kvorum/storage";
import { deriveClusterId, deriveMemberId, encodeMember, Store } from "@kvorum/store";
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
  readonly directories: { readonly wal: string; readonly snap: string };
  readonly fileSystem: NodeFileSystem;
  /** Index of the snapshot that the log starts from. */
  readonly snapshotIndex: number;
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
  const directories = {
    snap: join(places.dataDir, "member", "snap"),
    wal: places.walDir ?? join(places.dataDir, "member", "wal"),
  };
  fileSystem.makeDirectory(directories.snap);
  const opened = Wal.exists({ fileSystem, directory: directories.wal })
    ? reopenLog(directories.wal, fileSystem, settings, world.logger)
    : foundLog(directories.wal, fileSystem, settings);
  const { wal, log, snapshotIndex } = opened;
  try {
    const backend = LmdbBackend.open({
      directory: directories.snap,
      fileSystem,
      timers: world.timers,
      onFailure: failed,
    });
    try {
      const store = Store.open({
        backend,
        crc32c: fastCrc32c,
        minLeaseTtlSeconds: minLeaseTtlSeconds(settings),
        quotaBackendBytes: settings.quotaBackendBytes,
        maxLearners: settings.maxLearners,
        hashSeed: world.hashSeed,
      });
      checkAgainstLog(store, log, snapshotIndex, directories.snap);
      return {
        ...opened,
        backend,
        store,
        directories,
        fileSystem,
        close: (end) => closeDisk({ wal, backend }, end),
      };
    } catch (error) {
      backend.close();
      throw error;
    }
  } catch (error) {
    wal.close();
    throw error;
  }
}

type OpenedLog = Pick<
  Disk,
  "memberId" | "clusterId" | "founders" | "wal" | "log" | "snapshotIndex"
>;

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

function foundLog(
  directory: string,
  fileSystem: NodeFileSystem,
  settings: MemberSettings,
): OpenedLog {
  const { memberId, clusterId, founders } = founding(settings);
  const metadata = etcdserverpb.encodeMetadata({ NodeID: memberId, ClusterID: clusterId });
  const wal = Wal.create({ directory, fileSystem, metadata });
  return { memberId, clusterId, founders, wal, log: new MemoryStorage(), snapshotIndex: 0 };
}

function reopenLog(
  directory: string,
  fileSystem: NodeFileSystem,
  settings: MemberSettings,
  logger: Logger,
): OpenedLog {
  const onRepair = ({ file, backup, offset, removedBytes }: Repair): void =>
    logger.warn("repaired the torn tail of the log", {
      path: file,
      "broken-path": backup,
      offset,
      "removed-bytes": removedBytes,
    });
  const marker = newestSnapshot(directory, fileSystem, onRepair);
  const { wal, metadata, hardState, entries } = Wal.open({
    directory,
    fileSystem,
    snapshot: marker,
    onRepair,
  });
  const { NodeID: memberId, ClusterID: clusterId } = etcdserverpb.decodeMetadata(metadata);
  const log = new MemoryStorage();
  if (marker.index > 0) {
    log.applySnapshot({
      data: null,
      metadata: { index: marker.index, term: marker.term, confState: marker.confState },
    });
  }
  log.append(entries);
  if (hardState !== null) log.setHardState(hardState);
  // A crash right after the log was made: nothing was ever promised, so the founding starts over.
  const isVirgin = hardState === null && entries.length === 0 && marker.index === 0;
  const founders = isVirgin ? founding(settings).founders : null;
  return { memberId, clusterId, founders, wal, log, snapshotIndex: marker.index };
}

function newestSnapshot(
  directory: string,
  fileSystem: NodeFileSystem,
  onRepair: (repair: Repair) => void,
): FullMarker {
  const { snapshots } = readWalSnapshots({ directory, fileSystem, onRepair });
  let newest: FullMarker = { index: 0, term: 0, confState: null };
  for (const { index, term, confState } of snapshots) {
    if (index >= newest.index) newest = { index, term, confState };
  }
  if (newest.index > 0 && newest.confState === null) {
    throw new CorruptionError("the newest snapshot record names no configuration", {
      file: directory,
      offset: -1,
    });
  }
  return newest;
}

type FullMarker = SnapshotMarker & { readonly confState: raftpb.ConfState | null };

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

async function closeDisk(
  { wal, backend }: Pick<Disk, "wal" | "backend">,
  { isClean }: { isClean: boolean },
): Promise<void> {
  try {
    if (isClean) {
      await new Promise<void>((resolve, reject) => {
        backend.flush((error) => (error === null ? resolve() : reject(error)));
      });
    }
  } finally {
    backend.close();
    wal.close();
  }
}
