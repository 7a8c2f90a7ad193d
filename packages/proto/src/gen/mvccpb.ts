// Generated from proto/mvccpb.proto by scripts/generate.mjs. Do not edit.

import { EMPTY_BYTES } from "@kvorum/base";
import { type Init, type MessageDescriptor, bigintSize, int64Size, lengthDelimited, Reader, Writer } from "../wire.ts";

/** Open: unknown numbers pass through. */
export const EventType = {
  PUT: 0,
  DELETE: 1,
} as const;

export interface KeyValue {
  key: Uint8Array;
  createRevision: number;
  modRevision: number;
  version: number;
  value: Uint8Array;
  lease: bigint;
}

export function createKeyValue(): KeyValue {
  return { key: EMPTY_BYTES, createRevision: 0, modRevision: 0, version: 0, value: EMPTY_BYTES, lease: 0n };
}

export function readKeyValue(r: Reader, end: number, m: KeyValue): KeyValue {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.key = r.bytes();
        break;
      case 16:
        m.createRevision = r.int64();
        break;
      case 24:
        m.modRevision = r.int64();
        break;
      case 32:
        m.version = r.int64();
        break;
      case 42:
        m.value = r.bytes();
        break;
      case 48:
        m.lease = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no mvccpb.KeyValue. Bytes fields are views of the input. */
export function decodeKeyValue(bytes: Uint8Array): KeyValue {
  return readKeyValue(new Reader(bytes), bytes.length, createKeyValue());
}

export function sizeKeyValue(m: Init<KeyValue>): number {
  let size = 0;
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.createRevision !== undefined && m.createRevision !== 0) size += 1 + int64Size(m.createRevision);
  if (m.modRevision !== undefined && m.modRevision !== 0) size += 1 + int64Size(m.modRevision);
  if (m.version !== undefined && m.version !== 0) size += 1 + int64Size(m.version);
  if (m.value !== undefined && m.value.length > 0) size += 1 + lengthDelimited(m.value.length);
  if (m.lease !== undefined && m.lease !== 0n) size += 1 + bigintSize(m.lease);
  return size;
}

export function writeKeyValue(m: Init<KeyValue>, w: Writer): void {
  if (m.key !== undefined && m.key.length > 0) { w.uint32(10); w.bytes(m.key); }
  if (m.createRevision !== undefined && m.createRevision !== 0) { w.uint32(16); w.int64(m.createRevision); }
  if (m.modRevision !== undefined && m.modRevision !== 0) { w.uint32(24); w.int64(m.modRevision); }
  if (m.version !== undefined && m.version !== 0) { w.uint32(32); w.int64(m.version); }
  if (m.value !== undefined && m.value.length > 0) { w.uint32(42); w.bytes(m.value); }
  if (m.lease !== undefined && m.lease !== 0n) { w.uint32(48); w.bigInt(m.lease); }
}

export function encodeKeyValue(m: Init<KeyValue>): Uint8Array {
  const w = new Writer(sizeKeyValue(m));
  writeKeyValue(m, w);
  return w.finish();
}

export interface Event {
  type: number;
  kv: KeyValue | null;
  prevKv: KeyValue | null;
}

export function createEvent(): Event {
  return { type: 0, kv: null, prevKv: null };
}

export function readEvent(r: Reader, end: number, m: Event): Event {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.type = r.int32();
        break;
      case 18:
        m.kv = r.nested(readKeyValue, m.kv ?? createKeyValue());
        break;
      case 26:
        m.prevKv = r.nested(readKeyValue, m.prevKv ?? createKeyValue());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no mvccpb.Event. Bytes fields are views of the input. */
export function decodeEvent(bytes: Uint8Array): Event {
  return readEvent(new Reader(bytes), bytes.length, createEvent());
}

export function sizeEvent(m: Init<Event>): number {
  let size = 0;
  if (m.type !== undefined && m.type !== 0) size += 1 + int64Size(m.type);
  if (m.kv !== undefined && m.kv !== null) size += 1 + lengthDelimited(sizeKeyValue(m.kv));
  if (m.prevKv !== undefined && m.prevKv !== null) size += 1 + lengthDelimited(sizeKeyValue(m.prevKv));
  return size;
}

export function writeEvent(m: Init<Event>, w: Writer): void {
  if (m.type !== undefined && m.type !== 0) { w.uint32(8); w.int64(m.type); }
  if (m.kv !== undefined && m.kv !== null) { w.uint32(18); w.uint32(sizeKeyValue(m.kv)); writeKeyValue(m.kv, w); }
  if (m.prevKv !== undefined && m.prevKv !== null) { w.uint32(26); w.uint32(sizeKeyValue(m.prevKv)); writeKeyValue(m.prevKv, w); }
}

export function encodeEvent(m: Init<Event>): Uint8Array {
  const w = new Writer(sizeEvent(m));
  writeEvent(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  KeyValue: {
    name: "mvccpb.KeyValue",
    fields: [
      { number: 1, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "create_revision", local: "createRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "mod_revision", local: "modRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "version", local: "version", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "value", local: "value", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 6, name: "lease", local: "lease", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createKeyValue,
    decode: decodeKeyValue,
    encode: encodeKeyValue as (message: object) => Uint8Array,
  },
  Event: {
    name: "mvccpb.Event",
    fields: [
      { number: 1, name: "type", local: "type", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: EventType },
      { number: 2, name: "kv", local: "kv", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["KeyValue"]!, values: null },
      { number: 3, name: "prev_kv", local: "prevKv", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["KeyValue"]!, values: null },
    ],
    create: createEvent,
    decode: decodeEvent,
    encode: encodeEvent as (message: object) => Uint8Array,
  },
};
