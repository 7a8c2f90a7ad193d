// Generated from proto/etcdserverpb.proto by scripts/generate.mjs. Do not edit.

import { EMPTY_BYTES } from "@kvorum/base";
import { type Init, type MessageDescriptor, type MethodDescriptor, bigintSize, int64Size, lengthDelimited, utf8Length, varintSize, Reader, Writer } from "../wire.ts";
import * as authpb from "./authpb.ts";
import * as membershippb from "./membershippb.ts";
import * as mvccpb from "./mvccpb.ts";

/** Open: unknown numbers pass through. */
export const AlarmType = {
  NONE: 0,
  NOSPACE: 1,
  CORRUPT: 2,
} as const;

/** Open: unknown numbers pass through. */
export const SortOrder = {
  NONE: 0,
  ASCEND: 1,
  DESCEND: 2,
} as const;

/** Open: unknown numbers pass through. */
export const SortTarget = {
  KEY: 0,
  VERSION: 1,
  CREATE: 2,
  MOD: 3,
  VALUE: 4,
} as const;

/** Open: unknown numbers pass through. */
export const CompareResult = {
  EQUAL: 0,
  GREATER: 1,
  LESS: 2,
  NOT_EQUAL: 3,
} as const;

/** Open: unknown numbers pass through. */
export const CompareTarget = {
  VERSION: 0,
  CREATE: 1,
  MOD: 2,
  VALUE: 3,
  LEASE: 4,
} as const;

/** Open: unknown numbers pass through. */
export const FilterType = {
  NOPUT: 0,
  NODELETE: 1,
} as const;

/** Open: unknown numbers pass through. */
export const AlarmAction = {
  GET: 0,
  ACTIVATE: 1,
  DEACTIVATE: 2,
} as const;

/** Open: unknown numbers pass through. */
export const DowngradeAction = {
  VALIDATE: 0,
  ENABLE: 1,
  CANCEL: 2,
} as const;

export interface ResponseHeader {
  clusterId: bigint;
  memberId: bigint;
  revision: number;
  raftTerm: number;
}

export function createResponseHeader(): ResponseHeader {
  return { clusterId: 0n, memberId: 0n, revision: 0, raftTerm: 0 };
}

export function readResponseHeader(r: Reader, end: number, m: ResponseHeader): ResponseHeader {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.clusterId = r.bigUint64();
        break;
      case 16:
        m.memberId = r.bigUint64();
        break;
      case 24:
        m.revision = r.int64();
        break;
      case 32:
        m.raftTerm = r.uint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.ResponseHeader. Bytes fields are views of the input. */
export function decodeResponseHeader(bytes: Uint8Array): ResponseHeader {
  return readResponseHeader(new Reader(bytes), bytes.length, createResponseHeader());
}

export function sizeResponseHeader(m: Init<ResponseHeader>): number {
  let size = 0;
  if (m.clusterId !== undefined && m.clusterId !== 0n) size += 1 + bigintSize(m.clusterId);
  if (m.memberId !== undefined && m.memberId !== 0n) size += 1 + bigintSize(m.memberId);
  if (m.revision !== undefined && m.revision !== 0) size += 1 + int64Size(m.revision);
  if (m.raftTerm !== undefined && m.raftTerm !== 0) size += 1 + int64Size(m.raftTerm);
  return size;
}

export function writeResponseHeader(m: Init<ResponseHeader>, w: Writer): void {
  if (m.clusterId !== undefined && m.clusterId !== 0n) { w.uint32(8); w.bigInt(m.clusterId); }
  if (m.memberId !== undefined && m.memberId !== 0n) { w.uint32(16); w.bigInt(m.memberId); }
  if (m.revision !== undefined && m.revision !== 0) { w.uint32(24); w.int64(m.revision); }
  if (m.raftTerm !== undefined && m.raftTerm !== 0) { w.uint32(32); w.int64(m.raftTerm); }
}

export function encodeResponseHeader(m: Init<ResponseHeader>): Uint8Array {
  const w = new Writer(sizeResponseHeader(m));
  writeResponseHeader(m, w);
  return w.finish();
}

export interface RangeRequest {
  key: Uint8Array;
  rangeEnd: Uint8Array;
  limit: number;
  revision: number;
  sortOrder: number;
  sortTarget: number;
  serializable: boolean;
  keysOnly: boolean;
  countOnly: boolean;
  minModRevision: number;
  maxModRevision: number;
  minCreateRevision: number;
  maxCreateRevision: number;
}

export function createRangeRequest(): RangeRequest {
  return { key: EMPTY_BYTES, rangeEnd: EMPTY_BYTES, limit: 0, revision: 0, sortOrder: 0, sortTarget: 0, serializable: false, keysOnly: false, countOnly: false, minModRevision: 0, maxModRevision: 0, minCreateRevision: 0, maxCreateRevision: 0 };
}

export function readRangeRequest(r: Reader, end: number, m: RangeRequest): RangeRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.key = r.bytes();
        break;
      case 18:
        m.rangeEnd = r.bytes();
        break;
      case 24:
        m.limit = r.int64();
        break;
      case 32:
        m.revision = r.int64();
        break;
      case 40:
        m.sortOrder = r.int32();
        break;
      case 48:
        m.sortTarget = r.int32();
        break;
      case 56:
        m.serializable = r.bool();
        break;
      case 64:
        m.keysOnly = r.bool();
        break;
      case 72:
        m.countOnly = r.bool();
        break;
      case 80:
        m.minModRevision = r.int64();
        break;
      case 88:
        m.maxModRevision = r.int64();
        break;
      case 96:
        m.minCreateRevision = r.int64();
        break;
      case 104:
        m.maxCreateRevision = r.int64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.RangeRequest. Bytes fields are views of the input. */
export function decodeRangeRequest(bytes: Uint8Array): RangeRequest {
  return readRangeRequest(new Reader(bytes), bytes.length, createRangeRequest());
}

export function sizeRangeRequest(m: Init<RangeRequest>): number {
  let size = 0;
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) size += 1 + lengthDelimited(m.rangeEnd.length);
  if (m.limit !== undefined && m.limit !== 0) size += 1 + int64Size(m.limit);
  if (m.revision !== undefined && m.revision !== 0) size += 1 + int64Size(m.revision);
  if (m.sortOrder !== undefined && m.sortOrder !== 0) size += 1 + int64Size(m.sortOrder);
  if (m.sortTarget !== undefined && m.sortTarget !== 0) size += 1 + int64Size(m.sortTarget);
  if (m.serializable === true) size += 1 + 1;
  if (m.keysOnly === true) size += 1 + 1;
  if (m.countOnly === true) size += 1 + 1;
  if (m.minModRevision !== undefined && m.minModRevision !== 0) size += 1 + int64Size(m.minModRevision);
  if (m.maxModRevision !== undefined && m.maxModRevision !== 0) size += 1 + int64Size(m.maxModRevision);
  if (m.minCreateRevision !== undefined && m.minCreateRevision !== 0) size += 1 + int64Size(m.minCreateRevision);
  if (m.maxCreateRevision !== undefined && m.maxCreateRevision !== 0) size += 1 + int64Size(m.maxCreateRevision);
  return size;
}

export function writeRangeRequest(m: Init<RangeRequest>, w: Writer): void {
  if (m.key !== undefined && m.key.length > 0) { w.uint32(10); w.bytes(m.key); }
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) { w.uint32(18); w.bytes(m.rangeEnd); }
  if (m.limit !== undefined && m.limit !== 0) { w.uint32(24); w.int64(m.limit); }
  if (m.revision !== undefined && m.revision !== 0) { w.uint32(32); w.int64(m.revision); }
  if (m.sortOrder !== undefined && m.sortOrder !== 0) { w.uint32(40); w.int64(m.sortOrder); }
  if (m.sortTarget !== undefined && m.sortTarget !== 0) { w.uint32(48); w.int64(m.sortTarget); }
  if (m.serializable === true) { w.uint32(56); w.byte(m.serializable ? 1 : 0); }
  if (m.keysOnly === true) { w.uint32(64); w.byte(m.keysOnly ? 1 : 0); }
  if (m.countOnly === true) { w.uint32(72); w.byte(m.countOnly ? 1 : 0); }
  if (m.minModRevision !== undefined && m.minModRevision !== 0) { w.uint32(80); w.int64(m.minModRevision); }
  if (m.maxModRevision !== undefined && m.maxModRevision !== 0) { w.uint32(88); w.int64(m.maxModRevision); }
  if (m.minCreateRevision !== undefined && m.minCreateRevision !== 0) { w.uint32(96); w.int64(m.minCreateRevision); }
  if (m.maxCreateRevision !== undefined && m.maxCreateRevision !== 0) { w.uint32(104); w.int64(m.maxCreateRevision); }
}

export function encodeRangeRequest(m: Init<RangeRequest>): Uint8Array {
  const w = new Writer(sizeRangeRequest(m));
  writeRangeRequest(m, w);
  return w.finish();
}

export interface RangeResponse {
  header: ResponseHeader | null;
  kvs: mvccpb.KeyValue[];
  more: boolean;
  count: number;
}

export function createRangeResponse(): RangeResponse {
  return { header: null, kvs: [], more: false, count: 0 };
}

export function readRangeResponse(r: Reader, end: number, m: RangeResponse): RangeResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.kvs.push(r.nested(mvccpb.readKeyValue, mvccpb.createKeyValue()));
        break;
      case 24:
        m.more = r.bool();
        break;
      case 32:
        m.count = r.int64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.RangeResponse. Bytes fields are views of the input. */
export function decodeRangeResponse(bytes: Uint8Array): RangeResponse {
  return readRangeResponse(new Reader(bytes), bytes.length, createRangeResponse());
}

export function sizeRangeResponse(m: Init<RangeResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.kvs !== undefined && m.kvs !== null) for (const item of m.kvs) size += 1 + lengthDelimited(mvccpb.sizeKeyValue(item));
  if (m.more === true) size += 1 + 1;
  if (m.count !== undefined && m.count !== 0) size += 1 + int64Size(m.count);
  return size;
}

export function writeRangeResponse(m: Init<RangeResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.kvs !== undefined && m.kvs !== null) for (const item of m.kvs) { w.uint32(18); w.uint32(mvccpb.sizeKeyValue(item)); mvccpb.writeKeyValue(item, w); }
  if (m.more === true) { w.uint32(24); w.byte(m.more ? 1 : 0); }
  if (m.count !== undefined && m.count !== 0) { w.uint32(32); w.int64(m.count); }
}

export function encodeRangeResponse(m: Init<RangeResponse>): Uint8Array {
  const w = new Writer(sizeRangeResponse(m));
  writeRangeResponse(m, w);
  return w.finish();
}

export interface PutRequest {
  key: Uint8Array;
  value: Uint8Array;
  lease: bigint;
  prevKv: boolean;
  ignoreValue: boolean;
  ignoreLease: boolean;
}

export function createPutRequest(): PutRequest {
  return { key: EMPTY_BYTES, value: EMPTY_BYTES, lease: 0n, prevKv: false, ignoreValue: false, ignoreLease: false };
}

export function readPutRequest(r: Reader, end: number, m: PutRequest): PutRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.key = r.bytes();
        break;
      case 18:
        m.value = r.bytes();
        break;
      case 24:
        m.lease = r.bigInt64();
        break;
      case 32:
        m.prevKv = r.bool();
        break;
      case 40:
        m.ignoreValue = r.bool();
        break;
      case 48:
        m.ignoreLease = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.PutRequest. Bytes fields are views of the input. */
export function decodePutRequest(bytes: Uint8Array): PutRequest {
  return readPutRequest(new Reader(bytes), bytes.length, createPutRequest());
}

export function sizePutRequest(m: Init<PutRequest>): number {
  let size = 0;
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.value !== undefined && m.value.length > 0) size += 1 + lengthDelimited(m.value.length);
  if (m.lease !== undefined && m.lease !== 0n) size += 1 + bigintSize(m.lease);
  if (m.prevKv === true) size += 1 + 1;
  if (m.ignoreValue === true) size += 1 + 1;
  if (m.ignoreLease === true) size += 1 + 1;
  return size;
}

export function writePutRequest(m: Init<PutRequest>, w: Writer): void {
  if (m.key !== undefined && m.key.length > 0) { w.uint32(10); w.bytes(m.key); }
  if (m.value !== undefined && m.value.length > 0) { w.uint32(18); w.bytes(m.value); }
  if (m.lease !== undefined && m.lease !== 0n) { w.uint32(24); w.bigInt(m.lease); }
  if (m.prevKv === true) { w.uint32(32); w.byte(m.prevKv ? 1 : 0); }
  if (m.ignoreValue === true) { w.uint32(40); w.byte(m.ignoreValue ? 1 : 0); }
  if (m.ignoreLease === true) { w.uint32(48); w.byte(m.ignoreLease ? 1 : 0); }
}

export function encodePutRequest(m: Init<PutRequest>): Uint8Array {
  const w = new Writer(sizePutRequest(m));
  writePutRequest(m, w);
  return w.finish();
}

export interface PutResponse {
  header: ResponseHeader | null;
  prevKv: mvccpb.KeyValue | null;
}

export function createPutResponse(): PutResponse {
  return { header: null, prevKv: null };
}

export function readPutResponse(r: Reader, end: number, m: PutResponse): PutResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.prevKv = r.nested(mvccpb.readKeyValue, m.prevKv ?? mvccpb.createKeyValue());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.PutResponse. Bytes fields are views of the input. */
export function decodePutResponse(bytes: Uint8Array): PutResponse {
  return readPutResponse(new Reader(bytes), bytes.length, createPutResponse());
}

export function sizePutResponse(m: Init<PutResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.prevKv !== undefined && m.prevKv !== null) size += 1 + lengthDelimited(mvccpb.sizeKeyValue(m.prevKv));
  return size;
}

export function writePutResponse(m: Init<PutResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.prevKv !== undefined && m.prevKv !== null) { w.uint32(18); w.uint32(mvccpb.sizeKeyValue(m.prevKv)); mvccpb.writeKeyValue(m.prevKv, w); }
}

export function encodePutResponse(m: Init<PutResponse>): Uint8Array {
  const w = new Writer(sizePutResponse(m));
  writePutResponse(m, w);
  return w.finish();
}

export interface DeleteRangeRequest {
  key: Uint8Array;
  rangeEnd: Uint8Array;
  prevKv: boolean;
}

export function createDeleteRangeRequest(): DeleteRangeRequest {
  return { key: EMPTY_BYTES, rangeEnd: EMPTY_BYTES, prevKv: false };
}

export function readDeleteRangeRequest(r: Reader, end: number, m: DeleteRangeRequest): DeleteRangeRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.key = r.bytes();
        break;
      case 18:
        m.rangeEnd = r.bytes();
        break;
      case 24:
        m.prevKv = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DeleteRangeRequest. Bytes fields are views of the input. */
export function decodeDeleteRangeRequest(bytes: Uint8Array): DeleteRangeRequest {
  return readDeleteRangeRequest(new Reader(bytes), bytes.length, createDeleteRangeRequest());
}

export function sizeDeleteRangeRequest(m: Init<DeleteRangeRequest>): number {
  let size = 0;
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) size += 1 + lengthDelimited(m.rangeEnd.length);
  if (m.prevKv === true) size += 1 + 1;
  return size;
}

export function writeDeleteRangeRequest(m: Init<DeleteRangeRequest>, w: Writer): void {
  if (m.key !== undefined && m.key.length > 0) { w.uint32(10); w.bytes(m.key); }
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) { w.uint32(18); w.bytes(m.rangeEnd); }
  if (m.prevKv === true) { w.uint32(24); w.byte(m.prevKv ? 1 : 0); }
}

export function encodeDeleteRangeRequest(m: Init<DeleteRangeRequest>): Uint8Array {
  const w = new Writer(sizeDeleteRangeRequest(m));
  writeDeleteRangeRequest(m, w);
  return w.finish();
}

export interface DeleteRangeResponse {
  header: ResponseHeader | null;
  deleted: number;
  prevKvs: mvccpb.KeyValue[];
}

export function createDeleteRangeResponse(): DeleteRangeResponse {
  return { header: null, deleted: 0, prevKvs: [] };
}

export function readDeleteRangeResponse(r: Reader, end: number, m: DeleteRangeResponse): DeleteRangeResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.deleted = r.int64();
        break;
      case 26:
        m.prevKvs.push(r.nested(mvccpb.readKeyValue, mvccpb.createKeyValue()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DeleteRangeResponse. Bytes fields are views of the input. */
export function decodeDeleteRangeResponse(bytes: Uint8Array): DeleteRangeResponse {
  return readDeleteRangeResponse(new Reader(bytes), bytes.length, createDeleteRangeResponse());
}

export function sizeDeleteRangeResponse(m: Init<DeleteRangeResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.deleted !== undefined && m.deleted !== 0) size += 1 + int64Size(m.deleted);
  if (m.prevKvs !== undefined && m.prevKvs !== null) for (const item of m.prevKvs) size += 1 + lengthDelimited(mvccpb.sizeKeyValue(item));
  return size;
}

export function writeDeleteRangeResponse(m: Init<DeleteRangeResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.deleted !== undefined && m.deleted !== 0) { w.uint32(16); w.int64(m.deleted); }
  if (m.prevKvs !== undefined && m.prevKvs !== null) for (const item of m.prevKvs) { w.uint32(26); w.uint32(mvccpb.sizeKeyValue(item)); mvccpb.writeKeyValue(item, w); }
}

export function encodeDeleteRangeResponse(m: Init<DeleteRangeResponse>): Uint8Array {
  const w = new Writer(sizeDeleteRangeResponse(m));
  writeDeleteRangeResponse(m, w);
  return w.finish();
}

export interface RequestOp {
  requestRange: RangeRequest | null;
  requestPut: PutRequest | null;
  requestDeleteRange: DeleteRangeRequest | null;
  requestTxn: TxnRequest | null;
}

export function createRequestOp(): RequestOp {
  return { requestRange: null, requestPut: null, requestDeleteRange: null, requestTxn: null };
}

export function readRequestOp(r: Reader, end: number, m: RequestOp): RequestOp {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.requestPut = null;
        m.requestDeleteRange = null;
        m.requestTxn = null;
        m.requestRange = r.nested(readRangeRequest, m.requestRange ?? createRangeRequest());
        break;
      case 18:
        m.requestRange = null;
        m.requestDeleteRange = null;
        m.requestTxn = null;
        m.requestPut = r.nested(readPutRequest, m.requestPut ?? createPutRequest());
        break;
      case 26:
        m.requestRange = null;
        m.requestPut = null;
        m.requestTxn = null;
        m.requestDeleteRange = r.nested(readDeleteRangeRequest, m.requestDeleteRange ?? createDeleteRangeRequest());
        break;
      case 34:
        m.requestRange = null;
        m.requestPut = null;
        m.requestDeleteRange = null;
        m.requestTxn = r.nested(readTxnRequest, m.requestTxn ?? createTxnRequest());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.RequestOp. Bytes fields are views of the input. */
export function decodeRequestOp(bytes: Uint8Array): RequestOp {
  return readRequestOp(new Reader(bytes), bytes.length, createRequestOp());
}

export function sizeRequestOp(m: Init<RequestOp>): number {
  let size = 0;
  if (m.requestRange !== undefined && m.requestRange !== null) size += 1 + lengthDelimited(sizeRangeRequest(m.requestRange));
  if (m.requestPut !== undefined && m.requestPut !== null) size += 1 + lengthDelimited(sizePutRequest(m.requestPut));
  if (m.requestDeleteRange !== undefined && m.requestDeleteRange !== null) size += 1 + lengthDelimited(sizeDeleteRangeRequest(m.requestDeleteRange));
  if (m.requestTxn !== undefined && m.requestTxn !== null) size += 1 + lengthDelimited(sizeTxnRequest(m.requestTxn));
  return size;
}

export function writeRequestOp(m: Init<RequestOp>, w: Writer): void {
  if (m.requestRange !== undefined && m.requestRange !== null) { w.uint32(10); w.uint32(sizeRangeRequest(m.requestRange)); writeRangeRequest(m.requestRange, w); }
  if (m.requestPut !== undefined && m.requestPut !== null) { w.uint32(18); w.uint32(sizePutRequest(m.requestPut)); writePutRequest(m.requestPut, w); }
  if (m.requestDeleteRange !== undefined && m.requestDeleteRange !== null) { w.uint32(26); w.uint32(sizeDeleteRangeRequest(m.requestDeleteRange)); writeDeleteRangeRequest(m.requestDeleteRange, w); }
  if (m.requestTxn !== undefined && m.requestTxn !== null) { w.uint32(34); w.uint32(sizeTxnRequest(m.requestTxn)); writeTxnRequest(m.requestTxn, w); }
}

export function encodeRequestOp(m: Init<RequestOp>): Uint8Array {
  const w = new Writer(sizeRequestOp(m));
  writeRequestOp(m, w);
  return w.finish();
}

export interface ResponseOp {
  responseRange: RangeResponse | null;
  responsePut: PutResponse | null;
  responseDeleteRange: DeleteRangeResponse | null;
  responseTxn: TxnResponse | null;
}

export function createResponseOp(): ResponseOp {
  return { responseRange: null, responsePut: null, responseDeleteRange: null, responseTxn: null };
}

export function readResponseOp(r: Reader, end: number, m: ResponseOp): ResponseOp {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.responsePut = null;
        m.responseDeleteRange = null;
        m.responseTxn = null;
        m.responseRange = r.nested(readRangeResponse, m.responseRange ?? createRangeResponse());
        break;
      case 18:
        m.responseRange = null;
        m.responseDeleteRange = null;
        m.responseTxn = null;
        m.responsePut = r.nested(readPutResponse, m.responsePut ?? createPutResponse());
        break;
      case 26:
        m.responseRange = null;
        m.responsePut = null;
        m.responseTxn = null;
        m.responseDeleteRange = r.nested(readDeleteRangeResponse, m.responseDeleteRange ?? createDeleteRangeResponse());
        break;
      case 34:
        m.responseRange = null;
        m.responsePut = null;
        m.responseDeleteRange = null;
        m.responseTxn = r.nested(readTxnResponse, m.responseTxn ?? createTxnResponse());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.ResponseOp. Bytes fields are views of the input. */
export function decodeResponseOp(bytes: Uint8Array): ResponseOp {
  return readResponseOp(new Reader(bytes), bytes.length, createResponseOp());
}

export function sizeResponseOp(m: Init<ResponseOp>): number {
  let size = 0;
  if (m.responseRange !== undefined && m.responseRange !== null) size += 1 + lengthDelimited(sizeRangeResponse(m.responseRange));
  if (m.responsePut !== undefined && m.responsePut !== null) size += 1 + lengthDelimited(sizePutResponse(m.responsePut));
  if (m.responseDeleteRange !== undefined && m.responseDeleteRange !== null) size += 1 + lengthDelimited(sizeDeleteRangeResponse(m.responseDeleteRange));
  if (m.responseTxn !== undefined && m.responseTxn !== null) size += 1 + lengthDelimited(sizeTxnResponse(m.responseTxn));
  return size;
}

export function writeResponseOp(m: Init<ResponseOp>, w: Writer): void {
  if (m.responseRange !== undefined && m.responseRange !== null) { w.uint32(10); w.uint32(sizeRangeResponse(m.responseRange)); writeRangeResponse(m.responseRange, w); }
  if (m.responsePut !== undefined && m.responsePut !== null) { w.uint32(18); w.uint32(sizePutResponse(m.responsePut)); writePutResponse(m.responsePut, w); }
  if (m.responseDeleteRange !== undefined && m.responseDeleteRange !== null) { w.uint32(26); w.uint32(sizeDeleteRangeResponse(m.responseDeleteRange)); writeDeleteRangeResponse(m.responseDeleteRange, w); }
  if (m.responseTxn !== undefined && m.responseTxn !== null) { w.uint32(34); w.uint32(sizeTxnResponse(m.responseTxn)); writeTxnResponse(m.responseTxn, w); }
}

export function encodeResponseOp(m: Init<ResponseOp>): Uint8Array {
  const w = new Writer(sizeResponseOp(m));
  writeResponseOp(m, w);
  return w.finish();
}

export interface Compare {
  result: number;
  target: number;
  key: Uint8Array;
  version: bigint | null;
  createRevision: bigint | null;
  modRevision: bigint | null;
  value: Uint8Array | null;
  lease: bigint | null;
  rangeEnd: Uint8Array;
}

export function createCompare(): Compare {
  return { result: 0, target: 0, key: EMPTY_BYTES, version: null, createRevision: null, modRevision: null, value: null, lease: null, rangeEnd: EMPTY_BYTES };
}

export function readCompare(r: Reader, end: number, m: Compare): Compare {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.result = r.int32();
        break;
      case 16:
        m.target = r.int32();
        break;
      case 26:
        m.key = r.bytes();
        break;
      case 32:
        m.createRevision = null;
        m.modRevision = null;
        m.value = null;
        m.lease = null;
        m.version = r.bigInt64();
        break;
      case 40:
        m.version = null;
        m.modRevision = null;
        m.value = null;
        m.lease = null;
        m.createRevision = r.bigInt64();
        break;
      case 48:
        m.version = null;
        m.createRevision = null;
        m.value = null;
        m.lease = null;
        m.modRevision = r.bigInt64();
        break;
      case 58:
        m.version = null;
        m.createRevision = null;
        m.modRevision = null;
        m.lease = null;
        m.value = r.bytes();
        break;
      case 64:
        m.version = null;
        m.createRevision = null;
        m.modRevision = null;
        m.value = null;
        m.lease = r.bigInt64();
        break;
      case 514:
        m.rangeEnd = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.Compare. Bytes fields are views of the input. */
export function decodeCompare(bytes: Uint8Array): Compare {
  return readCompare(new Reader(bytes), bytes.length, createCompare());
}

export function sizeCompare(m: Init<Compare>): number {
  let size = 0;
  if (m.result !== undefined && m.result !== 0) size += 1 + int64Size(m.result);
  if (m.target !== undefined && m.target !== 0) size += 1 + int64Size(m.target);
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.version !== undefined && m.version !== null) size += 1 + bigintSize(m.version);
  if (m.createRevision !== undefined && m.createRevision !== null) size += 1 + bigintSize(m.createRevision);
  if (m.modRevision !== undefined && m.modRevision !== null) size += 1 + bigintSize(m.modRevision);
  if (m.value !== undefined && m.value !== null) size += 1 + lengthDelimited(m.value.length);
  if (m.lease !== undefined && m.lease !== null) size += 1 + bigintSize(m.lease);
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) size += 2 + lengthDelimited(m.rangeEnd.length);
  return size;
}

export function writeCompare(m: Init<Compare>, w: Writer): void {
  if (m.result !== undefined && m.result !== 0) { w.uint32(8); w.int64(m.result); }
  if (m.target !== undefined && m.target !== 0) { w.uint32(16); w.int64(m.target); }
  if (m.key !== undefined && m.key.length > 0) { w.uint32(26); w.bytes(m.key); }
  if (m.version !== undefined && m.version !== null) { w.uint32(32); w.bigInt(m.version); }
  if (m.createRevision !== undefined && m.createRevision !== null) { w.uint32(40); w.bigInt(m.createRevision); }
  if (m.modRevision !== undefined && m.modRevision !== null) { w.uint32(48); w.bigInt(m.modRevision); }
  if (m.value !== undefined && m.value !== null) { w.uint32(58); w.bytes(m.value); }
  if (m.lease !== undefined && m.lease !== null) { w.uint32(64); w.bigInt(m.lease); }
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) { w.uint32(514); w.bytes(m.rangeEnd); }
}

