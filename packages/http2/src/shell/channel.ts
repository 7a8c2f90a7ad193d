/**
 * The gRPC client: one connection to one server. Failover, retries and reconnecting belong to
 * whoever holds the channel; `closed` and `isUsable` tell when it is time.
 *
 * All calls made in one turn of the event loop leave in one write.
 */

import { connect as netConnect, type Socket } from "node:net";
import {
  type TLSSocket,
  type ConnectionOptions as TlsOptions,
  connect as tlsConnect,
} from "node:tls";
import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { SlabCopier, uninitialized } from "../core/byte-copy.ts";
import type { CallListener, CallOptions, ClientCall } from "../core/client-call.ts";
import { ClientConnection } from "../core/client-connection.ts";
import type { Gzip } from "../core/compression.ts";
import { MemoryBudget } from "../core/connection.ts";
import { GrpcError } from "../core/grpc-error.ts";
import { GrpcStatus } from "../core/grpc-status.ts";
import { completeLimits, type Http2Limits } from "../core/limits.ts";
import type { Metadata } from "../core/metadata.ts";
import { Http2Counters } from "../core/observer.ts";
import { BufferPool } from "../core/output-buffer.ts";
import { ErrorCode } from "../core/protocol.ts";
import { TimerWheel } from "../core/timer-wheel.ts";
import { type LinkOwner, LinkTick, SocketLink, TICK_MS } from "./socket-link.ts";
import { systemClock, systemTimers } from "./system-ports.ts";
import { zlibGzip } from "./zlib-gzip.ts";

export interface ChannelOptions {
  /** Either host and port, or the path of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  /** Certificates, `servername`, `rejectUnauthorized` and so on; ALPN is set here. */
  readonly tls?: TlsOptions;
  /** The `:authority` header; by default host and port. */
  readonly authority?: string;
  /** For the whole way to the server's first SETTINGS; default 5000, 0 = none. */
  readonly connectTimeoutMs?: number;
  /** Ping after this long without a received byte; default never. */
  readonly keepaliveIntervalMs?: number;
  /** The connection is given up when a ping is not answered; default 20 000. */
  readonly keepaliveTimeoutMs?: number;
  /** Ping also while no call is open; servers may object. Default false. */
  readonly keepaliveWithoutCalls?: boolean;
  readonly userAgent?: string;
  readonly limits?: Partial<Http2Limits>;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly gzip?: Gzip | null;
}

export interface UnaryOptions extends CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** How a channel ended; `error` is null after `close()`. */
export interface ChannelEnd {
  readonly reason: string;
  readonly code: ErrorCode;
}

/** What a client does differently: it trusts the server with memory, and pings only when asked. */
const CHANNEL_LIMITS: Partial<Http2Limits> = {
  maxReceiveMessageBytes: 0x7fff_ffff,
  maxConnectionMemoryBytes: 2 ** 33,
  maxTotalMemoryBytes: 2 ** 33,
  streamWindowBytes: 1024 * 1024,
  connectionWindowBytes: 16 * 1024 * 1024,
  maxHeaderListBytes: 1024 * 1024,
  maxHeaderFields: 1024,
  keepaliveIntervalMs: Number.POSITIVE_INFINITY,
  framesPerTurn: 1024,
  bytesPerTurn: 1024 * 1024,
  requestStallTimeoutMs: Number.POSITIVE_INFINITY,
};

const READ_BUFFER_BYTES = 65_536;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;

export class GrpcChannel {
  readonly counters = new Http2Counters();
  /** Settles when the connection is gone and all its calls have ended. Never rejects. */
  readonly closed: Promise<ChannelEnd>;
  readonly #link: SocketLink;
  readonly #connection: ClientConnection;
  readonly #clock: Clock;
  readonly #copier = new SlabCopier();
  #settleClosed!: (end: ChannelEnd) => void;

