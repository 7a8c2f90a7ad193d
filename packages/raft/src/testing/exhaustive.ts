/**
 * Every behaviour of a small cluster within bounds: all orders of delivery, all losses (a message
 * may stay undelivered for ever), doubled messages, crashes, elections at any moment.
 *
 * A member is deterministic, so that its state follows from the inputs it was given. States of
 * members are interned: what an input does to one is computed once, on a member rebuilt from its
 * inputs, and remembered. A state of the cluster is then three numbers, the numbers of the messages
 * on their way and what is left of each bound; millions of steps are look-ups.
 *
 * Invariants (by the numbers of raft.md section 19): L1 to L10 whenever a member's state is
 * computed; G1 to G4, G6 to G8 and G10 in every state of the cluster.
 */

import { AssertionError, latin1ToBytes } from "@kvorum/base";
import { isResponseType, type Message, MessageType } from "../messages.ts";
import { majorityOf } from "../quorum/majority.ts";
import { renderProgress } from "../tracker/progress.ts";
import { Cluster, type SimulatedMember } from "./cluster.ts";
import { renderEntry, renderMessage } from "./render.ts";

export interface Bounds {
  readonly membersCount: number;
  /** Elections are started only while they lead to at most this term; the first is term 2. */
  readonly maxTerm: number;
  readonly proposals: number;
  readonly crashes: number;
  readonly heartbeats: number;
  readonly preVote: boolean;
  readonly checkQuorum: boolean;
  /** Storage works as a step of its own, between which anything may happen. */
  readonly isAsync: boolean;
  /** The search fails if there are more states than this. */
  readonly maxStates: number;
}

type Input =
  | { readonly kind: "campaign" | "propose" | "heartbeat" | "append" | "crash" }
  | { readonly kind: "deliver"; readonly message: Message };

/** One state of one member, with how to get there. */
interface MemberState {
  readonly number: number;
  readonly member: SimulatedMember;
  readonly inputs: readonly Input[];
  readonly id: bigint;
  readonly transitions: Map<string, Transition>;
}

interface Transition {
  readonly to: MemberState;
  /** Numbers of the messages that the input sends. */
  readonly sends: readonly number[];
}

interface ClusterState {
  readonly members: readonly MemberState[];
  /** Ascending numbers of all messages sent so far: each may arrive never, or again and again. */
  readonly network: readonly number[];
  readonly left: readonly [proposals: number, crashes: number, heartbeats: number];
  /** Who has led in each term. */
  readonly leaders: readonly (bigint | null)[];
}

export interface SearchResult {
  /** Distinct combinations of member states, and how many of them with their networks were gone through. */
  readonly statesCount: number;
  readonly expandedCount: number;
  readonly memberStatesCount: number;
  readonly leadersCount: number;
  readonly maxCommitted: number;
}

export function searchExhaustively(bounds: Bounds): SearchResult {
  return new Search(bounds).run();
}

const ELECTION_TICKS = 1000;
const MAX_APPEND_WORK = 2;

