/**
 * What must hold across a cluster, by the numbers of raft.md section 19 (G1 to G10). The checker
 * watches every member after each of its inputs, and what each promise on the wire rests upon.
 *
 * Works on members whose durable state can be looked at; members that a configuration names but
 * that do not exist hold nothing.
 */

import { AssertionError } from "@kvorum/base";
import type { Core, ReadState } from "../core.ts";
import { type Entry, type HardState, type Message, MessageType, NONE } from "../messages.ts";
import { majorityOf } from "../quorum/majority.ts";
import type { Storage } from "../storage.ts";
import type { Configuration } from "../tracker/configuration.ts";

/** A member as it runs, and what of it would survive a crash now. */
export interface ObservedMember {
  readonly core: Core;
  readonly durable: Storage & { hardState(): HardState };
}

interface LogRecord {
  readonly entry: Entry;
  readonly previousTerm: number | null;
}

interface CommitRecord {
  readonly term: number;
  /** The term of the first member seen to know it committed: the leader that committed it. */
  readonly committedIn: number;
}

export class ClusterInvariants {
  readonly #leaders = new Map<number, bigint>();
  readonly #votes = new Map<string, bigint>();
  /** By index and term: entries ever seen in a log, each with the term before it. */
  readonly #records = new Map<string, LogRecord>();
  readonly #commits = new Map<number, CommitRecord>();
  readonly #seenCommitted = new Map<Core, number>();
  #maxCommitted = 0;
  readonly #reads = new Map<string, number>();

  /** Called after every input of a member, with all that run. */
  check(member: ObservedMember, all: readonly ObservedMember[]): void {
    this.#checkLeader(member);
    this.#checkLogMatching(member);
    this.#checkCommits(member, all);
    this.#checkLongest(all);
  }

  /** G5 and G6, which compare everybody with everybody. */
  checkAll(all: readonly ObservedMember[]): void {
    for (const member of all) {
      const { core } = member;
      const holds = (other: ObservedMember): boolean => holdsCommittedPrefix(other.core, core);
      if (!everyQuorumHas(core.tracker.configuration, all, holds)) {
        this.#fail("G5", `a quorum without the committed prefix of ${core.id}`);
      }
      for (const other of all) {
        const last = { term: other.core.log.lastTerm(), index: other.core.log.lastIndex() };
        if (core.log.isUpToDate(last) && !holdsCommittedPrefix(other.core, core)) {
          this.#fail("G6", `${other.core.id} is as fresh as ${core.id} and lacks its commits`);
        }
      }
    }
  }

  /** A hard state became durable. */
  stored(id: bigint, state: HardState): void {
    if (state.vote === NONE) return;
    const key = `${id}/${state.term}`;
    const before = this.#votes.get(key);
    if (before !== undefined && before !== state.vote) {
      this.#fail("G1", `${id} voted for ${before} and ${state.vote} in term ${state.term}`);
    }
    this.#votes.set(key, state.vote);
  }

  /** G8: a message leaves this member. */
  released(member: ObservedMember, message: Message): void {
    const { durable } = member;
    const { term, vote } = durable.hardState();
    const isPromise =
      message.type === MessageType.MsgAppResp || message.type === MessageType.MsgVoteResp;
    if (!isPromise || message.from !== member.core.id) return;
    if (term < message.term) {
      this.#fail("G8", `${message.from} answers in term ${message.term}, term ${term} is durable`);
    }
    if (message.reject) return;
    if (message.type === MessageType.MsgVoteResp) {
      if (term === message.term && vote !== message.to) {
        this.#fail("G8", `${message.from} grants ${message.to} a vote that is not durable`);
      }
    } else if (term === message.term && durable.lastIndex() < message.index) {
      // In a later term the entries may have been replaced before the answer left. It does no harm:
      // the leader that replaced them was elected by a quorum which did not hold them, and whose
      // members acknowledge nothing in the old term any more.
      this.#fail("G8", `${message.from} acknowledges ${message.index}, which is not durable`);
    }
  }

  /** G9: a read is asked for, with a context used only once. */
  readRequested(context: string): void {
    this.#reads.set(context, this.#maxCommitted);
  }

  /** G9: a read is answered. */
  readAnswered(state: ReadState, context: string): void {
    const needed = this.#reads.get(context) ?? 0;
    if (state.index < needed) {
      this.#fail("G9", `a read gave ${state.index}, ${needed} was committed before`);
    }
  }

