/**
 * The main checker (reliability notes, part 5, number 1): every answer names a revision, so the
 * order of everything is known. Successful mutations are carried out in the order of their
 * revisions on the reference model; every field of every answer, reads included, must be what the
 * model gives there. Time is near-linear in the history.
 *
 * Also checked: one revision for each mutation, without gap or reuse (P4); what is acknowledged is
 * in the members' final logs (P1); an answer is not older than what anyone had been told before the
 * call, a mutation's is newer (P2); serializable and old reads equal the state at their revision
 * (P6); the keys of an ended lease go together (P7); effects without acknowledgement belong to
 * requests with unknown outcome, once, not before the call, and refused requests have none (P13).
 *
 * Revisions that no log, watch or acknowledgement tells are guessed from values that reads show;
 * where that is not enough, the keys concerned count as unsure until something shows them, and
 * answers about them are not compared. `figures.unsettledCount` says how often: a harness that
 * hands over the members' logs gets zero. Not here: authorization, watches, times of leases.
 */

import type { etcdserverpb, mvccpb } from "@kvorum/proto";
import {
  answerDifference,
  eventsDifference,
  eventsText,
  rangeBodyDifference,
} from "./answer-difference.ts";
import { EventLog, mergeLogs } from "./event-log.ts";
import type { History, Operation, OperationOf } from "./history.ts";
import {
  earliestEnd,
  type LeaseHistory,
  type LeaseTiming,
  leaseHistories,
} from "./lease-history.ts";
import { Observations } from "./observations.ts";
import { operationText } from "./operation-text.ts";
import {
  DELETE,
  type InitialState,
  isInRange,
  type LoggedEvent,
  type ModelOptions,
  ReferenceModel,
} from "./reference-model.ts";
import { canWrite, didWrite, isLocal, visitReach } from "./request-reach.ts";
import { visitSightings } from "./sightings.ts";
import { EffectIndex, EffectMatching, firstAlternatives } from "./unacknowledged-effects.ts";
import type { PromiseId, Violation, ViolationKind } from "./violation.ts";

export interface RevisionOrderOptions extends ModelOptions, LeaseTiming {
  /** What the store held before the history; default a fresh store. */
  readonly initial?: InitialState;
  /** Default 50; the rest is counted in figures.violationsCount. */
  readonly maxViolations?: number;
}

/** Keys that went at one revision because their lease ended by time. */
export interface LeaseEnd {
  readonly lease: bigint;
  readonly revision: number;
}

export interface RevisionOrderReport {
  readonly violations: readonly Violation[];
  /** The events of every settled revision, for the other checkers. */
  readonly log: EventLog;
  /** Operation that made each revision; absent for ends of leases and unsettled revisions. */
  readonly authors: ReadonlyMap<number, number>;
  readonly leaseEnds: readonly LeaseEnd[];
  readonly observations: Observations;
  readonly figures: {
    readonly operationsCount: number;
    readonly revisionsCount: number;
    /** Operations with unknown outcome that were found to have happened. */
    readonly foundCount: number;
    /** Revisions whose content stayed unknown. */
    readonly unsettledCount: number;
    /** Answers that could not be compared because of that. */
    readonly skippedCount: number;
    readonly violationsCount: number;
  };
}

export function checkRevisionOrder(
  history: History,
  options: RevisionOrderOptions = {},
): RevisionOrderReport {
  return new Replay(history, options).run();
}

/** A range and what it was answered with. */
interface RangeAnswer {
  readonly operation: Operation;
  readonly request: etcdserverpb.RangeRequest;
  readonly answer: etcdserverpb.RangeResponse;
}

const NONE = -1;
/** Beyond this many requests that may explain a revision without evidence nothing is evaluated. */
const MAX_GUESSES = 200;

