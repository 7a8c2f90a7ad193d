/**
 * Reads a whole view, so that damage is found before a client asks for it (reliability.md part 6:
 * everything within 24 hours). Each value's checksum and the order of keys are checked by the
 * reading itself; what this adds is the count: a damaged branch page can hide whole ranges.
 */

import { CorruptionError } from "@kvorum/base";
import type { BackendView } from "./backend-port.ts";
import { bucketNames } from "./buckets.ts";

const PAIRS_PER_SLICE = 1000;
const BYTES_PER_SLICE = 1 << 20;

/**
 * Yields between slices of about a millisecond; returns the number of records read.
 * @throws CorruptionError
 */
export function* scrub(view: BackendView, file: string): Generator<void, number, void> {
  let total = 0;
  for (const bucket of bucketNames) {
    let count = 0;
    let start: Uint8Array | null = new Uint8Array(0);
    while (start !== null) {
      let slicePairs = 0;
      let sliceBytes = 0;
      let next: Uint8Array | null = null;
      view.scan(bucket, { start, end: null }, (key, value) => {
        if (slicePairs === PAIRS_PER_SLICE || sliceBytes >= BYTES_PER_SLICE) {
          next = key.slice();
          return false;
        }
        slicePairs++;
        sliceBytes += value.length;
        return true;
      });
      count += slicePairs;
      start = next;
      yield;
    }
    if (count !== view.count(bucket)) {
      throw new CorruptionError(
        `bucket ${bucket} shows ${count} records and counts ${view.count(bucket)}`,
        { file, offset: -1 },
      );
    }
    total += count;
  }
  return total;
}
