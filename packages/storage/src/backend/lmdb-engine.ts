/**
 * One open LMDB environment: a named database for each bucket, and the only file that calls the
 * `lmdb` package. Values pass through as they are stored (stored-value.ts).
 *
 * Overlapping sync is off, as reliability.md part 6 demands: a commit becomes visible and its
 * promise settles only after its pages and the meta page were synced, and a failed one is absent
 * after a restart.
 */

import { type Database, open, type RootDatabase } from "lmdb";
import { ENGINE_MAP_BYTES } from "../limits.ts";
import type { Batch } from "./batch.ts";
import { type BucketName, bucketNames, putRevisionKey, TOMBSTONE_KEY_BYTES } from "./buckets.ts";
import type { StoredPair } from "./merge.ts";
import { engineKey } from "./stored-value.ts";

type Bytes = Database<Uint8Array, Uint8Array>;
/** A pinned read transaction. */
export type ReadTransaction = ReturnType<Bytes["useReadTransaction"]>;

interface EngineStats {
  readonly pageSize: number;
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
  readonly entryCount: number;
  readonly lastPageNumber: number;
  readonly root: EngineStats;
  readonly free: EngineStats;
}

export class LmdbEngine {
  readonly path: string;
  /** Views that still read from it; a retired engine closes when they are gone. */
  viewsCount = 0;
  readonly #root: RootDatabase<Uint8Array, Uint8Array>;
  readonly #buckets: { readonly [bucket in BucketName]: Bytes };
  /** 17 and 18 bytes for the two forms of a revision key. */
  readonly #revisionKeys = [
    new Uint8Array(TOMBSTONE_KEY_BYTES - 1),
    new Uint8Array(TOMBSTONE_KEY_BYTES),
  ] as const;

  constructor(options: { path: string; mapBytes?: number }) {
    this.path = options.path;
    const encodings = { encoding: "binary", keyEncoding: "binary" } as const;
    // Not in the package's types: how many changes of a batch are queued before the writer thread
    // begins with them. It would poll for the rest and take a processor from us.
    const startWhole = { batchStartThreshold: Number.MAX_SAFE_INTEGER };
    this.#root = open<Uint8Array, Uint8Array>(options.path, {
      ...startWhole,
      ...encodings,
      noSubdir: true,
      maxDbs: bucketNames.length + 1,
      mapSize: options.mapBytes ?? ENGINE_MAP_BYTES,
      overlappingSync: false,
      // Batches are made here; nothing is to be joined to them behind our back.
      eventTurnBatching: false,
    });
    const buckets = {} as { [bucket in BucketName]: Bytes };
    for (const bucket of bucketNames) {
      buckets[bucket] = this.#root.openDB<Uint8Array, Uint8Array>({ name: bucket, ...encodings });
    }
    this.#buckets = buckets;
  }

  /** The stored value; valid until the next call. */
  get(
    bucket: BucketName,
    key: Uint8Array,
    transaction: ReadTransaction | null,
  ): Uint8Array | undefined {
    const database = this.#buckets[bucket];
    const bytes =
      transaction === null
        ? database.getBinaryFast(key)
        : (database as unknown as FastReader).getBinaryFast(key, { transaction });
    // The package hands out one shared buffer whose `length` it overwrites, so make a plain view.
    return bytes === undefined
      ? undefined
      : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** From the stored key at or after `start`, ascending. Values are copies. */
  pairs(
    bucket: BucketName,
    range: { start: Uint8Array; end: Uint8Array | null },
    transaction: ReadTransaction | null,
  ): Iterator<StoredPair, unknown, undefined> {
    const iterable = this.#buckets[bucket].getRange({
      ...(range.start.length > 0 ? { start: range.start } : {}),
      ...(range.end === null ? {} : { end: range.end }),
      ...(transaction === null ? {} : { transaction }),
    });
    return iterable[Symbol.iterator]();
  }

  /** Writes the batch as one transaction; settles when it is durable. */
  write(batch: Batch): Promise<unknown> {
    const revisions = this.#buckets.key;
    return revisions.batch(() => {
      const { mains, subs, tombstones, values } = batch;
      for (let i = 0; i < mains.length; i++) {
        const tombstone = tombstones[i]!;
        const key = this.#revisionKeys[tombstone ? 1 : 0];
        putRevisionKey(key, mains[i]!, subs[i]!, tombstone);
        ignore(revisions.put(key, values[i]!));
      }
      for (const bucket of bucketNames) {
        const database = this.#buckets[bucket];
        for (const [text, value] of batch.changes(bucket)) {
          const key = engineKey(Buffer.from(text, "latin1"));
          ignore(value === null ? database.remove(key) : database.put(key, value));
        }
      }
    });
  }

  /** Lets the next read see the last commit. */
  renewReads(): void {
    this.#root.resetReadTxn();
  }

  beginRead(): ReadTransaction {
    this.renewReads();
    // The transaction begins with the first read.
    this.#buckets.meta.getBinaryFast(probeKey);
    return this.#buckets.meta.useReadTransaction();
  }

  /** How many records each bucket holds in the view that the next read takes. */
  counts(): { readonly [bucket in BucketName]: number } {
    const counts = {} as { [bucket in BucketName]: number };
    for (const bucket of bucketNames) counts[bucket] = this.count(bucket);
    return counts;
  }

  count(bucket: BucketName): number {
    return (this.#buckets[bucket].getStats() as EngineStats).entryCount;
  }

  /** File size by pages, and the pages that hold something. */
  sizes(): { sizeBytes: number; sizeInUseBytes: number } {
    let pages = 0;
    let stats: EngineStats | null = null;
    for (const bucket of bucketNames) {
      stats = this.#buckets[bucket].getStats() as EngineStats;
      pages += pagesOf(stats);
    }
    const { pageSize, lastPageNumber, root, free } = stats!;
    // Two meta pages, the directory of buckets and the list of free pages are in use as well.
    pages += 2 + pagesOf(root) + pagesOf(free);
    return { sizeBytes: (lastPageNumber + 1) * pageSize, sizeInUseBytes: pages * pageSize };
  }

  /** Writes a compact copy of the last commit, synced by the caller. */
  copyCompact(path: string): Promise<void> {
    return this.#root.backup(path, true);
  }

  close(): Promise<void> {
    return this.#root.close();
  }
}

interface FastReader {
  getBinaryFast(key: Uint8Array, options: { transaction: ReadTransaction }): Buffer | undefined;
}

const probeKey = new Uint8Array([0]);

function pagesOf(stats: EngineStats): number {
  return stats.treeBranchPageCount + stats.treeLeafPageCount + stats.overflowPages;
}

/** Inside a batch these promises are one shared, already settled one; the batch's own tells all. */
function ignore(_promise: Promise<boolean>): void {}
