import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseArguments } from "./command-line.ts";
import { adjustAdvertised, defaultRouteHost } from "./default-host.ts";
import type { SettingsDraft } from "./draft.ts";
import { applyEnvironment } from "./environment.ts";
import { featureGates, gateRefusal, parseGateSwitches, resolveGates } from "./feature-gates.ts";
import type { FlagKind } from "./flag-kinds.ts";
import { environmentName, flagNames, isFlagName, serverFlags } from "./flags.ts";
import { olderFlags } from "./older-flags.ts";
import { toServerConfig } from "./server-config.ts";
import { unsupportedRefusal } from "./unsupported.ts";

const samples: { readonly [K in FlagKind]: string } = {
  text: "abc",
  boolean: "true",
  uint: "42",
  uint32: "42",
  uint64: "42",
  int: "-42",
  int64: "-42",
  duration: "1500ms",
  urls: "http://127.0.0.1:1,http://127.0.0.1:2",
  optionalUrls: "http://127.0.0.1:1",
  origins: "http://a.example",
  list: "b,a",
  set: "b,a,b",
  clusterState: "existing",
  fallback: "proxy",
  gates: "AllAlpha=true",
  deprecation: "gone",
};

function parsed(...argv: readonly string[]): SettingsDraft {
  const result = parseArguments(argv);
  assert.equal(result.outcome, "parsed", JSON.stringify(result));
  assert.ok(result.outcome === "parsed");
  return result.draft;
}

function refused(...argv: readonly string[]): string {
  const result = parseArguments(argv);
  return result.outcome === "error" ? result.message : result.outcome;
}

test("every flag is accepted with one and two dashes, glued and apart, and by its variable", () => {
  assert.equal(flagNames.length, 113);
  for (const name of flagNames) {
    const text = samples[serverFlags[name].kind];
    const glued = parsed(`--${name}=${text}`);
    const forms = [parsed(`-${name}=${text}`)];
    if (serverFlags[name].kind !== "boolean") forms.push(parsed(`--${name}`, text));
    for (const form of forms) assert.deepEqual(form.settings[name], glued.settings[name], name);
    assert.equal(glued.isSet(name), true);
    if (name === "version") continue;
    const draft = parsed();
    const { error, notices } = applyEnvironment(draft, { [environmentName(name)]: text });
    assert.equal(error, null, name);
    assert.equal(notices[0]!.fields["variable-name"], environmentName(name));
    assert.deepEqual(draft.settings[name], glued.settings[name], name);
  }
});

test("every older flag is accepted, and maps to a flag that exists", () => {
  for (const [name, flag] of olderFlags) {
    assert.equal(isFlagName(name), false, name);
    const text = flag.means === "flag" && flag.flag === "log-outputs" ? "stdout" : undefined;
    const value =
      text ?? (flag.means === "flag" && flag.convert !== undefined ? "h:1" : undefined) ?? "1";
    const result = parseArguments([`--${name}=${value}`]);
    if (result.outcome === "error") {
      // Durations do not take bare numbers.
      assert.equal(parseArguments([`--${name}=1s`]).outcome, "parsed", name);
    }
  }
});

test("experimental spellings set today's flag with one warning; today's name wins", () => {
  const draft = parsed("--experimental-warning-apply-duration=7s", "--bind-addr", "127.0.0.1:9");
  const notices = draft.settle();
  assert.equal(draft.settings["warning-apply-duration"], 7000);
  assert.equal(draft.settings["listen-client-urls"][0]!.text, "http://127.0.0.1:9");
  assert.deepEqual(
    notices.map((notice) => notice.message),
    [
      "--experimental-warning-apply-duration is deprecated, use --warning-apply-duration instead",
      "--bind-addr is deprecated, use --listen-client-urls instead",
    ],
  );
  const both = parsed("--max-learners=3", "--experimental-max-learners=9");
  both.settle();
  assert.equal(both.settings["max-learners"], 3);
  const gate = parsed("--experimental-initial-corrupt-check", "--debug");
  gate.settle();
  assert.equal(resolveGates(gate.settings["feature-gates"]).InitialCorruptCheck, true);
  assert.equal(gate.settings["log-level"], "debug");
});

test("deprecated flags warn in etcd's words, however they were set", () => {
  const draft = parsed("--v2-deprecation=gone");
  applyEnvironment(draft, { ETCD_MAX_SNAPSHOTS: "7" });
  assert.deepEqual(
    draft.settle().map((notice) => notice.message),
    [
      "--v2-deprecation is deprecated and scheduled for removal in v3.8. The default value is enforced, ignoring user input.",
      "--max-snapshots is deprecated in 3.6 and will be decommissioned in 3.8.",
    ],
  );
});

