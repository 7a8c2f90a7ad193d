import assert from "node:assert/strict";
import { test } from "node:test";
import { EndpointError, parseEndpoint, usesTls } from "./endpoint.ts";

test("parseEndpoint() takes every form that etcdctl does", () => {
  const tcp = (host: string, port: number) => ({ kind: "tcp", host, port });
  const cases: [string, string, object][] = [
    ["127.0.0.1:2379", "unsaid", tcp("127.0.0.1", 2379)],
    [" host:1 ", "unsaid", tcp("host", 1)],
    ["http://h:80/path?x", "plain", tcp("h", 80)],
    ["HTTPS://h:443", "tls", tcp("h", 443)],
    ["[::1]:2379", "unsaid", tcp("::1", 2379)],
    ["https://[fe80::1%25eth0]:1", "tls", tcp("fe80::1%25eth0", 1)],
    [":2379", "unsaid", tcp("localhost", 2379)],
    ["unix:///tmp/s", "plain", { kind: "unix", path: "/tmp/s" }],
    ["unixs://rel:1", "tls", { kind: "unix", path: "rel:1" }],
    ["unix:/tmp/s", "plain", { kind: "unix", path: "/tmp/s" }],
  ];
  for (const [text, security, address] of cases) {
    assert.deepEqual(parseEndpoint(text), { text: text.trim(), security, address }, text);
  }
});

test("parseEndpoint() refuses what cannot be dialled", () => {
  for (const text of [
    "",
    "host",
    "host:",
    "host:x",
    "host:65536",
    "a:b:1",
    "ftp://h:1",
    "unix://",
    "http://h",
  ]) {
    assert.throws(() => parseEndpoint(text), EndpointError, text);
  }
});

test("usesTls() follows the first endpoint's scheme, else the configuration", () => {
  const endpoints = (...texts: string[]) => texts.map(parseEndpoint);
  assert.equal(usesTls(endpoints("http://a:1", "https://b:1"), true), false);
  assert.equal(usesTls(endpoints("https://a:1"), false), true);
  assert.equal(usesTls(endpoints("a:1"), false), false);
  assert.equal(usesTls(endpoints("a:1"), true), true);
  assert.equal(usesTls(endpoints("unixs://a"), false), true);
});
