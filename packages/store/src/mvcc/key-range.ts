/**
 * What key and range_end of a request mean (v3 API specification, 3.1).
 */

import type { KeyRange } from "./key-index.ts";

/** range_end of one zero byte: every key from `key` on. */
export function isOpenEnd(rangeEnd: Uint8Array): boolean {
  return rangeEnd.length === 1 && rangeEnd[0] === 0;
}

/** For a non-empty range_end; a request without one names a single key. */
export function requestedRange(key: Uint8Array, rangeEnd: Uint8Array): KeyRange {
  return { start: key, end: isOpenEnd(rangeEnd) ? null : rangeEnd };
}
