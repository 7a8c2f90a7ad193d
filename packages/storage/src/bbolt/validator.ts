/**
 * The whole check of a bbolt file, for one that somebody else made (spec: disk-format 5.8): every
 * reachable page id below the high-water mark, right id and type, no page reached twice, keys
 * ordered within pages and between parents and children, and, where a freelist is stored, every
 * page either reachable or free. A generator, so that the caller can do other things in between.
 */

import { compareBytes } from "@kvorum/base";
import { PAGE_HEADER_BYTES, PageFlag, readUint64 } from "./page.ts";
import type { BboltReader, Page } from "./reader.ts";

export interface BboltSummary {
  readonly pagesCount: number;
  readonly reachablePagesCount: number;
  /** Pages that hold nothing. */
  readonly freePagesCount: number;
}

/** Pages between two yields. */
const PAGES_PER_SLICE = 256;
const MAX_DEPTH = 60;

/** @throws CorruptionError at the first fault. */
export function* validateBbolt(reader: BboltReader): Generator<void, BboltSummary, void> {
  const { highWaterMark, freelistId, rootId } = reader.meta;
  const reached = new Uint8Array(Math.ceil(highWaterMark / 8));
  let reachedCount = 0;
  const mark = (id: number, overflow: number): void => {
    for (let page = id; page <= id + overflow; page++) {
      if ((reached[page >>> 3]! & (1 << (page & 7))) !== 0) {
        throw reader.damage(`bbolt: page ${page} is reached twice`, page);
      }
      reached[page >>> 3]! |= 1 << (page & 7);
      reachedCount++;
    }
  };
  let pages = 0;
  const roots: { id: number; lower: Uint8Array | null; upper: Uint8Array | null; depth: number }[] =
    [];
  const checkKeys = (page: Page, lower: Uint8Array | null, upper: Uint8Array | null): void => {
    let previous = lower;
    for (let i = 0; i < page.count; i++) {
      const key = reader.key(page, i);
      if (page.isLeaf) reader.value(page, i);
      if (previous !== null) {
        const order = compareBytes(key, previous);
        // The first key may equal the parent's, which names the smallest key of the child.
        if (order < 0 || (order === 0 && i > 0)) {
          throw reader.damage(`bbolt: page ${page.id} has a key out of order`, page.id);
        }
      }
      previous = key;
    }
    if (upper !== null && previous !== null && compareBytes(previous, upper) >= 0) {
      throw reader.damage(`bbolt: page ${page.id} has a key of its neighbour`, page.id);
    }
  };
  const walk = function* (treeRootId: number): Generator<void, void, void> {
    roots.push({ id: treeRootId, lower: null, upper: null, depth: 0 });
    for (let next = roots.pop(); next !== undefined; next = roots.pop()) {
      const page = reader.treePage(next.id, next.depth === 0);
      mark(page.id, page.overflow);
      if (next.depth > MAX_DEPTH) throw reader.damage("bbolt: the tree is too deep", page.id);
      checkKeys(page, next.lower, next.upper);
      if (!page.isLeaf) {
        for (let i = 0; i < page.count; i++) {
          roots.push({
            id: reader.child(page, i),
            lower: reader.key(page, i),
            upper: i + 1 < page.count ? reader.key(page, i + 1) : next.upper,
            depth: next.depth + 1,
          });
        }
      }
      if (++pages % PAGES_PER_SLICE === 0) yield;
    }
  };
  yield* walk(rootId);
  for (const bucket of reader.buckets()) {
    if (bucket.rootId !== null) yield* walk(bucket.rootId);
    else if (bucket.inline !== null) checkKeys(bucket.inline, null, null);
  }
  const free = freelistId === null ? null : readFreelist(reader, freelistId, mark);
  if (free !== null) {
    for (const id of free) {
      if (id < 2 || id >= highWaterMark) throw reader.damage(`bbolt: free page ${id}`, freelistId!);
      if ((reached[id >>> 3]! & (1 << (id & 7))) !== 0) {
        throw reader.damage(`bbolt: page ${id} is in use and free`, id);
      }
    }
    if (reachedCount + free.size !== highWaterMark - 2) {
      throw reader.damage(
        `bbolt: ${highWaterMark - 2 - reachedCount - free.size} pages are neither in use nor free`,
        freelistId!,
      );
    }
  }
  return {
    pagesCount: highWaterMark,
    reachablePagesCount: reachedCount + 2,
    freePagesCount: highWaterMark - 2 - reachedCount,
  };
}

/** A count of 0xffff means that the first entry is the true count. */
function readFreelist(
  reader: BboltReader,
  id: number,
  mark: (id: number, overflow: number) => void,
): Set<number> {
  const { bytes, flags, count: shortCount, overflow } = reader.rawPage(id);
  if (flags !== PageFlag.freelist) throw reader.damage(`bbolt: page ${id} is no freelist`, id);
  mark(id, overflow);
  const isLong = shortCount === 0xffff;
  const count = isLong ? readUint64(bytes, PAGE_HEADER_BYTES) : shortCount;
  const start = PAGE_HEADER_BYTES + (isLong ? 8 : 0);
  if (start + count * 8 > bytes.length) throw reader.damage("bbolt: the freelist is cut off", id);
  const ids = new Set<number>();
  for (let i = 0; i < count; i++) ids.add(readUint64(bytes, start + i * 8));
  if (ids.size !== count) throw reader.damage("bbolt: a page is free twice", id);
  return ids;
}
