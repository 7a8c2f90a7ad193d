/**
 * The connection is a function of bytes, not of how they were cut: the same conversation in random
 * pieces gives the same frames back. And no bytes at all make it throw.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, SeededRandom } from "@kvorum/base";
import {
  ascii,
  CONTINUATION,
  DATA,
  describe,
  END_HEADERS,
  END_STREAM,
  frame,
  grpcFields,
  HEADERS,
  headers,
  message,
  PADDED,
  PING,
  PREFACE,
  PRIORITY,
  reset,
  settings,
  windowUpdate,
} from "../testing/frames.ts";
import { echoRoutes, ServerHarness } from "../testing/server-harness.ts";
import { encodeHeaderBlock } from "./hpack-encoder.ts";

const PATHS = [
  "/test.Echo/Unary",
  "/test.Echo/Bidi",
  "/test.Echo/Repeat",
  "/test.Echo/Fail",
  "/no.Such/Path",
];

/** A legal conversation with some of everything; now and then a fault at its end. */
function conversation(random: SeededRandom): Uint8Array {
  const parts: Uint8Array[] = [PREFACE, settings([4, random.pick([10, 1_000, 65_535])])];
  const open: number[] = [];
  let nextId = 1;
  for (let step = 0; step < 40; step++) {
    const kind = random.below(10);
    if (kind < 4) {
      const id = nextId;
      nextId += 2;
      const block = encodeHeaderBlock(
        grpcFields(random.pick(PATHS), [["x", "y".repeat(random.below(50))]]),
      );
      if (random.chance(1, 3)) {
        const cut = random.below(block.length);
        parts.push(
          frame(HEADERS, 0, id, block.subarray(0, cut)),
          frame(CONTINUATION, END_HEADERS, id, block.subarray(cut)),
        );
      } else {
        parts.push(frame(HEADERS, END_HEADERS, id, block));
      }
      open.push(id);
    } else if (kind < 7 && open.length > 0) {
      const id = random.pick(open);
      const body = message(random.bytes(random.below(200)));
      const ends = random.chance(1, 2);
      if (ends) open.splice(open.indexOf(id), 1);
      const cut = random.below(body.length);
      parts.push(frame(DATA, 0, id, body.subarray(0, Math.max(1, cut))));
      const rest = body.subarray(Math.max(1, cut));
      const padding = random.below(20);
      parts.push(
        frame(
          DATA,
          PADDED | (ends ? END_STREAM : 0),
          id,
          concatBytes([Uint8Array.of(padding), rest, new Uint8Array(padding)]),
        ),
      );
    } else if (kind === 7 && open.length > 0) {
      parts.push(windowUpdate(random.pick(open), 1 + random.below(1_000)), windowUpdate(0, 100));
    } else if (kind === 8) {
      parts.push(
        frame(PRIORITY, 0, nextId, Uint8Array.of(0, 0, 0, 0, 1)),
        frame(0x42, 0, 0, ascii("?")),
      );
    } else {
      parts.push(headers(nextId, grpcFields("/test.Echo/Unary")));
      parts.push(reset(nextId, 8));
      nextId += 2;
    }
  }
  if (random.chance(1, 2)) parts.push(frame(PING, 0, 0, ascii("12345678")));
  if (random.chance(1, 4)) parts.push(frame(DATA, 0, 0, ascii("fault")));
  return concatBytes(parts);
}

/** Frames by stream: how windows are refunded may differ in time, the rest may not. */
function outcome(harness: ServerHarness): string[] {
  const lines = harness.seen.map(describe).filter((line) => !line.startsWith("WINDOW_UPDATE"));
  lines.push(`ended ${harness.connection.isEnded} ${harness.connection.endReason}`);
  lines.push(`streams ${harness.counters.streamsOpened} open ${harness.connection.streamsCount}`);
  lines.push(
    `messages ${harness.counters.messagesReceived} ${harness.counters.messageBytesReceived}`,
  );
  return lines;
}

test("any way of cutting the bytes gives the same frames back", () => {
  const seed = 1_234;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 60; round++) {
    const bytes = conversation(random);
    const whole = new ServerHarness({ routes: echoRoutes(), isRaw: true });
    whole.send(bytes);
    const expected = outcome(whole);
    for (const maxPiece of [1, 7, 60, 1_000]) {
      const cut = new ServerHarness({ routes: echoRoutes(), isRaw: true });
      for (let at = 0; at < bytes.length; ) {
        const piece = 1 + random.below(maxPiece);
        // The piece is overwritten afterwards: nobody may have kept a view of it.
        const chunk = bytes.slice(at, at + piece);
        cut.send(chunk);
        chunk.fill(0xff);
        at += piece;
      }
      assert.deepEqual(outcome(cut), expected, `seed ${seed} round ${round} pieces of ${maxPiece}`);
      if (cut.connection.streamsCount === 0) assert.equal(cut.memory.usedBytes, 0);
    }
  }
});

test("views into the chunk do not survive it", () => {
  // The same, with the whole conversation in one array that is overwritten after each call.
  const seed = 77;
  const random = new SeededRandom(seed);
  const shared = new Uint8Array(65_536);
  for (let round = 0; round < 20; round++) {
    const bytes = conversation(random);
    const whole = new ServerHarness({ routes: echoRoutes(), isRaw: true });
    whole.send(bytes);
    const reused = new ServerHarness({ routes: echoRoutes(), isRaw: true });
    for (let at = 0; at < bytes.length; at += 500) {
      const piece = bytes.subarray(at, at + 500);
      shared.set(piece);
      reused.connection.receive(shared.subarray(0, piece.length), reused.time.monotonicMs());
      shared.fill(0xee);
      reused.settle();
    }
    assert.deepEqual(outcome(reused), outcome(whole), `seed ${seed} round ${round}`);
  }
});

test("random and damaged bytes never make the connection throw, and memory comes back", () => {
  const seed = 4_321;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 400; round++) {
    const harness = new ServerHarness({ routes: echoRoutes(), isRaw: true });
    const bytes = conversation(random).slice();
    if (random.chance(1, 4)) {
      harness.send(PREFACE, settings());
      harness.send(random.bytes(500));
    } else {
      for (let flips = 1 + random.below(5); flips > 0; flips--) {
        bytes[24 + random.below(bytes.length - 24)] = random.below(256);
      }
      harness.send(bytes);
    }
    harness.advance(40_000);
    harness.connection.lost("end of test");
    assert.equal(harness.memory.usedBytes, 0, `seed ${seed} round ${round}`);
    assert.equal(harness.connection.runningHandlers, 0, `seed ${seed} round ${round}`);
  }
});
