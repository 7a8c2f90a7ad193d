/** Both sides of the requests over loopback, and the bytes between them. */

import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { bytesToUtf8, utf8ToBytes } from "@kvorum/base";
import { type ErrorCode, etcdserverpb, RequestError } from "@kvorum/proto";
import { PeerRequestError, type PeerServices } from "../requests-port.ts";
import { HttpPeerRequests } from "./http-peer-requests.ts";
import {
  CLUSTER_ID,
  HandTimers,
  type Loopback,
  rawRequest,
  realTimers,
  serve,
  serveServices,
  serveWith,
} from "./testing/loopback.ts";

const LIMITS = { timeoutMs: 5000 };
const BIG_ID = 0xfedc_ba98_7654_3211n;

const member = (fields: Partial<etcdserverpb.Member>): etcdserverpb.Member => ({
  ...etcdserverpb.createMember(),
  ...fields,
});

const memberList = [
  member({ ID: BIG_ID, peerURLs: ["http://b:1"], isLearner: true }),
  member({
    ID: 11624225787625375291n,
    name: "n<2>",
    peerURLs: ["http://a:1", "http://a:2"],
    clientURLs: ["http://a:3"],
  }),
];

async function start(
  t: TestContext,
  expected: Partial<PeerServices>,
): Promise<{ loopback: Loopback; requests: HttpPeerRequests; urls: readonly string[] }> {
  const loopback = await serveServices(expected);
  const requests = client(t);
  t.after(() => loopback[Symbol.asyncDispose]());
  return { loopback, requests, urls: [loopback.url] };
}

function client(t: TestContext, timers = realTimers): HttpPeerRequests {
  const requests = new HttpPeerRequests({ timers, clusterId: () => CLUSTER_ID, tls: null });
  t.after(() => requests.close());
  return requests;
}

function rejectsWith(code: ErrorCode): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof RequestError, String(error));
    assert.equal(error.code, code);
    return true;
  };
}

test("members() brings ids of 64 bits over unharmed, in order, with the cluster's id", async (t) => {
  const { requests, urls, loopback } = await start(t, { members: () => memberList });
  const { clusterId, members } = await requests.members(urls, LIMITS);
  assert.equal(clusterId, CLUSTER_ID);
  assert.deepEqual(members, [memberList[1], memberList[0]]);
  const raw = await rawRequest(loopback.port, { method: "GET", path: "/members" });
  assert.equal(raw.headers["content-type"], "application/json");
  assert.equal(raw.headers["x-etcd-cluster-id"], "ba727bc531d249a5");
  assert.equal(
    raw.text,
    '[{"id":11624225787625375291,"peerURLs":["http://a:1","http://a:2"],"name":"n\\u003c2\\u003e",' +
      '"clientURLs":["http://a:3"]},{"id":18364758544493064721,"peerURLs":["http://b:1"],"isLearner":true}]\n',
  );
});

test("members() rejects what is no membership", async (t) => {
  const bodies = ["", "{}", "[1]", '[{"id":1.5}]', '[{"id":-1}]', '[{"id":1,"peerURLs":[2]}]'];
  for (const body of bodies) {
    await using loopback = await serve((_request, response) => {
      response.writeHead(200, { "X-Etcd-Cluster-ID": "1" }).end(body);
    });
    await assert.rejects(client(t).members([loopback.url], LIMITS), PeerRequestError, body);
  }
  await using nameless = await serve((_request, response) => response.end("[]\n"));
  await assert.rejects(client(t).members([nameless.url], LIMITS), PeerRequestError);
});

test("versions() tells what is undecided or not said from what is", async (t) => {
  let versions: ReturnType<PeerServices["versions"]> = {
    server: "3.7.1",
    cluster: null,
    storage: null,
  };
  const { requests, urls, loopback } = await start(t, { versions: () => versions });
  assert.deepEqual(await requests.versions(urls, LIMITS), { ...versions, isKvorum: true });
  const raw = await rawRequest(loopback.port, { method: "GET", path: "/version" });
  assert.equal(raw.text, '{"etcdserver":"3.7.1","etcdcluster":"not_decided","storage":"unknown"}');
  assert.equal(raw.headers["x-etcd-cluster-id"], undefined);
  versions = { server: "3.7.1", cluster: "3.7.0", storage: "3.7.0" };
  assert.deepEqual(await requests.versions(urls, LIMITS), { ...versions, isKvorum: true });
  await using old = await serve((_request, response) =>
    response.end('{"etcdserver":"3.4.23","etcdcluster":"3.4.0"}'),
  );
  assert.deepEqual(await requests.versions([old.url], LIMITS), {
    server: "3.4.23",
    cluster: "3.4.0",
    storage: null,
  });
});

