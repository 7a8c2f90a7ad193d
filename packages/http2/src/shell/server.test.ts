/** The server over real sockets, against clients that are not ours. */

import assert from "node:assert/strict";
import { connect as connectHttp2, constants } from "node:http2";
import { connect, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import * as grpc from "@grpc/grpc-js";
import { concatBytes } from "@kvorum/base";
import { GrpcRoutes, type UnaryCall } from "../core/routes.ts";
import {
  ascii,
  DATA,
  END_STREAM,
  FrameParser,
  frame,
  GOAWAY,
  grpcFields,
  headers,
  message,
  PREFACE,
  settings,
} from "../testing/frames.ts";
import { type Listening, listen } from "../testing/listening.ts";
import { zlibGzip } from "./zlib-gzip.ts";

const kept: UnaryCall[] = [];
const events: string[] = [];
let server: Listening;

before(async () => {
  const routes = new GrpcRoutes();
  routes.unary("/t.S/Echo", (request, call) => call.respond(request));
  routes.unary("/t.S/Meta", (_request, call) => call.respond(ascii(call.metadata("x-all") ?? "")));
  routes.unary("/t.S/Fail", (_request, call) => call.fail(5, "not h\u00e9re"));
  routes.unary("/t.S/Keep", (_request, call) => {
    kept.push(call);
    call.onCancel((reason) => events.push(reason));
  });
  routes.serverStream("/t.S/Three", (request, call) => {
    for (let i = 0; i < 3; i++) call.send(request);
    call.end();
  });
  routes.bidiStream("/t.S/Bidi", (call) => {
    call.onMessage((received) => call.send(received));
    call.onHalfClose(() => call.end());
  });
  server = await listen({
    routes,
    limits: { prefaceTimeoutMs: 1_000 },
    observer: { limitReached: ({ limit }) => events.push(limit) },
    onHttpRequest: (call) => call.respond(200, [["x-path", call.path]], ascii("plain")),
  });
});

after(async () => {
  await server.close();
  assert.equal(server.http2.connectionsCount, 0);
  assert.equal(server.http2.memoryBytes, 0);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const asIs = (bytes: Buffer): Buffer => bytes;

function grpcClient(options: grpc.ClientOptions = {}): grpc.Client {
  return new grpc.Client(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure(), options);
}

function callUnary(
  client: grpc.Client,
  path: string,
  request: Buffer,
  options: grpc.CallOptions = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      asIs,
      asIs,
      request,
      new grpc.Metadata(),
      options,
      (error, value) => (error === null ? resolve(value!) : reject(error)),
    );
  });
}

// ---- grpc-js.

test("grpc-js: unary calls of all sizes, many at once", async () => {
  const client = grpcClient({ "grpc.max_receive_message_length": -1 });
  for (const size of [0, 1, 20_000, 1_500_000]) {
    const request = Buffer.alloc(size, size & 0xff);
    assert.deepEqual(await callUnary(client, "/t.S/Echo", request), request);
  }
  const answers = await Promise.all(
    Array.from({ length: 300 }, (_, i) => callUnary(client, "/t.S/Echo", Buffer.from(`n${i}`))),
  );
  answers.forEach((answer, i) => {
    assert.equal(answer.toString(), `n${i}`);
  });
  client.close();
});

test("grpc-js: statuses, unknown methods and size limits", async () => {
  const client = grpcClient({ "grpc.max_send_message_length": -1 });
  const failures: [string, Buffer, number, string][] = [
    ["/t.S/Fail", Buffer.alloc(0), 5, "not h\u00e9re"],
    ["/t.S/None", Buffer.alloc(0), 12, "unknown method None for service t.S"],
    ["/no.S/None", Buffer.alloc(0), 12, "unknown service no.S"],
    [
      "/t.S/Echo",
      Buffer.alloc(2_200_008),
      8,
      "grpc: received message larger than max (2200008 vs. 2097152)",
    ],
  ];
  for (const [path, request, code, details] of failures) {
    await assert.rejects(callUnary(client, path, request), { code, details });
  }
  client.close();
});

