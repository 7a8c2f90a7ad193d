/** gRPC over HTTP/2 as the server speaks it: calls, statuses, metadata, deadlines, sizes, gzip. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes } from "@kvorum/base";
import {
  ascii,
  DATA,
  describe,
  END_HEADERS,
  END_STREAM,
  type Fields,
  frame,
  grpcFields,
  headers,
  hex,
  message,
  reset,
  settings,
  windowUpdate,
} from "../testing/frames.ts";
import { echoRoutes, ServerHarness } from "../testing/server-harness.ts";
import type { Gzip } from "./compression.ts";
import { ErrorCode } from "./protocol.ts";
import { type CallContext, GrpcRoutes, type StreamCall, type UnaryCall } from "./routes.ts";

const END = END_HEADERS | END_STREAM;

function peer(routes: GrpcRoutes = echoRoutes()): ServerHarness {
  return new ServerHarness({ routes });
}

/** One request with these extra fields. */
function request(harness: ServerHarness, id: number, path: string, extra: Fields = []): void {
  harness.send(
    headers(id, grpcFields(path, extra)),
    frame(DATA, END_STREAM, id, message(ascii("x"))),
  );
}

function kept(): { routes: GrpcRoutes; calls: UnaryCall[] } {
  const calls: UnaryCall[] = [];
  const routes = new GrpcRoutes();
  routes.unary("/test.Keep/Unary", (_request, call) => {
    calls.push(call);
  });
  return { routes, calls };
}

const KEEP = "/test.Keep/Unary";

// ---- Answers.

test("respond() sends headers, message and trailers", () => {
  const harness = peer().request(1, "/test.Echo/Unary", ascii("hello"));
  assert.deepEqual(harness.lines(), [
    "HEADERS 1 :status=200 content-type=application/grpc",
    "DATA 1 10 bytes",
    "HEADERS 1 grpc-status=0 end",
  ]);
  assert.deepEqual(harness.data(1), message(ascii("hello")));
});

test("respondJoined() sends one message of two parts, whatever their sizes", () => {
  const sizes: [number, number][] = [
    [0, 0],
    [3, 0],
    [0, 3],
    [5, 7],
    [100, 50],
    [20_000, 5],
    [5, 20_000],
    [16_379, 0],
    [16_374, 6],
    [40_000, 40_000],
  ];
  const routes = new GrpcRoutes();
  let parts: [Uint8Array, Uint8Array] = [new Uint8Array(0), new Uint8Array(0)];
  routes.unary("/test.Join/Unary", (_request, call) => call.respondJoined(...parts));
  const harness = peer(routes);
  harness.send(settings([4, 1 << 30]), windowUpdate(0, 1 << 30));
  sizes.forEach(([headBytes, bodyBytes], i) => {
    const id = 2 * i + 1;
    parts = [new Uint8Array(headBytes).fill(1), new Uint8Array(bodyBytes).fill(2)];
    harness.request(id, "/test.Join/Unary");
    assert.deepEqual(harness.data(id), message(concatBytes(parts)), `${headBytes}+${bodyBytes}`);
    assert.equal(harness.field(id, "grpc-status"), "0");
    for (const seen of harness.seen) assert.ok(seen.payload.length <= 16_384);
  });
});

test("fail() sends trailers only, with the message percent-encoded", () => {
  const harness = peer().request(1, "/test.Echo/Fail");
  assert.deepEqual(harness.lines(), [
    "HEADERS 1 :status=200 content-type=application/grpc grpc-status=9 grpc-message=no: 100%25 %C3%BCnicode end",
  ]);
});

test("a handler that throws fails its call with Internal, tells the observer, and nobody else", () => {
  const failures: unknown[] = [];
  const harness = new ServerHarness({
    routes: echoRoutes(),
    observer: { handlerFailed: (event) => failures.push(event) },
  });
  harness.request(1, "/test.Echo/Throw");
  assert.equal(harness.field(1, "grpc-status"), "13");
  assert.equal(harness.field(1, "grpc-message"), "internal error", "details stay inside");
  assert.equal(failures.length, 1);
  harness.request(3, "/test.Echo/Unary");
  assert.equal(harness.field(3, "grpc-status"), "0");
  assert.equal(harness.connection.runningHandlers, 0);
});

