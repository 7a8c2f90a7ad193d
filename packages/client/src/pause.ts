/** Waiting between attempts. */

import { systemTimers } from "./system-ports.ts";

/** Resolves after the time, or at once when the signal is aborted. */
export function pause(pauseMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const done = () => {
      timer.cancel();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = systemTimers.after(pauseMs, done);
    signal?.addEventListener("abort", done, { once: true });
  });
}