export function encodeCompare(m: Init<Compare>): Uint8Array {
  const w = new Writer(sizeCompare(m));
  writeCompare(m, w);
  return w.finish();
}

export interface TxnRequest {
  compare: Compare[];
  success: RequestOp[];
  failure: RequestOp[];
}

export function createTxnRequest(): TxnRequest {
  return { compare: [], success: [], failure: [] };
}

export function readTxnRequest(r: Reader, end: number, m: TxnRequest): TxnRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.compare.push(r.nested(readCompare, createCompare()));
        break;
      case 18:
        m.success.push(r.nested(readRequestOp, createRequestOp()));
        break;
      case 26:
        m.failure.push(r.nested(readRequestOp, createRequestOp()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.TxnRequest. Bytes fields are views of the input. */
export function decodeTxnRequest(bytes: Uint8Array): TxnRequest {
  return readTxnRequest(new Reader(bytes), bytes.length, createTxnRequest());
}

export function sizeTxnRequest(m: Init<TxnRequest>): number {
  let size = 0;
  if (m.compare !== undefined && m.compare !== null) for (const item of m.compare) size += 1 + lengthDelimited(sizeCompare(item));
  if (m.success !== undefined && m.success !== null) for (const item of m.success) size += 1 + lengthDelimited(sizeRequestOp(item));
  if (m.failure !== undefined && m.failure !== null) for (const item of m.failure) size += 1 + lengthDelimited(sizeRequestOp(item));
  return size;
}

export function writeTxnRequest(m: Init<TxnRequest>, w: Writer): void {
  if (m.compare !== undefined && m.compare !== null) for (const item of m.compare) { w.uint32(10); w.uint32(sizeCompare(item)); writeCompare(item, w); }
  if (m.success !== undefined && m.success !== null) for (const item of m.success) { w.uint32(18); w.uint32(sizeRequestOp(item)); writeRequestOp(item, w); }
  if (m.failure !== undefined && m.failure !== null) for (const item of m.failure) { w.uint32(26); w.uint32(sizeRequestOp(item)); writeRequestOp(item, w); }
}

export function encodeTxnRequest(m: Init<TxnRequest>): Uint8Array {
  const w = new Writer(sizeTxnRequest(m));
  writeTxnRequest(m, w);
  return w.finish();
}

export interface TxnResponse {
  header: ResponseHeader | null;
  succeeded: boolean;
  responses: ResponseOp[];
}

export function createTxnResponse(): TxnResponse {
  return { header: null, succeeded: false, responses: [] };
}

export function readTxnResponse(r: Reader, end: number, m: TxnResponse): TxnResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.succeeded = r.bool();
        break;
      case 26:
        m.responses.push(r.nested(readResponseOp, createResponseOp()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.TxnResponse. Bytes fields are views of the input. */
export function decodeTxnResponse(bytes: Uint8Array): TxnResponse {
  return readTxnResponse(new Reader(bytes), bytes.length, createTxnResponse());
}

export function sizeTxnResponse(m: Init<TxnResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.succeeded === true) size += 1 + 1;
  if (m.responses !== undefined && m.responses !== null) for (const item of m.responses) size += 1 + lengthDelimited(sizeResponseOp(item));
  return size;
}

export function writeTxnResponse(m: Init<TxnResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.succeeded === true) { w.uint32(16); w.byte(m.succeeded ? 1 : 0); }
  if (m.responses !== undefined && m.responses !== null) for (const item of m.responses) { w.uint32(26); w.uint32(sizeResponseOp(item)); writeResponseOp(item, w); }
}

export function encodeTxnResponse(m: Init<TxnResponse>): Uint8Array {
  const w = new Writer(sizeTxnResponse(m));
  writeTxnResponse(m, w);
  return w.finish();
}

export interface CompactionRequest {
  revision: number;
  physical: boolean;
}

export function createCompactionRequest(): CompactionRequest {
  return { revision: 0, physical: false };
}

export function readCompactionRequest(r: Reader, end: number, m: CompactionRequest): CompactionRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.revision = r.int64();
        break;
      case 16:
        m.physical = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.CompactionRequest. Bytes fields are views of the input. */
export function decodeCompactionRequest(bytes: Uint8Array): CompactionRequest {
  return readCompactionRequest(new Reader(bytes), bytes.length, createCompactionRequest());
}

export function sizeCompactionRequest(m: Init<CompactionRequest>): number {
  let size = 0;
  if (m.revision !== undefined && m.revision !== 0) size += 1 + int64Size(m.revision);
  if (m.physical === true) size += 1 + 1;
  return size;
}

export function writeCompactionRequest(m: Init<CompactionRequest>, w: Writer): void {
  if (m.revision !== undefined && m.revision !== 0) { w.uint32(8); w.int64(m.revision); }
  if (m.physical === true) { w.uint32(16); w.byte(m.physical ? 1 : 0); }
}

export function encodeCompactionRequest(m: Init<CompactionRequest>): Uint8Array {
  const w = new Writer(sizeCompactionRequest(m));
  writeCompactionRequest(m, w);
  return w.finish();
}

export interface CompactionResponse {
  header: ResponseHeader | null;
}

export function createCompactionResponse(): CompactionResponse {
  return { header: null };
}

export function readCompactionResponse(r: Reader, end: number, m: CompactionResponse): CompactionResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.CompactionResponse. Bytes fields are views of the input. */
export function decodeCompactionResponse(bytes: Uint8Array): CompactionResponse {
  return readCompactionResponse(new Reader(bytes), bytes.length, createCompactionResponse());
}

export function sizeCompactionResponse(m: Init<CompactionResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeCompactionResponse(m: Init<CompactionResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeCompactionResponse(m: Init<CompactionResponse>): Uint8Array {
  const w = new Writer(sizeCompactionResponse(m));
  writeCompactionResponse(m, w);
  return w.finish();
}

export interface HashRequest {
}

export function createHashRequest(): HashRequest {
  return {};
}

export function readHashRequest(r: Reader, end: number, m: HashRequest): HashRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.HashRequest. Bytes fields are views of the input. */
export function decodeHashRequest(bytes: Uint8Array): HashRequest {
  return readHashRequest(new Reader(bytes), bytes.length, createHashRequest());
}

export function sizeHashRequest(_m: Init<HashRequest>): number {
  let size = 0;
  return size;
}

export function writeHashRequest(_m: Init<HashRequest>, _w: Writer): void {
}

export function encodeHashRequest(m: Init<HashRequest>): Uint8Array {
  const w = new Writer(sizeHashRequest(m));
  writeHashRequest(m, w);
  return w.finish();
}

export interface HashKVRequest {
  revision: number;
}

export function createHashKVRequest(): HashKVRequest {
  return { revision: 0 };
}

export function readHashKVRequest(r: Reader, end: number, m: HashKVRequest): HashKVRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.revision = r.int64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.HashKVRequest. Bytes fields are views of the input. */
export function decodeHashKVRequest(bytes: Uint8Array): HashKVRequest {
  return readHashKVRequest(new Reader(bytes), bytes.length, createHashKVRequest());
}

export function sizeHashKVRequest(m: Init<HashKVRequest>): number {
  let size = 0;
  if (m.revision !== undefined && m.revision !== 0) size += 1 + int64Size(m.revision);
  return size;
}

export function writeHashKVRequest(m: Init<HashKVRequest>, w: Writer): void {
  if (m.revision !== undefined && m.revision !== 0) { w.uint32(8); w.int64(m.revision); }
}

export function encodeHashKVRequest(m: Init<HashKVRequest>): Uint8Array {
  const w = new Writer(sizeHashKVRequest(m));
  writeHashKVRequest(m, w);
  return w.finish();
}

export interface HashKVResponse {
  header: ResponseHeader | null;
  hash: number;
  compactRevision: number;
  hashRevision: number;
}

export function createHashKVResponse(): HashKVResponse {
  return { header: null, hash: 0, compactRevision: 0, hashRevision: 0 };
}

export function readHashKVResponse(r: Reader, end: number, m: HashKVResponse): HashKVResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.hash = r.uint32();
        break;
      case 24:
        m.compactRevision = r.int64();
        break;
      case 32:
        m.hashRevision = r.int64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.HashKVResponse. Bytes fields are views of the input. */
export function decodeHashKVResponse(bytes: Uint8Array): HashKVResponse {
  return readHashKVResponse(new Reader(bytes), bytes.length, createHashKVResponse());
}

export function sizeHashKVResponse(m: Init<HashKVResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.hash !== undefined && m.hash !== 0) size += 1 + varintSize(m.hash);
  if (m.compactRevision !== undefined && m.compactRevision !== 0) size += 1 + int64Size(m.compactRevision);
  if (m.hashRevision !== undefined && m.hashRevision !== 0) size += 1 + int64Size(m.hashRevision);
  return size;
}

export function writeHashKVResponse(m: Init<HashKVResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.hash !== undefined && m.hash !== 0) { w.uint32(16); w.uint32(m.hash); }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) { w.uint32(24); w.int64(m.compactRevision); }
  if (m.hashRevision !== undefined && m.hashRevision !== 0) { w.uint32(32); w.int64(m.hashRevision); }
}

export function encodeHashKVResponse(m: Init<HashKVResponse>): Uint8Array {
  const w = new Writer(sizeHashKVResponse(m));
  writeHashKVResponse(m, w);
  return w.finish();
}

export interface HashResponse {
  header: ResponseHeader | null;
  hash: number;
}

export function createHashResponse(): HashResponse {
  return { header: null, hash: 0 };
}

export function readHashResponse(r: Reader, end: number, m: HashResponse): HashResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.hash = r.uint32();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.HashResponse. Bytes fields are views of the input. */
export function decodeHashResponse(bytes: Uint8Array): HashResponse {
  return readHashResponse(new Reader(bytes), bytes.length, createHashResponse());
}

export function sizeHashResponse(m: Init<HashResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.hash !== undefined && m.hash !== 0) size += 1 + varintSize(m.hash);
  return size;
}

export function writeHashResponse(m: Init<HashResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.hash !== undefined && m.hash !== 0) { w.uint32(16); w.uint32(m.hash); }
}

export function encodeHashResponse(m: Init<HashResponse>): Uint8Array {
  const w = new Writer(sizeHashResponse(m));
  writeHashResponse(m, w);
  return w.finish();
}

export interface SnapshotRequest {
}

export function createSnapshotRequest(): SnapshotRequest {
  return {};
}

export function readSnapshotRequest(r: Reader, end: number, m: SnapshotRequest): SnapshotRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.SnapshotRequest. Bytes fields are views of the input. */
export function decodeSnapshotRequest(bytes: Uint8Array): SnapshotRequest {
  return readSnapshotRequest(new Reader(bytes), bytes.length, createSnapshotRequest());
}

export function sizeSnapshotRequest(_m: Init<SnapshotRequest>): number {
  let size = 0;
  return size;
}

export function writeSnapshotRequest(_m: Init<SnapshotRequest>, _w: Writer): void {
}

export function encodeSnapshotRequest(m: Init<SnapshotRequest>): Uint8Array {
  const w = new Writer(sizeSnapshotRequest(m));
  writeSnapshotRequest(m, w);
  return w.finish();
}

export interface SnapshotResponse {
  header: ResponseHeader | null;
  remainingBytes: number;
  blob: Uint8Array;
  version: string;
}

export function createSnapshotResponse(): SnapshotResponse {
  return { header: null, remainingBytes: 0, blob: EMPTY_BYTES, version: "" };
}

export function readSnapshotResponse(r: Reader, end: number, m: SnapshotResponse): SnapshotResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.remainingBytes = r.uint64();
        break;
      case 26:
        m.blob = r.bytes();
        break;
      case 34:
        m.version = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.SnapshotResponse. Bytes fields are views of the input. */
export function decodeSnapshotResponse(bytes: Uint8Array): SnapshotResponse {
  return readSnapshotResponse(new Reader(bytes), bytes.length, createSnapshotResponse());
}

export function sizeSnapshotResponse(m: Init<SnapshotResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.remainingBytes !== undefined && m.remainingBytes !== 0) size += 1 + int64Size(m.remainingBytes);
  if (m.blob !== undefined && m.blob.length > 0) size += 1 + lengthDelimited(m.blob.length);
  if (m.version !== undefined && m.version !== "") size += 1 + lengthDelimited(utf8Length(m.version));
  return size;
}

export function writeSnapshotResponse(m: Init<SnapshotResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.remainingBytes !== undefined && m.remainingBytes !== 0) { w.uint32(16); w.int64(m.remainingBytes); }
  if (m.blob !== undefined && m.blob.length > 0) { w.uint32(26); w.bytes(m.blob); }
  if (m.version !== undefined && m.version !== "") { w.uint32(34); w.string(m.version); }
}

export function encodeSnapshotResponse(m: Init<SnapshotResponse>): Uint8Array {
  const w = new Writer(sizeSnapshotResponse(m));
  writeSnapshotResponse(m, w);
  return w.finish();
}

export interface WatchRequest {
  createRequest: WatchCreateRequest | null;
  cancelRequest: WatchCancelRequest | null;
  progressRequest: WatchProgressRequest | null;
}

export function createWatchRequest(): WatchRequest {
  return { createRequest: null, cancelRequest: null, progressRequest: null };
}

export function readWatchRequest(r: Reader, end: number, m: WatchRequest): WatchRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.cancelRequest = null;
        m.progressRequest = null;
        m.createRequest = r.nested(readWatchCreateRequest, m.createRequest ?? createWatchCreateRequest());
        break;
      case 18:
        m.createRequest = null;
        m.progressRequest = null;
        m.cancelRequest = r.nested(readWatchCancelRequest, m.cancelRequest ?? createWatchCancelRequest());
        break;
      case 26:
        m.createRequest = null;
        m.cancelRequest = null;
        m.progressRequest = r.nested(readWatchProgressRequest, m.progressRequest ?? createWatchProgressRequest());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.WatchRequest. Bytes fields are views of the input. */
export function decodeWatchRequest(bytes: Uint8Array): WatchRequest {
  return readWatchRequest(new Reader(bytes), bytes.length, createWatchRequest());
}

export function sizeWatchRequest(m: Init<WatchRequest>): number {
  let size = 0;
  if (m.createRequest !== undefined && m.createRequest !== null) size += 1 + lengthDelimited(sizeWatchCreateRequest(m.createRequest));
  if (m.cancelRequest !== undefined && m.cancelRequest !== null) size += 1 + lengthDelimited(sizeWatchCancelRequest(m.cancelRequest));
  if (m.progressRequest !== undefined && m.progressRequest !== null) size += 1 + lengthDelimited(sizeWatchProgressRequest(m.progressRequest));
  return size;
}

export function writeWatchRequest(m: Init<WatchRequest>, w: Writer): void {
  if (m.createRequest !== undefined && m.createRequest !== null) { w.uint32(10); w.uint32(sizeWatchCreateRequest(m.createRequest)); writeWatchCreateRequest(m.createRequest, w); }
  if (m.cancelRequest !== undefined && m.cancelRequest !== null) { w.uint32(18); w.uint32(sizeWatchCancelRequest(m.cancelRequest)); writeWatchCancelRequest(m.cancelRequest, w); }
  if (m.progressRequest !== undefined && m.progressRequest !== null) { w.uint32(26); w.uint32(sizeWatchProgressRequest(m.progressRequest)); writeWatchProgressRequest(m.progressRequest, w); }
}

export function encodeWatchRequest(m: Init<WatchRequest>): Uint8Array {
  const w = new Writer(sizeWatchRequest(m));
  writeWatchRequest(m, w);
  return w.finish();
}

export interface WatchCreateRequest {
  key: Uint8Array;
  rangeEnd: Uint8Array;
  startRevision: number;
  progressNotify: boolean;
  filters: number[];
  prevKv: boolean;
  watchId: bigint;
  fragment: boolean;
}

export function createWatchCreateRequest(): WatchCreateRequest {
  return { key: EMPTY_BYTES, rangeEnd: EMPTY_BYTES, startRevision: 0, progressNotify: false, filters: [], prevKv: false, watchId: 0n, fragment: false };
}

export function readWatchCreateRequest(r: Reader, end: number, m: WatchCreateRequest): WatchCreateRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.key = r.bytes();
        break;
      case 18:
        m.rangeEnd = r.bytes();
        break;
      case 24:
        m.startRevision = r.int64();
        break;
      case 32:
        m.progressNotify = r.bool();
        break;
      case 40:
        m.filters.push(r.int32());
        break;
      case 42:
        for (const packedEnd = r.packedEnd(); r.position < packedEnd; ) m.filters.push(r.int32());
        break;
      case 48:
        m.prevKv = r.bool();
        break;
      case 56:
        m.watchId = r.bigInt64();
        break;
      case 64:
        m.fragment = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.WatchCreateRequest. Bytes fields are views of the input. */
export function decodeWatchCreateRequest(bytes: Uint8Array): WatchCreateRequest {
  return readWatchCreateRequest(new Reader(bytes), bytes.length, createWatchCreateRequest());
}

export function sizeWatchCreateRequest(m: Init<WatchCreateRequest>): number {
  let size = 0;
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) size += 1 + lengthDelimited(m.rangeEnd.length);
  if (m.startRevision !== undefined && m.startRevision !== 0) size += 1 + int64Size(m.startRevision);
  if (m.progressNotify === true) size += 1 + 1;
  if (m.filters !== undefined && m.filters !== null) for (const item of m.filters) size += 1 + int64Size(item);
  if (m.prevKv === true) size += 1 + 1;
  if (m.watchId !== undefined && m.watchId !== 0n) size += 1 + bigintSize(m.watchId);
  if (m.fragment === true) size += 1 + 1;
  return size;
}

export function writeWatchCreateRequest(m: Init<WatchCreateRequest>, w: Writer): void {
  if (m.key !== undefined && m.key.length > 0) { w.uint32(10); w.bytes(m.key); }
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) { w.uint32(18); w.bytes(m.rangeEnd); }
  if (m.startRevision !== undefined && m.startRevision !== 0) { w.uint32(24); w.int64(m.startRevision); }
  if (m.progressNotify === true) { w.uint32(32); w.byte(m.progressNotify ? 1 : 0); }
  if (m.filters !== undefined && m.filters !== null) for (const item of m.filters) { w.uint32(40); w.int64(item); }
  if (m.prevKv === true) { w.uint32(48); w.byte(m.prevKv ? 1 : 0); }
  if (m.watchId !== undefined && m.watchId !== 0n) { w.uint32(56); w.bigInt(m.watchId); }
  if (m.fragment === true) { w.uint32(64); w.byte(m.fragment ? 1 : 0); }
}

export function encodeWatchCreateRequest(m: Init<WatchCreateRequest>): Uint8Array {
  const w = new Writer(sizeWatchCreateRequest(m));
  writeWatchCreateRequest(m, w);
  return w.finish();
}

export interface WatchCancelRequest {
  watchId: bigint;
}

export function createWatchCancelRequest(): WatchCancelRequest {
  return { watchId: 0n };
}

export function readWatchCancelRequest(r: Reader, end: number, m: WatchCancelRequest): WatchCancelRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.watchId = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.WatchCancelRequest. Bytes fields are views of the input. */
export function decodeWatchCancelRequest(bytes: Uint8Array): WatchCancelRequest {
  return readWatchCancelRequest(new Reader(bytes), bytes.length, createWatchCancelRequest());
}

export function sizeWatchCancelRequest(m: Init<WatchCancelRequest>): number {
  let size = 0;
  if (m.watchId !== undefined && m.watchId !== 0n) size += 1 + bigintSize(m.watchId);
  return size;
}

export function writeWatchCancelRequest(m: Init<WatchCancelRequest>, w: Writer): void {
  if (m.watchId !== undefined && m.watchId !== 0n) { w.uint32(8); w.bigInt(m.watchId); }
}

export function encodeWatchCancelRequest(m: Init<WatchCancelRequest>): Uint8Array {
  const w = new Writer(sizeWatchCancelRequest(m));
  writeWatchCancelRequest(m, w);
  return w.finish();
}

export interface WatchProgressRequest {
}

export function createWatchProgressRequest(): WatchProgressRequest {
  return {};
}

export function readWatchProgressRequest(r: Reader, end: number, m: WatchProgressRequest): WatchProgressRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.WatchProgressRequest. Bytes fields are views of the input. */
export function decodeWatchProgressRequest(bytes: Uint8Array): WatchProgressRequest {
  return readWatchProgressRequest(new Reader(bytes), bytes.length, createWatchProgressRequest());
}

export function sizeWatchProgressRequest(_m: Init<WatchProgressRequest>): number {
  let size = 0;
  return size;
}

export function writeWatchProgressRequest(_m: Init<WatchProgressRequest>, _w: Writer): void {
}

export function encodeWatchProgressRequest(m: Init<WatchProgressRequest>): Uint8Array {
  const w = new Writer(sizeWatchProgressRequest(m));
  writeWatchProgressRequest(m, w);
  return w.finish();
}

export interface WatchResponse {
  header: ResponseHeader | null;
  watchId: bigint;
  created: boolean;
  canceled: boolean;
  compactRevision: number;
  cancelReason: string;
  fragment: boolean;
  events: mvccpb.Event[];
}

export function createWatchResponse(): WatchResponse {
  return { header: null, watchId: 0n, created: false, canceled: false, compactRevision: 0, cancelReason: "", fragment: false, events: [] };
}

export function readWatchResponse(r: Reader, end: number, m: WatchResponse): WatchResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.watchId = r.bigInt64();
        break;
      case 24:
        m.created = r.bool();
        break;
      case 32:
        m.canceled = r.bool();
        break;
      case 40:
        m.compactRevision = r.int64();
        break;
      case 50:
        m.cancelReason = r.string();
        break;
      case 56:
        m.fragment = r.bool();
        break;
      case 90:
        m.events.push(r.nested(mvccpb.readEvent, mvccpb.createEvent()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.WatchResponse. Bytes fields are views of the input. */
export function decodeWatchResponse(bytes: Uint8Array): WatchResponse {
  return readWatchResponse(new Reader(bytes), bytes.length, createWatchResponse());
}

export function sizeWatchResponse(m: Init<WatchResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.watchId !== undefined && m.watchId !== 0n) size += 1 + bigintSize(m.watchId);
  if (m.created === true) size += 1 + 1;
  if (m.canceled === true) size += 1 + 1;
  if (m.compactRevision !== undefined && m.compactRevision !== 0) size += 1 + int64Size(m.compactRevision);
  if (m.cancelReason !== undefined && m.cancelReason !== "") size += 1 + lengthDelimited(utf8Length(m.cancelReason));
  if (m.fragment === true) size += 1 + 1;
  if (m.events !== undefined && m.events !== null) for (const item of m.events) size += 1 + lengthDelimited(mvccpb.sizeEvent(item));
  return size;
}

export function writeWatchResponse(m: Init<WatchResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.watchId !== undefined && m.watchId !== 0n) { w.uint32(16); w.bigInt(m.watchId); }
  if (m.created === true) { w.uint32(24); w.byte(m.created ? 1 : 0); }
  if (m.canceled === true) { w.uint32(32); w.byte(m.canceled ? 1 : 0); }
  if (m.compactRevision !== undefined && m.compactRevision !== 0) { w.uint32(40); w.int64(m.compactRevision); }
  if (m.cancelReason !== undefined && m.cancelReason !== "") { w.uint32(50); w.string(m.cancelReason); }
  if (m.fragment === true) { w.uint32(56); w.byte(m.fragment ? 1 : 0); }
  if (m.events !== undefined && m.events !== null) for (const item of m.events) { w.uint32(90); w.uint32(mvccpb.sizeEvent(item)); mvccpb.writeEvent(item, w); }
}

export function encodeWatchResponse(m: Init<WatchResponse>): Uint8Array {
  const w = new Writer(sizeWatchResponse(m));
  writeWatchResponse(m, w);
  return w.finish();
}

export interface LeaseGrantRequest {
  TTL: number;
  ID: bigint;
}

export function createLeaseGrantRequest(): LeaseGrantRequest {
  return { TTL: 0, ID: 0n };
}

export function readLeaseGrantRequest(r: Reader, end: number, m: LeaseGrantRequest): LeaseGrantRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.TTL = r.int64();
        break;
      case 16:
        m.ID = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseGrantRequest. Bytes fields are views of the input. */
export function decodeLeaseGrantRequest(bytes: Uint8Array): LeaseGrantRequest {
  return readLeaseGrantRequest(new Reader(bytes), bytes.length, createLeaseGrantRequest());
}

export function sizeLeaseGrantRequest(m: Init<LeaseGrantRequest>): number {
  let size = 0;
  if (m.TTL !== undefined && m.TTL !== 0) size += 1 + int64Size(m.TTL);
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  return size;
}

export function writeLeaseGrantRequest(m: Init<LeaseGrantRequest>, w: Writer): void {
  if (m.TTL !== undefined && m.TTL !== 0) { w.uint32(8); w.int64(m.TTL); }
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(16); w.bigInt(m.ID); }
}

export function encodeLeaseGrantRequest(m: Init<LeaseGrantRequest>): Uint8Array {
  const w = new Writer(sizeLeaseGrantRequest(m));
  writeLeaseGrantRequest(m, w);
  return w.finish();
}

export interface LeaseGrantResponse {
  header: ResponseHeader | null;
  ID: bigint;
  TTL: number;
  error: string;
}

export function createLeaseGrantResponse(): LeaseGrantResponse {
  return { header: null, ID: 0n, TTL: 0, error: "" };
}

export function readLeaseGrantResponse(r: Reader, end: number, m: LeaseGrantResponse): LeaseGrantResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.ID = r.bigInt64();
        break;
      case 24:
        m.TTL = r.int64();
        break;
      case 34:
        m.error = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseGrantResponse. Bytes fields are views of the input. */
export function decodeLeaseGrantResponse(bytes: Uint8Array): LeaseGrantResponse {
  return readLeaseGrantResponse(new Reader(bytes), bytes.length, createLeaseGrantResponse());
}

export function sizeLeaseGrantResponse(m: Init<LeaseGrantResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.TTL !== undefined && m.TTL !== 0) size += 1 + int64Size(m.TTL);
  if (m.error !== undefined && m.error !== "") size += 1 + lengthDelimited(utf8Length(m.error));
  return size;
}

export function writeLeaseGrantResponse(m: Init<LeaseGrantResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(16); w.bigInt(m.ID); }
  if (m.TTL !== undefined && m.TTL !== 0) { w.uint32(24); w.int64(m.TTL); }
  if (m.error !== undefined && m.error !== "") { w.uint32(34); w.string(m.error); }
}

export function encodeLeaseGrantResponse(m: Init<LeaseGrantResponse>): Uint8Array {
  const w = new Writer(sizeLeaseGrantResponse(m));
  writeLeaseGrantResponse(m, w);
  return w.finish();
}

export interface LeaseRevokeRequest {
  ID: bigint;
}

