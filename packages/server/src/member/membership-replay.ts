/**
 * Membership and raft's configuration at an index, from a snapshot and the log behind it. A Go
 * member of 3.4 or 3.5 has them nowhere else: the records in its database are a shadow that may
 * run ahead of the keys or be stale. Disk format, 2.1; apply, 3 and 4.1.
 *
 * The verdicts on configuration changes are those of apply, since the same code gives them.
 */

import { AssertionError } from "@kvorum/base";
import { DecodeError, membershippb, raftpb } from "@kvorum/proto";
import { MemoryBackend } from "@kvorum/storage";
import {
  decodeV2Request,
  EntryParser,
  Members,
  type MembershipState,
  RequestField,
  type StoredConfState,
} from "@kvorum/store";

export interface MembershipAt {
  readonly membership: MembershipState;
  readonly confState: StoredConfState;
}

/** An entry that no member of this version can apply. */
export class UnsupportedEntry extends Error {
  override readonly name = "UnsupportedEntry";
  readonly index: number;

  constructor(index: number, reason: string) {
    super(`entry ${index}: ${reason}`);
    this.index = index;
  }
}

const { EntryConfChange, EntryNormal } = raftpb.EntryType;
const { ConfChangeAddNode, ConfChangeAddLearnerNode, ConfChangeRemoveNode } = raftpb.ConfChangeType;

/**
 * The state at `index`. All entries are looked at, also those behind it.
 * @throws UnsupportedEntry on v2 user data, joint changes, and bytes that are no request;
 * CorruptionError on a configuration change that cannot be read.
 */
export function replayMembership(options: {
  /** What the snapshot holds that the entries follow. */
  readonly start: MembershipAt;
  readonly entries: readonly raftpb.Entry[];
  readonly index: number;
  readonly maxLearners: number;
}): MembershipAt {
  const { start, entries, index, maxLearners } = options;
  const members = new Members({ backend: new MemoryBackend(), maxLearners });
  members.replace(start.membership);
  const voters = new Set(start.confState.voters);
  const learners = new Set(start.confState.learners);
  const parser = new EntryParser();
  const unsupported = (entry: raftpb.Entry, reason: string): UnsupportedEntry =>
    new UnsupportedEntry(entry.Index, reason);
  for (const entry of entries) {
    if (entry.Type !== EntryNormal && entry.Type !== EntryConfChange) {
      throw unsupported(entry, `it has type ${entry.Type}`);
    }
    if (entry.Data === null || entry.Data.length === 0) continue;
    const isWanted = entry.Index <= index;
    try {
      if (entry.Type === EntryConfChange) {
        if (isWanted) changeConfiguration(entry.Data);
        continue;
      }
      parser.parse(entry.Data);
      if (parser.isV2) applyV2(entry.Data, isWanted);
      else if (isWanted) applySetter();
    } catch (error) {
      const isUnreadable =
        error instanceof DecodeError ||
        error instanceof AssertionError ||
        error instanceof SyntaxError;
      throw isUnreadable ? unsupported(entry, error.message) : error;
    }
  }
  const { list, removedIds, clusterVersion } = members;
  return {
    membership: { members: list, removedIds, clusterVersion },
    confState: { voters: ascending(voters), learners: ascending(learners) },
  };

  function changeConfiguration(data: Uint8Array): void {
    const change = raftpb.decodeConfChange(data);
    if (members.checkConfChange(change) !== null) return;
    members.applyConfChange(change, { isPersistent: true });
    const { type, nodeId } = change;
    if (type === ConfChangeRemoveNode) voters.delete(nodeId);
    if (type === ConfChangeRemoveNode || type === ConfChangeAddNode) learners.delete(nodeId);
    if (type === ConfChangeAddNode) voters.add(nodeId);
    if (type === ConfChangeAddLearnerNode) learners.add(nodeId);
  }

  function applyV2(data: Uint8Array, isWanted: boolean): void {
    const { command } = decodeV2Request(data);
    if (!isWanted) return;
    if (command.kind === "version") {
      members.setClusterVersion(command.version, { isPersistent: true });
    } else if (command.kind === "attributes") {
      members.setAttributes({ id: command.memberId, ...command.value }, { isPersistent: true });
    }
  }

  function applySetter(): void {
    if (parser.field === RequestField.CLUSTER_VERSION_SET) {
      const { ver } = membershippb.decodeClusterVersionSetRequest(parser.body);
      members.setClusterVersion(ver, { isPersistent: true });
    } else if (parser.field === RequestField.CLUSTER_MEMBER_ATTR_SET) {
      const request = membershippb.decodeClusterMemberAttrSetRequest(parser.body);
      const { name, clientUrls } = request.memberAttributes ?? { name: "", clientUrls: [] };
      members.setAttributes({ id: request.memberID, name, clientUrls }, { isPersistent: true });
    }
  }
}

function ascending(ids: ReadonlySet<bigint>): bigint[] {
  return [...ids].sort((a, b) => (a < b ? -1 : 1));
}
