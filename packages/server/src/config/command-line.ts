/**
 * The command line in Go's flag syntax: one or two dashes, `=value` or the next word, booleans
 * bare or with `=`, the first error ends it. Server flags, section 1.
 */

import { SettingsDraft } from "./draft.ts";
import { FlagValueError, goQuote } from "./go-values.ts";

export type ParsedArguments =
  /** All flags were good; `words` is what followed them. */
  | { readonly outcome: "parsed"; readonly draft: SettingsDraft; readonly words: readonly string[] }
  | { readonly outcome: "help" }
  | { readonly outcome: "error"; readonly message: string };

/** Parses the arguments behind the program's name. */
export function parseArguments(argv: readonly string[]): ParsedArguments {
  const draft = new SettingsDraft();
  let position = 0;
  while (position < argv.length) {
    const argument = argv[position]!;
    if (argument.length < 2 || !argument.startsWith("-")) break;
    position++;
    if (argument === "--") break;
    const body = argument.slice(argument.startsWith("--") ? 2 : 1);
    if (body === "" || body.startsWith("-") || body.startsWith("=")) {
      return failed(`bad flag syntax: ${argument}`);
    }
    const equals = body.indexOf("=");
    const name = equals < 0 ? body : body.slice(0, equals);
    const kind = SettingsDraft.kindOf(name);
    if (kind === null) {
      if (name === "help" || name === "h") return { outcome: "help" };
      return failed(`flag provided but not defined: -${name}`);
    }
    let text: string;
    if (equals >= 0) text = body.slice(equals + 1);
    else if (kind === "boolean") text = "true";
    else if (position < argv.length) text = argv[position++]!;
    else return failed(`flag needs an argument: -${name}`);
    try {
      draft.setText(name, text);
    } catch (error) {
      if (!(error instanceof FlagValueError)) throw error;
      return failed(
        kind === "boolean"
          ? `invalid boolean value ${goQuote(text)} for -${name}: ${error.message}`
          : `invalid value ${goQuote(text)} for flag -${name}: ${error.message}`,
      );
    }
  }
  return { outcome: "parsed", draft, words: argv.slice(position) };
}

function failed(message: string): ParsedArguments {
  return { outcome: "error", message };
}
