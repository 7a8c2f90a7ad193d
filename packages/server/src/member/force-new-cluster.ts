/**
 * --force-new-cluster: the member goes on alone with what its log says is committed. It writes
 * entries that remove everybody else and says that they are committed, which is a lie that only an
 * operator may tell: what only the others had is lost. Member and cluster keep their ids, and the
 * others can never come back. Apply specification, 9.1.
 */

import { raftpb } from "@kvorum/proto";
import { encodeConfChangeContext } from "@kvorum/store";

/** A log as it was read: what lies behind its start snapshot. */
export interface ForcedInput {
  readonly memberId: bigint;
  /** Of the start snapshot; null at index 0. */
  readonly confState: Pick<raftpb.ConfState, "voters" | "learners"> | null;
  readonly snapshotIndex: number;
  /** Null where nothing was ever promised. */
  readonly hardState: raftpb.HardState | null;
  /** Ascending from `snapshotIndex` + 1. */
  readonly entries: readonly raftpb.Entry[];
  /** The applied index of the store. */
  readonly consistentIndex: number;
}

export interface ForcedLog {
  /** With the commit index behind the last of `entries`. */
  readonly hardState: raftpb.HardState;
  /** All that is left, with the new ones at the end. */
  readonly entries: readonly raftpb.Entry[];
  /** To be written to the log; they replace what stands at their indices. */
  readonly appended: readonly raftpb.Entry[];
  /** How many entries at the end were not committed, and are given up. */
  readonly droppedCount: number;
  readonly removedIds: readonly bigint[];
}

/** The peer URL of a member that its own configuration does not know. */
const DEFAULT_PEER_URL = "http://localhost:2380";

const { ConfChangeAddNode, ConfChangeAddLearnerNode, ConfChangeRemoveNode } = raftpb.ConfChangeType;

/** What must become of the log. Pure; see `writeForcedLog` for the disk. */
export function forceNewCluster(input: ForcedInput): ForcedLog {
  const { memberId, snapshotIndex, consistentIndex } = input;
  const before = input.hardState ?? raftpb.createHardState();
  const lastIndex = snapshotIndex + input.entries.length;
  const commit = Math.min(Math.max(before.commit, consistentIndex, snapshotIndex), lastIndex);
  const kept = input.entries.slice(0, commit - snapshotIndex);
  const { ids, learners } = idsOf(input, kept);
  const term = Math.max(before.term, kept[kept.length - 1]?.Term ?? 0, 1);
  const changes: raftpb.ConfChange[] = [];
  if (!ids.includes(memberId) || learners.has(memberId)) {
    changes.push({
      id: 0n,
      type: ConfChangeAddNode,
      nodeId: memberId,
      context: ownContext(memberId, learners.has(memberId)),
    });
  }
  const removedIds = ids.filter((id) => id !== memberId);
  for (const nodeId of removedIds) {
    changes.push({ id: 0n, type: ConfChangeRemoveNode, nodeId, context: null });
  }
  const appended = changes.map((change, i) => ({
    Type: raftpb.EntryType.EntryConfChange,
    Term: term,
    Index: commit + 1 + i,
    Data: raftpb.encodeConfChange(change),
  }));
  return {
    hardState: { ...before, term, commit: commit + appended.length },
    entries: [...kept, ...appended],
    appended,
    droppedCount: input.entries.length - kept.length,
    removedIds,
  };
}

/** Everybody whom the configuration names, ascending: voters and learners alike. */
function idsOf(
  input: ForcedInput,
  entries: readonly raftpb.Entry[],
): { ids: readonly bigint[]; learners: ReadonlySet<bigint> } {
  const learners = new Set(input.confState?.learners ?? []);
  const ids = new Set([...(input.confState?.voters ?? []), ...learners]);
  for (const entry of entries) {
    if (entry.Type !== raftpb.EntryType.EntryConfChange || entry.Data === null) continue;
    const { type, nodeId } = raftpb.decodeConfChange(entry.Data);
    if (type === ConfChangeRemoveNode) ids.delete(nodeId);
    else if (type === ConfChangeAddNode || type === ConfChangeAddLearnerNode) ids.add(nodeId);
    else continue;
    if (type === ConfChangeAddLearnerNode) learners.add(nodeId);
    else learners.delete(nodeId);
  }
  return { ids: [...ids].sort((a, b) => (a < b ? -1 : 1)), learners };
}

/** A member that the configuration does not know is added; a learner alone could never lead. */
function ownContext(id: bigint, isLearner: boolean): Uint8Array {
  const peerUrls = isLearner ? [] : [DEFAULT_PEER_URL];
  const member = { id, name: "", peerUrls, clientUrls: [], isLearner: false };
  return encodeConfChangeContext({ member, isPromote: isLearner });
}

/** What is needed of the log. */
export interface ForcedLogWriter {
  append(batch: { entries: readonly raftpb.Entry[]; hardState: raftpb.HardState | null }): void;
  sync(): void;
}

/**
 * Writes it; durable on return. A crash before that leaves entries that are not committed, and the
 * next start with the flag begins anew.
 */
export function writeForcedLog(wal: ForcedLogWriter, forced: ForcedLog): void {
  wal.append({ entries: forced.appended, hardState: forced.hardState });
  wal.sync();
}
