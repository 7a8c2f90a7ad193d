/**
 * Every clause of P5 for every watch, against the events of all revisions: ordered, unique,
 * reliable, atomic (a revision comes in one response), resumable, bookmarkable; the right filter,
 * content and previous value; nothing older than the asked start, neither event nor progress mark;
 * canceled by compaction only with reason. Facts: v3 API specification, section 4.
 *
 * What an open watch is still owed at the end of a run is known only to the harness, which waits
 * for it and then passes `deliveredThrough`. Revisions whose content stayed unsettled are not
 * compared. A watch from revision 0 begins wherever its member stood; from its created response's
 * revision on it is owed everything.
 */

import { eventDifference, eventsText, previousDifference } from "./answer-difference.ts";
import type { EventLog } from "./event-log.ts";
import type { History, Watch, WatchReceipt, WatchSegment } from "./history.ts";
import type { Observations } from "./observations.ts";
import { isInRange, type LoggedEvent, loggedEvent } from "./reference-model.ts";
import type { Violation, ViolationKind } from "./violation.ts";

export interface WatchCheckOptions {
  /** Every watch still open at the end had time to get all events up to this revision. */
  readonly deliveredThrough?: number;
  /** Default 50. */
  readonly maxViolations?: number;
}

/** @param report - of the revision-order checker on the same history. */
export function checkWatches(
  history: History,
  report: { readonly log: EventLog; readonly observations: Observations },
  options: WatchCheckOptions = {},
): Violation[] {
  const { log, observations } = report;
  const violations: Violation[] = [];
  const maxViolations = options.maxViolations ?? 50;
  for (const watch of history.watches) {
    const add = (kind: ViolationKind, text: string): void => {
      if (violations.length >= maxViolations) return;
      violations.push({
        promise: "P5",
        kind,
        text: `watch ${watch.id} of client ${watch.client}: ${text}`,
        operations: [],
        watches: [watch.id],
      });
    };
    let before: SegmentCheck | null = null;
    for (const [i, segment] of watch.segments.entries()) {
      const name = `segment ${i} at ${segment.member} from ${segment.request.startRevision}`;
      const check = new SegmentCheck(segment, {
        log,
        observations,
        report: (kind, text) => add(kind, `${name}: ${text}`),
      });
      if (before !== null) checkResumption(before, segment, add);
      check.run(options.deliveredThrough ?? null);
      before = check;
    }
  }
  return violations;
}

/** A client that resumes too late loses events itself; that would be the harness's fault. */
function checkResumption(
  before: SegmentCheck,
  segment: WatchSegment,
  add: (kind: ViolationKind, text: string) => void,
): void {
  const { startRevision } = segment.request;
  if (before.isCompacted || before.nextRevision === 0) return;
  if (startRevision !== 0 && startRevision <= before.nextRevision) return;
  const text = `resumed from ${startRevision}, which leaves out ${before.nextRevision}`;
  add("watch protocol", text);
}

interface Surroundings {
  readonly log: EventLog;
  readonly observations: Observations;
  readonly report: (kind: ViolationKind, text: string) => void;
}

class SegmentCheck {
  /** Everything below was delivered; 0 while it is not known where the watch began. */
  nextRevision: number;
  isCompacted = false;
  readonly #segment: WatchSegment;
  readonly #log: EventLog;
  readonly #observations: Observations;
  readonly #report: (kind: ViolationKind, text: string) => void;
  #isCreated = false;
  #isCanceled = false;
  /** A watch from revision 0 may begin anywhere up to its created response's revision. */
  #startIsOpen: boolean;
  #lastProgress = 0;
  #lastDelivered = 0;
  readonly #delivered = new Set<number>();
  /** Events of the response before, if it ended with this revision. */
  #lastOfResponse = 0;
  #fragments: LoggedEvent[] = [];

  constructor(segment: WatchSegment, surroundings: Surroundings) {
    this.#segment = segment;
    this.#log = surroundings.log;
    this.#observations = surroundings.observations;
    this.#report = surroundings.report;
    this.nextRevision = segment.request.startRevision;
    this.#startIsOpen = segment.request.startRevision === 0;
  }

