/**
 * What the core tells about itself: typed events to one sink, with the level and the wording of
 * etcd's log lines as one rendering of them. Specification: raft-testdata.md section 8 for the
 * lines that the upstream data show; the wording of the others is ours.
 *
 * Events are raised where they happen and in that order. Objects in an event are live: a sink that
 * keeps one renders or copies it before it returns. A sink must not call back into the core.
 */

import { renderConfChange } from "./confchange/conf-change-text.ts";
import type { RaftLog } from "./log.ts";
import {
  type ConfChangeV2,
  type Message,
  MessageType,
  type Snapshot,
  snapshotIndex,
  snapshotTerm,
} from "./messages.ts";
import { type Configuration, renderConfiguration } from "./tracker/configuration.ts";
import { type Progress, renderProgress } from "./tracker/progress.ts";

export type EventLevel = "debug" | "info" | "warn" | "error";

/** A position in a log. */
export interface LogPosition {
  readonly term: number;
  readonly index: number;
}

export type RaftEvent =
  // Lifecycle
  | { kind: "configuration-switched"; id: bigint; configuration: Configuration }
  | { kind: "became-follower"; id: bigint; term: number }
  | { kind: "became-candidate"; id: bigint; term: number }
  | { kind: "became-pre-candidate"; id: bigint; term: number }
  | { kind: "became-leader"; id: bigint; term: number }
  | {
      kind: "started";
      id: bigint;
      peers: readonly bigint[];
      term: number;
      log: RaftLog;
    }
  | { kind: "election-starts"; id: bigint; term: number }
  | { kind: "campaign-ignored-leader"; id: bigint }
  | { kind: "campaign-unpromotable"; id: bigint }
  | { kind: "campaign-pending-conf-change"; id: bigint; term: number }
  | { kind: "quorum-lost"; id: bigint }
  | { kind: "leader-forgotten"; id: bigint; lead: bigint; term: number }
  | { kind: "forget-leader-refused" }
  // Votes and terms
  | {
      kind: "vote-requested";
      id: bigint;
      last: LogPosition;
      type: number;
      to: bigint;
      term: number;
    }
  | {
      kind: "vote-received";
      id: bigint;
      type: number;
      from: bigint;
      term: number;
      isGranted: boolean;
    }
  | { kind: "votes-counted"; id: bigint; type: number; granted: number; rejected: number }
  | {
      kind: "vote-cast";
      id: bigint;
      last: LogPosition;
      vote: bigint;
      message: Message;
      term: number;
    }
  | {
      kind: "vote-refused";
      id: bigint;
      last: LogPosition;
      vote: bigint;
      message: Message;
      term: number;
    }
  | {
      kind: "vote-ignored-lease";
      id: bigint;
      last: LogPosition;
      vote: bigint;
      message: Message;
      term: number;
      remainingTicks: number;
    }
  | { kind: "higher-term-received"; id: bigint; term: number; message: Message }
  | { kind: "lower-term-ignored"; id: bigint; term: number; message: Message }
  // Replication and log
  | { kind: "append-rejected"; id: bigint; term: number; message: Message }
  | { kind: "append-rejection-received"; id: bigint; message: Message }
  | { kind: "progress-decreased"; id: bigint; progress: Progress }
  | { kind: "unreachable"; id: bigint; progress: Progress }
  | {
      kind: "conflict-found";
      index: number;
      existingTerm: number;
      conflictingTerm: number;
    }
  | { kind: "unstable-replaced"; index: number }
  | { kind: "unstable-truncated"; index: number }
  | { kind: "stable-entry-missing"; index: number }
  | { kind: "stable-entry-is-snapshot"; index: number }
  | { kind: "stable-entry-mismatched"; index: number; term: number; existingTerm: number }
  | { kind: "stale-storage-append"; id: bigint; term: number; message: Message }
  | { kind: "proposal-without-leader"; id: bigint; term: number }
  | { kind: "proposal-not-forwarded"; id: bigint; lead: bigint; term: number }
  | { kind: "proposal-during-transfer"; id: bigint; term: number; transferee: bigint }
  | { kind: "proposal-over-quota"; id: bigint }
  | { kind: "sender-unknown"; id: bigint; from: bigint }
  // Snapshots
  | {
      kind: "snapshot-sent";
      id: bigint;
      firstIndex: number;
      commit: number;
      snapshot: Snapshot;
      progress: Progress;
    }
  | { kind: "replication-paused"; id: bigint; progress: Progress }
  | { kind: "snapshot-recovered"; id: bigint; progress: Progress }
  | { kind: "snapshot-withheld"; id: bigint; to: bigint }
  | { kind: "snapshot-unavailable"; id: bigint; to: bigint }
  | { kind: "snapshot-succeeded"; id: bigint; progress: Progress }
  | { kind: "snapshot-failed"; id: bigint; progress: Progress }
  | { kind: "log-restore-starts"; log: RaftLog; snapshot: Snapshot }
  | {
      kind: "state-restored";
      id: bigint;
      commit: number;
      last: LogPosition;
      snapshot: Snapshot;
    }
  | { kind: "snapshot-restored"; id: bigint; commit: number; snapshot: Snapshot }
  | { kind: "snapshot-ignored"; id: bigint; commit: number; snapshot: Snapshot }
  | { kind: "snapshot-fast-forwarded"; id: bigint; commit: number; snapshot: Snapshot }
  | { kind: "snapshot-deferred"; id: bigint; commit: number; snapshot: Snapshot }
  | { kind: "snapshot-refused-role"; id: bigint; role: string }
  | { kind: "snapshot-refused-not-member"; id: bigint; snapshot: Snapshot }
  // Membership and transfer
  | { kind: "auto-leave-proposed"; configuration: Configuration }
  | { kind: "auto-leave-dropped"; configuration: Configuration }
  | {
      kind: "conf-change-refused";
      id: bigint;
      change: ConfChangeV2;
      configuration: Configuration;
      reason: string;
    }
  | { kind: "transfer-starts"; id: bigint; term: number; to: bigint }
  | { kind: "transfer-ignored"; id: bigint; term: number; to: bigint; reason: string }
  | { kind: "transfer-aborted"; id: bigint; term: number; to: bigint; reason: string }
  | { kind: "transfer-without-leader"; id: bigint; term: number }
  | { kind: "timeout-now-sent-at-once"; id: bigint; to: bigint }
  | { kind: "timeout-now-sent"; id: bigint; to: bigint }
  | { kind: "timeout-now-received"; id: bigint; term: number; from: bigint }
  | { kind: "timeout-now-ignored"; id: bigint; term: number; role: string; from: bigint }
  // Reads
  | { kind: "read-without-leader"; id: bigint; term: number }
  | { kind: "read-dropped"; id: bigint; waitingCount: number }
  | { kind: "read-answer-invalid"; id: bigint; from: bigint; entriesCount: number };

