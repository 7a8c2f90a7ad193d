/**
 * The write-ahead log in etcd's own format (spec: disk-format section 3): segments of records with
 * one checksum chain, the next segment prepared ahead.
 *
 * append() encodes into a buffer and does no I/O. sync() and syncAsync() bring all that was
 * appended to the disk in one write and one data sync; until one of them has succeeded nothing of
 * it may be acknowledged. A hard state that only moves the commit index asks for no sync: it is
 * held back and rides with the next batch, is written at a cut, or at close.
 *
 * Any error of a write or a sync ends the log: every later call throws `closed` with that error as
 * cause, because what reached the disk is unknown and a second sync proves nothing. The member
 * stops, and the next start reads what is there. See reliability.md part 4: at each start the
 * valid tail of the last segment is written to a new file and synced, so that content that only
 * lived in the page cache after a failed sync cannot be promised and then lost.
 *
 * Not here: choosing the snapshot (snapshot/), the entries in memory (raft's storage).
 */

import { dirname, join } from "node:path";
import { assert } from "@kvorum/base";
import type { raftpb, walpb } from "@kvorum/proto";
import { StorageError } from "../errors.ts";
import type { FileSystem, OpenFile } from "../file-system.ts";
import {
  WAL_FILL_PACE,
  WAL_FILL_SLICE_BYTES,
  WAL_READ_WINDOW_BYTES,
  WAL_RETAINED_BUFFER_BYTES,
  WAL_SEGMENT_BYTES,
} from "../limits.ts";
import { type LogContents, readLog, type SnapshotMarker } from "./log-reader.ts";
import { RecordWriter } from "./record.ts";
import { type Repair, readWithRepair } from "./repair.ts";
import { lockOrThrow } from "./segment-lock.ts";
import { listSegments, type SegmentName, segmentName, segmentsFrom } from "./segment-name.ts";
import { SegmentPreparer } from "./segment-preparer.ts";

export interface WalOptions {
  readonly directory: string;
  readonly fileSystem: FileSystem;
  /** Bytes after which a segment is cut, and to which it is filled ahead. Smaller in tests. */
  readonly segmentBytes?: number;
  /** Monotonic milliseconds, to measure syncs; performance.now() by default. */
  readonly nowMs?: () => number;
}

export interface WalBatch {
  readonly entries: readonly raftpb.Entry[];
  readonly hardState: raftpb.HardState | null;
}

export interface OpenedWal {
  readonly wal: Wal;
  /** Of the log's creation: an encoded walpb Metadata with node and cluster id. */
  readonly metadata: Uint8Array;
  readonly hardState: raftpb.HardState | null;
  /** Everything above the snapshot, also what is not committed. */
  readonly entries: raftpb.Entry[];
}

/** A segment that this object holds locked. */
interface HeldSegment extends SegmentName {
  readonly file: OpenFile;
}

const INITIAL_BUFFER_BYTES = 64 << 10;
const TAIL_FILE = "tail.tmp";

export class Wal {
  /** Duration of the last data sync with its write, and how many there were. */
  lastSyncMs = 0;
  syncsCount = 0;
  /** Bytes written since the log was opened. */
  writtenBytes = 0;

  readonly #directory: string;
  readonly #fileSystem: FileSystem;
  readonly #segmentBytes: number;
  readonly #nowMs: () => number;
  readonly #metadata: Uint8Array;
  readonly #preparer: SegmentPreparer;
  readonly #writer: RecordWriter;
  /** Ascending; the last one is written to. */
  readonly #held: HeldSegment[];
  #offset: number;
  #lastIndex: number;
  #state: raftpb.HardState | null;
  /** The state differs from the last state record only in its commit index. */
  #isStateHeldBack = false;
  #needsSync = false;
  #isSyncing = false;
  /** Set once the present segment is full: the writer then begins with the head of this one. */
  #nextName: SegmentName | null = null;
  #waiting: ((error: Error | null) => void)[] = [];
  #failure: Error | null = null;
  #isClosed = false;

