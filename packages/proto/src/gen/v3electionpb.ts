// Generated from proto/v3electionpb.proto by scripts/generate.mjs. Do not edit.

import { EMPTY_BYTES } from "@kvorum/base";
import { type Init, type MessageDescriptor, type MethodDescriptor, bigintSize, int64Size, lengthDelimited, Reader, Writer } from "../wire.ts";
import * as etcdserverpb from "./etcdserverpb.ts";
import * as mvccpb from "./mvccpb.ts";

export interface CampaignRequest {
  name: Uint8Array;
  lease: bigint;
  value: Uint8Array;
}

export function createCampaignRequest(): CampaignRequest {
  return { name: EMPTY_BYTES, lease: 0n, value: EMPTY_BYTES };
}

export function readCampaignRequest(r: Reader, end: number, m: CampaignRequest): CampaignRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.bytes();
        break;
      case 16:
        m.lease = r.bigInt64();
        break;
      case 26:
        m.value = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3electionpb.CampaignRequest. Bytes fields are views of the input. */
export function decodeCampaignRequest(bytes: Uint8Array): CampaignRequest {
  return readCampaignRequest(new Reader(bytes), bytes.length, createCampaignRequest());
}

export function sizeCampaignRequest(m: Init<CampaignRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name.length > 0) size += 1 + lengthDelimited(m.name.length);
  if (m.lease !== undefined && m.lease !== 0n) size += 1 + bigintSize(m.lease);
  if (m.value !== undefined && m.value.length > 0) size += 1 + lengthDelimited(m.value.length);
  return size;
}

export function writeCampaignRequest(m: Init<CampaignRequest>, w: Writer): void {
  if (m.name !== undefined && m.name.length > 0) { w.uint32(10); w.bytes(m.name); }
  if (m.lease !== undefined && m.lease !== 0n) { w.uint32(16); w.bigInt(m.lease); }
  if (m.value !== undefined && m.value.length > 0) { w.uint32(26); w.bytes(m.value); }
}

export function encodeCampaignRequest(m: Init<CampaignRequest>): Uint8Array {
  const w = new Writer(sizeCampaignRequest(m));
  writeCampaignRequest(m, w);
  return w.finish();
}

export interface CampaignResponse {
  header: etcdserverpb.ResponseHeader | null;
  leader: LeaderKey | null;
}

export function createCampaignResponse(): CampaignResponse {
  return { header: null, leader: null };
}

export function readCampaignResponse(r: Reader, end: number, m: CampaignResponse): CampaignResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(etcdserverpb.readResponseHeader, m.header ?? etcdserverpb.createResponseHeader());
        break;
      case 18:
        m.leader = r.nested(readLeaderKey, m.leader ?? createLeaderKey());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3electionpb.CampaignResponse. Bytes fields are views of the input. */
export function decodeCampaignResponse(bytes: Uint8Array): CampaignResponse {
  return readCampaignResponse(new Reader(bytes), bytes.length, createCampaignResponse());
}

export function sizeCampaignResponse(m: Init<CampaignResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(etcdserverpb.sizeResponseHeader(m.header));
  if (m.leader !== undefined && m.leader !== null) size += 1 + lengthDelimited(sizeLeaderKey(m.leader));
  return size;
}

export function writeCampaignResponse(m: Init<CampaignResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeResponseHeader(m.header)); etcdserverpb.writeResponseHeader(m.header, w); }
  if (m.leader !== undefined && m.leader !== null) { w.uint32(18); w.uint32(sizeLeaderKey(m.leader)); writeLeaderKey(m.leader, w); }
}

export function encodeCampaignResponse(m: Init<CampaignResponse>): Uint8Array {
  const w = new Writer(sizeCampaignResponse(m));
  writeCampaignResponse(m, w);
  return w.finish();
}

export interface LeaderKey {
  name: Uint8Array;
  key: Uint8Array;
  rev: number;
  lease: bigint;
}

export function createLeaderKey(): LeaderKey {
  return { name: EMPTY_BYTES, key: EMPTY_BYTES, rev: 0, lease: 0n };
}

