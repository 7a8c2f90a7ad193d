/** All checkers that a recorded history allows, in one call. */

import { checkAgreement } from "./agreement-checker.ts";
import type { History } from "./history.ts";
import { checkLeases, type LeaseCheckOptions } from "./lease-checker.ts";
import { checkLocks } from "./lock-checker.ts";
import {
  checkRevisionOrder,
  type RevisionOrderOptions,
  type RevisionOrderReport,
} from "./revision-order-checker.ts";
import { checkTransactionCycles, listTransactions } from "./transaction-cycle-checker.ts";
import type { Violation } from "./violation.ts";
import { checkWatches, type WatchCheckOptions } from "./watch-checker.ts";

export interface CheckOptions extends RevisionOrderOptions, WatchCheckOptions, LeaseCheckOptions {}

export interface CheckReport {
  readonly violations: readonly Violation[];
  readonly figures: RevisionOrderReport["figures"];
}

/** Revision order, watches, leases, locks, lists and agreement. No violations: nothing was found. */
export function checkHistory(history: History, options: CheckOptions = {}): CheckReport {
  const report = checkRevisionOrder(history, options);
  const violations = [
    ...report.violations,
    ...checkWatches(history, report, options),
    ...checkLeases(history, report, options),
    ...checkLocks(history, report),
    ...checkAgreement(history.hashes),
    ...checkTransactionCycles(listTransactions(history)),
  ];
  return { violations, figures: report.figures };
}

/** One line a violation, for a failing test. */
export function violationsText(violations: readonly Violation[]): string {
  return violations.map(({ promise, kind, text }) => `${promise} ${kind}: ${text}`).join("\n");
}
