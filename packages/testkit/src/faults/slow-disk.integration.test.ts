/**
 * A disk whose syncs take long: nothing is acknowledged before its sync has returned, and meanwhile
 * reads, health and ticks go on, because the syncs move to the thread pool. reliability.md, part 4
 * (slow disk).
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { Ledger } from "../durability/ledger.ts";
import { type CompactionBook, checkMember } from "../durability/member-check.ts";
import { isHealthy, MemberProcess } from "../process/member-process.ts";
import { skipWithout } from "../process/programs.ts";
import { kvorumServer } from "../process/server-command.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";
import { RecordedLoad } from "./recorded-load.ts";
import { SystemCallFaults } from "./system-call-faults.ts";

const SEED = 4711;
const LOG = "member/wal/0000000000000000-0000000000000000.wal";
const STORE = "member/snap/kvorum.mdb";
/** Nine of ten probes must be answered within this, on a machine that does other things too. */
const PROBE_LIMIT_MS = 80;
const LEASE_TTL_SECONDS = 2;
/** strace itself delays a call a little less than it was told to. */
const TIMER_SLACK_MS = 5;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : skipWithout("strace");

for (const delayMs of [100, 500]) {
  const name = `log syncs of ${delayMs} ms: no early acknowledgement, and all else goes on`;
  test(name, { skip }, async (t) => {
    t.diagnostic(`seed ${SEED}`);
    const random = new SeededRandom(SEED);
    const ledger = new Ledger();
    const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
    await using member = await MemberProcess.start({ command: command! });
    {
      await using tracer = await slowSyncs(member, { file: LOG, delayMs });
      // The first slow sync is met unprepared: it still blocks the member's own thread.
      const first = await RecordedLoad.start({
        ...{ port: member.clientPort, ledger, random },
        writers: 1,
      });
      await first.acknowledged(1);
      await first.stop();

      using client = await RawClient.connect({ port: member.clientPort });
      const before = await status(client);
      await client.invoke("Lease/LeaseGrant", { ID: 77n, TTL: LEASE_TTL_SECONDS });
      const sinceMs = Date.now();
      const load = await RecordedLoad.start({
        ...{ port: member.clientPort, ledger, random },
        writers: 8,
      });
      const probes = probe(member.clientPort);
      await load.acknowledged(40);
      await until(async () => (await leases(client)) === 0, 10_000, "the lease never expired");
      const latenciesMs = await probes.stop();
      await load.stop();
      assert.deepEqual(load.errors, []);

      const writes = [...first.acknowledgements, ...load.acknowledgements];
      for (const { sentMs, acknowledgedMs } of writes) {
        const tookMs = acknowledgedMs - sentMs;
        assert.ok(
          tookMs >= delayMs - TIMER_SLACK_MS,
          `a write was acknowledged after ${tookMs} ms, though each sync takes ${delayMs} ms`,
        );
      }
      report(t, latenciesMs);
      assert.ok(
        quantile(latenciesMs, 0.9) <= PROBE_LIMIT_MS,
        `reads and health checks waited ${quantile(latenciesMs, 0.9)} ms`,
      );
      assert.ok(Date.now() - sinceMs >= LEASE_TTL_SECONDS * 1000 - TIMER_SLACK_MS);
      const after = await status(client);
      assert.deepEqual(
        { leader: after.leader, term: after.raftTerm },
        { leader: before.leader, term: before.raftTerm },
      );
      assert.ok(tracer.faults().length > 5);
    }
    await member.kill();
    await member.start();
    using client = await RawClient.connect({ port: member.clientPort });
    await checkMember(client, { ledger, compaction, leases: [], random });
  });
}

test("store syncs of 500 ms delay no write, because the log decides", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const ledger = new Ledger();
  const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
  await using member = await MemberProcess.start({ command: command! });
  {
    await using tracer = await slowSyncs(member, { file: STORE, delayMs: 500 });
    const load = await RecordedLoad.start({
      ...{ port: member.clientPort, ledger, random },
      writers: 4,
    });
    const probes = probe(member.clientPort);
    await until(async () => tracer.faults().length >= 4, 10_000, "the store never synced");
    const latenciesMs = await probes.stop();
    await load.stop();
    const writesMs = load.acknowledgements.map((ack) => ack.acknowledgedMs - ack.sentMs);
    report(t, latenciesMs);
    assert.ok(quantile(latenciesMs, 0.9) <= PROBE_LIMIT_MS);
    assert.ok(quantile(writesMs, 0.9) <= PROBE_LIMIT_MS, `writes: ${quantile(writesMs, 0.9)} ms`);
  }
  await member.kill();
  await member.start();
  using client = await RawClient.connect({ port: member.clientPort });
  await checkMember(client, { ledger, compaction, leases: [], random });
});

function slowSyncs(
  member: MemberProcess,
  { file, delayMs }: { file: string; delayMs: number },
): Promise<SystemCallFaults> {
  return SystemCallFaults.attach(member.pid!, {
    calls: "fdatasync",
    effect: `delay_exit=${delayMs * 1000}`,
    paths: [join(member.dataDirectory, file)],
  });
}

/** Asks for health and reads, linearizable and not, one after the other; how long each took. */
function probe(port: number): { stop: () => Promise<number[]> } {
  const latenciesMs: number[] = [];
  let isRunning = true;
  const range = etcdMethod("KV/Range");
  const run = async (): Promise<void> => {
    using client = await RawClient.connect({ port });
    const read = async (serializable: boolean): Promise<boolean> => {
      const key = Buffer.from("key/1");
      const request = etcdserverpb.encodeRangeRequest({ key, serializable });
      return (await client.call(range.path, request)).status === 0;
    };
    const questions = [() => isHealthy(port, 10_000), () => read(false), () => read(true)];
    while (isRunning) {
      for (const question of questions) {
        const startMs = performance.now();
        assert.ok(await question(), "a read or a health check failed");
        latenciesMs.push(performance.now() - startMs);
        await pause(5);
      }
    }
  };
  const done = run();
  return {
    stop: async () => {
      isRunning = false;
      await done;
      return latenciesMs;
    },
  };
}

async function status(client: RawClient): Promise<etcdserverpb.StatusResponse> {
  return client.invoke<etcdserverpb.StatusResponse>("Maintenance/Status", {});
}

async function leases(client: RawClient): Promise<number> {
  const reply = await client.invoke<etcdserverpb.LeaseLeasesResponse>("Lease/LeaseLeases", {});
  return reply.leases.length;
}

async function until(
  isTrue: () => Promise<boolean>,
  limitMs: number,
  message: string,
): Promise<void> {
  const deadlineMs = performance.now() + limitMs;
  while (!(await isTrue())) {
    assert.ok(performance.now() < deadlineMs, message);
    await pause(20);
  }
}

function report(t: TestContext, latenciesMs: readonly number[]): void {
  const [median, most] = [quantile(latenciesMs, 0.5), quantile(latenciesMs, 0.9)];
  t.diagnostic(
    `${latenciesMs.length} probes: median ${median.toFixed(1)} ms, 90 % below ${most.toFixed(1)} ms`,
  );
}

function quantile(values: readonly number[], share: number): number {
  assert.ok(values.length > 0, "nothing was measured");
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
