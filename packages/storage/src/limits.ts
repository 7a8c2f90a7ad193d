/** The limits of the package: unit, default, reason, and what happens at each. */

/** Bytes. A segment is cut after the batch that reaches this; etcd's figure, so that tools agree. */
export const WAL_SEGMENT_BYTES = 64_000_000;

/** Bytes. One asynchronous write of zeros into the next segment: below a millisecond of disk time. */
export const WAL_FILL_SLICE_BYTES = 1 << 20;

/**
 * The next segment is zero-filled this many times faster than the present one fills up, so that
 * it is complete well before the cut without a burst of writes. At a cut before that (only when
 * the thread pool is stalled) the new segment grows by its own writes instead.
 */
export const WAL_FILL_PACE = 2;

/** Bytes of encoded records kept allocated between batches; a larger buffer is let go. */
export const WAL_RETAINED_BUFFER_BYTES = 4 << 20;

/** Bytes read from a segment at a time. A record larger than that is read whole. */
export const WAL_READ_WINDOW_BYTES = 1 << 20;

/** Bytes. A disk write may tear at multiples of this offset in the file (a sector). */
export const SECTOR_BYTES = 512;

/** Milliseconds without an answer from the engine after which a commit counts as failed. */
export const COMMIT_TIMEOUT_MS = 10_000;

/** Bytes. Longest bucket key stored as it is; a longer one is stored as a prefix and a digest. */
export const ENGINE_KEY_BYTES = 1_900;

/** Bytes of address space reserved for the LMDB map; grows by itself when a store needs more. */
export const ENGINE_MAP_BYTES = 64 * 2 ** 30;

/** Bytes of one arena chunk of an open batch. A larger value gets a chunk of its own. */
export const BATCH_CHUNK_BYTES = 256 << 10;

/** Bytes. Largest snapshot file read; etcd's own writer stays below 10 MB with 1000s of members. */
export const SNAPSHOT_FILE_BYTES = 512 << 20;
