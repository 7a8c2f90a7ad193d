/**
 * Who is in the cluster: members, those removed for good, the cluster version and a downgrade in
 * progress. All of it is replicated and changes only through `apply`; it lives in the buckets
 * `members`, `members_removed` and `cluster`.
 *
 * `checkConfChange` gives the same verdict on every member, since it looks at nothing but this
 * state and the change. Changes that are not persistent are replays of entries whose effect the
 * stored state may hold already: they must not undo what later entries did.
 *
 * Not here: raft's own configuration, who is connected, checks before proposing (strict
 * reconfiguration: reconfiguration.ts). Specification: apply, 3.1, 4.1, 7; disk format, 6.
 */

import {
  AssertionError,
  assert,
  bytesToUtf8,
  CorruptionError,
  EMPTY_BYTES,
  utf8ToBytes,
} from "@kvorum/base";
import { RequestError, raftpb } from "@kvorum/proto";
import type { Backend, BucketName } from "../backend-port.ts";
import type { MembershipCommands } from "../seams.ts";
import { JsonError, jsonString, parseJson } from "./json-text.ts";
import {
  type ConfChangeContext,
  decodeConfChangeContext,
  decodeMember,
  encodeMember,
  type Member,
  memberIdText,
  objectOf,
  parseMemberId,
} from "./member-json.ts";
import type { MembershipState } from "./snapshot-tree.ts";

/** Learners that a cluster may have at once, unless the flag says otherwise. */
export const DEFAULT_MAX_LEARNERS = 1;

const VERSION_KEY = utf8ToBytes("clusterVersion");
const DOWNGRADE_KEY = utf8ToBytes("downgrade");
const REMOVED = utf8ToBytes("removed");

const { ConfChangeAddNode, ConfChangeAddLearnerNode, ConfChangeRemoveNode, ConfChangeUpdateNode } =
  raftpb.ConfChangeType;

/** The rows that membership lives in. */
export type MembershipRows = Pick<Backend, "get" | "put" | "delete" | "scan">;

export interface MembersOptions {
  readonly backend: MembershipRows;
  readonly maxLearners?: number;
}

export class Members implements MembershipCommands {
  #backend: MembershipRows;
  readonly #maxLearners: number;
  readonly #members = new Map<bigint, Member>();
  readonly #removed = new Set<bigint>();
  /** All members by id; null after a change, until someone asks. */
  #sorted: readonly Member[] | null = null;
  #clusterVersion: string | null = null;
  /** Target version of the downgrade in progress. */
  #downgradeTarget: string | null = null;

  /** @throws CorruptionError where a stored record cannot be read. */
  constructor(options: MembersOptions) {
    this.#backend = options.backend;
    this.#maxLearners = options.maxLearners ?? DEFAULT_MAX_LEARNERS;
    this.#restore();
  }

  /** Every member, ascending by id. The list is never changed; a change makes a new one. */
  get list(): readonly Member[] {
    this.#sorted ??= [...this.#members.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return this.#sorted;
  }

  get(id: bigint): Member | undefined {
    return this.#members.get(id);
  }

  /** An id that was removed never comes back. */
  isRemoved(id: bigint): boolean {
    return this.#removed.has(id);
  }

