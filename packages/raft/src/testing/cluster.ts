/**
 * A whole cluster in one thread, driven from outside one deed at a time: ticks, proposals,
 * deliveries, storage work, crashes. After every deed the invariants of raft.md section 19 hold, or
 * an AssertionError tells which does not.
 *
 * What is durable is what was put into a member's storage; a crash loses everything else, at any
 * point of handling a Ready. The network may lose, double, delay and reorder at will: it is a list
 * from which the one who drives takes what it wants. Members restart from their newest snapshot
 * and apply every conf change behind it again (scheme (a) of raft.md 17.4), which needs the commit
 * index to be durable before a conf change is acted on (17.4b).
 */

import { bytesToLatin1, latin1ToBytes } from "@kvorum/base";
import { applyChange, ConfChangeError } from "../confchange/changer.ts";
import {
  type AnyConfChange,
  decodeConfChange,
  isConfChangeEntry,
  toConfChangeV2,
} from "../confchange/conf-change.ts";
import type { RaftConfig } from "../config.ts";
import type { Core } from "../core.ts";
import { MemoryStorage } from "../memory-storage.ts";
import {
  type ConfState,
  type Entry,
  isEmptyHardState,
  isGatedType,
  type Message,
  MessageType,
  type Snapshot,
  snapshotIndex,
} from "../messages.ts";
import { RawNode } from "../raw-node.ts";
import type { Ready } from "../ready.ts";
import type { StepRefusal } from "../step.ts";
import { toConfState } from "../tracker/configuration.ts";
import { ClusterInvariants } from "./cluster-invariants.ts";
import { DurableStateChecker, LocalInvariants } from "./local-invariants.ts";

export type MemberOptions = Omit<RaftConfig, "id" | "storage" | "applied">;

/** How far a member gets with a Ready before it crashes, in synchronous mode. */
export type CrashPoint = "before-anything" | "after-early-messages" | "after-persisting" | "never";

/** A storage that offers the state machine's present state, not an older one that it kept. */
class DurableStorage extends MemoryStorage {
  /** Brings the kept snapshot up to date; set by the member. */
  refresh: () => void = () => {};

  override snapshot(): Snapshot {
    this.refresh();
    return super.snapshot();
  }

  keptSnapshot(): Snapshot {
    return super.snapshot();
  }
}

export class SimulatedMember {
  readonly id: bigint;
  readonly options: MemberOptions;
  readonly durable = new DurableStorage();
  /** Work of the two threads, in asynchronous mode. */
  appendWork: Message[] = [];
  applyWork: Message[] = [];
  isUp = true;
  node: RawNode;
  local: LocalInvariants;
  readonly durableState = new DurableStateChecker();
  /** The state machine: how far it is, and the result of the newest conf change. */
  machineIndex = 0;
  confState: ConfState;

  constructor(id: bigint, options: MemberOptions, founders: ConfState | null) {
    this.id = id;
    this.options = options;
    if (founders !== null) {
      // Every founder starts from the same snapshot, as if they had run together before.
      this.durable.applySnapshot({
        data: null,
        metadata: { confState: founders, index: 2, term: 1 },
      });
      this.durable.setHardState({ term: 1, vote: 0n, commit: 2 });
    }
    this.node = this.#start();
    this.local = new LocalInvariants(this.node.core);
    this.confState = toConfState(this.node.core.tracker.configuration);
    this.durable.refresh = () => this.#refreshSnapshot();
  }

  get core(): Core {
    return this.node.core;
  }

  get isAsync(): boolean {
    return this.options.asyncStorageWrites ?? false;
  }

  crash(): void {
    this.isUp = false;
    this.appendWork = [];
    this.applyWork = [];
  }

  restart(): void {
    this.node = this.#start();
    this.local = new LocalInvariants(this.node.core);
    this.confState = toConfState(this.node.core.tracker.configuration);
    this.isUp = true;
  }

  #start(): RawNode {
    this.machineIndex = snapshotIndex(this.durable.keptSnapshot());
    const { id, options, durable } = this;
    return new RawNode({ ...options, id, storage: durable, applied: this.machineIndex });
  }

  #refreshSnapshot(): void {
    const { durable, machineIndex, confState } = this;
    if (machineIndex > durable.lastIndex() || machineIndex < durable.firstIndex()) return;
    // A restart takes the snapshot as applied, so that it must be known as committed.
    const state = durable.hardState();
    if (state.commit < machineIndex) durable.setHardState({ ...state, commit: machineIndex });
    durable.createSnapshot(machineIndex, { confState, data: null });
  }
}

