/** Finds script files on disk; only tests import this. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface ScriptFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** The scripts of this package. */
export const ownFolder = fileURLToPath(new URL("../../testdata", import.meta.url));

/** Upstream's scripts, beside the repository; null where they are missing. */
export function upstreamFolder(): string | null {
  const folder = fileURLToPath(new URL("../../../../../shared/raft-testdata", import.meta.url));
  return existsSync(folder) ? folder : null;
}

/** The scripts in a folder by name, without hidden and backup files. */
export function scriptsIn(folder: string): ScriptFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".txt") && !name.startsWith("."))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      return { name, path, text: readFileSync(path, "utf8") };
    });
}