export function readLeaderKey(r: Reader, end: number, m: LeaderKey): LeaderKey {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.bytes();
        break;
      case 18:
        m.key = r.bytes();
        break;
      case 24:
        m.rev = r.int64();
        break;
      case 32:
        m.lease = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3electionpb.LeaderKey. Bytes fields are views of the input. */
export function decodeLeaderKey(bytes: Uint8Array): LeaderKey {
  return readLeaderKey(new Reader(bytes), bytes.length, createLeaderKey());
}

export function sizeLeaderKey(m: Init<LeaderKey>): number {
  let size = 0;
  if (m.name !== undefined && m.name.length > 0) size += 1 + lengthDelimited(m.name.length);
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.rev !== undefined && m.rev !== 0) size += 1 + int64Size(m.rev);
  if (m.lease !== undefined && m.lease !== 0n) size += 1 + bigintSize(m.lease);
  return size;
}

export function writeLeaderKey(m: Init<LeaderKey>, w: Writer): void {
  if (m.name !== undefined && m.name.length > 0) { w.uint32(10); w.bytes(m.name); }
  if (m.key !== undefined && m.key.length > 0) { w.uint32(18); w.bytes(m.key); }
  if (m.rev !== undefined && m.rev !== 0) { w.uint32(24); w.int64(m.rev); }
  if (m.lease !== undefined && m.lease !== 0n) { w.uint32(32); w.bigInt(m.lease); }
}

export function encodeLeaderKey(m: Init<LeaderKey>): Uint8Array {
  const w = new Writer(sizeLeaderKey(m));
  writeLeaderKey(m, w);
  return w.finish();
}

export interface LeaderRequest {
  name: Uint8Array;
}

export function createLeaderRequest(): LeaderRequest {
  return { name: EMPTY_BYTES };
}

export function readLeaderRequest(r: Reader, end: number, m: LeaderRequest): LeaderRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3electionpb.LeaderRequest. Bytes fields are views of the input. */
export function decodeLeaderRequest(bytes: Uint8Array): LeaderRequest {
  return readLeaderRequest(new Reader(bytes), bytes.length, createLeaderRequest());
}

export function sizeLeaderRequest(m: Init<LeaderRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name.length > 0) size += 1 + lengthDelimited(m.name.length);
  return size;
}

export function writeLeaderRequest(m: Init<LeaderRequest>, w: Writer): void {
  if (m.name !== undefined && m.name.length > 0) { w.uint32(10); w.bytes(m.name); }
}

export function encodeLeaderRequest(m: Init<LeaderRequest>): Uint8Array {
  const w = new Writer(sizeLeaderRequest(m));
  writeLeaderRequest(m, w);
  return w.finish();
}

export interface LeaderResponse {
  header: etcdserverpb.ResponseHeader | null;
  kv: mvccpb.KeyValue | null;
}

export function createLeaderResponse(): LeaderResponse {
  return { header: null, kv: null };
}

export function readLeaderResponse(r: Reader, end: number, m: LeaderResponse): LeaderResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(etcdserverpb.readResponseHeader, m.header ?? etcdserverpb.createResponseHeader());
        break;
      case 18:
        m.kv = r.nested(mvccpb.readKeyValue, m.kv ?? mvccpb.createKeyValue());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3electionpb.LeaderResponse. Bytes fields are views of the input. */
export function decodeLeaderResponse(bytes: Uint8Array): LeaderResponse {
  return readLeaderResponse(new Reader(bytes), bytes.length, createLeaderResponse());
}

export function sizeLeaderResponse(m: Init<LeaderResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(etcdserverpb.sizeResponseHeader(m.header));
  if (m.kv !== undefined && m.kv !== null) size += 1 + lengthDelimited(mvccpb.sizeKeyValue(m.kv));
  return size;
}

export function writeLeaderResponse(m: Init<LeaderResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeResponseHeader(m.header)); etcdserverpb.writeResponseHeader(m.header, w); }
  if (m.kv !== undefined && m.kv !== null) { w.uint32(18); w.uint32(mvccpb.sizeKeyValue(m.kv)); mvccpb.writeKeyValue(m.kv, w); }
}

export function encodeLeaderResponse(m: Init<LeaderResponse>): Uint8Array {
  const w = new Writer(sizeLeaderResponse(m));
  writeLeaderResponse(m, w);
  return w.finish();
}

export interface ResignRequest {
  leader: LeaderKey | null;
}

export function createResignRequest(): ResignRequest {
  return { leader: null };
}

