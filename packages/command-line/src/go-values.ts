/**
 * Numbers, booleans, durations and sizes as Go reads and writes them, with its error texts: users'
 * scripts contain such values and other people's programs read such output.
 */

import { quoteText } from "./go-quote.ts";

/** A value that Go's parser refuses; the message is Go's. */
export class ValueError extends Error {
  override readonly name = "ValueError";
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const UINT64_MAX = 2n ** 64n - 1n;

/** @param base - 10, 16, or 0: by the prefix (0x, 0b, 0o, 0), with underscores between digits. */
export function parseInt64(text: string, base: 0 | 10 | 16): bigint {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  const magnitude = parseDigits(text.slice(sign.length), base);
  if (magnitude === null) throw numberError("ParseInt", text, "invalid syntax");
  const value = sign === "-" ? -magnitude : magnitude;
  if (value > INT64_MAX || value < INT64_MIN) {
    throw numberError("ParseInt", text, "value out of range");
  }
  return value;
}

/** Like parseInt64, without a sign. */
export function parseUint64(text: string, base: 0 | 10 | 16): bigint {
  const value = parseDigits(text, base);
  if (value === null) throw numberError("ParseUint", text, "invalid syntax");
  if (value > UINT64_MAX) throw numberError("ParseUint", text, "value out of range");
  return value;
}

function numberError(functionName: string, text: string, problem: string): ValueError {
  return new ValueError(`strconv.${functionName}: parsing ${quoteText(text)}: ${problem}`);
}

/** Null when the text is no unsigned number of that base. */
function parseDigits(text: string, base: 0 | 10 | 16): bigint | null {
  if (base === 10) return /^[0-9]+$/.test(text) ? BigInt(text) : null;
  if (base === 16) return /^[0-9a-fA-F]+$/.test(text) ? BigInt(`0x${text}`) : null;
  const match =
    /^(?:0[xX](?<hex>(?:_?[0-9a-fA-F])+)|0[bB](?<binary>(?:_?[01])+)|0[oO]?(?<octal>(?:_?[0-7])+)|(?<decimal>[0-9](?:_?[0-9])*))$/.exec(
      text,
    );
  if (match === null) return null;
  const { hex, binary, octal, decimal } = match.groups!;
  const prefix = hex ? "0x" : binary ? "0b" : octal ? "0o" : "";
  const digits = (hex ?? binary ?? octal ?? decimal!).replaceAll("_", "");
  // A leading zero makes the number octal, so a decimal one here is a single zero or has none.
  if (decimal !== undefined && digits.length > 1 && digits.startsWith("0")) return null;
  return BigInt(prefix + digits);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "true", "TRUE", "True"].map((word) => [word, true] as const),
  ...["0", "f", "F", "false", "FALSE", "False"].map((word) => [word, false] as const),
]);

export function parseBool(text: string): boolean {
  const value = BOOLEANS.get(text);
  if (value === undefined) throw numberError("ParseBool", text, "invalid syntax");
  return value;
}

const UNIT_NS: { readonly [unit: string]: bigint } = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Nanoseconds of a duration such as `1h30m` or `1.5s`. */
export function parseDuration(text: string): bigint {
  const invalid = () => new ValueError(`time: invalid duration ${quoteText(text)}`);
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  let rest = text.slice(sign.length);
  if (rest === "0") return 0n;
  if (rest === "") throw invalid();
  let total = 0n;
  while (rest !== "") {
    const number = /^(?:([0-9]+)(?:\.([0-9]*))?|\.([0-9]+))/.exec(rest);
    if (number === null) throw invalid();
    rest = rest.slice(number[0].length);
    const unit = /^[^0-9.]*/.exec(rest)![0];
    if (unit === "") {
      throw new ValueError(`time: missing unit in duration ${quoteText(text)}`);
    }
    const unitNs = Object.hasOwn(UNIT_NS, unit) ? UNIT_NS[unit]! : null;
    if (unitNs === null) {
      const shown = quoteText(unit);
      throw new ValueError(`time: unknown unit ${shown} in duration ${quoteText(text)}`);
    }
    rest = rest.slice(unit.length);
    const fraction = (number[2] ?? number[3] ?? "").slice(0, 18);
    total += BigInt(number[1] ?? "0") * unitNs;
    if (fraction !== "") total += (BigInt(fraction) * unitNs) / 10n ** BigInt(fraction.length);
    if (total > INT64_MAX) throw invalid();
  }
  return sign === "-" ? -total : total;
}

/** A duration in nanoseconds, as Go prints it: `2.999889ms`, `1m0s`, `0s`. */
export function formatDuration(durationNs: bigint): string {
  if (durationNs === 0n) return "0s";
  const sign = durationNs < 0n ? "-" : "";
  const total = durationNs < 0n ? -durationNs : durationNs;
  if (total < 1_000n) return `${sign}${total}ns`;
  if (total < 1_000_000n) return `${sign}${decimal(total, 3)}µs`;
  if (total < 1_000_000_000n) return `${sign}${decimal(total, 6)}ms`;
  const hours = total / UNIT_NS["h"]!;
  const minutes = (total / UNIT_NS["m"]!) % 60n;
  const seconds = `${decimal(total % UNIT_NS["m"]!, 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  if (minutes > 0n) return `${sign}${minutes}m${seconds}`;
  return sign + seconds;
}

/** The quotient by 10^places with no trailing zeros. */
function decimal(value: bigint, places: number): string {
  const scale = 10n ** BigInt(places);
  const fraction = (value % scale).toString().padStart(places, "0").replace(/0+$/, "");
  return fraction === "" ? `${value / scale}` : `${value / scale}.${fraction}`;
}

const SIZE_UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/** A size in bytes with a decimal unit: `7 B`, `9.9 kB`, `37 kB`, `2.1 GB`. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 10) return `${sizeBytes} B`;
  let exponent = 0;
  for (let rest = sizeBytes; rest >= 1000 && exponent < SIZE_UNITS.length - 1; rest /= 1000) {
    exponent++;
  }
  const rounded = Math.floor((sizeBytes / 1000 ** exponent) * 10 + 0.5) / 10;
  const shown = rounded < 10 ? rounded.toFixed(1) : roundHalfEven(rounded).toString();
  return `${shown} ${SIZE_UNITS[exponent]}`;
}

/** Go prints 20.5 as 20 and 21.5 as 22. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
