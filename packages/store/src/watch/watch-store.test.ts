/**
 * The hub on the real store: what a watcher reads back from the history is what another was handed
 * live, through transactions, leases, compactions, restarts and snapshots of another member.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_BYTES, latin1ToBytes, SeededRandom } from "@kvorum/base";
import { type etcdserverpb, type Init, mvccpb, raftpb } from "@kvorum/proto";
import type { BucketName } from "../backend-port.ts";
import { MemoryBackend } from "../testing/memory-backend.ts";
import { StoreHarness } from "../testing/store-harness.ts";
import { eventText, ModelSink } from "./model-history.ts";
import type { WatchOptions } from "./watch-hub.ts";
import type { Watcher } from "./watcher.ts";

const OPEN = new Uint8Array(1);
const BUCKETS: readonly BucketName[] = [
  "key",
  "meta",
  "lease",
  "alarm",
  "cluster",
  "members",
  "members_removed",
];

function watch(
  harness: StoreHarness,
  sink: ModelSink,
  options: Partial<WatchOptions> = {},
): Watcher {
  return harness.store.watchHub.watch({
    key: EMPTY_BYTES,
    rangeEnd: OPEN,
    startRevision: 0,
    noPut: false,
    noDelete: false,
    prevKv: true,
    id: 0n,
    sink,
    ...options,
  });
}

function catchUp(harness: StoreHarness): void {
  for (let n = 0; harness.store.watchHub.catchUp() !== "idle"; n++) {
    assert.ok(n < 10_000, "catchUp does not come to an end");
  }
}

function copied(backend: MemoryBackend): MemoryBackend {
  const copy = new MemoryBackend();
  for (const bucket of BUCKETS) {
    backend.scan(bucket, { start: EMPTY_BYTES, end: null }, (key, value) => {
      copy.put(bucket, key.slice(), value.slice());
      return true;
    });
  }
  return copy;
}

test("a transaction is one batch in order of its operations (checklist 37)", () => {
  const harness = new StoreHarness();
  const sink = new ModelSink();
  harness.put("b", "0");
  const watcher = watch(harness, sink);
  const put = (key: string): Init<etcdserverpb.RequestOp> => ({
    requestPut: { key: latin1ToBytes(key), value: latin1ToBytes("1") },
  });
  harness.txn({
    success: [put("c"), { requestDeleteRange: { key: latin1ToBytes("b") } }, put("a")],
  });
  assert.deepEqual(sink.textOf(watcher), ["PUT c@3=1", "DELETE b@3 was 0", "PUT a@3=1"]);
  assert.equal(sink.batchesOf(watcher).length, 1);
});

test("revoking a lease deletes its keys in one revision, in key order (67)", () => {
  const harness = new StoreHarness();
  const sink = new ModelSink();
  harness.grant(7n);
  for (const key of ["b", "\xff", "a"]) harness.put(key, "v", { lease: 7n });
  harness.put("a", "w");
  const watcher = watch(harness, sink, { prevKv: false });
  harness.revoke(7n);
  assert.deepEqual(sink.textOf(watcher), ["DELETE b@6", "DELETE \xff@6"]);
  assert.equal(sink.batchesOf(watcher).length, 1);
  harness.grant(8n);
  harness.revoke(8n);
  assert.equal(harness.store.revision, 6);
});

test("leases and their keys come back after a restart", () => {
  const harness = new StoreHarness();
  harness.grant(7n, 100);
  harness.grant(8n, 1);
  harness.put("a", "v", { lease: 7n });
  harness.put("b", "v", { lease: 7n });
  harness.put("b", "w", { lease: 8n });
  harness.put("c", "v", { lease: 8n });
  harness.delete("c");
  harness.reopen();
  assert.deepEqual(harness.store.lessor.keysOf(7n), ["a"]);
  assert.deepEqual(harness.store.lessor.keysOf(8n), ["b"]);
  harness.revoke(8n);
  assert.deepEqual(harness.list("\0", { rangeEnd: "\0" }), ["a=v@2"]);
});

const SEED = 54;
const KEYS = ["a", "a1", "b", "b\xff", "c\0"];

class Cluster {
  readonly random: SeededRandom;
  readonly leader = new StoreHarness();
  readonly follower = new StoreHarness();
  /** Sees everything, live, on the leader. */
  readonly reference = new ModelSink();
  readonly referenceWatcher: Watcher;
  readonly sink = new ModelSink();
  readonly watches: { watcher: Watcher; key: string; end: string; from: number; noPut: boolean }[] =
    [];
  /** By index in the log. */
  readonly #requests: Init<etcdserverpb.InternalRaftRequest>[] = [];

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.referenceWatcher = watch(this.leader, this.reference);
  }

  step(): void {
    const { random, leader } = this;
    const choice = random.below(100);
    if (choice < 60) this.#request();
    else if (choice < 75) this.#follow(random.below(5));
    else if (choice < 85) this.#watch();
    else if (choice < 92) this.follower.store.watchHub.catchUp();
    else if (choice < 94) {
      this.sink.room = random.pick([0, 2, Number.POSITIVE_INFINITY]);
    } else if (choice < 97) {
      const revision = leader.store.revision - random.below(15);
      if (revision > Math.max(0, leader.store.compactRevision)) {
        this.#apply({ compaction: { revision } });
        while (leader.store.runCompactionSlice());
      }
    } else {
      // The leader sends its database instead of the entries that the follower lacks.
      this.follower.store.reload(copied(leader.backend));
      this.follower.index = leader.index;
    }
    while (this.follower.store.runCompactionSlice());
  }

  finish(): void {
    this.#follow(Number.POSITIVE_INFINITY);
    this.sink.room = Number.POSITIVE_INFINITY;
    catchUp(this.follower);
    const { leader, follower } = this;
    // With every key deleted, HashKV sees what a compaction has not deleted yet, as in etcd.
    while (leader.store.runCompactionSlice());
    while (follower.store.runCompactionSlice());
    assert.equal(follower.store.revision, leader.store.revision);
    assert.deepEqual(follower.hashKv(0), leader.hashKv(0));
    const compactRevision = follower.store.compactRevision;
    const all = this.reference.eventsOf(this.referenceWatcher);
    for (const { watcher, key, end, from, noPut } of this.watches) {
      const expected = all.filter((event) => {
        const eventKey = Buffer.from(event.kv!.key).toString("latin1");
        const isDelete = event.type === mvccpb.EventType.DELETE;
        const isInRange = end === "" ? eventKey === key : key <= eventKey && eventKey < end;
        return event.kv!.modRevision >= from && isInRange && (isDelete || !noPut);
      });
      const seen = this.sink.eventsOf(watcher);
      assert.equal(
        seen.length,
        this.sink.compactions.has(watcher) ? seen.length : expected.length,
        "events are missing",
      );
      for (let i = 0; i < seen.length; i++) {
        const wanted = { ...expected[i]! };
        const isCompacted = wanted.kv!.modRevision - 1 < compactRevision;
        if (isCompacted && seen[i]!.prevKv === null) wanted.prevKv = null;
        assert.equal(eventText(seen[i]!), eventText(wanted));
        assert.deepEqual(seen[i], wanted);
      }
    }
  }

  #apply(request: Init<etcdserverpb.InternalRaftRequest>): void {
    this.leader.apply(request);
    this.#requests[this.leader.index] = request;
  }

  #follow(entriesCount: number): void {
    for (let n = 0; n < entriesCount && this.follower.index < this.leader.index; n++) {
      this.follower.apply(this.#requests[this.follower.index + 1]!);
    }
  }

  #request(): void {
    const { random } = this;
    const key = latin1ToBytes(random.pick(KEYS));
    const value = latin1ToBytes(`v${random.below(100)}`);
    const lease = BigInt(random.below(3));
    switch (random.below(6)) {
      case 0:
        this.#apply({ leaseGrant: { ID: lease + 1n, TTL: 10 } });
        break;
      case 1:
        this.#apply({ leaseRevoke: { ID: lease + 1n } });
        break;
      case 2:
        this.#apply({ deleteRange: { key, rangeEnd: random.chance(1, 2) ? OPEN : EMPTY_BYTES } });
        break;
      case 3: {
        const other = latin1ToBytes(`t${random.below(3)}`);
        const ops: Init<etcdserverpb.RequestOp>[] = [
          { requestPut: { key: other, value } },
          { requestDeleteRange: { key } },
        ];
        this.#apply({ txn: { success: random.chance(1, 2) ? ops : ops.reverse() } });
        break;
      }
      default:
        this.#apply({ put: { key, value, lease: random.chance(1, 2) ? lease : 0n } });
    }
  }

  #watch(): void {
    const { random, follower } = this;
    const key = random.pick(KEYS);
    const end = random.pick(["", "c", "\xff\xff"]);
    if (end !== "" && end <= key) return;
    const startRevision = random.below(2) * Math.max(1, follower.store.revision - random.below(30));
    const noPut = random.chance(1, 4);
    const watcher = watch(follower, this.sink, {
      key: latin1ToBytes(key),
      rangeEnd: latin1ToBytes(end),
      startRevision,
      noPut,
    });
    const from = startRevision === 0 ? follower.store.revision + 1 : startRevision;
    this.watches.push({ watcher, key, end, from, noPut });
  }
}

