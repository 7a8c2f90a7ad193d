/**
 * One member of a raft group as a pure state machine: messages, ticks and requests in, Ready out.
 * No clock, no randomness but the draw() of the configuration, no I/O, no threads: the driver owns
 * all of these. Specification: raft.md sections 1, 2.8, 15, 16 and 17.
 *
 * Everything is synchronous and single-threaded. Between ready() and advance() more inputs may be
 * given. A broken invariant throws an AssertionError; the member must stop then.
 */

import { AssertionError, assert } from "@kvorum/base";
import { type AnyConfChange, encodeConfChange, toConfChangeV2 } from "./confchange/conf-change.ts";
import type { RaftConfig } from "./config.ts";
import { Core } from "./core.ts";
import { applyConfChange } from "./membership.ts";
import {
  type ConfState,
  createEntry,
  createMessage,
  type Entry,
  EntryType,
  type HardState,
  isEmptyHardState,
  isLocalThread,
  isLocalType,
  isResponseType,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  MessageType,
  NONE,
} from "./messages.ts";
import { proposeEntries } from "./proposals.ts";
import type { Ready } from "./ready.ts";
import type { Role, SoftState } from "./roles.ts";
import { memberStatus, type Status } from "./status.ts";
import { type StepRefusal, step, tick } from "./step.ts";
import { isWellFormed } from "./well-formed.ts";

/** A founding member of a new cluster. */
export interface Peer {
  readonly id: bigint;
  /** Travels in the conf change that adds the member; the application's own. */
  readonly context: Uint8Array | null;
}

const NO_ENTRIES: readonly Entry[] = [];

export class RawNode {
  /** @internal For checks and tests of this package. */
  readonly core: Core;
  readonly #isAsync: boolean;
  /** What the last Readys said, to tell what has changed since. */
  #previousSoft: SoftState;
  #previousHard: HardState;
  /** Synchronous mode: what advance() will step; null if no Ready is under way. */
  #stepsOnAdvance: Message[] | null = null;

  /** Starts, or restarts from what the storage holds. An invalid configuration is an assertion. */
  constructor(config: RaftConfig) {
    this.core = new Core(config);
    this.#isAsync = this.core.config.asyncStorageWrites;
    this.#previousSoft = this.#softState();
    this.#previousHard = this.core.hardState();
  }

  // Cheap looks at the state

  get id(): bigint {
    return this.core.id;
  }

  get term(): number {
    return this.core.term;
  }

  get role(): Role {
    return this.core.role;
  }

  /** The known leader of this term, or 0. */
  get lead(): bigint {
    return this.core.lead;
  }

  /** The member to which this leader is handing over, or 0. */
  get leadTransferee(): bigint {
    return this.core.leadTransferee;
  }

  get isLearner(): boolean {
    return this.core.isLearner;
  }

  get committedIndex(): number {
    return this.core.log.committed;
  }

  get appliedIndex(): number {
    return this.core.log.applied;
  }

  get lastIndex(): number {
    return this.core.log.lastIndex();
  }

  /** A copy of the whole state, for people and metrics. */
  status(): Status {
    return memberStatus(this.core);
  }

  // Inputs

  /**
   * Takes a message from another member, or from one of the local threads. A message is read-only
   * from then on, and its entries may be kept.
   *
   * The transport must refuse what isLocalType() names, messages to another id, and messages from
   * members that were removed; the addresses of the local threads are trusted here.
   */
  step(message: Message): StepRefusal | null {
    const { type, from } = message;
    if (!isLocalThread(from)) {
      if (isLocalType(type)) return "local-message";
      if (isResponseType(type) && this.core.tracker.find(from) === null) return "peer-not-found";
    }
    if (!isWellFormed(message)) return "malformed";
    return step(this.core, message);
  }

  /** One unit of time has passed. */
  tick(): void {
    tick(this.core);
  }

