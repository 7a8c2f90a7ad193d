import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { concatBytes } from "@kvorum/base";
import type { CancelReason, StreamCall, UnaryCall } from "@kvorum/http2";
import { etcdserverpb, GrpcStatus } from "@kvorum/proto";
import { type ClientOptions, WebSocket } from "ws";
import { type Answer, Harness, headerOf } from "./gateway-harness.ts";
import { gatewayMethods } from "./gateway-routes.ts";
import { protoToJson } from "./proto-to-json.ts";

const KV = "/etcdserverpb.KV";

let harness: Harness;
/** What the handlers of this file do; each test sets its own. */
let onRange: (request: Uint8Array, call: UnaryCall) => void;
let onWatch: (call: StreamCall) => void;
let onSnapshot: (request: Uint8Array, call: StreamCall) => void;

before(async () => {
  harness = await Harness.start({ maxRequestBytes: 1_572_864 });
  harness.routes.unary(`${KV}/Range`, (request, call) => onRange(request, call));
  harness.routes.bidiStream("/etcdserverpb.Watch/Watch", (call) => onWatch(call));
  harness.routes.serverStream("/etcdserverpb.Maintenance/Snapshot", (request, call) =>
    onSnapshot(request, call),
  );
});

beforeEach(() => {
  const unexpected = (): never => {
    throw new Error("no call was expected");
  };
  onRange = unexpected;
  onWatch = unexpected;
  onSnapshot = unexpected;
});

after(() => harness.stop());

const answer = (call: UnaryCall): void =>
  call.respond(etcdserverpb.encodeRangeResponse({ count: 1 }));

const range = (body: string | Uint8Array, headers = {}): Promise<Answer> =>
  harness.post("/v3/kv/range", body, headers);

function route(path: string) {
  const found = harness.routes.find(path);
  assert.ok(found !== undefined);
  return found;
}

/** The head of a request whose body the test sends in pieces. */
function chunkedHead(path: string): string {
  return `POST ${path} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n`;
}

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("every path of the specification has its method", () => {
  assert.equal(gatewayMethods.size, 51);
  assert.equal(gatewayMethods.get("/v3/kv/lease/revoke")?.path, "/etcdserverpb.Lease/LeaseRevoke");
  assert.equal(gatewayMethods.get("/v3/lock/lock")?.path, "/v3lockpb.Lock/Lock");
});

test("a unary call: request decoded, answer in etcd's bytes and headers", async () => {
  let seen: etcdserverpb.RangeRequest | null = null;
  onRange = (request, call) => {
    seen = etcdserverpb.decodeRangeRequest(request.slice());
    const header = etcdserverpb.encodeRangeResponse({ header: { revision: 7 } });
    call.respondJoined(header, etcdserverpb.encodeRangeResponse({ more: true, count: 3 }));
  };
  const result = await range('{"key":"Zm9v","limit":"2"} garbage}}');
  assert.deepEqual([...seen!.key], [...Buffer.from("foo")]);
  assert.equal(seen!.limit, 2);
  assert.equal(result.status, 200);
  assert.equal(result.body, '{"header":{"revision":"7"},"more":true,"count":"3"}');
  assert.deepEqual(
    result.headers.map(([name]) => name).filter((name) => name !== "Date"),
    [
      "Access-Control-Allow-Headers",
      "Access-Control-Allow-Methods",
      "Access-Control-Allow-Origin",
      "Content-Type",
      "Grpc-Metadata-Content-Type",
      "Content-Length",
      "Connection",
    ],
  );
  assert.equal(headerOf(result, "content-type"), "application/json");
  assert.equal(headerOf(result, "grpc-metadata-content-type"), "application/grpc");
});

test("content type and query are ignored; an empty body is an empty message; /v3beta/ works", async () => {
  let bytes = -1;
  onRange = (request, call) => {
    bytes = request.length;
    answer(call);
  };
  assert.equal((await range("")).status, 200);
  assert.equal(bytes, 0);
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  assert.equal((await range('{"key":"YQ=="}', form)).status, 200);
  assert.equal(bytes, 3);
  assert.equal((await harness.post("/v3beta/kv/range?x=1", "{}")).status, 200);
  const chunked = await range("{}", { TE: "trailers" });
  assert.equal(headerOf(chunked, "transfer-encoding"), "chunked");
  assert.equal(chunked.body, '{"count":"1"}');
});

