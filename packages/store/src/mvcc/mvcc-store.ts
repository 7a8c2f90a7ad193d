/**
 * Keys, revisions and records: the writes of one revision, and reads at any revision that is not
 * compacted.
 *
 * Writing: `beginWrite`, any number of puts and deletes, `endWrite`. All changes share the main
 * revision `revision + 1` and are numbered by sub revision from 0; if there was none, the revision
 * stays. Everything that can fail is checked before the first change (`checkPut`), so nothing is
 * ever taken back.
 *
 * Each change goes to the key index, to the backend's open batch and to the event buffer, which
 * the watch hub sees when the revision is complete.
 *
 * Behaviour: v3 API specification, 3.4-3.6; apply specification, 5.1 and 5.2.
 */

import { assert, CorruptionError, latin1ToBytes } from "@kvorum/base";
import { RequestError } from "@kvorum/proto";
import type { Backend } from "../backend-port.ts";
import type { HistoryEvent, HistoryReader, LeaseAttachments, RevisionSink } from "../seams.ts";
import { AnswerWriter } from "./answer-writer.ts";
import { ByteSlab } from "./byte-slab.ts";
import { EventBuffer } from "./event-buffer.ts";
import { HistoryRecord } from "./history-record.ts";
import { KeyIndex, type KeyRange } from "./key-index.ts";
import { RecordFields, RecordReader, writeRecord } from "./record.ts";
import { encodeRevisionKey } from "./revision-key.ts";

/** One put, its bytes where they arrived. Reused by its owner. */
export class PutFields {
  keyBytes: Uint8Array = new Uint8Array(0);
  keyStart = 0;
  keyEnd = 0;
  valueBytes: Uint8Array = new Uint8Array(0);
  valueStart = 0;
  valueEnd = 0;
  leaseLow = 0;
  leaseHigh = 0;
  wantsPrevious = false;
  ignoresValue = false;
  ignoresLease = false;

  get lease(): bigint {
    if ((this.leaseLow | this.leaseHigh) === 0) return 0n;
    return (BigInt(this.leaseHigh) << 32n) | BigInt(this.leaseLow >>> 0);
  }
}

/** Plain counters since the store was made, read at scrape time. */
export class MvccCounters {
  /** Range operations, also those inside transactions and for comparisons and previous values. */
  rangesTotal = 0;
  putsTotal = 0;
  /** Delete operations, not keys. */
  deletesTotal = 0;
  /** Transactions of more than one operation; a plain put is none. */
  txnsTotal = 0;
  /** Bytes of keys and values of all puts. */
  putBytesTotal = 0;
  /** Revisions that compactions deleted. */
  compactedRevisionsTotal = 0;

  get operationsTotal(): number {
    return this.rangesTotal + this.putsTotal + this.deletesTotal;
  }
}

export class MvccStore implements HistoryReader {
  /** Replaced only while restoring. */
  index: KeyIndex;
  readonly backend: Backend;
  readonly leases: LeaseAttachments;
  readonly slab: ByteSlab = new ByteSlab();
  /** For bodies of answers; between `finish` calls it belongs to whoever builds one. */
  readonly writer: AnswerWriter = new AnswerWriter(this.slab);
  /** Set once by the store; null while it restores. */
  sink: RevisionSink | null = null;
  #revision = 1;
  #compactRevision = -1;
  #writeRevision = 0;
  #sub = 0;
  readonly #events: EventBuffer;
  readonly #record: RecordFields = new RecordFields();
  readonly #reader: RecordReader = new RecordReader();

  readonly counters: MvccCounters;
  /** Operations counted before the open write. */
  #operationsBefore = 0;