test("isDowngradeEnabled() gives either answer, and rejects a page of a release without it", async (t) => {
  let answer: () => Promise<boolean> = async () => true;
  const { requests, urls, loopback } = await start(t, { isDowngradeEnabled: () => answer() });
  assert.equal(await requests.isDowngradeEnabled(urls, LIMITS), true);
  answer = async () => false;
  assert.equal(await requests.isDowngradeEnabled(urls, LIMITS), false);
  answer = () => Promise.reject(new RequestError("Timeout"));
  const raw = await rawRequest(loopback.port, { method: "GET", path: "/downgrade/enabled" });
  assert.equal(raw.status, 500);
  assert.equal(raw.text, "failed linearized read: etcdserver: request timed out\n");
  await using old = await serve((_request, response) =>
    response.writeHead(404).end("404 page not found\n"),
  );
  await assert.rejects(
    requests.isDowngradeEnabled([old.url], LIMITS),
    (error) => error instanceof PeerRequestError && error.status === 404,
  );
});

test("promote() carries the id in decimal and each verdict back", async (t) => {
  const asked: bigint[] = [];
  let answer: () => Promise<readonly etcdserverpb.Member[]> = async () => memberList;
  const { requests, urls, loopback } = await start(t, {
    promote: (id) => {
      asked.push(id);
      return answer();
    },
  });
  assert.equal((await requests.promote(urls, BIG_ID, LIMITS)).length, 2);
  assert.deepEqual(asked, [BIG_ID]);
  const verdicts = [
    ["MemberNotFound", 404, "membership: ID not found\n"],
    ["MemberNotLearner", 412, "membership: can only promote a learner member\n"],
    [
      "LearnerNotReady",
      412,
      "etcdserver: can only promote a learner member which is in sync with leader\n",
    ],
  ] as const;
  const path = `/members/promote/${BIG_ID}`;
  for (const [code, status, text] of verdicts) {
    answer = () => Promise.reject(new RequestError(code));
    const raw = await rawRequest(loopback.port, { method: "POST", path });
    assert.deepEqual([raw.status, raw.text], [status, text]);
    await assert.rejects(requests.promote(urls, BIG_ID, LIMITS), rejectsWith(code));
  }
  answer = () => Promise.reject(new RequestError("NotEnoughStarted"));
  const raw = await rawRequest(loopback.port, { method: "POST", path });
  assert.deepEqual([raw.status, raw.text], [500, '{"message":"Internal Server Error"}']);
  await assert.rejects(requests.promote(urls, 1n, LIMITS), PeerRequestError);
  for (const id of ["x", "18446744073709551616", "-1", ""]) {
    const unknown = await rawRequest(loopback.port, {
      method: "POST",
      path: `/members/promote/${id}`,
    });
    assert.deepEqual([unknown.status, unknown.text], [404, `member ${id} not found in cluster\n`]);
  }
  assert.deepEqual(loopback.failures, []);
});

test("promote() takes 408 for a timeout and never asks twice", async (t) => {
  let count = 0;
  await using loopback = await serve((_request, response) => {
    count++;
    response.writeHead(408).end("late\n");
  });
  await assert.rejects(client(t).promote([loopback.url], 1n, LIMITS), rejectsWith("Timeout"));
  assert.equal(count, 1);
});

test("hashKv() sends a body with a GET and reads the verdicts by their texts", async (t) => {
  let answer: PeerServices["hashKv"] = async (revision) => ({
    hash: 581434951,
    revision: 7,
    compactRevision: -1,
    hashRevision: revision,
  });
  const { requests, urls, loopback } = await start(t, { hashKv: (revision) => answer(revision) });
  assert.deepEqual(await requests.hashKv(urls, 5, LIMITS), {
    hash: 581434951,
    revision: 7,
    compactRevision: -1,
    hashRevision: 5,
  });
  const get = (body: string, headers: Record<string, string> = {}) =>
    rawRequest(loopback.port, {
      method: "GET",
      path: "/members/hashkv",
      headers,
      body: utf8ToBytes(body),
    });
  const raw = await get("{}");
  assert.equal(raw.text, '{"header":{"revision":7},"hash":581434951,"compact_revision":-1}');
  for (const body of ["", "x", "[]", "5", '{"revision":"5"}', '{"revision":1.5}']) {
    const refused = await get(body);
    assert.deepEqual([refused.status, refused.text], [400, "error unmarshalling request\n"], body);
  }
  for (const code of ["Compacted", "FutureRev"] as const) {
    answer = () => Promise.reject(new RequestError(code));
    await assert.rejects(requests.hashKv(urls, 5, LIMITS), rejectsWith(code));
  }
  assert.equal((await get("{}")).text, "mvcc: required revision is a future revision\n");
  const foreign = await get("{}", { "X-Etcd-Cluster-ID": "1" });
  assert.deepEqual([foreign.status, foreign.text], [412, "cluster ID mismatch\n"]);
  const stranger = new HttpPeerRequests({ timers: realTimers, clusterId: () => 1n, tls: null });
  t.after(() => stranger.close());
  await assert.rejects(stranger.hashKv(urls, 5, LIMITS), rejectsWith("ClusterIDMismatch"));
});