test("unknown paths and methods have etcd's errors", async () => {
  const notFound = await harness.post("/v3/nosuch", "{}");
  assert.equal(notFound.status, 404);
  assert.equal(notFound.body, '{"code":5,"message":"Not Found"}');
  assert.equal(headerOf(notFound, "content-type"), "application/json");
  for (const path of ["/v3/kv/range/", "/v3/KV/range", "/v3/", "/v3/kv"]) {
    assert.equal((await harness.post(path, "{}")).status, 404, path);
  }
  for (const method of ["GET", "PUT", "DELETE"]) {
    const refused = await harness.request(harness.ports.client, method, "/v3/kv/range");
    assert.equal(refused.status, 501);
    assert.equal(refused.body, '{"code":12,"message":"Method Not Allowed"}');
  }
  const overridden = await range("{}", {
    "X-HTTP-Method-Override": "GET",
    "Content-Type": "application/x-www-form-urlencoded",
  });
  assert.equal(overridden.status, 501);
  const unregistered = await harness.post("/v3/kv/put", "{}");
  assert.equal(
    unregistered.body,
    '{"code":12,"message":"unknown method Put for service etcdserverpb.KV"}',
  );
});

test("malformed requests are 400 and never reach the handler", async () => {
  const cases: readonly (readonly [string, string])[] = [
    ["notjson", "invalid character 'o' in literal null (expecting 'u')"],
    ['{"key":5}', "proto: (line 1:8): invalid value for bytes field key: 5"],
    ['{"key":"YQ=="', "unexpected EOF"],
    ["null", "proto: syntax error (line 1:1): unexpected token null"],
    ['{"limit":1.5}', "proto: (line 1:10): invalid value for int64 field limit: 1.5"],
  ];
  for (const [body, message] of cases) {
    const refused = await range(body);
    assert.equal(refused.status, 400, body);
    assert.equal(refused.body, JSON.stringify({ code: 3, message }));
  }
});

test("statuses map as in the table; 401 names its message", async () => {
  const expected = [499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401];
  for (let status = 1; status <= 16; status++) {
    onRange = (_request, call) => call.fail(status, "why <not>\u00e9");
    const failed = await range("{}");
    assert.equal(failed.status, expected[status - 1], String(status));
    assert.equal(failed.body, `{"code":${status},"message":"why <not>\u00e9"}`);
    const authenticate = headerOf(failed, "www-authenticate");
    assert.equal(authenticate, status === 16 ? "why <not>?" : undefined);
  }
});

test("credentials and metadata headers reach the call", async () => {
  const seen: { [name: string]: string | undefined } = {};
  onRange = (_request, call) => {
    for (const name of [
      "authorization",
      "token",
      "hasleader",
      "x-bin",
      "grpcgateway-accept",
      "x-forwarded-for",
      "secret",
    ]) {
      seen[name] = call.metadata(name);
    }
    assert.equal(call.peer.tlsCommonName, null);
    assert.equal(call.peer.address, "127.0.0.1");
    answer(call);
  };
  await range("{}", {
    Authorization: "Bearer tok",
    "Grpc-Metadata-Token": "t2",
    "Grpc-Metadata-Hasleader": "true",
    "Grpc-Metadata-X-Bin": "YQ==",
    Accept: "*/*",
    "X-Forwarded-For": "10.0.0.1",
    Secret: "x",
    Token: "y",
  });
  assert.deepEqual(seen, {
    authorization: "tok",
    token: "t2",
    hasleader: "true",
    "x-bin": "YQ==",
    "grpcgateway-accept": "*/*",
    "x-forwarded-for": "10.0.0.1, 127.0.0.1",
    secret: undefined,
  });
  await range("{}", { Authorization: "bearer tok" });
  assert.equal(seen["authorization"], "bearer tok");
  await range("{}", { Authorization: "tok" });
  assert.equal(seen["authorization"], "tok");
  const broken = await range("{}", { "Grpc-Metadata-X-Bin": "*" });
  assert.equal(broken.status, 400);
});

