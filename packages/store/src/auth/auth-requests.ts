/**
 * The auth requests of the log, fields 1000 to 1204 of InternalRaftRequest: what they demand and
 * what they change. v3 API specification, 8.1 to 8.3; apply specification, 5.6.
 *
 * A request either fails before its first change or changes records and, with few exceptions, the
 * auth revision. Answers are bodies without header.
 *
 * While the cluster still speaks as etcd 3.4 does (cluster version below 3.5), three rules are
 * those of 3.4, so that its members and this one agree: permissions are not validated, an empty
 * password is hashed like any other, and a token carries the index of its own entry.
 */

import { assert, compareBytes, EMPTY_BYTES, equalBytes, utf8ToBytes } from "@kvorum/base";
import { authpb, etcdserverpb, RequestError } from "@kvorum/proto";
import type { Caller } from "../apply/entry-parser.ts";
import { isOpenEnd } from "../mvcc/key-range.ts";
import { type AuthRecords, compareNames } from "./auth-records.ts";
import type { PasswordHasher } from "./password-port.ts";
import { type PermissionChecks, ROOT } from "./permission-checks.ts";
import type { SimpleTokens } from "./simple-tokens.ts";

/** Field numbers of InternalRaftRequest. */
export const AuthField = {
  ENABLE: 1000,
  DISABLE: 1011,
  AUTHENTICATE: 1012,
  STATUS: 1013,
  USER_ADD: 1100,
  USER_DELETE: 1101,
  USER_GET: 1102,
  USER_CHANGE_PASSWORD: 1103,
  USER_GRANT_ROLE: 1104,
  USER_REVOKE_ROLE: 1105,
  USER_LIST: 1106,
  ROLE_LIST: 1107,
  ROLE_ADD: 1200,
  ROLE_DELETE: 1201,
  ROLE_GET: 1202,
  ROLE_GRANT_PERMISSION: 1203,
  ROLE_REVOKE_PERMISSION: 1204,
} as const;

/** For these, the caller must hold role root while auth is enabled. */
const adminFields: ReadonlySet<number> = new Set([
  AuthField.ENABLE,
  AuthField.DISABLE,
  AuthField.USER_ADD,
  AuthField.USER_DELETE,
  AuthField.USER_CHANGE_PASSWORD,
  AuthField.USER_GRANT_ROLE,
  AuthField.USER_REVOKE_ROLE,
  AuthField.USER_LIST,
  AuthField.ROLE_LIST,
  AuthField.ROLE_ADD,
  AuthField.ROLE_DELETE,
  AuthField.ROLE_GRANT_PERMISSION,
  AuthField.ROLE_REVOKE_PERMISSION,
]);

/** What role `root` shows; its record holds no permissions. */
const ROOT_PERMISSION = {
  permType: authpb.PermissionType.READWRITE,
  key: EMPTY_BYTES,
  rangeEnd: new Uint8Array([0]),
};

/** What a request may know of its entry. */
export interface EntryPlace {
  readonly index: number;
  /** Monotonic; only the life of tokens depends on it. */
  readonly nowMs: number;
}

export interface AuthRequestParts {
  readonly records: AuthRecords;
  readonly checks: PermissionChecks;
  readonly tokens: SimpleTokens;
  /** Null where no log with clear-text passwords is ever applied. */
  readonly passwordHasher: PasswordHasher | null;
  /** The cluster version, null while undecided. */
  readonly clusterVersion: () => string | null;
}

export class AuthRequests {
  readonly #parts: AuthRequestParts;
  readonly #records: AuthRecords;

  constructor(parts: AuthRequestParts) {
    this.#parts = parts;
    this.#records = parts.records;
  }

