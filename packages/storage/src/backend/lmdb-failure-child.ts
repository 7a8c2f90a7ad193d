/**
 * A process for lmdb-failure.test.ts: opens a store, waits for a line on its input (the test
 * arranges for errors meanwhile), commits until something fails, and reports as JSON lines.
 */

import { LmdbBackend } from "./lmdb-backend.ts";

const COMMITS = 30;

function report(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

process.on("unhandledRejection", (reason) => report({ event: "escaped", reason: String(reason) }));

let failures = 0;
const backend = LmdbBackend.open({
  directory: process.argv[2]!,
  commitTimeoutMs: Number(process.argv[3]),
  timers: {
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
    soon: (callback) => {
      const immediate = setImmediate(callback);
      return { cancel: () => clearImmediate(immediate) };
    },
  },
  onFailure: (error) => report({ event: "failure", code: error.code, count: ++failures }),
});
report({ event: "open", durable: backend.durableAppliedIndex });

async function commitAll(): Promise<void> {
  for (let i = 1; i <= COMMITS; i++) {
    backend.putRevision(i + 1, 0, false, new Uint8Array(3000).fill(i));
    backend.setApplied({ index: i, term: 1, confState: null });
    const error = await new Promise<Error | null>((resolve) => backend.flush(resolve));
    if (error !== null) break;
  }
  let refused = "";
  try {
    backend.putRevision(1000, 0, false, new Uint8Array(1));
  } catch (error) {
    refused = (error as { code: string }).code;
  }
  // Rejections that nobody handles are reported at the end of a turn.
  await new Promise((resolve) => setImmediate(resolve));
  report({ event: "end", durable: backend.durableAppliedIndex, refused });
  // No orderly end: after an error the engine's own memory is not to be trusted.
  process.kill(process.pid, "SIGKILL");
}

process.stdin.once("data", () => {
  commitAll().catch((error: unknown) => report({ event: "escaped", reason: String(error) }));
});