test("Grpc-Timeout cancels the handler and answers 504; a malformed one is 400", async () => {
  let reason: CancelReason | null = null;
  let late: UnaryCall | null = null;
  onRange = (_request, call) => {
    assert.equal(call.deadlineMs, 1000);
    call.onCancel((why) => {
      reason = why;
    });
    late = call;
    setImmediate(() => harness.timers.fire(1000));
  };
  const expired = await range("{}", { "Grpc-Timeout": "1S" });
  assert.equal(expired.status, 504);
  assert.equal(expired.body, '{"code":4,"message":"context deadline exceeded"}');
  assert.equal(reason, "deadline");
  assert.equal(late!.isOpen, false);
  answer(late!);
  for (const value of ["1", "S", "1x", "-1S", "123456789S"]) {
    const refused = await range("{}", { "Grpc-Timeout": value });
    assert.equal(refused.body, `{"code":3,"message":"invalid grpc-timeout: ${value}"}`);
  }
  onRange = (_request, call) => answer(call);
  await range("{}", { "Grpc-Timeout": "99999999H" });
  assert.deepEqual(harness.timers.delaysMs, [], "no timer outlives its call");
});

test("a client that leaves cancels its call", async () => {
  const canceled = new Promise<CancelReason>((resolve) => {
    onRange = (_request, call) => {
      call.onCancel(resolve);
      connection.socket.destroy();
    };
  });
  const connection = harness.open(
    "POST /v3/kv/range HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
  );
  const handled = route(`${KV}/Range`).handled[GrpcStatus.Canceled]!;
  assert.equal(await canceled, "closed");
  assert.equal(route(`${KV}/Range`).handled[GrpcStatus.Canceled], handled + 1);
});

test("message size limits have grpc-go's words, at the exact size", async () => {
  onRange = (_request, call) => answer(call);
  const body = (keyBytes: number): string =>
    JSON.stringify({ key: Buffer.alloc(keyBytes, 1).toString("base64") });
  // Tag and length of the key take four bytes.
  assert.equal((await range(body(2_097_148))).status, 200);
  const tooLarge = await range(body(2_097_149));
  assert.equal(tooLarge.status, 429);
  assert.equal(
    tooLarge.body,
    '{"code":8,"message":"grpc: received message larger than max (2097153 vs. 2097152)"}',
  );
});

test("a JSON value beyond all bounds is refused while it arrives", async () => {
  const connection = harness.open(chunkedHead("/v3/kv/range"));
  const piece = `${"z".repeat(1 << 20)}`;
  connection.socket.write(chunk('{"x":"'));
  let isAnswered = false;
  void connection.until(/HTTP\/1\.1 429/).then(() => {
    isAnswered = true;
  });
  for (let i = 0; i < 40 && !isAnswered; i++) {
    await new Promise((resolve) => connection.socket.write(chunk(piece), resolve));
    await turn();
  }
  await connection.until(/larger than max \(\d+ vs\. 17825792\)/);
  await connection.closed;
});

test("a handler that throws is a 500 and is reported", async () => {
  onRange = () => {
    throw new Error("bug");
  };
  const failed = await range("{}");
  assert.equal(failed.status, 500);
  assert.equal(failed.body, '{"code":13,"message":"internal error"}');
  assert.match(harness.logLines.at(-1)!, /"msg":"gRPC handler failed".*"error":"bug"/);
});

test("calls and message bytes are counted as gRPC's are", async () => {
  const { started, messagesReceived, messagesSent } = route(`${KV}/Range`);
  const ok = route(`${KV}/Range`).handled[0]!;
  const gateway = harness.edges.gateway!;
  const received = gateway.messageBytesReceived;
  const sent = gateway.messageBytesSent;
  onRange = (_request, call) => answer(call);
  await range('{"key":"YQ=="}');
  await range("bad");
  const counted = route(`${KV}/Range`);
  assert.equal(counted.started, started + 2);
  assert.equal(counted.messagesReceived, messagesReceived + 1);
  assert.equal(counted.messagesSent, messagesSent + 1);
  assert.equal(counted.handled[0], ok + 1);
  assert.equal(gateway.messageBytesReceived, received + 3);
  assert.equal(gateway.messageBytesSent, sent + 2);
});

