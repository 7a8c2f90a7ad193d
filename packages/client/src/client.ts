/**
 * One client of a cluster: calls with deadlines over whatever endpoint is connected.
 *
 * - A call waits for a connection as long as its deadline allows, without one forever.
 * - Reads are repeated while servers answer Unavailable. A write is repeated only if it certainly
 *   never reached a server, so that no call is applied twice behind the caller's back.
 * - With a name and password the client logs in before its first call and again when a server
 *   forgets the token; with a token it sends that.
 *
 * Not here: sessions, locks, elections, caching of leaders. Facts: the v3 API specification,
 * sections 10.4 and 12.1.
 */

import type { Clock, Random, Timers } from "@kvorum/base";
import { DecodeError, GrpcStatus, type Init } from "@kvorum/proto";
import { CallFailure, type CallMetadata, type ChannelStream, type Connect } from "./channel.ts";
import { addressText, type Endpoint, parseEndpoint } from "./endpoint.ts";
import { EndpointPool, type PickedChannel } from "./endpoint-pool.ts";
import { ClientError, canceledError, deadlineError, errorFromStatus } from "./errors.ts";
import {
  DEFAULT_MAX_REQUEST_BYTES,
  MAX_LOGINS_PER_CALL,
  MAX_READ_ATTEMPTS,
  READ_RETRY_PAUSE_MS,
} from "./limits.ts";
import { auth, type Method } from "./methods.ts";
import { systemClock, systemRandom, systemTimers } from "./system-ports.ts";

/** The release of the API that this client speaks, as servers count it. */
const CLIENT_API_VERSION = "3.7";

export type Credentials =
  | { readonly kind: "password"; readonly name: string; readonly password: string }
  | { readonly kind: "token"; readonly token: string };

/** One attempt of a call that failed, for logs. */
export interface FailedAttempt {
  readonly path: string;
  /** Counts from zero. */
  readonly attempt: number;
  readonly error: ClientError;
  /** The endpoint and the local address of the connection; null if there was none. */
  readonly peer: { readonly address: string; readonly localAddress: string } | null;
}

export interface ClientOptions {
  /** See parseEndpoint(). At least one. */
  readonly endpoints: readonly string[];
  readonly connect: Connect;
  readonly credentials?: Credentials | null;
  /** Deadline of calls that bring none of their own; null waits forever. Default null. */
  readonly callTimeoutMs?: number | null;
  readonly maxRequestBytes?: number;
  readonly onFailedAttempt?: (failed: FailedAttempt) => void;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly random?: Random;
}

export interface CallOptions {
  /** From now to the answer, connecting included; null: no deadline. */
  readonly timeoutMs?: number | null;
  readonly signal?: AbortSignal;
  /** Fail at once, or end the stream, when the member knows no leader. */
  readonly requireLeader?: boolean;
}

export interface StreamOptions extends CallOptions {
  /** Bounds only the wait for a connection, where `timeoutMs` bounds the whole stream. */
  readonly connectTimeoutMs?: number | null;
}

export interface ClientStream<Request, Response> extends AsyncIterable<Response> {
  send(request: Init<Request>): void;
  halfClose(): void;
  cancel(): void;
}

export class Client {
  /** As given, in order. */
  readonly endpoints: readonly Endpoint[];
  readonly #pool: EndpointPool;
  readonly #credentials: Credentials | null;
  readonly #callTimeoutMs: number | null;
  readonly #maxRequestBytes: number;
  readonly #onFailedAttempt: (failed: FailedAttempt) => void;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #closing = new AbortController();
  #token: string | null;
  #login: Promise<void> | null = null;

