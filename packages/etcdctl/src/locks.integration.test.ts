/** Locks, elections, watches and renewals of @kvorum/client against a real member. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  acquireLock,
  Client,
  campaign,
  grpcConnector,
  keepAlive,
  kv,
  LeaseSession,
  lease,
  observeLeaders,
  WatchConnection,
} from "@kvorum/client";
import {
  goEtcdCommand,
  kvorumCommand,
  type MemberProcess,
  startMember,
} from "./testing/member-process.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array) => new TextDecoder().decode(value);

function suite(title: string, command: readonly string[] | null, missing: string): void {
  describe(title, { skip: command === null ? missing : false }, () => {
    let member: MemberProcess;
    let client: Client;
    before(async () => {
      member = await startMember(command!);
      client = new Client({
        endpoints: [member.endpoint],
        connect: grpcConnector({ tls: null }),
        callTimeoutMs: 10_000,
      });
    });
    after(async () => {
      client.close();
      await member.stop();
    });

    const session = () => LeaseSession.open(client, { ttlSeconds: 30 });

    test("acquireLock() lets one in at a time, in the order of arrival", async () => {
      const name = bytes("order");
      const sessions = [await session(), await session(), await session()];
      const first = await acquireLock(sessions[0]!, name);
      const order: number[] = [];
      const wait = async (index: number) => {
        const lock = await acquireLock(sessions[index]!, name);
        order.push(index);
        await lock.unlock();
      };
      // The second stands in line before the third comes.
      const second = wait(1);
      await untilCount(2);
      const third = wait(2);
      await untilCount(3);
      assert.deepEqual(order, []);
      await first.unlock();
      await Promise.all([second, third]);
      assert.deepEqual(order, [1, 2]);
      for (const each of sessions) await each.close();

      async function untilCount(count: number): Promise<void> {
        for (;;) {
          const line = await client.unary(kv.range, {
            key: bytes("order/"),
            rangeEnd: bytes("order0"),
          });
          if (line.kvs.length === count) return;
        }
      }
    });

    test("acquireLock() leaves the line when its signal is aborted", async () => {
      const name = bytes("abort");
      const [holder, waiter] = [await session(), await session()];
      await acquireLock(holder, name);
      const stop = new AbortController();
      const waiting = acquireLock(waiter, name, { signal: stop.signal });
      stop.abort();
      await assert.rejects(waiting, { code: "ContextCanceled" });
      const line = await client.unary(kv.range, {
        key: bytes("abort/"),
        rangeEnd: bytes("abort0"),
      });
      assert.equal(line.kvs.length, 1);
      await holder.close();
      await waiter.close();
    });

    test("a revoked lease ends its session and frees its lock", async () => {
      const name = bytes("revoked");
      const [holder, waiter] = [await session(), await session()];
      await acquireLock(holder, name);
      const waiting = acquireLock(waiter, name);
      await client.unary(lease.revoke, { ID: holder.leaseId });
      await waiting;
      await waiter.close();
    });

    test("campaign() and observeLeaders() agree on who leads", async () => {
      const name = bytes("election");
      const [a, b] = [await session(), await session()];
      const seen: string[] = [];
      const observing = (async () => {
        for await (const leader of observeLeaders(client, name)) {
          seen.push(text(leader.kv.value));
          if (seen.length === 2) return;
        }
      })();
      const first = await campaign(a, name, { value: bytes("a") });
      const second = campaign(b, name, { value: bytes("b") });
      while (seen.length === 0) await client.unary(kv.range, { key: bytes("x") });
      await first.resign();
      const next = await second;
      // An observer may miss a leader that resigns before it looks.
      await observing;
      await next.resign();
      assert.deepEqual(seen, ["a", "b"]);
      await a.close();
      await b.close();
    });

    test("keepAlive() ends when the lease is revoked", async () => {
      const { ID } = await client.unary(lease.grant, { TTL: 3 });
      const ttls: number[] = [];
      for await (const renewal of keepAlive(client, ID)) {
        ttls.push(renewal.TTL);
        await client.unary(lease.revoke, { ID });
      }
      assert.deepEqual(ttls, [3]);
    });

    test("WatchConnection yields every event of many writers, in order", async () => {
      const connection = new WatchConnection(client, { requireLeader: true });
      const key = bytes("stream/");
      const watch = connection.watch({ key, rangeEnd: bytes("stream0") });
      const start = await client.unary(kv.put, { key: bytes("before"), value: key });
      const total = 500;
      const revisions: number[] = [];
      const replay = connection.watch({
        key,
        rangeEnd: bytes("stream0"),
        startRevision: start.header?.revision ?? 0,
      });
      watch.cancel();
      await Promise.all(
        Array.from({ length: total }, (_, i) =>
          client.unary(kv.put, { key: bytes(`stream/${i % 7}`), value: bytes(String(i)) }),
        ),
      );
      for await (const { events } of replay) {
        for (const event of events) revisions.push(event.kv!.modRevision);
        if (revisions.length >= total) break;
      }
      const first = revisions[0]!;
      assert.deepEqual(
        revisions,
        Array.from({ length: total }, (_, i) => first + i),
      );
    });
  });
}

suite("@kvorum/client with a Go member", goEtcdCommand(), "there is no etcd on this machine");
suite("@kvorum/client with our member", kvorumCommand(), "packages/server is not built");
