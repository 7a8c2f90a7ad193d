import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@kvorum/base";
import { type ModelChange, ModelHistory, ModelSink } from "./model-history.ts";
import { WatchHub, type WatchOptions } from "./watch-hub.ts";
import { CATCH_UP_WATCHERS, REFUSED_BYTES } from "./watch-limits.ts";
import { watchRefusal } from "./watch-request.ts";
import type { Watcher } from "./watcher.ts";

const OPEN = new Uint8Array(1);

/** A store, its hub and one sink. */
class Fixture {
  readonly history = new ModelHistory();
  readonly hub = new WatchHub({ history: this.history });
  readonly sink = new ModelSink();
  #nextId = 0n;

  write(...changes: readonly (readonly [key: string, value: string | null])[]): void {
    this.writeAll(changes.map(([key, value]) => ({ key, value })));
  }

  writeAll(changes: readonly ModelChange[]): void {
    const events = this.history.write(changes);
    if (events !== null) this.hub.publish(events);
  }

  watch(key: string, options: Partial<Omit<WatchOptions, "key">> = {}): Watcher {
    return this.hub.watch({
      key: utf8ToBytes(key),
      rangeEnd: new Uint8Array(0),
      startRevision: 0,
      noPut: false,
      noDelete: false,
      prevKv: false,
      id: this.#nextId++,
      sink: this.sink,
      ...options,
    });
  }

  watchPrefix(prefix: string, options: Partial<Omit<WatchOptions, "key">> = {}): Watcher {
    const rangeEnd = utf8ToBytes(prefix);
    rangeEnd[rangeEnd.length - 1]!++;
    return this.watch(prefix, { rangeEnd, ...options });
  }

  /** Calls catchUp until it has nothing to read. Returns the last answer. */
  catchUp(): string {
    for (let n = 0; n < 1000; n++) {
      const state = this.hub.catchUp();
      if (state !== "behind") return state;
    }
    throw new Error("catchUp does not come to an end");
  }

  assertSeen(watcher: Watcher, expected: readonly string[]): void {
    assert.deepEqual(this.sink.textOf(watcher), expected);
  }
}

test("publish() delivers to exact keys, ranges and open ranges, and to nobody else", () => {
  const f = new Fixture();
  const exact = f.watch("b");
  const range = f.watch("a", { rangeEnd: utf8ToBytes("c") });
  const open = f.watch("b", { rangeEnd: OPEN });
  const everything = f.watch("", { rangeEnd: OPEN });
  const emptyKey = f.watch("");
  for (const key of ["a", "b", "bb", "c", "\0"]) f.write([key, "1"]);
  f.assertSeen(exact, ["PUT b@3=1"]);
  f.assertSeen(range, ["PUT a@2=1", "PUT b@3=1", "PUT bb@4=1"]);
  f.assertSeen(open, ["PUT b@3=1", "PUT bb@4=1", "PUT c@5=1"]);
  assert.equal(f.sink.eventsOf(everything).length, 5);
  f.assertSeen(emptyKey, ["PUT \0@6=1"]);
  assert.equal(f.history.scansCount, 0);
});

test("publish() gives all events of a revision in one batch, in order of sub revision", () => {
  const f = new Fixture();
  f.write(["a", "0"]);
  const all = f.watchPrefix("a");
  const some = f.watch("a1");
  f.write(["a2", "x"], ["a", null], ["a1", "y"], ["b", "z"]);
  f.assertSeen(all, ["PUT a2@3=x", "DELETE a@3", "PUT a1@3=y"]);
  f.assertSeen(some, ["PUT a1@3=y"]);
  const batches = f.sink.batchesOf(all);
  assert.equal(batches.length, 1);
  assert.equal(batches[0]!.headerRevision, 3);
});

test("publish() encodes once for all watchers of the same view", () => {
  const f = new Fixture();
  const [a, b] = [f.watchPrefix("k"), f.watchPrefix("k")];
  const exact = f.watch("k1");
  f.write(["k1", "v"]);
  assert.equal(f.sink.batchesOf(a)[0], f.sink.batchesOf(b)[0]);
  assert.equal(f.sink.batchesOf(a)[0]!.events, f.sink.batchesOf(exact)[0]!.events);
});

test("prev_kv is there for updates and deletes, not for creations (checklist 52)", () => {
  const f = new Fixture();
  const live = f.watch("k", { prevKv: true });
  const plain = f.watch("k");
  f.write(["k", "1"]);
  f.write(["k", "2"]);
  f.write(["k", null]);
  f.write(["k", "3"]);
  const expected = ["PUT k@2=1", "PUT k@3=2 was 1", "DELETE k@4 was 2", "PUT k@5=3"];
  f.assertSeen(live, expected);
  f.assertSeen(plain, ["PUT k@2=1", "PUT k@3=2", "DELETE k@4", "PUT k@5=3"]);
  const past = f.watch("k", { prevKv: true, startRevision: 2 });
  assert.equal(f.catchUp(), "idle");
  f.assertSeen(past, expected);
});

