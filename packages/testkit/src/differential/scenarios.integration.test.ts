/**
 * Scripts for what random requests rarely reach: long histories, fragments, leases that end by
 * themselves, half-closed streams. Each runs on both servers; what they showed must be equal. Ids,
 * times and whatever else may differ is left out of a transcript by the script itself.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@kvorum/base";
import { etcdserverpb, type Init } from "@kvorum/proto";
import { MemberProcess } from "../process/member-process.ts";
import { kvorumServer, referenceServer } from "../process/server-command.ts";
import { RawClient } from "../raw/client.ts";

type Transcript = readonly unknown[];
type Script = (client: RawClient) => Promise<Transcript>;

const reference = referenceServer();
const kvorum = kvorumServer();
const skipBoth =
  kvorum === null
    ? "packages/server is not built"
    : reference === null
      ? "etcd is not on PATH"
      : false;
const skipKvorum = kvorum === null ? "packages/server is not built" : false;

const WAIT_LIMIT_MS = 20_000;
const WATCH = "/etcdserverpb.Watch/Watch";

/** A watch stream whose responses can be awaited. */
class WatchTranscript {
  readonly responses: etcdserverpb.WatchResponse[] = [];
  ended: string | null = null;
  readonly #stream;
  #wake: (() => void) | null = null;

