/**
 * What the store hands back: an answer to one request, and the outcome of one log entry.
 */

import type { RequestError, raftpb } from "@kvorum/proto";

/**
 * The answer to one request.
 *
 * `body` is the encoded response message without its header field (field 1); the server puts its
 * own header in front. Immutable, and kept by whoever needs it.
 */
export interface Answer {
  /** header.revision; 0 where the header carries none. */
  readonly revision: number;
  readonly body: Uint8Array;
}

/** What applying one log entry did. */
export interface ApplyOutcome {
  /** Id that a local caller may wait for; 0n for an empty entry. For a ConfChange, its id. */
  readonly requestId: bigint;
  /** Null for replays, empty entries, conf changes and failures. */
  readonly answer: Answer | null;
  /** The request failed; nothing changed, except for NoSpace with `raiseNoSpace` set. */
  readonly error: RequestError | null;
  /**
   * For entries of type ConfChange: the change to hand to raft. A refused change (then `error` is
   * set) comes with node id 0, so that raft opens its gate again without changing anything.
   */
  readonly confChange: raftpb.ConfChange | null;
  /** The write went over the quota: the member must propose the NOSPACE alarm for itself. */
  readonly raiseNoSpace: boolean;
  /** For a compaction that succeeded: the revision whose background deletion is now due. */
  readonly compaction: CompactionRequested | null;
  /** The entry was skipped as already contained in the backend (index <= consistent index). */
  readonly isReplay: boolean;
}

export interface CompactionRequested {
  readonly revision: number;
  /** The caller wants its answer only after the background deletion is committed. */
  readonly isPhysical: boolean;
}
