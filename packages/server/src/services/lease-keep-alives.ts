/**
 * One LeaseKeepAlive stream: an answer for each request, in order. On the leader a renewal takes no
 * time; elsewhere, or for a lease that is not known or is ending, it does, and what comes meanwhile
 * waits: pausing the reading only stops new credit. v3 API, section 5.
 */

import type { StreamCall } from "@kvorum/http2";
import { etcdserverpb, RequestError } from "@kvorum/proto";
import type { ServedMember } from "./served-member.ts";
import { failStream } from "./unary.ts";

/** Requests that may wait; the client has no credit for more than a few hundred. */
const MAX_WAITING = 20_000;

export class LeaseKeepAlives {
  readonly #member: ServedMember;
  readonly #call: StreamCall;
  readonly #nowMs: () => number;
  readonly #waiting: Uint8Array[] = [];
  /** An answer is on its way from elsewhere. */
  #isBusy = false;
  #isHalfClosed = false;

  constructor(member: ServedMember, call: StreamCall, nowMs: () => number) {
    this.#member = member;
    this.#call = call;
    this.#nowMs = nowMs;
    call.onMessage((bytes) => {
      if (!this.#isBusy) this.#take(bytes);
      else if (this.#waiting.length < MAX_WAITING) this.#waiting.push(bytes.slice());
      else this.#fail(new RequestError("TooManyRequests"));
    });
    call.onDrain(() => {
      if (!this.#isBusy) call.resumeReading();
    });
    call.onHalfClose(() => {
      this.#isHalfClosed = true;
      if (!this.#isBusy) call.end();
    });
  }

  #take(bytes: Uint8Array): void {
    const member = this.#member;
    if (!member.callers.isEarly(this.#call) && member.isTicking) {
      this.#renew(bytes);
      return;
    }
    // Who the caller is shows once this member has applied what its token rests on; and after a
    // pause of the process, whether it still leads.
    const kept = bytes.slice();
    this.#begin();
    member.afterReadIndex((error) => {
      if (!this.#call.isOpen) return;
      if (error !== null) {
        this.#fail(error);
        return;
      }
      this.#isBusy = false;
      this.#renew(kept);
      if (!this.#isBusy) this.#goOn();
    });
  }

  #renew(bytes: Uint8Array): void {
    const { store, callers, headers, appliedTerm, leases } = this.#member;
    try {
      const { ID } = etcdserverpb.decodeLeaseKeepAliveRequest(bytes);
      const caller = callers.known(this.#call);
      if (caller !== null) store.auth.checkLeaseKeys(caller, ID, "write");
      // The revision is sampled before the renewal.
      const header = headers.field(store.revision, appliedTerm);
      const hasCheckpoint = store.lessor.hasCheckpoint(ID);
      const outcome = store.lessor.renew(ID, this.#nowMs());
      if (typeof outcome === "number") {
        // The log remembers a shorter time; the next leader must not start from it.
        if (hasCheckpoint) this.#member.forgetCheckpoint(ID);
        this.#answer(ID, outcome, header);
        return;
      }
      this.#begin();
      leases
        .renew(ID, () => this.#call.isOpen)
        .then(
          (ttl) => this.#answerLater(ID, ttl, header),
          (error: unknown) => {
            if (isLeaseNotFound(error)) this.#answerLater(ID, 0, header);
            else this.#fail(error);
          },
        );
    } catch (error) {
      this.#fail(error);
    }
  }

  #begin(): void {
    this.#isBusy = true;
    this.#call.pauseReading();
  }

  #answer(ID: bigint, TTL: number, header: Uint8Array): void {
    const body = etcdserverpb.encodeLeaseKeepAliveResponse({ ID, TTL });
    if (!this.#call.sendJoined(header, body)) this.#call.pauseReading();
  }

  #answerLater(ID: bigint, TTL: number, header: Uint8Array): void {
    this.#isBusy = false;
    this.#answer(ID, TTL, header);
    this.#goOn();
  }

  #goOn(): void {
    while (!this.#isBusy && this.#waiting.length > 0 && this.#call.isOpen) {
      this.#take(this.#waiting.shift()!);
    }
    if (this.#isBusy || !this.#call.isOpen) return;
    if (this.#isHalfClosed) this.#call.end();
    else this.#call.resumeReading();
  }

  #fail(error: unknown): void {
    this.#waiting.length = 0;
    failStream(this.#call, error);
  }
}

export function isLeaseNotFound(error: unknown): boolean {
  return error instanceof RequestError && error.code === "LeaseNotFound";
}
