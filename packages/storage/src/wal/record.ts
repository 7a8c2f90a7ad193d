/**
 * The frames of a log segment (spec: disk-format 3.2 and 3.3).
 *
 * ```
 * 0  u64 LE  bits 0..55 size of the record; bits 56..63 zero, or 0x80 | padding (1..7)
 * 8  walpb.Record: 08 type, 10 crc, 1a length data (field 3 is absent only for type 4)
 *    then zero bytes up to a multiple of 8
 * ```
 * The crc field holds CRC-32C continued over the `data` of every record since the log began; a
 * record of type 4 carries it from one segment to the next. Nothing else is covered by it.
 *
 * RecordWriter appends frames to one growing buffer and allocates nothing for each record.
 */

import { assert, crc32cRange } from "@kvorum/base";
import { int64Size, type raftpb, varintSize, walpb } from "@kvorum/proto";
import { fastCrc32c } from "../checksum.ts";

export const RecordType = { metadata: 1, entry: 2, state: 3, crc: 4, snapshot: 5 } as const;

/** Four fields of at most ten bytes of varint each. */
const ENTRY_HEAD_BYTES = 48;
const SMALL_COPY_BYTES = 48;
const TWO_32 = 0x1_0000_0000;

export class RecordWriter {
  /** The checksum after the last record written. */
  crc: number;
  #bytes: Uint8Array;
  #length = 0;
  readonly #entryHead = new Uint8Array(ENTRY_HEAD_BYTES);

  constructor(options: { crc: number; capacityBytes: number }) {
    this.crc = options.crc;
    this.#bytes = new Uint8Array(options.capacityBytes);
  }

  /** Bytes of complete frames. */
  get length(): number {
    return this.#length;
  }

  /** The buffer; only its first `length` bytes are meaningful. Valid until the next call. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Forgets the frames and keeps the checksum. Hands the buffer out in exchange for `buffer`. */
  exchange(buffer: Uint8Array): Uint8Array {
    const full = this.#bytes;
    this.#bytes = buffer;
    this.#length = 0;
    return full;
  }

  clear(): void {
    this.#length = 0;
  }

  entry(entry: raftpb.Entry): void {
    const head = this.#entryHead;
    head[0] = 0x08;
    let headLength = putVarint(head, 1, entry.Type);
    head[headLength] = 0x10;
    headLength = putVarint(head, headLength + 1, entry.Term);
    head[headLength] = 0x18;
    headLength = putVarint(head, headLength + 1, entry.Index);
    const data = entry.Data;
    if (data !== null) {
      head[headLength] = 0x22;
      headLength = putVarint(head, headLength + 1, data.length);
    }
    let crc = crc32cRange(head, 0, headLength, this.crc);
    let dataLength = headLength;
    if (data !== null) {
      crc = fastCrc32c(data, crc);
      dataLength += data.length;
    }
    const at = this.#frame(RecordType.entry, crc, dataLength);
    const bytes = this.#bytes;
    for (let i = 0; i < headLength; i++) bytes[at + i] = head[i]!;
    if (data !== null) copyInto(bytes, at + headLength, data);
  }

  state(state: raftpb.HardState): void {
    const head = this.#entryHead;
    head[0] = 0x08;
    let length = putVarint(head, 1, state.term);
    head[length] = 0x10;
    length = putBigVarint(head, length + 1, state.vote);
    head[length] = 0x18;
    length = putVarint(head, length + 1, state.commit);
    const crc = crc32cRange(head, 0, length, this.crc);
    const at = this.#frame(RecordType.state, crc, length);
    const bytes = this.#bytes;
    for (let i = 0; i < length; i++) bytes[at + i] = head[i]!;
  }

  metadata(metadata: Uint8Array): void {
    this.#data(RecordType.metadata, metadata);
  }

  snapshot(snapshot: walpb.Snapshot): void {
    this.#data(RecordType.snapshot, walpb.encodeSnapshot(snapshot));
  }

  /** The record that opens a segment. */
  checksum(): void {
    this.#frame(RecordType.crc, this.crc, -1);
  }

  #data(type: number, data: Uint8Array): void {
    const at = this.#frame(type, fastCrc32c(data, this.crc), data.length);
    copyInto(this.#bytes, at, data);
  }

  /** Writes all of a frame but its data, and returns where the data goes. -1: no data field. */
  #frame(type: number, crc: number, dataLength: number): number {
    const fieldLength = dataLength < 0 ? 0 : 1 + varintSize(dataLength) + dataLength;
    const size = 3 + varintSize(crc) + fieldLength;
    const padding = (8 - (size & 7)) & 7;
    const start = this.#length;
    const end = start + 8 + size + padding;
    if (end > this.#bytes.length) this.#grow(end);
    const bytes = this.#bytes;
    putUint32(bytes, start, size >>> 0);
    putUint32(bytes, start + 4, Math.floor(size / TWO_32));
    if (padding !== 0) bytes[start + 7] = 0x80 | padding;
    let at = start + 8;
    bytes[at] = 0x08;
    bytes[at + 1] = type;
    bytes[at + 2] = 0x10;
    at = putVarint(bytes, at + 3, crc);
    if (dataLength >= 0) {
      bytes[at] = 0x1a;
      at = putVarint(bytes, at + 1, dataLength);
    }
    for (let i = end - padding; i < end; i++) bytes[i] = 0;
    this.#length = end;
    this.crc = crc;
    return at;
  }

  #grow(needed: number): void {
    let capacity = Math.max(this.#bytes.length, 4096);
    while (capacity < needed) capacity *= 2;
    const larger = new Uint8Array(capacity);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

function copyInto(target: Uint8Array, at: number, source: Uint8Array): void {
  const length = source.length;
  if (length > SMALL_COPY_BYTES) target.set(source, at);
  else for (let i = 0; i < length; i++) target[at + i] = source[i]!;
}

function putUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

/** Writes a counter as a varint and returns the position behind it. */
function putVarint(bytes: Uint8Array, at: number, value: number): number {
  if (value < 0x80) {
    assert(value >= 0, "a log record holds a negative number");
    bytes[at] = value;
    return at + 1;
  }
  if (value >= TWO_32) {
    assert(Number.isSafeInteger(value), `counter ${value} is not a safe integer`);
    let size = int64Size(value);
    while (--size > 0) {
      bytes[at++] = (value % 0x80) | 0x80;
      value = Math.floor(value / 0x80);
    }
    bytes[at] = value;
    return at + 1;
  }
  while (value > 0x7f) {
    bytes[at++] = (value & 0x7f) | 0x80;
    value >>>= 7;
  }
  bytes[at] = value;
  return at + 1;
}

function putBigVarint(bytes: Uint8Array, at: number, value: bigint): number {
  let rest = BigInt.asUintN(64, value);
  while (rest > 0x7fn) {
    bytes[at++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  bytes[at] = Number(rest);
  return at + 1;
}