  /** @throws RequestError where the caller may not, or the request fails; nothing changed then. */
  apply(field: number, body: Uint8Array, caller: Caller, place: EntryPlace): Uint8Array {
    const { checks } = this.#parts;
    if (this.#records.isEnabled && adminFields.has(field)) checks.checkAdmin(caller);
    switch (field) {
      case AuthField.ENABLE:
        return this.#enable();
      case AuthField.DISABLE:
        return this.#disable();
      case AuthField.STATUS:
        return etcdserverpb.encodeAuthStatusResponse({
          enabled: this.#records.isEnabled,
          authRevision: this.#records.revision,
        });
      case AuthField.AUTHENTICATE:
        return this.#authenticate(etcdserverpb.decodeInternalAuthenticateRequest(body), place);
      case AuthField.USER_ADD:
        return this.#addUser(etcdserverpb.decodeAuthUserAddRequest(body));
      case AuthField.USER_DELETE:
        return this.#deleteUser(etcdserverpb.decodeAuthUserDeleteRequest(body));
      case AuthField.USER_GET:
        return this.#getUser(etcdserverpb.decodeAuthUserGetRequest(body), caller);
      case AuthField.USER_CHANGE_PASSWORD:
        return this.#changePassword(etcdserverpb.decodeAuthUserChangePasswordRequest(body));
      case AuthField.USER_GRANT_ROLE:
        return this.#grantRole(etcdserverpb.decodeAuthUserGrantRoleRequest(body));
      case AuthField.USER_REVOKE_ROLE:
        return this.#revokeRole(etcdserverpb.decodeAuthUserRevokeRoleRequest(body));
      case AuthField.USER_LIST:
        return etcdserverpb.encodeAuthUserListResponse({ users: this.#records.userNames() });
      case AuthField.ROLE_LIST:
        return etcdserverpb.encodeAuthRoleListResponse({ roles: this.#records.roleNames() });
      case AuthField.ROLE_ADD:
        return this.#addRole(etcdserverpb.decodeAuthRoleAddRequest(body));
      case AuthField.ROLE_DELETE:
        return this.#deleteRole(etcdserverpb.decodeAuthRoleDeleteRequest(body));
      case AuthField.ROLE_GET:
        return this.#getRole(etcdserverpb.decodeAuthRoleGetRequest(body), caller);
      case AuthField.ROLE_GRANT_PERMISSION:
        return this.#grantPermission(etcdserverpb.decodeAuthRoleGrantPermissionRequest(body));
      case AuthField.ROLE_REVOKE_PERMISSION:
        return this.#revokePermission(etcdserverpb.decodeAuthRoleRevokePermissionRequest(body));
      default:
        throw new Error(`entry ${place.index} carries auth request ${field}, which no etcd knows`);
    }
  }

  // Switch and login ---------------------------------------------------------------------------

  #enable(): Uint8Array {
    const records = this.#records;
    if (records.isEnabled) return EMPTY_BYTES;
    if (records.user(ROOT) === undefined) throw new RequestError("RootUserNotExist");
    if (!this.#parts.checks.holdsRole(ROOT, ROOT)) throw new RequestError("RootRoleNotExist");
    records.setEnabled(true);
    return EMPTY_BYTES;
  }

  #disable(): Uint8Array {
    const records = this.#records;
    if (!records.isEnabled) return EMPTY_BYTES;
    records.setEnabled(false);
    records.advanceRevision();
    this.#parts.tokens.dropAll();
    return EMPTY_BYTES;
  }

  /** The proposer has verified the password. */
  #authenticate(request: etcdserverpb.InternalAuthenticateRequest, place: EntryPlace): Uint8Array {
    const records = this.#records;
    if (!records.isEnabled) throw new RequestError("AuthNotEnabled");
    const user = records.user(request.name);
    if (user === undefined || user.options?.noPassword === true) {
      throw new RequestError("AuthFailed");
    }
    // Since 3.5 the applied index is published after the entry, so they see the one before it.
    const index = this.#speaks34() ? place.index : place.index - 1;
    const token = `${request.simpleToken}.${index}`;
    this.#parts.tokens.assign(token, request.name, place.nowMs);
    return etcdserverpb.encodeAuthenticateResponse({ token });
  }

  // Users --------------------------------------------------------------------------------------

  #addUser(request: etcdserverpb.AuthUserAddRequest): Uint8Array {
    const records = this.#records;
    if (request.name === "") throw new RequestError("UserEmpty");
    if (records.user(request.name) !== undefined) throw new RequestError("UserAlreadyExist");
    const noPassword = request.options?.noPassword ?? false;
    records.putUser({
      name: utf8ToBytes(request.name),
      password: noPassword ? EMPTY_BYTES : this.#passwordOf(request),
      roles: [],
      options: { noPassword },
    });
    records.advanceRevision();
    return EMPTY_BYTES;
  }

  #deleteUser({ name }: etcdserverpb.AuthUserDeleteRequest): Uint8Array {
    const records = this.#records;
    if (records.isEnabled && name === ROOT) throw new RequestError("InvalidAuthMgmt");
    this.#user(name);
    records.deleteUser(name);
    records.advanceRevision();
    this.#parts.tokens.dropUser(name);
    return EMPTY_BYTES;
  }

  #getUser({ name }: etcdserverpb.AuthUserGetRequest, caller: Caller): Uint8Array {
    if (this.#records.isEnabled && caller.username !== name) this.#parts.checks.checkAdmin(caller);
    return etcdserverpb.encodeAuthUserGetResponse({ roles: this.#user(name).roles });
  }

  #changePassword(request: etcdserverpb.AuthUserChangePasswordRequest): Uint8Array {
    const user = this.#user(request.name);
    const password = user.options?.noPassword === true ? EMPTY_BYTES : this.#passwordOf(request);
    this.#records.putUser({ ...user, password });
    this.#records.advanceRevision();
    this.#parts.tokens.dropUser(request.name);
    return EMPTY_BYTES;
  }

  #grantRole({ user: name, role }: etcdserverpb.AuthUserGrantRoleRequest): Uint8Array {
    const user = this.#user(name);
    if (role !== ROOT) this.#role(role);
    if (user.roles.includes(role)) return EMPTY_BYTES;
    this.#records.putUser({ ...user, roles: [...user.roles, role].sort(compareNames) });
    this.#records.advanceRevision();
    return EMPTY_BYTES;
  }

  #revokeRole({ name, role }: etcdserverpb.AuthUserRevokeRoleRequest): Uint8Array {
    if (this.#records.isEnabled && name === ROOT && role === ROOT) {
      throw new RequestError("InvalidAuthMgmt");
    }
    const user = this.#user(name);
    const roles = user.roles.filter((held) => held !== role);
    if (roles.length === user.roles.length) throw new RequestError("RoleNotGranted");
    this.#records.putUser({ ...user, roles });
    this.#records.advanceRevision();
    return EMPTY_BYTES;
  }