test("prev_kv is left out where that revision is compacted", () => {
  const f = new Fixture();
  for (const value of ["1", "2", "3", "4"]) f.write(["k", value]);
  f.history.compact(4);
  const watcher = f.watch("k", { prevKv: true, startRevision: 4 });
  f.catchUp();
  f.assertSeen(watcher, ["PUT k@4=3", "PUT k@5=4 was 3"]);
});

test("filters drop puts or deletes, and empty responses are not sent (checklist 53)", () => {
  const f = new Fixture();
  const noPut = f.watch("k", { noPut: true });
  const noDelete = f.watch("k", { noDelete: true });
  const nothing = f.watch("k", { noPut: true, noDelete: true });
  f.write(["k", "1"], ["other", "1"]);
  f.write(["k", null]);
  f.assertSeen(noPut, ["DELETE k@3"]);
  f.assertSeen(noDelete, ["PUT k@2=1"]);
  assert.equal(f.sink.batchesOf(nothing).length, 0);
  assert.equal(f.sink.batchesOf(noPut).length, 1);
  const past = f.watch("k", { noPut: true, startRevision: 1 });
  f.catchUp();
  f.assertSeen(past, ["DELETE k@3"]);
});

test("2500 revisions of history come in batches of at most 1000 whole revisions (54)", () => {
  const f = new Fixture();
  for (let i = 0; i < 2500; i++) f.write(["k1", `${i}`], ["k2", `${i}`]);
  const watcher = f.watchPrefix("k", { startRevision: 2 });
  assert.equal(f.hub.isSynced(watcher), false);
  assert.equal(f.catchUp(), "idle");
  const batches = f.sink.batchesOf(watcher);
  assert.deepEqual(
    batches.map((batch) => batch.eventsCount),
    [2000, 2000, 1000],
  );
  assert.deepEqual(
    batches.map((batch) => batch.headerRevision),
    [2501, 2501, 2501],
  );
  const revisions = f.sink.eventsOf(watcher).map((event) => event.kv!.modRevision);
  assert.deepEqual(
    revisions,
    Array.from({ length: 5000 }, (_, i) => 2 + Math.floor(i / 2)),
  );
  assert.equal(f.hub.isSynced(watcher), true);
});

test("a watcher of the past does not miss what is written while it catches up", () => {
  const f = new Fixture();
  for (let i = 0; i < 1500; i++) f.write(["k", `${i}`]);
  const watcher = f.watch("k", { startRevision: 2 });
  f.hub.catchUp();
  f.write(["k", "during"]);
  assert.equal(f.sink.eventsOf(watcher).length, 1000);
  f.catchUp();
  f.write(["k", "after"]);
  const events = f.sink.textOf(watcher);
  assert.equal(events.length, 1502);
  assert.deepEqual(events.slice(-2), ["PUT k@1502=during", "PUT k@1503=after"]);
});

test("a start revision in the future delivers nothing older and no progress (59)", () => {
  const f = new Fixture();
  const next = f.watch("k", { startRevision: 2 });
  const later = f.watch("k", { startRevision: 4 });
  assert.equal(f.hub.isSynced(next), false);
  f.write(["k", "a"]);
  assert.equal(f.hub.isSynced(next), true);
  f.write(["k", "b"]);
  assert.equal(f.hub.isSynced(later), false);
  assert.equal(f.catchUp(), "idle");
  f.write(["k", "c"]);
  f.write(["k", "d"]);
  assert.equal(f.hub.isSynced(later), true);
  f.assertSeen(next, ["PUT k@2=a", "PUT k@3=b", "PUT k@4=c", "PUT k@5=d"]);
  f.assertSeen(later, ["PUT k@4=c", "PUT k@5=d"]);
});

test("a start revision at the store's own is the past, of 0 is not", () => {
  const f = new Fixture();
  f.write(["k", "a"]);
  const here = f.watch("k", { startRevision: 2 });
  const now = f.watch("k");
  assert.equal(f.hub.isSynced(here), false);
  assert.equal(f.hub.isSynced(now), true);
  f.catchUp();
  f.assertSeen(here, ["PUT k@2=a"]);
  f.assertSeen(now, []);
});

