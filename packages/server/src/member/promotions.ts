/**
 * Making a voter of a learner. Only the leader can judge whether the learner is in sync, so any
 * other member asks the leader's peer URLs. Apply specification, section 11.
 */

import type { PeerRequests } from "@kvorum/peer";
import { type etcdserverpb, RequestError, raftpb } from "@kvorum/proto";
import type { RawNode } from "@kvorum/raft";
import { checkPromoteMember, encodeConfChangeContext } from "@kvorum/store";
import { LeaderWay, type LeaderWayPorts } from "../cluster/leader-way.ts";
import type { ServerMetrics } from "../metrics/families.ts";
import type { Member } from "./member.ts";

/** Of the leader's log that a learner must hold. */
const READY_SHARE = 0.9;

export interface PromotionsOptions {
  readonly member: Member;
  readonly node: RawNode;
  readonly requests: Pick<PeerRequests, "promote">;
  readonly way: LeaderWayPorts;
  readonly metrics: Pick<ServerMetrics, "learnerPromoteSuccesses" | "learnerPromoteFailures">;
}

export class Promotions {
  readonly #options: PromotionsOptions;
  readonly #way: LeaderWay;

  constructor(options: PromotionsOptions) {
    this.#options = options;
    this.#way = new LeaderWay(options.way);
  }

  /** Rejects with a RequestError. */
  promote(id: bigint): Promise<readonly etcdserverpb.Member[]> {
    const { requests } = this.#options;
    return this.#way.ask({
      here: () => this.#judge(id),
      there: (urls, limits) => requests.promote(urls, id, limits),
      isWanted: () => true,
      leaderless: "Timeout",
    });
  }

  stop(): void {
    this.#way.stop();
  }

  async #judge(id: bigint): Promise<readonly etcdserverpb.Member[]> {
    const { metrics } = this.#options;
    try {
      // Who the members are is judged as of everything that is known to be committed.
      await this.#way.catchUp();
      const members = await this.#promoteHere(id);
      metrics.learnerPromoteSuccesses.increment();
      return members;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      metrics.learnerPromoteFailures.child(reason).increment();
      throw error;
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
