/**
 * Flags as cobra's parser takes them: long ones with two dashes, shorthands glued or apart, flags
 * anywhere among the positionals, `--` ends them. Values follow Go's syntax and error texts (the
 * etcdctl specification, section 1).
 */

import { quoteText } from "./go-quote.ts";
import {
  formatDuration,
  parseBool,
  parseDuration,
  parseInt64,
  parseUint64,
  ValueError,
} from "./go-values.ts";

/** A command line that does not parse; the message is cobra's. */
export class FlagError extends Error {
  override readonly name = "FlagError";
}

/** By type: text; true or false; 64-bit integers; nanoseconds; texts. */
export type FlagValue = string | boolean | bigint | readonly string[];

export interface FlagSpec {
  readonly name: string;
  readonly shorthand?: string;
  readonly type: "string" | "bool" | "int" | "uint" | "duration" | "list";
  readonly defaultValue: FlagValue;
  readonly usage: string;
}

/** The flags of one command line: what may be given, and what was. */
export class FlagSet {
  readonly specs: readonly FlagSpec[];
  readonly #byName = new Map<string, FlagSpec>();
  readonly #byShorthand = new Map<string, FlagSpec>();
  readonly #values = new Map<string, FlagValue>();
  readonly #changed = new Set<string>();
  /** How many positionals of the last parse() stood before `--`; null without one. */
  dashAt: number | null = null;

  constructor(specs: readonly FlagSpec[]) {
    this.specs = specs;
    for (const spec of specs) {
      this.#byName.set(spec.name, spec);
      if (spec.shorthand !== undefined) this.#byShorthand.set(spec.shorthand, spec);
      this.#values.set(spec.name, spec.defaultValue);
    }
  }

  /**
   * Takes the flags out of `words` and returns the positionals.
   *
   * @throws FlagError
   */
  parse(words: readonly string[]): string[] {
    const positionals: string[] = [];
    this.dashAt = null;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      if (word === "--") {
        this.dashAt = positionals.length;
        positionals.push(...words.slice(i + 1));
        break;
      }
      if (!word.startsWith("-") || word === "-") {
        positionals.push(word);
      } else if (word.startsWith("--")) {
        i += this.#parseLong(word, words[i + 1]);
      } else {
        i += this.#parseShort(word, words[i + 1]);
      }
    }
    return positionals;
  }

  /** Whether the flag was given a value, on the command line or by set(). */
  isChanged(name: string): boolean {
    return this.#changed.has(name);
  }

  /** @throws ValueError; the flag then has its type's zero value. */
  set(spec: FlagSpec, text: string): void {
    let value: FlagValue;
    try {
      value = parseValue(spec, text);
    } catch (error) {
      if (spec.type !== "list") this.#values.set(spec.name, spec.type === "bool" ? false : 0n);
      throw error;
    }
    // The first use of a list replaces its default, later ones add to it.
    const before = this.#values.get(spec.name);
    this.#values.set(
      spec.name,
      spec.type === "list" && this.#changed.has(spec.name)
        ? [...(before as readonly string[]), ...(value as readonly string[])]
        : value,
    );
    this.#changed.add(spec.name);
  }

  string(name: string): string {
    return this.#values.get(name) as string;
  }

  bool(name: string): boolean {
    return this.#values.get(name) as boolean;
  }

  int(name: string): bigint {
    return this.#values.get(name) as bigint;
  }

  /**
   * An integer as the counter that requests carry. Beyond the safe range it becomes the bound:
   * no counter of a server comes near it, so the answer is the same.
   */
  counter(name: string): number {
    return clampToCounter(this.int(name));
  }

  durationMs(name: string): number {
    return Number(this.int(name)) / 1e6;
  }

  list(name: string): readonly string[] {
    return this.#values.get(name) as readonly string[];
  }

  /** A value as Go prints it. */
  text(spec: FlagSpec): string {
    const value = this.#values.get(spec.name)!;
    if (typeof value === "object") return `[${value.join(" ")}]`;
    if (spec.type === "duration") return formatDuration(value as bigint);
    return String(value);
  }

  #parseLong(word: string, next: string | undefined): 0 | 1 {
    const body = word.slice(2);
    if (body.startsWith("-") || body.startsWith("=")) {
      throw new FlagError(`bad flag syntax: ${word}`);
    }
    const equals = body.indexOf("=");
    const name = equals < 0 ? body : body.slice(0, equals);
    const spec = this.#byName.get(name);
    if (spec === undefined) throw new FlagError(`unknown flag: --${name}`);
    if (equals >= 0) {
      this.#assign(spec, body.slice(equals + 1));
      return 0;
    }
    if (spec.type === "bool") {
      this.#assign(spec, "true");
      return 0;
    }
    if (next === undefined) throw new FlagError(`flag needs an argument: ${word}`);
    this.#assign(spec, next);
    return 1;
  }

  #parseShort(word: string, next: string | undefined): 0 | 1 {
    let letters = word.slice(1);
    while (letters !== "") {
      const letter = letters[0]!;
      const spec = this.#byShorthand.get(letter);
      if (spec === undefined) {
        throw new FlagError(`unknown shorthand flag: '${letter}' in -${letters}`);
      }
      const rest = letters.slice(1);
      if (rest.length > 1 && rest.startsWith("=")) {
        this.#assign(spec, rest.slice(1));
        return 0;
      }
      if (spec.type === "bool") {
        this.#assign(spec, "true");
        letters = rest;
        continue;
      }
      if (rest !== "") {
        this.#assign(spec, rest);
        return 0;
      }
      if (next === undefined) {
        throw new FlagError(`flag needs an argument: '${letter}' in -${letters}`);
      }
      this.#assign(spec, next);
      return 1;
    }
    return 0;
  }

  #assign(spec: FlagSpec, text: string): void {
    try {
      this.set(spec, text);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      const shown =
        spec.shorthand === undefined ? `--${spec.name}` : `-${spec.shorthand}, --${spec.name}`;
      throw new FlagError(
        `invalid argument ${quoteText(text)} for ${quoteText(shown)} flag: ${error.message}`,
      );
    }
  }
}

/** The nearest safe integer. */
export function clampToCounter(value: bigint): number {
  const bound = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > bound ? bound : value < -bound ? -bound : value);
}

function parseValue(spec: FlagSpec, text: string): FlagValue {
  switch (spec.type) {
    case "string":
      return text;
    case "bool":
      return parseBool(text);
    case "int":
      return parseInt64(text, 0);
    case "uint":
      return parseUint64(text, 0);
    case "duration":
      return parseDuration(text);
    case "list":
      return parseList(text);
  }
}

/** One line of comma-separated values, with CSV's rules for double quotes. */
function parseList(text: string): readonly string[] {
  if (text === "") return [];
  const items: string[] = [];
  for (let i = 0; i <= text.length; ) {
    if (text[i] === '"') {
      const match = /^"((?:[^"]|"")*)"(?=,|$)/.exec(text.slice(i));
      if (match === null) {
        throw new ValueError(
          `parse error on line 1, column ${i + 1}: extraneous or missing " in quoted-field`,
        );
      }
      items.push(match[1]!.replaceAll('""', '"'));
      i += match[0].length + 1;
      continue;
    }
    const comma = text.indexOf(",", i);
    const end = comma < 0 ? text.length : comma;
    const item = text.slice(i, end);
    const quote = item.indexOf('"');
    if (quote >= 0) {
      throw new ValueError(
        `parse error on line 1, column ${i + quote + 1}: bare " in non-quoted field`,
      );
    }
    items.push(item);
    i = end + 1;
  }
  return items;
}
