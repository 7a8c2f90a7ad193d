/**
 * The static Huffman code of RFC 7541, appendix B, decoding only. The code is canonical: within a
 * length the codes ascend with the symbol, so the 257 lengths say everything. Padding must be the
 * most significant bits of the end-of-string code (all ones) and shorter than a byte.
 */

const LENGTHS: readonly number[] = [
  13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5,
  6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
  7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6,
  7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23,
  23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22,
  22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22,
  23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27,
  27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25,
  24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
];

const END_OF_STRING = 256;

/** Symbols in the order of their codes, and for each length its first code and first place. */
const symbols: number[] = [];
const firstCode: number[] = [];
const firstPlace: number[] = [];
const countOf: number[] = [];
buildTables();

function buildTables(): void {
  let code = 0;
  for (let length = 0; length <= 30; length++) {
    code *= 2;
    firstCode[length] = code;
    firstPlace[length] = symbols.length;
    for (let symbol = 0; symbol < LENGTHS.length; symbol++) {
      if (LENGTHS[symbol] === length) symbols.push(symbol);
    }
    countOf[length] = symbols.length - firstPlace[length]!;
    code += countOf[length]!;
  }
  if (code !== 2 ** 30) throw new Error("the Huffman code is not complete");
}

/** The text of Huffman-coded bytes `start..end`, one char a byte. Slow and exact; for tests. */
export function decodeHuffman(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let code = 0;
  let length = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!;
    for (let bit = 7; bit >= 0; bit--) {
      code = code * 2 + ((byte >> bit) & 1);
      length++;
      const place = code - firstCode[length]!;
      if (place < countOf[length]!) {
        const symbol = symbols[firstPlace[length]! + place]!;
        if (symbol === END_OF_STRING) throw new Error("end-of-string code inside a Huffman string");
        text += String.fromCharCode(symbol);
        code = 0;
        length = 0;
      } else if (length === 30) throw new Error("no such Huffman code");
    }
  }
  if (length > 7 || code !== 2 ** length - 1) throw new Error("bad Huffman padding");
  return text;
}
