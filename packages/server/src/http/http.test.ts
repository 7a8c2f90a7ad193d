import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { type Answer, FakeProbe, Harness, headerOf } from "../gateway/gateway-harness.ts";
import { type AccessRules, accessRefusal } from "./access-layer.ts";
import { cleanPath, parseTarget } from "./request-path.ts";

let harness: Harness;

before(async () => {
  harness = await Harness.start();
});

beforeEach(() => {
  Object.assign(harness.probe, new FakeProbe());
});

after(() => harness.stop());

/** Status line's number, headers but Date and Connection, body: what is compared with etcd's. */
function shown(answer: Answer): string {
  const headers = answer.headers
    .filter(([name]) => name !== "Date" && name !== "Connection")
    .map(([name, value]) => `${name}: ${value}`);
  return [answer.status, ...headers, "", answer.body].join("\n");
}

const cors = [
  "Access-Control-Allow-Headers: accept, content-type, authorization",
  "Access-Control-Allow-Methods: POST, GET, OPTIONS, PUT, DELETE",
  "Access-Control-Allow-Origin: *",
];

test("/version names three versions, in etcd's bytes", async () => {
  assert.equal(
    shown(await harness.get("/version")),
    [
      "200",
      ...cors,
      "Content-Type: application/json",
      "Content-Length: 62",
      "",
      '{"etcdserver":"3.7.1","etcdcluster":"3.7.0","storage":"3.7.0"}',
    ].join("\n"),
  );
  harness.probe.cluster = null;
  harness.probe.storage = null;
  const early = await harness.get("/version");
  assert.equal(
    early.body,
    '{"etcdserver":"3.7.1","etcdcluster":"not_decided","storage":"unknown"}',
  );
});

test("/health is healthy in etcd's bytes, and counts", async () => {
  const before = harness.metrics.healthSuccesses.value;
  assert.equal(
    shown(await harness.get("/health")),
    [
      "200",
      ...cors,
      "Content-Length: 29",
      "Content-Type: text/plain; charset=utf-8",
      "",
      '{"health":"true","reason":""}',
    ].join("\n"),
  );
  assert.equal(harness.metrics.healthSuccesses.value, before + 1);
  assert.deepEqual(harness.probe.reads, ["linearizable"]);
});

test("/health fails by alarm, leader and read, in this order", async () => {
  const body = async (target: string): Promise<string> => {
    const answer = await harness.get(target);
    if (answer.status === 503) assert.equal(headerOf(answer, "x-content-type-options"), "nosniff");
    return `${answer.status} ${answer.body}`;
  };
  const failure = (reason: string): string => `503 {"health":"false","reason":"${reason}"}\n`;
  const healthy = '200 {"health":"true","reason":""}';
  harness.probe.alarmKinds = ["NOSPACE", "CORRUPT"];
  harness.probe.leader = false;
  harness.probe.readFailures = { linearizable: "etcdserver: request timed out" };
  const before = harness.metrics.healthFailures.value;
  assert.equal(await body("/health"), failure("ALARM NOSPACE"));
  assert.equal(await body("/health?exclude=NOSPACE"), failure("ALARM CORRUPT"));
  assert.equal(await body("/health?exclude=NOSPACE,CORRUPT"), failure("ALARM NOSPACE"));
  const both = "/health?exclude=NOSPACE&exclude=CORRUPT";
  assert.equal(await body(both), failure("RAFT NO LEADER"));
  assert.equal(await body(`${both}&serializable=true`), healthy);
  assert.equal(await body(`${both}&serializable=1`), failure("RAFT NO LEADER"));
  assert.equal(await body("/health?serializable=true"), failure("ALARM NOSPACE"));
  harness.probe.leader = true;
  assert.equal(await body(both), failure("RANGE ERROR:etcdserver: request timed out"));
  harness.probe.alarmKinds = ["UNKNOWN"];
  assert.equal(await body("/health"), failure("ALARM UNKNOWN"));
  assert.equal(harness.metrics.healthFailures.value, before + 8);
});

test("methods other than GET are refused with Allow", async () => {
  for (const [method, target] of [
    ["POST", "/health"],
    ["HEAD", "/health"],
    ["POST", "/livez"],
    ["PUT", "/readyz/data_corruption"],
    ["POST", "/version"],
    ["POST", "/debug/vars"],
  ]) {
    const answer = await harness.request(harness.ports.client, method!, target!);
    assert.equal(answer.status, 405);
    assert.equal(headerOf(answer, "allow"), "GET");
    assert.equal(headerOf(answer, "content-type"), "text/plain; charset=utf-8");
    assert.equal(answer.body, method === "HEAD" ? "" : "Method Not Allowed\n");
  }
});

