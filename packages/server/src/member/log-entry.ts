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
  if (caller !== null && caller.authRevision !== 0) {
    return wrapForCaller(field, request, (BigInt(id.prefix) << 48n) | BigInt(idLow), caller);
  }
  const tag = ((field << 3) | 2) >>> 0;
  const fieldSize = varintSize(tag) + varintSize(request.length) + request.length;
  // allocUnsafeSlow would skip zeroing but costs a call into C++; entries are small.
  const data = Buffer.allocUnsafe(fieldSize + HEADER_FIELD_SIZE + ID_SIZE_MAX);
  let position = 0;
  if (field > 100) position = writeHeader(data, position, id.prefix, idLow);
  position = writeVarint(data, position, tag);
  position = writeVarint(data, position, request.length);
  data.set(request, position);
  position += request.length;
  if (field <= 100) position = writeHeader(data, position, id.prefix, idLow);
  return data.subarray(0, position);
}

/** The rarer form: the header carries a name, so its size is not known beforehand. */
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

function writeHeader(data: Uint8Array, start: number, prefix: number, low: number): number {
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
