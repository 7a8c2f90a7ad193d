/**
 * Who waits for which proposal on this member. Every waiter is settled exactly once: by its
 * entry's outcome, by a timeout, or by the end of the member.
 *
 * Ids are kept by their low 48 bits, which are unique on this member (see RequestIds); an outcome
 * with another member's prefix is nobody's here.
 */

import type { RequestError } from "@kvorum/proto";
import type { ApplyOutcome } from "@kvorum/store";

/** Gets one of the two calls, once. A gRPC call is wrapped in one only where it must be. */
export interface Waiter {
  settled(outcome: ApplyOutcome): void;
  failed(error: RequestError): void;
}

interface Pending {
  readonly waiter: Waiter;
  readonly proposedMs: number;
}

const LOW_BITS = 0xffff_ffff_ffffn;

export class Proposals {
  readonly #prefix: number;
  readonly #pending = new Map<number, Pending>();

  constructor(prefix: number) {
    this.#prefix = prefix;
  }

  get count(): number {
    return this.#pending.size;
  }

  add(idLow: number, waiter: Waiter, nowMs: number): void {
    this.#pending.set(idLow, { waiter, proposedMs: nowMs });
  }

  /** The waiter of an applied entry, which is forgotten with this call. */
  take(requestId: bigint): Waiter | null {
    if (this.#pending.size === 0) return null;
    if (Number(requestId >> 48n) !== this.#prefix) return null;
    const idLow = Number(requestId & LOW_BITS);
    const pending = this.#pending.get(idLow);
    if (pending === undefined) return null;
    this.#pending.delete(idLow);
    return pending.waiter;
  }

  has(idLow: number): boolean {
    return this.#pending.has(idLow);
  }

  /** Forgets a proposal that raft refused. */
  withdraw(idLow: number): Waiter | null {
    const pending = this.#pending.get(idLow);
    if (pending === undefined) return null;
    this.#pending.delete(idLow);
    return pending.waiter;
  }

  /**
   * Fails what was proposed before `beforeMs`, each with the error for its age; the effect of such
   * a request stays unknown.
   */
  expire(beforeMs: number, errorOf: (proposedMs: number) => RequestError): number {
    let expired = 0;
    // Insertion order is the order of proposing, so the first young one ends the search.
    for (const [idLow, pending] of this.#pending) {
      if (pending.proposedMs >= beforeMs) break;
      this.#pending.delete(idLow);
      pending.waiter.failed(errorOf(pending.proposedMs));
      expired++;
    }
    return expired;
  }

  failAll(error: RequestError): void {
    this.expire(Number.POSITIVE_INFINITY, () => error);
  }
}
