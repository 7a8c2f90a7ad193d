/** What a command is, before anything of it is loaded. */

import type { FlagSet, FlagSpec } from "./flags.ts";
import type { Terminal } from "./terminal.ts";

/** One command line, parsed. */
export interface CommandCall {
  /** From the root to the command. */
  readonly path: readonly [Command, ...Command[]];
  /** Positionals. */
  readonly args: readonly string[];
  readonly flags: FlagSet;
  /** Flags that take values from the environment when the command line gives none. */
  readonly inheritedFlags: readonly FlagSpec[];
  readonly terminal: Terminal;
}

/** Runs a command to its exit code. Throws CommandError for every foreseen failure. */
export type Run = (call: CommandCall) => Promise<number>;

export interface Command {
  readonly name: string;
  /** Positionals as help shows them, such as `<key> [range_end]`. */
  readonly positionals?: string;
  /** One line, without a period. */
  readonly summary: string;
  readonly flags?: readonly FlagSpec[];
  /** Flags of a group that its subcommands inherit. */
  readonly groupFlags?: readonly FlagSpec[];
  readonly subcommands?: readonly Command[];
  /** Loads the implementation; a group has none. */
  readonly load?: () => Promise<Run>;
  /** Takes every word after its name as it is: flags are not looked for. */
  readonly takesRawWords?: boolean;
  /** Not shown in lists. */
  readonly isHidden?: boolean;
}
