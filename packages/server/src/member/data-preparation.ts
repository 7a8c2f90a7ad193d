/**
 * What must be settled in a data directory before the member opens it:
 *
 * - The database of a Go member (releases 3.4 to 3.7) is taken over: its content goes into a store
 *   of ours, and with it, in one step, the membership and raft's configuration as of its applied
 *   index. Log entries behind that index are left to the store, which applies them when it opens.
 * - A database that the leader sent, and whose snapshot the log records, is installed when a crash
 *   came between the record and the installation.
 *
 * A crash leaves the directory as it was or the finished result. What cannot be carried over is
 * refused, with the file and the reason, before anything is changed: v2 user data, unknown buckets,
 * databases of newer releases, a member that still runs. Disk format, 2, 4 and 8; apply, 3 and 9.
 */

import { join } from "node:path";
import { CorruptionError } from "@kvorum/base";
import type { raftpb } from "@kvorum/proto";
import {
  type Backend,
  BBOLT_FILE,
  type DataDirectory,
  finishTakeOver,
  LockedLog,
  metaKeys,
  openDataDirectory,
  readUint64,
  readWalSnapshots,
  SnapshotFiles,
  type SnapshotMarker,
  StorageError,
  takeOverDatabase,
} from "@kvorum/storage";
import {
  decodeSnapshotTree,
  encodeConfState,
  Members,
  type MembershipState,
  readMembership,
  type SnapshotTree,
  type StoredConfState,
} from "@kvorum/store";
import { type DatabaseFacts, readDatabaseFacts } from "./database-facts.ts";
import {
  CLUSTER_VERSION,
  type MemberDirectories,
  type MemberSettings,
  type MemberWorld,
} from "./member-options.ts";
import { replayMembership, UnsupportedEntry } from "./membership-replay.ts";

type PreparationWorld = Pick<MemberWorld, "fileSystem" | "engine" | "timers" | "logger">;

export interface PreparedData {
  /** The database of a Go member was taken over just now. */
  readonly takenOver: { readonly appliedIndex: number } | null;
  /** A database of the leader was installed just now. */
  readonly installed: { readonly snapshotIndex: number } | null;
}

/**
 * Settles the directory. Must be called, and have resolved, before it is opened; takes the
 * directory's lock meanwhile and gives it back.
 * @throws StorageError, CorruptionError naming the file.
 */
export async function prepareData(
  settings: Pick<MemberSettings, "maxLearners">,
  places: MemberDirectories,
  world: PreparationWorld,
): Promise<PreparedData> {
  const { fileSystem, logger } = world;
  const directory = openDataDirectory({
    fileSystem,
    path: places.dataDir,
    ...(places.walDir === null ? {} : { walDirectory: places.walDir }),
  });
  try {
    const snapshotFiles = new SnapshotFiles({
      fileSystem,
      directory: directory.snapDirectory,
      onBroken: ({ path, reason }) =>
        logger.warn("renamed a broken snapshot file", { path, reason }),
    });
    const task = { directory, snapshotFiles, settings, world };
    if (directory.stores === "bbolt" || directory.stores === "both") {
      return { takenOver: await takeOver(task), installed: null };
    }
    return { takenOver: null, installed: await installReceived(task) };
  } finally {
    directory.release();
  }
}

interface Task {
  readonly directory: DataDirectory;
  readonly snapshotFiles: SnapshotFiles;
  readonly settings: Pick<MemberSettings, "maxLearners">;
  readonly world: PreparationWorld;
}

// Take-over ------------------------------------------------------------------------------------

async function takeOver(task: Task): Promise<PreparedData["takenOver"]> {
  const { directory, snapshotFiles, world } = task;
  const { fileSystem, engine, timers, logger } = world;
  const { snapDirectory, walDirectory } = directory;
  const database = join(snapDirectory, BBOLT_FILE);
  if (!directory.hasWal) {
    throw refusal(database, `its log is not in ${walDirectory}; has it a directory of its own?`);
  }
  // A Go member locks its log as we do: while it runs, this ends here.
  const log = LockedLog.open({
    fileSystem,
    directory: walDirectory,
    onRepair: ({ file, backup, offset }) =>
      logger.warn("repaired the torn tail of the log", {
        path: file,
        "broken-path": backup,
        offset,
      }),
  });
  try {
    const received = snapshotFiles
      .databases()
      .filter(({ name }) => name.endsWith(".snap.db"))
      .map(({ name }) => join(snapDirectory, name));
    if (directory.stores === "both") {
      await finishTakeOver({
        directory: snapDirectory,
        fileSystem,
        engine,
        otherSources: received,
      });
      snapshotFiles.removeDatabasesBelow(Number.POSITIVE_INFINITY);
      return null;
    }
    const plan = planTakeOver(task, log);
    logger.info("taking over the database of a Go member", {
      path: plan.source,
      "snapshot-index": plan.snapshotIndex,
      "consistent-index": plan.applied.index,
    });
    const { pairsCount } = await takeOverDatabase({
      directory: snapDirectory,
      fileSystem,
      timers,
      engine,
      source: plan.source,
      amend: (backend) => amend(backend, plan, task),
    });
    snapshotFiles.removeDatabasesBelow(Number.POSITIVE_INFINITY);
    logger.info("took over the database of a Go member", {
      path: plan.source,
      "renamed-to": `${database}.imported`,
      records: pairsCount,
      "consistent-index": plan.applied.index,
    });
    return { appliedIndex: plan.applied.index };
  } finally {
    log.close();
  }
}

