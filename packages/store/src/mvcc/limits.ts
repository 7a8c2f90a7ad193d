/**
 * Sizes that bound memory and the length of one slice of work in `mvcc`.
 */

/** Memory for short-lived byte arrays is taken in pieces of this size. */
export const SLAB_BYTES = 256 * 1024;

/** Keys in one leaf of the ordered index; a full leaf splits. More makes inserting slower. */
export const LEAF_KEYS = 256;

/** Revisions that one slice of a background deletion visits, as etcd's compaction batch does. */
export const COMPACTION_SLICE_REVISIONS = 1000;

/** Records that one slice of HashKV or of an index rebuild visits before it yields. */
export const HASH_SLICE_RECORDS = 500;

/** Stored compaction hashes; the oldest goes when another comes. */
export const STORED_COMPACTION_HASHES = 10;

/** Keys of the first chunk of a streamed range; later chunks adapt to their encoded size. */
export const STREAM_FIRST_CHUNK_KEYS = 10;

/** An answer's buffer above this size is handed over whole instead of copied to its exact size. */
export const ANSWER_COPY_BYTES = 64 * 1024;

/** A page of the index checkpoint is closed once it has this many bytes. */
export const CHECKPOINT_PAGE_BYTES = 64 * 1024;
