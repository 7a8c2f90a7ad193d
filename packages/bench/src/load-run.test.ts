import assert from "node:assert/strict";
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import { test } from "node:test";
import { etcdserverpb } from "@kvorum/proto";
import type { UnaryPlan } from "./load-plan.ts";
import { LoadError, runLoad } from "./load-run.ts";

type Answer = (count: number) => { status: number; body: Uint8Array } | null;

/** A server of gRPC replies on Node's own HTTP/2; null resets the stream. */
async function withServer(answer: Answer, body: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  let count = 0;
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => sessions.add(session));
  server.on("stream", (stream: ServerHttp2Stream) => {
    stream.on("error", () => undefined);
    stream.resume();
    stream.on("end", () => {
      const reply = answer(count++);
      if (reply === null) {
        stream.close(2);
        return;
      }
      stream.respond({ ":status": 200 }, { waitForTrailers: true });
      stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": String(reply.status) }));
      const framed = Buffer.alloc(5 + reply.body.length);
      framed.writeUInt32BE(reply.body.length, 1);
      framed.set(reply.body, 5);
      stream.end(framed);
    });
  });
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

function plan(port: number, operation: UnaryPlan["operation"]): UnaryPlan {
  return {
    kind: "unary",
    port,
    seed: 1,
    keyPrefix: "bench/",
    keyBytes: 16,
    keysCount: 100,
    valueBytes: 16,
    operation,
    connections: 3,
    streams: 4,
    warmUpMs: 5,
    durationMs: 40,
    pageKeys: 10,
    indexing: true,
  };
}

const putReply = etcdserverpb.encodePutResponse({ header: { revision: 7 } });

test("runLoad() counts replies and their times", async () => {
  await withServer(
    () => ({ status: 0, body: putReply }),
    async (port) => {
      const result = await runLoad(plan(port, "put"));
      assert.ok(result.count > 0);
      assert.ok(result.perSecond > 0 && result.p50Us > 0 && result.maxUs >= result.p50Us);
      assert.equal(result.replyBytes, result.count * putReply.length);
    },
  );
});

test("runLoad() fails the whole run when one reply is refused", async () => {
  await withServer(
    (count) => ({ status: count === 20 ? 8 : 0, body: putReply }),
    async (port) => {
      await assert.rejects(runLoad(plan(port, "put")), (error: unknown) => {
        assert.ok(error instanceof LoadError);
        assert.match(error.message, /grpc-status 8/);
        return true;
      });
    },
  );
});

test("runLoad() fails when a read comes back without its value", async () => {
  await withServer(
    () => ({ status: 0, body: etcdserverpb.encodeRangeResponse({ header: { revision: 7 } }) }),
    async (port) => {
      await assert.rejects(
        runLoad(plan(port, "range")),
        /reply of \d+ bytes, expected at least 32/,
      );
    },
  );
});

test("runLoad() fails when a stream is reset", async () => {
  await withServer(
    (count) => (count === 5 ? null : { status: 0, body: putReply }),
    async (port) => {
      await assert.rejects(runLoad(plan(port, "put")), /reset by the server/);
    },
  );
});

test("runLoad() fails when nobody listens", async () => {
  await assert.rejects(runLoad(plan(1, "put")), LoadError);
});
