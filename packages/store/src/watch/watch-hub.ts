/**
 * Watchers and what they are owed. `publish` hands every revision to the watchers that are up to
 * date, at the cost of one call each; `catchUp`, called in slices, serves those that are not: who
 * asked for the past, whose sink was full, and everybody after a snapshot was installed.
 *
 * For each watcher, whatever happens to it in between: every event that its range and filters let
 * through, from its start revision on, exactly once, in order of (revision, sub revision), all
 * events of a revision in one batch; or `compacted`, when what it needs next is gone.
 *
 * Invariants: `#nextRevision` is one more than the last revision published. A synced watcher has
 * been offered everything below it. Sinks are called from `publish` and `catchUp` alone, so never
 * from inside `watch`: an answer that a watch was created always comes first.
 *
 * Not here: watch ids, streams, created and canceled responses, progress timers, permissions.
 * Specification: the v3 API, section 4. Limits: watch-limits.ts.
 */

import { assert } from "@kvorum/base";
import type { HistoryReader, RevisionEvents, RevisionSink } from "../seams.ts";
import { CatchUpPass } from "./catch-up-pass.ts";
import { LiveBatches } from "./live-batches.ts";
import {
  CATCH_UP_EXAMINED,
  CATCH_UP_SCANNED_EVENTS,
  CATCH_UP_WATCHERS,
  REFUSED_BYTES,
} from "./watch-limits.ts";
import { watchRefusal } from "./watch-request.ts";
import {
  ViewFlag,
  type WatchRange,
  WatchTable,
  type WatchView,
  watchedKeys,
} from "./watch-table.ts";
import { type WatchBatch, Watcher, WatcherState, type WatchSink } from "./watcher.ts";
import { WatcherHeap, WatcherQueue } from "./watcher-queue.ts";

export interface WatchOptions {
  /** As in the request; empty means 0x00. The bytes are copied. */
  readonly key: Uint8Array;
  /** Empty: `key` alone; one byte 0x00: everything from `key`; else exclusive. */
  readonly rangeEnd: Uint8Array;
  /** 0: what changes from now on. Otherwise inclusive, past or future. */
  readonly startRevision: number;
  readonly noPut: boolean;
  readonly noDelete: boolean;
  readonly prevKv: boolean;
  readonly id: bigint;
  readonly sink: WatchSink;
}

/** What `catchUp` leaves behind: nothing; only refused batches; or history still to be read. */
export type CatchUpState = "idle" | "blocked" | "behind";

/** Figures under etcd's metrics. Plain counters; the stream ones are kept by the caller. */
export interface WatchCounters {
  /** etcd_debugging_mvcc_watcher_total */
  readonly watchersCount: number;
  /** etcd_debugging_mvcc_slow_watcher_total: behind or blocked. */
  readonly slowWatchersCount: number;
  /** etcd_debugging_mvcc_events_total: events that sinks took. */
  readonly eventsTotal: number;
  /** Events in batches that sinks refused and that are offered again. */
  readonly refusedEventsCount: number;
}

export class WatchHub implements RevisionSink {
  #history: HistoryReader;
  readonly #table = new WatchTable();
  readonly #future = new WatcherHeap();
  readonly #behind = new WatcherQueue();
  readonly #blocked = new WatcherQueue();
  #nextRevision: number;
  #isTurnOfLowest = false;
  #watchersCount = 0;
  #eventsTotal = 0;
  #refusedEventsCount = 0;
  #refusedBytes = 0;
  /** Inside `publish` or `catchUp`, where sinks run. */
  #isDelivering = false;
  /** Inside `publish`: members of views must not move. */
  #isPublishing = false;

  // Scratch of publish, empty between calls.
  readonly #batches = new LiveBatches();
  readonly #matches: WatchRange[] = [];
  readonly #touched: WatchView[] = [];
  readonly #touchedIndexes: number[][] = [];
  readonly #leavers: Watcher[] = [];
  /** What each leaver's sink refused; null for one that was canceled. */
  readonly #leaverBatches: (WatchBatch | null)[] = [];
  readonly #arrivals: Watcher[] = [];

