/**
 * One member as a child process: started on free ports in a directory of its own, awaited through
 * /health, stopped by SIGTERM or SIGKILL, started again on the same data. Its output goes to a file
 * beside the data, not to a pipe, so that a busy harness can never block the member's logging; it
 * is shown when a start fails.
 *
 * Only the process that was started here is ever signalled, by its handle. Every live child is
 * killed when this process exits, so that a failed test leaves nothing behind.
 */

import { mkdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { freePorts } from "./ports.ts";
import { describeExit, type ExitState, ServerChild, StartError } from "./server-child.ts";
import type { ServerCommand } from "./server-command.ts";
import { TemporaryDirectory } from "./temporary-directory.ts";

export { type ExitState, StartError } from "./server-child.ts";

export interface MemberOptions {
  readonly command: ServerCommand;
  /** Member name; default "m1". */
  readonly name?: string;
  /** Flags after those that the harness sets (name, data directory, URLs, cluster). */
  readonly flags?: readonly string[];
  /** Parent of the fresh data directory; default the system's temporary directory. */
  readonly parentDirectory?: string | null;
  /** How long a start may take until /health says true; default 30 s. */
  readonly startTimeoutMs?: number;
}

const HEALTH_POLL_MS = 10;

export class MemberProcess {
  readonly command: ServerCommand;
  readonly name: string;
  readonly dataDirectory: string;
  readonly #flags: readonly string[];
  readonly #startTimeoutMs: number;
  readonly #directory: TemporaryDirectory;
  #clientPort = 0;
  #peerPort = 0;
  readonly #child: ServerChild;
  #lastStartMs = 0;

  private constructor(options: MemberOptions) {
    this.command = options.command;
    this.name = options.name ?? "m1";
    this.#flags = options.flags ?? [];
    this.#startTimeoutMs = options.startTimeoutMs ?? 30_000;
    this.#directory = TemporaryDirectory.create({
      name: `member-${this.command.label}`,
      parent: options.parentDirectory ?? null,
    });
    this.dataDirectory = join(this.#directory.path, "data");
    mkdirSync(this.dataDirectory, { mode: 0o700 });
    this.#child = new ServerChild(join(this.#directory.path, "output.log"));
  }

  /** A stopped member with an empty data directory and ports of its own. */
  static async prepare(options: MemberOptions): Promise<MemberProcess> {
    const member = new MemberProcess(options);
    const [clientPort, peerPort] = await freePorts(2);
    member.#clientPort = clientPort!;
    member.#peerPort = peerPort!;
    return member;
  }

  /** A running, healthy one-member cluster. */
  static async start(options: MemberOptions): Promise<MemberProcess> {
    for (let attempt = 0; ; attempt++) {
      const member = await MemberProcess.prepare(options);
      try {
        await member.start();
        return member;
      } catch (error) {
        await member.dispose();
        // Someone else may have taken the port between its choice and the bind.
        const portTaken =
          error instanceof StartError && /address already in use/i.test(error.output);
        if (!portTaken || attempt === 3) throw error;
      }
    }
  }

  get clientPort(): number {
    return this.#clientPort;
  }

  get clientUrl(): string {
    return `http://127.0.0.1:${this.#clientPort}`;
  }

  /** The process id while it runs, else null. */
  get pid(): number | null {
    return this.#child.pid;
  }

  /** What the process has printed since its last start, both streams. */
  get output(): string {
    return this.#child.output;
  }

  /** From spawn to the first healthy answer, of the last start. */
  get lastStartMs(): number {
    return this.#lastStartMs;
  }

  /** The flags with which the member is started. */
  get argv(): readonly string[] {
    const peerUrl = `http://127.0.0.1:${this.#peerPort}`;
    return [
      ...this.command.argv,
      "--name",
      this.name,
      "--data-dir",
      this.dataDirectory,
      "--listen-client-urls",
      this.clientUrl,
      "--advertise-client-urls",
      this.clientUrl,
      "--listen-peer-urls",
      peerUrl,
      "--initial-advertise-peer-urls",
      peerUrl,
      "--initial-cluster",
      `${this.name}=${peerUrl}`,
      "--initial-cluster-token",
      "kvorum-test",
      "--logger",
      "zap",
      ...this.#flags,
    ];
  }

  /**
   * Starts the process and waits until it is healthy.
   * @throws StartError when the process ends first or the time runs out (it is killed then).
   */
  async start(): Promise<void> {
    const startedAtMs = performance.now();
    this.#child.start(this.argv);
    const deadlineMs = startedAtMs + this.#startTimeoutMs;
    for (;;) {
      const { exit } = this.#child;
      if (exit !== null) {
        throw new StartError(`${this.command.label} ended with ${describeExit(exit)}`, {
          exit,
          output: this.output,
        });
      }
      if (await isHealthy(this.#clientPort)) break;
      if (performance.now() > deadlineMs) {
        await this.kill();
        throw new StartError(`${this.command.label} not healthy in ${this.#startTimeoutMs} ms`, {
          exit: null,
          output: this.output,
        });
      }
      await delay(HEALTH_POLL_MS);
    }
    this.#lastStartMs = performance.now() - startedAtMs;
  }

  /** SIGTERM, and SIGKILL if the process is still there after `graceMs`. */
  stop(graceMs = 15_000): Promise<ExitState> {
    return this.#child.stop(graceMs);
  }

  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<ExitState> {
    return this.#child.kill();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Resolves when the process has ended by itself or by a signal. */
  get exited(): Promise<ExitState> {
    return this.#child.exited;
  }

  /** Kills the process and removes the directory. */
  async dispose(): Promise<void> {
    await this.kill();
    this.#directory.remove();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }
}

/** True when /health on this port answers {"health":"true"}. */
export function isHealthy(port: number, timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const request = httpRequest(
      { host: "127.0.0.1", port, path: "/health", timeout: timeoutMs, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve(response.statusCode === 200 && /"true"/.test(text)));
        response.on("error", () => resolve(false));
      },
    );
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
    request.end();
  });
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
