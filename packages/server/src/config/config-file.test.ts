import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ConfigFileError, parseConfigFile, readConfigFile } from "./config-file.ts";
import { SettingsDraft } from "./draft.ts";
import { FlagValueError } from "./go-values.ts";
import { toServerConfig } from "./server-config.ts";

function refusal(text: string): string {
  try {
    parseConfigFile(text);
  } catch (error) {
    assert.ok(error instanceof ConfigFileError);
    return `${error.plain ? "plain: " : ""}${error.message}`;
  }
  return "accepted";
}

test("parseConfigFile() reads every kind of value in the file's own form", () => {
  const { settings } = parseConfigFile(`
name: infra0
Heartbeat-Interval: 50
raft-read-timeout: 7000000000
warning-apply-duration: 5000000000
pre-vote: no
quota-backend-bytes: -1
max-concurrent-streams: 7
listen-client-urls: http://127.0.0.1:1,http://127.0.0.1:2
listen-metrics-urls: http://127.0.0.1:3
cors: "*"
host-whitelist: a,b
log-outputs: [stdout, stderr]
cipher-suites: [B, A]
auto-compaction-retention: "1h"
feature-gates: LeaseCheckpoint=true
initial-cluster: infra0=http://127.0.0.1:2380
nosuchkey: 1
cert-file: ignored
client-transport-security: {cert-file: c.pem, client-cert-auth: true, allowed-hostname: [h]}
peer-transport-security:
  key-file: k.pem
  allowed-cn: [cn1]
socket-options: {reuse-port: true}
discovery-config:
  token: t
  client:
    endpoints: [e]
    request-timeout: 1000000000
    secure: {cert: x}
    auth: {username: u}
`);
  assert.equal(settings.name, "infra0");
  assert.equal(settings["heartbeat-interval"], 50);
  assert.equal(settings["raft-read-timeout"], 5000, "has no effect in the file");
  assert.equal(settings["warning-apply-duration"], 5000);
  assert.equal(settings["pre-vote"], false);
  assert.equal(settings["quota-backend-bytes"], -1);
  assert.equal(settings["max-concurrent-streams"], 7);
  assert.equal(settings["listen-client-urls"].length, 2);
  assert.equal(settings["listen-metrics-urls"].length, 1);
  assert.deepEqual(settings["host-whitelist"], ["a", "b"]);
  assert.deepEqual(settings["log-outputs"], ["stderr", "stdout"]);
  assert.deepEqual(settings["cipher-suites"], ["B", "A"]);
  assert.equal(settings["auto-compaction-retention"], "1h");
  assert.deepEqual(settings["feature-gates"], { LeaseCheckpoint: true });
  assert.equal(settings["cert-file"], "c.pem");
  assert.equal(settings["client-cert-auth"], true);
  assert.deepEqual(settings["client-cert-allowed-hostname"], ["h"]);
  assert.equal(settings["peer-key-file"], "k.pem");
  assert.deepEqual(settings["peer-cert-allowed-cn"], ["cn1"]);
  assert.equal(settings["socket-reuse-port"], true);
  assert.equal(settings["discovery-token"], "t");
  assert.deepEqual(settings["discovery-endpoints"], ["e"]);
  assert.equal(settings["discovery-request-timeout"], 1000);
  assert.equal(settings["discovery-cert"], "x");
  assert.equal(settings["discovery-user"], "u");
});

test("the file restricts clients by certificate in ways that no flag does", () => {
  const { settings } = parseConfigFile(`
client-transport-security: {allowed-cn: [a, b], skip-client-san-verification: true}
`);
  const { clientTls, peerTls } = toServerConfig(settings);
  assert.deepEqual(clientTls.allowedCommonNames, ["a", "b"]);
  assert.equal(clientTls.skipClientSanVerification, true);
  assert.deepEqual(peerTls.allowedCommonNames, []);
  assert.equal(SettingsDraft.kindOf("client-cert-allowed-cn"), null);
});

