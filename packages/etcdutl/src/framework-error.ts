/**
 * Errors of the command line itself, as against those of a command's work: etcdutl prints them
 * twice, around the usage (the offline tools' specification, section 1).
 */

import type { CommandCall } from "@kvorum/command-line";

export class FrameworkError extends Error {
  override readonly name = "FrameworkError";
}

/** @throws FrameworkError where one of the flags was not given. */
export function requireFlags(call: CommandCall, names: readonly string[]): void {
  const missing = names.filter((name) => !call.flags.isChanged(name));
  if (missing.length === 0) return;
  const list = missing.map((name) => `"${name}"`).join(", ");
  throw new FrameworkError(`required flag(s) ${list} not set`);
}

/** @throws FrameworkError unless there are exactly `count` positionals. */
export function requireArguments(call: CommandCall, count: number): void {
  if (call.args.length === count) return;
  throw new FrameworkError(`accepts ${count} arg(s), received ${call.args.length}`);
}
