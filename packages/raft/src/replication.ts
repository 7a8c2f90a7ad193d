/**
 * How a leader takes the answers of the others: acceptances and rejections of appends, heartbeat
 * answers, and what the driver reports about delivery. Specification: raft.md sections 10.4, 10.5
 * and 12S.6.
 */

import type { Core } from "./core.ts";
import type { Message } from "./messages.ts";
import { confirmReads, releaseParkedReads } from "./reads.ts";
import { broadcastAppend, trySend } from "./sending.ts";
import type { Progress } from "./tracker/progress.ts";
import { maybeFinishTransfer } from "./transfer.ts";

/** An answer to an append or to a snapshot, or the own write become durable. */
export function handleAppendResponse(core: Core, progress: Progress, message: Message): void {
  progress.recentActive = true;
  if (message.reject) handleRejection(core, progress, message);
  else handleAcceptance(core, progress, message.index);
}

function handleRejection(core: Core, progress: Progress, message: Message): void {
  const { events, id, log } = core;
  events.event({ kind: "append-rejection-received", id, message });
  let hint = message.rejectHint;
  // With the follower's term at its hint, skip everything of terms that it cannot have.
  if (message.logTerm > 0) hint = log.findByTerm({ index: hint, term: message.logTerm }).index;
  if (!progress.maybeDecrease({ rejected: message.index, hint })) return;
  events.event({ kind: "progress-decreased", id, progress });
  if (progress.state === "replicate") progress.becomeProbe();
  trySend(core, progress, true);
}

function handleAcceptance(core: Core, progress: Progress, index: number): void {
  const { events, id, log } = core;
  // Nobody can hold more of this term than its leader; taken at its word it would block commits.
  if (index > log.lastIndex()) return;
  // A probe of what is known to match already still ends the probing.
  const isProbeConfirmed = progress.match === index && progress.state === "probe";
  if (!progress.maybeUpdate(index) && !isProbeConfirmed) return;
  switch (progress.state) {
    case "probe":
      progress.becomeReplicate();
      break;
    case "snapshot":
      // Whichever snapshot it was: the follower reaches the log again.
      if (progress.match + 1 >= log.firstIndex()) {
        events.event({ kind: "snapshot-recovered", id, progress });
        progress.becomeProbe();
        progress.becomeReplicate();
      }
      break;
    case "replicate":
      progress.inflights.freeUpTo(index);
      break;
  }
  const isSelf = progress.id === id;
  if (core.maybeCommit()) {
    releaseParkedReads(core);
    broadcastAppend(core);
  } else if (!isSelf && progress.canBumpCommit(log.committed)) {
    trySend(core, progress, true);
  }
  if (isSelf) return;
  // The answer may have opened the window for more than one message.
  while (trySend(core, progress, false));
  maybeFinishTransfer(core, progress);
}

export function handleHeartbeatResponse(core: Core, progress: Progress, message: Message): void {
  progress.recentActive = true;
  progress.isFlowPaused = false;
  // This is what recovers lost appends and full windows: an append, if need be without entries.
  if (progress.match < core.log.lastIndex() || progress.state === "probe") {
    trySend(core, progress, true);
  }
  if (core.config.readOnly === "safe" && message.context !== null && message.context.length > 0) {
    confirmReads(core, progress, message.context);
  }
}

/** The driver could not deliver: stream no further, locate the follower's log anew. */
export function handleUnreachable(core: Core, progress: Progress): void {
  if (progress.state === "replicate") progress.becomeProbe();
  core.events.event({ kind: "unreachable", id: core.id, progress });
}

/** The driver has transmitted a snapshot, or failed to. */
export function handleSnapshotStatus(core: Core, progress: Progress, message: Message): void {
  if (progress.state !== "snapshot") return;
  const { events, id } = core;
  if (message.reject) {
    progress.pendingSnapshot = 0;
    progress.becomeProbe();
    events.event({ kind: "snapshot-failed", id, progress });
  } else {
    progress.becomeProbe();
    events.event({ kind: "snapshot-succeeded", id, progress });
  }
  // Wait for a word from the follower before the next append.
  progress.isFlowPaused = true;
}
