/**
 * Range: from a decoded request to the body of its answer (v3 API specification, 3.2).
 *
 * The pipeline is fetch, filter, sort, truncate, strip, in etcd's order, quirks included: a limit
 * without filters and without an explicit order fetches only limit + 1 keys, and sorts those. The
 * plain case (no filter, key order) never leaves packed arrays: records go from the backend
 * straight into the answer's buffer.
 */

import { compareBytes } from "@kvorum/base";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import type { KeyRange } from "./key-index.ts";
import { requestedRange } from "./key-range.ts";
import type { MvccStore } from "./mvcc-store.ts";
import { RecordFields, RecordReader } from "./record.ts";
import { copyBytes, counterSize, writeCounter } from "./varint.ts";

type RangeRequest = etcdserverpb.RangeRequest;
const { SortOrder, SortTarget } = etcdserverpb;

/** Tags of RangeResponse. */
const KVS = 0x12;
const MORE = 0x18;
const COUNT = 0x20;

/** The checks that need no state. @throws RequestError EmptyKey, InvalidSortOption. */
export function checkRange(request: RangeRequest): void {
  if (request.key.length === 0) throw new RequestError("EmptyKey");
  if (
    request.sortOrder < 0 ||
    request.sortOrder > SortOrder.DESCEND ||
    request.sortTarget < 0 ||
    request.sortTarget > SortTarget.VALUE
  ) {
    throw new RequestError("InvalidSortOption");
  }
}

export class RangeReader {
  readonly #mvcc: MvccStore;
  readonly #fields: RecordFields = new RecordFields();
  readonly #record: RecordReader = new RecordReader();
  /** Room for a key on its way from the index into an answer. */
  #keyBytes: Uint8Array = new Uint8Array(256);

  constructor(mvcc: MvccStore) {
    this.#mvcc = mvcc;
  }

  /**
   * The body of the answer, without header. `checkRange` must have passed.
   * @throws RequestError FutureRev, Compacted.
   */
  read(request: RangeRequest): Uint8Array {
    const revision = this.#mvcc.resolveRevision(request.revision);
    this.#mvcc.counters.rangesTotal++;
    if (request.rangeEnd.length === 0) {
      return this.#readKey(request, revision);
    }
    return this.#readRange(request, requestedRange(request.key, request.rangeEnd), revision);
  }

