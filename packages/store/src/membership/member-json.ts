/**
 * Members as text: the records of bucket `members`, and the context of a ConfChange. The bytes are
 * those of a Go member. Specification: disk format, 6.2; apply, 4.1.
 *
 *   { "id", "peerURLs" (null where empty), "isLearner", "name", "clientURLs", "isPromote" }
 *
 * in this order; the last four are left out where false or empty.
 */

import { bytesToUtf8, utf8ToBytes } from "@kvorum/base";
import {
  JsonError,
  type JsonObject,
  type JsonValue,
  jsonString,
  jsonStrings,
  parseJson,
} from "./json-text.ts";

/** One member of the cluster. Never changed: a change makes a new one. */
export interface Member {
  readonly id: bigint;
  /** Empty until the member has started and published itself. */
  readonly name: string;
  readonly peerUrls: readonly string[];
  /** Empty until the member has started and published itself. */
  readonly clientUrls: readonly string[];
  readonly isLearner: boolean;
}

/** The context of a ConfChange that adds, promotes or updates a member. */
export interface ConfChangeContext {
  readonly member: Member;
  /** Of an AddNode: makes a voter of the learner; nothing but the id counts then. */
  readonly isPromote: boolean;
}

/** Lower-case hexadecimal without leading zeros: ids in bucket keys, paths, headers, logs. */
export function memberIdText(id: bigint): string {
  return BigInt.asUintN(64, id).toString(16);
}

/** The inverse of memberIdText; undefined for other text. */
export function parseMemberId(text: string): bigint | undefined {
  return /^[0-9a-f]{1,16}$/.test(text) ? BigInt(`0x${text}`) : undefined;
}

export function encodeMember(member: Member): Uint8Array {
  return utf8ToBytes(`${memberFields(member)}}`);
}

export function encodeConfChangeContext(context: ConfChangeContext): Uint8Array {
  return utf8ToBytes(
    `${memberFields(context.member)}${context.isPromote ? ',"isPromote":true' : ""}}`,
  );
}

/** @throws JsonError. Fields that are missing or null are empty. */
export function decodeMember(bytes: Uint8Array): Member {
  return memberOf(objectOf(parseJson(bytesToUtf8(bytes)), "member"));
}

/** @throws JsonError. */
export function decodeConfChangeContext(bytes: Uint8Array): ConfChangeContext {
  const object = objectOf(parseJson(bytesToUtf8(bytes)), "configuration change");
  return { member: memberOf(object), isPromote: booleanOf(object, "isPromote") };
}

/** `{"peerURLs":[...]}` or `{"peerURLs":[...],"isLearner":true}`: a node of the snapshot tree. */
export function raftAttributesText(member: Member): string {
  return `{${raftAttributeFields(member)}}`;
}

/** `{"name":...,"clientURLs":[...]}`: a node of the snapshot tree, and a v2 entry's value. */
export function attributesText(member: Member): string {
  return `{${attributeFields(member)}}`;
}

/** @throws JsonError. What attributesText and raftAttributesText write, in one object or two. */
export function decodeAttributes(text: string): Omit<Member, "id"> {
  const { id: _, ...attributes } = memberOf(objectOf(parseJson(text), "member attributes"));
  return attributes;
}

function memberFields(member: Member): string {
  const attributes = attributeFields(member);
  const raftAttributes = raftAttributeFields(member);
  const id = BigInt.asUintN(64, member.id);
  return `{"id":${id},${raftAttributes}${attributes === "" ? "" : `,${attributes}`}`;
}

function raftAttributeFields(member: Member): string {
  const peerUrls = member.peerUrls.length === 0 ? "null" : jsonStrings(member.peerUrls);
  return `"peerURLs":${peerUrls}${member.isLearner ? ',"isLearner":true' : ""}`;
}

function attributeFields(member: Member): string {
  const fields: string[] = [];
  if (member.name !== "") fields.push(`"name":${jsonString(member.name)}`);
  if (member.clientUrls.length > 0) fields.push(`"clientURLs":${jsonStrings(member.clientUrls)}`);
  return fields.join(",");
}

function memberOf(object: JsonObject): Member {
  const id = object.get("id") ?? 0n;
  if (typeof id !== "bigint" || id < 0n || id >= 1n << 64n) throw new JsonError("id is no uint64");
  const name = object.get("name") ?? "";
  if (typeof name !== "string") throw new JsonError("name is no string");
  return {
    id,
    name,
    peerUrls: stringsOf(object, "peerURLs"),
    clientUrls: stringsOf(object, "clientURLs"),
    isLearner: booleanOf(object, "isLearner"),
  };
}

export function objectOf(value: JsonValue, what: string): JsonObject {
  if (!(value instanceof Map)) throw new JsonError(`${what} is no object`);
  return value;
}

function stringsOf(object: JsonObject, name: string): readonly string[] {
  const list = object.get(name) ?? [];
  if (!Array.isArray(list)) throw new JsonError(`${name} is no list`);
  return list.map((item) => {
    if (typeof item !== "string") throw new JsonError(`${name} holds something other than strings`);
    return item;
  });
}

function booleanOf(object: JsonObject, name: string): boolean {
  const value = object.get(name) ?? false;
  if (typeof value !== "boolean") throw new JsonError(`${name} is no boolean`);
  return value;
}