export class Cluster {
  readonly members: SimulatedMember[] = [];
  /** On their way; whoever drives takes from here. */
  network: Message[] = [];
  /** Answered reads and applied entries, counted to see that a run did something. */
  readonly counts = {
    reads: 0,
    applied: 0,
    snapshots: 0,
    elections: 0,
    crashes: 0,
    confChanges: 0,
  };
  readonly #invariants = new ClusterInvariants();
  readonly #isWhole: boolean;

  /** Without the whole cluster at hand, only what is about one member is checked. */
  constructor(scope: "whole" | "single member" = "whole") {
    this.#isWhole = scope === "whole";
  }

  add(id: bigint, options: MemberOptions, founders: ConfState | null = null): SimulatedMember {
    const member = new SimulatedMember(id, options, founders);
    this.members.push(member);
    return member;
  }

  find(id: bigint): SimulatedMember | null {
    return this.members.find((member) => member.id === id) ?? null;
  }

  leader(): SimulatedMember | null {
    let leader: SimulatedMember | null = null;
    for (const member of this.members) {
      if (!member.isUp || member.node.role !== "leader") continue;
      if (leader === null || member.node.term > leader.node.term) leader = member;
    }
    return leader;
  }

  /** Gives a member any input, then checks everything. */
  input<T>(member: SimulatedMember, give: (node: RawNode) => T): T {
    const wasLeader = member.node.role === "leader";
    const result = give(member.node);
    if (!wasLeader && member.node.role === "leader") this.counts.elections++;
    this.check(member);
    return result;
  }

  check(member: SimulatedMember): void {
    member.local.check();
    if (this.#isWhole) this.#invariants.check(member, this.members);
  }

  checkAll(): void {
    this.#invariants.checkAll(this.members);
  }

  propose(member: SimulatedMember, texts: readonly string[]): StepRefusal | null {
    return this.input(member, (node) => node.propose(texts.map(latin1ToBytes)));
  }

  readIndex(member: SimulatedMember, context: string): void {
    this.#invariants.readRequested(context);
    this.input(member, (node) => node.readIndex(latin1ToBytes(context)));
  }

  /** Delivers a message; to nobody if its addressee is down or does not exist. */
  deliver(message: Message): void {
    const member = this.find(message.to);
    if (member?.isUp) this.input(member, (node) => node.step(message));
  }

  /** Handles one Ready, as far as the crash point lets it. */
  handleReady(member: SimulatedMember, crashPoint: CrashPoint = "never"): void {
    const ready = member.node.ready();
    member.local.checkReady(ready);
    this.check(member);
    for (const state of ready.readStates) {
      this.counts.reads++;
      this.#invariants.readAnswered(state, bytesToLatin1(state.context));
    }
    if (crashPoint === "before-anything") {
      this.crash(member);
    } else if (member.isAsync) {
      if (ready.storageAppend !== null) member.appendWork.push(ready.storageAppend);
      if (ready.storageApply !== null) member.applyWork.push(ready.storageApply);
      for (const message of ready.messages) this.#release(member, message);
      if (crashPoint !== "never") this.crash(member);
    } else {
      this.#handleSynchronously(member, ready, crashPoint);
    }
  }

  #handleSynchronously(member: SimulatedMember, ready: Ready, crashPoint: CrashPoint): void {
    for (const message of ready.messages) {
      if (!isGatedType(message.type)) this.#release(member, message);
    }
    if (crashPoint === "after-early-messages") {
      this.crash(member);
      return;
    }
    const { entries, snapshot, hardState } = ready;
    this.#persist(member, { entries, snapshot });
    if (hardState !== null) this.#storeHardState(member, hardState);
    if (crashPoint === "after-persisting") {
      this.crash(member);
      return;
    }
    for (const message of ready.messages) {
      if (isGatedType(message.type)) this.#release(member, message);
    }
    this.#apply(member, ready.committedEntries);
    this.input(member, (node) => node.advance());
  }