export function createLeaseRevokeRequest(): LeaseRevokeRequest {
  return { ID: 0n };
}

export function readLeaseRevokeRequest(r: Reader, end: number, m: LeaseRevokeRequest): LeaseRevokeRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseRevokeRequest. Bytes fields are views of the input. */
export function decodeLeaseRevokeRequest(bytes: Uint8Array): LeaseRevokeRequest {
  return readLeaseRevokeRequest(new Reader(bytes), bytes.length, createLeaseRevokeRequest());
}

export function sizeLeaseRevokeRequest(m: Init<LeaseRevokeRequest>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  return size;
}

export function writeLeaseRevokeRequest(m: Init<LeaseRevokeRequest>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
}

export function encodeLeaseRevokeRequest(m: Init<LeaseRevokeRequest>): Uint8Array {
  const w = new Writer(sizeLeaseRevokeRequest(m));
  writeLeaseRevokeRequest(m, w);
  return w.finish();
}

export interface LeaseRevokeResponse {
  header: ResponseHeader | null;
}

export function createLeaseRevokeResponse(): LeaseRevokeResponse {
  return { header: null };
}

export function readLeaseRevokeResponse(r: Reader, end: number, m: LeaseRevokeResponse): LeaseRevokeResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseRevokeResponse. Bytes fields are views of the input. */
export function decodeLeaseRevokeResponse(bytes: Uint8Array): LeaseRevokeResponse {
  return readLeaseRevokeResponse(new Reader(bytes), bytes.length, createLeaseRevokeResponse());
}

export function sizeLeaseRevokeResponse(m: Init<LeaseRevokeResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeLeaseRevokeResponse(m: Init<LeaseRevokeResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeLeaseRevokeResponse(m: Init<LeaseRevokeResponse>): Uint8Array {
  const w = new Writer(sizeLeaseRevokeResponse(m));
  writeLeaseRevokeResponse(m, w);
  return w.finish();
}

export interface LeaseCheckpoint {
  ID: bigint;
  remainingTTL: number;
}

export function createLeaseCheckpoint(): LeaseCheckpoint {
  return { ID: 0n, remainingTTL: 0 };
}

export function readLeaseCheckpoint(r: Reader, end: number, m: LeaseCheckpoint): LeaseCheckpoint {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigInt64();
        break;
      case 16:
        m.remainingTTL = r.int64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseCheckpoint. Bytes fields are views of the input. */
export function decodeLeaseCheckpoint(bytes: Uint8Array): LeaseCheckpoint {
  return readLeaseCheckpoint(new Reader(bytes), bytes.length, createLeaseCheckpoint());
}

export function sizeLeaseCheckpoint(m: Init<LeaseCheckpoint>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.remainingTTL !== undefined && m.remainingTTL !== 0) size += 1 + int64Size(m.remainingTTL);
  return size;
}

export function writeLeaseCheckpoint(m: Init<LeaseCheckpoint>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.remainingTTL !== undefined && m.remainingTTL !== 0) { w.uint32(16); w.int64(m.remainingTTL); }
}

export function encodeLeaseCheckpoint(m: Init<LeaseCheckpoint>): Uint8Array {
  const w = new Writer(sizeLeaseCheckpoint(m));
  writeLeaseCheckpoint(m, w);
  return w.finish();
}

export interface LeaseCheckpointRequest {
  checkpoints: LeaseCheckpoint[];
}

export function createLeaseCheckpointRequest(): LeaseCheckpointRequest {
  return { checkpoints: [] };
}

export function readLeaseCheckpointRequest(r: Reader, end: number, m: LeaseCheckpointRequest): LeaseCheckpointRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.checkpoints.push(r.nested(readLeaseCheckpoint, createLeaseCheckpoint()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseCheckpointRequest. Bytes fields are views of the input. */
export function decodeLeaseCheckpointRequest(bytes: Uint8Array): LeaseCheckpointRequest {
  return readLeaseCheckpointRequest(new Reader(bytes), bytes.length, createLeaseCheckpointRequest());
}

export function sizeLeaseCheckpointRequest(m: Init<LeaseCheckpointRequest>): number {
  let size = 0;
  if (m.checkpoints !== undefined && m.checkpoints !== null) for (const item of m.checkpoints) size += 1 + lengthDelimited(sizeLeaseCheckpoint(item));
  return size;
}

export function writeLeaseCheckpointRequest(m: Init<LeaseCheckpointRequest>, w: Writer): void {
  if (m.checkpoints !== undefined && m.checkpoints !== null) for (const item of m.checkpoints) { w.uint32(10); w.uint32(sizeLeaseCheckpoint(item)); writeLeaseCheckpoint(item, w); }
}

export function encodeLeaseCheckpointRequest(m: Init<LeaseCheckpointRequest>): Uint8Array {
  const w = new Writer(sizeLeaseCheckpointRequest(m));
  writeLeaseCheckpointRequest(m, w);
  return w.finish();
}

export interface LeaseCheckpointResponse {
  header: ResponseHeader | null;
}

export function createLeaseCheckpointResponse(): LeaseCheckpointResponse {
  return { header: null };
}

export function readLeaseCheckpointResponse(r: Reader, end: number, m: LeaseCheckpointResponse): LeaseCheckpointResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseCheckpointResponse. Bytes fields are views of the input. */
export function decodeLeaseCheckpointResponse(bytes: Uint8Array): LeaseCheckpointResponse {
  return readLeaseCheckpointResponse(new Reader(bytes), bytes.length, createLeaseCheckpointResponse());
}

export function sizeLeaseCheckpointResponse(m: Init<LeaseCheckpointResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeLeaseCheckpointResponse(m: Init<LeaseCheckpointResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeLeaseCheckpointResponse(m: Init<LeaseCheckpointResponse>): Uint8Array {
  const w = new Writer(sizeLeaseCheckpointResponse(m));
  writeLeaseCheckpointResponse(m, w);
  return w.finish();
}

export interface LeaseKeepAliveRequest {
  ID: bigint;
}

export function createLeaseKeepAliveRequest(): LeaseKeepAliveRequest {
  return { ID: 0n };
}

export function readLeaseKeepAliveRequest(r: Reader, end: number, m: LeaseKeepAliveRequest): LeaseKeepAliveRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseKeepAliveRequest. Bytes fields are views of the input. */
export function decodeLeaseKeepAliveRequest(bytes: Uint8Array): LeaseKeepAliveRequest {
  return readLeaseKeepAliveRequest(new Reader(bytes), bytes.length, createLeaseKeepAliveRequest());
}

export function sizeLeaseKeepAliveRequest(m: Init<LeaseKeepAliveRequest>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  return size;
}

export function writeLeaseKeepAliveRequest(m: Init<LeaseKeepAliveRequest>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
}

export function encodeLeaseKeepAliveRequest(m: Init<LeaseKeepAliveRequest>): Uint8Array {
  const w = new Writer(sizeLeaseKeepAliveRequest(m));
  writeLeaseKeepAliveRequest(m, w);
  return w.finish();
}

export interface LeaseKeepAliveResponse {
  header: ResponseHeader | null;
  ID: bigint;
  TTL: number;
}

export function createLeaseKeepAliveResponse(): LeaseKeepAliveResponse {
  return { header: null, ID: 0n, TTL: 0 };
}

export function readLeaseKeepAliveResponse(r: Reader, end: number, m: LeaseKeepAliveResponse): LeaseKeepAliveResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.ID = r.bigInt64();
        break;
      case 24:
        m.TTL = r.int64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseKeepAliveResponse. Bytes fields are views of the input. */
export function decodeLeaseKeepAliveResponse(bytes: Uint8Array): LeaseKeepAliveResponse {
  return readLeaseKeepAliveResponse(new Reader(bytes), bytes.length, createLeaseKeepAliveResponse());
}

export function sizeLeaseKeepAliveResponse(m: Init<LeaseKeepAliveResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.TTL !== undefined && m.TTL !== 0) size += 1 + int64Size(m.TTL);
  return size;
}

export function writeLeaseKeepAliveResponse(m: Init<LeaseKeepAliveResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(16); w.bigInt(m.ID); }
  if (m.TTL !== undefined && m.TTL !== 0) { w.uint32(24); w.int64(m.TTL); }
}

export function encodeLeaseKeepAliveResponse(m: Init<LeaseKeepAliveResponse>): Uint8Array {
  const w = new Writer(sizeLeaseKeepAliveResponse(m));
  writeLeaseKeepAliveResponse(m, w);
  return w.finish();
}

export interface LeaseTimeToLiveRequest {
  ID: bigint;
  keys: boolean;
}

export function createLeaseTimeToLiveRequest(): LeaseTimeToLiveRequest {
  return { ID: 0n, keys: false };
}

export function readLeaseTimeToLiveRequest(r: Reader, end: number, m: LeaseTimeToLiveRequest): LeaseTimeToLiveRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigInt64();
        break;
      case 16:
        m.keys = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseTimeToLiveRequest. Bytes fields are views of the input. */
export function decodeLeaseTimeToLiveRequest(bytes: Uint8Array): LeaseTimeToLiveRequest {
  return readLeaseTimeToLiveRequest(new Reader(bytes), bytes.length, createLeaseTimeToLiveRequest());
}

export function sizeLeaseTimeToLiveRequest(m: Init<LeaseTimeToLiveRequest>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.keys === true) size += 1 + 1;
  return size;
}

export function writeLeaseTimeToLiveRequest(m: Init<LeaseTimeToLiveRequest>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.keys === true) { w.uint32(16); w.byte(m.keys ? 1 : 0); }
}

export function encodeLeaseTimeToLiveRequest(m: Init<LeaseTimeToLiveRequest>): Uint8Array {
  const w = new Writer(sizeLeaseTimeToLiveRequest(m));
  writeLeaseTimeToLiveRequest(m, w);
  return w.finish();
}

export interface LeaseTimeToLiveResponse {
  header: ResponseHeader | null;
  ID: bigint;
  TTL: number;
  grantedTTL: number;
  keys: Uint8Array[];
}

export function createLeaseTimeToLiveResponse(): LeaseTimeToLiveResponse {
  return { header: null, ID: 0n, TTL: 0, grantedTTL: 0, keys: [] };
}

export function readLeaseTimeToLiveResponse(r: Reader, end: number, m: LeaseTimeToLiveResponse): LeaseTimeToLiveResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.ID = r.bigInt64();
        break;
      case 24:
        m.TTL = r.int64();
        break;
      case 32:
        m.grantedTTL = r.int64();
        break;
      case 42:
        m.keys.push(r.bytes());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseTimeToLiveResponse. Bytes fields are views of the input. */
export function decodeLeaseTimeToLiveResponse(bytes: Uint8Array): LeaseTimeToLiveResponse {
  return readLeaseTimeToLiveResponse(new Reader(bytes), bytes.length, createLeaseTimeToLiveResponse());
}

export function sizeLeaseTimeToLiveResponse(m: Init<LeaseTimeToLiveResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.TTL !== undefined && m.TTL !== 0) size += 1 + int64Size(m.TTL);
  if (m.grantedTTL !== undefined && m.grantedTTL !== 0) size += 1 + int64Size(m.grantedTTL);
  if (m.keys !== undefined && m.keys !== null) for (const item of m.keys) size += 1 + lengthDelimited(item.length);
  return size;
}

export function writeLeaseTimeToLiveResponse(m: Init<LeaseTimeToLiveResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(16); w.bigInt(m.ID); }
  if (m.TTL !== undefined && m.TTL !== 0) { w.uint32(24); w.int64(m.TTL); }
  if (m.grantedTTL !== undefined && m.grantedTTL !== 0) { w.uint32(32); w.int64(m.grantedTTL); }
  if (m.keys !== undefined && m.keys !== null) for (const item of m.keys) { w.uint32(42); w.bytes(item); }
}

export function encodeLeaseTimeToLiveResponse(m: Init<LeaseTimeToLiveResponse>): Uint8Array {
  const w = new Writer(sizeLeaseTimeToLiveResponse(m));
  writeLeaseTimeToLiveResponse(m, w);
  return w.finish();
}

export interface LeaseLeasesRequest {
}

export function createLeaseLeasesRequest(): LeaseLeasesRequest {
  return {};
}

export function readLeaseLeasesRequest(r: Reader, end: number, m: LeaseLeasesRequest): LeaseLeasesRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseLeasesRequest. Bytes fields are views of the input. */
export function decodeLeaseLeasesRequest(bytes: Uint8Array): LeaseLeasesRequest {
  return readLeaseLeasesRequest(new Reader(bytes), bytes.length, createLeaseLeasesRequest());
}

export function sizeLeaseLeasesRequest(_m: Init<LeaseLeasesRequest>): number {
  let size = 0;
  return size;
}

export function writeLeaseLeasesRequest(_m: Init<LeaseLeasesRequest>, _w: Writer): void {
}

export function encodeLeaseLeasesRequest(m: Init<LeaseLeasesRequest>): Uint8Array {
  const w = new Writer(sizeLeaseLeasesRequest(m));
  writeLeaseLeasesRequest(m, w);
  return w.finish();
}

export interface LeaseStatus {
  ID: bigint;
}

export function createLeaseStatus(): LeaseStatus {
  return { ID: 0n };
}

export function readLeaseStatus(r: Reader, end: number, m: LeaseStatus): LeaseStatus {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigInt64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseStatus. Bytes fields are views of the input. */
export function decodeLeaseStatus(bytes: Uint8Array): LeaseStatus {
  return readLeaseStatus(new Reader(bytes), bytes.length, createLeaseStatus());
}

export function sizeLeaseStatus(m: Init<LeaseStatus>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  return size;
}

export function writeLeaseStatus(m: Init<LeaseStatus>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
}

export function encodeLeaseStatus(m: Init<LeaseStatus>): Uint8Array {
  const w = new Writer(sizeLeaseStatus(m));
  writeLeaseStatus(m, w);
  return w.finish();
}

export interface LeaseLeasesResponse {
  header: ResponseHeader | null;
  leases: LeaseStatus[];
}

export function createLeaseLeasesResponse(): LeaseLeasesResponse {
  return { header: null, leases: [] };
}

export function readLeaseLeasesResponse(r: Reader, end: number, m: LeaseLeasesResponse): LeaseLeasesResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.leases.push(r.nested(readLeaseStatus, createLeaseStatus()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.LeaseLeasesResponse. Bytes fields are views of the input. */
export function decodeLeaseLeasesResponse(bytes: Uint8Array): LeaseLeasesResponse {
  return readLeaseLeasesResponse(new Reader(bytes), bytes.length, createLeaseLeasesResponse());
}

export function sizeLeaseLeasesResponse(m: Init<LeaseLeasesResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.leases !== undefined && m.leases !== null) for (const item of m.leases) size += 1 + lengthDelimited(sizeLeaseStatus(item));
  return size;
}

export function writeLeaseLeasesResponse(m: Init<LeaseLeasesResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.leases !== undefined && m.leases !== null) for (const item of m.leases) { w.uint32(18); w.uint32(sizeLeaseStatus(item)); writeLeaseStatus(item, w); }
}

export function encodeLeaseLeasesResponse(m: Init<LeaseLeasesResponse>): Uint8Array {
  const w = new Writer(sizeLeaseLeasesResponse(m));
  writeLeaseLeasesResponse(m, w);
  return w.finish();
}

export interface Member {
  ID: bigint;
  name: string;
  peerURLs: string[];
  clientURLs: string[];
  isLearner: boolean;
}

export function createMember(): Member {
  return { ID: 0n, name: "", peerURLs: [], clientURLs: [], isLearner: false };
}

export function readMember(r: Reader, end: number, m: Member): Member {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigUint64();
        break;
      case 18:
        m.name = r.string();
        break;
      case 26:
        m.peerURLs.push(r.string());
        break;
      case 34:
        m.clientURLs.push(r.string());
        break;
      case 40:
        m.isLearner = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.Member. Bytes fields are views of the input. */
export function decodeMember(bytes: Uint8Array): Member {
  return readMember(new Reader(bytes), bytes.length, createMember());
}

export function sizeMember(m: Init<Member>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.peerURLs !== undefined && m.peerURLs !== null) for (const item of m.peerURLs) size += 1 + lengthDelimited(utf8Length(item));
  if (m.clientURLs !== undefined && m.clientURLs !== null) for (const item of m.clientURLs) size += 1 + lengthDelimited(utf8Length(item));
  if (m.isLearner === true) size += 1 + 1;
  return size;
}

export function writeMember(m: Init<Member>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.name !== undefined && m.name !== "") { w.uint32(18); w.string(m.name); }
  if (m.peerURLs !== undefined && m.peerURLs !== null) for (const item of m.peerURLs) { w.uint32(26); w.string(item); }
  if (m.clientURLs !== undefined && m.clientURLs !== null) for (const item of m.clientURLs) { w.uint32(34); w.string(item); }
  if (m.isLearner === true) { w.uint32(40); w.byte(m.isLearner ? 1 : 0); }
}

export function encodeMember(m: Init<Member>): Uint8Array {
  const w = new Writer(sizeMember(m));
  writeMember(m, w);
  return w.finish();
}

export interface MemberAddRequest {
  peerURLs: string[];
  isLearner: boolean;
}

export function createMemberAddRequest(): MemberAddRequest {
  return { peerURLs: [], isLearner: false };
}

export function readMemberAddRequest(r: Reader, end: number, m: MemberAddRequest): MemberAddRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.peerURLs.push(r.string());
        break;
      case 16:
        m.isLearner = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberAddRequest. Bytes fields are views of the input. */
export function decodeMemberAddRequest(bytes: Uint8Array): MemberAddRequest {
  return readMemberAddRequest(new Reader(bytes), bytes.length, createMemberAddRequest());
}

export function sizeMemberAddRequest(m: Init<MemberAddRequest>): number {
  let size = 0;
  if (m.peerURLs !== undefined && m.peerURLs !== null) for (const item of m.peerURLs) size += 1 + lengthDelimited(utf8Length(item));
  if (m.isLearner === true) size += 1 + 1;
  return size;
}

export function writeMemberAddRequest(m: Init<MemberAddRequest>, w: Writer): void {
  if (m.peerURLs !== undefined && m.peerURLs !== null) for (const item of m.peerURLs) { w.uint32(10); w.string(item); }
  if (m.isLearner === true) { w.uint32(16); w.byte(m.isLearner ? 1 : 0); }
}

export function encodeMemberAddRequest(m: Init<MemberAddRequest>): Uint8Array {
  const w = new Writer(sizeMemberAddRequest(m));
  writeMemberAddRequest(m, w);
  return w.finish();
}

export interface MemberAddResponse {
  header: ResponseHeader | null;
  member: Member | null;
  members: Member[];
}

export function createMemberAddResponse(): MemberAddResponse {
  return { header: null, member: null, members: [] };
}

export function readMemberAddResponse(r: Reader, end: number, m: MemberAddResponse): MemberAddResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.member = r.nested(readMember, m.member ?? createMember());
        break;
      case 26:
        m.members.push(r.nested(readMember, createMember()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberAddResponse. Bytes fields are views of the input. */
export function decodeMemberAddResponse(bytes: Uint8Array): MemberAddResponse {
  return readMemberAddResponse(new Reader(bytes), bytes.length, createMemberAddResponse());
}

export function sizeMemberAddResponse(m: Init<MemberAddResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.member !== undefined && m.member !== null) size += 1 + lengthDelimited(sizeMember(m.member));
  if (m.members !== undefined && m.members !== null) for (const item of m.members) size += 1 + lengthDelimited(sizeMember(item));
  return size;
}

export function writeMemberAddResponse(m: Init<MemberAddResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.member !== undefined && m.member !== null) { w.uint32(18); w.uint32(sizeMember(m.member)); writeMember(m.member, w); }
  if (m.members !== undefined && m.members !== null) for (const item of m.members) { w.uint32(26); w.uint32(sizeMember(item)); writeMember(item, w); }
}

export function encodeMemberAddResponse(m: Init<MemberAddResponse>): Uint8Array {
  const w = new Writer(sizeMemberAddResponse(m));
  writeMemberAddResponse(m, w);
  return w.finish();
}

export interface MemberRemoveRequest {
  ID: bigint;
}

export function createMemberRemoveRequest(): MemberRemoveRequest {
  return { ID: 0n };
}

export function readMemberRemoveRequest(r: Reader, end: number, m: MemberRemoveRequest): MemberRemoveRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigUint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberRemoveRequest. Bytes fields are views of the input. */
export function decodeMemberRemoveRequest(bytes: Uint8Array): MemberRemoveRequest {
  return readMemberRemoveRequest(new Reader(bytes), bytes.length, createMemberRemoveRequest());
}

export function sizeMemberRemoveRequest(m: Init<MemberRemoveRequest>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  return size;
}

export function writeMemberRemoveRequest(m: Init<MemberRemoveRequest>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
}

export function encodeMemberRemoveRequest(m: Init<MemberRemoveRequest>): Uint8Array {
  const w = new Writer(sizeMemberRemoveRequest(m));
  writeMemberRemoveRequest(m, w);
  return w.finish();
}

export interface MemberRemoveResponse {
  header: ResponseHeader | null;
  members: Member[];
}

export function createMemberRemoveResponse(): MemberRemoveResponse {
  return { header: null, members: [] };
}

export function readMemberRemoveResponse(r: Reader, end: number, m: MemberRemoveResponse): MemberRemoveResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.members.push(r.nested(readMember, createMember()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberRemoveResponse. Bytes fields are views of the input. */
export function decodeMemberRemoveResponse(bytes: Uint8Array): MemberRemoveResponse {
  return readMemberRemoveResponse(new Reader(bytes), bytes.length, createMemberRemoveResponse());
}

export function sizeMemberRemoveResponse(m: Init<MemberRemoveResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.members !== undefined && m.members !== null) for (const item of m.members) size += 1 + lengthDelimited(sizeMember(item));
  return size;
}

export function writeMemberRemoveResponse(m: Init<MemberRemoveResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.members !== undefined && m.members !== null) for (const item of m.members) { w.uint32(18); w.uint32(sizeMember(item)); writeMember(item, w); }
}

export function encodeMemberRemoveResponse(m: Init<MemberRemoveResponse>): Uint8Array {
  const w = new Writer(sizeMemberRemoveResponse(m));
  writeMemberRemoveResponse(m, w);
  return w.finish();
}

export interface MemberUpdateRequest {
  ID: bigint;
  peerURLs: string[];
}

export function createMemberUpdateRequest(): MemberUpdateRequest {
  return { ID: 0n, peerURLs: [] };
}

export function readMemberUpdateRequest(r: Reader, end: number, m: MemberUpdateRequest): MemberUpdateRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigUint64();
        break;
      case 18:
        m.peerURLs.push(r.string());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberUpdateRequest. Bytes fields are views of the input. */
export function decodeMemberUpdateRequest(bytes: Uint8Array): MemberUpdateRequest {
  return readMemberUpdateRequest(new Reader(bytes), bytes.length, createMemberUpdateRequest());
}

export function sizeMemberUpdateRequest(m: Init<MemberUpdateRequest>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.peerURLs !== undefined && m.peerURLs !== null) for (const item of m.peerURLs) size += 1 + lengthDelimited(utf8Length(item));
  return size;
}

export function writeMemberUpdateRequest(m: Init<MemberUpdateRequest>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.peerURLs !== undefined && m.peerURLs !== null) for (const item of m.peerURLs) { w.uint32(18); w.string(item); }
}

export function encodeMemberUpdateRequest(m: Init<MemberUpdateRequest>): Uint8Array {
  const w = new Writer(sizeMemberUpdateRequest(m));
  writeMemberUpdateRequest(m, w);
  return w.finish();
}

export interface MemberUpdateResponse {
  header: ResponseHeader | null;
  members: Member[];
}

export function createMemberUpdateResponse(): MemberUpdateResponse {
  return { header: null, members: [] };
}

export function readMemberUpdateResponse(r: Reader, end: number, m: MemberUpdateResponse): MemberUpdateResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.members.push(r.nested(readMember, createMember()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberUpdateResponse. Bytes fields are views of the input. */
export function decodeMemberUpdateResponse(bytes: Uint8Array): MemberUpdateResponse {
  return readMemberUpdateResponse(new Reader(bytes), bytes.length, createMemberUpdateResponse());
}

export function sizeMemberUpdateResponse(m: Init<MemberUpdateResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.members !== undefined && m.members !== null) for (const item of m.members) size += 1 + lengthDelimited(sizeMember(item));
  return size;
}

export function writeMemberUpdateResponse(m: Init<MemberUpdateResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.members !== undefined && m.members !== null) for (const item of m.members) { w.uint32(18); w.uint32(sizeMember(item)); writeMember(item, w); }
}

export function encodeMemberUpdateResponse(m: Init<MemberUpdateResponse>): Uint8Array {
  const w = new Writer(sizeMemberUpdateResponse(m));
  writeMemberUpdateResponse(m, w);
  return w.finish();
}

export interface MemberListRequest {
  linearizable: boolean;
}

export function createMemberListRequest(): MemberListRequest {
  return { linearizable: false };
}

export function readMemberListRequest(r: Reader, end: number, m: MemberListRequest): MemberListRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.linearizable = r.bool();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberListRequest. Bytes fields are views of the input. */
export function decodeMemberListRequest(bytes: Uint8Array): MemberListRequest {
  return readMemberListRequest(new Reader(bytes), bytes.length, createMemberListRequest());
}

export function sizeMemberListRequest(m: Init<MemberListRequest>): number {
  let size = 0;
  if (m.linearizable === true) size += 1 + 1;
  return size;
}

export function writeMemberListRequest(m: Init<MemberListRequest>, w: Writer): void {
  if (m.linearizable === true) { w.uint32(8); w.byte(m.linearizable ? 1 : 0); }
}

export function encodeMemberListRequest(m: Init<MemberListRequest>): Uint8Array {
  const w = new Writer(sizeMemberListRequest(m));
  writeMemberListRequest(m, w);
  return w.finish();
}

export interface MemberListResponse {
  header: ResponseHeader | null;
  members: Member[];
}

export function createMemberListResponse(): MemberListResponse {
  return { header: null, members: [] };
}

export function readMemberListResponse(r: Reader, end: number, m: MemberListResponse): MemberListResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.members.push(r.nested(readMember, createMember()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberListResponse. Bytes fields are views of the input. */
export function decodeMemberListResponse(bytes: Uint8Array): MemberListResponse {
  return readMemberListResponse(new Reader(bytes), bytes.length, createMemberListResponse());
}

export function sizeMemberListResponse(m: Init<MemberListResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.members !== undefined && m.members !== null) for (const item of m.members) size += 1 + lengthDelimited(sizeMember(item));
  return size;
}

export function writeMemberListResponse(m: Init<MemberListResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.members !== undefined && m.members !== null) for (const item of m.members) { w.uint32(18); w.uint32(sizeMember(item)); writeMember(item, w); }
}

export function encodeMemberListResponse(m: Init<MemberListResponse>): Uint8Array {
  const w = new Writer(sizeMemberListResponse(m));
  writeMemberListResponse(m, w);
  return w.finish();
}

export interface MemberPromoteRequest {
  ID: bigint;
}

export function createMemberPromoteRequest(): MemberPromoteRequest {
  return { ID: 0n };
}

