/**
 * The form in which LMDB holds a value: the value, then CRC-32C (4 bytes, LE) over the bucket's
 * name, the key and the value. LMDB pages carry no checksum of their own; this one is checked on
 * every read, and since it covers bucket and key, a record from another place does not pass.
 *
 * A key longer than the engine takes is stored as its first bytes and its SHA-256; the value then
 * begins with the whole key, after its length (4 bytes, LE).
 */

import { createHash } from "node:crypto";
import { bytesToHex, CorruptionError, crc32cRange, utf8ToBytes } from "@kvorum/base";
import { fastCrc32c } from "../checksum.ts";
import { ENGINE_KEY_BYTES } from "../limits.ts";
import { type BucketName, bucketNames } from "./buckets.ts";

export const CHECKSUM_BYTES = 4;
const DIGEST_BYTES = 32;
/** Shared by a long key and its neighbours. */
export const LONG_KEY_PREFIX_BYTES = ENGINE_KEY_BYTES - DIGEST_BYTES;

/** The checksum over a bucket's name and a zero byte: what each of its records continues. */
export const bucketSeeds: { readonly [bucket in BucketName]: number } = (() => {
  const seeds = {} as { [bucket in BucketName]: number };
  for (const bucket of bucketNames) {
    const bytes = utf8ToBytes(`${bucket}\0`);
    seeds[bucket] = crc32cRange(bytes, 0, bytes.length);
  }
  return seeds;
})();

/** The checksum of a record; `keyLength` bytes of `key` count. */
export function recordChecksum(
  seed: number,
  key: Uint8Array,
  keyLength: number,
  value: Uint8Array,
): number {
  return fastCrc32c(value, crc32cRange(key, 0, keyLength, seed));
}

export function writeChecksum(target: Uint8Array, at: number, checksum: number): void {
  target[at] = checksum;
  target[at + 1] = checksum >>> 8;
  target[at + 2] = checksum >>> 16;
  target[at + 3] = checksum >>> 24;
}

export function readChecksum(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  );
}

export function isLongKey(key: Uint8Array): boolean {
  return key.length >= ENGINE_KEY_BYTES;
}

/** The key under which the engine holds `key`. */
export function engineKey(key: Uint8Array): Uint8Array {
  if (!isLongKey(key)) return key;
  const stored = new Uint8Array(ENGINE_KEY_BYTES);
  stored.set(key.subarray(0, LONG_KEY_PREFIX_BYTES));
  stored.set(createHash("sha256").update(key).digest(), LONG_KEY_PREFIX_BYTES);
  return stored;
}

/** Puts the whole key in front of the value of a long key. */
export function wrapLongKey(key: Uint8Array, value: Uint8Array): Uint8Array {
  const wrapped = new Uint8Array(4 + key.length + value.length);
  writeChecksum(wrapped, 0, key.length);
  wrapped.set(key, 4);
  wrapped.set(value, 4 + key.length);
  return wrapped;
}

/** Takes apart what wrapLongKey made; the checksum has been checked. */
export function unwrapLongKey(wrapped: Uint8Array): { key: Uint8Array; value: Uint8Array } {
  const end = 4 + readChecksum(wrapped, 0);
  return { key: wrapped.subarray(4, end), value: wrapped.subarray(end) };
}

export function recordDamage(options: {
  file: string;
  bucket: BucketName;
  key: Uint8Array;
  what?: string;
}): CorruptionError {
  const shown = bytesToHex(options.key.subarray(0, 64));
  return new CorruptionError(
    `the record of bucket ${options.bucket}, key 0x${shown} ${options.what ?? "does not match its checksum"}`,
    { file: options.file, offset: -1 },
  );
}
