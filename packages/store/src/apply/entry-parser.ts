/**
 * The outside of a log entry's InternalRaftRequest, read in place: which request it carries, where
 * its bytes lie, and for whom (apply specification, sections 1 and 2). The request inside is
 * decoded by whoever applies it; a put is never decoded into an object at all.
 *
 * A bare v2 Request, written by releases up to 3.5, is told apart by its field 2: a method name,
 * which no InternalRaftRequest has there.
 */

import { bytesToLatin1 } from "@kvorum/base";
import { DecodeError, etcdserverpb, Reader } from "@kvorum/proto";
import type { PutFields } from "../mvcc/mvcc-store.ts";

/** Field numbers of InternalRaftRequest. */
export const RequestField = {
  NONE: 0,
  RANGE: 3,
  PUT: 4,
  DELETE_RANGE: 5,
  TXN: 6,
  COMPACTION: 7,
  LEASE_GRANT: 8,
  LEASE_REVOKE: 9,
  ALARM: 10,
  LEASE_CHECKPOINT: 11,
  AUTH_ENABLE: 1000,
  AUTH_ROLE_REVOKE_PERMISSION: 1204,
  CLUSTER_VERSION_SET: 1300,
  CLUSTER_MEMBER_ATTR_SET: 1301,
  DOWNGRADE_INFO_SET: 1302,
  DOWNGRADE_VERSION_TEST: 9900,
} as const;

const ID_TAG = 8;
const V2_METHOD_TAG = 18;
const HEADER_FIELD = 100;
const V2_METHODS: ReadonlySet<string> = new Set(["PUT", "POST", "DELETE", "QGET", "SYNC"]);

/** Who sent a request, as the entry says; revision 0 and no name while auth is off. */
export interface Caller {
  readonly username: string;
  readonly authRevision: number;
}

const NO_CALLER: Caller = { username: "", authRevision: 0 };

/** Reused from entry to entry: what it says is valid until the next `parse`. */
export class EntryParser {
  bytes: Uint8Array = new Uint8Array(0);
  /** The entry is a bare v2 Request; nothing else is set then. */
  isV2 = false;
  /** The request that the entry carries, by its field number; 0 if none. */
  field = 0;
  bodyStart = 0;
  bodyEnd = 0;
  caller: Caller = NO_CALLER;
  readonly #idWords: Uint32Array = new Uint32Array(2);
  readonly #id: BigUint64Array = new BigUint64Array(this.#idWords.buffer);
  /** What the last header with a caller said behind its id, and who that was. */
  #callerBytes: Uint8Array = new Uint8Array(0);
  #lastCaller: Caller = NO_CALLER;
  #position = 0;
  #low = 0;
  #high = 0;

  /** The request's id: field 1 if it is there, else the header's. */
  get requestId(): bigint {
    return this.#id[0]!;
  }

  /** The bytes of the request inside. */
  get body(): Uint8Array {
    return this.bytes.subarray(this.bodyStart, this.bodyEnd);
  }

  /** @throws DecodeError on bytes that are neither form, or carry more than one request. */
  parse(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.isV2 = false;
    this.field = 0;
    this.caller = NO_CALLER;
    this.#idWords[0] = this.#idWords[1] = 0;
    this.#position = 0;
    let ownIdLow = 0;
    let ownIdHigh = 0;
    while (this.#position < bytes.length) {
      this.#varint(bytes.length);
      const tag = this.#low;
      const wireType = tag & 7;
      if (tag === ID_TAG) {
        this.#varint(bytes.length);
        ownIdLow = this.#low;
        ownIdHigh = this.#high;
        continue;
      }
      if (wireType === 0) {
        this.#varint(bytes.length);
        continue;
      }
      if (wireType !== 2 || tag < 8) throw new DecodeError(`log entry with tag ${tag}`);
      this.#varint(bytes.length);
      const start = this.#position;
      const end = start + this.#low;
      if (this.#high !== 0 || end > bytes.length) {
        throw new DecodeError("unexpected end of log entry");
      }
      this.#position = end;
      const field = tag >>> 3;
      if (field === HEADER_FIELD) this.#header(start, end);
      else if (tag === V2_METHOD_TAG) {
        if (!V2_METHODS.has(bytesToLatin1(bytes, start, end))) {
          throw new DecodeError("log entry with a nested v2 request");
        }
        this.isV2 = true;
        return;
      } else {
        if (this.field !== 0) throw new DecodeError("log entry carries more than one request");
        this.field = field;
        this.bodyStart = start;
        this.bodyEnd = end;
      }
    }
    if ((ownIdLow | ownIdHigh) !== 0) {
      this.#idWords[0] = ownIdLow;
      this.#idWords[1] = ownIdHigh;
    }
  }

