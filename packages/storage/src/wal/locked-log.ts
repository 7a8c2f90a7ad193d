/**
 * A log that is read and not continued: its last segment is locked, so that no member of any kind
 * starts on it meanwhile, and a torn tail is repaired as a member's start would. Nothing else is
 * written.
 */

import { join } from "node:path";
import type { FileSystem, OpenFile } from "../file-system.ts";
import {
  type LogContents,
  readLog,
  readSnapshotRecords,
  type SnapshotMarker,
  type SnapshotRecords,
} from "./log-reader.ts";
import { type Repair, readWithRepair } from "./repair.ts";
import { lockOrThrow } from "./segment-lock.ts";
import { listSegments, newestRun, segmentsFrom } from "./segment-name.ts";

export class LockedLog {
  /** The snapshot records at or below the last commit index, and the identity of the log. */
  readonly records: SnapshotRecords;
  readonly #at: { readonly fileSystem: FileSystem; readonly directory: string };
  readonly #lastSegment: OpenFile;

  /** @throws StorageError `locked` when a member is running; CorruptionError. */
  static open(options: {
    fileSystem: FileSystem;
    directory: string;
    /** False: a torn tail is an error, and nothing at all is written. */
    mayRepair?: boolean;
    onRepair?: (repair: Repair) => void;
  }): LockedLog {
    const { fileSystem, directory } = options;
    const segments = newestRun(listSegments(fileSystem, directory));
    const path = join(directory, segments[segments.length - 1]!.name);
    const lastSegment = fileSystem.open(path, "write");
    try {
      lockOrThrow(lastSegment);
      const read = (): SnapshotRecords => readSnapshotRecords({ fileSystem, directory, segments });
      const onRepair = options.onRepair ?? null;
      const records =
        options.mayRepair === false
          ? read()
          : readWithRepair({ fileSystem, lastSegment, onRepair }, read);
      return new LockedLog({ fileSystem, directory }, lastSegment, records);
    } catch (error) {
      lastSegment.close();
      throw error;
    }
  }

  private constructor(
    at: { fileSystem: FileSystem; directory: string },
    lastSegment: OpenFile,
    records: SnapshotRecords,
  ) {
    this.#at = at;
    this.#lastSegment = lastSegment;
    this.records = records;
  }

  /** Everything above the snapshot, also what is not committed. @throws CorruptionError. */
  readFrom(marker: SnapshotMarker): LogContents {
    const segments = segmentsFrom(listSegments(this.#at.fileSystem, this.#at.directory), {
      directory: this.#at.directory,
      index: marker.index,
    });
    return readLog({ ...this.#at, segments, marker });
  }

  /** Gives the lock back. */
  close(): void {
    this.#lastSegment.close();
  }
}

/**
 * Reads the snapshot records at or below the last commit index, checking the whole log and
 * repairing a torn tail. The member chooses its start from these before it opens the log.
 */
export function readWalSnapshots(options: {
  fileSystem: FileSystem;
  directory: string;
  onRepair?: (repair: Repair) => void;
}): SnapshotRecords {
  const log = LockedLog.open(options);
  log.close();
  return log.records;
}
