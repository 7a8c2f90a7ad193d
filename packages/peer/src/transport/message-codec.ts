/**
 * raftpb.Message to and from its wire form. Peer protocol, section 9.
 *
 * Written: fields 1 to 8 and 10, 11 always, in order of number, as members from 3.4 to 3.6 write
 * them; the snapshot (9) and the context (12) only where there is one; never the fields of local
 * storage messages (13, 14). Every release reads that. The encoder is not the generated one because
 * it writes into the stream's own buffer, in one pass.
 *
 * Read: whatever the generated decoder reads. Numbers beyond 2^53 cannot be honest and are refused.
 * Bytes are views of the input.
 */

import { DecodeError, int64Size, raftpb, varintSize } from "@kvorum/proto";
import type { OutputBuffer } from "./output-buffer.ts";

const { MessageType } = raftpb;

/** Everything of a message but entries, snapshot and context; all fields at their longest. */
const FIXED_FIELDS_BYTES = 96;
/** Type, term, index and the head of the data at their longest. */
const ENTRY_FIELDS_BYTES = 48;

/** Bytes of an entry as `writeEntry` writes it. */
export function entrySize(entry: raftpb.Entry): number {
  const data = entry.Data;
  const size = 3 + int64Size(entry.Type) + int64Size(entry.Term) + int64Size(entry.Index);
  return data === null ? size : size + 1 + varintSize(data.length) + data.length;
}

export function writeEntry(entry: raftpb.Entry, output: OutputBuffer): void {
  const data = entry.Data;
  output.reserve(ENTRY_FIELDS_BYTES + (data === null ? 0 : data.length));
  output.byte(0x08);
  output.varint(entry.Type);
  output.byte(0x10);
  output.varint(entry.Term);
  output.byte(0x18);
  output.varint(entry.Index);
  if (data !== null) {
    output.byte(0x22);
    output.varint(data.length);
    output.append(data);
  }
}

export function writeMessage(message: raftpb.Message, output: OutputBuffer): void {
  output.reserve(FIXED_FIELDS_BYTES);
  output.byte(0x08);
  output.varint(message.type);
  output.byte(0x10);
  output.bigVarint(message.to);
  output.byte(0x18);
  output.bigVarint(message.from);
  output.byte(0x20);
  output.varint(message.term);
  output.byte(0x28);
  output.varint(message.logTerm);
  output.byte(0x30);
  output.varint(message.index);
  const entries = message.entries;
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    output.reserve(ENTRY_FIELDS_BYTES);
    output.byte(0x3a);
    output.varint(entrySize(entry));
    writeEntry(entry, output);
  }
  output.reserve(FIXED_FIELDS_BYTES);
  output.byte(0x40);
  output.varint(message.commit);
  if (message.snapshot !== null) {
    writeBytes(0x4a, raftpb.encodeSnapshot(message.snapshot), output);
  }
  output.byte(0x50);
  output.byte(message.reject ? 1 : 0);
  output.byte(0x58);
  output.varint(message.rejectHint);
  if (message.context !== null && message.context.length > 0) {
    writeBytes(0x62, message.context, output);
  }
}

/** Leaves room for the fixed fields that may follow. */
function writeBytes(tag: number, value: Uint8Array, output: OutputBuffer): void {
  output.reserve(FIXED_FIELDS_BYTES + value.length);
  output.byte(tag);
  output.varint(value.length);
  output.append(value);
}

/** @throws DecodeError on bytes that are no message, or none that raft could have sent. */
export function readMessage(bytes: Uint8Array): raftpb.Message {
  const message = raftpb.decodeMessage(bytes);
  if (
    !Number.isSafeInteger(message.term) ||
    !Number.isSafeInteger(message.logTerm) ||
    !Number.isSafeInteger(message.index) ||
    !Number.isSafeInteger(message.commit) ||
    !Number.isSafeInteger(message.rejectHint)
  ) {
    throw new DecodeError("number beyond 2^53 in a raft message");
  }
  const entries = message.entries;
  for (let i = 0; i < entries.length; i++) checkEntry(entries[i]!);
  // Members up to 3.6 write an empty snapshot into every message.
  if (message.snapshot !== null && (message.snapshot.metadata?.index ?? 0) === 0) {
    message.snapshot = null;
  }
  return message;
}

/** @throws DecodeError as readMessage. */
export function readEntry(bytes: Uint8Array): raftpb.Entry {
  const entry = raftpb.decodeEntry(bytes);
  checkEntry(entry);
  return entry;
}

function checkEntry(entry: raftpb.Entry): void {
  if (!Number.isSafeInteger(entry.Term) || !Number.isSafeInteger(entry.Index)) {
    throw new DecodeError("number beyond 2^53 in a raft entry");
  }
  if (entry.Type < 0) throw new DecodeError(`type ${entry.Type} of a raft entry`);
}

/** Proof of life of a message stream; in either of its two lengths. */
export function isLinkHeartbeat(message: raftpb.Message): boolean {
  return message.type === MessageType.MsgHeartbeat && message.from === 0n && message.to === 0n;
}

/** Messages that never cross a network, in either direction: local ones and unknown ones. */
export function isLocalType(type: number): boolean {
  switch (type) {
    case MessageType.MsgHup:
    case MessageType.MsgBeat:
    case MessageType.MsgUnreachable:
    case MessageType.MsgSnapStatus:
    case MessageType.MsgCheckQuorum:
    case MessageType.MsgStorageAppend:
    case MessageType.MsgStorageAppendResp:
    case MessageType.MsgStorageApply:
    case MessageType.MsgStorageApplyResp:
      return true;
    default:
      return type < 0 || type > MessageType.MsgForgetLeader;
  }
}
