/**
 * Proposals at the leader: checks, the quota on the uncommitted tail, the guards around conf
 * changes. Specification: raft.md sections 12 and 13.5.
 */

import { AssertionError } from "@kvorum/base";
import {
  changeKind,
  decodeConfChange,
  isConfChangeEntry,
  toConfChangeV2,
} from "./confchange/conf-change.ts";
import type { Core } from "./core.ts";
import { type ConfChangeV2, createEntry, type Entry, EntryType, NONE } from "./messages.ts";
import { broadcastAppend } from "./sending.ts";
import { isJoint } from "./tracker/configuration.ts";

/**
 * Appends entries at the leader and sends them out. The entries must be this core's own: they get
 * term and index in place. False if the proposal is dropped.
 */
export function proposeEntries(core: Core, entries: Entry[]): boolean {
  if (entries.length === 0) throw new AssertionError("a proposal without entries");
  // A leader that was removed has no say in what is appended.
  if (core.tracker.self === null) return false;
  if (core.leadTransferee !== NONE) {
    core.events.event({
      kind: "proposal-during-transfer",
      id: core.id,
      term: core.term,
      transferee: core.leadTransferee,
    });
    return false;
  }
  for (let i = 0; i < entries.length; i++) {
    if (isConfChangeEntry(entries[i]!)) guardConfChange(core, entries, i);
  }
  if (!core.appendEntries(entries)) return false;
  broadcastAppend(core);
  return true;
}

/** A conf change that must not be appended now is replaced by an empty entry. */
function guardConfChange(core: Core, entries: Entry[], position: number): void {
  const change = toConfChangeV2(decodeConfChange(entries[position]!));
  changeKind(change); // An unknown transition must not enter the log.
  const reason = core.config.disableConfChangeValidation ? null : refusalReason(core, change);
  if (reason === null) {
    core.pendingConfIndex = core.log.lastIndex() + position + 1;
    return;
  }
  core.events.event({
    kind: "conf-change-refused",
    id: core.id,
    change,
    configuration: core.tracker.configuration,
    reason,
  });
  entries[position] = createEntry(EntryType.EntryNormal, null);
}

function refusalReason(core: Core, change: ConfChangeV2): string | null {
  const { applied } = core.log;
  if (core.pendingConfIndex > applied) {
    return `possible unapplied conf change at index ${core.pendingConfIndex} (applied to ${applied})`;
  }
  if (isJoint(core.tracker.configuration)) {
    // An empty change that asks for a joint configuration would pass upstream, and crash there.
    const isLeaving = changeKind(change).kind === "leave-joint";
    return isLeaving ? null : "must transition out of joint config first";
  }
  const isEmpty = change.changes.length === 0;
  return isEmpty ? "not in joint state; refusing empty conf change" : null;
}
