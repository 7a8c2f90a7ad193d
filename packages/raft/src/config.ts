/**
 * The knobs of a member, their meaning, and one function that checks them all.
 * Specification: raft.md section 3, where etcd's own names and values stand.
 */

import { assert } from "@kvorum/base";
import { type EventSink, NO_EVENTS } from "./events.ts";
import { DEFAULT_MAX_INFLIGHT_MESSAGES, DEFAULT_MAX_MESSAGE_BYTES } from "./limits.ts";
import { isLocalThread, NONE } from "./messages.ts";
import type { Storage } from "./storage.ts";

/** How a leader makes sure that it still leads before it answers a read. */
export type ReadOnlyOption =
  /** Ask a quorum. */
  | "safe"
  /** Trust its lease, which bounded clock drift must justify; needs checkQuorum. */
  | "lease-based";

export interface RaftConfig {
  /** The local member: not zero, not one of the two local threads. */
  readonly id: bigint;
  readonly storage: Storage;
  /** A uniform integer in [0, bound). The only randomness: it spreads election timeouts. */
  readonly draw: (bound: number) => number;
  /** Ticks without a word from a leader before an election, at least; more than a heartbeat. */
  readonly electionTicks: number;
  /** Ticks between heartbeats of a leader; at least 1. */
  readonly heartbeatTicks: number;
  /** Applied index at restart: entries up to it are not handed out again. 0: from the snapshot. */
  readonly applied?: number;
  /** Encoded bytes of entries in one append; 0: one entry each. */
  readonly maxMessageBytes?: number;
  /** Encoded bytes handed out for application and not acknowledged; 0: as maxMessageBytes. */
  readonly maxApplyingBytes?: number;
  /** Payload bytes of a leader's uncommitted tail; 0: unlimited. Beyond it proposals are dropped. */
  readonly maxUncommittedBytes?: number;
  /** Unacknowledged appends for each follower; at least 1. */
  readonly maxInflightMessages?: number;
  /** Payload bytes of those; 0: unlimited, else at least maxMessageBytes. */
  readonly maxInflightBytes?: number;
  /** A leader without contact to a quorum steps down, and followers protect a live leader. */
  readonly checkQuorum?: boolean;
  /** Elections begin with a poll that disturbs nobody. */
  readonly preVote?: boolean;
  readonly readOnly?: ReadOnlyOption;
  /** A follower drops proposals instead of passing them to the leader. */
  readonly disableProposalForwarding?: boolean;
  /** Conf changes are not checked when proposed. */
  readonly disableConfChangeValidation?: boolean;
  /** A leader that leaves the voters steps down at once. */
  readonly stepDownOnRemoval?: boolean;
  /** Storage works in its own time and answers by messages; see Ready. */
  readonly asyncStorageWrites?: boolean;
  /** Where the core tells what happens; nothing is lost without it. */
  readonly events?: EventSink;
}

/** Every knob with its value; zeros that mean "unlimited" or "as another" are resolved. */
export interface ResolvedConfig extends Required<RaftConfig> {}

/** Checks the relations between the knobs; a violation is an assertion. */
export function resolveConfig(config: RaftConfig): ResolvedConfig {
  const maxMessageBytes = config.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
  const resolved: ResolvedConfig = {
    id: config.id,
    storage: config.storage,
    draw: config.draw,
    electionTicks: config.electionTicks,
    heartbeatTicks: config.heartbeatTicks,
    applied: config.applied ?? 0,
    maxMessageBytes,
    maxApplyingBytes: config.maxApplyingBytes || maxMessageBytes,
    maxUncommittedBytes: config.maxUncommittedBytes || Number.POSITIVE_INFINITY,
    maxInflightMessages: config.maxInflightMessages ?? DEFAULT_MAX_INFLIGHT_MESSAGES,
    maxInflightBytes: config.maxInflightBytes ?? 0,
    checkQuorum: config.checkQuorum ?? false,
    preVote: config.preVote ?? false,
    readOnly: config.readOnly ?? "safe",
    disableProposalForwarding: config.disableProposalForwarding ?? false,
    disableConfChangeValidation: config.disableConfChangeValidation ?? false,
    stepDownOnRemoval: config.stepDownOnRemoval ?? false,
    asyncStorageWrites: config.asyncStorageWrites ?? false,
    events: config.events ?? NO_EVENTS,
  };
  validate(resolved);
  return resolved;
}

function validate(config: ResolvedConfig): void {
  assert(
    config.id !== NONE && !isLocalThread(config.id) && config.id === BigInt.asUintN(64, config.id),
    "the id of a member is a 64-bit integer other than zero and the two local threads",
  );
  assert(
    Number.isSafeInteger(config.heartbeatTicks) && config.heartbeatTicks > 0,
    "heartbeat ticks must be greater than 0",
  );
  assert(
    Number.isSafeInteger(config.electionTicks) && config.electionTicks > config.heartbeatTicks,
    "election ticks must be greater than heartbeat ticks",
  );
  assert(Number.isSafeInteger(config.applied) && config.applied >= 0, "applied index is invalid");
  assert(config.maxMessageBytes >= 0, "max message bytes must not be negative");
  assert(config.maxApplyingBytes >= 0, "max applying bytes must not be negative");
  assert(config.maxUncommittedBytes > 0, "max uncommitted bytes must not be negative");
  assert(config.maxInflightMessages > 0, "max inflight messages must be greater than 0");
  assert(
    config.maxInflightBytes === 0 || config.maxInflightBytes >= config.maxMessageBytes,
    "max inflight bytes must be at least max message bytes",
  );
  assert(
    config.readOnly !== "lease-based" || config.checkQuorum,
    "lease-based reads need check quorum",
  );
}
