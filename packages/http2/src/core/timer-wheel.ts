/**
 * Many coarse timers on one real one: a wheel of lists, so that starting and stopping a timer is a
 * few assignments whatever their number. Deadlines of calls and the time limits of connections use
 * it. A timer fires at most one slot (10 ms) late, and never early.
 *
 * Only `advance` runs callbacks; the wheel asks its driver for the next call through the Timers
 * port and asks for none while it is empty.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";

const SLOT_MS = 10;
const SLOTS = 1024;

/** A timer that can be started, moved and stopped any number of times. */
export abstract class WheelTimer {
  /** When it fires, on the monotonic clock; meaningful while it is started. */
  dueMs = 0;
  next: WheelTimer | null = null;
  previous: WheelTimer | null = null;
  slot = -1;

  /** Runs once after each start. May start this or other timers. Must not throw. */
  abstract fire(nowMs: number): void;
}

export class TimerWheel {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #slots: (WheelTimer | null)[] = new Array<WheelTimer | null>(SLOTS).fill(null);
  #count = 0;
  /** The slot number (not yet taken modulo) up to which everything has fired. */
  #position: number;
  #handle: TimerHandle | null = null;
  #handleDueMs = 0;

  constructor(options: { clock: Clock; timers: Timers }) {
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#position = Math.floor(options.clock.monotonicMs() / SLOT_MS);
  }

  get count(): number {
    return this.#count;
  }

  /** Starts the timer, or moves it when it runs already. */
  start(timer: WheelTimer, dueMs: number): void {
    if (timer.slot >= 0) this.#unlink(timer);
    else this.#count++;
    timer.dueMs = dueMs;
    // One slot later than the one that holds the time, so that it never fires early.
    let position = Math.floor(dueMs / SLOT_MS) + 1;
    const furthest = this.#position + SLOTS - 1;
    if (position <= this.#position) position = this.#position + 1;
    if (position > furthest) position = furthest;
    this.#link(timer, position % SLOTS);
    const atMs = position * SLOT_MS;
    if (this.#handle === null || atMs < this.#handleDueMs) this.#arm(atMs);
  }

  stop(timer: WheelTimer): void {
    if (timer.slot < 0) return;
    this.#unlink(timer);
    this.#count--;
  }

  /** Fires everything that is due. The driver's timer calls this; tests may too. */
  advance(nowMs: number): void {
    const target = Math.floor(nowMs / SLOT_MS);
    if (target - this.#position > SLOTS) this.#position = target - SLOTS;
    while (this.#position < target) {
      this.#position++;
      const slot = this.#position % SLOTS;
      let timer = this.#slots[slot]!;
      // Whatever is started from here goes to another slot, so the list only gets shorter. A timer
      // that is far away passes here several times.
      while (timer !== null) {
        this.#unlink(timer);
        this.#count--;
        if (timer.dueMs <= nowMs) timer.fire(nowMs);
        else this.start(timer, timer.dueMs);
        timer = this.#slots[slot]!;
      }
    }
  }

  /** Stops driving; timers stay where they are but fire no more. */
  close(): void {
    this.#handle?.cancel();
    this.#handle = null;
    this.#handleDueMs = Number.POSITIVE_INFINITY;
    this.#slots.fill(null);
    this.#count = 0;
  }

  #arm(atMs: number): void {
    this.#handle?.cancel();
    this.#handleDueMs = atMs;
    const delayMs = Math.max(1, Math.ceil(atMs - this.#clock.monotonicMs()));
    this.#handle = this.#timers.after(delayMs, () => {
      this.#handle = null;
      this.advance(this.#clock.monotonicMs());
      if (this.#handle === null && this.#count > 0) this.#armNext();
    });
  }

  #armNext(): void {
    for (let ahead = 1; ahead <= SLOTS; ahead++) {
      if (this.#slots[(this.#position + ahead) % SLOTS] !== null) {
        this.#arm((this.#position + ahead) * SLOT_MS);
        return;
      }
    }
  }

  #link(timer: WheelTimer, slot: number): void {
    const head = this.#slots[slot]!;
    timer.slot = slot;
    timer.previous = null;
    timer.next = head;
    if (head !== null) head.previous = timer;
    this.#slots[slot] = timer;
  }

  #unlink(timer: WheelTimer): void {
    if (timer.previous === null) this.#slots[timer.slot] = timer.next;
    else timer.previous.next = timer.next;
    if (timer.next !== null) timer.next.previous = timer.previous;
    timer.next = null;
    timer.previous = null;
    timer.slot = -1;
  }
}
