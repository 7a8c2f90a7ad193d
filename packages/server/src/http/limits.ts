/** Bounds of the HTTP/1.1 servers. HTTP surface, sections 1 and 11; times are milliseconds. */

/** Header block of one request, in bytes; above: 431. */
export const MAX_HEADER_BYTES = 1024 * 1024;
/** From a connection's first byte to the end of a request's headers; above: 408, closed. */
export const HEADERS_TIMEOUT_MS = 300_000;
/** Header fields of one request; further ones are dropped by Node. */
export const MAX_HEADER_FIELDS = 2000;
/** Unsent output of one answer above which its producer is asked to wait. */
export const MAX_QUEUED_OUTPUT_BYTES = 512 * 1024;
