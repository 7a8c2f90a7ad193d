/**
 * The attacks of reliability part 9 that concern one connection: each is answered within the
 * limits, in bounded memory, and the attacker is gone in time. Time is fake.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes } from "@kvorum/base";
import {
  ascii,
  CONTINUATION,
  DATA,
  END_HEADERS,
  END_STREAM,
  type Fields,
  frame,
  grpcFields,
  HEADERS,
  headers,
  hex,
  message,
  PING,
  PREFACE,
  PRIORITY,
  reset,
  settings,
  uint32,
  WINDOW_UPDATE,
  windowUpdate,
} from "../testing/frames.ts";
import { echoRoutes, type HarnessOptions, ServerHarness } from "../testing/server-harness.ts";
import { encodeHeaderBlock } from "./hpack-encoder.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import type { LimitName } from "./observer.ts";
import { ErrorCode } from "./protocol.ts";
import { GrpcRoutes, type UnaryCall } from "./routes.ts";

const UNARY = "/test.Echo/Unary";
const BIDI = "/test.Echo/Bidi";
const MIB = 1024 * 1024;

function peer(options: HarnessOptions = {}): ServerHarness {
  return new ServerHarness({ routes: echoRoutes(), ...options });
}

/** Sends numbered rounds until the connection ends; returns how many it took. */
function flood(
  harness: ServerHarness,
  maxRounds: number,
  round: (number: number) => Uint8Array,
): number {
  for (let i = 0; i < maxRounds; i++) {
    if (harness.connection.isEnded) return i;
    harness.send(round(i));
    assert.ok(harness.connection.memoryBytes < 9 * MIB, "memory stays bounded");
  }
  return maxRounds;
}

function assertCalmed(harness: ServerHarness, limit: LimitName): void {
  assert.ok(harness.isEndedTold, "the connection ended");
  assert.equal(
    harness.connection.endCode,
    ErrorCode.ENHANCE_YOUR_CALM,
    harness.connection.endReason,
  );
  assert.ok(harness.limitsReached.includes(limit), `named ${harness.limitsReached.join()}`);
  assertFreed(harness);
}

function assertFreed(harness: ServerHarness): void {
  assert.equal(harness.connection.streamsCount, 0);
  assert.equal(harness.connection.memoryBytes, 0, "everything is freed");
  assert.equal(harness.memory.usedBytes, 0, "and given back to the budget of all");
}

/** A unary route whose calls never end by themselves; they are kept. */
function hangingRoutes(): { routes: GrpcRoutes; calls: UnaryCall[] } {
  const calls: UnaryCall[] = [];
  const routes = new GrpcRoutes();
  routes.unary("/test.Hang/Unary", (_request, call) => {
    calls.push(call);
  });
  return { routes, calls };
}

const HANG = "/test.Hang/Unary";

// ---- Resets.

test("rapid reset: the bucket of resets ends the connection", () => {
  const { routes } = hangingRoutes();
  const harness = peer({ routes, limits: { prematureResetMs: 0 } });
  const rounds = flood(harness, 3_000, (i) =>
    concatBytes([
      headers(2 * i + 1, grpcFields(HANG)),
      frame(DATA, END_STREAM, 2 * i + 1, message(ascii("x"))),
      reset(2 * i + 1, ErrorCode.CANCEL),
    ]),
  );
  assert.equal(rounds, DEFAULT_LIMITS.resetBurst + 1);
  assertCalmed(harness, "resets");
});

test("rapid reset: more than half of 500 streams reset at once ends the connection", () => {
  const harness = peer();
  const rounds = flood(harness, 3_000, (i) =>
    concatBytes([headers(2 * i + 1, grpcFields(BIDI)), reset(2 * i + 1, ErrorCode.CANCEL)]),
  );
  assert.equal(rounds, DEFAULT_LIMITS.prematureResetStreams / 2 + 1);
  assertCalmed(harness, "premature_resets");
});

test("a client that cancels some of its calls for hours is left alone", () => {
  const harness = peer();
  for (let i = 0; i < 4_000; i++) {
    const id = 4 * i + 1;
    harness.open(id, BIDI).send(reset(id, ErrorCode.CANCEL));
    harness.request(id + 2, UNARY);
    harness.time.advance(10);
  }
  assert.equal(harness.connection.isEnded, false, harness.connection.endReason);
});

