import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { deriveClusterId, deriveMemberId } from "./member-id.ts";

const sha1 = (bytes: Uint8Array): Uint8Array => createHash("sha1").update(bytes).digest();

test("ids of the default single node are those of the specification", () => {
  const peerUrls = ["http://localhost:2380"];
  const id = deriveMemberId({ peerUrls, clusterToken: "etcd-cluster" }, sha1);
  assert.equal(id, 0x8e9e05c52164694dn);
  assert.equal(deriveClusterId([id], sha1), 0xcdf818194e3a8c32n);
});

test("deriveMemberId() does not depend on the order of the URLs", () => {
  const id = (peerUrls: string[]) => deriveMemberId({ peerUrls, clusterToken: "t" }, sha1);
  assert.equal(id(["http://b:1", "http://a:1"]), id(["http://a:1", "http://b:1"]));
  assert.equal(id(["http://a:1", "http://b:1"]), firstBytes("http://a:1http://b:1t"));
});

test("a member added later is named after the second of the request, without a token", () => {
  const id = deriveMemberId({ peerUrls: ["http://a:1"], addedUnixSeconds: 1700000000.9 }, sha1);
  assert.equal(id, firstBytes("http://a:11700000000"));
});

test("deriveClusterId() sorts by number, not by text", () => {
  assert.equal(deriveClusterId([0x10n, 0x9n], sha1), deriveClusterId([0x9n, 0x10n], sha1));
  const bytes = Buffer.from("00000000000000090000000000000010", "hex");
  assert.equal(deriveClusterId([0x10n, 0x9n], sha1), firstBytes(bytes));
});

function firstBytes(bytes: string | Uint8Array): bigint {
  return createHash("sha1").update(bytes).digest().readBigUInt64BE(0);
}
