import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { failsWith, type RangeInit, rangeRequest, StoreHarness } from "../testing/store-harness.ts";
import type { RangeChunk } from "./range-stream.ts";

const { SortOrder, SortTarget } = etcdserverpb;

function stream(h: StoreHarness, key: string, options: RangeInit, maxRequestBytes = 4096) {
  return h.store.rangeStream(rangeRequest(key, options), { maxRequestBytes });
}

function chunks(h: StoreHarness, key: string, options: RangeInit, max = 4096): RangeChunk[] {
  const source = stream(h, key, options, max);
  const result: RangeChunk[] = [];
  for (let chunk = source.next(); chunk !== null; chunk = source.next()) result.push(chunk);
  assert.equal(source.next(), null, "a stream that ended stays ended");
  return result;
}

function filled(keysCount: number): StoreHarness {
  const h = new StoreHarness();
  for (let i = 0; i < keysCount; i++) h.put(`k${String(i).padStart(6, "0")}`, `value ${i}`);
  return h;
}

for (const keysCount of [0, 1, 9, 10, 11, 3000]) {
  test(`RangeStream of ${keysCount} keys merges to what range() answers`, () => {
    const h = filled(keysCount);
    for (const options of [
      { rangeEnd: "l" },
      { rangeEnd: "\0", limit: 7 },
      { rangeEnd: "\0", limit: 10 },
      { rangeEnd: "\0", limit: 100, keysOnly: true },
      { rangeEnd: "l", countOnly: true },
    ]) {
      const parts = chunks(h, "k", options);
      const merged = concatBytes(parts.map((part) => part.body));
      assert.deepEqual(merged, h.store.range(rangeRequest("k", options)).body);
      const last = parts.pop()!;
      assert.equal(last.revision, h.store.revision);
      for (const part of parts) {
        assert.equal(part.revision, 0, "only the last chunk has a header");
        const response = etcdserverpb.decodeRangeResponse(part.body);
        assert.deepEqual([response.count, response.more], [0, false]);
        assert.ok(response.kvs.length > 0);
      }
    }
  });
}

test("RangeStream starts with ten keys, then grows and shrinks with the encoded size", () => {
  const h = filled(0);
  const big = "x".repeat(3000);
  for (let i = 0; i < 200; i++) h.put(`k${String(i).padStart(3, "0")}`, i < 70 ? "" : big);
  const sizes = chunks(h, "k", { rangeEnd: "l" }, 2000).map(
    (chunk) => etcdserverpb.decodeRangeResponse(chunk.body).kvs.length,
  );
  // Chunks of small keys are far below half of the limit, those of large ones above twice of it.
  assert.deepEqual(sizes, [10, 20, 40, 80, 40, 10]);
});

test("RangeStream ignores writes made after it started", () => {
  const h = filled(50);
  const revision = h.store.revision;
  const source = stream(h, "k", { rangeEnd: "l" });
  const keys: string[] = [];
  let last: RangeChunk | null = null;
  for (let chunk = source.next(); chunk !== null; chunk = source.next()) {
    last = chunk;
    const response = etcdserverpb.decodeRangeResponse(chunk.body);
    for (const kv of response.kvs) keys.push(`${kv.modRevision}`);
    h.put(`k${String(keys.length).padStart(6, "0")}x`, "later");
    h.delete(`k${String(keys.length + 3).padStart(6, "0")}`);
  }
  assert.deepEqual(
    keys,
    Array.from({ length: 50 }, (_, i) => `${i + 2}`),
  );
  assert.equal(last!.revision, revision);
  assert.equal(etcdserverpb.decodeRangeResponse(last!.body).count, 50);
});

test("RangeStream ends with an error when its revision is compacted in between", () => {
  const h = filled(50);
  const source = stream(h, "k", { rangeEnd: "l" });
  source.next();
  h.put("x", "1");
  h.compact(h.store.revision);
  assert.throws(() => source.next(), failsWith("Compacted"));
});

test("RangeStream refuses orders and filters, but not an order by key", () => {
  const h = filled(3);
  const descending = { rangeEnd: "l", sortOrder: SortOrder.DESCEND };
  const byMod = { rangeEnd: "l", sortOrder: SortOrder.ASCEND, sortTarget: SortTarget.MOD };
  assert.throws(() => stream(h, "k", descending), failsWith("RangeStreamOrder"));
  assert.throws(() => stream(h, "k", byMod), failsWith("RangeStreamOrder"));
  assert.throws(
    () => stream(h, "k", { rangeEnd: "l", minModRevision: 1 }),
    failsWith("RangeStreamFilter"),
  );
  assert.equal(chunks(h, "k", { rangeEnd: "l", sortOrder: SortOrder.ASCEND }).length, 1);
  assert.equal(chunks(h, "k", { rangeEnd: "l", sortTarget: SortTarget.MOD }).length, 1);
});

test("RangeStream refuses a future revision at its first chunk", () => {
  const h = filled(3);
  const source = stream(h, "k", { rangeEnd: "l", revision: 99 });
  assert.throws(() => source.next(), failsWith("FutureRev"));
});
