/**
 * Hash of the whole database (v3 API specification, 7.3; apply specification, 6.3): every bucket's
 * name and pairs in order, without the entries of `meta` that differ between equal members. A test
 * aid only; our own bucket is left out.
 */

import { bytesToUtf8, type Crc32c, utf8ToBytes } from "@kvorum/base";
import type { Backend, BucketName } from "../backend-port.ts";
import { HASH_SLICE_RECORDS } from "./limits.ts";

/** In byte order of their names. */
const BUCKETS: readonly BucketName[] = [
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
];

const LOCAL_META: ReadonlySet<string> = new Set(["consistent_index", "term", "storageVersion"]);

/** In slices: changes between them are hashed or not, as the scan has passed their place. */
export function* hashDatabase(backend: Backend, crc32c: Crc32c): Generator<void, number> {
  let hash = 0;
  for (const bucket of BUCKETS) {
    hash = crc32c(utf8ToBytes(bucket), hash);
    let next: Uint8Array | null = new Uint8Array(0);
    while (next !== null) {
      let left = HASH_SLICE_RECORDS;
      const start: Uint8Array = next;
      next = null;
      backend.scan(bucket, { start, end: null }, (key, value) => {
        if (left-- === 0) {
          next = key.slice();
          return false;
        }
        if (bucket !== "meta" || !LOCAL_META.has(bytesToUtf8(key))) {
          hash = crc32c(value, crc32c(key, hash));
        }
        return true;
      });
      if (next !== null) yield;
    }
  }
  return hash;
}
