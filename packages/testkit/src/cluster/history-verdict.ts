/** What the checkers say of a history of real processes. */

import type { History } from "../history/history.ts";
import { checkRevisionOrder, type RevisionOrderReport } from "../history/revision-order-checker.ts";
import type { Violation } from "../history/violation.ts";

const SHOWN_VIOLATIONS = 20;

/** @throws Error that lists the violations */
export function judgeHistory(history: History): RevisionOrderReport["figures"] {
  const order = checkRevisionOrder(history, { keysOnlyKeepsLease: true });
  const violations: readonly Violation[] = order.violations;
  if (violations.length > 0) {
    const lines = violations
      .slice(0, SHOWN_VIOLATIONS)
      .map((one) => `  ${one.promise} ${one.kind}: ${one.text}`);
    throw new Error(`${violations.length} violations:\n${lines.join("\n")}`);
  }
  return order.figures;
}
