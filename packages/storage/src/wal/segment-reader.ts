/**
 * Reads the frames of one segment and checks each against the running checksum.
 *
 * Three ends are kept apart (spec: disk-format 3.7). A zero length field or the end of the file:
 * the segment ends here. A torn record, possible in the last segment only, because every earlier
 * one was synced before its successor was made: the file ends inside the frame, or the frame is
 * damaged and a whole sector of it is zero, which is what a lost sector of a zero-filled file looks
 * like. Everything else is damage, and damage is never repaired.
 *
 * Stricter than etcd in one point: a torn record must be one that tearing can produce. Where its
 * first bytes are there, they must agree with the length field; a flipped bit in a length would
 * otherwise pass as a torn tail and take every later record with it.
 */

import { CorruptionError } from "@kvorum/base";
import { fastCrc32c } from "../checksum.ts";
import type { OpenFile } from "../file-system.ts";
import { SECTOR_BYTES, WAL_READ_WINDOW_BYTES } from "../limits.ts";
import { RecordType } from "./record.ts";

/** A record that a crash during its write can explain: the log may be cut before it. */
export class TornRecordError extends CorruptionError {}

const TWO_24 = 0x100_0000;
const TWO_32 = 0x1_0000_0000;

export class SegmentReader {
  /** Of the record that next() read. `data` is a view of memory that is never written again. */
  type = 0;
  data: Uint8Array | null = null;
  /** The running checksum; 0 adopts the one that the segment starts with. */
  crc: number;
  /** Where the record that next() read begins, and where the next one will. */
  recordOffset = 0;
  offset = 0;

  readonly #file: OpenFile;
  readonly #sizeBytes: number;
  readonly #isLast: boolean;
  #window: Uint8Array = new Uint8Array(0);
  #windowOffset = 0;
  #recordCrc = 0;
  #value = 0;

  constructor(file: OpenFile, options: { crc: number; isLast: boolean }) {
    this.#file = file;
    this.#sizeBytes = file.sizeBytes();
    this.#isLast = options.isLast;
    this.crc = options.crc;
  }