  #header(start: number, end: number): void {
    const bytes = this.bytes;
    if (bytes[start] === ID_TAG) {
      const after = this.#position;
      this.#position = start + 1;
      this.#varint(end);
      const callerStart = this.#position;
      this.#position = after;
      // Without auth a header is one id and nothing else; with it, callers repeat.
      const isKnown = callerStart === end || this.#isLastCaller(callerStart, end);
      if (isKnown) {
        this.#idWords[0] = this.#low;
        this.#idWords[1] = this.#high;
        if (callerStart < end) this.caller = this.#lastCaller;
        return;
      }
      const low = this.#low;
      const high = this.#high;
      const caller = this.#decodeHeader(start, end);
      // A second id behind the first would be the one that counts: never kept.
      if (caller === NO_CALLER || this.#idWords[0] !== low || this.#idWords[1] !== high) return;
      this.#callerBytes = bytes.slice(callerStart, end);
      this.#lastCaller = caller;
      return;
    }
    this.#decodeHeader(start, end);
  }

  /** Sets id and caller from any form of header; the caller. */
  #decodeHeader(start: number, end: number): Caller {
    const header = etcdserverpb.decodeRequestHeader(this.bytes.subarray(start, end));
    this.#id[0] = header.ID;
    if (header.username !== "" || header.authRevision !== 0) {
      this.caller = { username: header.username, authRevision: header.authRevision };
    }
    return this.caller;
  }

  #isLastCaller(start: number, end: number): boolean {
    const last = this.#callerBytes;
    if (end - start !== last.length) return false;
    const { bytes } = this;
    for (let i = 0; i < last.length; i++) if (bytes[start + i] !== last[i]) return false;
    return true;
  }

  #varint(end: number): void {
    const bytes = this.bytes;
    let low = 0;
    let high = 0;
    let position = this.#position;
    for (let shift = 0; shift < 70; shift += 7) {
      if (position >= end) throw new DecodeError("unexpected end of log entry");
      const byte = bytes[position++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.#position = position;
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw new DecodeError("varint of a log entry overflows 64 bits");
  }
}

/** Tags of PutRequest. */
const KEY = 0x0a;
const VALUE = 0x12;
const LEASE = 0x18;
const PREV_KV = 0x20;
const IGNORE_VALUE = 0x28;
const IGNORE_LEASE = 0x30;

/**
 * Reads the PutRequest in `bytes[start, end)` into `put`, which then points into `bytes`. The last
 * of repeated fields counts, as always in protobuf.
 * @throws DecodeError on bytes that are no PutRequest.
 */
export function parsePut(bytes: Uint8Array, start: number, end: number, put: PutFields): void {
  put.keyBytes = put.valueBytes = bytes;
  put.keyStart = put.keyEnd = put.valueStart = put.valueEnd = start;
  put.leaseLow = put.leaseHigh = 0;
  put.wantsPrevious = put.ignoresValue = put.ignoresLease = false;
  let position = start;
  while (position < end) {
    const tag = bytes[position]!;
    if (tag !== KEY && tag !== VALUE) {
      // Short messages end here; what else a put may say is rare enough for the general reader.
      parsePutRest(bytes, position, end, put);
      return;
    }
    // Lengths up to 2^28 fit four bytes; longer messages are refused far from here.
    let length = 0;
    let shift = 0;
    for (;;) {
      position++;
      if (position >= end || shift > 21) throw new DecodeError("unexpected end of message");
      const byte = bytes[position]!;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    position++;
    if (length > end - position) throw new DecodeError("unexpected end of message");
    if (tag === KEY) {
      put.keyStart = position;
      put.keyEnd = position + length;
    } else {
      put.valueStart = position;
      put.valueEnd = position + length;
    }
    position += length;
  }
}

function parsePutRest(bytes: Uint8Array, start: number, end: number, put: PutFields): void {
  const reader = new Reader(end === bytes.length ? bytes : bytes.subarray(0, end));
  reader.position = start;
  while (reader.position < end) {
    const tag = reader.tag();
    switch (tag) {
      case KEY: {
        const key = reader.bytes();
        put.keyEnd = reader.position;
        put.keyStart = reader.position - key.length;
        break;
      }
      case VALUE: {
        const value = reader.bytes();
        put.valueEnd = reader.position;
        put.valueStart = reader.position - value.length;
        break;
      }
      case LEASE: {
        const lease = reader.bigInt64();
        put.leaseLow = Number(BigInt.asIntN(32, lease));
        put.leaseHigh = Number(BigInt.asIntN(32, lease >> 32n));
        break;
      }
      case PREV_KV:
        put.wantsPrevious = reader.bool();
        break;
      case IGNORE_VALUE:
        put.ignoresValue = reader.bool();
        break;
      case IGNORE_LEASE:
        put.ignoresLease = reader.bool();
        break;
      default:
        reader.skip(tag);
    }
  }
}
