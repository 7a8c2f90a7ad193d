/**
 * The loop between raft, the log on disk and the store: it owes raft its effects and pays them in
 * the right order. Raft specification, sections 15.6 and 16.
 *
 * One turn: everything proposed since the last turn goes into raft as one message; raft's effects
 * are carried out until there are none left. Entries are encoded into the WAL's buffer at once and
 * wait there for one fsync, which takes all that waits; the responses that rest on it are stepped
 * after it. Committed entries are applied in index order, each once, and their waiters settled.
 *
 * The fsync runs on this thread while the disk is fast, because the trip through the thread pool
 * costs more than the wait; on a slow disk it runs in the pool, so that ticks and clients are
 * served meanwhile (`SYNC_INLINE_LIMIT_MS`).
 *
 * A snapshot of the leader takes three steps: its record goes into the log, the log is synced, and
 * only then the store is replaced, which takes its time. What raft wants appended meanwhile waits
 * in order.
 *
 * A storage error, a broken invariant or damage found anywhere here ends the member: `fail` is
 * called once and nothing is done or acknowledged afterwards.
 */

import { assert, type Clock, type TimerHandle, type Timers } from "@kvorum/base";
import { RequestError, type raftpb } from "@kvorum/proto";
import { isEmptySnapshot, type MemoryStorage, type RawNode, type Ready } from "@kvorum/raft";
import type { Wal } from "@kvorum/storage";
import type { ApplyOutcome, Store } from "@kvorum/store";
import type { Proposals } from "./proposals.ts";
import type { ReadIndexes } from "./read-indexes.ts";

/** Above this measured fsync time, in milliseconds, the fsync moves off this thread. */
const SYNC_INLINE_LIMIT_MS = 2;
/** Weight of the newest measurement in the running mean. */
const SYNC_MEAN_WEIGHT = 0.05;

export interface EffectLoopEvents {
  /** After each applied entry, before its waiter is settled. */
  applied(outcome: ApplyOutcome, entry: raftpb.Entry): void;
  /** Raft's view of the leader changed. */
  leaderChanged(leaderId: bigint): void;
  /** Messages for other members, in order. */
  send(messages: readonly raftpb.Message[]): void;
  /**
   * Keeps the record of a snapshot apart from the log (its `.snap` file), durably: a restart finds
   * the database that belongs to it.
   */
  saveSnapshot(snapshot: raftpb.Snapshot): void;
  /** Replaces the store by the snapshot's, and calls back when that is done. */
  replaceStore(snapshot: raftpb.Snapshot, done: () => void): void;
  /** After all entries of one batch were applied and their waiters settled. */
  batchApplied(durationMs: number): void;
  walSynced(durationMs: number): void;
  /** The member cannot go on. */
  failed(error: unknown): void;
}

export interface EffectLoopOptions {
  readonly node: RawNode;
  readonly log: MemoryStorage;
  readonly wal: Wal;
  readonly store: Store;
  readonly proposals: Proposals;
  readonly readIndexes: ReadIndexes;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly events: EffectLoopEvents;
}

/** What rests on one sync. */
interface Awaiting {
  readonly responses: readonly raftpb.Message[];
  readonly actions: readonly (() => void)[];
}

export class EffectLoop {
  readonly #node: RawNode;
  readonly #log: MemoryStorage;
  readonly #wal: Wal;
  readonly #store: Store;
  readonly #proposals: Proposals;
  readonly #readIndexes: ReadIndexes;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #events: EffectLoopEvents;

  #incoming: Uint8Array[] = [];
  #incomingIds: number[] = [];
  #incomingChanges: raftpb.ConfChange[] = [];
  #turn: TimerHandle | null = null;
  /** Responses that rest on entries which are in the WAL's buffer but not yet on disk. */
  #awaitingSync: raftpb.Message[] = [];
  /** What to do after the next sync has settled. */
  #afterSync: (() => void)[] = [];
  /** While a snapshot replaces the store: what raft wants appended after it. */
  #heldAppends: raftpb.Message[] | null = null;
  #isSyncing = false;
  #isRunning = false;
  #hasStopped = false;
  #meanSyncMs = 0;
  #lastHardState: raftpb.HardState;
  #leaderId = 0n;
  #appliedIndex: number;
  #committedIndex: number;

  constructor(options: EffectLoopOptions & { hardState: raftpb.HardState; appliedIndex: number }) {
    this.#node = options.node;
    this.#log = options.log;
    this.#wal = options.wal;
    this.#store = options.store;
    this.#proposals = options.proposals;
    this.#readIndexes = options.readIndexes;
    this.#clock = options.clock;
    this.#timers = options.timers;
    this.#events = options.events;
    this.#lastHardState = options.hardState;
    this.#appliedIndex = options.appliedIndex;
    this.#committedIndex = options.hardState.commit;
  }

