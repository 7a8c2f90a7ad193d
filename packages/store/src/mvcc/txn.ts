/**
 * Transactions (v3 API specification, 3.7; apply specification, 5.3).
 *
 * Three steps. All comparisons, those of nested transactions on the way included, are evaluated on
 * the state before the transaction and fix the path. Every operation on the path is then checked
 * on that same state; a failure fails the whole transaction, and nothing has changed. Only then do
 * the operations run, in order, each seeing those before it.
 *
 * Inner headers carry only a revision; that of a nested transaction is present and empty.
 */

import { compareBytes, concatBytes, EMPTY_BYTES } from "@kvorum/base";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import { requestedRange } from "./key-range.ts";
import { type MvccStore, PutFields } from "./mvcc-store.ts";
import type { RangeReader } from "./range.ts";
import { RecordReader } from "./record.ts";
import { counterSize, writeCounter } from "./varint.ts";

type TxnRequest = etcdserverpb.TxnRequest;
type RequestOp = etcdserverpb.RequestOp;
type Compare = etcdserverpb.Compare;
const { CompareResult, CompareTarget } = etcdserverpb;

/** Tags: header of every response; TxnResponse; ResponseOp; PutResponse; DeleteRangeResponse. */
const HEADER = 0x0a;
const REVISION = 0x18;
const SUCCEEDED = 0x10;
const RESPONSES = 0x1a;
const OP_RANGE = 0x0a;
const OP_PUT = 0x12;
const OP_DELETE = 0x1a;
const OP_TXN = 0x22;
const PUT_PREVIOUS = 0x12;
const DELETED = 0x10;
const DELETE_PREVIOUS = 0x1a;

/** Which branch a transaction takes, and those nested in that branch, in order. */
interface Path {
  readonly succeeded: boolean;
  readonly ops: readonly RequestOp[];
  readonly nested: readonly Path[];
}

export class TxnRunner {
  readonly #mvcc: MvccStore;
  readonly #ranges: RangeReader;
  readonly #put: PutFields = new PutFields();
  readonly #record: RecordReader = new RecordReader();

  constructor(mvcc: MvccStore, ranges: RangeReader) {
    this.#mvcc = mvcc;
    this.#ranges = ranges;
  }

  /**
   * Runs a transaction and returns the body of its answer, without header. A write must be open,
   * unless the transaction only reads.
   * @throws RequestError FutureRev, Compacted, LeaseNotFound, KeyNotFound; then nothing changed.
   */
  run(request: TxnRequest): Uint8Array {
    const path = this.#evaluate(request);
    this.#check(path);
    return this.#execute(path);
  }

  // Evaluation -------------------------------------------------------------------------------

  #evaluate(request: TxnRequest): Path {
    let succeeded = true;
    for (const compare of request.compare) {
      if (!this.#holds(compare)) {
        succeeded = false;
        break;
      }
    }
    const ops = succeeded ? request.success : request.failure;
    const nested: Path[] = [];
    for (const op of ops) if (op.requestTxn !== null) nested.push(this.#evaluate(op.requestTxn));
    return { succeeded, ops, nested };
  }

  #holds(compare: Compare): boolean {
    const mvcc = this.#mvcc;
    const index = mvcc.index;
    mvcc.counters.rangesTotal++;
    if (compare.rangeEnd.length === 0) {
      const id = index.find(compare.key, 0, compare.key.length);
      return this.#holdsForKey(compare, id >= 0 && index.isLive(id) ? id : -1);
    }
    const cursor = index.cursor(requestedRange(compare.key, compare.rangeEnd));
    let isEmpty = true;
    for (let id = cursor.next(); id >= 0; id = cursor.next()) {
      if (!index.isLive(id)) continue;
      isEmpty = false;
      if (!this.#holdsForKey(compare, id)) return false;
    }
    return isEmpty ? this.#holdsForKey(compare, -1) : true;
  }

  /** `id` is -1 for a key that does not exist. */
  #holdsForKey(compare: Compare, id: number): boolean {
    return resultHolds(compare.result, this.#order(compare, id), id < 0 && isOfValue(compare));
  }

  /** How the key compares with the operand: negative, zero or positive. */
  #order(compare: Compare, id: number): number {
    const index = this.#mvcc.index;
    switch (compare.target) {
      case CompareTarget.VERSION:
        return order(id < 0 ? 0 : index.version(id), compare.version ?? 0n);
      case CompareTarget.CREATE:
        return order(id < 0 ? 0 : index.createRevision(id), compare.createRevision ?? 0n);
      case CompareTarget.MOD:
        return order(id < 0 ? 0 : index.modRevision(id), compare.modRevision ?? 0n);
      case CompareTarget.LEASE:
        return order(id < 0 ? 0n : index.lease(id), compare.lease ?? 0n);
      case CompareTarget.VALUE: {
        if (id < 0) return 0;
        const record = this.#record;
        record.read(this.#mvcc.recordAt(index.modRevision(id), index.modSub(id)));
        return compareBytes(
          record.bytes.subarray(record.valueStart, record.valueEnd),
          compare.value ?? EMPTY_BYTES,
        );
      }
      default:
        return 0;
    }
  }

