/**
 * Longer crash tests of clusters from the command line:
 *   node packages/testkit/dist/cluster/main.js [--members kvorum,kvorum,go] [--cycles N] [--seed N]
 *     [--limit-seconds N]
 *
 * `--members` names the program of each member: kvorum, or go for the etcd on PATH. The run ends
 * with an error when it takes longer than the limit.
 */

import { parseArgs } from "node:util";
import { messageOf } from "./cluster.ts";
import { clusterPrograms, type ProgramKind } from "./cluster-programs.ts";
import { recoveryText, runCrashes } from "./crash-run.ts";

/** The promise for default time-outs: reliability.md, part 7. */
const RECOVERY_P99_LIMIT_MS = 2500;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      members: { type: "string", default: "kvorum,kvorum,kvorum" },
      cycles: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      "limit-seconds": { type: "string", default: "3600" },
    },
  });
  const programs = clusterPrograms(values.members.split(",").map(kindOf));
  const limitMs = 1000 * Number(values["limit-seconds"]);
  const timer = setTimeout(() => {
    process.stderr.write(`not done in ${values["limit-seconds"]} s\n`);
    process.exit(1);
  }, limitMs);
  const result = await runCrashes({
    programs,
    seed: Number(values.seed),
    cycles: Number(values.cycles),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  clearTimeout(timer);
  const { recoveriesMs, elapsedMs, ...counts } = result;
  process.stdout.write(
    `${(elapsedMs / 1000).toFixed(1)} s: ${JSON.stringify(counts)}\n${recoveryText(recoveriesMs)}\n`,
  );
  const p99 = [...recoveriesMs].sort((a, b) => a - b)[Math.ceil(0.99 * recoveriesMs.length) - 1];
  if (p99 !== undefined && p99 > RECOVERY_P99_LIMIT_MS) {
    throw new Error(`recovery p99 ${p99.toFixed(0)} ms is over ${RECOVERY_P99_LIMIT_MS} ms`);
  }
}

function kindOf(text: string): ProgramKind {
  if (text === "kvorum" || text === "go") return text;
  throw new Error(`--members: kvorum or go, not ${text}`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