test("/livez and /readyz list their checks when asked or when one fails", async () => {
  const body = async (target: string): Promise<string> => {
    const answer = await harness.get(target);
    assert.equal(headerOf(answer, "content-type"), "text/plain; charset=utf-8");
    return `${answer.status} ${answer.body}`;
  };
  harness.probe.alarmKinds = ["NOSPACE"];
  assert.equal(await body("/livez"), "200 ok\n");
  assert.equal(await body("/readyz"), "200 ok\n");
  assert.equal(await body("/livez?verbose"), "200 [+]serializable_read ok\nok\n");
  assert.equal(
    await body("/readyz?verbose=0"),
    "200 [+]data_corruption ok\n[+]serializable_read ok\n[+]linearizable_read ok\n[+]non_learner ok\nok\n",
  );
  assert.equal(await body("/readyz/data_corruption"), "200 ok\n");
  assert.equal(await body("/readyz/non_learner?verbose"), "200 [+]non_learner ok\nok\n");
  harness.probe.alarmKinds = ["CORRUPT"];
  harness.probe.learner = true;
  harness.probe.readFailures = { linearizable: "etcdserver: request timed out" };
  assert.equal(
    await body("/readyz"),
    "503 [-]data_corruption failed: alarm activated: CORRUPT\n[+]serializable_read ok\n" +
      "[-]linearizable_read failed: etcdserver: request timed out\n" +
      "[-]non_learner failed: not supported for learner\n\n",
  );
  assert.equal(await body("/livez"), "200 ok\n");
  const three = "exclude=data_corruption&exclude=linearizable_read&exclude=non_learner";
  assert.equal(await body(`/readyz?${three}`), "200 ok\n");
  assert.match(await body("/readyz?exclude=data_corruption,linearizable_read"), /^503 /);
  assert.match(await body("/readyz/data_corruption?exclude=data_corruption"), /^503 /);
  for (const path of ["/readyz/nosuch", "/livez/", "/livez/data_corruption", "/readyz/a/b"]) {
    assert.equal(await body(path), "404 404 page not found\n");
  }
});

test("checks move their gauge and counters", async () => {
  harness.probe.readFailures = { serializable: "x" };
  await harness.get("/livez");
  const { healthcheck, healthchecks } = harness.metrics;
  assert.equal(healthcheck.child("livez", "serializable_read").value, 0);
  const failures = healthchecks.child("livez", "serializable_read", "error").value;
  harness.probe.readFailures = {};
  await harness.get("/livez");
  assert.equal(healthcheck.child("livez", "serializable_read").value, 1);
  assert.equal(healthchecks.child("livez", "serializable_read", "error").value, failures);
});

test("/metrics answers any method, gzipped on demand, and counts scrapes", async () => {
  const plain = await harness.get("/metrics");
  assert.equal(
    headerOf(plain, "content-type"),
    "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
  );
  assert.match(plain.body, /\netcd_server_has_leader 0\n/);
  assert.match(plain.body, /\npromhttp_metric_handler_requests_in_flight 1\n/);
  const posted = await harness.request(harness.ports.metrics, "POST", "/metrics");
  assert.equal(posted.status, 200);
  const packed = await harness.get("/metrics", { "Accept-Encoding": "br, gzip;q=0.5" });
  assert.equal(headerOf(packed, "content-encoding"), "gzip");
  const page = gunzipSync(Buffer.from(packed.body, "latin1")).toString();
  assert.match(page, /\npromhttp_metric_handler_requests_total\{code="200"\} 2\n/);
  const refused = await harness.get("/metrics", { "Accept-Encoding": "gzip;q=0" });
  assert.equal(headerOf(refused, "content-encoding"), undefined);
});

test("/debug/vars is JSON with sorted keys; pprof and traces are not there", async () => {
  const answer = await harness.get("/debug/vars");
  assert.equal(headerOf(answer, "content-type"), "application/json; charset=utf-8");
  const parsed = JSON.parse(answer.body) as { [name: string]: unknown };
  assert.deepEqual(Object.keys(parsed), [
    "cmdline",
    "file_descriptor_limit",
    "memstats",
    "raft.status",
  ]);
  assert.deepEqual(parsed["raft.status"], {
    id: "8e9e05c52164694d",
    term: 2,
    vote: "8e9e05c52164694d",
    commit: 9,
    lead: "8e9e05c52164694d",
    raftState: "StateLeader",
    applied: 9,
    progress: { "8e9e05c52164694d": { match: 9, next: 10, state: "StateReplicate" } },
    leadtransferee: "0",
  });
  for (const path of ["/debug/pprof/", "/debug/pprof", "/debug/requests", "/config/local/log"]) {
    assert.equal((await harness.get(path)).status, 404, path);
  }
});

