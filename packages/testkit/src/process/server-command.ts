/**
 * Which program plays the member: Kvorum, as built in this repository, or the reference server of
 * the machine. Both take etcd's flags. The tests of Kvorum can be proved against the reference by
 * setting KVORUM_TEST_SERVER=reference (or to the path of any etcd-like program).
 */

import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { findProgram } from "./programs.ts";
import { repositoryRoot } from "./shared-files.ts";

export interface ServerCommand {
  /** Short name for messages and tables. */
  readonly label: string;
  /** Program and leading arguments; etcd's flags follow. */
  readonly argv: readonly [string, ...string[]];
  /** True for Kvorum: 3.7.1 behaviour, damage reports that name file and offset. */
  readonly isKvorum: boolean;
}

/** The Debian etcd on PATH, or null. */
export function referenceServer(): ServerCommand | null {
  const path = findProgram("etcd");
  if (path === null || isInside(path, repositoryRoot)) return null;
  return { label: "etcd", argv: [path], isKvorum: false };
}

/** Kvorum's own member as users start it, or null while `packages/server` is not built. */
export function kvorumServer(): ServerCommand | null {
  if (!existsSync(join(repositoryRoot, "packages/server/dist/main.js"))) return null;
  return { label: "kvorum", argv: [join(repositoryRoot, "bin/etcd")], isKvorum: true };
}

/** The server that integration tests examine, or the reason why there is none. */
export function serverUnderTest(): ServerCommand | string {
  const wanted = process.env["KVORUM_TEST_SERVER"] ?? "";
  if (wanted === "") {
    return kvorumServer() ?? "packages/server is not built (packages/server/dist/main.js)";
  }
  if (wanted === "reference") return referenceServer() ?? "not on PATH: etcd";
  const path = findProgram(wanted);
  if (path === null) return `KVORUM_TEST_SERVER: no program ${wanted}`;
  return { label: basename(path), argv: [path], isKvorum: false };
}

function isInside(path: string, directory: string): boolean {
  return path.startsWith(`${directory}/`);
}