test("a start revision below the compaction is reported by catchUp, not by watch (48)", () => {
  const f = new Fixture();
  for (const value of ["1", "2", "3"]) f.write(["k", value]);
  f.history.compact(3);
  const below = f.watch("k", { startRevision: 2 });
  const at = f.watch("k", { startRevision: 3 });
  assert.equal(f.sink.compactions.size, 0);
  f.catchUp();
  assert.deepEqual([...f.sink.compactions], [[below, 3]]);
  f.assertSeen(below, []);
  f.assertSeen(at, ["PUT k@3=2", "PUT k@4=3"]);
  assert.equal(f.hub.counters.watchersCount, 1);
  f.hub.cancel(below);
  assert.equal(f.hub.counters.watchersCount, 1);
});

test("a watch from the compaction sees a delete that happened exactly there (44)", () => {
  const f = new Fixture();
  f.write(["k", "1"]);
  f.write(["k", null]);
  f.history.compact(3);
  const watcher = f.watch("k", { startRevision: 3, prevKv: true });
  f.catchUp();
  f.assertSeen(watcher, ["DELETE k@3"]);
});

test("cancel() ends a watch in every state", () => {
  const f = new Fixture();
  f.write(["k", "1"]);
  const synced = f.watch("k");
  const future = f.watch("k", { startRevision: 100 });
  const behind = f.watch("k", { startRevision: 2 });
  f.sink.room = 0;
  const blocked = f.watchPrefix("k");
  f.write(["k", "2"]);
  for (const watcher of [synced, future, behind, blocked]) {
    f.hub.cancel(watcher);
    f.hub.cancel(watcher);
  }
  f.sink.room = 100;
  f.write(["k", "3"]);
  assert.equal(f.catchUp(), "idle");
  assert.equal(f.sink.batches.size, 0);
  assert.deepEqual(f.hub.counters, {
    watchersCount: 0,
    slowWatchersCount: 0,
    eventsTotal: 0,
    refusedEventsCount: 0,
  });
});

test("a full sink gets everything later, once, without a gap", () => {
  const f = new Fixture();
  const watcher = f.watch("k", { prevKv: true });
  f.write(["k", "1"]);
  f.sink.room = 0;
  f.write(["k", "2"]);
  f.write(["k", "3"]);
  assert.equal(f.hub.isSynced(watcher), false);
  assert.equal(f.hub.counters.slowWatchersCount, 1);
  assert.equal(f.hub.counters.refusedEventsCount, 1);
  assert.equal(f.catchUp(), "blocked");
  assert.equal(f.history.scansCount, 0);
  f.sink.room = 1;
  assert.equal(f.catchUp(), "blocked");
  // The batch that was refused is stamped with how far the watcher has been served.
  assert.equal(f.sink.batchesOf(watcher).at(-1)!.headerRevision, 3);
  f.sink.room = 100;
  assert.equal(f.catchUp(), "idle");
  f.write(["k", "4"]);
  f.assertSeen(watcher, ["PUT k@2=1", "PUT k@3=2 was 1", "PUT k@4=3 was 2", "PUT k@5=4 was 3"]);
  assert.equal(f.hub.counters.refusedEventsCount, 0);
  assert.equal(f.hub.counters.eventsTotal, 4);
});

test("a batch of catching up that was refused says how far the watcher was served", () => {
  const f = new Fixture();
  for (let i = 0; i < 1200; i++) f.write(["k", `${i}`]);
  const watcher = f.watch("k", { startRevision: 2 });
  f.sink.room = 0;
  f.catchUp();
  f.sink.room = 100;
  f.write(["k", "new"]);
  assert.equal(f.catchUp(), "idle");
  assert.deepEqual(
    f.sink.batchesOf(watcher).map((batch) => [batch.revision, batch.headerRevision]),
    [
      [1001, 1001],
      [1202, 1202],
    ],
  );
});

test("refused batches beyond the limit are dropped and read again", () => {
  const f = new Fixture();
  const value = "v".repeat(6_000_000);
  const count = 4;
  const watchers = Array.from({ length: count }, () => f.watch("k"));
  f.sink.room = 0;
  f.write(["k", value]);
  assert.ok(f.hub.counters.refusedEventsCount * value.length <= REFUSED_BYTES);
  assert.equal(f.hub.counters.slowWatchersCount, count);
  assert.equal(f.catchUp(), "blocked");
  f.sink.room = 100;
  assert.equal(f.catchUp(), "idle");
  for (const watcher of watchers) assert.equal(f.sink.eventsOf(watcher).length, 1);
});

test("a blocked watcher that a compaction overtakes gets what was kept, then the end", () => {
  const f = new Fixture();
  const watcher = f.watch("k");
  f.sink.room = 0;
  for (const value of ["1", "2", "3"]) f.write(["k", value]);
  f.history.compact(4);
  f.sink.room = 100;
  f.catchUp();
  f.assertSeen(watcher, ["PUT k@2=1"]);
  assert.equal(f.sink.compactions.get(watcher), 4);
});

