/**
 * The membership as members tell it to each other: a JSON array in order of the ids. Peer
 * protocol, section 8.1.
 *
 *   [{ "id", "peerURLs", "isLearner", "name", "clientURLs" }, ...] and a line feed
 *
 * in this order; the last three are left out where false or empty.
 */

import type { etcdserverpb } from "@kvorum/proto";
import { goJsonString, parseExactJson } from "./exact-json.ts";

/** The bytes that a Go member would write. */
export function encodeMemberList(members: readonly etcdserverpb.Member[]): string {
  const sorted = [...members].sort((a, b) => (a.ID < b.ID ? -1 : a.ID > b.ID ? 1 : 0));
  return `[${sorted.map(encodeListed).join(",")}]\n`;
}

/** Null where the text is no membership. */
export function decodeMemberList(text: string): readonly etcdserverpb.Member[] | null {
  let parsed: unknown;
  try {
    parsed = parseExactJson(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return null;
  const members: etcdserverpb.Member[] = [];
  for (const item of parsed) {
    const member = decodeListed(item);
    if (member === null) return null;
    members.push(member);
  }
  return members;
}

function encodeListed(member: etcdserverpb.Member): string {
  const peerUrls = member.peerURLs.length === 0 ? "null" : encodeTexts(member.peerURLs);
  let text = `{"id":${BigInt.asUintN(64, member.ID)},"peerURLs":${peerUrls}`;
  if (member.isLearner) text += ',"isLearner":true';
  if (member.name !== "") text += `,"name":${goJsonString(member.name)}`;
  if (member.clientURLs.length > 0) text += `,"clientURLs":${encodeTexts(member.clientURLs)}`;
  return `${text}}`;
}

function encodeTexts(texts: readonly string[]): string {
  return `[${texts.map(goJsonString).join(",")}]`;
}

function decodeListed(item: unknown): etcdserverpb.Member | null {
  if (typeof item !== "object" || item === null) return null;
  const { id, name, peerURLs, clientURLs, isLearner } = item as Readonly<Record<string, unknown>>;
  const ID = typeof id === "bigint" && BigInt.asUintN(64, id) === id ? id : null;
  const peerUrls = textsOf(peerURLs);
  const clientUrls = textsOf(clientURLs);
  if (ID === null || peerUrls === null || clientUrls === null) return null;
  if (typeof (name ?? "") !== "string" || typeof (isLearner ?? false) !== "boolean") return null;
  return {
    ID,
    name: (name as string | undefined) ?? "",
    peerURLs: peerUrls,
    clientURLs: clientUrls,
    isLearner: isLearner === true,
  };
}

function textsOf(value: unknown): string[] | null {
  const list = value ?? [];
  if (!Array.isArray(list)) return null;
  return list.every((item) => typeof item === "string") ? [...list] : null;
}
