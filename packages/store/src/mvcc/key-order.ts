/**
 * Key numbers in byte order of their keys: a list of leaves, each a packed array of up to
 * LEAF_KEYS numbers. The list itself is short (one leaf for a hundred or two hundred keys), so it
 * needs no tree above it.
 *
 * Between two leaves stands a separator: a key above all of the left one and not above any of the
 * right one, copied when the leaf was split off and constant since. All separators lie close
 * together in an arena of their own, which stays in the processor's cache, so that finding the leaf
 * costs no memory access that misses it; a leaf's heads do the same for the search inside.
 *
 * Each leaf counts its live keys and remembers a bound on their newest revision. That makes the
 * count of a large range a sum over leaves: exact for the present, and for any older revision that
 * the leaf has not changed since.
 *
 * A position is a leaf's place in the list and a slot in it; positions hold until the next change.
 */

import { headOf, KeyArena, type KeyMover } from "./key-arena.ts";
import { LEAF_KEYS } from "./limits.ts";

/** Below this many keys a leaf is joined with its neighbour if both fit in three quarters. */
const JOIN_KEYS = LEAF_KEYS >>> 2;
const ADDRESSES = LEAF_KEYS;
const HEADS = 2 * LEAF_KEYS;
const MAX_HEAD = 0x7fff_ffff;

export class Leaf {
  /**
   * Three columns of LEAF_KEYS in one piece of memory. Key numbers, from 0; addresses in the arena,
   * from ADDRESSES; heads, from HEADS: `headOf` each key behind `prefixBytes`, so that most
   * searches end without reading a key.
   */
  readonly columns: Int32Array = new Int32Array(3 * LEAF_KEYS);
  /** The separator and all keys of the leaf begin with the same bytes, at least this many. */
  prefixBytes = 0;
  count = 0;
  /** Keys of the leaf whose newest revision is no tombstone. */
  liveCount = 0;
  /** No key of the leaf has a newer revision than this. */
  newestRevision = 0;
  /** The leaf's number, constant for its life. */
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

/** What the order asks of the owner of the keys. */
export interface KeyFacts {
  isLive(id: number): boolean;
  /** The key now lies in the leaf with this number. */
  placed(id: number, leafNumber: number): void;
}

export class KeyOrder implements KeyMover {
  /** In key order; at least one. */
  readonly leaves: Leaf[] = [];
  /** Addresses of the separators below each leaf, in step with `leaves`; the first has none. */
  #separators = new Int32Array(64);
  readonly #separatorArena: KeyArena = new KeyArena(this);
  /** By number. */
  readonly #byNumber: (Leaf | null)[] = [];
  readonly #freeNumbers: number[] = [];
  readonly #facts: KeyFacts;
  readonly #arena: KeyArena;
  /** The position that the last `seek` found: of the first key not below the one sought. */
  leafPosition = 0;
  slot = 0;

  constructor(facts: KeyFacts, arena: KeyArena) {
    this.#facts = facts;
    this.#arena = arena;
    this.leaves.push(this.#newLeaf());
  }

  leaf(number: number): Leaf {
    return this.#byNumber[number]!;
  }

  /** Sets the position to the first key >= `bytes[start, end)`; true if it is that very key. */
  seek(bytes: Uint8Array, start: number, end: number): boolean {
    const separators = this.#separators;
    const arena = this.#separatorArena;
    let low = 0;
    let high = this.leaves.length - 1;
    // Bytes that the key sought shares with the separators at both ends of what is left.
    let sharedLow = 0;
    let sharedHigh = 0;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const known = Math.min(sharedLow, sharedHigh);
      const order = arena.compare(separators[middle]!, bytes, start, end, known);
      if (order === -1) {
        low = middle;
        sharedLow = end - start;
        break;
      }
      if ((order & 1) === 1) {
        low = middle;
        sharedLow = order >>> 1;
      } else {
        high = middle - 1;
        sharedHigh = order >>> 1;
      }
    }
    const leaf = this.leaves[low]!;
    this.leafPosition = low;
    if (sharedLow < leaf.prefixBytes) {
      // Above the separator, yet without the way that it and all keys have in common: above all.
      this.slot = leaf.count;
      return false;
    }
    return this.#seekInLeaf(leaf, bytes, start, end);
  }