  private constructor(socket: Socket, options: ChannelOptions, onReady: () => void) {
    this.#clock = options.clock ?? systemClock;
    const timers = options.timers ?? systemTimers;
    const limits = completeLimits({
      ...CHANNEL_LIMITS,
      ...(options.keepaliveIntervalMs === undefined
        ? {}
        : { keepaliveIntervalMs: options.keepaliveIntervalMs }),
      ...(options.keepaliveTimeoutMs === undefined
        ? {}
        : { keepaliveTimeoutMs: options.keepaliveTimeoutMs }),
      ...options.limits,
    });
    const wheel = new TimerWheel({ clock: this.#clock, timers });
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
    const owner: LinkOwner = {
      clock: this.#clock,
      timers,
      pool: new BufferPool(),
      readBuffer: uninitialized(READ_BUFFER_BYTES),
      closeTimeoutMs: limits.closeTimeoutMs,
      flushLater: (link) => queueMicrotask(() => link.flush()),
      onLimit: () => {},
      onFailure: () => {},
      onMemoryExceeded: () => {},
      onEnded: () => {},
      onClosed: () => {
        wheel.close();
        const { endReason, endCode } = this.#connection;
        this.#settleClosed({ reason: endReason, code: endCode });
      },
      onReceived: () => {},
    };
    this.#link = new SocketLink(socket, owner, options.host ?? options.path ?? "");
    const nowMs = this.#clock.monotonicMs();
    this.#connection = new ClientConnection({
      host: this.#link,
      limits,
      counters: this.counters,
      pool: owner.pool,
      wheel,
      memory: new MemoryBudget(limits.maxTotalMemoryBytes),
      nowMs,
      authority: authorityOf(options),
      scheme: options.tls === undefined ? "http" : "https",
      userAgent: options.userAgent ?? "kvorum",
      gzip: options.gzip === undefined ? zlibGzip : options.gzip,
      keepaliveWithoutCalls: options.keepaliveWithoutCalls ?? false,
      onReady,
    });
    this.#link.start(this.#connection, null);
    wheel.start(new LinkTick(wheel, this.#link), nowMs + TICK_MS);
  }

  /**
   * Connects and waits until the server showed that it speaks HTTP/2. Rejects with GrpcError
   * (Unavailable; DeadlineExceeded after the timeout; Cancelled by the signal).
   */
  static connect(options: ChannelOptions): Promise<GrpcChannel> {
    return new Promise((resolve, reject) => new ConnectAttempt(options, resolve, reject));
  }

  /** For ConnectAttempt: wraps a connected socket. */
  static over(socket: Socket, options: ChannelOptions, onReady: () => void): GrpcChannel {
    return new GrpcChannel(socket, options, onReady);
  }

  /** New calls may be made; false from GOAWAY or the end on. */
  get isUsable(): boolean {
    return this.#connection.isUsable;
  }

  /** Calls that are open or wait to be. */
  get callsCount(): number {
    return this.#connection.streamsCount + this.#connection.waitingCallsCount;
  }

  /** One request, one answer. The request is copied before the return; the answer is the caller's. */
  unary(path: string, request: Uint8Array, options: UnaryOptions = {}): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const exchange = new UnaryExchange(this.#copier, resolve, reject);
      const signal = options.signal;
      if (signal?.aborted) {
        reject(new GrpcError(GrpcStatus.CANCELLED, "context canceled", { isUnprocessed: true }));
        return;
      }
      const call = this.#begin(path, options, exchange);
      exchange.begin(call, signal);
      call.sendLast(request);
    });
  }

  /** A streaming call of any kind. */
  stream(path: string, options: UnaryOptions = {}): ClientStream {
    const stream = new ClientStream(this.#copier);
    const call = this.#begin(path, options, stream.listener);
    stream.begin(call, options.signal);
    return stream;
  }

  #begin(path: string, options: CallOptions, listener: CallListener): ClientCall {
    this.#connection.setNow(this.#clock.monotonicMs());
    return this.#connection.call(path, options, listener);
  }