test("a slot is freed when the handler ends, not when the stream is reset", () => {
  const { routes, calls } = hangingRoutes();
  const harness = peer({ routes, limits: { maxRunningHandlers: 10, prematureResetMs: 0 } });
  for (let i = 0; i < 30; i++) {
    harness.request(2 * i + 1, HANG).send(reset(2 * i + 1, ErrorCode.CANCEL));
  }
  assert.equal(calls.length, 10, "further handlers do not start");
  assert.equal(harness.connection.runningHandlers, 10);
  harness.request(61, HANG);
  assert.equal(calls.length, 10);
  calls[0]!.respond(ascii("nobody hears this"));
  assert.equal(calls.length, 11, "the next open request got the slot");
  assert.equal(calls[10]!.isOpen, true);
});

test("handlers that never end give their slots back after the hold time", () => {
  const { routes, calls } = hangingRoutes();
  const harness = peer({ routes, limits: { maxRunningHandlers: 2, prematureResetMs: 0 } });
  for (const id of [1, 3]) harness.request(id, HANG).send(reset(id, ErrorCode.CANCEL));
  harness.request(5, HANG);
  assert.equal(calls.length, 2);
  harness.advance(DEFAULT_LIMITS.canceledHandlerHoldMs + 1_000);
  assert.equal(calls.length, 3);
  calls[0]!.respond(ascii("late"));
  assert.equal(harness.connection.runningHandlers, 1, "a late end is not counted twice");
});

test("requests beyond the waiting ones are refused, then the connection ends", () => {
  const { routes, calls } = hangingRoutes();
  const harness = peer({ routes, limits: { maxRunningHandlers: 5, maxWaitingHandlers: 10 } });
  for (let i = 0; i < 20; i++) harness.request(2 * i + 1, HANG);
  assert.equal(calls.length, 5);
  assert.equal(harness.resetCode(29), -1);
  assert.equal(harness.resetCode(31), ErrorCode.REFUSED_STREAM);
  assert.ok(harness.limitsReached.includes("handlers_waiting"));
  const rounds = flood(harness, 5_000, (i) =>
    concatBytes([
      headers(101 + 2 * i, grpcFields(HANG)),
      frame(DATA, END_STREAM, 101 + 2 * i, message(ascii("x"))),
    ]),
  );
  assert.ok(rounds <= DEFAULT_LIMITS.glitchBurst + 1, `${rounds} rounds`);
  assertCalmed(harness, "glitches");
});

for (const [name, trigger] of [
  ["WINDOW_UPDATE of zero", windowUpdate(1, 0)],
  [
    "WINDOW_UPDATE overflow",
    concatBytes([windowUpdate(1, 0x7fff_ffff), windowUpdate(1, 0x7fff_ffff)]),
  ],
  ["PRIORITY of wrong length", frame(PRIORITY, 0, 1, new Uint8Array(4))],
  ["PRIORITY on itself", frame(PRIORITY, 0, 1, hex("00000001 00"))],
  ["HEADERS after the end", headers(1, grpcFields(HANG), END_HEADERS | END_STREAM)],
  ["DATA after the end", frame(DATA, END_STREAM, 1, ascii("x"))],
] as const) {
  test(`made you reset: ${name} on a running call ends the connection`, () => {
    const { routes, calls } = hangingRoutes();
    const harness = peer({ routes });
    let reason = "";
    harness.request(1, HANG);
    calls[0]!.onCancel((why) => {
      reason = why;
    });
    harness.send(trigger);
    assert.notEqual(harness.resetCode(1), -1, "RST_STREAM first");
    assert.ok(harness.goawayCode > 0, "then GOAWAY");
    assert.equal(reason, "closed", "and the work is canceled");
    assertFreed(harness);
  });
}

// ---- Header blocks.

