/**
 * The stored record of one revision: mvccpb.KeyValue, fields in ascending order, zero and empty
 * fields absent (disk format specification, 6.1). A tombstone's record holds only the key.
 *
 *   0a key   10 create_revision   18 mod_revision   20 version   2a value   30 lease
 *
 * Range answers and watch events splice these bytes. What must look inside does it in place,
 * through RecordReader, without an object for each record.
 */

import { CorruptionError } from "@kvorum/base";
import type { ByteSlab } from "./byte-slab.ts";
import { copyBytes, counterSize, pairSize, writeCounter, writePair } from "./varint.ts";

/** Where the fields of one record lie. Reused: valid until the next `read`. */
export class RecordReader {
  bytes: Uint8Array = new Uint8Array(0);
  keyStart = 0;
  keyEnd = 0;
  createRevision = 0;
  modRevision = 0;
  version = 0;
  valueStart = 0;
  valueEnd = 0;
  leaseLow = 0;
  leaseHigh = 0;
  #position = 0;

  /** @throws CorruptionError on bytes that are no record. */
  read(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.keyStart = this.keyEnd = 0;
    this.valueStart = this.valueEnd = 0;
    this.createRevision = this.modRevision = this.version = 0;
    this.leaseLow = this.leaseHigh = 0;
    this.#position = 0;
    while (this.#position < bytes.length) {
      switch (bytes[this.#position++]) {
        case 0x0a:
          this.keyEnd = this.#length();
          this.keyStart = this.#position;
          this.#position = this.keyEnd;
          break;
        case 0x10:
          this.createRevision = this.#counter();
          break;
        case 0x18:
          this.modRevision = this.#counter();
          break;
        case 0x20:
          this.version = this.#counter();
          break;
        case 0x2a:
          this.valueEnd = this.#length();
          this.valueStart = this.#position;
          this.#position = this.valueEnd;
          break;
        case 0x30:
          this.#pair();
          break;
        default:
          throw malformed();
      }
    }
  }

  get lease(): bigint {
    if ((this.leaseLow | this.leaseHigh) === 0) return 0n;
    return (BigInt(this.leaseHigh) << 32n) | BigInt(this.leaseLow >>> 0);
  }

  /** Reads a length and returns the end of what it measures; the position is its start. */
  #length(): number {
    const length = this.#counter();
    const end = this.#position + length;
    if (end > this.bytes.length) throw malformed();
    return end;
  }

  #counter(): number {
    const bytes = this.bytes;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = bytes[this.#position++];
      if (byte === undefined) throw malformed();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    throw malformed();
  }

  #pair(): void {
    const bytes = this.bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[this.#position++];
      if (byte === undefined) throw malformed();
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.leaseLow = low;
        this.leaseHigh = high;
        return;
      }
    }
    throw malformed();
  }
}

function malformed(): CorruptionError {
  return new CorruptionError("a stored record is malformed", { file: "bucket key", offset: -1 });
}

/** What `writeRecord` makes a record of. Reused by its owner from change to change. */
export class RecordFields {
  keyBytes: Uint8Array = new Uint8Array(0);
  keyStart = 0;
  keyEnd = 0;
  createRevision = 0;
  modRevision = 0;
  version = 0;
  valueBytes: Uint8Array = new Uint8Array(0);
  valueStart = 0;
  valueEnd = 0;
  leaseLow = 0;
  leaseHigh = 0;
}

/** Bytes of the record that `writeRecord` makes of the fields. */
export function recordSize(fields: RecordFields): number {
  const keyLength = fields.keyEnd - fields.keyStart;
  const valueLength = fields.valueEnd - fields.valueStart;
  let size = keyLength === 0 ? 0 : 1 + counterSize(keyLength) + keyLength;
  if (fields.createRevision !== 0) size += 1 + counterSize(fields.createRevision);
  if (fields.modRevision !== 0) size += 1 + counterSize(fields.modRevision);
  if (fields.version !== 0) size += 1 + counterSize(fields.version);
  if (valueLength !== 0) size += 1 + counterSize(valueLength) + valueLength;
  if ((fields.leaseLow | fields.leaseHigh) !== 0) {
    size += 1 + pairSize(fields.leaseLow, fields.leaseHigh);
  }
  return size;
}

/** Writes the record at `position`; returns the position behind it. */
export function writeRecordAt(fields: RecordFields, bytes: Uint8Array, position: number): number {
  if (fields.keyEnd !== fields.keyStart) {
    bytes[position++] = 0x0a;
    position = writeCounter(bytes, position, fields.keyEnd - fields.keyStart);
    position = copyBytes(bytes, position, fields.keyBytes, fields.keyStart, fields.keyEnd);
  }
  if (fields.createRevision !== 0) {
    bytes[position++] = 0x10;
    position = writeCounter(bytes, position, fields.createRevision);
  }
  if (fields.modRevision !== 0) {
    bytes[position++] = 0x18;
    position = writeCounter(bytes, position, fields.modRevision);
  }
  if (fields.version !== 0) {
    bytes[position++] = 0x20;
    position = writeCounter(bytes, position, fields.version);
  }
  if (fields.valueEnd !== fields.valueStart) {
    bytes[position++] = 0x2a;
    position = writeCounter(bytes, position, fields.valueEnd - fields.valueStart);
    position = copyBytes(bytes, position, fields.valueBytes, fields.valueStart, fields.valueEnd);
  }
  if ((fields.leaseLow | fields.leaseHigh) !== 0) {
    bytes[position++] = 0x30;
    position = writePair(bytes, position, fields.leaseLow, fields.leaseHigh);
  }
  return position;
}

/** A fresh record in memory from the slab. */
export function writeRecord(fields: RecordFields, slab: ByteSlab): Uint8Array {
  const size = recordSize(fields);
  slab.reserve(size);
  writeRecordAt(fields, slab.bytes, slab.offset);
  return slab.bytes.subarray(slab.offset, slab.offset + size);
}
