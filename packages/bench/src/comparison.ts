/**
 * Runs the cases against several servers in turn: one member at a time, all on the same disk with
 * the same flags. Each server's store is filled by transactions and the member restarted before
 * anything is measured. Rounds alternate the order of the servers, so that a slow minute of the
 * machine does not always hit the same one.
 */

import { type MemberOptions, MemberProcess, type ServerCommand } from "@kvorum/testkit";
import type { BenchCase } from "./bench-cases.ts";
import { runH2load, wholeSeconds } from "./h2load.ts";
import type { LoadPlan, LoadResult } from "./load-plan.ts";
import { runLoadProcess } from "./load-process.ts";
import { LoadError } from "./load-run.ts";
import { openFilesLimit, processUsage } from "./process-usage.ts";

export interface ComparisonOptions {
  readonly servers: readonly ServerCommand[];
  readonly readCases: readonly BenchCase[];
  readonly writeCases: readonly BenchCase[];
  readonly rounds: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly keysCount: number;
  readonly valueBytes: number;
  readonly watchPuts: number;
  readonly seed: number;
  /** Path of h2load; null skips its cases. */
  readonly h2load: string | null;
  /** Where the data directories go: the disk that is measured. */
  readonly directory: string | null;
  readonly log: (line: string) => void;
}

export interface Measurement {
  readonly server: string;
  readonly caseName: string;
  readonly round: number;
  readonly load: LoadResult;
  /** CPU of the member for each counted request or event, user and system, warm-up left out. */
  readonly serverCpuUs: number;
}

export interface MemoryMeasurement {
  readonly server: string;
  readonly keysCount: number;
  readonly fillPerSecond: number;
  readonly filled: { readonly residentBytes: number; readonly anonymousBytes: number };
  readonly restarted: { readonly residentBytes: number; readonly anonymousBytes: number };
  /** From spawn to the first healthy answer on the filled store. */
  readonly startMs: number;
}

/** Flags beyond those of the harness; the same for every server. */
export const benchFlags: readonly string[] = ["--quota-backend-bytes", "8589934592"];

const KEY_BYTES = 16;
const MEMORY_KEY_BYTES = 32;
const KEY_PREFIX = "bench/";
const TXN_PUTS = 100;
const PAGE_KEYS = 100;
const SPARE_FILES = 100;
/** After filling, a member may still commit or collect garbage. */
const SETTLE_MS = 2000;

export async function compareLoad(options: ComparisonOptions): Promise<Measurement[]> {
  const members: MemberProcess[] = [];
  const measurements: Measurement[] = [];
  try {
    for (const command of options.servers) {
      const member = await MemberProcess.start(memberOptions(command, options.directory));
      members.push(member);
      options.log(`${command.label}: filling ${options.keysCount} keys`);
      await runLoadProcess(prefill(member, { ...options, keyBytes: KEY_BYTES }));
      await member.stop();
    }
    for (const cases of [options.readCases, options.writeCases]) {
      if (cases.length === 0) continue;
      for (let round = 0; round < options.rounds; round++) {
        const order = round % 2 === 0 ? members : [...members].reverse();
        for (const member of order) {
          await member.start();
          for (const benchCase of cases) {
            const measurement = await measure(member, benchCase, round, options);
            if (measurement !== null) measurements.push(measurement);
          }
          await member.stop();
        }
      }
    }
    return measurements;
  } finally {
    await Promise.all(members.map((member) => member.dispose()));
  }
}

export async function compareMemory(options: {
  readonly servers: readonly ServerCommand[];
  readonly keysCount: number;
  readonly valueBytes: number;
  readonly seed: number;
  readonly directory: string | null;
  readonly log: (line: string) => void;
}): Promise<MemoryMeasurement[]> {
  const results: MemoryMeasurement[] = [];
  for (const command of options.servers) {
    await using member = await MemberProcess.start(memberOptions(command, options.directory));
    options.log(`${command.label}: filling ${options.keysCount} keys of ${MEMORY_KEY_BYTES} bytes`);
    const fill = await runLoadProcess(prefill(member, { ...options, keyBytes: MEMORY_KEY_BYTES }));
    await delay(SETTLE_MS);
    const filled = memoryOf(member);
    await member.restart();
    const startMs = member.lastStartMs;
    await delay(SETTLE_MS);
    const restarted = memoryOf(member);
    results.push({
      server: command.label,
      keysCount: options.keysCount,
      fillPerSecond: fill.perSecond,
      filled,
      restarted,
      startMs,
    });
  }
  return results;
}

