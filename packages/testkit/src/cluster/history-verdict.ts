/** What the checkers say of a history of real processes. */

import { closeSync, mkdtempSync, openSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CheckReport, checkHistory, violationsText } from "../history/check-history.ts";
import type { History } from "../history/history.ts";
import { historyLines } from "../history/history-file.ts";

const SHOWN_VIOLATIONS = 20;
/** The clients' timers and the members' are read on one machine, but a busy one. */
const LEASE_TOLERANCE_MS = 5;

/**
 * With KVORUM_KEEP_FAILED set, a history that breaks a promise is written to a file, which
 * history/main.js judges again.
 * @throws Error that lists the violations
 */
export function judgeHistory(
  history: History,
  options: { readonly deliveredThrough: number },
): CheckReport["figures"] {
  const { violations, figures } = checkHistory(history, {
    ...options,
    toleranceMs: LEASE_TOLERANCE_MS,
  });
  if (violations.length === 0) return figures;
  const shown = violationsText(violations.slice(0, SHOWN_VIOLATIONS));
  const isKept = (process.env["KVORUM_KEEP_FAILED"] ?? "") !== "";
  const place = isKept ? ` in ${saveHistory(history)}` : "";
  throw new Error(`${violations.length} violations${place}:\n${shown}`);
}

function saveHistory(history: History): string {
  const path = join(mkdtempSync(join(tmpdir(), "kvorum-history-")), "history.jsonl");
  const file = openSync(path, "w");
  for (const line of historyLines(history)) writeSync(file, `${line}\n`);
  closeSync(file);
  return path;
}
