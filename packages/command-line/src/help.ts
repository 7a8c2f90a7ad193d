/** Help and usage texts. Their words are ours; which stream they go to is etcdctl's. */

import type { Command } from "./command.ts";
import type { FlagSpec } from "./flags.ts";
import { formatDuration } from "./go-values.ts";
import { helpFlag } from "./help-flag.ts";

const OPTIONS_HINT =
  'Use "etcdctl options" for a list of global command-line options (applies to all commands).\n';

/** The whole help of a command; `path` leads from the root to it. */
export function helpText(path: readonly Command[]): string {
  return `${commandHelp(path)}\n${OPTIONS_HINT}`;
}

/** What is to say of a command itself. */
export function commandHelp(path: readonly Command[]): string {
  const command = path[path.length - 1]!;
  return `NAME:\n\t${pathName(path.slice(1)) || command.name} - ${command.summary}\n\n${body(path)}`;
}

/** The `Usage:` block that follows a flag error. */
export function usageText(path: readonly Command[]): string {
  return `Usage:\n${usageLines(path)}${flagsBlock(path)}`;
}

/** What `options` prints. */
export function optionsText(globalFlags: readonly FlagSpec[]): string {
  return `The following options can be passed to any command:\n\n${flagLines(globalFlags)}`;
}

export function pathName(path: readonly Command[]): string {
  return path.map((command) => command.name).join(" ");
}

function body(path: readonly Command[]): string {
  return `USAGE:\n${usageLines(path)}${commandsBlock(path)}${flagsBlock(path)}`;
}

function usageLines(path: readonly Command[]): string {
  const command = path[path.length - 1]!;
  const name = pathName(path);
  if (command.subcommands !== undefined) return `\t${name} <command> [flags]\n`;
  const positionals = command.positionals === undefined ? "" : ` ${command.positionals}`;
  return `\t${name}${positionals} [flags]\n`;
}

function commandsBlock(path: readonly Command[]): string {
  const lines = (path[path.length - 1]!.subcommands ?? [])
    .filter((command) => command.isHidden !== true)
    .flatMap((command): [string, string][] =>
      path.length > 1 || command.subcommands === undefined
        ? [[command.name, command.summary]]
        : command.subcommands.map((sub) => [`${command.name} ${sub.name}`, sub.summary]),
    );
  if (lines.length === 0) return "";
  lines.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  const width = Math.max(...lines.map(([name]) => name.length));
  return `\nCOMMANDS:\n${lines.map(([name, summary]) => `\t${name.padEnd(width)}  ${summary}\n`).join("")}`;
}

function flagsBlock(path: readonly Command[]): string {
  const flags = [...path.flatMap((command) => command.groupFlags ?? [])];
  flags.push(...(path[path.length - 1]!.flags ?? []), helpFlag);
  return `\nFlags:\n${flagLines(flags)}`;
}

function flagLines(flags: readonly FlagSpec[]): string {
  const rows = [...flags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => {
      const short = flag.shorthand === undefined ? "    " : `-${flag.shorthand}, `;
      return [`${short}--${flag.name}${defaultText(flag)}`, flag.usage] as const;
    });
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, usage]) => `  ${left.padEnd(width)}  ${usage}\n`).join("");
}

function defaultText(flag: FlagSpec): string {
  const value = flag.defaultValue;
  if (typeof value === "object") return `=[${value.join(",")}]`;
  if (typeof value === "string") return `=${JSON.stringify(value)}`;
  if (typeof value === "boolean") return value ? "=true" : "[=false]";
  return `=${flag.type === "duration" ? formatDuration(value) : value}`;
}
