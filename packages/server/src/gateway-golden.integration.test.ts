/**
 * The recorded gateway scenario of etcd 3.7.1 against a running member: curl's output, byte by
 * byte. Lines of services that this server does not have yet are left out by name.
 */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startServer } from "./server.ts";
import { testConfig, testLogger } from "./testing/test-server.ts";

const golden = fileURLToPath(
  new URL("../../../../shared/golden/gateway-3.7.1.jsonl", import.meta.url),
);

interface GoldenLine {
  readonly n: number;
  readonly cmd: string;
  readonly stdout?: string | null;
  readonly exit?: number;
  readonly recorded?: boolean;
  readonly unstable?: boolean;
}

/** What the open work brings; an entry goes away with it. */
const notYet: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\/v3\/(?:lock|election)\//, "the Lock and Election services"],
  [/\/v3\/cluster\/member\/(?:add|remove|update|promote)/, "changes of membership"],
  [
    /\/v3\/maintenance\/(?:snapshot|transfer-leadership|downgrade)/,
    "snapshots, leadership, downgrade",
  ],
  [/\/v3\/maintenance\/hash'?\s/, "a hash of the whole database, which holds other bytes"],
];
/** What the recorded locks and elections wrote: puts stand in for them until the services exist. */
const LOCKS = { lastLine: 96, revisions: 3 };

/** Lease ids that the server chose, figures that differ from run to run, unrecorded carriage returns. */
function normalised(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/"ID":"7\d{18}"/g, '"ID":"<lease>"')
    .replace(/"(dbSize|dbSizeInUse|raftIndex|raftAppliedIndex)":"\d+"/g, '"$1":"<n>"');
}

function runShell(command: string, cwd: string): Promise<{ stdout: string; exit: number }> {
  return new Promise((resolve, reject) => {
    const shell = spawn("bash", ["-c", command], { cwd, stdio: ["ignore", "pipe", "ignore"] });
    const chunks: Buffer[] = [];
    shell.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    shell.on("error", reject);
    shell.on("close", (code) =>
      resolve({ stdout: Buffer.concat(chunks).toString("utf8"), exit: code ?? -1 }),
    );
  });
}

const missing = !existsSync(golden)
  ? "the recorded scenarios are not beside the repository"
  : spawnSync("curl", ["--version"]).error !== undefined
    ? "curl is not installed"
    : false;

test("the gateway answers the recorded scenario as etcd 3.7.1 does", {
  skip: missing,
}, async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "kvorum-gateway-"));
  const config = testConfig({
    dataDir: join(directory, "data"),
    flags: ["--advertise-client-urls=http://localhost:2379"],
  });
  const server = await startServer(config, testLogger());
  try {
    const lines = readFileSync(golden, "utf8").trim().split("\n");
    let checked = 0;
    let isBehindLocks = false;
    for (const text of lines) {
      const line = JSON.parse(text) as GoldenLine;
      if (notYet.some(([pattern]) => pattern.test(line.cmd))) continue;
      if (line.n > LOCKS.lastLine && !isBehindLocks) {
        isBehindLocks = true;
        const put = `curl -s -X POST http://127.0.0.1:${server.clientPorts[0]}/v3/kv/put -d '{"key":"bG9jaw=="}'`;
        for (let i = 0; i < LOCKS.revisions; i++) await runShell(put, directory);
      }
      const command = line.cmd.replaceAll("127.0.0.1:2379", `127.0.0.1:${server.clientPorts[0]}`);
      const { stdout, exit } = await runShell(command, directory);
      if (line.recorded === false || line.unstable || typeof line.stdout !== "string") continue;
      checked++;
      assert.deepEqual(
        { stdout: normalised(stdout), exit },
        { stdout: normalised(line.stdout), exit: line.exit },
        `line ${line.n}: ${line.cmd}`,
      );
    }
    t.diagnostic(`${checked} lines compared`);
    assert.ok(checked >= 50, `only ${checked} lines were compared`);
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
