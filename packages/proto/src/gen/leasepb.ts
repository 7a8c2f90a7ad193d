// Generated from proto/leasepb.proto by scripts/generate.mjs. Do not edit.

import { type Init, type MessageDescriptor, bigintSize, int64Size, lengthDelimited, Reader, Writer } from "../wire.ts";
import * as etcdserverpb from "./etcdserverpb.ts";

export interface Lease {
  ID: bigint;
  TTL: number;
  RemainingTTL: number;
}

export function createLease(): Lease {
  return { ID: 0n, TTL: 0, RemainingTTL: 0 };
}

export function readLease(r: Reader, end: number, m: Lease): Lease {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigInt64();
        break;
      case 16:
        m.TTL = r.int64();
        break;
      case 24:
        m.RemainingTTL = r.int64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no leasepb.Lease. Bytes fields are views of the input. */
export function decodeLease(bytes: Uint8Array): Lease {
  return readLease(new Reader(bytes), bytes.length, createLease());
}

export function sizeLease(m: Init<Lease>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.TTL !== undefined && m.TTL !== 0) size += 1 + int64Size(m.TTL);
  if (m.RemainingTTL !== undefined && m.RemainingTTL !== 0) size += 1 + int64Size(m.RemainingTTL);
  return size;
}

export function writeLease(m: Init<Lease>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.TTL !== undefined && m.TTL !== 0) { w.uint32(16); w.int64(m.TTL); }
  if (m.RemainingTTL !== undefined && m.RemainingTTL !== 0) { w.uint32(24); w.int64(m.RemainingTTL); }
}

export function encodeLease(m: Init<Lease>): Uint8Array {
  const w = new Writer(sizeLease(m));
  writeLease(m, w);
  return w.finish();
}

export interface LeaseInternalRequest {
  LeaseTimeToLiveRequest: etcdserverpb.LeaseTimeToLiveRequest | null;
}

export function createLeaseInternalRequest(): LeaseInternalRequest {
  return { LeaseTimeToLiveRequest: null };
}

export function readLeaseInternalRequest(r: Reader, end: number, m: LeaseInternalRequest): LeaseInternalRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.LeaseTimeToLiveRequest = r.nested(etcdserverpb.readLeaseTimeToLiveRequest, m.LeaseTimeToLiveRequest ?? etcdserverpb.createLeaseTimeToLiveRequest());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no leasepb.LeaseInternalRequest. Bytes fields are views of the input. */
export function decodeLeaseInternalRequest(bytes: Uint8Array): LeaseInternalRequest {
  return readLeaseInternalRequest(new Reader(bytes), bytes.length, createLeaseInternalRequest());
}

export function sizeLeaseInternalRequest(m: Init<LeaseInternalRequest>): number {
  let size = 0;
  if (m.LeaseTimeToLiveRequest !== undefined && m.LeaseTimeToLiveRequest !== null) size += 1 + lengthDelimited(etcdserverpb.sizeLeaseTimeToLiveRequest(m.LeaseTimeToLiveRequest));
  return size;
}

export function writeLeaseInternalRequest(m: Init<LeaseInternalRequest>, w: Writer): void {
  if (m.LeaseTimeToLiveRequest !== undefined && m.LeaseTimeToLiveRequest !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeLeaseTimeToLiveRequest(m.LeaseTimeToLiveRequest)); etcdserverpb.writeLeaseTimeToLiveRequest(m.LeaseTimeToLiveRequest, w); }
}

export function encodeLeaseInternalRequest(m: Init<LeaseInternalRequest>): Uint8Array {
  const w = new Writer(sizeLeaseInternalRequest(m));
  writeLeaseInternalRequest(m, w);
  return w.finish();
}

export interface LeaseInternalResponse {
  LeaseTimeToLiveResponse: etcdserverpb.LeaseTimeToLiveResponse | null;
}

export function createLeaseInternalResponse(): LeaseInternalResponse {
  return { LeaseTimeToLiveResponse: null };
}

export function readLeaseInternalResponse(r: Reader, end: number, m: LeaseInternalResponse): LeaseInternalResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.LeaseTimeToLiveResponse = r.nested(etcdserverpb.readLeaseTimeToLiveResponse, m.LeaseTimeToLiveResponse ?? etcdserverpb.createLeaseTimeToLiveResponse());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no leasepb.LeaseInternalResponse. Bytes fields are views of the input. */
export function decodeLeaseInternalResponse(bytes: Uint8Array): LeaseInternalResponse {
  return readLeaseInternalResponse(new Reader(bytes), bytes.length, createLeaseInternalResponse());
}

export function sizeLeaseInternalResponse(m: Init<LeaseInternalResponse>): number {
  let size = 0;
  if (m.LeaseTimeToLiveResponse !== undefined && m.LeaseTimeToLiveResponse !== null) size += 1 + lengthDelimited(etcdserverpb.sizeLeaseTimeToLiveResponse(m.LeaseTimeToLiveResponse));
  return size;
}

export function writeLeaseInternalResponse(m: Init<LeaseInternalResponse>, w: Writer): void {
  if (m.LeaseTimeToLiveResponse !== undefined && m.LeaseTimeToLiveResponse !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeLeaseTimeToLiveResponse(m.LeaseTimeToLiveResponse)); etcdserverpb.writeLeaseTimeToLiveResponse(m.LeaseTimeToLiveResponse, w); }
}

export function encodeLeaseInternalResponse(m: Init<LeaseInternalResponse>): Uint8Array {
  const w = new Writer(sizeLeaseInternalResponse(m));
  writeLeaseInternalResponse(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  Lease: {
    name: "leasepb.Lease",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "TTL", local: "TTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "RemainingTTL", local: "RemainingTTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLease,
    decode: decodeLease,
    encode: encodeLease as (message: object) => Uint8Array,
  },
  LeaseInternalRequest: {
    name: "leasepb.LeaseInternalRequest",
    fields: [
      { number: 1, name: "LeaseTimeToLiveRequest", local: "LeaseTimeToLiveRequest", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["LeaseTimeToLiveRequest"]!, values: null },
    ],
    create: createLeaseInternalRequest,
    decode: decodeLeaseInternalRequest,
    encode: encodeLeaseInternalRequest as (message: object) => Uint8Array,
  },
  LeaseInternalResponse: {
    name: "leasepb.LeaseInternalResponse",
    fields: [
      { number: 1, name: "LeaseTimeToLiveResponse", local: "LeaseTimeToLiveResponse", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["LeaseTimeToLiveResponse"]!, values: null },
    ],
    create: createLeaseInternalResponse,
    decode: decodeLeaseInternalResponse,
    encode: encodeLeaseInternalResponse as (message: object) => Uint8Array,
  },
};
