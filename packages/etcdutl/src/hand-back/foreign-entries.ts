/**
 * Entries that stand in the log, are not applied yet, and would end a member of the target release:
 * they are applied to the copy of the store, so that the log that is written begins behind them.
 */

import { assert } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import type { Store } from "@kvorum/store";
import { HandBackError } from "./hand-back-error.ts";
import type { Release } from "./release.ts";

/**
 * Applies the entries up to the last one that the release cannot apply itself.
 * @throws HandBackError where nobody can tell whether that one is committed.
 */
export function applyForeign(task: {
  store: Store;
  entries: readonly raftpb.Entry[];
  hardState: raftpb.HardState | null;
  release: Release;
  memberId: bigint;
  log: (message: string, fields: { [name: string]: string | number }) => void;
}): void {
  const { store, entries, hardState, release, memberId, log } = task;
  let position = entries.length - 1;
  let reason: string | null = null;
  for (; position >= 0; position--) {
    reason = release.refusal(entries[position]!);
    if (reason !== null) break;
  }
  if (position < 0) return;
  const last = entries[position]!.Index;
  const { voters } = store.confState ?? { voters: [] };
  // Alone, a member commits everything that it finds in its log.
  const isAlone = voters.length === 1 && voters[0] === memberId;
  const commit = isAlone ? last : Math.max(hardState?.commit ?? 0, store.appliedIndex);
  if (last > commit) {
    throw new HandBackError(
      `${release.text} cannot apply entry ${last} (${reason}), and the member's data do not say ` +
        "whether it is committed; stop the whole cluster in good order and try again",
    );
  }
  log("applying entries that the release cannot apply", { last, reason: reason! });
  for (const entry of entries.slice(0, position + 1)) applyEntry(store, entry);
}

function applyEntry(store: Store, entry: raftpb.Entry): void {
  const { Index: index, Term: term, Type: type, Data: data } = entry;
  const { confChange } = store.apply({ index, term, type, data }, { nowMs: 0 });
  if (confChange === null) return;
  const { ConfChangeAddNode, ConfChangeAddLearnerNode, ConfChangeRemoveNode } =
    raftpb.ConfChangeType;
  const { nodeId } = confChange;
  const before = store.confState ?? { voters: [], learners: [] };
  if (nodeId === 0n || confChange.type === raftpb.ConfChangeType.ConfChangeUpdateNode) return;
  const others = (ids: readonly bigint[]): bigint[] => ids.filter((id) => id !== nodeId);
  const voters = others(before.voters);
  const learners = others(before.learners);
  if (confChange.type === ConfChangeAddNode) voters.push(nodeId);
  else if (confChange.type === ConfChangeAddLearnerNode) learners.push(nodeId);
  else assert(confChange.type === ConfChangeRemoveNode, `conf change ${confChange.type}`);
  const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : 1);
  store.setConfState({ voters: voters.sort(ascending), learners: learners.sort(ascending) });
}
