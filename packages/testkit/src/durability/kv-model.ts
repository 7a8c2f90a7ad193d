/**
 * The store that the acknowledged and found operations must have produced, from the first revision
 * on: what every key holds, what every revision's events are, and the hash over all records that a
 * member must report. Nothing here looks at a server.
 */

import { type Crc32c, crc32c, latin1ToBytes, utf8ToBytes } from "@kvorum/base";
import { mvccpb } from "@kvorum/proto";
import type { Effect } from "./operation.ts";

interface StoredRecord {
  readonly revision: number;
  readonly sub: number;
  readonly key: string;
  readonly isTombstone: boolean;
  /** Revision key and value as the store keeps them. */
  readonly bytes: Uint8Array;
}

const PUT = 0;
const DELETE = 1;

export class KvModel {
  readonly #keys = new Map<string, mvccpb.KeyValue>();
  readonly #records: StoredRecord[] = [];
  readonly #crc: Crc32c;

  constructor(crc: Crc32c = crc32c) {
    this.#crc = crc;
  }

  /** Applies one revision and returns the events that it must have. */
  apply(revision: number, effects: readonly Effect[]): mvccpb.Event[] {
    const events: mvccpb.Event[] = [];
    for (const effect of effects) {
      const key = latin1ToBytes(effect.key);
      const before = this.#keys.get(effect.key);
      if (effect.kind === "delete") {
        if (before === undefined) continue;
        this.#keys.delete(effect.key);
        const tombstone = { ...mvccpb.createKeyValue(), key };
        this.#record(revision, events.length, effect.key, tombstone, true);
        events.push({ type: DELETE, kv: { ...tombstone, modRevision: revision }, prevKv: null });
        continue;
      }
      const kv: mvccpb.KeyValue = {
        key,
        createRevision: before?.createRevision ?? revision,
        modRevision: revision,
        version: (before?.version ?? 0) + 1,
        value: effect.value,
        lease: effect.lease,
      };
      this.#keys.set(effect.key, kv);
      this.#record(revision, events.length, effect.key, kv, false);
      events.push({ type: PUT, kv, prevKv: null });
    }
    return events;
  }

  /** What a range over all keys returns now, in key order. */
  keyValues(): mvccpb.KeyValue[] {
    const names = [...this.#keys.keys()].sort((a, b) => (a < b ? -1 : 1));
    return names.map((name) => this.#keys.get(name)!);
  }

  /**
   * HashKV at the latest revision: CRC-32C over the bucket's name and the records above the
   * compaction revision (-1 for none), and of those below it the ones that a compaction at the
   * hashed revision, here the latest, would keep.
   */
  hash(compactRevision: number): number {
    const newest = new Map<string, StoredRecord>();
    for (const record of this.#records) newest.set(record.key, record);
    let crc = this.#crc(utf8ToBytes("key"));
    for (const record of this.#records) {
      const isKept =
        record.revision > compactRevision ||
        (newest.get(record.key) === record && !record.isTombstone);
      if (isKept) crc = this.#crc(record.bytes, crc);
    }
    return crc;
  }

  #record(
    revision: number,
    sub: number,
    key: string,
    kv: mvccpb.KeyValue,
    isTombstone: boolean,
  ): void {
    const value = mvccpb.encodeKeyValue(kv);
    const prefixBytes = isTombstone ? 18 : 17;
    const bytes = new Uint8Array(prefixBytes + value.length);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, BigInt(revision));
    bytes[8] = 0x5f;
    view.setBigUint64(9, BigInt(sub));
    if (isTombstone) bytes[17] = 0x74;
    bytes.set(value, prefixBytes);
    this.#records.push({ revision, sub, key, isTombstone, bytes });
  }
}
