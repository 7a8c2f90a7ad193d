import { type CommandCall, CommandError, ExitCode } from "@kvorum/command-line";

/** A command of etcdutl that this release does not have. */
export async function run(call: CommandCall): Promise<number> {
  const name = call.path.map((command) => command.name).join(" ");
  throw new CommandError(ExitCode.Error, `${name} is not part of this release yet`);
}
