/**
 * The simulator's command: many seeds, one seed again, or a failing seed made smaller. Ends with
 * status 1 if a seed failed, and prints for each one command that replays it.
 */

import { appendFileSync } from "node:fs";
import { type CommandLine, parseCommandLine, UsageError, usage } from "./run/command-line.ts";
import { makePlan, type Plan, takeShares } from "./run/plan.ts";
import { type RunResult, runSeed } from "./run/run-seed.ts";
import { shrink } from "./run/shrink.ts";

/** One seed in so many runs twice, to see that it does the same. */
const TWICE_EVERY = 100;
const COMMAND = "node packages/sim/dist/main.js";

function planOf(seed: number, options: CommandLine): Plan {
  return takeShares(makePlan(seed, options.durationMs), {
    duration: options.durationShare,
    clients: options.clientsShare,
    withoutFaults: new Set(options.withoutFaults),
  });
}

function printFailure({ seed, violations }: RunResult, options: CommandLine): void {
  console.log(`seed ${seed} failed:`);
  for (const violation of violations.slice(0, 10)) console.log(`  ${violation.slice(0, 1000)}`);
  if (violations.length > 10) console.log(`  and ${violations.length - 10} more`);
  console.log(`  again: ${COMMAND} --seed ${seed} --duration ${options.durationMs} --trace`);
}

async function replay(seed: number, options: CommandLine): Promise<boolean> {
  const plan = planOf(seed, options);
  const { faults, settings, ...rest } = plan;
  console.log(JSON.stringify(rest));
  console.log(JSON.stringify(settings));
  for (const [i, { atMs, kind }] of faults.entries()) console.log(`fault ${i}: ${atMs} ms ${kind}`);
  const result = await runSeed(plan, {
    ...(options.showsTrace
      ? { onTrace: (timeMs, line) => console.log(`${timeMs.toFixed(3)} ${line}`) }
      : {}),
    ...(options.showsLog
      ? { onLog: (member, line) => process.stdout.write(`    ${member} ${line}`) }
      : {}),
  });
  console.log(`trace hash ${result.traceHash}`);
  console.log(JSON.stringify(result.figures));
  if (result.violations.length > 0) printFailure(result, options);
  return result.violations.length === 0;
}

async function makeSmaller(seed: number, options: CommandLine): Promise<boolean> {
  const smaller = await shrink(planOf(seed, options), (line) => console.log(line));
  if (smaller === null) {
    console.log(`seed ${seed} does not fail`);
    return true;
  }
  const { withoutFaults, durationShare, clientsShare, result, faultsLeft } = smaller;
  printFailure(result, options);
  const without = withoutFaults.length === 0 ? "" : ` --without ${withoutFaults.join(",")}`;
  console.log(
    `smaller, ${faultsLeft} faults: ${COMMAND} --seed ${seed} --duration ${options.durationMs} --duration-share ${durationShare} --clients-share ${clientsShare}${without} --trace`,
  );
  return false;
}

async function runMany(options: CommandLine): Promise<boolean> {
  const startedMs = performance.now();
  const untilMs =
    options.minutes === null ? Number.POSITIVE_INFINITY : startedMs + options.minutes * 60_000;
  const totals: { [name: string]: number } = { simulatedMs: 0 };
  const faults: { [kind: string]: number } = {};
  const crashPoints = new Map<string, number>();
  const failed: number[] = [];
  let count = 0;
  const last =
    options.minutes === null ? options.from + options.seedsCount : Number.MAX_SAFE_INTEGER;
  for (let seed = options.from; seed < last && performance.now() < untilMs; seed++) {
    const plan = planOf(seed, options);
    const result = await runSeed(plan);
    count++;
    const isSame = seed % TWICE_EVERY !== 0 || (await runSeed(plan)).traceHash === result.traceHash;
    if (!isSame) console.log(`seed ${seed} ran differently the second time`);
    for (const [name, value] of Object.entries(result.figures)) {
      totals[name] = (totals[name] ?? 0) + value;
    }
    totals["simulatedMs"]! += result.simulatedMs;
    for (const [kind, value] of Object.entries(result.faults)) {
      faults[kind] = (faults[kind] ?? 0) + (value ?? 0);
    }
    for (const [point, hits] of result.crashPoints) {
      crashPoints.set(point, (crashPoints.get(point) ?? 0) + hits);
    }
    if (result.violations.length > 0) printFailure(result, options);
    if (result.violations.length > 0 || !isSame) failed.push(seed);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const summary = {
    from: options.from,
    seeds: count,
    failed,
    seconds: Math.round(seconds),
    seedsPerMinute: Math.round((count / seconds) * 60),
    totals,
    faults,
    crashPoints: Object.fromEntries([...crashPoints].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  console.log(JSON.stringify(summary, null, 1));
  if (options.ledger !== null) {
    const record = { date: new Date().toISOString(), ...summary };
    appendFileSync(options.ledger, `${JSON.stringify(record)}\n`);
  }
  return failed.length === 0;
}

try {
  const options = parseCommandLine(process.argv.slice(2));
  const isGood =
    options.seed !== null
      ? await replay(options.seed, options)
      : options.shrink !== null
        ? await makeSmaller(options.shrink, options)
        : await runMany(options);
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  console.error(usage);
  process.exitCode = 2;
}
