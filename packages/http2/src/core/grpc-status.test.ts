import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeGrpcMessage,
  encodeGrpcMessage,
  encodeGrpcTimeout,
  parseGrpcTimeout,
} from "./grpc-status.ts";
import { decodeBinaryMetadata, encodeBinaryMetadata } from "./metadata.ts";

test("encodeGrpcMessage() escapes all but printable ASCII, and '%'", () => {
  assert.equal(encodeGrpcMessage("etcdserver: no leader"), "etcdserver: no leader");
  assert.equal(encodeGrpcMessage("100%\n\u00e9\u{1f600}"), "100%25%0A%C3%A9%F0%9F%98%80");
  assert.equal(
    encodeGrpcMessage(" edge "),
    "%20edge%20",
    "a header value may not begin with a blank",
  );
  assert.equal(encodeGrpcMessage(""), "");
});

test("decodeGrpcMessage() inverts it, and leaves what is no escape", () => {
  for (const text of ["", "a%b", "\u00e9\n\t", "100 %zz", " x ", "\u{1f600}"]) {
    assert.equal(decodeGrpcMessage(encodeGrpcMessage(text)), text);
  }
  assert.equal(decodeGrpcMessage("50%"), "50%");
  assert.equal(decodeGrpcMessage("%4"), "%4");
  assert.equal(decodeGrpcMessage("%zz%41"), "%zzA");
});

test("parseGrpcTimeout() knows all units, in milliseconds", () => {
  const cases: [string, number][] = [
    ["1H", 3_600_000],
    ["2M", 120_000],
    ["3S", 3_000],
    ["4m", 4],
    ["5000u", 5],
    ["1000000n", 1],
    ["99999999S", 99_999_999_000],
    ["0S", 0],
  ];
  for (const [value, ms] of cases) {
    const parsed = parseGrpcTimeout(value);
    assert.ok(typeof parsed === "number" && Math.abs(parsed - ms) < 1e-6, value);
  }
});

test("encodeGrpcTimeout() never gives less than it was given, in at most eight digits", () => {
  for (const ms of [0, 0.001, 1, 4_999.9995, 5_000, 99_999, 100_000, 1e8, 1e11, 1e14]) {
    const value = encodeGrpcTimeout(ms);
    assert.match(value, /^[0-9]{1,8}[numSH]$/);
    const parsed = parseGrpcTimeout(value);
    assert.ok(
      typeof parsed === "number" && parsed >= ms - 1e-9 && parsed <= ms * 1.01 + 0.01,
      value,
    );
  }
});

test("binary metadata survives its base64 form, padded or not", () => {
  for (let length = 0; length < 10; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => 255 - i);
    const value = encodeBinaryMetadata(bytes);
    assert.ok(!value.includes("="));
    assert.deepEqual(decodeBinaryMetadata(value), bytes);
    assert.deepEqual(decodeBinaryMetadata(Buffer.from(bytes).toString("base64")), bytes);
  }
  assert.equal(decodeBinaryMetadata("a*"), null);
  assert.equal(decodeBinaryMetadata("abcde"), null);
});