test("renewLease() and timeToLive() exchange etcd's own bytes", async (t) => {
  const id = 0x5440a1f8_45f2bd06n;
  const { requests, urls, loopback } = await start(t, {
    renewLease: async () => 60,
    timeToLive: async (request) => ({
      id: request.id,
      ttl: 59,
      grantedTtl: 60,
      keys: request.keys ? [utf8ToBytes("a"), utf8ToBytes("b")] : [],
    }),
  });
  const post = (path: string, hex: string) =>
    rawRequest(loopback.port, { method: "POST", path, body: Buffer.from(hex, "hex") });
  const renewed = await post("/leases", "0886facaaf84bfa8a054");
  assert.equal(Buffer.from(renewed.text, "latin1").toString("hex"), "1086facaaf84bfa8a054183c");
  assert.equal(renewed.headers["content-type"], "application/protobuf");
  const left = await post("/leases/internal", "0a0a0886facaaf84bfa8a054");
  assert.equal(
    Buffer.from(left.text, "latin1").toString("hex"),
    "0a100a001086facaaf84bfa8a054183b203c",
  );
  assert.equal(await requests.renewLease(urls, id, LIMITS), 60);
  assert.deepEqual(
    (await requests.timeToLive(urls, { id, keys: true }, LIMITS)).keys.map(bytesToUtf8),
    ["a", "b"],
  );
  assert.deepEqual(await requests.timeToLive(urls, { id, keys: false }, LIMITS), {
    id,
    ttl: 59,
    grantedTtl: 60,
    keys: [],
  });
});

test("lease requests map every refusal both ways", async (t) => {
  let code: ErrorCode = "LeaseNotFound";
  const refuse = () => Promise.reject(new RequestError(code));
  const { requests, urls, loopback } = await start(t, { renewLease: refuse, timeToLive: refuse });
  const table = [
    ["LeaseNotFound", 404, 404, "lease not found\n"],
    [
      "TimeoutWaitAppliedIndex",
      408,
      408,
      "waiting for node to catch up its applied index has timed out\n",
    ],
    ["NotPrimaryLessor", 400, 500, "not a primary lessor\n"],
  ] as const;
  for (const [each, renewStatus, timeToLiveStatus, text] of table) {
    code = each;
    const renew = await rawRequest(loopback.port, { method: "POST", path: "/leases" });
    assert.deepEqual([renew.status, renew.text], [renewStatus, text]);
    const body = Buffer.from("0a020801", "hex");
    const path = "/leases/internal";
    const timeToLive = await rawRequest(loopback.port, { method: "POST", path, body });
    assert.deepEqual([timeToLive.status, timeToLive.text], [timeToLiveStatus, text]);
    await assert.rejects(requests.renewLease(urls, 1n, LIMITS), rejectsWith(each));
    const request = { id: 1n, keys: false };
    await assert.rejects(requests.timeToLive(urls, request, LIMITS), rejectsWith(each));
  }
});

test("PeerRequestHandler refuses malformed and oversized lease requests", async (t) => {
  const { loopback } = await start(t, {});
  for (const path of ["/leases", "/leases/internal"]) {
    const bad = await rawRequest(loopback.port, {
      method: "POST",
      path,
      body: Buffer.from([0xff]),
    });
    assert.deepEqual([bad.status, bad.text], [400, "error unmarshalling request\n"]);
    assert.equal(bad.headers["x-content-type-options"], "nosniff");
    const body = new Uint8Array(64 * 1024 + 1);
    const long = await rawRequest(loopback.port, { method: "POST", path, body });
    assert.deepEqual([long.status, long.text], [413, "http: request body too large\n"]);
    const get = await rawRequest(loopback.port, { method: "GET", path });
    assert.deepEqual(
      [get.status, get.text, get.headers.allow],
      [405, "Method Not Allowed\n", undefined],
    );
  }
});

