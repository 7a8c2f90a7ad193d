/**
 * Elections: campaigning, answering vote requests, counting answers.
 * Specification: raft.md sections 8.1 to 8.7.
 */

import { latin1ToBytes } from "@kvorum/base";
import { isConfChangeEntry } from "./confchange/conf-change.ts";
import type { Core } from "./core.ts";
import type { LogPosition } from "./events.ts";
import { createMessage, type Message, MessageType, NONE } from "./messages.ts";
import { broadcastAppend } from "./sending.ts";
import { allVoters } from "./tracker/configuration.ts";

/** pre-election: a poll first. transfer: on behalf of the leader, past every lease. */
export type Campaign = "pre-election" | "election" | "transfer";

/** Carried by the vote requests of a transfer. Shared by all of them, and never written to. */
const TRANSFER_CONTEXT = latin1ToBytes("CampaignTransfer");

/** True if a vote request bypasses leases, since the leader itself asked for the election. */
export function isForced(message: Message): boolean {
  const { context } = message;
  return (
    context !== null &&
    context.length === TRANSFER_CONTEXT.length &&
    context.every((byte, i) => byte === TRANSFER_CONTEXT[i])
  );
}

/** Campaigns unless something forbids it. */
export function maybeCampaign(core: Core, kind: Campaign): void {
  const { events, id, term } = core;
  if (core.role === "leader") {
    events.event({ kind: "campaign-ignored-leader", id });
    return;
  }
  if (!core.isPromotable()) {
    events.event({ kind: "campaign-unpromotable", id });
    return;
  }
  // A configuration that is committed but not in force yet could elect a second leader.
  const range = { to: core.log.committed, pageBytes: core.config.maxApplyingBytes };
  if (core.log.hasUnapplied(isConfChangeEntry, range)) {
    events.event({ kind: "campaign-pending-conf-change", id, term });
    return;
  }
  events.event({ kind: "election-starts", id, term });
  campaign(core, kind);
}

function campaign(core: Core, kind: Campaign): void {
  if (kind === "pre-election") core.becomePreCandidate();
  else core.becomeCandidate();
  const isPoll = kind === "pre-election";
  const type = isPoll ? MessageType.MsgPreVote : MessageType.MsgVote;
  const term = isPoll ? core.term + 1 : core.term;
  const last = lastPosition(core);
  for (const to of allVoters(core.tracker.configuration)) {
    if (to === core.id) {
      // The own vote counts when it is durable, like any other.
      const vote = createMessage(responseType(type), to);
      vote.term = term;
      core.send(vote);
      continue;
    }
    core.events.event({ kind: "vote-requested", id: core.id, last, type, to, term: core.term });
    const request = createMessage(type, to);
    request.term = term;
    request.index = last.index;
    request.logTerm = last.term;
    if (kind === "transfer") request.context = TRANSFER_CONTEXT;
    core.send(request);
  }
}

/**
 * True if a vote request of a higher term must be ignored altogether, because a live leader is
 * known: a member that was cut off, or removed, must not depose it.
 */
export function isHeldByLease(core: Core, message: Message): boolean {
  const { checkQuorum, electionTicks } = core.config;
  if (!checkQuorum || core.lead === NONE || core.electionElapsed >= electionTicks) return false;
  if (isForced(message)) return false;
  core.events.event({
    kind: "vote-ignored-lease",
    id: core.id,
    last: lastPosition(core),
    vote: core.vote,
    message,
    term: core.term,
    remainingTicks: electionTicks - core.electionElapsed,
  });
  return true;
}

/** Answers a vote or pre-vote request, in any role, learners and strangers included. */
export function handleVoteRequest(core: Core, message: Message): void {
  const isPoll = message.type === MessageType.MsgPreVote;
  const canVote =
    core.vote === message.from ||
    (core.vote === NONE && core.lead === NONE) ||
    (isPoll && message.term > core.term);
  if (!canVote || !core.log.isUpToDate({ term: message.logTerm, index: message.index })) {
    refuseVote(core, message);
    return;
  }
  core.events.event({
    kind: "vote-cast",
    id: core.id,
    last: lastPosition(core),
    vote: core.vote,
    message,
    term: core.term,
  });
  const answer = createMessage(responseType(message.type), message.from);
  // A poll is about the term after; its grant would look stale with the local one.
  answer.term = message.term;
  core.send(answer);
  if (!isPoll) {
    core.electionElapsed = 0;
    core.vote = message.from;
  }
}

/** A refusal carries the local term, so that whoever lags behind learns it. */
export function refuseVote(core: Core, message: Message): void {
  core.events.event({
    kind: "vote-refused",
    id: core.id,
    last: lastPosition(core),
    vote: core.vote,
    message,
    term: core.term,
  });
  // A member that has never been in a term has none to tell; the candidate asks again.
  if (core.term === 0) return;
  const answer = createMessage(responseType(message.type), message.from);
  answer.term = core.term;
  answer.reject = true;
  core.send(answer);
}

/** An answer to the request that this candidate sent. */
export function handleVoteResponse(core: Core, message: Message): void {
  const { events, id, tracker } = core;
  const { type, from } = message;
  const isGranted = !message.reject;
  events.event({ kind: "vote-received", id, type, from, term: core.term, isGranted });
  tracker.recordVote(from, isGranted);
  const { granted, rejected, result } = tracker.tallyVotes();
  events.event({ kind: "votes-counted", id, type, granted, rejected });
  switch (result) {
    case "won":
      if (core.role === "pre-candidate") {
        campaign(core, "election");
      } else {
        core.becomeLeader();
        broadcastAppend(core);
      }
      return;
    case "lost":
      core.becomeFollower(core.term, NONE);
      return;
    case "pending":
      return;
  }
}

/** A leader that has not heard from a quorum for an election timeout steps down. */
export function checkQuorum(core: Core): void {
  const { tracker } = core;
  if (!tracker.isQuorumActive()) {
    core.events.event({ kind: "quorum-lost", id: core.id });
    core.becomeFollower(core.term, NONE);
  }
  for (const progress of tracker.members) {
    if (progress.id !== core.id) progress.recentActive = false;
  }
}

function lastPosition(core: Core): LogPosition {
  return { term: core.log.lastTerm(), index: core.log.lastIndex() };
}

function responseType(type: number): number {
  return type === MessageType.MsgPreVote ? MessageType.MsgPreVoteResp : MessageType.MsgVoteResp;
}
