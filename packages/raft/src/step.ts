/**
 * One message in: first the gate of terms, then the dispatch on type and role. Everything that a
 * message does, it does below; each case is one call. Specification: raft.md sections 6 and 7.
 */

import type { Core } from "./core.ts";
import {
  type Campaign,
  checkQuorum,
  handleVoteRequest,
  handleVoteResponse,
  isHeldByLease,
  maybeCampaign,
  refuseVote,
} from "./election.ts";
import { handleAppend, handleHeartbeat, handleSnapshot } from "./following.ts";
import { appliedTo } from "./membership.ts";
import {
  createMessage,
  type Entry,
  entriesSizeBytes,
  type Message,
  MessageType,
  NONE,
  payloadSizeBytes,
  snapshotIndex,
} from "./messages.ts";
import { proposeEntries } from "./proposals.ts";
import { handleReadIndex } from "./reads.ts";
import {
  handleAppendResponse,
  handleHeartbeatResponse,
  handleSnapshotStatus,
  handleUnreachable,
} from "./replication.ts";
import { roleNames } from "./roles.ts";
import { broadcastHeartbeat, trySend } from "./sending.ts";
import { forwardTransfer, startTransfer } from "./transfer.ts";

/**
 * Why an input had no effect. "dropped": a proposal that this member can neither append nor
 * forward; it certainly did not happen.
 */
export type StepRefusal = "dropped" | "local-message" | "peer-not-found" | "malformed";

export const refusalTexts: { readonly [Refusal in StepRefusal]: string } = {
  dropped: "raft proposal dropped",
  "local-message": "raft: cannot step raft local message",
  "peer-not-found": "raft: cannot step as peer not found",
  malformed: "raft: cannot step a malformed message",
};

/** Takes a message past the front door, which is in raw-node.ts. */
export function step(core: Core, message: Message): StepRefusal | null {
  if (message.term !== 0 && message.term !== core.term) {
    if (message.term > core.term) {
      if (!admitHigherTerm(core, message)) return null;
    } else {
      handleLowerTerm(core, message);
      return null;
    }
  }
  switch (message.type) {
    case MessageType.MsgHup:
      maybeCampaign(core, electionKind(core));
      return null;
    case MessageType.MsgVote:
    case MessageType.MsgPreVote:
      handleVoteRequest(core, message);
      return null;
    case MessageType.MsgStorageAppendResp:
      handleStorageAppendResponse(core, message);
      return null;
    case MessageType.MsgStorageApplyResp:
      handleStorageApplyResponse(core, message.entries);
      return null;
  }
  switch (core.role) {
    case "leader":
      return stepLeader(core, message);
    case "follower":
      return stepFollower(core, message);
    case "candidate":
    case "pre-candidate":
      return stepCandidate(core, message);
  }
}

/** The clock of the core: everything that happens for lack of messages. */
export function tick(core: Core): void {
  if (core.role === "leader") tickLeader(core);
  else tickElection(core);
}

function tickElection(core: Core): void {
  core.electionElapsed++;
  if (core.electionElapsed < core.randomizedElectionTimeout || !core.isPromotable()) return;
  core.electionElapsed = 0;
  maybeCampaign(core, electionKind(core));
}

function tickLeader(core: Core): void {
  core.heartbeatElapsed++;
  core.electionElapsed++;
  if (core.electionElapsed >= core.config.electionTicks) {
    core.electionElapsed = 0;
    if (core.config.checkQuorum) checkQuorum(core);
    if (core.role === "leader" && core.leadTransferee !== NONE) {
      const to = core.leadTransferee;
      core.abortTransfer();
      core.events.event({
        kind: "transfer-aborted",
        id: core.id,
        term: core.term,
        to,
        reason: "it took too long",
      });
    }
  }
  // The check may have changed the role.
  if (core.role !== "leader") return;
  if (core.heartbeatElapsed >= core.config.heartbeatTicks) {
    core.heartbeatElapsed = 0;
    broadcastHeartbeat(core);
  }
}

