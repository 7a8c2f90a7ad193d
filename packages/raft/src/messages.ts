/**
 * The vocabulary of the core: raftpb's shapes under short names, the reserved ids, the classes of
 * message types, and the size of an entry. Specification: raft.md sections 1.5 and 2.
 *
 * Messages and entries are plain objects and are read-only once they have been handed over, in
 * either direction: the log, several messages and the driver may all hold the same entry.
 */

import { raftpb } from "@kvorum/proto";

export type Entry = raftpb.Entry;
export type Message = raftpb.Message;
export type HardState = raftpb.HardState;
export type Snapshot = raftpb.Snapshot;
export type ConfState = raftpb.ConfState;
export type ConfChange = raftpb.ConfChange;
export type ConfChangeSingle = raftpb.ConfChangeSingle;
export type ConfChangeV2 = raftpb.ConfChangeV2;

export const EntryType = raftpb.EntryType;
export const MessageType = raftpb.MessageType;
export const ConfChangeType = raftpb.ConfChangeType;
export const ConfChangeTransition = raftpb.ConfChangeTransition;

/** No member: an unknown leader, an unused vote. Never the id of a member. */
export const NONE = 0n;
/** Address of the driver's append thread. Never the id of a member. */
export const LOCAL_APPEND_THREAD = 0xffff_ffff_ffff_ffffn;
/** Address of the driver's apply thread. Never the id of a member. */
export const LOCAL_APPLY_THREAD = 0xffff_ffff_ffff_fffen;

export function isLocalThread(id: bigint): boolean {
  return id === LOCAL_APPEND_THREAD || id === LOCAL_APPLY_THREAD;
}

/** A message with every other field at its default; the caller fills in what its type uses. */
export function createMessage(type: number, to: bigint): Message {
  return {
    type,
    to,
    from: NONE,
    term: 0,
    logTerm: 0,
    index: 0,
    entries: [],
    commit: 0,
    vote: NONE,
    snapshot: null,
    reject: false,
    rejectHint: 0,
    context: null,
    responses: [],
  };
}

/** An entry as a proposer hands it in: term and index are given by the leader. */
export function createEntry(type: number, data: Uint8Array | null): Entry {
  return { Term: 0, Index: 0, Type: type, Data: data };
}

/** One flag for each message type, indexed by its number. */
export function typeTable(types: readonly number[]): readonly boolean[] {
  const table: boolean[] = [];
  for (let type = 0; type <= MessageType.MsgForgetLeader; type++) table.push(types.includes(type));
  return table;
}

const localTypes = typeTable([
  MessageType.MsgHup,
  MessageType.MsgBeat,
  MessageType.MsgUnreachable,
  MessageType.MsgSnapStatus,
  MessageType.MsgCheckQuorum,
  MessageType.MsgStorageAppend,
  MessageType.MsgStorageAppendResp,
  MessageType.MsgStorageApply,
  MessageType.MsgStorageApplyResp,
]);

const responseTypes = typeTable([
  MessageType.MsgAppResp,
  MessageType.MsgVoteResp,
  MessageType.MsgHeartbeatResp,
  MessageType.MsgUnreachable,
  MessageType.MsgReadIndexResp,
  MessageType.MsgPreVoteResp,
  MessageType.MsgStorageAppendResp,
  MessageType.MsgStorageApplyResp,
]);

/** True for the types that never come from the network; a transport must refuse them. */
export function isLocalType(type: number): boolean {
  return localTypes[type] ?? false;
}

/** True for answers, which only a member of the configuration can give. */
export function isResponseType(type: number): boolean {
  return responseTypes[type] ?? false;
}

/** True for the promises that may leave only after what they promise is durable. */
export function isGatedType(type: number): boolean {
  return (
    type === MessageType.MsgAppResp ||
    type === MessageType.MsgVoteResp ||
    type === MessageType.MsgPreVoteResp
  );
}

/** Encoded size in bytes, with the type always present, as our encoder writes entries. */
export function entrySizeBytes(entry: Entry): number {
  const data = entry.Data;
  const size = 4 + counterSize(entry.Term) + counterSize(entry.Index);
  if (data === null) return size;
  return size + 1 + counterSize(data.length) + data.length;
}

export function entriesSizeBytes(entries: readonly Entry[]): number {
  let size = 0;
  for (let i = 0; i < entries.length; i++) size += entrySizeBytes(entries[i]!);
  return size;
}

export function payloadSizeBytes(entries: readonly Entry[]): number {
  let size = 0;
  for (let i = 0; i < entries.length; i++) size += entries[i]!.Data?.length ?? 0;
  return size;
}

/** Bytes of a varint; thresholds instead of a loop because this runs for every entry moved. */
function counterSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  if (value < 0x1000_0000) return 4;
  if (value < 0x8_0000_0000) return 5;
  if (value < 0x400_0000_0000) return 6;
  if (value < 0x2_0000_0000_0000) return 7;
  return 8;
}

/** How many leading entries fit: at least one if there is any, then as many as stay within. */
export function countWithin(entries: readonly Entry[], maxBytes: number): number {
  let size = 0;
  for (let i = 0; i < entries.length; i++) {
    size += entrySizeBytes(entries[i]!);
    if (size > maxBytes && i > 0) return i;
  }
  return entries.length;
}

export function snapshotIndex(snapshot: Snapshot): number {
  return snapshot.metadata?.index ?? 0;
}

export function snapshotTerm(snapshot: Snapshot): number {
  return snapshot.metadata?.term ?? 0;
}

export function isEmptySnapshot(snapshot: Snapshot | null): boolean {
  return snapshot === null || snapshotIndex(snapshot) === 0;
}

export function isEmptyHardState(state: HardState): boolean {
  return state.term === 0 && state.vote === NONE && state.commit === 0;
}
