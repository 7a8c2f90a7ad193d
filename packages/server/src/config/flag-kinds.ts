/**
 * The kinds of flag values: how each is read from the command line or a variable, and of which
 * Go type the configuration file wants it. Every parser throws FlagValueError with etcd's text.
 */

import { type GateSwitches, parseGateSwitches } from "./feature-gates.ts";
import {
  FlagValueError,
  goQuote,
  int64Range,
  parseGoBool,
  parseGoDuration,
  parseGoInteger,
  uint32Range,
  uint64Range,
} from "./go-values.ts";
import { parseServerUrl, parseServerUrls, type ServerUrl } from "./server-url.ts";

/** The type of a flag's value, by kind. */
export interface KindValues {
  readonly text: string;
  readonly boolean: boolean;
  readonly uint: number;
  readonly uint32: number;
  readonly uint64: number;
  readonly int: number;
  readonly int64: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly urls: readonly ServerUrl[];
  /** URLs, or nothing at all. */
  readonly optionalUrls: readonly ServerUrl[];
  /** `*`, or origins as a browser sends them. */
  readonly origins: readonly string[];
  /** In the order given. */
  readonly list: readonly string[];
  /** Sorted, each once. */
  readonly set: readonly string[];
  readonly clusterState: "new" | "existing";
  readonly fallback: "exit" | "proxy";
  /** Repeats add up. */
  readonly gates: GateSwitches;
  /** Repeats add up. */
  readonly deprecation: readonly string[];
}

export type FlagKind = keyof KindValues;

const deprecationPhases = ["write-only", "write-only-skip-check", "write-only-drop-data", "gone"];

function choice<T extends string>(text: string, choices: readonly T[]): T {
  const found = choices.find((word) => word === text);
  if (found === undefined) throw new FlagValueError("invalid value");
  return found;
}

function boolean(text: string): boolean {
  const value = parseGoBool(text);
  if (value === null) throw new FlagValueError("parse error");
  return value;
}

function duration(text: string): number {
  try {
    return parseGoDuration(text);
  } catch (error) {
    // The flag library reports every malformed duration alike.
    if (error instanceof FlagValueError) throw new FlagValueError("parse error");
    throw error;
  }
}

function uint32(text: string): number {
  try {
    return parseGoInteger(text, uint32Range);
  } catch (error) {
    if (!(error instanceof FlagValueError)) throw error;
    const reason = error.message === "parse error" ? "invalid syntax" : "value out of range";
    throw new FlagValueError(`strconv.ParseUint: parsing ${goQuote(text)}: ${reason}`);
  }
}

function deprecationPhase(text: string): string {
  if (!deprecationPhases.includes(text)) {
    throw new FlagValueError(`invalid value ${goQuote(text)}`);
  }
  return text;
}

type Parser<K extends FlagKind> = (text: string, before: KindValues[K]) => KindValues[K];

/** `before` is the value so far, for the kinds whose repeats add up. */
export const kindParsers: { readonly [K in FlagKind]: Parser<K> } = {
  text: (text) => text,
  boolean,
  uint: (text) => parseGoInteger(text, uint64Range),
  uint32,
  uint64: (text) => parseGoInteger(text, uint64Range),
  int: (text) => parseGoInteger(text, int64Range),
  int64: (text) => parseGoInteger(text, int64Range),
  duration,
  urls: parseServerUrls,
  optionalUrls: (text) => (text === "" ? [] : parseServerUrls(text)),
  origins: parseOrigins,
  list: (text) => text.split(","),
  set: (text) => [...new Set(text.split(","))].sort(compareCodeUnits),
  clusterState: (text) => choice(text, ["new", "existing"]),
  fallback: (text) => choice(text, ["exit", "proxy"]),
  gates: (text, before) => ({ ...before, ...parseGateSwitches(text) }),
  deprecation: (text, before) => [...before, ...text.split(",").map(deprecationPhase)],
};

/**
 * The origins of --cors. Unlike etcd, which demands a port, entries without one are taken too:
 * browsers leave the default port out of the Origin header, so only those can match it.
 */
export function parseOrigins(text: string): readonly string[] {
  if (text === "*" || text === "") return ["*"];
  const origins: string[] = [];
  for (const part of text.split(",")) {
    const origin = parseServerUrl(part, { portOptional: true }).text;
    if (!origins.includes(origin)) origins.push(origin);
  }
  return origins;
}

function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
