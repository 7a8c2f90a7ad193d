/**
 * Arguments and script lines as strings that lose no byte. Keys and values are arbitrary bytes,
 * while command lines are handled as text: bytes that are no valid UTF-8 stand as the lone
 * surrogates U+DC80 to U+DCFF, one for each, and become bytes again on the way out.
 */

import { bytesToUtf8, concatBytes, utf8ToBytes } from "@kvorum/base";

const ESCAPE_BASE = 0xdc00;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range is meant
const ASCII = /^[\x00-\x7f]*$/;
const ESCAPES = /[\udc80-\udcff]/u;

export function bytesToText(bytes: Uint8Array): string {
  const text = bytesToUtf8(bytes);
  if (!text.includes("\ufffd") && !text.includes("\ufeff")) {
    // The decoder drops a byte order mark at the start.
    if (bytes.length < 3 || bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf)
      return text;
  }
  let result = "";
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i);
    if (length === 0) {
      result += String.fromCharCode(ESCAPE_BASE + bytes[i]!);
      i++;
    } else {
      result += String.fromCodePoint(codePoint(bytes, i, length));
      i += length;
    }
  }
  return result;
}

export function textToBytes(text: string): Uint8Array {
  if (ASCII.test(text) || !ESCAPES.test(text)) return utf8ToBytes(text);
  const parts: Uint8Array[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    parts.push(
      code >= ESCAPE_BASE + 0x80 && code <= ESCAPE_BASE + 0xff
        ? Uint8Array.of(code - ESCAPE_BASE)
        : utf8ToBytes(character),
    );
  }
  return concatBytes(parts);
}

/** The char that stands for one byte: itself below 0x80, an escape above. */
export function byteToText(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : ESCAPE_BASE + byte);
}

/** Length of the valid UTF-8 sequence at `offset`; 0 if there is none. */
export function sequenceLength(bytes: Uint8Array, offset: number): number {
  const first = bytes[offset]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (offset + length > bytes.length) return 0;
  const second = bytes[offset + 1]!;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let i = 2; i < length; i++) if ((bytes[offset + i]! & 0xc0) !== 0x80) return 0;
  return length;
}

/** The code point of a valid sequence of that length. */
export function codePoint(bytes: Uint8Array, offset: number, length: number): number {
  if (length === 1) return bytes[offset]!;
  let code = bytes[offset]! & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = (code << 6) | (bytes[offset + i]! & 0x3f);
  return code;
}