  /** Ascending. */
  get removedIds(): readonly bigint[] {
    return [...this.#removed].sort((a, b) => (a < b ? -1 : 1));
  }

  get clusterVersion(): string | null {
    return this.#clusterVersion;
  }

  /** Full semver text of the version that the cluster is going down to, or null. */
  get downgradeTarget(): string | null {
    return this.#downgradeTarget;
  }

  /** Starts over from what a backend holds, as after a snapshot was installed. */
  reload(backend: MembershipRows): void {
    this.#backend = backend;
    this.#members.clear();
    this.#removed.clear();
    this.#sorted = null;
    this.#clusterVersion = null;
    this.#downgradeTarget = null;
    this.#restore();
  }

  /**
   * Replaces everything, stored records included: when a data directory is taken over whose
   * membership is authoritative elsewhere, and when a cluster is restored from a saved snapshot.
   */
  replace(state: MembershipState): void {
    for (const member of this.list) this.#delete("members", member.id);
    for (const id of this.removedIds) this.#delete("members_removed", id);
    this.#members.clear();
    this.#removed.clear();
    for (const member of state.members) this.#set(member, true);
    for (const id of state.removedIds) {
      this.#removed.add(id);
      this.#backend.put("members_removed", idKey(id), REMOVED);
    }
    this.#sorted = null;
    if (state.clusterVersion !== null) {
      this.setClusterVersion(state.clusterVersion, { isPersistent: true });
    }
  }

  /** @throws CorruptionError where the context is not what a member wrote. */
  checkConfChange(change: raftpb.ConfChange): RequestError | null {
    const id = change.nodeId;
    if (this.#removed.has(id)) return new RequestError("MemberNotFound");
    const known = this.#members.get(id);
    switch (change.type) {
      case ConfChangeAddNode:
      case ConfChangeAddLearnerNode: {
        const { member, isPromote } = contextOf(change);
        if (isPromote) {
          if (known === undefined) return new RequestError("MemberNotFound");
          return known.isLearner ? null : new RequestError("MemberNotLearner");
        }
        if (known !== undefined) return new RequestError("MemberExist");
        if (this.#hasPeerUrl(member.peerUrls, id)) return new RequestError("PeerURLExist");
        const isLearner = change.type === ConfChangeAddLearnerNode && member.isLearner;
        if (isLearner && this.#learnersCount() + 1 > this.#maxLearners) {
          return new RequestError("TooManyLearners");
        }
        return null;
      }
      case ConfChangeRemoveNode:
        return known === undefined ? new RequestError("MemberNotFound") : null;
      case ConfChangeUpdateNode: {
        if (known === undefined) return new RequestError("MemberNotFound");
        const { member } = contextOf(change);
        return this.#hasPeerUrl(member.peerUrls, id) ? new RequestError("PeerURLExist") : null;
      }
      default:
        throw corrupt(`configuration change of type ${change.type}`);
    }
  }

  applyConfChange(change: raftpb.ConfChange, options: { isPersistent: boolean }): void {
    const { isPersistent } = options;
    const id = change.nodeId;
    const known = this.#members.get(id);
    switch (change.type) {
      case ConfChangeAddNode:
      case ConfChangeAddLearnerNode: {
        const { member, isPromote } = contextOf(change);
        if (this.#removed.has(id)) {
          assert(!isPersistent, `member ${memberIdText(id)} was removed and is added again`);
        } else if (isPromote) {
          if (known !== undefined) this.#set({ ...known, isLearner: false }, isPersistent);
          else assert(!isPersistent, `member ${memberIdText(id)} to promote is not there`);
        } else if (known === undefined) this.#set(member, isPersistent);
        else {
          // A replay: what the member has published since stays.
          assert(!isPersistent, `member ${memberIdText(id)} is there already`);
          const { peerUrls, isLearner } = member;
          this.#set({ ...known, peerUrls, isLearner }, isPersistent);
        }
        break;
      }
      case ConfChangeRemoveNode:
        this.#members.delete(id);
        this.#sorted = null;
        this.#removed.add(id);
        if (isPersistent) {
          this.#delete("members", id);
          this.#backend.put("members_removed", idKey(id), REMOVED);
        }
        break;
      case ConfChangeUpdateNode:
        if (known !== undefined) {
          this.#set({ ...known, peerUrls: contextOf(change).member.peerUrls }, isPersistent);
        } else assert(!isPersistent, `member ${memberIdText(id)} to update is not there`);
        break;
      default:
        throw corrupt(`configuration change of type ${change.type}`);
    }
  }

  setAttributes(
    attributes: { id: bigint; name: string; clientUrls: readonly string[] },
    options: { isPersistent: boolean },
  ): void {
    const { id, name, clientUrls } = attributes;
    const known = this.#members.get(id);
    if (known !== undefined) this.#set({ ...known, name, clientUrls }, options.isPersistent);
    else assert(this.#removed.has(id), `attributes of unknown member ${memberIdText(id)}`);
  }

  setClusterVersion(version: string, options: { isPersistent: boolean }): void {
    this.#clusterVersion = version;
    if (options.isPersistent) this.#backend.put("cluster", VERSION_KEY, utf8ToBytes(version));
  }

  setDowngrade(
    downgrade: { isEnabled: boolean; targetVersion: string },
    options: { isPersistent: boolean },
  ): void {
    const target = downgrade.isEnabled ? downgrade.targetVersion : null;
    this.#downgradeTarget = target;
    if (!options.isPersistent) return;
    const text = `{"target-version":${jsonString(target ?? "")},"enabled":${target !== null}}`;
    this.#backend.put("cluster", DOWNGRADE_KEY, utf8ToBytes(text));
  }

  // ------------------------------------------------------------------------------------------

  #set(member: Member, isPersistent: boolean): void {
    this.#members.set(member.id, member);
    this.#sorted = null;
    if (isPersistent) this.#backend.put("members", idKey(member.id), encodeMember(member));
  }

  #delete(bucket: BucketName, id: bigint): void {
    this.#backend.delete(bucket, idKey(id));
  }

  /** One of the URLs belongs to a member other than `id`. Compared as texts. */
  #hasPeerUrl(urls: readonly string[], id: bigint): boolean {
    for (const member of this.#members.values()) {
      if (member.id !== id && member.peerUrls.some((url) => urls.includes(url))) return true;
    }
    return false;
  }

  #learnersCount(): number {
    let count = 0;
    for (const member of this.#members.values()) if (member.isLearner) count++;
    return count;
  }

  #restore(): void {
    const everything = { start: EMPTY_BYTES, end: null };
    this.#backend.scan("members", everything, (key, value) => {
      const id = idOfKey("members", key);
      const member = decodeStored(`member ${bytesToUtf8(key)}`, () => decodeMember(value));
      if (member.id !== id) throw corrupt(`member ${member.id} under the key ${bytesToUtf8(key)}`);
      this.#members.set(id, member);
      return true;
    });
    this.#backend.scan("members_removed", everything, (key) => {
      this.#removed.add(idOfKey("members_removed", key));
      return true;
    });
    const version = this.#backend.get("cluster", VERSION_KEY);
    if (version !== undefined) this.#clusterVersion = bytesToUtf8(version);
    const downgrade = this.#backend.get("cluster", DOWNGRADE_KEY);
    if (downgrade !== undefined) {
      const text = bytesToUtf8(downgrade);
      this.#downgradeTarget = decodeStored("downgrade", () => {
        const object = objectOf(parseJson(text), "downgrade");
        const target = object.get("target-version");
        return object.get("enabled") === true && typeof target === "string" ? target : null;
      });
    }
  }
}

