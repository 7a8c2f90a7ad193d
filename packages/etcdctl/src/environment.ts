/**
 * Flags from the environment: `ETCDCTL_` and the flag's name in capitals. A flag that is given
 * both ways is an error; a value that does not parse is dropped without a word and leaves the
 * type's zero value (the etcdctl specification, section 3).
 */

import {
  type CommandCall,
  CommandError,
  ExitCode,
  type FlagSpec,
  ValueError,
} from "@kvorum/command-line";
import { logLine } from "./log-line.ts";

const PREFIX = "ETCDCTL_";
/** Chooses between the tools of the v3 and v2 API; older scripts set it. */
export const API_VARIABLE = "ETCDCTL_API";

export function variableName(flag: FlagSpec): string {
  return PREFIX + flag.name.toUpperCase().replaceAll("-", "_");
}

/** @throws CommandError without a message of its own when a flag is given twice: it is logged. */
export function applyEnvironment(call: CommandCall, knownVariables: readonly string[] = []): void {
  const { flags, terminal } = call;
  const used = new Set<string>([API_VARIABLE]);
  const shadowed = new Set<string>();
  for (const flag of call.inheritedFlags) {
    const name = variableName(flag);
    if (flags.isChanged(flag.name)) {
      shadowed.add(name);
      continue;
    }
    const value = terminal.env[name];
    if (value === undefined || value === "") continue;
    used.add(name);
    try {
      flags.set(flag, value);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
    }
  }
  for (const name of knownVariables) if (terminal.env[name]) used.add(name);
  for (const name of terminal.envNames) {
    if (!name.startsWith(PREFIX) || used.has(name)) continue;
    if (shadowed.has(name)) {
      terminal.writeError(
        logLine(terminal, {
          level: "fatal",
          caller: "etcdctl/environment.ts",
          message:
            "conflicting environment variable is shadowed by corresponding command-line flag (either unset environment variable or disable flag))",
          fields: { "environment-variable": name },
        }),
      );
      throw new CommandError(ExitCode.Error, "");
    }
    terminal.writeError(
      logLine(terminal, {
        level: "warn",
        caller: "etcdctl/environment.ts",
        message: "unrecognized environment variable",
        fields: { "environment-variable": `${name}=${terminal.env[name] ?? ""}` },
      }),
    );
  }
}
