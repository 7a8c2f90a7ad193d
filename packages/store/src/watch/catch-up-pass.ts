/**
 * One pass through a piece of the history for up to some hundred watchers that need it: reads each
 * change once, keeps what interests one of them, and gives every watcher its share in one batch.
 *
 * A pass reads whole revisions, from the first that a participant needs up to and without
 * `endRevision`, which it sets: to the end of the history, or to where one of the limits made it
 * stop. Views of the history's buffers do not outlive the visit; what matches is copied.
 */

import { assert } from "@kvorum/base";
import { ByteSlab } from "../mvcc/byte-slab.ts";
import { copyBytes } from "../mvcc/varint.ts";
import type { HistoryEvent, HistoryReader } from "../seams.ts";
import {
  type EventParts,
  EventScratch,
  sizeEventField,
  writeEventField,
} from "./event-encoding.ts";
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
  /** All of them encoded, once somebody asks. */
  encoded: Uint8Array | null = null;
  /** Where each of them starts in `encoded`. */
  readonly offsets: number[] = [];
  /** Batches made so far, by the first event that they hold. */
  readonly batches = new Map<number, WatchBatch>();

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
  readonly #slab = new ByteSlab();
  readonly #scratch = new EventScratch();
  readonly #matches: WatchRange[] = [];
  readonly #refused = new Map<WatchBatch, WatchBatch>();
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

  /**
   * The events from the watcher's next revision on, or null where there are none in this pass.
   * Watchers of one view get views of the same bytes, each from where it needs them.
   */
  batchFor(watcher: Watcher): WatchBatch | null {
    const share = this.#shares[watcher.view.row]!;
    const first = this.#firstFrom(share, watcher.nextRevision);
    if (first === share.kept.length) return null;
    let batch = share.batches.get(first);
    if (batch === undefined) {
      share.encoded ??= this.#encode(share);
      batch = {
        revision: share.lastRevision,
        headerRevision: this.#headerRevision,
        events: share.encoded.subarray(share.offsets[first]),
        eventsCount: share.kept.length - first,
      };
      share.batches.set(first, batch);
    }
    return batch;
  }

  /**
   * The same batch as it waits for a sink that refused it: stamped with how far the watcher will
   * have been served when it is taken, and in memory of its own where it would pin much more.
   */
  refusedForm(batch: WatchBatch): WatchBatch {
    let refused = this.#refused.get(batch);
    if (refused === undefined) {
      const { events } = batch;
      const isSmallPart = events.length * 2 < events.buffer.byteLength;
      refused = {
        ...batch,
        headerRevision: this.endRevision - 1,
        events: isSmallPart ? events.slice() : events,
      };
      this.#refused.set(batch, refused);
    }
    return refused;
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
    const record = this.#slab.take(event.record.length);
    copyBytes(record, 0, event.record, 0, record.length);
    this.#keptBytes += record.length;
    return (
      this.#kept.push({
        revision: event.revision,
        key: event.key,
        isTombstone: event.isTombstone,
        isCreation: event.createRevision === event.revision,
        record,
        previousRecord: undefined,
      }) - 1
    );
  }

  /** Index in `share.kept` of its first event at this revision or later. */
  #firstFrom(share: ViewShare, revision: number): number {
    let low = 0;
    for (let high = share.kept.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#kept[share.kept[middle]!]!.revision < revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #encode(share: ViewShare): Uint8Array {
    let sizeBytes = 0;
    for (const index of share.kept) {
      share.offsets.push(sizeBytes);
      sizeBytes += sizeEventField(this.#parts(share, index));
    }
    const bytes = new Uint8Array(sizeBytes);
    let position = 0;
    for (const index of share.kept) {
      position = writeEventField(bytes, position, this.#parts(share, index));
    }
    assert(position === sizeBytes, "encoded size differs from the computed one");
    return bytes;
  }

  /** The event as the view sees it, valid until the next call. */
  #parts(share: ViewShare, index: number): EventParts {
    const event = this.#kept[index]!;
    const withPrevious = (share.view.flags & ViewFlag.prevKv) !== 0;
    const scratch = this.#scratch;
    scratch.revision = event.revision;
    scratch.isTombstone = event.isTombstone;
    scratch.record = event.record;
    scratch.previousRecord = withPrevious ? this.#previousRecord(event) : null;
    return scratch;
  }

  #previousRecord(event: KeptEvent): Uint8Array | null {
    if (event.isCreation) return null;
    if (event.previousRecord === undefined) {
      event.previousRecord = this.#history.recordBefore(event.key, event.revision);
    }
    return event.previousRecord;
  }
}
