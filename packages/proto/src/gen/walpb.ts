// Generated from proto/walpb.proto by scripts/generate.mjs. Do not edit.

import { type Init, type MessageDescriptor, int64Size, lengthDelimited, varintSize, Reader, Writer } from "../wire.ts";
import * as raftpb from "./raftpb.ts";

export interface Record {
  type: number;
  crc: number;
  data: Uint8Array | null;
}

export function createRecord(): Record {
  return { type: 0, crc: 0, data: null };
}

export function readRecord(r: Reader, end: number, m: Record): Record {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.type = r.int64();
        break;
      case 16:
        m.crc = r.uint32();
        break;
      case 26:
        m.data = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no walpb.Record. Bytes fields are views of the input. */
export function decodeRecord(bytes: Uint8Array): Record {
  return readRecord(new Reader(bytes), bytes.length, createRecord());
}

export function sizeRecord(m: Init<Record>): number {
  let size = 0;
  size += 1 + int64Size((m.type ?? 0));
  size += 1 + varintSize((m.crc ?? 0));
  if (m.data !== undefined && m.data !== null) size += 1 + lengthDelimited(m.data.length);
  return size;
}

export function writeRecord(m: Init<Record>, w: Writer): void {
  w.uint32(8); w.int64((m.type ?? 0));
  w.uint32(16); w.uint32((m.crc ?? 0));
  if (m.data !== undefined && m.data !== null) { w.uint32(26); w.bytes(m.data); }
}

export function encodeRecord(m: Init<Record>): Uint8Array {
  const w = new Writer(sizeRecord(m));
  writeRecord(m, w);
  return w.finish();
}

export interface Snapshot {
  index: number;
  term: number;
  confState: raftpb.ConfState | null;
}

export function createSnapshot(): Snapshot {
  return { index: 0, term: 0, confState: null };
}

export function readSnapshot(r: Reader, end: number, m: Snapshot): Snapshot {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.index = r.uint64();
        break;
      case 16:
        m.term = r.uint64();
        break;
      case 26:
        m.confState = r.nested(raftpb.readConfState, m.confState ?? raftpb.createConfState());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no walpb.Snapshot. Bytes fields are views of the input. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  return readSnapshot(new Reader(bytes), bytes.length, createSnapshot());
}

export function sizeSnapshot(m: Init<Snapshot>): number {
  let size = 0;
  size += 1 + int64Size((m.index ?? 0));
  size += 1 + int64Size((m.term ?? 0));
  if (m.confState !== undefined && m.confState !== null) size += 1 + lengthDelimited(raftpb.sizeConfState(m.confState));
  return size;
}

export function writeSnapshot(m: Init<Snapshot>, w: Writer): void {
  w.uint32(8); w.int64((m.index ?? 0));
  w.uint32(16); w.int64((m.term ?? 0));
  if (m.confState !== undefined && m.confState !== null) { w.uint32(26); w.uint32(raftpb.sizeConfState(m.confState)); raftpb.writeConfState(m.confState, w); }
}

export function encodeSnapshot(m: Init<Snapshot>): Uint8Array {
  const w = new Writer(sizeSnapshot(m));
  writeSnapshot(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  Record: {
    name: "walpb.Record",
    fields: [
      { number: 1, name: "type", local: "type", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "crc", local: "crc", type: "uint32", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "data", local: "data", type: "bytes", repeated: false, bigint: false, presence: true, oneof: null, message: null, values: null },
    ],
    create: createRecord,
    decode: decodeRecord,
    encode: encodeRecord as (message: object) => Uint8Array,
  },
  Snapshot: {
    name: "walpb.Snapshot",
    fields: [
      { number: 1, name: "index", local: "index", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "term", local: "term", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "conf_state", local: "confState", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => raftpb.messageTypes["ConfState"]!, values: null },
    ],
    create: createSnapshot,
    decode: decodeSnapshot,
    encode: encodeSnapshot as (message: object) => Uint8Array,
  },
};
