/**
 * One run of etcdctl, from words to an exit code: which command, which flags, help or errors. It
 * knows the process only through its terminal.
 */

import {
  type Command,
  type CommandCall,
  CommandError,
  ExitCode,
  FlagError,
  FlagSet,
  findCommand,
  firstPositional,
  helpFlag,
  helpText,
  quoteText,
  suggestions,
  type Terminal,
  usageText,
} from "@kvorum/command-line";
import { root } from "./command-table.ts";
import { API_VARIABLE } from "./environment.ts";
import { globalFlags } from "./global-flags.ts";

/** Never throws for what a user can do wrong. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const apiVersion = terminal.env[API_VARIABLE] ?? "";
  if (apiVersion !== "" && apiVersion !== "3") {
    terminal.writeError(
      apiVersion === "2"
        ? "Error: the tool for the v2 API is not available yet; unset ETCDCTL_API or set it to 3\n"
        : `unsupported API version ${apiVersion}\n`,
    );
    return ExitCode.Error;
  }
  const { path, words: rest } = findCommand(root, words, flagsOf);
  const command = path[path.length - 1]!;
  if (path.length === 1) {
    const at = firstPositional(rest, flagsOf(path));
    if (at >= 0) {
      terminal.writeError(unknownCommandText(rest[at]!));
      return ExitCode.Error;
    }
  }
  const flags = new FlagSet([...flagsOf(path), ...(command.flags ?? [])]);
  let args: readonly string[];
  try {
    args = command.takesRawWords === true ? rest : flags.parse(rest);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    terminal.writeError(`Error: ${error.message}\n${usageText(path)}\n`);
    return ExitCode.Error;
  }
  if (flags.bool("help") || command.load === undefined) {
    terminal.writeOut(helpText(path));
    return ExitCode.Success;
  }
  const inheritedFlags = [...globalFlags, ...path.flatMap((level) => level.groupFlags ?? [])];
  return await execute(await command.load(), { path, args, flags, inheritedFlags, terminal });
}

async function execute(
  runCommand: (call: CommandCall) => Promise<number>,
  call: CommandCall,
): Promise<number> {
  try {
    return await runCommand(call);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    if (error.message !== "") call.terminal.writeError(`Error: ${error.message}\n`);
    return error.exitCode;
  }
}

/** The flags that a level knows while names are still looked for. */
function flagsOf(path: readonly Command[]) {
  return [...globalFlags, helpFlag, ...path.flatMap((level) => level.groupFlags ?? [])];
}

function unknownCommandText(name: string): string {
  const similar = suggestions(root.subcommands!, name);
  const block =
    similar.length === 0
      ? ""
      : `\n\nDid you mean this?\n${similar.map((candidate) => `\t${candidate}\n`).join("")}`;
  return `Error: unknown command ${quoteText(name)} for "etcdctl"${block}\nRun 'etcdctl --help' for usage.\n`;
}
