/**
 * Keep-alives and time-to-live of leases between members: only the leader knows when a lease
 * ends, so any other member asks it over HTTP. v3 API, section 5; peer protocol, section 8.6.
 *
 * The asking side tries until the request timeout, with a short pause between two tries: an
 * election may be on. That a lease is unknown is final once the leader has said it. The answering
 * side first catches up with what it knows to be committed: a lease may have been granted there.
 *
 * The leader's own clients need none of this but `renewHere` for a lease that is unknown so far.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { latin1ToBytes } from "@kvorum/base";
import { type PeerLease, PeerRequestError, type PeerRequests } from "@kvorum/peer";
import { RequestError } from "@kvorum/proto";
import type { Lessor } from "@kvorum/store";

/** Between two tries to reach the leader. */
const RETRY_PAUSE_MS = 50;
/** How long apply may take to catch up. */
const APPLY_WAIT_MS = 1000;
/** Between two looks how far apply has come. */
const APPLY_LOOK_MS = 5;

export interface LeaseForwardingPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly requests: Pick<PeerRequests, "renewLease" | "timeToLive">;
  /** The store's of the moment. */
  readonly lessor: () => Pick<
    Lessor,
    "isPrimary" | "exists" | "renew" | "timeToLive" | "keysOf" | "hasCheckpoint" | "whenSettled"
  >;
  readonly isLeader: () => boolean;
  /** Peer URLs of the member that leads; null while none is known. */
  readonly leaderUrls: () => readonly string[] | null;
  readonly committedIndex: () => number;
  readonly appliedIndex: () => number;
  /** Has the log forget what remained of a lease at its last checkpoint. */
  readonly forgetCheckpoint: (leaseId: bigint) => void;
  readonly requestTimeoutMs: number;
  /** Feature gate FastLeaseKeepAlive: a lease that is known is renewed without catching up. */
  readonly isFast: boolean;
}

export interface LeaseQuestion {
  readonly id: bigint;
  /** The attached keys are wanted too. */
  readonly keys: boolean;
}

export class LeaseForwarding {
  readonly #ports: LeaseForwardingPorts;
  readonly #pauses = new Map<TimerHandle, () => void>();
  #isStopped = false;

  constructor(ports: LeaseForwardingPorts) {
    this.#ports = ports;
  }

