/**
 * One open (or in-flight) batch of changes, readable before its commit.
 *
 * Revision records nearly always arrive in ascending order, so they live in parallel arrays and
 * are found by a direct guess, then by binary search. All other changes, among them deletions
 * of revisions by a compaction, live in a map for each bucket, keyed by the latin1 form of the key;
 * for bucket `key` the map wins over the arrays. A null value is a deletion.
 */

import { bytesToLatin1, latin1ToBytes } from "@kvorum/base";
import {
  type BucketName,
  bucketNames,
  isRevisionKey,
  putRevisionKey,
  REVISION_KEY_BYTES,
  readUint64,
  TOMBSTONE_KEY_BYTES,
} from "./buckets.ts";

/** What a cursor stands on. */
export interface BatchCursor {
  readonly key: Uint8Array;
  /** Null: the key is deleted. */
  readonly value: Uint8Array | null;
}

type Changes = Map<string, Uint8Array | null>;

/** Estimated cost of one change beside its bytes: array slots, views, map entries. */
const OPERATION_BYTES = 64;

export class Batch {
  /** Changes, each put and delete counted. */
  operations = 0;
  bytes = 0;
  appliedIndex = 0;
  appliedTerm = 0;
  confState: Uint8Array | null = null;
  hasMarker = false;

  readonly mains: number[] = [];
  readonly subs: number[] = [];
  readonly tombstones: boolean[] = [];
  readonly values: Uint8Array[] = [];
  readonly #changes: { readonly [bucket in BucketName]: Changes };
  readonly #sorted: { [bucket in BucketName]?: string[] } = {};

  constructor() {
    const changes = {} as { [bucket in BucketName]: Changes };
    for (const bucket of bucketNames) changes[bucket] = new Map();
    this.#changes = changes;
  }

  get isEmpty(): boolean {
    return this.operations === 0 && !this.hasMarker;
  }

  changes(bucket: BucketName): Changes {
    return this.#changes[bucket];
  }

  putRevision(main: number, sub: number, tombstone: boolean, value: Uint8Array): void {
    this.operations++;
    this.bytes += value.length + OPERATION_BYTES;
    const last = this.mains.length - 1;
    const isAscending =
      last < 0 ||
      main > this.mains[last]! ||
      (main === this.mains[last] &&
        (sub > this.subs[last]! ||
          (sub === this.subs[last] && tombstone && !this.tombstones[last])));
    if (!isAscending) {
      const length = putRevisionKey(scratch, main, sub, tombstone);
      this.#change("key", scratch.subarray(0, length), value);
      return;
    }
    this.mains.push(main);
    this.subs.push(sub);
    this.tombstones.push(tombstone);
    this.values.push(value);
    const exceptions = this.#changes.key;
    if (exceptions.size > 0) {
      const length = putRevisionKey(scratch, main, sub, tombstone);
      if (exceptions.delete(bytesToLatin1(scratch, 0, length))) delete this.#sorted.key;
    }
  }

  put(bucket: BucketName, key: Uint8Array, value: Uint8Array): void {
    this.operations++;
    this.bytes += key.length + value.length + OPERATION_BYTES;
    this.#change(bucket, key, value);
  }

  delete(bucket: BucketName, key: Uint8Array): void {
    this.operations++;
    this.bytes += key.length + OPERATION_BYTES;
    this.#change(bucket, key, null);
  }

