/**
 * SIGTERM and SIGINT under load: the member stops in good order and then ends by that very signal;
 * what it acknowledged is there afterwards; a second signal changes nothing. server-flags.md,
 * sections 8.2 and 8.3.
 */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { Ledger } from "../durability/ledger.ts";
import { type CompactionBook, checkMember } from "../durability/member-check.ts";
import { type ExitState, MemberProcess } from "../process/member-process.ts";
import { freePorts } from "../process/ports.ts";
import { skipWithout } from "../process/programs.ts";
import { kvorumServer } from "../process/server-command.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { RawClient } from "../raw/client.ts";
import { endOf } from "./process-end.ts";
import { RecordedLoad } from "./recorded-load.ts";
import { SystemCallFaults } from "./system-call-faults.ts";

const SEED = 90_125;
/** Without an open stream nothing has to be waited for. */
const QUICK_STOP_LIMIT_MS = 3_000;
/** Requests may take 5 s and two election timeouts; then what is open is cut. */
const GRACE_MS = 7_000;
const STOP_LIMIT_MS = 20_000;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : false;

type Signal = "SIGTERM" | "SIGINT";

interface Stop {
  readonly name: string;
  /** The first one decides; the others follow while the member stops. */
  readonly signals: readonly [Signal, ...Signal[]];
  readonly watches: boolean;
  readonly limitMs: number;
}

const stops: readonly Stop[] = [
  { name: "SIGTERM", signals: ["SIGTERM"], watches: false, limitMs: QUICK_STOP_LIMIT_MS },
  { name: "SIGINT", signals: ["SIGINT"], watches: false, limitMs: QUICK_STOP_LIMIT_MS },
  {
    name: "SIGTERM, then more",
    signals: ["SIGTERM", "SIGTERM", "SIGINT", "SIGTERM"],
    watches: false,
    limitMs: QUICK_STOP_LIMIT_MS,
  },
  {
    name: "SIGINT with an open watch, then more",
    signals: ["SIGINT", "SIGINT", "SIGTERM"],
    watches: true,
    limitMs: GRACE_MS + QUICK_STOP_LIMIT_MS,
  },
];

test("a stop by a signal under load loses nothing and ends by that signal", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const ledger = new Ledger();
  const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
  await using member = await MemberProcess.start({ command: command! });
  for (const { name, signals, watches, limitMs } of stops) {
    await t.test(name, async () => {
      if (member.pid === null) await member.start();
      const load = await RecordedLoad.start({
        ...{ port: member.clientPort, ledger, random, watches },
        writers: 8,
      });
      await load.acknowledged(100);
      const { exit, tookMs } = await signal(member, signals);
      await load.stop();
      assert.deepEqual(exit, { code: null, signal: signals[0] }, member.output.slice(-2000));
      assert.ok(tookMs <= limitMs, `the stop took ${tookMs} ms`);
      const messages = logMessages(member.output);
      assert.deepEqual(
        messages.filter((message) => message === "received signal; shutting down").length,
        1,
      );
      assert.ok(messages.includes("closed etcd server"));

      await member.start();
      using client = await RawClient.connect({ port: member.clientPort });
      await checkMember(client, { ledger, compaction, leases: [], random });
    });
  }
});

test("a stop waits for writes whose sync is slow", {
  skip: skip || skipWithout("strace"),
}, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const ledger = new Ledger();
  const compaction: CompactionBook = { acknowledged: -1, unknown: new Set() };
  await using member = await MemberProcess.start({ command: command! });
  const tracer = await SystemCallFaults.attach(member.pid!, {
    calls: "fdatasync",
    effect: "delay_exit=300000",
    paths: [join(member.dataDirectory, "member/wal/0000000000000000-0000000000000000.wal")],
  });
  const load = await RecordedLoad.start({
    ...{ port: member.clientPort, ledger, random, watches: false },
    writers: 4,
  });
  await load.acknowledged(10);
  const { exit } = await signal(member, ["SIGTERM"]);
  await load.stop();
  await tracer.detach();
  assert.deepEqual(exit, { code: null, signal: "SIGTERM" }, member.output.slice(-2000));
  await member.start();
  using client = await RawClient.connect({ port: member.clientPort });
  await checkMember(client, { ledger, compaction, leases: [], random });
});

test("a shell sees 143 and 130", { skip }, async () => {
  for (const [name, code] of [
    ["TERM", 143],
    ["INT", 130],
  ] as const) {
    using directory = TemporaryDirectory.create({ name: "shell" });
    const [clientPort, peerPort] = await freePorts(2);
    // The shell waits for readiness, signals, and reports what it saw.
    const script = `
      "$@" >"$0/log" 2>&1 &
      member=$!
      until grep -q "ready to serve client requests" "$0/log"; do
        kill -0 $member || exit 99
        sleep 0.02
      done
      kill -${name} $member
      wait $member`;
    const shell = spawn(
      "sh",
      [
        ...["-c", script, directory.path, ...command!.argv],
        ...["--data-dir", join(directory.path, "data")],
        ...["--listen-client-urls", `http://127.0.0.1:${clientPort}`],
        ...["--advertise-client-urls", `http://127.0.0.1:${clientPort}`],
        ...["--listen-peer-urls", `http://127.0.0.1:${peerPort}`],
      ],
      { stdio: "ignore" },
    );
    const seen = await new Promise((resolve) => shell.once("exit", resolve));
    assert.equal(seen, code);
  }
});

async function signal(
  member: MemberProcess,
  signals: readonly Signal[],
): Promise<{ exit: ExitState; tookMs: number }> {
  const startMs = performance.now();
  const ended = endOf(member, STOP_LIMIT_MS);
  const pid = member.pid!;
  const [first, ...rest] = signals;
  process.kill(pid, first!);
  // Of two that wait, the kernel delivers the one with the lower number first.
  const seenBefore = member.output.length;
  while (
    rest.length > 0 &&
    member.pid === pid &&
    !member.output.slice(seenBefore).includes("received signal")
  ) {
    await nextTurn();
  }
  for (const name of rest) {
    if (member.pid === pid) process.kill(pid, name);
    await nextTurn();
  }
  const { exit } = await ended;
  return { exit, tookMs: performance.now() - startMs };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function logMessages(output: string): string[] {
  const messages: string[] = [];
  for (const line of output.split("\n")) {
    if (line.startsWith("{")) messages.push((JSON.parse(line) as { msg: string }).msg);
  }
  return messages;
}