  #readKey(request: RangeRequest, revision: number): Uint8Array {
    const mvcc = this.#mvcc;
    const index = mvcc.index;
    const id = index.find(request.key, 0, request.key.length);
    const exists = id >= 0 && index.findAt(id, revision);
    if (!exists) return this.finish(0, false);
    if (request.countOnly) return this.finish(1, false);
    if (hasFilter(request)) {
      const found = new FoundKeys();
      found.add(id, index.foundMain, index.foundSub);
      return this.#selectAndWrite(request, found, 1);
    }
    if (request.keysOnly) {
      this.#writeStripped(id, index.foundMain, index.foundSub, keepsLease(request));
      return this.finish(1, false);
    }
    // The hot path of a plain get: one array, cut from the slab, written once.
    const record = mvcc.recordAt(index.foundMain, index.foundSub);
    const length = record.length;
    const slab = mvcc.slab;
    const size = 3 + counterSize(length) + length;
    slab.reserve(size);
    const bytes = slab.bytes;
    const start = slab.offset;
    bytes[start] = KVS;
    let position = writeCounter(bytes, start + 1, length);
    position = copyBytes(bytes, position, record, 0, length);
    bytes[position] = COUNT;
    bytes[position + 1] = 1;
    return bytes.subarray(start, start + size);
  }

  #readRange(request: RangeRequest, range: KeyRange, revision: number): Uint8Array {
    const index = this.#mvcc.index;
    if (request.countOnly) return this.finish(index.count(range, revision), false);
    const limit = Math.max(0, request.limit);
    const isPlain = !hasFilter(request) && hasKeyOrder(request);
    const fetchLimit =
      limit === 0 || hasFilter(request) || !hasDefaultOrder(request) ? 0 : limit + 1;
    const found = new FoundKeys();
    const cursor = index.cursor(range);
    for (let id = cursor.next(); id >= 0; id = cursor.next()) {
      if (!index.findAt(id, revision)) continue;
      found.add(id, index.foundMain, index.foundSub);
      if (found.count === fetchLimit) break;
    }
    const isCut = fetchLimit !== 0 && found.count === fetchLimit;
    const count = isCut ? index.count(range, revision) : found.count;
    if (!isPlain) return this.#selectAndWrite(request, found, count);
    const isMore = limit !== 0 && found.count > limit;
    const end = isMore ? limit : found.count;
    for (let i = 0; i < end; i++) this.#writeFound(request, found, i);
    return this.finish(count, isMore);
  }

  /** Filters, sorts and truncates what was fetched, and writes what is left. */
  #selectAndWrite(request: RangeRequest, found: FoundKeys, count: number): Uint8Array {
    let selected: number[] = [];
    const filters = hasFilter(request);
    for (let i = 0; i < found.count; i++) {
      if (!filters || this.#passes(request, found, i)) selected.push(i);
    }
    if (!hasKeyOrder(request)) selected = this.#sorted(request, found, selected);
    const limit = Math.max(0, request.limit);
    const isMore = limit !== 0 && selected.length > limit;
    const end = isMore ? limit : selected.length;
    for (let i = 0; i < end; i++) this.#writeFound(request, found, selected[i]!);
    return this.finish(count, isMore);
  }

  #passes(request: RangeRequest, found: FoundKeys, i: number): boolean {
    const mod = found.mains[i]!;
    if (request.maxModRevision !== 0 && mod > request.maxModRevision) return false;
    if (request.minModRevision !== 0 && mod < request.minModRevision) return false;
    if (request.maxCreateRevision === 0 && request.minCreateRevision === 0) return true;
    const create = this.#createRevision(found, i);
    if (request.maxCreateRevision !== 0 && create > request.maxCreateRevision) return false;
    return request.minCreateRevision === 0 || create >= request.minCreateRevision;
  }

  /** The selection in the order asked for; equal ones stay in key order. */
  #sorted(request: RangeRequest, found: FoundKeys, selected: number[]): number[] {
    const isDescending = request.sortOrder === SortOrder.DESCEND;
    if (request.sortTarget === SortTarget.KEY) return isDescending ? selected.reverse() : selected;
    if (request.sortTarget === SortTarget.VALUE) {
      const values: Uint8Array[] = [];
      for (const i of selected) values[i] = this.#value(found, i);
      return selected.sort((a, b) => {
        const order = compareBytes(values[a]!, values[b]!);
        return isDescending ? -order : order;
      });
    }
    const numbers = new Float64Array(found.count);
    for (const i of selected) numbers[i] = this.#sortNumber(request.sortTarget, found, i);
    return selected.sort((a, b) =>
      isDescending ? numbers[b]! - numbers[a]! : numbers[a]! - numbers[b]!,
    );
  }

  #sortNumber(target: number, found: FoundKeys, i: number): number {
    if (target === SortTarget.MOD) return found.mains[i]!;
    if (target === SortTarget.CREATE) return this.#createRevision(found, i);
    return this.#version(found, i);
  }

  // The index knows create_revision and version of the newest revision only.

  #createRevision(found: FoundKeys, i: number): number {
    const index = this.#mvcc.index;
    const id = found.ids[i]!;
    if (isNewest(this.#mvcc, id, found.mains[i]!, found.subs[i]!)) return index.createRevision(id);
    this.#readRecord(found.mains[i]!, found.subs[i]!);
    return this.#record.createRevision;
  }

  #version(found: FoundKeys, i: number): number {
    const index = this.#mvcc.index;
    const id = found.ids[i]!;
    if (isNewest(this.#mvcc, id, found.mains[i]!, found.subs[i]!)) return index.version(id);
    this.#readRecord(found.mains[i]!, found.subs[i]!);
    return this.#record.version;
  }

  #value(found: FoundKeys, i: number): Uint8Array {
    this.#readRecord(found.mains[i]!, found.subs[i]!);
    const record = this.#record;
    return record.bytes.slice(record.valueStart, record.valueEnd);
  }

  #readRecord(main: number, sub: number): void {
    this.#record.read(this.#mvcc.recordAt(main, sub));
  }

  #writeFound(request: RangeRequest, found: FoundKeys, i: number): void {
    this.writeKey(request, found.ids[i]!, found.mains[i]!, found.subs[i]!);
  }

  /** Appends one key at a revision to the answer that is being built. */
  writeKey(request: RangeRequest, id: number, main: number, sub: number): void {
    if (request.keysOnly) this.#writeStripped(id, main, sub, keepsLease(request));
    else this.#mvcc.writer.field(KVS, this.#mvcc.recordAt(main, sub));
  }

  /** A record without value: from the index alone where it knows enough. */
  #writeStripped(id: number, main: number, sub: number, hasLease: boolean): void {
    const mvcc = this.#mvcc;
    const index = mvcc.index;
    const fields = this.#fields;
    fields.modRevision = main;
    fields.leaseLow = fields.leaseHigh = 0;
    const isNow = isNewest(mvcc, id, main, sub);
    if (isNow) {
      const length = index.keyBytesCount(id);
      if (this.#keyBytes.length < length) this.#keyBytes = new Uint8Array(length * 2);
      index.copyKey(id, this.#keyBytes, 0);
      fields.keyBytes = this.#keyBytes;
      fields.keyStart = 0;
      fields.keyEnd = length;
      fields.createRevision = index.createRevision(id);
      fields.version = index.version(id);
      if (hasLease) {
        fields.leaseLow = index.leaseLow(id);
        fields.leaseHigh = index.leaseHigh(id);
      }
    } else {
      const record = this.#record;
      this.#readRecord(main, sub);
      fields.keyBytes = record.bytes;
      fields.keyStart = record.keyStart;
      fields.keyEnd = record.keyEnd;
      fields.createRevision = record.createRevision;
      fields.version = record.version;
      if (hasLease) {
        fields.leaseLow = record.leaseLow;
        fields.leaseHigh = record.leaseHigh;
      }
    }
    mvcc.writer.record(KVS, fields);
  }

  /** Ends the answer that is being built. */
  finish(count: number, isMore: boolean): Uint8Array {
    const writer = this.#mvcc.writer;
    writer.bool(MORE, isMore);
    writer.counter(COUNT, count);
    return writer.finish();
  }
}

