/**
 * The events of one revision, encoded as its watchers want them: each event at most once with and
 * once without its previous record, and views that see all of them share one batch. One object
 * serves all revisions, one after the other. Small events are cut from slabs: whoever keeps a
 * batch for long copies it.
 */

import { assert } from "@kvorum/base";
import { ByteSlab } from "../mvcc/byte-slab.ts";
import type { RevisionEvents } from "../seams.ts";
import { EventScratch, sizeEventField, writeEventField } from "./event-encoding.ts";
import { ViewFlag } from "./watch-table.ts";
import type { WatchBatch } from "./watcher.ts";

export class LiveBatches {
  readonly #slab = new ByteSlab();
  readonly #scratch = new EventScratch();
  #events: RevisionEvents | null = null;
  #plain: (Uint8Array | undefined)[] = [];
  #withPrevious: (Uint8Array | undefined)[] = [];
  #wholePlain: WatchBatch | null = null;
  #wholeWithPrevious: WatchBatch | null = null;

  begin(events: RevisionEvents): void {
    this.#events = events;
  }

  /** Lets go of the revision. */
  end(): void {
    this.#events = null;
    this.#wholePlain = null;
    this.#wholeWithPrevious = null;
    this.#scratch.clear();
    if (this.#plain.length > 0) this.#plain = [];
    if (this.#withPrevious.length > 0) this.#withPrevious = [];
  }

  /** The batch of these events (indexes ascending, at least one) for a view with these flags. */
  batch(flags: number, indexes: readonly number[]): WatchBatch {
    const isWhole = indexes.length === this.#events!.eventsCount;
    if (!isWhole) return this.#join(flags, indexes);
    if ((flags & ViewFlag.prevKv) !== 0) {
      return (this.#wholeWithPrevious ??= this.#join(flags, indexes));
    }
    return (this.#wholePlain ??= this.#join(flags, indexes));
  }

  #join(flags: number, indexes: readonly number[]): WatchBatch {
    assert(indexes.length > 0, "a batch without events");
    const { revision, eventsCount } = this.#events!;
    let events: Uint8Array;
    if (eventsCount === 1) events = this.#encode(0, this.#hasPrevious(flags, 0));
    else if (indexes.length === 1) events = this.#encoded(flags, indexes[0]!);
    else {
      let length = 0;
      for (const i of indexes) length += this.#encoded(flags, i).length;
      events = new Uint8Array(length);
      let offset = 0;
      for (const i of indexes) {
        const event = this.#encoded(flags, i);
        events.set(event, offset);
        offset += event.length;
      }
    }
    return { revision, headerRevision: revision, events, eventsCount: indexes.length };
  }

  /** A creation has no previous record, so both of its forms are the same bytes. */
  #hasPrevious(flags: number, i: number): boolean {
    const events = this.#events!;
    return (flags & ViewFlag.prevKv) !== 0 && events.createRevision(i) !== events.revision;
  }

  #encoded(flags: number, i: number): Uint8Array {
    const hasPrevious = this.#hasPrevious(flags, i);
    const known = hasPrevious ? this.#withPrevious : this.#plain;
    return (known[i] ??= this.#encode(i, hasPrevious));
  }

  #encode(i: number, hasPrevious: boolean): Uint8Array {
    const events = this.#events!;
    const scratch = this.#scratch;
    scratch.revision = events.revision;
    scratch.isTombstone = events.isTombstone(i);
    scratch.record = events.record(i);
    scratch.previousRecord = hasPrevious ? events.previousRecord(i) : null;
    const bytes = this.#slab.take(sizeEventField(scratch));
    writeEventField(bytes, 0, scratch);
    return bytes;
  }
}
