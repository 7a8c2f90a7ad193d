/**
 * The database of a Go member becomes ours: member/snap/db is imported into our store and then
 * renamed to `db.imported`, so that nobody takes it for the member's state again. It is never
 * written to, and its content stays whole under the new name.
 *
 * A crash leaves either the database alone or the finished store beside it; the mark that an import
 * leaves in the store tells which file it came from, and the next start only renames.
 */

import { join } from "node:path";
import { CorruptionError, type Timers } from "@kvorum/base";
import type { BackendEngine } from "../backend/engine.ts";
import { BBOLT_FILE } from "../data-directory.ts";
import { StorageError } from "../errors.ts";
import type { FileSystem } from "../file-system.ts";
import { type Amendment, differingBuckets, type ImportResult, isMadeFrom } from "./exchange.ts";

export interface TakeOverOptions {
  /** The directory member/snap. */
  readonly directory: string;
  readonly fileSystem: FileSystem;
  readonly timers: Timers;
  readonly engine: BackendEngine;
  /** The file to import in place of `db`: a received database that was to replace it. */
  readonly source?: string;
  /** Runs when the new store holds what the file held. */
  readonly amend?: Amendment;
}

/**
 * Imports `db` and retires it. Nobody may have it open for writing, and no backend may be open on
 * the directory.
 * @throws CorruptionError where the file is not sound; StorageError `unusable` where it holds
 * buckets that etcd does not have. Nothing is changed then.
 */
export async function takeOverDatabase(options: TakeOverOptions): Promise<ImportResult> {
  const { directory, fileSystem, timers, engine, amend } = options;
  const path = options.source ?? join(directory, BBOLT_FILE);
  const built = await engine.build({
    path,
    directory,
    amend: async (backend, imported) => {
      const { unknownBuckets } = imported;
      if (unknownBuckets.length > 0) {
        throw new StorageError("unusable", {
          action: "take over",
          path,
          cause: new Error(`unknown buckets ${unknownBuckets.join(", ")}`),
        });
      }
      const differing = await differingBuckets(backend, imported.checksums, timers);
      if (differing.length > 0) {
        const what = `the copy of ${differing.join(", ")} does not hold what the file holds`;
        throw new CorruptionError(what, { file: path, offset: -1 });
      }
      await amend?.(backend, imported);
    },
  });
  built.install();
  retireDatabase(fileSystem, directory);
  return built;
}

/**
 * Ends a take-over that a crash interrupted behind the import.
 * @throws StorageError `unusable` when our store did not come from the files that are there.
 */
export async function finishTakeOver(
  options: Pick<TakeOverOptions, "directory" | "fileSystem" | "engine"> & {
    /** Files besides `db` that the store may have been made from. */
    readonly otherSources: readonly string[];
  },
): Promise<void> {
  const { directory, fileSystem, engine, otherSources } = options;
  const sources = [join(directory, BBOLT_FILE), ...otherSources];
  const backend = engine.open({ directory, onFailure: () => {} });
  let isOurs: boolean;
  try {
    isOurs = sources.some((path) => isMadeFrom(backend, fileSystem, path));
  } finally {
    await backend.close();
  }
  if (!isOurs) {
    throw new StorageError("unusable", {
      action: `tell which store counts: our own and a Go member's ${BBOLT_FILE} are both in`,
      path: directory,
    });
  }
  retireDatabase(fileSystem, directory);
}

function retireDatabase(fileSystem: FileSystem, directory: string): void {
  const path = join(directory, BBOLT_FILE);
  fileSystem.rename({ from: path, to: `${path}.imported` });
  fileSystem.syncDirectory(directory);
}
