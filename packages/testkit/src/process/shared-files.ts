/**
 * Files beside the repository that tests read but never copy: recorded outputs of etcd 3.7.1 and
 * other peers' test data. They lie in `../shared` next to the repository root; whoever has only
 * the repository skips those tests.
 */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The directory that holds the workspaces' package.json. */
export const repositoryRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)));

/** The path of a shared file or directory, or null when it is not there. */
export function sharedPath(relative: string): string | null {
  const path = join(repositoryRoot, "..", "shared", relative);
  return existsSync(path) ? path : null;
}

/** The value of a test's `skip` option for a test that reads these shared files. */
export function skipWithoutShared(...relatives: readonly string[]): string | false {
  const missing = relatives.filter((relative) => sharedPath(relative) === null);
  return missing.length === 0 ? false : `shared files missing: ${missing.join(", ")}`;
}

/** The records of a file with one JSON value in each line, such as `golden/x.jsonl`. */
export function readSharedJsonLines(relative: string): unknown[] {
  const path = sharedPath(relative);
  if (path === null) throw new Error(`no shared file ${relative}`);
  const records: unknown[] = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line.trim() !== "") records.push(JSON.parse(line));
  }
  return records;
}

function findRoot(start: string): string {
  let directory = start;
  for (;;) {
    const manifest = join(directory, "package.json");
    if (existsSync(manifest)) {
      const parsed: unknown = JSON.parse(readFileSync(manifest, "utf8"));
      if (typeof parsed === "object" && parsed !== null && "workspaces" in parsed) return directory;
    }
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`no workspace root above ${start}`);
    directory = parent;
  }
}
