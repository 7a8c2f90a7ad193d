/**
 * The backend in memory: for tests, the simulator and members that keep nothing on disk.
 *
 * Visible and durable are two things here as on disk. By default a commit is durable at once; with
 * `durability: "manual"` commits pile up until makeDurable(), and crash() gives the backend that a
 * restart would find: any number of whole commits after the durable ones may survive.
 */

import { assert, bytesToLatin1, latin1ToBytes } from "@kvorum/base";
import type { BuiltStore } from "../bbolt/exchange.ts";
import { StorageError } from "../errors.ts";
import type { AppliedMarker, Backend, BackendView, ScanRange, Visit } from "./backend-port.ts";
import { Batch } from "./batch.ts";
import { type BucketName, bucketNames, readUint64, revisionKey, uint64Bytes } from "./buckets.ts";
import { mergeScan, type StoredPair } from "./merge.ts";
import { metaKeys } from "./meta-keys.ts";

const NO_BATCHES: readonly Batch[] = [];

export class MemoryBackend implements Backend {
  commitsCount = 0;
  readonly lastCommitMs = 0;
  readonly #isManual: boolean;
  #tables: Tables;
  /** Committed, not durable, oldest first; always empty unless durability is manual. */
  #committed: Batch[] = [];
  #batch = new Batch();
  #durableAppliedIndex = 0;
  #isClosed = false;

  constructor(options: { durability?: "commit" | "manual" } = {}, tables?: Tables) {
    this.#isManual = options.durability === "manual";
    this.#tables = tables ?? new Tables();
    const index = this.#tables.of("meta").get(bytesToLatin1(metaKeys.consistentIndex));
    if (index !== undefined) this.#durableAppliedIndex = readUint64(index, 0);
  }

  get(bucket: BucketName, key: Uint8Array): Uint8Array | undefined {
    let value = this.#batch.get(bucket, key);
    for (let i = this.#committed.length - 1; i >= 0 && value === undefined; i--) {
      value = this.#committed[i]!.get(bucket, key);
    }
    if (value !== undefined) return value ?? undefined;
    return this.#tables.of(bucket).get(bytesToLatin1(key));
  }

  put(bucket: BucketName, key: Uint8Array, value: Uint8Array): void {
    this.#assertOpen();
    this.#batch.put(bucket, key, value);
  }

  delete(bucket: BucketName, key: Uint8Array): void {
    this.#assertOpen();
    this.#batch.delete(bucket, key);
  }

