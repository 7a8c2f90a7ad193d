/** What the checkers say of a history of real processes. */

import { type CheckReport, checkHistory, violationsText } from "../history/check-history.ts";
import type { History } from "../history/history.ts";

const SHOWN_VIOLATIONS = 20;
/** The clients' timers and the members' are read on one machine, but a busy one. */
const LEASE_TOLERANCE_MS = 5;

/** @throws Error that lists the violations */
export function judgeHistory(history: History): CheckReport["figures"] {
  const { violations, figures } = checkHistory(history, { toleranceMs: LEASE_TOLERANCE_MS });
  if (violations.length > 0) {
    const shown = violationsText(violations.slice(0, SHOWN_VIOLATIONS));
    throw new Error(`${violations.length} violations:\n${shown}`);
  }
  return figures;
}
