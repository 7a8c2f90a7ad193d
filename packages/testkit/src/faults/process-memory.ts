/** What a process holds in memory, and whether it gives back what an attack made it take. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const POLL_MS = 200;

/** Resident memory in MiB. Linux only. */
export function residentMib(pid: number): number {
  const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  assert.ok(match !== null, `no VmRSS of process ${pid}`);
  return Number(match[1]) / 1024;
}

/** Waits until the process is back within `growthMib` of `baseMib`; fails when it does not. */
export async function settlesWithin(options: {
  pid: number;
  baseMib: number;
  growthMib: number;
  limitMs?: number;
}): Promise<number> {
  const { pid, baseMib, growthMib } = options;
  const deadlineMs = performance.now() + (options.limitMs ?? 10_000);
  for (;;) {
    const nowMib = residentMib(pid);
    if (nowMib <= baseMib + growthMib) return nowMib;
    assert.ok(
      performance.now() < deadlineMs,
      `resident memory ${nowMib.toFixed(0)} MiB, it was ${baseMib.toFixed(0)} MiB`,
    );
    await new Promise((resolve) => {
      setTimeout(resolve, POLL_MS);
    });
  }
}