  /** Starts an election now, unless something forbids it. */
  campaign(): void {
    step(this.core, this.#localMessage(MessageType.MsgHup));
  }

  /**
   * Proposes entries, all or none. The bytes are kept. Null if this member has appended them or
   * passed them to its leader: they may still be lost with the leadership. "dropped" if they
   * certainly are not in any log.
   */
  propose(datas: readonly Uint8Array[]): StepRefusal | null {
    assert(datas.length > 0, "a proposal without entries");
    const entries: Entry[] = [];
    for (let i = 0; i < datas.length; i++) {
      entries.push(createEntry(EntryType.EntryNormal, datas[i]!));
    }
    return this.#proposeOwn(entries);
  }

  /**
   * Proposes a change of the configuration. Null does not mean that it is in the log as such: a
   * change that may not be made now is replaced by an empty entry. An unknown transition is an
   * assertion.
   */
  proposeConfChange(change: AnyConfChange): StepRefusal | null {
    return this.#proposeOwn([encodeConfChange(change)]);
  }

  #proposeOwn(entries: Entry[]): StepRefusal | null {
    // At the leader the entries need no copy, for nobody else has seen them.
    if (this.core.role === "leader") return proposeEntries(this.core, entries) ? null : "dropped";
    const message = this.#localMessage(MessageType.MsgProp);
    message.entries = entries;
    return step(this.core, message);
  }

  /**
   * Applies a committed conf change; to be called for each of them, in order, before their batch
   * is acknowledged. To refuse one, on all members alike, set its node ids to 0. The result
   * belongs into later snapshots. A change that the configuration does not allow is an assertion.
   */
  applyConfChange(change: AnyConfChange): ConfState {
    return applyConfChange(this.core, change);
  }

  /**
   * Asks for a read index. The answer is a ReadState with this context in a later Ready; none
   * comes if the request is lost, for lack of a leader for one: ask again after a while.
   */
  readIndex(context: Uint8Array): void {
    const message = this.#localMessage(MessageType.MsgReadIndex);
    message.entries = [createEntry(EntryType.EntryNormal, context)];
    step(this.core, message);
  }

