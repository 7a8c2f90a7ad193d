/**
 * P7: a lease never ends before its TTL, counted from its last renewal as the client saw it: the
 * server renewed at or after the call, so an end that anyone knew of earlier than call + TTL was
 * too early. Also: a lease that was revoked, or was seen to have ended, does not answer keep-alives
 * and takes no keys any more; keep-alive and grant tell the granted TTL.
 *
 * Times are the client's. Where a server's clock may run faster, pass by how much. That keys go in
 * one revision is checked where revisions are (revision-order-checker.ts).
 */

import type { EventLog } from "./event-log.ts";
import type { History, Operation, OperationOf } from "./history.ts";
import {
  earliestEnd,
  type LeaseHistory,
  type LeaseTiming,
  leaseHistories,
} from "./lease-history.ts";
import type { Observations } from "./observations.ts";
import { operationText } from "./operation-text.ts";
import { PUT } from "./reference-model.ts";
import type { LeaseEnd } from "./revision-order-checker.ts";
import type { Violation, ViolationKind } from "./violation.ts";

export interface LeaseCheckOptions extends LeaseTiming {
  /** Default 50. */
  readonly maxViolations?: number;
}

/** Proof that a lease had ended. */
interface EndSeen {
  readonly ms: number;
  /** Place in the order; infinite when only the time is known. */
  readonly at: number;
  readonly text: string;
  readonly operations: readonly number[];
}

/** @param report - of the revision-order checker on the same history. */
export function checkLeases(
  history: History,
  report: {
    readonly log: EventLog;
    readonly leaseEnds: readonly LeaseEnd[];
    readonly authors: ReadonlyMap<number, number>;
    readonly observations: Observations;
  },
  options: LeaseCheckOptions = {},
): Violation[] {
  const violations: Violation[] = [];
  const { observations } = report;
  const maxViolations = options.maxViolations ?? 50;
  const add = (kind: ViolationKind, text: string, operations: readonly number[]): void => {
    if (violations.length >= maxViolations) return;
    violations.push({ promise: "P7", kind, text, operations, watches: [] });
  };
  const leases = leaseHistories(history);
  for (const lease of leases.values()) {
    for (const operation of lease.grants) checkGrant(operation, add);
    // With one id granted twice it is not known which life an answer belongs to.
    if (lease.grants.length !== 1) continue;
    const ends = endsSeen(lease, report.leaseEnds, observations);
    for (const end of ends) checkEarly(lease, end, options, add);
    checkEnded(lease, ends, add);
  }
  checkKeys(history, report, leases, add);
  return violations;
}

type Add = (kind: ViolationKind, text: string, operations: readonly number[]) => void;

function checkGrant(operation: OperationOf<"LeaseGrant">, add: Add): void {
  const { request, answer } = operation;
  if (answer === null) return;
  const isOther = request.ID !== 0n && answer.ID !== request.ID;
  if (!isOther && answer.TTL >= request.TTL && answer.ID !== 0n) return;
  const text = `${operationText(operation as Operation)}: granted ${answer.ID} for ${answer.TTL} s`;
  add("wrong answer", text, [operation.id]);
}

/** When and how clients learned that the lease was gone, revoked or not. */
function endsSeen(
  lease: LeaseHistory,
  leaseEnds: readonly LeaseEnd[],
  observations: Observations,
): EndSeen[] {
  const ends: EndSeen[] = [];
  for (const { lease: id, revision } of leaseEnds) {
    if (id !== lease.id) continue;
    const ms = observations.firstSeenMs(revision);
    if (ms === Number.POSITIVE_INFINITY) continue;
    const text = `its keys went at revision ${revision}`;
    ends.push({ ms, at: Number.POSITIVE_INFINITY, text, operations: [] });
  }
  for (const { id, answer, calledAt, endedAt, endedMs } of lease.keepAlives) {
    if (answer?.TTL !== 0 || !isAfterGrant(lease, calledAt)) continue;
    ends.push({ ms: endedMs!, at: endedAt!, text: "a keep-alive found it gone", operations: [id] });
  }
  for (const { id, answer, calledAt, endedAt, endedMs } of lease.lookUps) {
    if (answer?.TTL !== -1 || !isAfterGrant(lease, calledAt)) continue;
    ends.push({ ms: endedMs!, at: endedAt!, text: "a look-up found it gone", operations: [id] });
  }
  return ends;
}

