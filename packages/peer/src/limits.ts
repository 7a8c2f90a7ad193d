/** Bounds of the raft side of the peer protocol. Peer protocol, sections 3, 7 and 12. */

import { assert } from "@kvorum/base";

export interface TransportLimits {
  /**
   * Messages that wait for one stream's socket. Default 4096, as Go members have. Beyond it
   * messages are dropped and reported as unreachable.
   */
  readonly streamQueueMessages: number;
  /**
   * Bytes that wait for one stream's socket. Default 16 MiB: some seconds of a slow link, and small
   * beside a member's memory. A single larger message still goes while nothing waits. Beyond it
   * messages are dropped and reported as unreachable.
   */
  readonly streamQueueBytes: number;
  /** Messages that wait for a POST to one peer. Default 64, as Go members have. Beyond: as above. */
  readonly pipelineQueueMessages: number;
  /** Bytes of those. Default 16 MiB. */
  readonly pipelineQueueBytes: number;
  /** POSTs to one peer at a time. Default 4, as Go members have; the rest waits. */
  readonly pipelineInFlight: number;
  /**
   * Bytes of one incoming message, each entry counted with 64 bytes on top. Default 512 MiB, the
   * protocol's own bound; memory grows with what has arrived, not with what a length claims. Beyond
   * it the stream is closed, the POST refused with 400.
   */
  readonly messageBytes: number;
  /** Bytes of the message in front of a snapshot's database. Default 64 MiB; beyond: 400. */
  readonly snapshotMessageBytes: number;
  /**
   * Members that are only known from their own requests. Default 128: far above any cluster.
   * Beyond it they are not remembered.
   */
  readonly remotes: number;
  /** Bytes of a peer's answer that are read: its head, or an error's text. Default 16 KiB. */
  readonly answerBytes: number;
  /** Least time between two attempts of one stream. Default 100 ms. */
  readonly redialPaceMs: number;
  /** Dial timeout without the election timeout that is added to it. Default 1 s. */
  readonly dialTimeoutMs: number;
  /**
   * No byte for this long: a stream's connection counts as dead. Default 5 s, three link heartbeats.
   * Also bounds the writing of each MiB of a stream.
   */
  readonly stalledMs: number;
  /** Between link heartbeats. Default 5/3 s. Must be below `stalledMs`. */
  readonly linkHeartbeatMs: number;
  /** Between probes. Default 4 s: Go members close idle connections after 5 s. */
  readonly probeIntervalMs: number;
  /** A POST to /raft without an answer for this long has failed. Default 30 s. */
  readonly postTimeoutMs: number;
  /**
   * A snapshot on its way that moves no byte for this long has failed. Default 60 s. The receiver's
   * own time for checking it is `snapshotAnswerMs`.
   */
  readonly snapshotStalledMs: number;
  /** From the last byte of a snapshot to its answer. Default 15 min: a large database is checked. */
  readonly snapshotAnswerMs: number;
}

export const DEFAULT_TRANSPORT_LIMITS: TransportLimits = {
  streamQueueMessages: 4096,
  streamQueueBytes: 16 * 1024 * 1024,
  pipelineQueueMessages: 64,
  pipelineQueueBytes: 16 * 1024 * 1024,
  pipelineInFlight: 4,
  messageBytes: 512 * 1024 * 1024,
  snapshotMessageBytes: 64 * 1024 * 1024,
  remotes: 128,
  answerBytes: 16 * 1024,
  redialPaceMs: 100,
  dialTimeoutMs: 1_000,
  stalledMs: 5_000,
  linkHeartbeatMs: 5_000 / 3,
  probeIntervalMs: 4_000,
  postTimeoutMs: 30_000,
  snapshotStalledMs: 60_000,
  snapshotAnswerMs: 900_000,
};

/** The defaults with some replaced. */
export function transportLimits(given: Partial<TransportLimits>): TransportLimits {
  const limits: TransportLimits = { ...DEFAULT_TRANSPORT_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    assert(value > 0, `limit ${name} is ${value}, not above zero`);
  }
  assert(
    limits.linkHeartbeatMs < limits.stalledMs,
    "link heartbeats come no more often than a silent connection is given up",
  );
  return limits;
}
