/**
 * GET /debug/vars: the process and Raft in one JSON object. HTTP surface, section 14. The memory
 * figures have Go's names where Node has an equal, so that readers of those find something.
 */

import type { HttpExchange } from "./exchange.ts";
import type { MemberProbe, RaftStatus } from "./member-probe.ts";
import { isGet } from "./plain-answer.ts";

export interface ProcessView {
  readonly commandLine: readonly string[];
  readonly fileDescriptorLimit: () => number;
  readonly memoryUsage: () => NodeJS.MemoryUsage;
}

export function answerDebugVars(
  exchange: HttpExchange,
  probe: MemberProbe,
  view: ProcessView,
): void {
  if (!isGet(exchange)) return;
  const memory = view.memoryUsage();
  const limit = view.fileDescriptorLimit();
  const variables: readonly (readonly [string, unknown])[] = [
    ["cmdline", view.commandLine],
    ["file_descriptor_limit", Number.isNaN(limit) ? 0 : limit],
    [
      "memstats",
      {
        Alloc: memory.heapUsed,
        Sys: memory.rss,
        HeapAlloc: memory.heapUsed,
        HeapSys: memory.heapTotal,
        HeapInuse: memory.heapUsed,
        OtherSys: memory.external,
      },
    ],
    ["raft.status", raftView(probe.raftStatus())],
  ];
  const lines = variables.map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  exchange.setHeader("Content-Type", "application/json; charset=utf-8");
  exchange.respond(200, `{\n${lines.join(",\n")}\n}\n`);
}

function raftView(status: RaftStatus): object {
  const progress: { [id: string]: object } = {};
  for (const [id, { match, next, state }] of status.progress) {
    progress[id.toString(16)] = { match, next, state };
  }
  return {
    id: status.id.toString(16),
    term: status.term,
    vote: status.vote.toString(16),
    commit: status.commit,
    lead: status.lead.toString(16),
    raftState: status.raftState,
    applied: status.applied,
    progress,
    leadtransferee: status.leadTransferee.toString(16),
  };
}