  /** Ends all calls (Cancelled) and the connection. Resolves when the socket is closed. */
  async close(): Promise<void> {
    this.#connection.closeCalls("grpc: the client connection is closing");
    this.#connection.end(ErrorCode.NO_ERROR, "closed", false);
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** From nothing to a channel: dial, handshake, first SETTINGS, against one timer. */
class ConnectAttempt {
  readonly #options: ChannelOptions;
  readonly #resolve: (channel: GrpcChannel) => void;
  readonly #reject: (error: GrpcError) => void;
  readonly #socket: Socket;
  #channel: GrpcChannel | null = null;
  #timer: TimerHandle | null = null;
  #isSettled = false;
  readonly #onAbort = (): void =>
    this.#fail(new GrpcError(GrpcStatus.CANCELLED, "context canceled", { isUnprocessed: true }));
  readonly #onError = (error: Error): void => this.#fail(dialError(this.#options, error));

  constructor(
    options: ChannelOptions,
    resolve: (channel: GrpcChannel) => void,
    reject: (error: GrpcError) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    const target =
      options.path === undefined
        ? { host: options.host ?? "127.0.0.1", port: options.port ?? 0 }
        : { path: options.path };
    this.#socket =
      options.tls === undefined
        ? netConnect({ ...target, noDelay: true })
        : tlsConnect({
            ...(options.host === undefined || isIp(options.host)
              ? {}
              : { servername: options.host }),
            ...options.tls,
            ...target,
            ALPNProtocols: ["h2"],
          });
    this.#socket.on("error", this.#onError);
    this.#socket.on("close", () => {
      const reason = new Error(this.#channel === null ? "closed" : "closed before SETTINGS");
      this.#fail(dialError(this.#options, reason));
    });
    this.#socket.once(options.tls === undefined ? "connect" : "secureConnect", () =>
      this.#connected(),
    );
    const timeoutMs = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
    if (timeoutMs > 0) {
      this.#timer = (options.timers ?? systemTimers).after(timeoutMs, () => {
        this.#fail(
          new GrpcError(GrpcStatus.DEADLINE_EXCEEDED, "context deadline exceeded", {
            isUnprocessed: true,
            cause: dialError(this.#options, new Error("i/o timeout")),
          }),
        );
      });
    }
    if (options.signal?.aborted) this.#onAbort();
    else options.signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  #connected(): void {
    if (this.#isSettled) return;
    if (this.#options.tls !== undefined && (this.#socket as TLSSocket).alpnProtocol !== "h2") {
      this.#fail(
        dialError(
          this.#options,
          new Error("credentials: cannot check peer: missing selected ALPN property"),
        ),
      );
      return;
    }
    this.#channel = GrpcChannel.over(this.#socket, this.#options, () => this.#ready());
  }

  #ready(): void {
    if (this.#isSettled || this.#channel === null) return;
    this.#settle();
    this.#resolve(this.#channel);
  }

  #fail(error: GrpcError): void {
    if (this.#isSettled) return;
    this.#settle();
    this.#socket.destroy();
    this.#reject(error);
  }

  #settle(): void {
    this.#isSettled = true;
    this.#timer?.cancel();
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
  }
}

/** Collects the one answer of a unary call. */
class UnaryExchange implements CallListener {
  readonly #resolve: (answer: Uint8Array) => void;
  readonly #reject: (error: GrpcError) => void;
  readonly #copier: SlabCopier;
  #answer: Uint8Array | null = null;
  #isEnded = false;
  #call: ClientCall | null = null;
  #signal: AbortSignal | undefined;
  #onAbort: (() => void) | null = null;