test("a large answer goes out in pieces, and equals what one piece would be", async () => {
  const kvs = Array.from({ length: 3000 }, (_unused, i) => ({
    key: Buffer.from(`key-${i}`),
    value: new Uint8Array(300).fill(i),
    modRevision: i + 1,
  }));
  const header = etcdserverpb.encodeRangeResponse({ header: { revision: 9 } });
  const body = etcdserverpb.encodeRangeResponse({ kvs, more: true, count: 3000 });
  onRange = (_request, call) => call.respondJoined(header, body);
  const result = await range("{}");
  assert.equal(headerOf(result, "transfer-encoding"), "chunked");
  const parsed = JSON.parse(result.body) as { kvs: { key: string }[]; count: string };
  assert.equal(parsed.kvs.length, 3000);
  assert.equal(Buffer.from(parsed.kvs[2999]!.key, "base64").toString(), "key-2999");
  const json = protoToJson(
    gatewayMethods.get("/v3/kv/range")!.response,
    concatBytes([header, body]),
  );
  assert.equal(result.body, json);
});

test("a client that leaves in the middle of a large answer stops its making", async () => {
  const kvs = Array.from({ length: 200 }, () => ({ value: new Uint8Array(100_000) }));
  const body = etcdserverpb.encodeRangeResponse({ kvs });
  onRange = (_request, call) => call.respond(body);
  const connection = harness.open(
    "POST /v3/kv/range HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
  );
  await connection.until(/Transfer-Encoding: chunked/);
  connection.socket.pause();
  while (!harness.timers.delaysMs.includes(60_000)) await turn();
  connection.socket.destroy();
  while (harness.timers.delaysMs.length > 0) await turn();
});

test("server streams: lines of results, headers with the first, end with the call", async () => {
  onSnapshot = (_request, call) => {
    call.send(etcdserverpb.encodeSnapshotResponse({ blob: Buffer.from("ab"), remainingBytes: 2 }));
    call.send(etcdserverpb.encodeSnapshotResponse({ blob: Buffer.from("cd"), version: "<3>" }));
    call.end();
  };
  const result = await harness.post("/v3/maintenance/snapshot", "{}");
  assert.equal(result.status, 200);
  assert.equal(headerOf(result, "transfer-encoding"), "chunked");
  assert.equal(headerOf(result, "content-type"), "application/json");
  assert.equal(
    result.body,
    '{"result":{"remaining_bytes":"2","blob":"YWI="}}\n' +
      '{"result":{"blob":"Y2Q=","version":"\\u003c3\\u003e"}}\n',
  );
});

test("stream errors: a status and one line before the first message, a line after it", async () => {
  onSnapshot = (_request, call) => call.fail(7, "etcdserver: permission denied <x>");
  const early = await harness.post("/v3/maintenance/snapshot", "{}");
  assert.equal(early.status, 403);
  const line = '{"error":{"code":7,"message":"etcdserver: permission denied \\u003cx\\u003e"}}\n';
  assert.equal(early.body, line);
  onSnapshot = (_request, call) => {
    call.send(new Uint8Array(0));
    call.fail(7, "etcdserver: permission denied <x>");
  };
  const lateError = await harness.post("/v3/maintenance/snapshot", "{}");
  assert.equal(lateError.status, 200);
  assert.equal(lateError.body, `{"result":{}}\n${line}`);
  onSnapshot = (_request, call) => call.end();
  const empty = await harness.post("/v3/maintenance/snapshot", "{}");
  assert.equal(`${empty.status}${empty.body}`, "200");
});

