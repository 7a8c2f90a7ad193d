import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { walkWatchResponse } from "./watch-events.ts";

function walk(bytes: Uint8Array): { keys: string[]; created: boolean; canceled: boolean } {
  const keys: string[] = [];
  const summary = { created: false, canceled: false };
  // The bytes stand in the middle of a larger buffer, as they do in a read buffer.
  const padded = new Uint8Array(bytes.length + 20).fill(0xff);
  padded.set(bytes, 10);
  walkWatchResponse(
    padded,
    10,
    10 + bytes.length,
    { event: (all, start, end) => keys.push(Buffer.from(all.subarray(start, end)).toString()) },
    summary,
  );
  return { keys, ...summary };
}

test("walkWatchResponse() finds the key of each event in order", () => {
  const random = new SeededRandom(5);
  const keys = Array.from({ length: 50 }, (_, i) => `key-${i}-${"x".repeat(random.below(200))}`);
  const bytes = etcdserverpb.encodeWatchResponse({
    header: { clusterId: 2n ** 63n, revision: 77_000 },
    watchId: 12n,
    events: keys.map((key, i) => ({
      type: i % 2,
      kv: { key: Buffer.from(key), modRevision: 5, value: random.bytes(random.below(300)) },
      prevKv: i % 3 === 0 ? { key: Buffer.from("other") } : null,
    })),
  });
  assert.deepEqual(walk(bytes), { keys, created: false, canceled: false });
});

test("walkWatchResponse() tells created and canceled", () => {
  assert.deepEqual(walk(etcdserverpb.encodeWatchResponse({ created: true })), {
    keys: [],
    created: true,
    canceled: false,
  });
  const canceled = etcdserverpb.encodeWatchResponse({ canceled: true, cancelReason: "because" });
  assert.equal(walk(canceled).canceled, true);
});

test("walkWatchResponse() refuses cut-off bytes", () => {
  const bytes = etcdserverpb.encodeWatchResponse({ events: [{ kv: { key: Buffer.from("abc") } }] });
  assert.throws(() => walk(bytes.subarray(0, bytes.length - 1)), /cut off/);
});
