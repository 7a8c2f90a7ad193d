/**
 * The port through which calls leave: one connection to one endpoint. `@kvorum/http2`'s
 * GrpcChannel stands behind it (grpc-connector.ts); tests put a scripted one there.
 */

import type { Endpoint } from "./endpoint.ts";

export type CallMetadata = readonly (readonly [name: string, value: string])[];

/**
 * What a channel rejects with: a gRPC status and its message. `isSent` is false when the request
 * certainly never reached the server's application, so that even a write may be sent again.
 */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  readonly status: number;
  readonly isSent: boolean;

  constructor(options: { status: number; message: string; isSent: boolean }) {
    super(options.message);
    this.status = options.status;
    this.isSent = options.isSent;
  }
}

/** Each message that iteration yields belongs to whoever iterates. */
export interface ChannelStream extends AsyncIterable<Uint8Array> {
  /** Queues one message. After the end of the stream it does nothing. */
  send(message: Uint8Array): void;
  halfClose(): void;
  /** Ends the call at once; iteration then throws. */
  cancel(): void;
}

export interface Channel {
  /** Such as `127.0.0.1:53090`, for messages; "" when unknown. */
  readonly localAddress: string;
  /** False once the connection cannot take new calls. */
  readonly isOpen: boolean;
  /** @throws CallFailure */
  unary(
    path: string,
    request: Uint8Array,
    options: { metadata: CallMetadata; timeoutMs: number | null; signal: AbortSignal | null },
  ): Promise<Uint8Array>;
  /** Iteration throws CallFailure when the call ends with another status than OK. */
  stream(
    path: string,
    options: { metadata: CallMetadata; timeoutMs: number | null },
  ): ChannelStream;
  /** Fulfils once the connection is gone, whoever closed it; never rejects. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Opens a channel, or rejects with an Error whose message says what failed. */
export type Connect = (endpoint: Endpoint) => Promise<Channel>;