test("a callback of a stream call that throws fails that call with Internal", () => {
  const boom = (): never => {
    throw new Error("boom");
  };
  const registrations: ((call: StreamCall) => void)[] = [
    (call) => call.onMessage(boom),
    (call) => {
      call.onMessage(() => {});
      call.onHalfClose(boom);
    },
  ];
  for (const register of registrations) {
    const routes = new GrpcRoutes();
    routes.bidiStream("/test.Boom/Bidi", register);
    const harness = peer(routes).open(1, "/test.Boom/Bidi");
    harness.send(frame(DATA, END_STREAM, 1, message(ascii("x"))));
    assert.equal(harness.field(1, "grpc-status"), "13");
  }
});

test("a second answer, and one after a cancel, does nothing", () => {
  const { routes, calls } = kept();
  const harness = peer(routes);
  request(harness, 1, KEEP);
  calls[0]!.respond(ascii("first"));
  assert.equal(calls[0]!.isOpen, false);
  harness.take();
  calls[0]!.respond(ascii("second"));
  calls[0]!.fail(5, "third");
  assert.deepEqual(harness.lines(), []);
  request(harness, 3, KEEP);
  harness.send(reset(3, ErrorCode.CANCEL));
  harness.take();
  calls[1]!.respond(ascii("late"));
  assert.deepEqual(harness.lines(), []);
});

test("answers given later are batched into one output", () => {
  const { routes, calls } = kept();
  const harness = peer(routes);
  for (const id of [1, 3, 5]) request(harness, id, KEEP);
  for (const call of calls) call.respond(ascii("ok"));
  const { length } = harness.connection.takeOutput();
  assert.equal(length, 3 * (29 + 14 + 2 + 24));
});

// ---- Paths and content types.

test("unknown paths get Unimplemented with grpc-go's texts", () => {
  const texts: [string, string][] = [
    ["/test.Echo/Nope", "unknown method Nope for service test.Echo"],
    ["/no.Such/Method", "unknown service no.Such"],
    ["/bad", 'malformed method name: "/bad"'],
    ["test.Echo/Unary", 'malformed method name: "test.Echo/Unary"'],
  ];
  texts.forEach(([path, text], i) => {
    const harness = peer().request(2 * i + 1, path);
    assert.equal(harness.field(2 * i + 1, ":status"), "200");
    assert.equal(harness.field(2 * i + 1, "grpc-status"), "12");
    assert.equal(harness.field(2 * i + 1, "grpc-message"), text);
  });
});

test("content types: application/grpc with a codec or parameters, in any case", () => {
  const types: [string, string][] = [
    ["application/grpc", "200"],
    ["application/grpc+proto", "200"],
    ["application/grpc;charset=utf-8", "200"],
    ["Application/GRPC+proto", "200"],
    ["application/grpcx", "415"],
    ["application/json", "415"],
    ["", "415"],
  ];
  types.forEach(([type, status], i) => {
    const id = 2 * i + 1;
    const fields = grpcFields("/test.Echo/Unary").map(([name, value]): [string, string] => [
      name,
      name === "content-type" ? type : value,
    ]);
    const harness = peer().send(
      headers(id, fields),
      frame(DATA, END_STREAM, id, message(ascii("x"))),
    );
    assert.equal(harness.field(id, ":status"), status, type);
    if (status === "415") {
      assert.equal(harness.field(id, "grpc-status"), "3");
      assert.equal(
        harness.field(id, "grpc-message"),
        `invalid gRPC request content-type "${type}"`,
      );
    }
  });
});

test("a method other than POST is answered with 405", () => {
  const fields = grpcFields("/test.Echo/Unary").map(([name, value]): [string, string] => [
    name,
    name === ":method" ? "GET" : value,
  ]);
  const harness = peer().send(headers(1, fields, END));
  assert.equal(harness.field(1, ":status"), "405");
  assert.equal(harness.field(1, "grpc-status"), "13");
});

// ---- Messages.

test("a message in any number of DATA frames is one message", () => {
  const body = message(Uint8Array.from({ length: 300 }, (_, i) => i));
  for (const cuts of [[1], [4], [5], [6], [1, 2, 3, 4, 5, 6], [100, 200, 304]]) {
    const harness = peer().open(1, "/test.Echo/Unary");
    let from = 0;
    for (const cut of [...cuts, body.length]) {
      harness.send(frame(DATA, cut === body.length ? END_STREAM : 0, 1, body.subarray(from, cut)));
      from = cut;
    }
    assert.deepEqual(harness.data(1), body, cuts.join());
    assert.equal(harness.connection.memoryBytes, 0);
  }
});