  /**
   * Connects nowhere yet.
   *
   * @throws ClientError NoEndpoints; EndpointError
   */
  constructor(options: ClientOptions) {
    if (options.endpoints.length === 0) {
      throw new ClientError({
        code: "NoEndpoints",
        status: GrpcStatus.Unavailable,
        description: "no available endpoints",
        message: "etcdclient: no available endpoints",
        outcome: "did not happen",
      });
    }
    this.endpoints = options.endpoints.map(parseEndpoint);
    this.#credentials = options.credentials ?? null;
    this.#callTimeoutMs = options.callTimeoutMs ?? null;
    this.#maxRequestBytes = options.maxRequestBytes ?? DEFAULT_MAX_REQUEST_BYTES;
    this.#onFailedAttempt = options.onFailedAttempt ?? (() => {});
    this.#clock = options.clock ?? systemClock;
    this.#timers = options.timers ?? systemTimers;
    this.#token = this.#credentials?.kind === "token" ? this.#credentials.token : null;
    this.#pool = new EndpointPool({
      endpoints: this.endpoints,
      connect: options.connect,
      timers: this.#timers,
      random: options.random ?? systemRandom,
    });
  }

  /** Aborted by close(): for what waits between calls. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Ends every connection and call. */
  close(): void {
    this.#closing.abort();
    this.#pool.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * Sends one request and returns its answer. Bytes in the answer are views of one buffer that
   * belongs to the caller.
   *
   * @throws ClientError
   */
  async unary<Request, Response>(
    method: Method<Request, Response>,
    request: Init<Request>,
    options: CallOptions = {},
  ): Promise<Response> {
    const deadlineMs = this.#deadline(options);
    if (this.#needsLogin()) await this.#logIn(deadlineMs, options.signal);
    return await this.#call(method, request, options, deadlineMs);
  }

  /**
   * Opens a stream on one endpoint. It is not opened again when it breaks: iteration throws a
   * ClientError then.
   *
   * @throws ClientError
   */
  async stream<Request, Response>(
    method: Method<Request, Response>,
    options: StreamOptions = {},
  ): Promise<ClientStream<Request, Response>> {
    const deadlineMs = this.#deadline(options);
    const connectDeadlineMs =
      options.connectTimeoutMs === undefined || options.connectTimeoutMs === null
        ? deadlineMs
        : this.#clock.monotonicMs() + options.connectTimeoutMs;
    if (this.#needsLogin()) await this.#logIn(connectDeadlineMs, options.signal);
    const picked = await this.#pick(connectDeadlineMs, options.signal);
    const stream = picked.channel.stream(method.path, {
      metadata: this.#metadata(options),
      timeoutMs: this.#remaining(deadlineMs),
    });
    return new TypedStream(stream, method, (failure) =>
      this.#classify(failure, deadlineMs, options.signal),
    );
  }

  /**
   * Gets a token for the name and password; does nothing without them or with a fresh token.
   * A server without authentication is no error. Calls do this themselves: this is for callers
   * that want to know at once whether the password is right.
   *
   * @throws ClientError
   */
  async logIn(options: CallOptions = {}): Promise<void> {
    if (this.#needsLogin()) await this.#logIn(this.#deadline(options), options.signal);
  }

  /** Drops the token, so that the next call logs in. True when that can help. */
  forgetToken(): boolean {
    if (this.#credentials?.kind !== "password") return false;
    this.#token = null;
    return true;
  }

  #needsLogin(): boolean {
    return this.#token === null && this.#credentials?.kind === "password";
  }

  #logIn(deadlineMs: number | null, signal: AbortSignal | undefined): Promise<void> {
    this.#login ??= this.#authenticate(deadlineMs, signal).finally(() => {
      this.#login = null;
    });
    return this.#login;
  }

  async #authenticate(deadlineMs: number | null, signal: AbortSignal | undefined): Promise<void> {
    const credentials = this.#credentials;
    if (credentials?.kind !== "password") return;
    const { name, password } = credentials;
    try {
      const options = signal === undefined ? {} : { signal };
      const answer = await this.#call(auth.authenticate, { name, password }, options, deadlineMs);
      this.#token = answer.token;
    } catch (error) {
      if (!(error instanceof ClientError) || error.code !== "AuthNotEnabled") throw error;
      this.#token = "";
    }
  }

  async #call<Request, Response>(
    method: Method<Request, Response>,
    request: Init<Request>,
    options: CallOptions,
    deadlineMs: number | null,
  ): Promise<Response> {
    const bytes = method.encode(request);
    if (bytes.length > this.#maxRequestBytes) {
      throw this.#report(method.path, 0, null, tooLarge(bytes.length, this.#maxRequestBytes));
    }
    let logins = 0;
    for (let attempt = 0; ; attempt++) {
      let picked: PickedChannel | null = null;
      let error: ClientError;
      try {
        picked = await this.#pick(deadlineMs, options.signal);
        const answer = await picked.channel.unary(method.path, bytes, {
          metadata: this.#metadata(options),
          timeoutMs: this.#remaining(deadlineMs),
          signal: options.signal ?? null,
        });
        return method.decode(answer);
      } catch (failure) {
        error = this.#classify(failure, deadlineMs, options.signal);
      }
      this.#report(method.path, attempt, picked, error);
      if (
        picked === null ||
        error.code === "ContextDeadlineExceeded" ||
        error.code === "ContextCanceled"
      ) {
        throw error;
      }
      if (method.path !== auth.authenticate.path && this.#isLoginHelpful(error)) {
        if (++logins > MAX_LOGINS_PER_CALL) throw error;
        this.#token = null;
        await this.#logIn(deadlineMs, options.signal);
        continue;
      }
      if (error.status !== GrpcStatus.Unavailable || attempt + 1 >= MAX_READ_ATTEMPTS) throw error;
      if (method.kind === "write" && error.outcome !== "did not happen") throw error;
      if (method.kind === "write" && error.code !== "Other") throw error;
      if ((attempt + 1) % this.endpoints.length === 0) {
        await this.#pause(READ_RETRY_PAUSE_MS, options.signal);
      }
    }
  }

  async #pick(deadlineMs: number | null, signal: AbortSignal | undefined): Promise<PickedChannel> {
    const picked = await this.#pool.pick({
      timeoutMs: this.#remaining(deadlineMs),
      signal: signal ?? null,
    });
    if (typeof picked === "object") return picked;
    switch (picked) {
      case "deadline":
        throw deadlineError({
          isSent: false,
          reason:
            this.#pool.lastFailure === ""
              ? "context deadline exceeded while waiting for connections to become ready"
              : `latest balancer error: ${this.#pool.lastFailure}`,
        });
      case "canceled":
        throw canceledError(false);
      case "closed":
        throw new ClientError({
          code: "ClientClosed",
          status: GrpcStatus.Canceled,
          description: "the client connection is closing",
          message: "rpc error: code = Canceled desc = grpc: the client connection is closing",
          outcome: "did not happen",
        });
    }
  }

  #metadata(options: CallOptions): CallMetadata {
    const metadata: [string, string][] = [["client-api-version", CLIENT_API_VERSION]];
    if (options.requireLeader === true) metadata.push(["hasleader", "true"]);
    if (this.#token !== null && this.#token !== "") metadata.push(["token", this.#token]);
    return metadata;
  }

  #isLoginHelpful(error: ClientError): boolean {
    if (this.#credentials?.kind !== "password") return false;
    switch (error.code) {
      case "InvalidAuthToken":
      case "AuthOldRevision":
        return true;
      case "UserEmpty":
        return this.#token === "";
      default:
        return false;
    }
  }

  #classify(
    failure: unknown,
    deadlineMs: number | null,
    signal: AbortSignal | undefined,
  ): ClientError {
    if (failure instanceof ClientError) return failure;
    if (failure instanceof DecodeError) {
      return errorFromStatus({
        status: GrpcStatus.Internal,
        description: `grpc: failed to unmarshal the received message: ${failure.message}`,
        isSent: true,
        cause: failure,
      });
    }
    if (!(failure instanceof CallFailure)) throw failure;
    if (failure.status === GrpcStatus.Canceled && signal?.aborted) {
      return canceledError(failure.isSent);
    }
    if (failure.status === GrpcStatus.DeadlineExceeded && deadlineMs !== null) {
      return deadlineError({ isSent: failure.isSent, reason: failure.message });
    }
    return errorFromStatus({
      status: failure.status,
      description: failure.message,
      isSent: failure.isSent,
      cause: failure,
    });
  }

  #report(
    path: string,
    attempt: number,
    picked: PickedChannel | null,
    error: ClientError,
  ): ClientError {
    this.#onFailedAttempt({
      path,
      attempt,
      error,
      peer:
        picked === null
          ? null
          : { address: addressText(picked.endpoint), localAddress: picked.channel.localAddress },
    });
    return error;
  }

  #deadline(options: CallOptions): number | null {
    const timeoutMs =
      options.timeoutMs === undefined ? this.#callTimeoutMs : (options.timeoutMs ?? null);
    return timeoutMs === null ? null : this.#clock.monotonicMs() + timeoutMs;
  }

  #remaining(deadlineMs: number | null): number | null {
    return deadlineMs === null ? null : Math.max(0, deadlineMs - this.#clock.monotonicMs());
  }

  #pause(pauseMs: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        timer.cancel();
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = this.#timers.after(pauseMs, done);
      signal?.addEventListener("abort", done, { once: true });
    });
  }
}

