/** The real clock and timers, for owners that bring none. */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

/** Timers that do not keep the process alive by themselves: open sockets do. */
export const systemTimers: Timers = {
  after(delayMs: number, callback: () => void): TimerHandle {
    const timer = setTimeout(callback, delayMs);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
  soon(callback: () => void): TimerHandle {
    const immediate = setImmediate(callback);
    return { cancel: () => clearImmediate(immediate) };
  },
};