test("END_STREAM may come in a frame of its own", () => {
  const harness = peer().open(1, "/test.Echo/Unary");
  harness.send(frame(DATA, 0, 1, message(ascii("x"))));
  assert.equal(harness.data(1).length, 0);
  harness.send(frame(DATA, END_STREAM, 1));
  assert.deepEqual(harness.data(1), message(ascii("x")));
});

test("an empty message is a message", () => {
  const harness = peer().request(1, "/test.Echo/Unary", new Uint8Array(0));
  assert.deepEqual(harness.data(1), message(new Uint8Array(0)));
});

test("no message, a cut one and a second one are Internal", () => {
  const cases: [Uint8Array[], RegExp][] = [
    [[headers(1, grpcFields("/test.Echo/Unary"), END)], /received no request message/],
    [
      [headers(1, grpcFields("/test.Echo/Unary")), frame(DATA, END_STREAM, 1)],
      /no request message/,
    ],
    [
      [
        headers(1, grpcFields("/test.Echo/Unary")),
        frame(DATA, END_STREAM, 1, hex("00 00000005 61")),
      ],
      /unexpected EOF/,
    ],
    [
      [headers(1, grpcFields("/test.Echo/Unary")), frame(DATA, END_STREAM, 1, hex("00 00"))],
      /unexpected EOF/,
    ],
    [
      [
        headers(1, grpcFields("/test.Echo/Repeat")),
        frame(DATA, END_STREAM, 1, concatBytes([message(ascii("a")), message(ascii("b"))])),
      ],
      /received multiple request messages/,
    ],
  ];
  for (const [parts, text] of cases) {
    const harness = peer().send(...parts);
    assert.equal(harness.field(1, "grpc-status"), "13");
    assert.match(harness.field(1, "grpc-message") ?? "", text);
    assert.equal(harness.connection.memoryBytes, 0);
  }
});

test("a message over the limit is ResourceExhausted with its size, before it was received", () => {
  const harness = peer().open(1, "/test.Echo/Unary");
  harness.send(frame(DATA, 0, 1, concatBytes([hex("00 002191c8"), new Uint8Array(100)])));
  assert.equal(harness.field(1, "grpc-status"), "8");
  assert.equal(
    harness.field(1, "grpc-message"),
    "grpc: received message larger than max (2200008 vs. 2097152)",
  );
  assert.equal(harness.resetCode(1), ErrorCode.NO_ERROR, "and the rest is not wanted");
  harness.send(frame(DATA, END_STREAM, 1, new Uint8Array(1_000)));
  harness.request(3, "/test.Echo/Unary");
  assert.equal(harness.field(3, "grpc-status"), "0");
});

test("a flag byte other than 0 and 1 is Internal", () => {
  const harness = peer().open(1, "/test.Echo/Unary");
  harness.send(frame(DATA, END_STREAM, 1, message(ascii("x"), 2)));
  assert.equal(harness.field(1, "grpc-status"), "13");
});

test("an answer over the send limit fails its call", () => {
  const routes = new GrpcRoutes();
  routes.unary("/test.Big/Unary", (_request, call) => call.respond(new Uint8Array(101)));
  const harness = new ServerHarness({ routes, limits: { maxSendMessageBytes: 100 } });
  request(harness, 1, "/test.Big/Unary");
  assert.equal(harness.field(1, "grpc-status"), "8");
});

// ---- Streams.

