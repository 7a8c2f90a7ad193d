/** How a call of the client failed. */

import type { Metadata } from "./metadata.ts";

export class GrpcError extends Error {
  override readonly name = "GrpcError";
  /** A gRPC status code, never 0. */
  readonly status: number;
  /** Trailers of the answer, where there was one. */
  readonly metadata: Metadata;
  /**
   * True when the server certainly did not handle the request: it never left, was refused, or came
   * after the server's GOAWAY. Only then may a call that changes something be repeated blindly.
   */
  readonly isUnprocessed: boolean;

  constructor(
    status: number,
    message: string,
    details: { metadata?: Metadata; isUnprocessed?: boolean; cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = status;
    this.metadata = details.metadata ?? [];
    this.isUnprocessed = details.isUnprocessed ?? false;
  }
}
