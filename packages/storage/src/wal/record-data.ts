/**
 * Strict readers for the data of log records. A record's checksum does not cover its type, so a
 * flipped bit there would turn an entry into a hard state and so on; what gives it away is the
 * content. Accepted are exactly the layouts that etcd writes: known fields only, in ascending
 * order, each at most once, scalars either all present (3.4 to 3.6) or left out when zero (3.7).
 * Anything else is null, and damage to the caller.
 */

import { DecodeError, raftpb, walpb } from "@kvorum/proto";

const TWO_32 = 0x1_0000_0000;

/** A cursor over one record's data; there is one, since nothing here suspends. */
class Fields {
  #bytes: Uint8Array = new Uint8Array(0);
  #position = 0;
  /** Halves of the last varint, unsigned. */
  low = 0;
  high = 0;

  begin(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#position = 0;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  /** Steps over `tag` if it comes next. */
  has(tag: number): boolean {
    if (this.#bytes[this.#position] !== tag) return false;
    this.#position++;
    return true;
  }

  varint(): boolean {
    const bytes = this.#bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[this.#position++];
      if (byte === undefined) return false;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift === 63 && byte > 1) return false;
      else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return true;
      }
    }
    return false;
  }

  /** A counter behind `tag`; 0 where the tag is absent, -1 where it is not a safe counter. */
  counter(tag: number): number {
    if (!this.has(tag)) return 0;
    if (!this.varint() || this.high >= 0x20_0000) return -1;
    return this.high * TWO_32 + this.low;
  }

  /** All of the rest as a bytes field, a view; null where it is malformed. */
  lastBytes(): Uint8Array | null {
    const bytes = this.#bytes;
    if (!this.varint() || this.high !== 0) return null;
    const start = this.#position;
    if (start + this.low !== bytes.length) return null;
    this.#position = bytes.length;
    return new Uint8Array(bytes.buffer, bytes.byteOffset + start, this.low);
  }

  /** Whether the rest is one bytes field. */
  skipsLastBytes(): boolean {
    if (!this.varint() || this.high !== 0) return false;
    return this.#position + this.low === this.#bytes.length;
  }
}

const fields = new Fields();

/** The entry; its data is a view. */
export function parseEntry(data: Uint8Array): raftpb.Entry | null {
  fields.begin(data);
  const type = fields.counter(0x08);
  const term = fields.counter(0x10);
  const index = fields.counter(0x18);
  if (type < 0 || type > 2 || term < 1 || index < 1) return null;
  let content: Uint8Array | null = null;
  if (fields.has(0x22)) {
    content = fields.lastBytes();
    if (content === null) return null;
  }
  if (!fields.isAtEnd) return null;
  // Only an automatic leave of a joint configuration has no content, and it is of type 2.
  if (type === raftpb.EntryType.EntryConfChange && content === null) return null;
  return { Type: type, Term: term, Index: index, Data: content };
}

export function parseHardState(data: Uint8Array): raftpb.HardState | null {
  fields.begin(data);
  const term = fields.counter(0x08);
  let vote = 0n;
  if (fields.has(0x10)) {
    if (!fields.varint()) return null;
    vote = (BigInt(fields.high) << 32n) | BigInt(fields.low);
  }
  const commit = fields.counter(0x18);
  return term < 1 || commit < 0 || !fields.isAtEnd ? null : { term, vote, commit };
}

export function parseSnapshotRecord(data: Uint8Array): walpb.Snapshot | null {
  fields.begin(data);
  if (fields.counter(0x08) < 0 || fields.counter(0x10) < 0) return null;
  if (fields.has(0x1a) ? !fields.skipsLastBytes() : !fields.isAtEnd) return null;
  try {
    return walpb.decodeSnapshot(data);
  } catch (error) {
    if (error instanceof DecodeError) return null;
    throw error;
  }
}