/** Keys that a range found, with the revision to read of each, in key order. */
class FoundKeys {
  count = 0;
  ids: Int32Array = new Int32Array(16);
  mains: Float64Array = new Float64Array(16);
  subs: Int32Array = new Int32Array(16);

  add(id: number, main: number, sub: number): void {
    if (this.count === this.ids.length) this.#grow();
    this.ids[this.count] = id;
    this.mains[this.count] = main;
    this.subs[this.count] = sub;
    this.count++;
  }

  #grow(): void {
    const capacity = this.count * 4;
    const ids = new Int32Array(capacity);
    ids.set(this.ids);
    this.ids = ids;
    const mains = new Float64Array(capacity);
    mains.set(this.mains);
    this.mains = mains;
    const subs = new Int32Array(capacity);
    subs.set(this.subs);
    this.subs = subs;
  }
}

function isNewest(mvcc: MvccStore, id: number, main: number, sub: number): boolean {
  return mvcc.index.modRevision(id) === main && mvcc.index.modSub(id) === sub;
}

export function hasFilter(request: RangeRequest): boolean {
  return (
    request.maxModRevision !== 0 ||
    request.minModRevision !== 0 ||
    request.maxCreateRevision !== 0 ||
    request.minCreateRevision !== 0
  );
}

/** The orders for which etcd limits the fetch: NONE with any target, or KEY ascending. */
export function hasDefaultOrder(request: RangeRequest): boolean {
  return (
    request.sortOrder === SortOrder.NONE ||
    (request.sortTarget === SortTarget.KEY && request.sortOrder === SortOrder.ASCEND)
  );
}

/** The result is wanted in the order in which it is fetched. */
function hasKeyOrder(request: RangeRequest): boolean {
  return request.sortTarget === SortTarget.KEY && request.sortOrder !== SortOrder.DESCEND;
}

/** A keys_only answer comes from the index, which drops the lease, unless values were fetched. */
function keepsLease(request: RangeRequest): boolean {
  return request.sortTarget === SortTarget.VALUE;
}
