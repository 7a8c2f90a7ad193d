/**
 * Every bound of the watch hub. What bounds the number of watchers is the caller's: a hub holds
 * what it is given, about 300 bytes for a watcher on a range of its own.
 */

/** Watchers served by one pass of catching up, and blocked ones tried again by it. */
export const CATCH_UP_WATCHERS = 512;

/** Distinct revisions in one response of catching up; the pass ends where a watcher has as many. */
export const CATCH_UP_REVISIONS = 1000;

/**
 * Changes read from the history by one pass: it bounds the time that a pass holds the thread
 * (a few milliseconds), whether the changes interest a watcher or not. Revisions are never split,
 * so one revision with more changes is read whole.
 */
export const CATCH_UP_SCANNED_EVENTS = 4096;

/** Bytes of matching records gathered by one pass before it ends at the next revision. */
export const CATCH_UP_BYTES = 1_048_576;

/** Watchers that a pass looks at, behind the first, for some that need the same revisions. */
export const CATCH_UP_EXAMINED = 4096;

/**
 * Bytes of batches that sinks refused and that are kept for another try, each watcher counted
 * alone though batches are shared. Beyond it a refused batch is dropped and read again from the
 * history later: slower, but nothing is lost.
 */
export const REFUSED_BYTES = 16_777_216;
