import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { goldenFile } from "../testing/recordings.ts";
import { formatGoFloat } from "./exposition.ts";
import { createServerMetrics } from "./families.ts";
import { GrpcMetrics } from "./grpc-metrics.ts";
import { Counter, Gauge, Histogram, Labelled } from "./instruments.ts";
import { readProcessFacts, registerProcessMetrics } from "./process-metrics.ts";
import { MetricsRegistry } from "./registry.ts";

/** Families that etcd 3.7.1 exposes and this program does not, each with its reason. */
const missing: ReadonlyMap<string, string> = new Map([]);

interface Seen {
  readonly type: string;
  readonly labels: string;
  readonly bounds: string;
}

/** Name, type, labels and bounds of everything on a page. */
function parsePage(page: string): Map<string, Seen> {
  const seen = new Map<string, Seen>();
  const types = new Map<string, string>();
  for (const line of page.split("\n")) {
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (type !== null) types.set(type[1]!, type[2]!);
  }
  for (const line of page.split("\n")) {
    const sample = /^([a-zA-Z_]+)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null) continue;
    const base = sample[1]!.replace(/_(bucket|sum|count)$/, "");
    const name = types.get(base) === "histogram" ? base : sample[1]!;
    const labels = [...(sample[2] ?? "").matchAll(/([a-zA-Z_]+)="((?:[^"\\]|\\.)*)"/g)];
    const bound = labels.find((label) => label[1] === "le");
    const names = labels.filter((label) => label[1] !== "le").map((label) => label[1]!);
    const before = seen.get(name);
    const bounds = before?.bounds.split(" ") ?? [""];
    if (bound !== undefined && !bounds.includes(bound[2]!)) bounds.push(bound[2]!);
    const type = types.get(name);
    assert.ok(type !== undefined, `${name} has no TYPE line`);
    seen.set(name, { type, labels: names.join(","), bounds: bounds.filter(Boolean).join(" ") });
  }
  return seen;
}

function fullPage(): string {
  const registry = new MetricsRegistry();
  const metrics = createServerMetrics(registry);
  new GrpcMetrics(registry, { extensive: true });
  registerProcessMetrics(registry);
  for (const instrument of Object.values<unknown>(metrics)) {
    if (instrument instanceof Labelled) instrument.child(...instrument.labelNames.map(() => "x"));
  }
  return registry.expose();
}

const file = goldenFile("metrics-3.7.1.tsv");
const skip = file === null ? "no recordings here" : false;

test("every family of etcd 3.7.1 has its name, type, labels and bounds", { skip }, () => {
  const ours = parsePage(fullPage());
  for (const line of readFileSync(file!, "utf8").split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const [name, type, labels, bounds] = line.split("\t");
    if (missing.has(name!)) {
      assert.equal(ours.has(name!), false, `${name} is listed as missing, but is there`);
      continue;
    }
    assert.deepEqual(ours.get(name!), { type, labels, bounds }, name);
  }
});

