/**
 * The `.snap` files of a member (spec: disk-format 4.1, 3.6 and 3.9):
 * `<term %016x>-<index %016x>.snap` holds `{1 crc, 2 data}`, data being a raftpb.Snapshot and crc
 * its CRC-32C. Lexical order is age order.
 *
 * A file is written under a temporary name, synced and renamed, so a `.snap` name never stands for
 * half a file. One that fails its checksum is renamed to `.broken`, and the next older one is used.
 */

import { join } from "node:path";
import { DecodeError, raftpb, snappb, type walpb } from "@kvorum/proto";
import { fastCrc32c } from "../checksum.ts";
import { StorageError } from "../errors.ts";
import type { FileSystem, OpenFile } from "../file-system.ts";
import { SNAPSHOT_FILE_BYTES } from "../limits.ts";
import type { SnapshotMarker } from "../wal/log-reader.ts";
import { hex16 } from "../wal/segment-name.ts";

export interface SnapshotName {
  readonly name: string;
  readonly term: number;
  readonly index: number;
}

/** What a member starts from. */
export interface StartSnapshot {
  readonly marker: SnapshotMarker;
  /** The configuration at that index; null only at index 0, where the log creates it. */
  readonly confState: raftpb.ConfState | null;
  /** The file of that index where there is a good one; it carries the membership tree. */
  readonly file: raftpb.Snapshot | null;
}

const pattern = /^([0-9a-f]{16})-([0-9a-f]{16})\.snap$/;
const databasePattern = /^([0-9a-f]{16})\.snap\.(?:db|mdb)$/;

export class SnapshotFiles {
  readonly #fileSystem: FileSystem;
  readonly #directory: string;
  readonly #onBroken: ((file: { path: string; reason: string }) => void) | null;

  /** @param options.directory - member/snap, which must exist. */
  constructor(options: {
    fileSystem: FileSystem;
    directory: string;
    /** Told of each file that is renamed to `.broken`. */
    onBroken?: (file: { path: string; reason: string }) => void;
  }) {
    this.#fileSystem = options.fileSystem;
    this.#directory = options.directory;
    this.#onBroken = options.onBroken ?? null;
  }

  /** Removes what an interrupted download or defragmentation left behind. */
  removeTemporaryFiles(): void {
    for (const name of this.#fileSystem.list(this.#directory)) {
      if (name.startsWith("tmp") || name.startsWith("db.tmp")) {
        this.#fileSystem.removeTree(join(this.#directory, name));
      }
    }
  }

  /** Newest first. */
  list(): SnapshotName[] {
    const names: SnapshotName[] = [];
    for (const name of this.#fileSystem.list(this.#directory)) {
      const match = pattern.exec(name);
      if (match === null) continue;
      const term = Number.parseInt(match[1]!, 16);
      const index = Number.parseInt(match[2]!, 16);
      if (Number.isSafeInteger(term) && Number.isSafeInteger(index)) {
        names.push({ name, term, index });
      }
    }
    return names.reverse();
  }

  /** Durable on return. Must be called, and return, before the log gets the snapshot record. */
  save(snapshot: raftpb.Snapshot): string {
    const { file, path } = this.#writeTemporary(snapshot);
    try {
      file.sync();
    } finally {
      file.close();
    }
    this.#fileSystem.rename({ from: file.path, to: path });
    this.#fileSystem.syncDirectory(this.#directory);
    return path;
  }

  /**
   * The same with the syncs in the thread pool. Calls back when the file is durable, or with the
   * error; never before this has returned. Only then may the log get the snapshot record.
   */
  saveAsync(snapshot: raftpb.Snapshot, callback: (error: Error | null) => void): void {
    const { file, path } = this.#writeTemporary(snapshot);
    file.syncAsync((error) => {
      file.close();
      if (error !== null) {
        callback(error);
        return;
      }
      try {
        this.#fileSystem.rename({ from: file.path, to: path });
        this.#fileSystem.syncDirectoryAsync(this.#directory, callback);
      } catch (renameError) {
        callback(renameError as Error);
      }
    });
  }

