/**
 * Decisions of two sets of voters that must both agree, as while a configuration changes.
 * Specification: raft.md 11.8 and 11.9.
 */

import type { VoteResult } from "./majority.ts";

/** Only what both halves have committed is committed. */
export function jointCommitted(halves: { incoming: number; outgoing: number }): number {
  return Math.min(halves.incoming, halves.outgoing);
}

/** Won if both halves won, lost as soon as one is lost. */
export function jointVote(halves: { incoming: VoteResult; outgoing: VoteResult }): VoteResult {
  const { incoming, outgoing } = halves;
  if (incoming === outgoing) return incoming;
  return incoming === "lost" || outgoing === "lost" ? "lost" : "pending";
}