export type EventKind = RaftEvent["kind"];

export interface EventSink {
  event(event: RaftEvent): void;
}

export const NO_EVENTS: EventSink = { event: () => {} };

/** debug: normal flow. info: rare and worth keeping. warn: likely trouble. error: misuse. */
export const eventLevels: { readonly [Kind in EventKind]: EventLevel } = {
  "configuration-switched": "info",
  "became-follower": "info",
  "became-candidate": "info",
  "became-pre-candidate": "info",
  "became-leader": "info",
  started: "info",
  "election-starts": "info",
  "campaign-ignored-leader": "debug",
  "campaign-unpromotable": "warn",
  "campaign-pending-conf-change": "warn",
  "quorum-lost": "warn",
  "leader-forgotten": "info",
  "forget-leader-refused": "error",
  "vote-requested": "info",
  "vote-received": "info",
  "votes-counted": "info",
  "vote-cast": "info",
  "vote-refused": "info",
  "vote-ignored-lease": "info",
  "higher-term-received": "info",
  "lower-term-ignored": "info",
  "append-rejected": "debug",
  "append-rejection-received": "debug",
  "progress-decreased": "debug",
  unreachable: "debug",
  "conflict-found": "info",
  "unstable-replaced": "info",
  "unstable-truncated": "info",
  "stable-entry-missing": "info",
  "stable-entry-is-snapshot": "info",
  "stable-entry-mismatched": "info",
  "stale-storage-append": "info",
  "proposal-without-leader": "info",
  "proposal-not-forwarded": "info",
  "proposal-during-transfer": "debug",
  "proposal-over-quota": "debug",
  "sender-unknown": "debug",
  "snapshot-sent": "debug",
  "replication-paused": "debug",
  "snapshot-recovered": "debug",
  "snapshot-withheld": "debug",
  "snapshot-unavailable": "debug",
  "snapshot-succeeded": "debug",
  "snapshot-failed": "debug",
  "log-restore-starts": "info",
  "state-restored": "info",
  "snapshot-restored": "info",
  "snapshot-ignored": "info",
  "snapshot-fast-forwarded": "info",
  "snapshot-deferred": "info",
  "snapshot-refused-role": "warn",
  "snapshot-refused-not-member": "warn",
  "auto-leave-proposed": "info",
  "auto-leave-dropped": "debug",
  "conf-change-refused": "info",
  "transfer-starts": "info",
  "transfer-ignored": "info",
  "transfer-aborted": "info",
  "transfer-without-leader": "info",
  "timeout-now-sent-at-once": "info",
  "timeout-now-sent": "info",
  "timeout-now-received": "info",
  "timeout-now-ignored": "debug",
  "read-without-leader": "info",
  "read-dropped": "warn",
  "read-answer-invalid": "error",
};

