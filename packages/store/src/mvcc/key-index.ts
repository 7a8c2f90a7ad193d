/**
 * The index of all keys: their order, the newest revision of each, and the superseded revisions
 * that compaction has not taken yet. It holds no values.
 *
 * A key has a number, dense and reused after removal, and a packed row of 48 bytes:
 *
 *   float64  0: create_revision   8: mod_revision (main)   16: version, 0 for a tombstone
 *   int32   24: sub   28: newest superseded revision (HistorySlab)   32: address (KeyArena)
 *           36: leaf (KeyOrder)   40, 44: lease, low and high half
 *
 * Point lookups go through a hash table, ranges through the order. A million keys are a few
 * thousand heap objects. Keys are given as `bytes[start, end)`: the caller's memory is only read.
 *
 * Generations (apply specification, 5.5) need no structure of their own: a tombstone in the chain
 * ends one, and create_revision and version of older revisions stand in their records.
 */

import { assert, bytesToLatin1 } from "@kvorum/base";
import { HistorySlab } from "./history-slab.ts";
import { KeyArena, type KeyMover } from "./key-arena.ts";
import { hashKey, KeyHashTable } from "./key-hash-table.ts";
import { type KeyFacts, KeyOrder } from "./key-order.ts";

const CHUNK_BITS = 12;
const CHUNK_KEYS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_KEYS - 1;
const ROW_NUMBERS = 6;
const ROW_WORDS = 12;
const CREATE = 0;
const MOD = 1;
const VERSION = 2;
const SUB = 6;
const HISTORY = 7;
const ADDRESS = 8;
const LEAF = 9;
const LEASE_LOW = 10;
const LEASE_HIGH = 11;

class Chunk {
  readonly numbers: Float64Array;
  readonly words: Int32Array;

  constructor() {
    const memory = new ArrayBuffer(CHUNK_KEYS * ROW_WORDS * 4);
    this.numbers = new Float64Array(memory);
    this.words = new Int32Array(memory);
  }
}

/** A range of keys: `start <= key < end`; open where `end` is null. */
export interface KeyRange {
  readonly start: Uint8Array;
  readonly end: Uint8Array | null;
}

export class KeyIndex implements KeyMover, KeyFacts {
  readonly #chunks: Chunk[] = [];
  readonly #arena: KeyArena = new KeyArena(this);
  readonly #hashes: KeyHashTable = new KeyHashTable();
  readonly #order: KeyOrder = new KeyOrder(this, this.#arena);
  readonly #history: HistorySlab = new HistorySlab();
  readonly #hashSeed: number;
  #used = 0;
  /** Number plus one of the first unused row; the next stands in its history word. */
  #freeRow = 0;
  #keysCount = 0;
  #liveCount = 0;
  /** Revision that the last successful `findAt` found. */
  foundMain = 0;
  foundSub = 0;

  constructor(hashSeed: number) {
    this.#hashSeed = hashSeed | 0;
  }

  /** Keys in the index, deleted ones that are not compacted yet included. */
  get keysCount(): number {
    return this.#keysCount;
  }

  /** Keys that exist now. */
  get liveCount(): number {
    return this.#liveCount;
  }

  /** Superseded revisions in the index. */
  get historyCount(): number {
    return this.#history.count;
  }

  /** Bytes of the packed memory, without the tables of the hash and the order. */
  get allocatedBytes(): number {
    return (
      this.#chunks.length * CHUNK_KEYS * ROW_WORDS * 4 +
      this.#arena.allocatedBytes +
      this.#history.allocatedBytes
    );
  }

  // Lookup -----------------------------------------------------------------------------------