test("grpc-js: streaming in both directions", async () => {
  const client = grpcClient();
  const received: string[] = [];
  const stream = client.makeBidiStreamRequest("/t.S/Bidi", asIs, asIs);
  for (const text of ["a", "b", "c"]) stream.write(Buffer.from(text));
  stream.end();
  for await (const part of stream) received.push(String(part));
  assert.deepEqual(received, ["a", "b", "c"]);
  const three = client.makeServerStreamRequest("/t.S/Three", asIs, asIs, Buffer.from("x"));
  let count = 0;
  for await (const _part of three) count++;
  assert.equal(count, 3);
  client.close();
});

test("grpc-js: deadline and cancel reach the handler", async () => {
  const client = grpcClient();
  events.length = 0;
  await assert.rejects(
    callUnary(client, "/t.S/Keep", Buffer.alloc(0), { deadline: Date.now() + 50 }),
    { code: 4 },
  );
  await until(() => events.length > 0);
  assert.ok(["deadline", "canceled"].includes(events[0]!));
  events.length = 0;
  const count = kept.length;
  const call = client.makeUnaryRequest("/t.S/Keep", asIs, asIs, Buffer.alloc(0), () => {});
  await until(() => kept.length > count);
  call.cancel();
  await until(() => events.length > 0);
  assert.deepEqual(events, ["canceled"]);
  client.close();
});

test("grpc-js: gzip in both directions", async () => {
  const client = grpcClient({ "grpc.default_compression_algorithm": 2 });
  const request = Buffer.from("squeeze me ".repeat(1_000));
  assert.deepEqual(await callUnary(client, "/t.S/Echo", request), request);
  client.close();
});

// ---- nghttp2 through node:http2: an independent HPACK encoder with Huffman and a table.

test("nghttp2: header values of every legal byte survive Huffman coding and the table", async () => {
  const session = connectHttp2(`http://127.0.0.1:${server.port}`);
  let all = "x";
  for (let byte = 0x20; byte <= 0xff; byte++) if (byte !== 0x7f) all += String.fromCharCode(byte);
  all += "x";
  for (let round = 0; round < 3; round++) {
    const stream = session.request({
      ":method": "POST",
      ":path": "/t.S/Meta",
      "content-type": "application/grpc",
      te: "trailers",
      "x-all": all,
    });
    stream.end(message(new Uint8Array(0)));
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    assert.equal(Buffer.concat(parts).subarray(5).toString("latin1"), all);
  }
  session.close();
});

test("nghttp2: plain HTTP is answered by the HTTP handler", async () => {
  const session = connectHttp2(`http://127.0.0.1:${server.port}`);
  const stream = session.request({ ":path": "/health" });
  let status = 0;
  stream.on("response", (fields) => {
    status = Number(fields[constants.HTTP2_HEADER_STATUS]);
  });
  let body = "";
  for await (const part of stream) body += String(part);
  assert.equal(status, 200);
  assert.equal(body, "plain");
  session.close();
});

// ---- Raw sockets.

function rawClient(): { socket: Socket; received: () => Uint8Array; closed: Promise<void> } {
  const socket = connect(server.port, "127.0.0.1");
  const parts: Uint8Array[] = [];
  socket.on("data", (part: Uint8Array) => parts.push(part));
  socket.on("error", () => {
    // A reset is one of the ways in which a server may end it.
  });
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  return { socket, received: () => concatBytes(parts), closed };
}