function electionKind(core: Core): Campaign {
  return core.config.preVote ? "pre-election" : "election";
}

/** False if the message must be ignored; else the member is in the message's term, if it must. */
function admitHigherTerm(core: Core, message: Message): boolean {
  const { type } = message;
  const isVoteRequest = type === MessageType.MsgVote || type === MessageType.MsgPreVote;
  if (isVoteRequest && isHeldByLease(core, message)) return false;
  // A poll never changes the term, nor does a grant, which names the term asked for.
  if (type === MessageType.MsgPreVote) return true;
  if (type === MessageType.MsgPreVoteResp && !message.reject) return true;
  core.events.event({ kind: "higher-term-received", id: core.id, term: core.term, message });
  const isFromLeader =
    type === MessageType.MsgApp ||
    type === MessageType.MsgHeartbeat ||
    type === MessageType.MsgSnap;
  core.becomeFollower(message.term, isFromLeader ? message.from : NONE);
  return true;
}

function handleLowerTerm(core: Core, message: Message): void {
  const { events, id, term } = core;
  const { type } = message;
  const isFromLeader = type === MessageType.MsgApp || type === MessageType.MsgHeartbeat;
  if (isFromLeader && (core.config.checkQuorum || core.config.preVote)) {
    // A leader that nobody follows any more would not learn of the new term by vote requests:
    // leases and polls keep them from it. A bare answer of this term frees it.
    core.send(createMessage(MessageType.MsgAppResp, message.from));
    return;
  }
  if (type === MessageType.MsgPreVote) {
    // Silence could leave members with and without pre-votes waiting for each other.
    refuseVote(core, message);
    return;
  }
  if (type === MessageType.MsgStorageAppendResp) {
    // Another write to the same index may be queued behind this one, so that only the snapshot,
    // which is never overwritten, counts.
    if (message.index !== 0) events.event({ kind: "stale-storage-append", id, term, message });
    handleStoredSnapshot(core, message);
    return;
  }
  events.event({ kind: "lower-term-ignored", id, term, message });
}

function handleStorageAppendResponse(core: Core, message: Message): void {
  if (message.index !== 0) core.log.stableTo({ term: message.logTerm, index: message.index });
  handleStoredSnapshot(core, message);
}

function handleStoredSnapshot(core: Core, message: Message): void {
  if (message.snapshot === null) return;
  const index = snapshotIndex(message.snapshot);
  if (index === 0) return;
  core.log.unstable.stableSnapshotTo(index);
  appliedTo(core, index, 0);
}

function handleStorageApplyResponse(core: Core, entries: readonly Entry[]): void {
  if (entries.length === 0) return;
  appliedTo(core, entries[entries.length - 1]!.Index, entriesSizeBytes(entries));
  core.reduceUncommitted(payloadSizeBytes(entries));
}

function stepLeader(core: Core, message: Message): StepRefusal | null {
  switch (message.type) {
    case MessageType.MsgBeat:
      broadcastHeartbeat(core);
      return null;
    case MessageType.MsgCheckQuorum:
      checkQuorum(core);
      return null;
    case MessageType.MsgProp:
      // Others may hold the entries of a message, so that they are numbered on copies.
      return proposeEntries(core, copyEntries(message.entries)) ? null : "dropped";
    case MessageType.MsgReadIndex:
      handleReadIndex(core, message);
      return null;
    case MessageType.MsgForgetLeader:
      return null;
  }
  const progress = core.tracker.find(message.from);
  if (progress === null) {
    core.events.event({ kind: "sender-unknown", id: core.id, from: message.from });
    return null;
  }
  switch (message.type) {
    case MessageType.MsgAppResp:
      handleAppendResponse(core, progress, message);
      break;
    case MessageType.MsgHeartbeatResp:
      handleHeartbeatResponse(core, progress, message);
      break;
    case MessageType.MsgUnreachable:
      handleUnreachable(core, progress);
      break;
    case MessageType.MsgSnapStatus:
      handleSnapshotStatus(core, progress, message);
      break;
    case MessageType.MsgTransferLeader:
      if (startTransfer(core, progress)) trySend(core, progress, true);
      break;
  }
  return null;
}

