/**
 * The one event queue of a simulated world. Time only moves when the next event is later than the
 * present; events of the same time run in the order in which they were asked for, so a run depends
 * on nothing but its seed.
 *
 * The code under test uses promises at its edges. Their continuations run between events: after
 * each event the queue of microtasks is given a fixed number of turns. What takes more turns goes
 * on after the next event, in the same order in each run.
 */

import { assert, type TimerHandle } from "@kvorum/base";

/** Turns of the microtask queue after each event. */
const MICROTASK_TURNS = 6;
/** The same at the end of a run. */
const FINAL_TURNS = 100;

class ScheduledEvent implements TimerHandle {
  readonly timeMs: number;
  readonly sequence: number;
  action: (() => void) | null;

  constructor(timeMs: number, sequence: number, action: () => void) {
    this.timeMs = timeMs;
    this.sequence = sequence;
    this.action = action;
  }

  cancel(): void {
    this.action = null;
  }
}

export class Scheduler {
  /** Events run so far. */
  eventsCount = 0;
  #nowMs = 0;
  #sequence = 0;
  /** A binary heap by time and sequence. */
  readonly #heap: ScheduledEvent[] = [];

  /** Milliseconds since the start of the world: true time, which no member's clock has to agree with. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Events that are still to come; canceled ones count until their time. */
  get pendingCount(): number {
    return this.#heap.length;
  }

  /** Runs the action at a time, now at the earliest. */
  at(timeMs: number, action: () => void): TimerHandle {
    assert(Number.isFinite(timeMs), `an event at ${timeMs}`);
    const event = new ScheduledEvent(Math.max(timeMs, this.#nowMs), this.#sequence++, action);
    this.#push(event);
    return event;
  }

  after(delayMs: number, action: () => void): TimerHandle {
    return this.at(this.#nowMs + delayMs, action);
  }

  /**
   * Runs events until the time is reached, nothing is left, or `isOver` says so after an event.
   * @param afterEach - called after each event and its microtasks.
   */
  async run(
    untilMs: number,
    options: { isOver?: () => boolean; afterEach?: () => void } = {},
  ): Promise<void> {
    const { isOver, afterEach } = options;
    for (;;) {
      const event = this.#heap[0];
      if (event === undefined || event.timeMs > untilMs) break;
      this.#pop();
      const { action } = event;
      if (action === null) continue;
      event.action = null;
      this.#nowMs = event.timeMs;
      this.eventsCount++;
      action();
      for (let turn = 0; turn < MICROTASK_TURNS; turn++) await undefined;
      afterEach?.();
      if (isOver?.() === true) return;
    }
    // What the last event has set going may still be on its way through promises.
    for (let turn = 0; turn < FINAL_TURNS; turn++) await undefined;
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  #push(event: ScheduledEvent): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    const { length } = heap;
    if (length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(a: ScheduledEvent, b: ScheduledEvent): boolean {
  return a.timeMs !== b.timeMs ? a.timeMs < b.timeMs : a.sequence < b.sequence;
}
