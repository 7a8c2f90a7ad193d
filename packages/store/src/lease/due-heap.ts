/**
 * Rows by the time at which each is due, the earliest first: a binary heap over typed arrays. Each
 * row is in the heap once or not at all; its time can be changed in place.
 */

const ABSENT = -1;

export class DueHeap {
  #rows: Int32Array;
  #positions: Int32Array;
  #dueMs: Float64Array;
  #size = 0;

  constructor(capacity: number) {
    this.#rows = new Int32Array(capacity);
    this.#positions = new Int32Array(capacity).fill(ABSENT);
    this.#dueMs = new Float64Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** The row that is due first, or -1. */
  get firstRow(): number {
    return this.#size === 0 ? -1 : this.#rows[0]!;
  }

  /** When the first row is due; Infinity where there is none. */
  get firstDueMs(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#dueMs[this.#rows[0]!]!;
  }

  /** Puts the row in, or moves it to another time. */
  set(row: number, dueMs: number): void {
    if (row >= this.#positions.length) this.#grow(row + 1);
    let position = this.#positions[row]!;
    if (position === ABSENT) {
      position = this.#size++;
      this.#dueMs[row] = dueMs;
      this.#rise(row, position);
      return;
    }
    const isEarlier = dueMs < this.#dueMs[row]!;
    this.#dueMs[row] = dueMs;
    if (isEarlier) this.#rise(row, position);
    else this.#sink(row, position);
  }

  /** Takes the row out; without effect where it is not in. */
  remove(row: number): void {
    if (row >= this.#positions.length) return;
    const position = this.#positions[row]!;
    if (position === ABSENT) return;
    this.#positions[row] = ABSENT;
    const last = this.#rows[--this.#size]!;
    if (last === row) return;
    this.#rise(last, position);
    this.#sink(last, this.#positions[last]!);
  }

  clear(): void {
    this.#positions.fill(ABSENT);
    this.#size = 0;
  }

  #rise(row: number, position: number): void {
    const dueMs = this.#dueMs[row]!;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = this.#rows[parent]!;
      if (this.#dueMs[above]! <= dueMs) break;
      this.#put(above, position);
      position = parent;
    }
    this.#put(row, position);
  }

  #sink(row: number, position: number): void {
    const dueMs = this.#dueMs[row]!;
    for (;;) {
      let child = position * 2 + 1;
      if (child >= this.#size) break;
      if (
        child + 1 < this.#size &&
        this.#dueMs[this.#rows[child + 1]!]! < this.#dueMs[this.#rows[child]!]!
      ) {
        child++;
      }
      const below = this.#rows[child]!;
      if (this.#dueMs[below]! >= dueMs) break;
      this.#put(below, position);
      position = child;
    }
    this.#put(row, position);
  }

  #put(row: number, position: number): void {
    this.#rows[position] = row;
    this.#positions[row] = position;
  }

  #grow(capacity: number): void {
    const length = Math.max(capacity, this.#positions.length * 2);
    const rows = new Int32Array(length);
    rows.set(this.#rows);
    this.#rows = rows;
    const positions = new Int32Array(length).fill(ABSENT);
    positions.set(this.#positions);
    this.#positions = positions;
    const dueMs = new Float64Array(length);
    dueMs.set(this.#dueMs);
    this.#dueMs = dueMs;
  }
}
