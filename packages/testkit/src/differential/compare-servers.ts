/**
 * One comparison from one seed: fresh members, generated steps, and on a difference everything
 * that is needed to repeat it. With `shrinkAttempts` the steps are shortened by replaying parts of
 * them against fresh members until nothing more can be left out.
 */

import { isHealthy, MemberProcess } from "../process/member-process.ts";
import type { ServerCommand } from "../process/server-command.ts";
import { DifferenceError, DifferenceRun, type RunStatistics } from "./difference-run.ts";
import { describeStep, type Step } from "./step.ts";
import { StepGenerator } from "./step-generator.ts";

export interface CompareOptions {
  readonly servers: readonly [ServerCommand, ServerCommand];
  readonly seed: number;
  readonly steps: number;
  readonly watchStreams: number;
  /** Replays spent on shortening a failure; 0 reports it as it is. */
  readonly shrinkAttempts: number;
  /** More flags for each server; unequal ones plant a difference. */
  readonly flags?: readonly [readonly string[], readonly string[]];
  /** Told of each difference in a reply; the run then goes on. Without it the first one ends it. */
  readonly onDifference?: (error: DifferenceError) => void;
  readonly log?: (line: string) => void;
}

/** Short elections make a fresh member ready sooner; both servers get the same flags. */
const FLAGS: readonly string[] = [
  "--heartbeat-interval",
  "20",
  "--election-timeout",
  "200",
  "--snapshot-count",
  "1000",
];
const SHOWN_STEPS = 12;

/** @throws DifferenceError with seed, step number and the last steps. */
export async function compareServers(options: CompareOptions): Promise<RunStatistics> {
  const generator = new StepGenerator({ seed: options.seed, watchStreams: options.watchStreams });
  const done: Step[] = [];
  try {
    return await onFreshServers(options, async (run) => {
      while (done.length < options.steps) {
        const step = generator.next(run);
        done.push(step);
        await run.perform(step);
      }
    });
  } catch (error) {
    if (!(error instanceof DifferenceError)) throw error;
    const shortest = await shrink(options, done);
    const shown = shortest.slice(-SHOWN_STEPS).map((step) => `    ${describeStep(step)}`);
    throw new DifferenceError(
      `seed ${options.seed}, step ${done.length} of ${options.steps}: ${error.message}\n` +
        `  the last ${shown.length} of ${shortest.length} steps that lead there:\n${shown.join("\n")}`,
      null,
      [],
    );
  }
}

/** Performs recorded steps on fresh members. @throws DifferenceError when the servers part. */
export function replay(
  options: Pick<CompareOptions, "servers" | "flags">,
  steps: readonly Step[],
): Promise<RunStatistics> {
  return onFreshServers(options, async (run) => {
    for (const step of steps) await run.perform(step);
  });
}

async function onFreshServers(
  options: Pick<CompareOptions, "servers" | "flags" | "onDifference">,
  body: (run: DifferenceRun) => Promise<void>,
): Promise<RunStatistics> {
  const { servers } = options;
  const members: MemberProcess[] = [];
  try {
    for (const [i, command] of servers.entries()) {
      const flags = [...FLAGS, ...(options.flags?.[i] ?? [])];
      members.push(await MemberProcess.start({ command, flags }));
    }
    const [a, b] = members.map((member, i) => ({
      label:
        servers[0].label === servers[1].label ? `${servers[i]!.label} ${i + 1}` : servers[i]!.label,
      port: member.clientPort,
      isKvorum: servers[i]!.isKvorum,
    }));
    const run = await DifferenceRun.start(a!, b!, options.onDifference ?? null);
    try {
      await body(run);
      await run.settle();
      return run.statistics;
    } catch (error) {
      if (!(error instanceof DifferenceError)) throw error;
      const alive = await Promise.all(members.map((member) => isHealthy(member.clientPort)));
      const dead = members.find((_member, i) => !alive[i]);
      if (dead === undefined) throw error;
      const output = dead.output.slice(-3000);
      throw new DifferenceError(`${error.message}\n  ${dead.command.label} died`, error.step, [
        output,
      ]);
    } finally {
      run.close();
    }
  } finally {
    await Promise.all(members.map((member) => member.dispose()));
  }
}

/** Leaves out ever smaller parts as long as the servers still part. */
async function shrink(options: CompareOptions, failing: readonly Step[]): Promise<readonly Step[]> {
  let shortest = failing;
  let attempts = options.shrinkAttempts;
  let size = shortest.length >> 1;
  while (size >= 1 && attempts > 0) {
    let removedAny = false;
    for (let start = 0; start + size < shortest.length && attempts > 0; ) {
      const candidate = [...shortest.slice(0, start), ...shortest.slice(start + size)];
      attempts--;
      if (await parts(options, candidate)) {
        shortest = candidate;
        removedAny = true;
        options.log?.(`still different with ${shortest.length} steps`);
      } else start += size;
    }
    if (!removedAny || size > shortest.length) size >>= 1;
  }
  return shortest;
}

async function parts(options: CompareOptions, steps: readonly Step[]): Promise<boolean> {
  try {
    await replay({ servers: options.servers, flags: options.flags ?? [[], []] }, steps);
    return false;
  } catch (error) {
    if (error instanceof DifferenceError) return true;
    throw error;
  }
}
