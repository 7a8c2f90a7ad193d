/**
 * One run of etcdutl, from words to an exit code: which command, which flags, help or errors. The
 * parsing is etcdctl's; what differs is that errors of the command line are printed twice, and
 * that an unknown subcommand gets help. No environment variable counts.
 */

import {
  type Command,
  type CommandCall,
  CommandError,
  commandHelp,
  ExitCode,
  FlagError,
  FlagSet,
  type FlagSpec,
  findCommand,
  firstPositional,
  helpFlag,
  quoteText,
  type Run,
  suggestions,
  type Terminal,
  usageText,
} from "@kvorum/command-line";
import { root } from "./command-table.ts";
import { FrameworkError } from "./framework-error.ts";
import { globalFlags } from "./global-flags.ts";

/** Never throws for what a user can do wrong. */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const { path, words: rest } = findCommand(root, words, flagsOf);
  const command = path[path.length - 1]!;
  if (path.length === 1) {
    const at = firstPositional(rest, flagsOf(path));
    if (at >= 0) return unknownCommand(rest[at]!, terminal);
  }
  const flags = new FlagSet([...flagsOf(path), ...(command.flags ?? [])]);
  let args: readonly string[];
  try {
    args = command.takesRawWords === true ? rest : flags.parse(rest);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return frameworkFailure(error, path, terminal);
  }
  if (flags.bool("help") || command.load === undefined) {
    terminal.writeOut(commandHelp(path));
    return ExitCode.Success;
  }
  return await execute(await command.load(), { path, args, flags, inheritedFlags: [], terminal });
}

async function execute(runCommand: Run, call: CommandCall): Promise<number> {
  try {
    return await runCommand(call);
  } catch (error) {
    if (error instanceof FrameworkError) return frameworkFailure(error, call.path, call.terminal);
    if (!(error instanceof CommandError)) throw error;
    if (error.message !== "") call.terminal.writeError(`Error: ${error.message}\n`);
    return error.exitCode;
  }
}

function frameworkFailure(error: Error, path: readonly Command[], terminal: Terminal): number {
  const text = `Error: ${error.message}\n`;
  terminal.writeError(`${text}${usageText(path)}\n${text}`);
  return ExitCode.Error;
}

function unknownCommand(name: string, terminal: Terminal): number {
  const text = `Error: unknown command ${quoteText(name)} for "etcdutl"`;
  const similar = suggestions(root.subcommands!, name);
  const block =
    similar.length === 0
      ? ""
      : `\n\nDid you mean this?\n${similar.map((candidate) => `\t${candidate}\n`).join("")}`;
  const run = "Run 'etcdutl --help' for usage.";
  terminal.writeError(`${text}${block}\n${run}\n${text}${block}\n`);
  return ExitCode.Error;
}

/** The flags that a level knows while names are still looked for. */
function flagsOf(path: readonly Command[]): readonly FlagSpec[] {
  return [...globalFlags, helpFlag, ...path.slice(1).flatMap((level) => level.groupFlags ?? [])];
}
