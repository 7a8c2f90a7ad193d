import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesToHex, SeededRandom } from "@kvorum/base";
import { etcdserverpb, type Init } from "@kvorum/proto";
import { MemoryBackend } from "./testing/memory-backend.ts";
import { bytes, StoreHarness } from "./testing/store-harness.ts";
import type { WatchBatch, Watcher } from "./watch/watcher.ts";

const SEED = 31_7;

interface ModelKey {
  readonly value: string;
  readonly create: number;
  readonly mod: number;
  readonly version: number;
  readonly lease: bigint;
}

/** The keys of a store at one revision, in the plainest form; whole states are kept. */
class Model {
  revision = 1;
  readonly states = new Map<number, Map<string, ModelKey>>([[1, new Map()]]);
  #next: Map<string, ModelKey> | null = null;

  get now(): Map<string, ModelKey> {
    return this.#next ?? this.states.get(this.revision)!;
  }

  begin(): void {
    this.#next = new Map(this.states.get(this.revision)!);
  }

  end(changed: boolean): void {
    if (changed) this.states.set(++this.revision, this.#next!);
    this.#next = null;
  }

  put(key: string, value: string, lease: bigint): void {
    const old = this.now.get(key);
    const mod = this.revision + 1;
    this.now.set(key, {
      value,
      create: old?.create ?? mod,
      mod,
      version: (old?.version ?? 0) + 1,
      lease,
    });
  }

  delete(start: string, end: string): number {
    const doomed = this.keys(this.now, start, end);
    for (const key of doomed) this.now.delete(key);
    return doomed.length;
  }

  keys(state: Map<string, ModelKey>, start: string, end: string): string[] {
    return [...state.keys()]
      .filter((key) => (end === "" ? key === start : key >= start && (end === "\0" || key < end)))
      .sort();
  }

  list(start: string, end: string, revision: number): string[] {
    const state = this.states.get(revision)!;
    return this.keys(state, start, end).map((key) => {
      const kv = state.get(key)!;
      return `${key}=${kv.value} ${kv.create} ${kv.mod} ${kv.version} ${kv.lease}`;
    });
  }
}

function list(h: StoreHarness, start: string, end: string, revision: number): string[] {
  const answer = h.range(start, { rangeEnd: end, revision });
  assert.equal(answer.count, answer.kvs.length);
  return answer.kvs.map((kv) => {
    const key = Buffer.from(kv.key).toString("latin1");
    const value = Buffer.from(kv.value).toString("latin1");
    return `${key}=${value} ${kv.createRevision} ${kv.modRevision} ${kv.version} ${kv.lease}`;
  });
}

function randomKey(random: SeededRandom): string {
  return `${"ab\xff"[random.below(3)]}${"x".repeat(random.below(3))}${random.below(12)}`;
}

test("Store agrees with a plain model over puts, deletes, txns, leases, compactions, restarts", () => {
  const random = new SeededRandom(SEED);
  const h = new StoreHarness();
  const model = new Model();
  const leases: bigint[] = [];
  let compacted = -1;
  for (let step = 0; step < 4000; step++) {
    const context = `seed ${SEED}, step ${step}`;
    const kind = random.below(100);
    if (kind < 45) {
      const key = randomKey(random);
      const lease = leases.length > 0 && random.chance(1, 3) ? random.pick(leases) : 0n;
      h.put(key, `${step}`, { lease });
      model.begin();
      model.put(key, `${step}`, lease);
      model.end(true);
    } else if (kind < 60) {
      const start = randomKey(random);
      const end = random.pick(["", "\0", randomKey(random)]);
      const { deleted } = h.delete(start, end);
      model.begin();
      assert.equal(deleted, model.delete(start, end), context);
      model.end(deleted > 0);
    } else if (kind < 75) {
      const ops: Init<etcdserverpb.RequestOp>[] = [];
      model.begin();
      let changed = false;
      const used = new Set<string>();
      for (let i = random.below(5); i >= 0; i--) {
        const key = randomKey(random);
        if (used.has(key)) continue;
        used.add(key);
        if (random.chance(2, 3)) {
          ops.push({ requestPut: { key: bytes(key), value: bytes(`${step}.${i}`) } });
          model.put(key, `${step}.${i}`, 0n);
          changed = true;
        } else {
          ops.push({ requestDeleteRange: { key: bytes(key) } });
          if (model.delete(key, "") > 0) changed = true;
        }
      }
      h.txn({ success: ops });
      model.end(changed);
    } else if (kind < 80) {
      const id = BigInt.asIntN(64, BigInt(random.nextUint32()) << BigInt(random.below(33)));
      if (id !== 0n && h.apply({ leaseGrant: { ID: id, TTL: 100 } }).error === null) {
        leases.push(id);
      }
    } else if (kind < 83 && leases.length > 0) {
      const [id] = leases.splice(random.below(leases.length), 1);
      h.revoke(id!);
      model.begin();
      const keys = [...model.now].filter(([, kv]) => kv.lease === id).map(([key]) => key);
      for (const key of keys) model.delete(key, "");
      model.end(keys.length > 0);
    } else if (kind < 86) {
      const revision = compacted + 1 + random.below(model.revision - compacted);
      if (revision <= model.revision && revision > Math.max(0, compacted)) {
        h.compact(revision, { isFinished: random.chance(1, 2) });
        compacted = revision;
      }
    } else if (kind < 87) h.reopen();
    else {
      const oldest = Math.max(1, compacted);
      const revision = oldest + random.below(model.revision - oldest + 1);
      const start = randomKey(random);
      const end = random.pick(["", "\0", randomKey(random)]);
      assert.deepEqual(list(h, start, end, revision), model.list(start, end, revision), context);
    }
    assert.equal(h.store.revision, model.revision, context);
    assert.equal(h.store.keysCount, model.now.size, context);
  }
});

test("two stores that apply the same entries have equal hashes, whatever else they did", () => {
  const random = new SeededRandom(SEED);
  const a = new StoreHarness({ hashSeed: 1 });
  const b = new StoreHarness({ hashSeed: 2 });
  for (let step = 0; step < 2000; step++) {
    const key = bytes(randomKey(random));
    const kind = random.below(20);
    const request =
      kind < 12
        ? { put: { key, value: random.bytes(20) } }
        : kind < 15
          ? { deleteRange: { key, rangeEnd: bytes(random.pick(["", "b", "\0"])) } }
          : kind < 19
            ? { txn: { success: [{ requestPut: { key } }], failure: [] } }
            : { compaction: { revision: random.below(step + 2) } };
    const outcomes = [a.apply(request), b.apply(request)];
    assert.equal(outcomes[0]!.error?.code, outcomes[1]!.error?.code);
    assert.deepEqual(outcomes[0]!.answer, outcomes[1]!.answer);
    if (random.chance(1, 20)) a.store.runCompactionSlice();
    if (random.chance(1, 50)) b.reopen();
  }
  assert.deepEqual(a.hashKv(0), b.hashKv(0), `seed ${SEED}`);
});

test("a watcher gets the changes of one txn in one batch, in order, with previous pairs", () => {
  const h = new StoreHarness();
  const batches: WatchBatch[] = [];
  h.put("a", "1"); // 2
  h.store.watchHub.watch({
    key: bytes("\0"),
    rangeEnd: bytes("\0"),
    startRevision: 0,
    noPut: false,
    noDelete: false,
    prevKv: true,
    id: 1n,
    sink: {
      deliver(_watcher: Watcher, batch: WatchBatch): boolean {
        batches.push(batch);
        return true;
      },
      compacted(): void {},
    },
  });
  h.txn({
    success: [
      { requestPut: { key: bytes("b"), value: bytes("2") } },
      { requestDeleteRange: { key: bytes("a") } },
    ],
  });
  h.delete("none");
  assert.equal(batches.length, 1);
  const [batch] = batches;
  assert.deepEqual([batch!.revision, batch!.eventsCount], [3, 2]);
  const { events } = etcdserverpb.decodeWatchResponse(batch!.events);
  assert.deepEqual(
    events.map((event) => [
      event.type,
      Buffer.from(event.kv!.key).toString(),
      event.kv!.modRevision,
      event.prevKv === null ? null : Buffer.from(event.prevKv.value).toString(),
    ]),
    [
      [0, "b", 3, null],
      [1, "a", 3, "1"],
    ],
  );
});

test("counters count operations, and transactions only of more than one", () => {
  const h = new StoreHarness();
  h.put("a", "12");
  h.put("b", "3", { prevKv: true });
  h.delete("a", "c");
  h.range("a");
  h.txn({ success: [{ requestPut: { key: bytes("a") } }] });
  h.txn({ success: [{ requestPut: { key: bytes("a") } }, { requestRange: { key: bytes("a") } }] });
  h.compact(6);
  const { rangesTotal, putsTotal, deletesTotal, txnsTotal, putBytesTotal } = h.store.counters;
  assert.deepEqual([rangesTotal, putsTotal, deletesTotal, txnsTotal], [3, 4, 1, 2]);
  assert.equal(putBytesTotal, 7);
  assert.equal(h.store.counters.compactedRevisionsTotal, 5);
});

test("reload() replaces everything but the watchers", () => {
  const leader = new StoreHarness();
  leader.put("k", "leader");
  leader.grant(9n);
  leader.put("l", "leased", { lease: 9n });
  const h = new StoreHarness();
  h.put("gone", "x");
  const { watchHub } = h.store;
  h.store.reload(leader.backend);
  h.index = h.store.appliedIndex;
  assert.equal(h.store.watchHub, watchHub);
  assert.deepEqual(h.list("\0", { rangeEnd: "\0" }), ["k=leader@2", "l=leased@3"]);
  assert.equal(h.store.appliedIndex, 3);
  h.revoke(9n);
  assert.deepEqual(h.list("\0", { rangeEnd: "\0" }), ["k=leader@2"]);
});

test("recordBefore() and scanEvents() of the history read what was written", () => {
  const h = new StoreHarness();
  h.put("k", "1"); // 2
  h.put("k", "2"); // 3
  h.delete("k"); // 4
  const { history } = h.store;
  const seen: string[] = [];
  history.scanEvents({ fromRevision: 3, beforeRevision: 5 }, (event) => {
    seen.push(`${event.key} ${event.revision}.${event.sub} ${event.createRevision}`);
    return true;
  });
  assert.deepEqual(seen, ["k 3.0 2", "k 4.0 0"]);
  assert.equal(history.recordBefore("k", 2), null);
  assert.equal(bytesToHex(history.recordBefore("k", 3)!), "0a016b1002180220012a0131");
  assert.equal(history.recordBefore("k", 5), null);
  h.compact(3);
  assert.equal(history.recordBefore("k", 3), null, "compacted");
  assert.notEqual(history.recordBefore("k", 4), null);
});

test("open() of a damaged backend names what is wrong", () => {
  const damage: [Uint8Array, Uint8Array][] = [
    [new Uint8Array(5), new Uint8Array(0)],
    [new Uint8Array(17), new Uint8Array([0xff])],
    [Uint8Array.from({ length: 17 }, (_, i) => (i === 8 ? 0x5f : 0)), new Uint8Array([0x0a, 9])],
  ];
  for (const [key, value] of damage) {
    const backend = new MemoryBackend();
    backend.put("key", key, value);
    assert.throws(() => new StoreHarness({}, backend), /malformed/);
  }
});
