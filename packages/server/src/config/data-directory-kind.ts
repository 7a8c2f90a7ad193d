/**
 * What a data directory holds at its top, looked at before anything is opened or bound. Server
 * flags, section 8.4. The member's own part, `member/`, is the storage's matter.
 */

import { readdirSync } from "node:fs";
import type { Logger } from "../logging/logger.ts";
import { goErrorText } from "../logging/system-error.ts";

const MEMBER = "member";
const PROXY = "proxy";

export interface DirectoryRefusal {
  readonly text: string;
  /** etcd panics where only a proxy lived. */
  readonly exitCode: 1 | 2;
}

/**
 * Why no member can start here, or null. Files that do not belong here are warned of.
 * @throws Error when the directory cannot be read; it need not exist.
 */
export function dataDirectoryRefusal(directory: string, logger: Logger): DirectoryRefusal | null {
  let names: readonly string[];
  try {
    names = readdirSync(directory).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new Error(`cannot access data directory: ${goErrorText(error)}`, { cause: error });
  }
  for (const filename of names) {
    if (filename === MEMBER || filename === PROXY) continue;
    logger.warn("found invalid file under data directory", { filename, "data-dir": directory });
  }
  if (!names.includes(PROXY)) return null;
  return names.includes(MEMBER)
    ? { text: "invalid datadir; both member and proxy directories exist", exitCode: 1 }
    : { text: "v2 http proxy has already been deprecated in 3.6", exitCode: 2 };
}