class TypedStream<Request, Response> implements ClientStream<Request, Response> {
  readonly #stream: ChannelStream;
  readonly #method: Method<Request, Response>;
  readonly #classify: (failure: unknown) => ClientError;

  constructor(
    stream: ChannelStream,
    method: Method<Request, Response>,
    classify: (failure: unknown) => ClientError,
  ) {
    this.#stream = stream;
    this.#method = method;
    this.#classify = classify;
  }

  send(request: Init<Request>): void {
    this.#stream.send(this.#method.encode(request));
  }

  halfClose(): void {
    this.#stream.halfClose();
  }

  cancel(): void {
    this.#stream.cancel();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Response> {
    const messages = this.#stream[Symbol.asyncIterator]();
    try {
      for (;;) {
        let response: Response;
        try {
          const next = await messages.next();
          if (next.done === true) return;
          response = this.#method.decode(next.value);
        } catch (failure) {
          throw this.#classify(failure);
        }
        yield response;
      }
    } finally {
      this.#stream.cancel();
    }
  }
}

function tooLarge(sizeBytes: number, limitBytes: number): ClientError {
  return errorFromStatus({
    status: GrpcStatus.ResourceExhausted,
    description: `trying to send message larger than max (${sizeBytes} vs. ${limitBytes})`,
    isSent: false,
  });
}
