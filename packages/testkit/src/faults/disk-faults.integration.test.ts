/**
 * Promise P11 on a real process: when a write or a sync fails, nothing of the failed batch is
 * acknowledged, the process ends within a second and says which file and why, and what had been
 * acknowledged is there after the next start. reliability.md, parts 1, 4 and 6.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import type { etcdserverpb } from "@kvorum/proto";
import { Ledger } from "../durability/ledger.ts";
import { type CompactionBook, checkMember } from "../durability/member-check.ts";
import { type ExitState, MemberProcess, StartError } from "../process/member-process.ts";
import { skipWithout } from "../process/programs.ts";
import { kvorumServer } from "../process/server-command.ts";
import { RawClient } from "../raw/client.ts";
import { endOf, fatalLine } from "./process-end.ts";
import { RecordedLoad } from "./recorded-load.ts";
import { type FaultPlan, StartFaults, SystemCallFaults } from "./system-call-faults.ts";

const SEED = 20_261_120;
const END_LIMIT_MS = 1_000;
/** A delay between the failed call and its return, in which earlier answers reach the client. */
const RETURN_DELAY_MS = 400;
/** Of that delay, how much of it a busy client may need to see them. */
const CLIENT_LAG_LIMIT_MS = 200;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : skipWithout("strace");

const log = "member/wal/0000000000000000-0000000000000000.wal";
const store = "member/snap/kvorum.mdb";
/** With which LMDB writes pages. */
const STORE_WRITES = "pwrite64,pwritev,writev";
const causes = { EIO: /EIO|Input\/output error/, ENOSPC: /ENOSPC|No space left on device/ };

interface Fault {
  readonly file: string;
  readonly calls: string;
  readonly error: keyof typeof causes;
  /** For strace's `when=`. */
  readonly when: string;
  readonly writers: number;
}

const faults: readonly Fault[] = [
  { file: log, calls: "fdatasync", error: "EIO", when: "1", writers: 8 },
  { file: log, calls: "fdatasync", error: "EIO", when: "1", writers: 1 },
  { file: log, calls: "fdatasync", error: "ENOSPC", when: "3+", writers: 8 },
  { file: log, calls: "pwrite64", error: "EIO", when: "1", writers: 8 },
  { file: log, calls: "pwrite64", error: "ENOSPC", when: "2+", writers: 1 },
  { file: store, calls: "fdatasync", error: "EIO", when: "1", writers: 8 },
  { file: store, calls: "fdatasync", error: "ENOSPC", when: "2+", writers: 8 },
  { file: store, calls: STORE_WRITES, error: "EIO", when: "1", writers: 8 },
  { file: store, calls: STORE_WRITES, error: "ENOSPC", when: "1+", writers: 8 },
];

test("a failed write or sync ends the member and loses nothing acknowledged", {
  skip,
}, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const ledger = new Ledger();
  const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
  await using member = await MemberProcess.start({
    command: command!,
    flags: ["--snapshot-count", "300"],
  });
  for (const fault of faults) {
    const name = `${fault.calls} of ${fault.file} gives ${fault.error}, ${fault.writers} writers`;
    await t.test(name, async (t) => {
      if (member.pid === null) await member.start();
      const load = await RecordedLoad.start({
        ...{ port: member.clientPort, ledger, random },
        writers: fault.writers,
      });
      await load.acknowledged(60);
      const { exit, endedMs, fault: injected } = await strike(member, fault);
      await load.stop();

      const tookMs = endedMs - injected.returnedMs;
      assert.ok(tookMs <= END_LIMIT_MS, `the process went on for ${tookMs} ms`);
      const path = join(member.dataDirectory, fault.file);
      if (exit.signal === "SIGABRT" && fault.calls === STORE_WRITES) {
        assertLmdbAborted(member.output, causes[fault.error]);
      } else {
        assert.deepEqual(exit, { code: 1, signal: null }, member.output.slice(-2000));
        assertReported(member.output, path, causes[fault.error]);
      }
      noAcknowledgementAfter(t, load, injected);

      await member.start();
      using client = await RawClient.connect({ port: member.clientPort });
      await checkMember(client, { ledger, compaction, leases: [], random });
    });
  }
  // The ledger must have seen enough to say anything at all.
  assert.ok(ledger.acknowledgedCount() >= 60 * faults.length);
});

const startFaults: readonly FaultPlan[] = [
  { calls: "fdatasync", effect: "error=EIO:when=1" },
  { calls: "fdatasync", effect: "error=EIO:when=2" },
  { calls: "fsync", effect: "error=EIO:when=1" },
  { calls: "pwrite64", effect: "error=ENOSPC:when=1" },
  { calls: "mkdir", effect: "error=ENOSPC:when=1" },
  { calls: "rename", effect: "error=EIO:when=1" },
];

for (const plan of startFaults) {
  const name = `${plan.calls}:${plan.effect} ends a first start with a reason; the next goes well`;
  test(name, { skip }, async () => {
    using faults = new StartFaults(command!);
    await using member = await MemberProcess.prepare({ command: faults.command });
    faults.set(plan);
    await refused(member, plan);
    // Whatever the first start left behind, one without faults begins afresh.
    faults.set(null);
    await member.start();
    using client = await RawClient.connect({ port: member.clientPort });
    const reply = await client.invoke<etcdserverpb.PutResponse>("KV/Put", {
      key: Buffer.from("a"),
    });
    assert.equal(reply.header?.revision, 2);
  });
}

