/**
 * Making a voter of a learner. Only the leader can judge whether the learner is in sync, so any
 * other member asks the leader's peer URLs. Apply specification, section 11.
 */

import type { Clock, Timers } from "@kvorum/base";
import { PeerRequestError, type PeerRequests } from "@kvorum/peer";
import { type etcdserverpb, RequestError, raftpb } from "@kvorum/proto";
import type { RawNode } from "@kvorum/raft";
import { checkPromoteMember, encodeConfChangeContext } from "@kvorum/store";
import type { ServerMetrics } from "../metrics/families.ts";
import type { Member } from "./member.ts";

/** Of the leader's log that a learner must hold. */
const READY_SHARE = 0.9;
/** How long apply may take to catch up, and between two looks. */
const APPLY_WAIT_MS = 1000;
const APPLY_LOOK_MS = 5;
/** Between two tries to reach the leader. */
const RETRY_MS = 50;

export interface PromotionsOptions {
  readonly member: Member;
  readonly node: RawNode;
  readonly requests: PeerRequests;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly metrics: Pick<ServerMetrics, "learnerPromoteSuccesses" | "learnerPromoteFailures">;
}

export class Promotions {
  readonly #options: PromotionsOptions;
  #hasStopped = false;

  constructor(options: PromotionsOptions) {
    this.#options = options;
  }

  /** Rejects with a RequestError. */
  async promote(id: bigint): Promise<readonly etcdserverpb.Member[]> {
    const { member, requests, clock, metrics } = this.#options;
    const untilMs = clock.monotonicMs() + member.requestTimeoutMs;
    for (;;) {
      if (this.#hasStopped) throw new RequestError("Stopped");
      if (member.isLeader) {
        try {
          await this.#catchUp();
          const members = await this.#promoteHere(id);
          metrics.learnerPromoteSuccesses.increment();
          return members;
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          metrics.learnerPromoteFailures.child(reason).increment();
          throw error;
        }
      }
      const leader = member.store.members.get(member.status().leaderId);
      const timeoutMs = untilMs - clock.monotonicMs();
      if (timeoutMs <= 0) throw new RequestError("Timeout");
      if (leader !== undefined) {
        try {
          return await requests.promote(leader.peerUrls, id, { timeoutMs });
        } catch (error) {
          if (!(error instanceof PeerRequestError)) throw error;
        }
      }
      await this.#pause(RETRY_MS);
    }
  }

  stop(): void {
    this.#hasStopped = true;
  }

  /** Who the members are is judged as of everything that is known to be committed. */
  async #catchUp(): Promise<void> {
    const { member, clock } = this.#options;
    const { committedIndex } = member.status();
    const untilMs = clock.monotonicMs() + APPLY_WAIT_MS;
    while (member.store.appliedIndex < committedIndex) {
      if (this.#hasStopped) throw new RequestError("Stopped");
      if (clock.monotonicMs() >= untilMs) throw new RequestError("TimeoutWaitAppliedIndex");
      await this.#pause(APPLY_LOOK_MS);
    }
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#options.timers.after(durationMs, resolve);
    });
  }

  #promoteHere(id: bigint): Promise<readonly etcdserverpb.Member[]> {
    const { member, node } = this.#options;
    return new Promise((resolve, reject) => {
      const { progress } = node.status();
      const learner = progress.find((one) => one.id === id);
      if (learner === undefined) throw new RequestError("MemberNotFound");
      const own = progress.find((one) => one.id === member.id);
      if (own !== undefined && learner.match < own.match * READY_SHARE) {
        throw new RequestError("LearnerNotReady");
      }
      if (member.isReconfigurationStrict) {
        const refusal = checkPromoteMember(member.reconfigurationView(), id);
        if (refusal !== null) throw refusal;
      }
      const promoted = { id, name: "", peerUrls: [], clientUrls: [], isLearner: false };
      const change = {
        type: raftpb.ConfChangeType.ConfChangeAddNode,
        nodeId: id,
        context: encodeConfChangeContext({ member: promoted, isPromote: true }),
      };
      member.proposeChange(change, (error) => {
        if (error === null) resolve(member.members());
        else reject(error);
      });
    });
  }
}
