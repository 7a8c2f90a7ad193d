/**
 * Path to handler, and the interfaces that handlers are written against. The JSON gateway
 * implements the same interfaces, so that a handler does not know how it was reached.
 */

import { assert } from "@kvorum/base";
import { GRPC_STATUS_COUNT, GrpcStatus, quoted } from "./grpc-status.ts";

/** What every handler sees of its call. */
export interface CallContext {
  /** `/package.Service/Method`, as routed; authorize by this and nothing else. */
  readonly path: string;
  /** The first value of a metadata name (lower case). */
  metadata(name: string): string | undefined;
  /** The client's timeout in milliseconds from arrival; null without one. */
  readonly deadlineMs: number | null;
  readonly peer: Peer;
  /**
   * Registers the one callback that runs, at most once, when the call ends before its answer: reset
   * by the client, its deadline passed, or the connection gone. Work for the call must stop then.
   * A handler that does not register must answer in any case, or its slot is held for a while.
   */
  onCancel(callback: (reason: CancelReason) => void): void;
  /** False after an answer, a cancel or a close: answering then does nothing. */
  readonly isOpen: boolean;
}

export type CancelReason = "canceled" | "deadline" | "closed";

export interface Peer {
  readonly address: string;
  /** Common name of the verified client certificate. */
  readonly tlsCommonName: string | null;
}

/** One request, one answer. Exactly one of the answering methods counts. */
export interface UnaryCall extends CallContext {
  /** Answers OK. The bytes are copied out before the return. */
  respond(message: Uint8Array): void;
  /** Answers OK with one message that is made of two parts. */
  respondJoined(head: Uint8Array, body: Uint8Array): void;
  /** Answers with a status other than OK. */
  fail(status: number, message: string): void;
}

/** Any number of messages in both directions. */
export interface StreamCall extends CallContext {
  /** Registers the callback for messages; each view is valid only during the callback. */
  onMessage(callback: (message: Uint8Array) => void): void;
  onHalfClose(callback: () => void): void;
  /** Sends a message, copied before the return. False: over the output limit, wait for onDrain. */
  send(message: Uint8Array): boolean;
  sendJoined(head: Uint8Array, body: Uint8Array): boolean;
  /** Registers the callback that runs each time after `send` gave false and there is room again. */
  onDrain(callback: () => void): void;
  /** Bytes sent but not yet taken by the peer's flow control. */
  readonly bufferedBytes: number;
  /** Stops delivering and granting credit. */
  pauseReading(): void;
  resumeReading(): void;
  /** Ends the call with OK, behind everything sent. */
  end(): void;
  /** Ends the call with another status, behind everything sent. */
  fail(status: number, message: string): void;
}

export type UnaryHandler = (request: Uint8Array, call: UnaryCall) => void;
export type ServerStreamHandler = (request: Uint8Array, call: StreamCall) => void;
export type BidiStreamHandler = (call: StreamCall) => void;

export type RouteKind = "unary" | "server_stream" | "bidi_stream";

/** One method with its counters (plain numbers, for `grpc_server_*` metrics). */
export class Route {
  readonly path: string;
  readonly kind: RouteKind;
  readonly isUnary: boolean;
  readonly isBidi: boolean;
  readonly unaryHandler: UnaryHandler | null;
  readonly serverStreamHandler: ServerStreamHandler | null;
  readonly bidiStreamHandler: BidiStreamHandler | null;
  /** Calls begun; calls ended by status; messages in and out. */
  started = 0;
  readonly handled: number[] = new Array<number>(GRPC_STATUS_COUNT).fill(0);
  messagesReceived = 0;
  messagesSent = 0;

  constructor(
    path: string,
    handlers: {
      unary?: UnaryHandler;
      serverStream?: ServerStreamHandler;
      bidiStream?: BidiStreamHandler;
    },
  ) {
    this.path = path;
    this.unaryHandler = handlers.unary ?? null;
    this.serverStreamHandler = handlers.serverStream ?? null;
    this.bidiStreamHandler = handlers.bidiStream ?? null;
    this.isUnary = this.unaryHandler !== null;
    this.isBidi = this.bidiStreamHandler !== null;
    this.kind = this.isUnary ? "unary" : this.isBidi ? "bidi_stream" : "server_stream";
  }
}

/** The methods that a server knows. Complete it before the first connection. */
export class GrpcRoutes {
  readonly #routes = new Map<string, Route>();
  readonly #services = new Set<string>();

  /** The request view is valid only during the handler's call. */
  unary(path: string, handler: UnaryHandler): void {
    this.#add(new Route(path, { unary: handler }));
  }

  /** The request view is valid only during the handler's call. */
  serverStream(path: string, handler: ServerStreamHandler): void {
    this.#add(new Route(path, { serverStream: handler }));
  }

  bidiStream(path: string, handler: BidiStreamHandler): void {
    this.#add(new Route(path, { bidiStream: handler }));
  }

  find(path: string): Route | undefined {
    return this.#routes.get(path);
  }

  /** All methods in the order of their registration. */
  all(): Iterable<Route> {
    return this.#routes.values();
  }

  /** Why `find` knows no such path: always Unimplemented, with grpc-go's texts. */
  unknownPathFailure(path: string): { status: number; message: string } {
    const separator = path.lastIndexOf("/");
    if (!path.startsWith("/") || separator < 1) {
      return {
        status: GrpcStatus.UNIMPLEMENTED,
        message: `malformed method name: ${quoted(path)}`,
      };
    }
    const service = path.slice(1, separator);
    const method = path.slice(separator + 1);
    return {
      status: GrpcStatus.UNIMPLEMENTED,
      message: this.#services.has(service)
        ? `unknown method ${method} for service ${service}`
        : `unknown service ${service}`,
    };
  }

  #add(route: Route): void {
    assert(/^\/[^/]+\/[^/]+$/.test(route.path), `route ${route.path} is not /Service/Method`);
    assert(!this.#routes.has(route.path), `route ${route.path} is registered twice`);
    this.#routes.set(route.path, route);
    this.#services.add(route.path.slice(1, route.path.lastIndexOf("/")));
  }
}
