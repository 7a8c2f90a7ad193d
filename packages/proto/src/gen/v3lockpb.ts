// Generated from proto/v3lockpb.proto by scripts/generate.mjs. Do not edit.

import { EMPTY_BYTES } from "@kvorum/base";
import { type Init, type MessageDescriptor, type MethodDescriptor, bigintSize, lengthDelimited, Reader, Writer } from "../wire.ts";
import * as etcdserverpb from "./etcdserverpb.ts";

export interface LockRequest {
  name: Uint8Array;
  lease: bigint;
}

export function createLockRequest(): LockRequest {
  return { name: EMPTY_BYTES, lease: 0n };
}

export function readLockRequest(r: Reader, end: number, m: LockRequest): LockRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.bytes();
        break;
      case 16:
        m.lease = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3lockpb.LockRequest. Bytes fields are views of the input. */
export function decodeLockRequest(bytes: Uint8Array): LockRequest {
  return readLockRequest(new Reader(bytes), bytes.length, createLockRequest());
}

export function sizeLockRequest(m: Init<LockRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name.length > 0) size += 1 + lengthDelimited(m.name.length);
  if (m.lease !== undefined && m.lease !== 0n) size += 1 + bigintSize(m.lease);
  return size;
}

export function writeLockRequest(m: Init<LockRequest>, w: Writer): void {
  if (m.name !== undefined && m.name.length > 0) { w.uint32(10); w.bytes(m.name); }
  if (m.lease !== undefined && m.lease !== 0n) { w.uint32(16); w.bigInt(m.lease); }
}

export function encodeLockRequest(m: Init<LockRequest>): Uint8Array {
  const w = new Writer(sizeLockRequest(m));
  writeLockRequest(m, w);
  return w.finish();
}

export interface LockResponse {
  header: etcdserverpb.ResponseHeader | null;
  key: Uint8Array;
}

export function createLockResponse(): LockResponse {
  return { header: null, key: EMPTY_BYTES };
}

export function readLockResponse(r: Reader, end: number, m: LockResponse): LockResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(etcdserverpb.readResponseHeader, m.header ?? etcdserverpb.createResponseHeader());
        break;
      case 18:
        m.key = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3lockpb.LockResponse. Bytes fields are views of the input. */
export function decodeLockResponse(bytes: Uint8Array): LockResponse {
  return readLockResponse(new Reader(bytes), bytes.length, createLockResponse());
}

export function sizeLockResponse(m: Init<LockResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(etcdserverpb.sizeResponseHeader(m.header));
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  return size;
}

export function writeLockResponse(m: Init<LockResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeResponseHeader(m.header)); etcdserverpb.writeResponseHeader(m.header, w); }
  if (m.key !== undefined && m.key.length > 0) { w.uint32(18); w.bytes(m.key); }
}

export function encodeLockResponse(m: Init<LockResponse>): Uint8Array {
  const w = new Writer(sizeLockResponse(m));
  writeLockResponse(m, w);
  return w.finish();
}

export interface UnlockRequest {
  key: Uint8Array;
}

export function createUnlockRequest(): UnlockRequest {
  return { key: EMPTY_BYTES };
}

export function readUnlockRequest(r: Reader, end: number, m: UnlockRequest): UnlockRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.key = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3lockpb.UnlockRequest. Bytes fields are views of the input. */
export function decodeUnlockRequest(bytes: Uint8Array): UnlockRequest {
  return readUnlockRequest(new Reader(bytes), bytes.length, createUnlockRequest());
}

export function sizeUnlockRequest(m: Init<UnlockRequest>): number {
  let size = 0;
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  return size;
}

export function writeUnlockRequest(m: Init<UnlockRequest>, w: Writer): void {
  if (m.key !== undefined && m.key.length > 0) { w.uint32(10); w.bytes(m.key); }
}

export function encodeUnlockRequest(m: Init<UnlockRequest>): Uint8Array {
  const w = new Writer(sizeUnlockRequest(m));
  writeUnlockRequest(m, w);
  return w.finish();
}

export interface UnlockResponse {
  header: etcdserverpb.ResponseHeader | null;
}

export function createUnlockResponse(): UnlockResponse {
  return { header: null };
}

export function readUnlockResponse(r: Reader, end: number, m: UnlockResponse): UnlockResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(etcdserverpb.readResponseHeader, m.header ?? etcdserverpb.createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3lockpb.UnlockResponse. Bytes fields are views of the input. */
export function decodeUnlockResponse(bytes: Uint8Array): UnlockResponse {
  return readUnlockResponse(new Reader(bytes), bytes.length, createUnlockResponse());
}

export function sizeUnlockResponse(m: Init<UnlockResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(etcdserverpb.sizeResponseHeader(m.header));
  return size;
}

export function writeUnlockResponse(m: Init<UnlockResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeResponseHeader(m.header)); etcdserverpb.writeResponseHeader(m.header, w); }
}

export function encodeUnlockResponse(m: Init<UnlockResponse>): Uint8Array {
  const w = new Writer(sizeUnlockResponse(m));
  writeUnlockResponse(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  LockRequest: {
    name: "v3lockpb.LockRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "lease", local: "lease", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLockRequest,
    decode: decodeLockRequest,
    encode: encodeLockRequest as (message: object) => Uint8Array,
  },
  LockResponse: {
    name: "v3lockpb.LockResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLockResponse,
    decode: decodeLockResponse,
    encode: encodeLockResponse as (message: object) => Uint8Array,
  },
  UnlockRequest: {
    name: "v3lockpb.UnlockRequest",
    fields: [
      { number: 1, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createUnlockRequest,
    decode: decodeUnlockRequest,
    encode: encodeUnlockRequest as (message: object) => Uint8Array,
  },
  UnlockResponse: {
    name: "v3lockpb.UnlockResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createUnlockResponse,
    decode: decodeUnlockResponse,
    encode: encodeUnlockResponse as (message: object) => Uint8Array,
  },
};

/** Every method of this package's services. */
export const methods: readonly MethodDescriptor[] = [
  { path: "/v3lockpb.Lock/Lock", service: "v3lockpb.Lock", method: "Lock", request: messageTypes["LockRequest"]!, response: messageTypes["LockResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/v3lockpb.Lock/Unlock", service: "v3lockpb.Lock", method: "Unlock", request: messageTypes["UnlockRequest"]!, response: messageTypes["UnlockResponse"]!, clientStreaming: false, serverStreaming: false },
];
