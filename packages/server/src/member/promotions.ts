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

  constructor(options: PromotionsOptions) {
    this.#options = options;
  }

  /** Rejects with a RequestError. */
  async promote(id: bigint): Promise<readonly etcdserverpb.Member[]> {
    const { member, requests, clock, timers, metrics } = this.#options;
    const untilMs = clock.monotonicMs() + member.requestTimeoutMs;
    for (;;) {
      if (member.isLeader) {
        try {
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
      await new Promise<void>((resolve) => {
        timers.after(RETRY_MS, resolve);
      });
    }
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
