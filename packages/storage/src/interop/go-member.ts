/**
 * A Go etcd of the system's package, for interop tests only: started on ports of its own in a
 * directory of the test's. Absent where the package is not installed; the tests then skip.
 */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createServer } from "node:net";
import * as os from "node:os";
import { join } from "node:path";

/** The version of the installed etcd, or null. */
export const goEtcdVersion: string | null = (() => {
  const result = spawnSync("etcd", ["--version"], { encoding: "utf8" });
  return result.status === 0 ? (/etcd Version: (\S+)/.exec(result.stdout)?.[1] ?? null) : null;
})();

const hasClient = spawnSync("etcdctl", ["version"]).status === 0;

export const skipWithoutGo: string | false =
  goEtcdVersion === null || !hasClient ? "no Go etcd and etcdctl are installed" : false;

const directories: string[] = [];
const running = new Set<ChildProcess>();

/** For the `after` hook of a test file. */
export function cleanUpGoMembers(): void {
  for (const child of running) child.kill("SIGKILL");
  for (const directory of directories) fs.rmSync(directory, { recursive: true, force: true });
}

export function freshDirectory(): string {
  const directory = fs.mkdtempSync(join(os.tmpdir(), "kvorum-interop-"));
  directories.push(directory);
  return directory;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export class GoMember {
  readonly clientUrl: string;
  readonly peerUrl: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #log = "";

  private constructor(child: ChildProcess, urls: { clientUrl: string; peerUrl: string }) {
    this.#child = child;
    this.clientUrl = urls.clientUrl;
    this.peerUrl = urls.peerUrl;
    running.add(child);
    child.stderr!.on("data", (chunk: Buffer) => (this.#log += chunk.toString()));
    this.#ended = new Promise((resolve) => {
      child.once("close", (code) => {
        running.delete(child);
        resolve(code);
      });
    });
  }

  /** Starts a member; the peer URL must be the one of the first start of the directory. */
  static async start(options: {
    dataDirectory: string;
    peerUrl?: string;
    arguments?: readonly string[];
  }): Promise<GoMember> {
    const clientUrl = `http://127.0.0.1:${await freePort()}`;
    const peerUrl = options.peerUrl ?? `http://127.0.0.1:${await freePort()}`;
    const child = spawn(
      "etcd",
      ["--name", "go", "--data-dir", options.dataDirectory].concat(
        ["--listen-client-urls", clientUrl, "--advertise-client-urls", clientUrl],
        ["--listen-peer-urls", peerUrl, "--initial-advertise-peer-urls", peerUrl],
        ["--initial-cluster", `go=${peerUrl}`, "--logger", "zap", "--log-outputs", "stderr"],
        ["--heartbeat-interval", "20", "--election-timeout", "200"],
        options.arguments ?? [],
      ),
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    return new GoMember(child, { clientUrl, peerUrl });
  }

  /** Resolves when the member answers; throws with its log when it has ended. */
  async ready(): Promise<void> {
    for (;;) {
      try {
        const response = await fetch(`${this.clientUrl}/health`);
        const body = await response.text();
        if (body.includes("true")) return;
      } catch {
        // Not listening yet.
      }
      if (this.#child.exitCode !== null) {
        throw new Error(`the Go member ended:\n${this.#log.slice(-3000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** One call of the JSON gateway. */
  async call(path: string, request: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.clientUrl + path, {
      method: "POST",
      body: JSON.stringify(request),
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  }

  async put(key: string, value: string): Promise<void> {
    const text = (part: string): string => Buffer.from(part).toString("base64");
    await this.call("/v3/kv/put", { key: text(key), value: text(value) });
  }

  /** Waits for the process to end by itself; gives its exit code and what it logged. */
  async outcome(): Promise<{ code: number | null; log: string }> {
    const code = await this.#ended;
    return { code, log: this.#log };
  }

  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    this.#child.kill(signal);
    await this.#ended;
  }
}