  constructor(options: {
    backend: Backend;
    leases: LeaseAttachments;
    hashSeed: number;
    counters: MvccCounters;
  }) {
    this.backend = options.backend;
    this.counters = options.counters;
    this.leases = options.leases;
    this.index = new KeyIndex(options.hashSeed);
    this.#events = new EventBuffer((bytes, start, end, revision) =>
      this.#recordOf(bytes, start, end, revision),
    );
  }

  get revision(): number {
    return this.#revision;
  }

  get compactRevision(): number {
    return this.#compactRevision;
  }

  /** Changes made so far by the write that is open. */
  get changesCount(): number {
    return this.#sub;
  }

  /** What a read inside the open write sees: its own changes included. */
  get readRevision(): number {
    return this.#sub > 0 ? this.#writeRevision : this.#revision;
  }

  /** Only for restoring and for compaction. */
  setRevisions(revisions: { current: number; compacted: number }): void {
    this.#revision = revisions.current;
    this.#compactRevision = revisions.compacted;
  }

  // Writing ----------------------------------------------------------------------------------

  beginWrite(): void {
    assert(this.#writeRevision === 0, "a write began inside another one");
    this.#writeRevision = this.#revision + 1;
    this.#sub = 0;
    this.#operationsBefore = this.counters.operationsTotal;
  }

  /** Completes the revision; returns the revision after the write. */
  endWrite(): number {
    if (this.counters.operationsTotal > this.#operationsBefore + 1) this.counters.txnsTotal++;
    if (this.#sub > 0) {
      this.#revision = this.#writeRevision;
      const events = this.#events;
      events.revision = this.#writeRevision;
      this.#writeRevision = 0;
      this.#sub = 0;
      if (this.sink !== null) this.sink.publish(events);
      events.clear();
    }
    this.#writeRevision = 0;
    return this.#revision;
  }

  /** Closes a write that failed before its first change. */
  abandonWrite(): void {
    assert(this.#sub === 0, "a write with changes cannot be abandoned");
    this.#writeRevision = 0;
    this.writer.reset();
  }

  /**
   * The checks of a put of its own, in etcd's order; a transaction's put is checked the other way
   * round. @throws RequestError LeaseNotFound, KeyNotFound. Changes nothing.
   */
  checkPut(put: PutFields): void {
    this.#checkLease(put);
    this.#checkKeyExists(put);
  }

  /** @throws RequestError KeyNotFound, LeaseNotFound. Changes nothing. */
  checkTxnPut(put: PutFields): void {
    this.#checkKeyExists(put);
    this.#checkLease(put);
  }

  #checkLease(put: PutFields): void {
    if ((put.leaseLow | put.leaseHigh) !== 0 && !this.leases.exists(put.lease)) {
      throw new RequestError("LeaseNotFound");
    }
  }

  #checkKeyExists(put: PutFields): void {
    if (!put.ignoresValue && !put.ignoresLease) return;
    const id = this.index.find(put.keyBytes, put.keyStart, put.keyEnd);
    if (id < 0 || !this.index.isLive(id)) throw new RequestError("KeyNotFound");
  }

  /**
   * Writes one key; `checkPut` must have passed in this state of the store, or in the one before
   * the transaction. If `wantsPrevious`, appends the previous record to `writer` under `tag`.
   */
  put(put: PutFields, previousTag: number): void {
    const index = this.index;
    const { counters } = this;
    counters.putsTotal++;
    counters.putBytesTotal += put.keyEnd - put.keyStart + (put.valueEnd - put.valueStart);
    if (put.wantsPrevious || put.ignoresValue || put.ignoresLease) counters.rangesTotal++;
    const id = index.findOrAdd(put.keyBytes, put.keyStart, put.keyEnd);
    const oldVersion = index.version(id);
    const main = this.#writeRevision;
    const record = this.#record;
    record.keyBytes = put.keyBytes;
    record.keyStart = put.keyStart;
    record.keyEnd = put.keyEnd;
    record.createRevision = oldVersion === 0 ? main : index.createRevision(id);
    record.modRevision = main;
    record.version = oldVersion + 1;
    record.valueBytes = put.valueBytes;
    record.valueStart = put.valueStart;
    record.valueEnd = put.valueEnd;
    record.leaseLow = put.leaseLow;
    record.leaseHigh = put.leaseHigh;
    const oldLow = oldVersion === 0 ? 0 : index.leaseLow(id);
    const oldHigh = oldVersion === 0 ? 0 : index.leaseHigh(id);
    if (oldVersion !== 0 && (put.wantsPrevious || put.ignoresValue)) {
      const previous = this.recordAt(index.modRevision(id), index.modSub(id));
      if (put.wantsPrevious) this.writer.field(previousTag, previous);
      if (put.ignoresValue) {
        this.#reader.read(previous);
        record.valueBytes = previous;
        record.valueStart = this.#reader.valueStart;
        record.valueEnd = this.#reader.valueEnd;
      }
    }
    if (put.ignoresLease) {
      record.leaseLow = oldLow;
      record.leaseHigh = oldHigh;
    }
    const bytes = writeRecord(record, this.slab);
    if (record.leaseLow !== oldLow || record.leaseHigh !== oldHigh) {
      const key = index.key(id);
      if ((oldLow | oldHigh) !== 0) this.leases.detach(index.lease(id), key);
      if ((record.leaseLow | record.leaseHigh) !== 0) this.leases.attach(put.lease, key);
    }
    const sub = this.#sub++;
    index.set(
      id,
      main,
      sub,
      record.createRevision,
      record.version,
      record.leaseLow,
      record.leaseHigh,
    );
    this.backend.putRevision(main, sub, false, bytes);
    this.#events.add(bytes, record.createRevision);
  }

  /**
   * Deletes the live keys of the range in ascending order; returns how many. If `previousTag` is
   * not 0, appends the previous records to `writer` under it.
   */
  deleteRange(range: KeyRange, previousTag: number): number {
    this.#countDelete(previousTag);
    const cursor = this.index.cursor(range);
    let deleted = 0;
    for (let id = cursor.next(); id >= 0; id = cursor.next()) {
      if (!this.index.isLive(id)) continue;
      this.#deleteKey(id, previousTag);
      deleted++;
    }
    return deleted;
  }

  /** Deletes one key if it exists; returns how many were deleted. */
  deleteKey(bytes: Uint8Array, start: number, end: number, previousTag: number): number {
    this.#countDelete(previousTag);
    const id = this.index.find(bytes, start, end);
    if (id < 0 || !this.index.isLive(id)) return 0;
    this.#deleteKey(id, previousTag);
    return 1;
  }

  #countDelete(previousTag: number): void {
    this.counters.deletesTotal++;
    if (previousTag !== 0) this.counters.rangesTotal++;
  }

  #deleteKey(id: number, previousTag: number): void {
    const index = this.index;
    if (previousTag !== 0) {
      this.writer.field(previousTag, this.recordAt(index.modRevision(id), index.modSub(id)));
    }
    if ((index.leaseLow(id) | index.leaseHigh(id)) !== 0) {
      this.leases.detach(index.lease(id), index.key(id));
    }
    const record = this.#record;
    const keyLength = index.keyBytesCount(id);
    const keyBytes = this.slab.take(keyLength);
    index.copyKey(id, keyBytes, 0);
    record.keyBytes = keyBytes;
    record.keyStart = 0;
    record.keyEnd = keyLength;
    record.createRevision = record.modRevision = record.version = 0;
    record.valueStart = record.valueEnd = 0;
    record.leaseLow = record.leaseHigh = 0;
    const bytes = writeRecord(record, this.slab);
    const sub = this.#sub++;
    index.set(id, this.#writeRevision, sub, 0, 0, 0, 0);
    this.backend.putRevision(this.#writeRevision, sub, true, bytes);
    this.#events.add(bytes, 0);
  }

  // Reading ----------------------------------------------------------------------------------

  /**
   * The record that the index says must exist; a view until the next call on the backend.
   * @throws CorruptionError where it is missing.
   */
  recordAt(main: number, sub: number): Uint8Array {
    const record = this.backend.getRevision(main, sub);
    if (record !== undefined) return record;
    throw new CorruptionError(`revision ${main}.${sub} is in the index but has no record`, {
      file: "bucket key",
      offset: -1,
    });
  }

  /** The revision at which a request with this `revision` field reads. @throws RequestError. */
  resolveRevision(requested: number): number {
    if (requested <= 0) return this.readRevision;
    if (requested > this.#revision) throw new RequestError("FutureRev");
    if (requested < this.#compactRevision) throw new RequestError("Compacted");
    return requested;
  }

  scanEvents(
    range: { fromRevision: number; beforeRevision: number },
    visit: (event: HistoryEvent) => boolean,
  ): void {
    const event = new HistoryRecord();
    this.backend.scan(
      "key",
      {
        start: encodeRevisionKey(range.fromRevision, 0),
        end: encodeRevisionKey(range.beforeRevision, 0),
      },
      (key, record) => {
        event.read(key, record);
        // Left by a revision bump: a record without a key is nobody's event.
        return event.key === "" ? true : visit(event);
      },
    );
  }

  recordBefore(key: string, revision: number): Uint8Array | null {
    const bytes = latin1ToBytes(key);
    return this.#recordOf(bytes, 0, bytes.length, revision - 1);
  }

  #recordOf(bytes: Uint8Array, start: number, end: number, revision: number): Uint8Array | null {
    if (revision < this.#compactRevision) return null;
    const index = this.index;
    const id = index.find(bytes, start, end);
    if (id < 0 || !index.findAt(id, revision)) return null;
    return this.recordAt(index.foundMain, index.foundSub).slice();
  }
}
