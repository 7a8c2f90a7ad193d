import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { errorTable, etcdserverpb as pb } from "@kvorum/proto";
import { CallFailure } from "./channel.ts";
import { Client, type ClientOptions, type FailedAttempt } from "./client.ts";
import { ClientError } from "./errors.ts";
import { kv } from "./methods.ts";
import {
  FakeTime,
  type ScriptedCall,
  ScriptedChannel,
  settle,
} from "./testing/scripted-channel.ts";

type Answer = Uint8Array | CallFailure;

const failure = (status: number, message: string, isSent = true) =>
  new CallFailure({ status, message, isSent });
const known = (code: keyof typeof errorTable) =>
  failure(errorTable[code].status, errorTable[code].text);
const putAnswer = pb.encodePutResponse({ header: { revision: 7 } });
const rangeAnswer = pb.encodeRangeResponse({ count: 1 });

/** A client whose endpoints all answer with the same script. */
function scripted(
  answer: (call: ScriptedCall, endpoint: string) => Answer,
  options: Partial<ClientOptions> = {},
) {
  const time = new FakeTime();
  const calls: (ScriptedCall & { endpoint: string })[] = [];
  const failed: FailedAttempt[] = [];
  const channels: ScriptedChannel[] = [];
  const client = new Client({
    endpoints: ["a:1"],
    connect: ({ text }) => {
      const channel = new ScriptedChannel((call) => {
        calls.push({ ...call, endpoint: text });
        return answer(call, text);
      });
      channels.push(channel);
      return Promise.resolve(channel);
    },
    clock: time,
    timers: time,
    random: new SeededRandom(1),
    onFailedAttempt: (attempt) => failed.push(attempt),
    ...options,
  });
  return { client, time, calls, failed, channels };
}

async function rejection(promise: Promise<unknown>): Promise<ClientError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof ClientError);
    return error;
  }
  assert.fail("fulfilled");
}

test("Client.unary() sends typed requests and decodes answers", async () => {
  const { client, calls } = scripted(() => putAnswer);
  const key = new TextEncoder().encode("k");
  const response = await client.unary(kv.put, { key, lease: 9007199254740993n }, { timeoutMs: 50 });
  assert.equal(response.header?.revision, 7);
  assert.equal(calls[0]!.path, "/etcdserverpb.KV/Put");
  assert.equal(calls[0]!.timeoutMs, 50);
  assert.equal(pb.decodePutRequest(calls[0]!.request).lease, 9007199254740993n);
  assert.deepEqual(calls[0]!.metadata, [["client-api-version", "3.7"]]);
});

test("Client.unary() takes endpoints in turn", async () => {
  const { client, calls } = scripted(() => rangeAnswer, { endpoints: ["a:1", "b:1", "c:1"] });
  await client.unary(kv.range, {});
  await settle();
  for (let i = 0; i < 6; i++) await client.unary(kv.range, {});
  const counts = new Map<string, number>();
  for (const { endpoint } of calls.slice(1)) counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
  assert.deepEqual([...counts.values()], [2, 2, 2]);
});

test("Client.unary() repeats reads while servers are unavailable", async () => {
  let left = 3;
  const { client, time, calls, failed } = scripted(() =>
    left-- > 0 ? failure(14, "transport is closing") : rangeAnswer,
  );
  const answer = client.unary(kv.range, {});
  await time.advance(1000);
  assert.equal((await answer).count, 1);
  assert.equal(calls.length, 4);
  assert.deepEqual(
    failed.map((attempt) => attempt.attempt),
    [0, 1, 2],
  );
});

test("Client.unary() gives up reads after a bounded number of attempts", async () => {
  const { client, time, calls } = scripted(() => failure(14, "down"));
  const error = rejection(client.unary(kv.range, {}));
  await time.advance(60_000);
  assert.equal((await error).status, 14);
  assert.equal(calls.length, 100);
});

test("Client.unary() never repeats a write that may have arrived", async () => {
  const { client, calls } = scripted(() => failure(14, "transport is closing"));
  const error = await rejection(client.unary(kv.put, {}));
  assert.equal(error.outcome, "may have happened");
  assert.equal(calls.length, 1);
});

test("Client.unary() repeats a write that certainly never left", async () => {
  let left = 1;
  const { client, time, calls } = scripted(() =>
    left-- > 0 ? failure(14, "refused", false) : putAnswer,
  );
  const answer = client.unary(kv.put, {});
  await time.advance(1000);
  assert.equal((await answer).header?.revision, 7);
  assert.equal(calls.length, 2);
});

test("Client.unary() does not repeat what a server refused for good", async () => {
  const { client, calls, failed } = scripted(() => known("EmptyKey"));
  const error = await rejection(client.unary(kv.range, {}));
  assert.equal(error.code, "EmptyKey");
  assert.equal(error.message, "etcdserver: key is not provided");
  assert.equal(calls.length, 1);
  assert.equal(failed[0]!.peer?.address, "a:1");
});

