/**
 * One member of a cluster as a child process. Unlike a MemberProcess it is not alone: it is told
 * its fellows, it may be up without being able to serve, and its program may change from one start
 * to the next while data, name and addresses stay.
 *
 * `launch` returns at once; `serving` waits until the member answers a linearizable read, which
 * needs a leader and a majority.
 */

import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { etcdserverpb } from "@kvorum/proto";
import { describeExit, type ExitState, ServerChild, StartError } from "../process/server-child.ts";
import type { ServerCommand } from "../process/server-command.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { etcdMethod, RawClient } from "../raw/client.ts";

/** Where a member listens, and how its program gets there. */
export interface MemberPlace {
  readonly host: string;
  readonly clientPort: number;
  readonly peerPort: number;
  /** What runs a program in the member's network; empty for the harness's own. */
  readonly launcher: readonly string[];
  /** Where fellows are told to find it; null for the address on which it listens. */
  readonly advertisedPeerUrl: string | null;
}

/** What a starting member is told of its cluster. */
export interface Founding {
  /** `name=url` pairs, comma-separated, the member's own among them. */
  readonly initialCluster: string;
  readonly state: "new" | "existing";
}

const CONNECT_LIMIT_MS = 1000;
const POLL_MS = 20;

export class ClusterMember {
  readonly name: string;
  readonly dataDirectory: string;
  /** The program of the next start. */
  command: ServerCommand;
  /** Read at the next start. */
  place: MemberPlace;
  /** Flags of the next start, behind those of the harness. */
  flags: readonly string[];
  founding: Founding;
  /** Known once the member has answered a status request; 0n before. */
  id = 0n;
  /** Set when it was removed from the cluster: nothing is asked of it any more. */
  isRemoved = false;
  readonly #child: ServerChild;
  readonly #directory: TemporaryDirectory;
  #control: RawClient | null = null;
  #isPaused = false;