interface StartState {
  readonly marker: SnapshotMarker;
  readonly confState: StoredConfState;
  /** Null: the database's own records count, as for releases from 3.6. */
  readonly membership: MembershipState | null;
}

interface Plan {
  readonly source: string;
  readonly snapshotIndex: number;
  readonly applied: SnapshotMarker;
  /** Both null: as the database has them. */
  readonly membership: MembershipState | null;
  readonly confState: StoredConfState | null;
}

function planTakeOver(task: Task, log: LockedLog): Plan {
  const { directory, snapshotFiles, settings } = task;
  const { fileSystem } = task.world;
  let source = join(directory.snapDirectory, BBOLT_FILE);
  let facts = readDatabaseFacts(fileSystem, source);
  const start = chooseStart(task, log, facts);
  const { marker } = start;
  if (facts.consistentIndex < marker.index) {
    // A crash came between a snapshot's record and the exchange of the database.
    const received = snapshotFiles.databasePath(marker.index);
    if (fileSystem.status(received) === null) {
      throw new CorruptionError(
        `the database ends at index ${facts.consistentIndex}, before the snapshot at ${marker.index}`,
        { file: source, offset: -1 },
      );
    }
    source = received;
    facts = { ...readDatabaseFacts(fileSystem, source), consistentIndex: marker.index };
  }
  refuseNewer(source, facts);
  const { entries } = log.readFrom(marker);
  const index = facts.consistentIndex;
  const last = entries[entries.length - 1]?.Index ?? marker.index;
  if (index > last) {
    throw new CorruptionError(
      `the database holds index ${index}, but the log in ${directory.walDirectory} ends at ${last}`,
      { file: source, offset: -1 },
    );
  }
  const term = index === marker.index ? marker.term : entries[index - marker.index - 1]!.Term;
  const state = refusingEntries(directory.walDirectory, () =>
    replayMembership({
      start: { confState: start.confState, membership: start.membership ?? NOBODY },
      entries,
      // Where the database's own records count, the log is only looked through.
      index: start.membership === null ? 0 : index,
      maxLearners: settings.maxLearners,
    }),
  );
  return {
    source,
    snapshotIndex: marker.index,
    applied: { index, term },
    membership: start.membership === null ? null : state.membership,
    confState: start.membership === null ? null : state.confState,
  };
}

const NOBODY: MembershipState = { members: [], removedIds: [], clusterVersion: null };

/**
 * The newest snapshot that the log records and whose file can be read. From 3.6 on the file may be
 * missing, since the database says who the members are.
 */
function chooseStart(task: Task, log: LockedLog, facts: DatabaseFacts): StartState {
  const { snapshotFiles } = task;
  const { snapshots } = log.records;
  for (let i = snapshots.length - 1; i >= 0; i--) {
    const { index, term, confState: recorded } = snapshots[i]!;
    if (index === 0) continue;
    const marker = { index, term };
    const file = snapshotFiles.load(marker);
    const confState = recorded ?? file?.metadata?.confState ?? null;
    if (confState === null) continue;
    const membership = file === null ? null : membershipOf(task, file, marker);
    if (membership !== null || facts.hasMembers) {
      return { marker, confState: storedConfState(confState), membership };
    }
  }
  return {
    marker: { index: 0, term: 0 },
    confState: { voters: [], learners: [] },
    membership: NOBODY,
  };
}

/** What a snapshot file says; null where it says nothing. */
function membershipOf(
  task: Task,
  file: raftpb.Snapshot,
  { index, term }: SnapshotMarker,
): MembershipState | null {
  if (file.data === null || file.data.length === 0) return null;
  const hex = (value: number): string => value.toString(16).padStart(16, "0");
  const path = join(task.directory.snapDirectory, `${hex(term)}-${hex(index)}.snap`);
  let tree: SnapshotTree;
  try {
    tree = decodeSnapshotTree(file.data);
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error;
    throw new CorruptionError(`its membership cannot be read: ${error.message}`, {
      file: path,
      offset: -1,
    });
  }
  if (tree.hasV2Data) throw refusal(path, "it holds data of the v2 API");
  return tree.members.length === 0 ? null : tree;
}

