/**
 * The data of a log entry: an InternalRaftRequest that carries the client's own request bytes as
 * they came, followed by its header (field 100: id, and while auth is on the caller). Replicated log semantics, section 2. Bytes
 * travel; the request is never encoded again.
 */

import { etcdserverpb, varintSize } from "@kvorum/proto";
import type { Caller } from "@kvorum/store";

/** Field numbers of InternalRaftRequest. */
export const RequestField = {
  put: 4,
  deleteRange: 5,
  txn: 6,
  compaction: 7,
  leaseGrant: 8,
  leaseRevoke: 9,
  alarm: 10,
  leaseCheckpoint: 11,
  clusterVersionSet: 1300,
  clusterMemberAttrSet: 1301,
  downgradeInfoSet: 1302,
} as const;

/** 0xa2 0x06: field 100, length-delimited. 0x08: its field 1, a varint. */
const HEADER_FIELD_SIZE = 4;
const ID_SIZE_MAX = 10;
const HEADER_FIELD = 100;
/** Two tags, a length of one byte, a revision of five. */
const CALLER_OVERHEAD_MAX = 8;
/** With this and an id, the header's length is a single byte. */
const SHORT_CALLER_MAX = 108;
/** A tag and a length, five bytes each at most. */
const PART_OVERHEAD_MAX = 10;

/**
 * Builds the entry data; a fresh array that shares no memory with `request`.
 * The id is given in its two parts (see RequestIds); `caller` is null where there is none.
 */
export function wrapRequest(
  field: number,
  request: Uint8Array,
  id: { prefix: number },
  idLow: number,
  caller: Caller | null = null,
): Uint8Array {
  const callerBytes = caller === null || caller.authRevision === 0 ? 0 : callerSize(caller);
  if (caller !== null && callerBytes > SHORT_CALLER_MAX) {
    return wrapForCaller(field, request, (BigInt(id.prefix) << 48n) | BigInt(idLow), caller);
  }
  const tag = ((field << 3) | 2) >>> 0;
  const fieldSize = varintSize(tag) + varintSize(request.length) + request.length;
  // allocUnsafeSlow would skip zeroing but costs a call into C++; entries are small.
  const data = Buffer.allocUnsafe(fieldSize + HEADER_FIELD_SIZE + ID_SIZE_MAX + callerBytes);
  const named = callerBytes === 0 ? null : caller;
  let position = 0;
  if (field > HEADER_FIELD) position = writeHeader(data, position, id.prefix, idLow, named);
  position = writeVarint(data, position, tag);
  position = writeVarint(data, position, request.length);
  data.set(request, position);
  position += request.length;
  if (field < HEADER_FIELD) position = writeHeader(data, position, id.prefix, idLow, named);
  return data.subarray(0, position);
}

/** Bytes of the header's fields 2 and 3; Infinity where the short form cannot hold them. */
function callerSize({ username, authRevision }: Caller): number {
  // One char is at most three bytes.
  if (username.length > SHORT_CALLER_MAX / 3 || authRevision >= 2 ** 31) return Infinity;
  return Buffer.byteLength(username) + CALLER_OVERHEAD_MAX;
}

/** The rarer form: the lengths of header and name take more than a byte each. */
function wrapForCaller(
  field: number,
  request: Uint8Array,
  ID: bigint,
  { username, authRevision }: Caller,
): Uint8Array {
  const header = etcdserverpb.encodeRequestHeader({ ID, username, authRevision });
  const parts: readonly [field: number, bytes: Uint8Array][] =
    field > HEADER_FIELD
      ? [
          [HEADER_FIELD, header],
          [field, request],
        ]
      : [
          [field, request],
          [HEADER_FIELD, header],
        ];
  const data = Buffer.allocUnsafe(header.length + request.length + 2 * PART_OVERHEAD_MAX);
  let position = 0;
  for (const [number, bytes] of parts) {
    position = writeVarint(data, position, ((number << 3) | 2) >>> 0);
    position = writeVarint(data, position, bytes.length);
    data.set(bytes, position);
    position += bytes.length;
  }
  return data.subarray(0, position);
}

function writeHeader(
  data: Buffer,
  start: number,
  prefix: number,
  low: number,
  caller: Caller | null,
): number {
  let position = start;
  data[position++] = 0xa2;
  data[position++] = 0x06;
  const lengthAt = position++;
  data[position++] = 0x08;
  // 64 bits = prefix (16) and low (48), seven bits at a time.
  let low32 = low >>> 0;
  let high32 = (Math.floor(low / 0x1_0000_0000) | (prefix << 16)) >>> 0;
  while (high32 !== 0) {
    data[position++] = (low32 & 0x7f) | 0x80;
    low32 = ((low32 >>> 7) | (high32 << 25)) >>> 0;
    high32 >>>= 7;
  }
  position = writeVarint(data, position, low32);
  if (caller !== null) {
    const { username, authRevision } = caller;
    data[position++] = 0x12;
    const nameAt = position++;
    position += data.write(username, position, "utf8");
    data[nameAt] = position - nameAt - 1;
    data[position++] = 0x18;
    position = writeVarint(data, position, authRevision);
  }
  data[lengthAt] = position - lengthAt - 1;
  return position;
}

function writeVarint(data: Uint8Array, start: number, value: number): number {
  let position = start;
  while (value > 0x7f) {
    data[position++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  data[position++] = value;
  return position;
}