  /**
   * Renews for a client of this member, whoever leads; resolves with the granted TTL in seconds.
   * Rejects with RequestError: LeaseNotFound, Timeout, NoLeader (both after the whole request
   * timeout), TimeoutWaitAppliedIndex, Canceled where the client has gone, Stopped.
   */
  renew(id: bigint, isWanted: () => boolean): Promise<number> {
    return this.#ask(isWanted, {
      here: () => this.renewHere(id),
      there: (urls, limits) => this.#ports.requests.renewLease(urls, id, limits),
    });
  }

  /** Like renew(); on a leader that is demoted meanwhile also LeaderChanged. */
  timeToLive(question: LeaseQuestion, isWanted: () => boolean): Promise<PeerLease> {
    return this.#ask(isWanted, {
      here: async () => {
        try {
          return await this.timeToLiveHere(question);
        } catch (error) {
          if (!isCode(error, "NotPrimaryLessor")) throw error;
          throw new RequestError("LeaderChanged");
        }
      },
      there: (urls, limits) => this.#ports.requests.timeToLive(urls, question, limits),
    });
  }

  /**
   * Renews as the leader: what a PeerServices answers. Waits for the revoke of a lease that has
   * ended. Rejects with LeaseNotFound, NotPrimaryLessor, TimeoutWaitAppliedIndex, Stopped.
   */
  async renewHere(id: bigint): Promise<number> {
    const { lessor, clock, isLeader, forgetCheckpoint, isFast } = this.#ports;
    for (;;) {
      if (!isLeader()) throw new RequestError("NotPrimaryLessor");
      if (!isFast || !lessor().exists(id)) await this.#catchUp();
      const leases = lessor();
      const hasCheckpoint = leases.hasCheckpoint(id);
      const outcome = leases.renew(id, clock.monotonicMs());
      if (typeof outcome === "number") {
        // The log remembers a shorter time; the next leader must not start from it.
        if (hasCheckpoint) forgetCheckpoint(id);
        return outcome;
      }
      if (outcome === "unknown") throw new RequestError("LeaseNotFound");
      if (outcome === "not primary") throw new RequestError("NotPrimaryLessor");
      await new Promise<void>((resolve) => leases.whenSettled(id, resolve));
      if (this.#isStopped) throw new RequestError("Stopped");
    }
  }

  /** Looks a lease up as the leader; rejects like renewHere(). */
  async timeToLiveHere({ id, keys }: LeaseQuestion): Promise<PeerLease> {
    const { lessor, clock, isLeader } = this.#ports;
    if (!isLeader()) throw new RequestError("NotPrimaryLessor");
    await this.#catchUp();
    const leases = lessor();
    if (!leases.isPrimary) throw new RequestError("NotPrimaryLessor");
    const found = leases.timeToLive(id, clock.monotonicMs());
    if (found === null) throw new RequestError("LeaseNotFound");
    return {
      id,
      ttl: found.remainingSeconds,
      grantedTtl: found.grantedTtlSeconds,
      keys: keys ? leases.keysOf(id).map(latin1ToBytes) : [],
    };
  }

  /** Whoever waits is told that the member stops. */
  stop(): void {
    this.#isStopped = true;
    for (const [timer, wake] of this.#pauses) {
      timer.cancel();
      wake();
    }
    this.#pauses.clear();
  }

  async #ask<T>(
    isWanted: () => boolean,
    ways: {
      readonly here: () => Promise<T>;
      readonly there: (
        urls: readonly string[],
        limits: { readonly timeoutMs: number },
      ) => Promise<T>;
    },
  ): Promise<T> {
    const { clock, isLeader, leaderUrls, requestTimeoutMs } = this.#ports;
    const untilMs = clock.monotonicMs() + requestTimeoutMs;
    for (;;) {
      if (this.#isStopped) throw new RequestError("Stopped");
      if (!isWanted()) throw new RequestError("Canceled");
      const urls = leaderUrls();
      const timeoutMs = untilMs - clock.monotonicMs();
      if (timeoutMs <= 0) {
        throw new RequestError(urls === null && !isLeader() ? "NoLeader" : "Timeout");
      }
      const isHere = isLeader();
      try {
        if (isHere) return await ways.here();
        if (urls !== null) return await ways.there(urls, { timeoutMs });
      } catch (error) {
        if (isHere ? !isCode(error, "NotPrimaryLessor") : !mayRetry(error)) throw error;
      }
      await this.#pause(RETRY_PAUSE_MS);
    }
  }

  /** Waits, for a bounded time, until all is applied that is known to be committed now. */
  async #catchUp(): Promise<void> {
    const { clock, appliedIndex, committedIndex } = this.#ports;
    const index = committedIndex();
    if (appliedIndex() >= index) return;
    const untilMs = clock.monotonicMs() + APPLY_WAIT_MS;
    do {
      if (clock.monotonicMs() >= untilMs) throw new RequestError("TimeoutWaitAppliedIndex");
      await this.#pause(APPLY_LOOK_MS);
      if (this.#isStopped) throw new RequestError("Stopped");
    } while (appliedIndex() < index);
  }

  #pause(durationMs: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#ports.timers.after(durationMs, () => {
        this.#pauses.delete(timer);
        resolve();
      });
      this.#pauses.set(timer, resolve);
    });
  }
}

/** Another try, perhaps at another member, may succeed. */
function mayRetry(error: unknown): boolean {
  return (
    error instanceof PeerRequestError ||
    isCode(error, "NotPrimaryLessor") ||
    isCode(error, "TimeoutWaitAppliedIndex")
  );
}

function isCode(error: unknown, code: RequestError["code"]): boolean {
  return error instanceof RequestError && error.code === code;
}
