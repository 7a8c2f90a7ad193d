/**
 * The bytes of all keys, packed: one allocation for thousands of keys instead of one heap object
 * each.
 *
 * A key's entry, in units of four bytes: key number (32 bits), length in bytes (32 bits), bytes.
 * Its address is a 32-bit number: segment in the high 12 bits, unit in the low 20. Segments are
 * never moved; a segment of which more than half is dead is emptied by moving its live keys, which
 * the owner learns through `move`.
 */

import { assert } from "@kvorum/base";

const UNIT_BITS = 20;
const UNIT_MASK = (1 << UNIT_BITS) - 1;
const MAX_SEGMENTS = 1 << (32 - UNIT_BITS);
/** Bytes of the first segments; all later ones have the last size. */
const SEGMENT_BYTES = [16 * 1024, 64 * 1024, 256 * 1024, 1024 * 1024];
const ENTRY_HEADER_BYTES = 8;
const SIGN = 1 << 31;

class Segment {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  usedUnits = 0;
  deadUnits = 0;

  constructor(sizeBytes: number) {
    const memory = new ArrayBuffer(sizeBytes);
    this.bytes = new Uint8Array(memory);
    this.words = new Uint32Array(memory);
  }
}

/**
 * The first four of `bytes[start, end)`, zeros where there are fewer, as a signed number that
 * orders like the bytes.
 */
export function headOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start >= 4) {
    return (
      ((bytes[start]! << 24) |
        (bytes[start + 1]! << 16) |
        (bytes[start + 2]! << 8) |
        bytes[start + 3]!) ^
      SIGN
    );
  }
  let head = 0;
  for (let i = 0; i < 4; i++) head = (head << 8) | (start + i < end ? bytes[start + i]! : 0);
  return head ^ SIGN;
}

/** Told by the arena that the entry of key `id` now lies at `address`. */
export interface KeyMover {
  moved(id: number, address: number): void;
  addressOf(id: number): number;
}

export class KeyArena {
  readonly #segments: (Segment | null)[] = [];
  readonly #freeSegments: number[] = [];
  readonly #mover: KeyMover;
  #current = -1;
  #grown = 0;
  #allocatedBytes = 0;

  constructor(mover: KeyMover) {
    this.#mover = mover;
  }

  /** Bytes of memory that the arena holds. */
  get allocatedBytes(): number {
    return this.#allocatedBytes;
  }

  /** Copies the key `bytes[start, end)` of number `id` in; returns its address. */
  add(id: number, bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const units = (ENTRY_HEADER_BYTES + length + 3) >>> 2;
    const number = this.#segmentWith(units);
    const segment = this.#segments[number]!;
    const unit = segment.usedUnits;
    segment.usedUnits = unit + units;
    segment.words[unit] = id;
    segment.words[unit + 1] = length;
    const target = segment.bytes;
    let position = (unit << 2) + ENTRY_HEADER_BYTES;
    for (let i = start; i < end; i++) target[position++] = bytes[i]!;
    return ((number << UNIT_BITS) | unit) >>> 0;
  }

  /** The entry's memory is no longer needed. May move other keys. */
  release(address: number): void {
    const number = address >>> UNIT_BITS;
    const segment = this.#segments[number]!;
    segment.deadUnits += (ENTRY_HEADER_BYTES + segment.words[(address & UNIT_MASK) + 1]! + 3) >>> 2;
    if (number === this.#current) return;
    if (segment.deadUnits === segment.usedUnits) this.#drop(number, segment);
    else if (segment.deadUnits > segment.usedUnits >>> 1) this.#empty(number, segment);
  }

  length(address: number): number {
    return this.#segments[address >>> UNIT_BITS]!.words[(address & UNIT_MASK) + 1]!;
  }

  /** The memory that holds the key, from `offset(address)` on. */
  memory(address: number): Uint8Array {
    return this.#segments[address >>> UNIT_BITS]!.bytes;
  }

  offset(address: number): number {
    return ((address & UNIT_MASK) << 2) + ENTRY_HEADER_BYTES;
  }

  equals(address: number, bytes: Uint8Array, start: number, end: number): boolean {
    const segment = this.#segments[address >>> UNIT_BITS]!;
    const unit = address & UNIT_MASK;
    if (segment.words[unit + 1] !== end - start) return false;
    const own = segment.bytes;
    let position = (unit << 2) + ENTRY_HEADER_BYTES;
    for (let i = start; i < end; i++) if (own[position++] !== bytes[i]) return false;
    return true;
  }

  /**
   * Compares the stored key with `bytes[start, end)`, of which the first `shared` bytes are known
   * to be equal. Returns the bytes that are equal, times two, plus one where the stored key is
   * less; -1 where the keys are the same.
   */
  compare(address: number, bytes: Uint8Array, start: number, end: number, shared: number): number {
    const segment = this.#segments[address >>> UNIT_BITS]!;
    const unit = address & UNIT_MASK;
    const ownLength = segment.words[unit + 1]!;
    const own = segment.bytes;
    const ownStart = (unit << 2) + ENTRY_HEADER_BYTES;
    const length = end - start;
    const common = Math.min(ownLength, length);
    let i = shared;
    for (; i < common; i++) {
      const a = own[ownStart + i]!;
      const b = bytes[start + i]!;
      if (a !== b) return i * 2 + (a < b ? 1 : 0);
    }
    if (ownLength === length) return -1;
    return i * 2 + (ownLength < length ? 1 : 0);
  }

  /** `headOf` the key without its first `skip` bytes. */
  head(address: number, skip: number): number {
    const segment = this.#segments[address >>> UNIT_BITS]!;
    const unit = address & UNIT_MASK;
    const start = (unit << 2) + ENTRY_HEADER_BYTES;
    return headOf(segment.bytes, start + skip, start + segment.words[unit + 1]!);
  }

  #segmentWith(units: number): number {
    if (this.#current >= 0) {
      const segment = this.#segments[this.#current]!;
      if (segment.usedUnits + units <= segment.words.length) return this.#current;
    }
    const wanted = SEGMENT_BYTES[Math.min(this.#grown, SEGMENT_BYTES.length - 1)]!;
    if (units << 2 > wanted) return this.#open(units << 2);
    this.#grown++;
    const number = this.#open(wanted);
    this.#current = number;
    return number;
  }

  #open(sizeBytes: number): number {
    const number = this.#freeSegments.pop() ?? this.#segments.length;
    assert(number < MAX_SEGMENTS, "the key index holds more key bytes than it can address");
    this.#segments[number] = new Segment(sizeBytes);
    this.#allocatedBytes += sizeBytes;
    return number;
  }

  #drop(number: number, segment: Segment): void {
    this.#segments[number] = null;
    this.#freeSegments.push(number);
    this.#allocatedBytes -= segment.bytes.length;
  }

  #empty(number: number, segment: Segment): void {
    for (let unit = 0; unit < segment.usedUnits; ) {
      const id = segment.words[unit]!;
      const length = segment.words[unit + 1]!;
      const address = ((number << UNIT_BITS) | unit) >>> 0;
      if (this.#mover.addressOf(id) === address) {
        const start = (unit << 2) + ENTRY_HEADER_BYTES;
        this.#mover.moved(id, this.add(id, segment.bytes, start, start + length));
      }
      unit += (ENTRY_HEADER_BYTES + length + 3) >>> 2;
    }
    this.#drop(number, segment);
  }
}