export function readMemberPromoteRequest(r: Reader, end: number, m: MemberPromoteRequest): MemberPromoteRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigUint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberPromoteRequest. Bytes fields are views of the input. */
export function decodeMemberPromoteRequest(bytes: Uint8Array): MemberPromoteRequest {
  return readMemberPromoteRequest(new Reader(bytes), bytes.length, createMemberPromoteRequest());
}

export function sizeMemberPromoteRequest(m: Init<MemberPromoteRequest>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  return size;
}

export function writeMemberPromoteRequest(m: Init<MemberPromoteRequest>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
}

export function encodeMemberPromoteRequest(m: Init<MemberPromoteRequest>): Uint8Array {
  const w = new Writer(sizeMemberPromoteRequest(m));
  writeMemberPromoteRequest(m, w);
  return w.finish();
}

export interface MemberPromoteResponse {
  header: ResponseHeader | null;
  members: Member[];
}

export function createMemberPromoteResponse(): MemberPromoteResponse {
  return { header: null, members: [] };
}

export function readMemberPromoteResponse(r: Reader, end: number, m: MemberPromoteResponse): MemberPromoteResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.members.push(r.nested(readMember, createMember()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MemberPromoteResponse. Bytes fields are views of the input. */
export function decodeMemberPromoteResponse(bytes: Uint8Array): MemberPromoteResponse {
  return readMemberPromoteResponse(new Reader(bytes), bytes.length, createMemberPromoteResponse());
}

export function sizeMemberPromoteResponse(m: Init<MemberPromoteResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.members !== undefined && m.members !== null) for (const item of m.members) size += 1 + lengthDelimited(sizeMember(item));
  return size;
}

export function writeMemberPromoteResponse(m: Init<MemberPromoteResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.members !== undefined && m.members !== null) for (const item of m.members) { w.uint32(18); w.uint32(sizeMember(item)); writeMember(item, w); }
}

export function encodeMemberPromoteResponse(m: Init<MemberPromoteResponse>): Uint8Array {
  const w = new Writer(sizeMemberPromoteResponse(m));
  writeMemberPromoteResponse(m, w);
  return w.finish();
}

export interface DefragmentRequest {
}

export function createDefragmentRequest(): DefragmentRequest {
  return {};
}

export function readDefragmentRequest(r: Reader, end: number, m: DefragmentRequest): DefragmentRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DefragmentRequest. Bytes fields are views of the input. */
export function decodeDefragmentRequest(bytes: Uint8Array): DefragmentRequest {
  return readDefragmentRequest(new Reader(bytes), bytes.length, createDefragmentRequest());
}

export function sizeDefragmentRequest(_m: Init<DefragmentRequest>): number {
  let size = 0;
  return size;
}

export function writeDefragmentRequest(_m: Init<DefragmentRequest>, _w: Writer): void {
}

export function encodeDefragmentRequest(m: Init<DefragmentRequest>): Uint8Array {
  const w = new Writer(sizeDefragmentRequest(m));
  writeDefragmentRequest(m, w);
  return w.finish();
}

export interface DefragmentResponse {
  header: ResponseHeader | null;
}

export function createDefragmentResponse(): DefragmentResponse {
  return { header: null };
}

export function readDefragmentResponse(r: Reader, end: number, m: DefragmentResponse): DefragmentResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DefragmentResponse. Bytes fields are views of the input. */
export function decodeDefragmentResponse(bytes: Uint8Array): DefragmentResponse {
  return readDefragmentResponse(new Reader(bytes), bytes.length, createDefragmentResponse());
}

export function sizeDefragmentResponse(m: Init<DefragmentResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeDefragmentResponse(m: Init<DefragmentResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeDefragmentResponse(m: Init<DefragmentResponse>): Uint8Array {
  const w = new Writer(sizeDefragmentResponse(m));
  writeDefragmentResponse(m, w);
  return w.finish();
}

export interface MoveLeaderRequest {
  targetID: bigint;
}

export function createMoveLeaderRequest(): MoveLeaderRequest {
  return { targetID: 0n };
}

export function readMoveLeaderRequest(r: Reader, end: number, m: MoveLeaderRequest): MoveLeaderRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.targetID = r.bigUint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MoveLeaderRequest. Bytes fields are views of the input. */
export function decodeMoveLeaderRequest(bytes: Uint8Array): MoveLeaderRequest {
  return readMoveLeaderRequest(new Reader(bytes), bytes.length, createMoveLeaderRequest());
}

export function sizeMoveLeaderRequest(m: Init<MoveLeaderRequest>): number {
  let size = 0;
  if (m.targetID !== undefined && m.targetID !== 0n) size += 1 + bigintSize(m.targetID);
  return size;
}

export function writeMoveLeaderRequest(m: Init<MoveLeaderRequest>, w: Writer): void {
  if (m.targetID !== undefined && m.targetID !== 0n) { w.uint32(8); w.bigInt(m.targetID); }
}

export function encodeMoveLeaderRequest(m: Init<MoveLeaderRequest>): Uint8Array {
  const w = new Writer(sizeMoveLeaderRequest(m));
  writeMoveLeaderRequest(m, w);
  return w.finish();
}

export interface MoveLeaderResponse {
  header: ResponseHeader | null;
}

export function createMoveLeaderResponse(): MoveLeaderResponse {
  return { header: null };
}

export function readMoveLeaderResponse(r: Reader, end: number, m: MoveLeaderResponse): MoveLeaderResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.MoveLeaderResponse. Bytes fields are views of the input. */
export function decodeMoveLeaderResponse(bytes: Uint8Array): MoveLeaderResponse {
  return readMoveLeaderResponse(new Reader(bytes), bytes.length, createMoveLeaderResponse());
}

export function sizeMoveLeaderResponse(m: Init<MoveLeaderResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeMoveLeaderResponse(m: Init<MoveLeaderResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeMoveLeaderResponse(m: Init<MoveLeaderResponse>): Uint8Array {
  const w = new Writer(sizeMoveLeaderResponse(m));
  writeMoveLeaderResponse(m, w);
  return w.finish();
}

export interface AlarmRequest {
  action: number;
  memberID: bigint;
  alarm: number;
}

export function createAlarmRequest(): AlarmRequest {
  return { action: 0, memberID: 0n, alarm: 0 };
}

export function readAlarmRequest(r: Reader, end: number, m: AlarmRequest): AlarmRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.action = r.int32();
        break;
      case 16:
        m.memberID = r.bigUint64();
        break;
      case 24:
        m.alarm = r.int32();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AlarmRequest. Bytes fields are views of the input. */
export function decodeAlarmRequest(bytes: Uint8Array): AlarmRequest {
  return readAlarmRequest(new Reader(bytes), bytes.length, createAlarmRequest());
}

export function sizeAlarmRequest(m: Init<AlarmRequest>): number {
  let size = 0;
  if (m.action !== undefined && m.action !== 0) size += 1 + int64Size(m.action);
  if (m.memberID !== undefined && m.memberID !== 0n) size += 1 + bigintSize(m.memberID);
  if (m.alarm !== undefined && m.alarm !== 0) size += 1 + int64Size(m.alarm);
  return size;
}

export function writeAlarmRequest(m: Init<AlarmRequest>, w: Writer): void {
  if (m.action !== undefined && m.action !== 0) { w.uint32(8); w.int64(m.action); }
  if (m.memberID !== undefined && m.memberID !== 0n) { w.uint32(16); w.bigInt(m.memberID); }
  if (m.alarm !== undefined && m.alarm !== 0) { w.uint32(24); w.int64(m.alarm); }
}

export function encodeAlarmRequest(m: Init<AlarmRequest>): Uint8Array {
  const w = new Writer(sizeAlarmRequest(m));
  writeAlarmRequest(m, w);
  return w.finish();
}

export interface AlarmMember {
  memberID: bigint;
  alarm: number;
}

export function createAlarmMember(): AlarmMember {
  return { memberID: 0n, alarm: 0 };
}

export function readAlarmMember(r: Reader, end: number, m: AlarmMember): AlarmMember {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.memberID = r.bigUint64();
        break;
      case 16:
        m.alarm = r.int32();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AlarmMember. Bytes fields are views of the input. */
export function decodeAlarmMember(bytes: Uint8Array): AlarmMember {
  return readAlarmMember(new Reader(bytes), bytes.length, createAlarmMember());
}

export function sizeAlarmMember(m: Init<AlarmMember>): number {
  let size = 0;
  if (m.memberID !== undefined && m.memberID !== 0n) size += 1 + bigintSize(m.memberID);
  if (m.alarm !== undefined && m.alarm !== 0) size += 1 + int64Size(m.alarm);
  return size;
}

export function writeAlarmMember(m: Init<AlarmMember>, w: Writer): void {
  if (m.memberID !== undefined && m.memberID !== 0n) { w.uint32(8); w.bigInt(m.memberID); }
  if (m.alarm !== undefined && m.alarm !== 0) { w.uint32(16); w.int64(m.alarm); }
}

export function encodeAlarmMember(m: Init<AlarmMember>): Uint8Array {
  const w = new Writer(sizeAlarmMember(m));
  writeAlarmMember(m, w);
  return w.finish();
}

export interface AlarmResponse {
  header: ResponseHeader | null;
  alarms: AlarmMember[];
}

export function createAlarmResponse(): AlarmResponse {
  return { header: null, alarms: [] };
}

export function readAlarmResponse(r: Reader, end: number, m: AlarmResponse): AlarmResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.alarms.push(r.nested(readAlarmMember, createAlarmMember()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AlarmResponse. Bytes fields are views of the input. */
export function decodeAlarmResponse(bytes: Uint8Array): AlarmResponse {
  return readAlarmResponse(new Reader(bytes), bytes.length, createAlarmResponse());
}

export function sizeAlarmResponse(m: Init<AlarmResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.alarms !== undefined && m.alarms !== null) for (const item of m.alarms) size += 1 + lengthDelimited(sizeAlarmMember(item));
  return size;
}

export function writeAlarmResponse(m: Init<AlarmResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.alarms !== undefined && m.alarms !== null) for (const item of m.alarms) { w.uint32(18); w.uint32(sizeAlarmMember(item)); writeAlarmMember(item, w); }
}

export function encodeAlarmResponse(m: Init<AlarmResponse>): Uint8Array {
  const w = new Writer(sizeAlarmResponse(m));
  writeAlarmResponse(m, w);
  return w.finish();
}

export interface DowngradeRequest {
  action: number;
  version: string;
}

export function createDowngradeRequest(): DowngradeRequest {
  return { action: 0, version: "" };
}

export function readDowngradeRequest(r: Reader, end: number, m: DowngradeRequest): DowngradeRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.action = r.int32();
        break;
      case 18:
        m.version = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DowngradeRequest. Bytes fields are views of the input. */
export function decodeDowngradeRequest(bytes: Uint8Array): DowngradeRequest {
  return readDowngradeRequest(new Reader(bytes), bytes.length, createDowngradeRequest());
}

export function sizeDowngradeRequest(m: Init<DowngradeRequest>): number {
  let size = 0;
  if (m.action !== undefined && m.action !== 0) size += 1 + int64Size(m.action);
  if (m.version !== undefined && m.version !== "") size += 1 + lengthDelimited(utf8Length(m.version));
  return size;
}

export function writeDowngradeRequest(m: Init<DowngradeRequest>, w: Writer): void {
  if (m.action !== undefined && m.action !== 0) { w.uint32(8); w.int64(m.action); }
  if (m.version !== undefined && m.version !== "") { w.uint32(18); w.string(m.version); }
}

export function encodeDowngradeRequest(m: Init<DowngradeRequest>): Uint8Array {
  const w = new Writer(sizeDowngradeRequest(m));
  writeDowngradeRequest(m, w);
  return w.finish();
}

export interface DowngradeResponse {
  header: ResponseHeader | null;
  version: string;
}

export function createDowngradeResponse(): DowngradeResponse {
  return { header: null, version: "" };
}

export function readDowngradeResponse(r: Reader, end: number, m: DowngradeResponse): DowngradeResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.version = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DowngradeResponse. Bytes fields are views of the input. */
export function decodeDowngradeResponse(bytes: Uint8Array): DowngradeResponse {
  return readDowngradeResponse(new Reader(bytes), bytes.length, createDowngradeResponse());
}

export function sizeDowngradeResponse(m: Init<DowngradeResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.version !== undefined && m.version !== "") size += 1 + lengthDelimited(utf8Length(m.version));
  return size;
}

export function writeDowngradeResponse(m: Init<DowngradeResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.version !== undefined && m.version !== "") { w.uint32(18); w.string(m.version); }
}

export function encodeDowngradeResponse(m: Init<DowngradeResponse>): Uint8Array {
  const w = new Writer(sizeDowngradeResponse(m));
  writeDowngradeResponse(m, w);
  return w.finish();
}

export interface DowngradeVersionTestRequest {
  ver: string;
}

export function createDowngradeVersionTestRequest(): DowngradeVersionTestRequest {
  return { ver: "" };
}

export function readDowngradeVersionTestRequest(r: Reader, end: number, m: DowngradeVersionTestRequest): DowngradeVersionTestRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.ver = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DowngradeVersionTestRequest. Bytes fields are views of the input. */
export function decodeDowngradeVersionTestRequest(bytes: Uint8Array): DowngradeVersionTestRequest {
  return readDowngradeVersionTestRequest(new Reader(bytes), bytes.length, createDowngradeVersionTestRequest());
}

export function sizeDowngradeVersionTestRequest(m: Init<DowngradeVersionTestRequest>): number {
  let size = 0;
  if (m.ver !== undefined && m.ver !== "") size += 1 + lengthDelimited(utf8Length(m.ver));
  return size;
}

export function writeDowngradeVersionTestRequest(m: Init<DowngradeVersionTestRequest>, w: Writer): void {
  if (m.ver !== undefined && m.ver !== "") { w.uint32(10); w.string(m.ver); }
}

export function encodeDowngradeVersionTestRequest(m: Init<DowngradeVersionTestRequest>): Uint8Array {
  const w = new Writer(sizeDowngradeVersionTestRequest(m));
  writeDowngradeVersionTestRequest(m, w);
  return w.finish();
}

export interface StatusRequest {
}

export function createStatusRequest(): StatusRequest {
  return {};
}

export function readStatusRequest(r: Reader, end: number, m: StatusRequest): StatusRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.StatusRequest. Bytes fields are views of the input. */
export function decodeStatusRequest(bytes: Uint8Array): StatusRequest {
  return readStatusRequest(new Reader(bytes), bytes.length, createStatusRequest());
}

export function sizeStatusRequest(_m: Init<StatusRequest>): number {
  let size = 0;
  return size;
}

export function writeStatusRequest(_m: Init<StatusRequest>, _w: Writer): void {
}

export function encodeStatusRequest(m: Init<StatusRequest>): Uint8Array {
  const w = new Writer(sizeStatusRequest(m));
  writeStatusRequest(m, w);
  return w.finish();
}

export interface StatusResponse {
  header: ResponseHeader | null;
  version: string;
  dbSize: number;
  leader: bigint;
  raftIndex: number;
  raftTerm: number;
  raftAppliedIndex: number;
  errors: string[];
  dbSizeInUse: number;
  isLearner: boolean;
  storageVersion: string;
  dbSizeQuota: number;
  downgradeInfo: DowngradeInfo | null;
}

export function createStatusResponse(): StatusResponse {
  return { header: null, version: "", dbSize: 0, leader: 0n, raftIndex: 0, raftTerm: 0, raftAppliedIndex: 0, errors: [], dbSizeInUse: 0, isLearner: false, storageVersion: "", dbSizeQuota: 0, downgradeInfo: null };
}

export function readStatusResponse(r: Reader, end: number, m: StatusResponse): StatusResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.version = r.string();
        break;
      case 24:
        m.dbSize = r.int64();
        break;
      case 32:
        m.leader = r.bigUint64();
        break;
      case 40:
        m.raftIndex = r.uint64();
        break;
      case 48:
        m.raftTerm = r.uint64();
        break;
      case 56:
        m.raftAppliedIndex = r.uint64();
        break;
      case 66:
        m.errors.push(r.string());
        break;
      case 72:
        m.dbSizeInUse = r.int64();
        break;
      case 80:
        m.isLearner = r.bool();
        break;
      case 90:
        m.storageVersion = r.string();
        break;
      case 96:
        m.dbSizeQuota = r.int64();
        break;
      case 106:
        m.downgradeInfo = r.nested(readDowngradeInfo, m.downgradeInfo ?? createDowngradeInfo());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.StatusResponse. Bytes fields are views of the input. */
export function decodeStatusResponse(bytes: Uint8Array): StatusResponse {
  return readStatusResponse(new Reader(bytes), bytes.length, createStatusResponse());
}

export function sizeStatusResponse(m: Init<StatusResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.version !== undefined && m.version !== "") size += 1 + lengthDelimited(utf8Length(m.version));
  if (m.dbSize !== undefined && m.dbSize !== 0) size += 1 + int64Size(m.dbSize);
  if (m.leader !== undefined && m.leader !== 0n) size += 1 + bigintSize(m.leader);
  if (m.raftIndex !== undefined && m.raftIndex !== 0) size += 1 + int64Size(m.raftIndex);
  if (m.raftTerm !== undefined && m.raftTerm !== 0) size += 1 + int64Size(m.raftTerm);
  if (m.raftAppliedIndex !== undefined && m.raftAppliedIndex !== 0) size += 1 + int64Size(m.raftAppliedIndex);
  if (m.errors !== undefined && m.errors !== null) for (const item of m.errors) size += 1 + lengthDelimited(utf8Length(item));
  if (m.dbSizeInUse !== undefined && m.dbSizeInUse !== 0) size += 1 + int64Size(m.dbSizeInUse);
  if (m.isLearner === true) size += 1 + 1;
  if (m.storageVersion !== undefined && m.storageVersion !== "") size += 1 + lengthDelimited(utf8Length(m.storageVersion));
  if (m.dbSizeQuota !== undefined && m.dbSizeQuota !== 0) size += 1 + int64Size(m.dbSizeQuota);
  if (m.downgradeInfo !== undefined && m.downgradeInfo !== null) size += 1 + lengthDelimited(sizeDowngradeInfo(m.downgradeInfo));
  return size;
}

export function writeStatusResponse(m: Init<StatusResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.version !== undefined && m.version !== "") { w.uint32(18); w.string(m.version); }
  if (m.dbSize !== undefined && m.dbSize !== 0) { w.uint32(24); w.int64(m.dbSize); }
  if (m.leader !== undefined && m.leader !== 0n) { w.uint32(32); w.bigInt(m.leader); }
  if (m.raftIndex !== undefined && m.raftIndex !== 0) { w.uint32(40); w.int64(m.raftIndex); }
  if (m.raftTerm !== undefined && m.raftTerm !== 0) { w.uint32(48); w.int64(m.raftTerm); }
  if (m.raftAppliedIndex !== undefined && m.raftAppliedIndex !== 0) { w.uint32(56); w.int64(m.raftAppliedIndex); }
  if (m.errors !== undefined && m.errors !== null) for (const item of m.errors) { w.uint32(66); w.string(item); }
  if (m.dbSizeInUse !== undefined && m.dbSizeInUse !== 0) { w.uint32(72); w.int64(m.dbSizeInUse); }
  if (m.isLearner === true) { w.uint32(80); w.byte(m.isLearner ? 1 : 0); }
  if (m.storageVersion !== undefined && m.storageVersion !== "") { w.uint32(90); w.string(m.storageVersion); }
  if (m.dbSizeQuota !== undefined && m.dbSizeQuota !== 0) { w.uint32(96); w.int64(m.dbSizeQuota); }
  if (m.downgradeInfo !== undefined && m.downgradeInfo !== null) { w.uint32(106); w.uint32(sizeDowngradeInfo(m.downgradeInfo)); writeDowngradeInfo(m.downgradeInfo, w); }
}

export function encodeStatusResponse(m: Init<StatusResponse>): Uint8Array {
  const w = new Writer(sizeStatusResponse(m));
  writeStatusResponse(m, w);
  return w.finish();
}

export interface DowngradeInfo {
  enabled: boolean;
  targetVersion: string;
}

export function createDowngradeInfo(): DowngradeInfo {
  return { enabled: false, targetVersion: "" };
}

export function readDowngradeInfo(r: Reader, end: number, m: DowngradeInfo): DowngradeInfo {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.enabled = r.bool();
        break;
      case 18:
        m.targetVersion = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.DowngradeInfo. Bytes fields are views of the input. */
export function decodeDowngradeInfo(bytes: Uint8Array): DowngradeInfo {
  return readDowngradeInfo(new Reader(bytes), bytes.length, createDowngradeInfo());
}

export function sizeDowngradeInfo(m: Init<DowngradeInfo>): number {
  let size = 0;
  if (m.enabled === true) size += 1 + 1;
  if (m.targetVersion !== undefined && m.targetVersion !== "") size += 1 + lengthDelimited(utf8Length(m.targetVersion));
  return size;
}

export function writeDowngradeInfo(m: Init<DowngradeInfo>, w: Writer): void {
  if (m.enabled === true) { w.uint32(8); w.byte(m.enabled ? 1 : 0); }
  if (m.targetVersion !== undefined && m.targetVersion !== "") { w.uint32(18); w.string(m.targetVersion); }
}

export function encodeDowngradeInfo(m: Init<DowngradeInfo>): Uint8Array {
  const w = new Writer(sizeDowngradeInfo(m));
  writeDowngradeInfo(m, w);
  return w.finish();
}

export interface AuthEnableRequest {
}

export function createAuthEnableRequest(): AuthEnableRequest {
  return {};
}

export function readAuthEnableRequest(r: Reader, end: number, m: AuthEnableRequest): AuthEnableRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthEnableRequest. Bytes fields are views of the input. */
export function decodeAuthEnableRequest(bytes: Uint8Array): AuthEnableRequest {
  return readAuthEnableRequest(new Reader(bytes), bytes.length, createAuthEnableRequest());
}

export function sizeAuthEnableRequest(_m: Init<AuthEnableRequest>): number {
  let size = 0;
  return size;
}

export function writeAuthEnableRequest(_m: Init<AuthEnableRequest>, _w: Writer): void {
}

export function encodeAuthEnableRequest(m: Init<AuthEnableRequest>): Uint8Array {
  const w = new Writer(sizeAuthEnableRequest(m));
  writeAuthEnableRequest(m, w);
  return w.finish();
}

export interface AuthDisableRequest {
}

export function createAuthDisableRequest(): AuthDisableRequest {
  return {};
}

export function readAuthDisableRequest(r: Reader, end: number, m: AuthDisableRequest): AuthDisableRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthDisableRequest. Bytes fields are views of the input. */
export function decodeAuthDisableRequest(bytes: Uint8Array): AuthDisableRequest {
  return readAuthDisableRequest(new Reader(bytes), bytes.length, createAuthDisableRequest());
}

export function sizeAuthDisableRequest(_m: Init<AuthDisableRequest>): number {
  let size = 0;
  return size;
}

export function writeAuthDisableRequest(_m: Init<AuthDisableRequest>, _w: Writer): void {
}

export function encodeAuthDisableRequest(m: Init<AuthDisableRequest>): Uint8Array {
  const w = new Writer(sizeAuthDisableRequest(m));
  writeAuthDisableRequest(m, w);
  return w.finish();
}

export interface AuthStatusRequest {
}

export function createAuthStatusRequest(): AuthStatusRequest {
  return {};
}

export function readAuthStatusRequest(r: Reader, end: number, m: AuthStatusRequest): AuthStatusRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthStatusRequest. Bytes fields are views of the input. */
export function decodeAuthStatusRequest(bytes: Uint8Array): AuthStatusRequest {
  return readAuthStatusRequest(new Reader(bytes), bytes.length, createAuthStatusRequest());
}

export function sizeAuthStatusRequest(_m: Init<AuthStatusRequest>): number {
  let size = 0;
  return size;
}

export function writeAuthStatusRequest(_m: Init<AuthStatusRequest>, _w: Writer): void {
}

export function encodeAuthStatusRequest(m: Init<AuthStatusRequest>): Uint8Array {
  const w = new Writer(sizeAuthStatusRequest(m));
  writeAuthStatusRequest(m, w);
  return w.finish();
}

export interface AuthenticateRequest {
  name: string;
  password: string;
}

export function createAuthenticateRequest(): AuthenticateRequest {
  return { name: "", password: "" };
}

export function readAuthenticateRequest(r: Reader, end: number, m: AuthenticateRequest): AuthenticateRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.password = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthenticateRequest. Bytes fields are views of the input. */
export function decodeAuthenticateRequest(bytes: Uint8Array): AuthenticateRequest {
  return readAuthenticateRequest(new Reader(bytes), bytes.length, createAuthenticateRequest());
}

export function sizeAuthenticateRequest(m: Init<AuthenticateRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.password !== undefined && m.password !== "") size += 1 + lengthDelimited(utf8Length(m.password));
  return size;
}

export function writeAuthenticateRequest(m: Init<AuthenticateRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
  if (m.password !== undefined && m.password !== "") { w.uint32(18); w.string(m.password); }
}

export function encodeAuthenticateRequest(m: Init<AuthenticateRequest>): Uint8Array {
  const w = new Writer(sizeAuthenticateRequest(m));
  writeAuthenticateRequest(m, w);
  return w.finish();
}

export interface AuthUserAddRequest {
  name: string;
  password: string;
  options: authpb.UserAddOptions | null;
  hashedPassword: string;
}

export function createAuthUserAddRequest(): AuthUserAddRequest {
  return { name: "", password: "", options: null, hashedPassword: "" };
}

export function readAuthUserAddRequest(r: Reader, end: number, m: AuthUserAddRequest): AuthUserAddRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.password = r.string();
        break;
      case 26:
        m.options = r.nested(authpb.readUserAddOptions, m.options ?? authpb.createUserAddOptions());
        break;
      case 34:
        m.hashedPassword = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserAddRequest. Bytes fields are views of the input. */
export function decodeAuthUserAddRequest(bytes: Uint8Array): AuthUserAddRequest {
  return readAuthUserAddRequest(new Reader(bytes), bytes.length, createAuthUserAddRequest());
}

export function sizeAuthUserAddRequest(m: Init<AuthUserAddRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.password !== undefined && m.password !== "") size += 1 + lengthDelimited(utf8Length(m.password));
  if (m.options !== undefined && m.options !== null) size += 1 + lengthDelimited(authpb.sizeUserAddOptions(m.options));
  if (m.hashedPassword !== undefined && m.hashedPassword !== "") size += 1 + lengthDelimited(utf8Length(m.hashedPassword));
  return size;
}

export function writeAuthUserAddRequest(m: Init<AuthUserAddRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
  if (m.password !== undefined && m.password !== "") { w.uint32(18); w.string(m.password); }
  if (m.options !== undefined && m.options !== null) { w.uint32(26); w.uint32(authpb.sizeUserAddOptions(m.options)); authpb.writeUserAddOptions(m.options, w); }
  if (m.hashedPassword !== undefined && m.hashedPassword !== "") { w.uint32(34); w.string(m.hashedPassword); }
}

export function encodeAuthUserAddRequest(m: Init<AuthUserAddRequest>): Uint8Array {
  const w = new Writer(sizeAuthUserAddRequest(m));
  writeAuthUserAddRequest(m, w);
  return w.finish();
}

