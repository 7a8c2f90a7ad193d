/**
 * Raft's clock: one tick every heartbeat interval. A late timer makes up for what it missed, but
 * never in a burst of more than two ticks.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";

/** Ticks late, from which on this member may have been paused and another may lead. */
const MAX_LATE_TICKS = 3;

export interface TickerOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly intervalMs: number;
  /** @param times - now, and since when the tick before it is over; monotonic milliseconds. */
  readonly ticked: (times: { readonly nowMs: number; readonly sinceMs: number }) => void;
}

export class Ticker {
  readonly #options: TickerOptions;
  #timer: TimerHandle | null = null;
  #tickedMs = 0;
  #expectedMs = 0;

  constructor(options: TickerOptions) {
    this.#options = options;
  }

  /** The last tick is not long ago: the process was not paused. */
  get isOnTime(): boolean {
    const { clock, intervalMs } = this.#options;
    return clock.monotonicMs() - this.#tickedMs <= MAX_LATE_TICKS * intervalMs;
  }

  start(): void {
    const { clock, timers, intervalMs } = this.#options;
    this.#expectedMs = clock.monotonicMs();
    this.#tickedMs = this.#expectedMs;
    this.#timer = timers.after(intervalMs, this.#tick);
  }

  stop(): void {
    this.#timer?.cancel();
  }

  readonly #tick = (): void => {
    const { clock, timers, intervalMs, ticked } = this.#options;
    const nowMs = clock.monotonicMs();
    const sinceMs = nowMs - this.#tickedMs;
    this.#tickedMs = nowMs;
    this.#expectedMs = Math.max(this.#expectedMs + intervalMs, nowMs - intervalMs);
    const delayMs = Math.max(0, this.#expectedMs + intervalMs - nowMs);
    this.#timer = timers.after(delayMs, this.#tick);
    ticked({ nowMs, sinceMs });
  };
}