  constructor(options: {
    readonly name: string;
    readonly command: ServerCommand;
    readonly place: MemberPlace;
    readonly flags: readonly string[];
    readonly founding: Founding;
    readonly parentDirectory: string | null;
  }) {
    this.name = options.name;
    this.command = options.command;
    this.place = options.place;
    this.flags = options.flags;
    this.founding = options.founding;
    this.#directory = TemporaryDirectory.create({
      name: `cluster-${options.name}`,
      parent: options.parentDirectory,
    });
    this.dataDirectory = join(this.#directory.path, "data");
    mkdirSync(this.dataDirectory, { mode: 0o700 });
    this.#child = new ServerChild(join(this.#directory.path, "output.log"));
  }

  /** Name and program, for messages. */
  get label(): string {
    return `${this.name} (${this.command.label})`;
  }

  get clientUrl(): string {
    return `http://${this.place.host}:${this.place.clientPort}`;
  }

  /** As the fellows know it. */
  get peerUrl(): string {
    return this.place.advertisedPeerUrl ?? `http://${this.place.host}:${this.place.peerPort}`;
  }

  get pid(): number | null {
    return this.#child.pid;
  }

  get exited(): Promise<ExitState> {
    return this.#child.exited;
  }

  /** What it printed since its last start. */
  get output(): string {
    return this.#child.output;
  }

  get logPath(): string {
    return this.#child.logPath;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** True when it runs and may answer. */
  get isUp(): boolean {
    return this.pid !== null && !this.#isPaused;
  }

  get argv(): readonly string[] {
    const { host, clientPort, peerPort, launcher } = this.place;
    return [
      ...launcher,
      ...this.command.argv,
      ...["--name", this.name],
      ...["--data-dir", this.dataDirectory],
      ...["--listen-client-urls", `http://${host}:${clientPort}`],
      ...["--advertise-client-urls", this.clientUrl],
      ...["--listen-peer-urls", `http://${host}:${peerPort}`],
      ...["--initial-advertise-peer-urls", this.peerUrl],
      ...["--initial-cluster", this.founding.initialCluster],
      ...["--initial-cluster-state", this.founding.state],
      ...["--initial-cluster-token", "kvorum-test"],
      ...["--logger", "zap"],
      ...this.flags,
    ];
  }

  /** Starts the process and returns. */
  launch(): void {
    this.#isPaused = false;
    this.#child.start(this.argv);
  }

  /**
   * Resolves when the member answers a linearizable read.
   * @throws StartError when the process has ended, or the time runs out (it goes on then).
   */
  async serving(limitMs = 30_000): Promise<void> {
    const read = etcdserverpb.encodeRangeRequest({ key: Uint8Array.of(0) });
    await this.#poll(limitMs, "did not serve", async (client) => {
      const reply = await client.call(etcdMethod("KV/Range").path, read, { timeoutMs: 3000 });
      return reply.status === 0;
    });
  }

  /** Resolves when the client port answers at all; a leader is not needed. @throws StartError */
  async listening(limitMs = 30_000): Promise<void> {
    await this.#poll(limitMs, "did not listen", async () => true);
  }

  /** A connection for the harness's own questions; made anew after the member has ended. */
  async control(): Promise<RawClient> {
    if (this.#control?.connection.isOpen === true) return this.#control;
    this.#control?.close();
    this.#control = await this.connect();
    return this.#control;
  }

  /** A new connection to the client port. */
  connect(): Promise<RawClient> {
    return RawClient.connect({
      host: this.place.host,
      port: this.place.clientPort,
      connectTimeoutMs: CONNECT_LIMIT_MS,
    });
  }

  /** @throws Error when it does not answer with OK in time. */
  async status(timeoutMs = 2000): Promise<etcdserverpb.StatusResponse> {
    const client = await this.control();
    const status = await client.invoke<etcdserverpb.StatusResponse>(
      "Maintenance/Status",
      {},
      { timeoutMs },
    );
    this.id = status.header?.memberId ?? this.id;
    return status;
  }

  /** SIGSTOP: it holds its connections and answers nothing. */
  pause(): void {
    this.#isPaused = true;
    this.#child.signal("SIGSTOP");
  }

  resume(): void {
    this.#isPaused = false;
    this.#child.signal("SIGCONT");
  }

  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<ExitState> {
    this.#isPaused = false;
    return this.#child.kill();
  }

  /** SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs = 15_000): Promise<ExitState> {
    if (this.#isPaused) this.resume();
    this.#control?.close();
    this.#control = null;
    return this.#child.stop(graceMs);
  }

  /** Kills it and puts its data aside, as a lost disk does. */
  async wipe(): Promise<void> {
    await this.kill();
    renameSync(this.dataDirectory, `${this.dataDirectory}-lost-${performance.now().toFixed(0)}`);
    mkdirSync(this.dataDirectory, { mode: 0o700 });
  }

  /** Kills the process and removes the directory, or leaves the directory for a look. */
  async dispose(options: { readonly keepFiles: boolean }): Promise<void> {
    this.#control?.close();
    await this.kill();
    if (!options.keepFiles) this.#directory.remove();
  }

  async #poll(
    limitMs: number,
    failure: string,
    check: (client: RawClient) => Promise<boolean>,
  ): Promise<void> {
    const deadlineMs = performance.now() + limitMs;
    for (;;) {
      const exit = this.#child.exit;
      if (exit !== null) {
        throw new StartError(`${this.label} ended with ${describeExit(exit)}`, {
          exit,
          output: this.output,
        });
      }
      try {
        if (await check(await this.control())) return;
      } catch {
        // Not listening yet, or gone again: the deadline decides.
      }
      if (performance.now() > deadlineMs) {
        throw new StartError(`${this.label} ${failure} in ${limitMs} ms`, {
          exit: null,
          output: this.output,
        });
      }
      await new Promise((resolve) => {
        setTimeout(resolve, POLL_MS);
      });
    }
  }
}
