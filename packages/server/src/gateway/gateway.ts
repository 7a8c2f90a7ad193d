/**
 * The JSON gateway below /v3/: finds the method behind a path and runs its handler in this
 * process, without a socket in between. HTTP surface, sections 4 to 11.
 */

import type { Clock, Timers } from "@kvorum/base";
import { type GrpcRoutes, parseGrpcTimeout } from "@kvorum/http2";
import { GrpcStatus } from "@kvorum/proto";
import type { HttpExchange } from "../http/exchange.ts";
import { callMetadata, MetadataError } from "./call-metadata.ts";
import { type CallObserver, GatewayCall } from "./gateway-call.ts";
import { gatewayMethods } from "./gateway-routes.ts";
import { type GatewayLimits, gatewayLimits } from "./limits.ts";
import { errorBody, httpStatusOf } from "./status-answer.ts";

export interface GatewayOptions {
  readonly routes: Pick<GrpcRoutes, "find" | "unknownPathFailure">;
  readonly limits: Partial<GatewayLimits>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** What ended and what went wrong, for latency metrics and logs. */
  readonly observer?: Partial<Pick<CallObserver, "callEnded" | "handlerFailed">>;
}

export class Gateway {
  /** Protobuf bytes of the messages of all calls so far; read-only for others. */
  messageBytesReceived = 0;
  messageBytesSent = 0;
  readonly limits: GatewayLimits;
  readonly #options: GatewayOptions;
  readonly #observer: CallObserver;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.limits = gatewayLimits(options.limits);
    const given = options.observer ?? {};
    this.#observer = {
      messageReceived: (sizeBytes) => {
        this.messageBytesReceived += sizeBytes;
      },
      messageSent: (sizeBytes) => {
        this.messageBytesSent += sizeBytes;
      },
      callEnded: (path, status, durationMs) => given.callEnded?.(path, status, durationMs),
      handlerFailed: (path, error) => given.handlerFailed?.(path, error),
    };
  }

  /** Answers a request whose path begins with /v3/. */
  handle(exchange: HttpExchange, path: string): void {
    const method = gatewayMethods.get(path);
    if (method === undefined) {
      refuse(exchange, GrpcStatus.NotFound, "Not Found");
      return;
    }
    if (exchange.method !== "POST" || overridesMethod(exchange)) {
      refuse(exchange, GrpcStatus.Unimplemented, "Method Not Allowed");
      return;
    }
    const { routes, clock, timers } = this.#options;
    const route = routes.find(method.path);
    if (route === undefined) {
      const failure = routes.unknownPathFailure(method.path);
      refuse(exchange, failure.status, failure.message);
      return;
    }
    let metadata: ReadonlyMap<string, string>;
    try {
      metadata = callMetadata(exchange);
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      refuse(exchange, GrpcStatus.InvalidArgument, error.message);
      return;
    }
    const timeoutText = exchange.header("grpc-timeout");
    const timeout = timeoutText === undefined ? null : parseGrpcTimeout(timeoutText);
    if (typeof timeout === "string") {
      refuse(exchange, GrpcStatus.InvalidArgument, `invalid grpc-timeout: ${timeoutText}`);
      return;
    }
    const call = new GatewayCall({
      exchange,
      route,
      method,
      metadata,
      deadlineMs: timeout === null ? null : Math.min(timeout, MAX_TIMER_MS),
      limits: this.limits,
      clock,
      timers,
      observer: this.#observer,
    });
    call.start();
  }
}

/** The longest time that a timer can wait; a deadline beyond it never comes about. */
const MAX_TIMER_MS = 0x7fff_ffff;

/** A form that names another method: etcd follows it, and then no route has that method. */
function overridesMethod(exchange: HttpExchange): boolean {
  return (
    (exchange.header("x-http-method-override") ?? "") !== "" &&
    exchange.header("content-type") === "application/x-www-form-urlencoded"
  );
}

function refuse(exchange: HttpExchange, status: number, message: string): void {
  exchange.setHeader("Content-Type", "application/json");
  exchange.respond(httpStatusOf(status), errorBody(status, message));
}