  scan(bucket: BucketName, range: ScanRange, visit: Visit): void {
    this.#assertOpen();
    const batches = [...this.#committed, this.#batch].reverse();
    mergeScan({ bucket, range, batches, base: this.#tables.of(bucket).cursor(range.start) }, visit);
  }

  getRevision(main: number, sub: number): Uint8Array | undefined {
    let value = this.#batch.getRevision(main, sub);
    for (let i = this.#committed.length - 1; i >= 0 && value === undefined; i--) {
      value = this.#committed[i]!.getRevision(main, sub);
    }
    if (value !== undefined) return value ?? undefined;
    const table = this.#tables.of("key");
    return (
      table.get(bytesToLatin1(revisionKey({ main, sub, tombstone: false }))) ??
      table.get(bytesToLatin1(revisionKey({ main, sub, tombstone: true })))
    );
  }

  putRevision(main: number, sub: number, tombstone: boolean, value: Uint8Array): void {
    this.#assertOpen();
    this.#batch.putRevision(main, sub, tombstone, value);
  }

  setApplied(marker: AppliedMarker): void {
    const batch = this.#batch;
    batch.hasMarker = true;
    batch.appliedIndex = marker.index;
    batch.appliedTerm = marker.term;
    if (marker.confState !== null) batch.confState = marker.confState;
  }

  commit(): void {
    this.#assertOpen();
    const batch = this.#batch;
    if (batch.isEmpty) return;
    if (batch.hasMarker) {
      batch.put("meta", metaKeys.consistentIndex, uint64Bytes(batch.appliedIndex));
      batch.put("meta", metaKeys.term, uint64Bytes(batch.appliedTerm));
      if (batch.confState !== null) batch.put("meta", metaKeys.confState, batch.confState);
    }
    this.#batch = new Batch();
    this.#committed.push(batch);
    if (!this.#isManual) this.makeDurable();
  }

  /** Makes the oldest `count` commits durable; all of them by default. */
  makeDurable(count: number = this.#committed.length): void {
    for (const batch of this.#committed.splice(0, count)) {
      this.#tables.apply(batch);
      this.commitsCount++;
      if (batch.hasMarker) this.#durableAppliedIndex = batch.appliedIndex;
    }
  }

  /** Commits that a crash could lose. */
  get volatileCommits(): number {
    return this.#committed.length;
  }

  /** What a restart finds when `surviving` of the volatile commits reached the disk. */
  crash(options: { surviving: number }): MemoryBackend {
    this.makeDurable(options.surviving);
    this.#isClosed = true;
    return new MemoryBackend(
      { durability: this.#isManual ? "manual" : "commit" },
      this.#tables.copy(),
    );
  }

  get pendingOperations(): number {
    return this.#batch.operations;
  }

  get pendingBytes(): number {
    return this.#committed.reduce((sum, batch) => sum + batch.bytes, this.#batch.bytes);
  }

  get durableAppliedIndex(): number {
    return this.#durableAppliedIndex;
  }

  get sizeBytes(): number {
    return this.#tables.bytes;
  }

  get sizeInUseBytes(): number {
    return this.#tables.bytes;
  }

  flush(callback: (error: StorageError | null) => void): void {
    this.commit();
    this.makeDurable();
    queueMicrotask(() => callback(null));
  }

  replace(built: BuiltStore, done: (error: StorageError | null) => void): void {
    const { content } = built;
    assert(content instanceof MemoryBackend, "a backend in memory takes a store in memory");
    queueMicrotask(() => {
      if (this.#isClosed) return;
      this.#tables = content.#tables.copy();
      this.#committed = [];
      this.#batch = new Batch();
      const index = this.#tables.of("meta").get(bytesToLatin1(metaKeys.consistentIndex));
      this.#durableAppliedIndex = index === undefined ? 0 : readUint64(index, 0);
      done(null);
    });
  }

  openView(): BackendView {
    this.#assertOpen();
    assert(this.#committed.length === 0, "a view of commits that are not durable");
    const tables = this.#tables.copy();
    const value = tables.of("meta").get(bytesToLatin1(metaKeys.consistentIndex));
    return {
      appliedIndex: value === undefined ? 0 : readUint64(value, 0),
      get: (bucket, key) => tables.of(bucket).get(bytesToLatin1(key)),
      scan: (bucket, range, visit) => {
        const base = tables.of(bucket).cursor(range.start);
        mergeScan({ bucket, range, batches: NO_BATCHES, base }, visit);
      },
      count: (bucket) => tables.of(bucket).count,
      // The copy goes with its last user.
      close: () => {},
    };
  }

  /** Nothing is fragmented in memory. */
  defragment(): Promise<void> {
    this.#assertOpen();
    return Promise.resolve();
  }

  close(): Promise<void> {
    if (!this.#isClosed) this.commit();
    this.#isClosed = true;
    return Promise.resolve();
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw new StorageError("closed", { action: "use", path: "the memory backend" });
  }
}

/** One bucket: a map, and its keys in order, sorted again only after keys came out of order. */
class Table {
  bytes = 0;
  readonly #values = new Map<string, Uint8Array>();
  #keys: string[] = [];
  #isSorted = true;

  get count(): number {
    return this.#values.size;
  }

  get(key: string): Uint8Array | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: Uint8Array): void {
    const before = this.#values.get(key);
    this.#values.set(key, value);
    if (before !== undefined) {
      this.bytes += value.length - before.length;
      return;
    }
    this.bytes += key.length + value.length;
    const keys = this.#keys;
    if (keys.length > 0 && key <= keys[keys.length - 1]!) this.#isSorted = false;
    keys.push(key);
  }

  remove(key: string): void {
    const before = this.#values.get(key);
    if (before === undefined) return;
    this.bytes -= key.length + before.length;
    this.#values.delete(key);
    // The key stays in the list until so many are stale that a new list is worth its cost.
    if (this.#keys.length > 2 * this.#values.size + 1000) this.#rebuild();
  }

  *cursor(start: Uint8Array): Generator<StoredPair, void, void> {
    if (!this.#isSorted) this.#rebuild();
    const keys = this.#keys;
    const first = bytesToLatin1(start);
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < first) low = middle + 1;
      else high = middle;
    }
    let previous: string | null = null;
    for (; low < keys.length; low++) {
      const key = keys[low]!;
      const value = this.#values.get(key);
      if (value === undefined || key === previous) continue;
      previous = key;
      yield { key: latin1ToBytes(key), value };
    }
  }

  copy(): Table {
    const table = new Table();
    if (!this.#isSorted) this.#rebuild();
    for (const [key, value] of this.#values) table.#values.set(key, value);
    table.#keys = [...this.#keys];
    table.bytes = this.bytes;
    return table;
  }

  #rebuild(): void {
    this.#keys = [...this.#values.keys()].sort();
    this.#isSorted = true;
  }
}

class Tables {
  readonly #tables: { readonly [bucket in BucketName]: Table };

  constructor() {
    const tables = {} as { [bucket in BucketName]: Table };
    for (const bucket of bucketNames) tables[bucket] = new Table();
    this.#tables = tables;
  }

  get bytes(): number {
    let bytes = 0;
    for (const bucket of bucketNames) bytes += this.#tables[bucket].bytes;
    return bytes;
  }

  of(bucket: BucketName): Table {
    return this.#tables[bucket];
  }

  apply(batch: Batch): void {
    const revisions = this.#tables.key;
    for (let i = 0; i < batch.mains.length; i++) {
      const key = revisionKey({
        main: batch.mains[i]!,
        sub: batch.subs[i]!,
        tombstone: batch.tombstones[i]!,
      });
      revisions.set(bytesToLatin1(key), batch.values[i]!);
    }
    for (const bucket of bucketNames) {
      const table = this.#tables[bucket];
      for (const [key, value] of batch.changes(bucket)) {
        if (value === null) table.remove(key);
        else table.set(key, value);
      }
    }
  }

  copy(): Tables {
    const tables = new Tables();
    const target = tables.#tables as { [bucket in BucketName]: Table };
    for (const bucket of bucketNames) target[bucket] = this.#tables[bucket].copy();
    return tables;
  }
}