  /** The key's number, or -1. A deleted key is found until compaction removes it. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const hashes = this.#hashes;
    const hash = hashKey(bytes, start, end, this.#hashSeed);
    for (let id = hashes.first(hash); id >= 0; id = hashes.next()) {
      if (this.#arena.equals(this.addressOf(id), bytes, start, end)) return id;
    }
    return -1;
  }

  /** The key's number; a new key gets a row without any revision, to be filled with `set`. */
  findOrAdd(bytes: Uint8Array, start: number, end: number): number {
    const hashes = this.#hashes;
    const hash = hashKey(bytes, start, end, this.#hashSeed);
    for (let id = hashes.first(hash); id >= 0; id = hashes.next()) {
      if (this.#arena.equals(this.addressOf(id), bytes, start, end)) return id;
    }
    const id = this.#newRow(bytes, start, end);
    hashes.add(hash, id);
    const isThere = this.#order.seek(bytes, start, end);
    assert(!isThere, "a key is in the order but not in the hash table");
    this.#order.insertHere(id, this.addressOf(id));
    return id;
  }

  /** Makes room for this many keys, so that adding them grows no table. */
  reserve(keysCount: number): void {
    this.#hashes.reserve(keysCount);
  }

  /** Adds a key that sorts behind all others: for loading a checkpoint. */
  append(bytes: Uint8Array, start: number, end: number): number {
    const id = this.#newRow(bytes, start, end);
    this.#hashes.add(hashKey(bytes, start, end, this.#hashSeed), id);
    this.#order.append(id, this.addressOf(id));
    return id;
  }

  createRevision(id: number): number {
    return this.#chunks[id >>> CHUNK_BITS]!.numbers[(id & CHUNK_MASK) * ROW_NUMBERS + CREATE]!;
  }

  modRevision(id: number): number {
    return this.#chunks[id >>> CHUNK_BITS]!.numbers[(id & CHUNK_MASK) * ROW_NUMBERS + MOD]!;
  }

  /** 0 for a key that does not exist now. */
  version(id: number): number {
    return this.#chunks[id >>> CHUNK_BITS]!.numbers[(id & CHUNK_MASK) * ROW_NUMBERS + VERSION]!;
  }

  isLive(id: number): boolean {
    return this.version(id) !== 0;
  }

  modSub(id: number): number {
    return this.#word(id, SUB);
  }

  leaseLow(id: number): number {
    return this.#word(id, LEASE_LOW);
  }

  leaseHigh(id: number): number {
    return this.#word(id, LEASE_HIGH);
  }

  /** The lease of the key now; 0n for none. */
  lease(id: number): bigint {
    const low = this.leaseLow(id);
    const high = this.leaseHigh(id);
    if ((low | high) === 0) return 0n;
    return (BigInt(high) << 32n) | BigInt(low >>> 0);
  }

  addressOf(id: number): number {
    return this.#word(id, ADDRESS) >>> 0;
  }

  keyBytesCount(id: number): number {
    return this.#arena.length(this.addressOf(id));
  }

  /** Copies the key's bytes; returns the position behind them. */
  copyKey(id: number, target: Uint8Array, position: number): number {
    const address = this.addressOf(id);
    const memory = this.#arena.memory(address);
    const start = this.#arena.offset(address);
    const length = this.#arena.length(address);
    for (let i = 0; i < length; i++) target[position++] = memory[start + i]!;
    return position;
  }

  /** A copy of the key. */
  keyBytes(id: number): Uint8Array {
    const address = this.addressOf(id);
    const start = this.#arena.offset(address);
    return this.#arena.memory(address).slice(start, start + this.#arena.length(address));
  }

  /** The key as a latin1 string. */
  key(id: number): string {
    const address = this.addressOf(id);
    const start = this.#arena.offset(address);
    return bytesToLatin1(this.#arena.memory(address), start, start + this.#arena.length(address));
  }

  /**
   * Finds the newest revision of the key that is not above `revision`. True if it is a put: then
   * `foundMain` and `foundSub` say which. A tombstone, or nothing, is false.
   */
  findAt(id: number, revision: number): boolean {
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const row = id & CHUNK_MASK;
    const main = chunk.numbers[row * ROW_NUMBERS + MOD]!;
    if (main <= revision) {
      this.foundMain = main;
      this.foundSub = chunk.words[row * ROW_WORDS + SUB]!;
      return chunk.numbers[row * ROW_NUMBERS + VERSION] !== 0;
    }
    const history = this.#history;
    for (let node = chunk.words[row * ROW_WORDS + HISTORY]!; node !== 0; ) {
      const older = history.main(node);
      if (older <= revision) {
        this.foundMain = older;
        this.foundSub = history.sub(node);
        return !history.isTombstone(node);
      }
      node = history.older(node);
    }
    return false;
  }

  /** Visits the superseded revisions of a key, newest first. */
  visitHistory(id: number, visit: (main: number, sub: number, isTombstone: boolean) => void): void {
    const history = this.#history;
    for (let node = this.#word(id, HISTORY); node !== 0; node = history.older(node)) {
      visit(history.main(node), history.sub(node), history.isTombstone(node));
    }
  }

  // Order ------------------------------------------------------------------------------------

  /** A cursor at the first key of the range, deleted keys included. Valid until a key is added. */
  cursor(range: KeyRange): KeyCursor {
    const order = this.#order;
    if (range.end === null) order.seekEnd();
    else order.seek(range.end, 0, range.end.length);
    const endLeaf = order.leafPosition;
    const endSlot = order.slot;
    order.seek(range.start, 0, range.start.length);
    return new KeyCursor(order, endLeaf, endSlot);
  }

  /** Keys of the range that exist at `revision` (at most the newest one). Cost: see KeyOrder. */
  count(range: KeyRange, revision: number): number {
    const order = this.#order;
    if (range.end === null) order.seekEnd();
    else order.seek(range.end, 0, range.end.length);
    const endLeaf = order.leafPosition;
    const endSlot = order.slot;
    order.seek(range.start, 0, range.start.length);
    let count = 0;
    let slot = order.slot;
    for (let position = order.leafPosition; position <= endLeaf; position++, slot = 0) {
      const leaf = order.leaves[position]!;
      const end = position === endLeaf ? endSlot : leaf.count;
      if (leaf.newestRevision <= revision && slot === 0 && end === leaf.count) {
        count += leaf.liveCount;
      } else {
        for (; slot < end; slot++) if (this.findAt(leaf.columns[slot]!, revision)) count++;
      }
    }
    return count;
  }

  /** Does any key exist at `revision`? */
  hasLiveKeyAt(revision: number): boolean {
    for (const leaf of this.#order.leaves) {
      if (leaf.newestRevision <= revision) {
        if (leaf.liveCount > 0) return true;
      } else {
        for (let slot = 0; slot < leaf.count; slot++) {
          if (this.findAt(leaf.columns[slot]!, revision)) return true;
        }
      }
    }
    return false;
  }

  // Change -----------------------------------------------------------------------------------

  /**
   * Makes (main, sub) the newest revision of the key; the former one joins its history. Version 0
   * makes it a tombstone. Revisions of a key must ascend.
   */
  set(
    id: number,
    main: number,
    sub: number,
    createRevision: number,
    version: number,
    leaseLow: number,
    leaseHigh: number,
  ): void {
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const numbers = chunk.numbers;
    const words = chunk.words;
    const firstNumber = (id & CHUNK_MASK) * ROW_NUMBERS;
    const firstWord = (id & CHUNK_MASK) * ROW_WORDS;
    const oldMain = numbers[firstNumber + MOD]!;
    const wasLive = numbers[firstNumber + VERSION] !== 0;
    if (oldMain !== 0) {
      words[firstWord + HISTORY] = this.#history.add(
        oldMain,
        words[firstWord + SUB]!,
        !wasLive,
        words[firstWord + HISTORY]!,
      );
    }
    numbers[firstNumber + CREATE] = createRevision;
    numbers[firstNumber + MOD] = main;
    numbers[firstNumber + VERSION] = version;
    words[firstWord + SUB] = sub;
    words[firstWord + LEASE_LOW] = leaseLow;
    words[firstWord + LEASE_HIGH] = leaseHigh;
    const leaf = this.#order.leaf(words[firstWord + LEAF]!);
    // A checkpoint is loaded in the order of the keys, not of the revisions.
    if (main > leaf.newestRevision) leaf.newestRevision = main;
    if (version !== 0) {
      if (!wasLive) {
        leaf.liveCount++;
        this.#liveCount++;
      }
    } else if (wasLive) {
      leaf.liveCount--;
      this.#liveCount--;
    }
  }

  /**
   * Does (main, sub) survive a compaction at `revision`: is it the newest revision of the key not
   * above it, and a put, or a tombstone of exactly that revision?
   */
  survives(id: number, main: number, sub: number, revision: number): boolean {
    this.foundMain = 0;
    const isPut = this.findAt(id, revision);
    return this.foundMain === main && this.foundSub === sub && (isPut || main === revision);
  }

  /**
   * Drops the revisions of the key that do not survive a compaction at `revision`. True if nothing
   * was left and the key is gone.
   */
  prune(id: number, revision: number): boolean {
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const firstNumber = (id & CHUNK_MASK) * ROW_NUMBERS;
    const firstWord = (id & CHUNK_MASK) * ROW_WORDS;
    const history = this.#history;
    const main = chunk.numbers[firstNumber + MOD]!;
    if (main <= revision) {
      history.freeChain(chunk.words[firstWord + HISTORY]!);
      chunk.words[firstWord + HISTORY] = 0;
      if (chunk.numbers[firstNumber + VERSION] !== 0 || main === revision) return false;
      this.#remove(id);
      return true;
    }
    let newer = 0;
    let node = chunk.words[firstWord + HISTORY]!;
    while (node !== 0 && history.main(node) > revision) {
      newer = node;
      node = history.older(node);
    }
    if (node === 0) return false;
    if (!history.isTombstone(node) || history.main(node) === revision) history.cutBehind(node);
    else if (newer !== 0) history.cutBehind(newer);
    else {
      history.freeChain(node);
      chunk.words[firstWord + HISTORY] = 0;
    }
    return false;
  }

  // For the parts of the index ---------------------------------------------------------------

  moved(id: number, address: number): void {
    this.#order.keyMoved(id, this.#word(id, LEAF), address);
    this.#setAddress(id, address);
  }

  #setAddress(id: number, address: number): void {
    this.#chunks[id >>> CHUNK_BITS]!.words[(id & CHUNK_MASK) * ROW_WORDS + ADDRESS] = address;
  }

  placed(id: number, leafNumber: number): void {
    this.#chunks[id >>> CHUNK_BITS]!.words[(id & CHUNK_MASK) * ROW_WORDS + LEAF] = leafNumber;
  }

  #word(id: number, word: number): number {
    return this.#chunks[id >>> CHUNK_BITS]!.words[(id & CHUNK_MASK) * ROW_WORDS + word]!;
  }

