/**
 * Crash and damage tests of one member. The server under test is Kvorum; KVORUM_TEST_SERVER=reference
 * proves the tests on etcd. KVORUM_CRASH_CYCLES sets the number of kills (default 60; the whole CI
 * figure is 200).
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { serverUnderTest } from "../process/server-command.ts";
import { runCrashCycles } from "./crash-cycles.ts";
import { runWalDamage } from "./wal-damage.ts";

const server = serverUnderTest();
const skip = typeof server === "string" ? server : false;
const cycles = Number(process.env["KVORUM_CRASH_CYCLES"] ?? "60");

test(`a member keeps every promise over ${cycles} kills under load`, { skip }, async () => {
  assert.ok(typeof server !== "string");
  const result = await runCrashCycles({ command: server, seed: 1, cycles, writers: 16 });
  assert.equal(result.cycles, cycles);
  assert.ok(result.acknowledged > 10 * cycles);
});

test("a damaged log is repaired or refused, never served", { skip }, async () => {
  assert.ok(typeof server !== "string");
  // etcd loses acknowledged writes when a flipped bit makes a length field point beyond the file:
  // it takes that for a torn tail. So only its handling of real torn tails can be asked for.
  const flippedCases = server.isKvorum ? 20 : 0;
  const result = await runWalDamage({
    command: server,
    seed: 1,
    writes: 60,
    tornCases: 10,
    flippedCases,
  });
  assert.equal(result.started + result.refused, 10 + flippedCases);
  assert.ok(result.started >= 10);
});