  constructor(client: RawClient) {
    this.#stream = client.stream(WATCH, {
      onMessage: (message) => {
        this.responses.push(etcdserverpb.decodeWatchResponse(message));
        this.#wake?.();
      },
      onEnd: (status, message) => {
        this.ended = `${status} ${message}`;
        this.#wake?.();
      },
    });
  }

  send(request: Init<etcdserverpb.WatchRequest>): void {
    this.#stream.send(etcdserverpb.encodeWatchRequest(request));
  }

  halfClose(): void {
    this.#stream.halfClose();
  }

  cancel(): void {
    this.#stream.cancel();
  }

  eventsCount(): number {
    return this.responses.reduce((sum, response) => sum + response.events.length, 0);
  }

  async until(condition: () => boolean): Promise<void> {
    const timer = setTimeout(() => {
      this.ended ??= `nothing more in ${WAIT_LIMIT_MS} ms`;
      this.#wake?.();
    }, WAIT_LIMIT_MS);
    while (!condition()) {
      if (this.ended !== null) {
        throw new Error(`watch: ${this.ended}; ${this.responses.length} responses`);
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    clearTimeout(timer);
  }
}

async function onServer(command: NonNullable<typeof kvorum>, script: Script): Promise<Transcript> {
  await using member = await MemberProcess.start({ command });
  using client = await RawClient.connect({ port: member.clientPort });
  return await script(client);
}

/** Runs the script on the reference and on Kvorum. */
async function same(script: Script): Promise<void> {
  const [wanted, got] = [await onServer(reference!, script), await onServer(kvorum!, script)];
  assert.ok(wanted.length > 0);
  assert.deepEqual(got, wanted);
}

function put(client: RawClient, key: string, value: string | Uint8Array, lease = 0n) {
  const bytes = typeof value === "string" ? utf8ToBytes(value) : value;
  const request = { key: utf8ToBytes(key), value: bytes, lease };
  return client.invoke<etcdserverpb.PutResponse>("KV/Put", request);
}

test("a history of 2500 revisions comes in batches of whole revisions", { skip: skipBoth }, () =>
  same(async (client) => {
    for (let i = 0; i < 2500; i += 50) {
      await Promise.all(Array.from({ length: 50 }, () => put(client, "long", "x")));
    }
    const watch = new WatchTranscript(client);
    watch.send({ createRequest: { key: utf8ToBytes("long"), startRevision: 1 } });
    await watch.until(() => watch.eventsCount() >= 2500);
    const batches = watch.responses.filter((response) => response.events.length > 0);
    return batches.map((response) => [
      response.events.length,
      response.header?.revision,
      response.events[0]?.kv?.modRevision,
    ]);
  }),
);

test(
  "a large revision is cut into fragments where the watcher allows it",
  {
    skip: skipBoth,
  },
  () =>
    same(async (client) => {
      // Two values of 700 kB and the two before them: more than one message may hold.
      const writeBoth = async (byte: number): Promise<void> => {
        const value = new Uint8Array(700_000).fill(byte);
        await client.invoke("KV/Txn", {
          success: ["big/a", "big/b"].map((key) => ({
            requestPut: { key: utf8ToBytes(key), value },
          })),
        });
      };
      await writeBoth(1);
      const transcript: unknown[] = [];
      for (const fragment of [false, true]) {
        const watch = new WatchTranscript(client);
        const range = { key: utf8ToBytes("big/"), rangeEnd: utf8ToBytes("big0") };
        watch.send({ createRequest: { ...range, fragment, prevKv: true } });
        await watch.until(() => watch.responses.length === 1);
        await writeBoth(2);
        await watch.until(() => watch.eventsCount() >= 2);
        for (const response of watch.responses) {
          const { events } = response;
          transcript.push([
            fragment,
            response.fragment,
            events.map((event) => event.prevKv?.version),
          ]);
        }
        watch.cancel();
      }
      return transcript;
    }),
);

test("a lease that ends deletes its keys in one revision", { skip: skipBoth }, () =>
  same(async (client) => {
    const watch = new WatchTranscript(client);
    watch.send({
      createRequest: { key: Uint8Array.of(0), rangeEnd: Uint8Array.of(0), prevKv: true },
    });
    await watch.until(() => watch.responses.length === 1);
    const grant = await client.invoke<etcdserverpb.LeaseGrantResponse>("Lease/LeaseGrant", {
      ID: 77n,
      TTL: 1,
    });
    const startMs = performance.now();
    for (const key of ["c", "a", "b"]) await put(client, key, key, 77n);
    await put(client, "d", "d", 77n);
    await put(client, "d", "free");
    await watch.until(() => watch.eventsCount() >= 8);
    const tookMs = performance.now() - startMs;
    const left = await client.invoke<etcdserverpb.LeaseTimeToLiveResponse>(
      "Lease/LeaseTimeToLive",
      { ID: 77n, keys: true },
    );
    const last = watch.responses.at(-1)!;
    return [
      grant.TTL,
      left.TTL,
      tookMs >= 1000 * grant.TTL - 100 && tookMs < 1000 * grant.TTL + 4000,
      last.events.map((event) => [
        event.type,
        Buffer.from(event.kv!.key).toString(),
        event.kv!.modRevision,
        Buffer.from(event.prevKv!.value).toString(),
      ]),
    ];
  }),
);

test("a half-closed watch stream goes on, and a canceled one is silent", { skip: skipBoth }, () =>
  same(async (client) => {
    const watch = new WatchTranscript(client);
    watch.send({ createRequest: { key: utf8ToBytes("h") } });
    watch.halfClose();
    await watch.until(() => watch.responses.length === 1);
    await put(client, "h", "1");
    await watch.until(() => watch.eventsCount() === 1);
    watch.cancel();
    await put(client, "h", "2");
    return [watch.eventsCount(), watch.ended];
  }),
);

test("many watchers on one stream get every event once", { skip: skipBoth }, () =>
  same(async (client) => {
    const watch = new WatchTranscript(client);
    for (let i = 0; i < 200; i++) {
      watch.send({ createRequest: { key: utf8ToBytes("m/"), rangeEnd: utf8ToBytes("m0") } });
    }
    await watch.until(() => watch.responses.length === 200);
    await Promise.all(Array.from({ length: 30 }, (_, i) => put(client, `m/${i}`, "x")));
    await watch.until(() => watch.eventsCount() >= 6000);
    const revisionsOf = new Map<bigint, number[]>();
    for (const { watchId, events } of watch.responses) {
      const revisions = revisionsOf.get(watchId) ?? [];
      revisionsOf.set(watchId, revisions);
      revisions.push(...events.map((event) => event.kv!.modRevision));
    }
    return [...revisionsOf].sort(([a], [b]) => Number(a - b)).map(([, revisions]) => revisions);
  }),
);

test("kvorum behaves as 3.7 where the reference cannot show it", { skip: skipKvorum }, async () => {
  const transcript = await onServer(kvorum!, async (client) => {
    const seen: unknown[] = [];
    const call = async (name: string, request: Uint8Array): Promise<void> => {
      const reply = await client.call(`/etcdserverpb.${name}`, request);
      seen.push(`${reply.status} ${reply.message}`);
    };
    const key = utf8ToBytes("k");
    await put(client, "k", "1");
    await put(client, "k", "2");
    // An unknown sort target makes etcd 3.4 panic.
    await call("KV/Range", etcdserverpb.encodeRangeRequest({ key, sortTarget: 99 }));
    await call("KV/Range", etcdserverpb.encodeRangeRequest({ key, sortOrder: 2, sortTarget: -1 }));
    await call(
      "KV/Txn",
      etcdserverpb.encodeTxnRequest({
        success: [{ requestPut: { key } }, { requestRange: { key, sortOrder: 7 } }],
      }),
    );
    await call("KV/Compact", etcdserverpb.encodeCompactionRequest({ revision: 3 }));
    const hash = await client.invoke<etcdserverpb.HashKVResponse>("Maintenance/HashKV", {
      revision: 3,
    });
    seen.push([hash.hashRevision, hash.hash !== 0]);
    const watch = new WatchTranscript(client);
    watch.send({ createRequest: { key, watchId: -1n } });
    watch.send({ createRequest: { key, startRevision: -1 } });
    await watch.until(() => watch.responses.length === 2);
    for (const { created, canceled, watchId, cancelReason } of watch.responses) {
      seen.push([created, canceled, watchId, cancelReason]);
    }
    return seen;
  });
  assert.deepEqual(transcript, [
    "3 etcdserver: invalid sort option",
    "3 etcdserver: invalid sort option",
    "3 etcdserver: invalid sort option",
    "0 ",
    [3, true],
    [true, true, -1n, "mvcc: duplicate watch ID provided on the WatchStream"],
    [true, true, -1n, "etcdserver: mvcc: required revision has been compacted"],
  ]);
});