test("CONTINUATION flood: the fifth ends the connection", () => {
  const harness = peer();
  harness.send(frame(HEADERS, 0, 1, hex("82")));
  const rounds = flood(harness, 100, () => frame(CONTINUATION, 0, 1, new Uint8Array(16_384)));
  assert.equal(rounds, DEFAULT_LIMITS.maxContinuationFrames + 1);
  assertCalmed(harness, "continuation_frames");
});

test("a header block that never ends is closed after five seconds", () => {
  const harness = peer();
  harness.send(frame(HEADERS, 0, 1, hex("82")));
  harness.advance(4_000);
  assert.equal(harness.connection.isEnded, false);
  harness.advance(2_000);
  assertCalmed(harness, "header_block_time");
});

test("HPACK bomb: references to one large field end the connection without making objects", () => {
  const harness = peer({ limits: { glitchBurst: 1e9, glitchesPerSecond: 1e9 } });
  const big = concatBytes([hex("40 01 61 7f a1 1e"), new Uint8Array(4_000).fill(0x78)]);
  const block = concatBytes([hex("83 86 84"), big, new Uint8Array(12_000).fill(0xbe)]);
  harness.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, block));
  assertCalmed(harness, "header_list");
});

test("a header list over its limit is answered with 431, many of them end the connection", () => {
  const harness = peer();
  const fields: Fields = Array.from({ length: 130 }, (_, i) => [`x-${i}`, "v"]);
  harness.send(headers(1, grpcFields(UNARY, fields)));
  assert.equal(harness.field(1, ":status"), "431");
  assert.equal(harness.field(1, "grpc-status"), "8");
  harness.request(3, UNARY, ascii("x"));
  assert.equal(harness.field(3, "grpc-status"), "0");
  const block = encodeHeaderBlock(grpcFields(UNARY, fields));
  const rounds = flood(harness, 5_000, (i) => frame(HEADERS, END_HEADERS, 5 + 2 * i, block));
  assert.ok(rounds <= DEFAULT_LIMITS.glitchBurst + 1);
  assertCalmed(harness, "glitches");
});

test("cookie crumbs and empty fields are counted one by one", () => {
  for (const crumb of [encodeHeaderBlock([["cookie", ""]]), encodeHeaderBlock([["a", ""]])]) {
    const crumbs = concatBytes(Array.from({ length: 300 }, () => crumb));
    const harness = peer().send(frame(HEADERS, END_HEADERS | END_STREAM, 1, crumbs));
    assertCalmed(harness, "header_list");
  }
});

test("trailer bomb: trailers count against the same limits", () => {
  const harness = peer().open(1, UNARY);
  const crumbs = concatBytes(Array.from({ length: 300 }, () => encodeHeaderBlock([["t", ""]])));
  harness.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, crumbs));
  assertCalmed(harness, "header_list");
});

test("table size flips cost nothing, and malformed blocks end the connection", () => {
  const harness = peer();
  const flips = concatBytes([
    ...Array.from({ length: 2_000 }, () => hex("20 3f e1 1f")),
    encodeHeaderBlock(grpcFields(UNARY)),
  ]);
  harness.send(frame(HEADERS, END_HEADERS, 1, flips));
  harness.send(frame(DATA, END_STREAM, 1, message(ascii("x"))));
  assert.equal(harness.field(1, "grpc-status"), "0");
  harness.send(frame(HEADERS, END_HEADERS, 3, hex("ff ff ff ff ff ff")));
  assert.equal(harness.goawayCode, ErrorCode.COMPRESSION_ERROR);
  assertFreed(harness);
});

test("header lists that open streams keep count as memory: further streams are refused", () => {
  const harness = peer();
  const value = "m".repeat(50_000);
  const block = encodeHeaderBlock(grpcFields(BIDI, [["x", value]]));
  const cuts = [0, 16_000, 32_000, 48_000, block.length];
  for (let i = 0; i < 200; i++) {
    const id = 2 * i + 1;
    for (let part = 0; part < 4; part++) {
      const flags = part === 3 ? END_HEADERS : 0;
      const type = part === 0 ? HEADERS : CONTINUATION;
      harness.send(frame(type, flags, id, block.subarray(cuts[part], cuts[part + 1])));
    }
  }
  assert.ok(harness.connection.memoryBytes < 9 * MIB);
  assert.equal(harness.resetCode(399), ErrorCode.REFUSED_STREAM);
  for (let id = 1; id < 300; id += 2) harness.send(reset(id, ErrorCode.CANCEL));
  assert.ok(harness.connection.memoryBytes < 1 * MIB);
  harness.open(401, BIDI);
  assert.equal(harness.resetCode(401), -1);
});

