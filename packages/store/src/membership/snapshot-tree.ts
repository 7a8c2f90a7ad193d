/**
 * The JSON in a `.snap` file: the tree of the v2 store, which 3.4 and 3.5 members take their
 * membership from. We write the smallest form that they read: membership under /0, no v2 keys.
 * Specification: disk format, 4.2.
 *
 *   /0/members/<id hex>/raftAttributes   /0/members/<id hex>/attributes (once it is published)
 *   /0/removed_members/<id hex>          /0/version
 *   /1 v2 keys, /2 v2 auth: must be empty, we have no such data
 */

import { bytesToUtf8, CorruptionError, utf8ToBytes } from "@kvorum/base";
import { JsonError, type JsonObject, jsonString, parseJson } from "./json-text.ts";
import {
  attributesText,
  decodeAttributes,
  type Member,
  memberIdText,
  objectOf,
  parseMemberId,
  raftAttributesText,
} from "./member-json.ts";

export interface MembershipState {
  readonly members: readonly Member[];
  readonly removedIds: readonly bigint[];
  /** Full semver text, or null while undecided. */
  readonly clusterVersion: string | null;
}

export interface SnapshotTree extends MembershipState {
  /** There is data of the v2 API that a take-over would lose: it must be refused. */
  readonly hasV2Data: boolean;
}

/** Version of the tree's own format. */
const TREE_VERSION = 2;
const NEVER_EXPIRES = "0001-01-01T00:00:00Z";

export function encodeSnapshotTree(state: MembershipState): Uint8Array {
  const members: [string, string][] = [];
  const memberNode = (path: string, member: Member): string => {
    const children: [string, string][] = [];
    if (member.name !== "") {
      children.push(["attributes", leaf(`${path}/attributes`, attributesText(member))]);
    }
    children.push(["raftAttributes", leaf(`${path}/raftAttributes`, raftAttributesText(member))]);
    return directory(path, children);
  };
  for (const member of state.members) {
    const id = memberIdText(member.id);
    members.push([id, memberNode(`/0/members/${id}`, member)]);
  }
  const removed = state.removedIds.map((removedId): [string, string] => {
    const id = memberIdText(removedId);
    return [id, leaf(`/0/removed_members/${id}`, "")];
  });
  const cluster: [string, string][] = [
    ["members", directory("/0/members", members)],
    ["removed_members", directory("/0/removed_members", removed)],
  ];
  if (state.clusterVersion !== null) {
    cluster.push(["version", leaf("/0/version", state.clusterVersion)]);
  }
  const root = directory("/", [
    ["0", directory("/0", cluster)],
    ["1", directory("/1", [])],
  ]);
  return utf8ToBytes(`{"Root":${root},"CurrentIndex":0,"CurrentVersion":${TREE_VERSION}}`);
}

/** @throws CorruptionError where the bytes are no such tree. */
export function decodeSnapshotTree(bytes: Uint8Array): SnapshotTree {
  try {
    return readTree(objectOf(parseJson(bytesToUtf8(bytes)), "snapshot data"));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new CorruptionError(`membership of a snapshot: ${error.message}`, {
      file: "snapshot",
      offset: -1,
    });
  }
}

function readTree(store: JsonObject): SnapshotTree {
  const top = childrenOf(objectOf(store.get("Root") ?? null, "root of the tree"));
  const cluster = childrenOf(top.get("0"));
  const members: Member[] = [];
  for (const [text, node] of childrenOf(cluster.get("members"))) {
    const children = childrenOf(node);
    const raftAttributes = decodeAttributes(textOf(children.get("raftAttributes"), "member"));
    const published = children.get("attributes");
    const { name, clientUrls } =
      published === undefined
        ? { name: "", clientUrls: [] }
        : decodeAttributes(textOf(published, "member"));
    const { peerUrls, isLearner } = raftAttributes;
    members.push({ id: idOf(text), name, peerUrls, clientUrls, isLearner });
  }
  members.sort((a, b) => (a.id < b.id ? -1 : 1));
  const removedIds = [...childrenOf(cluster.get("removed_members")).keys()].map(idOf);
  removedIds.sort((a, b) => (a < b ? -1 : 1));
  const version = cluster.get("version");
  return {
    members,
    removedIds,
    clusterVersion: version === undefined ? null : textOf(version, "version"),
    hasV2Data: [...top].some(([name, node]) => name !== "0" && hasData(name, node)),
  };
}

/** Authentication that was never used leaves `enabled` and two empty folders in /2. */
function hasData(name: string, node: JsonObject): boolean {
  for (const [childName, child] of childrenOf(node)) {
    const isUnusedAuth =
      name === "2" &&
      (childName === "enabled" ||
        ((childName === "roles" || childName === "users") && childrenOf(child).size === 0));
    if (!isUnusedAuth) return true;
  }
  return false;
}

function childrenOf(node: JsonObject | undefined): Map<string, JsonObject> {
  const children = new Map<string, JsonObject>();
  const value = node?.get("Children") ?? null;
  if (value === null) return children;
  for (const [name, child] of objectOf(value, "children of a node")) {
    children.set(name, objectOf(child, `node ${name}`));
  }
  return children;
}

function textOf(node: JsonObject | undefined, what: string): string {
  const value = node?.get("Value");
  if (typeof value !== "string") throw new JsonError(`${what} without a value`);
  return value;
}

function idOf(text: string): bigint {
  const id = parseMemberId(text);
  if (id === undefined) throw new JsonError(`${jsonString(text)} is no member id`);
  return id;
}

function leaf(path: string, value: string): string {
  return node(path, value, "null");
}

function directory(path: string, children: readonly (readonly [string, string])[]): string {
  // Go writes maps with their keys sorted.
  const sorted = [...children].sort(([a], [b]) => (a < b ? -1 : 1));
  return node(
    path,
    "",
    `{${sorted.map(([name, text]) => `${jsonString(name)}:${text}`).join(",")}}`,
  );
}

function node(path: string, value: string, children: string): string {
  return (
    `{"Path":${jsonString(path)},"CreatedIndex":0,"ModifiedIndex":0,` +
    `"ExpireTime":"${NEVER_EXPIRES}","Value":${jsonString(value)},"Children":${children}}`
  );
}