  #newRow(bytes: Uint8Array, start: number, end: number): number {
    let id: number;
    if (this.#freeRow !== 0) {
      id = this.#freeRow - 1;
      this.#freeRow = this.#word(id, HISTORY);
    } else {
      id = this.#used++;
      if (id >>> CHUNK_BITS === this.#chunks.length) this.#chunks.push(new Chunk());
    }
    const chunk = this.#chunks[id >>> CHUNK_BITS]!;
    const row = id & CHUNK_MASK;
    for (let i = 0; i < ROW_NUMBERS; i++) chunk.numbers[row * ROW_NUMBERS + i] = 0;
    chunk.words[row * ROW_WORDS + ADDRESS] = this.#arena.add(id, bytes, start, end);
    this.#keysCount++;
    return id;
  }

  #remove(id: number): void {
    const address = this.addressOf(id);
    const memory = this.#arena.memory(address);
    const start = this.#arena.offset(address);
    const end = start + this.#arena.length(address);
    const isThere = this.#order.seek(memory, start, end);
    assert(isThere, "a key is in the hash table but not in the order");
    this.#order.removeHere();
    this.#hashes.remove(hashKey(memory, start, end, this.#hashSeed), id);
    this.#setAddress(id, -1);
    this.#arena.release(address);
    const words = this.#chunks[id >>> CHUNK_BITS]!.words;
    words[(id & CHUNK_MASK) * ROW_WORDS + HISTORY] = this.#freeRow;
    this.#freeRow = id + 1;
    this.#keysCount--;
  }
}

/** Walks the key numbers of a range in order, deleted keys included. */
export class KeyCursor {
  readonly #order: KeyOrder;
  readonly #endLeaf: number;
  readonly #endSlot: number;
  #leafPosition: number;
  #slot: number;

  /** Starts where the order's last `seek` stopped. */
  constructor(order: KeyOrder, endLeaf: number, endSlot: number) {
    this.#order = order;
    this.#endLeaf = endLeaf;
    this.#endSlot = endSlot;
    this.#leafPosition = order.leafPosition;
    this.#slot = order.slot;
  }

  /** The next key's number, or -1 at the end of the range. */
  next(): number {
    for (;;) {
      const leaf = this.#order.leaves[this.#leafPosition];
      if (leaf === undefined || this.#leafPosition > this.#endLeaf) return -1;
      const end = this.#leafPosition === this.#endLeaf ? this.#endSlot : leaf.count;
      if (this.#slot < end) return leaf.columns[this.#slot++]!;
      this.#leafPosition++;
      this.#slot = 0;
    }
  }
}
