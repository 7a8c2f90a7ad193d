/** RFC 9113 sections 5 and 8, rule by rule: states of streams, and well-formed requests. */

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
  PRIORITY,
  reset,
  settings,
  windowUpdate,
} from "../testing/frames.ts";
import { echoRoutes, type HarnessOptions, ServerHarness } from "../testing/server-harness.ts";
import { ErrorCode } from "./protocol.ts";

const UNARY = "/test.Echo/Unary";
const BIDI = "/test.Echo/Bidi";
const END = END_HEADERS | END_STREAM;

/** Plain HTTP requests get a body, so that streams can be held open by flow control. */
function peer(options: HarnessOptions = {}): ServerHarness {
  return new ServerHarness({
    routes: echoRoutes(),
    onHttpRequest: (call) => call.respond(200, [], call.body.length > 0 ? call.body : ascii("ok")),
    ...options,
  });
}

const GET: Fields = [
  [":method", "GET"],
  [":scheme", "http"],
  [":path", "/"],
  [":authority", "test"],
];

function assertAnswers(harness: ServerHarness, id: number): void {
  harness.request(id, UNARY, ascii("still there"));
  assert.equal(harness.field(id, "grpc-status"), "0");
}

// ---- 5.1 Stream states.

test("5.1 idle: DATA, RST_STREAM, WINDOW_UPDATE and CONTINUATION are PROTOCOL_ERROR", () => {
  for (const bad of [
    frame(DATA, END_STREAM, 1, ascii("test")),
    reset(1, ErrorCode.CANCEL),
    windowUpdate(1, 100),
    frame(CONTINUATION, END_HEADERS, 1, hex("82")),
  ]) {
    const harness = peer().send(bad);
    assert.equal(harness.goawayCode, ErrorCode.PROTOCOL_ERROR);
  }
});

test("5.1 half-closed (remote): DATA and HEADERS are STREAM_CLOSED", () => {
  for (const bad of [frame(DATA, END_STREAM, 1, ascii("x")), headers(1, GET, END)]) {
    const harness = peer();
    harness.send(settings([4, 0]), headers(1, GET, END), bad);
    assert.equal(harness.resetCode(1), ErrorCode.STREAM_CLOSED);
    assert.equal(harness.goawayCode, ErrorCode.STREAM_CLOSED, "its request was handed on");
  }
});

test("5.1 half-closed (remote): WINDOW_UPDATE and PRIORITY are accepted", () => {
  const harness = peer();
  harness.send(
    settings([4, 0]),
    headers(1, GET, END),
    frame(PRIORITY, 0, 1, hex("00000000 0f")),
    windowUpdate(1, 10),
  );
  assert.deepEqual(harness.data(1), ascii("ok"));
});

test("5.1 closed by our answer: DATA and HEADERS are STREAM_CLOSED", () => {
  for (const bad of [frame(DATA, END_STREAM, 1, ascii("x")), headers(1, GET, END)]) {
    const harness = peer().send(headers(1, GET, END));
    assert.equal(harness.seen.at(-1)!.endStream, true);
    harness.send(bad);
    assert.equal(harness.goawayCode, ErrorCode.STREAM_CLOSED);
  }
});

test("5.1 closed by the client's reset: DATA and HEADERS are STREAM_CLOSED", () => {
  for (const bad of [frame(DATA, END_STREAM, 1, ascii("x")), headers(1, GET, END)]) {
    const harness = peer().open(1, BIDI).send(reset(1, ErrorCode.CANCEL), bad);
    assert.equal(harness.goawayCode, ErrorCode.STREAM_CLOSED);
  }
});

test("5.1 closed by us: what the client had under way is dropped without an error", () => {
  const harness = peer();
  harness.open(1, "/test.Echo/Unknown");
  assert.equal(harness.field(1, "grpc-status"), "12");
  assert.equal(harness.resetCode(1), ErrorCode.NO_ERROR);
  harness.send(frame(DATA, 0, 1, message(ascii("late"))), headers(1, [["late", "trailer"]], END));
  assertAnswers(harness, 3);
  harness.send(frame(DATA, 0, 1, ascii("x")));
  assert.equal(harness.goawayCode, ErrorCode.STREAM_CLOSED, "after its end it is closed for good");
});

