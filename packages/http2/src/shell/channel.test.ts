/** The client against our own server, over real sockets. */

import assert from "node:assert/strict";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { after, before, test } from "node:test";
import { concatBytes } from "@kvorum/base";
import { GrpcError } from "../core/grpc-error.ts";
import { GrpcRoutes, type StreamCall, type UnaryCall } from "../core/routes.ts";
import {
  AUTHORITY_CERTIFICATE,
  CLIENT_CERTIFICATE,
  CLIENT_KEY,
  SERVER_CERTIFICATE,
  SERVER_KEY,
} from "../testing/certificates.ts";
import { ascii, frame, GOAWAY, settings, uint32 } from "../testing/frames.ts";
import { type Listening, listen } from "../testing/listening.ts";
import { GrpcChannel } from "./channel.ts";

const kept: UnaryCall[] = [];
const streams: StreamCall[] = [];
let server: Listening;
let channel: GrpcChannel;

function routes(): GrpcRoutes {
  const all = new GrpcRoutes();
  all.unary("/t.S/Echo", (request, call) => call.respond(request));
  all.unary("/t.S/Fail", (_request, call) => call.fail(9, "no: \u00e9"));
  all.unary("/t.S/Keep", (_request, call) => {
    kept.push(call);
  });
  all.unary("/t.S/Who", (_request, call) => {
    call.respond(
      ascii(`${call.peer.tlsCommonName} ${call.metadata("token")} ${call.metadata("user-agent")}`),
    );
  });
  all.serverStream("/t.S/Count", (request, call) => {
    let next = 0;
    const total = request[0]! * 100;
    const fill = (): void => {
      while (next < total) {
        if (!call.send(new Uint8Array(1_000).fill(next++ & 0xff))) return;
      }
      call.end();
    };
    call.onDrain(fill);
    fill();
  });
  all.bidiStream("/t.S/Bidi", (call) => {
    streams.push(call);
    call.onMessage((message) => call.send(message));
    call.onHalfClose(() => call.end());
  });
  return all;
}

before(async () => {
  server = await listen({ routes: routes() });
  channel = await GrpcChannel.connect({ host: "127.0.0.1", port: server.port });
});

after(async () => {
  await channel.close();
  await server.close();
});

async function rejection(promise: Promise<unknown>): Promise<GrpcError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof GrpcError, String(error));
    return error;
  }
  return assert.fail("did not reject");
}

