/**
 * Longer crash tests from the command line:
 *   node packages/testkit/dist/durability/main.js [--server kvorum|etcd] [--cycles N] [--seed N]
 *     [--writers N]
 */

import { parseArgs } from "node:util";
import { kvorumServer, referenceServer } from "../process/server-command.ts";
import { runCrashCycles } from "./crash-cycles.ts";

try {
  const { values } = parseArgs({
    options: {
      server: { type: "string", default: "kvorum" },
      cycles: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      writers: { type: "string", default: "16" },
    },
  });
  const command = values.server === "etcd" ? referenceServer() : kvorumServer();
  if (command === null) throw new Error(`no server ${values.server} on this machine`);
  const startMs = performance.now();
  const result = await runCrashCycles({
    command,
    seed: Number(values.seed),
    cycles: Number(values.cycles),
    writers: Number(values.writers),
    log: (line) => process.stdout.write(`${line}\n`),
  });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  process.stdout.write(`${seconds} s: ${JSON.stringify(result)}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
