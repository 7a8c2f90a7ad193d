/**
 * A range in chunks, at one revision, without holding more than a chunk (v3 API specification,
 * 3.3). Between chunks the store goes on; the stream remembers only the last key it sent.
 */

import { etcdserverpb, RequestError } from "@kvorum/proto";
import type { KeyRange } from "./key-index.ts";
import { requestedRange } from "./key-range.ts";
import { STREAM_FIRST_CHUNK_KEYS } from "./limits.ts";
import type { MvccStore } from "./mvcc-store.ts";
import { hasDefaultOrder, hasFilter, type RangeReader } from "./range.ts";

/** One chunk: a RangeResponse without header. */
export interface RangeChunk {
  /** For the header of the last chunk; 0 for the others, which carry none. */
  readonly revision: number;
  readonly body: Uint8Array;
}

/** Read anew for each chunk: a snapshot of the leader may replace them between two. */
export interface RangeStreamParts {
  readonly mvcc: MvccStore;
  readonly ranges: RangeReader;
}

export class RangeStream {
  readonly #parts: RangeStreamParts;
  readonly #request: etcdserverpb.RangeRequest;
  readonly #maxRequestBytes: number;
  readonly #end: Uint8Array | null;
  #start: Uint8Array;
  /** 0 until the first chunk. */
  #revision = 0;
  #headerRevision = 0;
  #chunkKeys = STREAM_FIRST_CHUNK_KEYS;
  #sentCount = 0;
  #isDone = false;

  /**
   * `checkRange` must have passed; the request's bytes are kept.
   * @throws RequestError RangeStreamOrder, RangeStreamFilter.
   */
  constructor(
    parts: RangeStreamParts,
    request: etcdserverpb.RangeRequest,
    options: { maxRequestBytes: number },
  ) {
    if (!hasDefaultOrder(request)) throw new RequestError("RangeStreamOrder");
    if (hasFilter(request)) throw new RequestError("RangeStreamFilter");
    this.#parts = parts;
    // Without an order the target has no meaning here: chunks come in key order.
    this.#request = { ...request, sortTarget: etcdserverpb.SortTarget.KEY };
    this.#maxRequestBytes = options.maxRequestBytes;
    const range = requestedRange(request.key, request.rangeEnd);
    this.#start = range.start;
    this.#end = range.end;
  }

  /** The next chunk, or null behind the last. @throws RequestError FutureRev, Compacted. */
  next(): RangeChunk | null {
    if (this.#isDone) return null;
    const mvcc = this.#parts.mvcc;
    const request = this.#request;
    if (this.#revision === 0) {
      this.#revision = mvcc.resolveRevision(request.revision);
      this.#headerRevision = mvcc.revision;
      if (request.countOnly || request.rangeEnd.length === 0) {
        this.#isDone = true;
        return { revision: this.#headerRevision, body: this.#parts.ranges.read(request) };
      }
    } else mvcc.resolveRevision(this.#revision);
    return this.#readChunk();
  }

  #readChunk(): RangeChunk {
    const { counters, index, writer } = this.#parts.mvcc;
    counters.rangesTotal++;
    const request = this.#request;
    const rest: KeyRange = { start: this.#start, end: this.#end };
    const unsent = request.limit > 0 ? request.limit - this.#sentCount : Number.POSITIVE_INFINITY;
    const keysLimit = Math.min(this.#chunkKeys, unsent);
    const cursor = index.cursor(rest);
    let count = 0;
    let hasMore = false;
    let lastId = -1;
    for (let id = cursor.next(); id >= 0; id = cursor.next()) {
      if (!index.findAt(id, this.#revision)) continue;
      if (count === keysLimit) {
        hasMore = true;
        break;
      }
      this.#parts.ranges.writeKey(request, id, index.foundMain, index.foundSub);
      lastId = id;
      count++;
    }
    this.#sentCount += count;
    if (lastId >= 0) {
      const length = index.keyBytesCount(lastId);
      this.#start = new Uint8Array(length + 1);
      index.copyKey(lastId, this.#start, 0);
    }
    if (hasMore && count < unsent) {
      this.#adaptChunk(writer.position);
      return { revision: 0, body: writer.finish() };
    }
    this.#isDone = true;
    const remaining = hasMore
      ? index.count({ start: this.#start, end: this.#end }, this.#revision)
      : 0;
    return {
      revision: this.#headerRevision,
      body: this.#parts.ranges.finish(this.#sentCount + remaining, hasMore),
    };
  }

  #adaptChunk(encodedBytes: number): void {
    if (encodedBytes < this.#maxRequestBytes / 2) this.#chunkKeys *= 2;
    else if (encodedBytes > this.#maxRequestBytes * 2) {
      this.#chunkKeys = Math.max(1, Math.floor(this.#chunkKeys / 2));
    }
  }
}