  /** Undefined: the batch does not touch the key. Null: it deletes it. */
  get(bucket: BucketName, key: Uint8Array): Uint8Array | null | undefined {
    const changes = this.#changes[bucket];
    if (changes.size > 0) {
      const value = changes.get(bytesToLatin1(key));
      if (value !== undefined) return value;
    }
    if (bucket !== "key" || this.mains.length === 0 || !isRevisionKey(key)) return undefined;
    const at = this.#find(
      readUint64(key, 0),
      readUint64(key, 9),
      key.length === TOMBSTONE_KEY_BYTES,
    );
    return at < 0 ? undefined : this.values[at];
  }

  /** The put record of the revision, else its tombstone. */
  getRevision(main: number, sub: number): Uint8Array | null | undefined {
    const exceptions = this.#changes.key;
    if (exceptions.size > 0) {
      putRevisionKey(scratch, main, sub, true);
      const asTombstone = exceptions.get(bytesToLatin1(scratch));
      const asPut = exceptions.get(bytesToLatin1(scratch, 0, REVISION_KEY_BYTES));
      if (asPut) return asPut;
      if (asTombstone) return asTombstone;
      // A deletion of one form says nothing about a record of the other form further down.
      const put = this.#find(main, sub, false);
      if (put >= 0 && asPut !== null) return this.values[put];
      const tombstone = this.#find(main, sub, true);
      if (tombstone >= 0 && asTombstone !== null) return this.values[tombstone];
      return asPut === null || asTombstone === null ? null : undefined;
    }
    let at = this.#find(main, sub, false);
    if (at < 0) at = this.#find(main, sub, true);
    return at < 0 ? undefined : this.values[at];
  }

  /** The changes of a bucket from `start` on, in ascending order. */
  *cursor(bucket: BucketName, start: Uint8Array): Generator<BatchCursor, void, void> {
    const keys = this.#sortedKeys(bucket);
    const changes = this.#changes[bucket];
    let at = lowerBound(keys, bytesToLatin1(start));
    if (bucket === "key" && this.mains.length > 0) {
      const first = bytesToLatin1(start);
      for (let i = this.#firstRevision(first); i < this.mains.length; i++) {
        const key = this.#revisionLatin1(i);
        if (key < first) continue;
        while (at < keys.length && keys[at]! < key) {
          yield { key: latin1ToBytes(keys[at]!), value: changes.get(keys[at]!)! };
          at++;
        }
        if (at < keys.length && keys[at] === key) continue;
        yield { key: latin1ToBytes(key), value: this.values[i]! };
      }
    }
    for (; at < keys.length; at++) {
      yield { key: latin1ToBytes(keys[at]!), value: changes.get(keys[at]!)! };
    }
  }

  #change(bucket: BucketName, key: Uint8Array, value: Uint8Array | null): void {
    const changes = this.#changes[bucket];
    const text = bytesToLatin1(key);
    if (!changes.has(text)) delete this.#sorted[bucket];
    changes.set(text, value);
  }

  #sortedKeys(bucket: BucketName): string[] {
    return (this.#sorted[bucket] ??= [...this.#changes[bucket].keys()].sort());
  }

  #find(main: number, sub: number, tombstone: boolean): number {
    const mains = this.mains;
    const count = mains.length;
    if (count === 0 || main < mains[0]! || main > mains[count - 1]!) return -1;
    // One record for each revision is the rule, so the distance is the position.
    const guess = main - mains[0]!;
    if (guess < count && mains[guess] === main && this.#is(guess, sub, tombstone)) return guess;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order =
        mains[middle]! - main ||
        this.subs[middle]! - sub ||
        Number(this.tombstones[middle]) - Number(tombstone);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return low < count && mains[low] === main && this.#is(low, sub, tombstone) ? low : -1;
  }

  #is(at: number, sub: number, tombstone: boolean): boolean {
    return this.subs[at] === sub && this.tombstones[at] === tombstone;
  }

  /** The first position whose key may be at or behind `start`. */
  #firstRevision(start: string): number {
    let low = 0;
    let high = this.mains.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#revisionLatin1(middle) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #revisionLatin1(at: number): string {
    const length = putRevisionKey(scratch, this.mains[at]!, this.subs[at]!, this.tombstones[at]!);
    return bytesToLatin1(scratch, 0, length);
  }
}

/** A Buffer, since those become strings fastest. */
const scratch: Uint8Array = Buffer.alloc(TOMBSTONE_KEY_BYTES);

function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
