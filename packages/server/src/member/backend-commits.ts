/**
 * The rhythm of the backend's batches: a commit when the batch interval has passed since the
 * first change, or at once when the batch has reached its limit of operations. Disk format,
 * section 6.4. The log makes writes durable; this only bounds what a restart has to replay.
 */

import type { TimerHandle, Timers } from "@kvorum/base";
import type { Backend } from "@kvorum/store";

export interface BackendCommitsOptions {
  readonly backend: Backend;
  readonly timers: Timers;
  readonly settings: {
    readonly backendBatchIntervalMs: number;
    readonly backendBatchLimit: number;
  };
  readonly guarded: (action: () => void) => void;
  /** After each commit, which becomes durable some time later. */
  readonly committed: () => void;
}

export class BackendCommits {
  readonly #options: BackendCommitsOptions;
  #timer: TimerHandle | null = null;
  #isStopped = false;

  constructor(options: BackendCommitsOptions) {
    this.#options = options;
  }

  /** The batch may have grown. */
  touch(): void {
    if (this.#isStopped) return;
    const { backend, settings, timers, guarded } = this.#options;
    if (backend.pendingOperations >= settings.backendBatchLimit) {
      this.commitNow();
    } else if (this.#timer === null) {
      this.#timer = timers.after(settings.backendBatchIntervalMs, () => {
        this.#timer = null;
        guarded(() => this.commitNow());
      });
    }
  }

  commitNow(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#options.backend.commit();
    this.#options.committed();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }
}
