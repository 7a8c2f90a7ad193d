/**
 * One pass through a piece of the history for up to some hundred watchers that need it: reads each
 * change once, keeps what interests one of them, and gives every watcher its share in one batch.
 *
 * A pass reads whole revisions, from the first that a participant needs up to and without
 * `endRevision`, which it sets: to the end of the history, or to where one of the limits made it
 * stop. Views of the history's buffers do not outlive the visit; what matches is copied.
 */

import { assert } from "@kvorum/base";
import type { HistoryEvent, HistoryReader } from "../seams.ts";
import { type EventParts, sizeEventField, writeEventField } from "./event-encoding.ts";
import { CATCH_UP_BYTES, CATCH_UP_REVISIONS, CATCH_UP_SCANNED_EVENTS } from "./watch-limits.ts";
import { ViewFlag, type WatchRange, WatchTable, type WatchView } from "./watch-table.ts";
import type { WatchBatch, Watcher } from "./watcher.ts";

/** A change that interests at least one view of the pass. */
interface KeptEvent {
  readonly revision: number;
  readonly key: string;
  readonly isTombstone: boolean;
  readonly isCreation: boolean;
  readonly record: Uint8Array;
  /** Undefined until someone asks. */
  previousRecord: Uint8Array | null | undefined;
}

/** What one view sees of the pass. */
class ViewShare {
  readonly view: WatchView;
  /** Indexes of kept events, ascending. */
  readonly kept: number[] = [];
  revisionsCount = 0;
  lastRevision = 0;
  /** The batch made last, and the revision from which it starts: most watchers share it. */
  batch: WatchBatch | null = null;
  batchFrom = -1;

  constructor(view: WatchView) {
    this.view = view;
  }
}

export class CatchUpPass {
  readonly #history: HistoryReader;
  readonly #headerRevision: number;
  readonly #table = new WatchTable();
  readonly #shares: ViewShare[] = [];
  readonly #kept: KeptEvent[] = [];
  readonly #matches: WatchRange[] = [];
  #keptBytes = 0;
  #scannedCount = 0;
  #scannedRevision = 0;
  #isFull = false;
  /** Exclusive end of what was read. */
  endRevision = 0;

  constructor(history: HistoryReader) {
    this.#history = history;
    this.#headerRevision = history.revision;
  }

  /** Registers what the watcher wants to see. Call `finish` when the pass is over. */
  join(watcher: Watcher): void {
    const view = watcher.view;
    if (view.row >= 0) return;
    view.row = this.#shares.length;
    this.#shares.push(new ViewShare(view));
    if (view.range.isInPass) return;
    view.range.isInPass = true;
    this.#table.add(view.range);
  }

  /** Reads the history from this revision on. */
  read(fromRevision: number): void {
    this.endRevision = this.#headerRevision + 1;
    this.#history.scanEvents({ fromRevision, beforeRevision: this.endRevision }, (event) =>
      this.#visit(event),
    );
  }

  /** The events from the watcher's next revision on, or null where there are none in this pass. */
  batchFor(watcher: Watcher): WatchBatch | null {
    const share = this.#shares[watcher.view.row]!;
    if (share.batchFrom !== watcher.nextRevision) {
      share.batchFrom = watcher.nextRevision;
      share.batch = this.#encode(share, watcher.nextRevision);
    }
    return share.batch;
  }

  /** Frees the views for the next pass. */
  finish(): void {
    for (const share of this.#shares) {
      share.view.row = -1;
      share.view.range.isInPass = false;
    }
  }

  #visit(event: HistoryEvent): boolean {
    if (event.revision !== this.#scannedRevision) {
      if (
        this.#isFull ||
        this.#scannedCount >= CATCH_UP_SCANNED_EVENTS ||
        this.#keptBytes >= CATCH_UP_BYTES
      ) {
        this.endRevision = event.revision;
        return false;
      }
      this.#scannedRevision = event.revision;
    }
    this.#scannedCount++;
    const matches = this.#matches;
    matches.length = 0;
    this.#table.collect(event.key, matches);
    if (matches.length === 0) return true;
    const dropFlag = event.isTombstone ? ViewFlag.noDelete : ViewFlag.noPut;
    let index = -1;
    for (let i = 0; i < matches.length; i++) {
      for (let view = matches[i]!.firstView; view !== null; view = view.next) {
        if (view.row < 0 || (view.flags & dropFlag) !== 0) continue;
        if (index < 0) index = this.#keep(event);
        this.#give(this.#shares[view.row]!, index, event.revision);
      }
    }
    return true;
  }

  #give(share: ViewShare, index: number, revision: number): void {
    share.kept.push(index);
    if (share.lastRevision === revision) return;
    assert(share.lastRevision < revision, "history is out of order");
    share.lastRevision = revision;
    share.revisionsCount++;
    if (share.revisionsCount >= CATCH_UP_REVISIONS) this.#isFull = true;
  }

  #keep(event: HistoryEvent): number {
    this.#keptBytes += event.record.length;
    return (
      this.#kept.push({
        revision: event.revision,
        key: event.key,
        isTombstone: event.isTombstone,
        isCreation: event.createRevision === event.revision,
        record: event.record.slice(),
        previousRecord: undefined,
      }) - 1
    );
  }

  #encode(share: ViewShare, fromRevision: number): WatchBatch | null {
    const kept = this.#kept;
    let first = 0;
    while (first < share.kept.length && kept[share.kept[first]!]!.revision < fromRevision) first++;
    if (first === share.kept.length) return null;
    const withPrevious = (share.view.flags & ViewFlag.prevKv) !== 0;
    const parts: EventParts[] = [];
    let sizeBytes = 0;
    let revision = 0;
    for (let i = first; i < share.kept.length; i++) {
      const event = kept[share.kept[i]!]!;
      revision = event.revision;
      const part: EventParts = {
        revision,
        isTombstone: event.isTombstone,
        record: event.record,
        previousRecord: withPrevious ? this.#previousRecord(event) : null,
      };
      parts.push(part);
      sizeBytes += sizeEventField(part);
    }
    const events = new Uint8Array(sizeBytes);
    let position = 0;
    for (const part of parts) position = writeEventField(events, position, part);
    assert(position === sizeBytes, "encoded size differs from the computed one");
    return {
      revision,
      headerRevision: this.#headerRevision,
      events,
      eventsCount: parts.length,
    };
  }

  #previousRecord(event: KeptEvent): Uint8Array | null {
    if (event.isCreation) return null;
    return (event.previousRecord ??= this.#history.recordBefore(event.key, event.revision));
  }
}
