/** Real directories and turns of the event loop, for the tests of engines that want a real disk. */

import * as fs from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { Timers } from "@kvorum/base";

/** A function that makes directories, which go when the tests of the file are over. */
export function temporaryDirectories(name: string): () => string {
  const directories: string[] = [];
  after(() => {
    for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
  });
  return () => {
    const directory = fs.mkdtempSync(join(os.tmpdir(), `kvorum-${name}-`));
    directories.push(directory);
    return directory;
  };
}

/** Timers of code that only ever gives way; one that waits for time would wait for ever. */
export const turnTimers: Timers = {
  after: () => ({ cancel: () => {} }),
  soon: (callback) => {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  },
};