  /** The snapshot of one file, or null when it is not there or is (now) renamed to `.broken`. */
  load(marker: SnapshotMarker): raftpb.Snapshot | null {
    const path = join(this.#directory, `${hex16(marker.term)}-${hex16(marker.index)}.snap`);
    const status = this.#fileSystem.status(path);
    if (status === null) return null;
    const snapshot = readSnapshotFile(this.#fileSystem, path);
    if (typeof snapshot !== "string") return snapshot;
    this.#fileSystem.rename({ from: path, to: `${path}.broken` });
    this.#fileSystem.syncDirectory(this.#directory);
    this.#onBroken?.({ path, reason: snapshot });
    return null;
  }

  /**
   * Chooses where to start from the log's snapshot records at or below the commit index. The last
   * record counts if it carries the configuration, or if its file does; else the one before it.
   */
  choose(records: readonly walpb.Snapshot[]): StartSnapshot {
    for (let i = records.length - 1; i >= 0; i--) {
      const record = records[i]!;
      if (record.index === 0) continue;
      const marker = { index: record.index, term: record.term };
      const file = this.load(marker);
      const confState = record.confState ?? file?.metadata?.confState ?? null;
      if (confState !== null) return { marker, confState, file };
    }
    return { marker: { index: 0, term: 0 }, confState: null, file: null };
  }

  /** Removes the oldest `.snap` and `.snap.db` files beyond `keep` of each; returns their names. */
  purge(keep: number): string[] {
    const databases = this.databases();
    const names = [...this.list().slice(keep), ...databases.slice(keep)].map(({ name }) => name);
    for (const name of names) this.#fileSystem.remove(join(this.#directory, name));
    return names;
  }

  /** Removes received databases that a snapshot at `index` has made useless. */
  removeDatabasesBelow(index: number): string[] {
    const names = this.databases()
      .filter((database) => database.index < index)
      .map(({ name }) => name);
    for (const name of names) this.#fileSystem.remove(join(this.#directory, name));
    return names;
  }

  /** Where a database received from the leader for the snapshot at `index` is kept: bbolt. */
  databasePath(index: number): string {
    return join(this.#directory, `${hex16(index)}.snap.db`);
  }

  /** The same for one in the backend's own format. */
  copyPath(index: number): string {
    return join(this.#directory, `${hex16(index)}.snap.mdb`);
  }

  /** Written, not synced. The caller closes the file. */
  #writeTemporary(snapshot: raftpb.Snapshot): { file: OpenFile; path: string } {
    const { term, index } = snapshot.metadata ?? { term: 0, index: 0 };
    const data = raftpb.encodeSnapshot(snapshot);
    const content = snappb.encodesnapshot({ crc: fastCrc32c(data), data });
    const name = `${hex16(term)}-${hex16(index)}.snap`;
    const temporary = join(this.#directory, `tmp-${name}`);
    this.#fileSystem.remove(temporary);
    const file = this.#fileSystem.open(temporary, "create");
    try {
      file.write(0, content);
    } catch (error) {
      file.close();
      throw error;
    }
    return { file, path: join(this.#directory, name) };
  }

  /** Databases received from a leader that were not removed, newest first. */
  databases(): { name: string; index: number }[] {
    const databases: { name: string; index: number }[] = [];
    for (const name of this.#fileSystem.list(this.#directory)) {
      const match = databasePattern.exec(name);
      if (match !== null) databases.push({ name, index: Number.parseInt(match[1]!, 16) });
    }
    return databases.reverse();
  }
}

/** The snapshot in a file, or why it is no snapshot. */
export function readSnapshotFile(fileSystem: FileSystem, path: string): raftpb.Snapshot | string {
  const file = fileSystem.open(path, "read");
  try {
    const sizeBytes = file.sizeBytes();
    if (sizeBytes > SNAPSHOT_FILE_BYTES) {
      throw new StorageError("read-failed", {
        action: "read",
        path,
        cause: new Error(`${sizeBytes} bytes are more than a snapshot file can have`),
      });
    }
    return decodeSnapshotFile(file.read(0, sizeBytes));
  } finally {
    file.close();
  }
}

export function decodeSnapshotFile(content: Uint8Array): raftpb.Snapshot | string {
  if (content.length === 0) return "snap: empty snapshot";
  try {
    const { crc, data } = snappb.decodesnapshot(content);
    if (crc === 0 || data === null || data.length === 0) return "snap: empty snapshot";
    if (fastCrc32c(data) !== crc) return "snap: crc mismatch";
    return raftpb.decodeSnapshot(data);
  } catch (error) {
    if (error instanceof DecodeError) return `snap: ${error.message}`;
    throw error;
  }
}
