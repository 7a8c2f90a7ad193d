/**
 * Reads a log from its segments (spec: disk-format 3.5 and 3.6): one checksum chain over all of
 * them, entries above the snapshot with later records replacing earlier ones, the last hard state,
 * the metadata, and the snapshot records.
 *
 * Reads only. A torn record surfaces as TornRecordError; repair.ts decides about it.
 */

import { join } from "node:path";
import { CorruptionError, EMPTY_BYTES, equalBytes } from "@kvorum/base";
import { DecodeError, raftpb, walpb } from "@kvorum/proto";
import type { FileSystem } from "../file-system.ts";
import { RecordType } from "./record.ts";
import type { SegmentName } from "./segment-name.ts";
import { SegmentReader } from "./segment-reader.ts";

/** Where a reader starts: the raft log up to `index` is in a snapshot. */
export interface SnapshotMarker {
  readonly index: number;
  readonly term: number;
}

export interface LogContents {
  readonly metadata: Uint8Array;
  readonly hardState: raftpb.HardState | null;
  /** Ascending and without gaps from marker.index + 1; may reach beyond hardState.commit. */
  readonly entries: raftpb.Entry[];
  /** The index of the last entry record, or of a later snapshot record. */
  readonly lastIndex: number;
  /** The checksum after the last record. */
  readonly crc: number;
  /** End of the last record in the last segment. */
  readonly endOffset: number;
}

/** Reads everything above `marker`. The entries own their bytes. */
export function readLog(options: {
  fileSystem: FileSystem;
  directory: string;
  segments: readonly SegmentName[];
  marker: SnapshotMarker;
}): LogContents {
  const { marker } = options;
  const entries: raftpb.Entry[] = [];
  let metadata: Uint8Array | null = null;
  let hardState: raftpb.HardState | null = null;
  let lastIndex = 0;
  let isFound = false;
  const end = walkRecords(options, (record) => {
    const data = record.data ?? EMPTY_BYTES;
    switch (record.type) {
      case RecordType.entry: {
        const entry = decode(record, () => raftpb.decodeEntry(data));
        lastIndex = entry.Index;
        if (entry.Index <= marker.index) return;
        const position = entry.Index - marker.index - 1;
        if (position > entries.length) {
          throw record.damage(
            `wal: slice bounds out of range: entry ${entry.Index} after entry ${marker.index + entries.length}`,
          );
        }
        if (entry.Data !== null) entry.Data = Uint8Array.prototype.slice.call(entry.Data);
        entries.length = position;
        entries.push(entry);
        return;
      }
      case RecordType.state:
        hardState = decode(record, () => raftpb.decodeHardState(data));
        return;
      case RecordType.metadata:
        if (metadata === null) metadata = Uint8Array.prototype.slice.call(data);
        else if (!equalBytes(metadata, data)) throw record.damage("wal: metadata conflict");
        return;
      case RecordType.snapshot: {
        const snapshot = decode(record, () => walpb.decodeSnapshot(data));
        if (snapshot.index === marker.index) {
          if (snapshot.term !== marker.term) throw record.damage("wal: snapshot mismatch");
          isFound = true;
        }
        if (snapshot.index > lastIndex) lastIndex = snapshot.index;
        return;
      }
      default:
        throw record.damage(`wal: unexpected record type ${record.type}`);
    }
  });
  if (!isFound) {
    throw new CorruptionError(
      `wal: snapshot not found: no record of index ${marker.index}, term ${marker.term}`,
      { file: options.directory, offset: -1 },
    );
  }
  return {
    metadata: metadata ?? EMPTY_BYTES,
    hardState,
    entries,
    lastIndex,
    crc: end.crc,
    endOffset: end.offset,
  };
}

export interface SnapshotRecords {
  readonly metadata: Uint8Array;
  readonly hardState: raftpb.HardState | null;
  /** In log order; those above hardState.commit are left out. */
  readonly snapshots: walpb.Snapshot[];
}

/** Reads the snapshot records of the whole log and checks every checksum on the way. */
export function readSnapshotRecords(options: {
  fileSystem: FileSystem;
  directory: string;
  segments: readonly SegmentName[];
}): SnapshotRecords {
  const snapshots: walpb.Snapshot[] = [];
  let hardState: raftpb.HardState | null = null;
  let metadata: Uint8Array | null = null;
  walkRecords(options, (record) => {
    const data = record.data ?? EMPTY_BYTES;
    if (record.type === RecordType.snapshot) {
      snapshots.push(decode(record, () => walpb.decodeSnapshot(data)));
    } else if (record.type === RecordType.state) {
      hardState = decode(record, () => raftpb.decodeHardState(data));
    } else if (record.type === RecordType.metadata) {
      if (metadata === null) metadata = Uint8Array.prototype.slice.call(data);
      else if (!equalBytes(metadata, data)) throw record.damage("wal: metadata conflict");
    }
  });
  const commit = (hardState as raftpb.HardState | null)?.commit ?? 0;
  return {
    metadata: metadata ?? EMPTY_BYTES,
    hardState,
    snapshots: snapshots.filter((snapshot) => snapshot.index <= commit),
  };
}

/** One record as the walk sees it. `data` is valid only during the visit. */
export class LogRecord {
  type = 0;
  data: Uint8Array | null = null;
  crc = 0;
  file = "";
  offset = 0;

  damage(what: string): CorruptionError {
    return new CorruptionError(what, { file: this.file, offset: this.offset });
  }
}

/** Visits every record but those of type crc, and returns where the last segment ends. */
export function walkRecords(
  options: { fileSystem: FileSystem; directory: string; segments: readonly SegmentName[] },
  visit: (record: LogRecord) => void,
): { crc: number; offset: number } {
  const record = new LogRecord();
  let crc = 0;
  let offset = 0;
  const last = options.segments.length - 1;
  for (let i = 0; i <= last; i++) {
    const file = options.fileSystem.open(
      join(options.directory, options.segments[i]!.name),
      "read",
    );
    try {
      const reader = new SegmentReader(file, { crc, isLast: i === last });
      while (reader.next()) {
        if (reader.type === RecordType.crc) continue;
        record.type = reader.type;
        record.data = reader.data;
        record.crc = reader.crc;
        record.file = file.path;
        record.offset = reader.recordOffset;
        visit(record);
      }
      crc = reader.crc;
      offset = reader.offset;
    } finally {
      file.close();
    }
  }
  return { crc, offset };
}

function decode<T>(record: LogRecord, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw record.damage(`wal: a record of type ${record.type} cannot be decoded: ${error.message}`);
  }
}
