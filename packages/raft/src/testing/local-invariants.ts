/**
 * What must hold for one member after every input, by the numbers of raft.md section 19 (L1 to
 * L10). A violation is an AssertionError that names the number.
 *
 * One checker follows one run of a member, from start to crash; what must hold across restarts is
 * checked where states are stored, by DurableStateChecker.
 */

import { AssertionError } from "@kvorum/base";
import { checkMembership } from "../confchange/changer.ts";
import { isConfChangeEntry } from "../confchange/conf-change.ts";
import type { Core } from "../core.ts";
import { type HardState, isGatedType, NONE, snapshotIndex } from "../messages.ts";
import type { Ready } from "../ready.ts";

function must(condition: boolean, number: string, core: Core, what: () => string): void {
  if (!condition) throw new AssertionError(`${number} violated at member ${core.id}: ${what()}`);
}

export class LocalInvariants {
  readonly #core: Core;
  #term: number;
  #vote: bigint;
  #committed: number;
  /** The last index handed out for application, or covered by a snapshot. */
  #handedOut: number;

  constructor(core: Core) {
    this.#core = core;
    this.#term = core.term;
    this.#vote = core.vote;
    this.#committed = core.log.committed;
    this.#handedOut = core.log.applying;
    this.check();
  }

  check(): void {
    this.#checkCursors();
    this.#checkLog();
    this.#checkHistory();
    this.#checkRole();
    this.#checkProgress();
    this.#checkMembership();
    this.#checkOwnConfChanges();
    this.#checkOutboxes();
    this.#checkUncommitted();
  }

