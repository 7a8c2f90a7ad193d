/**
 * Keys of bucket `key` (disk format specification, 6.1).
 *
 *   0: main revision, int64 big-endian   8: '_'   9: sub revision, int64 big-endian
 *   17: 't', only for a tombstone
 */

import { CorruptionError } from "@kvorum/base";

const TWO_32 = 0x1_0000_0000;
const SEPARATOR = 0x5f;
const TOMBSTONE_MARK = 0x74;

export const REVISION_KEY_BYTES = 17;

export function encodeRevisionKey(main: number, sub: number, isTombstone = false): Uint8Array {
  const key = new Uint8Array(isTombstone ? REVISION_KEY_BYTES + 1 : REVISION_KEY_BYTES);
  writeUint32(key, 0, Math.floor(main / TWO_32));
  writeUint32(key, 4, main >>> 0);
  key[8] = SEPARATOR;
  writeUint32(key, 9, Math.floor(sub / TWO_32));
  writeUint32(key, 13, sub >>> 0);
  if (isTombstone) key[REVISION_KEY_BYTES] = TOMBSTONE_MARK;
  return key;
}

/** @throws CorruptionError where `key` is no revision key. */
export function checkRevisionKey(key: Uint8Array): void {
  const isTombstone = key.length === REVISION_KEY_BYTES + 1 && key[17] === TOMBSTONE_MARK;
  if (
    (key.length === REVISION_KEY_BYTES || isTombstone) &&
    key[8] === SEPARATOR &&
    key[0]! < 0x80 &&
    key[9]! < 0x80
  ) {
    return;
  }
  throw new CorruptionError("a revision key is malformed", { file: "bucket key", offset: -1 });
}

export function mainOf(key: Uint8Array): number {
  return readUint32(key, 0) * TWO_32 + readUint32(key, 4);
}

export function subOf(key: Uint8Array): number {
  return readUint32(key, 9) * TWO_32 + readUint32(key, 13);
}

export function isTombstoneKey(key: Uint8Array): boolean {
  return key.length > REVISION_KEY_BYTES;
}

export function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

export function readUint32(bytes: Uint8Array, offset: number): number {
  return (
    bytes[offset]! * 0x100_0000 +
    ((bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!)
  );
}

/** A counter as meta keeps it: unsigned, 8 bytes big-endian. */
export function encodeUint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  writeUint32(bytes, 0, Math.floor(value / TWO_32));
  writeUint32(bytes, 4, value >>> 0);
  return bytes;
}

export function decodeUint64(bytes: Uint8Array): number {
  return readUint32(bytes, 0) * TWO_32 + readUint32(bytes, 4);
}
