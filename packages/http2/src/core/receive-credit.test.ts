/** Credit and memory under honest and under hungry clients that respect their windows. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import {
  DATA,
  END_STREAM,
  frame,
  grpcFields,
  headers,
  message,
  WINDOW_UPDATE,
  windowUpdate,
} from "../testing/frames.ts";
import { echoRoutes, ServerHarness } from "../testing/server-harness.ts";

const MIB = 1024 * 1024;

/** A client that sends many messages at once, round robin, and never more than it may. */
function upload(options: { messages: number; messageBytes: number; seed: number }): {
  harness: ServerHarness;
  peakBytes: number;
} {
  const harness = new ServerHarness({ routes: echoRoutes() });
  harness.send(windowUpdate(0, 1 << 30));
  const random = new SeededRandom(options.seed);
  const body = message(new Uint8Array(options.messageBytes));
  let connectionWindow = 4 * MIB;
  const streams = Array.from({ length: options.messages }, (_, i) => ({
    id: 2 * i + 1,
    sent: 0,
    window: 65_535,
  }));
  for (const stream of streams) harness.send(headers(stream.id, grpcFields("/test.Echo/Fail")));
  let peakBytes = 0;
  let seenCount = harness.seen.length;
  for (;;) {
    let progressed = false;
    for (const stream of streams) {
      const part = Math.min(
        body.length - stream.sent,
        stream.window,
        connectionWindow,
        1 + random.below(16_384),
      );
      if (part <= 0) continue;
      progressed = true;
      const end = stream.sent + part === body.length ? END_STREAM : 0;
      harness.send(frame(DATA, end, stream.id, body.subarray(stream.sent, stream.sent + part)));
      stream.sent += part;
      stream.window -= part;
      connectionWindow -= part;
      peakBytes = Math.max(peakBytes, harness.connection.memoryBytes);
      for (; seenCount < harness.seen.length; seenCount++) {
        const seen = harness.seen[seenCount]!;
        if (seen.type !== WINDOW_UPDATE) continue;
        if (seen.id === 0) connectionWindow += seen.increment;
        else {
          const granted = streams.find(({ id }) => id === seen.id);
          if (granted !== undefined) granted.window += seen.increment;
        }
      }
    }
    if (!progressed) break;
  }
  return { harness, peakBytes };
}

function statuses(harness: ServerHarness, messages: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i < messages; i++) {
    const status = harness.field(2 * i + 1, "grpc-status") ?? "none";
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

test("a hundred large messages at once all arrive, within the memory of the connection", () => {
  const seed = 11;
  const { harness, peakBytes } = upload({ messages: 100, messageBytes: 1_500_000, seed });
  assert.deepEqual([...statuses(harness, 100)], [["9", 100]], `seed ${seed}`);
  assert.ok(peakBytes <= 8 * MIB, `${peakBytes} bytes`);
  assert.equal(harness.connection.memoryBytes, 0);
});

test("many more than fit: each one is answered, some with ResourceExhausted, nobody hangs", () => {
  const seed = 12;
  const { harness, peakBytes } = upload({ messages: 400, messageBytes: 300_000, seed });
  const counts = statuses(harness, 400);
  assert.equal((counts.get("9") ?? 0) + (counts.get("8") ?? 0), 400, JSON.stringify([...counts]));
  assert.ok((counts.get("9") ?? 0) > 50);
  assert.ok(peakBytes <= 8 * MIB + 65_536, `${peakBytes} bytes`);
  assert.equal(harness.connection.memoryBytes, 0);
});

test("small messages cost one WINDOW_UPDATE for each half of the connection's window", () => {
  const harness = new ServerHarness({ routes: echoRoutes() });
  harness.send(windowUpdate(0, 1 << 30));
  const body = new Uint8Array(1_000);
  for (let i = 0; i < 5_000; i++) harness.request(2 * i + 1, "/test.Echo/Unary", body);
  const updates = harness.seen.filter((seen) => seen.type === WINDOW_UPDATE).slice(1);
  assert.equal(updates.length, 2);
  for (const update of updates) assert.equal(update.id, 0);
});
