/**
 * The store as one bbolt file, for a follower that lags too far behind and for whoever saves a
 * snapshot: what the last commit holds, written to a temporary file beside the store in slices
 * while the member goes on. Everything that is said about it comes from the same view.
 */

import { join } from "node:path";
import type { Timers } from "@kvorum/base";
import { assert } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import { exportBbolt, metaKeys, readUint64 } from "@kvorum/storage";
import { decodeConfState, type MembershipState, readMembership } from "@kvorum/store";
import type { Disk } from "./disk.ts";

export interface ExportedDatabase {
  readonly index: number;
  readonly term: number;
  readonly confState: raftpb.ConfState;
  readonly membership: MembershipState;
  readonly sizeBytes: number;
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
  const { fileSystem, directory, backend } = disk;
  const view = await new Promise<ReturnType<typeof backend.openView>>((resolve, reject) => {
    backend.flush((error) => {
      if (error !== null) reject(error);
      else resolve(backend.openView());
    });
  });
  const path = join(directory.snapDirectory, `tmp-export-${++exportsCount}`);
  try {
    // What the view gives is valid until the next call only.
    const termBytes = view.get("meta", metaKeys.term);
    const term = termBytes === undefined ? 0 : readUint64(termBytes, 0);
    const confState = view.get("meta", metaKeys.confState);
    assert(confState !== undefined, "the database holds no configuration");
    const { voters, learners } = decodeConfState(confState);
    const membership = readMembership(view);
    const sizeBytes = await exportBbolt({ view, fileSystem, path, timers: ports.timers });
    const file = fileSystem.open(path, "read");
    return {
      index: view.appliedIndex,
      term,
      confState: {
        ...raftpb.createConfState(),
        voters: [...voters],
        learners: [...learners],
      },
      membership,
      sizeBytes,
      read: (offset, length) => file.read(offset, length),
      close: () => {
        file.close();
        fileSystem.remove(path);
      },
    };
  } finally {
    view.close();
  }
}
