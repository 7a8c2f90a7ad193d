/**
 * Protobuf varints written and measured in place, for the few messages that the store builds by
 * hand on its hot paths. Counters are numbers below 2^53; a lease id comes as two 32-bit halves,
 * so that no bigint is made for it.
 */

/** Bytes of the varint of a counter in 0..2^53. */
export function counterSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  if (value < 0x1000_0000) return 4;
  if (value < 0x8_0000_0000) return 5;
  if (value < 0x400_0000_0000) return 6;
  if (value < 0x2_0000_0000_0000) return 7;
  return 8;
}

/** Writes the varint of a counter at `position`; returns the position behind it. */
export function writeCounter(bytes: Uint8Array, position: number, value: number): number {
  while (value > 0x7fff_ffff) {
    bytes[position++] = (value % 0x80) | 0x80;
    value = Math.floor(value / 0x80);
  }
  while (value > 0x7f) {
    bytes[position++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  bytes[position++] = value;
  return position;
}

/** Bytes of the varint of a 64-bit integer given as halves of any sign. */
export function pairSize(low: number, high: number): number {
  if (high === 0) return counterSize(low >>> 0);
  const unsigned = high >>> 0;
  if (unsigned < 8) return 5;
  let rest = unsigned >>> 3;
  let size = 6;
  while (rest > 0x7f) {
    rest >>>= 7;
    size++;
  }
  return size;
}

export function writePair(bytes: Uint8Array, position: number, low: number, high: number): number {
  low >>>= 0;
  high >>>= 0;
  while (high !== 0) {
    bytes[position++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  return writeCounter(bytes, position, low);
}

/** Copies `source[start, end)` to `target` at `position`; returns the position behind it. */
export function copyBytes(
  target: Uint8Array,
  position: number,
  source: Uint8Array,
  start: number,
  end: number,
): number {
  // A view costs more than a few dozen byte moves.
  if (end - start <= 40) {
    for (let i = start; i < end; i++) target[position++] = source[i]!;
    return position;
  }
  target.set(source.subarray(start, end), position);
  return position + end - start;
}
