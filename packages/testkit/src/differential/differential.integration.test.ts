/**
 * Kvorum against the etcd that Debian packages: the same requests, the same answers. The
 * comparison itself is proved first, on the reference alone: two equal servers must show no
 * difference, two that differ in one flag must.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { kvorumServer, referenceServer } from "../process/server-command.ts";
import { compareServers } from "./compare-servers.ts";
import { DifferenceError } from "./difference-run.ts";

const reference = referenceServer();
const kvorum = kvorumServer();
const skipReference = reference === null ? "etcd is not on PATH" : false;
const skipBoth = kvorum === null ? "packages/server is not built" : skipReference;

test("two reference servers show no difference", { skip: skipReference }, async () => {
  const statistics = await compareServers({
    servers: [reference!, reference!],
    seed: 11,
    steps: 800,
    watchStreams: 2,
    shrinkAttempts: 0,
  });
  assert.equal(statistics.steps, 800);
  assert.ok(statistics.errorReplies > 50 && statistics.watchers > 5 && statistics.events > 100);
  assert.equal(statistics.intended.size, 0);
});

test("a difference in one limit is found and reported with its seed", {
  skip: skipReference,
}, async () => {
  const comparison = compareServers({
    servers: [reference!, reference!],
    flags: [[], ["--max-txn-ops", "127"]],
    seed: 12,
    steps: 2000,
    watchStreams: 0,
    shrinkAttempts: 0,
  });
  await assert.rejects(comparison, (error: unknown) => {
    assert.ok(error instanceof DifferenceError);
    assert.match(error.message, /^seed 12, step \d+ of 2000: different replies/);
    assert.match(error.message, /too many operations in txn request/);
    return true;
  });
});

for (const seed of [1, 2, 3]) {
  test(`kvorum answers 2000 requests of seed ${seed} as the reference does`, {
    skip: skipBoth,
  }, async () => {
    const statistics = await compareServers({
      servers: [reference!, kvorum!],
      seed,
      steps: 2000,
      watchStreams: 3,
      shrinkAttempts: 0,
    });
    assert.equal(statistics.steps, 2000);
    assert.ok(statistics.errorReplies > 100 && statistics.events > 300);
  });
}
