/** The real clock, timers and chance, for programs that pass no others. */

import type { Clock, Random, Timers } from "@kvorum/base";

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

/** setTimeout()'s range: longer waits are cut to it, about 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(delayMs, MAX_TIMER_MS));
    return { cancel: () => clearTimeout(timer) };
  },
  soon(callback) {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  },
};

export const systemRandom: Random = {
  below: (bound) => Math.floor(Math.random() * bound),
};
