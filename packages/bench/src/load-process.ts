/**
 * A load plan in a process of its own, so that the client's work never runs inside the server or
 * the orchestrating process. The plan comes as the only argument, the result leaves on standard
 * output, both as JSON; a failed run prints its reason on standard error and exits with 1.
 */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { LoadPlan, LoadResult } from "./load-plan.ts";
import { LoadError, runLoad } from "./load-run.ts";

const ownPath = fileURLToPath(import.meta.url);

/** Runs the plan in a child process. @throws LoadError with the child's reason. */
export function runLoadProcess(plan: LoadPlan): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [ownPath, JSON.stringify(plan)], (error, stdout, stderr) => {
      if (error !== null) {
        reject(new LoadError(stderr.trim() === "" ? error.message : stderr.trim()));
        return;
      }
      resolve(JSON.parse(stdout) as LoadResult);
    });
  });
}

async function main(planText: string): Promise<void> {
  try {
    const result = await runLoad(JSON.parse(planText) as LoadPlan);
    process.stdout.write(JSON.stringify(result));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

if (process.argv[1] === ownPath) await main(process.argv[2] ?? "");
