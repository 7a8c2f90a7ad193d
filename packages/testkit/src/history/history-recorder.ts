/**
 * Writes a history down while it happens. All clients of a run share one recorder, whose calls give
 * the order of everything; times in milliseconds are passed in.
 *
 * Duties of the harness: `call` before the request leaves, `done` or `failed` after the answer is
 * decoded and before the client acts on it, and never both. Messages are kept: bytes must not be
 * views of buffers that are written again.
 */

import { assert } from "@kvorum/base";
import { type ErrorCode, errorTable, type etcdserverpb } from "@kvorum/proto";
import type {
  Call,
  CommittedLog,
  History,
  MemberHash,
  Messages,
  Method,
  Operation,
  OperationOf,
  Watch,
  WatchSegment,
} from "./history.ts";
import { emptyHistory } from "./history.ts";

const codesByError = new Map<string, ErrorCode>(
  (Object.keys(errorTable) as ErrorCode[]).map((code) => [
    `${errorTable[code].status} ${errorTable[code].text}`,
    code,
  ]),
);

/** The code of an error as it came over the wire; null when it is none of the table. */
export function errorCodeOf(error: { status: number; message: string }): ErrorCode | null {
  return codesByError.get(`${error.status} ${error.message}`) ?? null;
}

export class HistoryRecorder {
  readonly history: History = emptyHistory();
  #sequence = 0;

  /** The request is about to be sent. */
  call<M extends Method>(
    call: { readonly method: M; readonly request: Messages[M]["request"] },
    where: { readonly client: number; readonly member: string; readonly nowMs: number },
  ): OperationOf<M> {
    const operation: OperationOf<M> = {
      id: this.history.operations.length,
      client: where.client,
      member: where.member,
      method: call.method,
      request: call.request,
      calledAt: this.#sequence++,
      calledMs: where.nowMs,
      endedAt: null,
      endedMs: null,
      outcome: "open",
      answer: null,
      errorCode: null,
      reason: "",
    };
    this.history.operations.push(operation as unknown as Operation);
    return operation;
  }

  /** As `call`, for a request whose method is known only at run time. */
  callAny(
    call: Call,
    where: { readonly client: number; readonly member: string; readonly nowMs: number },
  ): Operation {
    return this.call(
      call as { method: "Put"; request: etcdserverpb.PutRequest },
      where,
    ) as Operation;
  }

  /** The answer came. */
  done<M extends Method>(
    operation: OperationOf<M>,
    answer: Messages[M]["answer"],
    nowMs: number,
  ): void {
    this.#end(operation as unknown as Operation, "done", nowMs);
    operation.answer = answer;
  }

  /** As `done`, for an answer whose method is known only at run time. */
  doneAny(operation: Operation, answer: object, nowMs: number): void {
    this.done(operation as OperationOf<"Put">, answer as etcdserverpb.PutResponse, nowMs);
  }

  /** The request failed; the error table decides between `refused` and `unknown`. */
  failed(operation: Operation, error: { status: number; message: string }, nowMs: number): void {
    const code = errorCodeOf(error);
    const isRefused = code !== null && errorTable[code].outcome === "did not happen";
    this.#end(operation, isRefused ? "refused" : "unknown", nowMs);
    operation.errorCode = code;
    operation.reason = `${error.status} ${error.message}`;
  }

  /** Nothing is known of the request any more: connection gone, client gave up, member killed. */
  unknown(operation: Operation, reason: string, nowMs: number): void {
    this.#end(operation, "unknown", nowMs);
    operation.reason = reason;
  }

  /** The request surely never left this process, such as when no connection could be made. */
  notSent(operation: Operation, reason: string, nowMs: number): void {
    this.#end(operation, "refused", nowMs);
    operation.reason = reason;
  }

  /** A create request is about to be sent, on a first stream. */
  watch(
    request: etcdserverpb.WatchCreateRequest,
    where: { readonly client: number; readonly member: string; readonly nowMs: number },
  ): Watch {
    const watch: Watch = { id: this.history.watches.length, client: where.client, segments: [] };
    this.history.watches.push(watch);
    this.resumeWatch(watch, request, where);
    return watch;
  }

  /** The watch goes on, with a new create request, perhaps on another member. */
  resumeWatch(
    watch: Watch,
    request: etcdserverpb.WatchCreateRequest,
    where: { readonly member: string; readonly nowMs: number },
  ): WatchSegment {
    const last = watch.segments.at(-1);
    assert(last === undefined || last.endReason !== null, "the earlier segment is still open");
    const segment: WatchSegment = {
      member: where.member,
      request,
      calledAt: this.#sequence++,
      calledMs: where.nowMs,
      receipts: [],
      endReason: null,
      endedAt: null,
    };
    watch.segments.push(segment);
    return segment;
  }

  /** A response for the watch's current segment: created, events, progress or canceled. */
  watchResponse(watch: Watch, response: etcdserverpb.WatchResponse, nowMs: number): void {
    const segment = watch.segments.at(-1)!;
    assert(segment.endReason === null, "a response after the end of its watch segment");
    segment.receipts.push({ receivedAt: this.#sequence++, receivedMs: nowMs, response });
  }

  /** The current segment gets nothing more: stream broken, canceled, member killed. */
  watchEnded(watch: Watch, reason: string): void {
    const segment = watch.segments.at(-1)!;
    if (segment.endReason !== null) return;
    segment.endReason = reason === "" ? "ended" : reason;
    segment.endedAt = this.#sequence++;
  }

  /** What a member holds when all is over. */
  committed(log: CommittedLog): void {
    this.history.committedLogs.push(log);
  }

  hash(hash: MemberHash): void {
    this.history.hashes.push(hash);
  }

  /** Operations that never ended become unknown; open watches stay open. */
  finish(nowMs: number): History {
    for (const operation of this.history.operations) {
      if (operation.outcome === "open") this.unknown(operation, "the run ended", nowMs);
    }
    return this.history;
  }

  #end(operation: Operation, outcome: "done" | "refused" | "unknown", nowMs: number): void {
    assert(operation.outcome === "open", `operation ${operation.id} ended twice`);
    operation.outcome = outcome;
    operation.endedAt = this.#sequence++;
    operation.endedMs = nowMs;
  }
}