// ---- Control frames.

test("PING flood: too_many_pings after two strikes", () => {
  const harness = peer();
  const rounds = flood(harness, 100, () => frame(PING, 0, 0, new Uint8Array(8)));
  assert.equal(rounds, DEFAULT_LIMITS.maxPingStrikes + 2);
  assertCalmed(harness, "ping_flood");
  assert.equal(harness.seen.at(-1)!.debug, "too_many_pings");
});

test("pings between answers are no strikes, nor are slow ones with an open stream", () => {
  const harness = peer();
  for (let i = 0; i < 100; i++) {
    harness.request(2 * i + 1, UNARY);
    harness.send(frame(PING, 0, 0, new Uint8Array(8)));
  }
  harness.open(1001, BIDI);
  for (let i = 0; i < 20; i++) {
    harness.time.advance(DEFAULT_LIMITS.pingMinIntervalMs + 1);
    harness.send(frame(PING, 0, 0, new Uint8Array(8)));
  }
  assert.equal(harness.connection.isEnded, false, harness.connection.endReason);
});

test("pings without an open stream need two hours between them", () => {
  const harness = peer();
  for (let i = 0; i < 4; i++) {
    harness.time.advance(60_000);
    harness.send(frame(PING, 0, 0, new Uint8Array(8)));
  }
  assertCalmed(harness, "ping_flood");
  const permitted = peer({ limits: { pingWithoutStreamsPermitted: true } });
  for (let i = 0; i < 4; i++) {
    permitted.time.advance(60_000);
    permitted.send(frame(PING, 0, 0, new Uint8Array(8)));
  }
  assert.equal(permitted.connection.isEnded, false);
});

test("SETTINGS flood and oversized SETTINGS end the connection", () => {
  const harness = peer();
  const rounds = flood(harness, 100, () => settings([3, 1]));
  assert.ok(rounds <= DEFAULT_LIMITS.settingsBurst);
  assertCalmed(harness, "settings_frames");
  const entries = Array.from({ length: 33 }, (_, i): [number, number] => [100 + i, 1]);
  assertCalmed(peer().send(settings(...entries)), "settings_frames");
});

test("replies that are not read: reading stops at 100, the connection ends at 1000", () => {
  const harness = peer({
    isStuck: true,
    limits: { pingMinIntervalMs: 0, pingWithoutStreamsMinIntervalMs: 0, pingBurst: 1e9 },
  });
  const ping = frame(PING, 0, 0, new Uint8Array(8));
  for (let i = 0; i < 98; i++) harness.send(ping);
  assert.equal(harness.connection.wantsRead, true);
  for (let i = 0; i < 5; i++) harness.send(ping);
  assert.equal(harness.connection.wantsRead, false);
  flood(harness, 2_000, () => ping);
  assert.equal(harness.connection.endCode, ErrorCode.ENHANCE_YOUR_CALM);
  assert.ok(harness.limitsReached.includes("control_replies"));
});

test("PRIORITY churn is counted and ended", () => {
  const harness = peer();
  const rounds = flood(harness, 1_000, (i) => frame(PRIORITY, 0, 2 * i + 1, hex("00000000 01")));
  assert.equal(rounds, DEFAULT_LIMITS.priorityFramesPerStream + 1);
  assertCalmed(harness, "priority_frames");
});

test("WINDOW_UPDATE flood is counted and ended", () => {
  const harness = peer();
  const rounds = flood(harness, 1_000, () => windowUpdate(0, 1));
  assert.equal(rounds, DEFAULT_LIMITS.windowUpdatesPerStream + 1);
  assertCalmed(harness, "window_updates");
});

