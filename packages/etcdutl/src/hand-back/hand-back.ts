/**
 * Writes what a stopped member holds as a data directory that a Go etcd starts on, as the same
 * member of the same cluster:
 *
 *   member/snap/db       the store in bbolt format
 *   member/snap/*.snap   membership and configuration at its applied index
 *   member/wal/          metadata, hard state, the snapshot's record, and the entries behind it
 *
 * The source is locked and read, never written: the store is copied first, since its engine writes
 * to what it opens. Entries that the release cannot apply are applied here, into the copy. The
 * output is built under another name and renamed when it is complete and durable.
 *
 * Disk format, section 8.
 */

import { dirname, join } from "node:path";
import { type Timers, utf8ToBytes } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import {
  BBOLT_FILE,
  BboltReader,
  databaseChecksums,
  differingBuckets,
  exportBbolt,
  type FileSystem,
  fastCrc32c,
  LMDB_FILE,
  LmdbBackend,
  type LogContents,
  SnapshotFiles,
  type SnapshotMarker,
  validateBbolt,
  Wal,
} from "@kvorum/storage";
import { encodeSnapshotTree, Store, type StoredConfState } from "@kvorum/store";
import { applyForeign } from "./foreign-entries.ts";
import { HandBackError } from "./hand-back-error.ts";
import { Release } from "./release.ts";
import { copyFile, lockSource, type Source } from "./source.ts";

export interface HandBackOptions {
  readonly fileSystem: FileSystem;
  readonly timers: Timers;
  readonly dataDirectory: string;
  /** Null: inside the data directory. */
  readonly walDirectory: string | null;
  readonly outputDirectory: string;
  /** Null: inside the output directory. */
  readonly outputWalDirectory: string | null;
  /** Null: the release of the cluster version. */
  readonly release: Release | null;
  readonly log: (message: string, fields: { [name: string]: string | number }) => void;
}

const BUILDING_SUFFIX = ".hand-back.tmp";
/** Only replays see it: leases that were granted keep what is stored. */
const MIN_LEASE_TTL_SECONDS = 2;
const NO_QUOTA = -1;

/**
 * @throws HandBackError; StorageError and CorruptionError naming the file. The output is absent
 * then, but for an unfinished directory whose name ends in `.tmp`, which a next run removes.
 */
export async function handBack(options: HandBackOptions): Promise<void> {
  const { fileSystem, outputDirectory, log } = options;
  checkOutput(fileSystem, outputDirectory);
  if (options.outputWalDirectory !== null) checkOutput(fileSystem, options.outputWalDirectory);
  const source = lockSource(options);
  const building = `${outputDirectory}${BUILDING_SUFFIX}`;
  try {
    fileSystem.removeTree(building);
    const snapDirectory = join(building, "member", "snap");
    fileSystem.makeDirectory(snapDirectory);
    const copy = join(building, "copy");
    fileSystem.makeDirectory(copy);
    await copyFile(fileSystem, {
      from: join(options.dataDirectory, "member", "snap", LMDB_FILE),
      to: join(copy, LMDB_FILE),
    });
    const state = await writeState(options, { source, copy, snapDirectory });
    fileSystem.removeTree(copy);
    writeLog(options, {
      source,
      state,
      directory: options.outputWalDirectory ?? join(building, "member", "wal"),
    });
    syncTree(fileSystem, [building, join(building, "member"), snapDirectory]);
    fileSystem.rename({ from: building, to: outputDirectory });
    fileSystem.syncDirectory(dirname(join(outputDirectory, ".")));
    log("handed back the data directory", {
      path: outputDirectory,
      "target-version": state.release.text,
      "snapshot-index": state.marker.index,
      "log-entries": state.tail.length,
      revision: state.revision,
      hash: state.hash,
    });
  } finally {
    source.release();
    fileSystem.removeTree(building);
  }
}

// State ------------------------------------------------------------------------------------------

/** What was written of the store, and what the log has to continue it with. */
interface WrittenState {
  readonly release: Release;
  /** Index 0: nothing was ever applied, and the log says it all. */
  readonly marker: SnapshotMarker;
  readonly confState: StoredConfState;
  readonly hardState: raftpb.HardState | null;
  /** Entries behind the marker. */
  readonly tail: readonly raftpb.Entry[];
  readonly revision: number;
  readonly hash: number;
}

async function writeState(
  options: HandBackOptions,
  places: { source: Source; copy: string; snapDirectory: string },
): Promise<WrittenState> {
  const { fileSystem, timers, log } = options;
  const { source, copy, snapDirectory } = places;
  let failure: unknown = null;
  const backend = LmdbBackend.open({
    directory: copy,
    fileSystem,
    timers,
    onFailure: (error) => {
      failure ??= error;
    },
  });
  try {
    const store = Store.open({
      backend,
      crc32c: fastCrc32c,
      minLeaseTtlSeconds: MIN_LEASE_TTL_SECONDS,
      quotaBackendBytes: NO_QUOTA,
      maxLearners: Number.POSITIVE_INFINITY,
    });
    const release = options.release ?? Release.ofClusterVersion(store.members.clusterVersion);
    if (release === null) {
      throw new HandBackError(
        `cluster version ${store.members.clusterVersion} is none that can be written for`,
      );
    }
    log("handing back a data directory", {
      path: options.dataDirectory,
      "target-version": release.text,
      "applied-index": store.appliedIndex,
    });
    const { entries, hardState } = readTail(source, store);
    applyForeign({ store, entries, hardState, release, memberId: source.memberId, log });
    lowerVersions(backend, store, { release, log });
    const hash = runToEnd(store.hashKv(0));
    const marker = { index: store.appliedIndex, term: store.appliedTerm };
    const confState = store.confState ?? { voters: [], learners: [] };
    await flush(backend);
    if (!release.storesTerm) {
      // Later releases would take these for their own when the cluster is upgraded again.
      backend.delete("meta", utf8ToBytes("term"));
      backend.delete("meta", utf8ToBytes("confState"));
      await flush(backend);
    }
    const view = backend.openView();
    const path = join(snapDirectory, BBOLT_FILE);
    try {
      await exportBbolt({ view, fileSystem, path, timers });
      await checkExport(options, { view, path });
    } finally {
      view.close();
    }
    if (marker.index > 0) {
      const { list, removedIds, clusterVersion } = store.members;
      new SnapshotFiles({ fileSystem, directory: snapDirectory }).save({
        data: encodeSnapshotTree({ members: list, removedIds, clusterVersion }),
        metadata: { confState: raftConfState(confState), ...marker },
      });
    }
    if (failure !== null) throw failure;
    return {
      release,
      marker,
      confState,
      hardState,
      tail: entries.filter((entry) => entry.Index > marker.index),
      revision: store.revision,
      hash: hash.hash,
    };
  } finally {
    await backend.close();
  }
}

