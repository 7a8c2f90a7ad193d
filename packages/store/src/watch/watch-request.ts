/**
 * Why a watch cannot be created, in the words that WatchResponse.cancel_reason carries. Facts: the
 * v3 API specification, section 4.2; the reasons that concern authentication are the server's.
 */

import { compareBytes } from "@kvorum/base";
import { errorTable } from "@kvorum/proto";

/** Of the stream's own bookkeeping: the hub does not look at watch ids. */
export const DUPLICATE_WATCH_ID = "mvcc: duplicate watch ID provided on the WatchStream";

const RANGE_IS_EMPTY = "mvcc: watcher range is empty";

/** The cancel_reason to refuse the watch with, or null where the hub will take it. */
export function watchRefusal(request: {
  readonly key: Uint8Array;
  readonly rangeEnd: Uint8Array;
  readonly startRevision: number;
}): string | null {
  const { key, rangeEnd } = request;
  const isOpen = rangeEnd.length === 1 && rangeEnd[0] === 0;
  if (rangeEnd.length > 0 && !isOpen) {
    // An empty key stands for 0x00, and only the open end is not above that.
    const isEmpty = key.length > 0 && compareBytes(key, rangeEnd) >= 0;
    if (isEmpty) return RANGE_IS_EMPTY;
  }
  if (request.startRevision < 0) return errorTable.Compacted.text;
  return null;
}
