/**
 * The programs that play the members of a cluster. Tests name them "go" (the etcd on PATH) and
 * "kvorum", so that the same test runs with all of one kind and with any mixture; where a kind is
 * missing, or cannot do it yet, the test skips with the reason.
 */

import { kvorumServer, referenceServer, type ServerCommand } from "../process/server-command.ts";

export type ProgramKind = "go" | "kvorum";

/** False while the built server founds clusters of one member only. */
const KVORUM_RUNS_CLUSTERS = true;

/** The program of this kind, or the reason why there is none. */
export function clusterProgram(kind: ProgramKind): ServerCommand | string {
  if (kind === "go") return referenceServer() ?? "not on PATH: etcd";
  if (!KVORUM_RUNS_CLUSTERS) return "kvorum does not run clusters of several members yet";
  return kvorumServer() ?? "packages/server is not built (packages/server/dist/main.js)";
}

/**
 * The kinds that a test examines: as given, or the reference alone where KVORUM_TEST_SERVER says
 * so, which proves the test.
 */
export function kindsUnderTest(kinds: readonly ProgramKind[]): readonly ProgramKind[] {
  return process.env["KVORUM_TEST_SERVER"] === "reference" ? kinds.map(() => "go") : kinds;
}

/** One program for each kind. @throws Error with the reason when one is missing */
export function clusterPrograms(kinds: readonly ProgramKind[]): ServerCommand[] {
  return kinds.map((kind) => {
    const program = clusterProgram(kind);
    if (typeof program === "string") throw new Error(program);
    return program;
  });
}

/** The value of a test's `skip` option for a test that needs these kinds. */
export function skipWithoutPrograms(kinds: readonly ProgramKind[]): string | false {
  for (const kind of kinds) {
    const program = clusterProgram(kind);
    if (typeof program === "string") return program;
  }
  return false;
}
