/**
 * The JSON in the `data` of a snapshot file (spec: disk-format 4.2): the tree of the v2 store,
 * where etcd up to 3.6 keeps the membership. Written in the minimal form that a Go member accepts;
 * read in every form.
 *
 * Ids stand in paths as lower-case hex without leading zeros, so no number of 64 bits is in here.
 */

import { CorruptionError, utf8ToBytes } from "@kvorum/base";

export interface TreeMember {
  readonly id: bigint;
  readonly peerUrls: readonly string[];
  readonly isLearner: boolean;
  /** Null until the member has published itself. */
  readonly attributes: { readonly name: string; readonly clientUrls: readonly string[] } | null;
}

export interface MembershipTree {
  /** Ascending by id. */
  readonly members: readonly TreeMember[];
  readonly removedIds: readonly bigint[];
  /** Such as `3.4.0`, or null. */
  readonly clusterVersion: string | null;
}

/** A node of the v2 store. `children` is null for a leaf. */
export interface TreeNode {
  readonly path: string;
  readonly createdIndex: number;
  readonly modifiedIndex: number;
  /** RFC 3339; the year 1 stands for never. */
  readonly expireTime: string;
  readonly value: string;
  readonly children: ReadonlyMap<string, TreeNode> | null;
}

export interface StoreTree {
  readonly membership: MembershipTree;
  readonly root: TreeNode;
  readonly currentIndex: number;
  /** Whether there is anything outside the membership: v2 keys, v2 users and roles. */
  readonly hasOtherContent: boolean;
}

const NEVER = "0001-01-01T00:00:00Z";
const MAX_DEPTH = 200;

/**
 * @param userKeys - the node `/1` with the keys of the v2 API; an empty directory by default.
 */
export function encodeMembershipTree(
  membership: MembershipTree,
  options: { currentIndex?: number; userKeys?: TreeNode } = {},
): Uint8Array {
  const members = directory("/0/members");
  for (const member of [...membership.members].sort(byId)) {
    const path = `/0/members/${member.id.toString(16)}`;
    const node = directory(path);
    const raft = member.isLearner
      ? { peerURLs: member.peerUrls, isLearner: true }
      : { peerURLs: member.peerUrls };
    node.children.set("raftAttributes", leaf(`${path}/raftAttributes`, goJson(raft)));
    if (member.attributes !== null) {
      const { name, clientUrls } = member.attributes;
      const attributes = {
        ...(name === "" ? {} : { name }),
        ...(clientUrls.length === 0 ? {} : { clientURLs: clientUrls }),
      };
      node.children.set("attributes", leaf(`${path}/attributes`, goJson(attributes)));
    }
    members.children.set(member.id.toString(16), node);
  }
  const removed = directory("/0/removed_members");
  for (const id of membership.removedIds) {
    removed.children.set(id.toString(16), leaf(`/0/removed_members/${id.toString(16)}`, ""));
  }
  const cluster = directory("/0");
  cluster.children.set("members", members);
  cluster.children.set("removed_members", removed);
  if (membership.clusterVersion !== null) {
    cluster.children.set("version", leaf("/0/version", membership.clusterVersion));
  }
  const root = directory("/");
  root.children.set("0", cluster);
  root.children.set("1", options.userKeys ?? directory("/1"));
  const index = options.currentIndex ?? 0;
  return utf8ToBytes(`{"Root":${nodeJson(root)},"CurrentIndex":${index},"CurrentVersion":2}`);
}

/** @throws CorruptionError naming the file. */
export function decodeMembershipTree(data: Uint8Array, file: string): StoreTree {
  const damage = (what: string): CorruptionError =>
    new CorruptionError(`the tree of a snapshot file is damaged: ${what}`, { file, offset: -1 });
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch (error) {
    throw damage(error instanceof Error ? error.message : String(error));
  }
  if (!isObject(parsed)) throw damage("not an object");
  const root = readNode(parsed["Root"], damage, 0);
  const currentIndex = parsed["CurrentIndex"] ?? 0;
  if (typeof currentIndex !== "number") throw damage("CurrentIndex is not a number");
  return {
    membership: readMembership(root, damage),
    root,
    currentIndex,
    hasOtherContent: hasOtherContent(root),
  };
}

