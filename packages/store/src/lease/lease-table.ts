/**
 * From lease id to a small row number, packed: open addressing over typed arrays, so that a
 * million leases are a handful of arrays to the garbage collector. Rows are dense from 0, reused
 * after `remove`, and stay put while the lease lives; whoever keeps something for each lease
 * keeps it in an array indexed by row.
 *
 * Ids are any 64-bit integers but are compared as signed ones.
 */

import { assert } from "@kvorum/base";

const INITIAL_ROWS = 64;
/** In #buckets: nothing here. Occupied buckets hold row + 1. */
const EMPTY = 0;

export class LeaseTable {
  #high = new Int32Array(INITIAL_ROWS);
  #low = new Int32Array(INITIAL_ROWS);
  /** Power of two, at most half full. */
  #buckets = new Int32Array(INITIAL_ROWS * 2);
  /** Rows given back, a stack in an array as long as the rows. */
  #freeRows: number[] = [];
  #rowsUsed = 0;
  #isLive = new Uint8Array(INITIAL_ROWS);
  readonly #seed: number;

  /** @param hashSeed - any 32-bit number that clients do not know. */
  constructor(hashSeed: number) {
    this.#seed = hashSeed;
  }

  /** Leases in the table. */
  get size(): number {
    return this.#rowsUsed - this.#freeRows.length;
  }

  /** Every row in use is below this. */
  get rowsEnd(): number {
    return this.#rowsUsed;
  }

  /** Rows that arrays beside this table must have room for. */
  get capacity(): number {
    return this.#high.length;
  }

  isLive(row: number): boolean {
    return this.#isLive[row] === 1;
  }

  /** The row of the lease, or -1. */
  find(id: bigint): number {
    const low = Number(BigInt.asIntN(32, id));
    const high = Number(BigInt.asIntN(32, id >> 32n));
    const mask = this.#buckets.length - 1;
    for (let bucket = hash(this.#seed, high, low) & mask; ; bucket = (bucket + 1) & mask) {
      const row = this.#buckets[bucket]! - 1;
      if (row < 0) return -1;
      if (this.#low[row] === low && this.#high[row] === high) return row;
    }
  }

  /** A row for a lease that is not in the table. May raise `capacity`. */
  add(id: bigint): number {
    let row = this.#freeRows.pop();
    if (row === undefined) {
      row = this.#rowsUsed++;
      if (row === this.#high.length) this.#grow();
    }
    this.#low[row] = Number(BigInt.asIntN(32, id));
    this.#high[row] = Number(BigInt.asIntN(32, id >> 32n));
    this.#isLive[row] = 1;
    this.#place(row);
    return row;
  }

  remove(row: number): void {
    assert(this.isLive(row), `lease row ${row} is not in use`);
    const buckets = this.#buckets;
    const mask = buckets.length - 1;
    let hole = this.#home(row);
    while (buckets[hole] !== row + 1) hole = (hole + 1) & mask;
    // Move back those that only stood further on because this bucket was taken.
    for (let next = (hole + 1) & mask; buckets[next] !== EMPTY; next = (next + 1) & mask) {
      const other = buckets[next]! - 1;
      const home = this.#home(other);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        buckets[hole] = other + 1;
        hole = next;
      }
    }
    buckets[hole] = EMPTY;
    this.#isLive[row] = 0;
    this.#freeRows.push(row);
  }

  /** The id of a row in use. */
  id(row: number): bigint {
    return (BigInt(this.#high[row]!) << 32n) | BigInt(this.#low[row]! >>> 0);
  }

  #home(row: number): number {
    return hash(this.#seed, this.#high[row]!, this.#low[row]!) & (this.#buckets.length - 1);
  }

  #place(row: number): void {
    const mask = this.#buckets.length - 1;
    let bucket = this.#home(row);
    while (this.#buckets[bucket] !== EMPTY) bucket = (bucket + 1) & mask;
    this.#buckets[bucket] = row + 1;
  }

  #grow(): void {
    const rows = this.#high.length * 2;
    const high = new Int32Array(rows);
    high.set(this.#high);
    this.#high = high;
    const low = new Int32Array(rows);
    low.set(this.#low);
    this.#low = low;
    const isLive = new Uint8Array(rows);
    isLive.set(this.#isLive);
    this.#isLive = isLive;
    this.#buckets = new Int32Array(rows * 2);
    for (let row = 0; row < rows / 2; row++) if (isLive[row] === 1) this.#place(row);
  }
}

/**
 * Clients choose ids freely: the seed comes in before the first half, and a product between the
 * halves, so that ids which meet under one seed part under another.
 */
function hash(seed: number, high: number, low: number): number {
  let h = Math.imul(high ^ seed, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h ^ low, 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x9e3779b1);
  return h ^ (h >>> 15);
}