export interface AuthUserGetRequest {
  name: string;
}

export function createAuthUserGetRequest(): AuthUserGetRequest {
  return { name: "" };
}

export function readAuthUserGetRequest(r: Reader, end: number, m: AuthUserGetRequest): AuthUserGetRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserGetRequest. Bytes fields are views of the input. */
export function decodeAuthUserGetRequest(bytes: Uint8Array): AuthUserGetRequest {
  return readAuthUserGetRequest(new Reader(bytes), bytes.length, createAuthUserGetRequest());
}

export function sizeAuthUserGetRequest(m: Init<AuthUserGetRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  return size;
}

export function writeAuthUserGetRequest(m: Init<AuthUserGetRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
}

export function encodeAuthUserGetRequest(m: Init<AuthUserGetRequest>): Uint8Array {
  const w = new Writer(sizeAuthUserGetRequest(m));
  writeAuthUserGetRequest(m, w);
  return w.finish();
}

export interface AuthUserDeleteRequest {
  name: string;
}

export function createAuthUserDeleteRequest(): AuthUserDeleteRequest {
  return { name: "" };
}

export function readAuthUserDeleteRequest(r: Reader, end: number, m: AuthUserDeleteRequest): AuthUserDeleteRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserDeleteRequest. Bytes fields are views of the input. */
export function decodeAuthUserDeleteRequest(bytes: Uint8Array): AuthUserDeleteRequest {
  return readAuthUserDeleteRequest(new Reader(bytes), bytes.length, createAuthUserDeleteRequest());
}

export function sizeAuthUserDeleteRequest(m: Init<AuthUserDeleteRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  return size;
}

export function writeAuthUserDeleteRequest(m: Init<AuthUserDeleteRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
}

export function encodeAuthUserDeleteRequest(m: Init<AuthUserDeleteRequest>): Uint8Array {
  const w = new Writer(sizeAuthUserDeleteRequest(m));
  writeAuthUserDeleteRequest(m, w);
  return w.finish();
}

export interface AuthUserChangePasswordRequest {
  name: string;
  password: string;
  hashedPassword: string;
}

export function createAuthUserChangePasswordRequest(): AuthUserChangePasswordRequest {
  return { name: "", password: "", hashedPassword: "" };
}

export function readAuthUserChangePasswordRequest(r: Reader, end: number, m: AuthUserChangePasswordRequest): AuthUserChangePasswordRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.password = r.string();
        break;
      case 26:
        m.hashedPassword = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserChangePasswordRequest. Bytes fields are views of the input. */
export function decodeAuthUserChangePasswordRequest(bytes: Uint8Array): AuthUserChangePasswordRequest {
  return readAuthUserChangePasswordRequest(new Reader(bytes), bytes.length, createAuthUserChangePasswordRequest());
}

export function sizeAuthUserChangePasswordRequest(m: Init<AuthUserChangePasswordRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.password !== undefined && m.password !== "") size += 1 + lengthDelimited(utf8Length(m.password));
  if (m.hashedPassword !== undefined && m.hashedPassword !== "") size += 1 + lengthDelimited(utf8Length(m.hashedPassword));
  return size;
}

export function writeAuthUserChangePasswordRequest(m: Init<AuthUserChangePasswordRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
  if (m.password !== undefined && m.password !== "") { w.uint32(18); w.string(m.password); }
  if (m.hashedPassword !== undefined && m.hashedPassword !== "") { w.uint32(26); w.string(m.hashedPassword); }
}

export function encodeAuthUserChangePasswordRequest(m: Init<AuthUserChangePasswordRequest>): Uint8Array {
  const w = new Writer(sizeAuthUserChangePasswordRequest(m));
  writeAuthUserChangePasswordRequest(m, w);
  return w.finish();
}

export interface AuthUserGrantRoleRequest {
  user: string;
  role: string;
}

export function createAuthUserGrantRoleRequest(): AuthUserGrantRoleRequest {
  return { user: "", role: "" };
}

export function readAuthUserGrantRoleRequest(r: Reader, end: number, m: AuthUserGrantRoleRequest): AuthUserGrantRoleRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.user = r.string();
        break;
      case 18:
        m.role = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserGrantRoleRequest. Bytes fields are views of the input. */
export function decodeAuthUserGrantRoleRequest(bytes: Uint8Array): AuthUserGrantRoleRequest {
  return readAuthUserGrantRoleRequest(new Reader(bytes), bytes.length, createAuthUserGrantRoleRequest());
}

export function sizeAuthUserGrantRoleRequest(m: Init<AuthUserGrantRoleRequest>): number {
  let size = 0;
  if (m.user !== undefined && m.user !== "") size += 1 + lengthDelimited(utf8Length(m.user));
  if (m.role !== undefined && m.role !== "") size += 1 + lengthDelimited(utf8Length(m.role));
  return size;
}

export function writeAuthUserGrantRoleRequest(m: Init<AuthUserGrantRoleRequest>, w: Writer): void {
  if (m.user !== undefined && m.user !== "") { w.uint32(10); w.string(m.user); }
  if (m.role !== undefined && m.role !== "") { w.uint32(18); w.string(m.role); }
}

export function encodeAuthUserGrantRoleRequest(m: Init<AuthUserGrantRoleRequest>): Uint8Array {
  const w = new Writer(sizeAuthUserGrantRoleRequest(m));
  writeAuthUserGrantRoleRequest(m, w);
  return w.finish();
}

export interface AuthUserRevokeRoleRequest {
  name: string;
  role: string;
}

export function createAuthUserRevokeRoleRequest(): AuthUserRevokeRoleRequest {
  return { name: "", role: "" };
}

export function readAuthUserRevokeRoleRequest(r: Reader, end: number, m: AuthUserRevokeRoleRequest): AuthUserRevokeRoleRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.role = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserRevokeRoleRequest. Bytes fields are views of the input. */
export function decodeAuthUserRevokeRoleRequest(bytes: Uint8Array): AuthUserRevokeRoleRequest {
  return readAuthUserRevokeRoleRequest(new Reader(bytes), bytes.length, createAuthUserRevokeRoleRequest());
}

export function sizeAuthUserRevokeRoleRequest(m: Init<AuthUserRevokeRoleRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.role !== undefined && m.role !== "") size += 1 + lengthDelimited(utf8Length(m.role));
  return size;
}

export function writeAuthUserRevokeRoleRequest(m: Init<AuthUserRevokeRoleRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
  if (m.role !== undefined && m.role !== "") { w.uint32(18); w.string(m.role); }
}

export function encodeAuthUserRevokeRoleRequest(m: Init<AuthUserRevokeRoleRequest>): Uint8Array {
  const w = new Writer(sizeAuthUserRevokeRoleRequest(m));
  writeAuthUserRevokeRoleRequest(m, w);
  return w.finish();
}

export interface AuthRoleAddRequest {
  name: string;
}

export function createAuthRoleAddRequest(): AuthRoleAddRequest {
  return { name: "" };
}

export function readAuthRoleAddRequest(r: Reader, end: number, m: AuthRoleAddRequest): AuthRoleAddRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleAddRequest. Bytes fields are views of the input. */
export function decodeAuthRoleAddRequest(bytes: Uint8Array): AuthRoleAddRequest {
  return readAuthRoleAddRequest(new Reader(bytes), bytes.length, createAuthRoleAddRequest());
}

export function sizeAuthRoleAddRequest(m: Init<AuthRoleAddRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  return size;
}

export function writeAuthRoleAddRequest(m: Init<AuthRoleAddRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
}

export function encodeAuthRoleAddRequest(m: Init<AuthRoleAddRequest>): Uint8Array {
  const w = new Writer(sizeAuthRoleAddRequest(m));
  writeAuthRoleAddRequest(m, w);
  return w.finish();
}

export interface AuthRoleGetRequest {
  role: string;
}

export function createAuthRoleGetRequest(): AuthRoleGetRequest {
  return { role: "" };
}

export function readAuthRoleGetRequest(r: Reader, end: number, m: AuthRoleGetRequest): AuthRoleGetRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.role = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleGetRequest. Bytes fields are views of the input. */
export function decodeAuthRoleGetRequest(bytes: Uint8Array): AuthRoleGetRequest {
  return readAuthRoleGetRequest(new Reader(bytes), bytes.length, createAuthRoleGetRequest());
}

export function sizeAuthRoleGetRequest(m: Init<AuthRoleGetRequest>): number {
  let size = 0;
  if (m.role !== undefined && m.role !== "") size += 1 + lengthDelimited(utf8Length(m.role));
  return size;
}

export function writeAuthRoleGetRequest(m: Init<AuthRoleGetRequest>, w: Writer): void {
  if (m.role !== undefined && m.role !== "") { w.uint32(10); w.string(m.role); }
}

export function encodeAuthRoleGetRequest(m: Init<AuthRoleGetRequest>): Uint8Array {
  const w = new Writer(sizeAuthRoleGetRequest(m));
  writeAuthRoleGetRequest(m, w);
  return w.finish();
}

export interface AuthUserListRequest {
}

export function createAuthUserListRequest(): AuthUserListRequest {
  return {};
}

export function readAuthUserListRequest(r: Reader, end: number, m: AuthUserListRequest): AuthUserListRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserListRequest. Bytes fields are views of the input. */
export function decodeAuthUserListRequest(bytes: Uint8Array): AuthUserListRequest {
  return readAuthUserListRequest(new Reader(bytes), bytes.length, createAuthUserListRequest());
}

export function sizeAuthUserListRequest(_m: Init<AuthUserListRequest>): number {
  let size = 0;
  return size;
}

export function writeAuthUserListRequest(_m: Init<AuthUserListRequest>, _w: Writer): void {
}

export function encodeAuthUserListRequest(m: Init<AuthUserListRequest>): Uint8Array {
  const w = new Writer(sizeAuthUserListRequest(m));
  writeAuthUserListRequest(m, w);
  return w.finish();
}

export interface AuthRoleListRequest {
}

export function createAuthRoleListRequest(): AuthRoleListRequest {
  return {};
}

export function readAuthRoleListRequest(r: Reader, end: number, m: AuthRoleListRequest): AuthRoleListRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleListRequest. Bytes fields are views of the input. */
export function decodeAuthRoleListRequest(bytes: Uint8Array): AuthRoleListRequest {
  return readAuthRoleListRequest(new Reader(bytes), bytes.length, createAuthRoleListRequest());
}

export function sizeAuthRoleListRequest(_m: Init<AuthRoleListRequest>): number {
  let size = 0;
  return size;
}

export function writeAuthRoleListRequest(_m: Init<AuthRoleListRequest>, _w: Writer): void {
}

export function encodeAuthRoleListRequest(m: Init<AuthRoleListRequest>): Uint8Array {
  const w = new Writer(sizeAuthRoleListRequest(m));
  writeAuthRoleListRequest(m, w);
  return w.finish();
}

export interface AuthRoleDeleteRequest {
  role: string;
}

export function createAuthRoleDeleteRequest(): AuthRoleDeleteRequest {
  return { role: "" };
}

export function readAuthRoleDeleteRequest(r: Reader, end: number, m: AuthRoleDeleteRequest): AuthRoleDeleteRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.role = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleDeleteRequest. Bytes fields are views of the input. */
export function decodeAuthRoleDeleteRequest(bytes: Uint8Array): AuthRoleDeleteRequest {
  return readAuthRoleDeleteRequest(new Reader(bytes), bytes.length, createAuthRoleDeleteRequest());
}

export function sizeAuthRoleDeleteRequest(m: Init<AuthRoleDeleteRequest>): number {
  let size = 0;
  if (m.role !== undefined && m.role !== "") size += 1 + lengthDelimited(utf8Length(m.role));
  return size;
}

export function writeAuthRoleDeleteRequest(m: Init<AuthRoleDeleteRequest>, w: Writer): void {
  if (m.role !== undefined && m.role !== "") { w.uint32(10); w.string(m.role); }
}

export function encodeAuthRoleDeleteRequest(m: Init<AuthRoleDeleteRequest>): Uint8Array {
  const w = new Writer(sizeAuthRoleDeleteRequest(m));
  writeAuthRoleDeleteRequest(m, w);
  return w.finish();
}

export interface AuthRoleGrantPermissionRequest {
  name: string;
  perm: authpb.Permission | null;
}

export function createAuthRoleGrantPermissionRequest(): AuthRoleGrantPermissionRequest {
  return { name: "", perm: null };
}

export function readAuthRoleGrantPermissionRequest(r: Reader, end: number, m: AuthRoleGrantPermissionRequest): AuthRoleGrantPermissionRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.perm = r.nested(authpb.readPermission, m.perm ?? authpb.createPermission());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleGrantPermissionRequest. Bytes fields are views of the input. */
export function decodeAuthRoleGrantPermissionRequest(bytes: Uint8Array): AuthRoleGrantPermissionRequest {
  return readAuthRoleGrantPermissionRequest(new Reader(bytes), bytes.length, createAuthRoleGrantPermissionRequest());
}

export function sizeAuthRoleGrantPermissionRequest(m: Init<AuthRoleGrantPermissionRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.perm !== undefined && m.perm !== null) size += 1 + lengthDelimited(authpb.sizePermission(m.perm));
  return size;
}

export function writeAuthRoleGrantPermissionRequest(m: Init<AuthRoleGrantPermissionRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
  if (m.perm !== undefined && m.perm !== null) { w.uint32(18); w.uint32(authpb.sizePermission(m.perm)); authpb.writePermission(m.perm, w); }
}

export function encodeAuthRoleGrantPermissionRequest(m: Init<AuthRoleGrantPermissionRequest>): Uint8Array {
  const w = new Writer(sizeAuthRoleGrantPermissionRequest(m));
  writeAuthRoleGrantPermissionRequest(m, w);
  return w.finish();
}

export interface AuthRoleRevokePermissionRequest {
  role: string;
  key: Uint8Array;
  rangeEnd: Uint8Array;
}

export function createAuthRoleRevokePermissionRequest(): AuthRoleRevokePermissionRequest {
  return { role: "", key: EMPTY_BYTES, rangeEnd: EMPTY_BYTES };
}

export function readAuthRoleRevokePermissionRequest(r: Reader, end: number, m: AuthRoleRevokePermissionRequest): AuthRoleRevokePermissionRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.role = r.string();
        break;
      case 18:
        m.key = r.bytes();
        break;
      case 26:
        m.rangeEnd = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleRevokePermissionRequest. Bytes fields are views of the input. */
export function decodeAuthRoleRevokePermissionRequest(bytes: Uint8Array): AuthRoleRevokePermissionRequest {
  return readAuthRoleRevokePermissionRequest(new Reader(bytes), bytes.length, createAuthRoleRevokePermissionRequest());
}

export function sizeAuthRoleRevokePermissionRequest(m: Init<AuthRoleRevokePermissionRequest>): number {
  let size = 0;
  if (m.role !== undefined && m.role !== "") size += 1 + lengthDelimited(utf8Length(m.role));
  if (m.key !== undefined && m.key.length > 0) size += 1 + lengthDelimited(m.key.length);
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) size += 1 + lengthDelimited(m.rangeEnd.length);
  return size;
}

export function writeAuthRoleRevokePermissionRequest(m: Init<AuthRoleRevokePermissionRequest>, w: Writer): void {
  if (m.role !== undefined && m.role !== "") { w.uint32(10); w.string(m.role); }
  if (m.key !== undefined && m.key.length > 0) { w.uint32(18); w.bytes(m.key); }
  if (m.rangeEnd !== undefined && m.rangeEnd.length > 0) { w.uint32(26); w.bytes(m.rangeEnd); }
}

export function encodeAuthRoleRevokePermissionRequest(m: Init<AuthRoleRevokePermissionRequest>): Uint8Array {
  const w = new Writer(sizeAuthRoleRevokePermissionRequest(m));
  writeAuthRoleRevokePermissionRequest(m, w);
  return w.finish();
}

export interface AuthEnableResponse {
  header: ResponseHeader | null;
}

export function createAuthEnableResponse(): AuthEnableResponse {
  return { header: null };
}

export function readAuthEnableResponse(r: Reader, end: number, m: AuthEnableResponse): AuthEnableResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthEnableResponse. Bytes fields are views of the input. */
export function decodeAuthEnableResponse(bytes: Uint8Array): AuthEnableResponse {
  return readAuthEnableResponse(new Reader(bytes), bytes.length, createAuthEnableResponse());
}

export function sizeAuthEnableResponse(m: Init<AuthEnableResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthEnableResponse(m: Init<AuthEnableResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthEnableResponse(m: Init<AuthEnableResponse>): Uint8Array {
  const w = new Writer(sizeAuthEnableResponse(m));
  writeAuthEnableResponse(m, w);
  return w.finish();
}

export interface AuthDisableResponse {
  header: ResponseHeader | null;
}

export function createAuthDisableResponse(): AuthDisableResponse {
  return { header: null };
}

export function readAuthDisableResponse(r: Reader, end: number, m: AuthDisableResponse): AuthDisableResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthDisableResponse. Bytes fields are views of the input. */
export function decodeAuthDisableResponse(bytes: Uint8Array): AuthDisableResponse {
  return readAuthDisableResponse(new Reader(bytes), bytes.length, createAuthDisableResponse());
}

export function sizeAuthDisableResponse(m: Init<AuthDisableResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthDisableResponse(m: Init<AuthDisableResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthDisableResponse(m: Init<AuthDisableResponse>): Uint8Array {
  const w = new Writer(sizeAuthDisableResponse(m));
  writeAuthDisableResponse(m, w);
  return w.finish();
}

export interface AuthStatusResponse {
  header: ResponseHeader | null;
  enabled: boolean;
  authRevision: number;
}

export function createAuthStatusResponse(): AuthStatusResponse {
  return { header: null, enabled: false, authRevision: 0 };
}

export function readAuthStatusResponse(r: Reader, end: number, m: AuthStatusResponse): AuthStatusResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 16:
        m.enabled = r.bool();
        break;
      case 24:
        m.authRevision = r.uint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthStatusResponse. Bytes fields are views of the input. */
export function decodeAuthStatusResponse(bytes: Uint8Array): AuthStatusResponse {
  return readAuthStatusResponse(new Reader(bytes), bytes.length, createAuthStatusResponse());
}

export function sizeAuthStatusResponse(m: Init<AuthStatusResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.enabled === true) size += 1 + 1;
  if (m.authRevision !== undefined && m.authRevision !== 0) size += 1 + int64Size(m.authRevision);
  return size;
}

export function writeAuthStatusResponse(m: Init<AuthStatusResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.enabled === true) { w.uint32(16); w.byte(m.enabled ? 1 : 0); }
  if (m.authRevision !== undefined && m.authRevision !== 0) { w.uint32(24); w.int64(m.authRevision); }
}

export function encodeAuthStatusResponse(m: Init<AuthStatusResponse>): Uint8Array {
  const w = new Writer(sizeAuthStatusResponse(m));
  writeAuthStatusResponse(m, w);
  return w.finish();
}

export interface AuthenticateResponse {
  header: ResponseHeader | null;
  token: string;
}

export function createAuthenticateResponse(): AuthenticateResponse {
  return { header: null, token: "" };
}

export function readAuthenticateResponse(r: Reader, end: number, m: AuthenticateResponse): AuthenticateResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.token = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthenticateResponse. Bytes fields are views of the input. */
export function decodeAuthenticateResponse(bytes: Uint8Array): AuthenticateResponse {
  return readAuthenticateResponse(new Reader(bytes), bytes.length, createAuthenticateResponse());
}

export function sizeAuthenticateResponse(m: Init<AuthenticateResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.token !== undefined && m.token !== "") size += 1 + lengthDelimited(utf8Length(m.token));
  return size;
}

export function writeAuthenticateResponse(m: Init<AuthenticateResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.token !== undefined && m.token !== "") { w.uint32(18); w.string(m.token); }
}

export function encodeAuthenticateResponse(m: Init<AuthenticateResponse>): Uint8Array {
  const w = new Writer(sizeAuthenticateResponse(m));
  writeAuthenticateResponse(m, w);
  return w.finish();
}

export interface AuthUserAddResponse {
  header: ResponseHeader | null;
}

export function createAuthUserAddResponse(): AuthUserAddResponse {
  return { header: null };
}

export function readAuthUserAddResponse(r: Reader, end: number, m: AuthUserAddResponse): AuthUserAddResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserAddResponse. Bytes fields are views of the input. */
export function decodeAuthUserAddResponse(bytes: Uint8Array): AuthUserAddResponse {
  return readAuthUserAddResponse(new Reader(bytes), bytes.length, createAuthUserAddResponse());
}

export function sizeAuthUserAddResponse(m: Init<AuthUserAddResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthUserAddResponse(m: Init<AuthUserAddResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthUserAddResponse(m: Init<AuthUserAddResponse>): Uint8Array {
  const w = new Writer(sizeAuthUserAddResponse(m));
  writeAuthUserAddResponse(m, w);
  return w.finish();
}

export interface AuthUserGetResponse {
  header: ResponseHeader | null;
  roles: string[];
}

export function createAuthUserGetResponse(): AuthUserGetResponse {
  return { header: null, roles: [] };
}

export function readAuthUserGetResponse(r: Reader, end: number, m: AuthUserGetResponse): AuthUserGetResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.roles.push(r.string());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserGetResponse. Bytes fields are views of the input. */
export function decodeAuthUserGetResponse(bytes: Uint8Array): AuthUserGetResponse {
  return readAuthUserGetResponse(new Reader(bytes), bytes.length, createAuthUserGetResponse());
}

export function sizeAuthUserGetResponse(m: Init<AuthUserGetResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.roles !== undefined && m.roles !== null) for (const item of m.roles) size += 1 + lengthDelimited(utf8Length(item));
  return size;
}

export function writeAuthUserGetResponse(m: Init<AuthUserGetResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.roles !== undefined && m.roles !== null) for (const item of m.roles) { w.uint32(18); w.string(item); }
}

export function encodeAuthUserGetResponse(m: Init<AuthUserGetResponse>): Uint8Array {
  const w = new Writer(sizeAuthUserGetResponse(m));
  writeAuthUserGetResponse(m, w);
  return w.finish();
}

export interface AuthUserDeleteResponse {
  header: ResponseHeader | null;
}

export function createAuthUserDeleteResponse(): AuthUserDeleteResponse {
  return { header: null };
}

export function readAuthUserDeleteResponse(r: Reader, end: number, m: AuthUserDeleteResponse): AuthUserDeleteResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserDeleteResponse. Bytes fields are views of the input. */
export function decodeAuthUserDeleteResponse(bytes: Uint8Array): AuthUserDeleteResponse {
  return readAuthUserDeleteResponse(new Reader(bytes), bytes.length, createAuthUserDeleteResponse());
}

