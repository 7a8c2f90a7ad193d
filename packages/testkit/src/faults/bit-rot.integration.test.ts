/**
 * A bit of a stored value that changed while the member was stopped: whichever way a client comes
 * to it, the member ends and says which record of which file, and the value is not served.
 * Promise P10.
 */

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { etcdserverpb } from "@kvorum/proto";
import { MemberProcess } from "../process/member-process.ts";
import { kvorumServer } from "../process/server-command.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";
import { endOf, fatalLine } from "./process-end.ts";

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : false;

const KEY = Buffer.from("rotten");
const VALUE = Buffer.from("integrity".repeat(400));
const CALL_LIMIT_MS = 10_000;

/** Each way asks for the value; what it got, as bytes that must not hold it. */
const ways: readonly (readonly [
  name: string,
  ask: (client: RawClient, port: number) => Promise<Uint8Array>,
])[] = [
  ["Range", (client) => call(client, "KV/Range", { key: KEY })],
  ["RangeStream", (client) => firstMessage(client, "KV/RangeStream", { key: KEY }, hasKeys)],
  [
    "a read-only Txn",
    (client) => call(client, "KV/Txn", { success: [{ requestRange: { key: KEY } }] }),
  ],
  ["HashKV", (client) => call(client, "Maintenance/HashKV", {})],
  [
    "a watch of the past",
    (client) =>
      firstMessage(
        client,
        "Watch/Watch",
        { createRequest: { key: KEY, startRevision: 2 } },
        hasEvents,
      ),
  ],
  ["the gateway", (_client, port) => post(port)],
  // The last one: its entry is in the log, and no later start gets over it before the file is well.
  ["Put with the previous value", (client) => call(client, "KV/Put", { key: KEY, prevKv: true })],
];

test("a changed bit in the store is found on every way to it", { skip }, async (t) => {
  await using member = await MemberProcess.start({ command: command! });
  {
    using client = await RawClient.connect({ port: member.clientPort });
    await client.invoke("KV/Put", { key: KEY, value: VALUE });
  }
  await member.stop();
  const path = join(member.dataDirectory, "member/snap/kvorum.mdb");
  const good = readFileSync(path);
  const at = good.indexOf(VALUE.subarray(0, 90));
  assert.ok(at > 0, "the value is not in the file");
  const rotten = Buffer.from(good);
  rotten[at + 40]! ^= 0x10;

  for (const [name, ask] of ways) {
    await t.test(name, async () => {
      writeFileSync(path, rotten);
      await member.start();
      using client = await RawClient.connect({ port: member.clientPort });
      const ended = endOf(member, CALL_LIMIT_MS);
      const got = Buffer.from(await ask(client, member.clientPort));
      assert.ok(!got.includes(VALUE.subarray(0, 20)), "the value was served");
      assert.deepEqual((await ended).exit, { code: 1, signal: null });
      const reason = String(fatalLine(member.output).error);
      assert.match(reason, /does not match its checksum/);
      assert.ok(reason.includes(path), reason);
    });
  }

  writeFileSync(path, good);
  await member.start();
  using client = await RawClient.connect({ port: member.clientPort });
  const found = await client.invoke<etcdserverpb.RangeResponse>("KV/Range", { key: KEY });
  // The put whose member ended may have happened; nothing else did.
  const [kv] = found.kvs;
  assert.ok(kv !== undefined && (kv.version === 2 || VALUE.equals(kv.value)));
});

async function call(client: RawClient, name: string, request: object): Promise<Uint8Array> {
  const method = etcdMethod(name);
  const { body } = await client.call(method.path, method.request.encode(request), {
    timeoutMs: CALL_LIMIT_MS,
  });
  return body ?? new Uint8Array();
}

const hasKeys = (message: Uint8Array): boolean =>
  (etcdserverpb.decodeRangeStreamResponse(message).rangeResponse?.kvs.length ?? 0) > 0;
const hasEvents = (message: Uint8Array): boolean =>
  etcdserverpb.decodeWatchResponse(message).events.length > 0;

/** The first message that holds what was asked for, or nothing when the stream ends before. */
function firstMessage(
  client: RawClient,
  name: string,
  request: object,
  isIt: (message: Uint8Array) => boolean,
): Promise<Uint8Array> {
  const method = etcdMethod(name);
  return new Promise((resolve) => {
    const stream = client.stream(method.path, {
      onMessage: (message) => {
        if (isIt(message)) resolve(message);
      },
      onEnd: () => resolve(new Uint8Array()),
    });
    stream.send(method.request.encode(request));
    if (!method.clientStreaming) stream.halfClose();
  });
}

function post(port: number): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, path: "/v3/kv/range", method: "POST", agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("close", () => {
          const { kvs = [] } = JSON.parse(Buffer.concat(parts).toString() || "{}") as {
            kvs?: { value: string }[];
          };
          resolve(Buffer.concat(kvs.map(({ value }) => Buffer.from(value, "base64"))));
        });
      },
    );
    request.on("error", () => resolve(new Uint8Array()));
    request.end(JSON.stringify({ key: KEY.toString("base64") }));
  });
}
