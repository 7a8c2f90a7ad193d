/**
 * What happens in front of every unary handler: the gates in etcd's order, decoding, and the
 * mapping of errors to statuses. v3 API, section 1 notes and 10.
 */

import type { CallContext, GrpcRoutes, StreamCall, UnaryCall } from "@kvorum/http2";
import { DecodeError, GrpcStatus, RequestError } from "@kvorum/proto";
import type { ServedMember } from "./served-member.ts";

export interface Gate {
  /** A learner serves this request. */
  readonly learner: boolean;
}

/** Null where the call may go on. */
export function gateError(
  member: ServedMember,
  call: CallContext,
  gate: Gate,
): RequestError | null {
  if (member.isLearner && !gate.learner) return new RequestError("NotSupportedForLearner");
  if (!member.hasLeader && call.metadata("hasleader") === "true")
    return new RequestError("NoLeader");
  return null;
}

export function failCall(call: UnaryCall | StreamCall, error: unknown): void {
  if (error instanceof RequestError) {
    call.fail(error.status, error.message);
  } else if (error instanceof DecodeError) {
    call.fail(GrpcStatus.Internal, `grpc: error unmarshalling request: proto: ${error.message}`);
  } else {
    throw error;
  }
}

/** Registers a handler that gets the decoded request; what it throws becomes the call's status. */
export function unary<Request>(
  routes: GrpcRoutes,
  member: ServedMember,
  path: string,
  decode: (bytes: Uint8Array) => Request,
  handle: (request: Request, call: UnaryCall, bytes: Uint8Array) => void,
  gate: Gate = { learner: false },
): void {
  routes.unary(path, (bytes, call) => {
    try {
      const refusal = gateError(member, call, gate);
      if (refusal !== null) throw refusal;
      handle(decode(bytes), call, bytes);
    } catch (error) {
      failCall(call, error);
    }
  });
}
