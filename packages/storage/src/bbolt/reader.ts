/**
 * Reads a bbolt file: a Go member's `db`, a database received from a leader, a saved snapshot
 * (spec: disk-format section 5). Read-only, and without trust: every offset, count and page id is
 * checked before it is used, keys must ascend over the whole scan, and depth is bounded, so that no
 * file makes it loop, read outside the file, or take memory beyond one page run for each level.
 *
 * What a scan does not see (pages reached twice from different buckets, the list of free pages)
 * is for validator.ts.
 */

import { CorruptionError, compareBytes } from "@kvorum/base";
import type { OpenFile } from "../file-system.ts";
import {
  BUCKET_ELEMENT,
  BUCKET_HEADER_BYTES,
  decodeMeta,
  ELEMENT_BYTES,
  MAX_PAGE_BYTES,
  META_BYTES,
  type Meta,
  MIN_PAGE_BYTES,
  PAGE_HEADER_BYTES,
  PageFlag,
  readUint16,
  readUint32,
  readUint64,
} from "./page.ts";

/** Deeper than any tree of two children a branch and 2^53 pages. */
const MAX_DEPTH = 60;

/** A page with its overflow, its header checked. For an inline bucket, the image in its value. */
export interface Page {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly isLeaf: boolean;
  readonly count: number;
  readonly overflow: number;
}

export interface Bucket {
  readonly name: Uint8Array;
  /** Null: the bucket is inline. */
  readonly rootId: number | null;
  readonly inline: Page | null;
}

type Visit = (key: Uint8Array, value: Uint8Array) => boolean;

export class BboltReader {
  readonly meta: Meta;
  readonly path: string;
  readonly #file: OpenFile;

  /** @throws CorruptionError when neither meta page is valid or the file is too short. */
  constructor(file: OpenFile) {
    this.#file = file;
    this.path = file.path;
    this.meta = readMeta(file);
    const { pageBytes, highWaterMark, rootId } = this.meta;
    if (highWaterMark * pageBytes > file.sizeBytes()) {
      throw this.damage(
        `bbolt: ${highWaterMark} pages of ${pageBytes} bytes do not fit a file of ${file.sizeBytes()} bytes`,
        0,
      );
    }
    if (rootId < 2 || rootId >= highWaterMark) throw this.damage(`bbolt: root page ${rootId}`, 0);
  }