test("empty DATA frames: nine in a row end the connection", () => {
  const harness = peer().open(1, BIDI);
  const rounds = flood(harness, 100, () => frame(DATA, 0, 1));
  assert.equal(rounds, DEFAULT_LIMITS.maxEmptyDataFrames + 1);
  assertCalmed(harness, "empty_data_frames");
});

test("unknown frame types end the connection when there are too many", () => {
  const harness = peer();
  const rounds = flood(harness, 5_000, (i) => frame(0x0a + (i % 200), 0, i, ascii("junk")));
  assert.equal(rounds, DEFAULT_LIMITS.glitchBurst + 1);
  assertCalmed(harness, "glitches");
});

// ---- Windows and slow readers.

test("window flips over many streams cost the same as over one", () => {
  const { routes } = hangingRoutes();
  const harness = peer({ routes });
  for (let i = 0; i < 900; i++) harness.request(2 * i + 1, HANG);
  for (let i = 0; i < 15; i++) harness.send(settings([4, 0], [4, 0x7fff_ffff], [4, i]));
  assert.equal(harness.connection.isEnded, false);
  assert.equal(harness.connection.streamsCount, 900);
});

test("credit for a request that is reset comes back once", () => {
  const { routes } = hangingRoutes();
  const harness = peer({ routes, limits: { prematureResetMs: 0, connectionWindowBytes: 1 * MIB } });
  let granted = 65_535;
  let sent = 0;
  const body = message(new Uint8Array(10_000));
  for (let i = 0; i < 400; i++) {
    const id = 2 * i + 1;
    harness.send(headers(id, grpcFields(HANG)), frame(DATA, END_STREAM, id, body));
    sent += body.length;
    harness.send(reset(id, ErrorCode.CANCEL));
  }
  for (const seen of harness.seen) {
    if (seen.type === WINDOW_UPDATE && seen.id === 0) granted += seen.increment;
  }
  assert.equal(harness.connection.isEnded, false, harness.connection.endReason);
  assert.ok(granted - sent <= 1 * MIB, "never more than one window open");
  assert.ok(granted - sent > 0.4 * MIB, "and most of it given back");
});

test("zero window: answers wait in bounded memory, new streams are refused, stalled ones end", () => {
  const routes = new GrpcRoutes();
  const page = new Uint8Array(30_000);
  routes.unary("/test.Page/Get", (_request, call) => call.respond(page));
  const harness = peer({ routes });
  harness.send(settings([4, 0]));
  for (let i = 0; i < 2_000; i++) harness.request(2 * i + 1, "/test.Page/Get");
  assert.ok(harness.connection.memoryBytes < 9 * MIB, `${harness.connection.memoryBytes} bytes`);
  harness.advance(DEFAULT_LIMITS.outputStallTimeoutMs + 1_000);
  assert.ok(harness.limitsReached.includes("output_stall"));
});

test("slow read: a socket that takes nothing for a minute is closed", () => {
  const harness = peer({ isStuck: true });
  harness.request(1, UNARY, new Uint8Array(1_000));
  harness.advance(59_000);
  assert.equal(harness.connection.isEnded, false);
  harness.advance(2_000);
  assert.ok(harness.limitsReached.includes("output_stall"));
  assert.ok(harness.isEndedTold);
  assert.equal(harness.memory.usedBytes, 0, "although the socket never took the GOAWAY");
});

test("slow read: a stream call is told to stop, and its sender is asked again later", () => {
  const routes = new GrpcRoutes();
  let sent = 0;
  let drains = 0;
  routes.bidiStream("/test.Flow/Watch", (call) => {
    const fill = (): void => {
      while (call.send(new Uint8Array(10_000))) sent++;
      sent++;
    };
    call.onDrain(() => {
      drains++;
      fill();
    });
    fill();
  });
  const harness = peer({ routes });
  harness.open(1, "/test.Flow/Watch");
  assert.ok(sent * 10_000 <= DEFAULT_LIMITS.maxQueuedOutputBytes + 65_535 + 20_000, `${sent} sent`);
  assert.equal(drains, 0);
  const before = sent;
  harness.send(windowUpdate(0, 1_000_000), windowUpdate(1, 400_000));
  assert.equal(drains, 1, "half of the queue is gone");
  assert.ok(sent > before);
});

