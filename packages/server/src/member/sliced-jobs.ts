/**
 * Long work in short slices: a job is a generator that yields often; between slices the event
 * loop serves everybody else. Jobs take turns, so two long ones do not starve each other.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { RequestError } from "@kvorum/proto";

/** How long one turn of a job may take before the loop goes on, in milliseconds. */
const SLICE_MS = 4;

interface Job {
  step(deadlineMs: number): boolean;
  abort(error: unknown): void;
}

export class SlicedJobs {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #jobs: Job[] = [];
  #next: TimerHandle | null = null;
  #isClosed = false;

  constructor(ports: { clock: Clock; timers: Timers }) {
    this.#clock = ports.clock;
    this.#timers = ports.timers;
  }

  /** Runs the first slice at once. Exactly one of the two callbacks is called, once. */
  run<Result>(
    generator: Generator<void, Result>,
    done: (result: Result) => void,
    failed: (error: unknown) => void,
  ): void {
    if (this.#isClosed) {
      failed(new RequestError("Stopped"));
      return;
    }
    const job: Job = {
      step: (deadlineMs) => {
        try {
          for (;;) {
            const { done: isDone, value } = generator.next();
            if (isDone === true) {
              done(value);
              return true;
            }
            if (this.#clock.monotonicMs() >= deadlineMs) return false;
          }
        } catch (error) {
          failed(error);
          return true;
        }
      },
      abort: (error) => {
        generator.return(undefined as Result);
        failed(error);
      },
    };
    if (!job.step(this.#clock.monotonicMs() + SLICE_MS)) {
      this.#jobs.push(job);
      this.#arm();
    }
  }

  /** Ends every job with the error; later ones run as usual. */
  abortAll(error: RequestError): void {
    for (const job of this.#jobs.splice(0)) job.abort(error);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  close(): void {
    this.#isClosed = true;
    this.#next?.cancel();
    for (const job of this.#jobs.splice(0)) job.abort(new RequestError("Stopped"));
  }

  #arm(): void {
    this.#next ??= this.#timers.soon(() => {
      this.#next = null;
      const job = this.#jobs.shift();
      if (job === undefined) return;
      if (!job.step(this.#clock.monotonicMs() + SLICE_MS)) this.#jobs.push(job);
      if (this.#jobs.length > 0) this.#arm();
    });
  }
}