test("5.1: PRIORITY, RST_STREAM and WINDOW_UPDATE on a closed stream are accepted", () => {
  const harness = peer();
  assertAnswers(harness, 1);
  harness.send(
    frame(PRIORITY, 0, 1, hex("00000000 0f")),
    reset(1, ErrorCode.CANCEL),
    windowUpdate(1, 1),
  );
  assertAnswers(harness, 3);
});

// ---- 5.1.1 Stream identifiers.

test("5.1.1: a client may not open an even stream", () => {
  const harness = peer().send(headers(2, GET, END));
  assert.equal(harness.goawayCode, ErrorCode.PROTOCOL_ERROR);
});

test("5.1.1: a new stream must have a higher identifier than any before", () => {
  const harness = peer();
  assertAnswers(harness, 5);
  harness.send(headers(3, GET, END));
  assert.equal(harness.goawayCode, ErrorCode.PROTOCOL_ERROR);
});

test("5.1.1: from 75 % of 2^31 on the connection drains", () => {
  const harness = peer({ limits: { maxStreamId: 9 } });
  assertAnswers(harness, 7);
  assert.equal(harness.connection.isDraining, false);
  assertAnswers(harness, 9);
  assert.equal(harness.connection.isDraining, true);
});

// ---- 5.1.2 Concurrency.

test("5.1.2: a stream above SETTINGS_MAX_CONCURRENT_STREAMS is refused", () => {
  const harness = peer({ limits: { maxConcurrentStreams: 2 } });
  harness.open(1, BIDI).open(3, BIDI).open(5, BIDI);
  assert.equal(harness.resetCode(5), ErrorCode.REFUSED_STREAM);
  harness.send(frame(DATA, END_STREAM, 5, message(ascii("dropped"))));
  harness.send(frame(DATA, END_STREAM, 1, message(ascii("a"))));
  harness.open(7, BIDI);
  assert.equal(harness.resetCode(7), -1, "there is room again");
});

// ---- 5.4 Errors.

test("5.4.1: a connection error sends GOAWAY with its code and handles nothing more", () => {
  const harness = peer();
  harness.send(frame(DATA, 0, 0), headers(1, GET, END));
  assert.equal(harness.goawayCode, ErrorCode.PROTOCOL_ERROR);
  assert.equal(harness.counters.streamsOpened, 0);
});

test("5.4.2: a stream error before the handler runs leaves the connection alone", () => {
  const harness = peer();
  harness.send(headers(1, grpcFields(UNARY, [["content-length", "3"]])));
  harness.send(frame(DATA, END_STREAM, 1, message(ascii("no"))));
  assert.equal(harness.resetCode(1), ErrorCode.PROTOCOL_ERROR);
  assertAnswers(harness, 3);
});

// ---- 5.5 Extensions.

test("5.5: an extension frame inside a header block is a connection error", () => {
  const harness = peer();
  harness.send(frame(HEADERS, 0, 1, hex("82")), frame(0x16, 0, 0, hex("00")));
  assert.equal(harness.goawayCode, ErrorCode.PROTOCOL_ERROR);
});

// ---- 8.1 Messages.