  /** L10, on each Ready as it is taken. */
  checkReady(ready: Ready): void {
    const core = this.#core;
    if (ready.snapshot !== null) {
      must(
        ready.committedEntries.length === 0,
        "L10",
        core,
        () => "a snapshot together with committed entries",
      );
      this.#handedOut = snapshotIndex(ready.snapshot);
    }
    for (const entry of ready.committedEntries) {
      must(entry.Index === this.#handedOut + 1, "L10", core, () => {
        return `entry ${entry.Index} handed out behind ${this.#handedOut}`;
      });
      this.#handedOut = entry.Index;
    }
  }

  #checkCursors(): void {
    const core = this.#core;
    const { log } = core;
    const dummy = log.storage.firstIndex() - 1;
    must(
      log.applied <= log.applying &&
        log.applying <= log.committed &&
        log.committed <= log.lastIndex() &&
        dummy <= log.committed,
      "L1",
      core,
      () =>
        `dummy ${dummy}, applied ${log.applied}, applying ${log.applying}, ` +
        `committed ${log.committed}, last ${log.lastIndex()}`,
    );
    if (log.unstable.snapshot === null) {
      must(dummy <= log.applied, "L1", core, () => `dummy ${dummy} > applied ${log.applied}`);
    }
  }

  #checkLog(): void {
    const core = this.#core;
    const { unstable } = core.log;
    const last = core.log.lastIndex();
    let previousTerm = core.log.term(core.log.firstIndex() - 1);
    for (let index = core.log.firstIndex(); index <= last; index++) {
      const term = core.log.term(index);
      must(
        typeof term === "number" && typeof previousTerm === "number" && previousTerm <= term,
        "L2",
        core,
        () => `term ${term} at ${index} behind ${previousTerm}`,
      );
      previousTerm = term;
    }
    for (const [i, entry] of unstable.entries.entries()) {
      must(entry.Index === unstable.offset + i, "L2", core, () => `gap at ${entry.Index}`);
    }
    must(
      core.term === 0 || core.log.lastTerm() <= core.term,
      "L2",
      core,
      () => `last term ${core.log.lastTerm()} > term ${core.term}`,
    );
    must(
      unstable.offset <= unstable.offsetInProgress &&
        unstable.offsetInProgress <= unstable.offset + unstable.entries.length &&
        (unstable.snapshot === null || snapshotIndex(unstable.snapshot) < unstable.offset),
      "L2",
      core,
      () => "offsets of the unstable log are out of order",
    );
  }

  #checkHistory(): void {
    const core = this.#core;
    must(core.term >= this.#term, "L3", core, () => `term fell to ${core.term}`);
    if (core.term === this.#term) {
      must(
        core.vote === this.#vote || this.#vote === NONE,
        "L3",
        core,
        () => `vote of term ${core.term} moved from ${this.#vote} to ${core.vote}`,
      );
    }
    must(core.log.committed >= this.#committed, "L3", core, () => "committed fell");
    this.#term = core.term;
    this.#vote = core.vote;
    this.#committed = core.log.committed;
  }

  #checkRole(): void {
    const core = this.#core;
    const { id, lead, vote, role } = core;
    const isSound =
      role === "leader"
        ? lead === id && vote === id
        : role === "candidate"
          ? vote === id && lead === NONE
          : role === "pre-candidate"
            ? lead === NONE
            : lead !== id;
    must(isSound, "L4", core, () => `${role} with lead ${lead} and vote ${vote}`);
    must(
      core.leadTransferee === NONE || role === "leader",
      "L4",
      core,
      () => `${role} hands over to ${core.leadTransferee}`,
    );
  }

  #checkProgress(): void {
    const core = this.#core;
    if (core.role !== "leader") return;
    const last = core.log.lastIndex();
    for (const progress of core.tracker.members) {
      const { match, next, state, pendingSnapshot, inflights } = progress;
      const name = `progress of ${progress.id}`;
      must(match < next && next <= last + 1, "L5", core, () => `${name}: ${match}, ${next}`);
      must(
        (state === "snapshot") === pendingSnapshot > 0,
        "L5",
        core,
        () => `${name}: ${state} with pending snapshot ${pendingSnapshot}`,
      );
      must(
        inflights.count <= inflights.maxMessages &&
          (inflights.count === 0 || state === "replicate"),
        "L5",
        core,
        () => `${name}: ${inflights.count} in flight in state ${state}`,
      );
      let previous = match;
      for (const index of inflights.indexes()) {
        must(
          index > previous && index < next,
          "L5",
          core,
          () => `${name}: in flight ${index} behind ${previous}, next ${next}`,
        );
        previous = index;
      }
    }
  }

  #checkMembership(): void {
    const core = this.#core;
    const { configuration, members } = core.tracker;
    try {
      checkMembership({ configuration, members });
    } catch (error) {
      must(false, "L6", core, () => String(error));
    }
  }

  #checkOwnConfChanges(): void {
    const core = this.#core;
    if (core.role !== "leader" || core.config.disableConfChangeValidation) return;
    const from = Math.max(core.log.applied + 1, core.log.firstIndex());
    const entries = core.log.entriesFrom(from, Number.POSITIVE_INFINITY);
    if (typeof entries === "string") {
      must(false, "L7", core, () => `entries from ${from} are ${entries}`);
      return;
    }
    const own = entries.filter((entry) => entry.Term === core.term && isConfChangeEntry(entry));
    must(own.length <= 1, "L7", core, () => `${own.length} unapplied conf changes of its term`);
  }

  #checkOutboxes(): void {
    const core = this.#core;
    for (const message of core.messages) {
      must(
        !isGatedType(message.type) && message.to !== core.id,
        "L8",
        core,
        () => `message of type ${message.type} to ${message.to} leaves at once`,
      );
    }
    for (const message of core.messagesAfterAppend) {
      must(isGatedType(message.type), "L8", core, () => `type ${message.type} waits for storage`);
    }
  }

  #checkUncommitted(): void {
    const core = this.#core;
    if (core.role !== "leader") {
      must(core.uncommittedBytes === 0, "L9", core, () => "uncommitted bytes without leading");
      return;
    }
    const entries = core.log.entriesFrom(
      Math.max(core.log.applied + 1, core.log.firstIndex()),
      Number.POSITIVE_INFINITY,
    );
    if (typeof entries === "string") return; // L7 has reported it.
    let bytes = 0;
    for (const entry of entries) if (entry.Term === core.term) bytes += entry.Data?.length ?? 0;
    must(
      core.uncommittedBytes <= bytes,
      "L9",
      core,
      () => `${core.uncommittedBytes} bytes counted as uncommitted, ${bytes} are`,
    );
  }
}

/** L3 across restarts: the sequence of hard states that a member has stored. */
export class DurableStateChecker {
  #last: HardState = { term: 0, vote: NONE, commit: 0 };

  check(id: bigint, state: HardState): void {
    const last = this.#last;
    const isSound =
      state.term >= last.term &&
      state.commit >= last.commit &&
      (state.term > last.term || last.vote === NONE || state.vote === last.vote);
    if (!isSound) {
      const show = (s: HardState): string => `(${s.term}, ${s.vote}, ${s.commit})`;
      throw new AssertionError(`L3 violated: ${id} stored ${show(state)} after ${show(last)}`);
    }
    this.#last = state;
  }
}
