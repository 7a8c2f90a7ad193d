/**
 * What must hold across the rafts of a cluster at any moment, by the numbers of raft.md section 19,
 * checked after each step for the members that changed: one leader per term (G1), log matching
 * (G2), agreement on what is committed (G3), leader completeness (G4), that what a member promised to
 * others is there when it comes back (G8), and that term, vote and commit never go back (L3).
 *
 * The raft package checks its own clusters far more thoroughly; this one has to be cheap enough to
 * look at every step of whole members, and sees what only their disks and snapshots can break.
 */

import { AssertionError } from "@kvorum/base";
import { type Entry, type Message, MessageType, type RawNode } from "@kvorum/raft";

interface Seen {
  term: number;
  vote: bigint;
  committed: number;
  lastIndex: number;
  lastTerm: number;
  isLeader: boolean;
}

/** Entries by identity: what a log holds at an index and term is the same everywhere. */
interface LogRecord {
  readonly hash: number;
  readonly previousTerm: number;
}

interface CommitRecord {
  readonly term: number;
  /** Term of the first member seen to know it committed: that of the leader who committed it. */
  readonly committedIn: number;
}

export class RaftInvariants {
  readonly #leaders = new Map<number, bigint>();
  readonly #records = new Map<number, Map<number, LogRecord>>();
  readonly #committed = new Map<number, CommitRecord>();
  readonly #seen = new WeakMap<RawNode, Seen>();
  /** The vote that each member told others of in each term, over all its lives. */
  readonly #votes = new Map<string, bigint>();
  readonly #promises = new Map<bigint, { term: number; ackedTerm: number; ackedIndex: number }>();
  elections = 0;

  /** Looks at a member that may have changed. @throws AssertionError */
  check(node: RawNode): void {
    const { core } = node;
    const { log } = core;
    const isLeader = core.role === "leader";
    let seen = this.#seen.get(node);
    if (seen === undefined) {
      seen = { term: 0, vote: 0n, committed: 0, lastIndex: -1, lastTerm: -1, isLeader: false };
      this.#seen.set(node, seen);
    }
    const lastIndex = log.lastIndex();
    const lastTerm = log.lastTerm();
    const { vote } = core;
    if (core.term !== seen.term || vote !== seen.vote) this.#checkVote(node, seen);
    if (lastIndex !== seen.lastIndex || lastTerm !== seen.lastTerm) this.#checkLog(node);
    if (log.committed !== seen.committed) this.#checkCommitted(node, seen.committed);
    if (isLeader && (!seen.isLeader || core.term !== seen.term)) this.#checkLeader(node);
    seen.term = core.term;
    seen.vote = vote;
    seen.committed = log.committed;
    seen.lastIndex = lastIndex;
    seen.lastTerm = lastTerm;
    seen.isLeader = isLeader;
  }

  /** The highest index that anybody knew as committed. */
  get committedIndex(): number {
    return this.#committed.size === 0 ? 0 : Math.max(...this.#committed.keys());
  }

  /** A message leaves its member: what it promises must outlive it (G8). */
  sent(message: Message): void {
    if (message.reject) return;
    const promise = this.#promiseOf(message.from);
    if (message.type === MessageType.MsgVoteResp) {
      const key = `${message.from}/${message.term}`;
      const known = this.#votes.get(key);
      if (known !== undefined && known !== message.to) {
        const voters = `${hex(known)} and ${hex(message.to)}`;
        fail("G1", `${hex(message.from)} voted for ${voters} in term ${message.term}`);
      }
      this.#votes.set(key, message.to);
      if (message.term > promise.term) promise.term = message.term;
    } else if (message.type === MessageType.MsgAppResp) {
      if (message.term > promise.term || message.term > promise.ackedTerm) {
        promise.ackedTerm = message.term;
        promise.ackedIndex = message.index;
      } else if (message.term === promise.ackedTerm && message.index > promise.ackedIndex) {
        promise.ackedIndex = message.index;
      }
      if (message.term > promise.term) promise.term = message.term;
    }
  }

  /** A member has opened its disk again: what it promised is still there. */
  reopened(node: RawNode): void {
    const { core } = node;
    const { term, ackedTerm, ackedIndex } = this.#promiseOf(core.id);
    const name = hex(core.id);
    if (core.term < term) {
      fail("G8", `${name} came back in term ${core.term}, it had answered in term ${term}`);
    }
    const vote = this.#votes.get(`${core.id}/${core.term}`);
    if (vote !== undefined && core.vote !== vote) {
      fail("G8", `${name} came back without its vote for ${hex(vote)} in term ${core.term}`);
    }
    if (core.term === ackedTerm && core.log.lastIndex() < ackedIndex) {
      fail("G8", `${name} came back with ${core.log.lastIndex()}, it acknowledged ${ackedIndex}`);
    }
  }

