/**
 * Runs the cases against several servers in turn: one member at a time, all on the same disk with
 * the same flags. Each server's store is filled by transactions and the member restarted before
 * anything is measured. Rounds alternate the order of the servers, so that a slow minute of the
 * machine does not always hit the same one.
 */

import { type MemberOptions, MemberProcess, type ServerCommand } from "@kvorum/testkit";
import type { BenchCase } from "./bench-cases.ts";
import { runH2load, wholeSeconds } from "./h2load.ts";
import type { LoadPlan, LoadResult, PrefillPlan } from "./load-plan.ts";
import { runLoadProcess } from "./load-process.ts";
import { LoadError } from "./load-run.ts";
import { openFilesLimit, processUsage } from "./process-usage.ts";

export interface ComparisonOptions extends CaseOptions {
  readonly servers: readonly ServerCommand[];
  readonly readCases: readonly BenchCase[];
  readonly writeCases: readonly BenchCase[];
  readonly rounds: number;
  /** Where the data directories go: the disk that is measured. */
  readonly directory: string | null;
}

/** How a case is run, whatever it runs against. */
export interface CaseOptions {
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly keysCount: number;
  readonly valueBytes: number;
  readonly watchPuts: number;
  readonly seed: number;
  /** Path of h2load; null skips its cases. */
  readonly h2load: string | null;
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

/** What a case runs against: one member, or one member of a cluster that is measured as a whole. */
export interface LoadTarget {
  /** The server's label, as in the tables. */
  readonly label: string;
  readonly clientPort: number;
  /** Of every process whose CPU counts; null for one that has ended. */
  readonly pids: readonly (number | null)[];
  /** What the processes printed. */
  readonly output: string;
}

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
            const target = memberTarget(member);
            const measurement = await measureCase(target, benchCase, { ...options, round });
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

/** Runs one case; null when this machine cannot. @throws LoadError */
export async function measureCase(
  target: LoadTarget,
  benchCase: BenchCase,
  options: CaseOptions & { readonly round: number },
): Promise<Measurement | null> {
  const { round } = options;
  const label = `${target.label} ${benchCase.name} round ${round + 1}`;
  if (benchCase.connections + SPARE_FILES > openFilesLimit()) {
    options.log(`${label}: skipped, only ${openFilesLimit()} open files allowed (ulimit -n)`);
    return null;
  }
  if (benchCase.kind === "h2load" && options.h2load === null) {
    options.log(`${label}: skipped, h2load is not on PATH`);
    return null;
  }
  const cpuBefore = cpuMsOf(target);
  const load = await runCase(target, benchCase, options);
  const cpuMs = cpuMsOf(target) - cpuBefore;
  if (target.pids.includes(null)) {
    throw new LoadError(`${label}: a member died\n${target.output}`);
  }
  // The warm-up is served too: scale to the measured part.
  const servedMs = load.elapsedMs + warmUpMsOf(benchCase, options);
  const serverCpuUs = (cpuMs * 1000 * (load.elapsedMs / servedMs)) / load.count;
  options.log(
    `${label}: ${Math.round(load.perSecond)}/s, p99 ${(load.p99Us / 1000).toFixed(1)} ms, ` +
      `CPU ${serverCpuUs.toFixed(1)} us server, ${load.clientCpuUs.toFixed(1)} us client`,
  );
  return { server: target.label, caseName: benchCase.name, round, load, serverCpuUs };
}

function memberTarget(member: MemberProcess): LoadTarget {
  return {
    label: member.command.label,
    clientPort: member.clientPort,
    get pids() {
      return [member.pid];
    },
    get output() {
      return member.output;
    },
  };
}

function cpuMsOf(target: LoadTarget): number {
  return target.pids.reduce<number>((sum, pid) => sum + (processUsage(pid ?? 0)?.cpuMs ?? 0), 0);
}

function warmUpMsOf(benchCase: BenchCase, options: CaseOptions): number {
  if (benchCase.kind === "watch") return 0;
  return benchCase.kind === "h2load" ? wholeSeconds(options.warmUpMs) * 1000 : options.warmUpMs;
}

function runCase(
  target: LoadTarget,
  benchCase: BenchCase,
  options: CaseOptions,
): Promise<LoadResult> {
  const plan = casePlan(target.clientPort, benchCase, options);
  if (benchCase.kind === "h2load" && plan.kind === "unary") {
    return runH2load(options.h2load ?? "h2load", plan);
  }
  return runLoadProcess(plan);
}

function casePlan(port: number, benchCase: BenchCase, options: CaseOptions): LoadPlan {
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
  return prefillPlan(member.clientPort, options);
}

/** Every key once, in transactions, over few connections. */
export function prefillPlan(
  port: number,
  options: { seed: number; keyBytes?: number; keysCount: number; valueBytes: number },
): PrefillPlan {
  return {
    kind: "prefill",
    port,
    seed: options.seed,
    keyPrefix: KEY_PREFIX,
    keyBytes: options.keyBytes ?? KEY_BYTES,
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
