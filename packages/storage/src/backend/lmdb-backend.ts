/**
 * The backend on LMDB.
 *
 * put, delete and setApplied go into the open batch in memory and are read from there. commit()
 * hands the batch to LMDB's writer thread, which writes it with the applied marker as one
 * transaction and syncs it; the calling thread spends about 0.3 us for each change there and never
 * waits for the disk. Until that is durable the batch stays readable; one is on its way at a time,
 * and what commit() finds busy goes with the next one, never split inside an entry.
 *
 * `durableAppliedIndex` follows the finished commits: the log must keep everything above it.
 *
 * The first error of the engine ends the backend: onFailure is called once, every later call
 * throws. A commit that does not settle in time counts as an error. Since a failed sync may leave
 * pages in the cache that never reached the disk, a marker file then makes the next start copy the
 * whole store to a new file before it is used.
 *
 * Files in member/snap: `kvorum.mdb` and its lock file `kvorum.mdb-lock`; `kvorum.mdb.<n>.tmp` for
 * a compacting copy; `kvorum.mdb.suspect` as that marker. A Go member's `db` is never touched.
 */

import { dirname, join } from "node:path";
import { assert, CorruptionError, compareBytes, type TimerHandle, type Timers } from "@kvorum/base";
import type { BuiltStore } from "../bbolt/exchange.ts";
import { StorageError } from "../errors.ts";
import type { FileSystem } from "../file-system.ts";
import { COMMIT_TIMEOUT_MS, WAL_READ_WINDOW_BYTES } from "../limits.ts";
import { NodeFileSystem } from "../node-file-system.ts";
import type { AppliedMarker, Backend, BackendView, ScanRange, Visit } from "./backend-port.ts";
import { Batch } from "./batch.ts";
import {
  type BucketName,
  putRevisionKey,
  readUint64,
  TOMBSTONE_KEY_BYTES,
  uint64Bytes,
} from "./buckets.ts";
import { LmdbEngine, type ReadTransaction } from "./lmdb-engine.ts";
import { checkLmdbFile } from "./lmdb-file.ts";
import { mergeScan, type StoredPair } from "./merge.ts";
import { metaKeys } from "./meta-keys.ts";
import {
  bucketSeeds,
  CHECKSUM_BYTES,
  engineKey,
  isLongKey,
  LONG_KEY_PREFIX_BYTES,
  readChecksum,
  recordChecksum,
  recordDamage,
  unwrapLongKey,
  wrapLongKey,
} from "./stored-value.ts";
import { ValueArena } from "./value-arena.ts";

export const LMDB_FILE = "kvorum.mdb";
const LOCK_SUFFIX = "-lock";
const SUSPECT_SUFFIX = ".suspect";

export interface LmdbBackendOptions {
  /** The directory member/snap. */
  readonly directory: string;
  /** Called once, with the error that ended the backend. The member stops. */
  readonly onFailure: (error: StorageError) => void;
  readonly timers: Timers;
  readonly fileSystem?: FileSystem;
  readonly commitTimeoutMs?: number;
  /** Monotonic milliseconds, to measure commits; performance.now() by default. */
  readonly nowMs?: () => number;
  /** Address space reserved at first; for tests. */
  readonly mapBytes?: number;
}

type BucketCounts = { readonly [bucket in BucketName]: number };

interface Waiter {
  /** The number of the commit that makes it durable. */
  readonly commit: number;
  readonly callback: (error: StorageError | null) => void;
}

