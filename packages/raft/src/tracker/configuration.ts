/**
 * A configuration: who votes, who only listens. Specification: raft.md 13.1.
 *
 * Values are immutable and their lists ascending. The outgoing half is non-empty exactly while
 * the configuration is joint; only then may `learnersNext` (voters of the outgoing half that will
 * become learners) be non-empty or `autoLeave` true. Learners vote in neither half.
 */

import type { ConfState } from "../messages.ts";

export interface Configuration {
  readonly voters: readonly bigint[];
  readonly votersOutgoing: readonly bigint[];
  readonly learners: readonly bigint[];
  readonly learnersNext: readonly bigint[];
  /** The leader leaves the joint state as soon as it may. */
  readonly autoLeave: boolean;
}

export const EMPTY_CONFIGURATION: Configuration = {
  voters: [],
  votersOutgoing: [],
  learners: [],
  learnersNext: [],
  autoLeave: false,
};

export function isJoint(configuration: Configuration): boolean {
  return configuration.votersOutgoing.length > 0;
}

/** The ids in ascending order, each once. */
export function sortedIds(ids: Iterable<bigint>): bigint[] {
  return [...new Set(ids)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The voters of both halves, ascending, each once. */
export function allVoters(configuration: Configuration): readonly bigint[] {
  if (!isJoint(configuration)) return configuration.voters;
  return sortedIds([...configuration.voters, ...configuration.votersOutgoing]);
}

/** The form that travels in snapshots. */
export function toConfState(configuration: Configuration): ConfState {
  return {
    voters: [...configuration.voters],
    learners: [...configuration.learners],
    votersOutgoing: [...configuration.votersOutgoing],
    learnersNext: [...configuration.learnersNext],
    autoLeave: configuration.autoLeave,
  };
}

/** True if both describe the same configuration, whatever the order of their lists. */
export function isEquivalentConfState(a: ConfState, b: ConfState): boolean {
  return (
    sameIds(a.voters, b.voters) &&
    sameIds(a.learners, b.learners) &&
    sameIds(a.votersOutgoing, b.votersOutgoing) &&
    sameIds(a.learnersNext, b.learnersNext) &&
    a.autoLeave === b.autoLeave
  );
}

function sameIds(a: readonly bigint[], b: readonly bigint[]): boolean {
  if (a.length !== b.length) return false;
  const left = sortedIds(a);
  const right = sortedIds(b);
  return left.length === right.length && left.every((id, i) => id === right[i]);
}

/** One line as etcd prints it. */
export function renderConfiguration(configuration: Configuration): string {
  let text = `voters=${idList(configuration.voters)}`;
  if (isJoint(configuration)) text += `&&${idList(configuration.votersOutgoing)}`;
  if (configuration.learners.length > 0) text += ` learners=${idList(configuration.learners)}`;
  if (configuration.learnersNext.length > 0) {
    text += ` learners_next=${idList(configuration.learnersNext)}`;
  }
  if (configuration.autoLeave) text += " autoleave";
  return text;
}

function idList(ids: readonly bigint[]): string {
  return `(${ids.map((id) => id.toString(16)).join(" ")})`;
}
