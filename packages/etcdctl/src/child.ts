/** How a program that a command started came to its end, in the words that Go uses. */

import { constants } from "node:os";
import type { ChildResult } from "@kvorum/command-line";

const SIGNAL_NAMES: { readonly [signal: string]: string } = {
  SIGABRT: "aborted",
  SIGALRM: "alarm clock",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGQUIT: "quit",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
};

/** Null when the program ended well. */
export function childProblem(result: ChildResult): string | null {
  if (result.startError !== null) return result.startError;
  if (result.signal !== null) {
    const number = (constants.signals as { readonly [name: string]: number })[result.signal];
    return `signal: ${SIGNAL_NAMES[result.signal] ?? `signal ${number ?? result.signal}`}`;
  }
  return result.code === 0 ? null : `exit status ${result.code}`;
}

/** The environment for a child: ours and more. Names given twice keep what `winner` says. */
export function childEnvironment(
  own: {
    readonly env: { readonly [name: string]: string | undefined };
    readonly envNames: readonly string[];
  },
  added: { readonly [name: string]: string },
  winner: "own" | "added",
): { readonly [name: string]: string } {
  const result: { [name: string]: string } = {};
  for (const name of own.envNames) result[name] = own.env[name] ?? "";
  for (const [name, value] of Object.entries(added)) {
    if (winner === "added" || result[name] === undefined) result[name] = value;
  }
  return result;
}
