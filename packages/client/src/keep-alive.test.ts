import assert from "node:assert/strict";
import { test } from "node:test";
import { etcdserverpb as pb } from "@kvorum/proto";
import { Client } from "./client.ts";
import { ClientError } from "./errors.ts";
import { keepAlive, keepAliveOnce } from "./keep-alive.ts";
import { ScriptedChannel } from "./testing/scripted-channel.ts";

/** A client whose server answers each renewal with the next TTL. */
function scripted(ttls: readonly number[]) {
  const asked: bigint[] = [];
  let next = 0;
  const client = new Client({
    endpoints: ["a:1"],
    connect: () => {
      const channel = new ScriptedChannel(() => assert.fail("no unary call is expected"));
      channel.onStream = (stream) => {
        stream.onSent = (message) => {
          const { ID } = pb.decodeLeaseKeepAliveRequest(message);
          asked.push(ID);
          stream.deliver(pb.encodeLeaseKeepAliveResponse({ ID, TTL: ttls[next++] ?? 0 }));
        };
      };
      return Promise.resolve(channel);
    },
  });
  return { client, asked };
}

test("keepAlive() returns when the server says that the lease is gone", async () => {
  const { client, asked } = scripted([]);
  const renewals = [];
  for await (const renewal of keepAlive(client, 7n)) renewals.push(renewal);
  assert.deepEqual(renewals, []);
  assert.deepEqual(asked, [7n]);
});

test("keepAlive() ends with its signal while it waits for the next renewal", async () => {
  const { client, asked } = scripted([600]);
  const stop = new AbortController();
  const ttls: number[] = [];
  for await (const renewal of keepAlive(client, 7n, { signal: stop.signal })) {
    ttls.push(renewal.TTL);
    stop.abort();
  }
  assert.deepEqual(ttls, [600]);
  assert.deepEqual(asked, [7n]);
});

test("keepAliveOnce() returns the renewal, or says that there is no such lease", async () => {
  assert.equal((await keepAliveOnce(scripted([60]).client, 7n)).TTL, 60);
  await assert.rejects(keepAliveOnce(scripted([0]).client, 7n), (error) => {
    assert.ok(error instanceof ClientError);
    return (
      error.code === "LeaseNotFound" && error.message === "etcdserver: requested lease not found"
    );
  });
});