  /** Does one piece of the append thread's work. */
  processAppend(member: SimulatedMember): void {
    const work = member.appendWork.shift();
    if (work === undefined) return;
    this.#persist(member, work);
    const { term, vote, commit } = work;
    if (term !== 0 || vote !== 0n || commit !== 0) {
      // A conf change may have made a later commit index durable meanwhile.
      const known = member.durable.hardState().commit;
      this.#storeHardState(member, { term, vote, commit: Math.max(commit, known) });
    }
    this.#respond(member, work);
  }

  /** Does one piece of the apply thread's work. */
  processApply(member: SimulatedMember): void {
    const work = member.applyWork.shift();
    if (work === undefined) return;
    this.#apply(member, work.entries);
    this.#respond(member, work);
  }

  /** Remembers the state as of the applied index, and drops the log up to `compactTo`. */
  takeSnapshot(member: SimulatedMember, compactTo: (applied: number) => number): void {
    const { durable } = member;
    const applied = member.node.appliedIndex;
    const index = Math.min(compactTo(applied), snapshotIndex(durable.snapshot()));
    if (index >= durable.firstIndex()) durable.compact(index);
    this.check(member);
  }

  crash(member: SimulatedMember): void {
    this.counts.crashes++;
    member.crash();
  }

  restart(member: SimulatedMember): void {
    member.restart();
    this.check(member);
  }

  #persist(
    member: SimulatedMember,
    work: { readonly entries: readonly Entry[]; readonly snapshot: Snapshot | null },
  ): void {
    const { durable } = member;
    if (work.snapshot !== null && durable.applySnapshot(work.snapshot)) {
      this.counts.snapshots++;
      member.confState = work.snapshot.metadata!.confState!;
      member.machineIndex = snapshotIndex(work.snapshot);
      // Log marker and hard state go in one write: the commit index never lags the dummy.
      this.#makeCommitDurable(member, snapshotIndex(work.snapshot));
    }
    durable.append(work.entries);
  }

  #storeHardState(
    member: SimulatedMember,
    state: { readonly term: number; readonly vote: bigint; readonly commit: number },
  ): void {
    if (isEmptyHardState(state)) return;
    member.durable.setHardState({ ...state });
    member.durableState.check(member.id, state);
    this.#invariants.stored(member.id, state);
  }

  #makeCommitDurable(member: SimulatedMember, commit: number): void {
    const state = member.durable.hardState();
    if (state.commit < commit) this.#storeHardState(member, { ...state, commit });
  }

  #apply(member: SimulatedMember, entries: readonly Entry[]): void {
    for (const entry of entries) {
      // A snapshot may have overtaken what was handed out before it.
      if (entry.Index <= member.machineIndex) continue;
      this.counts.applied++;
      if (!isConfChangeEntry(entry)) {
        member.machineIndex = entry.Index;
        continue;
      }
      this.counts.confChanges++;
      // In synchronous mode the entry itself is durable already; so is it here.
      if (entry.Index <= member.durable.lastIndex()) this.#makeCommitDurable(member, entry.Index);
      const change = this.#permitted(member, decodeConfChange(entry));
      member.confState = this.input(member, (node) => node.applyConfChange(change));
      member.machineIndex = entry.Index;
    }
  }

  /** The change, or what takes its place on all members alike where it is impossible. */
  #permitted(member: SimulatedMember, change: AnyConfChange): AnyConfChange {
    const { configuration, members } = member.core.tracker;
    const listed = toConfChangeV2(change);
    try {
      applyChange({ configuration, members }, listed, member.core.newMember());
      return change;
    } catch (error) {
      if (!(error instanceof ConfChangeError)) throw error;
      return { ...listed, changes: listed.changes.map(({ type }) => ({ type, nodeId: 0n })) };
    }
  }

  #respond(member: SimulatedMember, work: Message): void {
    for (const response of work.responses) {
      if (!member.isUp) return;
      if (response.to === member.id) this.input(member, (node) => node.step(response));
      else this.#release(member, response);
    }
  }

  #release(member: SimulatedMember, message: Message): void {
    this.#invariants.released(member, message);
    this.network.push(message);
    if (message.type !== MessageType.MsgSnap) return;
    // The transport reports every snapshot; here as soon as it has left.
    this.input(member, (node) => node.reportSnapshot(message.to, "finish"));
  }
}