export function readResignRequest(r: Reader, end: number, m: ResignRequest): ResignRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.leader = r.nested(readLeaderKey, m.leader ?? createLeaderKey());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3electionpb.ResignRequest. Bytes fields are views of the input. */
export function decodeResignRequest(bytes: Uint8Array): ResignRequest {
  return readResignRequest(new Reader(bytes), bytes.length, createResignRequest());
}

export function sizeResignRequest(m: Init<ResignRequest>): number {
  let size = 0;
  if (m.leader !== undefined && m.leader !== null) size += 1 + lengthDelimited(sizeLeaderKey(m.leader));
  return size;
}

export function writeResignRequest(m: Init<ResignRequest>, w: Writer): void {
  if (m.leader !== undefined && m.leader !== null) { w.uint32(10); w.uint32(sizeLeaderKey(m.leader)); writeLeaderKey(m.leader, w); }
}

export function encodeResignRequest(m: Init<ResignRequest>): Uint8Array {
  const w = new Writer(sizeResignRequest(m));
  writeResignRequest(m, w);
  return w.finish();
}

export interface ResignResponse {
  header: etcdserverpb.ResponseHeader | null;
}

export function createResignResponse(): ResignResponse {
  return { header: null };
}

export function readResignResponse(r: Reader, end: number, m: ResignResponse): ResignResponse {
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

/** @throws DecodeError on bytes that are no v3electionpb.ResignResponse. Bytes fields are views of the input. */
export function decodeResignResponse(bytes: Uint8Array): ResignResponse {
  return readResignResponse(new Reader(bytes), bytes.length, createResignResponse());
}

export function sizeResignResponse(m: Init<ResignResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(etcdserverpb.sizeResponseHeader(m.header));
  return size;
}

export function writeResignResponse(m: Init<ResignResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeResponseHeader(m.header)); etcdserverpb.writeResponseHeader(m.header, w); }
}

export function encodeResignResponse(m: Init<ResignResponse>): Uint8Array {
  const w = new Writer(sizeResignResponse(m));
  writeResignResponse(m, w);
  return w.finish();
}

export interface ProclaimRequest {
  leader: LeaderKey | null;
  value: Uint8Array;
}

export function createProclaimRequest(): ProclaimRequest {
  return { leader: null, value: EMPTY_BYTES };
}

export function readProclaimRequest(r: Reader, end: number, m: ProclaimRequest): ProclaimRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.leader = r.nested(readLeaderKey, m.leader ?? createLeaderKey());
        break;
      case 18:
        m.value = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no v3electionpb.ProclaimRequest. Bytes fields are views of the input. */
export function decodeProclaimRequest(bytes: Uint8Array): ProclaimRequest {
  return readProclaimRequest(new Reader(bytes), bytes.length, createProclaimRequest());
}

export function sizeProclaimRequest(m: Init<ProclaimRequest>): number {
  let size = 0;
  if (m.leader !== undefined && m.leader !== null) size += 1 + lengthDelimited(sizeLeaderKey(m.leader));
  if (m.value !== undefined && m.value.length > 0) size += 1 + lengthDelimited(m.value.length);
  return size;
}

export function writeProclaimRequest(m: Init<ProclaimRequest>, w: Writer): void {
  if (m.leader !== undefined && m.leader !== null) { w.uint32(10); w.uint32(sizeLeaderKey(m.leader)); writeLeaderKey(m.leader, w); }
  if (m.value !== undefined && m.value.length > 0) { w.uint32(18); w.bytes(m.value); }
}

export function encodeProclaimRequest(m: Init<ProclaimRequest>): Uint8Array {
  const w = new Writer(sizeProclaimRequest(m));
  writeProclaimRequest(m, w);
  return w.finish();
}

export interface ProclaimResponse {
  header: etcdserverpb.ResponseHeader | null;
}

export function createProclaimResponse(): ProclaimResponse {
  return { header: null };
}

