/**
 * A whole server: a member, its services, its listeners, and the order in which they start and
 * stop. `main.ts` runs one as a process; a test or a program may run one inside itself.
 */

import { createServer, type Server as HttpServer } from "node:http";
import { isIP } from "node:net";
import { resolve } from "node:path";
import { SeededRandom } from "@kvorum/base";
import { Http2Server, systemClock, systemTimers } from "@kvorum/http2";
import { memberIdText } from "@kvorum/store";
import { type FeatureGate, featureGates } from "./config/feature-gates.ts";
import { parseInitialCluster } from "./config/initial-cluster.ts";
import type { ServerConfig } from "./config/server-config.ts";
import { type ServerUrl, unixSocketPath } from "./config/server-url.ts";
import { ClientListener, type ListenAddress } from "./listeners/client-listener.ts";
import type { Logger } from "./logging/logger.ts";
import { Member } from "./member/member.ts";
import type { MemberSettings } from "./member/member-options.ts";
import { createServerMetrics } from "./metrics/families.ts";
import { GrpcMetrics } from "./metrics/grpc-metrics.ts";
import { registerProcessMetrics } from "./metrics/process-metrics.ts";
import { MetricsRegistry } from "./metrics/registry.ts";
import { wireMetrics } from "./metrics/wiring.ts";
import { createServices } from "./services/index.ts";

/** A request may be that much larger on the wire than the log entry it becomes. */
const GRPC_OVERHEAD_BYTES = 512 * 1024;
/** What --max-concurrent-streams can at most announce. */
const MAX_ANNOUNCED_STREAMS = 10_000;
/** In force for --grpc-keepalive-min-time=0, as in grpc-go. */
const LIBRARY_PING_MIN_INTERVAL_MS = 300_000;

/** A handler threw something that is no request error: a bug, after which nothing is certain. */
class HandlerError extends Error {
  override readonly name = "HandlerError";

  constructor(path: string, cause: unknown) {
    super(`handler of ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}

export interface RunningServer {
  readonly member: Member;
  /** Addresses that clients can use, as bound. */
  readonly clientPorts: readonly number[];
  /** Resolves with the error that ended the member; never on a stop that was asked for. */
  readonly failure: Promise<unknown>;
  /** Ends everything in order; resolves when all is on disk and every socket is closed. */
  stop(): Promise<void>;
}

/**
 * Opens the member and serves it; resolves when clients are served.
 * @throws what opening the disk or binding a port fails with.
 */
export async function startServer(config: ServerConfig, logger: Logger): Promise<RunningServer> {
  const clock = systemClock;
  const timers = systemTimers;
  let reportFailure: (error: unknown) => void = () => {};
  const failure = new Promise<unknown>((resolveFailure) => {
    reportFailure = resolveFailure;
  });
  const registry = new MetricsRegistry();
  const metrics = createServerMetrics(registry);
  const grpc = new GrpcMetrics(registry, { extensive: config.extensiveMetrics });
  registerProcessMetrics(registry);
  const seed = crypto.getRandomValues(new Uint32Array(2));
  const member = Member.open(
    toMemberSettings(config),
    {
      dataDir: resolve(config.dataDir),
      walDir: config.walDir === "" ? null : resolve(config.walDir),
    },
    { clock, timers, random: new SeededRandom(seed[0]!), logger, metrics, hashSeed: seed[1]! },
    { failed: (error) => reportFailure(error) },
  );
  const services = createServices(member, {
    timers,
    nowMs: () => clock.monotonicMs(),
    progressNotifyIntervalMs: config.watchProgressNotifyIntervalMs,
    jitter: Math.random,
    runSliced: (job, done, failed) => member.jobs.run(job, done, failed),
  });
  const http2 = new Http2Server({
    routes: services.routes,
    clock,
    timers,
    limits: {
      maxReceiveMessageBytes: config.maxRequestBytes + GRPC_OVERHEAD_BYTES,
      maxConcurrentStreams: Math.min(config.maxConcurrentStreams, MAX_ANNOUNCED_STREAMS),
      pingMinIntervalMs: config.grpcKeepaliveMinTimeMs || LIBRARY_PING_MIN_INTERVAL_MS,
      ...(config.grpcKeepaliveIntervalMs > 0
        ? { keepaliveIntervalMs: config.grpcKeepaliveIntervalMs }
        : {}),
      ...(config.grpcKeepaliveTimeoutMs > 0
        ? { keepaliveTimeoutMs: config.grpcKeepaliveTimeoutMs }
        : {}),
    },
    observer: {
      limitReached: ({ limit, address }) =>
        logger.warn("a client connection met a limit", { limit, "remote-address": address }),
      handlerFailed: ({ path, error }) => member.fail(new HandlerError(path, error)),
    },
  });
  wireMetrics({
    registry,
    metrics,
    grpc,
    member,
    routes: services.routes,
    http2,
    watchStreams: services.watchStreams,
    featureGates: Object.entries(featureGates).map(([name, { stage }]) => ({
      name,
      stage,
      isEnabled: config.featureGates[name as FeatureGate],
    })),
  });
  const http: HttpServer = createServer((_request, response) => {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" });
    response.end("404 page not found\n");
  });
  const listeners = config.listenClientUrls.map(
    (url) => new ClientListener({ address: toAddress(url), http2, http, maxConnections: 65_535 }),
  );
  const stop = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
    http.closeAllConnections();
    await http2.shutdown(member.requestTimeoutMs);
    await member.stop();
  };
  try {
    await member.start();
    for (const listener of listeners) await listener.listen();
  } catch (error) {
    await stop();
    throw error;
  }
  logger.info("ready to serve client requests", { "local-member-id": memberIdText(member.id) });
  return { member, clientPorts: listeners.map((listener) => listener.port), failure, stop };
}

function toAddress(url: ServerUrl): ListenAddress {
  return {
    url: url.text,
    host: isIP(url.hostname) === 0 ? "127.0.0.1" : url.hostname,
    port: Number(url.port),
    path: unixSocketPath(url),
  };
}

function toMemberSettings(config: ServerConfig): MemberSettings {
  return {
    name: config.name,
    initialCluster: [...parseInitialCluster(config.initialCluster)].map(([name, peerUrls]) => ({
      name,
      peerUrls: peerUrls.map((url) => (typeof url === "string" ? url : (url as ServerUrl).text)),
    })),
    initialClusterToken: config.initialClusterToken,
    advertisePeerUrls: config.initialAdvertisePeerUrls.map((url) => url.text),
    advertiseClientUrls: config.advertiseClientUrls.map((url) => url.text),
    heartbeatIntervalMs: config.heartbeatIntervalMs,
    electionTimeoutMs: config.electionTimeoutMs,
    preVote: config.preVote,
    snapshotCount: config.snapshotCount,
    snapshotCatchUpEntries: config.snapshotCatchupEntries,
    maxRequestBytes: config.maxRequestBytes,
    maxTxnOps: config.maxTxnOps,
    quotaBackendBytes: config.quotaBackendBytes,
    maxLearners: config.maxLearners,
    backendBatchIntervalMs: config.backendBatchIntervalMs,
    backendBatchLimit: config.backendBatchLimit,
    compactionBatchLimit: config.compactionBatchLimit,
    compactionSleepIntervalMs: config.compactionSleepIntervalMs,
    maxWalFiles: config.maxWals,
    maxSnapshotFiles: config.maxSnapshots,
    warningApplyDurationMs: config.warningApplyDurationMs,
    unsafeNoFsync: config.unsafeNoFsync,
  };
}
