/**
 * Everything that a member owes after its inputs, as one value. Specification: raft.md sections
 * 15 and 16.
 */

import type { ReadState } from "./core.ts";
import type { Entry, HardState, Message, Snapshot } from "./messages.ts";
import type { SoftState } from "./roles.ts";

/**
 * What the driver must do. Everything in it is read-only, and stays valid.
 *
 * Without asyncStorageWrites, in this order:
 * 1. Persist: `snapshot`, then `entries` (dropping any stored entry at or above the first of
 *    them), then `hardState`; sync if `mustSync` or if there is a snapshot. Then tell Storage.
 * 2. Send `messages`, in order. Those of type MsgAppResp, MsgVoteResp and MsgPreVoteResp must not
 *    leave before step 1 is durable; the others may leave at once.
 * 3. Apply: `snapshot` to the state machine (not before it is durable), then `committedEntries` in
 *    order, giving every conf change to applyConfChange().
 * 4. Call advance().
 *
 * With asyncStorageWrites the same work is in two messages for two threads of work, each in order,
 * neither ever dropped, and unordered between them; advance() is not called, and several Readys
 * may be under way:
 * - `storageAppend`: make its entries, its hard state (term, vote, commit; all zero means
 *   unchanged) and its snapshot durable and known to Storage, then deliver its `responses`, in
 *   order: to this member by step(), to others over the network. Without responses it need not
 *   be durable.
 * - `storageApply`: apply its entries, giving every conf change to applyConfChange(), then step()
 *   its response. Nothing need be durable for that.
 * - `messages` may be sent at once.
 *
 * A snapshot replaces the state machine as a whole. What was handed out for application before it
 * and is not applied when the snapshot takes effect must not be applied any more, only answered.
 *
 * A commit index need not be durable by itself, so that after a crash the log may be known to be
 * committed less far than it was applied. Whoever starts again from an older configuration must
 * therefore make the index of a conf change durable before acting on it, or store the
 * configuration with the state machine and skip the conf changes that it contains.
 */
export interface Ready {
  /** Who leads and in which role this member is; null if unchanged. Not to be stored. */
  readonly softState: SoftState | null;
  /** Null if unchanged. */
  readonly hardState: HardState | null;
  /** Local reads that may be served once their index is applied. */
  readonly readStates: readonly ReadState[];
  /** To be appended to the log. May come together with a snapshot, which then goes first. */
  readonly entries: readonly Entry[];
  /** To be stored in place of the whole log; null if there is none. */
  readonly snapshot: Snapshot | null;
  /** To be applied. Without a gap behind those of the Ready before. */
  readonly committedEntries: readonly Entry[];
  /** For other members. */
  readonly messages: readonly Message[];
  /** Entries, or a term or vote, must survive a crash; a commit index alone need not. */
  readonly mustSync: boolean;
  /** asyncStorageWrites only: work for the append thread. */
  readonly storageAppend: Message | null;
  /** asyncStorageWrites only: work for the apply thread. */
  readonly storageApply: Message | null;
}