  /** Sets the position behind the last key. */
  seekEnd(): void {
    this.leafPosition = this.leaves.length - 1;
    this.slot = this.leaves[this.leafPosition]!.count;
  }

  /** Puts a key where the last `seek` for it stopped. */
  insertHere(id: number, address: number): void {
    let leafPosition = this.leafPosition;
    let leaf = this.leaves[leafPosition]!;
    let slot = this.slot;
    if (leaf.count === LEAF_KEYS) {
      const right = this.#newLeaf();
      right.newestRevision = leaf.newestRevision;
      // Keys that arrive in order leave full leaves behind instead of half-full ones.
      const keep = slot === LEAF_KEYS ? LEAF_KEYS : LEAF_KEYS >>> 1;
      const firstOfRight = keep === LEAF_KEYS ? address : leaf.columns[ADDRESSES + keep]!;
      this.#addLeaf(leafPosition + 1, right, firstOfRight);
      for (let i = keep; i < LEAF_KEYS; i++) this.#appendMoved(leaf, right, i);
      leaf.count = keep;
      this.#rehead(leafPosition);
      this.#rehead(leafPosition + 1);
      if (slot > keep || keep === LEAF_KEYS) {
        leaf = right;
        leafPosition++;
        slot -= keep;
      }
    }
    const { columns } = leaf;
    if (slot < leaf.count) shift(columns, slot, leaf.count, 1);
    columns[slot] = id;
    columns[ADDRESSES + slot] = address;
    columns[HEADS + slot] = this.#arena.head(address, leaf.prefixBytes);
    leaf.count++;
    // A key below others shares what they share with the separator; the last one may share less.
    const isDue = leaf.count === 16 || leaf.count === 64;
    const mayShorten = slot === leaf.count - 1 && leaf.prefixBytes > 0;
    if (isDue || (mayShorten && this.#sharedWithSeparator(leafPosition) < leaf.prefixBytes)) {
      this.#rehead(leafPosition);
    }
    this.#facts.placed(id, leaf.number);
    this.leafPosition = leafPosition;
    this.slot = slot;
  }

  /** Appends a key known to be above all others. */
  append(id: number, address: number): void {
    this.seekEnd();
    this.insertHere(id, address);
  }

  /** The key of the leaf with this number now lies at `address`. */
  keyMoved(id: number, leafNumber: number, address: number): void {
    const leaf = this.leaf(leafNumber);
    const slot = leaf.columns.subarray(0, leaf.count).indexOf(id);
    leaf.columns[ADDRESSES + slot] = address;
  }

  /** Takes out the key at the position that `seek` has just found; it must be dead. */
  removeHere(): void {
    const leaf = this.leaves[this.leafPosition]!;
    shift(leaf.columns, this.slot + 1, leaf.count, -1);
    leaf.count--;
    if (leaf.count === 0) {
      // The first leaf has no separator to give up; it may be empty.
      if (this.leafPosition > 0) this.#dropLeaf(this.leafPosition);
    } else if (leaf.count < JOIN_KEYS) this.#join(this.leafPosition);
  }

  // For the arena of separators, in which a leaf's number names its separator.

  moved(leafNumber: number, address: number): void {
    this.#separators[this.#positionOf(leafNumber)] = address;
  }

  addressOf(leafNumber: number): number {
    const position = this.#positionOf(leafNumber);
    return position < 1 ? 0xffff_ffff : this.#separators[position]! >>> 0;
  }

  #positionOf(leafNumber: number): number {
    const leaf = this.#byNumber[leafNumber];
    return leaf === null || leaf === undefined ? -1 : this.leaves.indexOf(leaf);
  }

