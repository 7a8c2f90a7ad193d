/**
 * Conf changes that take effect: when they are applied, when a snapshot brings another
 * configuration, when a joint configuration is left by itself.
 * Specification: raft.md sections 13.9 to 13.11.
 */

import { AssertionError } from "@kvorum/base";
import { applyChange, ConfChangeError, type Membership } from "./confchange/changer.ts";
import { type AnyConfChange, leaveJointEntry, toConfChangeV2 } from "./confchange/conf-change.ts";
import type { Core } from "./core.ts";
import { type ConfState, NONE } from "./messages.ts";
import { proposeEntries } from "./proposals.ts";
import { answerConfirmedReads, releaseParkedReads } from "./reads.ts";
import { broadcastAppend, sendWhatIsMissing } from "./sending.ts";
import { toConfState } from "./tracker/configuration.ts";

/** Applies a committed conf change. One that the configuration does not allow is an assertion. */
export function applyConfChange(core: Core, change: AnyConfChange): ConfState {
  const { configuration, members } = core.tracker;
  let membership: Membership;
  try {
    membership = applyChange({ configuration, members }, toConfChangeV2(change), core.newMember());
  } catch (error) {
    if (!(error instanceof ConfChangeError)) throw error;
    throw new AssertionError(`conf change cannot be applied: ${error.message}`);
  }
  return switchMembership(core, membership);
}

/** Makes a configuration the active one. */
export function switchMembership(core: Core, membership: Membership): ConfState {
  const { tracker, events, id } = core;
  const { configuration } = membership;
  tracker.install(configuration, membership.members);
  events.event({ kind: "configuration-switched", id, configuration });
  const confState = toConfState(configuration);
  core.isLearner = tracker.self?.isLearner ?? false;
  if (core.role !== "leader") return confState;

  if (tracker.self === null || core.isLearner) {
    // Without stepping down it goes on leading the voters that are left, without a vote.
    if (core.config.stepDownOnRemoval) core.becomeFollower(core.term, NONE);
    return confState;
  }
  if (configuration.voters.length === 0) return confState;
  if (core.maybeCommit()) {
    // Fewer voters may need fewer acknowledgements.
    releaseParkedReads(core);
    broadcastAppend(core);
  } else {
    sendWhatIsMissing(core);
  }
  answerConfirmedReads(core);
  if (core.leadTransferee !== NONE && !tracker.isVoter(core.leadTransferee)) {
    const to = core.leadTransferee;
    core.abortTransfer();
    events.event({
      kind: "transfer-aborted",
      id,
      term: core.term,
      to,
      reason: "it is no longer a voter",
    });
  }
  return confState;
}

/** The application has applied up to `index`; `bytes` is the encoded size of what it applied. */
export function appliedTo(core: Core, index: number, bytes: number): void {
  const { log, tracker } = core;
  log.appliedTo(Math.max(index, log.applied), bytes);
  const { configuration } = tracker;
  if (!configuration.autoLeave || core.role !== "leader" || log.applied < core.pendingConfIndex) {
    return;
  }
  // Dropped while leadership is being transferred, for one: the next advance tries again.
  const isProposed = proposeEntries(core, [leaveJointEntry()]);
  core.events.event({
    kind: isProposed ? "auto-leave-proposed" : "auto-leave-dropped",
    configuration,
  });
}