class Replay {
  readonly #history: History;
  readonly #operations: readonly Operation[];
  readonly #observations: Observations;
  readonly #known: EventLog;
  readonly #settled = new EventLog();
  readonly #model: ReferenceModel;
  readonly #firstRevision: number;
  readonly #lastRevision: number;
  /** Where the final logs of the members end; infinite without logs. */
  readonly #committedEnd: number;
  /** [r]: the operation that was acknowledged to have made r, or NONE. */
  readonly #claims: Int32Array;
  /** [r] and [operation]: linked lists of operations whose answer is compared with the state r. */
  readonly #firstCheck: Int32Array;
  readonly #nextCheck: Int32Array;
  /** Reads of the past inside transactions, by the revision they read. */
  readonly #pastReads = new Map<number, RangeAnswer[]>();
  readonly #unknown = new EffectIndex();
  readonly #matching = new EffectMatching();
  /** Requests without answer that are known to have made a certain revision. */
  readonly #placed = new Set<number>();
  /** All other requests, made when a violation needs an explanation. */
  #others: EffectIndex | null = null;
  /** Values that anything showed, by revision, for those revisions that nobody claims. */
  #evidence: Map<number, Map<string, mvccpb.KeyValue>> | null = null;
  /** Keys whose present state is not known. */
  readonly #unsure = new Set<string>();
  readonly #authors = new Map<number, number>();
  /** The lease behind each revision that the end of a lease may explain. */
  readonly #leaseEnded = new Map<number, bigint>();
  readonly #violations: Violation[] = [];
  readonly #maxViolations: number;
  readonly #isInCallOrder: boolean;
  readonly #timing: LeaseTiming;
  readonly #leases: ReadonlyMap<bigint, LeaseHistory>;
  /** The last revision at which an acknowledged put named the lease. */
  readonly #lastPuts = new Map<bigint, number>();
  /** See callsBefore; grows with the revision. */
  #callsEnd = 0;
  #violationsCount = 0;
  #unsettledCount = 0;
  #skippedCount = 0;
  #revisionsCount = 0;

