/**
 * The state of a member and the transitions that every role shares: reset, change of role,
 * sending, appending, committing. What a message does in which role is decided in step.ts and the
 * files that it calls; they all work on this one object, which nothing outside the package sees.
 * Specification: raft.md sections 4, 6.3, 10.6 and 10.7.
 *
 * Invariants (checked by testing/invariants.ts after every step of every test): leader implies
 * lead = self and vote = self; candidates know no leader; `messages` never holds a promise that
 * needs durability, `messagesAfterAppend` holds nothing else.
 */

import { AssertionError, assert } from "@kvorum/base";
import type { NewMember } from "./confchange/changer.ts";
import { restoreMembership } from "./confchange/restore.ts";
import { type RaftConfig, type ResolvedConfig, resolveConfig } from "./config.ts";
import type { EventSink } from "./events.ts";
import { RaftLog } from "./log.ts";
import {
  createEntry,
  createMessage,
  type Entry,
  EntryType,
  type HardState,
  isGatedType,
  type Message,
  MessageType,
  NONE,
  payloadSizeBytes,
} from "./messages.ts";
import { ReadQueue } from "./read-queue.ts";
import type { Role } from "./roles.ts";
import type { InitialState } from "./storage.ts";
import { allVoters } from "./tracker/configuration.ts";
import { ProgressTracker } from "./tracker/progress-tracker.ts";

/** A read that the local application may serve once it has applied `index`. */
export interface ReadState {
  readonly index: number;
  /** The context given with the request, byte for byte. */
  readonly context: Uint8Array;
}

export class Core {
  readonly id: bigint;
  readonly config: ResolvedConfig;
  readonly events: EventSink;
  readonly log: RaftLog;
  readonly tracker: ProgressTracker;

  term = 0;
  vote = NONE;
  role: Role = "follower";
  /** The known leader of the term, or none; never another than none on candidates. */
  lead = NONE;
  isLearner = false;

  electionElapsed = 0;
  heartbeatElapsed = 0;
  randomizedElectionTimeout = 0;

  /** Leader only: the target of a transfer of leadership in progress. */
  leadTransferee = NONE;
  /** Leader only: no conf change that may be unapplied has a higher index. */
  pendingConfIndex = 0;
  /** Leader only: payload bytes appended and not known to be applied. */
  uncommittedBytes = 0;

  readonly reads = new ReadQueue();
  /** Reads that arrived before the first commit of the term; they survive a change of role. */
  parkedReads: Message[] = [];
  /** Answered local reads, taken by the next Ready. */
  readStates: ReadState[] = [];

  /** What may leave at once. */
  messages: Message[] = [];
  /** Promises that may leave only after everything appended so far is durable. */
  messagesAfterAppend: Message[] = [];

  constructor(config: RaftConfig) {
    const resolved = resolveConfig(config);
    this.config = resolved;
    this.id = resolved.id;
    this.events = resolved.events;
    this.log = new RaftLog({
      storage: resolved.storage,
      maxApplyingBytes: resolved.maxApplyingBytes,
      appliesOnlyStable: resolved.asyncStorageWrites,
      events: resolved.events,
    });
    this.tracker = new ProgressTracker(resolved.id);

    const initial = resolved.storage.initialState();
    const membership = restoreMembership(initial.confState, this.newMember());
    this.tracker.install(membership.configuration, membership.members);
    this.isLearner = this.tracker.self?.isLearner ?? false;
    this.events.event({
      kind: "configuration-switched",
      id: this.id,
      configuration: membership.configuration,
    });
    this.#load(initial);
    this.becomeFollower(this.term, NONE);
    this.events.event({
      kind: "started",
      id: this.id,
      peers: allVoters(membership.configuration),
      term: this.term,
      log: this.log,
    });
  }