  get leaderId(): bigint {
    return this.#leaderId;
  }
  get appliedIndex(): number {
    return this.#appliedIndex;
  }
  get committedIndex(): number {
    return this.#committedIndex;
  }
  get term(): number {
    return this.#lastHardState.term;
  }
  get hardState(): raftpb.HardState {
    return this.#lastHardState;
  }
  get hasStopped(): boolean {
    return this.#hasStopped;
  }
  /** Entries written to the WAL's buffer, or being synced, that are not yet durable. */
  get isBusy(): boolean {
    return (
      this.#isSyncing ||
      this.#heldAppends !== null ||
      this.#awaitingSync.length > 0 ||
      // Without a leader proposals wait for one, which may never come.
      (this.#incoming.length > 0 && this.#leaderId !== 0n)
    );
  }
  /** A snapshot is replacing the store. */
  get isReplacingStore(): boolean {
    return this.#heldAppends !== null;
  }

  /** Queues entry data; it goes into raft with the rest of this turn. */
  propose(idLow: number, data: Uint8Array): void {
    this.#incoming.push(data);
    this.#incomingIds.push(idLow);
    this.schedule();
  }

  /** Proposes at once if this member leads; it is never forwarded to another leader. */
  proposeAsLeader(data: Uint8Array): void {
    this.run(() => {
      if (this.#node.role === "leader") this.#node.propose([data]);
    });
  }

  /** Queues a conf change; it goes into raft when a leader is known. */
  proposeConfChange(change: raftpb.ConfChange): void {
    this.#incomingChanges.push(change);
    this.schedule();
  }

  /** Makes sure a turn comes. */
  schedule(): void {
    if (this.#turn === null && !this.#hasStopped) this.#turn = this.#timers.soon(this.#onTurn);
  }

  /** Runs a change of raft's state (a tick, a message, a conf change) and its effects at once. */
  run(change: () => void): void {
    if (this.#hasStopped) return;
    try {
      change();
      this.#drain();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Resolves when nothing proposed so far is on its way to the disk any more. */
  settle(): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#hasStopped || !this.isBusy) resolve();
        else this.#timers.soon(look);
      };
      look();
    });
  }

  /** No effect is carried out after this; what waits is failed by its owner. */
  stop(): void {
    this.#hasStopped = true;
    this.#turn?.cancel();
    this.#turn = null;
  }

  readonly #onTurn = (): void => {
    this.#turn = null;
    this.run(this.#takeProposals);
  };

  readonly #takeProposals = (): void => {
    if (this.#incoming.length > 0) {
      const datas = this.#incoming;
      const ids = this.#incomingIds;
      this.#incoming = [];
      this.#incomingIds = [];
      if (this.#leaderId === 0n) {
        // No leader yet: they wait here; the proposals' timeout bounds how long.
        this.#incoming = datas.filter((_, i) => this.#proposals.has(ids[i]!));
        this.#incomingIds = ids.filter((id) => this.#proposals.has(id));
      } else if (this.#node.propose(datas) !== null) {
        const error = new RequestError("ProposalDropped");
        for (const id of ids) this.#proposals.withdraw(id)?.failed(error);
      }
    }
    if (this.#leaderId !== 0n) {
      // A refused one has no effect; whoever proposed it waits as long as it likes to, as in etcd.
      for (const change of this.#incomingChanges.splice(0)) this.#node.proposeConfChange(change);
    }
    this.#readIndexes.startRound(this.#node, this.#clock.monotonicMs());
  };

  #drain(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      do {
        while (this.#node.hasReady()) this.#carryOut(this.#node.ready());
      } while (this.#syncWaiting());
    } finally {
      this.#isRunning = false;
    }
    this.#readIndexes.release(this.#appliedIndex);
    if (this.#readIndexes.wantsRound) this.schedule();
  }

  #carryOut(ready: Ready): void {
    if (ready.softState !== null && ready.softState.lead !== this.#leaderId) {
      this.#leaderId = ready.softState.lead;
      if (this.#leaderId !== 0n) this.#readIndexes.leaderChanged();
      this.#events.leaderChanged(this.#leaderId);
      if (this.#incoming.length + this.#incomingChanges.length > 0) this.schedule();
    }
    for (const state of ready.readStates) this.#readIndexes.confirmed(state);
    // Peers get their entries before the local disk does: the two writes overlap.
    if (ready.messages.length > 0) this.#events.send(ready.messages);
    if (ready.storageAppend !== null) this.#append(ready.storageAppend);
    if (ready.storageApply !== null) this.#apply(ready.storageApply);
  }

  #append(message: raftpb.Message): void {
    if (this.#heldAppends !== null) this.#heldAppends.push(message);
    else if (isEmptySnapshot(message.snapshot)) this.#appendToLog(message);
    else this.#takeSnapshot(message, message.snapshot!);
  }

  /** Its entries and responses come after the store has been replaced. */
  #takeSnapshot(message: raftpb.Message, snapshot: raftpb.Snapshot): void {
    const { metadata } = snapshot;
    assert(metadata?.confState != null, "a snapshot without its metadata reached the log");
    const { index, term, confState } = metadata;
    this.#heldAppends = [];
    this.#events.saveSnapshot(snapshot);
    this.#appendToLog({ ...message, entries: [], responses: [] });
    this.#wal.saveSnapshot({ index, term, confState });
    this.#log.applySnapshot(snapshot);
    this.#afterSync.push(() =>
      this.#events.replaceStore(snapshot, () =>
        this.run(() => {
          this.#appliedIndex = index;
          const held = this.#heldAppends!;
          this.#heldAppends = null;
          this.#appendToLog(message);
          for (const later of held) this.#append(later);
        }),
      ),
    );
  }