test("a start that ended before it founded its member is not taken over by another", {
  skip,
}, async () => {
  using faults = new StartFaults(command!);
  await using member = await MemberProcess.prepare({ command: faults.command });
  const plan = { calls: "fdatasync", effect: "error=EIO:when=2" };
  faults.set(plan);
  await refused(member, plan);
  await using other = await MemberProcess.prepare({
    command: command!,
    flags: ["--data-dir", member.dataDirectory],
  });
  await assert.rejects(other.start(), (error: unknown) => {
    assert.ok(error instanceof StartError);
    assert.deepEqual(error.exit, { code: 1, signal: null }, error.output);
    assert.match(
      String(fatalLine(error.output).error),
      /cannot found member [0-9a-f]+, as the flags name it, on an empty log that was made for/,
    );
    return true;
  });
});

const restartFaults: readonly FaultPlan[] = [
  { calls: "pread64", effect: "error=EIO:when=1", paths: [log] },
  { calls: "fdatasync", effect: "error=EIO:when=1" },
  { calls: "pwrite64", effect: "error=ENOSPC:when=1" },
  { calls: "rename", effect: "error=EIO:when=1" },
];

test("a fault at a restart ends it with a reason, and costs nothing", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const ledger = new Ledger();
  const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
  using faults = new StartFaults(command!);
  await using member = await MemberProcess.start({
    command: faults.command,
    flags: ["--snapshot-count", "50"],
  });
  for (const plan of restartFaults) {
    const load = await RecordedLoad.start({
      ...{ port: member.clientPort, ledger, random },
      writers: 4,
    });
    await load.acknowledged(80);
    await member.kill();
    await load.stop();
    const paths = (plan.paths ?? []).map((path) => join(member.dataDirectory, path));
    faults.set({ ...plan, paths });
    await refused(member, plan);
    faults.set(null);
    await member.start();
    using client = await RawClient.connect({ port: member.clientPort });
    await checkMember(client, { ledger, compaction, leases: [], random });
  }
});

/** The start ends with exit code 1 and a log line that names the file and the cause. */
async function refused(member: MemberProcess, { calls, effect }: FaultPlan): Promise<void> {
  await assert.rejects(member.start(), (error: unknown) => {
    const what = `${calls}:${effect}`;
    assert.ok(error instanceof StartError, `${what}: ${String(error)}`);
    assert.deepEqual(error.exit, { code: 1, signal: null }, `${what}\n${error.output}`);
    const reason = String(fatalLine(error.output).error);
    assert.match(reason, effect.includes("EIO") ? causes.EIO : causes.ENOSPC, what);
    assert.ok(reason.includes(member.dataDirectory), `the log names no file: ${reason}`);
    return true;
  });
}

/** Injects the fault under load and waits for the end of the process. */
async function strike(
  member: MemberProcess,
  { file, calls, error, when }: Fault,
): Promise<{
  exit: ExitState;
  endedMs: number;
  fault: { enteredMs: number; returnedMs: number; clientLagMs: number };
}> {
  // A delayed return needs the thread that calls; the store syncs on one of its own.
  const delayMs = file === log && calls === "fdatasync" ? RETURN_DELAY_MS : 0;
  const delay = delayMs === 0 ? "" : `:delay_exit=${delayMs * 1000}`;
  const lag = new LoopLag();
  const ended = endOf(member);
  await using tracer = await SystemCallFaults.attach(member.pid!, {
    calls,
    effect: `error=${error}${delay}:when=${when}`,
    paths: [join(member.dataDirectory, file)],
  });
  const { exit, endedMs } = await ended;
  const [injected] = tracer.faults();
  assert.ok(injected !== undefined, "no fault was injected");
  assert.match(injected.text, new RegExp(`= -1 ${error}`));
  return {
    ...{ exit, endedMs },
    fault: {
      enteredMs: injected.atMs,
      returnedMs: injected.atMs + delayMs,
      clientLagMs: lag.stop(),
    },
  };
}

/** What was acknowledged came before the call that failed, or while it had not returned yet. */
function noAcknowledgementAfter(
  t: TestContext,
  load: RecordedLoad,
  fault: { enteredMs: number; returnedMs: number; clientLagMs: number },
): void {
  if (fault.returnedMs === fault.enteredMs) return;
  if (fault.clientLagMs > CLIENT_LAG_LIMIT_MS) {
    t.diagnostic(`times say nothing: this client was late by ${fault.clientLagMs} ms`);
    return;
  }
  for (const { acknowledgedMs } of load.acknowledgements) {
    const lateMs = acknowledgedMs - fault.enteredMs;
    assert.ok(
      lateMs < CLIENT_LAG_LIMIT_MS + 100,
      `a write was acknowledged ${lateMs} ms after the sync began that failed`,
    );
  }
}

function assertReported(output: string, path: string, cause: RegExp): void {
  const error = String(fatalLine(output).error);
  assert.ok(error.includes(path), `the log names no file: ${error}`);
  assert.match(error, cause);
}

/**
 * lmdb 3.5.6 words a failed page write in a buffer that is too short for it, and glibc ends the
 * process when it notices: sooner than the member would have, but before its own log line.
 */
function assertLmdbAborted(output: string, cause: RegExp): void {
  const said = output.split("\n").find((line) => line.includes("Write error: ")) ?? "";
  assert.match(said, cause, output.slice(-2000));
}

/** How late this process's own timers were, at worst. */
class LoopLag {
  static readonly #INTERVAL_MS = 10;
  readonly #timer: NodeJS.Timeout;
  #lastMs = performance.now();
  #worstMs = 0;

  constructor() {
    this.#timer = setInterval(() => {
      const nowMs = performance.now();
      this.#worstMs = Math.max(this.#worstMs, nowMs - this.#lastMs - LoopLag.#INTERVAL_MS);
      this.#lastMs = nowMs;
    }, LoopLag.#INTERVAL_MS);
  }

  stop(): number {
    clearInterval(this.#timer);
    return this.#worstMs;
  }
}
