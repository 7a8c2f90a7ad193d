/** Every bound of leases. Facts: the v3 API specification, section 5. */

/** Longest TTL in seconds that may be asked for; beyond it LeaseTTLTooLarge. */
export const MAX_TTL_SECONDS = 9_000_000_000;

/** Expired leases handed out by one pick-up; the rest wait for the next, half a second later. */
export const EXPIRED_PER_PICK_UP = 500;

/** An expired lease that is still there is handed out again after this time: the request timeout. */
export const EXPIRED_RETRY_MS = 7000;

/** From so many leases on, a promotion spreads their ends. */
export const SPREAD_MIN_LEASES = 1000;

/** Ends in one second that a promotion allows before it moves further ones into the next. */
export const SPREAD_ENDS_PER_SECOND = 750;

/** Time between two checkpoints of a lease, where checkpoints are on. */
export const CHECKPOINT_INTERVAL_MS = 300_000;

/** Checkpoints in one log entry. */
export const CHECKPOINTS_PER_ENTRY = 1000;
