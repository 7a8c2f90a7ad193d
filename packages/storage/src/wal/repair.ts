/**
 * Repair of a torn tail, at most once for each start (spec: disk-format 3.7): the last segment is
 * copied to `<name>.broken` and cut behind its last good record. Only a TornRecordError leads
 * here; a log with any other damage is left untouched.
 */

import { dirname } from "node:path";
import type { FileSystem, OpenFile } from "../file-system.ts";
import { WAL_READ_WINDOW_BYTES } from "../limits.ts";
import { TornRecordError } from "./segment-reader.ts";

export interface Repair {
  readonly file: string;
  readonly backup: string;
  /** Where the file was cut, and how many bytes (mostly unwritten zeros) were behind. */
  readonly offset: number;
  readonly removedBytes: number;
}

/**
 * Runs `read`; if it meets a torn record, repairs the last segment and runs it once more.
 * @throws CorruptionError from the second attempt, or at once for damage that is no torn tail.
 */
export function readWithRepair<T>(
  options: {
    fileSystem: FileSystem;
    /** The last segment, open for writing and locked. */
    lastSegment: OpenFile;
    onRepair: ((repair: Repair) => void) | null;
  },
  read: () => T,
): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TornRecordError)) throw error;
    const repair = cutTornTail(options.fileSystem, options.lastSegment, error.offset);
    options.onRepair?.(repair);
    return read();
  }
}

function cutTornTail(fileSystem: FileSystem, file: OpenFile, offset: number): Repair {
  const backup = `${file.path}.broken`;
  const sizeBytes = file.sizeBytes();
  fileSystem.remove(backup);
  const copy = fileSystem.open(backup, "create");
  try {
    for (let at = 0; at < sizeBytes; at += WAL_READ_WINDOW_BYTES) {
      copy.write(at, file.read(at, Math.min(WAL_READ_WINDOW_BYTES, sizeBytes - at)));
    }
    copy.sync();
  } finally {
    copy.close();
  }
  fileSystem.syncDirectory(dirname(file.path));
  file.truncate(offset);
  file.sync();
  return { file: file.path, backup, offset, removedBytes: sizeBytes - offset };
}
