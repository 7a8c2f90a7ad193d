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
import { bytesToUtf8, type Timers, utf8ToBytes } from "@kvorum/base";
import type { BackendView } from "../backend/backend-port.ts";
import { type BucketName, bucketNames, isRevisionKey, readUint64 } from "../backend/buckets.ts";
import { LMDB_FILE, LmdbBackend } from "../backend/lmdb-backend.ts";
import type { StorageError } from "../errors.ts";
import type { FileSystem } from "../file-system.ts";
import { BboltReader } from "./reader.ts";
import { validateBbolt } from "./validator.ts";
import { BboltWriter } from "./writer.ts";

/** Begins with `tmp`, so that every start removes what an interrupted import left. */
const IMPORT_DIRECTORY = "tmp-import";
/** A slice of an export ends at the first of these. */
const PAIRS_PER_SLICE = 1000;
const BYTES_PER_SLICE = 1 << 20;
/** And a transaction of an import. */
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
        if (start !== null) await giveWay(timers);
      }
      writer.endBucket();
    }
    return writer.finish();
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
}

/**
 * Makes the bbolt file at `path` the store in `directory`, replacing the one that is there, if any.
 * No backend may be open on the directory.
 * @throws CorruptionError before anything is changed when the file is not sound.
 */
export async function importBbolt(options: {
  path: string;
  directory: string;
  fileSystem: FileSystem;
  timers: Timers;
}): Promise<ImportResult> {
  const { fileSystem, timers } = options;
  const file = fileSystem.open(options.path, "read");
  const building = join(options.directory, IMPORT_DIRECTORY);
  try {
    const reader = new BboltReader(file);
    const validation = validateBbolt(reader);
    while (validation.next().done !== true) await giveWay(timers);
    fileSystem.removeTree(building);
    fileSystem.makeDirectory(building);
    let failure: StorageError | null = null;
    const backend = LmdbBackend.open({
      directory: building,
      fileSystem,
      timers,
      onFailure: (error) => {
        failure = error;
      },
    });
    const unknownBuckets: string[] = [];
    let pairsCount = 0;
    try {
      for (const bucket of reader.buckets()) {
        const name = bytesToUtf8(bucket.name) as BucketName;
        if (!exportedBuckets.includes(name)) {
          unknownBuckets.push(name);
          continue;
        }
        let start: Uint8Array | null = new Uint8Array(0);
        while (start !== null) {
          let count = 0;
          let bytes = 0;
          let next: Uint8Array | null = null;
          reader.scan(bucket, start, (key, value) => {
            if (count === PAIRS_PER_COMMIT || bytes >= BYTES_PER_COMMIT) {
              next = key.slice();
              return false;
            }
            count++;
            bytes += value.length;
            if (name === "key" && isRevisionKey(key)) {
              const isTombstone = key.length === 18;
              backend.putRevision(readUint64(key, 0), readUint64(key, 9), isTombstone, value);
            } else backend.put(name, key, value);
            return true;
          });
          pairsCount += count;
          start = next;
          await durable(backend);
        }
      }
      const index = backend.get("meta", utf8ToBytes("consistent_index"));
      const appliedIndex = index?.length === 8 ? readUint64(index, 0) : 0;
      await backend.close();
      if (failure !== null) throw failure;
      fileSystem.rename({
        from: join(building, LMDB_FILE),
        to: join(options.directory, LMDB_FILE),
      });
      fileSystem.syncDirectory(options.directory);
      return { pairsCount, unknownBuckets, appliedIndex };
    } catch (error) {
      await backend.close();
      throw error;
    }
  } finally {
    file.close();
    fileSystem.removeTree(building);
  }
}

function durable(backend: LmdbBackend): Promise<void> {
  return new Promise((resolve, reject) => {
    backend.flush((error) => (error === null ? resolve() : reject(error)));
  });
}

function giveWay(timers: Timers): Promise<void> {
  return new Promise((resolve) => {
    timers.soon(resolve);
  });
}
