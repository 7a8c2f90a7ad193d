/**
 * Simple tokens: sixteen random letters of the proposer, a dot, and an index of the log (apply
 * specification, 5.6). They are assigned while applying, so every member knows each one, but they
 * live in memory alone: a restart or a snapshot from the leader forgets them.
 *
 * A token lives for the TTL and is extended by each use, by the monotonic clock of this member, so
 * members may disagree about old ones. Time comes in with the calls; nothing here is replicated.
 *
 * Invariant: the map's order is the order of ends, since all tokens live equally long and one that
 * is extended moves to the back. Forgetting the old ones is therefore a walk from the front.
 */

import { MAX_SIMPLE_TOKENS, TOKEN_EXTENSION_GRAIN_MS } from "./limits.ts";

interface TokenState {
  readonly username: string;
  endMs: number;
}

export class SimpleTokens {
  readonly #ttlMs: number;
  readonly #tokens = new Map<string, TokenState>();

  /** @param options.ttlMs - life without use, in milliseconds. */
  constructor(options: { ttlMs: number }) {
    this.#ttlMs = options.ttlMs;
  }

  /** Tokens in memory; some of them may have ended. */
  get size(): number {
    return this.#tokens.size;
  }

  assign(token: string, username: string, nowMs: number): void {
    this.forgetEnded(nowMs);
    if (this.#tokens.size >= MAX_SIMPLE_TOKENS) {
      const { value } = this.#tokens.keys().next();
      if (value !== undefined) this.#tokens.delete(value);
    }
    this.#tokens.delete(token);
    this.#tokens.set(token, { username, endMs: nowMs + this.#ttlMs });
  }

  /** The token was assigned and not forgotten yet; it may have ended. */
  isKnown(token: string): boolean {
    return this.#tokens.has(token);
  }

  /** Whose token this is, which makes it live on; undefined for one that is unknown or has ended. */
  use(token: string, nowMs: number): string | undefined {
    const state = this.#tokens.get(token);
    if (state === undefined) return undefined;
    if (nowMs >= state.endMs) {
      this.#tokens.delete(token);
      return undefined;
    }
    const endMs = nowMs + this.#ttlMs;
    if (endMs - state.endMs >= TOKEN_EXTENSION_GRAIN_MS) {
      state.endMs = endMs;
      this.#tokens.delete(token);
      this.#tokens.set(token, state);
    }
    return state.username;
  }

  /** After a new password, or the end of the user. */
  dropUser(username: string): void {
    for (const [token, state] of this.#tokens) {
      if (state.username === username) this.#tokens.delete(token);
    }
  }

  dropAll(): void {
    this.#tokens.clear();
  }

  /** Frees what has ended. Costs as much as there is to forget. */
  forgetEnded(nowMs: number): void {
    for (const [token, { endMs }] of this.#tokens) {
      if (endMs > nowMs) return;
      this.#tokens.delete(token);
    }
  }
}

/**
 * The index of the log that a token rests on: a member judges it only once it has applied that.
 * Null for text that is no simple token.
 */
export function tokenIndex(token: string): number | null {
  const dot = token.indexOf(".");
  const digits = token.slice(dot + 1);
  if (dot < 0 || !/^[0-9]{1,20}$/.test(digits)) return null;
  return Number(digits);
}
