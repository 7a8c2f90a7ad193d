/**
 * Handing leadership to a chosen member. Specification: raft.md section 8.8.
 *
 * The leader brings the target's log up to its own, refusing proposals meanwhile, then tells it to
 * campaign at once. The tick of the leader gives up after an election timeout.
 */

import type { Core } from "./core.ts";
import { createMessage, type Message, MessageType, NONE } from "./messages.ts";
import type { Progress } from "./tracker/progress.ts";

/** Asks the leader, this core, to hand over. True if the target's log must first be brought up. */
export function startTransfer(core: Core, target: Progress): boolean {
  const { events, id, term } = core;
  const to = target.id;
  if (target.isLearner) {
    events.event({ kind: "transfer-ignored", id, term, to, reason: "it is a learner" });
    return false;
  }
  if (core.leadTransferee === to) {
    events.event({ kind: "transfer-ignored", id, term, to, reason: "it is in progress" });
    return false;
  }
  if (core.leadTransferee !== NONE) {
    const previous = core.leadTransferee;
    core.abortTransfer();
    events.event({ kind: "transfer-aborted", id, term, to: previous, reason: "another is wanted" });
  }
  if (to === id) {
    events.event({ kind: "transfer-ignored", id, term, to, reason: "it is the leader" });
    return false;
  }
  events.event({ kind: "transfer-starts", id, term, to });
  // The transfer must finish within an election timeout, so that the clock starts over.
  core.electionElapsed = 0;
  core.leadTransferee = to;
  if (target.match !== core.log.lastIndex()) return true;
  sendTimeoutNow(core, to);
  events.event({ kind: "timeout-now-sent-at-once", id, to });
  return false;
}

/** Called when a follower has acknowledged entries. */
export function maybeFinishTransfer(core: Core, progress: Progress): void {
  if (progress.id !== core.leadTransferee || progress.match !== core.log.lastIndex()) return;
  sendTimeoutNow(core, progress.id);
  core.events.event({ kind: "timeout-now-sent", id: core.id, to: progress.id });
}

/** A follower or learner passes the wish on; the sender stays the target. */
export function forwardTransfer(core: Core, request: Message): void {
  if (core.lead === NONE) {
    core.events.event({ kind: "transfer-without-leader", id: core.id, term: core.term });
    return;
  }
  const forwarded = createMessage(MessageType.MsgTransferLeader, core.lead);
  forwarded.from = request.from;
  core.send(forwarded);
}

function sendTimeoutNow(core: Core, to: bigint): void {
  core.send(createMessage(MessageType.MsgTimeoutNow, to));
}
