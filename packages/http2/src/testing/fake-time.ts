/** Time that moves only when a test says so. Only tests import this folder. */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";

interface Pending {
  readonly atMs: number;
  readonly order: number;
  readonly callback: () => void;
}

export class FakeTime implements Clock, Timers {
  #nowMs = 1_000;
  #order = 0;
  readonly #pending = new Set<Pending>();

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return 1_700_000_000_000 + this.#nowMs;
  }

  after(delayMs: number, callback: () => void): TimerHandle {
    const pending: Pending = { atMs: this.#nowMs + delayMs, order: this.#order++, callback };
    this.#pending.add(pending);
    return { cancel: () => this.#pending.delete(pending) };
  }

  soon(callback: () => void): TimerHandle {
    return this.after(0, callback);
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  /** Runs everything that is due within the next `ms`, in order. */
  advance(ms: number): void {
    const target = this.#nowMs + ms;
    for (;;) {
      let next: Pending | null = null;
      for (const pending of this.#pending) {
        if (pending.atMs > target) continue;
        if (
          next === null ||
          pending.atMs < next.atMs ||
          (pending.atMs === next.atMs && pending.order < next.order)
        ) {
          next = pending;
        }
      }
      if (next === null) break;
      this.#pending.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.callback();
    }
    this.#nowMs = target;
  }
}
