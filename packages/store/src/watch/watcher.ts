/**
 * What a watch is made of: the watcher (one per watch id), the sink that takes its events (one
 * per stream), and the batch that a sink is handed.
 *
 * A watcher is always in one of these states:
 *   synced   has been handed every event below the hub's next revision; a member of its view
 *   future   its start revision is not reached; in the hub's heap
 *   behind   needs events from the history; in the hub's queue
 *   blocked  its sink refused a batch, which is kept; in the hub's other queue
 *   arriving created while an event was on its way to others; placed right after
 *   gone     canceled or overtaken by a compaction; never comes back
 */

import type { WatchView } from "./watch-table.ts";

export const WatcherState = {
  synced: 0,
  future: 1,
  behind: 2,
  blocked: 3,
  arriving: 4,
  gone: 5,
} as const;

/** One response's worth of events, whole revisions, shared by all watchers that see the same. */
export interface WatchBatch {
  /** Revision of the last event. */
  readonly revision: number;
  /** What header.revision of the response must say. */
  readonly headerRevision: number;
  /** The events, encoded as field 11 of etcdserverpb.WatchResponse, one after the other. */
  readonly events: Uint8Array;
  readonly eventsCount: number;
}

/**
 * Takes what watchers see. It may call `watch` and `cancel` of the hub from inside, but neither
 * `publish` nor `catchUp`. It must not throw.
 */
export interface WatchSink {
  /**
   * True: the batch is taken. False: nothing of it is, for want of room; the hub keeps the
   * watcher's place and offers the same events again from `catchUp`.
   */
  deliver(watcher: Watcher, batch: WatchBatch): boolean;
  /** The next events that the watcher needs are compacted. The hub has forgotten the watcher. */
  compacted(watcher: Watcher, compactRevision: number): void;
}

/** The handle of one watch. Everything but `id` and `sink` belongs to the hub. */
export class Watcher {
  /** Unique on its stream; the hub itself does not look at it. */
  readonly id: bigint;
  readonly sink: WatchSink;
  readonly view: WatchView;
  state: number = WatcherState.arriving;
  /**
   * First revision not yet handed over. Kept exact in every state but synced, where the hub's own
   * next revision is meant.
   */
  nextRevision: number;
  /** Index in the array that the state names: members of the view, or the heap. */
  position = 0;
  /** The batch that the sink refused; its revisions lie below `nextRevision`. */
  refused: WatchBatch | null = null;

  constructor(options: { id: bigint; sink: WatchSink; view: WatchView; nextRevision: number }) {
    this.id = options.id;
    this.sink = options.sink;
    this.view = options.view;
    this.nextRevision = options.nextRevision;
  }
}
