/**
 * Strict reconfiguration: the checks before a membership change is proposed, so that the change
 * cannot cost the cluster its quorum. Pure functions over the membership and who is connected;
 * they are local, never part of apply. Specification: the v3 API, section 6.
 */

import { RequestError } from "@kvorum/proto";
import type { Member } from "./member-json.ts";

/** What a check looks at. */
export interface ReconfigurationView {
  readonly members: readonly Member[];
  readonly localId: bigint;
  /** Connected without a break for 5 s; the local member counts without being asked. */
  readonly isActive: (id: bigint) => boolean;
  /** Connected at the moment, however short. */
  readonly isConnected: (id: bigint) => boolean;
}

/** Before a voter or a learner is added. Null where the change may be proposed. */
export function checkAddMember(
  view: ReconfigurationView,
  added: { readonly isLearner: boolean },
): RequestError | null {
  const voters = view.members.filter((member) => !member.isLearner);
  if (!added.isLearner) {
    const started = voters.filter(isStarted).length;
    const isOnlyMember = voters.length === 1 && started === 1;
    if (!isOnlyMember && started < quorum(voters.length + 1)) {
      return new RequestError("NotEnoughStarted");
    }
  }
  if (voters.length === 1) return null;
  const active = voters.filter((member) => isActive(view, member)).length;
  return active < quorum(voters.length + 1) ? new RequestError("Unhealthy") : null;
}

/** Before a member is removed; a learner, or an unknown member, needs no check. */
export function checkRemoveMember(view: ReconfigurationView, id: bigint): RequestError | null {
  const target = view.members.find((member) => member.id === id);
  if (target === undefined || target.isLearner) return null;
  const voters = view.members.filter((member) => !member.isLearner);
  const remaining = voters.filter((member) => member.id !== id);
  if (remaining.filter(isStarted).length < quorum(remaining.length)) {
    return new RequestError("NotEnoughStarted");
  }
  // One that is down is no part of the active quorum; one that just came back is.
  if (id !== view.localId && !view.isConnected(id)) return null;
  const active = voters.filter((member) => isActive(view, member)).length;
  const enough = 1 + Math.floor((voters.length - 1) / 2);
  return active - 1 < enough ? new RequestError("Unhealthy") : null;
}

/** Before a learner becomes a voter: it counts as a started one. */
export function checkPromoteMember(view: ReconfigurationView, id: bigint): RequestError | null {
  const voters = view.members.filter((member) => !member.isLearner && member.id !== id);
  const started = voters.filter(isStarted).length + 1;
  return started < quorum(voters.length + 1) ? new RequestError("NotEnoughStarted") : null;
}

function isStarted(member: Member): boolean {
  return member.name !== "";
}

function isActive(view: ReconfigurationView, member: Member): boolean {
  return member.id === view.localId || view.isActive(member.id);
}

function quorum(votersCount: number): number {
  return Math.floor(votersCount / 2) + 1;
}
