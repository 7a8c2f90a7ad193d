/** GET /version, on client and peer listeners. HTTP surface, section 14. */

import type { HttpExchange } from "./exchange.ts";
import type { MemberProbe } from "./member-probe.ts";
import { isGet } from "./plain-answer.ts";

export function answerVersion(exchange: HttpExchange, probe: MemberProbe): void {
  if (!isGet(exchange)) return;
  const body = JSON.stringify({
    etcdserver: probe.serverVersion,
    etcdcluster: probe.clusterVersion() ?? "not_decided",
    storage: probe.storageVersion() ?? "unknown",
  });
  exchange.setHeader("Content-Type", "application/json");
  exchange.respond(200, body);
}