export function readProclaimResponse(r: Reader, end: number, m: ProclaimResponse): ProclaimResponse {
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

/** @throws DecodeError on bytes that are no v3electionpb.ProclaimResponse. Bytes fields are views of the input. */
export function decodeProclaimResponse(bytes: Uint8Array): ProclaimResponse {
  return readProclaimResponse(new Reader(bytes), bytes.length, createProclaimResponse());
}

export function sizeProclaimResponse(m: Init<ProclaimResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(etcdserverpb.sizeResponseHeader(m.header));
  return size;
}

export function writeProclaimResponse(m: Init<ProclaimResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(etcdserverpb.sizeResponseHeader(m.header)); etcdserverpb.writeResponseHeader(m.header, w); }
}

export function encodeProclaimResponse(m: Init<ProclaimResponse>): Uint8Array {
  const w = new Writer(sizeProclaimResponse(m));
  writeProclaimResponse(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  CampaignRequest: {
    name: "v3electionpb.CampaignRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "lease", local: "lease", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "value", local: "value", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createCampaignRequest,
    decode: decodeCampaignRequest,
    encode: encodeCampaignRequest as (message: object) => Uint8Array,
  },
  CampaignResponse: {
    name: "v3electionpb.CampaignResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "leader", local: "leader", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["LeaderKey"]!, values: null },
    ],
    create: createCampaignResponse,
    decode: decodeCampaignResponse,
    encode: encodeCampaignResponse as (message: object) => Uint8Array,
  },
  LeaderKey: {
    name: "v3electionpb.LeaderKey",
    fields: [
      { number: 1, name: "name", local: "name", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "rev", local: "rev", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "lease", local: "lease", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaderKey,
    decode: decodeLeaderKey,
    encode: encodeLeaderKey as (message: object) => Uint8Array,
  },
  LeaderRequest: {
    name: "v3electionpb.LeaderRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaderRequest,
    decode: decodeLeaderRequest,
    encode: encodeLeaderRequest as (message: object) => Uint8Array,
  },
  LeaderResponse: {
    name: "v3electionpb.LeaderResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "kv", local: "kv", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => mvccpb.messageTypes["KeyValue"]!, values: null },
    ],
    create: createLeaderResponse,
    decode: decodeLeaderResponse,
    encode: encodeLeaderResponse as (message: object) => Uint8Array,
  },
  ResignRequest: {
    name: "v3electionpb.ResignRequest",
    fields: [
      { number: 1, name: "leader", local: "leader", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["LeaderKey"]!, values: null },
    ],
    create: createResignRequest,
    decode: decodeResignRequest,
    encode: encodeResignRequest as (message: object) => Uint8Array,
  },
  ResignResponse: {
    name: "v3electionpb.ResignResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createResignResponse,
    decode: decodeResignResponse,
    encode: encodeResignResponse as (message: object) => Uint8Array,
  },
  ProclaimRequest: {
    name: "v3electionpb.ProclaimRequest",
    fields: [
      { number: 1, name: "leader", local: "leader", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["LeaderKey"]!, values: null },
      { number: 2, name: "value", local: "value", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createProclaimRequest,
    decode: decodeProclaimRequest,
    encode: encodeProclaimRequest as (message: object) => Uint8Array,
  },
  ProclaimResponse: {
    name: "v3electionpb.ProclaimResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => etcdserverpb.messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createProclaimResponse,
    decode: decodeProclaimResponse,
    encode: encodeProclaimResponse as (message: object) => Uint8Array,
  },
};

/** Every method of this package's services. */
export const methods: readonly MethodDescriptor[] = [
  { path: "/v3electionpb.Election/Campaign", service: "v3electionpb.Election", method: "Campaign", request: messageTypes["CampaignRequest"]!, response: messageTypes["CampaignResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/v3electionpb.Election/Proclaim", service: "v3electionpb.Election", method: "Proclaim", request: messageTypes["ProclaimRequest"]!, response: messageTypes["ProclaimResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/v3electionpb.Election/Leader", service: "v3electionpb.Election", method: "Leader", request: messageTypes["LeaderRequest"]!, response: messageTypes["LeaderResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/v3electionpb.Election/Observe", service: "v3electionpb.Election", method: "Observe", request: messageTypes["LeaderRequest"]!, response: messageTypes["LeaderResponse"]!, clientStreaming: false, serverStreaming: true },
  { path: "/v3electionpb.Election/Resign", service: "v3electionpb.Election", method: "Resign", request: messageTypes["ResignRequest"]!, response: messageTypes["ResignResponse"]!, clientStreaming: false, serverStreaming: false },
];
