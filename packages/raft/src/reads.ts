/**
 * Linearizable reads without a log entry: a leader answers with its commit index once it knows
 * that it still leads. Specification: raft.md section 14.
 *
 * Two answers that upstream gives at once wait here, because they could be stale: from a sole
 * voter before the first commit of its term (a commit index is not synced, so that after a crash
 * it may lag behind what was read before), and from a leader whose sole voter is somebody else.
 */

import type { Core } from "./core.ts";
import { MAX_WAITING_READS } from "./limits.ts";
import { createMessage, type Message, MessageType, NONE } from "./messages.ts";
import { broadcastHeartbeat } from "./sending.ts";
import { isJoint } from "./tracker/configuration.ts";
import type { Progress } from "./tracker/progress.ts";

/** A request for a read index at the leader. */
export function handleReadIndex(core: Core, request: Message): void {
  if (!core.hasCommittedInTerm()) {
    // The commit index may lag behind what an earlier leader committed.
    if (core.parkedReads.length >= MAX_WAITING_READS) dropRead(core, core.parkedReads.length);
    else core.parkedReads.push(request);
    return;
  }
  startRead(core, request);
}

/** Starts the reads that waited for the first commit of the term, in order. */
export function releaseParkedReads(core: Core): void {
  if (core.parkedReads.length === 0 || !core.hasCommittedInTerm()) return;
  const requests = core.parkedReads;
  core.parkedReads = [];
  for (const request of requests) startRead(core, request);
}

function startRead(core: Core, request: Message): void {
  const { reads, tracker } = core;
  if (core.config.readOnly === "lease-based" || isSoleVoter(core)) {
    answerRead(core, request, core.log.committed);
    return;
  }
  if (reads.waitingCount >= MAX_WAITING_READS) {
    dropRead(core, reads.waitingCount);
    return;
  }
  reads.push({ request, index: core.log.committed });
  if (tracker.self !== null) tracker.self.readPosition = reads.position;
  broadcastHeartbeat(core);
}

/** A member has echoed a read position: answer what a quorum has confirmed by now. */
export function confirmReads(core: Core, progress: Progress, context: Uint8Array): void {
  const position = core.reads.positionOf(context);
  if (position <= progress.readPosition) return;
  progress.readPosition = position;
  answerConfirmedReads(core);
}

/** Answers what a quorum has confirmed; also called when the quorum itself has changed. */
export function answerConfirmedReads(core: Core): void {
  for (const read of core.reads.confirm(core.tracker.confirmedReadPosition())) {
    answerRead(core, read.request, read.index);
  }
}

function answerRead(core: Core, request: Message, index: number): void {
  if (request.from === NONE || request.from === core.id) {
    core.readStates.push({ index, context: request.entries[0]?.Data ?? new Uint8Array(0) });
    return;
  }
  const answer = createMessage(MessageType.MsgReadIndexResp, request.from);
  answer.index = index;
  answer.entries = request.entries;
  core.send(answer);
}

function isSoleVoter(core: Core): boolean {
  const { configuration } = core.tracker;
  return (
    !isJoint(configuration) &&
    configuration.voters.length === 1 &&
    configuration.voters[0] === core.id
  );
}

function dropRead(core: Core, waitingCount: number): void {
  core.events.event({ kind: "read-dropped", id: core.id, waitingCount });
}
