/**
 * The doors through which time and chance reach the code above. Pure packages see only these, so
 * that a whole cluster can run in one thread on simulated time from one seed.
 */

/** Two clocks that are never mixed: elapsed time is always monotonic. */
export interface Clock {
  /** Milliseconds since an arbitrary start, with fractions; never goes back. */
  monotonicMs(): number;
  /** Milliseconds since the Unix epoch; may jump. */
  wallMs(): number;
}

export interface TimerHandle {
  cancel(): void;
}

export interface Timers {
  /** Calls back once, not before `delayMs` have passed. The callback must not throw. */
  after(delayMs: number, callback: () => void): TimerHandle;
  /** Calls back once after the input that is ready now has been handled. */
  soon(callback: () => void): TimerHandle;
}

export interface Random {
  /** A uniform integer in [0, bound); `bound` is an integer in [1, 2^32]. */
  below(bound: number): number;
}