test("parsing follows Go: last wins, booleans need =, stops at a word or --, shows one dash", () => {
  assert.equal(parsed("--name=a", "-name", "b").settings.name, "b");
  const stray = parseArguments(["--pre-vote", "false", "--name=x"]);
  assert.ok(stray.outcome === "parsed");
  assert.deepEqual(stray.words, ["false", "--name=x"]);
  const dashes = parseArguments(["--name=x", "--", "--bogus"]);
  assert.ok(dashes.outcome === "parsed");
  assert.deepEqual(dashes.words, ["--bogus"]);
  assert.equal(refused("--bogus"), "flag provided but not defined: -bogus");
  assert.equal(refused("---name"), "bad flag syntax: ---name");
  assert.equal(refused("--=x"), "bad flag syntax: --=x");
  assert.equal(refused("--name"), "flag needs an argument: -name");
  assert.equal(refused("--help"), "help");
  assert.equal(refused("-h"), "help");
  assert.equal(
    refused("--max-txn-ops", "99999999999999999999999"),
    'invalid value "99999999999999999999999" for flag -max-txn-ops: value out of range',
  );
  assert.equal(
    refused("--listen-client-urls", "127.0.0.1:2379"),
    'invalid value "127.0.0.1:2379" for flag -listen-client-urls: parse "127.0.0.1:2379": first path segment in URL cannot contain colon',
  );
  assert.equal(
    refused("--v2-deprecation=foo"),
    'invalid value "foo" for flag -v2-deprecation: invalid value "foo"',
  );
  assert.equal(refused("--__proto__=1"), "flag provided but not defined: -__proto__");
});

test("repeats of feature-gates add up, other lists are replaced", () => {
  const draft = parsed(
    "--feature-gates=LeaseCheckpoint=true",
    "--feature-gates=PriorityRequest=1",
    "--log-outputs=b",
    "--log-outputs=stdout,a,a",
  );
  assert.deepEqual(draft.settings["feature-gates"], {
    LeaseCheckpoint: true,
    PriorityRequest: true,
  });
  assert.deepEqual(draft.settings["log-outputs"], ["a", "stdout"]);
});

test("feature gates: stages, own switches and the dependency", () => {
  const all = resolveGates(parseGateSwitches("AllAlpha=true, LeaseCheckpoint = false"));
  for (const [name, gate] of Object.entries(featureGates)) {
    const expected = name === "LeaseCheckpoint" ? false : gate.enabled || gate.stage === "ALPHA";
    assert.equal(all[name as keyof typeof all], expected, name);
  }
  assert.equal(
    gateRefusal(all),
    "enabling feature gate LeaseCheckpointPersist requires enabling feature gate LeaseCheckpoint",
  );
  assert.throws(() => parseGateSwitches("foo"), { message: "missing bool value for foo" });
  assert.throws(() => parseGateSwitches("A=maybe"), {
    message: 'invalid value of A=maybe, err: strconv.ParseBool: parsing "maybe": invalid syntax',
  });
});

test("variables: unknown ones warn, ETCD_VERSION is dropped, empty is unset, conflicts end it", () => {
  const draft = parsed("--name=x");
  const result = applyEnvironment(draft, {
    ETCD_VERSION: "v3.5",
    ETCD_DATA_DIR: "",
    ETCD_FOO: "bar",
    ETCD_ROOT_PASSWORD: "hunter2",
    ETCD_DISCOVERY_PASSWORD: "hunter2",
    HOME: "/root",
    ETCD_NAME: "",
  });
  assert.equal(JSON.stringify(result).includes("hunter2"), false);
  assert.deepEqual(
    result.notices.map(({ level, fields }) => [level, Object.values(fields).join("|")]),
    [
      ["warn", "ETCD_VERSION|v3.5"],
      ["info", "ETCD_DISCOVERY_PASSWORD|***"],
      ["warn", "ETCD_FOO=bar"],
      ["warn", "ETCD_ROOT_PASSWORD=***"],
      ["fatal", "ETCD_NAME"],
    ],
  );
});