  private constructor(
    options: WalOptions,
    start: {
      metadata: Uint8Array;
      state: raftpb.HardState | null;
      held: HeldSegment[];
      offset: number;
      crc: number;
      lastIndex: number;
    },
  ) {
    this.#directory = options.directory;
    this.#fileSystem = options.fileSystem;
    this.#segmentBytes = options.segmentBytes ?? WAL_SEGMENT_BYTES;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#metadata = start.metadata;
    this.#state = start.state;
    this.#held = start.held;
    this.#offset = start.offset;
    this.#lastIndex = start.lastIndex;
    this.#writer = new RecordWriter({ crc: start.crc, capacityBytes: INITIAL_BUFFER_BYTES });
    this.#preparer = new SegmentPreparer({
      fileSystem: options.fileSystem,
      directory: options.directory,
      segmentBytes: this.#segmentBytes,
    });
  }

  /** Whether the directory holds a log: this alone tells a restart from a first start. */
  static exists(options: { fileSystem: FileSystem; directory: string }): boolean {
    if (options.fileSystem.status(options.directory)?.kind !== "directory") return false;
    return options.fileSystem.list(options.directory).some((name) => name.endsWith(".wal"));
  }

  /**
   * Makes a new log with a snapshot record of index 0. It is built beside the directory and renamed
   * into place, so that a crash leaves a whole log or none; durable on return.
   * @throws StorageError `exists` when the directory holds a log.
   */
  static create(options: WalOptions & { metadata: Uint8Array }): Wal {
    const { fileSystem, directory } = options;
    if (Wal.exists(options)) {
      throw new StorageError("exists", { action: "create a log in", path: directory });
    }
    // The rename below replaces an empty directory and nothing else; say so before any work.
    if (fileSystem.status(directory) !== null && fileSystem.list(directory).length > 0) {
      throw new StorageError("unusable", {
        action: "create a log in",
        path: directory,
        cause: new Error("the directory holds other files"),
      });
    }
    const building = `${directory}.tmp`;
    fileSystem.removeTree(building);
    fileSystem.makeDirectory(building);
    const first = segmentName({ sequence: 0, index: 0 });
    const file = fileSystem.open(join(building, first.name), "create");
    lockOrThrow(file);
    const writer = new RecordWriter({ crc: 0, capacityBytes: 1024 });
    writer.checksum();
    writer.metadata(options.metadata);
    writer.snapshot({ index: 0, term: 0, confState: null });
    file.write(0, writer.bytes, writer.length);
    fillWithZeros(file, { from: writer.length, to: options.segmentBytes ?? WAL_SEGMENT_BYTES });
    file.sync();
    fileSystem.syncDirectory(building);
    fileSystem.rename({ from: building, to: directory });
    file.renamedTo(join(directory, first.name));
    fileSystem.syncDirectory(dirname(directory));
    return new Wal(options, {
      metadata: options.metadata,
      state: null,
      held: [{ ...first, file }],
      offset: writer.length,
      crc: writer.crc,
      lastIndex: 0,
    });
  }

  /**
   * Opens the log for appending behind the snapshot `marker`, whose record must be in the log.
   * @throws StorageError `locked`; CorruptionError naming file and offset.
   */
  static open(
    options: WalOptions & { snapshot: SnapshotMarker; onRepair?: (repair: Repair) => void },
  ): OpenedWal {
    const { fileSystem, directory } = options;
    const marker = options.snapshot;
    const segments = segmentsFrom(listSegments(fileSystem, directory), {
      directory,
      index: marker.index,
    });
    const held: HeldSegment[] = [];
    try {
      for (const segment of segments) {
        const file = fileSystem.open(join(directory, segment.name), "write");
        held.push({ ...segment, file });
        lockOrThrow(file);
      }
      // Only behind the locks: another member's prepared segment is a .tmp file too.
      for (const name of fileSystem.list(directory)) {
        if (name.endsWith(".tmp")) fileSystem.remove(join(directory, name));
      }
      const contents = readWithRepair(
        {
          fileSystem,
          lastSegment: held[held.length - 1]!.file,
          onRepair: options.onRepair ?? null,
        },
        () => readLog({ fileSystem, directory, segments, marker }),
      );
      const tail = rewriteTail({
        fileSystem,
        directory,
        held,
        contents,
        segmentBytes: options.segmentBytes ?? WAL_SEGMENT_BYTES,
      });
      const wal = new Wal(options, {
        metadata: contents.metadata,
        state: contents.hardState,
        held,
        offset: tail.offset,
        crc: tail.crc,
        lastIndex: contents.lastIndex,
      });
      return {
        wal,
        metadata: contents.metadata,
        hardState: contents.hardState,
        entries: contents.entries,
      };
    } catch (error) {
      for (const segment of held) segment.file.close();
      throw error;
    }
  }

  /** True while something is appended that must be durable before it may be promised. */
  get needsSync(): boolean {
    return this.#needsSync;
  }

  get isSyncing(): boolean {
    return this.#isSyncing;
  }

  /** The next sync also starts a new segment, which takes several syncs: better off this thread. */
  get isCutDue(): boolean {
    return this.#offset + this.#writer.length >= this.#segmentBytes;
  }

  /** The error that ended the log, or null. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Bytes of records encoded and not yet handed to the disk. */
  get pendingBytes(): number {
    return this.#writer.length;
  }

  /** Encodes the entries and then the state. No I/O; the bytes are copied. */
  append(batch: WalBatch): void {
    this.#assertUsable();
    const { entries, hardState } = batch;
    const writer = this.#writer;
    if (entries.length > 0) {
      for (let i = 0; i < entries.length; i++) writer.entry(entries[i]!);
      this.#lastIndex = entries[entries.length - 1]!.Index;
      this.#needsSync = true;
    }
    if (hardState !== null) {
      const state = this.#state;
      const isSamePromise =
        state !== null && state.term === hardState.term && state.vote === hardState.vote;
      if (!isSamePromise || state.commit !== hardState.commit) {
        this.#state = hardState;
        if (isSamePromise) this.#isStateHeldBack = true;
        else {
          this.#isStateHeldBack = false;
          writer.state(hardState);
          this.#needsSync = true;
        }
      }
    }
    if (this.#isStateHeldBack && entries.length > 0) {
      this.#isStateHeldBack = false;
      writer.state(this.#state!);
    }
  }

  /**
   * Records that the state up to the snapshot's index is in a snapshot file, which must be durable
   * before. Durable after the next sync.
   */
  saveSnapshot(snapshot: walpb.Snapshot): void {
    this.#assertUsable();
    // A start ignores snapshot records above the commit index that it reads, so that comes first.
    this.#writeHeldBackState();
    this.#writer.snapshot(snapshot);
    if (snapshot.index > this.#lastIndex) this.#lastIndex = snapshot.index;
    this.#needsSync = true;
  }

  /**
   * Makes everything appended so far durable, on the calling thread. Does nothing when nothing
   * needs it. Must not be called while an asynchronous sync is on its way.
   */
  sync(): void {
    this.#assertUsable();
    assert(!this.#isSyncing, "a synchronous log sync during an asynchronous one");
    if (!this.#needsSync) return;
    try {
      const startMs = this.#nowMs();
      this.#writePending();
      this.#tail.file.sync();
      this.#measured(startMs);
      this.#needsSync = false;
      if (this.#nextName !== null) this.#cut(this.#nextName);
      else this.#prepareNext();
    } catch (error) {
      throw this.#fail(error);
    }
  }

  /**
   * The same through the thread pool; calls back when everything appended before this call is
   * durable, or with the error that ended the log. Callbacks come in the order of the calls, never
   * before the call has returned. One sync is on its way at a time; what arrives meanwhile goes
   * with the next one.
   */
  syncAsync(callback: (error: Error | null) => void): void {
    this.#assertUsable();
    this.#waiting.push(callback);
    if (!this.#isSyncing) this.#startSync();
  }

  /**
   * Allows segments to be purged that are not needed to read from a snapshot at `index`. The
   * caller passes an index that the key-value store has made durable.
   */
  release(index: number): void {
    this.#assertUsable();
    let keepFrom = 0;
    for (let i = 0; i < this.#held.length; i++) if (this.#held[i]!.index < index) keepFrom = i;
    for (const segment of this.#held.splice(0, keepFrom)) segment.file.close();
  }

  /**
   * Writes what is held back and closes the files; while a sync is on its way, as soon as that has
   * settled. After a failure this only closes.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#preparer.close();
    if (!this.#isSyncing) this.#closeFiles();
  }

  #closeFiles(): void {
    try {
      if (this.#failure === null) {
        this.#writeHeldBackState();
        if (this.#writer.length > 0) {
          this.#writePending();
          this.#tail.file.sync();
        }
      }
    } finally {
      for (const segment of this.#held) segment.file.close();
    }
  }

  get #tail(): HeldSegment {
    return this.#held[this.#held.length - 1]!;
  }

  #assertUsable(): void {
    if (this.#failure === null && !this.#isClosed) return;
    throw new StorageError("closed", {
      action: "use the log after it ended in",
      path: this.#directory,
      cause: this.#failure ?? undefined,
    });
  }

  #fail(error: unknown): Error {
    const failure =
      error instanceof Error
        ? error
        : new StorageError("write-failed", {
            action: "write",
            path: this.#directory,
            cause: error,
          });
    this.#failure ??= failure;
    return failure;
  }

  #writeHeldBackState(): void {
    if (!this.#isStateHeldBack) return;
    this.#isStateHeldBack = false;
    this.#writer.state(this.#state!);
  }

  #writePending(): void {
    const writer = this.#writer;
    const length = writer.length;
    if (length === 0) return;
    this.#tail.file.write(this.#offset, writer.bytes, length);
    this.#offset += length;
    this.writtenBytes += length;
    if (writer.bytes.length > WAL_RETAINED_BUFFER_BYTES) {
      writer.exchange(new Uint8Array(INITIAL_BUFFER_BYTES));
    } else writer.clear();
    if (this.#offset >= this.#segmentBytes) this.#planCut();
  }

  #measured(startMs: number): void {
    this.lastSyncMs = this.#nowMs() - startMs;
    this.syncsCount++;
  }

  #prepareNext(): void {
    this.#preparer.advance(Math.min(this.#segmentBytes, this.#offset * WAL_FILL_PACE));
  }

  #startSync(): void {
    const callbacks = this.#waiting;
    this.#waiting = [];
    this.#isSyncing = true;
    if (!this.#needsSync) {
      queueMicrotask(() => this.#finishSync(callbacks, null));
      return;
    }
    this.#needsSync = false;
    const startMs = this.#nowMs();
    try {
      // The write only copies into the page cache; the sync is what waits for the disk.
      this.#writePending();
    } catch (error) {
      const failure = this.#fail(error);
      queueMicrotask(() => this.#finishSync(callbacks, failure));
      return;
    }
    this.#tail.file.syncAsync((error) => {
      if (error !== null) {
        this.#finishSync(callbacks, this.#fail(error));
        return;
      }
      this.#measured(startMs);
      if (this.#nextName === null) {
        this.#prepareNext();
        this.#finishSync(callbacks, null);
      } else {
        this.#cutAsync(this.#nextName, (cutError) => {
          this.#finishSync(callbacks, cutError === null ? null : this.#fail(cutError));
        });
      }
    });
  }

  #finishSync(callbacks: readonly ((error: Error | null) => void)[], error: Error | null): void {
    this.#isSyncing = false;
    // The next sync starts first, so that the disk works while the callbacks run.
    if (error === null && this.#waiting.length > 0) this.#startSync();
    else if (this.#isClosed) {
      try {
        this.#closeFiles();
      } catch (closeError) {
        // The caller of close() has returned long ago; what was waited for here is durable.
        this.#fail(closeError);
      }
    }
    for (const callback of callbacks) callback(error);
    if (error !== null) {
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const callback of waiting) callback(error);
    }
  }

  /**
   * Puts the head of the next segment in front of whatever is appended from now on. This comes at
   * once when the segment is full, since the head is part of the checksum chain.
   */
  #planCut(): void {
    this.#nextName = segmentName({
      sequence: this.#tail.sequence + 1,
      index: this.#lastIndex + 1,
    });
    this.#writer.checksum();
    this.#writer.metadata(this.#metadata);
    if (this.#state !== null) this.#writer.state(this.#state);
    this.#isStateHeldBack = false;
  }

  #cut(name: SegmentName): void {
    this.#tail.file.truncate(this.#offset);
    this.#tail.file.sync();
    const next = this.#takeNext();
    const length = this.#writeHead(next);
    next.sync();
    this.#fileSystem.rename({ from: next.path, to: join(this.#directory, name.name) });
    this.#fileSystem.syncDirectory(this.#directory);
    this.#continueIn(name, next, length);
  }

  #cutAsync(name: SegmentName, callback: (error: Error | null) => void): void {
    // Runs one step after another; an error thrown by a step or given to its callback ends it.
    const then =
      (step: () => void): ((error: Error | null) => void) =>
      (error) => {
        if (error !== null) {
          callback(error);
          return;
        }
        try {
          step();
        } catch (thrown) {
          callback(this.#fail(thrown));
        }
      };
    then(() => {
      this.#tail.file.truncate(this.#offset);
      this.#tail.file.syncAsync(
        then(() => {
          const next = this.#takeNext();
          const length = this.#writeHead(next);
          next.syncAsync(
            then(() => {
              const path = join(this.#directory, name.name);
              this.#fileSystem.rename({ from: next.path, to: path });
              this.#fileSystem.syncDirectoryAsync(
                this.#directory,
                then(() => {
                  this.#continueIn(name, next, length);
                  callback(null);
                }),
              );
            }),
          );
        }),
      );
    })(null);
  }

  #takeNext(): OpenFile {
    return this.#preparer.take() ?? this.#preparer.createNow();
  }

  /** Writes the head, and what came behind it, to the start of the next segment. */
  #writeHead(next: OpenFile): number {
    const length = this.#writer.length;
    next.write(0, this.#writer.bytes, length);
    this.writtenBytes += length;
    this.#writer.clear();
    return length;
  }

  #continueIn(name: SegmentName, file: OpenFile, length: number): void {
    file.renamedTo(join(this.#directory, name.name));
    this.#held.push({ ...name, file });
    this.#offset = length;
    this.#nextName = null;
  }
}

function fillWithZeros(file: OpenFile, range: { from: number; to: number }): void {
  const zeros = new Uint8Array(Math.min(WAL_FILL_SLICE_BYTES, Math.max(0, range.to - range.from)));
  for (let at = range.from; at < range.to; at += zeros.length) {
    file.write(at, zeros, Math.min(zeros.length, range.to - at));
  }
}

/**
 * Writes the records of the last segment to a new, zero-filled file, syncs it, and puts it in the
 * place of the old one. This makes durable what was read (after a failed sync it may have lived in
 * the page cache only) and removes leftovers behind the last record.
 */
function rewriteTail(options: {
  fileSystem: FileSystem;
  directory: string;
  held: HeldSegment[];
  contents: LogContents;
  segmentBytes: number;
}): { offset: number; crc: number } {
  const { fileSystem, directory, held, contents } = options;
  const old = held[held.length - 1]!;
  const file = fileSystem.open(join(directory, TAIL_FILE), "create");
  try {
    lockOrThrow(file);
    for (let at = 0; at < contents.endOffset; at += WAL_READ_WINDOW_BYTES) {
      const length = Math.min(WAL_READ_WINDOW_BYTES, contents.endOffset - at);
      file.write(at, old.file.read(at, length));
    }
    let { endOffset: offset, crc } = contents;
    if (offset === 0) {
      // Nothing of the segment was readable; without a head it would break the chain.
      const head = new RecordWriter({ crc, capacityBytes: 1024 });
      head.checksum();
      head.metadata(contents.metadata);
      if (contents.hardState !== null) head.state(contents.hardState);
      file.write(0, head.bytes, head.length);
      offset = head.length;
      crc = head.crc;
    }
    fillWithZeros(file, { from: offset, to: options.segmentBytes });
    file.sync();
    fileSystem.rename({ from: file.path, to: join(directory, old.name) });
    fileSystem.syncDirectory(directory);
    file.renamedTo(join(directory, old.name));
    held[held.length - 1] = { name: old.name, sequence: old.sequence, index: old.index, file };
    old.file.close();
    return { offset, crc };
  } catch (error) {
    file.close();
    throw error;
  }
}

/**
 * Removes the oldest segments beyond `keep`, except those that somebody has locked: the first
 * locked one ends the pass. Returns the names removed.
 */
export function purgeSegments(options: {
  fileSystem: FileSystem;
  directory: string;
  keep: number;
}): string[] {
  const { fileSystem, directory } = options;
  const segments = listSegments(fileSystem, directory);
  const removed: string[] = [];
  for (const segment of segments.slice(0, Math.max(0, segments.length - options.keep))) {
    const path = join(directory, segment.name);
    const file = fileSystem.open(path, "write");
    try {
      if (!file.lock()) break;
      fileSystem.remove(path);
      removed.push(segment.name);
    } finally {
      file.close();
    }
  }
  return removed;
}
