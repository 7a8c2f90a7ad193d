/**
 * Every bound of the client: unit, default, reason, and what happens at it.
 */

/**
 * Largest request message, in bytes, when the caller sets none: what a server accepts by default.
 * A larger one is refused before it is sent, with ResourceExhausted.
 */
export const DEFAULT_MAX_REQUEST_BYTES = 2 * 1024 * 1024;

/**
 * Largest response message, in bytes, when the caller sets none: the largest that gRPC can frame
 * with a signed length, since a range has no other bound. Beyond it the call fails with
 * ResourceExhausted and the connection lives on.
 */
export const DEFAULT_MAX_RESPONSE_BYTES = 2 ** 31 - 1;

/** Milliseconds for one connection attempt when the caller sets none; then it counts as failed. */
export const DEFAULT_DIAL_TIMEOUT_MS = 2000;

/** HTTP/2 pings more often than this make servers close the connection; smaller values are raised. */
export const MIN_KEEPALIVE_TIME_MS = 10_000;

/** Pause before the second attempt to reach an endpoint; grows by the factor up to the cap. */
export const CONNECT_BACKOFF_FIRST_MS = 100;
export const CONNECT_BACKOFF_FACTOR = 1.6;
export const CONNECT_BACKOFF_CAP_MS = 3000;

/** Random part of a pause, as a fraction of it, so that clients do not come back all at once. */
export const BACKOFF_JITTER = 0.2;

/**
 * How often a read is sent in all while the answers are Unavailable; then the last error stands.
 * With the pause below that is about three seconds, longer than an election.
 */
export const MAX_READ_ATTEMPTS = 100;

/** Pause between such attempts once every endpoint has been tried. */
export const READ_RETRY_PAUSE_MS = 25;

/** A call that is refused for its token logs in again at most this often; then the error stands. */
export const MAX_LOGINS_PER_CALL = 2;

/**
 * Watch responses that wait for their consumer, for each watch. When one watch is full, reading
 * of the stream stops, which stops the server's sending: nothing is dropped.
 */
export const MAX_WATCH_QUEUE = 64;

/** Pause before a broken watch or keep-alive stream is opened again. */
export const STREAM_RETRY_PAUSE_MS = 100;
