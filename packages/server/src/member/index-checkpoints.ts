/**
 * Keeps the key index in the backend fresh enough that a start stays fast: whole at a stop in good
 * order, and now and then while many revisions come in. A start reads the last checkpoint and the
 * revisions behind it.
 *
 * A checkpoint writes the whole index, so a new one has to be worth it: it waits for at least as
 * many new revisions as it would write keys, twice over.
 */

import { RequestError } from "@kvorum/proto";
import type { Store } from "@kvorum/store";
import type { SlicedJobs } from "./sliced-jobs.ts";

/** A start reads about a million revisions a second. */
const MIN_NEW_REVISIONS = 1_000_000;

export class IndexCheckpoints {
  readonly #store: Store;
  readonly #jobs: SlicedJobs;
  readonly #failed: (error: unknown) => void;
  #isRunning = false;

  constructor(options: {
    store: Store;
    jobs: SlicedJobs;
    failed: (error: unknown) => void;
  }) {
    this.#store = options.store;
    this.#jobs = options.jobs;
    this.#failed = options.failed;
  }

  /** Resolves when the last checkpoint is as fresh as can be had without waiting for long. */
  refresh(): Promise<void> {
    const store = this.#store;
    if (this.#isRunning || store.checkpointRevision === store.revision) return Promise.resolve();
    return new Promise((resolve) => this.#run(resolve));
  }

  /** Starts one if it is due. Cheap; called after each batch of the backend. */
  check(): void {
    const store = this.#store;
    const newRevisions = store.revision - store.checkpointRevision;
    if (this.#isRunning || newRevisions < Math.max(MIN_NEW_REVISIONS, 2 * store.keysCount)) return;
    this.#run(() => {});
  }

  #run(ended: () => void): void {
    this.#isRunning = true;
    this.#jobs.run(
      this.#store.writeIndexCheckpoint(),
      () => {
        this.#isRunning = false;
        ended();
      },
      (error) => {
        this.#isRunning = false;
        // The end of all jobs comes as an error too: at the stop, which writes a checkpoint of its
        // own, and when a snapshot replaces the store.
        if (!(error instanceof RequestError)) this.#failed(error);
        ended();
      },
    );
  }
}
