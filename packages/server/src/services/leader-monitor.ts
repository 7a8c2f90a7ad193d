/**
 * Open streams that asked to be ended when the cluster has no leader (`hasleader: true`): three
 * looks in a row, an election timeout apart, without one end them all. v3 API, section 12.2.
 */

import type { TimerHandle, Timers } from "@kvorum/base";
import type { StreamCall } from "@kvorum/http2";
import { RequestError } from "@kvorum/proto";

/** Looks without a leader that end the streams. */
const MAX_LEADERLESS_LOOKS = 3;

export class LeaderMonitor {
  readonly #member: { readonly hasLeader: boolean };
  readonly #timers: Timers;
  readonly #intervalMs: number;
  readonly #guarded = new Map<StreamCall, () => void>();
  #timer: TimerHandle | null = null;
  #looks = 0;

  /** @param options.intervalMs - the election timeout. */
  constructor(
    member: { readonly hasLeader: boolean },
    options: { timers: Timers; intervalMs: number },
  ) {
    this.#member = member;
    this.#timers = options.timers;
    this.#intervalMs = options.intervalMs;
  }

  /** Watches over the stream if it asked for that; `ended` is called when it was ended here. */
  guard(call: StreamCall, ended: () => void): void {
    if (call.metadata("hasleader") !== "true") return;
    this.#guarded.set(call, ended);
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#guarded.clear();
  }

  #arm(): void {
    this.#timer ??= this.#timers.after(this.#intervalMs, () => {
      this.#timer = null;
      for (const call of this.#guarded.keys()) if (!call.isOpen) this.#guarded.delete(call);
      this.#looks = this.#member.hasLeader ? 0 : this.#looks + 1;
      if (this.#looks >= MAX_LEADERLESS_LOOKS) this.#endAll();
      if (this.#guarded.size > 0) this.#arm();
      else this.#looks = 0;
    });
  }

  #endAll(): void {
    const error = new RequestError("NoLeader");
    const ending = [...this.#guarded];
    this.#guarded.clear();
    for (const [call, ended] of ending) {
      call.fail(error.status, error.message);
      ended();
    }
  }
}