test("parseConfigFile() accepts JSON and an empty file", () => {
  assert.equal(parseConfigFile('{"name": "j", "max-txn-ops": 9}').settings["max-txn-ops"], 9);
  assert.equal(parseConfigFile("").settings.name, "default");
  assert.equal(parseConfigFile("# nothing\n").settings.name, "default");
});

test("parseConfigFile() refuses wrong types in the words of etcd's reader", () => {
  const prefix = "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ";
  const cases: readonly (readonly [string, string])[] = [
    [
      "heartbeat-interval: abc",
      `${prefix}string into Go struct field configYAML.Config.heartbeat-interval of type uint`,
    ],
    [
      "warning-apply-duration: 5s",
      `${prefix}string into Go struct field configYAML.Config.warning-apply-duration of type time.Duration`,
    ],
    [
      "heartbeat-interval: -1",
      `${prefix}number -1 into Go struct field configYAML.Config.heartbeat-interval of type uint`,
    ],
    ["name: 5", `${prefix}number into Go struct field configYAML.Config.name of type string`],
    ["pre-vote: 1", `${prefix}number into Go struct field configYAML.Config.pre-vote of type bool`],
    [
      "log-outputs: stdout",
      `${prefix}string into Go struct field configYAML.Config.log-outputs of type []string`,
    ],
    [
      "listen-peer-urls: foo",
      "plain: unexpected error setting up listen-peer-urls: URL scheme must be http, https, unix, or unixs: foo",
    ],
    [
      "advertise-client-urls: foo",
      "plain: unexpected error setting up advertise-peer-urls: URL scheme must be http, https, unix, or unixs: foo",
    ],
    ["feature-gates: foo=true", "unrecognized feature gate: foo"],
  ];
  for (const [text, message] of cases) assert.equal(refusal(text), message, text);
});

test("parseConfigFile() is not blown up by aliases, depth or odd keys", () => {
  const bomb = [
    "a: &a [x,x,x,x,x,x,x,x,x,x]",
    ...Array.from({ length: 12 }, (_unused, i) => {
      const before = String.fromCharCode(97 + i);
      const name = String.fromCharCode(98 + i);
      return `${name}: &${name} [${new Array(10).fill(`*${before}`).join(",")}]`;
    }),
  ].join("\n");
  assert.match(refusal(bomb), /^error converting YAML to JSON: yaml: /);
  assert.equal(refusal(`x: ${"[".repeat(50)}${"]".repeat(50)}`), "accepted");
  assert.match(refusal(`x: ${"[".repeat(100_000)}`), /^error converting YAML to JSON: yaml: /);
  assert.equal(refusal("__proto__: {a: 1}\nconstructor: 2\n? [1, 2]\n: 3"), "accepted");
});

test("readConfigFile() names a file that is missing and refuses one that is huge", () => {
  assert.throws(
    () =>
      readConfigFile("nosuch.yml", () => {
        throw Object.assign(new Error("x"), { errno: -2, syscall: "open", path: "nosuch.yml" });
      }),
    { message: "open nosuch.yml: no such file or directory" },
  );
  assert.throws(() => readConfigFile("big.yml", () => new Uint8Array(5 * 1024 * 1024)), {
    message: "configuration file big.yml is larger than 4194304 bytes",
  });
});

test("parseConfigFile() never throws anything but its own errors", () => {
  const seed = 20261120;
  const line = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc
      .tuple(
        fc.constantFrom("name", "listen-client-urls", "socket-options", "cors", "log-outputs"),
        fc.string({ maxLength: 30 }),
      )
      .map(([key, value]) => `${key}: ${value}`),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
      try {
        parseConfigFile(lines.join("\n")).settle();
      } catch (error) {
        assert.ok(
          error instanceof ConfigFileError || error instanceof FlagValueError,
          `seed ${seed}: ${String(error)}`,
        );
      }
    }),
    { seed, numRuns: 400 },
  );
});
