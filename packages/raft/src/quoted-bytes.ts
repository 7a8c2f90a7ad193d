/**
 * Bytes as a quoted string in the way of Go's %q, which etcd's log lines and the upstream test
 * data use: printable UTF-8 stays, everything else becomes an escape.
 */

const shortEscapes: { readonly [code: number]: string } = {
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

/** Go's notion of printable: letters, marks, numbers, punctuation, symbols and the ASCII space. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function quoteBytes(bytes: Uint8Array): string {
  let text = '"';
  for (let i = 0; i < bytes.length; ) {
    const length = runeLength(bytes, i);
    if (length === 0) {
      text += `\\x${bytes[i]!.toString(16).padStart(2, "0")}`;
      i++;
      continue;
    }
    text += quoteRune(strictUtf8.decode(bytes.subarray(i, i + length)));
    i += length;
  }
  return `${text}"`;
}

function quoteRune(rune: string): string {
  const code = rune.codePointAt(0)!;
  const short = shortEscapes[code];
  if (short !== undefined) return short;
  if (printable.test(rune)) return rune;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x1_0000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}

/** Bytes of the well-formed UTF-8 sequence at this position; 0 if there is none. */
function runeLength(bytes: Uint8Array, start: number): number {
  const first = bytes[start]!;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (start + length > bytes.length) return 0;
  try {
    strictUtf8.decode(bytes.subarray(start, start + length));
    return length;
  } catch {
    return 0;
  }
}
