/**
 * The way to the leader, wherever it is: what only the leader can do is done here while this member
 * leads, and asked of the leader's peer URLs otherwise, again and again until the request timeout,
 * with a short pause between two tries: an election may be on. Peer protocol, section 8.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { PeerRequestError } from "@kvorum/peer";
import { type ErrorCode, RequestError } from "@kvorum/proto";

/** Between two tries to reach the leader. */
const RETRY_PAUSE_MS = 50;
/** How long apply may take to catch up. */
const APPLY_WAIT_MS = 1000;
/** Between two looks how far apply has come. */
const APPLY_LOOK_MS = 5;

export interface LeaderWayPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly isLeader: () => boolean;
  /** Peer URLs of the member that leads; null while none is known. */
  readonly leaderUrls: () => readonly string[] | null;
  readonly committedIndex: () => number;
  readonly appliedIndex: () => number;
  readonly requestTimeoutMs: number;
}

export interface LeaderQuestion<T> {
  readonly here: () => Promise<T>;
  readonly there: (urls: readonly string[], limits: { readonly timeoutMs: number }) => Promise<T>;
  /** False once nobody waits for the answer. */
  readonly isWanted: () => boolean;
  /** The error where no leader was known until the request timeout. */
  readonly leaderless: ErrorCode;
}

export class LeaderWay {
  readonly #ports: LeaderWayPorts;
  readonly #pauses = new Map<TimerHandle, () => void>();
  #isStopped = false;

  constructor(ports: LeaderWayPorts) {
    this.#ports = ports;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /**
   * Rejects with what `here` or `there` gave as a verdict; with Timeout or `leaderless` after the
   * request timeout, Canceled where the answer is not wanted any more, Stopped.
   */
  async ask<T>({ here, there, isWanted, leaderless }: LeaderQuestion<T>): Promise<T> {
    const { clock, isLeader, leaderUrls, requestTimeoutMs } = this.#ports;
    const untilMs = clock.monotonicMs() + requestTimeoutMs;
    for (;;) {
      if (this.#isStopped) throw new RequestError("Stopped");
      if (!isWanted()) throw new RequestError("Canceled");
      const urls = leaderUrls();
      const timeoutMs = untilMs - clock.monotonicMs();
      if (timeoutMs <= 0) {
        throw new RequestError(urls === null && !isLeader() ? leaderless : "Timeout");
      }
      const isHere = isLeader();
      try {
        if (isHere) return await here();
        if (urls !== null) return await there(urls, { timeoutMs });
      } catch (error) {
        if (isHere ? !isCode(error, "NotPrimaryLessor") : !mayRetry(error)) throw error;
      }
      await this.#pause(RETRY_PAUSE_MS);
    }
  }

  /**
   * Waits until all is applied that is known to be committed now. Rejects with
   * TimeoutWaitAppliedIndex, Stopped.
   */
  async catchUp(): Promise<void> {
    const { clock, appliedIndex, committedIndex } = this.#ports;
    const index = committedIndex();
    if (appliedIndex() >= index) return;
    const untilMs = clock.monotonicMs() + APPLY_WAIT_MS;
    do {
      if (clock.monotonicMs() >= untilMs) throw new RequestError("TimeoutWaitAppliedIndex");
      await this.#pause(APPLY_LOOK_MS);
      if (this.#isStopped) throw new RequestError("Stopped");
    } while (appliedIndex() < index);
  }

  /** Whoever waits is told that the member stops. */
  stop(): void {
    this.#isStopped = true;
    for (const [timer, wake] of this.#pauses) {
      timer.cancel();
      wake();
    }
    this.#pauses.clear();
  }

  #pause(durationMs: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#ports.timers.after(durationMs, () => {
        this.#pauses.delete(timer);
        resolve();
      });
      this.#pauses.set(timer, resolve);
    });
  }
}

/** Another try, perhaps at another member, may succeed. */
function mayRetry(error: unknown): boolean {
  return (
    error instanceof PeerRequestError ||
    isCode(error, "NotPrimaryLessor") ||
    isCode(error, "TimeoutWaitAppliedIndex")
  );
}

export function isCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof RequestError && error.code === code;
}
