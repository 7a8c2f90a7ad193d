/**
 * Rebuilds a configuration from the form that snapshots carry, through the ordinary changes, so
 * that only configurations that changes can reach are accepted. Specification: raft.md 13.8.
 */

import { AssertionError } from "@kvorum/base";
import { type ConfChangeSingle, ConfChangeType, type ConfState } from "../messages.ts";
import {
  EMPTY_CONFIGURATION,
  isEquivalentConfState,
  toConfState,
} from "../tracker/configuration.ts";
import {
  ConfChangeError,
  enterJoint,
  type Membership,
  type NewMember,
  simpleChange,
} from "./changer.ts";

/** A ConfState that no sequence of changes produces is an assertion. */
export function restoreMembership(state: ConfState, fresh: NewMember): Membership {
  let membership: Membership = { configuration: EMPTY_CONFIGURATION, members: [] };
  try {
    if (state.votersOutgoing.length === 0) {
      for (const change of additions(state)) {
        membership = simpleChange(membership, [change], fresh);
      }
    } else {
      for (const id of state.votersOutgoing) {
        const change = { type: ConfChangeType.ConfChangeAddNode, nodeId: id };
        membership = simpleChange(membership, [change], fresh);
      }
      const removals = state.votersOutgoing.map((nodeId) => ({
        type: ConfChangeType.ConfChangeRemoveNode,
        nodeId,
      }));
      const changes = [...removals, ...additions(state)];
      membership = enterJoint(membership, { autoLeave: state.autoLeave, changes }, fresh);
    }
  } catch (error) {
    if (!(error instanceof ConfChangeError)) throw error;
    throw new AssertionError(`unable to restore the configuration: ${error.message}`);
  }
  if (!isEquivalentConfState(state, toConfState(membership.configuration))) {
    throw new AssertionError("the restored configuration differs from its ConfState");
  }
  return membership;
}

function additions(state: ConfState): ConfChangeSingle[] {
  return [
    ...state.voters.map((nodeId) => ({ type: ConfChangeType.ConfChangeAddNode, nodeId })),
    ...[...state.learners, ...state.learnersNext].map((nodeId) => ({
      type: ConfChangeType.ConfChangeAddLearnerNode,
      nodeId,
    })),
  ];
}
