/** Where tests find the recorded outputs of etcd 3.7.1. Only tests import this. */

import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The path of a recording, in `shared/golden` beside the repository; null where it is missing. */
export function goldenFile(name: string): string | null {
  let directory = path.dirname(fileURLToPath(import.meta.url));
  while (path.dirname(directory) !== directory) {
    const candidate = path.join(path.dirname(directory), "shared", "golden", name);
    if (existsSync(path.join(directory, "biome.json")) && existsSync(candidate)) return candidate;
    directory = path.dirname(directory);
  }
  return null;
}
