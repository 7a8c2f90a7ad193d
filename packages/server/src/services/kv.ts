/**
 * The KV service: checks in front of consensus, proposals, and reads behind the read index.
 * v3 API, section 3. Rules that all members must agree on live in the store's apply; here is what
 * the member that got the request decides alone.
 */

import type { GrpcRoutes, StreamCall, UnaryCall } from "@kvorum/http2";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import {
  checkDeleteRange,
  checkRange,
  checkTxn,
  isReadOnlyTxn,
  isSerializableTxn,
  PutAdmission,
  txnCost,
} from "@kvorum/store";
import { RequestField } from "../member/log-entry.ts";
import type { ServedMember } from "./served-member.ts";
import {
  failCall,
  failStream,
  gateError,
  learnerGate,
  onceKnown,
  streamGate,
  unary,
  unaryGate,
} from "./unary.ts";

const service = "/etcdserverpb.KV";

export function registerKv(routes: GrpcRoutes, member: ServedMember): void {
  const { store, headers } = member;

  const answerRange = (
    request: etcdserverpb.RangeRequest,
    call: UnaryCall,
    sinceMs: number,
  ): void => {
    const startMs = member.nowMs;
    let isSuccess = false;
    try {
      const caller = member.callers.of(call);
      if (caller !== null) store.auth.checkRange(caller, request);
      const answer = store.range(request);
      call.respondJoined(headers.field(answer.revision, member.appliedTerm), answer.body);
      isSuccess = true;
    } catch (error) {
      failCall(call, error);
    }
    const endMs = member.nowMs;
    member.timing.range(isSuccess, endMs - startMs, endMs - sinceMs);
  };

  const answerSerializable = (bytes: Uint8Array, call: UnaryCall): void =>
    answerRange(etcdserverpb.decodeRangeRequest(bytes), call, member.nowMs);

  routes.unary(`${service}/Range`, (bytes, call) => {
    try {
      let request = etcdserverpb.decodeRangeRequest(bytes);
      const gate = request.serializable ? learnerGate : unaryGate;
      const refusal = gateError(member, call, gate);
      if (refusal !== null) throw refusal;
      checkRange(request);
      if (request.serializable && member.callers.isEarly(call)) {
        onceKnown(member, call, bytes, answerSerializable);
        return;
      }
      const sinceMs = member.nowMs;
      if (request.serializable || member.canReadNow) {
        answerRange(request, call, sinceMs);
        return;
      }
      // The views of the request end with this call.
      request = etcdserverpb.decodeRangeRequest(bytes.slice());
      member.afterReadIndex((error) => {
        if (error === null) answerRange(request, call, sinceMs);
        else failCall(call, error);
      });
    } catch (error) {
      failCall(call, error);
    }
  });

  const puts = new PutAdmission();
  const proposePut = (bytes: Uint8Array, call: UnaryCall): void => {
    // The request is checked on its bytes: they go into the log as they are.
    if (!member.admitWrite(puts.read(bytes))) throw new RequestError("NoSpace");
    puts.check();
    member.proposeCall(RequestField.put, bytes, call, member.callers.of(call));
  };
  routes.unary(`${service}/Put`, (bytes, call) => {
    try {
      const refusal = gateError(member, call, unaryGate);
      if (refusal !== null) throw refusal;
      onceKnown(member, call, bytes, proposePut);
    } catch (error) {
      failCall(call, error);
    }
  });

  unary(
    routes,
    member,
    `${service}/DeleteRange`,
    etcdserverpb.decodeDeleteRangeRequest,
    (request, call, bytes) => {
      checkDeleteRange(request);
      member.proposeCall(RequestField.deleteRange, bytes, call, member.callers.of(call));
    },
  );

  const answerTxn = (request: etcdserverpb.TxnRequest, call: UnaryCall): void => {
    const caller = member.callers.of(call);
    if (caller !== null) store.auth.checkTxn(caller, request);
    const answer = store.txnReadOnly(request);
    call.respondJoined(headers.field(answer.revision, member.appliedTerm), answer.body);
  };

  unary(routes, member, `${service}/Txn`, etcdserverpb.decodeTxnRequest, (request, call, bytes) => {
    if (!member.admitWrite(txnCost(request))) throw new RequestError("NoSpace");
    checkTxn(request, { maxTxnOps: member.maxTxnOps });
    if (!isReadOnlyTxn(request)) {
      member.proposeCall(RequestField.txn, bytes, call, member.callers.of(call));
      return;
    }
    if (isSerializableTxn(request) || member.canReadNow) {
      answerTxn(request, call);
      return;
    }
    const kept = etcdserverpb.decodeTxnRequest(bytes.slice());
    member.afterReadIndex((error) => {
      try {
        if (error !== null) throw error;
        answerTxn(kept, call);
      } catch (cause) {
        failCall(call, cause);
      }
    });
  });

  unary(
    routes,
    member,
    `${service}/Compact`,
    etcdserverpb.decodeCompactionRequest,
    (_request, call, bytes) =>
      member.proposeCall(RequestField.compaction, bytes, call, member.callers.admin(call)),
  );

  routes.serverStream(`${service}/RangeStream`, (bytes, call) => {
    try {
      const refusal = gateError(member, call, streamGate);
      if (refusal !== null) throw refusal;
      const request = etcdserverpb.decodeRangeRequest(bytes.slice());
      checkRange(request);
      const start = (error: RequestError | null): void => {
        try {
          if (error !== null) throw error;
          streamRange(member, request, call);
        } catch (cause) {
          failStream(call, cause);
        }
      };
      if (member.canReadNow || (request.serializable && !member.callers.isEarly(call))) start(null);
      else member.afterReadIndex(start);
    } catch (error) {
      failStream(call, error);
    }
  });
}

/** Sends chunk after chunk of one revision, no faster than the client takes them. */
function streamRange(
  member: ServedMember,
  request: etcdserverpb.RangeRequest,
  call: StreamCall,
): void {
  const { auth } = member.store;
  const caller = member.callers.of(call);
  if (caller !== null) auth.checkRange(caller, request);
  const { revision } = auth;
  const cursor = member.store.rangeStream(request, { maxRequestBytes: member.maxRequestBytes });
  const pump = (): void => {
    try {
      while (call.isOpen) {
        // What was granted when the stream began may be taken back by now.
        if (caller !== null && auth.revision !== revision) {
          throw new RequestError("AuthOldRevision");
        }
        const chunk = cursor.next();
        if (chunk === null) {
          call.end();
          return;
        }
        const header =
          chunk.revision > 0
            ? member.headers.field(chunk.revision, member.appliedTerm)
            : new Uint8Array(0);
        if (!call.sendJoined(...wrapRangeResponse(header, chunk.body))) return;
      }
    } catch (error) {
      failStream(call, error);
    }
  };
  call.onDrain(pump);
  pump();
}

/** RangeStreamResponse is a message whose field 1 is the RangeResponse. */
function wrapRangeResponse(header: Uint8Array, body: Uint8Array): [Uint8Array, Uint8Array] {
  const length = header.length + body.length;
  const prefix = [0x0a];
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) prefix.push((rest & 0x7f) | 0x80);
  prefix.push(rest);
  const head = new Uint8Array(prefix.length + header.length);
  head.set(prefix);
  head.set(header, prefix.length);
  return [head, body];
}
