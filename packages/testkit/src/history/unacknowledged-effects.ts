/**
 * Finds the authors of revisions that nobody acknowledged. A request with unknown outcome may have
 * happened at most once, at any revision above what was known when it was called (P13). Where
 * several requests explain a revision, the choice is a matching between revisions and requests and
 * is repaired when a later revision needs a request that an earlier one took.
 */

import { bytesToLatin1 } from "@kvorum/base";
import type { Operation } from "./history.ts";
import { isInRange, type LoggedEvent, PUT } from "./reference-model.ts";
import { visitReach } from "./request-reach.ts";

/** More than this many explanations of one revision are not kept. */
const MAX_ALTERNATIVES = 8;
/** Requests that are tried for further explanations when one is found. */
const MAX_FURTHER_TRIALS = 50;
/** Requests that are tried when the end of a lease explains the revision anyway. */
const MAX_OPTIONAL_TRIALS = 300;

interface RangeDeletes {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  readonly ids: number[];
}

/** Requests by what they may write. They are added in the order of their calls. */
export class EffectIndex {
  readonly #puts = new Map<string, number[]>();
  readonly #deletes = new Map<string, number[]>();
  /** By the text of the range: few ranges are asked often. */
  readonly #rangeDeletes = new Map<string, RangeDeletes>();
  readonly #revokes = new Map<bigint, number[]>();
  /** Ids of all indexed requests. */
  readonly ids: number[] = [];

  add(operation: Operation): void {
    const { id } = operation;
    this.ids.push(id);
    visitReach(operation, {
      put: (name, request) => {
        const key = request.ignoreValue ? name : putKey(name, request.value);
        append(this.#puts, key, id);
      },
      delete: (key, rangeEnd) => {
        if (rangeEnd.length === 0) append(this.#deletes, bytesToLatin1(key), id);
        else this.#addRangeDelete(id, key, rangeEnd);
      },
      read: () => {},
      revoke: (lease) => append(this.#revokes, lease, id),
    });
  }

  /**
   * Ids below `end` of requests that may have made these events, those called last first, because
   * most effects come soon. `lease`: the one that the first key hung on.
   */
  *candidates(events: readonly LoggedEvent[], lease: bigint, end: number): Generator<number> {
    const put = events.find((event) => event.type === PUT);
    if (put !== undefined) {
      yield* below(this.#puts.get(putKey(put.name, put.kv.value)), end);
      yield* below(this.#puts.get(put.name), end);
      return;
    }
    const { name } = events[0]!;
    yield* below(this.#deletes.get(name), end);
    for (const { key, rangeEnd, ids } of this.#rangeDeletes.values()) {
      if (isInRange(name, key, rangeEnd)) yield* below(ids, end);
    }
    if (lease !== 0n) yield* below(this.#revokes.get(lease), end);
  }

  #addRangeDelete(id: number, key: Uint8Array, rangeEnd: Uint8Array): void {
    const text = JSON.stringify([bytesToLatin1(key), bytesToLatin1(rangeEnd)]);
    const deletes = this.#rangeDeletes.get(text);
    if (deletes === undefined) this.#rangeDeletes.set(text, { key, rangeEnd, ids: [id] });
    else deletes.ids.push(id);
  }
}

/** Ascending ids below the end, from the last to the first. */
function* below(ids: readonly number[] | undefined, end: number): Generator<number> {
  if (ids === undefined) return;
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < end) low = middle + 1;
    else high = middle;
  }
  for (let i = low - 1; i >= 0; i--) yield ids[i]!;
}

/** A revision that was explained, and what else would explain it. */
interface Explained {
  readonly alternatives: readonly number[];
  /** The end of a lease explains it as well. */
  readonly isLeaseEnd: boolean;
}

export class EffectMatching {
  /** Author of each explained revision; -1 for the end of a lease. */
  readonly authors = new Map<number, number>();
  readonly #revisions = new Map<number, Explained>();
  readonly #revisionOf = new Map<number, number>();

  /** Whether a request was taken as the author of a revision. */
  isUsed(id: number): boolean {
    return this.#revisionOf.has(id);
  }

  revisionOf(id: number): number {
    return this.#revisionOf.get(id)!;
  }

  /**
   * Takes one of the alternatives as the author, or the end of a lease.
   * @returns false when every alternative is needed elsewhere.
   */
  explain(revision: number, alternatives: readonly number[], isLeaseEnd: boolean): boolean {
    this.#revisions.set(revision, { alternatives, isLeaseEnd });
    if (this.#assign(revision, new Set())) return true;
    this.#revisions.delete(revision);
    return false;
  }

  /** An author that is not among the visited, if need be one that is taken from elsewhere. */
  #assign(revision: number, visited: Set<number>): boolean {
    const { alternatives, isLeaseEnd } = this.#revisions.get(revision)!;
    for (const id of alternatives) {
      if (!this.#revisionOf.has(id) && !visited.has(id)) return this.#take(revision, id);
    }
    if (isLeaseEnd) {
      this.authors.set(revision, -1);
      return true;
    }
    for (const id of alternatives) {
      if (visited.has(id)) continue;
      visited.add(id);
      const other = this.#revisionOf.get(id)!;
      this.#revisionOf.delete(id);
      if (this.#assign(other, visited)) return this.#take(revision, id);
      this.#take(other, id);
    }
    return false;
  }

  #take(revision: number, id: number): boolean {
    this.authors.set(revision, id);
    this.#revisionOf.set(id, revision);
    return true;
  }
}

/**
 * The first alternatives that are worth keeping.
 * @param isOptional - the revision is explained without them.
 */
export function firstAlternatives(
  candidates: Iterable<number>,
  fits: (id: number) => boolean,
  isOptional: boolean,
): number[] {
  const alternatives: number[] = [];
  let trialsLeft = isOptional ? MAX_OPTIONAL_TRIALS : Number.POSITIVE_INFINITY;
  for (const id of candidates) {
    if (trialsLeft-- <= 0) break;
    if (alternatives.includes(id) || !fits(id)) continue;
    alternatives.push(id);
    if (alternatives.length === MAX_ALTERNATIVES) break;
    trialsLeft = Math.min(trialsLeft, MAX_FURTHER_TRIALS);
  }
  return alternatives;
}

function putKey(name: string, value: Uint8Array): string {
  return `${name}\n${bytesToLatin1(value)}`;
}

function append<Key>(map: Map<Key, number[]>, key: Key, id: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [id]);
  else list.push(id);
}
