/** Limits of authentication. */

/**
 * Passwords hashed or verified at once. The work runs on the thread pool that the disk uses too
 * (four threads), and one password takes some 50 ms there: two leave room for writes of the log.
 */
export const MAX_CONCURRENT_PASSWORDS = 2;

/**
 * Passwords waiting for their turn; the next one is refused with TooManyRequests. Half a minute of
 * work at the default cost, which is longer than any client waits.
 */
export const MAX_WAITING_PASSWORDS = 1000;

/** Bytes of a password that bcrypt takes in; a longer one is refused when it is set. */
export const MAX_PASSWORD_BYTES = 72;

/** Letters of a simple token in front of its dot. */
export const TOKEN_PREFIX_LETTERS = 16;

/** Signed tokens kept as verified; beyond, all are forgotten and verified again. */
export const MAX_VERIFIED_TOKENS = 10_000;

/** Names of callers kept between calls; beyond, all are forgotten and made again. */
export const MAX_NAMED_CALLERS = 10_000;
