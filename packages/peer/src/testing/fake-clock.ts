/** Clocks that show what a test says. */

import type { Clock } from "@kvorum/base";

export class FakeClock implements Clock {
  elapsedMs = 1_000;
  wallTimeMs = 1_700_000_000_000;

  monotonicMs(): number {
    return this.elapsedMs;
  }

  wallMs(): number {
    return this.wallTimeMs;
  }
}