  /** Asks the leader to hand over to a member; proposals are dropped meanwhile. */
  transferLeader(target: bigint): void {
    step(this.core, this.#localMessage(MessageType.MsgTransferLeader, target));
  }

  /** Lets this follower vote for others as if its leader had fallen silent long ago. */
  forgetLeader(): void {
    step(this.core, this.#localMessage(MessageType.MsgForgetLeader));
  }

  /** A message to this member could not be delivered. */
  reportUnreachable(id: bigint): void {
    step(this.core, this.#localMessage(MessageType.MsgUnreachable, id));
  }

  /** What became of the snapshot that was sent to this member; to be told for every one. */
  reportSnapshot(id: bigint, outcome: "finish" | "failure"): void {
    const message = this.#localMessage(MessageType.MsgSnapStatus, id);
    message.reject = outcome === "failure";
    step(this.core, message);
  }

  #localMessage(type: number, from = this.core.id): Message {
    const message = createMessage(type, NONE);
    message.from = from;
    return message;
  }

  /**
   * Founds a cluster: to be called once, on an empty log, by every founding member with the same
   * peers in the same order. Each appears as a committed conf change in the first Ready.
   */
  bootstrap(peers: readonly Peer[]): void {
    const { core } = this;
    assert(peers.length > 0, "a cluster is founded by at least one peer");
    assert(core.log.lastIndex() === 0, "only an empty log can be bootstrapped");
    this.#previousHard = { term: 0, vote: NONE, commit: 0 };
    core.becomeFollower(1, NONE);
    const changes = peers.map(({ id, context }) => ({ type: 0, nodeId: id, context, id: 0n }));
    const entries = changes.map(encodeConfChange);
    for (const [i, entry] of entries.entries()) {
      entry.Term = 1;
      entry.Index = i + 1;
    }
    core.log.append(entries);
    // Committed by agreement: every founder writes the same entries.
    core.log.committed = entries.length;
    for (const change of changes) applyConfChange(core, toConfChangeV2(change));
  }

  // Outputs

  /** True if ready() would have something to say. */
  hasReady(): boolean {
    const { core } = this;
    return (
      core.messages.length > 0 ||
      core.messagesAfterAppend.length > 0 ||
      core.log.unstable.hasNextEntries() ||
      core.log.hasNextCommitted() ||
      core.readStates.length > 0 ||
      core.log.unstable.nextSnapshot() !== null ||
      this.#isSoftStateChanged() ||
      (this.#isHardStateChanged() && !isEmptyHardState(core.hardState()))
    );
  }

  /**
   * Takes what is to be done; see Ready for what the driver owes. Without asyncStorageWrites,
   * advance() must come between two calls.
   */
  ready(): Ready {
    const { core } = this;
    const { log } = core;
    if (this.#stepsOnAdvance !== null) {
      throw new AssertionError("ready() twice without advance() in between");
    }
    const softState = this.#isSoftStateChanged() ? this.#softState() : null;
    const isHardStateChanged = this.#isHardStateChanged();
    const hardState = isHardStateChanged ? core.hardState() : null;
    const isVoteOrTermChanged =
      core.term !== this.#previousHard.term || core.vote !== this.#previousHard.vote;
    const entries = log.unstable.hasNextEntries() ? log.unstable.nextEntries() : NO_ENTRIES;
    const snapshot = log.unstable.nextSnapshot();
    const committedEntries = log.nextCommitted();
    const { readStates, messages, messagesAfterAppend } = core;

    const stored = this.#storageAppendResponse(snapshot);
    const applied = this.#storageApplyResponse(committedEntries);
    let storageAppend: Message | null = null;
    let storageApply: Message | null = null;
    if (this.#isAsync) {
      const isAppendDue =
        entries.length > 0 ||
        isHardStateChanged ||
        snapshot !== null ||
        messagesAfterAppend.length > 0;
      if (isAppendDue) {
        storageAppend = createMessage(MessageType.MsgStorageAppend, LOCAL_APPEND_THREAD);
        storageAppend.from = core.id;
        storageAppend.entries = entries as Entry[];
        storageAppend.snapshot = snapshot;
        if (hardState !== null) {
          storageAppend.term = hardState.term;
          storageAppend.vote = hardState.vote;
          storageAppend.commit = hardState.commit;
        }
        // The own acknowledgement comes first, so that it finds the entries still unstable.
        storageAppend.responses = messagesAfterAppend;
        if (stored !== null) storageAppend.responses.push(stored);
      }
      if (applied !== null) {
        storageApply = createMessage(MessageType.MsgStorageApply, LOCAL_APPLY_THREAD);
        storageApply.from = core.id;
        storageApply.entries = applied.entries;
        storageApply.responses = [applied];
      }
    } else {
      const steps: Message[] = [];
      for (const message of messagesAfterAppend) {
        if (message.to === core.id) steps.push(message);
        else messages.push(message);
      }
      if (stored !== null) steps.push(stored);
      if (applied !== null) steps.push(applied);
      this.#stepsOnAdvance = steps;
    }

    if (softState !== null) this.#previousSoft = softState;
    if (hardState !== null) this.#previousHard = hardState;
    core.readStates = [];
    core.messages = [];
    core.messagesAfterAppend = [];
    log.unstable.acceptInProgress();
    if (committedEntries.length > 0) log.acceptApplying(committedEntries);

    return {
      softState,
      hardState,
      readStates,
      entries,
      snapshot,
      committedEntries,
      messages,
      mustSync: entries.length > 0 || isVoteOrTermChanged,
      storageAppend,
      storageApply,
    };
  }

  /** Everything in the last Ready is done. Not with asyncStorageWrites. */
  advance(): void {
    if (this.#isAsync) throw new AssertionError("advance() does not go with asyncStorageWrites");
    const steps = this.#stepsOnAdvance;
    if (steps === null) return;
    this.#stepsOnAdvance = null;
    // Refusals do not matter: one of these may have made the next of them stale.
    for (const message of steps) step(this.core, message);
  }

  /** The news that everything unstable up to now is stored; null if nothing is to be stored. */
  #storageAppendResponse(snapshot: Message["snapshot"]): Message | null {
    const { log, term, id } = this.core;
    const hasEntries = log.unstable.entries.length > 0;
    if (!hasEntries && snapshot === null) return null;
    const response = createMessage(MessageType.MsgStorageAppendResp, id);
    response.from = LOCAL_APPEND_THREAD;
    // Stale by the time a new term has begun, since then the same index may be written again.
    response.term = term;
    if (hasEntries) {
      response.index = log.lastIndex();
      response.logTerm = log.lastTerm();
    }
    response.snapshot = snapshot;
    return response;
  }

  #storageApplyResponse(committedEntries: readonly Entry[]): Message | null {
    if (committedEntries.length === 0) return null;
    const response = createMessage(MessageType.MsgStorageApplyResp, this.core.id);
    response.from = LOCAL_APPLY_THREAD;
    response.entries = committedEntries as Entry[];
    return response;
  }

  #softState(): SoftState {
    return { lead: this.core.lead, role: this.core.role };
  }

  #isSoftStateChanged(): boolean {
    const previous = this.#previousSoft;
    return this.core.lead !== previous.lead || this.core.role !== previous.role;
  }

  #isHardStateChanged(): boolean {
    const { core } = this;
    const previous = this.#previousHard;
    return (
      core.log.committed !== previous.commit ||
      core.term !== previous.term ||
      core.vote !== previous.vote
    );
  }
}
