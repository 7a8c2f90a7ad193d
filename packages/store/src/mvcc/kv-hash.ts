/**
 * HashKV: the checksum by which members compare their keys (apply specification, 6.1 and 6.2). It
 * covers, in order, the revision key and the record of every revision up to a given one, except
 * those that a compaction may have deleted on one member and not yet on another.
 */

import { type Crc32c, utf8ToBytes } from "@kvorum/base";
import { RequestError } from "@kvorum/proto";
import type { Compactor } from "./compactor.ts";
import { HASH_SLICE_RECORDS } from "./limits.ts";
import type { MvccStore } from "./mvcc-store.ts";
import { RecordReader } from "./record.ts";
import {
  checkRevisionKey,
  encodeRevisionKey,
  isTombstoneKey,
  mainOf,
  subOf,
} from "./revision-key.ts";

export interface StoredHash {
  readonly hash: number;
  /** The compact revision that the hash was computed under; -1 if none. */
  readonly compactRevision: number;
  /** Newest revision in the hash. */
  readonly hashRevision: number;
}

const BUCKET_NAME = utf8ToBytes("key");

/** A HashKV in the making. */
export class KvHash {
  readonly #crc32c: Crc32c;
  readonly #compactRevision: number;
  /** The checksum of what was fed so far. */
  value: number;

  constructor(crc32c: Crc32c, compactRevision: number) {
    this.#crc32c = crc32c;
    this.#compactRevision = compactRevision;
    this.value = crc32c(BUCKET_NAME, 0);
  }

  /**
   * Pairs come in ascending order; none above the hashed revision. `counts` matters only at or
   * below the compact revision.
   */
  feed(
    key: Uint8Array,
    value: Uint8Array,
    facts: { main: number; isTombstone: boolean; counts: boolean },
  ): void {
    if (facts.main <= this.#compactRevision) {
      if (!facts.counts) return;
      // Older releases delete a tombstone at the compact revision, newer ones keep it.
      if (facts.main === this.#compactRevision && facts.isTombstone) return;
    }
    this.value = this.#crc32c(value, this.#crc32c(key, this.value));
  }
}

/**
 * HashKV at `revision` (0: the current one), in slices: yields every HASH_SLICE_RECORDS records,
 * between which the store may go on. Starts over when a compaction comes in between.
 *
 * Of what is at or below the compact revision, records count that keys still have at `revision`.
 * Where no key exists then, etcd counts all that are left; here those are left out that a
 * compaction is about to delete, so that two members agree whatever the progress of each.
 * @throws RequestError Compacted, FutureRev.
 */
export function* hashKv(
  parts: { mvcc: MvccStore; compactor: Compactor; crc32c: Crc32c },
  revision: number,
): Generator<void, StoredHash> {
  const { mvcc, compactor, crc32c } = parts;
  const stored = revision > 0 ? compactor.storedHash(revision) : undefined;
  if (stored !== undefined) return stored;
  const hashRevision = revision <= 0 ? mvcc.revision : revision;
  if (hashRevision > mvcc.revision) throw new RequestError("FutureRev");
  const { index } = mvcc;
  const record = new RecordReader();
  for (;;) {
    const { compactRevision } = mvcc;
    if (hashRevision < compactRevision) throw new RequestError("Compacted");
    const hash = new KvHash(crc32c, compactRevision);
    const hasLiveKeys = index.hasLiveKeyAt(hashRevision);
    let next: Uint8Array | null = encodeRevisionKey(0, 0);
    const end = encodeRevisionKey(hashRevision + 1, 0);
    while (next !== null) {
      let left = HASH_SLICE_RECORDS;
      const start: Uint8Array = next;
      next = null;
      mvcc.backend.scan("key", { start, end }, (key, value) => {
        if (left-- === 0) {
          next = key.slice();
          return false;
        }
        checkRevisionKey(key);
        const main = mainOf(key);
        const sub = subOf(key);
        let counts = true;
        if (main <= compactRevision) {
          record.read(value);
          const id = index.find(value, record.keyStart, record.keyEnd);
          counts =
            id >= 0 &&
            (hasLiveKeys
              ? index.findAt(id, hashRevision) && index.foundMain === main && index.foundSub === sub
              : index.survives(id, main, sub, compactRevision));
        }
        hash.feed(key, value, { main, isTombstone: isTombstoneKey(key), counts });
        return true;
      });
      if (next !== null) yield;
      if (mvcc.compactRevision !== compactRevision) break;
    }
    if (next === null) return { hash: hash.value, compactRevision, hashRevision };
  }
}
