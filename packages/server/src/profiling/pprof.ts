/**
 * /debug/pprof/: what of Go's profiles has a counterpart here, that is, the command line and the
 * CPU profile. HTTP surface, section 14. Mounted only with --enable-pprof or --log-level=debug.
 */

import { Session } from "node:inspector/promises";
import { gzipSync } from "node:zlib";
import type { Timers } from "@kvorum/base";
import type { HttpExchange } from "../http/exchange.ts";
import type { SubtreeHandler } from "../http/frontends.ts";
import { plainError } from "../http/plain-answer.ts";
import { encodePprof } from "./cpu-profile.ts";

/** Seconds of a CPU profile unless the query says otherwise, and at most. */
const DEFAULT_SECONDS = 30;
const MAX_SECONDS = 300;

export interface PprofOptions {
  readonly commandLine: readonly string[];
  readonly timers: Timers;
}

export function createPprof(options: PprofOptions): SubtreeHandler {
  let isProfiling = false;
  return (exchange, path, query) => {
    switch (path.slice("/debug/pprof/".length)) {
      case "":
        exchange.setHeader("Content-Type", "text/html; charset=utf-8");
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.respond(200, indexPage);
        break;
      case "cmdline":
        exchange.setHeader("Content-Type", "text/plain; charset=utf-8");
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.respond(200, options.commandLine.join("\0"));
        break;
      case "profile":
        if (isProfiling) {
          plainError(exchange, 500, "Could not enable CPU profiling: cpu profiling already in use");
          return;
        }
        isProfiling = true;
        profile(exchange, query, options.timers)
          .catch((error: unknown) => {
            const reason = error instanceof Error ? error.message : String(error);
            plainError(exchange, 500, `Could not enable CPU profiling: ${reason}`);
          })
          .finally(() => {
            isProfiling = false;
          });
        break;
      default:
        plainError(exchange, 404, "Unknown profile");
    }
  };
}

const indexPage = `<html>
<head><title>/debug/pprof/</title></head>
<body>
<p>Profiles:</p>
<ul>
<li><a href="cmdline">cmdline</a>: the command line of this process</li>
<li><a href="profile?seconds=10">profile</a>: CPU profile in the pprof format</li>
</ul>
</body>
</html>
`;

async function profile(exchange: HttpExchange, query: string, timers: Timers): Promise<void> {
  const asked = Number(new URLSearchParams(query).get("seconds") ?? DEFAULT_SECONDS);
  const seconds = asked > 0 ? Math.min(asked, MAX_SECONDS) : DEFAULT_SECONDS;
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.start");
    await new Promise<void>((resolve) => {
      const timer = timers.after(seconds * 1000, resolve);
      exchange.onGone(() => {
        timer.cancel();
        resolve();
      });
    });
    const stopped = await session.post("Profiler.stop");
    exchange.setHeader("Content-Type", "application/octet-stream");
    exchange.setHeader("Content-Disposition", 'attachment; filename="profile"');
    exchange.setHeader("X-Content-Type-Options", "nosniff");
    exchange.respond(200, gzipSync(encodePprof(stopped.profile)));
  } finally {
    session.disconnect();
  }
}
