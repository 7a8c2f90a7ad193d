/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4): reflected polynomial 0x82F63B78, initial and final
 * complement. This is the portable form, eight bytes a step; `storage` hands out one with hardware
 * support behind the same type.
 */

/** The checksum of `bytes`, continued from `seed` (the checksum of what came before; 0 at first). */
export type Crc32c = (bytes: Uint8Array, seed?: number) => number;

const POLYNOMIAL = 0x82f63b78;

/** tables[k * 256 + b]: the effect of byte b with k zero bytes behind it. */
const tables: Uint32Array = buildTables();

function buildTables(): Uint32Array {
  const result = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    result[byte] = crc >>> 0;
  }
  for (let i = 256; i < 8 * 256; i++) {
    const previous = result[i - 256]!;
    result[i] = ((previous >>> 8) ^ result[previous & 0xff]!) >>> 0;
  }
  return result;
}

export function crc32c(bytes: Uint8Array, seed = 0): number {
  return crc32cRange(bytes, 0, bytes.length, seed);
}

/** The same over `start..end` (end exclusive) of `bytes`, without making a view. */
export function crc32cRange(bytes: Uint8Array, start: number, end: number, seed = 0): number {
  const t = tables;
  let crc = ~seed;
  let i = start;
  for (const stop = end - 7; i < stop; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    crc =
      t[1792 + (crc & 0xff)]! ^
      t[1536 + ((crc >>> 8) & 0xff)]! ^
      t[1280 + ((crc >>> 16) & 0xff)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]!) & 0xff]!;
  return ~crc >>> 0;
}