const messageTypeNames: readonly string[] = namesByNumber(MessageType);

function namesByNumber(table: { readonly [name: string]: number }): string[] {
  const names: string[] = [];
  for (const [name, value] of Object.entries(table)) names[value] = name;
  return names;
}

/** The name of a message type, such as `MsgApp`; its number if it has none. */
export function messageTypeName(type: number): string {
  return messageTypeNames[type] ?? String(type);
}

const hex = (id: bigint): string => id.toString(16);
const position = (at: LogPosition): string => `[logterm: ${at.term}, index: ${at.index}]`;
const snapshotPosition = (snapshot: Snapshot): string =>
  `[index: ${snapshotIndex(snapshot)}, term: ${snapshotTerm(snapshot)}]`;

function voteText(
  event: { id: bigint; last: LogPosition; vote: bigint; message: Message; term: number },
  deed: string,
): string {
  const { id, last, vote, message, term } = event;
  const own = `${hex(id)} [logterm: ${last.term}, index: ${last.index}, vote: ${hex(vote)}]`;
  const candidate = `[logterm: ${message.logTerm}, index: ${message.index}]`;
  return `${own} ${deed} ${hex(message.from)} ${candidate} at term ${term}`;
}

/** The log line of an event, without its level. */
export function renderEvent(event: RaftEvent): string {
  switch (event.kind) {
    case "configuration-switched":
      return `${hex(event.id)} switched to configuration ${renderConfiguration(event.configuration)}`;
    case "became-follower":
      return `${hex(event.id)} became follower at term ${event.term}`;
    case "became-candidate":
      return `${hex(event.id)} became candidate at term ${event.term}`;
    case "became-pre-candidate":
      return `${hex(event.id)} became pre-candidate at term ${event.term}`;
    case "became-leader":
      return `${hex(event.id)} became leader at term ${event.term}`;
    case "started": {
      const { log } = event;
      const peers = event.peers.map(hex).join(",");
      return (
        `newRaft ${hex(event.id)} [peers: [${peers}], term: ${event.term}, ` +
        `commit: ${log.committed}, applied: ${log.applied}, ` +
        `lastindex: ${log.lastIndex()}, lastterm: ${log.lastTerm()}]`
      );
    }
    case "election-starts":
      return `${hex(event.id)} is starting a new election at term ${event.term}`;
    case "campaign-ignored-leader":
      return `${hex(event.id)} ignoring MsgHup because already leader`;
    case "campaign-unpromotable":
      return `${hex(event.id)} is unpromotable and can not campaign`;
    case "campaign-pending-conf-change":
      return (
        `${hex(event.id)} cannot campaign at term ${event.term} ` +
        "since there are still pending configuration changes to apply"
      );
    case "quorum-lost":
      return `${hex(event.id)} stepped down to follower since quorum is not active`;
    case "leader-forgotten":
      return `${hex(event.id)} forgetting leader ${hex(event.lead)} at term ${event.term}`;
    case "forget-leader-refused":
      return "ignoring MsgForgetLeader due to ReadOnlyLeaseBased";
    case "vote-requested":
      return (
        `${hex(event.id)} ${position(event.last)} sent ${messageTypeName(event.type)} request ` +
        `to ${hex(event.to)} at term ${event.term}`
      );
    case "vote-received":
      return (
        `${hex(event.id)} received ${messageTypeName(event.type)}` +
        `${event.isGranted ? "" : " rejection"} from ${hex(event.from)} at term ${event.term}`
      );
    case "votes-counted":
      return (
        `${hex(event.id)} has received ${event.granted} ${messageTypeName(event.type)} votes ` +
        `and ${event.rejected} vote rejections`
      );
    case "vote-cast":
      return voteText(event, `cast ${messageTypeName(event.message.type)} for`);
    case "vote-refused":
      return voteText(event, `rejected ${messageTypeName(event.message.type)} from`);
    case "vote-ignored-lease":
      return (
        `${voteText(event, `ignored ${messageTypeName(event.message.type)} from`)}: ` +
        `lease is not expired (remaining ticks: ${event.remainingTicks})`
      );
    case "higher-term-received": {
      const { message } = event;
      return (
        `${hex(event.id)} [term: ${event.term}] received a ${messageTypeName(message.type)} ` +
        `message with higher term from ${hex(message.from)} [term: ${message.term}]`
      );
    }
    case "lower-term-ignored": {
      const { message } = event;
      return (
        `${hex(event.id)} [term: ${event.term}] ignored a ${messageTypeName(message.type)} ` +
        `message with lower term from ${hex(message.from)} [term: ${message.term}]`
      );
    }
    case "append-rejected": {
      const { message } = event;
      const own = position({ term: event.term, index: message.index });
      const theirs = position({ term: message.logTerm, index: message.index });
      return `${hex(event.id)} ${own} rejected MsgApp ${theirs} from ${hex(message.from)}`;
    }
    case "append-rejection-received": {
      const { message } = event;
      return (
        `${hex(event.id)} received MsgAppResp(rejected, hint: (index ${message.rejectHint}, ` +
        `term ${message.logTerm})) from ${hex(message.from)} for index ${message.index}`
      );
    }
    case "progress-decreased":
      return (
        `${hex(event.id)} decreased progress of ${hex(event.progress.id)} ` +
        `to [${renderProgress(event.progress)}]`
      );
    case "unreachable":
      return (
        `${hex(event.id)} failed to send message to ${hex(event.progress.id)} ` +
        `because it is unreachable [${renderProgress(event.progress)}]`
      );
    case "conflict-found":
      return (
        `found conflict at index ${event.index} [existing term: ${event.existingTerm}, ` +
        `conflicting term: ${event.conflictingTerm}]`
      );
    case "unstable-replaced":
      return `replace the unstable entries from index ${event.index}`;
    case "unstable-truncated":
      return `truncate the unstable entries before index ${event.index}`;
    case "stable-entry-missing":
      return `entry at index ${event.index} missing from unstable log; ignoring`;
    case "stable-entry-is-snapshot":
      return `entry at index ${event.index} matched unstable snapshot; ignoring`;
    case "stable-entry-mismatched":
      return (
        `entry at (index,term)=(${event.index},${event.term}) mismatched with entry at ` +
        `(${event.index},${event.existingTerm}) in unstable log; ignoring`
      );
    case "stale-storage-append": {
      const { message } = event;
      return (
        `${hex(event.id)} [term: ${event.term}] ignored entry appends from a ` +
        `${messageTypeName(message.type)} message with lower term [term: ${message.term}]`
      );
    }
    case "proposal-without-leader":
      return `${hex(event.id)} no leader at term ${event.term}; dropping proposal`;
    case "proposal-not-forwarded":
      return (
        `${hex(event.id)} not forwarding to leader ${hex(event.lead)} at term ${event.term}; ` +
        "dropping proposal"
      );
    case "proposal-during-transfer":
      return (
        `${hex(event.id)} [term ${event.term}] transfer leadership to ${hex(event.transferee)} ` +
        "is in progress; dropping proposal"
      );
    case "proposal-over-quota":
      return (
        `${hex(event.id)} appending new entries to log would exceed uncommitted entry size limit; ` +
        "dropping proposal"
      );
    case "sender-unknown":
      return `${hex(event.id)} no progress available for ${hex(event.from)}`;
    case "snapshot-sent":
      return (
        `${hex(event.id)} [firstindex: ${event.firstIndex}, commit: ${event.commit}] ` +
        `sent snapshot${snapshotPosition(event.snapshot)} to ${hex(event.progress.id)} ` +
        `[${renderProgress(event.progress)}]`
      );
    case "replication-paused":
      return (
        `${hex(event.id)} paused sending replication messages to ${hex(event.progress.id)} ` +
        `[${renderProgress(event.progress)}]`
      );
    case "snapshot-recovered":
      return (
        `${hex(event.id)} recovered from needing snapshot, resumed sending replication messages ` +
        `to ${hex(event.progress.id)} [${renderProgress(event.progress)}]`
      );
    case "snapshot-withheld":
      return `ignore sending snapshot to ${hex(event.to)} since it is not recently active`;
    case "snapshot-unavailable":
      return (
        `${hex(event.id)} failed to send snapshot to ${hex(event.to)} ` +
        "because snapshot is temporarily unavailable"
      );
    case "snapshot-succeeded":
      return (
        `${hex(event.id)} snapshot succeeded, resumed sending replication messages ` +
        `to ${hex(event.progress.id)} [${renderProgress(event.progress)}]`
      );
    case "snapshot-failed":
      return (
        `${hex(event.id)} snapshot failed, resumed sending replication messages ` +
        `to ${hex(event.progress.id)} [${renderProgress(event.progress)}]`
      );
    case "log-restore-starts": {
      const { log, snapshot } = event;
      const { unstable } = log;
      return (
        `log [committed=${log.committed}, applied=${log.applied}, applying=${log.applying}, ` +
        `unstable.offset=${unstable.offset}, ` +
        `unstable.offsetInProgress=${unstable.offsetInProgress}, ` +
        `len(unstable.Entries)=${unstable.entries.length}] ` +
        `starts to restore snapshot ${snapshotPosition(snapshot)}`
      );
    }
    case "state-restored":
      return (
        `${hex(event.id)} [commit: ${event.commit}, lastindex: ${event.last.index}, ` +
        `lastterm: ${event.last.term}] restored snapshot ${snapshotPosition(event.snapshot)}`
      );
    case "snapshot-restored":
      return (
        `${hex(event.id)} [commit: ${event.commit}] ` +
        `restored snapshot ${snapshotPosition(event.snapshot)}`
      );
    case "snapshot-ignored":
      return (
        `${hex(event.id)} [commit: ${event.commit}] ` +
        `ignored snapshot ${snapshotPosition(event.snapshot)}`
      );
    case "snapshot-fast-forwarded":
      return (
        `${hex(event.id)} [commit: ${event.commit}] ` +
        `fast-forwarded commit to snapshot ${snapshotPosition(event.snapshot)}`
      );
    case "snapshot-deferred":
      return (
        `${hex(event.id)} [commit: ${event.commit}] deferred snapshot ` +
        `${snapshotPosition(event.snapshot)}: a conf change is being applied`
      );
    case "snapshot-refused-role":
      return `${hex(event.id)} attempted to restore snapshot as ${event.role}; should never happen`;
    case "snapshot-refused-not-member":
      return (
        `${hex(event.id)} attempted to restore snapshot ${snapshotPosition(event.snapshot)} ` +
        "but it is not in its ConfState; should never happen"
      );
    case "auto-leave-proposed":
      return (
        "initiating automatic transition out of joint configuration " +
        renderConfiguration(event.configuration)
      );
    case "auto-leave-dropped":
      return (
        "not initiating automatic transition out of joint configuration " +
        `${renderConfiguration(event.configuration)}: raft proposal dropped`
      );
    case "conf-change-refused":
      return (
        `${hex(event.id)} ignoring conf change ${renderConfChange(event.change)} at config ` +
        `${renderConfiguration(event.configuration)}: ${event.reason}`
      );
    case "transfer-starts":
      return `${hex(event.id)} [term ${event.term}] starts to transfer leadership to ${hex(event.to)}`;
    case "transfer-ignored":
      return (
        `${hex(event.id)} [term ${event.term}] ignored transfer of leadership ` +
        `to ${hex(event.to)}: ${event.reason}`
      );
    case "transfer-aborted":
      return (
        `${hex(event.id)} [term ${event.term}] aborted transfer of leadership ` +
        `to ${hex(event.to)}: ${event.reason}`
      );
    case "transfer-without-leader":
      return `${hex(event.id)} no leader at term ${event.term}; dropping leader transfer msg`;
    case "timeout-now-sent-at-once":
      return (
        `${hex(event.id)} sends MsgTimeoutNow to ${hex(event.to)} immediately ` +
        `as ${hex(event.to)} already has up-to-date log`
      );
    case "timeout-now-sent":
      return `${hex(event.id)} sent MsgTimeoutNow to ${hex(event.to)} after received MsgAppResp`;
    case "timeout-now-received":
      return (
        `${hex(event.id)} [term ${event.term}] received MsgTimeoutNow from ${hex(event.from)} ` +
        "and starts an election to get leadership."
      );
    case "timeout-now-ignored":
      return (
        `${hex(event.id)} [term ${event.term} state ${event.role}] ` +
        `ignored MsgTimeoutNow from ${hex(event.from)}`
      );
    case "read-without-leader":
      return `${hex(event.id)} no leader at term ${event.term}; dropping index reading msg`;
    case "read-dropped":
      return `${hex(event.id)} dropped a read, since ${event.waitingCount} are waiting already`;
    case "read-answer-invalid":
      return (
        `${hex(event.id)} invalid format of MsgReadIndexResp from ${hex(event.from)}, ` +
        `entries count: ${event.entriesCount}`
      );
  }
}
