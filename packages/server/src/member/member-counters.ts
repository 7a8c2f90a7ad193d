/** What one member counts; the metrics page reads it. */

import { Histogram } from "../metrics/instruments.ts";

/** 1 ms to 8.192 s, doubling. */
const SECONDS_BOUNDS: readonly number[] = Array.from({ length: 14 }, (_, i) => 0.001 * 2 ** i);

export class MemberCounters {
  /** A leader became known that was not known just before. */
  leaderChanges = 0;
  /** Proposals refused, dropped, or timed out. */
  proposalsFailed = 0;
  readonly walFsync: Histogram = new Histogram(SECONDS_BOUNDS);
}
