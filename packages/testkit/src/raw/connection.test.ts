import assert from "node:assert/strict";
import { createServer, type Http2Server, type ServerHttp2Stream } from "node:http2";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { RawClient } from "./client.ts";

/** A gRPC server on Node's own HTTP/2, which shares no code with the client under test. */
async function withServer(
  onStream: (stream: ServerHttp2Stream, path: string) => void,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const server: Http2Server = createServer();
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined);
    onStream(stream, headers[":path"] ?? "");
  });
  const sessions = new Set<{ destroy(): void }>();
  server.on("session", (session) => sessions.add(session));
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  try {
    await body(address.port);
  } finally {
    for (const session of sessions) session.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

function frame(message: Uint8Array): Buffer {
  const framed = Buffer.alloc(5 + message.length);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, 5);
  return framed;
}

/** Answers with the request's own message, its status and text taken from the path. */
function echo(stream: ServerHttp2Stream, path: string): void {
  const parts: Buffer[] = [];
  stream.on("data", (part: Buffer) => parts.push(part));
  stream.on("end", () => {
    const [, status, text] = path.split("/");
    stream.respond(
      { ":status": 200, "content-type": "application/grpc" },
      { waitForTrailers: true },
    );
    stream.on("wantTrailers", () =>
      stream.sendTrailers({ "grpc-status": status!, "grpc-message": text! }),
    );
    stream.end(Buffer.concat(parts).length > 0 ? Buffer.concat(parts) : undefined);
  });
}

test("call() returns the message and status when the server echoes messages of many sizes", async () => {
  const random = new SeededRandom(1);
  await withServer(echo, async (port) => {
    using client = await RawClient.connect({ port });
    for (const size of [0, 1, 5, 300, 16_379, 16_380, 70_000, 1_500_000]) {
      const message = random.bytes(size);
      const reply = await client.call("/0/", message);
      assert.equal(reply.status, 0, `size ${size}: ${reply.message}`);
      assert.deepEqual(reply.body, message, `size ${size}`);
    }
  });
});

test("call() keeps replies apart when many calls run at once", async () => {
  await withServer(echo, async (port) => {
    using client = await RawClient.connect({ port });
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, i) => client.call("/0/", Buffer.alloc(10 * i, i))),
    );
    for (const [i, reply] of replies.entries()) {
      assert.equal(reply.status, 0);
      assert.deepEqual(reply.body, new Uint8Array(10 * i).fill(i));
    }
  });
});

test("call() reports status and percent-decoded text when the server refuses", async () => {
  await withServer(
    (stream) => {
      stream.respond(
        {
          ":status": 200,
          "content-type": "application/grpc",
          "grpc-status": "11",
          "grpc-message": "no %E2%86%92 100%25 %zz",
        },
        { endStream: true },
      );
    },
    async (port) => {
      using client = await RawClient.connect({ port });
      const reply = await client.call("/x/y", new Uint8Array(3));
      assert.deepEqual(reply, { status: 11, message: "no → 100% %zz", body: null });
    },
  );
});

test("call() ends with Internal when the server resets the stream", async () => {
  await withServer(
    (stream) => stream.close(2),
    async (port) => {
      using client = await RawClient.connect({ port });
      const reply = await client.call("/x/y", new Uint8Array(3));
      assert.equal(reply.status, 13);
      assert.match(reply.message, /reset by the server with code 2/);
    },
  );
});

test("call() ends with Unavailable when the server goes away", async () => {
  await withServer(
    (stream) => stream.session?.destroy(),
    async (port) => {
      using client = await RawClient.connect({ port });
      const reply = await client.call("/x/y", new Uint8Array(3));
      assert.equal(reply.status, 14);
      const later = await client.call("/x/y", new Uint8Array(3));
      assert.equal(later.status, 14);
    },
  );
});

test("call() ends with DeadlineExceeded when no reply comes in time", async () => {
  await withServer(
    () => undefined,
    async (port) => {
      using client = await RawClient.connect({ port });
      const reply = await client.call("/x/y", new Uint8Array(3), { timeoutMs: 20 });
      assert.equal(reply.status, 4);
      assert.equal(client.connection.callsCount, 0);
    },
  );
});

test("stream() gets messages cut at any byte, in order, before its end", async () => {
  const random = new SeededRandom(7);
  const messages = Array.from({ length: 200 }, () => random.bytes(random.below(2000)));
  const bytes = Buffer.concat(messages.map(frame));
  await withServer(
    (stream) => {
      stream.respond(
        { ":status": 200, "content-type": "application/grpc" },
        { waitForTrailers: true },
      );
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
      let at = 0;
      const cut = new SeededRandom(8);
      const next = (): void => {
        if (at >= bytes.length) {
          stream.end();
          return;
        }
        const size = 1 + cut.below(3000);
        stream.write(bytes.subarray(at, at + size), next);
        at += size;
      };
      next();
    },
    async (port) => {
      using client = await RawClient.connect({ port });
      const got: Uint8Array[] = [];
      const end = await new Promise<number>((resolve) => {
        client.stream("/x/y", {
          onMessage: (message) => got.push(message),
          onEnd: (status) => resolve(status),
        });
      });
      assert.equal(end, 0);
      assert.deepEqual(got, messages);
    },
  );
});
