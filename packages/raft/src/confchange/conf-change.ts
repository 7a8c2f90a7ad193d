/**
 * Configuration changes as proposals and entries carry them: the older single form and the newer
 * list form, seen as one. Specification: raft.md 13.3 and 13.4.
 */

import { AssertionError } from "@kvorum/base";
import { DecodeError, raftpb } from "@kvorum/proto";
import {
  type ConfChange,
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  type ConfChangeV2,
  createEntry,
  type Entry,
  EntryType,
} from "../messages.ts";

/** Either form; the list form is the one that has `changes`. */
export type AnyConfChange = ConfChange | ConfChangeV2;

/** How a change is carried out. */
export type ChangeKind =
  | { readonly kind: "simple" }
  | { readonly kind: "enter-joint"; readonly autoLeave: boolean }
  | { readonly kind: "leave-joint" };

/** The same change in the list form. */
export function toConfChangeV2(change: AnyConfChange): ConfChangeV2 {
  if ("changes" in change) return change;
  return {
    transition: ConfChangeTransition.ConfChangeTransitionAuto,
    changes: [{ type: change.type, nodeId: change.nodeId }],
    context: change.context,
  };
}

/** An unknown transition is an assertion. */
export function changeKind(change: ConfChangeV2): ChangeKind {
  const { transition, changes } = change;
  if (transition === ConfChangeTransition.ConfChangeTransitionAuto) {
    if (changes.length === 0) return { kind: "leave-joint" };
    return changes.length > 1 ? { kind: "enter-joint", autoLeave: true } : { kind: "simple" };
  }
  switch (transition) {
    case ConfChangeTransition.ConfChangeTransitionJointImplicit:
      return { kind: "enter-joint", autoLeave: true };
    case ConfChangeTransition.ConfChangeTransitionJointExplicit:
      return { kind: "enter-joint", autoLeave: false };
    default:
      throw new AssertionError(`unknown conf change transition ${transition}`);
  }
}

/** The entry that proposes a change: the older form travels as the older entry type. */
export function encodeConfChange(change: AnyConfChange): Entry {
  if ("changes" in change) {
    return createEntry(EntryType.EntryConfChangeV2, raftpb.encodeConfChangeV2(change));
  }
  return createEntry(EntryType.EntryConfChange, raftpb.encodeConfChange(change));
}

/** The proposal by which a leader leaves a joint configuration: no data at all. */
export function leaveJointEntry(): Entry {
  return createEntry(EntryType.EntryConfChangeV2, null);
}

export function isConfChangeEntry(entry: Entry): boolean {
  return entry.Type === EntryType.EntryConfChange || entry.Type === EntryType.EntryConfChangeV2;
}

/** The change in an entry that isConfChangeEntry() accepts. Damaged data is an assertion. */
export function decodeConfChange(entry: Entry): AnyConfChange {
  const data = entry.Data ?? new Uint8Array(0);
  try {
    return entry.Type === EntryType.EntryConfChange
      ? raftpb.decodeConfChange(data)
      : raftpb.decodeConfChangeV2(data);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new AssertionError(
      `entry ${entry.Term}/${entry.Index} holds no conf change: ${error.message}`,
    );
  }
}

const operationLetters: { readonly [type: number]: string } = {
  [ConfChangeType.ConfChangeAddNode]: "v",
  [ConfChangeType.ConfChangeAddLearnerNode]: "l",
  [ConfChangeType.ConfChangeRemoveNode]: "r",
  [ConfChangeType.ConfChangeUpdateNode]: "u",
};

/** The short form of a list of changes, such as `v1 l4 r2`; ids are decimal. */
export function renderOperations(changes: readonly ConfChangeSingle[]): string {
  return changes
    .map((change) => `${operationLetters[change.type] ?? "unknown"}${change.nodeId}`)
    .join(" ");
}
