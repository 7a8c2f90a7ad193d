/**
 * The active configuration, the progress of every member of it, and the votes of an election.
 * Decides what is committed, whether an election is won, whether a quorum is alive.
 * Specification: raft.md sections 11 and 13.1.
 *
 * The members are exactly the voters of both halves and the learners, in ascending order of id;
 * whoever sends or logs member by member walks that list, so that runs can be repeated.
 */

import { jointCommitted, jointVote } from "../quorum/joint.ts";
import { majorityCommitted, majorityVote, type VoteResult } from "../quorum/majority.ts";
import { type Configuration, EMPTY_CONFIGURATION } from "./configuration.ts";
import type { Progress } from "./progress.ts";

export class ProgressTracker {
  configuration: Configuration = EMPTY_CONFIGURATION;
  /** Ascending by id. */
  members: readonly Progress[] = [];
  /** The progress of the local member, if it is one. */
  self: Progress | null = null;
  readonly #selfId: bigint;
  readonly #votes = new Map<bigint, boolean>();
  #incoming: readonly Progress[] = [];
  #outgoing: readonly Progress[] = [];
  readonly #scratch: number[] = [];

  constructor(selfId: bigint) {
    this.#selfId = selfId;
  }

  install(configuration: Configuration, members: readonly Progress[]): void {
    this.configuration = configuration;
    this.members = members;
    this.self = this.find(this.#selfId);
    this.#incoming = this.#progressOf(configuration.voters);
    this.#outgoing = this.#progressOf(configuration.votersOutgoing);
  }

  /** A scan: memberships are small, and comparing beats hashing 64-bit ids. */
  find(id: bigint): Progress | null {
    const members = this.members;
    for (let i = 0; i < members.length; i++) {
      const progress = members[i]!;
      if (progress.id === id) return progress;
    }
    return null;
  }

  isVoter(id: bigint): boolean {
    return this.configuration.voters.includes(id) || this.configuration.votersOutgoing.includes(id);
  }

  /** The highest index that a quorum holds; infinite without voters. */
  committed(): number {
    return jointCommitted({
      incoming: this.#committedBy(this.#incoming),
      outgoing: this.#committedBy(this.#outgoing),
    });
  }

  /** The highest read position that a quorum has confirmed; infinite without voters. */
  confirmedReadPosition(): number {
    return jointCommitted({
      incoming: this.#readPositionBy(this.#incoming),
      outgoing: this.#readPositionBy(this.#outgoing),
    });
  }

  /** True if a quorum was heard from since the last check. */
  isQuorumActive(): boolean {
    return this.#decide((progress) => progress.recentActive) === "won";
  }

  clearVotes(): void {
    this.#votes.clear();
  }

  /** The first answer of a member counts; later ones change nothing. */
  recordVote(id: bigint, isGranted: boolean): void {
    if (!this.#votes.has(id)) this.#votes.set(id, isGranted);
  }

  /** The answer that counts, or null before there is one. */
  recordedVote(id: bigint): boolean | null {
    return this.#votes.get(id) ?? null;
  }

  /** Votes of members that are not learners, and what they decide. */
  tallyVotes(): { granted: number; rejected: number; result: VoteResult } {
    let granted = 0;
    let rejected = 0;
    for (const progress of this.members) {
      if (progress.isLearner) continue;
      const vote = this.#votes.get(progress.id);
      if (vote === true) granted++;
      else if (vote === false) rejected++;
    }
    return { granted, rejected, result: this.#decide((progress) => this.#votes.get(progress.id)) };
  }

  #progressOf(ids: readonly bigint[]): readonly Progress[] {
    return this.members.filter((progress) => ids.includes(progress.id));
  }

  #committedBy(voters: readonly Progress[]): number {
    const indexes = this.#scratch;
    indexes.length = 0;
    for (let i = 0; i < voters.length; i++) indexes.push(voters[i]!.match);
    return majorityCommitted(indexes);
  }

  #readPositionBy(voters: readonly Progress[]): number {
    const positions = this.#scratch;
    positions.length = 0;
    for (let i = 0; i < voters.length; i++) positions.push(voters[i]!.readPosition);
    return majorityCommitted(positions);
  }

  #decide(voteOf: (progress: Progress) => boolean | undefined): VoteResult {
    return jointVote({
      incoming: countVotes(this.#incoming, voteOf),
      outgoing: countVotes(this.#outgoing, voteOf),
    });
  }
}

function countVotes(
  voters: readonly Progress[],
  voteOf: (progress: Progress) => boolean | undefined,
): VoteResult {
  let granted = 0;
  let rejected = 0;
  for (const progress of voters) {
    const vote = voteOf(progress);
    if (vote === true) granted++;
    else if (vote === false) rejected++;
  }
  return majorityVote({ granted, rejected, missing: voters.length - granted - rejected });
}
