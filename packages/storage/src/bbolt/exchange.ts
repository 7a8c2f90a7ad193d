/**
 * Between our store and bbolt files: export for `snapshot save`, for peers and for handing a
 * directory back to a Go member; import of a Go member's `db`, of a received database and of a
 * saved snapshot. Both work in slices and give way between them.
 *
 * The import builds a new store beside the present one and takes its place in one rename, so a
 * crash leaves the old store or the whole new one. Bucket `kvorum` is never exported, and an
 * import leaves it empty: what it holds is derived from the rest.
 */

import { join } from "node:path";
import { bytesToUtf8, equalBytes, type Timers, utf8ToBytes } from "@kvorum/base";
import type { Backend, BackendView } from "../backend/backend-port.ts";
import {
  type BucketName,
  bucketNames,
  isRevisionKey,
  readUint64,
  TOMBSTONE_KEY_BYTES,
} from "../backend/buckets.ts";
import { LMDB_FILE, LmdbBackend } from "../backend/lmdb-backend.ts";
import type { MemoryBackend } from "../backend/memory-backend.ts";
import { metaKeys } from "../backend/meta-keys.ts";
import { fastCrc32c } from "../checksum.ts";
import type { FileSystem } from "../file-system.ts";
import { BboltReader } from "./reader.ts";
import { validateBbolt } from "./validator.ts";
import { BboltWriter } from "./writer.ts";

/** Begins with `tmp`, so that every start removes what an interrupted import left. */
const IMPORT_DIRECTORY = "tmp-import";
/** A slice of work between two turns ends at the first of these. */
const PAIRS_PER_SLICE = 1000;
const BYTES_PER_SLICE = 1 << 20;
/** Bytes of an export after which it is synced, so that the last sync has little to do. */
const BYTES_PER_SYNC = 16 << 20;
/** A transaction of an import ends at the first of these. */
const PAIRS_PER_COMMIT = 10_000;
const BYTES_PER_COMMIT = 16 << 20;

/** The ten buckets that etcd creates at its first start. */
export const exportedBuckets: readonly BucketName[] = bucketNames.filter(
  (name) => name !== "kvorum",
);

/**
 * Writes the view as a bbolt file at `path`, which must not exist, and syncs it.
 * @returns its length in bytes. On an error the unfinished file is removed.
 */
export async function exportBbolt(options: {
  view: BackendView;
  fileSystem: FileSystem;
  path: string;
  timers: Timers;
}): Promise<number> {
  const { view, fileSystem, path, timers } = options;
  const file = fileSystem.open(path, "create");
  try {
    const writer = new BboltWriter({ file });
    for (const bucket of exportedBuckets) {
      writer.beginBucket(utf8ToBytes(bucket));
      let start: Uint8Array | null = new Uint8Array(0);
      while (start !== null) {
        let count = 0;
        let bytes = 0;
        let next: Uint8Array | null = null;
        view.scan(bucket, { start, end: null }, (key, value) => {
          if (count === PAIRS_PER_SLICE || bytes >= BYTES_PER_SLICE) {
            next = key.slice();
            return false;
          }
          count++;
          bytes += value.length;
          writer.add(key, value);
          return true;
        });
        start = next;
        if (writer.unsyncedBytes > BYTES_PER_SYNC) await writer.sync();
        else if (start !== null) await giveWay(timers);
      }
      writer.endBucket();
    }
    return await writer.finish();
  } catch (error) {
    fileSystem.remove(path);
    throw error;
  } finally {
    file.close();
  }
}

export interface ImportResult {
  readonly pairsCount: number;
  /** Buckets that etcd does not have; they are left out. */
  readonly unknownBuckets: readonly string[];
  readonly appliedIndex: number;
  /** CRC-32C over the keys and values of each bucket, as they were read. */
  readonly checksums: ReadonlyMap<BucketName, number>;
}

/**
 * Looks at a store that was built, and may change it, before it can take anybody's place. What it
 * throws ends the building without a trace; what it writes is durable with the rest.
 */
export type Amendment = (backend: Backend, imported: ImportResult) => void | Promise<void>;

