/**
 * P8: whoever holds a lock writes under a comparison with the create revision of the lock's key,
 * so a write that commits after the lock was lost must not happen. The checker looks only at the
 * events of the key and at guarded transactions; it knows nothing of how the server decides.
 */

import { bytesToLatin1 } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import type { EventLog } from "./event-log.ts";
import type { History } from "./history.ts";
import { operationText } from "./operation-text.ts";
import { DELETE } from "./reference-model.ts";
import type { Violation } from "./violation.ts";

const EQUAL = 0;
const CREATE = 1;

/** From one revision on a key has this create revision; 0 for absent. */
interface Ownership {
  readonly from: number;
  readonly createRevision: number;
}

/**
 * @param report - of the revision-order checker on the same history: its authors also name the
 * transactions that committed without an answer.
 */
export function checkLocks(
  history: History,
  report: { readonly log: EventLog; readonly authors: ReadonlyMap<number, number> },
): Violation[] {
  const ownerships = ownershipsOf(report.log);
  const unsettled = unsettledBefore(report.log);
  const violations: Violation[] = [];
  for (const [revision, author] of report.authors) {
    const operation = history.operations[author]!;
    if (operation.method !== "Txn") continue;
    const guards = operation.request.compare.filter(isGuard);
    if (guards.length === 0) continue;
    if (operation.answer !== null && !operation.answer.succeeded) continue;
    // Without an answer the branch shows in what was put.
    if (operation.answer === null && !tookSuccess(operation.request, report.log, revision))
      continue;
    for (const guard of guards) {
      const name = bytesToLatin1(guard.key);
      const wanted = Number(guard.createRevision ?? 0n);
      const owner = createRevisionBefore(ownerships.get(name) ?? [], revision);
      if (owner.createRevision === wanted) continue;
      // Nothing is known of the key's beginning, which may be older than the history.
      if (owner.from === 0 && wanted > 0 && report.log.at(wanted) === undefined) continue;
      // From the first unsettled revision on the key's state may rest on a guess.
      if (unsettled[revision]! > 0) continue;
      violations.push({
        promise: "P8",
        kind: "unfenced",
        text: `${operationText(operation)}: committed at revision ${revision} under the lock ${name} created at ${wanted}, whose create revision was ${owner.createRevision} by then`,
        operations: [operation.id],
        watches: [],
      });
    }
  }
  return violations;
}

function isGuard(compare: etcdserverpb.Compare): boolean {
  return compare.target === CREATE && compare.result === EQUAL && compare.rangeEnd.length === 0;
}

function tookSuccess(request: etcdserverpb.TxnRequest, log: EventLog, revision: number): boolean {
  const events = log.at(revision) ?? [];
  const wrote = (op: etcdserverpb.RequestOp): boolean => {
    const put = op.requestPut;
    if (put === null) return false;
    const name = bytesToLatin1(put.key);
    const value = bytesToLatin1(put.value);
    return events.some((event) => event.name === name && bytesToLatin1(event.kv.value) === value);
  };
  return request.success.some(wrote) && !request.failure.some(wrote);
}

function ownershipsOf(log: EventLog): Map<string, Ownership[]> {
  const ownerships = new Map<string, Ownership[]>();
  for (let r = 1; r <= log.lastRevision; r++) {
    for (const { type, name, kv } of log.at(r) ?? []) {
      const createRevision = type === DELETE ? 0 : kv.createRevision;
      const list = ownerships.get(name);
      if (list === undefined) ownerships.set(name, [{ from: r, createRevision }]);
      else if (list.at(-1)!.createRevision !== createRevision) {
        list.push({ from: r, createRevision });
      }
    }
  }
  return ownerships;
}

/** Which create revision the key had when the revision's transaction looked at it. */
function createRevisionBefore(list: readonly Ownership[], revision: number): Ownership {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]!.from < revision) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? { from: 0, createRevision: 0 } : list[low - 1]!;
}

/** [r]: how many revisions below r have no known events. */
function unsettledBefore(log: EventLog): Int32Array {
  const counts = new Int32Array(log.lastRevision + 2);
  for (let r = 2; r < counts.length; r++) {
    counts[r] = counts[r - 1]! + (r > 2 && log.at(r - 1) === undefined ? 1 : 0);
  }
  return counts;
}
