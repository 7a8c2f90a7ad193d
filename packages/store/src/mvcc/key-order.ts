/**
 * Key numbers in byte order of their keys: a list of leaves, each a packed array of up to
 * LEAF_KEYS numbers. The list itself is short (one leaf for a hundred or two hundred keys), so it
 * needs no tree above it.
 *
 * Each leaf counts its live keys and remembers a bound on their newest revision. That makes the
 * count of a large range a sum over leaves: exact for the present, and for any older revision that
 * the leaf has not changed since.
 *
 * A position is a leaf's place in the list and a slot in it; positions hold until the next change.
 */

import type { KeyArena } from "./key-arena.ts";
import { LEAF_KEYS } from "./limits.ts";

/** Below this many keys a leaf is joined with its neighbour if both fit in three quarters. */
const JOIN_KEYS = LEAF_KEYS >>> 2;

export class Leaf {
  readonly ids = new Int32Array(LEAF_KEYS);
  /** Where the keys lie in the arena: a search reads these and the keys, and no rows. */
  readonly addresses = new Uint32Array(LEAF_KEYS);
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

export class KeyOrder {
  /** In key order; at least one. */
  readonly leaves: Leaf[] = [];
  /** Addresses of the first keys of the leaves, in step with `leaves`. */
  #firsts = new Uint32Array(64);
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
    const firsts = this.#firsts;
    const arena = this.#arena;
    // The last leaf whose first key is not above the one sought, or the first leaf.
    let low = 0;
    let high = this.leaves.length - 1;
    let sharedLow = 0;
    let sharedHigh = 0;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const order = arena.compare(
        firsts[middle]!,
        bytes,
        start,
        end,
        Math.min(sharedLow, sharedHigh),
      );
      if (order === -1) {
        this.leafPosition = middle;
        this.slot = 0;
        return true;
      }
      if ((order & 1) === 1) {
        low = middle;
        sharedLow = order >>> 1;
      } else {
        high = middle - 1;
        sharedHigh = order >>> 1;
      }
    }
    this.leafPosition = low;
    return this.#seekInLeaf(this.leaves[low]!, bytes, start, end);
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
      this.#addLeaf(leafPosition + 1, right);
      // Keys that arrive in order leave full leaves behind instead of half-full ones.
      const keep = slot === LEAF_KEYS ? LEAF_KEYS : LEAF_KEYS >>> 1;
      this.#moveTail(leaf, right, keep);
      this.#firsts[leafPosition + 1] = right.addresses[0]!;
      if (slot > keep || keep === LEAF_KEYS) {
        leaf = right;
        leafPosition++;
        slot -= keep;
      }
    }
    if (slot < leaf.count) {
      leaf.ids.copyWithin(slot + 1, slot, leaf.count);
      leaf.addresses.copyWithin(slot + 1, slot, leaf.count);
    }
    leaf.ids[slot] = id;
    leaf.addresses[slot] = address;
    if (slot === 0) this.#firsts[leafPosition] = address;
    leaf.count++;
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
  moved(id: number, leafNumber: number, address: number): void {
    const leaf = this.leaf(leafNumber);
    const slot = leaf.ids.subarray(0, leaf.count).indexOf(id);
    const old = leaf.addresses[slot]!;
    leaf.addresses[slot] = address;
    if (slot > 0) return;
    // Only the leaf's first key stands in the list of firsts, too.
    const position = this.#firsts.subarray(0, this.leaves.length).indexOf(old);
    this.#firsts[position] = address;
  }

  /** Takes out the key at the position that `seek` has just found; it must be dead. */
  removeHere(): void {
    const leaf = this.leaves[this.leafPosition]!;
    leaf.ids.copyWithin(this.slot, this.slot + 1, leaf.count);
    leaf.addresses.copyWithin(this.slot, this.slot + 1, leaf.count);
    leaf.count--;
    if (this.slot === 0) this.#firsts[this.leafPosition] = leaf.addresses[0]!;
    if (leaf.count === 0) {
      if (this.leaves.length > 1) this.#dropLeaf(this.leafPosition);
    } else if (leaf.count < JOIN_KEYS) this.#join(this.leafPosition);
  }

  #seekInLeaf(leaf: Leaf, bytes: Uint8Array, start: number, end: number): boolean {
    const arena = this.#arena;
    const addresses = leaf.addresses;
    let low = 0;
    let high = leaf.count;
    let sharedLow = 0;
    let sharedHigh = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = arena.compare(
        addresses[middle]!,
        bytes,
        start,
        end,
        Math.min(sharedLow, sharedHigh),
      );
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

  /** Moves the keys from slot `keep` on to the empty leaf `right`. */
  #moveTail(leaf: Leaf, right: Leaf, keep: number): void {
    for (let i = keep; i < leaf.count; i++) this.#appendMoved(leaf, right, i);
    leaf.count = keep;
  }

  #appendMoved(from: Leaf, to: Leaf, slot: number): void {
    const id = from.ids[slot]!;
    to.ids[to.count] = id;
    to.addresses[to.count++] = from.addresses[slot]!;
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
  }

  #addLeaf(position: number, leaf: Leaf): void {
    const count = this.leaves.length;
    if (count === this.#firsts.length) {
      const grown = new Uint32Array(count * 2);
      grown.set(this.#firsts);
      this.#firsts = grown;
    }
    this.#firsts.copyWithin(position + 1, position, count);
    this.leaves.splice(position, 0, leaf);
  }

  #dropLeaf(position: number): void {
    this.#firsts.copyWithin(position, position + 1, this.leaves.length);
    const [leaf] = this.leaves.splice(position, 1);
    this.#byNumber[leaf!.number] = null;
    this.#freeNumbers.push(leaf!.number);
  }

  #newLeaf(): Leaf {
    const number = this.#freeNumbers.pop() ?? this.#byNumber.length;
    const leaf = new Leaf(number);
    this.#byNumber[number] = leaf;
    return leaf;
  }
}
