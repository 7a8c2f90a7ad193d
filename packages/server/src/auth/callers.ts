/**
 * Who calls: the user of a token, or of a client certificate, or nobody. v3 API, 8.4.
 *
 * Without auth nobody is asked: `of` gives null, and nothing is checked. A simple token names the
 * index of the log that it rests on; while this member has not applied that, the token cannot be
 * judged (`isEarly`), and the call waits for a read index, after which every token that a member
 * ever gave out is known here. A signed token (--auth-token=jwt) is judged by itself.
 */

import type { CallContext } from "@kvorum/http2";
import { RequestError } from "@kvorum/proto";
import { type Auth, type Caller, tokenIndex } from "@kvorum/store";
import { MAX_NAMED_CALLERS } from "./limits.ts";
import type { TokenAuthority } from "./signed-tokens.ts";

const BEARER = "Bearer ";
const NOBODY: Caller = { username: "", authRevision: 0 };

export interface CallersOptions {
  readonly auth: Auth;
  readonly appliedIndex: () => number;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Unless --auth-token=simple: then no other tokens are valid. */
  readonly tokens?: TokenAuthority | null;
  /** --client-cert-auth: the common name of a certificate is a user. */
  readonly trustsCertificates: boolean;
}

export class Callers {
  readonly #options: CallersOptions;
  readonly #auth: Auth;
  readonly #tokens: TokenAuthority | null;
  /** Callers of the current auth revision by name, so that a busy one costs no object a call. */
  readonly #named = new Map<string, Caller>();
  #namedRevision = 0;

  constructor(options: CallersOptions) {
    this.#options = options;
    this.#auth = options.auth;
    this.#tokens = options.tokens ?? null;
  }

  /** The token of the call is one that this member may not have heard of yet. */
  isEarly(call: CallContext): boolean {
    if (!this.#auth.isEnabled || this.#tokens !== null) return false;
    const token = tokenOf(call);
    if (token === undefined || this.#auth.tokens.isKnown(token)) return false;
    const index = tokenIndex(token);
    // Tokens of clusters from 3.5 on name the entry before their own.
    return index !== null && index >= this.#options.appliedIndex();
  }

  /**
   * Whom the call comes from, with the auth revision that counts for it; the name is empty for
   * nobody. Null while auth is off. @throws RequestError InvalidAuthToken.
   */
  of(call: CallContext): Caller | null {
    const auth = this.#auth;
    if (!auth.isEnabled) return null;
    const token = tokenOf(call);
    if (token !== undefined) {
      if (this.#tokens !== null) return this.#tokens.callerOf(token);
      const username = auth.tokens.use(token, this.#options.nowMs());
      if (username === undefined) throw new RequestError("InvalidAuthToken");
      return this.#byName(username);
    }
    const { tlsCommonName } = call.peer;
    // The gateway has a certificate of its own, which is no user's.
    const isGateway = call.metadata("grpcgateway-accept") !== undefined;
    if (this.#options.trustsCertificates && tlsCommonName !== null && !isGateway) {
      return this.#byName(tlsCommonName);
    }
    return NOBODY;
  }

  #byName(username: string): Caller {
    const authRevision = this.#auth.revision;
    if (authRevision !== this.#namedRevision || this.#named.size >= MAX_NAMED_CALLERS) {
      this.#named.clear();
      this.#namedRevision = authRevision;
    }
    let caller = this.#named.get(username);
    if (caller === undefined) {
      caller = { username, authRevision };
      this.#named.set(username, caller);
    }
    return caller;
  }

  /** For what any user may do. @throws RequestError InvalidAuthToken, UserEmpty. */
  known(call: CallContext): Caller | null {
    const caller = this.of(call);
    if (caller !== null) this.#auth.checkKnown(caller);
    return caller;
  }

  /**
   * For what only role root may do.
   * @throws RequestError InvalidAuthToken, UserEmpty, UserNotFound, PermissionDenied.
   */
  admin(call: CallContext): Caller | null {
    const caller = this.of(call);
    if (caller !== null) this.#auth.checkAdmin(caller);
    return caller;
  }
}

function tokenOf(call: CallContext): string | undefined {
  const text = call.metadata("token") ?? call.metadata("authorization");
  return text?.startsWith(BEARER) ? text.slice(BEARER.length) : text;
}
