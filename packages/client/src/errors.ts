/**
 * Failures as a caller sees them. A server's error is told by its status and text once, here;
 * everything else compares `code`. The message is what etcd's own client prints: the plain text
 * for errors that etcd defines for its clients, `rpc error: code = ... desc = ...` for the rest.
 */

import { type ErrorCode, errorTable, GrpcStatus, grpcStatusName } from "@kvorum/proto";

const codesByText: ReadonlyMap<string, ErrorCode> = new Map(
  (Object.keys(errorTable) as ErrorCode[]).map((code) => [errorTable[code].text, code]),
);

/** Errors with etcd's prefix that its own client nevertheless does not know. */
const UNMAPPED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "UnknownMethod",
  "LeaderTransferTimeout",
]);

export type ClientErrorCode = ErrorCode | "NoEndpoints" | "ClientClosed" | "Other";

export class ClientError extends Error {
  override readonly name = "ClientError";
  /** "Other": a status and text that are no error of etcd's; see `status` and `description`. */
  readonly code: ClientErrorCode;
  readonly status: number;
  /** The server's text, without the wrapper that `message` may have. */
  readonly description: string;
  /** Whether the operation certainly did not happen or may have happened. */
  readonly outcome: "did not happen" | "may have happened";

  constructor(options: {
    code: ClientErrorCode;
    status: number;
    description: string;
    message: string;
    outcome: "did not happen" | "may have happened";
    cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.status = options.status;
    this.description = options.description;
    this.outcome = options.outcome;
  }
}

/** As Go prints a status. */
export function statusText(status: number, description: string): string {
  return `rpc error: code = ${grpcStatusName(status)} desc = ${description}`;
}

/** The error for a status and text that came over the wire. */
export function errorFromStatus(options: {
  status: number;
  description: string;
  isSent: boolean;
  cause?: unknown;
}): ClientError {
  const { status, description } = options;
  const code = codesByText.get(description) ?? "Other";
  const isPlain = code !== "Other" && description.startsWith("etcdserver: ") && !UNMAPPED.has(code);
  const outcome = !options.isSent
    ? "did not happen"
    : code === "Other"
      ? "may have happened"
      : errorTable[code].outcome;
  return new ClientError({
    code,
    status,
    description,
    message: isPlain ? description : statusText(status, description),
    outcome,
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  });
}

/** The caller's own deadline passed. `reason` is what stood in the way, for logs. */
export function deadlineError(options: { isSent: boolean; reason: string }): ClientError {
  return new ClientError({
    code: "ContextDeadlineExceeded",
    status: GrpcStatus.DeadlineExceeded,
    description: options.reason,
    message: errorTable.ContextDeadlineExceeded.text,
    outcome: options.isSent ? "may have happened" : "did not happen",
  });
}

/** The caller's own signal ended the call. */
export function canceledError(isSent: boolean): ClientError {
  return new ClientError({
    code: "ContextCanceled",
    status: GrpcStatus.Canceled,
    description: errorTable.ContextCanceled.text,
    message: errorTable.ContextCanceled.text,
    outcome: isSent ? "may have happened" : "did not happen",
  });
}