async function measure(
  member: MemberProcess,
  benchCase: BenchCase,
  round: number,
  options: ComparisonOptions,
): Promise<Measurement | null> {
  const label = `${member.command.label} ${benchCase.name} round ${round + 1}`;
  if (benchCase.connections + SPARE_FILES > openFilesLimit()) {
    options.log(`${label}: skipped, only ${openFilesLimit()} open files allowed (ulimit -n)`);
    return null;
  }
  if (benchCase.kind === "h2load" && options.h2load === null) {
    options.log(`${label}: skipped, h2load is not on PATH`);
    return null;
  }
  const cpuBefore = processUsage(member.pid ?? 0)?.cpuMs ?? 0;
  const load = await runCase(member, benchCase, options);
  const cpuMs = (processUsage(member.pid ?? 0)?.cpuMs ?? 0) - cpuBefore;
  if (member.pid === null) throw new LoadError(`${label}: the member died\n${member.output}`);
  // The warm-up is served too: scale to the measured part.
  const servedMs = load.elapsedMs + warmUpMsOf(benchCase, options);
  const serverCpuUs = (cpuMs * 1000 * (load.elapsedMs / servedMs)) / load.count;
  options.log(
    `${label}: ${Math.round(load.perSecond)}/s, p99 ${(load.p99Us / 1000).toFixed(1)} ms, ` +
      `CPU ${serverCpuUs.toFixed(1)} us server, ${load.clientCpuUs.toFixed(1)} us client`,
  );
  return { server: member.command.label, caseName: benchCase.name, round, load, serverCpuUs };
}

function warmUpMsOf(benchCase: BenchCase, options: ComparisonOptions): number {
  if (benchCase.kind === "watch") return 0;
  return benchCase.kind === "h2load" ? wholeSeconds(options.warmUpMs) * 1000 : options.warmUpMs;
}

function runCase(
  member: MemberProcess,
  benchCase: BenchCase,
  options: ComparisonOptions,
): Promise<LoadResult> {
  const plan = casePlan(member.clientPort, benchCase, options);
  if (benchCase.kind === "h2load" && plan.kind === "unary") {
    return runH2load(options.h2load ?? "h2load", plan);
  }
  return runLoadProcess(plan);
}

function casePlan(port: number, benchCase: BenchCase, options: ComparisonOptions): LoadPlan {
  const target = {
    port,
    seed: options.seed,
    keyPrefix: KEY_PREFIX,
    keyBytes: KEY_BYTES,
    keysCount: options.keysCount,
    valueBytes: options.valueBytes,
  };
  if (benchCase.kind === "watch") {
    return {
      ...target,
      kind: "watch",
      keyPrefix: "hot/",
      connections: benchCase.connections,
      streamsPerConnection: 1,
      watchersPerStream: benchCase.watchersPerStream,
      puts: options.watchPuts,
      putStreams: 10,
    };
  }
  return {
    ...target,
    kind: "unary",
    operation: benchCase.operation,
    connections: benchCase.connections,
    streams: benchCase.streams,
    warmUpMs: options.warmUpMs,
    durationMs: options.durationMs,
    pageKeys: Math.min(PAGE_KEYS, options.keysCount),
    indexing: true,
  };
}

function prefill(
  member: MemberProcess,
  options: { seed: number; keyBytes: number; keysCount: number; valueBytes: number },
): LoadPlan {
  return {
    kind: "prefill",
    port: member.clientPort,
    seed: options.seed,
    keyPrefix: KEY_PREFIX,
    keyBytes: options.keyBytes,
    keysCount: options.keysCount,
    valueBytes: options.valueBytes,
    connections: 2,
    streams: 4,
    txnPuts: TXN_PUTS,
  };
}

function memberOptions(command: ServerCommand, directory: string | null): MemberOptions {
  return {
    command,
    flags: benchFlags,
    parentDirectory: directory,
    startTimeoutMs: 120_000,
  };
}

function memoryOf(member: MemberProcess): { residentBytes: number; anonymousBytes: number } {
  const usage = processUsage(member.pid ?? 0);
  if (usage === null) throw new LoadError(`no memory figures: the member died\n${member.output}`);
  return { residentBytes: usage.residentBytes, anonymousBytes: usage.anonymousBytes };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
