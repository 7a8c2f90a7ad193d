/**
 * Base64 as the JSON mapping of bytes takes it: the standard or the URL-safe alphabet, not both in
 * one text, padding optional but complete where there is some, line ends ignored. RFC 4648; HTTP
 * surface, section 5.
 */

const INVALID = 255;
const standard = makeTable("+/");
const urlSafe = makeTable("-_");

function makeTable(last: string): Uint8Array {
  const table = new Uint8Array(256).fill(INVALID);
  const alphabet = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${last}`;
  for (let i = 0; i < alphabet.length; i++) table[alphabet.charCodeAt(i)] = i;
  return table;
}

/** The bytes behind a text that is given as ASCII bytes; null when it is not base64. */
export function decodeBase64(text: Uint8Array): Uint8Array | null {
  // The length that decides about padding counts line ends too, as Go's reader does.
  const isPadded = text.length % 4 === 0;
  let table = standard;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!;
    if (byte === 0x2d || byte === 0x5f) {
      table = urlSafe;
      break;
    }
  }
  const output = new Uint8Array(Math.floor((text.length / 4) * 3) + 3);
  let length = 0;
  let bits = 0;
  let digits = 0;
  let padding = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]!;
    if (byte === 0x0a || byte === 0x0d) continue;
    if (byte === 0x3d) {
      padding++;
      continue;
    }
    const digit = table[byte]!;
    if (digit === INVALID || padding > 0) return null;
    bits = (bits << 6) | digit;
    if (++digits === 4) {
      output[length++] = bits >>> 16;
      output[length++] = bits >>> 8;
      output[length++] = bits;
      bits = 0;
      digits = 0;
    }
  }
  if (digits === 1 || (padding > 0 && !isPadded)) return null;
  if (isPadded ? padding !== (digits === 0 ? 0 : 4 - digits) : false) return null;
  if (digits === 2) {
    output[length++] = bits >>> 4;
  } else if (digits === 3) {
    output[length++] = bits >>> 10;
    output[length++] = bits >>> 2;
  }
  return output.subarray(0, length);
}