  /** The named buckets, in name order. */
  buckets(): Bucket[] {
    const buckets: Bucket[] = [];
    this.#walk(this.meta.rootId, null, new Uint8Array(0), (key, value, page, flags) => {
      if (flags !== BUCKET_ELEMENT) throw this.damage("bbolt: a pair among the buckets", page.id);
      buckets.push(this.#bucket(key.slice(), value, page));
      return true;
    });
    return buckets;
  }

  bucket(name: string): Bucket | null {
    const bytes = Buffer.from(name);
    return this.buckets().find((bucket) => bytes.equals(bucket.name)) ?? null;
  }

  /** Visits the pairs from `start` on, ascending; views are valid during the visit. */
  scan(bucket: Bucket, start: Uint8Array, visit: Visit): void {
    this.#walk(bucket.rootId, bucket.inline, start, (key, value, page, flags) => {
      if (flags !== 0) throw this.damage("bbolt: a bucket inside a bucket", page.id);
      return visit(key, value);
    });
  }

  get(bucket: Bucket, key: Uint8Array): Uint8Array | undefined {
    let found: Uint8Array | undefined;
    this.scan(bucket, key, (candidate, value) => {
      if (compareBytes(candidate, key) === 0) found = value.slice();
      return false;
    });
    return found;
  }

  /** A page of a tree. @throws CorruptionError unless it is a branch or a leaf with its own id. */
  treePage(id: number, isRoot: boolean): Page {
    const { bytes, flags, count, overflow } = this.rawPage(id);
    if (flags !== PageFlag.branch && flags !== PageFlag.leaf) {
      throw this.damage(`bbolt: page ${id} has flags ${flags}`, id);
    }
    const isLeaf = flags === PageFlag.leaf;
    if (count === 0 && !(isRoot && isLeaf)) throw this.damage(`bbolt: page ${id} is empty`, id);
    return { id, bytes, isLeaf, count, overflow };
  }

  /** Any page with its overflow, read whole. */
  rawPage(id: number): { bytes: Uint8Array; flags: number; count: number; overflow: number } {
    const { pageBytes, highWaterMark } = this.meta;
    if (id < 2 || id >= highWaterMark) throw this.damage(`bbolt: page id ${id} is out of range`, 0);
    let bytes = this.#file.read(id * pageBytes, pageBytes);
    if (bytes.length < pageBytes) throw this.damage(`bbolt: page ${id} is cut off`, id);
    if (readUint64(bytes, 0) !== id) {
      throw this.damage(`bbolt: page ${id} calls itself ${readUint64(bytes, 0)}`, id);
    }
    const flags = readUint16(bytes, 8);
    const count = readUint16(bytes, 10);
    const overflow = readUint32(bytes, 12);
    if (overflow > 0) {
      if (id + overflow >= highWaterMark) throw this.damage(`bbolt: page ${id} overflows`, id);
      bytes = this.#file.read(id * pageBytes, (overflow + 1) * pageBytes);
      if (bytes.length < (overflow + 1) * pageBytes) {
        throw this.damage(`bbolt: page ${id} is cut off`, id);
      }
    }
    return { bytes, flags, count, overflow };
  }

  /** The key of an element, a view. @throws CorruptionError when it leaves the page. */
  key(page: Page, index: number): Uint8Array {
    const at = PAGE_HEADER_BYTES + index * ELEMENT_BYTES;
    if (at + ELEMENT_BYTES > page.bytes.length) throw this.#outside(page);
    const isLeaf = page.isLeaf;
    const start = at + readUint32(page.bytes, at + (isLeaf ? 4 : 0));
    const length = readUint32(page.bytes, at + (isLeaf ? 8 : 4));
    if (length === 0) throw this.damage(`bbolt: page ${page.id} has an empty key`, page.id);
    if (start + length > page.bytes.length) throw this.#outside(page);
    return page.bytes.subarray(start, start + length);
  }

  /** The value of a leaf element, a view, and the element's flags. */
  value(page: Page, index: number): { value: Uint8Array; flags: number } {
    const at = PAGE_HEADER_BYTES + index * ELEMENT_BYTES;
    const start = at + readUint32(page.bytes, at + 4) + readUint32(page.bytes, at + 8);
    const length = readUint32(page.bytes, at + 12);
    if (start + length > page.bytes.length) throw this.#outside(page);
    const flags = readUint32(page.bytes, at);
    if (flags !== 0 && flags !== BUCKET_ELEMENT) {
      throw this.damage(`bbolt: page ${page.id} has an element with flags ${flags}`, page.id);
    }
    return { value: page.bytes.subarray(start, start + length), flags };
  }

  child(page: Page, index: number): number {
    return readUint64(page.bytes, PAGE_HEADER_BYTES + index * ELEMENT_BYTES + 8);
  }

  damage(what: string, pageId: number): CorruptionError {
    return new CorruptionError(what, {
      file: this.path,
      offset: pageId * (this.meta?.pageBytes ?? 0),
    });
  }

  #outside(page: Page): CorruptionError {
    return this.damage(`bbolt: page ${page.id} has an element outside of it`, page.id);
  }

  #bucket(name: Uint8Array, value: Uint8Array, page: Page): Bucket {
    if (value.length < BUCKET_HEADER_BYTES) throw this.#outside(page);
    const rootId = readUint64(value, 0);
    if (rootId !== 0) {
      if (value.length !== BUCKET_HEADER_BYTES) {
        throw this.damage("bbolt: a bucket header of wrong size", page.id);
      }
      return { name, rootId, inline: null };
    }
    const bytes = value.slice(BUCKET_HEADER_BYTES);
    const isPage =
      bytes.length >= PAGE_HEADER_BYTES &&
      readUint16(bytes, 8) === PageFlag.leaf &&
      readUint32(bytes, 12) === 0;
    if (!isPage) throw this.damage("bbolt: a malformed inline bucket", page.id);
    const count = readUint16(bytes, 10);
    return { name, rootId: null, inline: { id: page.id, bytes, isLeaf: true, count, overflow: 0 } };
  }

  /** Depth first from the leaf that may hold `start`. */
  #walk(
    rootId: number | null,
    inline: Page | null,
    start: Uint8Array,
    visit: (key: Uint8Array, value: Uint8Array, page: Page, flags: number) => boolean,
  ): void {
    const path: { page: Page; index: number }[] = [];
    const enter = (page: Page): void => {
      if (path.length >= MAX_DEPTH) throw this.damage("bbolt: the tree is too deep", page.id);
      // Only on the way down to `start` is there something to skip.
      const isFirst = path.every(({ page: outer, index }) => index === this.#seek(outer, start));
      path.push({ page, index: isFirst ? this.#seek(page, start) : 0 });
    };
    enter(inline ?? this.treePage(rootId!, true));
    let previous: Uint8Array | null = null;
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const { page } = top;
      if (top.index >= page.count) {
        path.pop();
        const parent = path[path.length - 1];
        if (parent !== undefined) parent.index++;
        continue;
      }
      const key = this.key(page, top.index);
      if (!page.isLeaf) {
        if (previous !== null && compareBytes(key, previous) <= 0) throw this.#disorder(page);
        enter(this.treePage(this.child(page, top.index), false));
        continue;
      }
      if (previous !== null && compareBytes(key, previous) <= 0) throw this.#disorder(page);
      previous = key;
      const { value, flags } = this.value(page, top.index);
      if (!visit(key, value, page, flags)) return;
      top.index++;
    }
  }

  #disorder(page: Page): CorruptionError {
    return this.damage(`bbolt: page ${page.id} has a key out of order`, page.id);
  }

  /** Leaf: the first element at or behind `start`. Branch: the child that may hold it. */
  #seek(page: Page, start: Uint8Array): number {
    let low = 0;
    let high = page.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = compareBytes(this.key(page, middle), start);
      if (page.isLeaf ? order < 0 : order <= 0) low = middle + 1;
      else high = middle;
    }
    return page.isLeaf ? low : Math.max(0, low - 1);
  }
}

/** The valid meta page with the higher txid. */
function readMeta(file: OpenFile): Meta {
  const first = file.read(0, META_BYTES);
  const reasons: string[] = [];
  let best: Meta | null = null;
  const consider = (bytes: Uint8Array): Meta | null => {
    const meta = bytes.length < META_BYTES ? "cut off" : decodeMeta(bytes);
    if (typeof meta === "string") {
      reasons.push(meta);
      return null;
    }
    if (best === null || meta.txid > best.txid) best = meta;
    return meta;
  };
  const zero = consider(first);
  if (zero !== null) consider(file.read(zero.pageBytes, META_BYTES));
  else {
    // Without the first one the page size is unknown, and with it where the second one is.
    for (let offset = MIN_PAGE_BYTES; offset <= MAX_PAGE_BYTES; offset *= 2) {
      const meta = consider(file.read(offset, META_BYTES));
      if (meta !== null && meta.pageBytes === offset) break;
      best = null;
    }
  }
  if (best === null) {
    throw new CorruptionError(`bbolt: no valid meta page (${reasons[0]})`, {
      file: file.path,
      offset: 0,
    });
  }
  return best;
}
