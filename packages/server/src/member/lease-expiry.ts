/**
 * While this member leads: looks for expired leases every half second and has the log revoke
 * them. v3 API, section 5. The lessor bounds how many it hands out at once, and hands a lease out
 * again if its revocation does not come through.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import type { Lessor } from "@kvorum/store";

const INTERVAL_MS = 500;

export class LeaseExpiry {
  readonly #options: {
    readonly lessor: Lessor;
    readonly timers: Timers;
    readonly clock: Clock;
    readonly guarded: (action: () => void) => void;
    readonly revoke: (leaseId: bigint) => void;
  };
  #timer: TimerHandle | null = null;

  constructor(options: {
    lessor: Lessor;
    timers: Timers;
    clock: Clock;
    guarded: (action: () => void) => void;
    revoke: (leaseId: bigint) => void;
  }) {
    this.#options = options;
  }

  start(): void {
    const { lessor, timers, clock, guarded, revoke } = this.#options;
    this.#timer = timers.after(INTERVAL_MS, () => {
      this.start();
      guarded(() => {
        for (const id of lessor.takeExpired(clock.monotonicMs())) revoke(id);
      });
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