/** A store made from a bbolt file, not yet in its place. */
export interface BuiltStore extends ImportResult {
  /** Path of the engine's file, or the content of a backend in memory. */
  readonly content: string | MemoryBackend;
  /**
   * Takes the place of the store in the directory, durably. No backend may be open on it: the
   * engine keeps its locks by path.
   */
  install(): void;
  discard(): void;
}

/**
 * Makes the bbolt file at `path` the store in `directory`, replacing the one that is there, if any.
 * No backend may be open on the directory.
 * @throws CorruptionError before anything is changed when the file is not sound.
 */
export async function importBbolt(options: ImportOptions): Promise<ImportResult> {
  const { install, discard: _, content: __, ...result } = await buildStore(options);
  install();
  return result;
}

export interface ImportOptions {
  readonly path: string;
  /** The directory member/snap. */
  readonly directory: string;
  readonly fileSystem: FileSystem;
  readonly timers: Timers;
  readonly amend?: Amendment;
}

/**
 * The slow part of an import: checks the file and builds a store from it beside the present one,
 * which may be in use meanwhile. One at a time for each directory.
 */
export async function buildStore(options: ImportOptions): Promise<BuiltStore> {
  const { directory, fileSystem, timers } = options;
  const building = join(directory, IMPORT_DIRECTORY);
  const file = fileSystem.open(options.path, "read");
  try {
    const reader = new BboltReader(file);
    const validation = validateBbolt(reader);
    while (validation.next().done !== true) await giveWay(timers);
    fileSystem.removeTree(building);
    fileSystem.makeDirectory(building);
    const { amend } = options;
    const result = await fill(reader, {
      directory: building,
      fileSystem,
      timers,
      ...(amend === undefined ? {} : { amend }),
    });
    return {
      ...result,
      content: join(building, LMDB_FILE),
      install: () => {
        fileSystem.rename({ from: join(building, LMDB_FILE), to: join(directory, LMDB_FILE) });
        fileSystem.syncDirectory(directory);
        fileSystem.removeTree(building);
      },
      discard: () => fileSystem.removeTree(building),
    };
  } catch (error) {
    fileSystem.removeTree(building);
    throw error;
  } finally {
    file.close();
  }
}

async function fill(
  reader: BboltReader,
  options: Omit<ImportOptions, "path">,
): Promise<ImportResult> {
  const { directory, fileSystem, timers } = options;
  // A failure reaches the flush that waits for it.
  const backend = LmdbBackend.open({ directory, fileSystem, timers, onFailure: () => {} });
  try {
    return await copyInto(backend, reader, options);
  } finally {
    await backend.close();
  }
}

/** The same into a backend in memory; `install` has nothing to do there. */
export async function buildInMemory(options: {
  path: string;
  fileSystem: FileSystem;
  timers: Timers;
  backend: MemoryBackend;
  amend?: Amendment;
}): Promise<BuiltStore> {
  const { path, fileSystem, timers, backend } = options;
  const file = fileSystem.open(path, "read");
  try {
    const reader = new BboltReader(file);
    const validation = validateBbolt(reader);
    while (validation.next().done !== true) await giveWay(timers);
    const result = await copyInto(backend, reader, options);
    return { ...result, content: backend, install: () => {}, discard: () => {} };
  } finally {
    file.close();
  }
}

