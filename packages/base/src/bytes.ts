/**
 * Bytes and the text forms that this project gives them. Keys are arbitrary bytes: they never
 * pass through UTF-8. A latin1 string keeps one byte in each char, so it keeps both the bytes and
 * their order, and V8 stores it compactly; only the key index uses that form.
 *
 * `Buffer` is used here as a fast global and appears in no signature.
 */

export const EMPTY_BYTES: Uint8Array = new Uint8Array(0);

const textDecoder = new TextDecoder("utf-8");
const textEncoder = new TextEncoder();

/** Node's unchecked slicers, about twice as fast as toString() on short keys; not in its types. */
interface Slicers {
  latin1Slice(start: number, end: number): string;
  hexSlice(start: number, end: number): string;
}

// They take any Uint8Array as `this`: wrapping it into a Buffer first would double the cost.
const { latin1Slice, hexSlice } = Buffer.prototype as unknown as Slicers;

/** The bytes of `start..end` (end exclusive) as a latin1 string, one byte a char. */
export function bytesToLatin1(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  return latin1Slice.call(bytes as never, start, end);
}

/** The inverse of bytesToLatin1; every char must be below 0x100. The result is not pooled. */
export function latin1ToBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** UTF-8 text; malformed sequences become U+FFFD. */
export function bytesToUtf8(bytes: Uint8Array): string {
  return textDecoder.decode(bytes);
}

export function utf8ToBytes(text: string): Uint8Array {
  return textEncoder.encode(text);
}

/** Lower-case hexadecimal, two digits a byte. */
export function bytesToHex(bytes: Uint8Array): string {
  return hexSlice.call(bytes as never, 0, bytes.length);
}

/** Order of unsigned bytes: negative, zero or positive. A prefix sorts before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** A fresh array that holds the parts one after the other; it shares no memory with them. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