test("Client.unary() waits for a connection up to its deadline", async () => {
  const time = new FakeTime();
  let dials = 0;
  const client = new Client({
    endpoints: ["a:1"],
    connect: () => {
      dials++;
      return Promise.reject(new Error("connection refused"));
    },
    clock: time,
    timers: time,
    random: new SeededRandom(2),
  });
  const error = rejection(client.unary(kv.put, {}, { timeoutMs: 2000 }));
  await time.advance(1999);
  assert.ok(dials > 3 && dials < 12, `${dials} dials`);
  await time.advance(1);
  const { code, message, description, outcome } = await error;
  assert.deepEqual(
    { code, message, description, outcome },
    {
      code: "ContextDeadlineExceeded",
      message: "context deadline exceeded",
      description: "latest balancer error: connection refused",
      outcome: "did not happen",
    },
  );
  // Nobody waits any more, so nobody dials any more.
  const before = dials;
  await time.advance(60_000);
  assert.equal(dials, before);
  assert.equal(time.pending, 0);
});

test("Client.unary() fails over to the endpoint that answers", async () => {
  const time = new FakeTime();
  const client = new Client({
    endpoints: ["dead:1", "live:1"],
    connect: ({ text }) =>
      text === "live:1"
        ? Promise.resolve(new ScriptedChannel(() => rangeAnswer))
        : Promise.reject(new Error("refused")),
    clock: time,
    timers: time,
    random: new SeededRandom(3),
  });
  assert.equal((await client.unary(kv.range, {}, { timeoutMs: 100 })).count, 1);
});

test("Client.unary() connects again after the connection was lost", async () => {
  const { client, channels } = scripted(() => rangeAnswer);
  await client.unary(kv.range, {});
  channels[0]!.close();
  await settle();
  await client.unary(kv.range, {});
  assert.equal(channels.length, 2);
});

test("Client.unary() ends with its signal", async () => {
  const time = new FakeTime();
  const client = new Client({
    endpoints: ["a:1"],
    connect: () => new Promise(() => {}),
    clock: time,
    timers: time,
  });
  const stop = new AbortController();
  const error = rejection(client.unary(kv.range, {}, { signal: stop.signal }));
  await settle();
  stop.abort();
  assert.equal((await error).code, "ContextCanceled");
});

test("Client.unary() refuses requests beyond the limit without sending them", async () => {
  const { client, calls } = scripted(() => putAnswer, { maxRequestBytes: 100 });
  const error = await rejection(client.unary(kv.put, { value: new Uint8Array(200) }));
  assert.equal(
    error.message,
    "rpc error: code = ResourceExhausted desc = trying to send message larger than max (203 vs. 100)",
  );
  assert.equal(calls.length, 0);
});

test("Client.unary() reports answers that are no message", async () => {
  const { client } = scripted(() => Uint8Array.of(0xff));
  const error = await rejection(client.unary(kv.range, {}));
  assert.equal(error.status, 13);
});

test("Client.unary() logs in first and sends the token", async () => {
  const { client, calls } = scripted(
    ({ path }) =>
      path.endsWith("Authenticate") ? pb.encodeAuthenticateResponse({ token: "t1" }) : putAnswer,
    { credentials: { kind: "password", name: "root", password: "pw" } },
  );
  await client.unary(kv.put, {});
  assert.deepEqual(
    calls.map((call) => call.path.slice(14)),
    ["Auth/Authenticate", "KV/Put"],
  );
  assert.deepEqual(pb.decodeAuthenticateRequest(calls[0]!.request), {
    name: "root",
    password: "pw",
  });
  assert.deepEqual(calls[1]!.metadata[1], ["token", "t1"]);
});

test("Client.unary() logs in again when the token is refused, and not forever", async () => {
  let tokens = 0;
  let refusals = 1;
  const { client, calls } = scripted(
    ({ path }) => {
      if (path.endsWith("Authenticate")) {
        return pb.encodeAuthenticateResponse({ token: `t${++tokens}` });
      }
      return refusals-- > 0 ? known("InvalidAuthToken") : putAnswer;
    },
    { credentials: { kind: "password", name: "root", password: "pw" } },
  );
  await client.unary(kv.put, {});
  assert.deepEqual(calls.at(-1)!.metadata[1], ["token", "t2"]);
  refusals = 100;
  const error = await rejection(client.unary(kv.put, {}));
  assert.equal(error.code, "InvalidAuthToken");
  assert.ok(tokens <= 5, `${tokens} logins`);
});

test("Client.logIn() takes a server without authentication as it is", async () => {
  const { client, calls } = scripted(
    ({ path }) => (path.endsWith("Authenticate") ? known("AuthNotEnabled") : putAnswer),
    { credentials: { kind: "password", name: "root", password: "pw" } },
  );
  await client.logIn();
  await client.unary(kv.put, {});
  assert.equal(calls.length, 2);
  assert.equal(calls[1]!.metadata.length, 1);
});

test("Client.logIn() rejects with a wrong password", async () => {
  const { client } = scripted(() => known("AuthFailed"), {
    credentials: { kind: "password", name: "root", password: "bad" },
  });
  assert.equal((await rejection(client.logIn())).code, "AuthFailed");
});

test("new Client() refuses an empty list of endpoints", () => {
  assert.throws(() => new Client({ endpoints: [], connect: () => Promise.reject(new Error()) }), {
    code: "NoEndpoints",
    message: "etcdclient: no available endpoints",
  });
});

test("Client.close() ends waiting calls and refuses new ones", async () => {
  const time = new FakeTime();
  const client = new Client({
    endpoints: ["a:1"],
    connect: () => new Promise(() => {}),
    clock: time,
    timers: time,
  });
  const error = rejection(client.unary(kv.range, {}));
  await settle();
  client.close();
  assert.equal((await error).code, "ClientClosed");
  assert.equal((await rejection(client.unary(kv.range, {}))).code, "ClientClosed");
});
