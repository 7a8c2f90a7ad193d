/** Bounds of TLS on listeners. Reliability, part 8. */

/** From accept to the end of the handshake, in milliseconds; slower connections are closed. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Unfinished handshakes of one side, clients or peers; the slowest one makes room for the next. */
export const MAX_UNFINISHED_HANDSHAKES = 1024;
/** The same for one remote address. */
export const MAX_UNFINISHED_HANDSHAKES_PER_ADDRESS = 64;
/** A younger handshake is not slow: a burst of honest clients may have many at once. */
export const HANDSHAKE_GRACE_MS = 1000;
/** Handshakes that begin in one turn of the event loop; further ones wait for the next turns. */
export const HANDSHAKES_PER_TURN = 4;
/**
 * For the names that a client certificate is checked against, in milliseconds; then the client is
 * refused.
 */
export const IDENTITY_TIMEOUT_MS = 10_000;
/** Client certificates whose names are being looked up at once; more are refused. */
export const MAX_PENDING_IDENTITIES = 256;
/** A larger certificate, key, authority or revocation file is refused. */
export const MAX_FILE_BYTES = 64 * 1024 * 1024;
