/**
 * Drives the watch hub's catch-up: watchers that start in the past, and those whose stream was
 * full. Runs slice after slice while there is history to read, every RETRY_MS while only full
 * streams are left, and not at all otherwise.
 */

import type { TimerHandle, Timers } from "@kvorum/base";
import type { WatchHub } from "@kvorum/store";

/** Until a full stream is tried again without having said that it drained. */
const RETRY_MS = 10;

export class CatchUp {
  readonly #hub: WatchHub;
  readonly #timers: Timers;
  readonly #guarded: (action: () => void) => void;
  #next: TimerHandle | null = null;
  #isSoon = false;
  #isStopped = false;

  constructor(options: {
    hub: WatchHub;
    timers: Timers;
    guarded: (action: () => void) => void;
  }) {
    this.#hub = options.hub;
    this.#timers = options.timers;
    this.#guarded = options.guarded;
  }

  wake(): void {
    if (this.#isStopped || (this.#next !== null && this.#isSoon)) return;
    this.#next?.cancel();
    this.#isSoon = true;
    this.#next = this.#timers.soon(this.#pass);
  }

  stop(): void {
    this.#isStopped = true;
    this.#next?.cancel();
  }

  readonly #pass = (): void => {
    this.#next = null;
    this.#guarded(() => {
      const state = this.#hub.catchUp();
      if (this.#isStopped || this.#next !== null) return;
      if (state === "behind") {
        this.wake();
      } else if (state === "blocked") {
        this.#isSoon = false;
        this.#next = this.#timers.after(RETRY_MS, this.#pass);
      }
    });
  };
}
