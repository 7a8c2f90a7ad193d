/**
 * The Huffman code of HPACK (RFC 7541 section 5.2 and appendix B), decoding only: our encoder
 * writes plain literals.
 *
 * The code is canonical: within a length, codes ascend with the symbol. So the 257 lengths are the
 * whole table. Decoding walks a state machine four bits at a time; as no code is shorter than five
 * bits, one step gives at most one symbol, and the cost is linear in the input.
 */

/** Code length in bits of each byte value; the last entry is EOS. */
export const HUFFMAN_CODE_LENGTHS: readonly number[] = [
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

const EOS = 256;
const MAX_CODE_BITS = 30;
/** In a transition: the next state, a symbol in bits 16..23, and these marks. */
const EMITS = 1 << 24;
const FAILS = 1 << 25;
const STATE_MASK = 0xffff;

/** transitions[state * 16 + nibble]. */
const transitions = new Uint32Array(256 * 16);
/** 1 where a string may end: at most seven bits of padding, all of them ones. */
const mayEnd = new Uint8Array(256);
buildMachine();

function buildMachine(): void {
  // The code as a binary tree: children[node * 2 + bit] is a node, or ~symbol for a leaf.
  const children: number[] = [0, 0];
  let code = 0;
  for (let bits = 1; bits <= MAX_CODE_BITS; bits++) {
    code *= 2;
    for (let symbol = 0; symbol <= EOS; symbol++) {
      if (HUFFMAN_CODE_LENGTHS[symbol] !== bits) continue;
      let node = 0;
      for (let bit = bits - 1; bit > 0; bit--) {
        const slot = node * 2 + ((code >>> bit) & 1);
        if (children[slot] === 0) {
          children[slot] = children.length / 2;
          children.push(0, 0);
        }
        node = children[slot]!;
      }
      children[node * 2 + (code & 1)] = ~symbol;
      code++;
    }
  }
  for (let state = 0; state < 256; state++) {
    for (let nibble = 0; nibble < 16; nibble++) {
      let node = state;
      let marks = 0;
      for (let bit = 3; bit >= 0; bit--) {
        const child = children[node * 2 + ((nibble >>> bit) & 1)]!;
        if (child >= 0) {
          node = child;
        } else if (~child === EOS) {
          marks = FAILS;
          break;
        } else {
          marks |= EMITS | (~child << 16);
          node = 0;
        }
      }
      transitions[state * 16 + nibble] = marks & FAILS ? FAILS : marks | node;
    }
  }
  for (let depth = 0, node = 0; depth <= 7; depth++, node = children[node * 2 + 1]!) {
    mayEnd[node] = 1;
  }
}

/**
 * Decodes `source[start, end)` into `target` from its beginning and returns the number of bytes
 * written. Returns -1 for a string that contains EOS or ends in bad padding, and -2 when `target`
 * is too small. A string of n bytes never decodes to more than n * 8 / 5.
 */
export function decodeHuffman(
  source: Uint8Array,
  range: { start: number; end: number },
  target: Uint8Array,
): number {
  let state = 0;
  let written = 0;
  const capacity = target.length;
  const end = range.end;
  for (let i = range.start; i < end; i++) {
    const byte = source[i]!;
    let step = transitions[state * 16 + (byte >>> 4)]!;
    if (step >= EMITS) {
      if (step >= FAILS) return -1;
      if (written === capacity) return -2;
      target[written++] = (step >>> 16) & 0xff;
    }
    step = transitions[(step & STATE_MASK) * 16 + (byte & 15)]!;
    if (step >= EMITS) {
      if (step >= FAILS) return -1;
      if (written === capacity) return -2;
      target[written++] = (step >>> 16) & 0xff;
    }
    state = step & STATE_MASK;
  }
  return mayEnd[state] === 1 ? written : -1;
}
