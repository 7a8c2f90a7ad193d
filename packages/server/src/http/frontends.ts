/**
 * The routers of the three kinds of HTTP listeners: clients, metrics, peers. Each is a function
 * from an exchange to its answer; servers.ts puts them behind sockets. HTTP surface, sections 1,
 * 2, 14 and 15.
 */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { type AccessRules, accessRefusal, admit, currentPath } from "./access-layer.ts";
import { answerDebugVars, type ProcessView } from "./debug-vars.ts";
import type { HttpExchange } from "./exchange.ts";
import type { HealthEndpoints } from "./health.ts";
import type { MemberProbe } from "./member-probe.ts";
import type { MetricsEndpoint } from "./metrics-endpoint.ts";
import { peerCommonName } from "./node-exchange.ts";
import { notFound, plainError, redirect } from "./plain-answer.ts";
import { cleanPath, parseTarget, type RequestPath } from "./request-path.ts";
import { answerVersion } from "./version-answer.ts";

export type HttpHandler = (exchange: HttpExchange) => void;

/** Something that answers below a prefix; gets the decoded path and the query. */
export type SubtreeHandler = (exchange: HttpExchange, path: string, query: string) => void;

export interface ClientFrontendOptions {
  readonly probe: MemberProbe;
  readonly access: AccessRules;
  readonly health: HealthEndpoints;
  readonly metrics: MetricsEndpoint;
  readonly process: ProcessView;
  /** Below /v3/; null when --enable-grpc-gateway is false. */
  readonly gateway: SubtreeHandler | null;
  /** Below /debug/pprof/; null unless --enable-pprof or --log-level=debug. */
  readonly pprof: SubtreeHandler | null;
  /** /debug/requests and /debug/events; null unless --log-level=debug. */
  readonly traces: SubtreeHandler | null;
}

/** The handler of client listeners. */
export function clientFrontend(options: ClientFrontendOptions): HttpHandler {
  return (exchange) => {
    const target = targetOf(exchange);
    if (target === null) return;
    const path = admit(exchange, target.path, options.access);
    if (path !== null) routeClient(exchange, path, target.query, options);
  };
}

function routeClient(
  exchange: HttpExchange,
  path: string,
  query: string,
  options: ClientFrontendOptions,
): void {
  const { gateway, pprof, traces } = options;
  const cleaned = cleanPath(path);
  if (cleaned !== path) {
    redirect(exchange, cleaned, query);
  } else if (path === "/version") {
    answerVersion(exchange, options.probe);
  } else if (path === "/metrics") {
    options.metrics.answer(exchange);
  } else if (path === "/debug/vars") {
    answerDebugVars(exchange, options.probe, options.process);
  } else if (options.health.handle(exchange, path, query)) {
    // Answered, or about to be.
  } else if (gateway !== null && path.startsWith("/v3/")) {
    gateway(exchange, path, query);
  } else if (gateway !== null && path === "/v3") {
    redirect(exchange, "/v3/", query);
  } else if (pprof !== null && path.startsWith("/debug/pprof/")) {
    pprof(exchange, path, query);
  } else if (pprof !== null && path === "/debug/pprof") {
    redirect(exchange, "/debug/pprof/", query);
  } else if (traces !== null && (path === "/debug/requests" || path === "/debug/events")) {
    traces(exchange, path, query);
  } else {
    notFound(exchange);
  }
}

/** Completes WebSocket handshakes; gives the request that each connection stands for. */
export interface WebSocketAcceptor {
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    run: (exchange: HttpExchange) => void,
  ): void;
}

/**
 * The upgrade handler of client listeners: WebSockets below /v3/. A request that the access layer
 * refuses, or for another path, is left to be answered as a plain one.
 */
export function clientUpgrade(
  access: AccessRules,
  gateway: SubtreeHandler,
  webSockets: WebSocketAcceptor,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean {
  return (request, socket, head) => {
    const target = parseTarget(request.url ?? "");
    if (target === null) return false;
    const path = currentPath(target.path);
    if (!path.startsWith("/v3/") || cleanPath(path) !== path) return false;
    const applicant = {
      isSecure: request.socket instanceof TLSSocket,
      host: request.headers.host ?? "",
      tlsCommonName: peerCommonName(request),
    };
    if (accessRefusal(applicant, path, access) !== null) return false;
    webSockets.accept(request, socket, head, (exchange) => gateway(exchange, path, target.query));
    return true;
  };
}

export interface MetricsFrontendOptions {
  readonly health: HealthEndpoints;
  readonly metrics: MetricsEndpoint;
}

/** The handler of --listen-metrics-urls: metrics and health, nothing else, no access layer. */
export function metricsFrontend(options: MetricsFrontendOptions): HttpHandler {
  return (exchange) => {
    const target = targetOf(exchange);
    if (target === null) return;
    const { path, query } = target;
    const cleaned = cleanPath(path);
    if (path !== "*" && cleaned !== path) redirect(exchange, cleaned, query);
    else if (path === "/metrics") options.metrics.answer(exchange);
    else if (!options.health.handle(exchange, path, query)) notFound(exchange);
  };
}

export interface PeerFrontendOptions {
  readonly probe: MemberProbe;
}

/** The handler of peer listeners, for what the peer protocol leaves over. */
export function peerFrontend(options: PeerFrontendOptions): HttpHandler {
  return (exchange) => {
    const target = targetOf(exchange);
    if (target === null) return;
    const { path } = target;
    if (path === "/version") answerVersion(exchange, options.probe);
    else notFound(exchange);
  };
}

/** Null when the target is none: the request has been answered. */
function targetOf(exchange: HttpExchange): RequestPath | null {
  const target = parseTarget(exchange.target);
  if (target === null) {
    plainError(exchange, 400, "400 Bad Request");
    return null;
  }
  if (target.path === "*" && exchange.method !== "OPTIONS") {
    plainError(exchange, 400, "400 Bad Request");
    return null;
  }
  return target;
}