/** The text that Go's encoder gives: the characters that matter in HTML are escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

interface WritableDirectory extends TreeNode {
  readonly children: Map<string, TreeNode>;
}

function directory(path: string): WritableDirectory {
  return {
    path,
    createdIndex: 0,
    modifiedIndex: 0,
    expireTime: NEVER,
    value: "",
    children: new Map<string, TreeNode>(),
  };
}

function leaf(path: string, value: string): TreeNode {
  return { path, createdIndex: 0, modifiedIndex: 0, expireTime: NEVER, value, children: null };
}

function byId(a: TreeMember, b: TreeMember): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function nodeJson(node: TreeNode): string {
  let children = "null";
  if (node.children !== null) {
    const names = [...node.children.keys()].sort();
    const members = names.map((name) => `${goJson(name)}:${nodeJson(node.children!.get(name)!)}`);
    children = `{${members.join(",")}}`;
  }
  return (
    `{"Path":${goJson(node.path)},"CreatedIndex":${node.createdIndex},` +
    `"ModifiedIndex":${node.modifiedIndex},"ExpireTime":${goJson(node.expireTime)},` +
    `"Value":${goJson(node.value)},"Children":${children}}`
  );
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Damage = (what: string) => CorruptionError;

function readNode(value: unknown, damage: Damage, depth: number): TreeNode {
  if (!isObject(value)) throw damage("a node is not an object");
  if (depth > MAX_DEPTH) throw damage("nodes are nested too deeply");
  const {
    Path: path,
    CreatedIndex: createdIndex,
    ModifiedIndex: modifiedIndex,
    ExpireTime: expireTime,
    Value: text,
    Children: raw,
  } = value;
  if (
    typeof path !== "string" ||
    typeof createdIndex !== "number" ||
    typeof modifiedIndex !== "number" ||
    typeof text !== "string" ||
    (expireTime !== undefined && typeof expireTime !== "string")
  ) {
    throw damage(`node ${String(path)} lacks a field`);
  }
  let children: Map<string, TreeNode> | null = null;
  if (raw !== null && raw !== undefined) {
    if (!isObject(raw)) throw damage(`node ${path} has malformed children`);
    children = new Map();
    for (const name of Object.keys(raw)) {
      children.set(name, readNode(raw[name], damage, depth + 1));
    }
  }
  return {
    path,
    createdIndex,
    modifiedIndex,
    expireTime: expireTime ?? NEVER,
    value: text,
    children,
  };
}

function readMembership(root: TreeNode, damage: Damage): MembershipTree {
  const cluster = root.children?.get("0")?.children ?? null;
  const members: TreeMember[] = [];
  for (const [name, node] of cluster?.get("members")?.children ?? []) {
    const id = readId(name, damage);
    const raft = parseValue(node.children?.get("raftAttributes"), damage);
    if (raft === null) throw damage(`member ${name} has no raftAttributes`);
    const attributes = parseValue(node.children?.get("attributes"), damage);
    members.push({
      id,
      peerUrls: strings(raft["peerURLs"], damage),
      isLearner: raft["isLearner"] === true,
      attributes:
        attributes === null
          ? null
          : {
              name: typeof attributes["name"] === "string" ? attributes["name"] : "",
              clientUrls: strings(attributes["clientURLs"], damage),
            },
    });
  }
  const removedIds: bigint[] = [];
  for (const name of cluster?.get("removed_members")?.children?.keys() ?? []) {
    removedIds.push(readId(name, damage));
  }
  members.sort(byId);
  removedIds.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { members, removedIds, clusterVersion: cluster?.get("version")?.value ?? null };
}

function readId(hex: string, damage: Damage): bigint {
  if (!/^[0-9a-f]{1,16}$/.test(hex)) throw damage(`${hex} is no member id`);
  return BigInt(`0x${hex}`);
}

function parseValue(
  node: TreeNode | undefined,
  damage: Damage,
): { readonly [name: string]: unknown } | null {
  if (node === undefined) return null;
  let value: unknown;
  try {
    value = JSON.parse(node.value);
  } catch {
    throw damage(`the value of ${node.path} is no JSON`);
  }
  if (!isObject(value)) throw damage(`the value of ${node.path} is no object`);
  return value;
}

/** Go writes an empty list as null. */
function strings(value: unknown, damage: Damage): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw damage("a list of URLs is malformed");
  }
  return value as string[];
}

/** `/2` with only a leaf `enabled` and empty `roles` and `users` counts as nothing. */
function hasOtherContent(root: TreeNode): boolean {
  for (const [name, node] of root.children ?? []) {
    if (name === "0") continue;
    if (node.children === null) return true;
    for (const [childName, child] of node.children) {
      const isEmptyAuth =
        name === "2" &&
        (childName === "enabled"
          ? child.children === null
          : (childName === "roles" || childName === "users") && child.children?.size === 0);
      if (!isEmptyAuth) return true;
    }
  }
  return false;
}