  // Roles --------------------------------------------------------------------------------------

  #addRole({ name }: etcdserverpb.AuthRoleAddRequest): Uint8Array {
    if (name === "") throw new RequestError("RoleEmpty");
    if (this.#records.role(name) !== undefined) throw new RequestError("RoleAlreadyExist");
    this.#records.putRole({ name: utf8ToBytes(name), keyPermission: [] });
    this.#records.advanceRevision();
    return EMPTY_BYTES;
  }

  #deleteRole({ role: name }: etcdserverpb.AuthRoleDeleteRequest): Uint8Array {
    const records = this.#records;
    if (records.isEnabled && name === ROOT) throw new RequestError("InvalidAuthMgmt");
    this.#role(name);
    records.deleteRole(name);
    for (const user of records.users()) {
      const roles = user.roles.filter((held) => held !== name);
      if (roles.length < user.roles.length) records.putUser({ ...user, roles });
    }
    records.advanceRevision();
    return EMPTY_BYTES;
  }

  #getRole({ role: name }: etcdserverpb.AuthRoleGetRequest, caller: Caller): Uint8Array {
    const { checks } = this.#parts;
    if (this.#records.isEnabled && !checks.holdsRole(caller.username, name)) {
      checks.checkAdmin(caller);
    }
    const { keyPermission } = this.#role(name);
    const perm = name === ROOT ? [ROOT_PERMISSION] : keyPermission;
    return etcdserverpb.encodeAuthRoleGetResponse({ perm });
  }

  #grantPermission({ name, perm }: etcdserverpb.AuthRoleGrantPermissionRequest): Uint8Array {
    if (perm === null) throw new RequestError("PermissionNotGiven");
    if (!this.#speaks34() && !isValid(perm)) throw new RequestError("InvalidAuthMgmt");
    const role = this.#role(name);
    const keyPermission = [...role.keyPermission];
    // Copies: the request's bytes are views of the entry.
    const key = perm.key.slice();
    const granted = { permType: perm.permType, key, rangeEnd: perm.rangeEnd.slice() };
    const first = keyPermission.findIndex((other) => compareBytes(other.key, key) >= 0);
    const at = first < 0 ? keyPermission.length : first;
    const found = keyPermission[at];
    // Only the first one of this key is looked at; others of the same range stay beside the new.
    if (
      found !== undefined &&
      equalBytes(found.key, key) &&
      equalBytes(found.rangeEnd, perm.rangeEnd)
    ) {
      keyPermission[at] = granted;
    } else {
      let behind = at;
      while (behind < keyPermission.length && equalBytes(keyPermission[behind]!.key, key)) behind++;
      keyPermission.splice(behind, 0, granted);
    }
    this.#records.putRole({ ...role, keyPermission });
    this.#records.advanceRevision();
    return EMPTY_BYTES;
  }

  #revokePermission(request: etcdserverpb.AuthRoleRevokePermissionRequest): Uint8Array {
    const role = this.#role(request.role);
    const keyPermission = role.keyPermission.filter(
      ({ key, rangeEnd }) =>
        !equalBytes(key, request.key) || !equalBytes(rangeEnd, request.rangeEnd),
    );
    if (keyPermission.length === role.keyPermission.length) {
      throw new RequestError("PermissionNotGranted");
    }
    this.#records.putRole({ ...role, keyPermission });
    this.#records.advanceRevision();
    return EMPTY_BYTES;
  }

  // Parts --------------------------------------------------------------------------------------

  #user(name: string): authpb.User {
    const user = this.#records.user(name);
    if (user === undefined) throw new RequestError("UserNotFound");
    return user;
  }

  #role(name: string): authpb.Role {
    const role = this.#records.role(name);
    if (role === undefined) throw new RequestError("RoleNotFound");
    return role;
  }

  /**
   * The bcrypt text to store: hashed by the proposer, or here where the entry says it in clear.
   * Empty where the request brings neither: nobody can log in then.
   */
  #passwordOf(request: { password: string; hashedPassword: string }): Uint8Array {
    const { password, hashedPassword } = request;
    if (hashedPassword !== "") {
      const decoded = decodeBase64(hashedPassword);
      if (decoded === null) throw new RequestError("NoPasswordUser");
      return decoded;
    }
    if (password === "" && !this.#speaks34()) return EMPTY_BYTES;
    const { passwordHasher } = this.#parts;
    assert(passwordHasher !== null, "a password in clear text, and nothing to hash it with");
    return passwordHasher.hash(password);
  }

  #speaks34(): boolean {
    const version = this.#parts.clusterVersion();
    if (version === null) return false;
    const [major, minor] = version.split(".").map(Number);
    return major! < 3 || (major === 3 && minor! < 5);
  }
}

function isValid({ key, rangeEnd }: authpb.Permission): boolean {
  if (key.length === 0) return false;
  return rangeEnd.length === 0 || isOpenEnd(rangeEnd) || compareBytes(rangeEnd, key) > 0;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Null for text that is no padded standard base64. */
function decodeBase64(text: string): Uint8Array | null {
  if (!BASE64.test(text)) return null;
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let bitsCount = 0;
  let length = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | alphabet.indexOf(digit)) & 0xffff;
    bitsCount += 6;
    if (bitsCount < 8) continue;
    bitsCount -= 8;
    bytes[length++] = (bits >>> bitsCount) & 0xff;
  }
  return bytes;
}
