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

import { latin1ToBytes } from "@kvorum/base";
import type { PeerLease, PeerRequests } from "@kvorum/peer";
import { RequestError } from "@kvorum/proto";
import type { Lessor } from "@kvorum/store";
import { isCode, LeaderWay, type LeaderWayPorts } from "./leader-way.ts";

export interface LeaseForwardingPorts extends LeaderWayPorts {
  readonly requests: Pick<PeerRequests, "renewLease" | "timeToLive">;
  /** The store's of the moment. */
  readonly lessor: () => Pick<
    Lessor,
    "isPrimary" | "exists" | "renew" | "timeToLive" | "keysOf" | "hasCheckpoint" | "whenSettled"
  >;
  /** Has the log forget what remained of a lease at its last checkpoint. */
  readonly forgetCheckpoint: (leaseId: bigint) => void;
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
  readonly #way: LeaderWay;

  constructor(ports: LeaseForwardingPorts) {
    this.#ports = ports;
    this.#way = new LeaderWay(ports);
  }

  /**
   * Renews for a client of this member, whoever leads; resolves with the granted TTL in seconds.
   * Rejects with RequestError: LeaseNotFound, Timeout, NoLeader (both after the whole request
   * timeout), TimeoutWaitAppliedIndex, Canceled where the client has gone, Stopped.
   */
  renew(id: bigint, isWanted: () => boolean): Promise<number> {
    return this.#way.ask({
      ...{ isWanted, leaderless: "NoLeader" },
      here: () => this.renewHere(id),
      there: (urls, limits) => this.#ports.requests.renewLease(urls, id, limits),
    });
  }

  /** Like renew(); on a leader that is demoted meanwhile also LeaderChanged. */
  timeToLive(question: LeaseQuestion, isWanted: () => boolean): Promise<PeerLease> {
    return this.#way.ask({
      ...{ isWanted, leaderless: "NoLeader" },
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
      if (!isFast || !lessor().exists(id)) await this.#way.catchUp();
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
      if (this.#way.isStopped) throw new RequestError("Stopped");
    }
  }

  /** Looks a lease up as the leader; rejects like renewHere(). */
  async timeToLiveHere({ id, keys }: LeaseQuestion): Promise<PeerLease> {
    const { lessor, clock, isLeader } = this.#ports;
    if (!isLeader()) throw new RequestError("NotPrimaryLessor");
    await this.#way.catchUp();
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
    this.#way.stop();
  }
}
