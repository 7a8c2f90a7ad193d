/**
 * Crash and damage tests of one member. The server under test is Kvorum; KVORUM_TEST_SERVER=reference
 * proves the tests on etcd. KVORUM_CRASH_CYCLES sets the number of kills (default 200, the figure of
 * each commit), which two members with seeds of their own share.
 */

import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { serverUnderTest } from "../process/server-command.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { runCrashCycles } from "./crash-cycles.ts";
import { DurabilityError } from "./ledger.ts";
import { runWalDamage } from "./wal-damage.ts";

const server = serverUnderTest();
const skip = typeof server === "string" ? server : false;
const cycles = Number(process.env["KVORUM_CRASH_CYCLES"] ?? "200");

test(`a member keeps every promise over ${cycles} kills under load`, { skip }, async () => {
  assert.ok(typeof server !== "string");
  const lane = (seed: number, share: number) =>
    runCrashCycles({ command: server, seed, cycles: share, writers: 16 });
  const half = Math.ceil(cycles / 2);
  const results = await Promise.all([lane(1, half), lane(2, cycles - half)]);
  let done = 0;
  let acknowledged = 0;
  for (const result of results) {
    done += result.cycles;
    acknowledged += result.acknowledged;
  }
  assert.equal(done, cycles);
  assert.ok(acknowledged > 10 * cycles);
});

test("a member that lost a cycle's writes is found out", { skip }, async () => {
  assert.ok(typeof server !== "string");
  using backup = TemporaryDirectory.create({ name: "stale" });
  const stale = join(backup.path, "data");
  const run = runCrashCycles({
    command: server,
    seed: 3,
    cycles: 3,
    writers: 4,
    beforeRestart: (member, cycle) => {
      if (cycle === 1) cpSync(member.dataDirectory, stale, { recursive: true });
      if (cycle !== 2) return;
      rmSync(member.dataDirectory, { recursive: true });
      cpSync(stale, member.dataDirectory, { recursive: true });
    },
  });
  await assert.rejects(run, (error: unknown) => {
    assert.ok(error instanceof DurabilityError);
    assert.match(
      error.message,
      /^seed 3, cycle 2 of 3: (revision went back|compacted at -1; acknowledged)/,
    );
    return true;
  });
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
