/**
 * From the hash of a key to the numbers of the keys that have it: 256 open-addressed tables, so
 * that growing one copies a 256th of the whole. An entry is two 32-bit words, hash and key number
 * plus one (zero: free); probing is linear, and removal shifts entries back instead of leaving
 * marks. The caller compares the keys themselves.
 */

const PARTITION_SHIFT = 24;
const PARTITIONS = 1 << (32 - PARTITION_SHIFT);
const FIRST_CAPACITY = 8;
const NO_ENTRIES = new Int32Array(0);

/** A 32-bit hash of `bytes[start, end)`. The seed keeps chosen keys from meeting in one place. */
export function hashKey(bytes: Uint8Array, start: number, end: number, seed: number): number {
  let hash = seed ^ (end - start);
  let i = start;
  for (const last = end - 3; i < last; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    hash = Math.imul(hash ^ Math.imul(word, 0xcc9e2d51), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x85ebca6b) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

export class KeyHashTable {
  readonly #tables: Int32Array[] = new Array(PARTITIONS).fill(NO_ENTRIES);
  readonly #counts = new Int32Array(PARTITIONS);
  /** State of the probe that `first` began. */
  #table: Int32Array = NO_ENTRIES;
  #hash = 0;
  #slot = 0;

  /** The first key number under this hash, or -1. */
  first(hash: number): number {
    const table = this.#tables[hash >>> PARTITION_SHIFT]!;
    if (table.length === 0) return -1;
    this.#table = table;
    this.#hash = hash | 0;
    this.#slot = hash & ((table.length >>> 1) - 1);
    return this.#probe();
  }

  /** The next key number under the hash that `first` was given, or -1. */
  next(): number {
    this.#slot = (this.#slot + 1) & ((this.#table.length >>> 1) - 1);
    return this.#probe();
  }

  add(hash: number, id: number): void {
    const partition = hash >>> PARTITION_SHIFT;
    let table = this.#tables[partition]!;
    if ((this.#counts[partition]! + 1) * 8 > table.length * 3) table = this.#grow(partition);
    this.#counts[partition]!++;
    insert(table, hash, id + 1);
  }

  /** Makes the tables large enough for this many evenly spread pairs; only while empty. */
  reserve(pairsCount: number): void {
    let capacity = FIRST_CAPACITY;
    while (capacity * 3 < (pairsCount / PARTITIONS) * 4.5) capacity *= 2;
    for (let i = 0; i < PARTITIONS; i++) this.#tables[i] = new Int32Array(capacity * 2);
  }

  /** The pair must be there. */
  remove(hash: number, id: number): void {
    const partition = hash >>> PARTITION_SHIFT;
    const table = this.#tables[partition]!;
    const mask = (table.length >>> 1) - 1;
    let hole = hash & mask;
    while (table[hole * 2 + 1] !== id + 1) hole = (hole + 1) & mask;
    // An entry may move into the hole if its own place is not between the hole and itself.
    for (let slot = (hole + 1) & mask; table[slot * 2 + 1] !== 0; slot = (slot + 1) & mask) {
      const home = table[slot * 2]! & mask;
      if (((slot - home) & mask) >= ((slot - hole) & mask)) {
        table[hole * 2] = table[slot * 2]!;
        table[hole * 2 + 1] = table[slot * 2 + 1]!;
        hole = slot;
      }
    }
    table[hole * 2 + 1] = 0;
    this.#counts[partition]!--;
  }

  #probe(): number {
    const table = this.#table;
    const mask = (table.length >>> 1) - 1;
    const hash = this.#hash;
    let slot = this.#slot;
    for (;;) {
      const entry = table[slot * 2 + 1]!;
      if (entry === 0) return -1;
      if (table[slot * 2] === hash) {
        this.#slot = slot;
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
  }

  #grow(partition: number): Int32Array {
    const old = this.#tables[partition]!;
    const table = new Int32Array(old.length === 0 ? FIRST_CAPACITY * 2 : old.length * 2);
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] !== 0) insert(table, old[i]!, old[i + 1]!);
    }
    this.#tables[partition] = table;
    return table;
  }
}

function insert(table: Int32Array, hash: number, entry: number): void {
  const mask = (table.length >>> 1) - 1;
  let slot = hash & mask;
  while (table[slot * 2 + 1] !== 0) slot = (slot + 1) & mask;
  table[slot * 2] = hash;
  table[slot * 2 + 1] = entry;
}