  run(deliveredThrough: number | null): void {
    for (const receipt of this.#segment.receipts) this.#receipt(receipt);
    const isOpen = this.#segment.endReason === null && this.#isCreated && !this.#isCanceled;
    if (!isOpen || deliveredThrough === null) return;
    this.#nothingDue(deliveredThrough, "watch lost", "when the run ended");
  }

  #receipt(receipt: WatchReceipt): void {
    const { response } = receipt;
    const revision = response.header?.revision ?? 0;
    const isStreamWide = response.watchId === -1n && !response.created && !response.canceled;
    if (!this.#isCreated && !response.created) {
      if (!isStreamWide) this.#report("watch protocol", "a response came before the created one");
      return;
    }
    if (this.#isCanceled && !response.canceled && !isStreamWide) {
      this.#report("watch protocol", `a response at ${revision} came after the canceled one`);
    }
    if (response.created) {
      if (this.#isCreated) this.#report("watch protocol", "created twice");
      this.#isCreated = true;
      if (this.#startIsOpen) this.nextRevision = revision + 1;
    }
    if (response.canceled) {
      this.#canceled(receipt, revision);
      return;
    }
    if (this.#isCanceled) return;
    if (response.events.length === 0) {
      if (!response.created) this.#progress(revision);
      return;
    }
    const events = response.events.map((event) => loggedEvent(event, event.prevKv));
    this.#fragments = this.#fragments.length === 0 ? events : [...this.#fragments, ...events];
    const last = events.at(-1)!.kv.modRevision;
    if (revision < last) {
      this.#report("watch content", `header revision ${revision} below its event's ${last}`);
    }
    if (response.fragment) return;
    const whole = this.#fragments;
    this.#fragments = [];
    this.#events(whole, receipt);
  }

  #canceled({ response, receivedAt }: WatchReceipt, revision: number): void {
    this.#isCanceled = true;
    const { compactRevision } = response;
    if (compactRevision === 0) return;
    this.isCompacted = true;
    if (revision !== 0) {
      this.#report("watch cancel", `canceled by compaction with header revision ${revision}`);
    }
    const asked = this.#observations.compactCeilingAt(receivedAt);
    if (compactRevision > asked) {
      const text = `canceled as compacted at ${compactRevision}, compaction was asked up to ${asked}`;
      this.#report("watch cancel", text);
    }
    if (!this.#startIsOpen && compactRevision <= this.nextRevision) {
      const text = `canceled as compacted at ${compactRevision}, which does not touch ${this.nextRevision}, the next due`;
      this.#report("watch cancel", text);
    }
  }

  #progress(revision: number): void {
    const { startRevision } = this.#segment.request;
    if (revision < startRevision) {
      this.#report("watch start", `progress mark ${revision} is older than the start`);
      return;
    }
    const last = Math.max(this.#lastProgress, this.#lastDelivered);
    if (revision < last) {
      this.#report("watch progress", `progress mark ${revision} after ${last} was told`);
      return;
    }
    this.#lastProgress = revision;
    this.#nothingDue(revision, "watch progress", `at the progress mark ${revision}`);
    this.#startIsOpen = false;
    if (revision >= this.nextRevision) this.nextRevision = revision + 1;
  }

  /** All events of one response, fragments joined. */
  #events(events: readonly LoggedEvent[], receipt: WatchReceipt): void {
    let from = 0;
    while (from < events.length) {
      const revision = events[from]!.kv.modRevision;
      let to = from + 1;
      while (to < events.length && events[to]!.kv.modRevision === revision) to++;
      this.#revision(revision, events.slice(from, to), receipt);
      from = to;
    }
    this.#lastOfResponse = events.at(-1)!.kv.modRevision;
  }

  /** The events of one revision within one response. */
  #revision(revision: number, given: readonly LoggedEvent[], receipt: WatchReceipt): void {
    const { request } = this.#segment;
    if (revision < request.startRevision) {
      this.#report("watch start", `event at ${revision} is older than the start`);
      return;
    }
    if (this.#startIsOpen) {
      this.#startIsOpen = false;
      if (revision < this.nextRevision) this.nextRevision = revision;
    }
    const all = this.#log.at(revision);
    const due = all?.filter((event) => this.#wants(event));
    if (revision < this.nextRevision) {
      this.#old(revision, given);
      return;
    }
    this.#nothingDue(revision - 1, "watch lost", `before the event at ${revision}`);
    this.nextRevision = revision + 1;
    this.#lastDelivered = revision;
    this.#delivered.add(revision);
    if (due === undefined || all === undefined) return;
    let place = 0;
    for (const event of given) {
      if (!this.#wants(event)) {
        const text = `got [${eventsText([event])}], outside its range or filters`;
        this.#report("watch filter", text);
        continue;
      }
      const expected = due[place];
      if (expected === undefined || expected.name !== event.name) {
        this.#misplaced(revision, event, { due, given });
        return;
      }
      place++;
      const difference = eventDifference(expected, event);
      if (difference !== null)
        this.#report("watch content", `at revision ${revision} ${difference}`);
      this.#previous(expected, event, receipt);
    }
    if (place < due.length && !this.#splitsNext(revision, receipt)) {
      const text = `got ${place} of ${due.length} events of revision ${revision}: [${eventsText(given)}]`;
      this.#report("watch lost", text);
    }
  }

  /** An event that is not the next of its revision. */
  #misplaced(
    revision: number,
    event: LoggedEvent,
    events: { due: readonly LoggedEvent[]; given: readonly LoggedEvent[] },
  ): void {
    const { due, given } = events;
    const text = `revision ${revision} came as [${eventsText(given)}], due [${eventsText(due)}]`;
    if (!due.some(({ name }) => name === event.name)) this.#report("watch content", text);
    else if (given.filter(({ name }) => name === event.name).length > 1) {
      this.#report("watch duplicate", text);
    } else if (given.length < due.length) this.#report("watch lost", text);
    else this.#report("watch order", text);
  }

