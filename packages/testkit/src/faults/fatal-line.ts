/** The log line with which a member says why it ends. */

import assert from "node:assert/strict";

export interface FatalLine {
  readonly msg: string;
  readonly error?: string;
}

/** The first one of level fatal; fails when there is none. */
export function fatalLine(output: string): FatalLine {
  for (const line of output.split("\n")) {
    if (line.startsWith('{"level":"fatal"')) return JSON.parse(line) as FatalLine;
  }
  assert.fail(`no fatal log line in:\n${output.slice(-3000)}`);
}