test("the default initial cluster takes a name of its own, and the default route's address", () => {
  const named = parsed("--name=abc", "--initial-advertise-peer-urls=http://a:1,http://b:2");
  assert.equal(adjustAdvertised(named, null), null);
  assert.equal(named.settings["initial-cluster"], "abc=http://a:1,abc=http://b:2");
  const unnamed = parsed("--initial-advertise-peer-urls=http://a:1");
  adjustAdvertised(unnamed, "10.1.2.3");
  assert.equal(unnamed.settings["initial-cluster"], "default=http://localhost:2380");
  const anywhere = parsed("--listen-peer-urls=http://0.0.0.0:2380");
  assert.equal(adjustAdvertised(anywhere, "10.1.2.3"), "10.1.2.3");
  assert.equal(anywhere.settings["initial-cluster"], "default=http://10.1.2.3:2380");
  assert.equal(anywhere.settings["initial-advertise-peer-urls"][0]!.text, "http://10.1.2.3:2380");
});

test("defaultRouteHost() finds the interface of the default route", () => {
  const routes = [
    "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT",
    "lo\t0000007F\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0",
    "eth0\t00000000\t0102A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0",
  ].join("\n");
  const eth0 = [
    { address: "fe80::1", family: "IPv6", internal: false },
    { address: "192.168.2.7", family: "IPv4", internal: false },
  ];
  assert.equal(defaultRouteHost(routes, { eth0 }), "192.168.2.7");
  assert.equal(defaultRouteHost(routes, {}), null);
  assert.equal(defaultRouteHost("", { eth0 }), null);
});

test("toServerConfig() resolves zeros that stand for defaults", () => {
  const config = toServerConfig(parsed("--snapshot-count=0", "--raft-read-timeout=1s").settings);
  assert.equal(config.snapshotCount, 10_000);
  assert.equal(config.raftReadTimeoutMs, 5000);
  assert.equal(config.dataDir, "default.etcd");
  assert.equal(config.effectiveQuotaBytes, 2_147_483_648);
  assert.equal(config.backendBatchIntervalMs, 100);
  assert.equal(config.backendBatchLimit, 10_000);
  assert.equal(config.compactionBatchLimit, 1000);
  assert.equal(config.watchProgressNotifyIntervalMs, 600_000);
  assert.equal(config.electionTicks, 10);
  const odd = toServerConfig(
    parsed(
      "--quota-backend-bytes=-1",
      "--watch-progress-notify-interval=1ms",
      "--bcrypt-cost=100",
      "--metrics=extensive",
    ).settings,
  );
  assert.equal(odd.effectiveQuotaBytes, 0);
  assert.equal(odd.watchProgressNotifyIntervalMs, 100);
  assert.equal(odd.bcryptCost, 10);
  assert.equal(odd.extensiveMetrics, true);
});

test("what is not there yet is refused by name, and only when it is asked for", () => {
  const refusal = (...argv: readonly string[]): string | null => {
    const draft = parsed(...argv);
    draft.settle();
    return unsupportedRefusal(draft.settings, draft.older);
  };
  assert.equal(refusal(), null);
  assert.equal(refusal("--enable-v2=false", "--proxy=off", "--discovery="), null);
  assert.equal(
    refusal(
      "--initial-cluster=a=http://h:1,b=http://h:2",
      "--initial-cluster-state=existing",
      "--force-new-cluster",
      "--listen-peer-urls=https://127.0.0.1:1",
      "--listen-client-urls=https://127.0.0.1:1",
    ),
    null,
  );
  for (const flag of [
    "--discovery-srv=x",
    "--enable-distributed-tracing",
    "--memory-mlock",
    "--socket-reuse-port",
    "--enable-v2",
    "--proxy=on",
    "--peers=x",
  ]) {
    const text = refusal(flag);
    assert.match(String(text), / is not supported by this build$/, flag);
    const name = /^--([a-z0-9-]+)/.exec(flag)![1]!;
    assert.ok(text!.includes(`--${name}`), `${text} does not name ${flag}`);
  }
});

test("no command line makes parsing throw", () => {
  const seed = 99;
  const name = fc.constantFrom(...flagNames, ...olderFlags.keys(), "", "x", "__proto__");
  const word = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.tuple(fc.constantFrom("-", "--", "---"), name).map((parts) => parts.join("")),
    fc.tuple(name, fc.string({ maxLength: 12 })).map((parts) => `--${parts.join("=")}`),
    fc.constantFrom("1", "true", "1s", "http://127.0.0.1:1", "unix://a:1", "http://[::1", "A=true"),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 6 }), (argv) => {
      const result = parseArguments(argv);
      assert.ok(["parsed", "help", "error"].includes(result.outcome), `seed ${seed}`);
    }),
    { seed, numRuns: 2000 },
  );
});
