/**
 * Errors and delays injected into the system calls of a running member, by `strace` attached to it.
 * reliability.md, part 6.
 *
 * Only calls on the given files are touched, so that a fault of the log does not hit the store or
 * a socket. strace counts `when=` for each thread; a fault at its first call strikes wherever that
 * call is made. The tracer ends with the member, or when it is detached.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ServerCommand } from "../process/server-command.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";

export interface InjectedFault {
  /** Wall time in milliseconds at which the call was entered. */
  readonly atMs: number;
  /** As strace prints it. */
  readonly text: string;
}

export interface FaultPlan {
  /** Names of system calls, such as `fdatasync` or `pwrite64,pwritev`. */
  readonly calls: string;
  /** What strace's `inject=` takes behind the names: `error=EIO:when=1`. */
  readonly effect: string;
  /** Only calls on these files; none for all calls. */
  readonly paths?: readonly string[];
}

const ATTACH_LIMIT_MS = 10_000;

/** strace's arguments for a plan. */
function filter(plan: FaultPlan): string[] {
  return [
    ...["-e", `trace=${plan.calls}`, "-e", `inject=${plan.calls}:${plan.effect}`],
    ...(plan.paths ?? []).flatMap((path) => ["-P", path]),
  ];
}

/** The faults that a log of strace tells of, in its order. */
function readFaults(logPath: string): InjectedFault[] {
  const faults: InjectedFault[] = [];
  for (const line of readFileSync(logPath, "utf8").split("\n")) {
    const match = /^\d+ +(\d+\.\d+) (.*)\((INJECTED|DELAYED)\)$/.exec(line);
    if (match !== null) faults.push({ atMs: Number(match[1]) * 1000, text: match[2]!.trim() });
  }
  return faults;
}

export class SystemCallFaults {
  readonly #directory: TemporaryDirectory;
  readonly #logPath: string;
  readonly #tracer: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(directory: TemporaryDirectory, tracer: ChildProcess, logPath: string) {
    this.#directory = directory;
    this.#tracer = tracer;
    this.#logPath = logPath;
    this.#ended = new Promise((resolve) => {
      tracer.once("exit", () => resolve());
      tracer.once("error", () => resolve());
    });
  }

  /** Resolves when every thread of the process is traced. @throws Error when that fails. */
  static async attach(pid: number, plan: FaultPlan): Promise<SystemCallFaults> {
    const directory = TemporaryDirectory.create({ name: "strace" });
    const logPath = join(directory.path, "trace.log");
    const args = ["-f", "-ttt", "-o", logPath, ...filter(plan), "-p", String(pid)];
    const tracer = spawn("strace", args, { stdio: ["ignore", "ignore", "pipe"] });
    const faults = new SystemCallFaults(directory, tracer, logPath);
    let said = "";
    await new Promise<void>((resolve, reject) => {
      const fail = (reason: string): void => {
        tracer.kill("SIGKILL");
        reject(new Error(`strace ${args.join(" ")}: ${reason}\n${said}`));
      };
      const timer = setTimeout(() => fail("not attached in time"), ATTACH_LIMIT_MS);
      tracer.stderr!.on("data", (chunk: Buffer) => {
        said += chunk.toString("utf8");
        if (!/Process \d+ attached/.test(said)) return;
        clearTimeout(timer);
        resolve();
      });
      tracer.once("exit", () => fail("ended at once"));
      tracer.once("error", (error) => fail(error.message));
    });
    return faults;
  }

  /** What was injected so far; complete once the tracer has ended. */
  faults(): InjectedFault[] {
    return readFaults(this.#logPath);
  }

  /** Lets the process go on without faults, if it still runs, and forgets the log. */
  async detach(): Promise<void> {
    this.#tracer.kill("SIGINT");
    await this.#ended;
    this.#directory.remove();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.detach();
  }
}

/**
 * A command whose next starts meet faults from their first system call on, or none, as a file
 * says that can be changed between them. The member stays this process's own child.
 */
export class StartFaults {
  readonly command: ServerCommand;
  readonly #directory = TemporaryDirectory.create({ name: "start-faults" });
  readonly #plan: string;

  constructor(command: ServerCommand) {
    this.#plan = join(this.#directory.path, "plan");
    this.set(null);
    // -D makes the tracer a bystander, not the parent.
    const script = 'test -s "$0" && exec strace -D -f -o /dev/null $(cat "$0") "$@"; exec "$@"';
    this.command = { ...command, argv: ["sh", "-c", script, this.#plan, ...command.argv] };
  }

  /** The faults of the starts that follow; null for none. */
  set(plan: FaultPlan | null): void {
    writeFileSync(this.#plan, plan === null ? "" : filter(plan).join(" "));
  }

  [Symbol.dispose](): void {
    this.#directory.remove();
  }
}