class Search {
  readonly #bounds: Bounds;
  readonly #states = new Map<string, MemberState>();
  readonly #messages: Message[] = [];
  readonly #messageNumbers = new Map<string, number>();
  /** Without their networks: the largest networks with which each was seen. */
  readonly #seen = new Map<string, (readonly number[])[]>();
  /** Still to be gone through, by the size of their networks. */
  readonly #pending: ClusterState[][] = [];
  #expandedCount = 0;
  #leadersCount = 0;
  #maxCommitted = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  run(): SearchResult {
    const { membersCount, proposals, crashes, heartbeats } = this.#bounds;
    const ids = Array.from({ length: membersCount }, (_, i) => BigInt(i + 1));
    this.#visit({
      members: ids.map((id) => this.#materialise(id, []).state),
      network: [],
      left: [proposals, crashes, heartbeats],
      leaders: [],
    });
    for (let state = this.#next(); state !== null; state = this.#next()) this.#expand(state);
    return {
      statesCount: this.#seen.size,
      expandedCount: this.#expandedCount,
      memberStatesCount: this.#states.size,
      leadersCount: this.#leadersCount,
      maxCommitted: this.#maxCommitted,
    };
  }

  #visit(state: ClusterState): void {
    const key = keyOf(state);
    const networks = this.#seen.get(key);
    if (networks === undefined) {
      this.#seen.set(key, [state.network]);
      this.#check(state);
      if (this.#seen.size > this.#bounds.maxStates) {
        throw new AssertionError(`more than ${this.#bounds.maxStates} states`);
      }
    } else {
      // Whatever can happen with fewer messages can happen with more.
      if (networks.some((larger) => isSubset(state.network, larger))) return;
      this.#seen.set(key, [
        ...networks.filter((smaller) => !isSubset(smaller, state.network)),
        state.network,
      ]);
    }
    this.#pending[state.network.length] ??= [];
    this.#pending[state.network.length]!.push(state);
  }

  /** The state with the most messages: the more it can do, the more others it makes superfluous. */
  #next(): ClusterState | null {
    while (this.#pending.length > 0) {
      const state = this.#pending[this.#pending.length - 1]?.pop();
      if (state === undefined) this.#pending.pop();
      else if (this.#seen.get(keyOf(state))!.includes(state.network)) return state;
    }
    return null;
  }

  #expand(state: ClusterState): void {
    this.#expandedCount++;
    const { left, network } = state;
    const [proposals, crashes, heartbeats] = left;
    for (const [position, { member }] of state.members.entries()) {
      const { core } = member;
      if (core.role !== "leader" && core.term < this.#bounds.maxTerm) {
        // Members are alike: let the first election be the first member's.
        if (network.length === 0 && position > 0) continue;
        this.#take(state, position, { kind: "campaign" }, left);
      }
      if (core.role === "leader") {
        if (proposals > 0) {
          const rest = [proposals - 1, crashes, heartbeats] as const;
          this.#take(state, position, { kind: "propose" }, rest);
        }
        if (heartbeats > 0) {
          const rest = [proposals, crashes, heartbeats - 1] as const;
          this.#take(state, position, { kind: "heartbeat" }, rest);
        }
      }
      if (member.appendWork.length > 0) {
        this.#take(state, position, { kind: "append" }, left);
      }
      if (crashes > 0) {
        const rest = [proposals, crashes - 1, heartbeats] as const;
        this.#take(state, position, { kind: "crash" }, rest);
      }
    }
    for (const number of network) {
      const message = this.#messages[number]!;
      const position = Number(message.to) - 1;
      // Storage is given time, or a message that comes again and again piles up work for ever.
      if (state.members[position]!.member.appendWork.length >= MAX_APPEND_WORK) continue;
      this.#take(state, position, { kind: "deliver", message }, left);
    }
  }

  #take(state: ClusterState, position: number, input: Input, left: ClusterState["left"]): void {
    const { to, sends } = this.#transition(state.members[position]!, input);
    const members = state.members.slice();
    members[position] = to;
    let { leaders } = state;
    const { core } = to.member;
    if (core.role === "leader" && leaders[core.term] !== core.id) {
      const known = leaders[core.term];
      if (known) throw new AssertionError(`G1 violated: ${known}, ${core.id} lead ${core.term}`);
      const list = Array.from({ length: this.#bounds.maxTerm + 1 }, (_, i) => leaders[i] ?? null);
      list[core.term] = core.id;
      leaders = list;
      this.#leadersCount++;
    }
    const network = this.#live(union(state.network, sends), members, left);
    this.#visit({ members, network, left, leaders });
  }

  /** Without the messages that can have no effect any more, in whichever way this goes on. */
  #live(
    network: readonly number[],
    members: readonly MemberState[],
    [, crashes]: ClusterState["left"],
  ): readonly number[] {
    const { checkQuorum, preVote, isAsync } = this.#bounds;
    // These answer to old terms; and a crash may lose a term that is not stored yet.
    if (checkQuorum || preVote || (isAsync && crashes > 0)) return network;
    const isLive = (number: number): boolean => {
      const { type, to, term } = this.#messages[number]!;
      const { core } = members[Number(to) - 1]!.member;
      if (term !== core.term) return term > core.term;
      // Of those that answer, a follower never becomes what they answer to in the same term.
      if (isResponseType(type) && core.role === "follower") return false;
      return !(type === MessageType.MsgVoteResp && core.role === "leader");
    };
    return network.every(isLive) ? network : network.filter(isLive);
  }

  #transition(from: MemberState, input: Input): Transition {
    const key = input.kind === "deliver" ? String(this.#numberOf(input.message)) : input.kind;
    let known = from.transitions.get(key);
    if (known === undefined) {
      const { state, sent } = this.#materialise(from.id, [...from.inputs, input]);
      known = { to: state, sends: sent.map((message) => this.#numberOf(message)) };
      from.transitions.set(key, known);
    }
    return known;
  }

  #numberOf(message: Message): number {
    const text = `${renderMessage(message)} ${message.context ?? ""}`;
    let number = this.#messageNumbers.get(text);
    if (number === undefined) {
      number = this.#messages.length;
      this.#messages.push(message);
      this.#messageNumbers.set(text, number);
    }
    return number;
  }

  /** Builds a member anew and gives it these inputs; `sent` is what the last of them sends. */
  #materialise(id: bigint, inputs: readonly Input[]): { state: MemberState; sent: Message[] } {
    const { membersCount, preVote, checkQuorum, isAsync } = this.#bounds;
    const cluster = new Cluster("single member");
    const voters = Array.from({ length: membersCount }, (_, i) => BigInt(i + 1));
    const member = cluster.add(
      id,
      {
        draw: () => 0,
        electionTicks: ELECTION_TICKS,
        heartbeatTicks: 1,
        preVote,
        checkQuorum,
        asyncStorageWrites: isAsync,
      },
      { voters, learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false },
    );
    let sent: Message[] = [];
    for (const input of inputs) {
      cluster.network = [];
      this.#give(cluster, member, input);
      sent = cluster.network;
    }
    const text = describe(member);
    let state = this.#states.get(text);
    if (state === undefined) {
      state = { number: this.#states.size, member, inputs, id, transitions: new Map() };
      this.#states.set(text, state);
    }
    return { state, sent };
  }

  #give(cluster: Cluster, member: SimulatedMember, input: Input): void {
    switch (input.kind) {
      case "campaign":
        cluster.input(member, (node) => node.campaign());
        break;
      case "propose":
        // The text says who and when, so that entries of different origin differ.
        cluster.input(member, (node) =>
          node.propose([latin1ToBytes(`${node.id}/${node.term}/${node.lastIndex}`)]),
        );
        break;
      case "heartbeat":
        cluster.input(member, (node) => node.tick());
        break;
      case "append":
        cluster.processAppend(member);
        break;
      case "crash":
        cluster.crash(member);
        cluster.restart(member);
        break;
      case "deliver":
        cluster.input(member, (node) => node.step(input.message));
        break;
    }
    // Application makes no difference to others; it is done at once.
    while (member.node.hasReady() || member.applyWork.length > 0) {
      if (member.node.hasReady()) cluster.handleReady(member);
      while (member.applyWork.length > 0) cluster.processApply(member);
    }
  }

  #check(state: ClusterState): void {
    const { members } = state;
    for (const { member } of members) {
      const { core } = member;
      const { committed } = core.log;
      this.#maxCommitted = Math.max(this.#maxCommitted, committed);
      if (core.role !== "leader") continue;
      const term = core.log.term(committed);
      const holders = members.filter((other) => other.member.durable.term(committed) === term);
      if (holders.length < majorityOf(members.length)) {
        throw new AssertionError(`G7 violated: ${committed} is durable on ${holders.length}`);
      }
    }
    for (const [i, a] of members.entries()) {
      for (const b of members.slice(i + 1)) {
        checkPair(a.member, b.member);
        checkPair(b.member, a.member);
      }
    }
  }
}

