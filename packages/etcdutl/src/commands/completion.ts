import {
  type CommandCall,
  completionScripts,
  findCommand,
  helpFlag,
  quoteText,
} from "@kvorum/command-line";

import { FrameworkError, requireArguments } from "../framework-error.ts";
import { globalFlags } from "../global-flags.ts";

/** "No file names", in the numbers of the completion protocol. */
const NO_FILES = 4;
const DEFAULT = 0;

/** `completion <shell>`: etcdctl's scripts under our name. */
export async function run(call: CommandCall): Promise<number> {
  requireArguments(call, 1);
  const script = completionScripts.get(call.args[0]!);
  if (script === undefined) {
    throw new FrameworkError(
      `invalid argument ${quoteText(call.args[0]!)} for "etcdutl completion"`,
    );
  }
  call.terminal.writeOut(script.replaceAll("etcdctl", "etcdutl"));
  return 0;
}

/** `__complete <word...>`: what the last word, unfinished, may become. */
export async function complete(call: CommandCall): Promise<number> {
  const current = call.args[call.args.length - 1] ?? "";
  const known = [...globalFlags, helpFlag];
  const { path } = findCommand(call.path[0], call.args.slice(0, -1), () => known);
  const command = path[path.length - 1]!;
  const candidates = current.startsWith("-")
    ? [...(command.flags ?? []), ...known].map(({ name, usage }) => [`--${name}`, usage] as const)
    : (command.subcommands ?? [])
        .filter(({ isHidden }) => isHidden !== true)
        .map(({ name, summary }) => [name, summary] as const);
  const lines = candidates
    .filter(([name]) => name.startsWith(current))
    .map(([name, summary]) => `${name}\t${summary}`);
  const directive = command.subcommands === undefined ? DEFAULT : NO_FILES;
  call.terminal.writeOut(`${[...lines, `:${directive}`].join("\n")}\n`);
  return 0;
}
