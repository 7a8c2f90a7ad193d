/** Programs that are run to their end, such as etcdctl and curl. */

import { execFile } from "node:child_process";

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Never rejects for an exit code; a program that does not end in 20 s has code -1. */
export function runProgram(argv: readonly [string, ...string[]], input = ""): Promise<Output> {
  const [program, ...args] = argv;
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { env: { PATH: process.env["PATH"] ?? "", ETCDCTL_API: "3" }, timeout: 20_000 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end(input);
  });
}
