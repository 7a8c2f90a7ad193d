import type { Run } from "../command.ts";
import { CommandError, ExitCode } from "../exit.ts";

/** A command that is named and described, and says that it cannot be used yet. */
export function notAvailable(name: string): Run {
  return () =>
    Promise.reject(new CommandError(ExitCode.Error, `the ${name} command is not available yet`));
}
