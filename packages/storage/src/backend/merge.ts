/** Scans a base and the batches above it as one ordered sequence. */

import { compareBytes } from "@kvorum/base";
import type { ScanRange, Visit } from "./backend-port.ts";
import type { Batch, BatchCursor } from "./batch.ts";
import type { BucketName } from "./buckets.ts";

export interface StoredPair {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * Visits the pairs of `base`, ascending from range.start on, as the batches change them; a newer
 * batch wins over an older one. Ends the base iterator in every case.
 * @param batches - newest first.
 */
export function mergeScan(
  options: {
    bucket: BucketName;
    range: ScanRange;
    batches: readonly Batch[];
    base: Iterator<StoredPair, unknown, undefined>;
  },
  visit: Visit,
): void {
  const { bucket, range, base } = options;
  const { start, end } = range;
  try {
    const layers: Layer[] = [];
    for (const batch of options.batches) {
      const layer = new Layer(batch.cursor(bucket, start));
      if (layer.current !== null) layers.push(layer);
    }
    let next = base.next();
    for (;;) {
      const pair = next.done === true ? null : next.value;
      let least: Layer | null = null;
      for (const layer of layers) {
        if (layer.current === null) continue;
        // Layers stand newest first, so an equal key further down never replaces the choice.
        if (least === null || compareBytes(layer.current.key, least.current!.key) < 0)
          least = layer;
      }
      if (pair === null && least === null) return;
      const order =
        pair === null ? 1 : least === null ? -1 : compareBytes(pair.key, least.current!.key);
      if (order < 0) {
        if (end !== null && compareBytes(pair!.key, end) >= 0) return;
        if (!visit(pair!.key, pair!.value)) return;
        next = base.next();
        continue;
      }
      const { key, value } = least!.current!;
      if (end !== null && compareBytes(key, end) >= 0) return;
      if (value !== null && !visit(key, value)) return;
      if (order === 0) next = base.next();
      for (const layer of layers) {
        if (layer !== least && layer.current !== null && compareBytes(layer.current.key, key) === 0)
          layer.advance();
      }
      least!.advance();
    }
  } finally {
    base.return?.();
  }
}

class Layer {
  current: BatchCursor | null = null;
  readonly #cursor: Iterator<BatchCursor>;

  constructor(cursor: Iterator<BatchCursor>) {
    this.#cursor = cursor;
    this.advance();
  }

  advance(): void {
    const next = this.#cursor.next();
    this.current = next.done === true ? null : next.value;
  }
}
