/** The etcd command: decides what to do from argv and the environment, and runs a server. */

import { readFileSync } from "node:fs";
import { endianness } from "node:os";
import { systemClock, systemTimers } from "@kvorum/http2";
import { decideStart } from "./command/start-command.ts";
import { goArchitecture } from "./command/version.ts";
import type { ServerConfig } from "./config/server-config.ts";
import type { Logger } from "./logging/logger.ts";
import { MemberRemoved } from "./member/member.ts";
import { defaultRouteAddress } from "./process/default-route.ts";
import { notifyReady } from "./process/init-daemon.ts";
import { listenErrorText } from "./process/listen-error.ts";
import { type RunningServer, StartRefused, startServer } from "./server.ts";

/** As that of a Go program that panics. */
const PANIC_EXIT_CODE = 2;

// Whatever this process creates is for its own user alone.
process.umask(0o077);

const decision = decideStart({
  argv: ["etcd", ...process.argv.slice(2)],
  environment: process.env,
  platform: {
    operatingSystem: process.platform,
    goArchitecture: goArchitecture(process.arch, endianness()),
    nodeVersion: process.version,
  },
  clock: systemClock,
  timers: systemTimers,
  readFile: (path: string) => readFileSync(path),
  writeStdout: (text) => process.stdout.write(text),
  writeStderr: (text) => process.stderr.write(text),
  defaultHost: defaultRouteAddress,
});
if (decision.action === "exit") process.exitCode = decision.exitCode;
else await run(decision.config, decision.log);

async function run(config: ServerConfig, log: Logger): Promise<void> {
  // A bug that nobody caught. Nothing that runs on would be to be trusted; the log says why.
  process.on("uncaughtException", (error) => {
    // The logger's own stack trace is of this handler.
    const errorVerbose = error instanceof Error ? (error.stack ?? "") : String(error);
    log.fatal("uncaught error", { error, errorVerbose });
    log.flush();
    process.exit(PANIC_EXIT_CODE);
  });
  let server: RunningServer;
  try {
    server = await startServer(config, log);
  } catch (error) {
    const isRefused = error instanceof StartRefused;
    if (error instanceof MemberRemoved) {
      log.flush();
      process.exit(0);
    }
    if (!isRefused) {
      const text =
        listenErrorText(error) ?? (error instanceof Error ? error.message : String(error));
      log.fatal("discovery failed", { error: text });
    }
    log.flush();
    process.exit(isRefused ? error.exitCode : 1);
  }
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      log.info("received signal; shutting down", {
        signal: signal === "SIGTERM" ? "terminated" : "interrupt",
      });
      void stopBySignal(server, log, signal);
    });
  }
  notifyReady(process.env, log);
  const error = await server.failure;
  if (error instanceof MemberRemoved) {
    await server.stop();
    log.flush();
    process.exit(0);
  }
  log.fatal("the member cannot go on", { error: error instanceof Error ? error : String(error) });
  process.exit(1);
}

/** After a stop in good order the process ends as if the signal had killed it. */
async function stopBySignal(
  server: RunningServer,
  log: Logger,
  signal: "SIGTERM" | "SIGINT",
): Promise<void> {
  try {
    await server.stop();
  } catch (error) {
    log.fatal("failed to stop in good order", {
      error: error instanceof Error ? error : String(error),
    });
    process.exit(1);
  }
  log.flush();
  // The first process of a container cannot be killed by its own signal.
  if (process.pid === 1) process.exit(0);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