  /** Whether the rest of the revision comes in a later response, which is reported there. */
  #splitsNext(revision: number, receipt: WatchReceipt): boolean {
    const { receipts } = this.#segment;
    const next = receipts
      .slice(receipts.indexOf(receipt) + 1)
      .find(({ response }) => response.events.length > 0);
    return next?.response.events[0]?.kv?.modRevision === revision;
  }

  /** Events of a revision that was passed already. */
  #old(revision: number, given: readonly LoggedEvent[]): void {
    const text = `[${eventsText(given)}] came after revision ${this.nextRevision - 1}`;
    if (revision === this.#lastOfResponse && this.#delivered.has(revision)) {
      this.#report("watch atomic", `revision ${revision} came in two responses, or twice: ${text}`);
    } else if (this.#delivered.has(revision)) this.#report("watch duplicate", text);
    else this.#report("watch order", text);
  }

  #previous(due: LoggedEvent, given: LoggedEvent, { receivedAt }: WatchReceipt): void {
    const revision = due.kv.modRevision;
    const previous = this.#segment.request.prevKv ? due.previous : null;
    const difference = previousDifference(previous, given.previous);
    if (difference === null) return;
    // The revision before may be compacted by now.
    const isCompacted = this.#observations.compactCeilingAt(receivedAt) >= revision;
    if (given.previous === null && isCompacted) return;
    this.#report("watch previous", `at revision ${revision} of ${due.name}: ${difference}`);
  }

  /** Nothing that the watch wants is left from nextRevision to `to`, both inclusive. */
  #nothingDue(to: number, kind: ViolationKind, when: string): void {
    const last = Math.min(to, this.#log.lastRevision);
    for (let r = Math.max(1, this.nextRevision); r <= last; r++) {
      const due = this.#log.at(r)?.filter((event) => this.#wants(event));
      if (due === undefined || due.length === 0) continue;
      this.#report(kind, `revision ${r} [${eventsText(due)}] was missing ${when}`);
      return;
    }
  }

  #wants(event: LoggedEvent): boolean {
    const { key, rangeEnd, filters } = this.#segment.request;
    return !filters.includes(event.type) && isInRange(event.name, key, rangeEnd);
  }
}

/** The watch's last known revision plus one: where a client resumes. 0: from the start again. */
export function resumeRevision(watch: Watch): number {
  let revision = 0;
  for (const { request, receipts } of watch.segments) {
    if (request.startRevision > revision) revision = request.startRevision;
    let isWhole = true;
    for (const { response } of receipts) {
      if (response.canceled) {
        if (response.compactRevision > revision) revision = response.compactRevision;
        continue;
      }
      const isMark =
        response.events.length === 0 && (!response.created || request.startRevision === 0);
      const last = isMark
        ? (response.header?.revision ?? 0)
        : (response.events.at(-1)?.kv?.modRevision ?? 0);
      isWhole = !response.fragment;
      if (isWhole && last + 1 > revision && !(isMark && last < request.startRevision)) {
        revision = last + 1;
      }
    }
  }
  return revision;
}
