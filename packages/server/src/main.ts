/** The etcd command: decides what to do from argv and the environment, and runs a server. */

import { readFileSync } from "node:fs";
import { systemClock, systemTimers } from "@kvorum/http2";
import { decideStart } from "./command/start-command.ts";
import { startServer } from "./server.ts";

const decision = decideStart({
  argv: ["etcd", ...process.argv.slice(2)],
  environment: process.env,
  platform: {
    goArchitecture: "amd64",
    goSystem: "linux",
    runtimeVersion: process.version,
  } as never,
  clock: systemClock,
  timers: systemTimers,
  readFile: (path: string) => readFileSync(path),
  writeStdout: (text) => process.stdout.write(text),
  writeStderr: (text) => process.stderr.write(text),
  defaultHost: () => null,
});
if (decision.action === "exit") {
  process.exitCode = decision.exitCode;
} else {
  const { config, log } = decision;
  const server = await startServer(config, log);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      log.info("received signal; shutting down", { signal });
      void server.stop().then(() => process.kill(process.pid, signal));
    });
  }
  void server.failure.then((error) => {
    log.fatal("member failed", { error: String(error) });
    process.exit(1);
  });
}
