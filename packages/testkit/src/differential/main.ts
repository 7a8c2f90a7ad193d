/**
 * Longer comparisons from the command line:
 *   node packages/testkit/dist/differential/main.js [--seeds N] [--seed N] [--steps N]
 *     [--watch-streams N] [--shrink ATTEMPTS] [--first etcd|kvorum] [--second kvorum|etcd]
 *     [--all]
 * With --all a reply that differs is printed and the run goes on.
 */

import { parseArgs } from "node:util";
import { kvorumServer, referenceServer, type ServerCommand } from "../process/server-command.ts";
import { compareServers } from "./compare-servers.ts";

function server(name: string): ServerCommand {
  const command = name === "kvorum" ? kvorumServer() : name === "etcd" ? referenceServer() : null;
  if (command === null) throw new Error(`no server ${name} on this machine`);
  return command;
}

let differences = 0;

function report(error: Error): void {
  differences++;
  process.stdout.write(`${error.message}\n`);
}

try {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      seeds: { type: "string", default: "1" },
      steps: { type: "string", default: "3000" },
      "watch-streams": { type: "string", default: "3" },
      shrink: { type: "string", default: "0" },
      first: { type: "string", default: "etcd" },
      second: { type: "string", default: "kvorum" },
      all: { type: "boolean", default: false },
    },
  });
  for (let i = 0; i < Number(values.seeds); i++) {
    const startMs = performance.now();
    const seed = Number(values.seed) + i;
    const statistics = await compareServers({
      servers: [server(values.first), server(values.second)],
      seed,
      steps: Number(values.steps),
      watchStreams: Number(values["watch-streams"]),
      shrinkAttempts: Number(values.shrink),
      ...(values.all ? { onDifference: report } : {}),
      log: (line) => process.stdout.write(`${line}\n`),
    });
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    process.stdout.write(
      `seed ${seed}: done in ${seconds} s; ${JSON.stringify({ ...statistics, intended: [...statistics.intended] })}\n`,
    );
  }
  if (differences > 0) throw new Error(`${differences} different replies`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