test("bidirectional: several values in one body, then half close; the stream lives on", async () => {
  const keys: string[] = [];
  let halfClosed = 0;
  let reason: CancelReason | null = null;
  let stream: StreamCall | null = null;
  onWatch = (call) => {
    stream = call;
    call.onMessage((bytes) => {
      const { createRequest } = etcdserverpb.decodeWatchRequest(bytes);
      keys.push(Buffer.from(createRequest!.key).toString());
    });
    call.onHalfClose(() => {
      halfClosed++;
    });
    call.onCancel((why) => {
      reason = why;
    });
  };
  const body =
    '{"create_request":{"key":"YQ=="}}{"createRequest":{"key":"Yg=="}}\n {"create_request":{"key":"Yw=="}}';
  const connection = harness.open(
    `POST /v3/watch HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  while (halfClosed === 0) await turn();
  assert.deepEqual(keys, ["a", "b", "c"]);
  assert.equal(connection.text, "", "headers come with the first message");
  stream!.send(etcdserverpb.encodeWatchResponse({ created: true }));
  await connection.until(/\{"result":\{"created":true\}\}\n/);
  stream!.send(etcdserverpb.encodeWatchResponse({ watchId: -1n }));
  await connection.until(/\{"result":\{"watch_id":"-1"\}\}\n/);
  assert.match(connection.text, /^HTTP\/1\.1 200 OK\r\n.*Transfer-Encoding: chunked/s);
  connection.socket.destroy();
  while (reason === null) await turn();
  assert.equal(reason, "closed");
  assert.equal(halfClosed, 1);
  assert.equal(stream!.isOpen, false);
  assert.equal(stream!.send(new Uint8Array(0)), true, "sending to nobody does nothing");
});

test("bidirectional: messages are delivered as they come, and wait while reading is paused", async () => {
  const ids: number[] = [];
  let stream: StreamCall | null = null;
  onWatch = (call) => {
    stream = call;
    call.onMessage((bytes) => {
      ids.push(etcdserverpb.decodeWatchRequest(bytes).cancelRequest?.watchId === 1n ? 1 : 2);
      call.pauseReading();
    });
    call.onHalfClose(() => ids.push(0));
  };
  const one = '{"cancel_request":{"watch_id":1}}';
  const two = '{"cancel_request":{"watch_id":2}}';
  const connection = harness.open(chunkedHead("/v3/watch") + chunk(one.slice(0, 9)));
  await turn();
  connection.socket.write(chunk(`${one.slice(9)}${two}${one}`));
  while (ids.length === 0) await turn();
  await turn();
  assert.deepEqual(ids, [1]);
  stream!.resumeReading();
  assert.deepEqual(ids, [1, 2]);
  connection.socket.write("0\r\n\r\n");
  for (let i = 0; i < 5; i++) await turn();
  assert.deepEqual(ids, [1, 2]);
  stream!.resumeReading();
  assert.deepEqual(ids, [1, 2, 1]);
  stream!.resumeReading();
  while (ids.length === 3) await turn();
  assert.deepEqual(ids, [1, 2, 1, 0]);
  stream!.end();
  await connection.until(/0\r\n\r\n$/);
  connection.socket.destroy();
});

test("bidirectional: a malformed or missing first value is 400, a later one is a half close", async () => {
  const first = await harness.post("/v3/watch", "{bad");
  assert.equal(first.status, 400);
  assert.match(first.body, /^\{"error":\{"code":3,"message":"invalid character 'b' looking/);
  assert.equal((await harness.post("/v3/watch", "")).status, 400);
  let halfClosed = false;
  onWatch = (call) => {
    call.onHalfClose(() => {
      halfClosed = true;
      call.end();
    });
  };
  const later = await harness.post("/v3/watch", "{} {bad");
  assert.equal(`${later.status}${later.body}`, "200");
  assert.equal(halfClosed, true);
});

test("a reader that does not read makes send() say so, and is dropped in the end", async () => {
  let stream: StreamCall | null = null;
  let drains = 0;
  let reason: CancelReason | null = null;
  onSnapshot = (_request, call) => {
    stream = call;
    call.onDrain(() => drains++);
    call.onCancel((why) => {
      reason = why;
    });
  };
  const connection = harness.open(
    "POST /v3/maintenance/snapshot HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
  );
  while (stream === null) await turn();
  const call = stream as StreamCall;
  connection.socket.pause();
  const block = etcdserverpb.encodeSnapshotResponse({ blob: new Uint8Array(200_000) });
  let sends = 0;
  const fill = async (): Promise<void> => {
    while (call.send(block)) {
      assert.ok(++sends < 200, "the socket takes everything");
      await turn();
    }
  };
  await fill();
  assert.ok(call.bufferedBytes > 512 * 1024);
  assert.deepEqual(harness.timers.delaysMs, [60_000]);
  connection.socket.resume();
  while (drains === 0) await turn();
  assert.deepEqual(harness.timers.delaysMs, [], "progress stops the clock");
  connection.socket.pause();
  await fill();
  harness.timers.fire(60_000);
  while (reason === null) await turn();
  assert.equal(reason, "closed");
  connection.socket.destroy();
});

test("an answer that ended while its output was full does not cost the connection later", async () => {
  onSnapshot = (_request, call) => {
    const block = etcdserverpb.encodeSnapshotResponse({ blob: new Uint8Array(700_000) });
    assert.equal(call.send(block), false);
    call.end();
  };
  const request =
    "POST /v3/maintenance/snapshot HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}";
  const connection = harness.open(request);
  await connection.until(/0\r\n\r\n$/);
  harness.timers.fire(60_000);
  connection.text = "";
  connection.socket.write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
  await connection.until(/ok\n$/);
  connection.socket.destroy();
});

test("a body that stalls before it is complete ends the connection", async () => {
  const connection = harness.open(chunkedHead("/v3/kv/range") + chunk('{"key":'));
  while (!harness.timers.delaysMs.includes(30_000)) await turn();
  await turn();
  harness.timers.fire(30_000);
  await connection.closed;
  assert.equal(connection.text, "");
});

// WebSockets ---------------------------------------------------------------------------------

interface Conversation {
  readonly socket: WebSocket;
  readonly frames: string[];
  readonly closed: Promise<number>;
  /** Resolves with the frame of this number, from 0. */
  frame(index: number): Promise<string>;
}

function converse(
  path: string,
  protocols: string[] = [],
  options: ClientOptions = {},
): Conversation {
  const url = `ws://127.0.0.1:${harness.ports.client}${path}`;
  const socket = new WebSocket(url, protocols, options);
  const frames: string[] = [];
  const waiting: (() => void)[] = [];
  socket.on("message", (data, isBinary) => {
    assert.equal(isBinary, false);
    frames.push(data.toString());
    for (const resolve of waiting.splice(0)) resolve();
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  return {
    socket,
    frames,
    closed,
    async frame(index) {
      while (frames.length <= index) await new Promise<void>((resolve) => waiting.push(resolve));
      return frames[index]!;
    },
  };
}

test("WebSocket: a watch over several frames, with the token of the subprotocol", async () => {
  let reason: CancelReason | null = null;
  onWatch = (call) => {
    assert.equal(call.metadata("authorization"), "tok.1");
    call.onMessage((bytes) => {
      const { createRequest } = etcdserverpb.decodeWatchRequest(bytes);
      call.send(etcdserverpb.encodeWatchResponse({ watchId: createRequest!.watchId }));
    });
    call.onCancel((why) => {
      reason = why;
    });
  };
  const { socket, frame } = converse("/v3beta/watch", ["Bearer", "tok.1"]);
  await new Promise((resolve) => socket.on("open", resolve));
  assert.equal(socket.protocol, "Bearer");
  socket.send('{"create_request":{"watch_id":5}}');
  assert.equal(await frame(0), '{"result":{"watch_id":"5"}}');
  socket.send(Buffer.from('{"create_request":{"watch_id":6}}'));
  assert.equal(await frame(1), '{"result":{"watch_id":"6"}}');
  socket.close();
  while (reason === null) await turn();
  assert.equal(reason, "closed");
});

test("WebSocket: unary calls answer the first frame and close; the cookie's token wins", async () => {
  let token: string | undefined;
  onRange = (_request, call) => {
    token = call.metadata("authorization");
    answer(call);
  };
  const { socket, frame, closed } = converse("/v3/kv/range", ["Bearer", "other"], {
    headers: { Cookie: "a=b; token=tok.2", Authorization: "ignored" },
  });
  await new Promise((resolve) => socket.on("open", resolve));
  socket.send('{"key":"YQ=="}');
  assert.equal(await frame(0), '{"count":"1"}');
  assert.equal(await closed, 1000);
  assert.equal(token, "tok.2");
});

test("WebSocket: errors are frames too; messages beyond the limit close the connection", async () => {
  const unknown = converse("/v3/nosuch");
  assert.equal(await unknown.frame(0), '{"code":5,"message":"Not Found"}');
  await unknown.closed;
  const malformed = converse("/v3/kv/range");
  await new Promise((resolve) => malformed.socket.on("open", resolve));
  malformed.socket.send("nope");
  assert.match(await malformed.frame(0), /^\{"code":3,/);
  await malformed.closed;
  const huge = converse("/v3/kv/range");
  await new Promise((resolve) => huge.socket.on("open", resolve));
  huge.socket.on("error", () => {});
  huge.socket.send(" ".repeat(18_000_000));
  assert.equal(await huge.closed, 1009);
});

test("WebSocket: the access layer comes first", async () => {
  const strict = await Harness.start({ hostWhitelist: ["good.example"] });
  try {
    const socket = new WebSocket(`ws://127.0.0.1:${strict.ports.client}/v3/watch`);
    const status = await new Promise((resolve) => {
      socket.on("error", () => {});
      socket.on("unexpected-response", (_request, response) => {
        resolve(response.statusCode);
        response.destroy();
      });
    });
    assert.equal(status, 421);
  } finally {
    await strict.stop();
  }
});
