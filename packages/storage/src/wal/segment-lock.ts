/** The lock on a log segment: of the kind that a Go member takes, so either keeps the other out. */

import { StorageError } from "../errors.ts";
import type { OpenFile } from "../file-system.ts";

/** @throws StorageError `locked`. Closing the file gives the lock back. */
export function lockOrThrow(file: OpenFile): void {
  if (!file.lock()) {
    throw new StorageError("locked", {
      action: "lock (is another member running on this directory?)",
      path: file.path,
    });
  }
}
