/**
 * How long entries take to apply, for etcd's histogram by operation. The clock is read twice for
 * a batch, not twice for an entry: every entry of a batch counts with the batch's mean.
 */

import type { ServerMetrics } from "../metrics/families.ts";
import type { Histogram } from "../metrics/instruments.ts";
import { operationNames } from "./operation-names.ts";

const HEADER_FIELD = 100;

interface Tally {
  readonly histogram: Histogram;
  count: number;
}

export class ApplyTiming {
  readonly #metrics: ServerMetrics;
  readonly #slowMs: number;
  /** By operation and success; few, and made at first use. */
  readonly #tallies = new Map<number, Tally>();
  #entriesCount = 0;

  constructor(metrics: ServerMetrics, options: { slowMs: number }) {
    this.#metrics = metrics;
    this.#slowMs = options.slowMs;
  }

  /** An entry with data was applied. */
  count(data: Uint8Array, isSuccess: boolean): void {
    const field = requestField(data);
    const key = field * 2 + (isSuccess ? 1 : 0);
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      const operation = operationNames[field] ?? "unknown";
      const histogram = this.#metrics.applyDuration.child("v3", operation, String(isSuccess));
      tally = { histogram, count: 0 };
      this.#tallies.set(key, tally);
    }
    tally.count++;
    this.#entriesCount++;
  }

  /** The batch with the entries counted since the last call took this long. */
  finish(durationMs: number): void {
    if (this.#entriesCount === 0) return;
    const meanMs = durationMs / this.#entriesCount;
    if (meanMs > this.#slowMs) this.#metrics.slowApplies.add(this.#entriesCount);
    this.#entriesCount = 0;
    for (const tally of this.#tallies.values()) {
      if (tally.count === 0) continue;
      tally.histogram.observeMany(meanMs / 1000, tally.count);
      tally.count = 0;
    }
  }
}

/** The number of the first field that is not the header; requests have exactly one. */
function requestField(data: Uint8Array): number {
  let position = 0;
  while (position < data.length) {
    const first = data[position]!;
    const isLong = first >= 0x80;
    const tag = isLong ? (first & 0x7f) | (data[position + 1]! << 7) : first;
    const field = tag >>> 3;
    if (field !== HEADER_FIELD) return field;
    position += 2;
    position += 1 + data[position]!;
  }
  return 0;
}