test("catchUp() serves everybody, far behind or near, in bounded passes", () => {
  const f = new Fixture();
  for (let i = 0; i < 3000; i++) f.write([`k${i % 10}`, `${i}`]);
  const count = CATCH_UP_WATCHERS * 3;
  const watchers = Array.from({ length: count }, (_, i) =>
    f.watchPrefix("k", { startRevision: 2 + ((i * 37) % 3000) }),
  );
  assert.equal(f.hub.catchUp(), "behind");
  assert.ok(f.sink.batches.size <= CATCH_UP_WATCHERS);
  assert.equal(f.catchUp(), "idle");
  for (let i = 0; i < count; i++) {
    const received = f.sink.batchesOf(watchers[i]!).reduce((sum, b) => sum + b.eventsCount, 0);
    assert.equal(received, 3000 - ((i * 37) % 3000));
  }
});

test("catchUp() makes progress through history that interests nobody", () => {
  const f = new Fixture();
  for (let i = 0; i < 10_000; i++) f.write(["noise", `${i}`]);
  f.write(["k", "1"]);
  const watcher = f.watch("k", { startRevision: 2 });
  assert.equal(f.hub.catchUp(), "behind");
  assert.equal(f.catchUp(), "idle");
  f.assertSeen(watcher, ["PUT k@10002=1"]);
});

test("resynchronise() after a snapshot: nothing again, nothing lost, nothing early", () => {
  const f = new Fixture();
  const synced = f.watch("k");
  const future = f.watch("k", { startRevision: 6 });
  const distant = f.watch("k", { startRevision: 9 });
  f.write(["k", "seen"]);
  // What the member missed arrives with the snapshot, not through publish.
  for (const value of ["3", "4", "5", "6", "7"]) f.history.write([{ key: "k", value }]);
  f.hub.resynchronise();
  assert.equal(f.hub.isSynced(synced), false);
  assert.equal(f.catchUp(), "idle");
  f.write(["k", "8"]);
  f.write(["k", "9"]);
  f.assertSeen(synced, [
    "PUT k@2=seen",
    ...["3", "4", "5", "6", "7", "8", "9"].map((v) => `PUT k@${v}=${v}`),
  ]);
  f.assertSeen(future, ["PUT k@6=6", "PUT k@7=7", "PUT k@8=8", "PUT k@9=9"]);
  f.assertSeen(distant, ["PUT k@9=9"]);
});

test("resynchronise() onto a history that is compacted further ends the watch", () => {
  const f = new Fixture();
  const watcher = f.watch("k");
  f.write(["k", "2"]);
  for (const value of ["3", "4", "5"]) f.history.write([{ key: "k", value }]);
  f.history.compact(5);
  f.hub.resynchronise();
  f.catchUp();
  f.assertSeen(watcher, ["PUT k@2=2"]);
  assert.equal(f.sink.compactions.get(watcher), 5);
});

test("a sink may cancel and create watches while it is called", () => {
  const f = new Fixture();
  const first = f.watch("k");
  const second = f.watch("k");
  let created: Watcher | null = null;
  f.sink.onDeliver = (watcher) => {
    if (watcher !== first || created !== null) return;
    f.hub.cancel(first);
    f.hub.cancel(second);
    created = f.watch("k");
  };
  f.write(["k", "1"]);
  f.assertSeen(first, ["PUT k@2=1"]);
  f.assertSeen(second, []);
  f.write(["k", "2"]);
  f.assertSeen(created!, ["PUT k@3=2"]);
  assert.equal(f.hub.counters.watchersCount, 1);
});

test("watchRefusal() names what cannot be watched (checklist 47, 49)", () => {
  const refusal = (key: string, rangeEnd: string, startRevision = 0) =>
    watchRefusal({ key: utf8ToBytes(key), rangeEnd: utf8ToBytes(rangeEnd), startRevision });
  assert.equal(refusal("b", "a"), "mvcc: watcher range is empty");
  assert.equal(refusal("b", "b"), "mvcc: watcher range is empty");
  assert.equal(refusal("\0", "\0"), null);
  assert.equal(refusal("b", "\0"), null);
  assert.equal(refusal("", "a"), null);
  assert.equal(refusal("", ""), null);
  assert.equal(refusal("a", "b"), null);
  const compacted = "etcdserver: mvcc: required revision has been compacted";
  assert.equal(refusal("a", "", -1), compacted);
});

test("publish() refuses a revision that does not follow, and calls from inside a sink", () => {
  const f = new Fixture();
  f.watch("k");
  const events = f.history.write([{ key: "k", value: "1" }])!;
  f.sink.onDeliver = () => assert.throws(() => f.hub.publish(events), /inside a delivery/);
  f.hub.publish(events);
  assert.throws(() => f.hub.publish(events), /revision 2 published after 2/);
});
