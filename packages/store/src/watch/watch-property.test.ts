/**
 * Random writes, watches of past and future, filters, full sinks, cancels, compactions and
 * snapshots: whatever happens, each watcher sees exactly the model's events, once, in order, whole
 * revisions, and a progress mark never promises what was not delivered.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_BYTES, latin1ToBytes, SeededRandom } from "@kvorum/base";
import { mvccpb } from "@kvorum/proto";
import {
  decodeBatch,
  eventText,
  type ModelChange,
  type ModelEvent,
  ModelHistory,
  ModelSink,
} from "./model-history.ts";
import { WatchHub } from "./watch-hub.ts";
import type { Watcher } from "./watcher.ts";

const SEEDS = 60;
const STEPS = 300;
const KEYS = ["a", "a\0", "aa", "b", "b\xff", "\xff\xff"];
const ANY = Number.POSITIVE_INFINITY;

interface Watch {
  readonly watcher: Watcher;
  readonly sink: ModelSink;
  readonly begin: string;
  readonly end: string | null;
  readonly noPut: boolean;
  readonly noDelete: boolean;
  readonly prevKv: boolean;
  readonly firstRevision: number;
  isCanceled: boolean;
  eventsAtCancel: number;
}

class World {
  readonly random: SeededRandom;
  readonly history = new ModelHistory();
  readonly hub = new WatchHub({ history: this.history });
  readonly sinks = [new ModelSink(), new ModelSink(), new ModelSink()];
  readonly watches: Watch[] = [];
  #isInSink = false;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    for (const sink of this.sinks) {
      sink.onDeliver = () => {
        if (this.#isInSink || !this.random.chance(1, 8)) return;
        this.#isInSink = true;
        if (this.random.chance(1, 2)) this.cancelOne();
        else this.watchOne();
        this.#isInSink = false;
      };
    }
  }

  step(): void {
    const { random, hub, history } = this;
    const choice = random.below(100);
    if (choice < 50) {
      const events = history.write(this.#changes());
      if (events !== null) hub.publish(events);
    } else if (choice < 62) this.watchOne();
    else if (choice < 66) this.cancelOne();
    else if (choice < 76) {
      random.pick(this.sinks).room = random.pick([0, 1, 5, 30, ANY, ANY, ANY]);
    } else if (choice < 94) hub.catchUp();
    else if (choice < 97) {
      const revision = history.revision - random.below(20);
      if (revision > history.compactRevision && revision > 0) history.compact(revision);
    } else {
      // A snapshot that brings revisions which were never published.
      for (let n = random.below(30); n > 0; n--) history.write(this.#changes());
      hub.resynchronise();
    }
    if (this.watches.length > 0) this.checkProgress(random.pick(this.watches));
  }

  watchOne(): void {
    const { random, history } = this;
    const key = random.pick(KEYS);
    const other = random.pick(KEYS);
    const kind = random.below(4);
    const end = kind === 0 ? null : kind === 1 ? "\u0100" : key < other ? other : null;
    const rangeEnd =
      end === null ? EMPTY_BYTES : end === "\u0100" ? new Uint8Array(1) : latin1ToBytes(end);
    const startRevision = random.chance(1, 2)
      ? 0
      : Math.max(1, history.revision - 20 + random.below(25));
    const filters = {
      noPut: random.chance(1, 6),
      noDelete: random.chance(1, 6),
      prevKv: random.chance(1, 2),
    };
    const sink = random.pick(this.sinks);
    const watcher = this.hub.watch({
      key: latin1ToBytes(key),
      rangeEnd,
      startRevision,
      ...filters,
      id: BigInt(this.watches.length),
      sink,
    });
    this.watches.push({
      watcher,
      sink,
      begin: key,
      end,
      ...filters,
      firstRevision: startRevision === 0 ? history.revision + 1 : startRevision,
      isCanceled: false,
      eventsAtCancel: 0,
    });
  }

  cancelOne(): void {
    if (this.watches.length === 0) return;
    const watch = this.random.pick(this.watches);
    if (watch.isCanceled) return;
    this.hub.cancel(watch.watcher);
    watch.isCanceled = true;
    watch.eventsAtCancel = watch.sink.eventsOf(watch.watcher).length;
  }

  expected(watch: Watch): readonly ModelEvent[] {
    return this.history.events.filter(
      (event) =>
        event.revision >= watch.firstRevision &&
        (watch.end === null
          ? event.key === watch.begin
          : watch.begin <= event.key && event.key < watch.end) &&
        !(event.isTombstone ? watch.noDelete : watch.noPut),
    );
  }

  /** A synced watcher has everything up to the hub's revision, and has reached its start. */
  checkProgress(watch: Watch): void {
    if (!this.hub.isSynced(watch.watcher)) return;
    assert.equal(watch.isCanceled, false);
    assert.equal(
      watch.sink.eventsOf(watch.watcher).length,
      this.expected(watch).length,
      "progress promises an event that was not delivered",
    );
    assert.ok(watch.firstRevision <= this.hub.revision + 1);
  }

  /** What was seen is the model's, from the start, without a gap, in whole revisions. */
  check(watch: Watch): void {
    const expected = this.expected(watch);
    const batches = watch.sink.batchesOf(watch.watcher);
    let at = 0;
    for (const batch of batches) {
      assert.ok(batch.headerRevision >= batch.revision, "header behind the events");
      for (const event of decodeBatch(batch)) {
        const model = expected[at++];
        assert.ok(model !== undefined, `unexpected ${eventText(event)}`);
        assertEvent(event, model, {
          prevKv: watch.prevKv,
          compactRevision: this.history.compactRevision,
        });
      }
      assert.notEqual(expected[at]?.revision, batch.revision, "split revision");
    }
    if (watch.isCanceled) {
      assert.equal(at, watch.eventsAtCancel, "events after the cancel");
    } else if (watch.sink.compactions.has(watch.watcher)) {
      const compactRevision = watch.sink.compactions.get(watch.watcher)!;
      const last = batches.at(-1)?.revision ?? 0;
      assert.ok(last < compactRevision, "compacted though nothing was missing");
    } else assert.equal(at, expected.length, "events are missing");
  }

  finish(): void {
    for (const sink of this.sinks) {
      sink.room = ANY;
      sink.onDeliver = null;
    }
    for (let n = 0; this.hub.catchUp() !== "idle"; n++) {
      assert.ok(n < 10_000, "catchUp does not come to an end");
    }
    for (const watch of this.watches) this.check(watch);
    for (const watch of this.watches) this.hub.cancel(watch.watcher);
    const { watchersCount, slowWatchersCount, refusedEventsCount } = this.hub.counters;
    assert.deepEqual([watchersCount, slowWatchersCount, refusedEventsCount], [0, 0, 0]);
  }

  #changes(): ModelChange[] {
    const changes = new Map<string, ModelChange>();
    for (let n = this.random.pick([1, 1, 1, 2, 5]); n > 0; n--) {
      const key = this.random.pick(KEYS);
      const value = this.random.chance(1, 4) ? null : `v${this.random.below(1000)}`;
      changes.set(key, { key, value });
    }
    return [...changes.values()];
  }
}

function assertEvent(
  event: mvccpb.Event,
  model: ModelEvent,
  watch: { prevKv: boolean; compactRevision: number },
): void {
  const isDelete = event.type === mvccpb.EventType.DELETE;
  assert.equal(isDelete, model.isTombstone);
  const kv = mvccpb.decodeKeyValue(model.record);
  if (isDelete) kv.modRevision = model.revision;
  assert.deepEqual(mvccpb.encodeKeyValue(event.kv!), mvccpb.encodeKeyValue(kv));
  const previous = event.prevKv === null ? null : mvccpb.encodeKeyValue(event.prevKv);
  if (!watch.prevKv) assert.equal(previous, null);
  else if (previous !== null || model.revision - 1 >= watch.compactRevision) {
    assert.deepEqual(previous, model.previousRecord);
  }
}

test(`watchers see the model's events whatever happens (seeds 1 to ${SEEDS})`, () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = new World(seed);
    try {
      for (let i = 0; i < STEPS; i++) world.step();
      world.finish();
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
});