test("the router: 404 in plain text, 301 to clean paths and to /v3/, 400 for no path", async () => {
  for (const path of ["/", "/nosuch", "/v2/keys/foo", "/v3alpha/kv/range", "/Version"]) {
    const answer = await harness.get(path);
    assert.equal(`${answer.status} ${answer.body}`, "404 404 page not found\n", path);
    assert.equal(headerOf(answer, "x-content-type-options"), "nosniff");
  }
  for (const [sent, location] of [
    ["/v3", "/v3/"],
    ["//version?a=b", "/version?a=b"],
    ["/x/../version", "/version"],
    ["/./health", "/health"],
    ["/v3/./kv/range", "/v3/kv/range"],
  ]) {
    const answer = await harness.get(sent!);
    assert.equal(answer.status, 301, sent);
    assert.equal(headerOf(answer, "location"), location);
  }
  const posted = await harness.post("/v3//kv/range", "{}");
  assert.equal(`${posted.status}${posted.body}`, "301");
  assert.equal((await harness.get("/%zz")).status, 400);
  assert.equal((await harness.get("*")).status, 400);
  assert.equal((await harness.get("http://other/version")).status, 200);
});

test("OPTIONS is 200 and empty for every path", async () => {
  for (const target of ["/v3/kv/put", "/nosuch", "*"]) {
    const answer = await harness.request(harness.ports.client, "OPTIONS", target);
    assert.equal(shown(answer), ["200", ...cors, "Content-Length: 0", "", ""].join("\n"));
  }
});

test("connections stay open without a Connection header, as Go's do", async () => {
  const connection = harness.open("GET /version HTTP/1.1\r\nHost: a\r\n\r\n");
  await connection.until(/storage/);
  assert.equal(/connection:|keep-alive/i.test(connection.text), false);
  connection.socket.write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
  await connection.until(/ok\n$/);
  connection.socket.destroy();
  await connection.closed;
});

test("an upgrade to HTTP/2 is answered over HTTP/1.1, and so is one that is no WebSocket", async () => {
  for (const upgrade of ["h2c", "websocket"]) {
    const connection = harness.open(
      `GET /version HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${upgrade}\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n`,
    );
    await connection.until(/HTTP\/1\.1 200 OK.*storage/s);
    connection.socket.write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
    await connection.until(/ok\n$/);
    connection.socket.destroy();
    await connection.closed;
  }
});

test("garbage and oversized heads end the connection, not the process", async () => {
  const garbage = await harness.raw(harness.ports.client, Buffer.from("\0\x01\x02\r\n\r\n"));
  assert.equal(garbage.status, 400);
  const huge = `GET / HTTP/1.1\r\nHost: a\r\nX: ${"x".repeat(1_200_000)}\r\n\r\n`;
  assert.equal((await harness.raw(harness.ports.client, Buffer.from(huge))).status, 431);
  assert.equal((await harness.get("/livez")).status, 200);
});

test("metrics listeners serve four endpoints, peer listeners /version; neither has CORS", async () => {
  const { metrics, peer } = harness.ports;
  for (const path of ["/metrics", "/health", "/livez", "/readyz"]) {
    const answer = await harness.request(metrics, "GET", path);
    assert.equal(answer.status, 200, path);
    assert.equal(headerOf(answer, "access-control-allow-origin"), undefined);
  }
  for (const path of ["/version", "/debug/vars", "/v3/kv/range"]) {
    assert.equal((await harness.request(metrics, "GET", path)).status, 404, path);
  }
  assert.equal((await harness.request(peer, "GET", "/version")).status, 200);
  for (const path of ["/health", "/metrics", "/v3/kv/range"]) {
    assert.equal((await harness.request(peer, "GET", path)).status, 404, path);
  }
});