test("PeerRequestHandler names the allowed method and leaves other paths alone", async (t) => {
  const { loopback } = await start(t, { members: () => [] });
  const allowed = [
    ["/members", "GET"],
    ["/members/hashkv", "GET"],
    ["/version", "GET"],
    ["/downgrade/enabled", "GET"],
    ["/members/promote/1", "POST"],
  ] as const;
  for (const [path, method] of allowed) {
    const raw = await rawRequest(loopback.port, { method: "PUT", path });
    assert.deepEqual(
      [raw.status, raw.text, raw.headers.allow],
      [405, "Method Not Allowed\n", method],
    );
  }
  for (const path of ["/", "/members/", "/members/x", "/raft", "/leases/x", "/members/promote"]) {
    assert.equal((await rawRequest(loopback.port, { method: "GET", path })).status, 404, path);
  }
  assert.equal(
    (await rawRequest(loopback.port, { method: "GET", path: "/members?a=1" })).status,
    200,
  );
});

test("PeerRequestHandler answers 500 and reports when a service fails by a bug", async (t) => {
  const bug = new TypeError("bug");
  const { loopback } = await start(t, { hashKv: () => Promise.reject(bug) });
  const raw = await rawRequest(loopback.port, {
    method: "GET",
    path: "/members/hashkv",
    body: utf8ToBytes("{}"),
  });
  assert.equal(raw.status, 500);
  assert.deepEqual(loopback.failures, [bug]);
});

test("requests go on to the next URL when one gives no usable answer", async (t) => {
  const { requests, loopback } = await start(t, {
    versions: () => ({ server: "3.7.1", cluster: "3.7.0", storage: null }),
  });
  await using broken = await serve((request) => request.socket.destroy());
  await using garbled = await serve((_request, response) => response.end("<html>"));
  const urls = ["bogus", "ftp://127.0.0.1:1", broken.url, garbled.url, loopback.url];
  assert.equal((await requests.versions(urls, LIMITS)).server, "3.7.1");
  await assert.rejects(requests.versions([], LIMITS), PeerRequestError);
});

test("a verdict of one URL is final", async (t) => {
  let count = 0;
  const { requests, urls } = await start(t, {
    renewLease: () => {
      count++;
      return Promise.reject(new RequestError("LeaseNotFound"));
    },
  });
  const twice = [...urls, ...urls];
  await assert.rejects(requests.renewLease(twice, 1n, LIMITS), rejectsWith("LeaseNotFound"));
  assert.equal(count, 1);
});

test("a silent member is given up at the timeout, which covers all URLs", async (t) => {
  const timers = new HandTimers();
  let arrived: () => void = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let count = 0;
  await using silent = await serve(() => {
    count++;
    arrived();
  });
  const requests = client(t, timers);
  const asked = requests.versions([silent.url, silent.url], LIMITS);
  await arrival;
  timers.fireAll();
  await assert.rejects(asked, /GET .*\/version: no answer in time/);
  assert.equal(count, 1);
  assert.equal(timers.waitingCount, 0);
});

test("close() cuts what is on its way and refuses what comes after", async (t) => {
  let arrived: () => void = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  await using silent = await serve(() => arrived());
  const requests = client(t);
  const asked = requests.versions([silent.url], LIMITS);
  await arrival;
  requests.close();
  await assert.rejects(asked, /the connections were closed/);
  await assert.rejects(requests.versions([silent.url], LIMITS), /the connections were closed/);
});

/** A server that cuts a connection on the second request that it carries. */
function forgetfulServer(seen: { connections: number; requests: string[] }) {
  const carried = new Map<Socket, number>();
  const server = createServer((request: IncomingMessage, response) => {
    const count = (carried.get(request.socket) ?? 0) + 1;
    carried.set(request.socket, count);
    seen.requests.push(request.url ?? "");
    if (count > 1) {
      request.socket.resetAndDestroy();
      return;
    }
    response.setHeader("X-Etcd-Cluster-ID", "1");
    response.end(request.url === "/members" ? "[]\n" : '{"etcdserver":"3.4.23"}');
  });
  server.on("connection", () => seen.connections++);
  return server;
}

test("requests outlive the reset of a kept connection", async (t) => {
  const seen = { connections: 0, requests: [] as string[] };
  await using loopback = await serveWith(forgetfulServer(seen));
  const requests = client(t);
  for (let i = 0; i < 3; i++) {
    assert.equal((await requests.versions([loopback.url], LIMITS)).server, "3.4.23");
  }
  assert.ok(seen.connections >= 2 && seen.requests.length > 3, JSON.stringify(seen));
});

test("promote() takes a connection of its own", async (t) => {
  const seen = { connections: 0, requests: [] as string[] };
  await using loopback = await serveWith(forgetfulServer(seen));
  const requests = client(t);
  await requests.members([loopback.url], LIMITS);
  await assert.rejects(requests.promote([loopback.url], 1n, LIMITS), PeerRequestError);
  assert.deepEqual(seen.requests, ["/members", "/members/promote/1"]);
  assert.equal(seen.connections, 2);
});