test("families are ordered by name, declared once, and empty labelled ones leave no trace", () => {
  const registry = new MetricsRegistry();
  const metrics = createServerMetrics(registry);
  const page = registry.expose();
  const names = [...page.matchAll(/^# TYPE (\S+) /gm)].map((match) => match[1]!);
  assert.deepEqual(names, [...names].sort());
  assert.equal(new Set(names).size, names.length);
  assert.equal(page.includes("etcd_network_peer_sent_failures_total"), false);
  metrics.peerSentFailures.child("8e9e05c52164694d").increment();
  assert.match(
    registry.expose(),
    /\netcd_network_peer_sent_failures_total\{To="8e9e05c52164694d"\} 1\n/,
  );
  assert.throws(() => createServerMetrics(registry), /is declared twice/);
});

test("labels are ordered by name and escaped, series by values", () => {
  const registry = new MetricsRegistry();
  const metrics = createServerMetrics(registry);
  metrics.healthchecks.child("readyz", "b", "success").increment();
  metrics.healthchecks.child("livez", "b", "success").add(2);
  metrics.healthchecks.child("livez", 'a"\\\n', "error").increment();
  const lines = registry.expose().match(/^etcd_server_healthchecks_total.*$/gm);
  assert.deepEqual(lines, [
    'etcd_server_healthchecks_total{name="a\\"\\\\\\n",status="error",type="livez"} 1',
    'etcd_server_healthchecks_total{name="b",status="success",type="livez"} 2',
    'etcd_server_healthchecks_total{name="b",status="success",type="readyz"} 1',
  ]);
});

test("histograms accumulate, bounds inclusive", () => {
  const histogram = new Histogram([1, 2, 4]);
  for (const value of [0.5, 1, 1.5, 2, 4, 5]) histogram.observe(value);
  const registry = new MetricsRegistry();
  registry.add({
    name: "h",
    help: "x",
    type: "histogram",
    writeSeries: (output) => output.instrument("h", 'a="b"', histogram),
  });
  assert.equal(
    registry.expose(),
    [
      "# HELP h x",
      "# TYPE h histogram",
      'h_bucket{a="b",le="1"} 2',
      'h_bucket{a="b",le="2"} 4',
      'h_bucket{a="b",le="4"} 5',
      'h_bucket{a="b",le="+Inf"} 6',
      'h_sum{a="b"} 14',
      'h_count{a="b"} 6',
      "",
    ].join("\n"),
  );
});

test("formatGoFloat() prints as Go does", () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, "0"],
    [1, "1"],
    [-1, "-1"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [524288, "524288"],
    [999999, "999999"],
    [1012920, "1.01292e+06"],
    [1048576, "1.048576e+06"],
    [2147483648, "2.147483648e+09"],
    [2 ** 64, "1.8446744073709552e+19"],
    [1e100, "1e+100"],
    [Number.POSITIVE_INFINITY, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
    [Number.NaN, "NaN"],
  ];
  for (const [value, text] of cases) assert.equal(formatGoFloat(value), text);
});

test("gauges read from a source at scrape time", () => {
  const gauge = new Gauge();
  gauge.set(3);
  gauge.add(1);
  assert.equal(gauge.value, 4);
  let now = 7;
  gauge.readFrom(() => now);
  now = 8;
  assert.equal(gauge.value, 8);
});

test("a labelled family stops showing new series at its bound, and goes on counting", () => {
  const family = new Labelled(["v"], () => new Counter());
  for (let i = 0; i < 5000; i++) family.child(String(i)).increment();
  assert.equal(family.children().length, 2000);
  assert.equal(family.child("0").value, 1);
  assert.equal(family.child("4999").value, 3000);
});

test("GrpcMetrics pre-creates 45 methods with 17 codes; lock and election appear on use", () => {
  const registry = new MetricsRegistry();
  const grpc = new GrpcMetrics(registry, { extensive: false });
  const page = registry.expose();
  assert.equal(page.match(/^grpc_server_started_total\{/gm)!.length, 45);
  assert.equal(page.match(/^grpc_server_handled_total\{/gm)!.length, 765);
  assert.equal(page.includes("v3lockpb"), false);
  assert.equal(page.includes("grpc_server_handling_seconds"), false);
  const lock = grpc.forPath("/v3lockpb.Lock/Lock")!;
  lock.started++;
  lock.finish(1, 5);
  lock.finish(99, 5);
  assert.match(
    registry.expose(),
    /\ngrpc_server_handled_total\{grpc_code="Canceled",grpc_method="Lock",grpc_service="v3lockpb.Lock",grpc_type="unary"\} 1\n/,
  );
  assert.match(registry.expose(), /grpc_code="Unknown",grpc_method="Lock"[^}]*\} 1\n/);
  assert.equal(grpc.forPath("/no.Such/Method"), undefined);
});

test("grpc_server_handling_seconds observes seconds when metrics are extensive", () => {
  const registry = new MetricsRegistry();
  const grpc = new GrpcMetrics(registry, { extensive: true });
  const put = grpc.forPath("/etcdserverpb.KV/Put")!;
  put.started++;
  put.finish(0, 7);
  grpc.observe("/etcdserverpb.KV/Put", 3);
  grpc.observe("/no.Such/Method", 3);
  const page = registry.expose();
  const labels = 'grpc_method="Put",grpc_service="etcdserverpb.KV",grpc_type="unary"';
  assert.ok(page.includes(`grpc_server_handling_seconds_bucket{${labels},le="0.005"} 1\n`));
  assert.ok(page.includes(`grpc_server_handling_seconds_bucket{${labels},le="0.01"} 2\n`));
  assert.ok(page.includes(`grpc_server_handling_seconds_sum{${labels}} 0.01\n`));
});

test("readProcessFacts() reads Linux's files, with blanks in the process name", () => {
  const files: { readonly [path: string]: string } = {
    "/proc/self/stat":
      "7 (a b) c) S 1 7 7 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 11 0 2000 4096000 1000 18446744073709551615 1",
    "/proc/stat": "cpu  1 2\nbtime 1700000000\n",
    "/proc/self/limits":
      "Limit                     Soft Limit           Hard Limit           Units\n" +
      "Max open files            1024                 4096                 files\n" +
      "Max address space         unlimited            unlimited            bytes\n",
    "/proc/self/net/dev":
      "Inter-|   Receive\n face |bytes\n lo: 10 0 0 0 0 0 0 0 20 0 0\neth0:5 0 0 0 0 0 0 0 6 0 0\n",
  };
  const facts = readProcessFacts({
    read: (name) => {
      const text = files[name];
      if (text === undefined) throw new Error("missing");
      return text;
    },
    count: () => 12,
  });
  assert.deepEqual(facts, {
    cpuSeconds: 2,
    startTimeSeconds: 1_700_000_020,
    virtualBytes: 4_096_000,
    residentBytes: 4_096_000,
    openFiles: 11,
    maxFiles: 1024,
    maxVirtualBytes: 2 ** 64,
    receivedBytes: 15,
    transmittedBytes: 26,
  });
  const nothing = readProcessFacts({
    read: () => {
      throw new Error("missing");
    },
    count: () => {
      throw new Error("missing");
    },
  });
  assert.ok(Object.values(nothing).every((value) => Number.isNaN(value)));
});
