/**
 * How a member gets its backend: by opening the store in a directory, and by building another one
 * from a bbolt file that takes its place. The member sees only this, so that the simulator can
 * give it a backend in memory.
 */

import { endianness } from "node:os";
import { join } from "node:path";
import { assert, CorruptionError, type Timers } from "@kvorum/base";
import { type Amendment, type BuiltStore, buildStore } from "../bbolt/exchange.ts";
import type { FileSystem } from "../file-system.ts";
import type { Backend, BackendView } from "./backend-port.ts";
import { readUint64 } from "./buckets.ts";
import { LMDB_FILE, LmdbBackend } from "./lmdb-backend.ts";
import { LmdbEngine } from "./lmdb-engine.ts";
import { checkLmdbFile } from "./lmdb-file.ts";
import { metaKeys } from "./meta-keys.ts";

export interface BackendEngine {
  /** Opens the store in the directory member/snap, or makes an empty one. */
  open(options: { directory: string; onFailure: (error: unknown) => void }): Backend;
  /**
   * Builds a store from the bbolt file at `path`, beside the one in `directory`, which may be open
   * meanwhile; `install` needs it closed. `amend` may change the store before it is
   * done. Rejects with CorruptionError where the file is not sound.
   */
  build(options: { path: string; directory: string; amend?: Amendment }): Promise<BuiltStore>;
  /** Copies in the engine's own format, where it has one. */
  readonly copies?: StoreCopies;
}

/**
 * A whole store as one file of the engine: much cheaper to write and to take than a bbolt file, and
 * with the key index's checkpoint, but only for members of the same kind on the same machine type.
 */
export interface StoreCopies {
  /** Names the format, machine included. */
  readonly format: string;
  /**
   * Commits and writes the backend, which must be of this engine, to `path`, not synced; resolves
   * with a view of just that content. Rejects with a StorageError and leaves no file.
   */
  write(backend: Backend, path: string): Promise<BackendView>;
  /**
   * Takes a copy at `path` as a built store: `install` and `discard` move and remove the file
   * itself. Rejects with a CorruptionError where it is none.
   */
  take(options: { path: string; directory: string }): Promise<BuiltStore>;
}

const INDEX_BYTES = 8;
const LOCK_SUFFIX = "-lock";
/** LMDB's files are as the machine's memory is. */
const LMDB_COPY_FORMAT = `lmdb-1-${endianness()}64`;

/** The engine of members on disk. */
export function lmdbEngine(ports: { fileSystem: FileSystem; timers: Timers }): BackendEngine {
  return {
    open: ({ directory, onFailure }) => LmdbBackend.open({ ...ports, directory, onFailure }),
    build: (options) => buildStore({ ...ports, ...options }),
    copies: lmdbCopies(ports.fileSystem),
  };
}

function lmdbCopies(fileSystem: FileSystem): StoreCopies {
  return {
    format: LMDB_COPY_FORMAT,
    write: (backend, path) => {
      assert(backend instanceof LmdbBackend, "the backend is of another engine");
      return backend.copy(path);
    },
    take: async ({ path, directory }) => {
      if ((fileSystem.status(path)?.sizeBytes ?? 0) === 0) {
        throw new CorruptionError("the copy of a store is empty", { file: path, offset: 0 });
      }
      checkLmdbFile(fileSystem, path);
      const appliedIndex = await appliedIndexOf(path);
      fileSystem.remove(path + LOCK_SUFFIX);
      return {
        content: path,
        appliedIndex,
        pairsCount: 0,
        unknownBuckets: [],
        checksums: new Map(),
        install: () => {
          fileSystem.rename({ from: path, to: join(directory, LMDB_FILE) });
          fileSystem.syncDirectory(directory);
        },
        discard: () => fileSystem.remove(path),
      };
    },
  };
}

async function appliedIndexOf(path: string): Promise<number> {
  let engine: LmdbEngine;
  try {
    engine = new LmdbEngine({ path });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CorruptionError(`the copy of a store cannot be opened: ${reason}`, {
      file: path,
      offset: -1,
    });
  }
  try {
    const index = engine.get("meta", metaKeys.consistentIndex, null);
    if (index === undefined || index.length < INDEX_BYTES) {
      throw new CorruptionError("the copy of a store holds no index", { file: path, offset: -1 });
    }
    return readUint64(index, 0);
  } finally {
    await engine.close();
  }
}