  #load(initial: InitialState): void {
    const { hardState } = initial;
    const { log } = this;
    if (hardState.term !== 0 || hardState.vote !== NONE || hardState.commit !== 0) {
      assert(
        hardState.commit >= log.committed && hardState.commit <= log.lastIndex(),
        `commit ${hardState.commit} of the stored state is out of range ` +
          `[${log.committed}, ${log.lastIndex()}]`,
      );
      log.committed = hardState.commit;
      this.term = hardState.term;
      this.vote = hardState.vote;
    }
    const { applied } = this.config;
    if (applied > 0) log.appliedTo(applied, 0);
  }

  /** What the progress of a member that joins now starts with. */
  newMember(): NewMember {
    return {
      lastIndex: this.log.lastIndex(),
      maxInflightMessages: this.config.maxInflightMessages,
      maxInflightBytes: this.config.maxInflightBytes,
    };
  }

  hardState(): HardState {
    return { term: this.term, vote: this.vote, commit: this.log.committed };
  }

  /** True if this member may become leader by an election. */
  isPromotable(): boolean {
    const { self } = this.tracker;
    return self !== null && !self.isLearner && this.log.unstable.snapshot === null;
  }

  // Roles

  #reset(term: number): void {
    if (this.term !== term) {
      this.term = term;
      this.vote = NONE;
    }
    this.lead = NONE;
    this.electionElapsed = 0;
    this.heartbeatElapsed = 0;
    this.#drawElectionTimeout();
    this.abortTransfer();
    this.tracker.clearVotes();
    const lastIndex = this.log.lastIndex();
    for (const progress of this.tracker.members) {
      const match = progress.id === this.id ? lastIndex : 0;
      progress.reset({ match, next: lastIndex + 1 });
    }
    this.pendingConfIndex = 0;
    this.uncommittedBytes = 0;
    this.reads.reset();
  }

  #drawElectionTimeout(): void {
    const { electionTicks, draw } = this.config;
    const drawn = draw(electionTicks);
    assert(
      Number.isInteger(drawn) && drawn >= 0 && drawn < electionTicks,
      `draw(${electionTicks}) gave ${drawn}`,
    );
    this.randomizedElectionTimeout = electionTicks + drawn;
  }

  becomeFollower(term: number, lead: bigint): void {
    this.#reset(term);
    this.lead = lead;
    this.role = "follower";
    this.events.event({ kind: "became-follower", id: this.id, term });
  }

  becomeCandidate(): void {
    assert(this.role !== "leader", "invalid transition: leader to candidate");
    this.#reset(this.term + 1);
    this.vote = this.id;
    this.role = "candidate";
    this.events.event({ kind: "became-candidate", id: this.id, term: this.term });
  }

  /** Asks around without touching term, vote or timers. */
  becomePreCandidate(): void {
    assert(this.role !== "leader", "invalid transition: leader to pre-candidate");
    this.tracker.clearVotes();
    this.lead = NONE;
    this.role = "pre-candidate";
    this.events.event({ kind: "became-pre-candidate", id: this.id, term: this.term });
  }

  becomeLeader(): void {
    assert(this.role !== "follower", "invalid transition: follower to leader");
    const { self } = this.tracker;
    assert(self !== null, "invalid transition: a leader outside its configuration");
    this.#reset(this.term);
    this.lead = this.id;
    this.role = "leader";
    self.becomeReplicate();
    self.recentActive = true;
    // Conf changes of earlier terms may be in the log, nobody knows how many: guard all of it.
    this.pendingConfIndex = this.log.lastIndex();
    const isAppended = this.appendEntries([createEntry(EntryType.EntryNormal, null)]);
    assert(isAppended, "the empty entry of a new leader is never refused");
    this.events.event({ kind: "became-leader", id: this.id, term: this.term });
  }

  abortTransfer(): void {
    this.leadTransferee = NONE;
  }

  // Sending

  /** Queues a message, filling in sender and term. The message must be fresh: it is kept. */
  send(message: Message): void {
    if (message.from === NONE) message.from = this.id;
    const { type } = message;
    if (
      type === MessageType.MsgVote ||
      type === MessageType.MsgVoteResp ||
      type === MessageType.MsgPreVote ||
      type === MessageType.MsgPreVoteResp
    ) {
      // The term asked for may be another than the own one, so that the caller says it.
      if (message.term === 0) throw new AssertionError("a vote message needs a term");
    } else {
      if (message.term !== 0) throw new AssertionError("only vote messages come with a term");
      if (type !== MessageType.MsgProp && type !== MessageType.MsgReadIndex) {
        message.term = this.term;
      }
    }
    if (isGatedType(type)) {
      this.messagesAfterAppend.push(message);
      return;
    }
    if (message.to === this.id) throw new AssertionError("a member does not send to itself");
    this.messages.push(message);
  }

  // The log of a leader

  /**
   * Appends entries of this term, giving them term and index in place: they must be this core's
   * own. False, and nothing changes, if the uncommitted tail would grow too large.
   */
  appendEntries(entries: Entry[]): boolean {
    const payloadBytes = payloadSizeBytes(entries);
    if (
      this.uncommittedBytes > 0 &&
      payloadBytes > 0 &&
      this.uncommittedBytes + payloadBytes > this.config.maxUncommittedBytes
    ) {
      this.events.event({ kind: "proposal-over-quota", id: this.id });
      return false;
    }
    this.uncommittedBytes += payloadBytes;
    const { log, term } = this;
    let index = log.lastIndex();
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!;
      entry.Term = term;
      entry.Index = ++index;
    }
    log.append(entries);
    // The leader counts towards the quorum only once its own write is durable.
    const ack = createMessage(MessageType.MsgAppResp, this.id);
    ack.index = index;
    this.send(ack);
    return true;
  }

  /** Applied entries no longer count as uncommitted. */
  reduceUncommitted(payloadBytes: number): void {
    this.uncommittedBytes = Math.max(0, this.uncommittedBytes - payloadBytes);
  }

  /**
   * Commits what a quorum holds, provided that it ends in an entry of this term: entries of
   * earlier terms are committed only by one of this term behind them (section 5.4.2 of the paper).
   */
  maybeCommit(): boolean {
    const { log } = this;
    const index = this.tracker.committed();
    if (index <= log.committed || !log.matchesTerm({ index, term: this.term })) return false;
    log.commitTo(index);
    return true;
  }

  /** True once an entry of this term is committed, so that `committed` is current. */
  hasCommittedInTerm(): boolean {
    return this.log.matchesTerm({ index: this.log.committed, term: this.term });
  }
}
