/**
 * Runs the background deletion of compactions in slices with a pause after each, so that a large
 * one stretches over time instead of standing in the way. v3 API, section 3.8.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import type { Store } from "@kvorum/store";
import type { Logger } from "../logging/logger.ts";

export interface CompactionJobsOptions {
  readonly store: Store;
  readonly timers: Timers;
  readonly clock: Clock;
  readonly settings: { readonly compactionSleepIntervalMs: number };
  readonly guarded: (action: () => void) => void;
  readonly logger: Logger;
  /** Ends the backend's batch. */
  readonly commit: () => void;
}

export class CompactionJobs {
  readonly #options: CompactionJobsOptions;
  #timer: TimerHandle | null = null;
  #isStopped = false;
  #startedMs = 0;
  #waiting: { readonly revision: number; readonly done: () => void }[] = [];

  constructor(options: CompactionJobsOptions) {
    this.#options = options;
  }

  /** A compaction was applied, or is left from before the start. */
  wake(): void {
    const { store, timers, clock, settings, guarded } = this.#options;
    if (this.#isStopped || this.#timer !== null || !store.isCompactionDue) return;
    if (this.#startedMs === 0) this.#startedMs = clock.monotonicMs();
    this.#timer = timers.after(settings.compactionSleepIntervalMs, () => {
      this.#timer = null;
      guarded(() => this.#slice());
    });
  }

  /** Calls back once the deletion up to `revision` is done; at once if it is. */
  whenDone(revision: number, done: () => void): void {
    if (this.#options.store.finishedCompactRevision >= revision) done();
    else this.#waiting.push({ revision, done });
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#waiting = [];
  }

  #slice(): void {
    const { store, clock, commit, logger } = this.#options;
    const before = store.finishedCompactRevision;
    const isDue = store.runCompactionSlice();
    commit();
    const finished = store.finishedCompactRevision;
    if (finished > before) {
      logger.info("finished scheduled compaction", {
        "compact-revision": finished,
        took: `${(clock.monotonicMs() - this.#startedMs).toFixed(3)}ms`,
      });
      this.#startedMs = 0;
      const done = this.#waiting.filter(({ revision }) => revision <= finished);
      this.#waiting = this.#waiting.filter(({ revision }) => revision > finished);
      for (const waiter of done) waiter.done();
    }
    if (isDue) this.wake();
  }
}