/** A state without its network. */
function keyOf(state: ClusterState): string {
  const numbers = state.members.map(({ number }) => number);
  return `${numbers}|${state.left}|${state.leaders.map((id) => id ?? 0n)}`;
}

/** Of ascending lists. */
function isSubset(part: readonly number[], whole: readonly number[]): boolean {
  if (part.length > whole.length) return false;
  let at = 0;
  for (const number of part) {
    while (at < whole.length && whole[at]! < number) at++;
    if (whole[at] !== number) return false;
  }
  return true;
}

/** Of ascending lists without repeats. */
function union(list: readonly number[], added: readonly number[]): readonly number[] {
  const fresh = added.filter((number) => !list.includes(number));
  return fresh.length === 0 ? list : [...new Set([...list, ...fresh])].sort((a, b) => a - b);
}

function checkPair(a: SimulatedMember, b: SimulatedMember): void {
  const fail = (number: string): never => {
    throw new AssertionError(`${number} violated by ${describe(a)} and ${describe(b)}`);
  };
  const left = a.core.log;
  const right = b.core.log;
  const committed = Math.min(left.committed, right.committed);
  if (left.term(committed) !== right.term(committed)) fail("G3");
  let isEqual = true;
  for (let index = Math.min(left.lastIndex(), right.lastIndex()); index >= 2; index--) {
    const isSame = left.term(index) === right.term(index);
    if (isSame) isEqual = false;
    else if (!isEqual) fail("G2");
  }
  const holds = left.term(right.committed) === right.term(right.committed);
  const isFresh = right.isUpToDate({ term: left.lastTerm(), index: left.lastIndex() });
  if (isFresh && !holds) fail("G6");
  if (a.core.role !== "leader") return;
  if (b.core.role === "leader" && a.core.term === b.core.term) fail("G1");
  if (b.core.term < a.core.term && !holds) fail("G4");
  if (right.lastTerm() === a.core.term && right.lastIndex() > left.lastIndex()) fail("G10");
}

/** Everything that decides how a member goes on. */
function describe(member: SimulatedMember): string {
  const { core, durable } = member;
  const { log, tracker } = core;
  const entries = log.entriesFrom(log.firstIndex(), Number.POSITIVE_INFINITY);
  const progress = tracker.members.map((one) => {
    const { sentCommit, recentActive } = one;
    const window = one.inflights.indexes();
    const vote = tracker.recordedVote(one.id);
    return `${one.id} ${renderProgress(one)} ${sentCommit} ${recentActive} ${window} ${vote}`;
  });
  const stored = durable.hardState();
  return [
    `${core.id} ${core.role} ${core.term} ${core.vote} ${core.lead} ${core.electionElapsed}`,
    `${log.committed} ${log.applying} ${log.applied} ${log.unstable.offset}`,
    `${log.unstable.offsetInProgress} ${core.pendingConfIndex} ${core.uncommittedBytes}`,
    typeof entries === "string" ? entries : entries.map(renderEntry).join(","),
    `${stored.term} ${stored.vote} ${stored.commit} ${durable.lastIndex()}`,
    `${durable.term(durable.lastIndex())}`,
    ...progress,
    ...member.appendWork.map((message) => renderMessage(message)),
  ].join(";");
}
