/**
 * Strings in Go's syntax, quoted and unquoted: keys in output, keys and values in transaction
 * scripts.
 */

import { byteToText, codePoint, sequenceLength, textToBytes } from "./byte-text.ts";

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u;
const SHORT_ESCAPES: { readonly [code: number]: string } = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/** Bytes in double quotes: printable Unicode stays, the rest becomes escapes. */
export function quoteBytes(bytes: Uint8Array): string {
  let result = '"';
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      result += `\\x${hex(bytes[i]!, 2)}`;
      i++;
      continue;
    }
    result += quoteCodePoint(codePoint(bytes, i, length));
    i += length;
  }
  return `${result}"`;
}

/** Text as in byte-text.ts, quoted the same way. */
export function quoteText(text: string): string {
  return quoteBytes(textToBytes(text));
}

function quoteCodePoint(code: number): string {
  const short = SHORT_ESCAPES[code];
  if (short !== undefined) return short;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  const character = String.fromCodePoint(code);
  if (code < 0x7f || PRINTABLE.test(character)) return character;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** Where a quoted string that starts at `offset` ends (exclusive); -1 if it does not. */
export function quotedEnd(text: string, offset: number): number {
  const quote = text[offset];
  if (quote === "`") return text.indexOf("`", offset + 1) + 1 || -1;
  if (quote !== '"') return -1;
  for (let i = offset + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i + 1;
  }
  return -1;
}

const SIMPLE_ESCAPES: { readonly [letter: string]: string } = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
};

/**
 * The text of a string in double or back quotes, bytes beyond ASCII that escapes name as in
 * byte-text.ts; null if Go would refuse it.
 */
export function unquote(quoted: string): string | null {
  if (quoted.length < 2 || quoted[0] !== quoted[quoted.length - 1]) return null;
  const inner = quoted.slice(1, -1);
  if (quoted[0] === "`") return inner.includes("`") ? null : inner.replaceAll("\r", "");
  if (quoted[0] !== '"') return null;
  let result = "";
  for (let i = 0; i < inner.length; ) {
    const character = inner[i]!;
    if (character === '"' || character === "\n") return null;
    if (character !== "\\") {
      result += character;
      i++;
      continue;
    }
    const sequence =
      /^\\(?:([abfnrtv\\"])|x([0-9a-fA-F]{2})|([0-3][0-7]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(
        inner.slice(i, i + 10),
      );
    if (sequence === null) return null;
    const [all, simple, byteHex, octal, short, long] = sequence;
    if (simple !== undefined) result += SIMPLE_ESCAPES[simple]!;
    else if (byteHex !== undefined) result += byteToText(Number.parseInt(byteHex, 16));
    else if (octal !== undefined) result += byteToText(Number.parseInt(octal, 8));
    else {
      const code = Number.parseInt((short ?? long)!, 16);
      if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
      result += String.fromCodePoint(code);
    }
    i += all!.length;
  }
  return result;
}
