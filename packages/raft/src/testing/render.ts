/** Messages, entries and Readys as text. Specification: raft-testdata.md sections 6 and 7. */

import {
  decodeConfChange,
  isConfChangeEntry,
  renderOperations,
  toConfChangeV2,
} from "../confchange/conf-change.ts";
import { messageTypeName } from "../events.ts";
import {
  type Entry,
  EntryType,
  type HardState,
  isEmptyHardState,
  isEmptySnapshot,
  LOCAL_APPEND_THREAD,
  LOCAL_APPLY_THREAD,
  type Message,
  NONE,
  type Snapshot,
} from "../messages.ts";
import { quoteBytes } from "../quoted-bytes.ts";
import type { Ready } from "../ready.ts";
import { roleNames } from "../roles.ts";
import type { Progress } from "../tracker/progress.ts";
import { renderProgress } from "../tracker/progress.ts";

export function renderReady(ready: Ready): string {
  let text = "";
  const { softState, hardState, readStates, entries, snapshot, committedEntries } = ready;
  if (softState !== null) {
    text += `Lead:${softState.lead} State:${roleNames[softState.role]}\n`;
  }
  if (hardState !== null && !isEmptyHardState(hardState)) {
    text += `HardState ${renderHardState(hardState)}\n`;
  }
  if (readStates.length > 0) {
    const states = readStates.map(({ index, context }) => `{${index} [${context.join(" ")}]}`);
    text += `ReadStates [${states.join(" ")}]\n`;
  }
  if (entries.length > 0) text += `Entries:\n${renderLines(entries, renderEntry)}`;
  if (snapshot !== null && !isEmptySnapshot(snapshot)) {
    text += `Snapshot ${renderSnapshot(snapshot)}\n`;
  }
  if (committedEntries.length > 0) {
    text += `CommittedEntries:\n${renderLines(committedEntries, renderEntry)}`;
  }
  const messages = outgoing(ready);
  if (messages.length > 0) {
    text += `Messages:\n${renderLines(messages, (message) => renderMessage(message))}`;
  }
  return text === "" ? "<empty Ready>" : `Ready MustSync=${ready.mustSync}:\n${text}`;
}

/** Everything that a Ready sends, local work behind the rest, as etcd's Ready lists it. */
export function outgoing(ready: Ready): Message[] {
  const messages = [...ready.messages];
  if (ready.storageAppend !== null) messages.push(ready.storageAppend);
  if (ready.storageApply !== null) messages.push(ready.storageApply);
  return messages;
}

function renderLines<T>(items: readonly T[], render: (item: T) => string): string {
  return items.map((item) => `${render(item)}\n`).join("");
}

export function renderMessage(message: Message, indent = ""): string {
  let text =
    `${indent}${renderAddress(message.from)}->${renderAddress(message.to)} ` +
    `${messageTypeName(message.type)} Term:${message.term} Log:${message.logTerm}/${message.index}`;
  if (message.reject) text += ` Rejected (Hint: ${message.rejectHint})`;
  if (message.commit !== 0) text += ` Commit:${message.commit}`;
  if (message.vote !== NONE) text += ` Vote:${message.vote}`;
  const { entries, snapshot, responses } = message;
  if (entries.length === 1) {
    text += ` Entries:[${renderEntry(entries[0]!)}]`;
  } else if (entries.length > 1) {
    const lines = entries.map((entry) => `\n${indent}  ${renderEntry(entry)}`);
    text += ` Entries:[${lines.join("")}\n${indent}]`;
  }
  if (snapshot !== null && !isEmptySnapshot(snapshot)) {
    text += `\n${indent}  Snapshot: ${renderSnapshot(snapshot)}`;
  }
  if (responses.length > 0) {
    const lines = responses.map((response) => `\n${renderMessage(response, `${indent}  `)}`);
    text += ` Responses:[${lines.join("")}\n${indent}]`;
  }
  return text;
}

function renderAddress(id: bigint): string {
  if (id === NONE) return "None";
  if (id === LOCAL_APPEND_THREAD) return "AppendThread";
  if (id === LOCAL_APPLY_THREAD) return "ApplyThread";
  return id.toString(16);
}

export function renderEntry(entry: Entry): string {
  const { EntryNormal, EntryConfChange } = EntryType;
  const name =
    entry.Type === EntryNormal
      ? "EntryNormal"
      : entry.Type === EntryConfChange
        ? "EntryConfChange"
        : "EntryConfChangeV2";
  const payload = isConfChangeEntry(entry)
    ? renderOperations(toConfChangeV2(decodeConfChange(entry)).changes)
    : quoteBytes(entry.Data ?? new Uint8Array(0));
  return `${entry.Term}/${entry.Index} ${name}${payload === "" ? "" : ` ${payload}`}`;
}

export function renderHardState(state: HardState): string {
  const vote = state.vote === NONE ? "" : ` Vote:${state.vote}`;
  return `Term:${state.term}${vote} Commit:${state.commit}`;
}

export function renderSnapshot(snapshot: Snapshot): string {
  const { index, term, confState } = snapshot.metadata!;
  const list = (ids: readonly bigint[] | undefined): string => `[${(ids ?? []).join(" ")}]`;
  return (
    `Index:${index} Term:${term} ConfState:Voters:${list(confState?.voters)} ` +
    `VotersOutgoing:${list(confState?.votersOutgoing)} Learners:${list(confState?.learners)} ` +
    `LearnersNext:${list(confState?.learnersNext)} AutoLeave:${confState?.autoLeave ?? false}`
  );
}

/** One line for each member, ascending. */
export function renderProgressMap(members: readonly Progress[]): string {
  return renderLines(members, (progress) => `${progress.id}: ${renderProgress(progress)}`);
}
