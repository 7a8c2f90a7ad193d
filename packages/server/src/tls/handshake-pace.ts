/**
 * Starts handshakes a few at a time, so that a flood of them leaves room for everything else: the
 * first answer of a handshake costs about half a millisecond of signatures, and what is ready in
 * one turn of the event loop is all done before anything else is. Reliability, part 8.
 *
 * Nobody is refused here, and the order is kept; how many may wait is bounded by the limits of
 * unfinished handshakes.
 */

import type { Timers } from "@kvorum/base";
import { HANDSHAKES_PER_TURN } from "./limits.ts";

export class HandshakePace {
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];
  #startedCount = 0;
  #isTurnPending = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** Calls back at once, or in a later turn. The callback must not throw. */
  run(start: () => void): void {
    if (this.#startedCount < HANDSHAKES_PER_TURN && this.#waiting.length === 0) {
      this.#startedCount++;
      start();
    } else {
      this.#waiting.push(start);
    }
    this.#awaitTurn();
  }

  #awaitTurn(): void {
    if (this.#isTurnPending) return;
    this.#isTurnPending = true;
    this.#timers.soon(() => {
      this.#isTurnPending = false;
      const due = this.#waiting.splice(0, HANDSHAKES_PER_TURN);
      this.#startedCount = due.length;
      if (due.length > 0) this.#awaitTurn();
      for (const start of due) start();
    });
  }
}