/** Into the new store, before it counts. */
function amend(backend: Backend, plan: Plan, task: Task): void {
  const { maxLearners } = task.settings;
  if (plan.membership !== null) new Members({ backend, maxLearners }).replace(plan.membership);
  if (plan.applied.index === 0) return;
  const confState = plan.confState ?? confStateOf(readMembership(backend));
  backend.setApplied({ ...plan.applied, confState: encodeConfState(confState) });
}

function confStateOf({ members }: MembershipState): StoredConfState {
  return {
    voters: members.filter(({ isLearner }) => !isLearner).map(({ id }) => id),
    learners: members.filter(({ isLearner }) => isLearner).map(({ id }) => id),
  };
}

function refuseNewer(path: string, facts: DatabaseFacts): void {
  for (const [what, version] of [
    ["storage", facts.storageVersion],
    ["cluster", facts.clusterVersion],
  ] as const) {
    if (isNewer(version, CLUSTER_VERSION)) {
      throw refusal(path, `its ${what} version ${version} is newer than ${CLUSTER_VERSION}`);
    }
  }
}

function isNewer(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split(".").map(Number);
  return major > thanMajor || (major === thanMajor && minor > thanMinor);
}

function refusingEntries<T>(walDirectory: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnsupportedEntry) throw refusal(walDirectory, error.message);
    throw error;
  }
}

function refusal(path: string, reason: string): StorageError {
  return new StorageError("unusable", {
    action: "take over the data of a Go member:",
    path,
    cause: new Error(reason),
  });
}

// A database of the leader -----------------------------------------------------------------------

async function installReceived(task: Task): Promise<PreparedData["installed"]> {
  const { directory, snapshotFiles, settings, world } = task;
  const { fileSystem, engine, logger } = world;
  const { snapDirectory, walDirectory } = directory;
  if (!directory.hasWal || snapshotFiles.databases().length === 0) return null;
  const { snapshots } = readWalSnapshots({ fileSystem, directory: walDirectory });
  const { marker, confState, file } = snapshotFiles.choose(snapshots);
  const path = snapshotFiles.databasePath(marker.index);
  const copyPath = snapshotFiles.copyPath(marker.index);
  let failure: unknown = null;
  const backend = engine.open({
    directory: snapDirectory,
    onFailure: (error) => {
      failure ??= error;
    },
  });
  let isDue: boolean;
  try {
    const index = backend.get("meta", metaKeys.consistentIndex);
    const appliedIndex = index === undefined ? 0 : readUint64(index, 0);
    // At the same index the exchange was made, but what follows it may not have been durable.
    const isOlder = confState !== null && appliedIndex <= marker.index;
    const isCopy = isOlder && fileSystem.status(copyPath) !== null && engine.copies !== undefined;
    isDue = isCopy || (isOlder && fileSystem.status(path) !== null);
    if (isCopy) {
      const built = await engine.copies.take({ path: copyPath, directory: snapDirectory });
      if (built.appliedIndex !== marker.index) {
        throw new CorruptionError(
          `it is at index ${built.appliedIndex}, its snapshot at ${marker.index}`,
          { file: copyPath, offset: -1 },
        );
      }
      await new Promise<void>((resolve, reject) => {
        backend.replace(built, (error) => (error === null ? resolve() : reject(error)));
      });
    } else if (isDue) {
      const membership = file === null ? null : membershipOf(task, file, marker);
      const built = await engine.build({
        path,
        directory: snapDirectory,
        amend: (received, imported) => {
          if (imported.appliedIndex > marker.index) {
            throw new CorruptionError(
              `it is at index ${imported.appliedIndex}, its snapshot at ${marker.index}`,
              { file: path, offset: -1 },
            );
          }
          if (membership !== null) {
            new Members({ backend: received, maxLearners: settings.maxLearners }).replace(
              membership,
            );
          }
          const stored = encodeConfState(storedConfState(confState!));
          received.setApplied({ ...marker, confState: stored });
        },
      });
      await new Promise<void>((resolve, reject) => {
        backend.replace(built, (error) => (error === null ? resolve() : reject(error)));
      });
      built.discard();
    }
  } finally {
    await backend.close();
  }
  if (failure !== null) throw failure;
  snapshotFiles.removeDatabasesBelow(Number.POSITIVE_INFINITY);
  if (!isDue) return null;
  logger.info("installed the database of a snapshot that a crash left behind", {
    path,
    "snapshot-index": marker.index,
  });
  return { snapshotIndex: marker.index };
}

function storedConfState({ voters, learners }: raftpb.ConfState): StoredConfState {
  return { voters: [...voters], learners: [...learners] };
}