test(`watchers of a follower see what the leader's saw (seeds ${SEED} to ${SEED + 19})`, () => {
  for (let seed = SEED; seed < SEED + 20; seed++) {
    const cluster = new Cluster(seed);
    try {
      for (let i = 0; i < 300; i++) cluster.step();
      cluster.finish();
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
});

test("members and alarms change through log entries and survive a restart", () => {
  const harness = new StoreHarness();
  const change = (nodeId: bigint, context: object): raftpb.ConfChange => ({
    type: raftpb.ConfChangeType.ConfChangeAddNode,
    nodeId,
    id: 5n,
    context: latin1ToBytes(JSON.stringify(context)),
  });
  const apply = (confChange: raftpb.ConfChange) =>
    harness.applyData(raftpb.encodeConfChange(confChange), raftpb.EntryType.EntryConfChange);
  const added = apply(change(9n, { id: 9, peerURLs: ["http://a:1"] }));
  assert.equal(added.error, null);
  assert.equal(added.confChange?.nodeId, 9n);
  const refused = apply(change(8n, { id: 8, peerURLs: ["http://a:1"] }));
  assert.equal(refused.error?.code, "PeerURLExist");
  assert.equal(refused.confChange?.nodeId, 0n);
  const attributes = { name: "nine", clientUrls: ["http://c:1"] };
  harness.apply({ clusterMemberAttrSet: { memberID: 9n, memberAttributes: attributes } });
  harness.apply({ clusterVersionSet: { ver: "3.7.0" } });
  harness.apply({ alarm: { action: 1, memberID: 9n, alarm: 1 } });
  assert.equal(harness.apply({ put: { key: latin1ToBytes("k") } }).error?.code, "NoSpace");
  harness.reopen();
  assert.equal(harness.store.members.get(9n)?.name, "nine");
  assert.equal(harness.store.members.clusterVersion, "3.7.0");
  assert.equal(harness.store.alarms.hasNoSpace, true);
});