/** The log behind what the store has applied. */
function readTail(source: Source, store: Store): Pick<LogContents, "entries" | "hardState"> {
  const usable = source.records.snapshots.filter(({ index }) => index <= store.appliedIndex);
  const newest = source.records.snapshots.at(-1);
  const start = usable.at(-1);
  if (start === undefined || (newest !== undefined && newest.index > store.appliedIndex)) {
    throw new HandBackError(
      `the store ends at index ${store.appliedIndex}, before the snapshot at ${newest?.index}; ` +
        "start the member once, so that it ends its installation",
    );
  }
  const { entries, hardState } = source.readFrom({ index: start.index, term: start.term });
  const last = entries.at(-1)?.Index ?? start.index;
  if (last < store.appliedIndex) {
    throw new HandBackError(
      `the store holds index ${store.appliedIndex}, but the log ends at ${last}`,
    );
  }
  return { entries: entries.filter(({ Index }) => Index > store.appliedIndex), hardState };
}

/** A member ends itself where the cluster, or the storage, is of a later release. */
function lowerVersions(
  backend: LmdbBackend,
  store: Store,
  options: { release: Release; log: HandBackOptions["log"] },
): void {
  const { release, log } = options;
  const { members } = store;
  const version = members.clusterVersion;
  if (version !== null && release.isBelow(version)) {
    members.setClusterVersion(release.version, { isPersistent: true });
    log("lowering the cluster version: hand back all members of the cluster", {
      from: version,
      to: release.version,
    });
  }
  const storageVersion = utf8ToBytes("storageVersion");
  const stored = backend.get("meta", storageVersion);
  if (stored !== undefined && !release.hasStorageVersion) backend.delete("meta", storageVersion);
  else if (stored !== undefined && release.isBelow(Buffer.from(stored).toString())) {
    backend.put("meta", storageVersion, utf8ToBytes(release.version));
  }
  if (!release.knowsDowngrades) backend.delete("cluster", utf8ToBytes("downgrade"));
}

/** Reads what was written, as a Go member will. */
async function checkExport(
  ports: { fileSystem: FileSystem; timers: Timers },
  written: { view: Pick<LmdbBackend, "scan">; path: string },
): Promise<void> {
  const file = ports.fileSystem.open(written.path, "read");
  try {
    const reader = new BboltReader(file);
    runToEnd(validateBbolt(reader));
    const checksums = await databaseChecksums(reader, ports.timers);
    const differing = await differingBuckets(written.view, checksums, ports.timers);
    if (differing.length === 0) return;
    throw new HandBackError(`${written.path} does not hold what the store holds: ${differing}`);
  } finally {
    file.close();
  }
}

// Log --------------------------------------------------------------------------------------------

function writeLog(
  options: HandBackOptions,
  parts: { source: Source; state: WrittenState; directory: string },
): void {
  const { fileSystem } = options;
  const { source, state, directory } = parts;
  const { marker, hardState, tail } = state;
  const wal = Wal.create({ directory, fileSystem, metadata: source.metadata });
  try {
    const promised = hardState ?? raftpb.createHardState();
    const commit = Math.max(promised.commit, marker.index);
    if (marker.index > 0) {
      // In this order: a start ignores a snapshot above the commit index that it has read.
      const term = Math.max(promised.term, marker.term);
      wal.append({ entries: [], hardState: { ...promised, term, commit: marker.index } });
      wal.saveSnapshot({ ...marker, confState: raftConfState(state.confState) });
      wal.append({ entries: tail, hardState: { ...promised, term, commit } });
    } else wal.append({ entries: tail, hardState });
    wal.sync();
  } finally {
    wal.close();
  }
}

function raftConfState({ voters, learners }: StoredConfState): raftpb.ConfState {
  return { ...raftpb.createConfState(), voters: [...voters], learners: [...learners] };
}

// ------------------------------------------------------------------------------------------------

function checkOutput(fileSystem: FileSystem, path: string): void {
  const status = fileSystem.status(path);
  if (status === null) return;
  if (status.kind !== "directory" || fileSystem.list(path).length > 0) {
    throw new HandBackError(`output directory "${path}" not empty or could not be read`);
  }
}

function syncTree(fileSystem: FileSystem, directories: readonly string[]): void {
  for (const directory of directories.toReversed()) fileSystem.syncDirectory(directory);
}

function flush(backend: LmdbBackend): Promise<void> {
  return new Promise((resolve, reject) => {
    backend.flush((error) => (error === null ? resolve() : reject(error)));
  });
}

function runToEnd<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
