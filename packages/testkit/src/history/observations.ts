/**
 * What all clients together had been told at each moment of a history: the highest revision, the
 * compactions that were done and those that may have been. One pass over the total order; answers
 * to "before this call" are then array reads.
 */

import type { etcdserverpb } from "@kvorum/proto";
import type { History, Operation, WatchReceipt } from "./history.ts";

export class Observations {
  /** The highest revision that anyone was told of; 0 for none. */
  readonly maxRevision: number;
  /** [s]: the highest revision told before place s of the order. */
  readonly #floors: Float64Array;
  /** [s]: who told it; operation id, or -1 - watch id. */
  readonly #tellers: Int32Array;
  /** [s]: the highest revision whose compaction was acknowledged before s. */
  readonly #compactFloors: Float64Array;
  /** [s]: the highest revision of a compaction that was called before s and not refused. */
  readonly #compactCeilings: Float64Array;
  /** [r]: earliest time at which someone was told of r or a later revision. */
  readonly #firstSeenMs: Float64Array;

  constructor(history: History) {
    let last = 0;
    let maxRevision = 0;
    for (const operation of history.operations) {
      last = Math.max(last, operation.calledAt, operation.endedAt ?? 0);
      if (operation.outcome === "done")
        maxRevision = Math.max(maxRevision, revisionTold(operation));
    }
    for (const { segments } of history.watches) {
      for (const { calledAt, receipts } of segments) {
        last = Math.max(last, calledAt, receipts.at(-1)?.receivedAt ?? 0);
        for (const receipt of receipts) {
          maxRevision = Math.max(maxRevision, revisionReceived(receipt));
        }
      }
    }
    const size = last + 2;
    const floors = new Float64Array(size + 1);
    const tellers = new Int32Array(size + 1);
    const compactFloors = new Float64Array(size + 1);
    const compactCeilings = new Float64Array(size + 1);
    const firstSeenMs = new Float64Array(maxRevision + 2).fill(Number.POSITIVE_INFINITY);
    // First what each place itself adds, shifted by one: place s counts for s + 1 and later.
    for (const operation of history.operations) {
      if (operation.method === "Compact" && operation.outcome !== "refused") {
        compactCeilings[operation.calledAt + 1] = operation.request.revision;
      }
      if (operation.outcome !== "done") continue;
      const revision = revisionTold(operation);
      floors[operation.endedAt! + 1] = revision;
      tellers[operation.endedAt! + 1] = operation.id;
      if (operation.endedMs! < firstSeenMs[revision]!) firstSeenMs[revision] = operation.endedMs!;
      if (operation.method === "Compact") {
        compactFloors[operation.endedAt! + 1] = operation.request.revision;
      }
    }
    for (const watch of history.watches) {
      for (const { receipts } of watch.segments) {
        for (const receipt of receipts) {
          const revision = revisionReceived(receipt);
          const { receivedAt, receivedMs } = receipt;
          floors[receivedAt + 1] = revision;
          tellers[receivedAt + 1] = -1 - watch.id;
          if (receivedMs < firstSeenMs[revision]!) firstSeenMs[revision] = receivedMs;
        }
      }
    }
    for (let s = 1; s <= size; s++) {
      if (floors[s]! < floors[s - 1]!) {
        floors[s] = floors[s - 1]!;
        tellers[s] = tellers[s - 1]!;
      }
      if (compactFloors[s]! < compactFloors[s - 1]!) compactFloors[s] = compactFloors[s - 1]!;
      if (compactCeilings[s]! < compactCeilings[s - 1]!) {
        compactCeilings[s] = compactCeilings[s - 1]!;
      }
    }
    for (let r = maxRevision; r >= 0; r--) {
      if (firstSeenMs[r + 1]! < firstSeenMs[r]!) firstSeenMs[r] = firstSeenMs[r + 1]!;
    }
    this.maxRevision = maxRevision;
    this.#floors = floors;
    this.#tellers = tellers;
    this.#compactFloors = compactFloors;
    this.#compactCeilings = compactCeilings;
    this.#firstSeenMs = firstSeenMs;
  }

  /** The highest revision that anyone had been told of before this place. */
  floorAt(sequence: number): number {
    return this.#floors[sequence]!;
  }

  /** Who had been told of floorAt: ids for a violation. */
  tellerAt(sequence: number): { operations: number[]; watches: number[] } {
    const teller = this.#tellers[sequence]!;
    return teller >= 0
      ? { operations: [teller], watches: [] }
      : { operations: [], watches: [-1 - teller] };
  }

  compactFloorAt(sequence: number): number {
    return this.#compactFloors[sequence]!;
  }

  compactCeilingAt(sequence: number): number {
    return this.#compactCeilings[sequence]!;
  }

  /** When someone first knew that this revision had been reached; infinite for never. */
  firstSeenMs(revision: number): number {
    return this.#firstSeenMs[revision] ?? Number.POSITIVE_INFINITY;
  }
}

/** The revision that an answer proves to exist. */
function revisionTold(operation: Operation): number {
  return (operation.answer as { header: etcdserverpb.ResponseHeader | null }).header?.revision ?? 0;
}

function revisionReceived({ response }: WatchReceipt): number {
  let revision = response.header?.revision ?? 0;
  const last = response.events.at(-1)?.kv?.modRevision ?? 0;
  if (last > revision) revision = last;
  return revision;
}
