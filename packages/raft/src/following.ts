/**
 * How a follower takes what a leader sends: appends, heartbeats, snapshots.
 * Specification: raft.md sections 9.6, 9.7 and 12S.2 to 12S.5.
 */

import { isConfChangeEntry } from "./confchange/conf-change.ts";
import { restoreMembership } from "./confchange/restore.ts";
import type { Core } from "./core.ts";
import { switchMembership } from "./membership.ts";
import {
  createMessage,
  type Message,
  MessageType,
  NONE,
  type Snapshot,
  snapshotIndex,
  snapshotTerm,
} from "./messages.ts";
import { EMPTY_CONFIGURATION } from "./tracker/configuration.ts";

export function handleAppend(core: Core, message: Message): void {
  const { log, events, id } = core;
  if (message.index < log.committed) {
    // What is committed is settled; tell the leader where to go on.
    acknowledge(core, message.from, log.committed);
    return;
  }
  const previous = { index: message.index, term: message.logTerm };
  const lastMatching = log.maybeAppend(previous, message.entries);
  if (lastMatching !== -1) {
    // Not beyond what this message proves to match: the rest of the log may be another leader's.
    log.commitTo(Math.min(message.commit, lastMatching));
    acknowledge(core, message.from, lastMatching);
    return;
  }
  const existing = log.term(message.index);
  const term = typeof existing === "number" ? existing : 0;
  events.event({ kind: "append-rejected", id, term, message });
  // The leader skips every term of its own log that this one cannot hold any more.
  const hint = log.findByTerm({
    index: Math.min(message.index, log.lastIndex()),
    term: message.logTerm,
  });
  const answer = createMessage(MessageType.MsgAppResp, message.from);
  answer.index = message.index;
  answer.reject = true;
  answer.rejectHint = hint.index;
  answer.logTerm = hint.term;
  core.send(answer);
}

export function handleHeartbeat(core: Core, message: Message): void {
  core.log.commitTo(message.commit);
  const answer = createMessage(MessageType.MsgHeartbeatResp, message.from);
  answer.context = message.context;
  core.send(answer);
}

export function handleSnapshot(core: Core, message: Message): void {
  const snapshot = message.snapshot ?? { data: null, metadata: null };
  const { log, events, id } = core;
  if (restore(core, snapshot)) {
    events.event({ kind: "snapshot-restored", id, commit: log.committed, snapshot });
    acknowledge(core, message.from, log.lastIndex());
  } else {
    events.event({ kind: "snapshot-ignored", id, commit: log.committed, snapshot });
    acknowledge(core, message.from, log.committed);
  }
}

/** Replaces log and configuration by those of a snapshot. False if it is of no use here. */
function restore(core: Core, snapshot: Snapshot): boolean {
  const { log, events, id } = core;
  const index = snapshotIndex(snapshot);
  const term = snapshotTerm(snapshot);
  if (index <= log.committed) return false;
  if (core.role !== "follower") {
    events.event({ kind: "snapshot-refused-role", id, role: core.role });
    core.becomeFollower(core.term + 1, NONE);
    return false;
  }
  const confState = snapshot.metadata?.confState ?? null;
  const isMember =
    confState !== null &&
    (confState.voters.includes(id) ||
      confState.learners.includes(id) ||
      confState.votersOutgoing.includes(id));
  if (confState === null || !isMember) {
    events.event({ kind: "snapshot-refused-not-member", id, snapshot });
    return false;
  }
  if (log.matchesTerm({ index, term })) {
    log.commitTo(index);
    events.event({ kind: "snapshot-fast-forwarded", id, commit: log.committed, snapshot });
    return false;
  }
  // The application is about to apply a conf change that the snapshot contains already: it would
  // hit the snapshot's configuration. The leader will try again.
  const range = { to: log.applying, pageBytes: core.config.maxApplyingBytes };
  if (log.unstable.snapshot === null && log.hasUnapplied(isConfChangeEntry, range)) {
    events.event({ kind: "snapshot-deferred", id, commit: log.committed, snapshot });
    return false;
  }
  log.restore(snapshot);
  core.tracker.install(EMPTY_CONFIGURATION, []);
  switchMembership(core, restoreMembership(confState, core.newMember()));
  events.event({
    kind: "state-restored",
    id,
    commit: log.committed,
    last: { index: log.lastIndex(), term: log.lastTerm() },
    snapshot,
  });
  return true;
}

function acknowledge(core: Core, to: bigint, index: number): void {
  const answer = createMessage(MessageType.MsgAppResp, to);
  answer.index = index;
  core.send(answer);
}