  constructor(history: History, options: RevisionOrderOptions) {
    this.#history = history;
    this.#operations = history.operations;
    this.#maxViolations = options.maxViolations ?? 50;
    this.#model = new ReferenceModel(options, options.initial);
    this.#firstRevision = this.#model.revision;
    this.#observations = new Observations(history);
    this.#timing = options;
    this.#leases = leaseHistories(history);
    const { log, violations } = mergeLogs(history);
    this.#known = log;
    for (const violation of violations) this.#add(violation);
    this.#committedEnd = Number.POSITIVE_INFINITY;
    if (history.committedLogs.length > 0) {
      this.#committedEnd = Math.max(...history.committedLogs.map((each) => each.toRevision));
    }
    this.#lastRevision = Math.max(
      this.#firstRevision,
      this.#observations.maxRevision,
      log.lastRevision,
    );
    this.#claims = new Int32Array(this.#lastRevision + 2).fill(NONE);
    this.#firstCheck = new Int32Array(this.#lastRevision + 2).fill(NONE);
    this.#nextCheck = new Int32Array(history.operations.length).fill(NONE);
    this.#isInCallOrder = history.operations.every(
      ({ calledAt }, i, all) => i === 0 || all[i - 1]!.calledAt < calledAt,
    );
  }

  run(): RevisionOrderReport {
    // Backwards, so that the linked lists come out in the order of the calls.
    for (let id = this.#operations.length - 1; id >= 0; id--) this.#place(this.#operations[id]!);
    for (const operation of this.#operations) {
      const isUnknown = operation.outcome === "unknown" || operation.outcome === "open";
      if (isUnknown && canWrite(operation)) this.#unknown.add(operation);
    }
    for (const operation of this.#operations) this.#checkTimes(operation);
    this.#checkState(this.#firstRevision);
    for (let r = this.#firstRevision + 1; r <= this.#lastRevision; r++) {
      this.#model.revision = r - 1;
      this.#model.mark();
      this.#advance(r);
      this.#model.revision = r;
      this.#checkState(r);
    }
    const leaseEnds: LeaseEnd[] = [];
    for (const [revision, author] of this.#matching.authors) {
      if (author !== NONE) this.#authors.set(revision, author);
      else leaseEnds.push({ revision, lease: this.#leaseEnded.get(revision)! });
    }
    let foundCount = 0;
    for (const author of this.#matching.authors.values()) if (author !== NONE) foundCount++;
    return {
      violations: this.#violations,
      log: this.#settled,
      authors: this.#authors,
      leaseEnds,
      observations: this.#observations,
      figures: {
        operationsCount: this.#operations.length,
        revisionsCount: this.#revisionsCount,
        foundCount,
        unsettledCount: this.#unsettledCount,
        skippedCount: this.#skippedCount,
        violationsCount: this.#violationsCount,
      },
    };
  }

  /** Decides at which revision an operation is looked at. */
  #place(operation: Operation): void {
    if (operation.outcome !== "done") return;
    const revision = headerRevision(operation);
    if (revision < this.#firstRevision) {
      this.#report("P2", "wrong answer", `header revision ${revision}`, [operation]);
      return;
    }
    switch (operation.method) {
      case "Compact":
      case "LeaseGrant":
      case "LeaseKeepAlive":
      case "LeaseTimeToLive":
        return;
      case "Range": {
        const asked = operation.request.revision;
        if (asked > revision) {
          const text = `a read at revision ${asked} was answered at ${revision}`;
          this.#report("P6", "wrong answer", text, [operation]);
        } else this.#queueCheck(asked > 0 ? asked : revision, operation.id);
        return;
      }
      case "Txn":
        this.#placePastReads(operation, operation.request, operation.answer!);
        break;
      default:
    }
    if (!didWrite(operation)) {
      this.#queueCheck(revision, operation.id);
      return;
    }
    const rival = this.#claims[revision]!;
    if (rival !== NONE || revision === this.#firstRevision) {
      const others = rival === NONE ? [] : [this.#operations[rival]!];
      const text = `revision ${revision} was given to two requests`;
      this.#report("P4", "revision reused", text, [operation, ...others]);
      return;
    }
    this.#claims[revision] = operation.id;
    if (operation.method === "Put" && operation.request.lease !== 0n) {
      const last = this.#lastPuts.get(operation.request.lease) ?? 0;
      if (revision > last) this.#lastPuts.set(operation.request.lease, revision);
    }
  }

  /** Ranges at an explicit revision inside a transaction, which no state of its own shows. */
  #placePastReads(
    operation: Operation,
    request: etcdserverpb.TxnRequest,
    answer: etcdserverpb.TxnResponse,
  ): void {
    const ops = answer.succeeded ? request.success : request.failure;
    for (const [i, { responseRange, responseTxn }] of answer.responses.entries()) {
      const op = ops[i];
      if (responseTxn && op?.requestTxn) {
        this.#placePastReads(operation, op.requestTxn, responseTxn);
      }
      const range = op?.requestRange;
      if (!range || range.revision <= 0 || responseRange === null) continue;
      const read: RangeAnswer = { operation, request: range, answer: responseRange };
      const reads = this.#pastReads.get(range.revision);
      if (reads === undefined) this.#pastReads.set(range.revision, [read]);
      else reads.push(read);
    }
  }

  #queueCheck(revision: number, id: number): void {
    if (revision < this.#firstRevision) return;
    this.#nextCheck[id] = this.#firstCheck[revision]!;
    this.#firstCheck[revision] = id;
  }

  // -- real time

  #checkTimes(operation: Operation): void {
    if (operation.outcome === "refused") this.#checkRefusal(operation);
    if (operation.outcome !== "done") return;
    const { calledAt } = operation;
    if (operation.method === "Range" && operation.request.revision > 0 && !isLocal(operation)) {
      const compacted = this.#observations.compactFloorAt(calledAt);
      if (operation.request.revision < compacted) {
        const text = `a read below revision ${compacted}, which was compacted before, was answered`;
        this.#report("P2", "compaction", text, [operation]);
      }
    }
    if (operation.method === "Compact") {
      const compacted = this.#observations.compactFloorAt(calledAt);
      if (operation.request.revision <= compacted) {
        const text = `a compaction of what was compacted to ${compacted} before was not refused`;
        this.#report("P2", "compaction", text, [operation]);
      }
    }
    if (isLocal(operation)) return;
    const floor = this.#observations.floorAt(calledAt);
    const revision = headerRevision(operation);
    if (revision > floor || (revision === floor && !didWrite(operation))) return;
    const teller = this.#observations.tellerAt(calledAt);
    const who = teller.watches.length > 0 ? `watch ${teller.watches[0]}` : "an answer";
    const text = `answered with revision ${revision}; before the call ${who} had told of ${floor}`;
    this.#add({
      promise: "P2",
      kind: canWrite(operation) ? "order" : "stale read",
      text: `${operationText(operation)}: ${text}`,
      operations: [operation.id, ...teller.operations],
      watches: teller.watches,
    });
  }

  /** A refusal because of a revision must have its reason. */
  #checkRefusal(operation: Operation): void {
    if (operation.method !== "Range" && operation.method !== "Compact") return;
    const { revision } = operation.request;
    if (operation.errorCode === "Compacted") {
      const compacted = this.#observations.compactCeilingAt(operation.endedAt!);
      const isReason = operation.method === "Range" ? compacted > revision : compacted >= revision;
      if (!isReason && revision > 0) {
        const text = `refused as compacted, yet no compaction above ${compacted} had been asked for`;
        this.#report("P13", "refusal without reason", text, [operation]);
      }
    } else if (operation.errorCode === "FutureRev" && !isLocal(operation)) {
      const floor = this.#observations.floorAt(operation.calledAt);
      if (revision <= floor) {
        const text = `refused as future, yet revision ${floor} had been told before`;
        this.#report("P2", "stale read", text, [operation]);
      }
    }
  }

  // -- one revision

  /** Makes the state of revision `r` from that before it. */
  #advance(r: number): void {
    this.#revisionsCount++;
    const events = this.#known.at(r);
    let claim = this.#claims[r]!;
    if (claim === NONE && events !== undefined) claim = this.#revocationAt(r, events);
    if (claim !== NONE) this.#acknowledged(r, this.#operations[claim]!, events);
    else if (events !== undefined) this.#unacknowledged(r, events);
    else this.#untold(r);
  }

  /** A revocation whose answer and effect fit to the revision. */
  #revocationAt(r: number, events: readonly LoggedEvent[]): number {
    for (const { id, request } of this.#revocations(r)) {
      const names = this.#model.namesOf(request.ID);
      if (names.length > 0 && isDeletionOf(names, events)) return id;
    }
    return NONE;
  }

  /** Acknowledged revocations whose answer names the revision: one may have made it. */
  *#revocations(r: number): Generator<OperationOf<"LeaseRevoke">> {
    for (let id = this.#firstCheck[r]!; id !== NONE; id = this.#nextCheck[id]!) {
      const operation = this.#operations[id]!;
      if (operation.method === "LeaseRevoke") yield operation;
    }
  }

  #acknowledged(r: number, operation: Operation, events: readonly LoggedEvent[] | undefined): void {
    this.#authors.set(r, operation.id);
    const isUnsure = this.#touchesUnsure(operation);
    const due = this.#model.evaluate(operation, operation.answer, isUnsure);
    if (r > this.#committedEnd) {
      const text = `acknowledged at revision ${r}, the members end at ${this.#committedEnd}`;
      this.#report("P1", "lost write", text, [operation]);
    }
    if (isUnsure) {
      this.#skippedCount++;
      if (events !== undefined) {
        this.#model.undo();
        this.#adopt(r, events);
      }
      this.#settleDeletes(operation);
      return;
    }
    const difference = events === undefined ? null : eventsDifference(due.events, events);
    if (difference !== null) {
      this.#model.undo();
      this.#adopt(r, events!);
      this.#wrongEvents(r, operation, { due: due.events, given: events!, difference });
      return;
    }
    this.#settled.set(r, due.events);
    const wrong =
      due.answer === null
        ? `it had to fail: ${due.failure}`
        : answerDifference(operation.method, due.answer, operation.answer!);
    if (wrong !== null) this.#report("P2", "wrong answer", wrong, [operation]);
  }

  #wrongEvents(
    r: number,
    operation: Operation,
    events: {
      due: readonly LoggedEvent[];
      given: readonly LoggedEvent[];
      difference: string;
    },
  ): void {
    const { due, given, difference } = events;
    const isPart = given.every(({ name }) => due.some((event) => event.name === name));
    if (isPart) {
      this.#report("P2", "wrong content", `revision ${r} has ${difference}`, [operation]);
      return;
    }
    const text = `acknowledged at revision ${r}, which has [${eventsText(given)}]`;
    this.#report("P4", "revision reused", text, [operation]);
  }

  /** A revision whose events are told, but whose author got no answer. */
  #unacknowledged(r: number, events: readonly LoggedEvent[]): void {
    const lease = this.#leaseOf(events);
    const isLeaseEnd = lease !== 0n && isDeletionOf(this.#model.namesOf(lease), events);
    const isUnsure = events.some(({ name }) => this.#unsure.has(name));
    const alternatives = this.#explanations(this.#unknown, r, events, lease);
    this.#placeAuthor(events, alternatives);
    if (isLeaseEnd) this.#leaseEnded.set(r, lease);
    const isTimely = isLeaseEnd && this.#mayHaveEnded(lease, r);
    if (!this.#matching.explain(r, alternatives, isTimely)) {
      // An untimely end is for the checker of leases to report.
      if (isLeaseEnd) this.#matching.explain(r, [], true);
      else if (!isUnsure) this.#unexplained(r, events, { lease, usedBy: alternatives });
    }
    this.#adopt(r, events);
  }

  /** Values are unique, so the author of a put is certain; that of a deletion may be another. */
  #placeAuthor(events: readonly LoggedEvent[], alternatives: readonly number[]): void {
    if (events.some(({ type }) => type !== DELETE) && alternatives.length === 1) {
      this.#placed.add(alternatives[0]!);
    }
  }

  /** Whether a lease can have ended by itself at a revision: after its TTL, and for good. */
  #mayHaveEnded(lease: bigint, r: number): boolean {
    const history = this.#leases.get(lease);
    // With one id granted twice it is not known which life this is.
    if (history === undefined || history.grants.length !== 1) return true;
    if ((this.#lastPuts.get(lease) ?? 0) > r) return false;
    const seenMs = this.#observations.firstSeenMs(r);
    return seenMs >= earliestEnd(history, seenMs, this.#timing).dueMs;
  }

  /** Ids of requests that would have had these events; unused ones if there are any. */
  #explanations(
    index: EffectIndex,
    r: number,
    events: readonly LoggedEvent[],
    lease: bigint,
  ): number[] {
    if (events.length === 0) return [];
    const end = this.#callsBefore(r);
    const isOptional =
      isDeletionOf(this.#model.namesOf(lease), events) && this.#mayHaveEnded(lease, r);
    const fits = (id: number): boolean => {
      const operation = this.#operations[id]!;
      if (this.#observations.floorAt(operation.calledAt) >= r) return false;
      return this.#wouldDo(operation, events);
    };
    const unused = firstAlternatives(
      index.candidates(events, lease, end),
      (id) => !this.#matching.isUsed(id) && fits(id),
      isOptional,
    );
    if (unused.length > 0) return unused;
    return firstAlternatives(
      index.candidates(events, lease, end),
      (id) => this.#matching.isUsed(id) && fits(id),
      isOptional,
    );
  }

  /** Operations from this id on were called when revision `r` had been told already. */
  #callsBefore(r: number): number {
    const operations = this.#operations;
    if (!this.#isInCallOrder) return operations.length;
    let end = this.#callsEnd;
    while (end < operations.length && this.#observations.floorAt(operations[end]!.calledAt) < r) {
      end++;
    }
    this.#callsEnd = end;
    return end;
  }

  #wouldDo(operation: Operation, events: readonly LoggedEvent[]): boolean {
    const due = this.#model.evaluate(operation, null);
    const fits = due.events.length > 0 && eventsDifference(due.events, events) === null;
    this.#model.undo();
    return fits;
  }

  /** No request with unknown outcome explains the revision: says what was wrong with it. */
  #unexplained(
    r: number,
    events: readonly LoggedEvent[],
    hints: { lease: bigint; usedBy: readonly number[] },
  ): void {
    const text = `revision ${r} has [${eventsText(events)}]`;
    if (events.length === 0) {
      this.#report("P4", "revision gap", `${text}: a revision without events`, []);
      return;
    }
    if (hints.usedBy.length > 0) {
      const operation = this.#operations[hints.usedBy[0]!]!;
      const before = this.#matching.revisionOf(operation.id);
      const detail = `${text}: happened before at revision ${before}`;
      this.#report("P13", "done twice", detail, [operation]);
      return;
    }
    const names = this.#model.namesOf(hints.lease);
    if (hints.lease !== 0n && names.length > events.length) {
      const isLease = events.every(({ type, name }) => type === DELETE && names.includes(name));
      if (isLease) {
        const detail = `${text}: lease ${hints.lease} has the keys ${names.join(" ")}`;
        this.#report("P7", "lease keys", detail, []);
        return;
      }
    }
    const all = this.#operations.length;
    for (const id of this.#otherIndex().candidates(events, hints.lease, all)) {
      const operation = this.#operations[id]!;
      if (operation.outcome === "refused") {
        if (!this.#wouldDo(operation, events)) continue;
        this.#report("P13", "refused effect", `${text}: it was refused`, [operation]);
        return;
      }
      if (operation.outcome === "done" && this.#wouldDo(operation, events)) {
        const detail = `${text}: acknowledged at revision ${headerRevision(operation)}`;
        this.#report("P13", "done twice", detail, [operation]);
        return;
      }
    }
    for (const id of this.#unknown.candidates(events, hints.lease, all)) {
      const operation = this.#operations[id]!;
      const floor = this.#observations.floorAt(operation.calledAt);
      if (floor >= r) {
        const detail = `${text}: at its call revision ${floor} had been told`;
        this.#report("P13", "effect before call", detail, [operation]);
        return;
      }
      const due = this.#model.evaluate(operation, null);
      this.#model.undo();
      if (due.events.length === 0) continue;
      const difference = eventsDifference(due.events, events);
      this.#report("P13", "wrong content", `${text}: ${difference}`, [operation]);
      return;
    }
    this.#report("P13", "unexplained effect", `${text}: no request may have done that`, []);
  }

  /** A revision of which nothing is told: the values that reads showed may settle it. */
  #untold(r: number): void {
    const evidence = this.#evidenceAt(r);
    const effects = new Map<string, { events: readonly LoggedEvent[]; ids: number[] }>();
    const reach = new Set<string>();
    let isTooMuch = false;
    let isLeaseEnd = false;
    const consider = (id: number, events: readonly LoggedEvent[]): void => {
      if (events.length === 0 || !contains(events, evidence)) return;
      for (const { name } of events) reach.add(name);
      const key = effectKey(events);
      const effect = effects.get(key);
      if (effect === undefined) effects.set(key, { events, ids: id === NONE ? [] : [id] });
      else if (id !== NONE) effect.ids.push(id);
    };
    let count = 0;
    for (const id of this.#unknown.ids) {
      const operation = this.#operations[id]!;
      if (this.#placed.has(id)) continue;
      if (this.#observations.floorAt(operation.calledAt) >= r) continue;
      // Where keys are unsure, so are comparisons: any branch may have been taken.
      this.#reachOf(operation, reach);
      if (++count > MAX_GUESSES) isTooMuch = true;
      if (isTooMuch) continue;
      consider(id, this.#model.evaluate(operation, null).events);
      this.#model.undo();
    }
    for (const operation of this.#revocations(r)) {
      consider(operation.id, this.#model.evaluate(operation, null).events);
      this.#model.undo();
    }
    if (evidence.size === 0) {
      for (const lease of this.#model.leases()) {
        const before = effects.size;
        consider(NONE, this.#model.endLease(lease));
        this.#model.undo();
        if (effects.size > before) this.#leaseEnded.set(r, lease);
        isLeaseEnd = true;
      }
    }
    if (effects.size === 0 && !isTooMuch && this.#unsure.size === 0) {
      const seen = [...evidence.values()].map((kv) => kv.modRevision).length;
      const text = `nobody made revision ${r}`;
      if (seen > 0) this.#unexplainedEvidence(r, evidence);
      else this.#report("P4", "revision gap", text, []);
    }
    const [only] = effects.values();
    if (effects.size === 1 && only !== undefined && !isTooMuch && this.#unsure.size === 0) {
      // The end of a lease explains it only if nothing else does.
      if (this.#matching.explain(r, only.ids, isLeaseEnd && only.ids.length === 0)) {
        this.#placeAuthor(only.events, only.ids);
        // Without evidence it stays a guess, which the other checkers must not rest on.
        if (evidence.size === 0) this.#model.adopt(only.events);
        else this.#adopt(r, only.events);
        return;
      }
    }
    this.#unsettledCount++;
    for (const [name, kv] of evidence) {
      this.#model.correct(name, kv);
      reach.delete(name);
      this.#unsure.delete(name);
    }
    for (const name of reach) this.#unsure.add(name);
  }

  #unexplainedEvidence(r: number, evidence: ReadonlyMap<string, mvccpb.KeyValue>): void {
    const events: LoggedEvent[] = [...evidence].map(([name, kv]) => ({
      type: 0,
      name,
      kv,
      previous: null,
    }));
    this.#unexplained(r, events, { lease: 0n, usedBy: [] });
  }

  #adopt(r: number, events: readonly LoggedEvent[]): void {
    // The previous values come from this state, not from who told the events.
    const settled = events.map((event): LoggedEvent => {
      const previous = this.#model.get(event.name) ?? null;
      return { type: event.type, name: event.name, kv: event.kv, previous };
    });
    if (events.some(({ name }) => this.#unsure.has(name))) this.#unsettledCount++;
    else this.#settled.set(r, settled);
    this.#model.adopt(events);
    for (const { name } of events) this.#unsure.delete(name);
  }

  /** The lease of the first key that goes; 0 if the revision is not made of deletions. */
  #leaseOf(events: readonly LoggedEvent[]): bigint {
    const first = events[0];
    if (first === undefined || first.type !== DELETE) return 0n;
    return this.#model.get(first.name)?.lease ?? 0n;
  }

  #otherIndex(): EffectIndex {
    if (this.#others === null) {
      this.#others = new EffectIndex();
      for (const operation of this.#operations) {
        const isOther = operation.outcome === "refused" || operation.outcome === "done";
        if (isOther && canWrite(operation)) this.#others.add(operation);
      }
    }
    return this.#others;
  }

  /** Values with mod revision `r` that any answer or watch showed. */
  #evidenceAt(r: number): ReadonlyMap<string, mvccpb.KeyValue> {
    if (this.#evidence === null) {
      const evidence = new Map<number, Map<string, mvccpb.KeyValue>>();
      visitSightings(this.#history, (name, kv) => {
        if (kv.modRevision > this.#lastRevision) return;
        if (this.#claims[kv.modRevision] !== NONE || this.#known.at(kv.modRevision)) return;
        const kvs = evidence.get(kv.modRevision);
        if (kvs === undefined) evidence.set(kv.modRevision, new Map([[name, kv]]));
        else kvs.set(name, kv);
      });
      this.#evidence = evidence;
    }
    return this.#evidence.get(r) ?? new Map();
  }

  // -- answers at one state

  #checkState(r: number): void {
    for (let id = this.#firstCheck[r]!; id !== NONE; id = this.#nextCheck[id]!) {
      this.#checkAnswer(r, this.#operations[id]!);
    }
    const pastReads = this.#pastReads.get(r);
    if (pastReads === undefined) return;
    this.#pastReads.delete(r);
    for (const read of pastReads) this.#checkRange(read);
  }

  #checkAnswer(r: number, operation: Operation): void {
    if (this.#authors.get(r) === operation.id) return;
    if (operation.method === "Range") {
      this.#checkRange({ operation, request: operation.request, answer: operation.answer! });
      return;
    }
    if (this.#touchesUnsure(operation)) {
      this.#skippedCount++;
      return;
    }
    this.#model.mark();
    const due = this.#model.evaluate(operation, operation.answer);
    this.#model.undo();
    if (due.answer === null) {
      this.#report("P2", "wrong answer", `it had to fail: ${due.failure}`, [operation]);
    } else if (due.events.length > 0 && operation.method === "LeaseRevoke") {
      const text = `at revision ${r} keys of the revoked lease are left: ${eventsText(due.events)}`;
      this.#report("P7", "lease keys", text, [operation]);
    } else if (due.events.length > 0) {
      const text = `answered without effect, due [${eventsText(due.events)}]`;
      this.#report("P2", "wrong answer", text, [operation]);
    } else {
      const difference = answerDifference(operation.method, due.answer, operation.answer!);
      if (difference === null) return;
      const promise = isLocal(operation) ? "P6" : "P2";
      this.#report(promise, "wrong answer", difference, [operation]);
    }
  }

  #checkRange({ operation, request, answer }: RangeAnswer): void {
    const unsure = this.#unsureIn(request.key, request.rangeEnd);
    if (unsure.length > 0) {
      if (!isPlainRange(request)) {
        this.#skippedCount++;
        return;
      }
      this.#model.mark();
      for (const name of unsure) {
        const kv = answer.kvs.find((each) => sameName(each.key, name));
        this.#model.correct(name, kv);
        this.#unsure.delete(name);
      }
    }
    const due = this.#model.range(request, 0);
    const difference = rangeBodyDifference(due, answer);
    if (difference === null) return;
    const isPast = request.revision > 0 || isLocal(operation);
    this.#report(isPast ? "P6" : "P2", "wrong answer", difference, [operation]);
  }

  // -- keys that are not known

  #unsureIn(key: Uint8Array, rangeEnd: Uint8Array): string[] {
    if (this.#unsure.size === 0) return [];
    return [...this.#unsure].filter((name) => isInRange(name, key, rangeEnd));
  }

  #touchesUnsure(operation: Operation): boolean {
    if (this.#unsure.size === 0) return false;
    let touches = operation.method === "LeaseRevoke";
    visitReach(operation, {
      put: (name) => {
        touches ||= this.#unsure.has(name);
      },
      delete: (key, rangeEnd) => {
        touches ||= this.#unsureIn(key, rangeEnd).length > 0;
      },
      read: (key, rangeEnd) => {
        touches ||= this.#unsureIn(key, rangeEnd).length > 0;
      },
      revoke: () => {},
    });
    return touches;
  }

  /** What a stand-alone deletion covers is absent now, whatever it was. */
  #settleDeletes(operation: Operation): void {
    if (operation.method !== "DeleteRange") return;
    const { key, rangeEnd } = operation.request;
    for (const name of this.#unsureIn(key, rangeEnd)) {
      this.#model.correct(name, undefined);
      this.#unsure.delete(name);
    }
  }

  #reachOf(operation: Operation, reach: Set<string>): void {
    visitReach(operation, {
      put: (name) => reach.add(name),
      delete: (key, rangeEnd) => {
        for (const name of this.#model.namesIn(key, rangeEnd)) reach.add(name);
      },
      read: () => {},
      revoke: (lease) => {
        for (const name of this.#model.namesOf(lease)) reach.add(name);
      },
    });
  }

  // -- violations

  #report(
    promise: PromiseId,
    kind: ViolationKind,
    text: string,
    operations: readonly Operation[],
  ): void {
    const first = operations[0];
    this.#add({
      promise,
      kind,
      text: first === undefined ? text : `${operationText(first)}: ${text}`,
      operations: operations.map(({ id }) => id),
      watches: [],
    });
  }

  #add(violation: Violation): void {
    this.#violationsCount++;
    if (this.#violations.length < this.#maxViolations) this.#violations.push(violation);
  }
}

