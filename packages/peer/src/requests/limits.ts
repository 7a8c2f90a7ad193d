/** Bounds of what members ask of each other; the streams and snapshots have their own. */

/** Body of a lease request, bytes, as in etcd 3.7; a larger one is answered with 413. */
export const MAX_LEASE_REQUEST_BYTES: number = 64 * 1024;

/** Body of a hash request, bytes: `{"revision":N}`. A larger one is answered with 413. */
export const MAX_HASH_REQUEST_BYTES = 4096;

/**
 * Body of an answer, bytes. The longest are the keys of a lease. A longer one fails the request:
 * what another member sends must not fill this one's memory.
 */
export const MAX_ANSWER_BYTES: number = 64 * 1024 * 1024;

/** Connections to one address; more requests at a time than that wait for a free one. */
export const MAX_CONNECTIONS_PER_ADDRESS = 16;

/** Kept open while nobody asks: polls every few seconds find them again. */
export const MAX_IDLE_CONNECTIONS_PER_ADDRESS = 4;