test("a server-streaming call sends its messages and ends", () => {
  const harness = peer().request(1, "/test.Echo/Repeat", ascii("r"));
  const one = message(ascii("r"));
  assert.deepEqual(harness.data(1), concatBytes([one, one, one]));
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("a bidirectional call gets messages as they come, several in one frame or one in several", () => {
  const harness = peer().open(1, "/test.Echo/Bidi");
  const body = concatBytes([message(ascii("one")), message(ascii("two")), message(ascii("three"))]);
  harness.send(frame(DATA, 0, 1, body.subarray(0, 20)));
  assert.equal(harness.data(1).length, 16);
  harness.send(frame(DATA, 0, 1, body.subarray(20)));
  assert.deepEqual(harness.data(1), body);
  assert.equal(harness.field(1, "grpc-status"), undefined);
  harness.send(frame(DATA, END_STREAM, 1));
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("a bidirectional call may begin and half-close in its HEADERS", () => {
  const harness = peer().send(headers(1, grpcFields("/test.Echo/Bidi"), END));
  assert.deepEqual(harness.lines(), [
    "HEADERS 1 :status=200 content-type=application/grpc",
    "HEADERS 1 grpc-status=0 end",
  ]);
});

test("fail() of a stream call sends its trailers behind what was sent", () => {
  const routes = new GrpcRoutes();
  routes.bidiStream("/test.Fail/Bidi", (call) => {
    call.send(ascii("first"));
    call.fail(14, "no leader");
  });
  const harness = peer(routes).open(1, "/test.Fail/Bidi");
  assert.deepEqual(harness.lines(), [
    "HEADERS 1 :status=200 content-type=application/grpc",
    "DATA 1 10 bytes",
    "HEADERS 1 grpc-status=14 grpc-message=no leader end",
    "RST_STREAM 1 code 0",
  ]);
});

test("trailers wait for data that flow control holds back", () => {
  const harness = peer();
  harness.send(settings([4, 4]));
  harness.request(1, "/test.Echo/Repeat", ascii("abc"));
  assert.equal(harness.data(1).length, 4);
  assert.equal(harness.field(1, "grpc-status"), undefined);
  harness.send(windowUpdate(1, 100));
  assert.equal(harness.data(1).length, 24);
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("pauseReading() keeps messages and credit until resumeReading()", () => {
  const routes = new GrpcRoutes();
  let call!: StreamCall;
  const received: number[] = [];
  routes.bidiStream("/test.Pause/Bidi", (opened) => {
    call = opened;
    call.onMessage((body) => received.push(body.length));
    call.onHalfClose(() => call.end());
  });
  const harness = peer(routes).open(1, "/test.Pause/Bidi");
  call.pauseReading();
  harness.take();
  for (let i = 0; i < 6; i++) harness.send(frame(DATA, 0, 1, message(new Uint8Array(10_000))));
  assert.deepEqual(received, []);
  assert.ok(harness.connection.memoryBytes >= 60_000);
  assert.deepEqual(harness.lines(), [], "no credit");
  call.resumeReading();
  assert.equal(received.length, 6);
  assert.ok(harness.lines().some((line) => line.startsWith("WINDOW_UPDATE 1 ")));
  assert.equal(harness.connection.memoryBytes, 0);
  call.pauseReading();
  harness.send(frame(DATA, END_STREAM, 1, message(ascii("last"))));
  assert.equal(call.isOpen, true, "the half-close waits behind the messages");
  call.resumeReading();
  assert.equal(received.length, 7);
  assert.equal(harness.field(1, "grpc-status"), "0");
});

test("pausing inside a message callback stops the delivery right there", () => {
  const routes = new GrpcRoutes();
  let call!: StreamCall;
  const received: string[] = [];
  routes.bidiStream("/test.Pause/Bidi", (opened) => {
    call = opened;
    call.onMessage((body) => {
      received.push(Buffer.from(body).toString());
      call.pauseReading();
    });
  });
  const harness = peer(routes).open(1, "/test.Pause/Bidi");
  harness.send(frame(DATA, 0, 1, concatBytes(["a", "b", "c"].map((text) => message(ascii(text))))));
  assert.deepEqual(received, ["a"]);
  call.resumeReading();
  assert.deepEqual(received, ["a", "b"]);
  call.resumeReading();
  assert.deepEqual(received, ["a", "b", "c"]);
});

// ---- Metadata.

test("metadata() gives the first value by name; fields of the protocol are there too", () => {
  let seen: (string | undefined)[] = [];
  const routes = new GrpcRoutes();
  routes.unary("/test.Meta/Unary", (_request, call) => {
    seen = ["token", "hasleader", "x-bin", "te", "none"].map((name) => call.metadata(name));
    call.respond(new Uint8Array(0));
  });
  request(peer(routes), 1, "/test.Meta/Unary", [
    ["token", "first"],
    ["token", "second"],
    ["hasleader", "true"],
    ["x-bin", "AAH/"],
  ]);
  assert.deepEqual(seen, ["first", "true", "AAH/", "trailers", undefined]);
});

test("binary metadata that is not base64 is refused", () => {
  const harness = peer();
  request(harness, 1, "/test.Echo/Unary", [["x-bin", "a*b"]]);
  assert.equal(harness.field(1, ":status"), "400");
  assert.match(
    harness.field(1, "grpc-message") ?? "",
    /malformed binary metadata "a\*b" in header "x-bin"/,
  );
  request(harness, 3, "/test.Echo/Unary", [["x-bin", "AAH/, AA=="]]);
  assert.equal(harness.field(3, "grpc-status"), "0", "padded and several values");
});

// ---- Deadlines and cancel.

test("deadlineMs is the timeout in milliseconds; a call that misses it is DeadlineExceeded", () => {
  const { routes, calls } = kept();
  const harness = peer(routes);
  const reasons: string[] = [];
  request(harness, 1, KEEP, [["grpc-timeout", "2500m"]]);
  assert.equal(calls[0]!.deadlineMs, 2_500);
  calls[0]!.onCancel((reason) => reasons.push(reason));
  harness.time.advance(2_490);
  assert.equal(calls[0]!.isOpen, true);
  harness.time.advance(30);
  harness.settle();
  assert.deepEqual(reasons, ["deadline"]);
  assert.equal(harness.field(1, "grpc-status"), "4");
  assert.equal(harness.field(1, "grpc-message"), "context deadline exceeded");
  assert.equal(harness.connection.runningHandlers, 0);
});

test("a deadline after the answer does nothing", () => {
  const harness = peer();
  request(harness, 1, "/test.Echo/Unary", [["grpc-timeout", "1S"]]);
  harness.take();
  harness.time.advance(5_000);
  assert.deepEqual(harness.lines(), []);
});

test("a timeout of zero fails at once", () => {
  const { routes, calls } = kept();
  const harness = peer(routes);
  request(harness, 1, KEEP, [["grpc-timeout", "0n"]]);
  assert.equal(harness.field(1, "grpc-status"), "4");
  assert.equal(calls.length, 0);
});

test("malformed timeouts are answered with 400 and Internal", () => {
  const texts: [string, string][] = [
    ["1", 'malformed grpc-timeout: transport: timeout string is too short: "1"'],
    ["123456789S", 'malformed grpc-timeout: transport: timeout string is too long: "123456789S"'],
    ["10x", 'malformed grpc-timeout: transport: timeout unit is not recognized: "10x"'],
    ["-1S", 'malformed grpc-timeout: strconv.ParseUint: parsing "-1": invalid syntax'],
  ];
  texts.forEach(([value, text], i) => {
    const harness = peer();
    request(harness, 2 * i + 1, "/test.Echo/Unary", [["grpc-timeout", value]]);
    assert.equal(harness.field(2 * i + 1, ":status"), "400");
    assert.equal(harness.field(2 * i + 1, "grpc-status"), "13");
    assert.equal(harness.field(2 * i + 1, "grpc-message"), text);
  });
});

test("onCancel() hears of a reset and of the end of the connection, once", () => {
  const { routes, calls } = kept();
  const harness = peer(routes);
  const reasons: string[] = [];
  for (const id of [1, 3]) request(harness, id, KEEP);
  for (const call of calls) call.onCancel((reason) => reasons.push(reason));
  harness.send(reset(1, ErrorCode.CANCEL));
  harness.connection.lost("gone");
  assert.deepEqual(reasons, ["canceled", "closed"]);
});

test("peer, path and counters are what the call was", () => {
  const routes = echoRoutes();
  let context: CallContext | null = null;
  routes.unary("/test.Seen/Unary", (_request, call) => {
    context = call;
    call.fail(7, "");
  });
  const ended: unknown[] = [];
  const harness = new ServerHarness({
    routes,
    observer: { callEnded: (event) => ended.push(event) },
  });
  request(harness, 1, "/test.Seen/Unary");
  assert.equal(context!.path, "/test.Seen/Unary");
  assert.equal(context!.peer.address, "test");
  const route = routes.find("/test.Seen/Unary")!;
  assert.equal(route.started, 1);
  assert.equal(route.handled[7], 1);
  assert.equal(route.messagesReceived, 1);
  assert.equal(harness.counters.messageBytesReceived, 1);
  assert.deepEqual(ended, [{ path: "/test.Seen/Unary", status: 7, durationMs: 0 }]);
});

// ---- Compression.

/** Not gzip, but told apart by its bytes: a marker and the text. */
const fakeGzip: Gzip = {
  inflate(bytes, maxBytes) {
    if (bytes[0] !== 0x1f) throw new Error("incorrect header check");
    return bytes.length - 1 > maxBytes ? null : bytes.slice(1);
  },
  deflate: (bytes) => concatBytes([Uint8Array.of(0x1f), bytes]),
};

test("gzip: requests are inflated; answers are deflated for a client that sent and accepts it", () => {
  const harness = new ServerHarness({ routes: echoRoutes(), gzip: fakeGzip });
  const send = (id: number, extra: Fields): void => {
    harness.send(
      headers(id, grpcFields("/test.Echo/Unary", extra)),
      frame(DATA, END_STREAM, id, message(concatBytes([Uint8Array.of(0x1f), ascii("zip")]), 1)),
    );
  };
  send(1, [
    ["grpc-encoding", "gzip"],
    ["grpc-accept-encoding", "identity, gzip"],
  ]);
  assert.equal(harness.field(1, "grpc-encoding"), "gzip");
  assert.deepEqual(harness.data(1), message(concatBytes([Uint8Array.of(0x1f), ascii("zip")]), 1));
  send(3, [["grpc-encoding", "gzip"]]);
  assert.equal(harness.field(3, "grpc-encoding"), undefined);
  assert.deepEqual(harness.data(3), message(ascii("zip")));
});

test("gzip: damage, size and missing announcements are refused", () => {
  const cases: [Fields, Uint8Array, string, RegExp][] = [
    [[["grpc-encoding", "gzip"]], ascii("junk"), "13", /failed to decompress/],
    [[], ascii("\x1fzip"), "13", /compressed flag set with identity or empty encoding/],
    [[["grpc-encoding", "identity"]], ascii("\x1fzip"), "13", /compressed flag set/],
    [
      [["grpc-encoding", "gzip"]],
      concatBytes([Uint8Array.of(0x1f), new Uint8Array(200)]),
      "8",
      /larger than max/,
    ],
    [
      [["grpc-encoding", "snappy"]],
      ascii("x"),
      "12",
      /Decompressor is not installed for grpc-encoding "snappy"/,
    ],
  ];
  cases.forEach(([extra, body, status, text], i) => {
    const id = 2 * i + 1;
    const harness = new ServerHarness({
      routes: echoRoutes(),
      gzip: { ...fakeGzip, inflate: (bytes) => fakeGzip.inflate(bytes, 100) },
    });
    harness.send(
      headers(id, grpcFields("/test.Echo/Unary", extra)),
      frame(DATA, END_STREAM, id, message(body, 1)),
    );
    assert.equal(harness.field(id, "grpc-status"), status);
    assert.match(harness.field(id, "grpc-message") ?? "", text);
  });
});

// ---- Plain HTTP.

test("plain HTTP requests reach the handler with their body, and may answer in parts", () => {
  const harness = new ServerHarness({
    onHttpRequest: (call) => {
      assert.equal(call.method, "PUT");
      assert.equal(call.path, "/v2/keys/a?x=1");
      assert.equal(call.header("x-test"), "yes");
      call.writeHead(201, [["content-type", "text/plain"]]);
      call.write(call.body);
      call.write(ascii("!"));
      call.end();
    },
  });
  harness.send(
    headers(1, [
      [":method", "PUT"],
      [":scheme", "https"],
      [":path", "/v2/keys/a?x=1"],
      ["x-test", "yes"],
    ]),
    frame(DATA, 0, 1, ascii("value=")),
    frame(DATA, END_STREAM, 1, ascii("b")),
  );
  assert.deepEqual(harness.take().map(describe), [
    "HEADERS 1 :status=201 content-type=text/plain",
    "DATA 1 7 bytes",
    "DATA 1 1 bytes",
    "DATA 1 0 bytes end",
  ]);
});

test("plain HTTP: too large a body gets 413, a handler that throws 500", () => {
  const routes = new GrpcRoutes();
  const fields: Fields = [
    [":method", "POST"],
    [":scheme", "https"],
    [":path", "/"],
  ];
  const harness = new ServerHarness({
    routes,
    limits: { maxHttpBodyBytes: 10 },
    onHttpRequest: () => {
      throw new Error("boom");
    },
  });
  harness.send(headers(1, fields), frame(DATA, 0, 1, new Uint8Array(11)));
  assert.equal(harness.field(1, ":status"), "413");
  harness.send(headers(3, fields, END));
  assert.equal(harness.field(3, ":status"), "500");
  assert.equal(harness.connection.memoryBytes, 0);
});