/** Waits until the condition holds; the test runner ends what never does. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

test("unary() resolves with the answer, of any size", async () => {
  for (const size of [0, 1, 100, 20_000, 300_000, 2_000_000]) {
    const request = new Uint8Array(size).fill(size & 0xff);
    assert.deepEqual(await channel.unary("/t.S/Echo", request), request);
  }
});

test("many calls in one turn get each its own answer", async () => {
  const answers = await Promise.all(
    Array.from({ length: 500 }, (_, i) => channel.unary("/t.S/Echo", ascii(`call ${i}`))),
  );
  answers.forEach((answer, i) => {
    assert.deepEqual(answer, ascii(`call ${i}`));
  });
});

test("unary() rejects with the status and the decoded message", async () => {
  const error = await rejection(channel.unary("/t.S/Fail", ascii("")));
  assert.equal(error.status, 9);
  assert.equal(error.message, "no: \u00e9");
  assert.equal(error.isUnprocessed, false);
  assert.equal((await rejection(channel.unary("/t.S/None", ascii("")))).status, 12);
});

test("unary() ends with DeadlineExceeded after its timeout, and the server hears of it", async () => {
  const before = kept.length;
  const error = await rejection(channel.unary("/t.S/Keep", ascii(""), { timeoutMs: 30 }));
  assert.equal(error.status, 4);
  assert.equal(error.message, "context deadline exceeded");
  await until(() => kept.length > before && !kept[before]!.isOpen);
});

test("unary() ends with Cancelled by its signal, before and during the call", async () => {
  const controller = new AbortController();
  const before = kept.length;
  const pending = rejection(channel.unary("/t.S/Keep", ascii(""), { signal: controller.signal }));
  await until(() => kept.length > before);
  controller.abort();
  assert.equal((await pending).status, 1);
  await until(() => !kept[before]!.isOpen);
  const early = await rejection(
    channel.unary("/t.S/Echo", ascii(""), { signal: controller.signal }),
  );
  assert.equal(early.status, 1);
  assert.equal(early.isUnprocessed, true);
});

test("metadata that is not allowed in a header fails its call only", async () => {
  for (const field of [
    ["bad name", "x"],
    ["x", "line\nbreak"],
    [":path", "/x"],
    ["te", "x"],
    ["x", "\u0100"],
  ] as const) {
    const error = await rejection(channel.unary("/t.S/Echo", ascii(""), { metadata: [field] }));
    assert.equal(error.status, 13, field[0]);
  }
  assert.deepEqual(await channel.unary("/t.S/Echo", ascii("ok")), ascii("ok"));
});

test("stream(): the server's messages come in order, however slowly they are taken", async () => {
  const stream = channel.stream("/t.S/Count");
  stream.sendLast(Uint8Array.of(30));
  let expected = 0;
  for await (const message of stream) {
    assert.equal(message.length, 1_000);
    assert.equal(message[0], expected++ & 0xff);
    if (expected % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(expected, 3_000);
});

test("stream(): both directions, half-close and the callback form", async () => {
  const stream = channel.stream("/t.S/Bidi");
  const received: string[] = [];
  const ended = new Promise<GrpcError | null>((resolve) => stream.onEnd(resolve));
  stream.onMessage((message) => received.push(Buffer.from(message).toString()));
  for (const text of ["a", "b", "c"]) stream.send(ascii(text));
  stream.halfClose();
  assert.equal(await ended, null);
  assert.deepEqual(received, ["a", "b", "c"]);
  assert.equal(stream.isOpen, false);
  assert.equal(stream.send(ascii("late")), false);
});

test("stream(): leaving the loop cancels the call on the server", async () => {
  const before = streams.length;
  const stream = channel.stream("/t.S/Bidi");
  stream.send(ascii("x"));
  for await (const message of stream) {
    assert.deepEqual(message, ascii("x"));
    break;
  }
  await until(() => !streams[before]!.isOpen);
});

test("stream(): a failed call throws out of the loop", async () => {
  const stream = channel.stream("/t.S/None");
  const error = await rejection(
    (async () => {
      for await (const _message of stream) assert.fail("no message is expected");
    })(),
  );
  assert.equal(error.status, 12);
});

test("close() ends open calls with Cancelled, later ones with Unavailable", async () => {
  const other = await GrpcChannel.connect({ host: "127.0.0.1", port: server.port });
  const open = rejection(other.unary("/t.S/Keep", ascii("")));
  const count = kept.length;
  await until(() => kept.length > count);
  await other.close();
  assert.equal((await open).status, 1);
  const late = await rejection(other.unary("/t.S/Echo", ascii("")));
  assert.equal(late.status, 14);
  assert.equal(late.isUnprocessed, true);
  assert.equal(other.isUsable, false);
});

test("TLS: the server sees the client's common name and its metadata", async () => {
  const secure = await listen(
    { routes: routes() },
    { cert: SERVER_CERTIFICATE, key: SERVER_KEY, ca: AUTHORITY_CERTIFICATE, requestCert: true },
  );
  await using client = await GrpcChannel.connect({
    host: "localhost",
    port: secure.port,
    tls: { ca: AUTHORITY_CERTIFICATE, cert: CLIENT_CERTIFICATE, key: CLIENT_KEY },
    userAgent: "agent/1",
  });
  const answer = await client.unary("/t.S/Who", ascii(""), { metadata: [["token", "secret"]] });
  assert.equal(Buffer.from(answer).toString(), "client-name secret agent/1");
  const big = new Uint8Array(1_000_000).fill(7);
  assert.deepEqual(await client.unary("/t.S/Echo", big), big);
  await client.close();
  const refused = await rejection(
    GrpcChannel.connect({ host: "localhost", port: secure.port, tls: {} }),
  );
  assert.equal(refused.status, 14);
  await secure.close();
});

test("a request that is not gRPC is served under TLS only, where it is so wanted", async () => {
  const answered = (authority: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const session = connectHttp2(authority, { ca: AUTHORITY_CERTIFICATE });
      session.on("error", reject);
      session.request({ ":path": "/x" }).on("response", (head) => {
        session.close();
        resolve(Number(head[":status"]));
      });
    });
  const options: Parameters<typeof listen>[0] = {
    routes: routes(),
    onHttpRequest: (call) => call.respond(200, [], ascii("")),
    servesPlainHttp: false,
  };
  const secure = await listen(options, { cert: SERVER_CERTIFICATE, key: SERVER_KEY });
  assert.equal(await answered(`https://localhost:${secure.port}`), 200);
  await secure.close();
  const plain = await listen(options);
  assert.equal(await answered(`http://localhost:${plain.port}`), 415);
  await plain.close();
});

test("connect() rejects with Unavailable where nobody listens, with Go's text", async () => {
  const closed = await listen({ routes: routes() });
  await closed.close();
  const error = await rejection(GrpcChannel.connect({ host: "127.0.0.1", port: closed.port }));
  assert.equal(error.status, 14);
  assert.equal(
    error.message,
    `connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:${closed.port}: connect: connection refused"`,
  );
});

/** A server that says what it is told to each client. */
async function withScript(
  script: (socket: Socket) => void,
  run: (port: number) => Promise<void>,
): Promise<void> {
  const sockets: Socket[] = [];
  const scripted = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {
      // The client may leave in the middle of a sentence.
    });
    script(socket);
  });
  await new Promise<void>((resolve) => scripted.listen(0, "127.0.0.1", resolve));
  await run((scripted.address() as AddressInfo).port);
  for (const socket of sockets) socket.destroy();
  scripted.close();
}