test("8.1: a request may have trailers", () => {
  const harness = peer();
  harness.open(1, UNARY);
  harness.send(frame(DATA, 0, 1, message(ascii("x"))), headers(1, [["checksum", "1"]], END));
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("8.1: a second HEADERS without END_STREAM is malformed", () => {
  const harness = peer();
  harness.open(1, UNARY).send(headers(1, [["a", "b"]], END_HEADERS));
  assert.equal(harness.resetCode(1), ErrorCode.PROTOCOL_ERROR);
});

test("8.1: trailers with a pseudo-header are malformed", () => {
  const harness = peer();
  harness.open(1, UNARY).send(headers(1, [[":method", "POST"]], END));
  assert.equal(harness.resetCode(1), ErrorCode.PROTOCOL_ERROR);
});

test("8.1.1: content-length must equal the DATA, with one frame, with several, with none", () => {
  const body = message(ascii("abc"));
  const request = (length: number): Uint8Array =>
    headers(1, grpcFields(UNARY, [["content-length", String(length)]]));
  const good = peer().send(request(8), frame(DATA, END_STREAM, 1, body));
  assert.equal(good.field(1, "grpc-status"), "0");
  for (const parts of [
    [request(7), frame(DATA, END_STREAM, 1, body)],
    [
      request(9),
      frame(DATA, 0, 1, body.subarray(0, 4)),
      frame(DATA, END_STREAM, 1, body.subarray(4)),
    ],
    [request(7), frame(DATA, 0, 1, body)],
    [request(9), frame(DATA, 0, 1, body), headers(1, [["t", "v"]], END)],
    [headers(1, grpcFields(UNARY, [["content-length", "1"]]), END)],
    [headers(1, [...GET, ["content-length", "1"]], END)],
  ]) {
    const harness = peer().send(...parts);
    assert.equal(harness.resetCode(1), ErrorCode.PROTOCOL_ERROR);
    assert.equal(harness.field(1, "grpc-status"), undefined);
  }
});

// ---- 8.2 Fields.

/** A raw literal, as our own encoder would refuse or lower-case it. */
function rawHeaders(...fields: readonly (readonly [string, string])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [name, value] of fields) {
    parts.push(
      Uint8Array.of(0, name.length),
      ascii(name),
      Uint8Array.of(value.length),
      ascii(value),
    );
  }
  return frame(HEADERS, END, 1, concatBytes(parts));
}

function assertMalformed(fields: Fields, why: string): void {
  const harness = peer().send(rawHeaders(...fields));
  assert.equal(harness.resetCode(1), ErrorCode.PROTOCOL_ERROR, why);
  assert.equal(harness.field(1, ":status"), undefined, why);
  assertAnswers(harness, 3);
}

test("8.2.1: names with upper case, spaces, controls, colons or high bytes are malformed", () => {
  for (const name of ["X-Test", "a b", "a:b", "", "\x7f", "caf\u00e9", "a\0b", "tab\there"]) {
    assertMalformed([...GET, [name, "v"]], JSON.stringify(name));
  }
});

test("8.2.1: values with NUL, CR or LF, or with blanks at either end, are malformed", () => {
  for (const value of ["a\0b", "a\rb", "a\nb", " a", "a ", "\ta", "a\t"]) {
    assertMalformed([...GET, ["x", value]], JSON.stringify(value));
  }
});

test("8.2.1: other values are passed on as they are", () => {
  const harness = peer().send(rawHeaders(...GET, ["x", "a b\u00ff\x01"]));
  assert.equal(harness.field(1, ":status"), "200");
});

test("8.2.2: connection-specific fields are malformed", () => {
  for (const name of [
    "connection",
    "proxy-connection",
    "keep-alive",
    "transfer-encoding",
    "upgrade",
  ]) {
    assertMalformed([...GET, [name, "x"]], name);
  }
});

test("8.2.2: te may only be trailers", () => {
  assertMalformed([...GET, ["te", "trailers, deflate"]], "te");
  assertMalformed([...GET, ["te", "gzip"]], "te");
});

// ---- 8.3 Pseudo-headers.

test("8.3: unknown and response pseudo-headers are malformed in a request", () => {
  assertMalformed([...GET, [":test", "x"]], "unknown");
  assertMalformed([...GET, [":status", "200"]], "response");
  assertMalformed([...GET, [":", "x"]], "empty");
});

test("8.3: a pseudo-header behind an ordinary field is malformed", () => {
  assertMalformed([GET[0]!, GET[1]!, ["x", "y"], GET[2]!, GET[3]!], "order");
});

test("8.3.1: :method, :scheme and :path must be there once and not be empty", () => {
  for (const missing of [":method", ":scheme", ":path"]) {
    assertMalformed(
      GET.filter(([name]) => name !== missing),
      `without ${missing}`,
    );
    const twice = GET.find(([name]) => name === missing)!;
    assertMalformed([twice, ...GET], `${missing} twice`);
  }
  assertMalformed(
    GET.map(([name, value]) => [name, name === ":path" ? "" : value]),
    "empty path",
  );
});

test("8.5: CONNECT has an authority, and neither scheme nor path", () => {
  assertMalformed(
    [
      [":method", "CONNECT"],
      [":path", "/"],
      [":authority", "a"],
    ],
    "with a path",
  );
  assertMalformed([[":method", "CONNECT"]], "without an authority");
});
