import assert from "node:assert/strict";
import { test } from "node:test";
import { DecodeError, etcdserverpb, type Init } from "@kvorum/proto";
import { checkPut } from "../mvcc/txn-check.ts";
import { bytes } from "../testing/store-harness.ts";
import { PutAdmission } from "./put-admission.ts";
import { putCost } from "./quota.ts";

test("PutAdmission says what checkPut() and putCost() say of the decoded request", () => {
  const admission = new PutAdmission();
  const requests: Init<etcdserverpb.PutRequest>[] = [
    { key: bytes("k"), value: bytes("value") },
    { key: bytes("k") },
    { value: bytes("v") },
    {},
    { key: bytes("k"), value: bytes("v"), ignoreValue: true },
    { key: bytes("k"), ignoreValue: true, ignoreLease: true, lease: 0n },
    { key: bytes("k"), ignoreLease: true, lease: -1n },
    { key: bytes("k"), ignoreLease: true, lease: 1n << 40n },
    { key: bytes("k"), value: bytes("v"), lease: 5n, prevKv: true },
  ];
  const outcome = (check: () => void): string => {
    try {
      check();
      return "fine";
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  for (const request of requests) {
    const encoded = etcdserverpb.encodePutRequest(request);
    const decoded = etcdserverpb.decodePutRequest(encoded);
    assert.equal(admission.read(encoded), putCost(decoded));
    assert.equal(
      outcome(() => admission.check()),
      outcome(() => checkPut(decoded)),
    );
  }
  assert.throws(() => admission.read(new Uint8Array([0x0a, 9, 1])), DecodeError);
});
