/**
 * A small backend for the tests of this package: sorted arrays in memory, every call as the port
 * says, views handed out as views. It keeps no batch apart, so `commit` only counts; `reopen`
 * gives what a member finds after a clean stop.
 */

import { bytesToLatin1, latin1ToBytes, utf8ToBytes } from "@kvorum/base";
import type { AppliedMarker, Backend, BucketName } from "../backend-port.ts";
import { encodeRevisionKey, encodeUint64 } from "../mvcc/revision-key.ts";

class Bucket {
  readonly values = new Map<string, Uint8Array>();
  /** Sorted keys; null while they are out of date. */
  sorted: string[] | null = [];

  put(key: string, value: Uint8Array): void {
    if (!this.values.has(key) && this.sorted !== null) {
      const last = this.sorted[this.sorted.length - 1];
      if (last === undefined || last < key) this.sorted.push(key);
      else this.sorted = null;
    }
    this.values.set(key, value);
  }

  delete(key: string): void {
    if (this.values.delete(key)) this.sorted = null;
  }

  keys(): string[] {
    this.sorted ??= [...this.values.keys()].sort(compareStrings);
    return this.sorted;
  }
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export class MemoryBackend implements Backend {
  readonly #buckets = new Map<BucketName, Bucket>();
  pendingOperations = 0;
  commitsCount = 0;
  /** Settable, so that tests can fill the quota. */
  sizeBytes = 16384;
  sizeInUseBytes = 16384;

  #bucket(name: BucketName): Bucket {
    let bucket = this.#buckets.get(name);
    if (bucket === undefined) {
      bucket = new Bucket();
      this.#buckets.set(name, bucket);
    }
    return bucket;
  }

  get(bucket: BucketName, key: Uint8Array): Uint8Array | undefined {
    return this.#bucket(bucket).values.get(bytesToLatin1(key));
  }

  put(bucket: BucketName, key: Uint8Array, value: Uint8Array): void {
    this.#bucket(bucket).put(bytesToLatin1(key), value);
    this.pendingOperations++;
  }

  delete(bucket: BucketName, key: Uint8Array): void {
    this.#bucket(bucket).delete(bytesToLatin1(key));
    this.pendingOperations++;
  }

  scan(
    bucket: BucketName,
    range: { readonly start: Uint8Array; readonly end: Uint8Array | null },
    visit: (key: Uint8Array, value: Uint8Array) => boolean,
  ): void {
    const source = this.#bucket(bucket);
    const keys = source.keys();
    const start = bytesToLatin1(range.start);
    const end = range.end === null ? null : bytesToLatin1(range.end);
    let low = 0;
    for (let high = keys.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (keys[middle]! < start) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < keys.length; i++) {
      const key = keys[i]!;
      if (end !== null && key >= end) return;
      if (!visit(latin1ToBytes(key), source.values.get(key)!)) return;
    }
  }

  getRevision(main: number, sub: number): Uint8Array | undefined {
    return (
      this.get("key", encodeRevisionKey(main, sub)) ??
      this.get("key", encodeRevisionKey(main, sub, true))
    );
  }

  putRevision(main: number, sub: number, tombstone: boolean, value: Uint8Array): void {
    this.put("key", encodeRevisionKey(main, sub, tombstone), value);
  }

  setApplied(marker: AppliedMarker): void {
    this.put("meta", utf8ToBytes("consistent_index"), encodeUint64(marker.index));
    this.put("meta", utf8ToBytes("term"), encodeUint64(marker.term));
    if (marker.confState !== null) {
      this.put("meta", utf8ToBytes("confState"), marker.confState);
    }
  }

  commit(): void {
    this.pendingOperations = 0;
    this.commitsCount++;
  }

  defragment(): void {}

  close(): void {}
}