  #checkLeader({ core }: ObservedMember): void {
    if (core.role !== "leader") return;
    const known = this.#leaders.get(core.term);
    if (known === core.id) return;
    if (known !== undefined) {
      this.#fail("G1", `${known} and ${core.id} both lead in term ${core.term}`);
    }
    this.#leaders.set(core.term, core.id);
    for (const [index, record] of this.#commits) {
      if (record.committedIn >= core.term || index < core.log.firstIndex() - 1) continue;
      if (core.log.term(index) !== record.term) {
        this.#fail("G4", `${core.id} leads in term ${core.term} without committed entry ${index}`);
      }
    }
  }

  #checkLogMatching({ core }: ObservedMember): void {
    const { log } = core;
    const from = log.firstIndex();
    const entries = log.entriesFrom(from, Number.POSITIVE_INFINITY);
    if (typeof entries === "string") {
      this.#fail("G2", `the log of ${core.id} is ${entries} from ${from}`);
      return;
    }
    let previousTerm = log.term(from - 1);
    for (const entry of entries) {
      const key = `${entry.Index}/${entry.Term}`;
      const known = this.#records.get(key);
      if (known === undefined) {
        const before = typeof previousTerm === "number" ? previousTerm : null;
        this.#records.set(key, { entry, previousTerm: before });
      } else {
        if (!isSameEntry(known.entry, entry)) {
          this.#fail("G2", `${core.id} holds another entry ${key} than others`);
        }
        if (known.previousTerm !== null && known.previousTerm !== previousTerm) {
          this.#fail("G2", `${core.id} holds entry ${key} behind another entry than others`);
        }
      }
      previousTerm = entry.Term;
    }
  }

  #checkCommits(member: ObservedMember, all: readonly ObservedMember[]): void {
    const { core } = member;
    const { log } = core;
    const seen = this.#seenCommitted.get(core) ?? 0;
    if (log.committed <= seen) return;
    this.#seenCommitted.set(core, log.committed);
    for (let index = Math.max(seen + 1, log.firstIndex() - 1); index <= log.committed; index++) {
      const term = log.term(index);
      if (typeof term !== "number" || index === 0) continue;
      const known = this.#commits.get(index);
      if (known === undefined) this.#commits.set(index, { term, committedIn: core.term });
      else if (known.term !== term) {
        this.#fail("G3", `${core.id} committed ${index} of term ${term}, others of ${known.term}`);
      }
    }
    this.#maxCommitted = Math.max(this.#maxCommitted, log.committed);
    if (core.role !== "leader" || seen === 0) return;
    const term = log.term(log.committed);
    const isDurable = ({ durable }: ObservedMember): boolean =>
      durable.firstIndex() - 1 > log.committed || durable.term(log.committed) === term;
    if (!isQuorum(core.tracker.configuration, idsWhere(all, isDurable))) {
      this.#fail("G7", `${core.id} committed ${log.committed}, which is not durable on a quorum`);
    }
  }

  #checkLongest(all: readonly ObservedMember[]): void {
    for (const { core } of all) {
      if (core.role !== "leader") continue;
      const last = core.log.lastIndex();
      for (const other of all) {
        if (other.core.log.lastTerm() === core.term && other.core.log.lastIndex() > last) {
          this.#fail("G10", `${other.core.id} holds more of term ${core.term} than its leader`);
        }
      }
    }
  }

  #fail(number: string, what: string): void {
    throw new AssertionError(`${number} violated: ${what}`);
  }
}

function holdsCommittedPrefix(holder: Core, of: Core): boolean {
  const { committed } = of.log;
  if (committed === 0 || holder.log.firstIndex() - 1 > committed) return true;
  return holder.log.term(committed) === of.log.term(committed);
}

function isSameEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true;
  const left = a.Data ?? new Uint8Array(0);
  const right = b.Data ?? new Uint8Array(0);
  return a.Type === b.Type && left.length === right.length && left.every((x, i) => x === right[i]);
}

function idsWhere(
  all: readonly ObservedMember[],
  test: (member: ObservedMember) => boolean,
): Set<bigint> {
  return new Set(all.filter(test).map(({ core }) => core.id));
}

/** True if these members can decide, in both halves of a joint configuration. */
export function isQuorum(configuration: Configuration, ids: ReadonlySet<bigint>): boolean {
  return [configuration.voters, configuration.votersOutgoing].every(
    (voters) =>
      voters.length === 0 || voters.filter((id) => ids.has(id)).length >= majorityOf(voters.length),
  );
}

/** True if those without the property can nowhere form a quorum. */
function everyQuorumHas(
  configuration: Configuration,
  all: readonly ObservedMember[],
  test: (member: ObservedMember) => boolean,
): boolean {
  if (configuration.voters.length === 0) return true;
  const having = idsWhere(all, test);
  const lacking = [...configuration.voters, ...configuration.votersOutgoing].filter(
    (id) => !having.has(id),
  );
  return !isQuorum(configuration, new Set(lacking));
}