  /** The key sought begins with the leaf's prefix. */
  #seekInLeaf(leaf: Leaf, bytes: Uint8Array, start: number, end: number): boolean {
    const { columns, prefixBytes } = leaf;
    const head = headOf(bytes, start + prefixBytes, end);
    let low = lowerBound(columns, 0, leaf.count, head);
    if (low === leaf.count || columns[HEADS + low] !== head) {
      this.slot = low;
      return false;
    }
    let high = head === MAX_HEAD ? leaf.count : lowerBound(columns, low, leaf.count, head + 1);
    let sharedLow = prefixBytes;
    let sharedHigh = prefixBytes;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const known = Math.min(sharedLow, sharedHigh);
      const order = this.#arena.compare(columns[ADDRESSES + middle]!, bytes, start, end, known);
      if (order === -1) {
        this.slot = middle;
        return true;
      }
      if ((order & 1) === 1) {
        low = middle + 1;
        sharedLow = order >>> 1;
      } else {
        high = middle;
        sharedHigh = order >>> 1;
      }
    }
    this.slot = low;
    return false;
  }

  /** Bytes that the last key of a leaf, and so every one, shares with the leaf's separator. */
  #sharedWithSeparator(position: number): number {
    if (position === 0) return 0;
    const separators = this.#separatorArena;
    const separator = this.#separators[position]!;
    const leaf = this.leaves[position]!;
    const start = separators.offset(separator);
    const end = start + separators.length(separator);
    const last = leaf.columns[ADDRESSES + leaf.count - 1]!;
    const order = this.#arena.compare(last, separators.memory(separator), start, end, 0);
    return order === -1 ? end - start : order >>> 1;
  }

  /** Finds the prefix of a leaf and its heads anew. */
  #rehead(position: number): void {
    const leaf = this.leaves[position]!;
    const { columns, count } = leaf;
    if (count === 0) return;
    const skip = this.#sharedWithSeparator(position);
    leaf.prefixBytes = skip;
    for (let i = 0; i < count; i++) {
      columns[HEADS + i] = this.#arena.head(columns[ADDRESSES + i]!, skip);
    }
  }

  #appendMoved(from: Leaf, to: Leaf, slot: number): void {
    const id = from.columns[slot]!;
    to.columns[to.count] = id;
    to.columns[ADDRESSES + to.count++] = from.columns[ADDRESSES + slot]!;
    this.#facts.placed(id, to.number);
    if (this.#facts.isLive(id)) {
      from.liveCount--;
      to.liveCount++;
    }
  }

  #join(position: number): void {
    const left = position > 0 ? position - 1 : position;
    const a = this.leaves[left]!;
    const b = this.leaves[left + 1];
    if (b === undefined || a.count + b.count > LEAF_KEYS - JOIN_KEYS) return;
    for (let i = 0; i < b.count; i++) this.#appendMoved(b, a, i);
    a.newestRevision = Math.max(a.newestRevision, b.newestRevision);
    this.#dropLeaf(left + 1);
    this.#rehead(left);
  }

  /** @param firstKey - address of what becomes the first key of the leaf. */
  #addLeaf(position: number, leaf: Leaf, firstKey: number): void {
    const count = this.leaves.length;
    if (count === this.#separators.length) {
      const grown = new Int32Array(count * 2);
      grown.set(this.#separators);
      this.#separators = grown;
    }
    const start = this.#arena.offset(firstKey);
    const end = start + this.#arena.length(firstKey);
    const separator = this.#separatorArena.add(
      leaf.number,
      this.#arena.memory(firstKey),
      start,
      end,
    );
    this.#separators.copyWithin(position + 1, position, count);
    this.#separators[position] = separator;
    this.leaves.splice(position, 0, leaf);
  }

  #dropLeaf(position: number): void {
    const separator = this.#separators[position]! >>> 0;
    this.#separators.copyWithin(position, position + 1, this.leaves.length);
    const [leaf] = this.leaves.splice(position, 1);
    this.#byNumber[leaf!.number] = null;
    this.#freeNumbers.push(leaf!.number);
    this.#separatorArena.release(separator);
  }

  #newLeaf(): Leaf {
    const number = this.#freeNumbers.pop() ?? this.#byNumber.length;
    const leaf = new Leaf(number);
    this.#byNumber[number] = leaf;
    return leaf;
  }
}

/** The first slot in [low, high) whose head is not below `head`, or `high`. */
function lowerBound(columns: Int32Array, low: number, high: number, head: number): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columns[HEADS + middle]! < head) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Moves the slots [start, end) of all columns by one slot. */
function shift(columns: Int32Array, start: number, end: number, by: 1 | -1): void {
  for (let column = 0; column < columns.length; column += LEAF_KEYS) {
    columns.copyWithin(column + start + by, column + start, column + end);
  }
}
