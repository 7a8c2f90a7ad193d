/**
 * Flag values as Go reads them: booleans, integers in any base, durations. The error texts are
 * Go's, because etcd prints them and scripts look for them. Server flags, section 1.
 *
 * Durations are milliseconds, with fractions down to the nanosecond. Integers come back as
 * numbers; beyond 2^53 they are rounded, which no setting can tell.
 */

/** A value that does not parse. The message is the part after the last colon of etcd's line. */
export class FlagValueError extends Error {
  override readonly name = "FlagValueError";
}

/** The text of Go's `%q` for what a flag may hold: printable ASCII is kept. */
export function goQuote(text: string): string {
  let quoted = '"';
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (char === '"' || char === "\\") quoted += `\\${char}`;
    else if (char === "\n") quoted += "\\n";
    else if (char === "\t") quoted += "\\t";
    else if (char === "\r") quoted += "\\r";
    else if (code < 0x20 || code === 0x7f) quoted += `\\x${code.toString(16).padStart(2, "0")}`;
    else quoted += char;
  }
  return `${quoted}"`;
}

/** The words of Go's strconv.ParseBool; null for any other. */
export function parseGoBool(text: string): boolean | null {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text)) return true;
  if (["0", "f", "F", "false", "FALSE", "False"].includes(text)) return false;
  return null;
}

const integerPattern =
  /^([+-]?)(0[xX]_?[0-9a-fA-F](?:_?[0-9a-fA-F])*|0[oO]_?[0-7](?:_?[0-7])*|0[bB]_?[01](?:_?[01])*|0(?:_?[0-7])*|[1-9](?:_?[0-9])*)$/;

/** Longer digit strings are out of any range; this keeps BigInt from being fed megabytes. */
const MAX_INTEGER_TEXT = 128;

export interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
}

export const uint64Range: IntegerRange = { min: 0n, max: (1n << 64n) - 1n };
export const uint32Range: IntegerRange = { min: 0n, max: (1n << 32n) - 1n };
export const int64Range: IntegerRange = { min: -(1n << 63n), max: (1n << 63n) - 1n };

/** Go's base-0 integer syntax. @throws FlagValueError "parse error" or "value out of range" */
export function parseGoInteger(text: string, range: IntegerRange): number {
  const match = integerPattern.exec(text);
  // An unsigned type takes no sign at all.
  if (match === null || (range.min === 0n && match[1] !== "")) {
    throw new FlagValueError("parse error");
  }
  let digits = match[2]!.replaceAll("_", "");
  if (digits.length > MAX_INTEGER_TEXT) throw new FlagValueError("value out of range");
  if (/^0[0-7]/.test(digits)) digits = `0o${digits.slice(1)}`;
  const magnitude = BigInt(digits);
  const value = match[1] === "-" ? -magnitude : magnitude;
  if (value < range.min || value > range.max) throw new FlagValueError("value out of range");
  return Number(value);
}

const unitNanoseconds: { readonly [unit: string]: number } = {
  ns: 1,
  us: 1e3,
  "\u00b5s": 1e3,
  "\u03bcs": 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const durationPart = /([0-9]*)(?:(\.)([0-9]*))?([^0-9.]*)/y;
const MAX_DURATION_NANOSECONDS = 2 ** 63;

/**
 * Go's duration syntax, such as `1h30m` or `1.5s`, in milliseconds.
 * @throws FlagValueError with Go's `time: ...` text
 */
export function parseGoDuration(text: string): number {
  const invalid = (): FlagValueError =>
    new FlagValueError(`time: invalid duration ${goQuote(text)}`);
  let rest = text;
  let sign = 1;
  if (rest.startsWith("-") || rest.startsWith("+")) {
    sign = rest.startsWith("-") ? -1 : 1;
    rest = rest.slice(1);
  }
  if (rest === "0") return 0;
  if (rest === "") throw invalid();
  let nanoseconds = 0;
  let position = 0;
  while (position < rest.length) {
    durationPart.lastIndex = position;
    const match = durationPart.exec(rest)!;
    const whole = match[1]!;
    const fraction = match[3] ?? "";
    if (whole === "" && fraction === "") throw invalid();
    const unit = match[4]!;
    if (unit === "") {
      throw new FlagValueError(`time: missing unit in duration ${goQuote(text)}`);
    }
    const size = unitNanoseconds[unit];
    if (size === undefined) {
      throw new FlagValueError(`time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}`);
    }
    nanoseconds +=
      Number(`${whole === "" ? "0" : whole}.${fraction === "" ? "0" : fraction}`) * size;
    if (nanoseconds >= MAX_DURATION_NANOSECONDS) throw invalid();
    position += match[0].length;
  }
  return (sign * Math.trunc(nanoseconds)) / 1e6;
}

/** As Go prints a duration: `2h0m0s`, `1m0s`, `1.5s`, `900ms`, `0s`. */
export function formatGoDuration(durationMs: number): string {
  if (durationMs < 0) return `-${formatGoDuration(-durationMs)}`;
  const nanoseconds = Math.round(durationMs * 1e6);
  if (nanoseconds === 0) return "0s";
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${nanoseconds / 1e3}\u00b5s`;
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`;
  const wholeSeconds = Math.floor(nanoseconds / 1e9);
  const seconds = wholeSeconds % 60;
  const fraction = String(nanoseconds % 1e9)
    .padStart(9, "0")
    .replace(/0+$/, "");
  const minutes = Math.floor(wholeSeconds / 60);
  const hours = Math.floor(minutes / 60);
  const secondsText = `${seconds}${fraction === "" ? "" : `.${fraction}`}s`;
  if (hours > 0) return `${hours}h${minutes % 60}m${secondsText}`;
  return minutes > 0 ? `${minutes}m${secondsText}` : secondsText;
}
