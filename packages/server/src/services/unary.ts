/**
 * What happens in front of every unary handler: the gates in etcd's order, decoding, and the
 * mapping of errors to statuses. v3 API, section 1 notes and 10.
 */

import type { CallContext, GrpcRoutes, StreamCall, UnaryCall } from "@kvorum/http2";
import { DecodeError, GrpcStatus, RequestError } from "@kvorum/proto";
import type { ServedMember } from "./served-member.ts";

export interface Gate {
  readonly type: "unary" | "stream";
  /** A learner serves this request. */
  readonly learner: boolean;
}

export const unaryGate: Gate = { type: "unary", learner: false };
export const learnerGate: Gate = { type: "unary", learner: true };
export const streamGate: Gate = { type: "stream", learner: false };
export const learnerStreamGate: Gate = { type: "stream", learner: true };

/** Null where the call may go on. Each call passes once. */
export function gateError(
  member: ServedMember,
  call: CallContext,
  gate: Gate,
): RequestError | null {
  if (member.isLearner && !gate.learner) return new RequestError("NotSupportedForLearner");
  const refusal = member.clientRequests.count(gate.type, call.metadata("client-api-version"));
  if (refusal !== null) return refusal;
  if (!member.hasLeader && call.metadata("hasleader") === "true") {
    return new RequestError("NoLeader");
  }
  return null;
}

/**
 * Runs a unary call's work: at once, or, where the caller's token is not known here yet, when this
 * member has applied what the token rests on. The bytes are valid only during the run.
 */
export function onceKnown(
  member: ServedMember,
  call: UnaryCall,
  bytes: Uint8Array,
  run: (bytes: Uint8Array, call: UnaryCall) => void,
): void {
  if (!member.callers.isEarly(call)) {
    run(bytes, call);
    return;
  }
  const kept = bytes.slice();
  member.afterReadIndex((error) => {
    try {
      if (error !== null) throw error;
      run(kept, call);
    } catch (cause) {
      failCall(call, cause);
    }
  });
}

/** The same for a call that answers with a stream. */
export function onceKnownStream(
  member: ServedMember,
  call: StreamCall,
  bytes: Uint8Array,
  run: (bytes: Uint8Array) => void,
): void {
  if (!member.callers.isEarly(call)) {
    run(bytes);
    return;
  }
  const kept = bytes.slice();
  member.afterReadIndex((error) => {
    if (!call.isOpen) return;
    try {
      if (error !== null) throw error;
      run(kept);
    } catch (cause) {
      failStream(call, cause);
    }
  });
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

/** The same for calls whose requests come as a stream; grpc-go words a bad message so there. */
export function failStream(call: StreamCall, error: unknown): void {
  if (error instanceof DecodeError) {
    const text = `grpc: failed to unmarshal the received message: proto: ${error.message}`;
    call.fail(GrpcStatus.Internal, text);
  } else {
    failCall(call, error);
  }
}

/** Registers a handler that gets the decoded request; what it throws becomes the call's status. */
export function unary<Request>(
  routes: GrpcRoutes,
  member: ServedMember,
  path: string,
  decode: (bytes: Uint8Array) => Request,
  handle: (request: Request, call: UnaryCall, bytes: Uint8Array) => void,
  gate: Gate = unaryGate,
): void {
  const run = (bytes: Uint8Array, call: UnaryCall): void => handle(decode(bytes), call, bytes);
  routes.unary(path, (bytes, call) => {
    try {
      const refusal = gateError(member, call, gate);
      if (refusal !== null) throw refusal;
      onceKnown(member, call, bytes, run);
    } catch (error) {
      failCall(call, error);
    }
  });
}
