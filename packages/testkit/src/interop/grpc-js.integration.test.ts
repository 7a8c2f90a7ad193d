/**
 * `@grpc/grpc-js` with messages loaded from this repository's .proto files: another HTTP/2 and
 * HPACK implementation (Node's nghttp2) and another protobuf one.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  type Client,
  credentials,
  type GrpcObject,
  loadPackageDefinition,
  Metadata,
  type ServiceClientConstructor,
  type ServiceError,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { repositoryRoot } from "../process/shared-files.ts";
import { ServerFixture } from "./server-fixture.ts";

type Message = { readonly [field: string]: unknown };
type Stream = {
  on(event: string, listener: (value: never) => void): void;
  write(message: Message): void;
  end(): void;
  cancel(): void;
};

const fixture = new ServerFixture();
const { skip } = fixture;
let services: { [name: string]: ServiceClientConstructor };

before(async () => {
  await fixture.start();
  const directory = join(repositoryRoot, "packages/proto/proto");
  const definition = loadSync("etcdserverpb.proto", {
    includeDirs: [directory],
    keepCase: true,
    longs: String,
    enums: String,
    defaults: false,
  });
  const loaded = loadPackageDefinition(definition)["etcdserverpb"] as GrpcObject;
  services = loaded as unknown as { [name: string]: ServiceClientConstructor };
});
after(() => fixture.stop());

async function withService(name: string, body: (client: Client) => Promise<void>): Promise<void> {
  const client = new services[name]!(
    `127.0.0.1:${fixture.member.clientPort}`,
    credentials.createInsecure(),
    { "grpc.max_receive_message_length": 64 * 1024 * 1024 },
  );
  try {
    await body(client);
  } finally {
    client.close();
  }
}

function unary(client: Client, method: string, request: Message): Promise<Message> {
  const call = (client as unknown as { [name: string]: (...args: unknown[]) => void })[method]!;
  return new Promise((resolve, reject) => {
    call.call(client, request, (error: ServiceError | null, reply: Message) => {
      if (error !== null) reject(error);
      else resolve(reply);
    });
  });
}

function stream(client: Client, method: string): Stream {
  const call = (client as unknown as { [name: string]: (metadata: Metadata) => Stream })[method]!;
  return call.call(client, new Metadata());
}

/** The next `count` messages of a stream. */
function take(source: Stream, count: number): Promise<Message[]> {
  return new Promise((resolve, reject) => {
    const messages: Message[] = [];
    source.on("data", (message: Message) => {
      messages.push(message);
      if (messages.length === count) resolve(messages);
    });
    source.on("error", (error: Error) => reject(error));
    source.on("end", () => reject(new Error(`stream ended after ${messages.length} messages`)));
  });
}

test("grpc-js puts and ranges, large values included", { skip }, () =>
  withService("KV", async (client) => {
    const value = Buffer.alloc(1_400_000, 7);
    await unary(client, "Put", { key: Buffer.from("js/a"), value: Buffer.from("1") });
    await unary(client, "Put", { key: Buffer.from("js/big"), value });
    const reply = (await unary(client, "Range", {
      key: Buffer.from("js/"),
      range_end: Buffer.from("js0"),
    })) as { kvs: { key: Buffer; value: Buffer }[]; count: string; header: { revision: string } };
    assert.equal(reply.count, "2");
    assert.ok(Number(reply.header.revision) >= 3);
    assert.deepEqual(reply.kvs[1]!.value, value);
  }),
);

test("grpc-js sees codes and texts of errors", { skip }, () =>
  withService("KV", async (client) => {
    const cases: [string, Message, number, string][] = [
      ["Put", {}, 3, "etcdserver: key is not provided"],
      ["Put", { key: Buffer.from("k"), lease: "404" }, 5, "etcdserver: requested lease not found"],
      [
        "Range",
        { key: Buffer.from("k"), revision: "999999" },
        11,
        "etcdserver: mvcc: required revision is a future revision",
      ],
      [
        "Put",
        { key: Buffer.from("k"), value: Buffer.alloc(1_600_000) },
        3,
        "etcdserver: request is too large",
      ],
      [
        "Put",
        { key: Buffer.from("k"), value: Buffer.alloc(2_200_000) },
        8,
        "grpc: received message larger than max",
      ],
    ];
    for (const [method, request, code, text] of cases) {
      await assert.rejects(unary(client, method, request), (error: ServiceError) => {
        assert.equal(error.code, code);
        assert.ok(error.details.startsWith(text), error.details);
        return true;
      });
    }
  }),
);

test("grpc-js runs a nested transaction", { skip }, () =>
  withService("KV", async (client) => {
    const reply = (await unary(client, "Txn", {
      compare: [{ target: "VERSION", result: "EQUAL", key: Buffer.from("js/txn"), version: "0" }],
      success: [
        { request_put: { key: Buffer.from("js/txn"), value: Buffer.from("x") } },
        { request_txn: { success: [{ request_range: { key: Buffer.from("js/txn") } }] } },
      ],
    })) as {
      succeeded: boolean;
      responses: { response_txn?: { responses: { response_range: { count: string } }[] } }[];
    };
    assert.equal(reply.succeeded, true);
    assert.equal(reply.responses[1]!.response_txn!.responses[0]!.response_range.count, "1");
  }),
);

test("grpc-js watches on one stream with several watchers", { skip }, () =>
  withService("KV", (kv) =>
    withService("Watch", async (client) => {
      const watch = stream(client, "Watch");
      const created = take(watch, 2);
      for (const key of ["js/w1", "js/w2"]) {
        watch.write({ create_request: { key: Buffer.from(key), prev_kv: true } });
      }
      assert.deepEqual(
        (await created).map((message) => [message["created"], message["watch_id"] ?? "0"]),
        [
          [true, "0"],
          [true, "1"],
        ],
      );
      const events = take(watch, 2);
      await unary(kv, "Put", { key: Buffer.from("js/w1"), value: Buffer.from("a") });
      await unary(kv, "Put", { key: Buffer.from("js/w2"), value: Buffer.from("b") });
      assert.deepEqual(
        ((await events) as { events: { kv: { value: Buffer } }[] }[]).map((message) =>
          message.events[0]!.kv.value.toString(),
        ),
        ["a", "b"],
      );
      const canceled = take(watch, 1);
      watch.write({ cancel_request: { watch_id: "1" } });
      assert.equal((await canceled)[0]!["canceled"], true);
      watch.on("error", () => undefined);
      watch.cancel();
    }),
  ),
);

test("grpc-js keeps a lease alive until it is revoked", { skip }, () =>
  withService("Lease", async (client) => {
    await unary(client, "LeaseGrant", { ID: "4242", TTL: "100" });
    const alive = stream(client, "LeaseKeepAlive");
    const first = take(alive, 1);
    alive.write({ ID: "4242" });
    assert.equal((await first)[0]!["TTL"], "100");
    await unary(client, "LeaseRevoke", { ID: "4242" });
    const second = take(alive, 1);
    alive.write({ ID: "4242" });
    assert.equal((await second)[0]!["TTL"] ?? "0", "0");
    const ended = new Promise<void>((resolve) => {
      alive.on("end", () => resolve());
    });
    alive.end();
    await ended;
  }),
);