  constructor(
    copier: SlabCopier,
    resolve: (answer: Uint8Array) => void,
    reject: (error: GrpcError) => void,
  ) {
    this.#copier = copier;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  begin(call: ClientCall, signal: AbortSignal | undefined): void {
    this.#call = call;
    if (signal === undefined || this.#isEnded) return;
    this.#signal = signal;
    this.#onAbort = () => call.cancel();
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  onMessage(message: Uint8Array): void {
    if (this.#answer !== null) {
      this.#call?.abort(
        GrpcStatus.INTERNAL,
        "cardinality violation: expected <EOF> for non server-streaming RPCs, but received another message",
      );
      return;
    }
    this.#answer = this.#copier.copy(message);
  }

  onEnd(error: GrpcError | null): void {
    this.#isEnded = true;
    if (this.#onAbort !== null) this.#signal?.removeEventListener("abort", this.#onAbort);
    if (error !== null) this.#reject(error);
    else if (this.#answer !== null) this.#resolve(this.#answer);
    else {
      this.#reject(
        new GrpcError(
          GrpcStatus.INTERNAL,
          "cardinality violation: received no response message from non-server-streaming RPC",
        ),
      );
    }
  }

  onRoom(): void {}
}

/**
 * A streaming call. Read it either with `for await` or with `onMessage` and `onEnd`, not both.
 *
 * The iterator's buffer is bounded by the stream's window: bytes that were not taken give the
 * server no new credit. Leaving the loop early cancels the call; a failed call throws GrpcError.
 */
export class ClientStream implements AsyncIterable<Uint8Array> {
  #call!: ClientCall;
  readonly #copier: SlabCopier;
  #signal: AbortSignal | undefined;
  #onAbort: (() => void) | null = null;
  #inbox: Uint8Array[] = [];
  #inboxStart = 0;
  #error: GrpcError | null = null;
  #isEnded = false;
  #messageCallback: ((message: Uint8Array) => void) | null = null;
  #endCallback: ((error: GrpcError | null) => void) | null = null;
  #drainCallback: (() => void) | null = null;
  #wake: (() => void) | null = null;

  /** @internal What the connection core reports to. */
  readonly listener: CallListener = {
    onMessage: (message) => this.#onMessage(message),
    onEnd: (error) => this.#onEnd(error),
    onRoom: () => this.#drainCallback?.(),
  };

  /** @internal Made by GrpcChannel.stream. */
  constructor(copier: SlabCopier) {
    this.#copier = copier;
  }

  /** @internal */
  begin(call: ClientCall, signal: AbortSignal | undefined): void {
    this.#call = call;
    if (signal === undefined || this.#isEnded) return;
    if (signal.aborted) {
      call.cancel();
      return;
    }
    this.#signal = signal;
    this.#onAbort = () => call.cancel();
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** False after the end of the call. */
  get isOpen(): boolean {
    return !this.#isEnded;
  }

  /** Bytes sent but not yet taken by the server's flow control. */
  get bufferedBytes(): number {
    return this.#call.bufferedBytes;
  }

  /** Metadata of the response headers; null before they came. */
  get headers(): Metadata | null {
    return this.#call.responseHead?.metadata ?? null;
  }

  /** Metadata of the trailers, after the end. */
  get trailers(): Metadata {
    return this.#call.trailers;
  }

  /** Sends a message, copied before the return. False: over the limit or ended; see `onDrain`. */
  send(message: Uint8Array): boolean {
    return this.#call.send(message);
  }

  /** Sends the last message together with the half-close. */
  sendLast(message: Uint8Array): void {
    this.#call.sendLast(message);
  }

  halfClose(): void {
    this.#call.halfClose();
  }

  cancel(): void {
    this.#call.cancel();
  }

  onDrain(callback: () => void): void {
    this.#drainCallback = callback;
  }

  /** Each view is valid only during the callback. */
  onMessage(callback: (message: Uint8Array) => void): void {
    this.#messageCallback = callback;
    while (this.#inboxStart < this.#inbox.length) callback(this.#take());
  }

  /** Called once, with null for status OK; at once when the call has ended already. */
  onEnd(callback: (error: GrpcError | null) => void): void {
    this.#endCallback = callback;
    if (this.#isEnded) callback(this.#error);
  }

  /** Stops granting credit to the server; what is under way still arrives. */
  pauseReading(): void {
    this.#call.paused = true;
  }

  resumeReading(): void {
    this.#call.paused = false;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        if (this.#inboxStart < this.#inbox.length) {
          yield this.#take();
        } else if (this.#isEnded) {
          if (this.#error !== null) throw this.#error;
          return;
        } else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.cancel();
    }
  }

  #take(): Uint8Array {
    const message = this.#inbox[this.#inboxStart++]!;
    if (this.#inboxStart === this.#inbox.length) {
      this.#inbox = [];
      this.#inboxStart = 0;
    } else if (this.#inboxStart >= 1024) {
      this.#inbox.splice(0, this.#inboxStart);
      this.#inboxStart = 0;
    }
    this.#call.released(message.length);
    return message;
  }

  #onMessage(message: Uint8Array): void {
    if (this.#messageCallback !== null) {
      this.#messageCallback(message);
      return;
    }
    this.#inbox.push(this.#copier.copy(message));
    this.#call.hold(message.length);
    this.#wakeUp();
  }

  #onEnd(error: GrpcError | null): void {
    this.#isEnded = true;
    this.#error = error;
    if (this.#onAbort !== null) this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#endCallback?.(error);
    this.#wakeUp();
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

function authorityOf(options: ChannelOptions): string {
  if (options.authority !== undefined) return options.authority;
  if (options.path !== undefined) return "localhost";
  const host = options.host ?? "127.0.0.1";
  return `${host.includes(":") ? `[${host}]` : host}:${options.port ?? 0}`;
}

function isIp(host: string): boolean {
  return /^[0-9.]+$/.test(host) || host.includes(":");
}

const GO_SYSTEM_ERRORS: ReadonlyMap<string, string> = new Map([
  ["ECONNREFUSED", "connect: connection refused"],
  ["ECONNRESET", "read: connection reset by peer"],
  ["ETIMEDOUT", "i/o timeout"],
  ["EHOSTUNREACH", "connect: no route to host"],
  ["ENETUNREACH", "connect: network is unreachable"],
  ["ENOENT", "connect: no such file or directory"],
]);

/** The text that Go's client gives, as scripts look for it. */
function dialError(options: ChannelOptions, error: Error): GrpcError {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const reason = GO_SYSTEM_ERRORS.get(code) ?? error.message;
  const target =
    options.path === undefined
      ? `tcp ${(options.host ?? "127.0.0.1").includes(":") ? `[${options.host}]` : (options.host ?? "127.0.0.1")}:${options.port ?? 0}`
      : `unix ${options.path}`;
  return new GrpcError(
    GrpcStatus.UNAVAILABLE,
    `connection error: desc = "transport: Error while dialing: dial ${target}: ${reason}"`,
    { isUnprocessed: true, cause: error },
  );
}
