// Generated from proto/membershippb.proto by scripts/generate.mjs. Do not edit.

import { type Init, type MessageDescriptor, bigintSize, lengthDelimited, utf8Length, Reader, Writer } from "../wire.ts";

export interface RaftAttributes {
  peerUrls: string[];
  isLearner: boolean;
}

export function createRaftAttributes(): RaftAttributes {
  return { peerUrls: [], isLearner: false };
}

export function readRaftAttributes(r: Reader, end: number, m: RaftAttributes): RaftAttributes {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.peerUrls.push(r.string());
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

/** @throws DecodeError on bytes that are no membershippb.RaftAttributes. Bytes fields are views of the input. */
export function decodeRaftAttributes(bytes: Uint8Array): RaftAttributes {
  return readRaftAttributes(new Reader(bytes), bytes.length, createRaftAttributes());
}

export function sizeRaftAttributes(m: Init<RaftAttributes>): number {
  let size = 0;
  if (m.peerUrls !== undefined && m.peerUrls !== null) for (const item of m.peerUrls) size += 1 + lengthDelimited(utf8Length(item));
  if (m.isLearner === true) size += 1 + 1;
  return size;
}

export function writeRaftAttributes(m: Init<RaftAttributes>, w: Writer): void {
  if (m.peerUrls !== undefined && m.peerUrls !== null) for (const item of m.peerUrls) { w.uint32(10); w.string(item); }
  if (m.isLearner === true) { w.uint32(16); w.byte(m.isLearner ? 1 : 0); }
}

export function encodeRaftAttributes(m: Init<RaftAttributes>): Uint8Array {
  const w = new Writer(sizeRaftAttributes(m));
  writeRaftAttributes(m, w);
  return w.finish();
}

export interface Attributes {
  name: string;
  clientUrls: string[];
}

export function createAttributes(): Attributes {
  return { name: "", clientUrls: [] };
}

export function readAttributes(r: Reader, end: number, m: Attributes): Attributes {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 10:
        m.name = r.string();
        break;
      case 18:
        m.clientUrls.push(r.string());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no membershippb.Attributes. Bytes fields are views of the input. */
export function decodeAttributes(bytes: Uint8Array): Attributes {
  return readAttributes(new Reader(bytes), bytes.length, createAttributes());
}

export function sizeAttributes(m: Init<Attributes>): number {
  let size = 0;
  if (m.name !== undefined && m.name !== "") size += 1 + lengthDelimited(utf8Length(m.name));
  if (m.clientUrls !== undefined && m.clientUrls !== null) for (const item of m.clientUrls) size += 1 + lengthDelimited(utf8Length(item));
  return size;
}

export function writeAttributes(m: Init<Attributes>, w: Writer): void {
  if (m.name !== undefined && m.name !== "") { w.uint32(10); w.string(m.name); }
  if (m.clientUrls !== undefined && m.clientUrls !== null) for (const item of m.clientUrls) { w.uint32(18); w.string(item); }
}

export function encodeAttributes(m: Init<Attributes>): Uint8Array {
  const w = new Writer(sizeAttributes(m));
  writeAttributes(m, w);
  return w.finish();
}

export interface Member {
  ID: bigint;
  raftAttributes: RaftAttributes | null;
  memberAttributes: Attributes | null;
}

export function createMember(): Member {
  return { ID: 0n, raftAttributes: null, memberAttributes: null };
}

export function readMember(r: Reader, end: number, m: Member): Member {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.ID = r.bigUint64();
        break;
      case 18:
        m.raftAttributes = r.nested(readRaftAttributes, m.raftAttributes ?? createRaftAttributes());
        break;
      case 26:
        m.memberAttributes = r.nested(readAttributes, m.memberAttributes ?? createAttributes());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no membershippb.Member. Bytes fields are views of the input. */
export function decodeMember(bytes: Uint8Array): Member {
  return readMember(new Reader(bytes), bytes.length, createMember());
}

export function sizeMember(m: Init<Member>): number {
  let size = 0;
  if (m.ID !== undefined && m.ID !== 0n) size += 1 + bigintSize(m.ID);
  if (m.raftAttributes !== undefined && m.raftAttributes !== null) size += 1 + lengthDelimited(sizeRaftAttributes(m.raftAttributes));
  if (m.memberAttributes !== undefined && m.memberAttributes !== null) size += 1 + lengthDelimited(sizeAttributes(m.memberAttributes));
  return size;
}

export function writeMember(m: Init<Member>, w: Writer): void {
  if (m.ID !== undefined && m.ID !== 0n) { w.uint32(8); w.bigInt(m.ID); }
  if (m.raftAttributes !== undefined && m.raftAttributes !== null) { w.uint32(18); w.uint32(sizeRaftAttributes(m.raftAttributes)); writeRaftAttributes(m.raftAttributes, w); }
  if (m.memberAttributes !== undefined && m.memberAttributes !== null) { w.uint32(26); w.uint32(sizeAttributes(m.memberAttributes)); writeAttributes(m.memberAttributes, w); }
}

export function encodeMember(m: Init<Member>): Uint8Array {
  const w = new Writer(sizeMember(m));
  writeMember(m, w);
  return w.finish();
}

export interface ClusterVersionSetRequest {
  ver: string;
}

export function createClusterVersionSetRequest(): ClusterVersionSetRequest {
  return { ver: "" };
}

export function readClusterVersionSetRequest(r: Reader, end: number, m: ClusterVersionSetRequest): ClusterVersionSetRequest {
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

/** @throws DecodeError on bytes that are no membershippb.ClusterVersionSetRequest. Bytes fields are views of the input. */
export function decodeClusterVersionSetRequest(bytes: Uint8Array): ClusterVersionSetRequest {
  return readClusterVersionSetRequest(new Reader(bytes), bytes.length, createClusterVersionSetRequest());
}

export function sizeClusterVersionSetRequest(m: Init<ClusterVersionSetRequest>): number {
  let size = 0;
  if (m.ver !== undefined && m.ver !== "") size += 1 + lengthDelimited(utf8Length(m.ver));
  return size;
}

export function writeClusterVersionSetRequest(m: Init<ClusterVersionSetRequest>, w: Writer): void {
  if (m.ver !== undefined && m.ver !== "") { w.uint32(10); w.string(m.ver); }
}

export function encodeClusterVersionSetRequest(m: Init<ClusterVersionSetRequest>): Uint8Array {
  const w = new Writer(sizeClusterVersionSetRequest(m));
  writeClusterVersionSetRequest(m, w);
  return w.finish();
}

export interface ClusterMemberAttrSetRequest {
  memberID: bigint;
  memberAttributes: Attributes | null;
}

export function createClusterMemberAttrSetRequest(): ClusterMemberAttrSetRequest {
  return { memberID: 0n, memberAttributes: null };
}

export function readClusterMemberAttrSetRequest(r: Reader, end: number, m: ClusterMemberAttrSetRequest): ClusterMemberAttrSetRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.memberID = r.bigUint64();
        break;
      case 18:
        m.memberAttributes = r.nested(readAttributes, m.memberAttributes ?? createAttributes());
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no membershippb.ClusterMemberAttrSetRequest. Bytes fields are views of the input. */
export function decodeClusterMemberAttrSetRequest(bytes: Uint8Array): ClusterMemberAttrSetRequest {
  return readClusterMemberAttrSetRequest(new Reader(bytes), bytes.length, createClusterMemberAttrSetRequest());
}

export function sizeClusterMemberAttrSetRequest(m: Init<ClusterMemberAttrSetRequest>): number {
  let size = 0;
  if (m.memberID !== undefined && m.memberID !== 0n) size += 1 + bigintSize(m.memberID);
  if (m.memberAttributes !== undefined && m.memberAttributes !== null) size += 1 + lengthDelimited(sizeAttributes(m.memberAttributes));
  return size;
}

export function writeClusterMemberAttrSetRequest(m: Init<ClusterMemberAttrSetRequest>, w: Writer): void {
  if (m.memberID !== undefined && m.memberID !== 0n) { w.uint32(8); w.bigInt(m.memberID); }
  if (m.memberAttributes !== undefined && m.memberAttributes !== null) { w.uint32(18); w.uint32(sizeAttributes(m.memberAttributes)); writeAttributes(m.memberAttributes, w); }
}

export function encodeClusterMemberAttrSetRequest(m: Init<ClusterMemberAttrSetRequest>): Uint8Array {
  const w = new Writer(sizeClusterMemberAttrSetRequest(m));
  writeClusterMemberAttrSetRequest(m, w);
  return w.finish();
}

export interface DowngradeInfoSetRequest {
  enabled: boolean;
  ver: string;
}

export function createDowngradeInfoSetRequest(): DowngradeInfoSetRequest {
  return { enabled: false, ver: "" };
}

export function readDowngradeInfoSetRequest(r: Reader, end: number, m: DowngradeInfoSetRequest): DowngradeInfoSetRequest {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.enabled = r.bool();
        break;
      case 18:
        m.ver = r.string();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no membershippb.DowngradeInfoSetRequest. Bytes fields are views of the input. */
export function decodeDowngradeInfoSetRequest(bytes: Uint8Array): DowngradeInfoSetRequest {
  return readDowngradeInfoSetRequest(new Reader(bytes), bytes.length, createDowngradeInfoSetRequest());
}

export function sizeDowngradeInfoSetRequest(m: Init<DowngradeInfoSetRequest>): number {
  let size = 0;
  if (m.enabled === true) size += 1 + 1;
  if (m.ver !== undefined && m.ver !== "") size += 1 + lengthDelimited(utf8Length(m.ver));
  return size;
}

export function writeDowngradeInfoSetRequest(m: Init<DowngradeInfoSetRequest>, w: Writer): void {
  if (m.enabled === true) { w.uint32(8); w.byte(m.enabled ? 1 : 0); }
  if (m.ver !== undefined && m.ver !== "") { w.uint32(18); w.string(m.ver); }
}

export function encodeDowngradeInfoSetRequest(m: Init<DowngradeInfoSetRequest>): Uint8Array {
  const w = new Writer(sizeDowngradeInfoSetRequest(m));
  writeDowngradeInfoSetRequest(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  RaftAttributes: {
    name: "membershippb.RaftAttributes",
    fields: [
      { number: 1, name: "peer_urls", local: "peerUrls", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "is_learner", local: "isLearner", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createRaftAttributes,
    decode: decodeRaftAttributes,
    encode: encodeRaftAttributes as (message: object) => Uint8Array,
  },
  Attributes: {
    name: "membershippb.Attributes",
    fields: [
      { number: 1, name: "name", local: "name", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "client_urls", local: "clientUrls", type: "string", repeated: true, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createAttributes,
    decode: decodeAttributes,
    encode: encodeAttributes as (message: object) => Uint8Array,
  },
  Member: {
    name: "membershippb.Member",
    fields: [
      { number: 1, name: "ID", local: "ID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "raft_attributes", local: "raftAttributes", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["RaftAttributes"]!, values: null },
      { number: 3, name: "member_attributes", local: "memberAttributes", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["Attributes"]!, values: null },
    ],
    create: createMember,
    decode: decodeMember,
    encode: encodeMember as (message: object) => Uint8Array,
  },
  ClusterVersionSetRequest: {
    name: "membershippb.ClusterVersionSetRequest",
    fields: [
      { number: 1, name: "ver", local: "ver", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createClusterVersionSetRequest,
    decode: decodeClusterVersionSetRequest,
    encode: encodeClusterVersionSetRequest as (message: object) => Uint8Array,
  },
  ClusterMemberAttrSetRequest: {
    name: "membershippb.ClusterMemberAttrSetRequest",
    fields: [
      { number: 1, name: "member_ID", local: "memberID", type: "uint64", repeated: false, bigint: true, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "member_attributes", local: "memberAttributes", type: "message", repeated: false, bigint: false, presence: true, oneof: null, message: () => messageTypes["Attributes"]!, values: null },
    ],
    create: createClusterMemberAttrSetRequest,
    decode: decodeClusterMemberAttrSetRequest,
    encode: encodeClusterMemberAttrSetRequest as (message: object) => Uint8Array,
  },
  DowngradeInfoSetRequest: {
    name: "membershippb.DowngradeInfoSetRequest",
    fields: [
      { number: 1, name: "enabled", local: "enabled", type: "bool", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "ver", local: "ver", type: "string", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
    ],
    create: createDowngradeInfoSetRequest,
    decode: decodeDowngradeInfoSetRequest,
    encode: encodeDowngradeInfoSetRequest as (message: object) => Uint8Array,
  },
};
