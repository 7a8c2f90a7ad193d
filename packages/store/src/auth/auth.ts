/**
 * Auth of one store: users, roles and permissions, all of them replicated, and the tokens that
 * this member knows. `apply` drives it with the log; the server asks it before it reads, and
 * before it proposes what only itself decides. The folder's one way out.
 */

import type { authpb, etcdserverpb } from "@kvorum/proto";
import type { AuthLayer } from "../apply/auth-port.ts";
import type { Caller } from "../apply/entry-parser.ts";
import type { Backend } from "../backend-port.ts";
import type { PutFields } from "../mvcc/mvcc-store.ts";
import { AuthRecords } from "./auth-records.ts";
import { AuthRequests, type EntryPlace } from "./auth-requests.ts";
import type { PasswordHasher } from "./password-port.ts";
import { type LeaseKeys, PermissionChecks, ROOT } from "./permission-checks.ts";
import { SimpleTokens } from "./simple-tokens.ts";

export interface AuthOptions {
  readonly backend: Backend;
  readonly leases: LeaseKeys;
  readonly passwordHasher: PasswordHasher | null;
  readonly tokenTtlMs: number;
  /** The cluster version, null while undecided. */
  readonly clusterVersion: () => string | null;
}

export class Auth implements AuthLayer {
  readonly tokens: SimpleTokens;
  readonly #options: AuthOptions;
  #records: AuthRecords;
  #checks: PermissionChecks;
  #requests: AuthRequests;

  /** Restores everything from the backend. @throws CorruptionError on damage. */
  constructor(options: AuthOptions) {
    this.#options = options;
    this.tokens = new SimpleTokens({ ttlMs: options.tokenTtlMs });
    const parts = this.#restore(options.backend);
    this.#records = parts.records;
    this.#checks = parts.checks;
    this.#requests = parts.requests;
  }

  /**
   * Starts over from what a backend holds, as after a snapshot was installed. All tokens end: what
   * became of their users in between is not known.
   */
  reload(backend: Backend): void {
    this.tokens.dropAll();
    const parts = this.#restore(backend);
    this.#records = parts.records;
    this.#checks = parts.checks;
    this.#requests = parts.requests;
  }

  #restore(backend: Backend) {
    const { leases, passwordHasher, clusterVersion } = this.#options;
    const { tokens } = this;
    const records = new AuthRecords(backend);
    const checks = new PermissionChecks(records, leases);
    const requests = new AuthRequests({ records, checks, tokens, passwordHasher, clusterVersion });
    return { records, checks, requests };
  }

  // State --------------------------------------------------------------------------------------

  get isEnabled(): boolean {
    return this.#records.isEnabled;
  }

  /** Counts changes of users, roles and permissions; at least 1. */
  get revision(): number {
    return this.#records.revision;
  }

  /** As stored; nobody changes it. */
  user(name: string): authpb.User | undefined {
    return this.#records.user(name);
  }

  /** In byte order. */
  userNames(): readonly string[] {
    return this.#records.userNames();
  }

  /** As stored; nobody changes it. */
  role(name: string): authpb.Role | undefined {
    return this.#records.role(name);
  }

  /** In byte order. */
  roleNames(): readonly string[] {
    return this.#records.roleNames();
  }

  /** Whom the member itself acts as where the log asks for a user; null while auth is off. */
  get rootCaller(): Caller | null {
    return this.isEnabled ? { username: ROOT, authRevision: this.revision } : null;
  }

  // Log ----------------------------------------------------------------------------------------

  apply(field: number, body: Uint8Array, caller: Caller, place: EntryPlace): Uint8Array {
    return this.#requests.apply(field, body, caller, place);
  }

  // Checks: while auth is enabled, each throws a RequestError where the caller may not -----------

  checkPut(caller: Caller, put: PutFields): void {
    this.#checks.checkPut(caller, put);
  }

  /** Also of a watch, with the range as the client sent it. */
  checkRange(caller: Caller, range: { key: Uint8Array; rangeEnd: Uint8Array }): void {
    this.#checks.checkRange(caller, range);
  }

  checkDeleteRange(caller: Caller, request: etcdserverpb.DeleteRangeRequest): void {
    this.#checks.checkDeleteRange(caller, request);
  }

  checkTxn(caller: Caller, request: etcdserverpb.TxnRequest): void {
    this.#checks.checkTxn(caller, request);
  }

  checkLeaseRevoke(caller: Caller, id: bigint): void {
    this.#checks.checkLease(caller, id, "write");
  }

  /** Every key that hangs on the lease. */
  checkLeaseKeys(caller: Caller, id: bigint, kind: "read" | "write"): void {
    this.#checks.checkLease(caller, id, kind);
  }

  /** Any user. @throws RequestError UserEmpty. */
  checkKnown(caller: Caller): void {
    this.#checks.checkKnown(caller);
  }

  /** A user with role root. @throws RequestError UserEmpty, UserNotFound, PermissionDenied. */
  checkAdmin(caller: Caller): void {
    this.#checks.checkAdmin(caller);
  }
}