  #promiseOf(id: bigint): { term: number; ackedTerm: number; ackedIndex: number } {
    let promise = this.#promises.get(id);
    if (promise === undefined) {
      promise = { term: 0, ackedTerm: 0, ackedIndex: 0 };
      this.#promises.set(id, promise);
    }
    return promise;
  }

  #checkVote({ core }: RawNode, seen: Seen): void {
    if (core.term < seen.term) fail("L3", `${hex(core.id)} went back to term ${core.term}`);
    if (core.term === seen.term && seen.vote !== 0n && core.vote !== seen.vote) {
      fail("L3", `${hex(core.id)} changed its vote in term ${core.term}`);
    }
  }

  #checkLeader({ core }: RawNode): void {
    this.elections++;
    const known = this.#leaders.get(core.term);
    if (known !== undefined && known !== core.id) {
      fail("G1", `${hex(known)} and ${hex(core.id)} both lead in term ${core.term}`);
    }
    this.#leaders.set(core.term, core.id);
    for (const [index, { term, committedIn }] of this.#committed) {
      // One who comes to lead in an older term, late, need not have what a later one committed.
      if (committedIn >= core.term || index < core.log.firstIndex() - 1) continue;
      if (core.log.term(index) !== term) {
        fail("G4", `${hex(core.id)} leads in term ${core.term} without committed entry ${index}`);
      }
    }
  }

  #checkLog({ core }: RawNode): void {
    const { log } = core;
    const first = log.firstIndex();
    // From the end back, to where this log is known to be.
    let index = log.lastIndex();
    const unknown: Entry[] = [];
    while (index >= first) {
      const slice = log.entriesFrom(Math.max(first, index - 31), Number.POSITIVE_INFINITY);
      if (typeof slice === "string") return;
      let isKnown = false;
      for (let i = index - Math.max(first, index - 31); i >= 0; i--) {
        const entry = slice[i]!;
        const record = this.#records.get(entry.Index)?.get(entry.Term);
        if (record !== undefined) {
          if (record.hash !== hashOf(entry)) {
            fail("G2", `${hex(core.id)} holds another entry ${entry.Index}/${entry.Term}`);
          }
          const before = log.term(entry.Index - 1);
          if (typeof before === "number" && before !== record.previousTerm) {
            fail("G2", `${hex(core.id)} holds ${entry.Index}/${entry.Term} behind another entry`);
          }
          isKnown = true;
          break;
        }
        unknown.push(entry);
      }
      if (isKnown) break;
      index = Math.max(first, index - 31) - 1;
    }
    for (const entry of unknown) {
      const before = log.term(entry.Index - 1);
      if (typeof before !== "number") continue;
      let terms = this.#records.get(entry.Index);
      if (terms === undefined) {
        terms = new Map();
        this.#records.set(entry.Index, terms);
      }
      terms.set(entry.Term, { hash: hashOf(entry), previousTerm: before });
    }
  }

  #checkCommitted({ core }: RawNode, before: number): void {
    const { log } = core;
    if (log.committed < before) {
      fail("L3", `${hex(core.id)} took its commit index back from ${before} to ${log.committed}`);
    }
    for (let index = Math.max(before + 1, log.firstIndex() - 1); index <= log.committed; index++) {
      const term = log.term(index);
      if (typeof term !== "number" || index === 0) continue;
      const known = this.#committed.get(index);
      if (known === undefined) this.#committed.set(index, { term, committedIn: core.term });
      else if (known.term !== term) {
        fail("G3", `${hex(core.id)} committed ${index} of term ${term}, others of ${known.term}`);
      }
    }
  }
}

function hashOf(entry: Entry): number {
  let hash = entry.Type + 1;
  const { Data: data } = entry;
  if (data === null) return hash;
  for (let i = 0; i < data.length; i++) hash = Math.imul(hash ^ data[i]!, 0x01000193);
  return hash;
}

function hex(id: bigint): string {
  return id.toString(16);
}

function fail(number: string, what: string): never {
  throw new AssertionError(`${number} violated: ${what}`);
}
