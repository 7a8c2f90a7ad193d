/** Every request to a Go member, etcd 3.4 of the machine; skipped where there is none. */

import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { RequestError } from "@kvorum/proto";
import { PeerRequestError } from "../requests-port.ts";
import { HttpPeerRequests } from "./http-peer-requests.ts";
import { realTimers } from "./testing/loopback.ts";

const version = spawnSync("etcd", ["--version"], { encoding: "utf8" }).stdout ?? "";
const isGo34 = /etcd Version: 3\.4\./.test(version);
const LIMITS = { timeoutMs: 5000 };

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

describe("HttpPeerRequests and etcd 3.4", { skip: isGo34 ? false : "no etcd 3.4 on PATH" }, () => {
  let directory: string;
  let etcd: ChildProcess;
  let clientUrl: string;
  let urls: readonly string[];
  let clusterId: bigint | null = null;
  let requests: HttpPeerRequests;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "kvorum-peer-"));
    clientUrl = `http://127.0.0.1:${await freePort()}`;
    const peerUrl = `http://127.0.0.1:${await freePort()}`;
    urls = [peerUrl];
    const flags = {
      name: "go",
      // Its old logger makes 3.4 fall silent where hashkv refuses.
      logger: "zap",
      "data-dir": directory,
      "listen-client-urls": clientUrl,
      "advertise-client-urls": clientUrl,
      "listen-peer-urls": peerUrl,
      "initial-advertise-peer-urls": peerUrl,
      "initial-cluster": `go=${peerUrl}`,
    };
    etcd = spawn(
      "etcd",
      Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
      { stdio: "ignore" },
    );
    requests = new HttpPeerRequests({ timers: realTimers, clusterId: () => clusterId, tls: null });
    const deadlineMs = Date.now() + 20_000;
    for (;;) {
      try {
        const { members } = await requests.members(urls, LIMITS);
        if (members[0]?.clientURLs.length === 1) break;
      } catch (error) {
        if (!(error instanceof PeerRequestError)) throw error;
      }
      assert.ok(Date.now() < deadlineMs, "etcd did not start");
      await pause(50);
    }
  });

  after(async () => {
    requests.close();
    const ended = new Promise((resolve) => etcd.once("exit", resolve));
    etcd.kill("SIGKILL");
    await ended;
    rmSync(directory, { recursive: true, force: true });
  });

  async function call(path: string, body: object): Promise<Record<string, string>> {
    const response = await fetch(`${clientUrl}/v3${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200, path);
    return (await response.json()) as Record<string, string>;
  }

  test("members() and versions()", async () => {
    const membership = await requests.members(urls, LIMITS);
    clusterId = membership.clusterId;
    const [own] = membership.members;
    assert.deepEqual([own!.name, own!.peerURLs, own!.isLearner], ["go", urls, false]);
    assert.ok(own!.ID > 0n && clusterId > 0n);
    const { server, storage } = await requests.versions(urls, LIMITS);
    assert.match(server, /^3\.4\.\d+$/);
    assert.equal(storage, null);
    await assert.rejects(
      requests.isDowngradeEnabled(urls, LIMITS),
      (error) => error instanceof PeerRequestError && error.status === 404,
    );
  });

  test("hashKv() with both refusals", async () => {
    for (let i = 0; i < 3; i++) await call("/kv/put", { key: "YQ==", value: "MQ==" });
    const now = await requests.hashKv(urls, 0, LIMITS);
    assert.deepEqual([now.revision, now.compactRevision], [4, -1]);
    assert.deepEqual((await requests.hashKv(urls, 4, LIMITS)).hash, now.hash);
    await call("/kv/compaction", { revision: "3" });
    assert.equal((await requests.hashKv(urls, 4, LIMITS)).compactRevision, 3);
    const code = (expected: string) => (error: unknown) =>
      error instanceof RequestError && error.code === expected;
    await assert.rejects(requests.hashKv(urls, 2, LIMITS), code("Compacted"));
    await assert.rejects(requests.hashKv(urls, 5, LIMITS), code("FutureRev"));
  });

  test("renewLease() and timeToLive()", async () => {
    const id = BigInt((await call("/lease/grant", { TTL: "300" }))["ID"]!);
    await call("/kv/put", { key: "bGs=", value: "MQ==", lease: String(id) });
    assert.equal(await requests.renewLease(urls, id, LIMITS), 300);
    const lease = await requests.timeToLive(urls, { id, keys: true }, LIMITS);
    assert.deepEqual([lease.id, lease.grantedTtl, lease.keys.length], [id, 300, 1]);
    assert.ok(lease.ttl >= 295 && lease.ttl <= 300);
    const notFound = (error: unknown) =>
      error instanceof RequestError && error.code === "LeaseNotFound";
    await assert.rejects(requests.renewLease(urls, 1n, LIMITS), notFound);
    await assert.rejects(requests.timeToLive(urls, { id: 1n, keys: false }, LIMITS), notFound);
  });

  test("promote() of a voter and of nobody", async () => {
    const [own] = (await requests.members(urls, LIMITS)).members;
    const code = (expected: string) => (error: unknown) =>
      error instanceof RequestError && error.code === expected;
    await assert.rejects(requests.promote(urls, own!.ID, LIMITS), code("MemberNotLearner"));
    await assert.rejects(requests.promote(urls, 7n, LIMITS), code("MemberNotFound"));
  });
});
