import { type CommandCall, commandHelp, findCommand, helpFlag } from "@kvorum/command-line";
import { globalFlags } from "../global-flags.ts";

/** `help [command...]` */
export async function run(call: CommandCall): Promise<number> {
  const { path, words } = findCommand(call.path[0], call.args, () => [...globalFlags, helpFlag]);
  if (path.length === 1 && words.length > 0) {
    call.terminal.writeError(`Unknown help topic \`${call.args.join(" ")}\`\n`);
  }
  call.terminal.writeOut(commandHelp(path));
  return 0;
}