function headerRevision(operation: Operation): number {
  const { header } = operation.answer as { header: etcdserverpb.ResponseHeader | null };
  return header?.revision ?? 0;
}

function isDeletionOf(names: readonly string[], events: readonly LoggedEvent[]): boolean {
  return (
    names.length === events.length &&
    events.every(({ type, name }, i) => type === DELETE && name === names[i])
  );
}

/** Whether the events make every value of the evidence. */
function contains(
  events: readonly LoggedEvent[],
  evidence: ReadonlyMap<string, mvccpb.KeyValue>,
): boolean {
  let found = 0;
  for (const event of events) {
    const kv = evidence.get(event.name);
    if (kv === undefined) continue;
    if (eventsDifference([{ type: 0, name: event.name, kv, previous: null }], [event]) !== null) {
      return false;
    }
    found++;
  }
  return found === evidence.size;
}

/** A text that is equal for equal effects. */
function effectKey(events: readonly LoggedEvent[]): string {
  return events
    .map(({ type, name, kv }) => JSON.stringify([type, name, `${kv.lease}`, [...kv.value]]))
    .join();
}

function sameName(key: Uint8Array, name: string): boolean {
  return key.length === name.length && isInRange(name, key, new Uint8Array(0));
}

/** Whether the answer shows the full state of every key in the range. */
function isPlainRange(request: etcdserverpb.RangeRequest): boolean {
  return (
    request.limit <= 0 &&
    !request.keysOnly &&
    !request.countOnly &&
    request.minModRevision === 0 &&
    request.maxModRevision === 0 &&
    request.minCreateRevision === 0 &&
    request.maxCreateRevision === 0
  );
}
