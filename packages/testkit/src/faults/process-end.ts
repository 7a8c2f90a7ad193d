/** How a member ended: in time or not, and with which reason. */

import assert from "node:assert/strict";
import type { ExitState, MemberProcess } from "../process/member-process.ts";

export interface FatalLine {
  readonly msg: string;
  readonly error?: string;
}

export interface ProcessEnd {
  readonly exit: ExitState;
  /** Wall time in milliseconds. */
  readonly endedMs: number;
}

/**
 * Resolves when the running member has ended. One that goes on beyond the limit is killed, and the
 * promise rejects. Call it before whatever should end the member.
 */
export async function endOf(member: MemberProcess, limitMs = 15_000): Promise<ProcessEnd> {
  let goesOn = false;
  const timer = setTimeout(() => {
    goesOn = true;
    void member.kill();
  }, limitMs);
  const exit = await member.exited;
  const endedMs = Date.now();
  clearTimeout(timer);
  assert.ok(!goesOn, `the member goes on:\n${member.output.slice(-3000)}`);
  return { exit, endedMs };
}

/** The first log line of level fatal; fails when there is none. */
export function fatalLine(output: string): FatalLine {
  for (const line of output.split("\n")) {
    if (line.startsWith('{"level":"fatal"')) return JSON.parse(line) as FatalLine;
  }
  assert.fail(`no fatal log line in:\n${output.slice(-3000)}`);
}
