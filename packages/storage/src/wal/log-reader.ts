/**
 * Reads a log from its segments (spec: disk-format 3.5 and 3.6): one checksum chain over all of
 * them, entries above the snapshot with later records replacing earlier ones, the last hard state,
 * the metadata, and the snapshot records.
 *
 * Reads only. A torn record surfaces as TornRecordError; repair.ts decides about it.
 */

import { join } from "node:path";
import { CorruptionError, EMPTY_BYTES, equalBytes } from "@kvorum/base";
import type { raftpb, walpb } from "@kvorum/proto";
import type { FileSystem } from "../file-system.ts";
import { RecordType } from "./record.ts";
import { parseEntry, parseHardState, parseSnapshotRecord } from "./record-data.ts";
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

/**
 * Reads everything above `marker`. The bytes of entries are views of what was read from the file,
 * a megabyte at a time: neighbours share memory, nothing else does.
 */
export function readLog(options: {
  fileSystem: FileSystem;
  directory: string;
  segments: readonly SegmentName[];
  marker: SnapshotMarker;
}): LogContents {
  const { marker } = options;
  const entries: raftpb.Entry[] = [];
  const checks = new LogChecks();
  let isFound = false;
  const end = walkRecords(options, (record) => {
    switch (record.type) {
      case RecordType.entry: {
        const entry = checks.entry(record);
        if (entry.Index <= marker.index) {
          // It replaced everything behind it, also what lies above the snapshot. (etcd keeps that:
          // the member would then vote by the older term of entries that it has given up.)
          entries.length = 0;
          return;
        }
        const position = entry.Index - marker.index - 1;
        if (position > entries.length) {
          throw record.damage(
            `wal: slice bounds out of range: entry ${entry.Index} after entry ${marker.index + entries.length}`,
          );
        }
        entries.length = position;
        entries.push(entry);
        return;
      }
      case RecordType.state:
        checks.state(record);
        return;
      case RecordType.metadata:
        checks.metadata(record);
        return;
      case RecordType.snapshot: {
        const snapshot = checks.snapshot(record);
        if (snapshot.index !== marker.index) return;
        if (snapshot.term !== marker.term) throw record.damage("wal: snapshot mismatch");
        isFound = true;
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
    metadata: checks.identity ?? EMPTY_BYTES,
    hardState: checks.hardState,
    entries,
    lastIndex: checks.lastIndex,
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

/** Reads the snapshot records of the whole log and checks every record on the way. */
export function readSnapshotRecords(options: {
  fileSystem: FileSystem;
  directory: string;
  segments: readonly SegmentName[];
}): SnapshotRecords {
  const snapshots: walpb.Snapshot[] = [];
  const checks = new LogChecks();
  walkRecords(options, (record) => {
    switch (record.type) {
      case RecordType.entry:
        // Read whole by the pass that needs it.
        return;
      case RecordType.state:
        checks.state(record);
        return;
      case RecordType.metadata:
        checks.metadata(record);
        return;
      case RecordType.snapshot:
        snapshots.push(checks.snapshot(record));
        return;
      default:
        throw record.damage(`wal: unexpected record type ${record.type}`);
    }
  });
  const commit = checks.hardState?.commit ?? 0;
  return {
    metadata: checks.identity ?? EMPTY_BYTES,
    hardState: checks.hardState,
    snapshots: snapshots.filter((snapshot) => snapshot.index <= commit),
  };
}

/**
 * What must hold between the records of a log. The rules come from raft: terms and the commit
 * index never go back, and nothing at or below the commit index is replaced. They are what finds a
 * record whose type was changed, since the checksum does not cover it.
 */
class LogChecks {
  identity: Uint8Array | null = null;
  hardState: raftpb.HardState | null = null;
  lastIndex = 0;

  entry(record: LogRecord): raftpb.Entry {
    const entry = parseEntry(record.data);
    if (entry === null) throw record.damage("wal: an entry record does not hold an entry");
    if (this.hardState !== null && entry.Index <= this.hardState.commit) {
      throw record.damage(
        `wal: entry ${entry.Index} replaces one at or below commit index ${this.hardState.commit}`,
      );
    }
    this.lastIndex = entry.Index;
    return entry;
  }

  state(record: LogRecord): void {
    const state = parseHardState(record.data);
    if (state === null) throw record.damage("wal: a state record does not hold a state");
    const before = this.hardState;
    if (before !== null && (state.term < before.term || state.commit < before.commit)) {
      throw record.damage(
        `wal: state goes back from term ${before.term}, commit ${before.commit} to term ${state.term}, commit ${state.commit}`,
      );
    }
    this.hardState = state;
  }

  metadata(record: LogRecord): void {
    if (this.identity === null) this.identity = Uint8Array.prototype.slice.call(record.data);
    else if (!equalBytes(this.identity, record.data)) throw record.damage("wal: metadata conflict");
  }

  snapshot(record: LogRecord): walpb.Snapshot {
    const snapshot = parseSnapshotRecord(record.data);
    if (snapshot === null) throw record.damage("wal: a snapshot record does not hold a snapshot");
    if (snapshot.index > this.lastIndex) this.lastIndex = snapshot.index;
    return snapshot;
  }
}

/** One record as the walk sees it; the object is used again for the next one. */
export class LogRecord {
  type = 0;
  data: Uint8Array = EMPTY_BYTES;
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
      record.file = file.path;
      let count = 0;
      while (reader.next()) {
        record.type = reader.type;
        record.crc = reader.crc;
        record.offset = reader.recordOffset;
        const position = count++;
        const isChecksum = reader.type === RecordType.crc;
        if (position < 2 && isChecksum !== (position === 0)) {
          throw record.damage("wal: a segment does not begin with one crc record");
        }
        if (position === 1 && reader.type !== RecordType.metadata) {
          throw record.damage("wal: a segment does not begin with its metadata");
        }
        if ((reader.data === null) !== isChecksum) {
          throw record.damage(`wal: unexpected content of a record of type ${reader.type}`);
        }
        if (reader.data === null) continue;
        record.data = reader.data;
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