// ---- Requests that are never finished.

test("half a message on each of 10,000 streams: bounded memory, and all fail in time", () => {
  const harness = peer();
  const part = message(new Uint8Array(20_000)).subarray(0, 4_000);
  const rounds = flood(harness, 10_000, (i) =>
    concatBytes([headers(2 * i + 1, grpcFields(UNARY)), frame(DATA, 0, 2 * i + 1, part)]),
  );
  assert.ok(rounds > 1_000, `${rounds} rounds: ${harness.connection.endReason}`);
  assert.ok(harness.limitsReached.includes("connection_memory"));
  harness.advance(DEFAULT_LIMITS.requestStallTimeoutMs + 1_000);
  assert.equal(harness.connection.streamsCount, 0);
  assert.equal(harness.memory.usedBytes, harness.connection.memoryBytes);
});

test("a length prefix of 4 GiB is refused before anything is kept", () => {
  const harness = peer().open(1, UNARY);
  harness.send(frame(DATA, 0, 1, concatBytes([hex("00 ffffffff"), new Uint8Array(1_000)])));
  assert.equal(harness.field(1, "grpc-status"), "8");
  assert.equal(harness.connection.memoryBytes, 0);
});

test("a prefix promises memory: nothing near its size is kept for its first bytes", () => {
  const harness = peer();
  for (let i = 0; i < 1_000; i++) {
    const id = 2 * i + 1;
    harness
      .open(id, UNARY)
      .send(frame(DATA, 0, id, concatBytes([Uint8Array.of(0), uint32(2e6), ascii("x")])));
  }
  assert.ok(harness.connection.memoryBytes < 1.5 * MIB, `${harness.connection.memoryBytes} bytes`);
});

test("a request that does not go on is failed after thirty seconds, an idle stream call is not", () => {
  const harness = peer().open(1, UNARY).open(3, BIDI).open(5, BIDI);
  harness.send(frame(DATA, 0, 5, hex("00 000000")));
  harness.advance(29_000);
  assert.equal(harness.connection.streamsCount, 3);
  harness.advance(2_000);
  assert.equal(harness.field(1, "grpc-status"), "4");
  assert.equal(harness.field(5, "grpc-status"), "4", "in the middle of a message");
  assert.equal(harness.connection.streamsCount, 1);
});

// ---- Beginnings and ends.

test("a preface that never comes is closed after ten seconds", () => {
  for (const bytes of [new Uint8Array(0), PREFACE.subarray(0, 10)]) {
    const harness = peer({ isRaw: true });
    if (bytes.length > 0) harness.send(bytes);
    harness.advance(9_000);
    assert.equal(harness.connection.isEnded, false);
    harness.advance(2_000);
    assertCalmed(harness, "preface_time");
  }
});

test("SETTINGS that never come are closed after ten seconds", () => {
  const harness = peer({ isRaw: true });
  harness.send(PREFACE).advance(11_000);
  assert.equal(harness.goawayCode, ErrorCode.SETTINGS_TIMEOUT);
  assert.ok(harness.limitsReached.includes("settings_time"));
});

test("a million requests one after the other leave nothing behind", () => {
  // Fewer here; the state per closed stream would show at any number.
  const harness = peer().send(windowUpdate(0, 1 << 30));
  const rounds = 20_000;
  const body = frame(DATA, END_STREAM, 1, message(ascii("x")));
  const block = encodeHeaderBlock(grpcFields(UNARY));
  for (let i = 0; i < rounds; i++) {
    const id = 2 * i + 1;
    body.set(uint32(id), 5);
    harness.connection.receive(frame(HEADERS, END_HEADERS, id, block), harness.time.monotonicMs());
    harness.connection.receive(body, harness.time.monotonicMs());
    const { bytes, length } = harness.connection.takeOutput();
    harness.pool.give(bytes);
    harness.connection.onWritten(length, harness.time.monotonicMs());
  }
  assert.equal(harness.counters.streamsOpened, rounds);
  assert.equal(harness.connection.streamsCount, 0);
  assert.equal(harness.connection.memoryBytes, 0);
});

