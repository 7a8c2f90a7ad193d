/**
 * Users, roles, the enabled flag and the auth revision: in memory, and in the backend in etcd's
 * own bytes (disk format specification, section 6):
 *
 *   auth/authEnabled      one byte, 1 or 0; absent until auth was first enabled
 *   auth/authRevision     u64, big endian; 1 on an empty store
 *   authUsers/<name>      authpb.User   {1 name, 2 password (bcrypt text), 3 roles sorted, 4 options}
 *   authRoles/<name>      authpb.Role   {1 name, 2 keyPermission, sorted by key}
 *
 * Nothing is decided here. Records are replaced, never changed in place. Names are latin1 strings
 * of their UTF-8 bytes, so that their order is etcd's byte order.
 */

import {
  assert,
  bytesToLatin1,
  bytesToUtf8,
  CorruptionError,
  latin1ToBytes,
  utf8ToBytes,
} from "@kvorum/base";
import { authpb, DecodeError } from "@kvorum/proto";
import type { Backend, BucketName } from "../backend-port.ts";
import { decodeUint64, encodeUint64 } from "../mvcc/revision-key.ts";

const AUTH_ENABLED = utf8ToBytes("authEnabled");
const AUTH_REVISION = utf8ToBytes("authRevision");
const EVERYTHING = { start: new Uint8Array(0), end: null };

export class AuthRecords {
  readonly #backend: Backend;
  readonly #users = new Map<string, authpb.User>();
  readonly #roles = new Map<string, authpb.Role>();
  #isEnabled = false;
  #revision: number;

  /** Restores from the backend. @throws CorruptionError where a record cannot be read. */
  constructor(backend: Backend) {
    this.#backend = backend;
    load(backend, "authUsers", authpb.decodeUser, this.#users);
    load(backend, "authRoles", authpb.decodeRole, this.#roles);
    this.#isEnabled = backend.get("auth", AUTH_ENABLED)?.[0] === 1;
    const stored = backend.get("auth", AUTH_REVISION);
    assert(stored === undefined || stored.length === 8, "auth/authRevision is no 64-bit counter");
    this.#revision = stored === undefined ? 0 : decodeUint64(stored);
    if (this.#revision === 0) this.advanceRevision();
  }

  get isEnabled(): boolean {
    return this.#isEnabled;
  }

  setEnabled(isEnabled: boolean): void {
    this.#isEnabled = isEnabled;
    this.#backend.put("auth", AUTH_ENABLED, new Uint8Array([isEnabled ? 1 : 0]));
  }

  /** Counts changes; at least 1. */
  get revision(): number {
    return this.#revision;
  }

  /** Every change of users, roles and permissions does it, and switching auth off. */
  advanceRevision(): void {
    this.#revision++;
    this.#backend.put("auth", AUTH_REVISION, encodeUint64(this.#revision));
  }

  user(name: string): authpb.User | undefined {
    return this.#users.get(recordKey(name));
  }

  role(name: string): authpb.Role | undefined {
    return this.#roles.get(recordKey(name));
  }

  /** In byte order. */
  userNames(): string[] {
    return namesOf(this.#users);
  }

  /** In byte order. */
  roleNames(): string[] {
    return namesOf(this.#roles);
  }

  /** In byte order of their names; a copy, safe against changes. */
  users(): authpb.User[] {
    return sortedKeys(this.#users).map((key) => this.#users.get(key)!);
  }

  get usersCount(): number {
    return this.#users.size;
  }

  get rolesCount(): number {
    return this.#roles.size;
  }

  putUser(user: authpb.User): void {
    this.#users.set(bytesToLatin1(user.name), user);
    this.#backend.put("authUsers", user.name, authpb.encodeUser(user));
  }

  deleteUser(name: string): void {
    this.#users.delete(recordKey(name));
    this.#backend.delete("authUsers", utf8ToBytes(name));
  }

  putRole(role: authpb.Role): void {
    this.#roles.set(bytesToLatin1(role.name), role);
    this.#backend.put("authRoles", role.name, authpb.encodeRole(role));
  }

  deleteRole(name: string): void {
    this.#roles.delete(recordKey(name));
    this.#backend.delete("authRoles", utf8ToBytes(name));
  }
}

/** The order in which etcd sorts names: by their bytes. */
export function compareNames(a: string, b: string): number {
  const left = recordKey(a);
  const right = recordKey(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The name's UTF-8 bytes as latin1; the name itself while it is ASCII, which is nearly always. */
function recordKey(name: string): string {
  for (let i = 0; i < name.length; i++) {
    if (name.charCodeAt(i) > 0x7f) return bytesToLatin1(utf8ToBytes(name));
  }
  return name;
}

function load<Record>(
  backend: Backend,
  bucket: BucketName,
  decode: (bytes: Uint8Array) => Record,
  into: Map<string, Record>,
): void {
  backend.scan(bucket, EVERYTHING, (key, value) => {
    try {
      // A copy: decoded bytes are views of it, and the backend's ends with this visit.
      into.set(bytesToLatin1(key), decode(value.slice()));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw new CorruptionError(`record "${bytesToLatin1(key)}" cannot be read: ${error.message}`, {
        file: `bucket ${bucket}`,
        offset: -1,
      });
    }
    return true;
  });
}

function sortedKeys(records: ReadonlyMap<string, unknown>): string[] {
  return [...records.keys()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function namesOf(records: ReadonlyMap<string, unknown>): string[] {
  return sortedKeys(records).map((key) => bytesToUtf8(latin1ToBytes(key)));
}