export function sizeAuthUserDeleteResponse(m: Init<AuthUserDeleteResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthUserDeleteResponse(m: Init<AuthUserDeleteResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthUserDeleteResponse(m: Init<AuthUserDeleteResponse>): Uint8Array {
  const w = new Writer(sizeAuthUserDeleteResponse(m));
  writeAuthUserDeleteResponse(m, w);
  return w.finish();
}

export interface AuthUserChangePasswordResponse {
  header: ResponseHeader | null;
}

export function createAuthUserChangePasswordResponse(): AuthUserChangePasswordResponse {
  return { header: null };
}

export function readAuthUserChangePasswordResponse(r: Reader, end: number, m: AuthUserChangePasswordResponse): AuthUserChangePasswordResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserChangePasswordResponse. Bytes fields are views of the input. */
export function decodeAuthUserChangePasswordResponse(bytes: Uint8Array): AuthUserChangePasswordResponse {
  return readAuthUserChangePasswordResponse(new Reader(bytes), bytes.length, createAuthUserChangePasswordResponse());
}

export function sizeAuthUserChangePasswordResponse(m: Init<AuthUserChangePasswordResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthUserChangePasswordResponse(m: Init<AuthUserChangePasswordResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthUserChangePasswordResponse(m: Init<AuthUserChangePasswordResponse>): Uint8Array {
  const w = new Writer(sizeAuthUserChangePasswordResponse(m));
  writeAuthUserChangePasswordResponse(m, w);
  return w.finish();
}

export interface AuthUserGrantRoleResponse {
  header: ResponseHeader | null;
}

export function createAuthUserGrantRoleResponse(): AuthUserGrantRoleResponse {
  return { header: null };
}

export function readAuthUserGrantRoleResponse(r: Reader, end: number, m: AuthUserGrantRoleResponse): AuthUserGrantRoleResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserGrantRoleResponse. Bytes fields are views of the input. */
export function decodeAuthUserGrantRoleResponse(bytes: Uint8Array): AuthUserGrantRoleResponse {
  return readAuthUserGrantRoleResponse(new Reader(bytes), bytes.length, createAuthUserGrantRoleResponse());
}

export function sizeAuthUserGrantRoleResponse(m: Init<AuthUserGrantRoleResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthUserGrantRoleResponse(m: Init<AuthUserGrantRoleResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthUserGrantRoleResponse(m: Init<AuthUserGrantRoleResponse>): Uint8Array {
  const w = new Writer(sizeAuthUserGrantRoleResponse(m));
  writeAuthUserGrantRoleResponse(m, w);
  return w.finish();
}

export interface AuthUserRevokeRoleResponse {
  header: ResponseHeader | null;
}

export function createAuthUserRevokeRoleResponse(): AuthUserRevokeRoleResponse {
  return { header: null };
}

export function readAuthUserRevokeRoleResponse(r: Reader, end: number, m: AuthUserRevokeRoleResponse): AuthUserRevokeRoleResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserRevokeRoleResponse. Bytes fields are views of the input. */
export function decodeAuthUserRevokeRoleResponse(bytes: Uint8Array): AuthUserRevokeRoleResponse {
  return readAuthUserRevokeRoleResponse(new Reader(bytes), bytes.length, createAuthUserRevokeRoleResponse());
}

export function sizeAuthUserRevokeRoleResponse(m: Init<AuthUserRevokeRoleResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthUserRevokeRoleResponse(m: Init<AuthUserRevokeRoleResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthUserRevokeRoleResponse(m: Init<AuthUserRevokeRoleResponse>): Uint8Array {
  const w = new Writer(sizeAuthUserRevokeRoleResponse(m));
  writeAuthUserRevokeRoleResponse(m, w);
  return w.finish();
}

export interface AuthRoleAddResponse {
  header: ResponseHeader | null;
}

export function createAuthRoleAddResponse(): AuthRoleAddResponse {
  return { header: null };
}

export function readAuthRoleAddResponse(r: Reader, end: number, m: AuthRoleAddResponse): AuthRoleAddResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleAddResponse. Bytes fields are views of the input. */
export function decodeAuthRoleAddResponse(bytes: Uint8Array): AuthRoleAddResponse {
  return readAuthRoleAddResponse(new Reader(bytes), bytes.length, createAuthRoleAddResponse());
}

export function sizeAuthRoleAddResponse(m: Init<AuthRoleAddResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthRoleAddResponse(m: Init<AuthRoleAddResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthRoleAddResponse(m: Init<AuthRoleAddResponse>): Uint8Array {
  const w = new Writer(sizeAuthRoleAddResponse(m));
  writeAuthRoleAddResponse(m, w);
  return w.finish();
}

export interface AuthRoleGetResponse {
  header: ResponseHeader | null;
  perm: authpb.Permission[];
}

export function createAuthRoleGetResponse(): AuthRoleGetResponse {
  return { header: null, perm: [] };
}

export function readAuthRoleGetResponse(r: Reader, end: number, m: AuthRoleGetResponse): AuthRoleGetResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.perm.push(r.nested(authpb.readPermission, authpb.createPermission()));
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleGetResponse. Bytes fields are views of the input. */
export function decodeAuthRoleGetResponse(bytes: Uint8Array): AuthRoleGetResponse {
  return readAuthRoleGetResponse(new Reader(bytes), bytes.length, createAuthRoleGetResponse());
}

export function sizeAuthRoleGetResponse(m: Init<AuthRoleGetResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.perm !== undefined && m.perm !== null) for (const item of m.perm) size += 1 + lengthDelimited(authpb.sizePermission(item));
  return size;
}

export function writeAuthRoleGetResponse(m: Init<AuthRoleGetResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.perm !== undefined && m.perm !== null) for (const item of m.perm) { w.uint32(18); w.uint32(authpb.sizePermission(item)); authpb.writePermission(item, w); }
}

export function encodeAuthRoleGetResponse(m: Init<AuthRoleGetResponse>): Uint8Array {
  const w = new Writer(sizeAuthRoleGetResponse(m));
  writeAuthRoleGetResponse(m, w);
  return w.finish();
}

export interface AuthRoleListResponse {
  header: ResponseHeader | null;
  roles: string[];
}

export function createAuthRoleListResponse(): AuthRoleListResponse {
  return { header: null, roles: [] };
}

export function readAuthRoleListResponse(r: Reader, end: number, m: AuthRoleListResponse): AuthRoleListResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.roles.push(r.string());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleListResponse. Bytes fields are views of the input. */
export function decodeAuthRoleListResponse(bytes: Uint8Array): AuthRoleListResponse {
  return readAuthRoleListResponse(new Reader(bytes), bytes.length, createAuthRoleListResponse());
}

export function sizeAuthRoleListResponse(m: Init<AuthRoleListResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.roles !== undefined && m.roles !== null) for (const item of m.roles) size += 1 + lengthDelimited(utf8Length(item));
  return size;
}

export function writeAuthRoleListResponse(m: Init<AuthRoleListResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.roles !== undefined && m.roles !== null) for (const item of m.roles) { w.uint32(18); w.string(item); }
}

export function encodeAuthRoleListResponse(m: Init<AuthRoleListResponse>): Uint8Array {
  const w = new Writer(sizeAuthRoleListResponse(m));
  writeAuthRoleListResponse(m, w);
  return w.finish();
}

export interface AuthUserListResponse {
  header: ResponseHeader | null;
  users: string[];
}

export function createAuthUserListResponse(): AuthUserListResponse {
  return { header: null, users: [] };
}

export function readAuthUserListResponse(r: Reader, end: number, m: AuthUserListResponse): AuthUserListResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      case 18:
        m.users.push(r.string());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthUserListResponse. Bytes fields are views of the input. */
export function decodeAuthUserListResponse(bytes: Uint8Array): AuthUserListResponse {
  return readAuthUserListResponse(new Reader(bytes), bytes.length, createAuthUserListResponse());
}

export function sizeAuthUserListResponse(m: Init<AuthUserListResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  if (m.users !== undefined && m.users !== null) for (const item of m.users) size += 1 + lengthDelimited(utf8Length(item));
  return size;
}

export function writeAuthUserListResponse(m: Init<AuthUserListResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
  if (m.users !== undefined && m.users !== null) for (const item of m.users) { w.uint32(18); w.string(item); }
}

export function encodeAuthUserListResponse(m: Init<AuthUserListResponse>): Uint8Array {
  const w = new Writer(sizeAuthUserListResponse(m));
  writeAuthUserListResponse(m, w);
  return w.finish();
}

export interface AuthRoleDeleteResponse {
  header: ResponseHeader | null;
}

export function createAuthRoleDeleteResponse(): AuthRoleDeleteResponse {
  return { header: null };
}

export function readAuthRoleDeleteResponse(r: Reader, end: number, m: AuthRoleDeleteResponse): AuthRoleDeleteResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleDeleteResponse. Bytes fields are views of the input. */
export function decodeAuthRoleDeleteResponse(bytes: Uint8Array): AuthRoleDeleteResponse {
  return readAuthRoleDeleteResponse(new Reader(bytes), bytes.length, createAuthRoleDeleteResponse());
}

export function sizeAuthRoleDeleteResponse(m: Init<AuthRoleDeleteResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthRoleDeleteResponse(m: Init<AuthRoleDeleteResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthRoleDeleteResponse(m: Init<AuthRoleDeleteResponse>): Uint8Array {
  const w = new Writer(sizeAuthRoleDeleteResponse(m));
  writeAuthRoleDeleteResponse(m, w);
  return w.finish();
}

export interface AuthRoleGrantPermissionResponse {
  header: ResponseHeader | null;
}

export function createAuthRoleGrantPermissionResponse(): AuthRoleGrantPermissionResponse {
  return { header: null };
}

export function readAuthRoleGrantPermissionResponse(r: Reader, end: number, m: AuthRoleGrantPermissionResponse): AuthRoleGrantPermissionResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleGrantPermissionResponse. Bytes fields are views of the input. */
export function decodeAuthRoleGrantPermissionResponse(bytes: Uint8Array): AuthRoleGrantPermissionResponse {
  return readAuthRoleGrantPermissionResponse(new Reader(bytes), bytes.length, createAuthRoleGrantPermissionResponse());
}

export function sizeAuthRoleGrantPermissionResponse(m: Init<AuthRoleGrantPermissionResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthRoleGrantPermissionResponse(m: Init<AuthRoleGrantPermissionResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthRoleGrantPermissionResponse(m: Init<AuthRoleGrantPermissionResponse>): Uint8Array {
  const w = new Writer(sizeAuthRoleGrantPermissionResponse(m));
  writeAuthRoleGrantPermissionResponse(m, w);
  return w.finish();
}

export interface AuthRoleRevokePermissionResponse {
  header: ResponseHeader | null;
}

export function createAuthRoleRevokePermissionResponse(): AuthRoleRevokePermissionResponse {
  return { header: null };
}

export function readAuthRoleRevokePermissionResponse(r: Reader, end: number, m: AuthRoleRevokePermissionResponse): AuthRoleRevokePermissionResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.header = r.nested(readResponseHeader, m.header ?? createResponseHeader());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.AuthRoleRevokePermissionResponse. Bytes fields are views of the input. */
export function decodeAuthRoleRevokePermissionResponse(bytes: Uint8Array): AuthRoleRevokePermissionResponse {
  return readAuthRoleRevokePermissionResponse(new Reader(bytes), bytes.length, createAuthRoleRevokePermissionResponse());
}

export function sizeAuthRoleRevokePermissionResponse(m: Init<AuthRoleRevokePermissionResponse>): number {
  let size = 0;
  if (m.header !== undefined && m.header !== null) size += 1 + lengthDelimited(sizeResponseHeader(m.header));
  return size;
}

export function writeAuthRoleRevokePermissionResponse(m: Init<AuthRoleRevokePermissionResponse>, w: Writer): void {
  if (m.header !== undefined && m.header !== null) { w.uint32(10); w.uint32(sizeResponseHeader(m.header)); writeResponseHeader(m.header, w); }
}

export function encodeAuthRoleRevokePermissionResponse(m: Init<AuthRoleRevokePermissionResponse>): Uint8Array {
  const w = new Writer(sizeAuthRoleRevokePermissionResponse(m));
  writeAuthRoleRevokePermissionResponse(m, w);
  return w.finish();
}

export interface RangeStreamResponse {
  rangeResponse: RangeResponse | null;
}

export function createRangeStreamResponse(): RangeStreamResponse {
  return { rangeResponse: null };
}

export function readRangeStreamResponse(r: Reader, end: number, m: RangeStreamResponse): RangeStreamResponse {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.rangeResponse = r.nested(readRangeResponse, m.rangeResponse ?? createRangeResponse());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.RangeStreamResponse. Bytes fields are views of the input. */
export function decodeRangeStreamResponse(bytes: Uint8Array): RangeStreamResponse {
  return readRangeStreamResponse(new Reader(bytes), bytes.length, createRangeStreamResponse());
}

export function sizeRangeStreamResponse(m: Init<RangeStreamResponse>): number {
  let size = 0;
  if (m.rangeResponse !== undefined && m.rangeResponse !== null) size += 1 + lengthDelimited(sizeRangeResponse(m.rangeResponse));
  return size;
}

export function writeRangeStreamResponse(m: Init<RangeStreamResponse>, w: Writer): void {
  if (m.rangeResponse !== undefined && m.rangeResponse !== null) { w.uint32(10); w.uint32(sizeRangeResponse(m.rangeResponse)); writeRangeResponse(m.rangeResponse, w); }
}

export function encodeRangeStreamResponse(m: Init<RangeStreamResponse>): Uint8Array {
  const w = new Writer(sizeRangeStreamResponse(m));
  writeRangeStreamResponse(m, w);
  return w.finish();
}

export interface RequestHeader {
  ID: bigint;
  username: string;
  authRevision: number;
}

export function createRequestHeader(): RequestHeader {
  return { ID: 0n, username: "", authRevision: 0 };
}

export function readRequestHeader(r: Reader, end: number, m: RequestHeader): RequestHeader {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigUint64();
        break;
      case 18:
        m.username = r.string();
        break;
      case 24:
        m.authRevision = r.uint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.RequestHeader. Bytes fields are views of the input. */
export function decodeRequestHeader(bytes: Uint8Array): RequestHeader {
  return readRequestHeader(new Reader(bytes), bytes.length, createRequestHeader());
}

export function sizeRequestHeader(m: Init<RequestHeader>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.username !== undefined && m.username !== "") size += 1 + lengthDelimited(utf8Length(m.username));
  if (m.authRevision !== undefined && m.authRevision !== 0) size += 1 + int64Size(m.authRevision);
  return size;
}

export function writeRequestHeader(m: Init<RequestHeader>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.username !== undefined && m.username !== "") { w.uint32(18); w.string(m.username); }
  if (m.authRevision !== undefined && m.authRevision !== 0) { w.uint32(24); w.int64(m.authRevision); }
}

export function encodeRequestHeader(m: Init<RequestHeader>): Uint8Array {
  const w = new Writer(sizeRequestHeader(m));
  writeRequestHeader(m, w);
  return w.finish();
}

export interface InternalRaftRequest {
  header: RequestHeader | null;
  ID: bigint;
  range: RangeRequest | null;
  put: PutRequest | null;
  deleteRange: DeleteRangeRequest | null;
  txn: TxnRequest | null;
  compaction: CompactionRequest | null;
  leaseGrant: LeaseGrantRequest | null;
  leaseRevoke: LeaseRevokeRequest | null;
  alarm: AlarmRequest | null;
  leaseCheckpoint: LeaseCheckpointRequest | null;
  authEnable: AuthEnableRequest | null;
  authDisable: AuthDisableRequest | null;
  authStatus: AuthStatusRequest | null;
  authenticate: InternalAuthenticateRequest | null;
  authUserAdd: AuthUserAddRequest | null;
  authUserDelete: AuthUserDeleteRequest | null;
  authUserGet: AuthUserGetRequest | null;
  authUserChangePassword: AuthUserChangePasswordRequest | null;
  authUserGrantRole: AuthUserGrantRoleRequest | null;
  authUserRevokeRole: AuthUserRevokeRoleRequest | null;
  authUserList: AuthUserListRequest | null;
  authRoleList: AuthRoleListRequest | null;
  authRoleAdd: AuthRoleAddRequest | null;
  authRoleDelete: AuthRoleDeleteRequest | null;
  authRoleGet: AuthRoleGetRequest | null;
  authRoleGrantPermission: AuthRoleGrantPermissionRequest | null;
  authRoleRevokePermission: AuthRoleRevokePermissionRequest | null;
  clusterVersionSet: membershippb.ClusterVersionSetRequest | null;
  clusterMemberAttrSet: membershippb.ClusterMemberAttrSetRequest | null;
  downgradeInfoSet: membershippb.DowngradeInfoSetRequest | null;
  downgradeVersionTest: DowngradeVersionTestRequest | null;
}

export function createInternalRaftRequest(): InternalRaftRequest {
  return { header: null, ID: 0n, range: null, put: null, deleteRange: null, txn: null, compaction: null, leaseGrant: null, leaseRevoke: null, alarm: null, leaseCheckpoint: null, authEnable: null, authDisable: null, authStatus: null, authenticate: null, authUserAdd: null, authUserDelete: null, authUserGet: null, authUserChangePassword: null, authUserGrantRole: null, authUserRevokeRole: null, authUserList: null, authRoleList: null, authRoleAdd: null, authRoleDelete: null, authRoleGet: null, authRoleGrantPermission: null, authRoleRevokePermission: null, clusterVersionSet: null, clusterMemberAttrSet: null, downgradeInfoSet: null, downgradeVersionTest: null };
}

export function readInternalRaftRequest(r: Reader, end: number, m: InternalRaftRequest): InternalRaftRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 802:
        m.header = r.nested(readRequestHeader, m.header ?? createRequestHeader());
        break;
      case 8:
        m.ID = r.bigUint64();
        break;
      case 26:
        m.range = r.nested(readRangeRequest, m.range ?? createRangeRequest());
        break;
      case 34:
        m.put = r.nested(readPutRequest, m.put ?? createPutRequest());
        break;
      case 42:
        m.deleteRange = r.nested(readDeleteRangeRequest, m.deleteRange ?? createDeleteRangeRequest());
        break;
      case 50:
        m.txn = r.nested(readTxnRequest, m.txn ?? createTxnRequest());
        break;
      case 58:
        m.compaction = r.nested(readCompactionRequest, m.compaction ?? createCompactionRequest());
        break;
      case 66:
        m.leaseGrant = r.nested(readLeaseGrantRequest, m.leaseGrant ?? createLeaseGrantRequest());
        break;
      case 74:
        m.leaseRevoke = r.nested(readLeaseRevokeRequest, m.leaseRevoke ?? createLeaseRevokeRequest());
        break;
      case 82:
        m.alarm = r.nested(readAlarmRequest, m.alarm ?? createAlarmRequest());
        break;
      case 90:
        m.leaseCheckpoint = r.nested(readLeaseCheckpointRequest, m.leaseCheckpoint ?? createLeaseCheckpointRequest());
        break;
      case 8002:
        m.authEnable = r.nested(readAuthEnableRequest, m.authEnable ?? createAuthEnableRequest());
        break;
      case 8090:
        m.authDisable = r.nested(readAuthDisableRequest, m.authDisable ?? createAuthDisableRequest());
        break;
      case 8106:
        m.authStatus = r.nested(readAuthStatusRequest, m.authStatus ?? createAuthStatusRequest());
        break;
      case 8098:
        m.authenticate = r.nested(readInternalAuthenticateRequest, m.authenticate ?? createInternalAuthenticateRequest());
        break;
      case 8802:
        m.authUserAdd = r.nested(readAuthUserAddRequest, m.authUserAdd ?? createAuthUserAddRequest());
        break;
      case 8810:
        m.authUserDelete = r.nested(readAuthUserDeleteRequest, m.authUserDelete ?? createAuthUserDeleteRequest());
        break;
      case 8818:
        m.authUserGet = r.nested(readAuthUserGetRequest, m.authUserGet ?? createAuthUserGetRequest());
        break;
      case 8826:
        m.authUserChangePassword = r.nested(readAuthUserChangePasswordRequest, m.authUserChangePassword ?? createAuthUserChangePasswordRequest());
        break;
      case 8834:
        m.authUserGrantRole = r.nested(readAuthUserGrantRoleRequest, m.authUserGrantRole ?? createAuthUserGrantRoleRequest());
        break;
      case 8842:
        m.authUserRevokeRole = r.nested(readAuthUserRevokeRoleRequest, m.authUserRevokeRole ?? createAuthUserRevokeRoleRequest());
        break;
      case 8850:
        m.authUserList = r.nested(readAuthUserListRequest, m.authUserList ?? createAuthUserListRequest());
        break;
      case 8858:
        m.authRoleList = r.nested(readAuthRoleListRequest, m.authRoleList ?? createAuthRoleListRequest());
        break;
      case 9602:
        m.authRoleAdd = r.nested(readAuthRoleAddRequest, m.authRoleAdd ?? createAuthRoleAddRequest());
        break;
      case 9610:
        m.authRoleDelete = r.nested(readAuthRoleDeleteRequest, m.authRoleDelete ?? createAuthRoleDeleteRequest());
        break;
      case 9618:
        m.authRoleGet = r.nested(readAuthRoleGetRequest, m.authRoleGet ?? createAuthRoleGetRequest());
        break;
      case 9626:
        m.authRoleGrantPermission = r.nested(readAuthRoleGrantPermissionRequest, m.authRoleGrantPermission ?? createAuthRoleGrantPermissionRequest());
        break;
      case 9634:
        m.authRoleRevokePermission = r.nested(readAuthRoleRevokePermissionRequest, m.authRoleRevokePermission ?? createAuthRoleRevokePermissionRequest());
        break;
      case 10402:
        m.clusterVersionSet = r.nested(membershippb.readClusterVersionSetRequest, m.clusterVersionSet ?? membershippb.createClusterVersionSetRequest());
        break;
      case 10410:
        m.clusterMemberAttrSet = r.nested(membershippb.readClusterMemberAttrSetRequest, m.clusterMemberAttrSet ?? membershippb.createClusterMemberAttrSetRequest());
        break;
      case 10418:
        m.downgradeInfoSet = r.nested(membershippb.readDowngradeInfoSetRequest, m.downgradeInfoSet ?? membershippb.createDowngradeInfoSetRequest());
        break;
      case 79202:
        m.downgradeVersionTest = r.nested(readDowngradeVersionTestRequest, m.downgradeVersionTest ?? createDowngradeVersionTestRequest());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.InternalRaftRequest. Bytes fields are views of the input. */
export function decodeInternalRaftRequest(bytes: Uint8Array): InternalRaftRequest {
  return readInternalRaftRequest(new Reader(bytes), bytes.length, createInternalRaftRequest());
}

export function sizeInternalRaftRequest(m: Init<InternalRaftRequest>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.range !== undefined && m.range !== null) size += 1 + lengthDelimited(sizeRangeRequest(m.range));
  if (m.put !== undefined && m.put !== null) size += 1 + lengthDelimited(sizePutRequest(m.put));
  if (m.deleteRange !== undefined && m.deleteRange !== null) size += 1 + lengthDelimited(sizeDeleteRangeRequest(m.deleteRange));
  if (m.txn !== undefined && m.txn !== null) size += 1 + lengthDelimited(sizeTxnRequest(m.txn));
  if (m.compaction !== undefined && m.compaction !== null) size += 1 + lengthDelimited(sizeCompactionRequest(m.compaction));
  if (m.leaseGrant !== undefined && m.leaseGrant !== null) size += 1 + lengthDelimited(sizeLeaseGrantRequest(m.leaseGrant));
  if (m.leaseRevoke !== undefined && m.leaseRevoke !== null) size += 1 + lengthDelimited(sizeLeaseRevokeRequest(m.leaseRevoke));
  if (m.alarm !== undefined && m.alarm !== null) size += 1 + lengthDelimited(sizeAlarmRequest(m.alarm));
  if (m.leaseCheckpoint !== undefined && m.leaseCheckpoint !== null) size += 1 + lengthDelimited(sizeLeaseCheckpointRequest(m.leaseCheckpoint));
  if (m.header !== undefined && m.header !== null) size += 2 + lengthDelimited(sizeRequestHeader(m.header));
  if (m.authEnable !== undefined && m.authEnable !== null) size += 2 + lengthDelimited(sizeAuthEnableRequest(m.authEnable));
  if (m.authDisable !== undefined && m.authDisable !== null) size += 2 + lengthDelimited(sizeAuthDisableRequest(m.authDisable));
  if (m.authenticate !== undefined && m.authenticate !== null) size += 2 + lengthDelimited(sizeInternalAuthenticateRequest(m.authenticate));
  if (m.authStatus !== undefined && m.authStatus !== null) size += 2 + lengthDelimited(sizeAuthStatusRequest(m.authStatus));
  if (m.authUserAdd !== undefined && m.authUserAdd !== null) size += 2 + lengthDelimited(sizeAuthUserAddRequest(m.authUserAdd));
  if (m.authUserDelete !== undefined && m.authUserDelete !== null) size += 2 + lengthDelimited(sizeAuthUserDeleteRequest(m.authUserDelete));
  if (m.authUserGet !== undefined && m.authUserGet !== null) size += 2 + lengthDelimited(sizeAuthUserGetRequest(m.authUserGet));
  if (m.authUserChangePassword !== undefined && m.authUserChangePassword !== null) size += 2 + lengthDelimited(sizeAuthUserChangePasswordRequest(m.authUserChangePassword));
  if (m.authUserGrantRole !== undefined && m.authUserGrantRole !== null) size += 2 + lengthDelimited(sizeAuthUserGrantRoleRequest(m.authUserGrantRole));
  if (m.authUserRevokeRole !== undefined && m.authUserRevokeRole !== null) size += 2 + lengthDelimited(sizeAuthUserRevokeRoleRequest(m.authUserRevokeRole));
  if (m.authUserList !== undefined && m.authUserList !== null) size += 2 + lengthDelimited(sizeAuthUserListRequest(m.authUserList));
  if (m.authRoleList !== undefined && m.authRoleList !== null) size += 2 + lengthDelimited(sizeAuthRoleListRequest(m.authRoleList));
  if (m.authRoleAdd !== undefined && m.authRoleAdd !== null) size += 2 + lengthDelimited(sizeAuthRoleAddRequest(m.authRoleAdd));
  if (m.authRoleDelete !== undefined && m.authRoleDelete !== null) size += 2 + lengthDelimited(sizeAuthRoleDeleteRequest(m.authRoleDelete));
  if (m.authRoleGet !== undefined && m.authRoleGet !== null) size += 2 + lengthDelimited(sizeAuthRoleGetRequest(m.authRoleGet));
  if (m.authRoleGrantPermission !== undefined && m.authRoleGrantPermission !== null) size += 2 + lengthDelimited(sizeAuthRoleGrantPermissionRequest(m.authRoleGrantPermission));
  if (m.authRoleRevokePermission !== undefined && m.authRoleRevokePermission !== null) size += 2 + lengthDelimited(sizeAuthRoleRevokePermissionRequest(m.authRoleRevokePermission));
  if (m.clusterVersionSet !== undefined && m.clusterVersionSet !== null) size += 2 + lengthDelimited(membershippb.sizeClusterVersionSetRequest(m.clusterVersionSet));
  if (m.clusterMemberAttrSet !== undefined && m.clusterMemberAttrSet !== null) size += 2 + lengthDelimited(membershippb.sizeClusterMemberAttrSetRequest(m.clusterMemberAttrSet));
  if (m.downgradeInfoSet !== undefined && m.downgradeInfoSet !== null) size += 2 + lengthDelimited(membershippb.sizeDowngradeInfoSetRequest(m.downgradeInfoSet));
  if (m.downgradeVersionTest !== undefined && m.downgradeVersionTest !== null) size += 3 + lengthDelimited(sizeDowngradeVersionTestRequest(m.downgradeVersionTest));
  return size;
}

export function writeInternalRaftRequest(m: Init<InternalRaftRequest>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.range !== undefined && m.range !== null) { w.uint32(26); w.uint32(sizeRangeRequest(m.range)); writeRangeRequest(m.range, w); }
  if (m.put !== undefined && m.put !== null) { w.uint32(34); w.uint32(sizePutRequest(m.put)); writePutRequest(m.put, w); }
  if (m.deleteRange !== undefined && m.deleteRange !== null) { w.uint32(42); w.uint32(sizeDeleteRangeRequest(m.deleteRange)); writeDeleteRangeRequest(m.deleteRange, w); }
  if (m.txn !== undefined && m.txn !== null) { w.uint32(50); w.uint32(sizeTxnRequest(m.txn)); writeTxnRequest(m.txn, w); }
  if (m.compaction !== undefined && m.compaction !== null) { w.uint32(58); w.uint32(sizeCompactionRequest(m.compaction)); writeCompactionRequest(m.compaction, w); }
  if (m.leaseGrant !== undefined && m.leaseGrant !== null) { w.uint32(66); w.uint32(sizeLeaseGrantRequest(m.leaseGrant)); writeLeaseGrantRequest(m.leaseGrant, w); }
  if (m.leaseRevoke !== undefined && m.leaseRevoke !== null) { w.uint32(74); w.uint32(sizeLeaseRevokeRequest(m.leaseRevoke)); writeLeaseRevokeRequest(m.leaseRevoke, w); }
  if (m.alarm !== undefined && m.alarm !== null) { w.uint32(82); w.uint32(sizeAlarmRequest(m.alarm)); writeAlarmRequest(m.alarm, w); }
  if (m.leaseCheckpoint !== undefined && m.leaseCheckpoint !== null) { w.uint32(90); w.uint32(sizeLeaseCheckpointRequest(m.leaseCheckpoint)); writeLeaseCheckpointRequest(m.leaseCheckpoint, w); }
  if (m.header !== undefined && m.header !== null) { w.uint32(802); w.uint32(sizeRequestHeader(m.header)); writeRequestHeader(m.header, w); }
  if (m.authEnable !== undefined && m.authEnable !== null) { w.uint32(8002); w.uint32(sizeAuthEnableRequest(m.authEnable)); writeAuthEnableRequest(m.authEnable, w); }
  if (m.authDisable !== undefined && m.authDisable !== null) { w.uint32(8090); w.uint32(sizeAuthDisableRequest(m.authDisable)); writeAuthDisableRequest(m.authDisable, w); }
  if (m.authenticate !== undefined && m.authenticate !== null) { w.uint32(8098); w.uint32(sizeInternalAuthenticateRequest(m.authenticate)); writeInternalAuthenticateRequest(m.authenticate, w); }
  if (m.authStatus !== undefined && m.authStatus !== null) { w.uint32(8106); w.uint32(sizeAuthStatusRequest(m.authStatus)); writeAuthStatusRequest(m.authStatus, w); }
  if (m.authUserAdd !== undefined && m.authUserAdd !== null) { w.uint32(8802); w.uint32(sizeAuthUserAddRequest(m.authUserAdd)); writeAuthUserAddRequest(m.authUserAdd, w); }
  if (m.authUserDelete !== undefined && m.authUserDelete !== null) { w.uint32(8810); w.uint32(sizeAuthUserDeleteRequest(m.authUserDelete)); writeAuthUserDeleteRequest(m.authUserDelete, w); }
  if (m.authUserGet !== undefined && m.authUserGet !== null) { w.uint32(8818); w.uint32(sizeAuthUserGetRequest(m.authUserGet)); writeAuthUserGetRequest(m.authUserGet, w); }
  if (m.authUserChangePassword !== undefined && m.authUserChangePassword !== null) { w.uint32(8826); w.uint32(sizeAuthUserChangePasswordRequest(m.authUserChangePassword)); writeAuthUserChangePasswordRequest(m.authUserChangePassword, w); }
  if (m.authUserGrantRole !== undefined && m.authUserGrantRole !== null) { w.uint32(8834); w.uint32(sizeAuthUserGrantRoleRequest(m.authUserGrantRole)); writeAuthUserGrantRoleRequest(m.authUserGrantRole, w); }
  if (m.authUserRevokeRole !== undefined && m.authUserRevokeRole !== null) { w.uint32(8842); w.uint32(sizeAuthUserRevokeRoleRequest(m.authUserRevokeRole)); writeAuthUserRevokeRoleRequest(m.authUserRevokeRole, w); }
  if (m.authUserList !== undefined && m.authUserList !== null) { w.uint32(8850); w.uint32(sizeAuthUserListRequest(m.authUserList)); writeAuthUserListRequest(m.authUserList, w); }
  if (m.authRoleList !== undefined && m.authRoleList !== null) { w.uint32(8858); w.uint32(sizeAuthRoleListRequest(m.authRoleList)); writeAuthRoleListRequest(m.authRoleList, w); }
  if (m.authRoleAdd !== undefined && m.authRoleAdd !== null) { w.uint32(9602); w.uint32(sizeAuthRoleAddRequest(m.authRoleAdd)); writeAuthRoleAddRequest(m.authRoleAdd, w); }
  if (m.authRoleDelete !== undefined && m.authRoleDelete !== null) { w.uint32(9610); w.uint32(sizeAuthRoleDeleteRequest(m.authRoleDelete)); writeAuthRoleDeleteRequest(m.authRoleDelete, w); }
  if (m.authRoleGet !== undefined && m.authRoleGet !== null) { w.uint32(9618); w.uint32(sizeAuthRoleGetRequest(m.authRoleGet)); writeAuthRoleGetRequest(m.authRoleGet, w); }
  if (m.authRoleGrantPermission !== undefined && m.authRoleGrantPermission !== null) { w.uint32(9626); w.uint32(sizeAuthRoleGrantPermissionRequest(m.authRoleGrantPermission)); writeAuthRoleGrantPermissionRequest(m.authRoleGrantPermission, w); }
  if (m.authRoleRevokePermission !== undefined && m.authRoleRevokePermission !== null) { w.uint32(9634); w.uint32(sizeAuthRoleRevokePermissionRequest(m.authRoleRevokePermission)); writeAuthRoleRevokePermissionRequest(m.authRoleRevokePermission, w); }
  if (m.clusterVersionSet !== undefined && m.clusterVersionSet !== null) { w.uint32(10402); w.uint32(membershippb.sizeClusterVersionSetRequest(m.clusterVersionSet)); membershippb.writeClusterVersionSetRequest(m.clusterVersionSet, w); }
  if (m.clusterMemberAttrSet !== undefined && m.clusterMemberAttrSet !== null) { w.uint32(10410); w.uint32(membershippb.sizeClusterMemberAttrSetRequest(m.clusterMemberAttrSet)); membershippb.writeClusterMemberAttrSetRequest(m.clusterMemberAttrSet, w); }
  if (m.downgradeInfoSet !== undefined && m.downgradeInfoSet !== null) { w.uint32(10418); w.uint32(membershippb.sizeDowngradeInfoSetRequest(m.downgradeInfoSet)); membershippb.writeDowngradeInfoSetRequest(m.downgradeInfoSet, w); }
  if (m.downgradeVersionTest !== undefined && m.downgradeVersionTest !== null) { w.uint32(79202); w.uint32(sizeDowngradeVersionTestRequest(m.downgradeVersionTest)); writeDowngradeVersionTestRequest(m.downgradeVersionTest, w); }
}

export function encodeInternalRaftRequest(m: Init<InternalRaftRequest>): Uint8Array {
  const w = new Writer(sizeInternalRaftRequest(m));
  writeInternalRaftRequest(m, w);
  return w.finish();
}

export interface InternalAuthenticateRequest {
  name: string;
  password: string;
  simpleToken: string;
}

export function createInternalAuthenticateRequest(): InternalAuthenticateRequest {
  return { name: "", password: "", simpleToken: "" };
}

export function readInternalAuthenticateRequest(r: Reader, end: number, m: InternalAuthenticateRequest): InternalAuthenticateRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.password = r.string();
        break;
      case 26:
        m.simpleToken = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.InternalAuthenticateRequest. Bytes fields are views of the input. */
export function decodeInternalAuthenticateRequest(bytes: Uint8Array): InternalAuthenticateRequest {
  return readInternalAuthenticateRequest(new Reader(bytes), bytes.length, createInternalAuthenticateRequest());
}

export function sizeInternalAuthenticateRequest(m: Init<InternalAuthenticateRequest>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.password !== undefined && m.password !== "") size += 1 + lengthDelimited(utf8Length(m.password));
  if (m.simpleToken !== undefined && m.simpleToken !== "") size += 1 + lengthDelimited(utf8Length(m.simpleToken));
  return size;
}

export function writeInternalAuthenticateRequest(m: Init<InternalAuthenticateRequest>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
  if (m.password !== undefined && m.password !== "") { w.uint32(18); w.string(m.password); }
  if (m.simpleToken !== undefined && m.simpleToken !== "") { w.uint32(26); w.string(m.simpleToken); }
}

export function encodeInternalAuthenticateRequest(m: Init<InternalAuthenticateRequest>): Uint8Array {
  const w = new Writer(sizeInternalAuthenticateRequest(m));
  writeInternalAuthenticateRequest(m, w);
  return w.finish();
}

export interface Metadata {
  NodeID: bigint;
  ClusterID: bigint;
}

export function createMetadata(): Metadata {
  return { NodeID: 0n, ClusterID: 0n };
}

export function readMetadata(r: Reader, end: number, m: Metadata): Metadata {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.NodeID = r.bigUint64();
        break;
      case 16:
        m.ClusterID = r.bigUint64();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no etcdserverpb.Metadata. Bytes fields are views of the input. */
export function decodeMetadata(bytes: Uint8Array): Metadata {
  return readMetadata(new Reader(bytes), bytes.length, createMetadata());
}

export function sizeMetadata(m: Init<Metadata>): number {
  let size = 0;
  if (m.NodeID !== undefined && m.NodeID !== 0n) size += 1 + bigintSize(m.NodeID);
  if (m.ClusterID !== undefined && m.ClusterID !== 0n) size += 1 + bigintSize(m.ClusterID);
  return size;
}

export function writeMetadata(m: Init<Metadata>, w: Writer): void {
  if (m.NodeID !== undefined && m.NodeID !== 0n) { w.uint32(8); w.bigInt(m.NodeID); }
  if (m.ClusterID !== undefined && m.ClusterID !== 0n) { w.uint32(16); w.bigInt(m.ClusterID); }
}

export function encodeMetadata(m: Init<Metadata>): Uint8Array {
  const w = new Writer(sizeMetadata(m));
  writeMetadata(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  ResponseHeader: {
    name: "etcdserverpb.ResponseHeader",
    fields: [
      { number: 1, name: "cluster_id", local: "clusterId", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "member_id", local: "memberId", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "revision", local: "revision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "raft_term", local: "raftTerm", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createResponseHeader,
    decode: decodeResponseHeader,
    encode: encodeResponseHeader as (message: object) => Uint8Array,
  },
  RangeRequest: {
    name: "etcdserverpb.RangeRequest",
    fields: [
      { number: 1, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "range_end", local: "rangeEnd", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "limit", local: "limit", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "revision", local: "revision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "sort_order", local: "sortOrder", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: SortOrder },
      { number: 6, name: "sort_target", local: "sortTarget", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: SortTarget },
      { number: 7, name: "serializable", local: "serializable", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 8, name: "keys_only", local: "keysOnly", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 9, name: "count_only", local: "countOnly", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 10, name: "min_mod_revision", local: "minModRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 11, name: "max_mod_revision", local: "maxModRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 12, name: "min_create_revision", local: "minCreateRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 13, name: "max_create_revision", local: "maxCreateRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createRangeRequest,
    decode: decodeRangeRequest,
    encode: encodeRangeRequest as (message: object) => Uint8Array,
  },
  RangeResponse: {
    name: "etcdserverpb.RangeResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "kvs", local: "kvs", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => mvccpb.messageTypes["KeyValue"]!, values: null },
      { number: 3, name: "more", local: "more", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "count", local: "count", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createRangeResponse,
    decode: decodeRangeResponse,
    encode: encodeRangeResponse as (message: object) => Uint8Array,
  },
  PutRequest: {
    name: "etcdserverpb.PutRequest",
    fields: [
      { number: 1, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "value", local: "value", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "lease", local: "lease", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "prev_kv", local: "prevKv", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "ignore_value", local: "ignoreValue", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 6, name: "ignore_lease", local: "ignoreLease", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createPutRequest,
    decode: decodePutRequest,
    encode: encodePutRequest as (message: object) => Uint8Array,
  },
  PutResponse: {
    name: "etcdserverpb.PutResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "prev_kv", local: "prevKv", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => mvccpb.messageTypes["KeyValue"]!, values: null },
    ],
    create: createPutResponse,
    decode: decodePutResponse,
    encode: encodePutResponse as (message: object) => Uint8Array,
  },
  DeleteRangeRequest: {
    name: "etcdserverpb.DeleteRangeRequest",
    fields: [
      { number: 1, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "range_end", local: "rangeEnd", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "prev_kv", local: "prevKv", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createDeleteRangeRequest,
    decode: decodeDeleteRangeRequest,
    encode: encodeDeleteRangeRequest as (message: object) => Uint8Array,
  },
  DeleteRangeResponse: {
    name: "etcdserverpb.DeleteRangeResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "deleted", local: "deleted", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "prev_kvs", local: "prevKvs", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => mvccpb.messageTypes["KeyValue"]!, values: null },
    ],
    create: createDeleteRangeResponse,
    decode: decodeDeleteRangeResponse,
    encode: encodeDeleteRangeResponse as (message: object) => Uint8Array,
  },
  RequestOp: {
    name: "etcdserverpb.RequestOp",
    fields: [
      { number: 1, name: "request_range", local: "requestRange", type: "message", repeated: false, bigint: false, presence: true, oneof: "request", message: () => messageTypes["RangeRequest"]!, values: null },
      { number: 2, name: "request_put", local: "requestPut", type: "message", repeated: false, bigint: false, presence: true, oneof: "request", message: () => messageTypes["PutRequest"]!, values: null },
      { number: 3, name: "request_delete_range", local: "requestDeleteRange", type: "message", repeated: false, bigint: false, presence: true, oneof: "request", message: () => messageTypes["DeleteRangeRequest"]!, values: null },
      { number: 4, name: "request_txn", local: "requestTxn", type: "message", repeated: false, bigint: false, presence: true, oneof: "request", message: () => messageTypes["TxnRequest"]!, values: null },
    ],
    create: createRequestOp,
    decode: decodeRequestOp,
    encode: encodeRequestOp as (message: object) => Uint8Array,
  },
  ResponseOp: {
    name: "etcdserverpb.ResponseOp",
    fields: [
      { number: 1, name: "response_range", local: "responseRange", type: "message", repeated: false, bigint: false, presence: true, oneof: "response", message: () => messageTypes["RangeResponse"]!, values: null },
      { number: 2, name: "response_put", local: "responsePut", type: "message", repeated: false, bigint: false, presence: true, oneof: "response", message: () => messageTypes["PutResponse"]!, values: null },
      { number: 3, name: "response_delete_range", local: "responseDeleteRange", type: "message", repeated: false, bigint: false, presence: true, oneof: "response", message: () => messageTypes["DeleteRangeResponse"]!, values: null },
      { number: 4, name: "response_txn", local: "responseTxn", type: "message", repeated: false, bigint: false, presence: true, oneof: "response", message: () => messageTypes["TxnResponse"]!, values: null },
    ],
    create: createResponseOp,
    decode: decodeResponseOp,
    encode: encodeResponseOp as (message: object) => Uint8Array,
  },
  Compare: {
    name: "etcdserverpb.Compare",
    fields: [
      { number: 1, name: "result", local: "result", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: CompareResult },
      { number: 2, name: "target", local: "target", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: CompareTarget },
      { number: 3, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "version", local: "version", type: "int64", repeated: false, bigint: true, presence: true, oneof: "target_union", message: null, values: null },
      { number: 5, name: "create_revision", local: "createRevision", type: "int64", repeated: false, bigint: true, presence: true, oneof: "target_union", message: null, values: null },
      { number: 6, name: "mod_revision", local: "modRevision", type: "int64", repeated: false, bigint: true, presence: true, oneof: "target_union", message: null, values: null },
      { number: 7, name: "value", local: "value", type: "bytes", repeated: false, bigint: false, presence: true, oneof: "target_union", message: null, values: null },
      { number: 8, name: "lease", local: "lease", type: "int64", repeated: false, bigint: true, presence: true, oneof: "target_union", message: null, values: null },
      { number: 64, name: "range_end", local: "rangeEnd", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createCompare,
    decode: decodeCompare,
    encode: encodeCompare as (message: object) => Uint8Array,
  },
  TxnRequest: {
    name: "etcdserverpb.TxnRequest",
    fields: [
      { number: 1, name: "compare", local: "compare", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Compare"]!, values: null },
      { number: 2, name: "success", local: "success", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["RequestOp"]!, values: null },
      { number: 3, name: "failure", local: "failure", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["RequestOp"]!, values: null },
    ],
    create: createTxnRequest,
    decode: decodeTxnRequest,
    encode: encodeTxnRequest as (message: object) => Uint8Array,
  },
  TxnResponse: {
    name: "etcdserverpb.TxnResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "succeeded", local: "succeeded", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "responses", local: "responses", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["ResponseOp"]!, values: null },
    ],
    create: createTxnResponse,
    decode: decodeTxnResponse,
    encode: encodeTxnResponse as (message: object) => Uint8Array,
  },
  CompactionRequest: {
    name: "etcdserverpb.CompactionRequest",
    fields: [
      { number: 1, name: "revision", local: "revision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "physical", local: "physical", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createCompactionRequest,
    decode: decodeCompactionRequest,
    encode: encodeCompactionRequest as (message: object) => Uint8Array,
  },
  CompactionResponse: {
    name: "etcdserverpb.CompactionResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createCompactionResponse,
    decode: decodeCompactionResponse,
    encode: encodeCompactionResponse as (message: object) => Uint8Array,
  },
  HashRequest: {
    name: "etcdserverpb.HashRequest",
    fields: [
    ],
    create: createHashRequest,
    decode: decodeHashRequest,
    encode: encodeHashRequest as (message: object) => Uint8Array,
  },
  HashKVRequest: {
    name: "etcdserverpb.HashKVRequest",
    fields: [
      { number: 1, name: "revision", local: "revision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createHashKVRequest,
    decode: decodeHashKVRequest,
    encode: encodeHashKVRequest as (message: object) => Uint8Array,
  },
  HashKVResponse: {
    name: "etcdserverpb.HashKVResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "hash", local: "hash", type: "uint32", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "compact_revision", local: "compactRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "hash_revision", local: "hashRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createHashKVResponse,
    decode: decodeHashKVResponse,
    encode: encodeHashKVResponse as (message: object) => Uint8Array,
  },
  HashResponse: {
    name: "etcdserverpb.HashResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "hash", local: "hash", type: "uint32", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createHashResponse,
    decode: decodeHashResponse,
    encode: encodeHashResponse as (message: object) => Uint8Array,
  },
  SnapshotRequest: {
    name: "etcdserverpb.SnapshotRequest",
    fields: [
    ],
    create: createSnapshotRequest,
    decode: decodeSnapshotRequest,
    encode: encodeSnapshotRequest as (message: object) => Uint8Array,
  },
  SnapshotResponse: {
    name: "etcdserverpb.SnapshotResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "remaining_bytes", local: "remainingBytes", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "blob", local: "blob", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "version", local: "version", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createSnapshotResponse,
    decode: decodeSnapshotResponse,
    encode: encodeSnapshotResponse as (message: object) => Uint8Array,
  },
  WatchRequest: {
    name: "etcdserverpb.WatchRequest",
    fields: [
      { number: 1, name: "create_request", local: "createRequest", type: "message", repeated: false, bigint: false, presence: true, oneof: "request_union", message: () => messageTypes["WatchCreateRequest"]!, values: null },
      { number: 2, name: "cancel_request", local: "cancelRequest", type: "message", repeated: false, bigint: false, presence: true, oneof: "request_union", message: () => messageTypes["WatchCancelRequest"]!, values: null },
      { number: 3, name: "progress_request", local: "progressRequest", type: "message", repeated: false, bigint: false, presence: true, oneof: "request_union", message: () => messageTypes["WatchProgressRequest"]!, values: null },
    ],
    create: createWatchRequest,
    decode: decodeWatchRequest,
    encode: encodeWatchRequest as (message: object) => Uint8Array,
  },
  WatchCreateRequest: {
    name: "etcdserverpb.WatchCreateRequest",
    fields: [
      { number: 1, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "range_end", local: "rangeEnd", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "start_revision", local: "startRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "progress_notify", local: "progressNotify", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "filters", local: "filters", type: "enum", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: FilterType },
      { number: 6, name: "prev_kv", local: "prevKv", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 7, name: "watch_id", local: "watchId", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 8, name: "fragment", local: "fragment", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createWatchCreateRequest,
    decode: decodeWatchCreateRequest,
    encode: encodeWatchCreateRequest as (message: object) => Uint8Array,
  },
  WatchCancelRequest: {
    name: "etcdserverpb.WatchCancelRequest",
    fields: [
      { number: 1, name: "watch_id", local: "watchId", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createWatchCancelRequest,
    decode: decodeWatchCancelRequest,
    encode: encodeWatchCancelRequest as (message: object) => Uint8Array,
  },
  WatchProgressRequest: {
    name: "etcdserverpb.WatchProgressRequest",
    fields: [
    ],
    create: createWatchProgressRequest,
    decode: decodeWatchProgressRequest,
    encode: encodeWatchProgressRequest as (message: object) => Uint8Array,
  },
  WatchResponse: {
    name: "etcdserverpb.WatchResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "watch_id", local: "watchId", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "created", local: "created", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "canceled", local: "canceled", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "compact_revision", local: "compactRevision", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 6, name: "cancel_reason", local: "cancelReason", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 7, name: "fragment", local: "fragment", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 11, name: "events", local: "events", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => mvccpb.messageTypes["Event"]!, values: null },
    ],
    create: createWatchResponse,
    decode: decodeWatchResponse,
    encode: encodeWatchResponse as (message: object) => Uint8Array,
  },
  LeaseGrantRequest: {
    name: "etcdserverpb.LeaseGrantRequest",
    fields: [
      { number: 1, name: "TTL", local: "TTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseGrantRequest,
    decode: decodeLeaseGrantRequest,
    encode: encodeLeaseGrantRequest as (message: object) => Uint8Array,
  },
  LeaseGrantResponse: {
    name: "etcdserverpb.LeaseGrantResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "TTL", local: "TTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "error", local: "error", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseGrantResponse,
    decode: decodeLeaseGrantResponse,
    encode: encodeLeaseGrantResponse as (message: object) => Uint8Array,
  },
  LeaseRevokeRequest: {
    name: "etcdserverpb.LeaseRevokeRequest",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseRevokeRequest,
    decode: decodeLeaseRevokeRequest,
    encode: encodeLeaseRevokeRequest as (message: object) => Uint8Array,
  },
  LeaseRevokeResponse: {
    name: "etcdserverpb.LeaseRevokeResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createLeaseRevokeResponse,
    decode: decodeLeaseRevokeResponse,
    encode: encodeLeaseRevokeResponse as (message: object) => Uint8Array,
  },
  LeaseCheckpoint: {
    name: "etcdserverpb.LeaseCheckpoint",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "remaining_TTL", local: "remainingTTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseCheckpoint,
    decode: decodeLeaseCheckpoint,
    encode: encodeLeaseCheckpoint as (message: object) => Uint8Array,
  },
  LeaseCheckpointRequest: {
    name: "etcdserverpb.LeaseCheckpointRequest",
    fields: [
      { number: 1, name: "checkpoints", local: "checkpoints", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["LeaseCheckpoint"]!, values: null },
    ],
    create: createLeaseCheckpointRequest,
    decode: decodeLeaseCheckpointRequest,
    encode: encodeLeaseCheckpointRequest as (message: object) => Uint8Array,
  },
  LeaseCheckpointResponse: {
    name: "etcdserverpb.LeaseCheckpointResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createLeaseCheckpointResponse,
    decode: decodeLeaseCheckpointResponse,
    encode: encodeLeaseCheckpointResponse as (message: object) => Uint8Array,
  },
  LeaseKeepAliveRequest: {
    name: "etcdserverpb.LeaseKeepAliveRequest",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseKeepAliveRequest,
    decode: decodeLeaseKeepAliveRequest,
    encode: encodeLeaseKeepAliveRequest as (message: object) => Uint8Array,
  },
  LeaseKeepAliveResponse: {
    name: "etcdserverpb.LeaseKeepAliveResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "TTL", local: "TTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseKeepAliveResponse,
    decode: decodeLeaseKeepAliveResponse,
    encode: encodeLeaseKeepAliveResponse as (message: object) => Uint8Array,
  },
  LeaseTimeToLiveRequest: {
    name: "etcdserverpb.LeaseTimeToLiveRequest",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "keys", local: "keys", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseTimeToLiveRequest,
    decode: decodeLeaseTimeToLiveRequest,
    encode: encodeLeaseTimeToLiveRequest as (message: object) => Uint8Array,
  },
  LeaseTimeToLiveResponse: {
    name: "etcdserverpb.LeaseTimeToLiveResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "TTL", local: "TTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "grantedTTL", local: "grantedTTL", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "keys", local: "keys", type: "bytes", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseTimeToLiveResponse,
    decode: decodeLeaseTimeToLiveResponse,
    encode: encodeLeaseTimeToLiveResponse as (message: object) => Uint8Array,
  },
  LeaseLeasesRequest: {
    name: "etcdserverpb.LeaseLeasesRequest",
    fields: [
    ],
    create: createLeaseLeasesRequest,
    decode: decodeLeaseLeasesRequest,
    encode: encodeLeaseLeasesRequest as (message: object) => Uint8Array,
  },
  LeaseStatus: {
    name: "etcdserverpb.LeaseStatus",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "int64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createLeaseStatus,
    decode: decodeLeaseStatus,
    encode: encodeLeaseStatus as (message: object) => Uint8Array,
  },
  LeaseLeasesResponse: {
    name: "etcdserverpb.LeaseLeasesResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "leases", local: "leases", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["LeaseStatus"]!, values: null },
    ],
    create: createLeaseLeasesResponse,
    decode: decodeLeaseLeasesResponse,
    encode: encodeLeaseLeasesResponse as (message: object) => Uint8Array,
  },
  Member: {
    name: "etcdserverpb.Member",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "peerURLs", local: "peerURLs", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "clientURLs", local: "clientURLs", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "isLearner", local: "isLearner", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMember,
    decode: decodeMember,
    encode: encodeMember as (message: object) => Uint8Array,
  },
  MemberAddRequest: {
    name: "etcdserverpb.MemberAddRequest",
    fields: [
      { number: 1, name: "peerURLs", local: "peerURLs", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "isLearner", local: "isLearner", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMemberAddRequest,
    decode: decodeMemberAddRequest,
    encode: encodeMemberAddRequest as (message: object) => Uint8Array,
  },
  MemberAddResponse: {
    name: "etcdserverpb.MemberAddResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "member", local: "member", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["Member"]!, values: null },
      { number: 3, name: "members", local: "members", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Member"]!, values: null },
    ],
    create: createMemberAddResponse,
    decode: decodeMemberAddResponse,
    encode: encodeMemberAddResponse as (message: object) => Uint8Array,
  },
  MemberRemoveRequest: {
    name: "etcdserverpb.MemberRemoveRequest",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMemberRemoveRequest,
    decode: decodeMemberRemoveRequest,
    encode: encodeMemberRemoveRequest as (message: object) => Uint8Array,
  },
  MemberRemoveResponse: {
    name: "etcdserverpb.MemberRemoveResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "members", local: "members", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Member"]!, values: null },
    ],
    create: createMemberRemoveResponse,
    decode: decodeMemberRemoveResponse,
    encode: encodeMemberRemoveResponse as (message: object) => Uint8Array,
  },
  MemberUpdateRequest: {
    name: "etcdserverpb.MemberUpdateRequest",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "peerURLs", local: "peerURLs", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMemberUpdateRequest,
    decode: decodeMemberUpdateRequest,
    encode: encodeMemberUpdateRequest as (message: object) => Uint8Array,
  },
  MemberUpdateResponse: {
    name: "etcdserverpb.MemberUpdateResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "members", local: "members", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Member"]!, values: null },
    ],
    create: createMemberUpdateResponse,
    decode: decodeMemberUpdateResponse,
    encode: encodeMemberUpdateResponse as (message: object) => Uint8Array,
  },
  MemberListRequest: {
    name: "etcdserverpb.MemberListRequest",
    fields: [
      { number: 1, name: "linearizable", local: "linearizable", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMemberListRequest,
    decode: decodeMemberListRequest,
    encode: encodeMemberListRequest as (message: object) => Uint8Array,
  },
  MemberListResponse: {
    name: "etcdserverpb.MemberListResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "members", local: "members", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Member"]!, values: null },
    ],
    create: createMemberListResponse,
    decode: decodeMemberListResponse,
    encode: encodeMemberListResponse as (message: object) => Uint8Array,
  },
  MemberPromoteRequest: {
    name: "etcdserverpb.MemberPromoteRequest",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMemberPromoteRequest,
    decode: decodeMemberPromoteRequest,
    encode: encodeMemberPromoteRequest as (message: object) => Uint8Array,
  },
  MemberPromoteResponse: {
    name: "etcdserverpb.MemberPromoteResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "members", local: "members", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["Member"]!, values: null },
    ],
    create: createMemberPromoteResponse,
    decode: decodeMemberPromoteResponse,
    encode: encodeMemberPromoteResponse as (message: object) => Uint8Array,
  },
  DefragmentRequest: {
    name: "etcdserverpb.DefragmentRequest",
    fields: [
    ],
    create: createDefragmentRequest,
    decode: decodeDefragmentRequest,
    encode: encodeDefragmentRequest as (message: object) => Uint8Array,
  },
  DefragmentResponse: {
    name: "etcdserverpb.DefragmentResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createDefragmentResponse,
    decode: decodeDefragmentResponse,
    encode: encodeDefragmentResponse as (message: object) => Uint8Array,
  },
  MoveLeaderRequest: {
    name: "etcdserverpb.MoveLeaderRequest",
    fields: [
      { number: 1, name: "targetID", local: "targetID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMoveLeaderRequest,
    decode: decodeMoveLeaderRequest,
    encode: encodeMoveLeaderRequest as (message: object) => Uint8Array,
  },
  MoveLeaderResponse: {
    name: "etcdserverpb.MoveLeaderResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createMoveLeaderResponse,
    decode: decodeMoveLeaderResponse,
    encode: encodeMoveLeaderResponse as (message: object) => Uint8Array,
  },
  AlarmRequest: {
    name: "etcdserverpb.AlarmRequest",
    fields: [
      { number: 1, name: "action", local: "action", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: AlarmAction },
      { number: 2, name: "memberID", local: "memberID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "alarm", local: "alarm", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: AlarmType },
    ],
    create: createAlarmRequest,
    decode: decodeAlarmRequest,
    encode: encodeAlarmRequest as (message: object) => Uint8Array,
  },
  AlarmMember: {
    name: "etcdserverpb.AlarmMember",
    fields: [
      { number: 1, name: "memberID", local: "memberID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "alarm", local: "alarm", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: AlarmType },
    ],
    create: createAlarmMember,
    decode: decodeAlarmMember,
    encode: encodeAlarmMember as (message: object) => Uint8Array,
  },
  AlarmResponse: {
    name: "etcdserverpb.AlarmResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "alarms", local: "alarms", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => messageTypes["AlarmMember"]!, values: null },
    ],
    create: createAlarmResponse,
    decode: decodeAlarmResponse,
    encode: encodeAlarmResponse as (message: object) => Uint8Array,
  },
  DowngradeRequest: {
    name: "etcdserverpb.DowngradeRequest",
    fields: [
      { number: 1, name: "action", local: "action", type: "enum", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: DowngradeAction },
      { number: 2, name: "version", local: "version", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createDowngradeRequest,
    decode: decodeDowngradeRequest,
    encode: encodeDowngradeRequest as (message: object) => Uint8Array,
  },
  DowngradeResponse: {
    name: "etcdserverpb.DowngradeResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "version", local: "version", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createDowngradeResponse,
    decode: decodeDowngradeResponse,
    encode: encodeDowngradeResponse as (message: object) => Uint8Array,
  },
  DowngradeVersionTestRequest: {
    name: "etcdserverpb.DowngradeVersionTestRequest",
    fields: [
      { number: 1, name: "ver", local: "ver", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createDowngradeVersionTestRequest,
    decode: decodeDowngradeVersionTestRequest,
    encode: encodeDowngradeVersionTestRequest as (message: object) => Uint8Array,
  },
  StatusRequest: {
    name: "etcdserverpb.StatusRequest",
    fields: [
    ],
    create: createStatusRequest,
    decode: decodeStatusRequest,
    encode: encodeStatusRequest as (message: object) => Uint8Array,
  },
  StatusResponse: {
    name: "etcdserverpb.StatusResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "version", local: "version", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "dbSize", local: "dbSize", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 4, name: "leader", local: "leader", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 5, name: "raftIndex", local: "raftIndex", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 6, name: "raftTerm", local: "raftTerm", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 7, name: "raftAppliedIndex", local: "raftAppliedIndex", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 8, name: "errors", local: "errors", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 9, name: "dbSizeInUse", local: "dbSizeInUse", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 10, name: "isLearner", local: "isLearner", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 11, name: "storageVersion", local: "storageVersion", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 12, name: "dbSizeQuota", local: "dbSizeQuota", type: "int64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 13, name: "downgradeInfo", local: "downgradeInfo", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["DowngradeInfo"]!, values: null },
    ],
    create: createStatusResponse,
    decode: decodeStatusResponse,
    encode: encodeStatusResponse as (message: object) => Uint8Array,
  },
  DowngradeInfo: {
    name: "etcdserverpb.DowngradeInfo",
    fields: [
      { number: 1, name: "enabled", local: "enabled", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "targetVersion", local: "targetVersion", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createDowngradeInfo,
    decode: decodeDowngradeInfo,
    encode: encodeDowngradeInfo as (message: object) => Uint8Array,
  },
  AuthEnableRequest: {
    name: "etcdserverpb.AuthEnableRequest",
    fields: [
    ],
    create: createAuthEnableRequest,
    decode: decodeAuthEnableRequest,
    encode: encodeAuthEnableRequest as (message: object) => Uint8Array,
  },
  AuthDisableRequest: {
    name: "etcdserverpb.AuthDisableRequest",
    fields: [
    ],
    create: createAuthDisableRequest,
    decode: decodeAuthDisableRequest,
    encode: encodeAuthDisableRequest as (message: object) => Uint8Array,
  },
  AuthStatusRequest: {
    name: "etcdserverpb.AuthStatusRequest",
    fields: [
    ],
    create: createAuthStatusRequest,
    decode: decodeAuthStatusRequest,
    encode: encodeAuthStatusRequest as (message: object) => Uint8Array,
  },
  AuthenticateRequest: {
    name: "etcdserverpb.AuthenticateRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "password", local: "password", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthenticateRequest,
    decode: decodeAuthenticateRequest,
    encode: encodeAuthenticateRequest as (message: object) => Uint8Array,
  },
  AuthUserAddRequest: {
    name: "etcdserverpb.AuthUserAddRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "password", local: "password", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "options", local: "options", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => authpb.messageTypes["UserAddOptions"]!, values: null },
      { number: 4, name: "hashedPassword", local: "hashedPassword", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserAddRequest,
    decode: decodeAuthUserAddRequest,
    encode: encodeAuthUserAddRequest as (message: object) => Uint8Array,
  },
  AuthUserGetRequest: {
    name: "etcdserverpb.AuthUserGetRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserGetRequest,
    decode: decodeAuthUserGetRequest,
    encode: encodeAuthUserGetRequest as (message: object) => Uint8Array,
  },
  AuthUserDeleteRequest: {
    name: "etcdserverpb.AuthUserDeleteRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserDeleteRequest,
    decode: decodeAuthUserDeleteRequest,
    encode: encodeAuthUserDeleteRequest as (message: object) => Uint8Array,
  },
  AuthUserChangePasswordRequest: {
    name: "etcdserverpb.AuthUserChangePasswordRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "password", local: "password", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "hashedPassword", local: "hashedPassword", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserChangePasswordRequest,
    decode: decodeAuthUserChangePasswordRequest,
    encode: encodeAuthUserChangePasswordRequest as (message: object) => Uint8Array,
  },
  AuthUserGrantRoleRequest: {
    name: "etcdserverpb.AuthUserGrantRoleRequest",
    fields: [
      { number: 1, name: "user", local: "user", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "role", local: "role", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserGrantRoleRequest,
    decode: decodeAuthUserGrantRoleRequest,
    encode: encodeAuthUserGrantRoleRequest as (message: object) => Uint8Array,
  },
  AuthUserRevokeRoleRequest: {
    name: "etcdserverpb.AuthUserRevokeRoleRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "role", local: "role", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserRevokeRoleRequest,
    decode: decodeAuthUserRevokeRoleRequest,
    encode: encodeAuthUserRevokeRoleRequest as (message: object) => Uint8Array,
  },
  AuthRoleAddRequest: {
    name: "etcdserverpb.AuthRoleAddRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthRoleAddRequest,
    decode: decodeAuthRoleAddRequest,
    encode: encodeAuthRoleAddRequest as (message: object) => Uint8Array,
  },
  AuthRoleGetRequest: {
    name: "etcdserverpb.AuthRoleGetRequest",
    fields: [
      { number: 1, name: "role", local: "role", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthRoleGetRequest,
    decode: decodeAuthRoleGetRequest,
    encode: encodeAuthRoleGetRequest as (message: object) => Uint8Array,
  },
  AuthUserListRequest: {
    name: "etcdserverpb.AuthUserListRequest",
    fields: [
    ],
    create: createAuthUserListRequest,
    decode: decodeAuthUserListRequest,
    encode: encodeAuthUserListRequest as (message: object) => Uint8Array,
  },
  AuthRoleListRequest: {
    name: "etcdserverpb.AuthRoleListRequest",
    fields: [
    ],
    create: createAuthRoleListRequest,
    decode: decodeAuthRoleListRequest,
    encode: encodeAuthRoleListRequest as (message: object) => Uint8Array,
  },
  AuthRoleDeleteRequest: {
    name: "etcdserverpb.AuthRoleDeleteRequest",
    fields: [
      { number: 1, name: "role", local: "role", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthRoleDeleteRequest,
    decode: decodeAuthRoleDeleteRequest,
    encode: encodeAuthRoleDeleteRequest as (message: object) => Uint8Array,
  },
  AuthRoleGrantPermissionRequest: {
    name: "etcdserverpb.AuthRoleGrantPermissionRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "perm", local: "perm", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => authpb.messageTypes["Permission"]!, values: null },
    ],
    create: createAuthRoleGrantPermissionRequest,
    decode: decodeAuthRoleGrantPermissionRequest,
    encode: encodeAuthRoleGrantPermissionRequest as (message: object) => Uint8Array,
  },
  AuthRoleRevokePermissionRequest: {
    name: "etcdserverpb.AuthRoleRevokePermissionRequest",
    fields: [
      { number: 1, name: "role", local: "role", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "key", local: "key", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "range_end", local: "rangeEnd", type: "bytes", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthRoleRevokePermissionRequest,
    decode: decodeAuthRoleRevokePermissionRequest,
    encode: encodeAuthRoleRevokePermissionRequest as (message: object) => Uint8Array,
  },
  AuthEnableResponse: {
    name: "etcdserverpb.AuthEnableResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthEnableResponse,
    decode: decodeAuthEnableResponse,
    encode: encodeAuthEnableResponse as (message: object) => Uint8Array,
  },
  AuthDisableResponse: {
    name: "etcdserverpb.AuthDisableResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthDisableResponse,
    decode: decodeAuthDisableResponse,
    encode: encodeAuthDisableResponse as (message: object) => Uint8Array,
  },
  AuthStatusResponse: {
    name: "etcdserverpb.AuthStatusResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "enabled", local: "enabled", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "authRevision", local: "authRevision", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthStatusResponse,
    decode: decodeAuthStatusResponse,
    encode: encodeAuthStatusResponse as (message: object) => Uint8Array,
  },
  AuthenticateResponse: {
    name: "etcdserverpb.AuthenticateResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "token", local: "token", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthenticateResponse,
    decode: decodeAuthenticateResponse,
    encode: encodeAuthenticateResponse as (message: object) => Uint8Array,
  },
  AuthUserAddResponse: {
    name: "etcdserverpb.AuthUserAddResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthUserAddResponse,
    decode: decodeAuthUserAddResponse,
    encode: encodeAuthUserAddResponse as (message: object) => Uint8Array,
  },
  AuthUserGetResponse: {
    name: "etcdserverpb.AuthUserGetResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "roles", local: "roles", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserGetResponse,
    decode: decodeAuthUserGetResponse,
    encode: encodeAuthUserGetResponse as (message: object) => Uint8Array,
  },
  AuthUserDeleteResponse: {
    name: "etcdserverpb.AuthUserDeleteResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthUserDeleteResponse,
    decode: decodeAuthUserDeleteResponse,
    encode: encodeAuthUserDeleteResponse as (message: object) => Uint8Array,
  },
  AuthUserChangePasswordResponse: {
    name: "etcdserverpb.AuthUserChangePasswordResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthUserChangePasswordResponse,
    decode: decodeAuthUserChangePasswordResponse,
    encode: encodeAuthUserChangePasswordResponse as (message: object) => Uint8Array,
  },
  AuthUserGrantRoleResponse: {
    name: "etcdserverpb.AuthUserGrantRoleResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthUserGrantRoleResponse,
    decode: decodeAuthUserGrantRoleResponse,
    encode: encodeAuthUserGrantRoleResponse as (message: object) => Uint8Array,
  },
  AuthUserRevokeRoleResponse: {
    name: "etcdserverpb.AuthUserRevokeRoleResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthUserRevokeRoleResponse,
    decode: decodeAuthUserRevokeRoleResponse,
    encode: encodeAuthUserRevokeRoleResponse as (message: object) => Uint8Array,
  },
  AuthRoleAddResponse: {
    name: "etcdserverpb.AuthRoleAddResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthRoleAddResponse,
    decode: decodeAuthRoleAddResponse,
    encode: encodeAuthRoleAddResponse as (message: object) => Uint8Array,
  },
  AuthRoleGetResponse: {
    name: "etcdserverpb.AuthRoleGetResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "perm", local: "perm", type: "message", repeated: true, bigint: false, presence: false, oneof: null, message: () => authpb.messageTypes["Permission"]!, values: null },
    ],
    create: createAuthRoleGetResponse,
    decode: decodeAuthRoleGetResponse,
    encode: encodeAuthRoleGetResponse as (message: object) => Uint8Array,
  },
  AuthRoleListResponse: {
    name: "etcdserverpb.AuthRoleListResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "roles", local: "roles", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthRoleListResponse,
    decode: decodeAuthRoleListResponse,
    encode: encodeAuthRoleListResponse as (message: object) => Uint8Array,
  },
  AuthUserListResponse: {
    name: "etcdserverpb.AuthUserListResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
      { number: 2, name: "users", local: "users", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAuthUserListResponse,
    decode: decodeAuthUserListResponse,
    encode: encodeAuthUserListResponse as (message: object) => Uint8Array,
  },
  AuthRoleDeleteResponse: {
    name: "etcdserverpb.AuthRoleDeleteResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthRoleDeleteResponse,
    decode: decodeAuthRoleDeleteResponse,
    encode: encodeAuthRoleDeleteResponse as (message: object) => Uint8Array,
  },
  AuthRoleGrantPermissionResponse: {
    name: "etcdserverpb.AuthRoleGrantPermissionResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthRoleGrantPermissionResponse,
    decode: decodeAuthRoleGrantPermissionResponse,
    encode: encodeAuthRoleGrantPermissionResponse as (message: object) => Uint8Array,
  },
  AuthRoleRevokePermissionResponse: {
    name: "etcdserverpb.AuthRoleRevokePermissionResponse",
    fields: [
      { number: 1, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["ResponseHeader"]!, values: null },
    ],
    create: createAuthRoleRevokePermissionResponse,
    decode: decodeAuthRoleRevokePermissionResponse,
    encode: encodeAuthRoleRevokePermissionResponse as (message: object) => Uint8Array,
  },
  RangeStreamResponse: {
    name: "etcdserverpb.RangeStreamResponse",
    fields: [
      { number: 1, name: "range_response", local: "rangeResponse", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["RangeResponse"]!, values: null },
    ],
    create: createRangeStreamResponse,
    decode: decodeRangeStreamResponse,
    encode: encodeRangeStreamResponse as (message: object) => Uint8Array,
  },
  RequestHeader: {
    name: "etcdserverpb.RequestHeader",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "username", local: "username", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "auth_revision", local: "authRevision", type: "uint64", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createRequestHeader,
    decode: decodeRequestHeader,
    encode: encodeRequestHeader as (message: object) => Uint8Array,
  },
  InternalRaftRequest: {
    name: "etcdserverpb.InternalRaftRequest",
    fields: [
      { number: 100, name: "header", local: "header", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["RequestHeader"]!, values: null },
      { number: 1, name: "ID", local: "ID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "range", local: "range", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["RangeRequest"]!, values: null },
      { number: 4, name: "put", local: "put", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["PutRequest"]!, values: null },
      { number: 5, name: "delete_range", local: "deleteRange", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["DeleteRangeRequest"]!, values: null },
      { number: 6, name: "txn", local: "txn", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["TxnRequest"]!, values: null },
      { number: 7, name: "compaction", local: "compaction", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["CompactionRequest"]!, values: null },
      { number: 8, name: "lease_grant", local: "leaseGrant", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["LeaseGrantRequest"]!, values: null },
      { number: 9, name: "lease_revoke", local: "leaseRevoke", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["LeaseRevokeRequest"]!, values: null },
      { number: 10, name: "alarm", local: "alarm", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AlarmRequest"]!, values: null },
      { number: 11, name: "lease_checkpoint", local: "leaseCheckpoint", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["LeaseCheckpointRequest"]!, values: null },
      { number: 1000, name: "auth_enable", local: "authEnable", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthEnableRequest"]!, values: null },
      { number: 1011, name: "auth_disable", local: "authDisable", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthDisableRequest"]!, values: null },
      { number: 1013, name: "auth_status", local: "authStatus", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthStatusRequest"]!, values: null },
      { number: 1012, name: "authenticate", local: "authenticate", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["InternalAuthenticateRequest"]!, values: null },
      { number: 1100, name: "auth_user_add", local: "authUserAdd", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthUserAddRequest"]!, values: null },
      { number: 1101, name: "auth_user_delete", local: "authUserDelete", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthUserDeleteRequest"]!, values: null },
      { number: 1102, name: "auth_user_get", local: "authUserGet", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthUserGetRequest"]!, values: null },
      { number: 1103, name: "auth_user_change_password", local: "authUserChangePassword", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthUserChangePasswordRequest"]!, values: null },
      { number: 1104, name: "auth_user_grant_role", local: "authUserGrantRole", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthUserGrantRoleRequest"]!, values: null },
      { number: 1105, name: "auth_user_revoke_role", local: "authUserRevokeRole", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthUserRevokeRoleRequest"]!, values: null },
      { number: 1106, name: "auth_user_list", local: "authUserList", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthUserListRequest"]!, values: null },
      { number: 1107, name: "auth_role_list", local: "authRoleList", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthRoleListRequest"]!, values: null },
      { number: 1200, name: "auth_role_add", local: "authRoleAdd", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthRoleAddRequest"]!, values: null },
      { number: 1201, name: "auth_role_delete", local: "authRoleDelete", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthRoleDeleteRequest"]!, values: null },
      { number: 1202, name: "auth_role_get", local: "authRoleGet", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthRoleGetRequest"]!, values: null },
      { number: 1203, name: "auth_role_grant_permission", local: "authRoleGrantPermission", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthRoleGrantPermissionRequest"]!, values: null },
      { number: 1204, name: "auth_role_revoke_permission", local: "authRoleRevokePermission", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["AuthRoleRevokePermissionRequest"]!, values: null },
      { number: 1300, name: "cluster_version_set", local: "clusterVersionSet", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => membershippb.messageTypes["ClusterVersionSetRequest"]!, values: null },
      { number: 1301, name: "cluster_member_attr_set", local: "clusterMemberAttrSet", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => membershippb.messageTypes["ClusterMemberAttrSetRequest"]!, values: null },
      { number: 1302, name: "downgrade_info_set", local: "downgradeInfoSet", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => membershippb.messageTypes["DowngradeInfoSetRequest"]!, values: null },
      { number: 9900, name: "downgrade_version_test", local: "downgradeVersionTest", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["DowngradeVersionTestRequest"]!, values: null },
    ],
    create: createInternalRaftRequest,
    decode: decodeInternalRaftRequest,
    encode: encodeInternalRaftRequest as (message: object) => Uint8Array,
  },
  InternalAuthenticateRequest: {
    name: "etcdserverpb.InternalAuthenticateRequest",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "password", local: "password", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 3, name: "simple_token", local: "simpleToken", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createInternalAuthenticateRequest,
    decode: decodeInternalAuthenticateRequest,
    encode: encodeInternalAuthenticateRequest as (message: object) => Uint8Array,
  },
  Metadata: {
    name: "etcdserverpb.Metadata",
    fields: [
      { number: 1, name: "NodeID", local: "NodeID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "ClusterID", local: "ClusterID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
    ],
    create: createMetadata,
    decode: decodeMetadata,
    encode: encodeMetadata as (message: object) => Uint8Array,
  },
};

/** Every method of this package's services. */
export const methods: readonly MethodDescriptor[] = [
  { path: "/etcdserverpb.KV/Range", service: "etcdserverpb.KV", method: "Range", request: messageTypes["RangeRequest"]!, response: messageTypes["RangeResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.KV/RangeStream", service: "etcdserverpb.KV", method: "RangeStream", request: messageTypes["RangeRequest"]!, response: messageTypes["RangeStreamResponse"]!, clientStreaming: false, serverStreaming: true },
  { path: "/etcdserverpb.KV/Put", service: "etcdserverpb.KV", method: "Put", request: messageTypes["PutRequest"]!, response: messageTypes["PutResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.KV/DeleteRange", service: "etcdserverpb.KV", method: "DeleteRange", request: messageTypes["DeleteRangeRequest"]!, response: messageTypes["DeleteRangeResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.KV/Txn", service: "etcdserverpb.KV", method: "Txn", request: messageTypes["TxnRequest"]!, response: messageTypes["TxnResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.KV/Compact", service: "etcdserverpb.KV", method: "Compact", request: messageTypes["CompactionRequest"]!, response: messageTypes["CompactionResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Watch/Watch", service: "etcdserverpb.Watch", method: "Watch", request: messageTypes["WatchRequest"]!, response: messageTypes["WatchResponse"]!, clientStreaming: true, serverStreaming: true },
  { path: "/etcdserverpb.Lease/LeaseGrant", service: "etcdserverpb.Lease", method: "LeaseGrant", request: messageTypes["LeaseGrantRequest"]!, response: messageTypes["LeaseGrantResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Lease/LeaseRevoke", service: "etcdserverpb.Lease", method: "LeaseRevoke", request: messageTypes["LeaseRevokeRequest"]!, response: messageTypes["LeaseRevokeResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Lease/LeaseKeepAlive", service: "etcdserverpb.Lease", method: "LeaseKeepAlive", request: messageTypes["LeaseKeepAliveRequest"]!, response: messageTypes["LeaseKeepAliveResponse"]!, clientStreaming: true, serverStreaming: true },
  { path: "/etcdserverpb.Lease/LeaseTimeToLive", service: "etcdserverpb.Lease", method: "LeaseTimeToLive", request: messageTypes["LeaseTimeToLiveRequest"]!, response: messageTypes["LeaseTimeToLiveResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Lease/LeaseLeases", service: "etcdserverpb.Lease", method: "LeaseLeases", request: messageTypes["LeaseLeasesRequest"]!, response: messageTypes["LeaseLeasesResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Cluster/MemberAdd", service: "etcdserverpb.Cluster", method: "MemberAdd", request: messageTypes["MemberAddRequest"]!, response: messageTypes["MemberAddResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Cluster/MemberRemove", service: "etcdserverpb.Cluster", method: "MemberRemove", request: messageTypes["MemberRemoveRequest"]!, response: messageTypes["MemberRemoveResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Cluster/MemberUpdate", service: "etcdserverpb.Cluster", method: "MemberUpdate", request: messageTypes["MemberUpdateRequest"]!, response: messageTypes["MemberUpdateResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Cluster/MemberList", service: "etcdserverpb.Cluster", method: "MemberList", request: messageTypes["MemberListRequest"]!, response: messageTypes["MemberListResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Cluster/MemberPromote", service: "etcdserverpb.Cluster", method: "MemberPromote", request: messageTypes["MemberPromoteRequest"]!, response: messageTypes["MemberPromoteResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Maintenance/Alarm", service: "etcdserverpb.Maintenance", method: "Alarm", request: messageTypes["AlarmRequest"]!, response: messageTypes["AlarmResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Maintenance/Status", service: "etcdserverpb.Maintenance", method: "Status", request: messageTypes["StatusRequest"]!, response: messageTypes["StatusResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Maintenance/Defragment", service: "etcdserverpb.Maintenance", method: "Defragment", request: messageTypes["DefragmentRequest"]!, response: messageTypes["DefragmentResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Maintenance/Hash", service: "etcdserverpb.Maintenance", method: "Hash", request: messageTypes["HashRequest"]!, response: messageTypes["HashResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Maintenance/HashKV", service: "etcdserverpb.Maintenance", method: "HashKV", request: messageTypes["HashKVRequest"]!, response: messageTypes["HashKVResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Maintenance/Snapshot", service: "etcdserverpb.Maintenance", method: "Snapshot", request: messageTypes["SnapshotRequest"]!, response: messageTypes["SnapshotResponse"]!, clientStreaming: false, serverStreaming: true },
  { path: "/etcdserverpb.Maintenance/MoveLeader", service: "etcdserverpb.Maintenance", method: "MoveLeader", request: messageTypes["MoveLeaderRequest"]!, response: messageTypes["MoveLeaderResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Maintenance/Downgrade", service: "etcdserverpb.Maintenance", method: "Downgrade", request: messageTypes["DowngradeRequest"]!, response: messageTypes["DowngradeResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/AuthEnable", service: "etcdserverpb.Auth", method: "AuthEnable", request: messageTypes["AuthEnableRequest"]!, response: messageTypes["AuthEnableResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/AuthDisable", service: "etcdserverpb.Auth", method: "AuthDisable", request: messageTypes["AuthDisableRequest"]!, response: messageTypes["AuthDisableResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/AuthStatus", service: "etcdserverpb.Auth", method: "AuthStatus", request: messageTypes["AuthStatusRequest"]!, response: messageTypes["AuthStatusResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/Authenticate", service: "etcdserverpb.Auth", method: "Authenticate", request: messageTypes["AuthenticateRequest"]!, response: messageTypes["AuthenticateResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/UserAdd", service: "etcdserverpb.Auth", method: "UserAdd", request: messageTypes["AuthUserAddRequest"]!, response: messageTypes["AuthUserAddResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/UserGet", service: "etcdserverpb.Auth", method: "UserGet", request: messageTypes["AuthUserGetRequest"]!, response: messageTypes["AuthUserGetResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/UserList", service: "etcdserverpb.Auth", method: "UserList", request: messageTypes["AuthUserListRequest"]!, response: messageTypes["AuthUserListResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/UserDelete", service: "etcdserverpb.Auth", method: "UserDelete", request: messageTypes["AuthUserDeleteRequest"]!, response: messageTypes["AuthUserDeleteResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/UserChangePassword", service: "etcdserverpb.Auth", method: "UserChangePassword", request: messageTypes["AuthUserChangePasswordRequest"]!, response: messageTypes["AuthUserChangePasswordResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/UserGrantRole", service: "etcdserverpb.Auth", method: "UserGrantRole", request: messageTypes["AuthUserGrantRoleRequest"]!, response: messageTypes["AuthUserGrantRoleResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/UserRevokeRole", service: "etcdserverpb.Auth", method: "UserRevokeRole", request: messageTypes["AuthUserRevokeRoleRequest"]!, response: messageTypes["AuthUserRevokeRoleResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/RoleAdd", service: "etcdserverpb.Auth", method: "RoleAdd", request: messageTypes["AuthRoleAddRequest"]!, response: messageTypes["AuthRoleAddResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/RoleGet", service: "etcdserverpb.Auth", method: "RoleGet", request: messageTypes["AuthRoleGetRequest"]!, response: messageTypes["AuthRoleGetResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/RoleList", service: "etcdserverpb.Auth", method: "RoleList", request: messageTypes["AuthRoleListRequest"]!, response: messageTypes["AuthRoleListResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/RoleDelete", service: "etcdserverpb.Auth", method: "RoleDelete", request: messageTypes["AuthRoleDeleteRequest"]!, response: messageTypes["AuthRoleDeleteResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/RoleGrantPermission", service: "etcdserverpb.Auth", method: "RoleGrantPermission", request: messageTypes["AuthRoleGrantPermissionRequest"]!, response: messageTypes["AuthRoleGrantPermissionResponse"]!, clientStreaming: false, serverStreaming: false },
  { path: "/etcdserverpb.Auth/RoleRevokePermission", service: "etcdserverpb.Auth", method: "RoleRevokePermission", request: messageTypes["AuthRoleRevokePermissionRequest"]!, response: messageTypes["AuthRoleRevokePermissionResponse"]!, clientStreaming: false, serverStreaming: false },
];
