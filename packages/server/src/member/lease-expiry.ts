/**
 * While this member leads: looks for expired leases every half second and has the log revoke
 * them. v3 API, section 5. The lessor bounds how many it hands out at once, and hands a lease out
 * again if its revocation does not come through.
 *
 * A leader that was paused wakes up in an old belief: another one may lead by now and have renewed
 * what looks expired here. So a majority is asked first, as etcd does.
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
    /** Calls back once a majority has confirmed that this member leads; else never. */
    readonly confirmLeading: (confirmed: () => void) => void;
    /** Proposes it if this member leads at that moment; never through another leader. */
    readonly revoke: (leaseId: bigint) => void;
  };
  #timer: TimerHandle | null = null;

  constructor(options: {
    lessor: Lessor;
    timers: Timers;
    clock: Clock;
    guarded: (action: () => void) => void;
    confirmLeading: (confirmed: () => void) => void;
    revoke: (leaseId: bigint) => void;
  }) {
    this.#options = options;
  }

  start(): void {
    const { lessor, timers, clock, guarded, confirmLeading, revoke } = this.#options;
    this.#timer = timers.after(INTERVAL_MS, () => {
      this.start();
      guarded(() => {
        const expired = lessor.takeExpired(clock.monotonicMs());
        if (expired.length === 0) return;
        confirmLeading(() => {
          for (const id of expired) revoke(id);
        });
      });
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
