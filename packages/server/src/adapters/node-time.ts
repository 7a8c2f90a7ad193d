/** The real clock and the real timers behind the ports of base. Only assembly code imports this. */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";

export const nodeClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
};

export const nodeTimers: Timers = {
  after(delayMs: number, callback: () => void): TimerHandle {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
  soon(callback: () => void): TimerHandle {
    const handle = setImmediate(callback);
    return { cancel: () => clearImmediate(handle) };
  },
};
