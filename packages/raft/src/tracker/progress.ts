/**
 * What a leader knows of one follower, and how fast it may send to it. Specification: raft.md 11.
 *
 * - probe: the follower's log is not located yet; one append with entries, then wait for an answer.
 * - replicate: appends are streamed, `next` runs ahead of what is acknowledged.
 * - snapshot: a snapshot is on its way; no appends at all until it is acknowledged or failed.
 *
 * Invariants: match < next; pendingSnapshot > 0 exactly in state snapshot; inflights are empty
 * unless in state replicate, ascending, and within (match, next).
 */

import { AssertionError } from "@kvorum/base";
import type { Inflights } from "./inflights.ts";

export type ProgressState = "probe" | "replicate" | "snapshot";

export class Progress {
  readonly id: bigint;
  /** The follower's log equals the leader's up to here. */
  match = 0;
  /** The next index to send. */
  next: number;
  state: ProgressState = "probe";
  /** Index of the snapshot on its way, else 0. */
  pendingSnapshot = 0;
  /** Something was heard since the last quorum check. */
  recentActive: boolean;
  /** Sending appends waits for an answer (probe sent, or window full). */
  isFlowPaused = false;
  /** The highest commit index that the follower was told and could use. */
  sentCommit = 0;
  /** Position up to which the follower has confirmed reads; see read-queue.ts. */
  readPosition = 0;
  isLearner: boolean;
  inflights: Inflights;

  constructor(
    id: bigint,
    start: {
      readonly next: number;
      readonly isLearner: boolean;
      readonly recentActive: boolean;
      readonly inflights: Inflights;
    },
  ) {
    this.id = id;
    this.next = start.next;
    this.isLearner = start.isLearner;
    this.recentActive = start.recentActive;
    this.inflights = start.inflights;
  }

  /** Forgets everything but the id and the learner flag, as a new term begins. */
  reset(at: { readonly match: number; readonly next: number }): void {
    this.match = at.match;
    this.next = at.next;
    this.state = "probe";
    this.pendingSnapshot = 0;
    this.recentActive = false;
    this.isFlowPaused = false;
    this.sentCommit = 0;
    this.readPosition = 0;
    this.inflights.clear();
  }

  becomeProbe(): void {
    // A snapshot that arrived makes the entries up to it superfluous, whatever was acknowledged.
    const known =
      this.state === "snapshot" ? Math.max(this.match, this.pendingSnapshot) : this.match;
    this.#enter("probe");
    this.next = known + 1;
    this.#clampSentCommit();
  }

  becomeReplicate(): void {
    this.#enter("replicate");
    this.next = this.match + 1;
  }

  becomeSnapshot(index: number): void {
    this.#enter("snapshot");
    this.pendingSnapshot = index;
    this.next = index + 1;
    this.sentCommit = index;
  }

  isPaused(): boolean {
    return this.state === "snapshot" || this.isFlowPaused;
  }

  /** Accounts for an append that was just sent, perhaps without entries. */
  sentEntries(entriesCount: number, payloadBytes: number): void {
    switch (this.state) {
      case "replicate":
        if (entriesCount > 0) {
          this.next += entriesCount;
          this.inflights.add(this.next - 1, payloadBytes);
        }
        this.isFlowPaused = this.inflights.isFull();
        return;
      case "probe":
        if (entriesCount > 0) this.isFlowPaused = true;
        return;
      case "snapshot":
        throw new AssertionError(`append sent to ${this.id} while a snapshot is on its way`);
    }
  }

  /** An append up to `index` was accepted. False if that is no news. */
  maybeUpdate(index: number): boolean {
    if (index <= this.match) return false;
    this.match = index;
    if (this.next <= index) this.next = index + 1;
    this.isFlowPaused = false;
    return true;
  }

  /**
   * An append with this previous index was rejected; `hint` is the best guess where the logs
   * meet. False if the answer is stale.
   */
  maybeDecrease(answer: { readonly rejected: number; readonly hint: number }): boolean {
    const { rejected, hint } = answer;
    if (this.state === "replicate") {
      if (rejected <= this.match) return false;
      this.next = this.match + 1;
    } else {
      if (rejected !== this.next - 1) return false;
      this.next = Math.max(Math.min(rejected, hint + 1), this.match + 1);
      this.isFlowPaused = false;
    }
    this.#clampSentCommit();
    return true;
  }

  /** True if telling this commit index would teach the follower something it can use. */
  canBumpCommit(commit: number): boolean {
    return commit > this.sentCommit && this.sentCommit < this.next - 1;
  }

  clone(): Progress {
    const copy = new Progress(this.id, {
      next: this.next,
      isLearner: this.isLearner,
      recentActive: this.recentActive,
      inflights: this.inflights.clone(),
    });
    copy.match = this.match;
    copy.state = this.state;
    copy.pendingSnapshot = this.pendingSnapshot;
    copy.isFlowPaused = this.isFlowPaused;
    copy.sentCommit = this.sentCommit;
    copy.readPosition = this.readPosition;
    return copy;
  }

  #enter(state: ProgressState): void {
    this.state = state;
    this.isFlowPaused = false;
    this.pendingSnapshot = 0;
    this.inflights.clear();
  }

  #clampSentCommit(): void {
    if (this.sentCommit > this.next - 1) this.sentCommit = this.next - 1;
  }
}

const stateNames: { readonly [State in ProgressState]: string } = {
  probe: "StateProbe",
  replicate: "StateReplicate",
  snapshot: "StateSnapshot",
};

/** One line as etcd prints it, without the id. */
export function renderProgress(progress: Progress): string {
  let text = `${stateNames[progress.state]} match=${progress.match} next=${progress.next}`;
  if (progress.isLearner) text += " learner";
  if (progress.isPaused()) text += " paused";
  if (progress.pendingSnapshot > 0) text += ` pendingSnap=${progress.pendingSnapshot}`;
  if (!progress.recentActive) text += " inactive";
  if (progress.inflights.count > 0) {
    text += ` inflight=${progress.inflights.count}`;
    if (progress.inflights.isFull()) text += "[full]";
  }
  return text;
}