test("connect() gives up after its timeout on a server that says nothing", async () => {
  await withScript(
    () => {},
    async (port) => {
      const error = await rejection(
        GrpcChannel.connect({ host: "127.0.0.1", port, connectTimeoutMs: 30 }),
      );
      assert.equal(error.status, 4);
    },
  );
});

test("connect() rejects where the server does not speak HTTP/2", async () => {
  await withScript(
    (socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
    async (port) => {
      const error = await rejection(GrpcChannel.connect({ host: "127.0.0.1", port }));
      assert.equal(error.status, 14);
    },
  );
});

test("GOAWAY: calls above the last stream are unprocessed, the channel is not usable", async () => {
  await withScript(
    (socket) => {
      socket.write(settings());
      let seen = 0;
      socket.on("data", (bytes: Uint8Array) => {
        seen += bytes.length;
        if (seen > 250) {
          socket.write(frame(GOAWAY, 0, 0, concatBytes([uint32(1), uint32(0), ascii("bye")])));
        }
      });
    },
    async (port) => {
      const client = await GrpcChannel.connect({ host: "127.0.0.1", port });
      const first = rejection(client.unary("/t.S/A", new Uint8Array(100)));
      const second = await rejection(client.unary("/t.S/B", new Uint8Array(100)));
      assert.equal(second.status, 14);
      assert.equal(second.isUnprocessed, true);
      assert.equal(client.isUsable, false);
      const third = await rejection(client.unary("/t.S/C", new Uint8Array(100)));
      assert.equal(third.isUnprocessed, true);
      await client.close();
      assert.equal((await first).isUnprocessed, false);
    },
  );
});

test("the end of the connection ends its calls with Unavailable", async () => {
  await withScript(
    (socket) => {
      socket.write(settings());
      socket.once("data", () => socket.end());
    },
    async (port) => {
      const client = await GrpcChannel.connect({ host: "127.0.0.1", port });
      const error = await rejection(client.unary("/t.S/A", ascii("x")));
      assert.equal(error.status, 14);
      assert.equal(error.message, "error reading from server: EOF");
      await client.closed;
    },
  );
});

test("the server's limit of concurrent streams makes further calls wait", async () => {
  const small = await listen({ routes: routes(), limits: { maxConcurrentStreams: 2 } });
  const client = await GrpcChannel.connect({ host: "127.0.0.1", port: small.port });
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => client.unary("/t.S/Echo", Uint8Array.of(i))),
  );
  answers.forEach((answer, i) => {
    assert.equal(answer[0], i);
  });
  const blocked = channelsOf(client, 2);
  const stream = client.stream("/t.S/Bidi");
  assert.equal(stream.send(ascii("early")), false, "wait for onDrain");
  const drained = new Promise<void>((resolve) => stream.onDrain(resolve));
  for (const one of blocked) one.cancel();
  await drained;
  stream.halfClose();
  const received: string[] = [];
  for await (const message of stream) received.push(Buffer.from(message).toString());
  assert.deepEqual(received, ["early"]);
  await client.close();
  await small.close();
});

function channelsOf(client: GrpcChannel, count: number): { cancel(): void }[] {
  return Array.from({ length: count }, () => {
    const stream = client.stream("/t.S/Bidi");
    stream.onEnd(() => {});
    return stream;
  });
}
