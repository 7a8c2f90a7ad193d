/**
 * What a leader sends on its own: appends, snapshots where entries are gone, heartbeats.
 * Specification: raft.md sections 10.1 to 10.3 and 12S.1.
 */

import { AssertionError } from "@kvorum/base";
import type { Core } from "./core.ts";
import {
  createMessage,
  isEmptySnapshot,
  type Message,
  MessageType,
  payloadSizeBytes,
  snapshotIndex,
} from "./messages.ts";
import type { Progress } from "./tracker/progress.ts";

/**
 * Sends what the follower may get next: entries, or a snapshot where they are gone. Without
 * `allowEmpty` only if there are entries to send. True if anything was sent.
 */
export function trySend(core: Core, progress: Progress, allowEmpty: boolean): boolean {
  if (progress.isPaused()) return false;
  const { log } = core;
  const previousIndex = progress.next - 1;
  const previousTerm = log.term(previousIndex);
  if (typeof previousTerm !== "number") return trySendSnapshot(core, progress);

  // A full window still lets an empty append through, which tells the commit index.
  const isWindowFull = progress.state === "replicate" && progress.inflights.isFull();
  const entries = isWindowFull ? [] : log.entriesFrom(progress.next, core.config.maxMessageBytes);
  if (!allowEmpty && entries.length === 0) return false;
  if (typeof entries === "string") return trySendSnapshot(core, progress);

  const message = createMessage(MessageType.MsgApp, progress.id);
  message.index = previousIndex;
  message.logTerm = previousTerm;
  message.entries = entries as Message["entries"];
  message.commit = log.committed;
  core.send(message);
  progress.sentEntries(entries.length, payloadSizeBytes(entries));
  progress.sentCommit = log.committed;
  return true;
}

function trySendSnapshot(core: Core, progress: Progress): boolean {
  const { log, events, id } = core;
  if (!progress.recentActive) {
    events.event({ kind: "snapshot-withheld", id, to: progress.id });
    return false;
  }
  const snapshot = log.snapshot();
  if (snapshot === "temporarily-unavailable") {
    events.event({ kind: "snapshot-unavailable", id, to: progress.id });
    return false;
  }
  if (isEmptySnapshot(snapshot)) throw new AssertionError("need a non-empty snapshot to send");
  events.event({
    kind: "snapshot-sent",
    id,
    firstIndex: log.firstIndex(),
    commit: log.committed,
    snapshot,
    progress,
  });
  progress.becomeSnapshot(snapshotIndex(snapshot));
  events.event({ kind: "replication-paused", id, progress });
  const message = createMessage(MessageType.MsgSnap, progress.id);
  message.snapshot = snapshot;
  core.send(message);
  return true;
}

/** To everybody else, learners included, even if there is nothing but the commit index to tell. */
export function broadcastAppend(core: Core): void {
  for (const progress of core.tracker.members) {
    if (progress.id !== core.id) trySend(core, progress, true);
  }
}

/** Only to those for whom there are entries. */
export function sendWhatIsMissing(core: Core): void {
  for (const progress of core.tracker.members) {
    if (progress.id !== core.id) trySend(core, progress, false);
  }
}

/** Heartbeats go to everybody else at any time; they carry the newest read position. */
export function broadcastHeartbeat(core: Core): void {
  const context = core.reads.context();
  for (const progress of core.tracker.members) {
    if (progress.id === core.id) continue;
    // Never beyond what the follower is known to hold: it takes this commit index on trust.
    const commit = Math.min(progress.match, core.log.committed);
    const message = createMessage(MessageType.MsgHeartbeat, progress.id);
    message.commit = commit;
    message.context = context;
    core.send(message);
    progress.sentCommit = commit;
  }
}
