/** Ids, versions and URLs in text, good and bad. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  compareVersions,
  gateVerdict,
  type Identity,
  idText,
  parseId,
  parseVersion,
  speaksStreams,
} from "./identity.ts";
import { parsePeerUrl, UrlRotation } from "./url-rotation.ts";

const IDENTITY: Identity = {
  localId: 1n,
  localText: "1",
  clusterText: "ba727bc531d249a5",
  serverVersion: "3.7.1",
  minClusterVersion: "3.0.0",
};

test("parseId reads what idText writes, and nothing that is no id", () => {
  for (const id of [0n, 1n, 0xe1d6363c32e62c9fn, 2n ** 64n - 1n]) {
    assert.equal(parseId(idText(id)), id);
  }
  assert.equal(parseId("00AB"), 0xabn);
  for (const text of ["", "xyz", "-1", "0x1", " 1", "1".repeat(17), "1".repeat(65)]) {
    assert.equal(parseId(text), null, text);
  }
});

test("parseVersion wants major, minor and patch", () => {
  assert.deepEqual(parseVersion("3.4.23"), { major: 3, minor: 4 });
  assert.deepEqual(parseVersion("3.8.0-alpha.0+git"), { major: 3, minor: 8 });
  for (const text of ["", "3", "3.4", "3.4.x", "v3.4.1", "3.4.1.2", "3.4.1 ", "9999999999.0.0"]) {
    assert.equal(parseVersion(text), null, text);
  }
  assert.ok(compareVersions({ major: 3, minor: 10 }, { major: 3, minor: 9 }) > 0);
  assert.ok(compareVersions({ major: 2, minor: 10 }, { major: 3, minor: 0 }) < 0);
  assert.equal(compareVersions({ major: 3, minor: 1 }, { major: 3, minor: 1 }), 0);
});

test("gateVerdict takes headers that are missing for those of release 2.0", () => {
  assert.equal(
    gateVerdict(IDENTITY, () => undefined),
    "incompatible version",
  );
  const old = { ...IDENTITY, minClusterVersion: "2.0.0" };
  assert.equal(
    gateVerdict(old, () => undefined),
    "cluster ID mismatch",
  );
});

test("speaksStreams holds from release 2.1 on", () => {
  assert.equal(speaksStreams("2.1.0"), true);
  assert.equal(speaksStreams("9.9.9"), true);
  for (const version of [undefined, "", "2.0.9", "1.9.0"]) {
    assert.equal(speaksStreams(version), false, version);
  }
});

test("parsePeerUrl reads addresses of each kind", () => {
  const target = (text: string) => parsePeerUrl(text)?.target;
  assert.deepEqual(target("http://10.0.0.1:2380"), { host: "10.0.0.1", port: 2380 });
  assert.deepEqual(target("http://[::1]:2380"), { host: "::1", port: 2380 });
  assert.deepEqual(target("https://peer.example"), { host: "peer.example", port: 443 });
  assert.deepEqual(target("unix://localhost:m10"), { socketPath: "localhost:m10" });
  assert.deepEqual(target("unixs:///run/peer.sock"), { socketPath: "/run/peer.sock" });
  assert.equal(parsePeerUrl("http://[::1]:2380")!.authority, "[::1]:2380");
  assert.deepEqual(
    ["http://a:1", "https://a:1", "unix://a", "unixs://a"].map((text) => parsePeerUrl(text)!.isTls),
    [false, true, false, true],
  );
  for (const text of [
    "",
    "a:2380",
    "ftp://a:1",
    "http://",
    "http://a:0",
    "http://a:99999",
    "http://user:secret@a:1",
    "http://a:1\r\nX-Injected: 1",
    "http://a b:1",
    "unix://",
  ]) {
    assert.equal(parsePeerUrl(text), null, text);
  }
});

test("UrlRotation moves on once for each failure of the URL in use", () => {
  const urls = ["http://a:1", "http://b:1"].map((text) => parsePeerUrl(text)!);
  const rotation = new UrlRotation(urls);
  const [a, b] = urls;
  assert.equal(rotation.pick(), a);
  rotation.failed(a!);
  rotation.failed(a!);
  assert.equal(rotation.pick(), b);
  rotation.failed(b!);
  assert.equal(rotation.pick(), a);
  rotation.replace([]);
  assert.equal(rotation.pick(), null);
  rotation.failed(a!);
  assert.equal(rotation.pick(), null);
});
