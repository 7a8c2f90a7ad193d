/**
 * Two containers of watchers: a first-in-first-out queue from whose front part some can be taken
 * out of turn, and a heap by revision. Watchers that went away stay in the queue until they come
 * up or outnumber the others.
 */

import { type Watcher, WatcherState } from "./watcher.ts";

const MIN_DEAD_TO_SWEEP = 64;

export class WatcherQueue {
  #items: Watcher[] = [];
  #head = 0;
  #goneCount = 0;

  /** Watchers in the queue that are not gone. */
  get size(): number {
    return this.#items.length - this.#head - this.#goneCount;
  }

  push(watcher: Watcher): void {
    this.#items.push(watcher);
  }

  /** Tells the queue that a watcher in it has become `gone`. */
  noteGone(): void {
    this.#goneCount++;
    if (this.#goneCount < MIN_DEAD_TO_SWEEP || this.#goneCount * 2 < this.#items.length) return;
    const kept: Watcher[] = [];
    for (let i = this.#head; i < this.#items.length; i++) {
      const watcher = this.#items[i]!;
      if (watcher.state !== WatcherState.gone) kept.push(watcher);
    }
    this.#items = kept;
    this.#head = 0;
    this.#goneCount = 0;
  }

  /** The watcher that has waited longest, or undefined. */
  take(): Watcher | undefined {
    while (this.#head < this.#items.length) {
      const watcher = this.#items[this.#head++]!;
      this.#trim();
      if (watcher.state !== WatcherState.gone) return watcher;
      this.#goneCount--;
    }
    return undefined;
  }

  /**
   * The watcher with the lowest next revision among the first `maxExamined` of the queue, or
   * undefined. The others keep their turn.
   */
  takeLowest(maxExamined: number): Watcher | undefined {
    const items = this.#items;
    const stop = Math.min(items.length, this.#head + maxExamined);
    let lowest = -1;
    for (let i = this.#head; i < stop; i++) {
      const watcher = items[i]!;
      if (watcher.state === WatcherState.gone) continue;
      if (lowest < 0 || watcher.nextRevision < items[lowest]!.nextRevision) lowest = i;
    }
    if (lowest < 0) return this.take();
    const watcher = items[lowest]!;
    items.copyWithin(this.#head + 1, this.#head, lowest);
    this.#head++;
    this.#trim();
    return watcher;
  }

  /**
   * Takes watchers whose next revision lies in from..to (inclusive) into `out`, until that holds
   * `maxTaken` or `maxExamined` were looked at. The others keep their turn.
   */
  takeWithin(
    range: { from: number; to: number; maxTaken: number; maxExamined: number },
    out: Watcher[],
  ): void {
    const items = this.#items;
    const stop = Math.min(items.length, this.#head + range.maxExamined);
    const kept: Watcher[] = [];
    let i = this.#head;
    for (; i < stop && out.length < range.maxTaken; i++) {
      const watcher = items[i]!;
      if (watcher.state === WatcherState.gone) this.#goneCount--;
      else if (watcher.nextRevision >= range.from && watcher.nextRevision <= range.to) {
        out.push(watcher);
      } else kept.push(watcher);
    }
    this.#head = i - kept.length;
    for (let k = 0; k < kept.length; k++) items[this.#head + k] = kept[k]!;
    this.#trim();
  }

  /** Lets go of the part of the array that was taken, once it is the larger part. */
  #trim(): void {
    if (this.#head < 1024 && this.#head < this.#items.length) return;
    if (this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}

/** Watchers by next revision, the lowest first. */
export class WatcherHeap {
  readonly #items: Watcher[] = [];

  get size(): number {
    return this.#items.length;
  }

  /** The lowest next revision; Infinity where the heap is empty. */
  get firstRevision(): number {
    return this.#items.length === 0 ? Number.POSITIVE_INFINITY : this.#items[0]!.nextRevision;
  }

  push(watcher: Watcher): void {
    this.#items.push(watcher);
    this.#rise(watcher, this.#items.length - 1);
  }

  /** Takes out the watcher with the lowest next revision; the heap must not be empty. */
  pop(): Watcher {
    const first = this.#items[0]!;
    this.remove(first);
    return first;
  }

  /** Takes out a watcher that is in the heap. */
  remove(watcher: Watcher): void {
    const last = this.#items.pop()!;
    if (last === watcher) return;
    const position = watcher.position;
    this.#items[position] = last;
    this.#rise(last, position);
    this.#sink(last, last.position);
  }

  #rise(watcher: Watcher, position: number): void {
    const items = this.#items;
    while (position > 0) {
      const parent = (position - 1) >> 1;
      const above = items[parent]!;
      if (above.nextRevision <= watcher.nextRevision) break;
      items[position] = above;
      above.position = position;
      position = parent;
    }
    items[position] = watcher;
    watcher.position = position;
  }

  #sink(watcher: Watcher, position: number): void {
    const items = this.#items;
    for (;;) {
      let child = position * 2 + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]!.nextRevision < items[child]!.nextRevision) {
        child++;
      }
      const below = items[child]!;
      if (below.nextRevision >= watcher.nextRevision) break;
      items[position] = below;
      below.position = position;
      position = child;
    }
    items[position] = watcher;
    watcher.position = position;
  }
}
