/** Limits of auth. */

/**
 * Simple tokens kept in memory, a count; etcd has no limit. At the limit the token that would end
 * first is forgotten, and its user has to log in again. A token takes about 200 bytes.
 */
export const MAX_SIMPLE_TOKENS = 500_000;

/** Milliseconds that a simple token lives without use; 300 s as in etcd, --auth-token-ttl. */
export const DEFAULT_TOKEN_TTL_MS = 300_000;

/**
 * Milliseconds within which a second use of a token does not extend it again: spares a busy
 * client two map operations for each call, and costs a token at most this much of its life.
 */
export const TOKEN_EXTENSION_GRAIN_MS = 1000;
