/**
 * What the simulator sets in the log of every member and production does not: the size of a
 * segment, and the clock that measures syncs. Both are options of the log that members leave at
 * their defaults.
 */

import { Wal } from "@kvorum/storage";
import { ProcessFileSystem } from "./disk.ts";

type CreateOptions = Parameters<typeof Wal.create>[0];
type OpenOptions = Parameters<typeof Wal.open>[0];

/** Sets them for all logs opened from now on; returns what undoes it. */
export function setWalDefaults(segmentBytes: number): () => void {
  const { create, open } = Wal;
  const withDefaults = <T extends CreateOptions | OpenOptions>(options: T): T => {
    const { fileSystem } = options;
    if (!(fileSystem instanceof ProcessFileSystem)) return options;
    return { ...options, segmentBytes, nowMs: () => fileSystem.nowMs() };
  };
  Wal.create = (options) => create.call(Wal, withDefaults(options));
  Wal.open = (options) => open.call(Wal, withDefaults(options));
  return () => {
    Wal.create = create;
    Wal.open = open;
  };
}