function idKey(id: bigint): Uint8Array {
  return utf8ToBytes(memberIdText(id));
}

function idOfKey(bucket: BucketName, key: Uint8Array): bigint {
  const id = parseMemberId(bytesToUtf8(key));
  if (id === undefined) throw corrupt(`key ${bytesToUtf8(key)} in bucket ${bucket}`);
  return id;
}

function contextOf(change: raftpb.ConfChange): ConfChangeContext {
  const context = decodeStored("context of a configuration change", () =>
    decodeConfChangeContext(change.context ?? EMPTY_BYTES),
  );
  if (context.member.id !== change.nodeId) {
    throw corrupt(
      `configuration change of ${memberIdText(change.nodeId)} with the context of ` +
        memberIdText(context.member.id),
    );
  }
  return context;
}

function decodeStored<T>(what: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof JsonError) throw corrupt(`${what}: ${error.message}`);
    throw error;
  }
}

function corrupt(what: string): CorruptionError {
  return new CorruptionError(what, { file: "membership", offset: -1 });
}

/** The membership that a fixed view of a database holds. @throws CorruptionError on damage. */
export function readMembership(view: Pick<Backend, "get" | "scan">): MembershipState {
  const refuse = (): never => {
    throw new AssertionError("a fixed view was written to");
  };
  const members = new Members({
    backend: {
      get: (bucket, key) => view.get(bucket, key),
      scan: (bucket, range, visit) => view.scan(bucket, range, visit),
      put: refuse,
      delete: refuse,
    },
  });
  const { list, removedIds, clusterVersion } = members;
  return { members: list, removedIds, clusterVersion };
}
