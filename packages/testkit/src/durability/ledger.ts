/**
 * The client's book of what it sent, what was acknowledged and what it has seen, and the check of
 * a restarted member's history against it.
 *
 * Promises (reliability.md, P1, P3, P4): an acknowledged write is there, at its revision; one that
 * was not answered is there at most once; a refused one is not; revisions follow each other without
 * a gap and never change their content; a write that was sent after another's acknowledgement has
 * the higher revision; whatever a reader or watcher saw before the crash is still true.
 */

import { assert, bytesToLatin1 } from "@kvorum/base";
import type { mvccpb } from "@kvorum/proto";
import { messageText } from "../differential/reply.ts";
import { KvModel } from "./kv-model.ts";
import { type Operation, operationOf } from "./operation.ts";

const DELETE = 1;

/** A broken promise. */
export class DurabilityError extends Error {
  override readonly name = "DurabilityError";
}

/** All events of one revision. */
export interface RevisionEvents {
  readonly revision: number;
  readonly events: readonly mvccpb.Event[];
}

/** Something that a read or a watch returned before the crash. */
export interface Sighting {
  readonly revision: number;
  readonly key: string;
  /** Null for a deletion. */
  readonly value: string | null;
}

/** One verified revision. */
interface VerifiedRevision {
  /** All fields of its events; long values as a checksum. */
  readonly text: string;
  readonly operationId: number;
  /** `key=beginning of the value`, or the key alone for a deletion. */
  readonly effects: readonly string[];
}

export class Ledger {
  readonly model = new KvModel();
  readonly #operations: Operation[] = [];
  /** From revision 2 on. */
  readonly #verified: VerifiedRevision[] = [];
  readonly #sightings: Sighting[] = [];
  /** Nothing below may be missing from the next history. */
  #floorRevision = 1;
  /** Operations before this place were checked for their acknowledgement. */
  #firstUnchecked = 0;

  /** The last revision that was checked. */
  get verifiedRevision(): number {
    return this.#verified.length + 1;
  }

  /** The highest revision that anyone was told of. */
  get floorRevision(): number {
    return this.#floorRevision;
  }

  get nextId(): number {
    return this.#operations.length;
  }

  sent(operation: Operation): void {
    assert(operation.id === this.#operations.length, `operation ids must follow each other`);
    this.#operations.push(operation);
  }

  acknowledged(operation: Operation, revision: number): void {
    operation.outcome = "acknowledged";
    operation.revision = revision;
    this.told(revision);
  }

  refused(operation: Operation, revision: number): void {
    operation.outcome = "refused";
    this.told(revision);
  }

  /** A header named this revision as the store's. */
  told(revision: number): void {
    if (revision > this.#floorRevision) this.#floorRevision = revision;
  }

  saw(sighting: Sighting): void {
    this.#sightings.push(sighting);
    this.told(sighting.revision);
  }

  acknowledgedCount(): number {
    let count = 0;
    for (const operation of this.#operations) {
      if (operation.outcome === "acknowledged") count++;
    }
    return count;
  }

  /**
   * Checks what a restarted member's watch returned from `history[0]` up to `currentRevision`, and
   * takes the new revisions over. @throws DurabilityError
   */
  verify(history: readonly RevisionEvents[], currentRevision: number): void {
    if (currentRevision < this.#floorRevision) {
      throw new DurabilityError(
        `revision went back: ${this.#floorRevision} was told, the store is at ${currentRevision}`,
      );
    }
    let expected = history[0]?.revision ?? currentRevision + 1;
    if (expected > this.verifiedRevision + 1) {
      throw new DurabilityError(
        `history begins at ${expected}, wanted from ${this.verifiedRevision + 1}`,
      );
    }
    for (const { revision, events } of history) {
      if (revision !== expected) {
        throw new DurabilityError(`history has revision ${revision} where ${expected} is due`);
      }
      expected++;
      this.#revision(revision, events);
    }
    if (expected !== currentRevision + 1) {
      throw new DurabilityError(
        `history ends at ${expected - 1}, the store is at ${currentRevision}`,
      );
    }
    this.#checkAcknowledged();
    this.#checkSightings();
    this.#floorRevision = currentRevision;
  }

  #revision(revision: number, events: readonly mvccpb.Event[]): void {
    const text = eventsText(events);
    if (revision <= this.verifiedRevision) {
      const before = this.#verified[revision - 2]?.text;
      if (before !== text) {
        throw new DurabilityError(
          `revision ${revision} was used again:\n  before: ${before}\n  now: ${text}`,
        );
      }
      return;
    }
    const id = operationOf(events);
    const operation = id === null ? undefined : this.#operations[id];
    if (operation === undefined) {
      throw new DurabilityError(`revision ${revision} was written by no operation: ${text}`);
    }
    if (operation.outcome === "refused") {
      throw new DurabilityError(`operation ${id} was refused, yet revision ${revision} has it`);
    }
    if (operation.outcome === "acknowledged" && operation.revision !== revision) {
      throw new DurabilityError(
        `operation ${id} was acknowledged at ${operation.revision}, found at ${revision}`,
      );
    }
    if (operation.outcome === "unknown" && operation.revision !== 0) {
      throw new DurabilityError(
        `operation ${id} was done twice, at ${operation.revision} and ${revision}`,
      );
    }
    if (revision <= operation.sentAfterRevision) {
      throw new DurabilityError(
        `operation ${id} was sent after revision ${operation.sentAfterRevision}, found at ${revision}`,
      );
    }
    operation.revision = revision;
    const wanted = eventsText(this.model.apply(revision, operation.effects));
    if (wanted !== text) {
      throw new DurabilityError(
        `revision ${revision} of operation ${id}:\n  due: ${wanted}\n  got: ${text}`,
      );
    }
    this.#verified.push({
      text,
      operationId: operation.id,
      effects: events.map(({ type, kv }) =>
        effectText(bytesToLatin1(kv!.key), type === DELETE ? null : valueText(kv!.value)),
      ),
    });
  }

  #checkAcknowledged(): void {
    for (; this.#firstUnchecked < this.#operations.length; this.#firstUnchecked++) {
      const operation = this.#operations[this.#firstUnchecked]!;
      if (operation.outcome === "acknowledged" && operation.revision > this.verifiedRevision) {
        throw new DurabilityError(
          `operation ${operation.id}, acknowledged at revision ${operation.revision}, is lost`,
        );
      }
      if (operation.outcome !== "acknowledged") continue;
      const found = this.#verified[operation.revision - 2];
      if (found?.operationId !== operation.id) {
        throw new DurabilityError(
          `operation ${operation.id}, acknowledged at revision ${operation.revision}, is not there: ${found?.text}`,
        );
      }
    }
  }

  #checkSightings(): void {
    for (const { revision, key, value } of this.#sightings.splice(0)) {
      const found = this.#verified[revision - 2];
      if (found === undefined || !found.effects.includes(effectText(key, value))) {
        throw new DurabilityError(
          `before the crash ${key} was seen at revision ${revision} as ${value}; now: ${found?.text}`,
        );
      }
    }
  }
}

function effectText(key: string, value: string | null): string {
  return value === null ? key : `${key}=${value}`;
}

/** Every field but the previous value, which depends on what the watcher asked for. */
function eventsText(events: readonly mvccpb.Event[]): string {
  return messageText(
    events.map(({ type, kv }) => ({ type, kv })),
    { clusterId: 0n, memberId: 0n },
  );
}

/** The beginning of a value, enough to tell operations apart. */
export function valueText(value: Uint8Array): string {
  return bytesToLatin1(value.subarray(0, 24));
}