  /** Takes entries and hard state into the WAL's buffer; the responses wait for the disk. */
  #appendToLog(message: raftpb.Message): void {
    let hardState: raftpb.HardState | null = null;
    if (message.term !== 0 || message.vote !== 0n || message.commit !== 0) {
      hardState = { term: message.term, vote: message.vote, commit: message.commit };
      this.#lastHardState = hardState;
      this.#committedIndex = hardState.commit;
    }
    const { entries } = message;
    if (entries.length > 0) this.#log.append(entries);
    this.#wal.append({ entries, hardState });
    for (const response of message.responses) this.#awaitingSync.push(response);
  }

  /** Makes what waits durable, or starts to. True if responses were stepped meanwhile. */
  #syncWaiting(): boolean {
    if (this.#isSyncing) return false;
    if (!this.#wal.needsSync) {
      if (this.#awaitingSync.length + this.#afterSync.length === 0) return false;
      this.#release(this.#takeAwaiting());
      return true;
    }
    const awaiting = this.#takeAwaiting();
    if (this.#meanSyncMs <= SYNC_INLINE_LIMIT_MS && !this.#wal.isCutDue) {
      this.#wal.sync();
      this.#measure();
      this.#release(awaiting);
      return true;
    }
    this.#isSyncing = true;
    this.#wal.syncAsync((error) => {
      this.#isSyncing = false;
      if (this.#hasStopped) return;
      if (error !== null) {
        this.#fail(error);
        return;
      }
      this.#measure();
      this.run(() => this.#release(awaiting));
    });
    return false;
  }

  #takeAwaiting(): Awaiting {
    const awaiting = { responses: this.#awaitingSync, actions: this.#afterSync };
    this.#awaitingSync = [];
    this.#afterSync = [];
    return awaiting;
  }

  #measure(): void {
    const durationMs = this.#wal.lastSyncMs;
    this.#meanSyncMs += SYNC_MEAN_WEIGHT * (durationMs - this.#meanSyncMs);
    this.#events.walSynced(durationMs);
  }

  #release({ responses, actions }: Awaiting): void {
    const self = this.#node.id;
    let outgoing: raftpb.Message[] | null = null;
    for (const response of responses) {
      if (response.to === self) this.#node.step(response);
      else if (outgoing === null) outgoing = [response];
      else outgoing.push(response);
    }
    if (outgoing !== null) this.#events.send(outgoing);
    for (const action of actions) action();
  }

  #apply(message: raftpb.Message): void {
    const nowMs = this.#clock.monotonicMs();
    for (const entry of message.entries) {
      const outcome = this.#store.apply(
        { index: entry.Index, term: entry.Term, type: entry.Type, data: entry.Data },
        { nowMs },
      );
      this.#appliedIndex = entry.Index;
      if (outcome.confChange !== null) {
        this.#store.setConfState(this.#node.applyConfChange(outcome.confChange));
      }
      this.#events.applied(outcome, entry);
      if (outcome.requestId !== 0n) this.#proposals.take(outcome.requestId)?.settled(outcome);
    }
    for (const response of message.responses) this.#node.step(response);
    this.#events.batchApplied(this.#clock.monotonicMs() - nowMs);
  }

  #fail(error: unknown): void {
    if (this.#hasStopped) return;
    this.stop();
    this.#events.failed(error);
  }
}
