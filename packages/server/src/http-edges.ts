/**
 * Everything of a member that speaks HTTP/1.1, put together: the JSON gateway with its WebSockets,
 * health, version, metrics and debug pages, each kind of listener with its own router. Listeners
 * hand accepted sockets to the endpoints; nothing here binds a port.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock, Timers } from "@kvorum/base";
import type { GrpcRoutes } from "@kvorum/http2";
import type { ServerConfig } from "./config/server-config.ts";
import { Gateway } from "./gateway/gateway.ts";
import { GatewayWebSockets } from "./gateway/web-socket.ts";
import type { AccessRules } from "./http/access-layer.ts";
import type { ProcessView } from "./http/debug-vars.ts";
import {
  clientFrontend,
  clientUpgrade,
  type HttpHandler,
  metricsFrontend,
  peerFrontend,
  type SubtreeHandler,
} from "./http/frontends.ts";
import { HealthEndpoints } from "./http/health.ts";
import { HttpEndpoint } from "./http/http-endpoint.ts";
import { MAX_QUEUED_OUTPUT_BYTES } from "./http/limits.ts";
import type { MemberProbe } from "./http/member-probe.ts";
import { MetricsEndpoint } from "./http/metrics-endpoint.ts";
import type { Logger } from "./logging/logger.ts";
import type { ServerMetrics } from "./metrics/families.ts";
import type { MetricsRegistry } from "./metrics/registry.ts";
import { createPprof } from "./profiling/pprof.ts";

/** What the gRPC receive limit adds to --max-request-bytes. */
const REQUEST_OVERHEAD_BYTES = 512 * 1024;

export interface HttpEdgesOptions {
  readonly config: Pick<
    ServerConfig,
    | "maxRequestBytes"
    | "enableGrpcGateway"
    | "enablePprof"
    | "hostWhitelist"
    | "corsOrigins"
    | "clientTls"
  >;
  readonly probe: MemberProbe;
  readonly routes: GrpcRoutes;
  readonly registry: MetricsRegistry;
  readonly metrics: ServerMetrics;
  readonly process: ProcessView;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Logger;
  /** Instead of this package's own /debug/pprof/, which is there with --enable-pprof. */
  readonly pprof?: SubtreeHandler | null;
  /** The peer protocol: answers a request on a peer listener, or gives false. */
  readonly peer: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** A call through the gateway ended; for latency histograms. */
  readonly callEnded?: (path: string, status: number, durationMs: number) => void;
  /** A gRPC handler threw in a call through the gateway: a bug. Logged, unless this is given. */
  readonly handlerFailed?: (path: string, error: unknown) => void;
}

export interface HttpEdges {
  readonly client: HttpEndpoint;
  readonly metrics: HttpEndpoint;
  readonly peer: HttpEndpoint;
  /** The client router, for requests that come over HTTP/2. */
  readonly clientHandler: HttpHandler;
  /** Null when the gateway is switched off. */
  readonly gateway: Gateway | null;
}

export function createHttpEdges(options: HttpEdgesOptions): HttpEdges {
  const { config, probe, log } = options;
  const handlerFailed = (error: unknown): void => {
    log.error("HTTP handler failed", { error: error instanceof Error ? error : String(error) });
  };
  const health = new HealthEndpoints(probe, options.metrics);
  const metrics = new MetricsEndpoint(options.registry);
  const access: AccessRules = {
    hostWhitelist: config.hostWhitelist,
    corsOrigins: config.corsOrigins,
    refusesGatewayCertificates: config.clientTls.clientCertAuth && config.enableGrpcGateway,
    isAuthEnabled: () => probe.isAuthEnabled(),
  };
  const gateway = config.enableGrpcGateway ? createGateway(options) : null;
  const handleGateway: SubtreeHandler | null =
    gateway === null ? null : (exchange, path) => gateway.handle(exchange, path);
  const clientHandler = clientFrontend({
    probe,
    access,
    health,
    metrics,
    process: options.process,
    gateway: handleGateway,
    pprof: options.pprof ?? (config.enablePprof ? ownPprof(options) : null),
    traces: null,
  });
  const upgrade =
    gateway === null || handleGateway === null
      ? null
      : clientUpgrade(
          access,
          handleGateway,
          new GatewayWebSockets({
            maxMessageBytes: gateway.limits.maxJsonValueBytes,
            maxQueuedOutputBytes: MAX_QUEUED_OUTPUT_BYTES,
          }),
        );
  return {
    client: new HttpEndpoint({ handler: clientHandler, upgrade, handlerFailed }),
    metrics: new HttpEndpoint({
      handler: metricsFrontend({ health, metrics }),
      upgrade: null,
      handlerFailed,
    }),
    peer: new HttpEndpoint({
      handler: peerFrontend({ probe }),
      direct: options.peer,
      upgrade: null,
      handlerFailed,
    }),
    clientHandler,
    gateway,
  };
}

function ownPprof({ process, timers }: HttpEdgesOptions): SubtreeHandler {
  return createPprof({ commandLine: process.commandLine, timers });
}

function createGateway(options: HttpEdgesOptions): Gateway {
  const { config, routes, clock, timers, log, callEnded } = options;
  return new Gateway({
    routes,
    limits: { maxReceiveMessageBytes: config.maxRequestBytes + REQUEST_OVERHEAD_BYTES },
    clock,
    timers,
    observer: {
      ...(callEnded === undefined ? {} : { callEnded }),
      handlerFailed:
        options.handlerFailed ??
        ((path, error) =>
          log.error("gRPC handler failed", {
            path,
            error: error instanceof Error ? error : String(error),
          })),
    },
  });
}
