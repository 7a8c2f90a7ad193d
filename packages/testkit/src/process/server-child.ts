/**
 * One server program as a child process: spawned with its output in a file, signalled only by its
 * handle, and killed at the latest when this process exits. A pipe is not used for the output, so
 * that a busy harness can never block the logging of what it tests.
 *
 * What the program is told, and when it counts as started, is the caller's matter.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, closeSync, openSync, readFileSync, statSync } from "node:fs";

export interface ExitState {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A start that ended before the member was healthy. */
export class StartError extends Error {
  override readonly name = "StartError";
  readonly exit: ExitState | null;
  /** What the process had printed. */
  readonly output: string;

  constructor(message: string, state: { exit: ExitState | null; output: string }) {
    super(`${message}\n${state.output.slice(-6000)}`);
    this.exit = state.exit;
    this.output = state.output;
  }
}

const liveChildren = new Set<ChildProcess>();
let exitHookInstalled = false;

function killChildrenOnExit(): void {
  for (const child of liveChildren) child.kill("SIGKILL");
}

export class ServerChild {
  /** Where the output of all starts goes, one after the other. */
  readonly logPath: string;
  #child: ChildProcess | null = null;
  #exit: ExitState | null = null;
  #exited: Promise<ExitState> = Promise.resolve({ code: null, signal: null });
  /** Where the output of the last start begins in the log file. */
  #logStart = 0;

  constructor(logPath: string) {
    this.logPath = logPath;
  }

  /** The process id while it runs, else null. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** How the last start ended; null while it runs, and before the first. */
  get exit(): ExitState | null {
    return this.#exit;
  }

  /** Resolves when the process has ended by itself or by a signal. */
  get exited(): Promise<ExitState> {
    return this.#exited;
  }

  /** What the process has printed since its last start, both streams. */
  get output(): string {
    return readFileSync(this.logPath).subarray(this.#logStart).toString("utf8");
  }

  /** @throws Error while the last start still runs. A program that cannot be run ends at once. */
  start(argv: readonly string[]): void {
    if (this.#child !== null) throw new Error(`${argv[0]} is already running`);
    this.#exit = null;
    const [program, ...args] = argv;
    const log = openSync(this.logPath, "a");
    this.#logStart = statSync(this.logPath).size;
    const child = spawn(program!, args, {
      stdio: ["ignore", log, log],
      env: cleanEnvironment(),
    });
    closeSync(log);
    this.#child = child;
    this.#watch(child);
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<ExitState> {
    this.#child?.kill("SIGKILL");
    return this.#exited;
  }

  /** SIGTERM, and SIGKILL if the process is still there after `graceMs`. */
  async stop(graceMs: number): Promise<ExitState> {
    const child = this.#child;
    if (child === null) return this.#exited;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
    try {
      return await this.#exited;
    } finally {
      clearTimeout(timer);
    }
  }

  #watch(child: ChildProcess): void {
    if (!exitHookInstalled) {
      exitHookInstalled = true;
      process.on("exit", killChildrenOnExit);
    }
    liveChildren.add(child);
    this.#exited = new Promise((resolve) => {
      const finish = (state: ExitState): void => {
        liveChildren.delete(child);
        if (this.#child === child) this.#child = null;
        this.#exit = state;
        resolve(state);
      };
      child.once("error", (error) => {
        appendFileSync(this.logPath, `${error.message}\n`);
        finish({ code: null, signal: null });
      });
      child.once("exit", (code, signal) => finish({ code, signal }));
    });
  }
}

export function describeExit(state: ExitState): string {
  return state.signal !== null ? `signal ${state.signal}` : `exit code ${state.code}`;
}

/** The environment without the variables through which etcd takes flags. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith("ETCD_") && !name.startsWith("NODE_TEST")) environment[name] = value;
  }
  return environment;
}
