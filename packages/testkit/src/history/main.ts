/**
 * Checks a saved history: `node history/main.js FILE [--delivered-through REVISION]`, or one that
 * is made from a seed, to see the speed of the checkers: `--simulate OPERATIONS [--seed N]`.
 * Prints figures and violations; exits with 1 if there are any, with 2 on wrong use.
 */

import { createReadStream } from "node:fs";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { checkHistory, violationsText } from "./check-history.ts";
import type { History } from "./history.ts";
import { HistoryReader } from "./history-file.ts";
import { simulateHistory } from "./testing/simulated-cluster.ts";
import { workloadProfiles } from "./workload.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    simulate: { type: "string" },
    seed: { type: "string", default: "1" },
    "delivered-through": { type: "string" },
  },
});
const [file] = positionals;
if ((file === undefined) === (values.simulate === undefined)) {
  console.error("wanted: FILE [--delivered-through REVISION] or --simulate OPERATIONS [--seed N]");
  process.exit(2);
}
const history = file === undefined ? simulated() : await read(file);
const deliveredThrough = values["delivered-through"];
const startMs = performance.now();
const { violations, figures } = checkHistory(
  history,
  deliveredThrough === undefined ? {} : { deliveredThrough: Number(deliveredThrough) },
);
const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
console.log(`checked in ${seconds} s: ${JSON.stringify(figures)}`);
if (violations.length > 0) console.log(violationsText(violations));
process.exitCode = violations.length > 0 ? 1 : 0;

async function read(path: string): Promise<History> {
  const reader = new HistoryReader();
  for await (const line of createInterface({ input: createReadStream(path) })) reader.line(line);
  return reader.end();
}

function simulated(): History {
  return simulateHistory({
    seed: Number(values.seed),
    operationsCount: Number(values.simulate),
    profiles: workloadProfiles,
    clientsCount: 8,
  });
}
