/**
 * Which half-open ranges of keys contain a key: a balanced tree ordered by (begin, end) in which
 * each node knows the greatest end below it. Keys are latin1 strings; an open end is OPEN_END,
 * which sorts behind every key.
 *
 * Invariants: AVL balance, so the depth stays below 1.45 log2(n) whatever the order of inserts;
 * (begin, end) is unique; maxEnds[node] is the greatest end in the subtree of node.
 * Nodes are rows of parallel arrays, not objects, so that 100 000 ranges cost the garbage
 * collector a handful of arrays. Row 0 is the empty tree.
 *
 * Costs: insert, remove and find O(log n); a query O(k log n) at worst for k results, and close to
 * O(log n + k) in practice.
 */

import { assert } from "@kvorum/base";

/** Behind every latin1 key, and behind the empty string. */
export const OPEN_END = "\u0100";

const INITIAL_ROWS = 16;

export class RangeIndex<T> {
  #begins: string[] = [""];
  #ends: string[] = [""];
  #maxEnds: string[] = [""];
  #values: (T | undefined)[] = [undefined];
  #left = new Int32Array(INITIAL_ROWS);
  #right = new Int32Array(INITIAL_ROWS);
  #height = new Uint8Array(INITIAL_ROWS);
  /** Rows given back, chained through #left; 0 ends the chain. */
  #free = 0;
  #rowsUsed = 1;
  #root = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The value stored for exactly this range. */
  find(begin: string, end: string): T | undefined {
    let node = this.#root;
    while (node !== 0) {
      const order = this.#compare(begin, end, node);
      if (order === 0) return this.#values[node];
      node = order < 0 ? this.#left[node]! : this.#right[node]!;
    }
    return undefined;
  }

  /** The range must not be there yet. */
  insert(begin: string, end: string, value: T): void {
    this.#root = this.#insertBelow(this.#root, begin, end, value);
    this.#size++;
  }

  /** The range must be there. */
  remove(begin: string, end: string): void {
    this.#root = this.#removeBelow(this.#root, begin, end);
    this.#size--;
  }

  clear(): void {
    this.#begins = [""];
    this.#ends = [""];
    this.#maxEnds = [""];
    this.#values = [undefined];
    this.#free = 0;
    this.#rowsUsed = 1;
    this.#root = 0;
    this.#size = 0;
  }

  /** Appends to `out` the values of all ranges with begin <= key < end, in order of (begin, end). */
  collect(key: string, out: T[]): void {
    if (this.#root !== 0) this.#collectBelow(this.#root, key, out);
  }

  /** Every value, in order of (begin, end). */
  *values(): Generator<T> {
    const stack: number[] = [];
    let node = this.#root;
    while (node !== 0 || stack.length > 0) {
      for (; node !== 0; node = this.#left[node]!) stack.push(node);
      const next = stack.pop()!;
      yield this.#values[next]!;
      node = this.#right[next]!;
    }
  }

  #collectBelow(node: number, key: string, out: T[]): void {
    while (node !== 0 && key < this.#maxEnds[node]!) {
      const left = this.#left[node]!;
      if (left !== 0) this.#collectBelow(left, key, out);
      if (key < this.#begins[node]!) return;
      if (key < this.#ends[node]!) out.push(this.#values[node]!);
      node = this.#right[node]!;
    }
  }

  #compare(begin: string, end: string, node: number): number {
    const nodeBegin = this.#begins[node]!;
    if (begin !== nodeBegin) return begin < nodeBegin ? -1 : 1;
    const nodeEnd = this.#ends[node]!;
    return end === nodeEnd ? 0 : end < nodeEnd ? -1 : 1;
  }

  #insertBelow(node: number, begin: string, end: string, value: T): number {
    if (node === 0) return this.#allocate(begin, end, value);
    const order = this.#compare(begin, end, node);
    assert(order !== 0, "range is in the index already");
    if (order < 0) {
      const child = this.#insertBelow(this.#left[node]!, begin, end, value);
      this.#left[node] = child;
    } else {
      const child = this.#insertBelow(this.#right[node]!, begin, end, value);
      this.#right[node] = child;
    }
    return this.#balance(node);
  }

  #removeBelow(node: number, begin: string, end: string): number {
    assert(node !== 0, "range is not in the index");
    const order = this.#compare(begin, end, node);
    if (order < 0) {
      this.#left[node] = this.#removeBelow(this.#left[node]!, begin, end);
      return this.#balance(node);
    }
    if (order > 0) {
      this.#right[node] = this.#removeBelow(this.#right[node]!, begin, end);
      return this.#balance(node);
    }
    const left = this.#left[node]!;
    const right = this.#right[node]!;
    this.#release(node);
    if (left === 0) return right;
    if (right === 0) return left;
    let successor = right;
    while (this.#left[successor] !== 0) successor = this.#left[successor]!;
    const rest = this.#detachFirst(right);
    this.#left[successor] = left;
    this.#right[successor] = rest;
    return this.#balance(successor);
  }

  /** The tree below `node` without its first row, which stays allocated. */
  #detachFirst(node: number): number {
    const left = this.#left[node]!;
    if (left === 0) return this.#right[node]!;
    this.#left[node] = this.#detachFirst(left);
    return this.#balance(node);
  }