function stepCandidate(core: Core, message: Message): StepRefusal | null {
  const ownResponse =
    core.role === "pre-candidate" ? MessageType.MsgPreVoteResp : MessageType.MsgVoteResp;
  switch (message.type) {
    case MessageType.MsgProp:
      core.events.event({ kind: "proposal-without-leader", id: core.id, term: core.term });
      return "dropped";
    case MessageType.MsgApp:
    case MessageType.MsgHeartbeat:
    case MessageType.MsgSnap:
      // Somebody else has won this term.
      core.becomeFollower(message.term, message.from);
      return stepFollower(core, message);
    case ownResponse:
      handleVoteResponse(core, message);
      return null;
    case MessageType.MsgTimeoutNow:
      core.events.event({
        kind: "timeout-now-ignored",
        id: core.id,
        term: core.term,
        role: roleNames[core.role],
        from: message.from,
      });
      return null;
  }
  return null;
}

function stepFollower(core: Core, message: Message): StepRefusal | null {
  const { id, term } = core;
  switch (message.type) {
    case MessageType.MsgProp:
      return forwardProposal(core, message);
    case MessageType.MsgApp:
      followLeader(core, message);
      handleAppend(core, message);
      return null;
    case MessageType.MsgHeartbeat:
      followLeader(core, message);
      handleHeartbeat(core, message);
      return null;
    case MessageType.MsgSnap:
      followLeader(core, message);
      handleSnapshot(core, message);
      return null;
    case MessageType.MsgTransferLeader:
      forwardTransfer(core, message);
      return null;
    case MessageType.MsgForgetLeader:
      forgetLeader(core);
      return null;
    case MessageType.MsgTimeoutNow:
      core.events.event({ kind: "timeout-now-received", id, term, from: message.from });
      // Without a poll, though polls be on: the leader itself wants this election.
      maybeCampaign(core, "transfer");
      return null;
    case MessageType.MsgReadIndex:
      forwardRead(core, message);
      return null;
    case MessageType.MsgReadIndexResp:
      takeReadAnswer(core, message);
      return null;
  }
  return null;
}

function followLeader(core: Core, message: Message): void {
  core.electionElapsed = 0;
  core.lead = message.from;
}

function forwardProposal(core: Core, message: Message): StepRefusal | null {
  const { id, lead, term } = core;
  if (lead === NONE) {
    core.events.event({ kind: "proposal-without-leader", id, term });
    return "dropped";
  }
  if (core.config.disableProposalForwarding) {
    core.events.event({ kind: "proposal-not-forwarded", id, lead, term });
    return "dropped";
  }
  const forwarded = createMessage(MessageType.MsgProp, lead);
  forwarded.from = message.from;
  forwarded.entries = message.entries;
  core.send(forwarded);
  return null;
}

function forwardRead(core: Core, message: Message): void {
  if (core.lead === NONE) {
    core.events.event({ kind: "read-without-leader", id: core.id, term: core.term });
    return;
  }
  const forwarded = createMessage(MessageType.MsgReadIndex, core.lead);
  forwarded.from = message.from;
  forwarded.entries = message.entries;
  core.send(forwarded);
}

function takeReadAnswer(core: Core, message: Message): void {
  const entriesCount = message.entries.length;
  if (entriesCount !== 1) {
    core.events.event({
      kind: "read-answer-invalid",
      id: core.id,
      from: message.from,
      entriesCount,
    });
    return;
  }
  const context = message.entries[0]!.Data ?? new Uint8Array(0);
  core.readStates.push({ index: message.index, context });
}

function forgetLeader(core: Core): void {
  if (core.config.readOnly === "lease-based") {
    core.events.event({ kind: "forget-leader-refused" });
    return;
  }
  if (core.lead === NONE) return;
  const { id, lead, term } = core;
  core.events.event({ kind: "leader-forgotten", id, lead, term });
  core.lead = NONE;
}

function copyEntries(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => ({ ...entry }));
}