export class LmdbBackend implements Backend {
  /** Duration of the last commit until it was durable, in milliseconds, and how many there were. */
  lastCommitMs = 0;
  commitsCount = 0;
  readonly #path: string;
  readonly #fileSystem: FileSystem;
  readonly #options: LmdbBackendOptions;
  readonly #arena = new ValueArena();
  #engine: LmdbEngine;
  #batch = new Batch();
  #inFlight: Batch | null = null;
  /** Number of the last commit begun, and of the last one that is durable. */
  #begun = 0;
  #done = 0;
  #isCommitWanted = false;
  #waiters: Waiter[] = [];
  #watchdog: TimerHandle | null = null;
  #begunMs = 0;
  readonly #nowMs: () => number;
  #durableAppliedIndex: number;
  #sizes: { sizeBytes: number; sizeInUseBytes: number } | null = null;
  #failure: StorageError | null = null;
  #isClosed = false;
  #defragmentation: Promise<void> | null = null;
  #copiesCount = 0;
  readonly #revisionKeys = [
    new Uint8Array(TOMBSTONE_KEY_BYTES - 1),
    new Uint8Array(TOMBSTONE_KEY_BYTES),
  ] as const;

  private constructor(options: LmdbBackendOptions, fileSystem: FileSystem, engine: LmdbEngine) {
    this.#options = options;
    this.#fileSystem = fileSystem;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#path = engine.path;
    this.#engine = engine;
    const stored = this.get("meta", metaKeys.consistentIndex);
    this.#durableAppliedIndex = stored?.length === 8 ? readUint64(stored, 0) : 0;
  }

  /** @throws StorageError `engine-failed`; CorruptionError */
  static open(options: LmdbBackendOptions): LmdbBackend {
    const fileSystem = options.fileSystem ?? new NodeFileSystem();
    const path = join(options.directory, LMDB_FILE);
    for (const name of fileSystem.list(options.directory)) {
      const isLeftover = name.startsWith(`${LMDB_FILE}.`) && !name.endsWith(SUSPECT_SUFFIX);
      if (isLeftover) fileSystem.remove(join(options.directory, name));
    }
    if (fileSystem.status(path + SUSPECT_SUFFIX) !== null) copyToNewFile(fileSystem, path);
    checkLmdbFile(fileSystem, path);
    let engine: LmdbEngine;
    try {
      engine = new LmdbEngine(
        options.mapBytes === undefined ? { path } : { path, mapBytes: options.mapBytes },
      );
    } catch (error) {
      throw engineFailure("open", path, error);
    }
    try {
      return new LmdbBackend(options, fileSystem, engine);
    } catch (error) {
      // Nothing was written, so there is nothing that closing could fail to keep.
      engine.close().catch(() => {});
      throw error;
    }
  }

  /** Whether the directory holds a store of this kind. */
  static exists(options: { fileSystem: FileSystem; directory: string }): boolean {
    return options.fileSystem.status(join(options.directory, LMDB_FILE)) !== null;
  }

  get(bucket: BucketName, key: Uint8Array): Uint8Array | undefined {
    let pending = this.#batch.get(bucket, key);
    if (pending === undefined && this.#inFlight !== null) pending = this.#inFlight.get(bucket, key);
    if (pending !== undefined) return pending === null ? undefined : plain(bucket, key, pending);
    this.#assertUsable();
    try {
      return this.#read(bucket, key, null);
    } catch (error) {
      throw this.#readFailure(error);
    }
  }

  getRevision(main: number, sub: number): Uint8Array | undefined {
    let pending = this.#batch.getRevision(main, sub);
    if (pending === undefined && this.#inFlight !== null) {
      pending = this.#inFlight.getRevision(main, sub);
    }
    if (pending !== undefined) return pending === null ? undefined : withoutChecksum(pending);
    this.#assertUsable();
    try {
      const key = this.#revisionKeys[0];
      putRevisionKey(key, main, sub, false);
      const value = this.#read("key", key, null);
      if (value !== undefined) return value;
      const tombstoneKey = this.#revisionKeys[1];
      putRevisionKey(tombstoneKey, main, sub, true);
      return this.#read("key", tombstoneKey, null);
    } catch (error) {
      throw this.#readFailure(error);
    }
  }

  put(bucket: BucketName, key: Uint8Array, value: Uint8Array): void {
    this.#assertUsable();
    assert(key.length > 0, `an empty key in bucket ${bucket}`);
    const content = isLongKey(key) ? wrapLongKey(key, value) : value;
    const checksum = recordChecksum(bucketSeeds[bucket], key, key.length, content);
    this.#batch.put(bucket, key, this.#arena.store(content, checksum));
  }

  putRevision(main: number, sub: number, tombstone: boolean, value: Uint8Array): void {
    if (this.#failure !== null || this.#isClosed) this.#assertUsable();
    const key = this.#revisionKeys[tombstone ? 1 : 0];
    const keyLength = putRevisionKey(key, main, sub, tombstone);
    const checksum = recordChecksum(bucketSeeds.key, key, keyLength, value);
    this.#batch.putRevision(main, sub, tombstone, this.#arena.store(value, checksum));
  }

  delete(bucket: BucketName, key: Uint8Array): void {
    this.#assertUsable();
    this.#batch.delete(bucket, key);
  }

  scan(bucket: BucketName, range: ScanRange, visit: Visit): void {
    this.#assertUsable();
    const batches = this.#inFlight === null ? [this.#batch] : [this.#batch, this.#inFlight];
    try {
      mergeScan(
        { bucket, range, batches, base: this.#pairs(this.#engine, bucket, range, null) },
        (key, stored) => visit(key, plain(bucket, key, stored)),
      );
    } catch (error) {
      throw this.#readFailure(error);
    }
  }

  setApplied(marker: AppliedMarker): void {
    const batch = this.#batch;
    batch.hasMarker = true;
    batch.appliedIndex = marker.index;
    batch.appliedTerm = marker.term;
    if (marker.confState !== null) batch.confState = marker.confState;
  }

  commit(): void {
    this.#assertUsable();
    if (this.#batch.isEmpty) return;
    if (this.#inFlight !== null || this.#defragmentation !== null) this.#isCommitWanted = true;
    else this.#beginCommit();
  }

  flush(callback: (error: StorageError | null) => void): void {
    this.#assertUsable();
    this.commit();
    const commit = this.#batch.isEmpty ? this.#begun : this.#begun + 1;
    if (this.#done >= commit) queueMicrotask(() => callback(null));
    else this.#waiters.push({ commit, callback });
  }

  get pendingOperations(): number {
    return this.#batch.operations;
  }

  get pendingBytes(): number {
    return this.#batch.bytes + (this.#inFlight?.bytes ?? 0);
  }

  get durableAppliedIndex(): number {
    return this.#durableAppliedIndex;
  }

  /** The error that ended the backend, or null. */
  get failure(): StorageError | null {
    return this.#failure;
  }

  get sizeBytes(): number {
    return this.#currentSizes().sizeBytes;
  }

  get sizeInUseBytes(): number {
    return this.#currentSizes().sizeInUseBytes;
  }

  openView(): BackendView {
    this.#assertUsable();
    const engine = this.#engine;
    let transaction: ReadTransaction | null = engine.beginRead();
    const counts = engine.counts();
    engine.viewsCount++;
    const pinned = (): ReadTransaction => {
      assert(transaction !== null, "a closed view is read");
      return transaction;
    };
    const read = (bucket: BucketName, key: Uint8Array): Uint8Array | undefined =>
      this.#readFrom(engine, bucket, key, pinned());
    const index = read("meta", metaKeys.consistentIndex);
    return {
      appliedIndex: index === undefined ? 0 : readUint64(index, 0),
      get: read,
      scan: (bucket, range, visit) => {
        const base = this.#pairs(engine, bucket, range, pinned(), counts);
        mergeScan({ bucket, range, batches: [], base }, (key, stored) =>
          visit(key, plain(bucket, key, stored)),
        );
      },
      count: (bucket) => counts[bucket],
      close: () => {
        if (transaction === null) return;
        transaction.done();
        transaction = null;
        engine.viewsCount--;
        if (engine.viewsCount === 0 && engine !== this.#engine) this.#closeEngine(engine);
      },
    };
  }

  /**
   * Copies what is in use to a new file and puts it in the place of the old one. Reads and writes
   * go on meanwhile; commits wait. Resolves when the new file is in use; rejects, with the old
   * file still in use, when there is no room.
   */
  defragment(): Promise<void> {
    this.#assertUsable();
    this.#defragmentation ??= this.#defragment().finally(() => {
      this.#defragmentation = null;
      if (this.#isCommitWanted && this.#failure === null) this.#beginCommit();
    });
    return this.#defragmentation;
  }

  replace(built: BuiltStore, done: (error: StorageError | null) => void): void {
    this.#assertUsable();
    const { content } = built;
    assert(typeof content === "string", "a backend on disk takes a store on disk");
    const running = this.#defragmentation ?? Promise.resolve();
    // Like a defragmentation, it keeps commits from beginning.
    const finish = (failure: StorageError | null): void => {
      this.#defragmentation = null;
      if (failure !== null) this.#fail(failure);
      done(failure);
      if (this.#isCommitWanted && this.#failure === null) this.#beginCommit();
    };
    this.#defragmentation = running
      .catch(() => {})
      .then(() => this.#idle())
      .then(
        () => {
          try {
            this.#adopt(content);
          } catch (error) {
            finish(
              error instanceof StorageError ? error : engineFailure("replace", this.#path, error),
            );
            return;
          }
          // In the same turn, so that nobody sees the new content before its owner does.
          finish(null);
        },
        (error: StorageError) => finish(error),
      );
  }

  /**
   * Commits, and writes a compact copy of the whole store to `path`, which must not exist, not
   * synced; resolves with a view of just that content. Reads and writes go on meanwhile, commits
   * wait. Rejects with a StorageError, and leaves no file, where it cannot.
   */
  async copy(path: string): Promise<BackendView> {
    await new Promise<void>((resolve, reject) => {
      this.flush((error) => (error === null ? resolve() : reject(error)));
    });
    await this.#defragmentation?.catch(() => {});
    this.#assertUsable();
    const copying = this.#idle().then(async () => {
      const view = this.openView();
      try {
        await this.#engine.copyCompact(path);
        return view;
      } catch (error) {
        view.close();
        this.#fileSystem.remove(path);
        throw engineFailure("copy", this.#path, error);
      }
    });
    // Like a defragmentation, it keeps commits from beginning: view and copy are of one commit.
    const lock = copying.then(
      () => {},
      () => {},
    );
    this.#defragmentation = lock;
    await lock;
    if (this.#defragmentation === lock) this.#defragmentation = null;
    if (this.#isCommitWanted && this.#failure === null) this.#beginCommit();
    return copying;
  }

  /** Commits what is pending and closes; resolves when the files are closed. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    if (this.#failure === null) {
      await this.#defragmentation?.catch(() => {});
      await new Promise<void>((resolve) => this.flush(() => resolve()));
    }
    this.#isClosed = true;
    this.#watchdog?.cancel();
    // After a failure a commit may never settle, and closing would wait for it.
    if (this.#failure === null) await this.#engine.close();
  }

  #assertUsable(): void {
    if (this.#failure === null && !this.#isClosed) return;
    throw new StorageError("closed", {
      action: "use the store after it ended in",
      path: this.#path,
      cause: this.#failure ?? undefined,
    });
  }

  #beginCommit(): void {
    const batch = this.#batch;
    this.#isCommitWanted = false;
    if (batch.hasMarker) {
      this.put("meta", metaKeys.consistentIndex, uint64Bytes(batch.appliedIndex));
      this.put("meta", metaKeys.term, uint64Bytes(batch.appliedTerm));
      if (batch.confState !== null) this.put("meta", metaKeys.confState, batch.confState);
    }
    const chunks = this.#arena.detach();
    this.#batch = new Batch();
    this.#inFlight = batch;
    this.#begun++;
    this.#begunMs = this.#nowMs();
    const timeoutMs = this.#options.commitTimeoutMs ?? COMMIT_TIMEOUT_MS;
    this.#watchdog = this.#options.timers.after(timeoutMs, () => {
      const cause = new Error(`no answer within ${timeoutMs} ms`);
      this.#fail(
        new StorageError("commit-stalled", { action: "commit to", path: this.#path, cause }),
      );
    });
    let written: Promise<unknown>;
    try {
      written = this.#engine.write(batch);
    } catch (error) {
      this.#fail(engineFailure("commit to", this.#path, error));
      return;
    }
    written.then(
      () => this.#finishCommit(batch, chunks),
      (error: unknown) => this.#commitFailed(error),
    );
  }

  #finishCommit(batch: Batch, chunks: Uint8Array[]): void {
    if (this.#failure !== null) return;
    this.#watchdog?.cancel();
    this.#watchdog = null;
    this.#engine.renewReads();
    this.#inFlight = null;
    this.#sizes = null;
    this.#done = this.#begun;
    this.lastCommitMs = this.#nowMs() - this.#begunMs;
    this.commitsCount++;
    if (batch.hasMarker) this.#durableAppliedIndex = batch.appliedIndex;
    this.#arena.reclaim(chunks);
    const ready = this.#waiters.filter((waiter) => waiter.commit <= this.#done);
    this.#waiters = this.#waiters.filter((waiter) => waiter.commit > this.#done);
    if (this.#isCommitWanted && this.#defragmentation === null) this.#beginCommit();
    for (const waiter of ready) waiter.callback(null);
  }

  #commitFailed(error: unknown): void {
    // The engine's reason comes in a promise of its own, which nobody else handles.
    const detail = (error as { commitError?: Promise<unknown> }).commitError;
    if (detail === undefined) {
      this.#fail(engineFailure("commit to", this.#path, error));
      return;
    }
    const fail = (reason: unknown): void => {
      this.#fail(engineFailure("commit to", this.#path, reason ?? error));
    };
    detail.then(fail, fail);
    // Should the reason never come, the watchdog reports the commit.
  }

  #fail(error: StorageError): void {
    if (this.#failure !== null) return;
    this.#failure = error;
    this.#watchdog?.cancel();
    try {
      this.#fileSystem.open(this.#path + SUSPECT_SUFFIX, "create").close();
    } catch {
      // Exists already, or the disk takes nothing: then the next start fails on its own.
    }
    const waiters = this.#waiters;
    this.#waiters = [];
    this.#options.onFailure(error);
    for (const waiter of waiters) waiter.callback(error);
  }

  #readFailure(error: unknown): unknown {
    // Damage and a visitor's own errors pass through; only what LMDB throws ends the backend.
    if (!isEngineError(error)) return error;
    const failure = engineFailure("read", this.#path, error);
    this.#fail(failure);
    return failure;
  }

  #read(
    bucket: BucketName,
    key: Uint8Array,
    transaction: ReadTransaction | null,
  ): Uint8Array | undefined {
    return this.#readFrom(this.#engine, bucket, key, transaction);
  }

  #readFrom(
    engine: LmdbEngine,
    bucket: BucketName,
    key: Uint8Array,
    transaction: ReadTransaction | null,
  ): Uint8Array | undefined {
    if (key.length === 0) return undefined;
    const stored = engine.get(bucket, engineKey(key), transaction);
    if (stored === undefined) return undefined;
    const content = this.#checked(bucket, key, stored);
    return isLongKey(key) ? unwrapLongKey(content).value : content;
  }

  #checked(bucket: BucketName, key: Uint8Array, stored: Uint8Array): Uint8Array {
    const length = stored.length - CHECKSUM_BYTES;
    if (length < 0) throw recordDamage({ file: this.#path, bucket, key });
    const content = new Uint8Array(stored.buffer, stored.byteOffset, length);
    if (
      recordChecksum(bucketSeeds[bucket], key, key.length, content) !== readChecksum(stored, length)
    )
      throw recordDamage({ file: this.#path, bucket, key });
    return content;
  }

  /** Pairs of the engine under their whole keys, checked, values still with their checksums. */
  *#pairs(
    engine: LmdbEngine,
    bucket: BucketName,
    range: ScanRange,
    transaction: ReadTransaction | null,
    counts: BucketCounts | null = null,
  ): Generator<StoredPair, void, void> {
    const { start, end } = range;
    const from =
      start.length > LONG_KEY_PREFIX_BYTES ? start.subarray(0, LONG_KEY_PREFIX_BYTES) : start;
    const to = end !== null && end.length > LONG_KEY_PREFIX_BYTES ? null : end;
    // A damaged branch page can hide records; the engine's own count then does not agree.
    const isWhole = start.length === 0 && end === null;
    const expected = isWhole ? (counts?.[bucket] ?? engine.count(bucket)) : -1;
    let count = 0;
    let previous: Uint8Array | null = null;
    const stored = engine.pairs(bucket, { start: from, end: to }, transaction);
    /** Neighbours that share a long key's prefix; their engine order is not their key order. */
    let group: StoredPair[] = [];
    try {
      for (let next = stored.next(); next.done !== true; next = stored.next()) {
        const pair = next.value;
        count++;
        if (previous !== null && compareBytes(previous, pair.key) >= 0) {
          throw recordDamage({ file: this.#path, bucket, key: pair.key, what: "is out of order" });
        }
        previous = pair.key;
        if (pair.key.length < LONG_KEY_PREFIX_BYTES) {
          if (group.length > 0) {
            yield* sortedFrom(group, start);
            group = [];
          }
          this.#checked(bucket, pair.key, pair.value);
          yield pair;
          continue;
        }
        const whole = this.#wholePair(bucket, pair);
        if (group.length > 0 && !samePrefix(group[0]!.key, whole.key)) {
          yield* sortedFrom(group, start);
          group = [];
        }
        group.push(whole);
      }
      if (group.length > 0) yield* sortedFrom(group, start);
      if (isWhole && count !== expected) {
        throw new CorruptionError(
          `bucket ${bucket} shows ${count} records and counts ${expected}`,
          { file: this.#path, offset: -1 },
        );
      }
    } finally {
      stored.return?.();
    }
  }

  #wholePair(bucket: BucketName, pair: StoredPair): StoredPair {
    if (!isLongKey(pair.key)) {
      this.#checked(bucket, pair.key, pair.value);
      return pair;
    }
    const { key } = unwrapLongKey(pair.value);
    this.#checked(bucket, key, pair.value);
    return { key, value: pair.value };
  }

  #currentSizes(): { sizeBytes: number; sizeInUseBytes: number } {
    if (this.#sizes === null) {
      this.#assertUsable();
      this.#sizes = this.#engine.sizes();
    }
    return this.#sizes;
  }

  async #defragment(): Promise<void> {
    await this.#idle();
    const old = this.#engine;
    const path = `${this.#path}.${++this.#copiesCount}.tmp`;
    let engine: LmdbEngine | null = null;
    try {
      await old.copyCompact(path);
      const file = this.#fileSystem.open(path, "write");
      try {
        await new Promise<void>((resolve, reject) => {
          file.syncAsync((error) => (error === null ? resolve() : reject(error)));
        });
      } finally {
        file.close();
      }
      engine = new LmdbEngine({ path });
      this.#fileSystem.rename({ from: path, to: this.#path });
    } catch (error) {
      await engine?.close();
      this.#fileSystem.remove(path);
      this.#fileSystem.remove(path + LOCK_SUFFIX);
      throw error instanceof StorageError ? error : engineFailure("copy", this.#path, error);
    }
    this.#fileSystem.remove(path + LOCK_SUFFIX);
    try {
      this.#fileSystem.syncDirectory(dirname(this.#path));
    } catch (error) {
      // After a crash the name may stand for either file, so neither can take another commit.
      const failure = engineFailure("put a copy in the place of", this.#path, error);
      this.#fail(failure);
      await engine.close();
      throw failure;
    }
    this.#engine = engine;
    this.#sizes = null;
    if (old.viewsCount === 0) this.#closeEngine(old);
  }

  /** Makes the engine's file at `path` this backend's, and forgets what was not committed. */
  #adopt(path: string): void {
    this.#assertUsable();
    const old = this.#engine;
    const engine = new LmdbEngine({ path });
    this.#fileSystem.rename({ from: path, to: this.#path });
    this.#fileSystem.remove(path + LOCK_SUFFIX);
    this.#fileSystem.syncDirectory(dirname(this.#path));
    this.#engine = engine;
    this.#sizes = null;
    this.#arena.reclaim(this.#arena.detach());
    this.#batch = new Batch();
    this.#isCommitWanted = false;
    const index = this.#read("meta", metaKeys.consistentIndex, null);
    this.#durableAppliedIndex = index === undefined ? 0 : readUint64(index, 0);
    // Whoever waits for a later commit waits for content that is no more.
    this.#done = ++this.#begun;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { callback } of waiters) callback(null);
    if (old.viewsCount === 0) this.#closeEngine(old);
  }

  /** Resolves when no commit is on its way; a new one does not begin meanwhile. */
  #idle(): Promise<void> {
    if (this.#inFlight === null) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({
        commit: this.#begun,
        callback: (error) => (error === null ? resolve() : reject(error)),
      });
    });
  }

  #closeEngine(engine: LmdbEngine): void {
    engine.close().catch((error: unknown) => {
      this.#fail(engineFailure("close the old file of", this.#path, error));
    });
  }
}

/** The content that a stored value of a batch carries. */
function plain(_bucket: BucketName, key: Uint8Array, stored: Uint8Array): Uint8Array {
  const content = withoutChecksum(stored);
  return isLongKey(key) ? unwrapLongKey(content).value : content;
}

function withoutChecksum(stored: Uint8Array): Uint8Array {
  return new Uint8Array(stored.buffer, stored.byteOffset, stored.length - CHECKSUM_BYTES);
}

function sortedFrom(group: StoredPair[], start: Uint8Array): StoredPair[] {
  return group
    .filter((pair) => Buffer.compare(pair.key, start) >= 0)
    .sort((a, b) => Buffer.compare(a.key, b.key));
}

function samePrefix(a: Uint8Array, b: Uint8Array): boolean {
  return (
    Buffer.compare(a.subarray(0, LONG_KEY_PREFIX_BYTES), b.subarray(0, LONG_KEY_PREFIX_BYTES)) === 0
  );
}

function engineFailure(action: string, path: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  return new StorageError("engine-failed", { action, path, cause: error });
}

/** LMDB's binding throws plain errors that carry a numeric code. */
function isEngineError(error: unknown): boolean {
  return error instanceof Error && "code" in error && typeof error.code === "number";
}

/** Replaces a store whose pages may live in the cache only by a synced copy of what is readable. */
function copyToNewFile(fileSystem: FileSystem, path: string): void {
  if (fileSystem.status(path) !== null) {
    const from = fileSystem.open(path, "read");
    const temporary = `${path}.copy.tmp`;
    try {
      const to = fileSystem.open(temporary, "create");
      try {
        const sizeBytes = from.sizeBytes();
        for (let at = 0; at < sizeBytes; at += WAL_READ_WINDOW_BYTES) {
          to.write(at, from.read(at, Math.min(WAL_READ_WINDOW_BYTES, sizeBytes - at)));
        }
        to.sync();
      } finally {
        to.close();
      }
    } finally {
      from.close();
    }
    fileSystem.rename({ from: temporary, to: path });
    fileSystem.syncDirectory(dirname(path));
  }
  fileSystem.remove(path + SUSPECT_SUFFIX);
}
