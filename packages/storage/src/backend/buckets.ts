/**
 * The buckets of etcd's schema (spec: disk-format section 6) and `kvorum` for what only we keep,
 * and the byte form of revision keys: main (8, BE) `_` sub (8, BE), then `t` for a tombstone.
 */

import { assert } from "@kvorum/base";

/** In name order, which the status hash of a saved database follows; `kvorum` comes last. */
export const bucketNames = [
  "alarm",
  "auth",
  "authRoles",
  "authUsers",
  "cluster",
  "key",
  "lease",
  "members",
  "members_removed",
  "meta",
  "kvorum",
] as const;

export type BucketName = (typeof bucketNames)[number];

export const REVISION_KEY_BYTES = 17;
export const TOMBSTONE_KEY_BYTES = 18;
const UNDERSCORE = 0x5f;
const TOMBSTONE_MARK = 0x74;
const TWO_32 = 0x1_0000_0000;

/** Writes the key into `target` (18 bytes at least) and returns its length. */
export function writeRevisionKey(
  target: Uint8Array,
  revision: { main: number; sub: number; tombstone: boolean },
): number {
  return putRevisionKey(target, revision.main, revision.sub, revision.tombstone);
}

/** The same without an options object, for the hot path. */
export function putRevisionKey(
  target: Uint8Array,
  main: number,
  sub: number,
  tombstone: boolean,
): number {
  putUint64(target, 0, main);
  target[8] = UNDERSCORE;
  putUint64(target, 9, sub);
  if (!tombstone) return REVISION_KEY_BYTES;
  target[17] = TOMBSTONE_MARK;
  return TOMBSTONE_KEY_BYTES;
}

/** A key of its own, not shared with anything. */
export function revisionKey(revision: {
  main: number;
  sub: number;
  tombstone: boolean;
}): Uint8Array {
  const key = new Uint8Array(revision.tombstone ? TOMBSTONE_KEY_BYTES : REVISION_KEY_BYTES);
  writeRevisionKey(key, revision);
  return key;
}

/** Whether the bytes have the form of a revision key with counters in the safe range. */
export function isRevisionKey(key: Uint8Array): boolean {
  const isTombstone = key.length === TOMBSTONE_KEY_BYTES && key[17] === TOMBSTONE_MARK;
  return (
    (key.length === REVISION_KEY_BYTES || isTombstone) &&
    key[8] === UNDERSCORE &&
    isSafeHigh(key, 0) &&
    isSafeHigh(key, 9)
  );
}

/** Big-endian, 8 bytes; the value must be a non-negative safe integer. */
export function putUint64(target: Uint8Array, at: number, value: number): void {
  assert(value >= 0 && Number.isSafeInteger(value), `counter ${value} is out of range`);
  const high = Math.floor(value / TWO_32);
  const low = value >>> 0;
  target[at] = high >>> 24;
  target[at + 1] = high >>> 16;
  target[at + 2] = high >>> 8;
  target[at + 3] = high;
  target[at + 4] = low >>> 24;
  target[at + 5] = low >>> 16;
  target[at + 6] = low >>> 8;
  target[at + 7] = low;
}

export function uint64Bytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  putUint64(bytes, 0, value);
  return bytes;
}

/** Reads what putUint64 wrote; rounds beyond 2^53. */
export function readUint64(bytes: Uint8Array, at: number): number {
  const high =
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  const low =
    ((bytes[at + 4]! << 24) | (bytes[at + 5]! << 16) | (bytes[at + 6]! << 8) | bytes[at + 7]!) >>>
    0;
  return high * TWO_32 + low;
}

function isSafeHigh(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0 && bytes[at + 1]! < 0x20;
}