test("accept() goes on with the bytes that were read for sniffing", async () => {
  const sniffed = await listen({ routes: new GrpcRoutes() });
  const { createServer } = await import("node:net");
  const front = createServer((socket) => {
    socket.once("data", (first: Uint8Array) => {
      socket.pause();
      sniffed.http2.accept(socket, first);
    });
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  const { port } = front.address() as { port: number };
  const client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  await assert.rejects(callUnary(client, "/t.S/Echo", Buffer.from("x")), { code: 12 });
  client.close();
  front.close();
  await sniffed.close();
});

test("accept() of a socket that is closed already leaves nothing behind", async () => {
  const { createServer } = await import("node:net");
  const lonely = await listen({ routes: new GrpcRoutes() });
  const front = createServer((socket) => {
    socket.destroy();
    socket.on("close", () => setImmediate(() => lonely.http2.accept(socket, null)));
  });
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  const { port } = front.address() as { port: number };
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {
    // It may see a reset.
  });
  await until(() => lonely.http2.counters.connectionsOpened === 1);
  assert.equal(lonely.http2.connectionsCount, 0);
  front.close();
  socket.destroy();
  await lonely.close();
});

test("a connection error closes the socket in an orderly way, GOAWAY included", async () => {
  const client = rawClient();
  client.socket.write(concatBytes([PREFACE, settings(), frame(DATA, 0, 0, ascii("x"))]));
  await client.closed;
  const frames = new FrameParser().parse(client.received());
  assert.equal(frames.at(-1)!.type, GOAWAY);
  assert.equal(frames.at(-1)!.code, 1);
});

test("a client that does not read its answers does not stop others", async () => {
  const stuck = connect(server.port, "127.0.0.1");
  stuck.on("error", () => {
    // It is closed by the server at last.
  });
  stuck.pause();
  const parts: Uint8Array[] = [PREFACE, settings([4, 0x7fff_ffff])];
  parts.push(frame(8, 0, 0, Uint8Array.of(0x7f, 0, 0, 0)));
  const body = message(new Uint8Array(16_000));
  for (let i = 0; i < 400; i++) {
    const id = 2 * i + 1;
    parts.push(headers(id, grpcFields("/t.S/Echo")), frame(DATA, END_STREAM, id, body));
  }
  stuck.write(concatBytes(parts));
  const client = grpcClient();
  for (let i = 0; i < 20; i++) {
    assert.equal(String(await callUnary(client, "/t.S/Echo", Buffer.from("ok"))), "ok");
  }
  client.close();
  stuck.destroy();
});

test("a client that sends nothing is closed after the preface time", async () => {
  events.length = 0;
  const client = rawClient();
  await client.closed;
  assert.ok(events.includes("preface_time"));
});

test("shutdown() lets open calls finish, then closes; later sockets are refused", async () => {
  const calls: UnaryCall[] = [];
  const routes = new GrpcRoutes();
  routes.unary("/t.S/Keep", (_request, call) => {
    calls.push(call);
  });
  const leaving = await listen({ routes });
  const client = new grpc.Client(`127.0.0.1:${leaving.port}`, grpc.credentials.createInsecure());
  const answer = callUnary(client, "/t.S/Keep", Buffer.alloc(0));
  await until(() => calls.length === 1);
  const shutdown = leaving.http2.shutdown(10_000);
  calls[0]!.respond(ascii("finished"));
  assert.equal(String(await answer), "finished");
  await shutdown;
  assert.equal(leaving.http2.connectionsCount, 0);
  client.close();
  await leaving.close();
});

test("shutdown() cuts what does not finish within its grace", async () => {
  const routes = new GrpcRoutes();
  const reasons: string[] = [];
  let isOpen = false;
  routes.bidiStream("/t.S/Hang", (call) => {
    isOpen = true;
    call.onCancel((reason) => reasons.push(reason));
  });
  const leaving = await listen({ routes });
  const client = new grpc.Client(`127.0.0.1:${leaving.port}`, grpc.credentials.createInsecure());
  const stream = client.makeBidiStreamRequest("/t.S/Hang", asIs, asIs);
  const ended = new Promise<grpc.StatusObject>((resolve) => {
    stream.on("error", (error) => resolve(error as unknown as grpc.StatusObject));
  });
  await until(() => isOpen);
  await leaving.http2.shutdown(20);
  assert.deepEqual(reasons, ["closed"]);
  assert.ok([13, 14].includes((await ended).code));
  client.close();
  await leaving.close();
});

test("limits of the server: connections and unfinished handshakes", async () => {
  const seen: string[] = [];
  const small = await listen({
    routes: new GrpcRoutes(),
    limits: { maxConnections: 2 },
    observer: { limitReached: ({ limit }) => seen.push(limit) },
  });
  const sockets = Array.from({ length: 3 }, () => connect(small.port, "127.0.0.1"));
  await Promise.race(
    sockets.map(
      (socket) =>
        new Promise((resolve) => {
          socket.on("error", resolve);
          socket.on("close", resolve);
        }),
    ),
  );
  assert.deepEqual(seen, ["connections"]);
  for (const socket of sockets) socket.destroy();
  await small.close();
});

test("zlibGzip inflates at most what it may, and nothing that is not gzip", () => {
  const bytes = new Uint8Array(10_000).fill(65);
  assert.deepEqual(new Uint8Array(zlibGzip.inflate(zlibGzip.deflate(bytes), 10_000)!), bytes);
  assert.equal(zlibGzip.inflate(gzipSync(bytes), 9_999), null);
  assert.throws(() => zlibGzip.inflate(ascii("not gzip"), 100));
});