  /**
   * Moves to the next record; false at the end of the segment.
   * @throws TornRecordError, CorruptionError
   */
  next(): boolean {
    this.recordOffset = this.offset;
    const left = this.#sizeBytes - this.offset;
    if (left === 0) return false;
    if (left < 8) {
      this.#load(left);
      throw this.#torn("unexpected EOF in the length of a record", "the file is longer");
    }
    let at = this.#load(8);
    const low = uint32(this.#window, at);
    const high = uint32(this.#window, at + 4);
    if (low === 0 && high === 0) return false;
    const top = high >>> 24;
    const padding = top === 0 ? 0 : top & 7;
    const size = (high % TWO_24) * TWO_32 + low;
    if (top !== (padding === 0 ? 0 : 0x80 | padding) || ((size + padding) & 7) !== 0) {
      throw this.#damaged(`length field ${high.toString(16)}:${low.toString(16)} is malformed`);
    }
    const frameBytes = size + padding;
    if (frameBytes > left - 8) {
      this.#load(left);
      if (!this.#headAgrees(left, size)) throw this.#damaged("the length of a record is wrong");
      throw this.#torn(`unexpected EOF in a record of ${size} bytes`, "an earlier segment");
    }
    at = this.#load(8 + frameBytes) + 8;
    if (!this.#decode(at, size)) return this.#broken(at, { size, padding }, "cannot be decoded");
    if (this.type === RecordType.crc) {
      if (this.crc !== 0 && this.crc !== this.#recordCrc) {
        throw this.#damaged("wal: crc mismatch between segments");
      }
      this.crc = this.#recordCrc;
    } else {
      const crc = this.data === null ? this.crc : fastCrc32c(this.data, this.crc);
      if (crc !== this.#recordCrc)
        return this.#broken(at, { size, padding }, "walpb: crc mismatch");
      this.crc = crc;
    }
    for (let i = at + size; i < at + frameBytes; i++) {
      if (this.#window[i] !== 0) throw this.#damaged("the padding of a record is not zero");
    }
    this.offset += 8 + frameBytes;
    return true;
  }

  /** True when nothing but zeros follows `offset`. */
  restIsZero(): boolean {
    for (let offset = this.offset; offset < this.#sizeBytes; offset += WAL_READ_WINDOW_BYTES) {
      const bytes = this.#file.read(offset, WAL_READ_WINDOW_BYTES);
      if (!isZero(bytes, 0, bytes.length)) return false;
    }
    return true;
  }

  #broken(at: number, frame: { size: number; padding: number }, what: string): never {
    const lastByte = at + frame.size + frame.padding;
    if (
      this.#isLast &&
      this.#hasZeroSector(at, lastByte) &&
      this.#headAgrees(lastByte - at + 8, frame.size)
    ) {
      throw this.#torn(`${what}, part of the record was never written`, "");
    }
    throw this.#damaged(what);
  }

  #torn(what: string, where: string): CorruptionError {
    const place = { file: this.#file.path, offset: this.recordOffset };
    return this.#isLast
      ? new TornRecordError(`wal: torn record: ${what}`, place)
      : new CorruptionError(`wal: ${what} (${where})`, place);
  }

  #damaged(what: string): CorruptionError {
    return new CorruptionError(`wal: damaged record: ${what}`, {
      file: this.#file.path,
      offset: this.recordOffset,
    });
  }

  /** Makes `length` bytes from `offset` available and returns where they begin in the window. */
  #load(length: number): number {
    const at = this.offset - this.#windowOffset;
    if (at >= 0 && at + length <= this.#window.length) return at;
    this.#window = this.#file.read(this.offset, Math.max(length, WAL_READ_WINDOW_BYTES));
    this.#windowOffset = this.offset;
    if (this.#window.length < length) {
      throw new CorruptionError("wal: the file became shorter while it was read", {
        file: this.#file.path,
        offset: this.offset + this.#window.length,
      });
    }
    return 0;
  }

  /**
   * Reads walpb.Record in the one layout that is ever written: type, crc, then data or nothing. A
   * lenient reader would let changed bits of tags and of the fifth crc byte pass.
   */
  #decode(at: number, size: number): boolean {
    const bytes = this.#window;
    const end = at + size;
    if (size < 4 || bytes[at] !== 0x08 || bytes[at + 1]! >= 0x80 || bytes[at + 2] !== 0x10) {
      return false;
    }
    this.type = bytes[at + 1]!;
    let position = this.#varint(at + 3, end);
    if (position < 0) return false;
    this.#recordCrc = this.#value;
    if (position === end) {
      this.data = null;
      return true;
    }
    if (bytes[position] !== 0x1a) return false;
    position = this.#varint(position + 1, end);
    if (position < 0 || position + this.#value !== end) return false;
    this.data = new Uint8Array(bytes.buffer, bytes.byteOffset + position, end - position);
    return true;
  }

  /** Reads a varint below 2^32 into #value and returns what follows it, or -1. */
  #varint(position: number, end: number): number {
    const bytes = this.#window;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 5 && position < end; i++) {
      const byte = bytes[position++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.#value = value;
        return value < TWO_32 ? position : -1;
      }
      scale *= 0x80;
    }
    return -1;
  }

  /** Whether some sector of the window's bytes `from..to` holds only zeros. */
  #hasZeroSector(from: number, to: number): boolean {
    let start = from;
    while (start < to) {
      const offset = this.#windowOffset + start;
      const end = Math.min(to, start + SECTOR_BYTES - (offset % SECTOR_BYTES));
      if (isZero(this.#window, start, end)) return true;
      start = end;
    }
    return false;
  }

  /**
   * Whether the start of the record at `offset`, of which `available` bytes including the length
   * field are in the window, either was never written or announces exactly `size` bytes.
   */
  #headAgrees(available: number, size: number): boolean {
    const bytes = this.#window;
    const at = this.offset - this.#windowOffset + 8;
    const end = at + available - 8;
    const sectorEnd = at + SECTOR_BYTES - ((this.offset + 8) % SECTOR_BYTES);
    if (end <= at) return true;
    const startsSector = (this.offset + 8) % SECTOR_BYTES === 0;
    if (startsSector && isZero(bytes, at, Math.min(end, sectorEnd))) return true;
    // Each byte of the head must be the expected one as far as it can be seen: a later sector of
    // it may be missing, so a zero where it crosses a sector is accepted.
    const seen = (position: number): number =>
      position >= end || (position >= sectorEnd && bytes[position] === 0) ? -1 : bytes[position]!;
    const tag = seen(at);
    const type = seen(at + 1);
    const crcTag = seen(at + 2);
    if (tag !== -1 && tag !== 0x08) return false;
    if (type !== -1 && (type < 1 || type > 5)) return false;
    if (crcTag !== -1 && crcTag !== 0x10) return false;
    let position = at + 3;
    for (let i = 0; i < 5; i++) {
      const byte = seen(position++);
      if (byte === -1) return true;
      if (byte < 0x80) break;
      if (i === 4) return false;
    }
    if (position === at + size) return true;
    const dataTag = seen(position++);
    if (dataTag === -1) return true;
    if (dataTag !== 0x1a) return false;
    let length = 0;
    let scale = 1;
    for (let i = 0; i < 5; i++) {
      const byte = seen(position++);
      if (byte === -1) return true;
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    return position - at + length === size;
  }
}

function uint32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  );
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}