async function copyInto(
  backend: Backend,
  reader: BboltReader,
  options: { timers: Timers; amend?: Amendment },
): Promise<ImportResult> {
  const { timers } = options;
  const checksums = new Map<BucketName, number>();
  const unknownBuckets: string[] = [];
  let pairsCount = 0;
  for (const bucket of reader.buckets()) {
    const name = bytesToUtf8(bucket.name) as BucketName;
    if (!exportedBuckets.includes(name)) {
      unknownBuckets.push(name);
      continue;
    }
    let checksum = 0;
    let start: Uint8Array | null = new Uint8Array(0);
    while (start !== null) {
      let count = 0;
      let bytes = 0;
      let next: Uint8Array | null = null;
      reader.scan(bucket, start, (key, value) => {
        if (count === PAIRS_PER_SLICE || bytes >= BYTES_PER_SLICE) {
          next = key.slice();
          return false;
        }
        count++;
        bytes += value.length;
        checksum = fastCrc32c(value, fastCrc32c(key, checksum));
        if (name === "key" && isRevisionKey(key)) {
          const isTombstone = key.length === TOMBSTONE_KEY_BYTES;
          backend.putRevision(readUint64(key, 0), readUint64(key, 9), isTombstone, value);
        } else backend.put(name, key, value);
        return true;
      });
      pairsCount += count;
      start = next;
      const isFull =
        backend.pendingOperations >= PAIRS_PER_COMMIT || backend.pendingBytes >= BYTES_PER_COMMIT;
      if (isFull) await durable(backend);
      else await giveWay(timers);
    }
    checksums.set(name, checksum);
  }
  backend.put("kvorum", originKey, originOf(reader));
  await durable(backend);
  const index = backend.get("meta", metaKeys.consistentIndex);
  const appliedIndex = index?.length === 8 ? readUint64(index, 0) : 0;
  const result = { pairsCount, unknownBuckets, appliedIndex, checksums };
  if (options.amend !== undefined) {
    await options.amend(backend, result);
    await durable(backend);
  }
  return result;
}

/** CRC-32C over the keys and values of each of etcd's buckets in a file, in slices. */
export async function databaseChecksums(
  reader: BboltReader,
  timers: Timers,
): Promise<ReadonlyMap<BucketName, number>> {
  const checksums = new Map<BucketName, number>();
  for (const bucket of reader.buckets()) {
    const name = bytesToUtf8(bucket.name) as BucketName;
    if (!exportedBuckets.includes(name)) continue;
    const scan: Scan = (start, visit) => reader.scan(bucket, start, visit);
    checksums.set(name, await checksumOf(scan, timers));
  }
  return checksums;
}

/** The buckets whose content has another checksum, in slices. */
export async function differingBuckets(
  store: Pick<Backend, "scan">,
  checksums: ReadonlyMap<BucketName, number>,
  timers: Timers,
): Promise<BucketName[]> {
  const differing: BucketName[] = [];
  for (const [name, expected] of checksums) {
    const scan: Scan = (start, visit) => store.scan(name, { start, end: null }, visit);
    if ((await checksumOf(scan, timers)) !== expected) differing.push(name);
  }
  return differing;
}

type Scan = (start: Uint8Array, visit: (key: Uint8Array, value: Uint8Array) => boolean) => void;

async function checksumOf(scan: Scan, timers: Timers): Promise<number> {
  let checksum = 0;
  let start: Uint8Array | null = new Uint8Array(0);
  while (start !== null) {
    let count = 0;
    let next: Uint8Array | null = null;
    scan(start, (key, value) => {
      if (count++ === PAIRS_PER_SLICE) {
        next = key.slice();
        return false;
      }
      checksum = fastCrc32c(value, fastCrc32c(key, checksum));
      return true;
    });
    start = next;
    await giveWay(timers);
  }
  return checksum;
}

/** In bucket `kvorum`: which state of which file the store was made from. */
const originKey = utf8ToBytes("origin");

function originOf(reader: BboltReader): Uint8Array {
  const { txid, rootId, highWaterMark, pageBytes } = reader.meta;
  // Files that this package wrote all have one transaction number, so what they hold counts too.
  let state = 0;
  for (const bucket of reader.buckets()) {
    if (bytesToUtf8(bucket.name) !== "meta") continue;
    reader.scan(bucket, new Uint8Array(0), (key, value) => {
      state = fastCrc32c(value, fastCrc32c(key, state));
      return true;
    });
  }
  return utf8ToBytes(JSON.stringify({ txid, rootId, highWaterMark, pageBytes, state }));
}

/** Whether the store was made from the bbolt file at `path` as it is now. */
export function isMadeFrom(backend: Backend, fileSystem: FileSystem, path: string): boolean {
  const file = fileSystem.open(path, "read");
  try {
    const origin = backend.get("kvorum", originKey)?.slice();
    return origin !== undefined && equalBytes(origin, originOf(new BboltReader(file)));
  } finally {
    file.close();
  }
}

function durable(backend: Backend): Promise<void> {
  return new Promise((resolve, reject) => {
    backend.flush((error) => (error === null ? resolve() : reject(error)));
  });
}

function giveWay(timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    timers.soon(resolve);
  });
}
