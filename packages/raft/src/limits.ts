/**
 * Bounds of the core. The knobs that bound flow are in RaftConfig, with these defaults, which are
 * what an etcd member uses; the others are fixed.
 */

/** Encoded bytes of entries in one append. At the limit the rest goes into the next message. */
export const DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024;

/** Appends on their way to one follower. At the limit entries wait for an acknowledgement. */
export const DEFAULT_MAX_INFLIGHT_MESSAGES = 512;

/**
 * Reads that wait for the leader's first commit, and reads that wait for a quorum, each. A leader
 * cut off from its peers would gather them without end. At the limit a read is dropped, as any
 * lost message is: whoever asked for it asks again.
 */
export const MAX_WAITING_READS = 65_536;