test("streams that we closed early are remembered in bounded number", () => {
  const harness = peer({ limits: { glitchBurst: 1e9, glitchesPerSecond: 1e9 } });
  for (let i = 0; i < 5_000; i++) harness.open(2 * i + 1, "/test.Echo/Unknown");
  assert.equal(harness.connection.isEnded, false);
  harness.send(frame(DATA, 0, 9_999, ascii("late")));
  assert.equal(harness.connection.isEnded, false);
  harness.send(frame(DATA, 0, 1, ascii("very late")));
  assert.equal(harness.goawayCode, ErrorCode.STREAM_CLOSED);
});

test("a socket that is gone without GOAWAY: calls are canceled and everything is freed", () => {
  const { routes, calls } = hangingRoutes();
  const harness = peer({ routes });
  const reasons: string[] = [];
  harness.request(1, HANG).request(3, HANG).open(5, HANG);
  harness.send(frame(DATA, 0, 5, message(new Uint8Array(10_000)).subarray(0, 5_000)));
  for (const call of calls) call.onCancel((reason) => reasons.push(reason));
  harness.connection.lost("connection reset");
  assert.deepEqual(reasons, ["closed", "closed"]);
  assertFreed(harness);
  calls[0]!.respond(ascii("nobody"));
  assert.equal(calls[0]!.isOpen, false);
  assert.equal(harness.connection.output.length, 0);
});

test("frames after GOAWAY and after an error are not handled", () => {
  const harness = peer();
  harness.send(frame(DATA, 0, 0, ascii("x")));
  const opened = harness.counters.streamsOpened;
  harness.request(1, UNARY).request(3, UNARY);
  assert.equal(harness.counters.streamsOpened, opened);
  assertFreed(harness);
});

test("an even identifier, PUSH_PROMISE and MAX_FRAME_SIZE 0 end the connection", () => {
  assert.equal(peer().open(2, UNARY).goawayCode, ErrorCode.PROTOCOL_ERROR);
  assert.equal(peer().send(frame(5, 4, 1, hex("00000002"))).goawayCode, ErrorCode.PROTOCOL_ERROR);
  assert.equal(peer().send(settings([5, 0])).goawayCode, ErrorCode.PROTOCOL_ERROR);
});

test("paths that are not /service/method reach no handler", () => {
  const paths = [
    "test.Echo/Unary",
    "//test.Echo/Unary",
    "/test.Echo/Unary/",
    "/test.Echo//Unary",
    "/test.Echo/unary",
    "*",
    "/",
  ];
  paths.forEach((path, i) => {
    const harness = peer().request(2 * i + 1, path);
    assert.equal(harness.field(2 * i + 1, "grpc-status"), "12", path);
  });
});

test("a doubled host is refused", () => {
  const harness = peer();
  harness.send(
    headers(
      1,
      grpcFields(UNARY, [
        ["host", "a"],
        ["host", "b"],
      ]),
    ),
  );
  assert.equal(harness.field(1, ":status"), "400");
});

test("one connection handles a bounded number of frames in a turn", () => {
  const harness = peer();
  const requests: Uint8Array[] = [];
  for (let i = 0; i < 200; i++) {
    requests.push(
      headers(2 * i + 1, grpcFields(UNARY)),
      frame(DATA, END_STREAM, 2 * i + 1, message(ascii("x"))),
    );
  }
  harness.connection.receive(concatBytes(requests), harness.time.monotonicMs());
  assert.equal(harness.counters.streamsOpened, DEFAULT_LIMITS.framesPerTurn / 2);
  assert.ok(harness.wantsResume);
  harness.settle();
  assert.equal(harness.counters.streamsOpened, 200);
});

test("a backlog over one turn's bytes pauses reading", () => {
  const harness = peer();
  const pings = concatBytes(Array.from({ length: 20_000 }, () => frame(0x77, 0, 0, ascii("xx"))));
  harness.connection.receive(pings.subarray(0, 200_000), harness.time.monotonicMs());
  harness.connection.receive(pings.subarray(0, 100_000), harness.time.monotonicMs());
  assert.equal(harness.connection.wantsRead, false);
});