  constructor(options: { history: HistoryReader }) {
    this.#history = options.history;
    this.#nextRevision = options.history.revision + 1;
  }

  /** Watchers that `catchUp` has to serve; without them there is no need to call it. */
  get slowWatchersCount(): number {
    return this.#behind.size + this.#blocked.size;
  }

  get counters(): WatchCounters {
    return {
      watchersCount: this.#watchersCount,
      slowWatchersCount: this.slowWatchersCount,
      eventsTotal: this.#eventsTotal,
      refusedEventsCount: this.#refusedEventsCount,
    };
  }

  /** The last revision published: every synced watcher has been offered all up to it. */
  get revision(): number {
    return this.#nextRevision - 1;
  }

  /**
   * Starts a watch. Never calls the sink. A start revision that is compacted is no error here:
   * `catchUp` reports it. Ask `watchRefusal` first; what it refuses is a bug here.
   */
  watch(options: WatchOptions): Watcher {
    const refusal = watchRefusal(options);
    assert(refusal === null, `watch that had to be refused: ${refusal}`);
    const { begin, end } = watchedKeys(options.key, options.rangeEnd);
    const flags =
      (options.noPut ? ViewFlag.noPut : 0) |
      (options.noDelete ? ViewFlag.noDelete : 0) |
      (options.prevKv ? ViewFlag.prevKv : 0);
    const view = this.#table.view(begin, end, flags);
    view.watchersCount++;
    this.#watchersCount++;
    const startRevision = options.startRevision;
    const watcher = new Watcher({
      id: options.id,
      sink: options.sink,
      view,
      nextRevision: startRevision === 0 ? this.#nextRevision : startRevision,
    });
    // A start revision that was asked for and not reached is future even where it is the very
    // next: until then the watcher must get no progress mark, since that would be older.
    if (startRevision >= this.#nextRevision) {
      watcher.state = WatcherState.future;
      this.#future.push(watcher);
    } else if (startRevision !== 0) {
      watcher.state = WatcherState.behind;
      this.#behind.push(watcher);
    } else if (this.#isPublishing) this.#arrivals.push(watcher);
    else this.#join(watcher);
    return watcher;
  }

  /** Ends a watch; its sink is not called again. Without effect on one that ended before. */
  cancel(watcher: Watcher): void {
    const state = watcher.state;
    if (state === WatcherState.gone) return;
    watcher.state = WatcherState.gone;
    switch (state) {
      case WatcherState.synced:
        if (this.#isPublishing) this.#leaveLater(watcher, null);
        else this.#leave(watcher);
        break;
      case WatcherState.future:
        this.#future.remove(watcher);
        break;
      case WatcherState.behind:
        this.#behind.noteGone();
        break;
      case WatcherState.blocked:
        this.#blocked.noteGone();
        break;
    }
    this.#forget(watcher);
  }

  /**
   * True when every event up to `revision` that the watcher may see has been taken by its sink and
   * its start revision is reached: a progress mark of that revision is right for it.
   */
  isSynced(watcher: Watcher): boolean {
    return watcher.state === WatcherState.synced;
  }

  /** Hands a new revision to everybody who is up to date. */
  publish(events: RevisionEvents): void {
    assert(!this.#isDelivering, "publish inside a delivery");
    assert(
      events.revision >= this.#nextRevision,
      `revision ${events.revision} published after ${this.revision}`,
    );
    this.#nextRevision = events.revision + 1;
    if (this.#watchersCount === 0) return;
    while (this.#future.firstRevision <= events.revision) this.#join(this.#future.pop());
    this.#isDelivering = true;
    this.#isPublishing = true;
    this.#batches.begin(events);
    if (events.eventsCount === 1) this.#publishOne(events);
    else this.#publishMany(events);
    this.#batches.end();
    this.#isPublishing = false;
    this.#isDelivering = false;
    if (this.#leavers.length > 0) this.#settleLeavers();
    if (this.#arrivals.length > 0) this.#settleArrivals();
  }

  /**
   * Serves some of the watchers that are not up to date, for a few milliseconds at most. "behind":
   * call again soon, after other work had its turn. "blocked": call again when a sink has room,
   * or about 10 ms later. "idle": `publish`, `watch` or `resynchronise` must come first.
   */
  catchUp(): CatchUpState {
    assert(!this.#isDelivering, "catchUp inside a delivery");
    this.#isDelivering = true;
    let hasProgress = this.#retryBlocked();
    if (this.#readHistory()) hasProgress = true;
    this.#isDelivering = false;
    if (this.#behind.size === 0) return this.#blocked.size === 0 ? "idle" : "blocked";
    return hasProgress ? "behind" : "blocked";
  }

  /**
   * After a snapshot replaced the store: every watcher catches up from where it is. Nothing that
   * was delivered comes again.
   *
   * @param history - the store's new one; left out where it is the same object as before.
   */
  resynchronise(history: HistoryReader = this.#history): void {
    assert(!this.#isDelivering, "resynchronise inside a delivery");
    const formerNextRevision = this.#nextRevision;
    this.#history = history;
    this.#nextRevision = history.revision + 1;
    for (const range of this.#table.ranges()) {
      for (let view = range.firstView; view !== null; view = view.next) {
        const members = view.members;
        if (members === null) continue;
        view.members = null;
        for (const watcher of members) {
          watcher.nextRevision = formerNextRevision;
          this.#place(watcher);
        }
      }
    }
    while (this.#future.firstRevision < this.#nextRevision) this.#place(this.#future.pop());
  }

  // Live delivery ----------------------------------------------------------------------------

  #publishOne(events: RevisionEvents): void {
    const matches = this.#matches;
    this.#table.collect(events.key(0), matches);
    if (matches.length === 0) return;
    const dropFlag = events.isTombstone(0) ? ViewFlag.noDelete : ViewFlag.noPut;
    const batches = this.#batches;
    for (let i = 0; i < matches.length; i++) {
      for (let view = matches[i]!.firstView; view !== null; view = view.next) {
        if (view.members === null || (view.flags & dropFlag) !== 0) continue;
        this.#deliver(view.members, batches.batch(view.flags, ONLY_FIRST));
      }
    }
    matches.length = 0;
  }

  #publishMany(events: RevisionEvents): void {
    const matches = this.#matches;
    const touched = this.#touched;
    for (let index = 0; index < events.eventsCount; index++) {
      this.#table.collect(events.key(index), matches);
      if (matches.length === 0) continue;
      const dropFlag = events.isTombstone(index) ? ViewFlag.noDelete : ViewFlag.noPut;
      for (let i = 0; i < matches.length; i++) {
        for (let view = matches[i]!.firstView; view !== null; view = view.next) {
          if (view.members === null || (view.flags & dropFlag) !== 0) continue;
          if (view.row < 0) {
            view.row = touched.length;
            touched.push(view);
            this.#touchedIndexes[view.row] ??= [];
          }
          this.#touchedIndexes[view.row]!.push(index);
        }
      }
      matches.length = 0;
    }
    const batches = this.#batches;
    for (let row = 0; row < touched.length; row++) {
      const view = touched[row]!;
      view.row = -1;
      this.#deliver(view.members!, batches.batch(view.flags, this.#touchedIndexes[row]!));
    }
    this.#touchedIndexes.length = Math.min(touched.length, KEPT_SCRATCH_ROWS);
    for (let row = 0; row < this.#touchedIndexes.length; row++) {
      if (this.#touchedIndexes[row]!.length > KEPT_SCRATCH_ROWS) this.#touchedIndexes[row] = [];
      else this.#touchedIndexes[row]!.length = 0;
    }
    touched.length = 0;
  }

  /** Members do not move meanwhile: who leaves or is refused is settled after the revision. */
  #deliver(members: readonly Watcher[], batch: WatchBatch): void {
    let takenCount = 0;
    for (let i = 0; i < members.length; i++) {
      const watcher = members[i]!;
      if (watcher.state !== WatcherState.synced) continue;
      if (watcher.sink.deliver(watcher, batch)) takenCount++;
      else if (this.#isStill(watcher, WatcherState.synced)) {
        watcher.state = WatcherState.arriving;
        this.#leaveLater(watcher, batch);
      }
    }
    this.#eventsTotal += takenCount * batch.eventsCount;
  }

  #leaveLater(watcher: Watcher, refused: WatchBatch | null): void {
    this.#leavers.push(watcher);
    this.#leaverBatches.push(refused);
  }

  #settleLeavers(): void {
    // Events of the live path are cut from slabs, which a batch must not pin while it waits.
    let shared: WatchBatch | null = null;
    let own: WatchBatch | null = null;
    for (let i = 0; i < this.#leavers.length; i++) {
      const watcher = this.#leavers[i]!;
      this.#leave(watcher);
      const batch = this.#leaverBatches[i]!;
      if (batch === null || watcher.state === WatcherState.gone) continue;
      if (own === null || batch !== shared) {
        shared = batch;
        own = { ...batch, events: batch.events.slice() };
      }
      this.#block(watcher, { batch: own, firstRevision: batch.revision });
    }
    this.#leavers.length = 0;
    this.#leaverBatches.length = 0;
  }

  #settleArrivals(): void {
    for (const watcher of this.#arrivals) {
      if (watcher.state !== WatcherState.gone) this.#join(watcher);
    }
    this.#arrivals.length = 0;
  }

  // Catching up ------------------------------------------------------------------------------

  #retryBlocked(): boolean {
    let hasProgress = false;
    for (let n = Math.min(this.#blocked.size, CATCH_UP_WATCHERS); n > 0; n--) {
      const watcher = this.#blocked.take();
      if (watcher === undefined) break;
      const batch = watcher.refused!;
      // In no queue while the sink runs, which may cancel it.
      watcher.state = WatcherState.arriving;
      const isTaken = watcher.sink.deliver(watcher, batch);
      if (this.#isStill(watcher, WatcherState.gone)) continue;
      if (!isTaken) {
        watcher.state = WatcherState.blocked;
        this.#blocked.push(watcher);
        continue;
      }
      hasProgress = true;
      this.#eventsTotal += batch.eventsCount;
      this.#releaseRefused(watcher);
      this.#place(watcher);
    }
    return hasProgress;
  }

  /** One pass over the history for the watcher that waits longest and others near it. */
  #readHistory(): boolean {
    const participants: Watcher[] = [];
    const compactRevision = this.#history.compactRevision;
    let hasProgress = false;
    let first = this.#takeBehind();
    for (let n = 0; first !== undefined && first.nextRevision < compactRevision; n++) {
      this.#endCompacted(first, compactRevision);
      if (n >= CATCH_UP_WATCHERS) return true;
      hasProgress = true;
      first = this.#takeBehind();
    }
    if (first === undefined) return hasProgress;
    if (first.nextRevision >= this.#nextRevision) {
      // The store went back below it when a snapshot was installed.
      this.#place(first);
      return true;
    }
    participants.push(first);
    const fromRevision = first.nextRevision;
    this.#behind.takeWithin(
      {
        from: fromRevision,
        to: fromRevision + CATCH_UP_SCANNED_EVENTS - 1,
        maxTaken: CATCH_UP_WATCHERS,
        maxExamined: CATCH_UP_EXAMINED,
      },
      participants,
    );
    const pass = new CatchUpPass(this.#history);
    for (const watcher of participants) {
      watcher.state = WatcherState.arriving;
      pass.join(watcher);
    }
    pass.read(fromRevision);
    for (const watcher of participants) {
      if (this.#isStill(watcher, WatcherState.gone)) continue;
      if (watcher.nextRevision >= pass.endRevision) {
        this.#place(watcher);
        continue;
      }
      const batch = pass.batchFor(watcher);
      const isTaken = batch === null || watcher.sink.deliver(watcher, batch);
      if (this.#isStill(watcher, WatcherState.gone)) continue;
      const firstRevision = watcher.nextRevision;
      watcher.nextRevision = pass.endRevision;
      if (batch === null || isTaken) {
        hasProgress = true;
        if (batch !== null) this.#eventsTotal += batch.eventsCount;
        this.#place(watcher);
      } else {
        const refused = { batch: pass.refusedForm(batch), firstRevision };
        if (this.#block(watcher, refused)) hasProgress = true;
      }
    }
    pass.finish();
    return hasProgress;
  }

  /**
   * Whose turn it is. Every other pass serves the one furthest behind: it meets others on its way,
   * and from there they go on together, at the cost of one. In between, turns are first come first
   * served, so that a long way back keeps nobody waiting.
   */
  #takeBehind(): Watcher | undefined {
    this.#isTurnOfLowest = !this.#isTurnOfLowest;
    return this.#isTurnOfLowest ? this.#behind.takeLowest(CATCH_UP_EXAMINED) : this.#behind.take();
  }

  #endCompacted(watcher: Watcher, compactRevision: number): void {
    watcher.state = WatcherState.gone;
    this.#forget(watcher);
    watcher.sink.compacted(watcher, compactRevision);
  }

  // Places of watchers -----------------------------------------------------------------------

  /** Puts a watcher that is nowhere where its next revision says. */
  #place(watcher: Watcher): void {
    if (watcher.nextRevision < this.#nextRevision) {
      watcher.state = WatcherState.behind;
      this.#behind.push(watcher);
    } else if (watcher.nextRevision === this.#nextRevision) this.#join(watcher);
    else {
      watcher.state = WatcherState.future;
      this.#future.push(watcher);
    }
  }

  /**
   * Keeps a refused batch for another try, or only the place to read it from again where that
   * would be too much. Returns whether it was kept.
   */
  #block(watcher: Watcher, refused: { batch: WatchBatch; firstRevision: number }): boolean {
    const { batch, firstRevision } = refused;
    if (this.#refusedBytes + batch.events.length > REFUSED_BYTES) {
      watcher.nextRevision = firstRevision;
      watcher.state = WatcherState.behind;
      this.#behind.push(watcher);
      return false;
    }
    watcher.state = WatcherState.blocked;
    watcher.refused = batch;
    this.#refusedBytes += batch.events.length;
    this.#refusedEventsCount += batch.eventsCount;
    if (batch.revision >= watcher.nextRevision) watcher.nextRevision = batch.revision + 1;
    this.#blocked.push(watcher);
    return true;
  }

  #releaseRefused(watcher: Watcher): void {
    const batch = watcher.refused;
    if (batch === null) return;
    watcher.refused = null;
    this.#refusedBytes -= batch.events.length;
    this.#refusedEventsCount -= batch.eventsCount;
  }

  #join(watcher: Watcher): void {
    watcher.state = WatcherState.synced;
    const view = watcher.view;
    if (view.members === null) {
      watcher.position = 0;
      view.members = [watcher];
    } else watcher.position = view.members.push(watcher) - 1;
  }

  #leave(watcher: Watcher): void {
    const members = watcher.view.members!;
    const last = members.pop()!;
    if (last !== watcher) {
      members[watcher.position] = last;
      last.position = watcher.position;
    }
    if (members.length === 0) watcher.view.members = null;
  }

  /** The last of a watcher: its view goes with its last watcher. */
  #forget(watcher: Watcher): void {
    this.#releaseRefused(watcher);
    this.#watchersCount--;
    watcher.view.watchersCount--;
    if (watcher.view.watchersCount === 0) this.#table.dropView(watcher.view);
  }

  /** Re-reads a state that a sink may have changed; the compiler would take it for known. */
  #isStill(watcher: Watcher, state: number): boolean {
    return watcher.state === state;
  }
}

const ONLY_FIRST: readonly number[] = [0];
/** Scratch arrays beyond this are let go after the revision that needed them. */
const KEPT_SCRATCH_ROWS = 1024;
