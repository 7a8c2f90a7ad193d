/**
 * The events of every revision, merged from what the members hold in the end and from watches over
 * all keys. Where two sources tell different things of one revision, members differ (P4, P9).
 */

import type { mvccpb } from "@kvorum/proto";
import { eventsDifference, kvDifference } from "./answer-difference.ts";
import type { CommittedLog, History, Watch } from "./history.ts";
import { type LoggedEvent, loggedEvent } from "./reference-model.ts";
import type { Violation } from "./violation.ts";

const MAX_VIOLATIONS = 20;

/** Revisions with their events; those that no source tells are missing. */
export class EventLog {
  readonly #events: (readonly LoggedEvent[] | undefined)[] = [];

  /** The highest revision with known events; 0 for none. */
  get lastRevision(): number {
    return Math.max(0, this.#events.length - 1);
  }

  at(revision: number): readonly LoggedEvent[] | undefined {
    return this.#events[revision];
  }

  set(revision: number, events: readonly LoggedEvent[]): void {
    while (this.#events.length < revision) this.#events.push(undefined);
    this.#events[revision] = events;
  }
}

/** What all sources of a history agree on, and where they do not. */
export function mergeLogs(history: History): { log: EventLog; violations: Violation[] } {
  const log = new EventLog();
  const violations: Violation[] = [];
  const sources = new Map<number, string>();
  const add = (
    revision: number,
    events: readonly mvccpb.Event[],
    source: { name: string; watches: number[] },
  ): void => {
    const known = log.at(revision);
    if (known === undefined) {
      log.set(
        revision,
        events.map((event) => loggedEvent(event, null)),
      );
      sources.set(revision, source.name);
      return;
    }
    if (isSame(known, events) || violations.length >= MAX_VIOLATIONS) return;
    const given = events.map((event) => loggedEvent(event, null));
    const difference = eventsDifference(known, given);
    const isWatch = source.watches.length > 0;
    violations.push({
      promise: isWatch ? "P5" : "P9",
      kind: isWatch ? "watch content" : "members differ",
      text: `revision ${revision}: ${source.name} has ${difference} as ${sources.get(revision)} has it`,
      operations: [],
      watches: source.watches,
    });
  };
  for (const committed of history.committedLogs) {
    const source = { name: `member ${committed.member}`, watches: [] };
    violations.push(...gaps(committed));
    for (const { revision, events } of committed.revisions) add(revision, events, source);
  }
  for (const watch of history.watches) {
    for (const [revision, events] of completeRevisions(watch)) {
      add(revision, events, { name: `watch ${watch.id}`, watches: [watch.id] });
    }
  }
  return { log, violations };
}

/** As eventsDifference, without making anything: most sources agree. */
function isSame(known: readonly LoggedEvent[], events: readonly mvccpb.Event[]): boolean {
  return (
    known.length === events.length &&
    known.every(({ type, kv }, i) => {
      const event = events[i]!;
      return type === event.type && kvDifference(kv, event.kv!) === null;
    })
  );
}

function gaps(committed: CommittedLog): Violation[] {
  const { fromRevision, toRevision, revisions, member } = committed;
  let expected = fromRevision;
  for (const { revision } of revisions) {
    if (revision !== expected) break;
    expected++;
  }
  if (expected === toRevision + 1 && revisions.length === expected - fromRevision) return [];
  return [
    {
      promise: "P4",
      kind: "revision gap",
      text: `member ${member} has ${revisions[expected - fromRevision]?.revision ?? "nothing"} where revision ${expected} of ${fromRevision} to ${toRevision} is due`,
      operations: [],
      watches: [],
    },
  ];
}

/** The revisions that a watch over all keys without filters was told, each as it came first. */
function completeRevisions(watch: Watch): Map<number, mvccpb.Event[]> {
  const complete = new Map<number, mvccpb.Event[]>();
  for (const { request, receipts } of watch.segments) {
    if (!isWholeWatch(request)) continue;
    const own = new Map<number, mvccpb.Event[]>();
    for (const { response } of receipts) {
      for (const event of response.events) {
        const revision = event.kv!.modRevision;
        const events = own.get(revision);
        if (events === undefined) own.set(revision, [event]);
        else events.push(event);
      }
    }
    // A broken stream may have cut the last revision in two fragments.
    if (receipts.at(-1)?.response.fragment === true) {
      const revision = receipts.at(-1)!.response.events.at(-1)?.kv?.modRevision ?? 0;
      own.delete(revision);
    }
    for (const [revision, events] of own) {
      if (!complete.has(revision)) complete.set(revision, events);
    }
  }
  return complete;
}

function isWholeWatch(request: Watch["segments"][number]["request"]): boolean {
  const startsFirst =
    request.key.length === 0 || (request.key.length === 1 && request.key[0] === 0);
  const endsLast = request.rangeEnd.length === 1 && request.rangeEnd[0] === 0;
  return startsFirst && endsLast && request.filters.length === 0;
}
