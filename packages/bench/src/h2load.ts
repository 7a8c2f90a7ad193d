/**
 * Drives nghttp2's `h2load` with one gRPC request, as a second opinion on our own generator.
 *
 * h2load looks at HTTP statuses only, so a refused call would count as a success: the request is
 * sent once by our own client before and after the run and must be answered with OK, and puts must
 * have moved the store's revision by as much as h2load counts. The key is fixed.
 */

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import { RawClient } from "@kvorum/testkit";
import { LatencyHistogram } from "./latency-histogram.ts";
import type { LoadResult, UnaryPlan } from "./load-plan.ts";
import { LoadError } from "./load-run.ts";
import { RequestBody } from "./request-bodies.ts";

/** Runs a unary plan with h2load on the path of the program. @throws LoadError */
export async function runH2load(program: string, plan: UnaryPlan): Promise<LoadResult> {
  const path = plan.operation === "put" ? "/etcdserverpb.KV/Put" : "/etcdserverpb.KV/Range";
  const body = RequestBody.of(plan.operation, plan, {
    valueBytes: plan.valueBytes,
    pageKeys: plan.pageKeys,
    random: new SeededRandom(plan.seed),
  });
  body.setKey(Math.floor(plan.keysCount / 2));
  const revisionBefore = await revisionAfterOne(plan.port, path, body.bytes);

  const directory = mkdtempSync(join(tmpdir(), "kvorum-h2load-"));
  try {
    const bodyFile = join(directory, "body");
    const logFile = join(directory, "log");
    writeFileSync(bodyFile, grpcFrame(body.bytes));
    const output = await run(program, [
      `--clients=${plan.connections}`,
      `--max-concurrent-streams=${plan.streams}`,
      `--duration=${wholeSeconds(plan.durationMs)}`,
      `--warm-up-time=${wholeSeconds(plan.warmUpMs)}`,
      `--data=${bodyFile}`,
      "--header=content-type: application/grpc",
      "--header=te: trailers",
      `--log-file=${logFile}`,
      `http://127.0.0.1:${plan.port}${path}`,
    ]);
    const result = summarize(output, readFileSync(logFile, "latin1"));
    const written = (await revisionAfterOne(plan.port, path, body.bytes)) - revisionBefore;
    if (plan.operation === "put" && written < result.count) {
      throw new LoadError(`h2load counts ${result.count} puts, the store got ${written}`);
    }
    return result;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** h2load takes whole seconds, at least one. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}

/** Sends the request once, which must be answered with OK. @returns the store's revision then. */
async function revisionAfterOne(port: number, path: string, request: Uint8Array): Promise<number> {
  using client = await RawClient.connect({ port });
  const reply = await client.call(path, request);
  if (reply.status !== 0 || reply.body === null) {
    throw new LoadError(`grpc-status ${reply.status}: ${reply.message}`);
  }
  // The header is the first field of either response.
  return etcdserverpb.decodePutResponse(reply.body).header?.revision ?? 0;
}

/** Parses what h2load prints, and its log of `start, status, microseconds` lines. */
export function summarize(output: string, log: string): LoadResult {
  const finished = /finished in ([\d.]+)(ms|s|us), ([\d.]+) req\/s/.exec(output);
  const requests = /(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout/.exec(output);
  const statuses = /status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx/.exec(output);
  if (finished === null || requests === null || statuses === null) {
    throw new LoadError(`h2load output not understood:\n${output}`);
  }
  const bad = [requests[2], requests[3], requests[4], statuses[2], statuses[3], statuses[4]];
  if (bad.some((count) => count !== "0")) throw new LoadError(`h2load saw failures:\n${output}`);
  const count = Number(requests[1]);
  const perSecond = Number(finished[3]);
  if (count === 0) throw new LoadError("h2load made no request");
  const histogram = new LatencyHistogram();
  for (const line of log.split("\n")) {
    const fields = line.split("\t");
    if (fields.length === 3) histogram.record(Number(fields[2]));
  }
  return {
    count,
    elapsedMs: (count / perSecond) * 1000,
    perSecond,
    p50Us: histogram.percentileUs(0.5),
    p99Us: histogram.percentileUs(0.99),
    p999Us: histogram.percentileUs(0.999),
    maxUs: histogram.maxUs,
    meanUs: histogram.meanUs,
    replyBytes: 0,
    clientCpuUs: 0,
  };
}

function grpcFrame(message: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(5 + message.length);
  framed.writeUInt32BE(message.length, 1);
  framed.set(message, 5);
  return framed;
}

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      if (error !== null) reject(new LoadError(`h2load: ${error.message}\n${stderr}`));
      else resolve(stdout);
    });
  });
}
