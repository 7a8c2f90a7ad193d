/**
 * The events of one revision, encoded as its watchers want them: each event at most once with and
 * once without its previous record, and views that see all of them share one batch.
 */

import { assert } from "@kvorum/base";
import type { RevisionEvents } from "../seams.ts";
import { encodeEventField } from "./event-encoding.ts";
import { ViewFlag } from "./watch-table.ts";
import type { WatchBatch } from "./watcher.ts";

export class LiveBatches {
  readonly #events: RevisionEvents;
  readonly #plain: (Uint8Array | undefined)[] = [];
  readonly #withPrevious: (Uint8Array | undefined)[] = [];
  #wholePlain: WatchBatch | null = null;
  #wholeWithPrevious: WatchBatch | null = null;

  constructor(events: RevisionEvents) {
    this.#events = events;
  }

  /** The batch of these events (indexes ascending, at least one) for a view with these flags. */
  batch(flags: number, indexes: readonly number[]): WatchBatch {
    const isWhole = indexes.length === this.#events.eventsCount;
    if (!isWhole) return this.#join(flags, indexes);
    if ((flags & ViewFlag.prevKv) !== 0) {
      return (this.#wholeWithPrevious ??= this.#join(flags, indexes));
    }
    return (this.#wholePlain ??= this.#join(flags, indexes));
  }

  #join(flags: number, indexes: readonly number[]): WatchBatch {
    assert(indexes.length > 0, "a batch without events");
    const revision = this.#events.revision;
    let events = this.#encoded(flags, indexes[0]!);
    if (indexes.length > 1) {
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

  #encoded(flags: number, i: number): Uint8Array {
    const events = this.#events;
    // A creation has no previous record, so both forms are the same bytes.
    const hasPrevious =
      (flags & ViewFlag.prevKv) !== 0 && events.createRevision(i) !== events.revision;
    const known = hasPrevious ? this.#withPrevious : this.#plain;
    return (known[i] ??= encodeEventField({
      revision: events.revision,
      isTombstone: events.isTombstone(i),
      record: events.record(i),
      previousRecord: hasPrevious ? events.previousRecord(i) : null,
    }));
  }
}