  // Checks of the path -----------------------------------------------------------------------

  #check(path: Path): void {
    let nested = 0;
    for (const op of path.ops) {
      if (op.requestRange !== null) this.#checkRangeRevision(op.requestRange.revision);
      else if (op.requestPut !== null) {
        this.#fillPut(op.requestPut);
        this.#mvcc.checkTxnPut(this.#put);
      } else if (op.requestTxn !== null) this.#check(path.nested[nested++]!);
    }
  }

  /** Unlike a range of its own, one in a transaction takes a negative revision literally. */
  #checkRangeRevision(revision: number): void {
    if (revision === 0) return;
    if (revision > this.#mvcc.revision) throw new RequestError("FutureRev");
    if (revision < this.#mvcc.compactRevision) throw new RequestError("Compacted");
  }

  // Execution --------------------------------------------------------------------------------

  #execute(path: Path): Uint8Array {
    const parts: Uint8Array[] = [];
    if (path.succeeded) parts.push(new Uint8Array([SUCCEEDED, 1]));
    let nested = 0;
    for (const op of path.ops) {
      let tag: number;
      let body: Uint8Array;
      let header: Uint8Array;
      if (op.requestRange !== null) {
        tag = OP_RANGE;
        body = this.#ranges.read(op.requestRange);
        header = this.#header();
      } else if (op.requestPut !== null) {
        tag = OP_PUT;
        this.#fillPut(op.requestPut);
        this.#mvcc.put(this.#put, PUT_PREVIOUS);
        body = this.#mvcc.writer.finish();
        header = this.#header();
      } else if (op.requestDeleteRange !== null) {
        tag = OP_DELETE;
        body = this.delete(op.requestDeleteRange);
        header = this.#header();
      } else if (op.requestTxn !== null) {
        tag = OP_TXN;
        body = this.#execute(path.nested[nested++]!);
        header = EMPTY_HEADER;
      } else {
        // Refused before proposing; an entry that holds one was not made by an etcd.
        throw new RequestError("KeyNotFound");
      }
      const bodyLength = header.length + body.length;
      const opPrefix = lengthPrefix(tag, bodyLength);
      parts.push(lengthPrefix(RESPONSES, opPrefix.length + bodyLength), opPrefix, header, body);
    }
    return concatBytes(parts);
  }

  /** Deletes, and returns the body of the answer, without header. A write must be open. */
  delete(request: etcdserverpb.DeleteRangeRequest): Uint8Array {
    const mvcc = this.#mvcc;
    const previousTag = request.prevKv ? DELETE_PREVIOUS : 0;
    const deleted =
      request.rangeEnd.length === 0
        ? mvcc.deleteKey(request.key, 0, request.key.length, previousTag)
        : mvcc.deleteRange(requestedRange(request.key, request.rangeEnd), previousTag);
    const previous = mvcc.writer.finish();
    if (deleted === 0) return EMPTY_BYTES;
    const body = new Uint8Array(1 + counterSize(deleted) + previous.length);
    body[0] = DELETED;
    body.set(previous, writeCounter(body, 1, deleted));
    return body;
  }

  #fillPut(request: etcdserverpb.PutRequest): void {
    const put = this.#put;
    put.keyBytes = request.key;
    put.keyStart = 0;
    put.keyEnd = request.key.length;
    put.valueBytes = request.value;
    put.valueStart = 0;
    put.valueEnd = request.value.length;
    put.leaseLow = Number(BigInt.asIntN(32, request.lease));
    put.leaseHigh = Number(BigInt.asIntN(32, request.lease >> 32n));
    put.wantsPrevious = request.prevKv;
    put.ignoresValue = request.ignoreValue;
    put.ignoresLease = request.ignoreLease;
  }

  /** The header of an operation that has just run: the revision that it saw or made. */
  #header(): Uint8Array {
    const revision = this.#mvcc.readRevision;
    const length = 1 + counterSize(revision);
    const header = new Uint8Array(2 + length);
    header[0] = HEADER;
    header[1] = length;
    header[2] = REVISION;
    writeCounter(header, 3, revision);
    return header;
  }
}

const EMPTY_HEADER = new Uint8Array([HEADER, 0]);

function lengthPrefix(tag: number, length: number): Uint8Array {
  const prefix = new Uint8Array(1 + counterSize(length));
  prefix[0] = tag;
  writeCounter(prefix, 1, length);
  return prefix;
}

function isOfValue(compare: Compare): boolean {
  return compare.target === CompareTarget.VALUE;
}

/** Exact for every mixture of counters and 64-bit operands. */
function order(own: number | bigint, operand: bigint): number {
  return own < operand ? -1 : own > operand ? 1 : 0;
}

/** `isMissingValue`: the value of a key that does not exist; no result holds for it. */
function resultHolds(result: number, order: number, isMissingValue: boolean): boolean {
  if (isMissingValue) return false;
  switch (result) {
    case CompareResult.EQUAL:
      return order === 0;
    case CompareResult.NOT_EQUAL:
      return order !== 0;
    case CompareResult.GREATER:
      return order > 0;
    case CompareResult.LESS:
      return order < 0;
    default:
      return true;
  }
}
