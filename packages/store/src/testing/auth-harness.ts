/** A store whose requests come from users, for the tests of auth. */

import { utf8ToBytes } from "@kvorum/base";
import { type authpb, etcdserverpb, type Init } from "@kvorum/proto";
import type { ApplyOutcome } from "../answer.ts";
import type { StoreOptions } from "../store.ts";
import { bytes, StoreHarness } from "./store-harness.ts";

type RaftRequest = Init<etcdserverpb.InternalRaftRequest>;

/** A hash that tests can read: what was hashed, and that it was. */
export const plainHasher = { hash: (password: string) => utf8ToBytes(`hash(${password})`) };

/** Base64 of `hash(<password>)`, as members from 3.5 on propose it. */
export function hashed(password: string): string {
  return Buffer.from(`hash(${password})`).toString("base64");
}

export class AuthHarness extends StoreHarness {
  constructor(options: Partial<StoreOptions> = {}) {
    super({ passwordHasher: plainHasher, ...options });
  }

  /** As a user, with the current auth revision or another one; "" for nobody. */
  applyAs(
    username: string,
    request: RaftRequest,
    authRevision: number = this.store.auth.revision,
  ): ApplyOutcome {
    const ID = BigInt(this.index + 1) + 0x694d_0000_0000_0000n;
    const caller = username === "" ? {} : { username, authRevision };
    return this.apply({ ...request, header: { ID, ...caller } });
  }

  /** The error's code, or null. */
  codeAs(username: string, request: RaftRequest, authRevision?: number): string | null {
    return this.applyAs(username, request, authRevision).error?.code ?? null;
  }

  /** As root, and it must succeed. */
  do(request: RaftRequest): Uint8Array {
    const outcome = this.applyAs("root", request);
    if (outcome.error !== null) throw outcome.error;
    return outcome.answer!.body;
  }

  addUser(name: string, roles: readonly string[] = []): void {
    this.do({ authUserAdd: { name, hashedPassword: hashed(name) } });
    for (const role of roles) this.do({ authUserGrantRole: { user: name, role } });
  }

  /** Permissions as `[type, key, rangeEnd]`. */
  addRole(
    name: string,
    permissions: readonly (readonly [type: number, key: string, rangeEnd: string])[] = [],
  ): void {
    this.do({ authRoleAdd: { name } });
    for (const [permType, key, rangeEnd] of permissions) {
      this.grantPermission(name, { permType, key: bytes(key), rangeEnd: bytes(rangeEnd) });
    }
  }

  grantPermission(name: string, perm: Init<authpb.Permission>): void {
    this.do({ authRoleGrantPermission: { name, perm } });
  }

  /** Root with its role, and auth switched on. */
  enable(): void {
    this.addUser("root", ["root"]);
    this.do({ authEnable: {} });
  }

  /** Logs in; the token. */
  login(name: string, prefix = "AAAAAAAAAAAAAAAA"): string {
    const body = this.do({ authenticate: { name, simpleToken: prefix } });
    return etcdserverpb.decodeAuthenticateResponse(body).token;
  }

  setClusterVersion(ver: string): void {
    this.do({ clusterVersionSet: { ver } });
  }
}
