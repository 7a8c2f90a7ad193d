import assert from "node:assert/strict";
import { test } from "node:test";
import { RequestError } from "@kvorum/proto";
import { Proposals, type Waiter } from "./proposals.ts";

function recorder(log: string[], name: string): Waiter {
  return {
    settled: () => log.push(`${name} settled`),
    failed: (error) => log.push(`${name} ${error.code}`),
  };
}

test("take() hands out a waiter once and only for this member's prefix", () => {
  const log: string[] = [];
  const proposals = new Proposals(0x694d);
  proposals.add(5, recorder(log, "a"), 0);
  assert.equal(proposals.take((0x1111n << 48n) | 5n), null);
  assert.notEqual(proposals.take((0x694dn << 48n) | 5n), null);
  assert.equal(proposals.take((0x694dn << 48n) | 5n), null);
});

test("expire() fails what is older than the bound, in order, and leaves the rest", () => {
  const log: string[] = [];
  const proposals = new Proposals(0);
  proposals.add(1, recorder(log, "a"), 10);
  proposals.add(2, recorder(log, "b"), 20);
  proposals.add(3, recorder(log, "c"), 30);
  assert.equal(
    proposals.expire(25, () => new RequestError("Timeout")),
    2,
  );
  assert.deepEqual(log, ["a Timeout", "b Timeout"]);
  assert.equal(proposals.count, 1);
});

test("failAll() settles every waiter that is left", () => {
  const log: string[] = [];
  const proposals = new Proposals(0);
  proposals.add(1, recorder(log, "a"), 10);
  proposals.failAll(new RequestError("Stopped"));
  assert.deepEqual(log, ["a Stopped"]);
  assert.equal(proposals.withdraw(1), null);
});
