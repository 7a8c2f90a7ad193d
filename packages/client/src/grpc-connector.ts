/** Channels over @kvorum/http2: the transport of real clients, in the terms of channel.ts. */

import { type ClientStream, GrpcChannel, GrpcError } from "@kvorum/http2";
import {
  CallFailure,
  type CallMetadata,
  type Channel,
  type ChannelStream,
  type Connect,
} from "./channel.ts";
import type { Endpoint } from "./endpoint.ts";
import {
  DEFAULT_DIAL_TIMEOUT_MS,
  DEFAULT_MAX_RESPONSE_BYTES,
  MIN_KEEPALIVE_TIME_MS,
} from "./limits.ts";

/** What a TLS connection needs; files are read by the caller. */
export interface TlsOptions {
  /** PEM; without it the system's authorities count. */
  readonly ca?: Uint8Array;
  /** PEM certificate and key of the client, both or none. */
  readonly cert?: Uint8Array;
  readonly key?: Uint8Array;
  /** The name that the server's certificate must carry; by default the endpoint's host. */
  readonly serverName?: string;
  /** False accepts any certificate. */
  readonly isServerVerified?: boolean;
}

export interface ConnectorOptions {
  /** Null: plain text. */
  readonly tls: TlsOptions | null;
  readonly dialTimeoutMs?: number;
  /** A ping after this long without a byte from the server, while calls are open. */
  readonly keepaliveTimeMs?: number;
  readonly keepaliveTimeoutMs?: number;
  readonly maxResponseBytes?: number;
}

/** A connector for the endpoints of one client. */
export function grpcConnector(options: ConnectorOptions): Connect {
  const { tls, keepaliveTimeMs, keepaliveTimeoutMs } = options;
  const shared = {
    connectTimeoutMs: options.dialTimeoutMs ?? DEFAULT_DIAL_TIMEOUT_MS,
    limits: { maxReceiveMessageBytes: options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES },
    ...(keepaliveTimeMs === undefined
      ? {}
      : { keepaliveIntervalMs: Math.max(MIN_KEEPALIVE_TIME_MS, keepaliveTimeMs) }),
    ...(keepaliveTimeoutMs === undefined ? {} : { keepaliveTimeoutMs }),
    ...(tls === null ? {} : { tls: nodeTlsOptions(tls) }),
  };
  return async (endpoint) => {
    const { address } = endpoint;
    const target =
      address.kind === "unix" ? { path: address.path } : { host: address.host, port: address.port };
    try {
      return new GrpcChannelAdapter(await GrpcChannel.connect({ ...target, ...shared }));
    } catch (error) {
      throw connectFailure(error, { endpoint, isTls: tls !== null });
    }
  };
}

function nodeTlsOptions(tls: TlsOptions) {
  return {
    rejectUnauthorized: tls.isServerVerified !== false,
    ...(tls.ca === undefined ? {} : { ca: Buffer.from(tls.ca) }),
    ...(tls.cert === undefined ? {} : { cert: Buffer.from(tls.cert) }),
    ...(tls.key === undefined ? {} : { key: Buffer.from(tls.key) }),
    ...(tls.serverName === undefined || tls.serverName === ""
      ? {}
      : { servername: tls.serverName }),
  };
}

/** System errors of dialling; under TLS every other failure is one of the handshake. */
const DIAL_ERRORS: ReadonlySet<string> = new Set([
  ...["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "ENOENT", "ENOTFOUND"],
  ...["EAI_AGAIN", "EACCES"],
]);

function connectFailure(error: unknown, context: { endpoint: Endpoint; isTls: boolean }): unknown {
  if (!(error instanceof GrpcError)) return error;
  const cause = error.cause;
  // A timeout carries what it waited for.
  if (cause instanceof GrpcError) return cause;
  const code = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? "") : "";
  if (!context.isTls || !(cause instanceof Error) || DIAL_ERRORS.has(code)) return error;
  const isCut = code === "ECONNRESET" || cause.message === "closed";
  const reason = isCut ? "EOF" : cause.message;
  return new Error(
    `connection error: desc = "transport: authentication handshake failed: ${reason}"`,
    { cause },
  );
}

class GrpcChannelAdapter implements Channel {
  readonly localAddress = "";
  readonly closed: Promise<void>;
  readonly #channel: GrpcChannel;

  constructor(channel: GrpcChannel) {
    this.#channel = channel;
    this.closed = channel.closed.then(() => undefined);
  }

  get isOpen(): boolean {
    return this.#channel.isUsable;
  }

  async unary(
    path: string,
    request: Uint8Array,
    options: { metadata: CallMetadata; timeoutMs: number | null; signal: AbortSignal | null },
  ): Promise<Uint8Array> {
    try {
      return await this.#channel.unary(path, request, {
        metadata: options.metadata,
        ...(options.timeoutMs === null ? {} : { timeoutMs: options.timeoutMs }),
        ...(options.signal === null ? {} : { signal: options.signal }),
      });
    } catch (error) {
      throw callFailure(error);
    }
  }

  stream(
    path: string,
    options: { metadata: CallMetadata; timeoutMs: number | null },
  ): ChannelStream {
    return new StreamAdapter(
      this.#channel.stream(path, {
        metadata: options.metadata,
        ...(options.timeoutMs === null ? {} : { timeoutMs: options.timeoutMs }),
      }),
    );
  }

  close(): void {
    // Its end shows in `closed`, which never rejects.
    void this.#channel.close();
  }
}

class StreamAdapter implements ChannelStream {
  readonly #stream: ClientStream;

  constructor(stream: ClientStream) {
    this.#stream = stream;
  }

  send(message: Uint8Array): void {
    this.#stream.send(message);
  }

  halfClose(): void {
    this.#stream.halfClose();
  }

  cancel(): void {
    this.#stream.cancel();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    try {
      for await (const message of this.#stream) yield message;
    } catch (error) {
      throw callFailure(error);
    }
  }
}

function callFailure(error: unknown): unknown {
  if (!(error instanceof GrpcError)) return error;
  return new CallFailure({
    status: error.status,
    message: error.message,
    isSent: !error.isUnprocessed,
  });
}