/** Whether the grant was known before this place; else the lease may not have begun. */
function isAfterGrant(lease: LeaseHistory, at: number): boolean {
  const grant = lease.grants[0]!;
  return grant.outcome === "done" && grant.endedAt! < at;
}

function checkEarly(lease: LeaseHistory, end: EndSeen, options: LeaseCheckOptions, add: Add): void {
  const { dueMs, renewal, grantedSeconds } = earliestEnd(lease, end.ms, options);
  if (end.ms >= dueMs) return;
  const text = `lease ${lease.id} of ${grantedSeconds} s was renewed at ${renewal.calledMs} ms, yet at ${end.ms} ms ${end.text}`;
  add("lease early", text, [renewal.id, ...end.operations]);
}

/** After a revocation or a known end the lease does not answer. */
function checkEnded(lease: LeaseHistory, ends: readonly EndSeen[], add: Add): void {
  let endedAt = Number.POSITIVE_INFINITY;
  let how = "";
  let operations: readonly number[] = [];
  for (const end of ends) {
    if (end.at < endedAt) ({ at: endedAt, text: how, operations } = end);
  }
  for (const revoke of lease.revokes) {
    if (revoke.outcome !== "done" || revoke.endedAt! >= endedAt) continue;
    endedAt = revoke.endedAt!;
    how = "it was revoked";
    operations = [revoke.id];
  }
  for (const keepAlive of lease.keepAlives) {
    if (keepAlive.calledAt <= endedAt || (keepAlive.answer?.TTL ?? 0) <= 0) continue;
    const text = `${operationText(keepAlive as Operation)}: answered TTL ${keepAlive.answer!.TTL} after ${how}`;
    add("lease ended", text, [keepAlive.id, ...operations]);
  }
  const granted = lease.grants[0]!.answer?.TTL;
  for (const keepAlive of lease.keepAlives) {
    const ttl = keepAlive.answer?.TTL ?? 0;
    if (ttl === 0 || granted === undefined || ttl === granted) continue;
    const text = `${operationText(keepAlive as Operation)}: answered TTL ${ttl}, granted were ${granted}`;
    add("wrong answer", text, [keepAlive.id]);
  }
}

/** No key hangs on a lease that was never granted, or that ended at a lower revision. */
function checkKeys(
  history: History,
  report: {
    readonly log: EventLog;
    readonly leaseEnds: readonly LeaseEnd[];
    readonly authors: ReadonlyMap<number, number>;
  },
  leases: ReadonlyMap<bigint, LeaseHistory>,
  add: Add,
): void {
  const endRevisions = new Map<bigint, number>();
  const end = (lease: bigint, revision: number): void => {
    const known = endRevisions.get(lease);
    if (known === undefined || revision < known) endRevisions.set(lease, revision);
  };
  for (const { lease, revision } of report.leaseEnds) end(lease, revision);
  for (const [id, { revokes }] of leases) {
    for (const { answer } of revokes) if (answer !== null) end(id, answer.header!.revision);
  }
  for (let r = 1; r <= report.log.lastRevision; r++) {
    for (const { type, kv, name, previous } of report.log.at(r) ?? []) {
      if (type !== PUT || kv.lease === 0n) continue;
      // A put that keeps the lease of the key names none.
      if (previous?.lease === kv.lease) continue;
      const lease = leases.get(kv.lease);
      const author = report.authors.get(r);
      const operations = author === undefined ? [] : [author];
      const text = `at revision ${r} ${name} was put on lease ${kv.lease}`;
      if (lease === undefined || lease.grants.length === 0) {
        add("lease ended", `${text}, which was never granted`, operations);
        continue;
      }
      const ended = endRevisions.get(kv.lease);
      if (ended !== undefined && ended < r && lease.grants.length === 1) {
        add("lease ended", `${text}, which ended at revision ${ended}`, operations);
      }
      const first = lease.grants.reduce((a, b) => (a.calledAt < b.calledAt ? a : b));
      const writer = author === undefined ? undefined : history.operations[author];
      if (writer?.endedAt && writer.outcome === "done" && writer.endedAt < first.calledAt) {
        add("lease ended", `${text} before it was granted`, [author!, first.id]);
      }
    }
  }
}
