/** The client role on its own: requests as they leave, and servers of every kind. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, SeededRandom } from "@kvorum/base";
import { ClientHarness } from "../testing/client-harness.ts";
import {
  ascii,
  DATA,
  describe,
  END_HEADERS,
  END_STREAM,
  type Fields,
  frame,
  GOAWAY,
  HEADERS,
  headers,
  hex,
  message,
  PUSH_PROMISE,
  RST_STREAM,
  reset,
  settings,
  uint32,
  windowUpdate,
} from "../testing/frames.ts";
import { encodeHeaderBlock } from "./hpack-encoder.ts";
import { ErrorCode } from "./protocol.ts";

const END = END_HEADERS | END_STREAM;
const OK_HEAD: Fields = [
  [":status", "200"],
  ["content-type", "application/grpc"],
];
const OK_TRAILERS: Fields = [["grpc-status", "0"]];

test("a unary request leaves in HEADERS and one DATA that ends the stream", () => {
  const harness = new ClientHarness();
  const { call } = harness.call("/etcdserverpb.KV/Put", {
    timeoutMs: 5_000,
    metadata: [
      ["token", "secret"],
      ["hasleader", "true"],
    ],
  });
  call.sendLast(ascii("body"));
  assert.deepEqual(harness.take().map(describe), [
    "HEADERS 1 :method=POST :scheme=http :path=/etcdserverpb.KV/Put :authority=test:1 content-type=application/grpc user-agent=test te=trailers grpc-timeout=5000000u token=secret hasleader=true",
    "DATA 1 9 bytes end",
  ]);
});

test("an answer ends its call with OK, once", () => {
  const harness = new ClientHarness();
  const { call, log } = harness.call();
  call.sendLast(ascii("q"));
  harness.send(
    headers(1, OK_HEAD),
    frame(DATA, 0, 1, message(ascii("answer"))),
    headers(1, OK_TRAILERS, END),
  );
  assert.deepEqual(log.messages, ["answer"]);
  assert.equal(log.error, null);
  assert.equal(log.ends, 1);
  assert.equal(harness.connection.streamsCount, 0);
  call.cancel();
  assert.equal(log.ends, 1);
});

test("a status in trailers only, or behind messages, fails the call", () => {
  const harness = new ClientHarness();
  const only = harness.call().log;
  const behind = harness.call().log;
  harness.send(
    headers(1, [...OK_HEAD, ["grpc-status", "9"], ["grpc-message", "no%3A 100%25"]], END),
    headers(3, OK_HEAD),
    frame(DATA, 0, 3, message(ascii("x"))),
    headers(
      3,
      [
        ["grpc-status", "14"],
        ["grpc-message", "gone"],
        ["detail", "d"],
      ],
      END,
    ),
  );
  assert.equal(only.error?.status, 9);
  assert.equal(only.error?.message, "no: 100%");
  assert.equal(behind.error?.status, 14);
  assert.ok(behind.error?.metadata.some(([name, value]) => name === "detail" && value === "d"));
  assert.deepEqual(behind.messages, ["x"]);
});

test("informational responses are passed over", () => {
  const harness = new ClientHarness();
  const { log } = harness.call();
  harness.send(headers(1, [[":status", "103"]]), headers(1, OK_HEAD), headers(1, OK_TRAILERS, END));
  assert.equal(log.error, null);
});

test("answers that are not gRPC give the status that gRPC maps them to", () => {
  const cases: [Fields, number, RegExp][] = [
    [[[":status", "404"]], 12, /unexpected HTTP status code received from server: 404/],
    [
      [
        [":status", "503"],
        ["content-type", "text/html"],
      ],
      14,
      /503.*text\/html/,
    ],
    [[[":status", "401"]], 16, /401/],
    [
      [
        [":status", "200"],
        ["content-type", "text/plain"],
      ],
      2,
      /unexpected content-type "text\/plain"/,
    ],
    [[[":status", "200"]], 2, /missing HTTP content-type/],
  ];
  for (const [fields, status, text] of cases) {
    const harness = new ClientHarness();
    const { log } = harness.call();
    harness.send(headers(1, fields));
    assert.equal(log.error?.status, status);
    assert.match(log.error?.message ?? "", text);
    assert.equal(harness.connection.isEnded, false);
  }
});

test("a stream that breaks the protocol fails its call and no other", () => {
  const faults: Uint8Array[][] = [
    [frame(DATA, 0, 1, message(ascii("early")))],
    [headers(1, [["content-type", "application/grpc"]])],
    [headers(1, [[":status", "abc"]])],
    [headers(1, [...OK_HEAD, ["connection", "close"]])],
    [headers(1, [[":path", "/x"], ...OK_HEAD])],
    [headers(1, OK_HEAD), headers(1, [["x", "y"]])],
    [headers(1, OK_HEAD), frame(DATA, END_STREAM, 1, message(ascii("no trailers")))],
    [headers(1, OK_HEAD), frame(DATA, 0, 1, hex("00 00000009 61")), headers(1, OK_TRAILERS, END)],
    [headers(1, OK_HEAD), headers(1, [["x", "y"]], END)],
    [headers(1, OK_HEAD), frame(DATA, 0, 1, message(ascii("x"), 2))],
    [headers(1, OK_HEAD), frame(DATA, 0, 1, message(ascii("x"), 1))],
    [windowUpdate(1, 0)],
  ];
  for (const fault of faults) {
    const harness = new ClientHarness();
    const broken = harness.call().log;
    const other = harness.call().log;
    harness.send(...fault);
    assert.equal(broken.error?.status, 13, fault.map(String).join());
    assert.equal(broken.ends, 1);
    harness.send(headers(3, OK_HEAD), headers(3, OK_TRAILERS, END));
    assert.equal(other.error, null);
  }
});

test("faults of the whole connection end it, and all its calls with Unavailable", () => {
  for (const fault of [
    frame(PUSH_PROMISE, END_HEADERS, 1, concatBytes([uint32(2), encodeHeaderBlock(OK_HEAD)])),
    headers(5, OK_HEAD),
    headers(2, OK_HEAD),
    frame(DATA, 0, 7, ascii("x")),
    frame(HEADERS, END_HEADERS, 1, hex("80")),
    settings([2, 1]),
    frame(GOAWAY, 0, 0, ascii("short")),
  ]) {
    const harness = new ClientHarness();
    const logs = [harness.call().log, harness.call().log];
    harness.send(fault);
    assert.ok(harness.isEndedTold);
    for (const log of logs) {
      assert.equal(log.error?.status, 14);
      assert.equal(log.error?.isUnprocessed, false, "it may have been handled");
      assert.equal(log.ends, 1);
    }
    assert.equal(harness.memory.usedBytes, 0);
  }
});

test("resets map to statuses; a refused stream is unprocessed", () => {
  const cases: [number, number, boolean][] = [
    [ErrorCode.REFUSED_STREAM, 14, true],
    [ErrorCode.CANCEL, 1, false],
    [ErrorCode.ENHANCE_YOUR_CALM, 8, false],
    [ErrorCode.INTERNAL_ERROR, 13, false],
    [12_345, 2, false],
  ];
  for (const [code, status, isUnprocessed] of cases) {
    const harness = new ClientHarness();
    const { log } = harness.call();
    harness.send(reset(1, code));
    assert.equal(log.error?.status, status);
    assert.equal(log.error?.isUnprocessed, isUnprocessed);
  }
});

test("a server that answers early and resets what it does not want is no fault", () => {
  const harness = new ClientHarness();
  const { call, log } = harness.call();
  call.send(ascii("first of many"));
  harness.send(headers(1, [...OK_HEAD, ["grpc-status", "7"]], END), reset(1, ErrorCode.NO_ERROR));
  assert.equal(log.error?.status, 7);
  const frames = harness.take();
  assert.equal(frames.at(-1)!.type, RST_STREAM, "we tell that nothing more will come");
  assert.equal(call.send(ascii("more")), false);
  assert.equal(harness.connection.isEnded, false);
});

test("a canceled call is reset, and what comes later for it is dropped", () => {
  const harness = new ClientHarness();
  const { call, log } = harness.call();
  call.sendLast(ascii("q"));
  call.cancel();
  assert.equal(log.error?.status, 1);
  assert.equal(harness.take().at(-1)!.code, ErrorCode.CANCEL);
  harness.send(
    headers(1, OK_HEAD),
    frame(DATA, 0, 1, message(ascii("late"))),
    headers(1, OK_TRAILERS, END),
  );
  assert.deepEqual(log.messages, []);
  assert.equal(harness.connection.isEnded, false);
});

test("a deadline ends the call in time, also while it waits for a stream", () => {
  const harness = new ClientHarness();
  harness.send(settings([3, 1]));
  const first = harness.call("/t.S/M", { timeoutMs: 1_000 }).log;
  const waiting = harness.call("/t.S/M", { timeoutMs: 500 });
  waiting.call.sendLast(ascii("q"));
  harness.time.advance(600);
  assert.equal(waiting.log.error?.status, 4);
  assert.equal(waiting.log.error?.isUnprocessed, true);
  assert.equal(first.ends, 0);
  harness.time.advance(600);
  assert.equal(first.error?.status, 4);
  assert.equal(harness.connection.waitingCallsCount, 0);
});

test("a message over the receive limit fails its call before it is received", () => {
  const harness = new ClientHarness({ maxReceiveMessageBytes: 100 });
  const { log } = harness.call();
  harness.send(
    headers(1, OK_HEAD),
    frame(DATA, 0, 1, concatBytes([hex("00 00000065"), new Uint8Array(50)])),
  );
  assert.equal(log.error?.status, 8);
  assert.equal(log.error?.message, "grpc: received message larger than max (101 vs. 100)");
});

test("held bytes give the server no credit until they are released", () => {
  const harness = new ClientHarness();
  const { call } = harness.call();
  harness.send(headers(1, OK_HEAD));
  harness.take();
  const chunk = message(new Uint8Array(10_000));
  for (let i = 0; i < 5; i++) {
    call.hold(10_005);
    harness.send(frame(DATA, 0, 1, chunk));
  }
  assert.deepEqual(harness.take().map(describe), []);
  call.released(50_025);
  assert.deepEqual(harness.take().map(describe), ["WINDOW_UPDATE 1 +50025"]);
});

test("keep-alive pings go out only while calls are open", () => {
  const harness = new ClientHarness({ keepaliveIntervalMs: 5_000, keepaliveTimeoutMs: 2_000 });
  harness.advance(20_000);
  assert.deepEqual(harness.take().map(describe), []);
  const { log } = harness.call();
  harness.take();
  harness.advance(2_000);
  assert.deepEqual(harness.take().map(describe), ["PING 0"]);
  harness.advance(3_000);
  assert.equal(log.error?.status, 14);
  assert.ok(harness.isEndedTold);
});

test("no answer makes the client throw, and every call ends exactly once", () => {
  const seed = 2_024;
  const random = new SeededRandom(seed);
  const answer = concatBytes([
    headers(1, OK_HEAD),
    frame(DATA, 0, 1, message(ascii("a"))),
    headers(3, [...OK_HEAD, ["grpc-status", "5"]], END),
    headers(1, OK_TRAILERS, END),
    frame(GOAWAY, 0, 0, new Uint8Array(8)),
  ]);
  for (let round = 0; round < 500; round++) {
    const harness = new ClientHarness();
    const logs = Array.from({ length: 3 }, () => harness.call().log);
    const bytes = answer.slice();
    for (let flips = 1 + random.below(4); flips > 0; flips--) {
      bytes[random.below(bytes.length)] = random.below(256);
    }
    harness.send(bytes);
    harness.connection.lost("end of test");
    for (const log of logs) assert.equal(log.ends, 1, `seed ${seed} round ${round}`);
    assert.equal(harness.memory.usedBytes, 0, `seed ${seed} round ${round}`);
  }
});