test("the host whitelist refuses with 421 on plain connections", async () => {
  const strict = await Harness.start({
    hostWhitelist: ["good.example", "::1"],
    corsOrigins: ["http://a.example:1", "http://b.example"],
  });
  try {
    const statusOf = async (host: string): Promise<number> =>
      (await strict.get("/version", { Host: host })).status;
    assert.equal(await statusOf("good.example"), 200);
    assert.equal(await statusOf("good.example:2379"), 200);
    assert.equal(await statusOf("[::1]:2379"), 200);
    assert.equal(await statusOf("evil.example:2379"), 421);
    const refused = await strict.get("/version", { Host: 'evil"\\:1' });
    assert.match(refused.body, /^\n.*CVE-2018-5702.*--host-whitelist "evil\\"\\\\"\n/s);
    assert.equal(headerOf(refused, "access-control-allow-origin"), undefined);
    const metrics = await strict.request(strict.ports.metrics, "GET", "/health", {
      headers: { Host: "evil.example" },
    });
    assert.equal(metrics.status, 200);
    const originOf = async (origin: string): Promise<string | undefined> => {
      const answer = await strict.get("/version", { Host: "good.example", Origin: origin });
      assert.equal(answer.status, 200);
      return headerOf(answer, "access-control-allow-origin");
    };
    assert.equal(await originOf("http://a.example:1"), "http://a.example:1");
    assert.equal(await originOf("http://b.example"), "http://b.example");
    assert.equal(await originOf("http://a.example"), undefined);
  } finally {
    await strict.stop();
  }
});

test("accessRefusal() on TLS: no host check; a common name is refused at the gateway alone", () => {
  const rules: AccessRules = {
    hostWhitelist: ["good"],
    corsOrigins: ["*"],
    refusesGatewayCertificates: true,
    isAuthEnabled: () => true,
  };
  const applicant = { isSecure: true, host: "evil", tlsCommonName: "root" };
  assert.equal(accessRefusal(applicant, "/v3/kv/range", rules)?.status, 400);
  assert.equal(accessRefusal(applicant, "/health", rules), null);
  assert.equal(accessRefusal({ ...applicant, tlsCommonName: null }, "/v3/kv/range", rules), null);
  const open = { ...rules, isAuthEnabled: () => false };
  assert.equal(accessRefusal(applicant, "/v3/kv/range", open), null);
});

test("--enable-pprof serves /debug/pprof/ on client listeners alone", async () => {
  const own = await Harness.start({ enablePprof: true });
  try {
    assert.match((await own.get("/debug/pprof/")).body, /profile/);
    assert.equal(headerOf(await own.get("/debug/pprof"), "location"), "/debug/pprof/");
    assert.equal((await own.get("/debug/pprof/cmdline")).body, "etcd\0--name=a");
    const metrics = await own.request(own.ports.metrics, "GET", "/debug/pprof/");
    assert.equal(metrics.status, 404);
  } finally {
    await own.stop();
  }
});

test("--enable-grpc-gateway=false leaves 404 below /v3/", async () => {
  const bare = await Harness.start({ enableGrpcGateway: false });
  try {
    for (const path of ["/v3/kv/range", "/v3"]) {
      assert.equal((await bare.post(path, "{}")).body, "404 page not found\n");
    }
  } finally {
    await bare.stop();
  }
});

test("close() lets a running answer finish and drops idle connections", async () => {
  const own = await Harness.start();
  let release = (): void => {};
  own.probe.read = () => new Promise((resolve) => (release = resolve));
  const idle = own.open("GET /version HTTP/1.1\r\nHost: a\r\n\r\n");
  await idle.until(/storage/);
  const busy = own.open("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n");
  while (own.edges.client.connectionsCount < 2)
    await new Promise((resolve) => setImmediate(resolve));
  const never = (): { cancel(): void } => ({ cancel(): void {} });
  await new Promise((resolve) => setImmediate(resolve));
  const closed = own.edges.client.close(1000, never);
  await idle.closed;
  release();
  await busy.until(/ok\n$/);
  await busy.closed;
  await closed;
  await own.stop();
});

test("parseTarget() and cleanPath() follow Go", () => {
  assert.deepEqual(parseTarget("/a%2Fb?x=%20"), { path: "/a/b", query: "x=%20" });
  assert.deepEqual(parseTarget("http://h:1"), { path: "/", query: "" });
  assert.deepEqual(parseTarget("/a#b"), { path: "/a", query: "" });
  assert.equal(parseTarget("a"), null);
  assert.equal(parseTarget("/%"), null);
  for (const [path, cleaned] of [
    ["/", "/"],
    ["//", "/"],
    ["/a/", "/a/"],
    ["/a//b/", "/a/b/"],
    ["/../a", "/a"],
    ["/a/..", "/"],
    ["/a/.", "/a"],
  ]) {
    assert.equal(cleanPath(path!), cleaned, path);
  }
});
