/** Stand-ins for the other members, the log and the clock of the tests in this folder. */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import {
  type PeerHash,
  type PeerLease,
  type PeerMembership,
  PeerRequestError,
  type PeerRequests,
  type PeerVersions,
  type RequestLimits,
} from "@kvorum/peer";
import { etcdserverpb } from "@kvorum/proto";
import { Logger } from "../../logging/logger.ts";

/** What the member behind a URL answers; what is left out is refused. */
export interface FakeAnswers {
  readonly members?: () => PeerMembership | Promise<PeerMembership>;
  readonly versions?: () => PeerVersions | Promise<PeerVersions>;
  readonly isDowngradeEnabled?: () => boolean | Promise<boolean>;
  readonly promote?: (id: bigint) => readonly etcdserverpb.Member[];
  readonly hashKv?: (revision: number) => PeerHash | Promise<PeerHash>;
  readonly renewLease?: (id: bigint) => number | Promise<number>;
  readonly timeToLive?: (request: { id: bigint; keys: boolean }) => PeerLease | Promise<PeerLease>;
}

export class FakePeerRequests implements PeerRequests {
  /** By URL. */
  readonly answers = new Map<string, FakeAnswers>();
  /** `operation url` of each question, in order; with the timeout where that matters. */
  readonly asked: string[] = [];
  readonly timeoutsMs: number[] = [];

  members(urls: readonly string[], limits: RequestLimits): Promise<PeerMembership> {
    return this.#ask("members", urls, limits, (answers) => answers.members?.());
  }
  versions(urls: readonly string[], limits: RequestLimits): Promise<PeerVersions> {
    return this.#ask("versions", urls, limits, (answers) => answers.versions?.());
  }
  isDowngradeEnabled(urls: readonly string[], limits: RequestLimits): Promise<boolean> {
    return this.#ask("downgrade", urls, limits, (answers) => answers.isDowngradeEnabled?.());
  }
  promote(urls: readonly string[], id: bigint, limits: RequestLimits) {
    return this.#ask("promote", urls, limits, (answers) => answers.promote?.(id));
  }
  hashKv(urls: readonly string[], revision: number, limits: RequestLimits): Promise<PeerHash> {
    return this.#ask(`hashKv(${revision})`, urls, limits, (answers) => answers.hashKv?.(revision));
  }
  renewLease(urls: readonly string[], id: bigint, limits: RequestLimits): Promise<number> {
    return this.#ask("renewLease", urls, limits, (answers) => answers.renewLease?.(id));
  }
  timeToLive(
    urls: readonly string[],
    request: { id: bigint; keys: boolean },
    limits: RequestLimits,
  ): Promise<PeerLease> {
    return this.#ask("timeToLive", urls, limits, (answers) => answers.timeToLive?.(request));
  }
  close(): void {}

  async #ask<T>(
    operation: string,
    urls: readonly string[],
    { timeoutMs }: RequestLimits,
    answer: (answers: FakeAnswers) => T | Promise<T> | undefined,
  ): Promise<T> {
    for (const url of urls) {
      this.asked.push(`${operation} ${url}`);
      this.timeoutsMs.push(timeoutMs);
      const value = answer(this.answers.get(url) ?? {});
      if (value !== undefined) return value;
    }
    throw new PeerRequestError(`nobody answers at ${urls.join(",")}`);
  }
}

export interface RecordedLog {
  readonly log: Logger;
  /** `level: message`, with the error field where there is one. */
  readonly lines: string[];
}

export function recordLog(): RecordedLog {
  const lines: string[] = [];
  const log = Logger.create({
    level: "debug",
    format: "json",
    sinks: [
      {
        write(text) {
          const { level, msg, error } = JSON.parse(text) as Record<string, string>;
          lines.push(`${level}: ${msg}${error === undefined ? "" : `: ${error}`}`);
        },
        flush(): void {},
        close(): void {},
      },
    ],
    clock: { monotonicMs: () => 0, wallMs: () => 0 },
  });
  return { log, lines };
}

/** A clock and timers that move only when told to. */
export class FakeTime implements Clock, Timers {
  #nowMs = 0;
  #waiting: { dueMs: number; order: number; callback: () => void }[] = [];
  #order = 0;

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): TimerHandle {
    const waiting = { dueMs: this.#nowMs + delayMs, order: this.#order++, callback };
    this.#waiting.push(waiting);
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
      },
    };
  }

  soon(callback: () => void): TimerHandle {
    return this.after(0, callback);
  }

  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** Lets time pass; promises settle before and after each timer. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await settle();
    for (;;) {
      const due = this.#waiting
        .filter(({ dueMs }) => dueMs <= endMs)
        .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
      if (due === undefined) break;
      this.#waiting = this.#waiting.filter((other) => other !== due);
      this.#nowMs = Math.max(this.#nowMs, due.dueMs);
      due.callback();
      await settle();
    }
    this.#nowMs = endMs;
  }
}

/** Waits until promises that need no timer have settled. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function fakeMember(fields: Partial<etcdserverpb.Member>): etcdserverpb.Member {
  return { ...etcdserverpb.createMember(), ...fields };
}
