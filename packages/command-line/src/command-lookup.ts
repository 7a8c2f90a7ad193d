/**
 * Which command a command line names. Names may be shortened to any prefix that fits one command
 * only; flags may stand before the name. A flag that the level does not know is taken to have a
 * value, since nothing tells yet whether it does (cobra's rule).
 */

import type { Command } from "./command.ts";
import type { FlagSpec } from "./flags.ts";

export interface Lookup {
  /** From the root down; the last one is the command. */
  readonly path: readonly [Command, ...Command[]];
  /** The words that are left when the names are taken out. */
  readonly words: readonly string[];
}

/** @param flagsOf - the flags that may stand at each level */
export function findCommand(
  root: Command,
  words: readonly string[],
  flagsOf: (path: readonly Command[]) => readonly FlagSpec[],
): Lookup {
  const path: [Command, ...Command[]] = [root];
  let rest = words;
  for (;;) {
    const command = path[path.length - 1]!;
    const at = firstPositional(rest, flagsOf(path));
    if (at < 0) break;
    const next = match(command.subcommands ?? [], rest[at]!);
    if (next === null) break;
    path.push(next);
    rest = [...rest.slice(0, at), ...rest.slice(at + 1)];
  }
  return { path, words: rest };
}

function match(commands: readonly Command[], name: string): Command | null {
  const exact = commands.find((command) => command.name === name);
  if (exact !== undefined) return exact;
  const matches = commands.filter((command) => command.name.startsWith(name));
  return matches.length === 1 ? matches[0]! : null;
}

/** Index of the first word that is neither a flag nor a flag's value; -1 if there is none. */
export function firstPositional(words: readonly string[], flags: readonly FlagSpec[]): number {
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === "--") return -1;
    if (word.startsWith("--")) {
      if (!word.includes("=") && !isBool(flags, (flag) => flag.name === word.slice(2))) i++;
    } else if (word.startsWith("-")) {
      if (
        word.length === 2 &&
        !word.includes("=") &&
        !isBool(flags, (flag) => flag.shorthand === word[1])
      ) {
        i++;
      }
    } else if (word !== "") return i;
  }
  return -1;
}

function isBool(flags: readonly FlagSpec[], matches: (flag: FlagSpec) => boolean): boolean {
  return flags.find(matches)?.type === "bool";
}

const SUGGESTION_DISTANCE = 2;

/** Names that a mistyped one may have meant. */
export function suggestions(commands: readonly Command[], typed: string): string[] {
  const lower = typed.toLowerCase();
  return commands
    .filter((command) => command.isHidden !== true)
    .map((command) => command.name)
    .filter((name) => editDistance(lower, name) <= SUGGESTION_DISTANCE || name.startsWith(lower));
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current.push(
        a[i - 1] === b[j - 1]
          ? previous[j - 1]!
          : 1 + Math.min(previous[j]!, current[j - 1]!, previous[j - 1]!),
      );
    }
    previous = current;
  }
  return previous[b.length]!;
}
