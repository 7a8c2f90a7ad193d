/** Starts one member as a process of its own, for tests, on free ports and in a fresh directory. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "./golden.ts";

/** How long a member may take to accept connections. */
const START_LIMIT_MS = 15_000;
const START_ATTEMPTS = 4;

export interface MemberProcess {
  /** `127.0.0.1:port` for clients. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The program of Debian's etcd, or null if there is none on this machine. */
export function goEtcdCommand(): readonly string[] | null {
  const found = spawnSync("etcd", ["--version"], { stdio: "ignore" });
  return found.error === undefined && found.status === 0 ? ["etcd"] : null;
}

/** Our own member, or null while it is not built. */
export function kvorumCommand(): readonly string[] | null {
  const main = join(repositoryRoot, "packages/server/dist/main.js");
  return existsSync(main) ? [process.execPath, main] : null;
}

/**
 * A one-member cluster with the ids of the recordings: those follow from the advertised peer URL.
 * Nobody connects to that URL, since there is no other member.
 */
export async function startMember(
  command: readonly string[],
  flags: readonly string[] = [],
): Promise<MemberProcess> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(command, flags);
    } catch (error) {
      // Someone else may have taken a port between the look and the start.
      if (attempt === START_ATTEMPTS || !/address already in use/.test(String(error))) throw error;
    }
  }
}

async function startOnce(
  command: readonly string[],
  flags: readonly string[],
): Promise<MemberProcess> {
  const directory = mkdtempSync(join(tmpdir(), "kvorum-member-"));
  const [clientPort, peerPort] = await freePorts();
  const endpoint = `127.0.0.1:${clientPort}`;
  const child = spawn(
    command[0]!,
    [
      ...command.slice(1),
      ...["--data-dir", join(directory, "data")],
      ...["--listen-client-urls", `http://${endpoint}`],
      ...["--advertise-client-urls", `http://localhost:${clientPort}`],
      ...["--listen-peer-urls", `http://127.0.0.1:${peerPort}`],
      ...["--initial-advertise-peer-urls", "http://localhost:2380"],
      ...["--initial-cluster", "default=http://localhost:2380"],
      ...flags,
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  let log = "";
  child.stderr.on("data", (chunk: Buffer) => {
    log = (log + chunk.toString("utf8")).slice(-20_000);
  });
  const stop = async () => {
    await stopProcess(child);
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await untilReady(child, clientPort);
  } catch (error) {
    await stop();
    throw new Error(`${command.join(" ")} did not start: ${(error as Error).message}\n${log}`);
  }
  return { endpoint, stop };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await ended;
}

/** Waits until the port accepts and the first request is answered, which takes a leader. */
async function untilReady(child: ChildProcess, port: number): Promise<void> {
  const limitMs = performance.now() + START_LIMIT_MS;
  while (performance.now() < limitMs) {
    if (child.exitCode !== null) throw new Error(`exit code ${child.exitCode}`);
    if (await isHealthy(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not healthy within ${START_LIMIT_MS} ms`);
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`);
    return answer.ok && (await answer.text()).includes("true");
  } catch {
    return false; // Not listening yet, or no leader yet.
  }
}

/** Two free ports; the first has four digits like 2379, so that tables come out as wide. */
async function freePorts(): Promise<readonly [number, number]> {
  for (;;) {
    const clientPort = 2400 + randomInt(7600);
    if (await isFree(clientPort)) return [clientPort, await anyFreePort()];
  }
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number };
      server.close(() => resolve(port));
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
