/** Answers a gRPC call with the outcome of its entry. */

import type { UnaryCall } from "@kvorum/http2";
import { RequestError } from "@kvorum/proto";
import type { ApplyOutcome } from "@kvorum/store";
import type { Waiter } from "./proposals.ts";
import type { RequestTiming } from "./request-timing.ts";
import type { ResponseHeaders } from "./response-header.ts";

/** What an answer takes from its member. */
export interface AnsweringMember {
  readonly headers: ResponseHeaders;
  readonly appliedTerm: number;
  readonly timing: RequestTiming;
  /** Monotonic now. */
  readonly nowMs: number;
  /** Calls back once the deletions of a compaction are committed. */
  whenCompacted(revision: number, done: () => void): void;
}

export class CallWaiter implements Waiter {
  readonly #member: AnsweringMember;
  readonly #call: UnaryCall;
  readonly #field: number;
  readonly #startedMs: number;

  constructor(member: AnsweringMember, call: UnaryCall, field: number, startedMs: number) {
    this.#member = member;
    this.#call = call;
    this.#field = field;
    this.#startedMs = startedMs;
  }

  settled(outcome: ApplyOutcome): void {
    const { answer, error, compaction } = outcome;
    if (answer === null) {
      this.failed(error ?? new RequestError("Stopped"));
      return;
    }
    const member = this.#member;
    const header = member.headers.field(answer.revision, member.appliedTerm);
    if (compaction?.isPhysical === true) {
      member.whenCompacted(compaction.revision, () => {
        this.#call.respondJoined(header, answer.body);
        this.#observe(true);
      });
    } else {
      this.#call.respondJoined(header, answer.body);
      this.#observe(true);
    }
  }

  failed(error: RequestError): void {
    this.#call.fail(error.status, error.message);
    this.#observe(false);
  }

  #observe(isSuccess: boolean): void {
    const { timing, nowMs } = this.#member;
    timing.proposal(this.#field, isSuccess, nowMs - this.#startedMs);
  }
}
