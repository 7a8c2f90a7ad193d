/**
 * Compaction without being asked, while this member leads.
 *
 * "periodic" keeps the history of a time window: the revision is sampled ten times per interval,
 * and once per interval (the window, but at most an hour) the store is compacted at the sample
 * that is one window old. "revision" keeps a number of revisions and looks every five minutes.
 * Server flags, `--auto-compaction-mode` and `--auto-compaction-retention`.
 */

import type { Clock, TimerHandle, Timers } from "@kvorum/base";

const HOUR_MS = 3_600_000;
const REVISION_CHECK_MS = 300_000;
const SAMPLES_PER_INTERVAL = 10;

export type AutoCompactionPolicy =
  | { readonly mode: "periodic"; readonly windowMs: number }
  | { readonly mode: "revision"; readonly keepRevisions: number };

export interface AutoCompactionOptions {
  readonly policy: AutoCompactionPolicy;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Current revision, or null while this member does not lead. */
  readonly leadingRevision: () => number | null;
  /** Asks for a compaction; what becomes of it is the next round's business. */
  readonly compact: (revision: number) => void;
}

export class AutoCompaction {
  readonly #options: AutoCompactionOptions;
  #timer: TimerHandle | null = null;
  /** Oldest first; `atMs` on the monotonic clock. */
  #samples: { readonly atMs: number; readonly revision: number }[] = [];
  #nextCompactionMs: number;
  #lastRevision = 0;

  constructor(options: AutoCompactionOptions) {
    this.#options = options;
    const { policy, clock } = options;
    this.#nextCompactionMs =
      clock.monotonicMs() + (policy.mode === "periodic" ? policy.windowMs : 0);
  }

  start(): void {
    const { policy, timers } = this.#options;
    const delayMs =
      policy.mode === "revision"
        ? REVISION_CHECK_MS
        : Math.min(policy.windowMs, HOUR_MS) / SAMPLES_PER_INTERVAL;
    this.#timer = timers.after(delayMs, () => {
      this.start();
      this.#round();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #round(): void {
    const { policy, clock, leadingRevision } = this.#options;
    const revision = leadingRevision();
    if (revision === null) {
      this.#samples = [];
      return;
    }
    if (policy.mode === "revision") {
      this.#compactAt(revision - policy.keepRevisions);
      return;
    }
    const nowMs = clock.monotonicMs();
    this.#samples.push({ atMs: nowMs, revision });
    if (nowMs < this.#nextCompactionMs) return;
    const oldEnough = this.#samples.filter(({ atMs }) => atMs <= nowMs - policy.windowMs);
    const target = oldEnough[oldEnough.length - 1];
    if (target === undefined) return;
    this.#nextCompactionMs = nowMs + Math.min(policy.windowMs, HOUR_MS);
    this.#samples = this.#samples.filter(({ atMs }) => atMs >= target.atMs);
    this.#compactAt(target.revision);
  }

  #compactAt(revision: number): void {
    if (revision <= 0 || revision === this.#lastRevision) return;
    this.#lastRevision = revision;
    this.#options.compact(revision);
  }
}
