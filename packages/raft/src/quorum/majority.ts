/**
 * Arithmetic of one set of voters that decides by majority. Specification: raft.md 11.8 and 11.9.
 *
 * An empty set decides nothing and blocks nothing: its committed index is infinite and every vote
 * is won, so that it can stand for the absent half of a configuration that is not joint.
 */

export type VoteResult = "pending" | "lost" | "won";

/** The smallest number of members that is more than half. */
export function majorityOf(votersCount: number): number {
  return Math.floor(votersCount / 2) + 1;
}

/**
 * The highest index that a majority has acknowledged. Takes the acknowledged index of each voter
 * (0 if it has acknowledged nothing) and sorts that list in place.
 */
export function majorityCommitted(acknowledged: number[]): number {
  const count = acknowledged.length;
  if (count === 0) return Number.POSITIVE_INFINITY;
  // Insertion sort: a handful of elements, nearly sorted, no callback.
  for (let i = 1; i < count; i++) {
    const value = acknowledged[i]!;
    let slot = i;
    while (slot > 0 && acknowledged[slot - 1]! > value) {
      acknowledged[slot] = acknowledged[slot - 1]!;
      slot--;
    }
    acknowledged[slot] = value;
  }
  return acknowledged[count - majorityOf(count)]!;
}

/** What the votes so far decide; voters that have not answered are `missing`. */
export function majorityVote(votes: {
  readonly granted: number;
  readonly rejected: number;
  readonly missing: number;
}): VoteResult {
  const votersCount = votes.granted + votes.rejected + votes.missing;
  if (votersCount === 0) return "won";
  const needed = majorityOf(votersCount);
  if (votes.granted >= needed) return "won";
  return votes.granted + votes.missing >= needed ? "pending" : "lost";
}
