import {
  type CommandCall,
  completionScripts,
  findCommand,
  helpFlag,
  quoteText,
  usageText,
} from "@kvorum/command-line";
import { globalFlags } from "../global-flags.ts";

/** "No file names", in the numbers of the completion protocol. */
const NO_FILES = 4;
const DEFAULT = 0;

/** `completion <shell>` */
export async function run(call: CommandCall): Promise<number> {
  const { args, terminal } = call;
  const script = completionScripts.get(args[0] ?? "");
  if (args.length === 1 && script !== undefined) {
    terminal.writeOut(script);
    return 0;
  }
  const problem =
    args.length === 1
      ? `invalid argument ${quoteText(args[0]!)} for "etcdctl completion"`
      : `accepts 1 arg(s), received ${args.length}`;
  terminal.writeError(`Error: ${problem}\n${usageText(call.path)}\n`);
  return 1;
}

/** `__complete <word...>`: what the last word, unfinished, may become. */
export async function complete(call: CommandCall): Promise<number> {
  const current = call.args[call.args.length - 1] ?? "";
  const { path } = findCommand(call.path[0], call.args.slice(0, -1), (levels) => [
    ...globalFlags,
    helpFlag,
    ...levels.flatMap((level) => level.groupFlags ?? []),
  ]);
  const command = path[path.length - 1]!;
  const lines: string[] = [];
  if (current.startsWith("-")) {
    const flags = [
      ...(command.flags ?? []),
      ...path.flatMap((level) => level.groupFlags ?? []),
      ...globalFlags,
      helpFlag,
    ];
    for (const { name, usage } of flags) {
      if (`--${name}`.startsWith(current)) lines.push(`--${name}\t${usage}`);
    }
  } else {
    for (const sub of command.subcommands ?? []) {
      if (sub.isHidden !== true && sub.name.startsWith(current)) {
        lines.push(`${sub.name}\t${sub.summary}`);
      }
    }
  }
  const directive = command.subcommands === undefined ? DEFAULT : NO_FILES;
  call.terminal.writeOut(`${[...lines, `:${directive}`].join("\n")}\n`);
  return 0;
}