  /** Restores balance and derived fields of a node whose children are right. Returns the root. */
  #balance(node: number): number {
    const heights = this.#height;
    const left = this.#left[node]!;
    const right = this.#right[node]!;
    const difference = heights[left]! - heights[right]!;
    if (difference > 1) {
      if (heights[this.#left[left]!]! < heights[this.#right[left]!]!) {
        this.#left[node] = this.#rotateLeft(left);
      }
      return this.#rotateRight(node);
    }
    if (difference < -1) {
      if (heights[this.#right[right]!]! < heights[this.#left[right]!]!) {
        this.#right[node] = this.#rotateRight(right);
      }
      return this.#rotateLeft(node);
    }
    this.#derive(node);
    return node;
  }

  #rotateLeft(node: number): number {
    const right = this.#right[node]!;
    this.#right[node] = this.#left[right]!;
    this.#left[right] = node;
    this.#derive(node);
    this.#derive(right);
    return right;
  }

  #rotateRight(node: number): number {
    const left = this.#left[node]!;
    this.#left[node] = this.#right[left]!;
    this.#right[left] = node;
    this.#derive(node);
    this.#derive(left);
    return left;
  }

  #derive(node: number): void {
    const left = this.#left[node]!;
    const right = this.#right[node]!;
    const leftHeight = this.#height[left]!;
    const rightHeight = this.#height[right]!;
    this.#height[node] = 1 + Math.max(leftHeight, rightHeight);
    let max = this.#ends[node]!;
    if (left !== 0 && max < this.#maxEnds[left]!) max = this.#maxEnds[left]!;
    if (right !== 0 && max < this.#maxEnds[right]!) max = this.#maxEnds[right]!;
    this.#maxEnds[node] = max;
  }

  #allocate(begin: string, end: string, value: T): number {
    let node = this.#free;
    if (node !== 0) {
      this.#free = this.#left[node]!;
      this.#begins[node] = begin;
      this.#ends[node] = end;
      this.#maxEnds[node] = end;
      this.#values[node] = value;
    } else {
      node = this.#rowsUsed++;
      if (node === this.#left.length) this.#grow();
      this.#begins.push(begin);
      this.#ends.push(end);
      this.#maxEnds.push(end);
      this.#values.push(value);
    }
    this.#left[node] = 0;
    this.#right[node] = 0;
    this.#height[node] = 1;
    return node;
  }

  #release(node: number): void {
    this.#begins[node] = "";
    this.#ends[node] = "";
    this.#maxEnds[node] = "";
    this.#values[node] = undefined;
    this.#left[node] = this.#free;
    this.#free = node;
  }

  #grow(): void {
    const rows = this.#left.length * 2;
    const left = new Int32Array(rows);
    left.set(this.#left);
    this.#left = left;
    const right = new Int32Array(rows);
    right.set(this.#right);
    this.#right = right;
    const height = new Uint8Array(rows);
    height.set(this.#height);
    this.#height = height;
  }
}
