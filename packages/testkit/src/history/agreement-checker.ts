/** P9 at the end of a run: members that hash the same revision after the same compaction agree. */

import type { MemberHash } from "./history.ts";
import type { Violation } from "./violation.ts";

export function checkAgreement(hashes: readonly MemberHash[]): Violation[] {
  const violations: Violation[] = [];
  const first = new Map<string, MemberHash>();
  for (const hash of hashes) {
    const key = `${hash.revision} ${hash.compactRevision}`;
    const known = first.get(key);
    if (known === undefined) first.set(key, hash);
    else if (known.hash !== hash.hash) {
      violations.push({
        promise: "P9",
        kind: "members differ",
        text: `at revision ${hash.revision}, compacted at ${hash.compactRevision}, ${known.member} has hash ${known.hash}, ${hash.member} has ${hash.hash}`,
        operations: [],
        watches: [],
      });
    }
  }
  return violations;
}
