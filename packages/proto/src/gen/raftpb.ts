// Generated from proto/raftpb.proto by scripts/generate.mjs. Do not edit.

import { type Init, type MessageDescriptor, bigintSize, int64Size, lengthDelimited, Reader, Writer } from "../wire.ts";

/** Open: unknown numbers pass through. */
export const EntryType = {
  EntryNormal: 0,
  EntryConfChange: 1,
  EntryConfChangeV2: 2,
} as const;

/** Open: unknown numbers pass through. */
export const MessageType = {
  MsgHup: 0,
  MsgBeat: 1,
  MsgProp: 2,
  MsgApp: 3,
  MsgAppResp: 4,
  MsgVote: 5,
  MsgVoteResp: 6,
  MsgSnap: 7,
  MsgHeartbeat: 8,
  MsgHeartbeatResp: 9,
  MsgUnreachable: 10,
  MsgSnapStatus: 11,
  MsgCheckQuorum: 12,
  MsgTransferLeader: 13,
  MsgTimeoutNow: 14,
  MsgReadIndex: 15,
  MsgReadIndexResp: 16,
  MsgPreVote: 17,
  MsgPreVoteResp: 18,
  MsgStorageAppend: 19,
  MsgStorageAppendResp: 20,
  MsgStorageApply: 21,
  MsgStorageApplyResp: 22,
  MsgForgetLeader: 23,
} as const;

/** Open: unknown numbers pass through. */
export const ConfChangeTransition = {
  ConfChangeTransitionAuto: 0,
  ConfChangeTransitionJointImplicit: 1,
  ConfChangeTransitionJointExplicit: 2,
} as const;

/** Open: unknown numbers pass through. */
export const ConfChangeType = {
  ConfChangeAddNode: 0,
  ConfChangeRemoveNode: 1,
  ConfChangeUpdateNode: 2,
  ConfChangeAddLearnerNode: 3,
} as const;

export interface Entry {
  Term: number;
  Index: number;
  Type: number;
  Data: Uint8Array | null;
}

export function createEntry(): Entry {
  return { Term: 0, Index: 0, Type: 0, Data: null };
}

