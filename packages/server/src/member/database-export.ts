/**
 * The store as one file, for a follower that lags too far behind and for whoever saves a
 * snapshot: what the last commit holds, written to a temporary file beside the store while the
 * member goes on: a bbolt file in slices, or a copy in the engine's own format. Everything that is
 * said about it comes from the same view.
 */

import { join } from "node:path";
import type { Timers } from "@kvorum/base";
import { assert } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import {
  type BackendView,
  exportBbolt,
  metaKeys,
  readUint64,
  type StoreCopies,
} from "@kvorum/storage";
import { decodeConfState, type MembershipState, readMembership } from "@kvorum/store";
import type { Disk } from "./disk.ts";

export interface ExportedDatabase {
  readonly index: number;
  readonly term: number;
  readonly confState: raftpb.ConfState;
  readonly membership: MembershipState;
  readonly sizeBytes: number;
  /** Absent: bbolt. */
  readonly format?: string;
  read(offset: number, length: number): Uint8Array;
  /** Removes the file. */
  close(): void;
}

let exportsCount = 0;

/** Commits first, so that everything applied by now is in it. Rejects with a StorageError. */
export async function exportDatabase(
  disk: Disk,
  ports: { readonly timers: Timers },
): Promise<ExportedDatabase> {
  const { fileSystem, backend } = disk;
  const view = await new Promise<BackendView>((resolve, reject) => {
    backend.flush((error) => {
      if (error !== null) reject(error);
      else resolve(backend.openView());
    });
  });
  const path = temporaryPath(disk);
  try {
    const sizeBytes = await exportBbolt({ view, fileSystem, path, timers: ports.timers });
    return describe(disk, view, { path, sizeBytes });
  } finally {
    view.close();
  }
}

/** The same as a copy in the engine's own format, for members of the same kind. */
export async function copyDatabase(disk: Disk, copies: StoreCopies): Promise<ExportedDatabase> {
  const path = temporaryPath(disk);
  const view = await copies.write(disk.backend, path);
  try {
    const { sizeBytes } = disk.fileSystem.status(path)!;
    return { ...describe(disk, view, { path, sizeBytes }), format: copies.format };
  } finally {
    view.close();
  }
}

function temporaryPath({ directory }: Disk): string {
  return join(directory.snapDirectory, `tmp-export-${++exportsCount}`);
}

function describe(
  { fileSystem }: Disk,
  view: BackendView,
  written: { readonly path: string; readonly sizeBytes: number },
): ExportedDatabase {
  const { path, sizeBytes } = written;
  const term = view.get("meta", metaKeys.term)?.slice();
  const confState = view.get("meta", metaKeys.confState);
  assert(confState !== undefined, "the database holds no configuration");
  const { voters, learners } = decodeConfState(confState);
  const membership = readMembership(view);
  const file = fileSystem.open(path, "read");
  return {
    index: view.appliedIndex,
    term: term === undefined ? 0 : readUint64(term, 0),
    confState: { ...raftpb.createConfState(), voters: [...voters], learners: [...learners] },
    membership,
    sizeBytes,
    read: (offset, length) => file.read(offset, length),
    close: () => {
      file.close();
      fileSystem.remove(path);
    },
  };
}
