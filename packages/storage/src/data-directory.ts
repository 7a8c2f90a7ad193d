/**
 * A member's directory (spec: disk-format sections 1 and 2):
 *
 * ```
 * <data>/member/kvorum.lock    held locked while a member of this package runs
 * <data>/member/snap/          .snap files; kvorum.mdb is our store; `db` is a Go member's
 * <data>/member/wal/           the log, unless it has a directory of its own
 * ```
 * Exclusion: the lock on kvorum.lock keeps a second member of ours out, the locks on the log
 * segments a Go member as well (same kind, see wal/). Both are open-file-description locks, so the
 * kernel gives them back however the process ends; there is no stale lock to judge.
 *
 * A Go member's `db` is never opened for writing here. Which stores are there is reported, and the
 * caller decides: `bbolt` alone means a take-over, `both` is ambiguous and must not be guessed.
 */

import { join } from "node:path";
import { LMDB_FILE } from "./backend/lmdb-backend.ts";
import { StorageError } from "./errors.ts";
import type { FileSystem, OpenFile } from "./file-system.ts";
import { Wal } from "./wal/wal.ts";

export const BBOLT_FILE = "db";
/** In the directory member. */
export const LOCK_FILE = "kvorum.lock";
const PROBE_FILE = ".touch";

export interface DataDirectory {
  readonly path: string;
  readonly snapDirectory: string;
  readonly walDirectory: string;
  /** A restart rather than a first start. This alone decides; a store without a log does not. */
  readonly hasWal: boolean;
  readonly stores: "none" | "lmdb" | "bbolt" | "both";
  /** True when the group or others may enter; worth a warning. */
  readonly isTooOpen: boolean;
  /** Gives the lock back. */
  release(): void;
}

/**
 * Creates what is missing (mode 0700), checks that it can be written, and takes the lock.
 * @throws StorageError `locked`, `unusable`, `write-failed`
 */
export function openDataDirectory(options: {
  fileSystem: FileSystem;
  path: string;
  /** A directory for the log alone; it need not exist. */
  walDirectory?: string;
}): DataDirectory {
  const { fileSystem, path } = options;
  const memberDirectory = join(path, "member");
  const snapDirectory = join(memberDirectory, "snap");
  const walDirectory = options.walDirectory ?? join(memberDirectory, "wal");
  for (const directory of [path, memberDirectory, snapDirectory]) {
    const status = fileSystem.status(directory);
    if (status === null) {
      fileSystem.makeDirectory(directory);
      fileSystem.syncDirectory(join(directory, ".."));
    } else if (status.kind !== "directory") {
      throw new StorageError("unusable", {
        action: "use as a directory",
        path: directory,
        cause: new Error("it is not a directory"),
      });
    }
    probe(fileSystem, directory);
  }
  if (fileSystem.status(walDirectory)?.kind === "directory") probe(fileSystem, walDirectory);
  const lock = takeLock(fileSystem, join(memberDirectory, LOCK_FILE));
  const hasLmdb = fileSystem.status(join(snapDirectory, LMDB_FILE)) !== null;
  const hasBbolt = fileSystem.status(join(snapDirectory, BBOLT_FILE)) !== null;
  return {
    path,
    snapDirectory,
    walDirectory,
    hasWal: Wal.exists({ fileSystem, directory: walDirectory }),
    stores: hasLmdb ? (hasBbolt ? "both" : "lmdb") : hasBbolt ? "bbolt" : "none",
    isTooOpen: (fileSystem.status(path)!.mode & 0o077) !== 0,
    release: () => lock.close(),
  };
}

function probe(fileSystem: FileSystem, directory: string): void {
  const path = join(directory, PROBE_FILE);
  fileSystem.remove(path);
  fileSystem.open(path, "create").close();
  fileSystem.remove(path);
}

function takeLock(fileSystem: FileSystem, path: string): OpenFile {
  const isThere = fileSystem.status(path) !== null;
  let file: OpenFile;
  try {
    file = fileSystem.open(path, isThere ? "write" : "create");
  } catch (error) {
    // Somebody created it between the two calls.
    if (!(error instanceof StorageError) || error.code !== "exists") throw error;
    file = fileSystem.open(path, "write");
  }
  if (file.lock()) return file;
  file.close();
  throw new StorageError("locked", {
    action: "start: another member is running on",
    path,
  });
}
