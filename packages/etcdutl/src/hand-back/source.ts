/**
 * What is handed back: the directory of a stopped member of ours, locked against members of either
 * kind and only read.
 */

import { join } from "node:path";
import { etcdserverpb } from "@kvorum/proto";
import {
  BBOLT_FILE,
  type FileSystem,
  LMDB_FILE,
  LOCK_FILE,
  LockedLog,
  type LogContents,
  type OpenFile,
  type SnapshotMarker,
  Wal,
} from "@kvorum/storage";
import { HandBackError } from "./hand-back-error.ts";

const COPY_CHUNK_BYTES = 1 << 20;

/** A stopped member's data, locked. */
export interface Source {
  readonly memberId: bigint;
  readonly metadata: Uint8Array;
  readonly records: LockedLog["records"];
  readonly readFrom: (marker: SnapshotMarker) => LogContents;
  readonly release: () => void;
}

/** @throws HandBackError when a member runs, or there is nothing to hand back. */
export function lockSource(options: {
  readonly fileSystem: FileSystem;
  readonly dataDirectory: string;
  readonly walDirectory: string | null;
}): Source {
  const { fileSystem, dataDirectory } = options;
  const snapDirectory = join(dataDirectory, "member", "snap");
  const store = join(snapDirectory, LMDB_FILE);
  if (fileSystem.status(store) === null) {
    if (fileSystem.status(join(snapDirectory, BBOLT_FILE)) !== null) {
      throw new HandBackError(`${dataDirectory} holds the data of a Go member already`);
    }
    throw new HandBackError(`stat ${store}: no such file or directory`);
  }
  const walDirectory = options.walDirectory ?? join(dataDirectory, "member", "wal");
  if (!Wal.exists({ fileSystem, directory: walDirectory })) {
    throw new HandBackError(`no log is in ${walDirectory} (has it a directory of its own?)`);
  }
  const lock = takeLock(fileSystem, join(dataDirectory, "member", LOCK_FILE));
  try {
    const log = LockedLog.open({ fileSystem, directory: walDirectory, mayRepair: false });
    const { NodeID: memberId } = etcdserverpb.decodeMetadata(log.records.metadata);
    return {
      memberId,
      metadata: log.records.metadata,
      records: log.records,
      readFrom: (marker) => log.readFrom(marker),
      release: () => {
        log.close();
        lock?.close();
      },
    };
  } catch (error) {
    lock?.close();
    throw error;
  }
}

/** Null where no member of ours ever locked it. */
function takeLock(fileSystem: FileSystem, path: string): OpenFile | null {
  if (fileSystem.status(path) === null) return null;
  const file = fileSystem.open(path, "write");
  if (file.lock()) return file;
  file.close();
  throw new HandBackError(`a member is running on the data directory (${path} is locked)`);
}

/** In chunks; not synced. */
export async function copyFile(
  fileSystem: FileSystem,
  paths: { from: string; to: string },
): Promise<void> {
  const from = fileSystem.open(paths.from, "read");
  try {
    const to = fileSystem.open(paths.to, "create");
    try {
      const sizeBytes = from.sizeBytes();
      for (let at = 0; at < sizeBytes; at += COPY_CHUNK_BYTES) {
        to.write(at, from.read(at, Math.min(COPY_CHUNK_BYTES, sizeBytes - at)));
      }
    } finally {
      to.close();
    }
  } finally {
    from.close();
  }
}
