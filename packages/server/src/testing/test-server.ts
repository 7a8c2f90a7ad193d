/** A server for tests: free ports, a silent log, everything else as etcd has it. */

import { decideStart } from "../command/start-command.ts";
import type { ServerConfig } from "../config/server-config.ts";
import { Logger } from "../logging/logger.ts";

const clock = { monotonicMs: () => 0, wallMs: () => 0 };
const sink = { write: () => {}, flush: () => {}, close: () => {} };

export function testLogger(): Logger {
  return Logger.create({ level: "fatal", format: "json", sinks: [sink], clock });
}

/** The defaults, with a data directory and listeners on ports that the system chooses. */
export function testConfig(options: { dataDir: string; flags?: readonly string[] }): ServerConfig {
  const decision = decideStart({
    argv: [
      "etcd",
      `--data-dir=${options.dataDir}`,
      "--listen-client-urls=http://127.0.0.1:0",
      "--advertise-client-urls=http://127.0.0.1:0",
      "--listen-peer-urls=http://127.0.0.1:0",
      ...(options.flags ?? []),
    ],
    environment: {},
    platform: { operatingSystem: "linux", goArchitecture: "amd64", nodeVersion: process.version },
    clock,
    timers: { after: () => ({ cancel: () => {} }), soon: () => ({ cancel: () => {} }) },
    readFile: () => new Uint8Array(0),
    writeStdout: () => {},
    writeStderr: () => {},
    defaultHost: () => null,
    sink,
  });
  if (decision.action !== "start")
    throw new Error(`the test's flags end with ${decision.exitCode}`);
  return decision.config;
}
