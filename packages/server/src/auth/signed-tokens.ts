/**
 * Tokens that carry their user: JSON web tokens (RFC 7519) in compact form, signed with one
 * algorithm that the configuration fixes. v3 API, 8.3.
 *
 *   base64url({"alg":"RS256","typ":"JWT"}) "." base64url(claims) "." base64url(signature)
 *   claims: username (text), revision (number), exp (Unix seconds); nbf is heeded where it is there
 *
 * Nothing is kept but what has been verified: a token is valid until it expires, on every member
 * that has the key, and every change of users or roles makes it stale (its revision is checked,
 * not the present one). The header's algorithm must be the configured one and chooses nothing.
 *
 * Node's own crypto signs and verifies, synchronously: some 50 us for a token that is not known.
 */

import { constants, createHmac, type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";
import { RequestError } from "@kvorum/proto";
import type { Caller } from "@kvorum/store";
import { MAX_VERIFIED_TOKENS } from "./limits.ts";

/** Tokens that do not come from the log. */
export interface TokenAuthority {
  /** The token of a user who has proved who they are. @throws RequestError. */
  issue(username: string, revision: number): string;
  /** Whom a token names, as of its auth revision. @throws RequestError InvalidAuthToken. */
  callerOf(token: string): Caller;
}

/** With --auth-token="": nobody gets a token, and none is valid. */
export const noTokens: TokenAuthority = {
  issue: () => {
    throw new RequestError("AuthFailed");
  },
  callerOf: () => {
    throw new RequestError("InvalidAuthToken");
  },
};

/** RS, PS, ES or HS with 256, 384 or 512; EdDSA. */
export interface SignedTokenOptions {
  readonly algorithm: string;
  /** Null: this member can only verify. */
  readonly signingKey: KeyObject | null;
  readonly verifyingKey: KeyObject;
  readonly ttlSeconds: number;
  /** Unix time. */
  readonly wallMs: () => number;
}

interface Verified {
  readonly caller: Caller;
  readonly notBeforeSeconds: number;
  readonly expirySeconds: number;
}

const BASE64_URL = /^[A-Za-z0-9_-]+$/;

export class SignedTokens implements TokenAuthority {
  readonly #options: SignedTokenOptions;
  readonly #verified = new Map<string, Verified>();

  constructor(options: SignedTokenOptions) {
    this.#options = options;
  }

  /** @throws RequestError VerifyOnlyKey where there is no key to sign with. */
  issue(username: string, revision: number): string {
    const { algorithm, signingKey, ttlSeconds, wallMs } = this.#options;
    if (signingKey === null) throw new RequestError("VerifyOnlyKey");
    const exp = Math.floor(wallMs() / 1000) + ttlSeconds;
    const text = `${encoded({ alg: algorithm, typ: "JWT" })}.${encoded({ exp, revision, username })}`;
    return `${text}.${signature(algorithm, signingKey, text).toString("base64url")}`;
  }

  callerOf(token: string): Caller {
    let verified = this.#verified.get(token);
    if (verified === undefined) {
      verified = this.#verify(token);
      if (this.#verified.size >= MAX_VERIFIED_TOKENS) this.#verified.clear();
      this.#verified.set(token, verified);
    }
    const nowSeconds = this.#options.wallMs() / 1000;
    if (nowSeconds >= verified.expirySeconds || nowSeconds < verified.notBeforeSeconds) {
      this.#verified.delete(token);
      throw new RequestError("InvalidAuthToken");
    }
    return verified.caller;
  }

  #verify(token: string): Verified {
    const invalid = new RequestError("InvalidAuthToken");
    const parts = token.split(".");
    if (parts.length !== 3 || !parts.every((part) => BASE64_URL.test(part))) throw invalid;
    const [head, body, sealed] = parts as [string, string, string];
    const { algorithm, verifyingKey } = this.#options;
    const header = decoded(head);
    if (header === null || header["alg"] !== algorithm || "crit" in header) throw invalid;
    if (!isSealed(algorithm, verifyingKey, `${head}.${body}`, Buffer.from(sealed, "base64url"))) {
      throw invalid;
    }
    const claims = decoded(body);
    if (claims === null) throw invalid;
    const { username, revision, exp, nbf } = claims;
    if (typeof username !== "string" || !Number.isSafeInteger(revision)) throw invalid;
    if (exp !== undefined && typeof exp !== "number") throw invalid;
    if (nbf !== undefined && typeof nbf !== "number") throw invalid;
    return {
      caller: { username, authRevision: revision as number },
      notBeforeSeconds: nbf ?? Number.NEGATIVE_INFINITY,
      expirySeconds: exp ?? Number.POSITIVE_INFINITY,
    };
  }
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function decoded(part: string): { readonly [name: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as { [name: string]: unknown }) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function signature(algorithm: string, key: KeyObject, text: string): Buffer {
  const hash = hashOf(algorithm);
  if (algorithm.startsWith("HS")) return createHmac(hash!, key).update(text).digest();
  return sign(hash, Buffer.from(text), withPadding(algorithm, key));
}

function isSealed(algorithm: string, key: KeyObject, text: string, sealed: Buffer): boolean {
  const hash = hashOf(algorithm);
  if (algorithm.startsWith("HS")) {
    const expected = createHmac(hash!, key).update(text).digest();
    return expected.length === sealed.length && timingSafeEqual(expected, sealed);
  }
  return verify(hash, Buffer.from(text), withPadding(algorithm, key), sealed);
}

/** Null for EdDSA, which hashes by itself. */
function hashOf(algorithm: string): string | null {
  return algorithm === "EdDSA" ? null : `sha${algorithm.slice(2)}`;
}

function withPadding(algorithm: string, key: KeyObject) {
  if (algorithm.startsWith("PS")) {
    return {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    };
  }
  // Not the DER form that is usual elsewhere.
  return algorithm.startsWith("ES") ? { key, dsaEncoding: "ieee-p1363" as const } : { key };
}
