/** Time that moves only when a test says so; `soon` alone is the machine's. */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";

interface Pending {
  readonly atMs: number;
  readonly callback: () => void;
}

export class FakeTime implements Clock, Timers {
  wallTimeMs = 1_700_000_000_000;
  #nowMs = 1_000;
  readonly #pending = new Set<Pending>();

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.wallTimeMs;
  }

  after(delayMs: number, callback: () => void): TimerHandle {
    const pending: Pending = { atMs: this.#nowMs + delayMs, callback };
    this.#pending.add(pending);
    return { cancel: () => this.#pending.delete(pending) };
  }

  soon(callback: () => void): TimerHandle {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  /** Runs everything that is due within the next `ms`, in order. */
  advance(ms: number): void {
    const target = this.#nowMs + ms;
    for (;;) {
      const due = [...this.#pending].filter((one) => one.atMs <= target);
      const next = due.sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) break;
      this.#pending.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
    }
    this.#nowMs = target;
  }
}