export function readEntry(r: Reader, end: number, m: Entry): Entry {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 16:
        m.Term = r.uint64();
        break;
      case 24:
        m.Index = r.uint64();
        break;
      case 8:
        m.Type = r.int32();
        break;
      case 34:
        m.Data = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.Entry. Bytes fields are views of the input. */
export function decodeEntry(bytes: Uint8Array): Entry {
  return readEntry(new Reader(bytes), bytes.length, createEntry());
}

export function sizeEntry(m: Init<Entry>): number {
  let size = 0;
  size += 1 + int64Size((m.Type ?? 0));
  size += 1 + int64Size((m.Term ?? 0));
  size += 1 + int64Size((m.Index ?? 0));
  if (m.Data !== undefined && m.Data !== null) size += 1 + lengthDelimited(m.Data.length);
  return size;
}

export function writeEntry(m: Init<Entry>, w: Writer): void {
  w.uint32(8); w.int64((m.Type ?? 0));
  w.uint32(16); w.int64((m.Term ?? 0));
  w.uint32(24); w.int64((m.Index ?? 0));
  if (m.Data !== undefined && m.Data !== null) { w.uint32(34); w.bytes(m.Data); }
}

export function encodeEntry(m: Init<Entry>): Uint8Array {
  const w = new Writer(sizeEntry(m));
  writeEntry(m, w);
  return w.finish();
}

export interface SnapshotMetadata {
  confState: ConfState | null;
  index: number;
  term: number;
}

export function createSnapshotMetadata(): SnapshotMetadata {
  return { confState: null, index: 0, term: 0 };
}

export function readSnapshotMetadata(r: Reader, end: number, m: SnapshotMetadata): SnapshotMetadata {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.confState = r.nested(readConfState, m.confState ?? createConfState());
        break;
      case 16:
        m.index = r.uint64();
        break;
      case 24:
        m.term = r.uint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.SnapshotMetadata. Bytes fields are views of the input. */
export function decodeSnapshotMetadata(bytes: Uint8Array): SnapshotMetadata {
  return readSnapshotMetadata(new Reader(bytes), bytes.length, createSnapshotMetadata());
}

export function sizeSnapshotMetadata(m: Init<SnapshotMetadata>): number {
  let size = 0;
  if (m.confState !== undefined && m.confState !== null) size += 1 + lengthDelimited(sizeConfState(m.confState));
  size += 1 + int64Size((m.index ?? 0));
  size += 1 + int64Size((m.term ?? 0));
  return size;
}

export function writeSnapshotMetadata(m: Init<SnapshotMetadata>, w: Writer): void {
  if (m.confState !== undefined && m.confState !== null) { w.uint32(10); w.uint32(sizeConfState(m.confState)); writeConfState(m.confState, w); }
  w.uint32(16); w.int64((m.index ?? 0));
  w.uint32(24); w.int64((m.term ?? 0));
}

export function encodeSnapshotMetadata(m: Init<SnapshotMetadata>): Uint8Array {
  const w = new Writer(sizeSnapshotMetadata(m));
  writeSnapshotMetadata(m, w);
  return w.finish();
}

export interface Snapshot {
  data: Uint8Array | null;
  metadata: SnapshotMetadata | null;
}

export function createSnapshot(): Snapshot {
  return { data: null, metadata: null };
}

export function readSnapshot(r: Reader, end: number, m: Snapshot): Snapshot {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.data = r.bytes();
        break;
      case 18:
        m.metadata = r.nested(readSnapshotMetadata, m.metadata ?? createSnapshotMetadata());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.Snapshot. Bytes fields are views of the input. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  return readSnapshot(new Reader(bytes), bytes.length, createSnapshot());
}

export function sizeSnapshot(m: Init<Snapshot>): number {
  let size = 0;
  if (m.data !== undefined && m.data !== null) size += 1 + lengthDelimited(m.data.length);
  if (m.metadata !== undefined && m.metadata !== null) size += 1 + lengthDelimited(sizeSnapshotMetadata(m.metadata));
  return size;
}

export function writeSnapshot(m: Init<Snapshot>, w: Writer): void {
  if (m.data !== undefined && m.data !== null) { w.uint32(10); w.bytes(m.data); }
  if (m.metadata !== undefined && m.metadata !== null) { w.uint32(18); w.uint32(sizeSnapshotMetadata(m.metadata)); writeSnapshotMetadata(m.metadata, w); }
}

export function encodeSnapshot(m: Init<Snapshot>): Uint8Array {
  const w = new Writer(sizeSnapshot(m));
  writeSnapshot(m, w);
  return w.finish();
}

export interface Message {
  type: number;
  to: bigint;
  from: bigint;
  term: number;
  logTerm: number;
  index: number;
  entries: Entry[];
  commit: number;
  vote: bigint;
  snapshot: Snapshot | null;
  reject: boolean;
  rejectHint: number;
  context: Uint8Array | null;
  responses: Message[];
}

export function createMessage(): Message {
  return { type: 0, to: 0n, from: 0n, term: 0, logTerm: 0, index: 0, entries: [], commit: 0, vote: 0n, snapshot: null, reject: false, rejectHint: 0, context: null, responses: [] };
}

export function readMessage(r: Reader, end: number, m: Message): Message {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.type = r.int32();
        break;
      case 16:
        m.to = r.bigUint64();
        break;
      case 24:
        m.from = r.bigUint64();
        break;
      case 32:
        m.term = r.uint64();
        break;
      case 40:
        m.logTerm = r.uint64();
        break;
      case 48:
        m.index = r.uint64();
        break;
      case 58:
        m.entries.push(r.nested(readEntry, createEntry()));
        break;
      case 64:
        m.commit = r.uint64();
        break;
      case 104:
        m.vote = r.bigUint64();
        break;
      case 74:
        m.snapshot = r.nested(readSnapshot, m.snapshot ?? createSnapshot());
        break;
      case 80:
        m.reject = r.bool();
        break;
      case 88:
        m.rejectHint = r.uint64();
        break;
      case 98:
        m.context = r.bytes();
        break;
      case 114:
        m.responses.push(r.nested(readMessage, createMessage()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.Message. Bytes fields are views of the input. */
export function decodeMessage(bytes: Uint8Array): Message {
  return readMessage(new Reader(bytes), bytes.length, createMessage());
}

export function sizeMessage(m: Init<Message>): number {
  let size = 0;
  size += 1 + int64Size((m.type ?? 0));
  size += 1 + bigintSize((m.to ?? 0n));
  size += 1 + bigintSize((m.from ?? 0n));
  size += 1 + int64Size((m.term ?? 0));
  size += 1 + int64Size((m.logTerm ?? 0));
  size += 1 + int64Size((m.index ?? 0));
  if (m.entries !== undefined && m.entries !== null) for (const item of m.entries) size += 1 + lengthDelimited(sizeEntry(item));
  size += 1 + int64Size((m.commit ?? 0));
  if (m.snapshot !== undefined && m.snapshot !== null) size += 1 + lengthDelimited(sizeSnapshot(m.snapshot));
  size += 1 + 1;
  size += 1 + int64Size((m.rejectHint ?? 0));
  if (m.context !== undefined && m.context !== null) size += 1 + lengthDelimited(m.context.length);
  size += 1 + bigintSize((m.vote ?? 0n));
  if (m.responses !== undefined && m.responses !== null) for (const item of m.responses) size += 1 + lengthDelimited(sizeMessage(item));
  return size;
}

export function writeMessage(m: Init<Message>, w: Writer): void {
  w.uint32(8); w.int64((m.type ?? 0));
  w.uint32(16); w.bigInt((m.to ?? 0n));
  w.uint32(24); w.bigInt((m.from ?? 0n));
  w.uint32(32); w.int64((m.term ?? 0));
  w.uint32(40); w.int64((m.logTerm ?? 0));
  w.uint32(48); w.int64((m.index ?? 0));
  if (m.entries !== undefined && m.entries !== null) for (const item of m.entries) { w.uint32(58); w.uint32(sizeEntry(item)); writeEntry(item, w); }
  w.uint32(64); w.int64((m.commit ?? 0));
  if (m.snapshot !== undefined && m.snapshot !== null) { w.uint32(74); w.uint32(sizeSnapshot(m.snapshot)); writeSnapshot(m.snapshot, w); }
  w.uint32(80); w.byte((m.reject ?? false) ? 1 : 0);
  w.uint32(88); w.int64((m.rejectHint ?? 0));
  if (m.context !== undefined && m.context !== null) { w.uint32(98); w.bytes(m.context); }
  w.uint32(104); w.bigInt((m.vote ?? 0n));
  if (m.responses !== undefined && m.responses !== null) for (const item of m.responses) { w.uint32(114); w.uint32(sizeMessage(item)); writeMessage(item, w); }
}

export function encodeMessage(m: Init<Message>): Uint8Array {
  const w = new Writer(sizeMessage(m));
  writeMessage(m, w);
  return w.finish();
}

export interface HardState {
  term: number;
  vote: bigint;
  commit: number;
}

export function createHardState(): HardState {
  return { term: 0, vote: 0n, commit: 0 };
}

export function readHardState(r: Reader, end: number, m: HardState): HardState {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.term = r.uint64();
        break;
      case 16:
        m.vote = r.bigUint64();
        break;
      case 24:
        m.commit = r.uint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.HardState. Bytes fields are views of the input. */
export function decodeHardState(bytes: Uint8Array): HardState {
  return readHardState(new Reader(bytes), bytes.length, createHardState());
}

export function sizeHardState(m: Init<HardState>): number {
  let size = 0;
  size += 1 + int64Size((m.term ?? 0));
  size += 1 + bigintSize((m.vote ?? 0n));
  size += 1 + int64Size((m.commit ?? 0));
  return size;
}

export function writeHardState(m: Init<HardState>, w: Writer): void {
  w.uint32(8); w.int64((m.term ?? 0));
  w.uint32(16); w.bigInt((m.vote ?? 0n));
  w.uint32(24); w.int64((m.commit ?? 0));
}

export function encodeHardState(m: Init<HardState>): Uint8Array {
  const w = new Writer(sizeHardState(m));
  writeHardState(m, w);
  return w.finish();
}

export interface ConfState {
  voters: bigint[];
  learners: bigint[];
  votersOutgoing: bigint[];
  learnersNext: bigint[];
  autoLeave: boolean;
}

export function createConfState(): ConfState {
  return { voters: [], learners: [], votersOutgoing: [], learnersNext: [], autoLeave: false };
}

export function readConfState(r: Reader, end: number, m: ConfState): ConfState {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.voters.push(r.bigUint64());
        break;
      case 10:
        for (const packedEnd = r.packedEnd(); r.position < packedEnd; ) m.voters.push(r.bigUint64());
        break;
      case 16:
        m.learners.push(r.bigUint64());
        break;
      case 18:
        for (const packedEnd = r.packedEnd(); r.position < packedEnd; ) m.learners.push(r.bigUint64());
        break;
      case 24:
        m.votersOutgoing.push(r.bigUint64());
        break;
      case 26:
        for (const packedEnd = r.packedEnd(); r.position < packedEnd; ) m.votersOutgoing.push(r.bigUint64());
        break;
      case 32:
        m.learnersNext.push(r.bigUint64());
        break;
      case 34:
        for (const packedEnd = r.packedEnd(); r.position < packedEnd; ) m.learnersNext.push(r.bigUint64());
        break;
      case 40:
        m.autoLeave = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.ConfState. Bytes fields are views of the input. */
export function decodeConfState(bytes: Uint8Array): ConfState {
  return readConfState(new Reader(bytes), bytes.length, createConfState());
}

export function sizeConfState(m: Init<ConfState>): number {
  let size = 0;
  if (m.voters !== undefined && m.voters !== null) for (const item of m.voters) size += 1 + bigintSize(item);
  if (m.learners !== undefined && m.learners !== null) for (const item of m.learners) size += 1 + bigintSize(item);
  if (m.votersOutgoing !== undefined && m.votersOutgoing !== null) for (const item of m.votersOutgoing) size += 1 + bigintSize(item);
  if (m.learnersNext !== undefined && m.learnersNext !== null) for (const item of m.learnersNext) size += 1 + bigintSize(item);
  size += 1 + 1;
  return size;
}

export function writeConfState(m: Init<ConfState>, w: Writer): void {
  if (m.voters !== undefined && m.voters !== null) for (const item of m.voters) { w.uint32(8); w.bigInt(item); }
  if (m.learners !== undefined && m.learners !== null) for (const item of m.learners) { w.uint32(16); w.bigInt(item); }
  if (m.votersOutgoing !== undefined && m.votersOutgoing !== null) for (const item of m.votersOutgoing) { w.uint32(24); w.bigInt(item); }
  if (m.learnersNext !== undefined && m.learnersNext !== null) for (const item of m.learnersNext) { w.uint32(32); w.bigInt(item); }
  w.uint32(40); w.byte((m.autoLeave ?? false) ? 1 : 0);
}

export function encodeConfState(m: Init<ConfState>): Uint8Array {
  const w = new Writer(sizeConfState(m));
  writeConfState(m, w);
  return w.finish();
}

export interface ConfChange {
  type: number;
  nodeId: bigint;
  context: Uint8Array | null;
  id: bigint;
}

export function createConfChange(): ConfChange {
  return { type: 0, nodeId: 0n, context: null, id: 0n };
}

export function readConfChange(r: Reader, end: number, m: ConfChange): ConfChange {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 16:
        m.type = r.int32();
        break;
      case 24:
        m.nodeId = r.bigUint64();
        break;
      case 34:
        m.context = r.bytes();
        break;
      case 8:
        m.id = r.bigUint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.ConfChange. Bytes fields are views of the input. */
export function decodeConfChange(bytes: Uint8Array): ConfChange {
  return readConfChange(new Reader(bytes), bytes.length, createConfChange());
}

export function sizeConfChange(m: Init<ConfChange>): number {
  let size = 0;
  size += 1 + bigintSize((m.id ?? 0n));
  size += 1 + int64Size((m.type ?? 0));
  size += 1 + bigintSize((m.nodeId ?? 0n));
  if (m.context !== undefined && m.context !== null) size += 1 + lengthDelimited(m.context.length);
  return size;
}

export function writeConfChange(m: Init<ConfChange>, w: Writer): void {
  w.uint32(8); w.bigInt((m.id ?? 0n));
  w.uint32(16); w.int64((m.type ?? 0));
  w.uint32(24); w.bigInt((m.nodeId ?? 0n));
  if (m.context !== undefined && m.context !== null) { w.uint32(34); w.bytes(m.context); }
}

export function encodeConfChange(m: Init<ConfChange>): Uint8Array {
  const w = new Writer(sizeConfChange(m));
  writeConfChange(m, w);
  return w.finish();
}

export interface ConfChangeSingle {
  type: number;
  nodeId: bigint;
}

export function createConfChangeSingle(): ConfChangeSingle {
  return { type: 0, nodeId: 0n };
}

export function readConfChangeSingle(r: Reader, end: number, m: ConfChangeSingle): ConfChangeSingle {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.type = r.int32();
        break;
      case 16:
        m.nodeId = r.bigUint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.ConfChangeSingle. Bytes fields are views of the input. */
export function decodeConfChangeSingle(bytes: Uint8Array): ConfChangeSingle {
  return readConfChangeSingle(new Reader(bytes), bytes.length, createConfChangeSingle());
}

export function sizeConfChangeSingle(m: Init<ConfChangeSingle>): number {
  let size = 0;
  size += 1 + int64Size((m.type ?? 0));
  size += 1 + bigintSize((m.nodeId ?? 0n));
  return size;
}

export function writeConfChangeSingle(m: Init<ConfChangeSingle>, w: Writer): void {
  w.uint32(8); w.int64((m.type ?? 0));
  w.uint32(16); w.bigInt((m.nodeId ?? 0n));
}

export function encodeConfChangeSingle(m: Init<ConfChangeSingle>): Uint8Array {
  const w = new Writer(sizeConfChangeSingle(m));
  writeConfChangeSingle(m, w);
  return w.finish();
}

export interface ConfChangeV2 {
  transition: number;
  changes: ConfChangeSingle[];
  context: Uint8Array | null;
}

export function createConfChangeV2(): ConfChangeV2 {
  return { transition: 0, changes: [], context: null };
}

export function readConfChangeV2(r: Reader, end: number, m: ConfChangeV2): ConfChangeV2 {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.transition = r.int32();
        break;
      case 18:
        m.changes.push(r.nested(readConfChangeSingle, createConfChangeSingle()));
        break;
      case 26:
        m.context = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no raftpb.ConfChangeV2. Bytes fields are views of the input. */
export function decodeConfChangeV2(bytes: Uint8Array): ConfChangeV2 {
  return readConfChangeV2(new Reader(bytes), bytes.length, createConfChangeV2());
}

export function sizeConfChangeV2(m: Init<ConfChangeV2>): number {
  let size = 0;
  size += 1 + int64Size((m.transition ?? 0));
  if (m.changes !== undefined && m.changes !== null) for (const item of m.changes) size += 1 + lengthDelimited(sizeConfChangeSingle(item));
  if (m.context !== undefined && m.context !== null) size += 1 + lengthDelimited(m.context.length);
  return size;
}

export function writeConfChangeV2(m: Init<ConfChangeV2>, w: Writer): void {
  w.uint32(8); w.int64((m.transition ?? 0));
  if (m.changes !== undefined && m.changes !== null) for (const item of m.changes) { w.uint32(18); w.uint32(sizeConfChangeSingle(item)); writeConfChangeSingle(item, w); }
  if (m.context !== undefined && m.context !== null) { w.uint32(26); w.bytes(m.context); }
}

export function encodeConfChangeV2(m: Init<ConfChangeV2>): Uint8Array {
  const w = new Writer(sizeConfChangeV2(m));
  writeConfChangeV2(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  Entry: {
    name: "raftpb.Entry",
    fields: [
      { number: 2, name: "Term", local: "Term", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "Index", local: "Index", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 1, name: "Type", local: "Type", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: EntryType },
      { number: 4, name: "Data", local: "Data", type: "bytes", repeated: false, bigint: false, presence: true, oneof: null, message: null, values: null },
    ],
    create: createEntry,
    decode: decodeEntry,
    encode: encodeEntry as (message: object) => Uint8Array,
  },
  SnapshotMetadata: {
    name: "raftpb.SnapshotMetadata",
    fields: [
      { number: 1, name: "conf_state", local: "confState", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ConfState"]!, values: null },
      { number: 2, name: "index", local: "index", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "term", local: "term", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createSnapshotMetadata,
    decode: decodeSnapshotMetadata,
    encode: encodeSnapshotMetadata as (message: object) => Uint8Array,
  },
  Snapshot: {
    name: "raftpb.Snapshot",
    fields: [
      { number: 1, name: "data", local: "data", type: "bytes", repeated: false, bigint: false, presence: true, oneof: null, message: null, values: null },
      { number: 2, name: "metadata", local: "metadata", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["SnapshotMetadata"]!, values: null },
    ],
    create: createSnapshot,
    decode: decodeSnapshot,
    encode: encodeSnapshot as (message: object) => Uint8Array,
  },
  Message: {
    name: "raftpb.Message",
    fields: [
      { number: 1, name: "type", local: "type", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: MessageType },
      { number: 2, name: "to", local: "to", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "from", local: "from", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "term", local: "term", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "logTerm", local: "logTerm", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 6, name: "index", local: "index", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 7, name: "entries", local: "entries", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Entry"]!, values: null },
      { number: 8, name: "commit", local: "commit", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 13, name: "vote", local: "vote", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 9, name: "snapshot", local: "snapshot", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["Snapshot"]!, values: null },
      { number: 10, name: "reject", local: "reject", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 11, name: "rejectHint", local: "rejectHint", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 12, name: "context", local: "context", type: "bytes", repeated: false, bigint: false, presence: true, oneof: null, message: null, values: null },
      { number: 14, name: "responses", local: "responses", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Message"]!, values: null },
    ],
    create: createMessage,
    decode: decodeMessage,
    encode: encodeMessage as (message: object) => Uint8Array,
  },
  HardState: {
    name: "raftpb.HardState",
    fields: [
      { number: 1, name: "term", local: "term", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "vote", local: "vote", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "commit", local: "commit", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createHardState,
    decode: decodeHardState,
    encode: encodeHardState as (message: object) => Uint8Array,
  },
  ConfState: {
    name: "raftpb.ConfState",
    fields: [
      { number: 1, name: "voters", local: "voters", type: "uint64", repeated: true, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "learners", local: "learners", type: "uint64", repeated: true, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "voters_outgoing", local: "votersOutgoing", type: "uint64", repeated: true, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "learners_next", local: "learnersNext", type: "uint64", repeated: true, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "auto_leave", local: "autoLeave", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createConfState,
    decode: decodeConfState,
    encode: encodeConfState as (message: object) => Uint8Array,
  },
  ConfChange: {
    name: "raftpb.ConfChange",
    fields: [
      { number: 2, name: "type", local: "type", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: ConfChangeType },
      { number: 3, name: "node_id", local: "nodeId", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "context", local: "context", type: "bytes", repeated: false, bigint: false, presence: true, oneof: null, message: null, values: null },
      { number: 1, name: "id", local: "id", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createConfChange,
    decode: decodeConfChange,
    encode: encodeConfChange as (message: object) => Uint8Array,
  },
  ConfChangeSingle: {
    name: "raftpb.ConfChangeSingle",
    fields: [
      { number: 1, name: "type", local: "type", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: ConfChangeType },
      { number: 2, name: "node_id", local: "nodeId", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createConfChangeSingle,
    decode: decodeConfChangeSingle,
    encode: encodeConfChangeSingle as (message: object) => Uint8Array,
  },
  ConfChangeV2: {
    name: "raftpb.ConfChangeV2",
    fields: [
      { number: 1, name: "transition", local: "transition", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: ConfChangeTransition },
      { number: 2, name: "changes", local: "changes", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["ConfChangeSingle"]!, values: null },
      { number: 3, name: "context", local: "context", type: "bytes", repeated: false, bigint: false, presence: true, oneof: null, message: null, values: null },
    ],
    create: createConfChangeV2,
    decode: decodeConfChangeV2,
    encode: encodeConfChangeV2 as (message: object) => Uint8Array,
  },
};
