/**
 * RFC 9113 sections 3, 4 and 6, rule by rule, on the server's connection: how it begins, frame
 * sizes, and each frame type. Section numbers lead the names.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes } from "@kvorum/base";
import {
  ACK,
  ascii,
  CONTINUATION,
  DATA,
  END_HEADERS,
  END_STREAM,
  frame,
  GOAWAY,
  grpcFields,
  HEADERS,
  headers,
  hex,
  message,
  PADDED,
  PING,
  PREFACE,
  PRIORITY,
  PRIORITY_FLAG,
  PUSH_PROMISE,
  RST_STREAM,
  reset,
  SETTINGS,
  settings,
  uint32,
  WINDOW_UPDATE,
  windowUpdate,
} from "../testing/frames.ts";
import { echoRoutes, type HarnessOptions, ServerHarness } from "../testing/server-harness.ts";
import { encodeHeaderBlock } from "./hpack-encoder.ts";
import { ErrorCode } from "./protocol.ts";

const UNARY = "/test.Echo/Unary";
const BIDI = "/test.Echo/Bidi";

function peer(options: HarnessOptions = {}): ServerHarness {
  return new ServerHarness({ routes: echoRoutes(), ...options });
}

function assertGoaway(harness: ServerHarness, code: number): void {
  assert.equal(harness.goawayCode, code, harness.connection.endReason);
  assert.ok(harness.isEndedTold);
  const before = harness.seen.length;
  harness.send(frame(PING, 0, 0, new Uint8Array(8)));
  assert.equal(harness.seen.length, before, "nothing is handled after the end");
}

function assertAnswers(harness: ServerHarness, id = 1): void {
  harness.request(id, UNARY, ascii("still there"));
  assert.equal(harness.field(id, "grpc-status"), "0");
  assert.equal(harness.connection.isEnded, false);
}

// ---- 3. Starting.

test("3.4: the server's first frame is SETTINGS, without waiting for the client", () => {
  const harness = peer({ isRaw: true });
  assert.equal(harness.take()[0]!.type, SETTINGS);
});

test("3.4: the preface may come in any pieces", () => {
  const harness = peer({ isRaw: true });
  for (const byte of concatBytes([PREFACE, settings()])) harness.send(Uint8Array.of(byte));
  assertAnswers(harness);
});

test("3.4: an invalid preface ends the connection", () => {
  const harness = peer({ isRaw: true });
  harness.send(ascii("INVALID CONNECTION PREFACE\r\n\r\n"));
  assert.equal(harness.connection.endCode, ErrorCode.PROTOCOL_ERROR);
  assert.ok(harness.isEndedTold);
});

test("3.4: the first frame of the client must be SETTINGS", () => {
  const harness = peer({ isRaw: true });
  harness.send(PREFACE, frame(PING, 0, 0, new Uint8Array(8)));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("3.4: a SETTINGS acknowledgement is not the client's first SETTINGS", () => {
  const harness = peer({ isRaw: true });
  harness.send(PREFACE, frame(SETTINGS, ACK, 0));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

// ---- 4. Frames.

test("4.1: a frame of unknown type is ignored", () => {
  for (const type of [0x0a, 0x16, 0xff]) {
    const harness = peer();
    harness.send(frame(type, 0xff, 0, new Uint8Array(8)), frame(type, 0, 7, new Uint8Array(3)));
    assertAnswers(harness);
  }
});

test("4.1: undefined flags are ignored", () => {
  const harness = peer();
  harness.send(frame(PING, 0xfe, 0, new Uint8Array(8)));
  assert.deepEqual(harness.lines(), ["PING 0 ack"]);
});

test("4.1: the reserved bit of the stream identifier is ignored", () => {
  const harness = peer();
  const ping = frame(PING, 0, 0, new Uint8Array(8));
  ping[5] = 0x80;
  harness.send(ping);
  assert.deepEqual(harness.lines(), ["PING 0 ack"]);
});

test("4.2: DATA of 2^14 bytes is accepted", () => {
  const harness = peer();
  const body = new Uint8Array(16_384 - 5);
  harness.request(1, UNARY, body);
  assert.equal(harness.field(1, "grpc-status"), "0");
  assert.equal(harness.data(1).length, body.length + 5);
});

test("4.2: a frame over SETTINGS_MAX_FRAME_SIZE is a connection error FRAME_SIZE_ERROR", () => {
  for (const type of [DATA, HEADERS, 0x42]) {
    const harness = peer();
    harness.open(1, BIDI);
    harness.send(frame(type, 0, 1, new Uint8Array(16_385)));
    assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
  }
});

test("4.2: the size is judged by the frame's header alone", () => {
  const harness = peer();
  harness.send(frame(DATA, 0, 1, new Uint8Array(0), 16_385));
  assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
});

test("4.3: a header block that cannot be decoded is a connection error COMPRESSION_ERROR", () => {
  const harness = peer();
  harness.send(frame(HEADERS, END_HEADERS | END_STREAM, 1, hex("80")));
  assertGoaway(harness, ErrorCode.COMPRESSION_ERROR);
});

test("4.3: only CONTINUATION of the same stream may follow an unfinished header block", () => {
  const block = encodeHeaderBlock(grpcFields(UNARY));
  const intruders = [
    frame(PRIORITY, 0, 1, hex("00000000 0f")),
    frame(PING, 0, 0, new Uint8Array(8)),
    frame(HEADERS, END_HEADERS, 3, block),
    frame(CONTINUATION, END_HEADERS, 3, block.subarray(4)),
    frame(0x55, 0, 0),
  ];
  for (const intruder of intruders) {
    const harness = peer();
    harness.send(frame(HEADERS, 0, 1, block.subarray(0, 4)), intruder);
    assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
  }
});

// ---- 6.1 DATA.

test("6.1: DATA on stream 0 is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(frame(DATA, END_STREAM, 0, ascii("test")));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.1: DATA with padding is accepted, and the padding counts for flow control", () => {
  const harness = peer();
  harness.open(1, UNARY);
  const body = message(ascii("padded"));
  harness.send(
    frame(DATA, PADDED | END_STREAM, 1, concatBytes([Uint8Array.of(7), body, new Uint8Array(7)])),
  );
  assert.deepEqual(harness.data(1), body);
});

test("6.1: padding as long as the payload is a connection error PROTOCOL_ERROR", () => {
  for (const payload of [hex("04 00000000"), hex("05 00000000"), hex("ff 00"), new Uint8Array(0)]) {
    const harness = peer();
    harness.open(1, BIDI);
    harness.send(frame(DATA, PADDED, 1, payload));
    if (payload[0] === 4) assert.equal(harness.connection.isEnded, false, "all padding is legal");
    else assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
  }
});

// ---- 6.2 HEADERS.

test("6.2: HEADERS on stream 0 is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(headers(0, grpcFields(UNARY)));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.2: HEADERS with padding and priority is accepted", () => {
  const harness = peer();
  const block = encodeHeaderBlock(grpcFields(UNARY));
  const payload = concatBytes([hex("03 00000000 0f"), block, new Uint8Array(3)]);
  harness.send(
    frame(HEADERS, PADDED | PRIORITY_FLAG | END_HEADERS, 1, payload),
    frame(DATA, END_STREAM, 1, message(ascii("x"))),
  );
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("6.2: HEADERS with more padding than payload is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(frame(HEADERS, PADDED | END_HEADERS, 1, hex("05 82868441")));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.2: HEADERS too short for its own fields is a connection error FRAME_SIZE_ERROR", () => {
  for (const [flags, payload] of [
    [PADDED, ""],
    [PRIORITY_FLAG, "000000 00"],
  ] as const) {
    const harness = peer();
    harness.send(frame(HEADERS, flags | END_HEADERS, 1, hex(payload)));
    assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
  }
});

test("6.2: HEADERS that depends on itself ends the connection (made-you-reset)", () => {
  const harness = peer();
  const payload = concatBytes([hex("00000001 0f"), encodeHeaderBlock(grpcFields(UNARY))]);
  harness.send(frame(HEADERS, PRIORITY_FLAG | END_HEADERS, 1, payload));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

// ---- 6.3 PRIORITY.

test("6.3: PRIORITY is accepted in any stream state and forgotten", () => {
  const harness = peer();
  const priority = (id: number): Uint8Array => frame(PRIORITY, 0, id, hex("00000000 0f"));
  harness.send(priority(1), priority(99));
  harness.open(1, BIDI);
  harness.send(priority(1));
  assertAnswers(harness, 3);
  harness.send(priority(3));
  assertAnswers(harness, 5);
});

test("6.3: PRIORITY on stream 0 is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(frame(PRIORITY, 0, 0, hex("00000001 0f")));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.3: PRIORITY of wrong length on an idle stream ends the connection", () => {
  const harness = peer();
  harness.send(frame(PRIORITY, 0, 1, hex("80000001")));
  assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
});

test("6.3: PRIORITY of wrong length, or on itself, resets a waiting and ends a running call", () => {
  for (const [payload, code] of [
    [hex("80000001"), ErrorCode.FRAME_SIZE_ERROR],
    [hex("00000001 0f"), ErrorCode.PROTOCOL_ERROR],
  ] as const) {
    const waiting = peer();
    waiting.open(1, UNARY);
    waiting.send(frame(PRIORITY, 0, 1, payload));
    assert.equal(waiting.resetCode(1), code);
    assertAnswers(waiting, 3);
    const running = peer();
    running.open(1, BIDI);
    running.send(frame(PRIORITY, 0, 1, payload));
    assert.equal(running.resetCode(1), code);
    assertGoaway(running, code);
  }
});

// ---- 6.4 RST_STREAM.

test("6.4: RST_STREAM on stream 0 or an idle stream is a connection error PROTOCOL_ERROR", () => {
  for (const id of [0, 1, 2]) {
    const harness = peer();
    harness.send(reset(id, ErrorCode.CANCEL));
    assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
  }
});

test("6.4: RST_STREAM of wrong length is a connection error FRAME_SIZE_ERROR", () => {
  for (const length of [3, 5]) {
    const harness = peer();
    harness.open(1, BIDI);
    harness.send(frame(RST_STREAM, 0, 1, new Uint8Array(length)));
    assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
  }
});

test("6.4: RST_STREAM ends its call and nothing else", () => {
  const harness = peer();
  harness.open(1, BIDI).send(reset(1, ErrorCode.CANCEL));
  assert.equal(harness.connection.streamsCount, 0);
  assertAnswers(harness, 3);
});

// ---- 6.5 SETTINGS.

test("6.5: SETTINGS is acknowledged", () => {
  const harness = peer();
  harness.send(settings([3, 100]));
  assert.deepEqual(harness.lines(), ["SETTINGS 0 ack"]);
});

test("6.5: SETTINGS on a stream is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(frame(SETTINGS, 0, 1));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.5: SETTINGS of a length that is no multiple of 6 is FRAME_SIZE_ERROR", () => {
  const harness = peer();
  harness.send(frame(SETTINGS, 0, 0, new Uint8Array(3)));
  assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
});

test("6.5: an acknowledgement with a payload is FRAME_SIZE_ERROR", () => {
  const harness = peer();
  harness.send(frame(SETTINGS, ACK, 0, new Uint8Array(6)));
  assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
});

test("6.5.2: values out of range end the connection with the right code", () => {
  const cases: [number, number, number][] = [
    [2, 2, ErrorCode.PROTOCOL_ERROR],
    [4, 0x8000_0000, ErrorCode.FLOW_CONTROL_ERROR],
    [5, 16_383, ErrorCode.PROTOCOL_ERROR],
    [5, 0, ErrorCode.PROTOCOL_ERROR],
    [5, 16_777_216, ErrorCode.PROTOCOL_ERROR],
  ];
  for (const [id, value, code] of cases) {
    const harness = peer();
    harness.send(settings([id, value]));
    assertGoaway(harness, code);
  }
});

test("6.5.2: the limits of each value are accepted", () => {
  const harness = peer();
  harness.send(
    settings([1, 0], [2, 0], [2, 1], [3, 0], [4, 0x7fff_ffff], [5, 16_384], [5, 0xff_ffff], [6, 0]),
  );
  assertAnswers(harness);
});

test("6.5.2: an unknown setting is ignored", () => {
  const harness = peer();
  harness.send(settings([0xff, 1], [0, 0xffff_ffff]));
  assert.deepEqual(harness.lines(), ["SETTINGS 0 ack"]);
  assertAnswers(harness);
});

test("6.5.3: values are applied in their order, before the acknowledgement", () => {
  const harness = peer();
  harness.send(settings([4, 100], [4, 6]));
  harness.request(1, UNARY, ascii("longer than one byte"));
  const lines = harness.lines();
  assert.equal(lines[0], "SETTINGS 0 ack");
  assert.ok(lines.includes("DATA 1 6 bytes"), lines.join("\n"));
});

// ---- 6.6 PUSH_PROMISE.

test("6.6: PUSH_PROMISE from a client is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.open(1, BIDI);
  harness.send(
    frame(
      PUSH_PROMISE,
      END_HEADERS,
      1,
      concatBytes([uint32(2), encodeHeaderBlock([[":path", "/"]])]),
    ),
  );
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

// ---- 6.7 PING.

test("6.7: PING is answered with the same payload; its acknowledgement is not", () => {
  const harness = peer();
  const payload = ascii("h2spec!!");
  harness.send(frame(PING, 0, 0, payload));
  const [answer] = harness.take();
  assert.equal(answer!.flags, ACK);
  assert.deepEqual(answer!.payload, payload);
  harness.send(frame(PING, ACK, 0, ascii("invalid!")));
  assert.deepEqual(harness.lines(), []);
});

test("6.7: after a silent interval we ping, and give the connection up without an answer", () => {
  const limits = { keepaliveIntervalMs: 10_000, keepaliveTimeoutMs: 5_000 };
  const answering = peer({ limits });
  for (let round = 0; round < 3; round++) {
    answering.advance(11_000);
    const [ping] = answering.take();
    assert.equal(ping?.type, PING);
    answering.send(frame(PING, ACK, 0, ping.payload));
  }
  assert.equal(answering.connection.isEnded, false);
  const silent = peer({ limits });
  silent.advance(14_000);
  assert.equal(silent.connection.isEnded, false);
  silent.advance(3_000);
  assert.ok(silent.limitsReached.includes("keepalive_timeout"));
  assert.ok(silent.isEndedTold);
});

test("6.7: PING on a stream is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(frame(PING, 0, 1, new Uint8Array(8)));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.7: PING of a length other than 8 is FRAME_SIZE_ERROR", () => {
  for (const length of [0, 7, 9]) {
    const harness = peer();
    harness.send(frame(PING, 0, 0, new Uint8Array(length)));
    assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
  }
});

// ---- 6.8 GOAWAY.

test("6.8: GOAWAY on a stream is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(frame(GOAWAY, 0, 1, new Uint8Array(8)));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.8: GOAWAY that is too short is FRAME_SIZE_ERROR", () => {
  const harness = peer();
  harness.send(frame(GOAWAY, 0, 0, new Uint8Array(7)));
  assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
});

test("6.8: after the client's GOAWAY open calls go on, then the connection ends", () => {
  const harness = peer();
  harness.open(1, BIDI);
  harness.send(frame(GOAWAY, 0, 0, concatBytes([uint32(0), uint32(0), ascii("bye")])));
  assert.equal(harness.connection.isEnded, false);
  harness.send(frame(DATA, END_STREAM, 1, message(ascii("last"))));
  assert.equal(harness.field(1, "grpc-status"), "0");
  assert.equal(harness.connection.endCode, ErrorCode.NO_ERROR);
  assert.ok(harness.isEndedTold);
});

test("6.8: our GOAWAY names the highest stream that we looked at", () => {
  const harness = peer();
  assertAnswers(harness, 1);
  assertAnswers(harness, 7);
  harness.send(frame(PING, 0, 5, new Uint8Array(8)));
  assert.equal(harness.seen.at(-1)!.lastId, 7);
});

test("6.8: a drain is announced first, then names the last stream, then ends", () => {
  const harness = peer();
  harness.open(1, BIDI);
  harness.take();
  harness.connection.drain();
  const [goaway, ping] = harness.take();
  assert.equal(goaway!.lastId, 0x7fff_ffff);
  assertAnswers(harness, 3);
  harness.take();
  harness.send(frame(PING, ACK, 0, ping!.payload));
  assert.equal(harness.take()[0]!.lastId, 3);
  harness.request(5, UNARY);
  assert.deepEqual(harness.lines(), [], "a stream that crossed the GOAWAY is not looked at");
  harness.send(frame(DATA, END_STREAM, 1, message(ascii("last"))));
  assert.equal(harness.field(1, "grpc-status"), "0");
  assert.equal(harness.goawayCode, ErrorCode.NO_ERROR);
});

test("6.8: a drain does not wait for a client that does not answer pings", () => {
  const harness = peer();
  harness.connection.drain();
  harness.advance(2_000);
  assert.equal(harness.goawayCode, ErrorCode.NO_ERROR);
});

// ---- 6.9 WINDOW_UPDATE.

test("6.9: an increment of 0 on the connection is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(windowUpdate(0, 0));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.9: an increment of 0 on a stream is a stream error, and ends a running call", () => {
  const waiting = peer();
  waiting.open(1, UNARY).send(windowUpdate(1, 0));
  assert.equal(waiting.resetCode(1), ErrorCode.PROTOCOL_ERROR);
  assertAnswers(waiting, 3);
  const running = peer();
  running.open(1, BIDI).send(windowUpdate(1, 0));
  assert.equal(running.resetCode(1), ErrorCode.PROTOCOL_ERROR);
  assertGoaway(running, ErrorCode.PROTOCOL_ERROR);
});

test("6.9: WINDOW_UPDATE of wrong length is FRAME_SIZE_ERROR", () => {
  for (const id of [0, 1]) {
    const harness = peer();
    harness.open(1, BIDI).send(frame(WINDOW_UPDATE, 0, id, new Uint8Array(3)));
    assertGoaway(harness, ErrorCode.FRAME_SIZE_ERROR);
  }
});

test("6.9: WINDOW_UPDATE on an idle stream is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  harness.send(windowUpdate(1, 100));
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});

test("6.9: WINDOW_UPDATE on a closed stream is ignored", () => {
  const harness = peer();
  assertAnswers(harness, 1);
  harness.send(windowUpdate(1, 100));
  assertAnswers(harness, 3);
});

test("6.9.1: DATA is not sent beyond the stream's window, and goes on when it grows", () => {
  const harness = peer();
  harness.send(settings([4, 1]));
  harness.request(1, UNARY, ascii("abc"));
  assert.equal(harness.data(1).length, 1);
  harness.send(windowUpdate(1, 2));
  assert.equal(harness.data(1).length, 3);
  harness.send(windowUpdate(1, 100));
  assert.deepEqual(harness.data(1), message(ascii("abc")));
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("6.9.1: DATA is not sent beyond the connection's window", () => {
  const routes = echoRoutes();
  routes.unary("/test.Echo/Big", (_request, call) => call.respond(new Uint8Array(65_000)));
  const harness = peer({ routes });
  harness.send(settings([4, 1_000_000]));
  harness.request(1, "/test.Echo/Big");
  assert.equal(harness.data(1).length, 65_005);
  harness.request(3, UNARY, new Uint8Array(2_000));
  assert.equal(harness.data(3).length, 65_535 - 65_005);
  harness.send(windowUpdate(0, 10_000));
  assert.equal(harness.data(3).length, 2_005);
});

test("6.9.1: a window over 2^31-1 is FLOW_CONTROL_ERROR, on the connection and on a stream", () => {
  const connection = peer();
  connection.send(windowUpdate(0, 0x7fff_ffff));
  assertGoaway(connection, ErrorCode.FLOW_CONTROL_ERROR);
  const stream = peer();
  stream.open(1, UNARY).send(windowUpdate(1, 0x7fff_ffff), windowUpdate(1, 0x7fff_ffff));
  assert.equal(stream.resetCode(1), ErrorCode.FLOW_CONTROL_ERROR);
});

test("6.9.2: a new initial window changes the windows of open streams", () => {
  const harness = peer();
  harness.send(settings([4, 0]));
  harness.request(1, UNARY, ascii("abc"));
  assert.equal(harness.data(1).length, 0);
  harness.send(settings([4, 1]));
  assert.equal(harness.data(1).length, 1);
});

test("6.9.2: a window may become negative, and is positive only after enough updates", () => {
  const harness = peer();
  harness.send(settings([4, 3]));
  harness.request(1, UNARY, ascii("abc"));
  assert.equal(harness.data(1).length, 3);
  harness.send(settings([4, 2]));
  harness.send(windowUpdate(1, 1));
  assert.equal(harness.data(1).length, 3, "the window is 0 now");
  harness.send(windowUpdate(1, 1));
  assert.equal(harness.data(1).length, 4);
});

test("6.9.2: SETTINGS that push a window over 2^31-1 are FLOW_CONTROL_ERROR", () => {
  const harness = peer();
  harness.open(1, BIDI).send(windowUpdate(1, 0x7fff_0000));
  harness.send(settings([4, 0x7fff_ffff]));
  assertGoaway(harness, ErrorCode.FLOW_CONTROL_ERROR);
});

test("6.9.2: the same SETTINGS are fine once that stream is gone", () => {
  const harness = peer();
  harness.open(1, BIDI).send(windowUpdate(1, 0x7fff_0000), reset(1, ErrorCode.CANCEL));
  harness.send(settings([4, 0x7fff_ffff]));
  assertAnswers(harness, 3);
});

test("6.9: DATA beyond the window that we gave is FLOW_CONTROL_ERROR", () => {
  const stream = peer({ limits: { requestStallTimeoutMs: 1e9 } });
  stream.open(1, UNARY);
  // An endless message: credit is given only when its length is known, and that is hidden here.
  const big = frame(DATA, 0, 1, new Uint8Array(16_384).fill(255));
  stream.send(frame(DATA, 0, 1, hex("00 00 0f ff ff")));
  const grants = stream.take().filter((seen) => seen.type === WINDOW_UPDATE && seen.id === 1);
  const granted = 65_535 + grants.reduce((sum, seen) => sum + seen.increment, 0);
  for (let sent = 5; sent + 16_384 <= granted; sent += 16_384) stream.send(big);
  assert.equal(stream.connection.isEnded, false);
  stream.send(big);
  assert.equal(stream.resetCode(1), ErrorCode.FLOW_CONTROL_ERROR);
});

// ---- 6.10 CONTINUATION.

test("6.10: a header block in several CONTINUATION frames is put together", () => {
  const harness = peer();
  const block = encodeHeaderBlock(grpcFields(UNARY));
  harness.send(
    frame(HEADERS, 0, 1, block.subarray(0, 1)),
    frame(CONTINUATION, 0, 1, block.subarray(1, 20)),
    frame(CONTINUATION, 0, 1, block.subarray(20, 20)),
    frame(CONTINUATION, END_HEADERS, 1, block.subarray(20)),
    frame(DATA, END_STREAM, 1, message(ascii("x"))),
  );
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("6.10: CONTINUATION without an open header block is a connection error", () => {
  const block = encodeHeaderBlock([["a", "b"]]);
  for (const before of [
    [],
    [headers(1, grpcFields(BIDI))],
    [headers(1, grpcFields(BIDI)), frame(DATA, 0, 1, message(ascii("x")))],
  ]) {
    const harness = peer();
    harness.send(...before, frame(CONTINUATION, END_HEADERS, 1, block));
    assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
  }
});

test("6.10: CONTINUATION on stream 0 is a connection error PROTOCOL_ERROR", () => {
  const harness = peer();
  const block = encodeHeaderBlock(grpcFields(UNARY));
  harness.send(
    frame(HEADERS, 0, 1, block.subarray(0, 4)),
    frame(CONTINUATION, END_HEADERS, 0, block.subarray(4)),
  );
  assertGoaway(harness, ErrorCode.PROTOCOL_ERROR);
});
