/**
 * The key index, written to bucket `kvorum` so that opening a large store reads a few hundred
 * pages instead of every record. Nothing depends on it: whenever it is missing, old, damaged or of
 * another version, the index is rebuilt from the records.
 *
 * Entry `index`, the header; all integers big-endian:
 *
 *   0: "KVIX"   4: format version (u32) = 1   8: revision (u64)   16: keys (u64)   24: pages (u32)
 *   28: slot (u32), 0 or 1   32: CRC-32C of bytes 0..31 (u32)
 *
 * Entries `index/<slot>` + page number (u32), the pages: keys in order, each an entry of varints
 *
 *   shared   bytes that the key shares with the one before it in the page
 *   length   of the rest, and the rest
 *   flags    1: has older revisions   2: has a lease   4: sub revision is not 0
 *   [older   their number, then for each, oldest first: main, sub * 2 + tombstone]
 *   main, [sub], version (0: tombstone), [main - create_revision, if version > 0], [lease]
 *
 * followed by the CRC-32C of all that (u32).
 *
 * Writing is sliced, and the store goes on in between: a key's entry is as of the time its page was
 * written. That is sound because loading adds what is newer from the records, from the header's
 * revision on, skipping what an entry already has. A compaction beyond that revision ends its use. The two slots keep the old checkpoint whole
 * until the header of the new one is written.
 */

import { type Crc32c, compareBytes, concatBytes, EMPTY_BYTES, utf8ToBytes } from "@kvorum/base";
import type { Backend } from "../backend-port.ts";
import { KeyIndex } from "./key-index.ts";
import { CHECKPOINT_PAGE_BYTES } from "./limits.ts";
import { decodeUint64, encodeUint64, readUint32, writeUint32 } from "./revision-key.ts";
import { copyBytes, writeCounter, writePair } from "./varint.ts";

const HEADER_KEY = utf8ToBytes("index");
const MAGIC = 0x4b564958;
const FORMAT_VERSION = 1;
const HEADER_BYTES = 36;
const HAS_HISTORY = 1;
const HAS_LEASE = 2;
const HAS_SUB = 4;
/** Most bytes of an entry beside its key and its older revisions. */
const ENTRY_OVERHEAD_BYTES = 64;
/** Most bytes of one older revision. */
const OLDER_REVISION_BYTES = 14;

interface Header {
  readonly revision: number;
  readonly keysCount: number;
  readonly pagesCount: number;
  readonly slot: number;
}

/** What a checkpoint gave. */
export interface LoadedIndex {
  readonly index: KeyIndex;
  /** Every change up to this revision is in the index, and perhaps some after it. */
  readonly revision: number;
}

/**
 * Writes a checkpoint of the index into the open batch, page by page; yields after each. The
 * caller commits as it likes: until the last step is committed, the former checkpoint counts.
 * Returns the revision that it covers.
 */
export function* writeIndexCheckpoint(
  source: { index: KeyIndex; backend: Backend; readonly revision: number },
  crc32c: Crc32c,
): Generator<void, number> {
  const { index, backend, revision } = source;
  const slot = readHeader(backend, crc32c)?.slot === 0 ? 1 : 0;
  deletePages(backend, slot);
  const page = new PageWriter();
  let start: Uint8Array = EMPTY_BYTES;
  let pagesCount = 0;
  let keysCount = 0;
  for (let isDone = false; !isDone; ) {
    const cursor = index.cursor({ start, end: null });
    isDone = true;
    for (let id = cursor.next(); id >= 0; id = cursor.next()) {
      if (page.isFull) {
        start = index.keyBytes(id);
        isDone = false;
        break;
      }
      page.add(index, id);
      keysCount++;
    }
    if (page.isEmpty) break;
    backend.put("kvorum", pageKey(slot, pagesCount++), page.finish(crc32c));
    if (!isDone) yield;
  }
  backend.put(
    "kvorum",
    HEADER_KEY,
    encodeHeader({ revision, keysCount, pagesCount, slot }, crc32c),
  );
  deletePages(backend, 1 - slot);
  return revision;
}

/**
 * The index as of the last checkpoint, without what a compaction at `compactRevision` drops; null
 * where there is none that can be used, such as one that is older than that compaction.
 */
export function loadIndexCheckpoint(
  backend: Backend,
  options: { crc32c: Crc32c; hashSeed: number; compactRevision: number },
): LoadedIndex | null {
  const header = readHeader(backend, options.crc32c);
  // A compaction behind the checkpoint may have dropped keys of it together with their tombstones:
  // nothing would say any more that they are gone.
  if (header === null || options.compactRevision > header.revision) return null;
  const index = new KeyIndex(options.hashSeed);
  index.reserve(header.keysCount);
  const reader = new PageReader(index, options.compactRevision);
  let pagesCount = 0;
  let isSound = true;
  const start = pageKey(header.slot, 0);
  const end = pageKey(header.slot, 0xffff_ffff);
  backend.scan("kvorum", { start, end }, (key, value) => {
    isSound = readUint32(key, key.length - 4) === pagesCount && reader.read(value, options.crc32c);
    pagesCount++;
    return isSound;
  });
  if (!isSound || pagesCount !== header.pagesCount || reader.keysCount !== header.keysCount) {
    return null;
  }
  return { index, revision: header.revision };
}

class PageWriter {
  #bytes: Uint8Array = new Uint8Array(CHECKPOINT_PAGE_BYTES + 4096);
  #position = 0;
  #previousKey: Uint8Array = EMPTY_BYTES;
  readonly #olderMains: number[] = [];
  readonly #olderSubs: number[] = [];

  get isEmpty(): boolean {
    return this.#position === 0;
  }

  get isFull(): boolean {
    return this.#position >= CHECKPOINT_PAGE_BYTES;
  }

  add(index: KeyIndex, id: number): void {
    const key = index.keyBytes(id);
    const previous = this.#previousKey;
    let shared = 0;
    const common = Math.min(key.length, previous.length);
    while (shared < common && key[shared] === previous[shared]) shared++;
    this.#previousKey = key;
    this.#collectHistory(index, id);
    const olderCount = this.#olderMains.length;
    this.#reserve(key.length + ENTRY_OVERHEAD_BYTES + olderCount * OLDER_REVISION_BYTES);
    const bytes = this.#bytes;
    let position = writeCounter(bytes, this.#position, shared);
    position = writeCounter(bytes, position, key.length - shared);
    bytes.set(key.subarray(shared), position);
    position += key.length - shared;
    const sub = index.modSub(id);
    const hasLease = (index.leaseLow(id) | index.leaseHigh(id)) !== 0;
    bytes[position++] =
      (olderCount > 0 ? HAS_HISTORY : 0) | (hasLease ? HAS_LEASE : 0) | (sub > 0 ? HAS_SUB : 0);
    if (olderCount > 0) {
      position = writeCounter(bytes, position, olderCount);
      for (let i = olderCount - 1; i >= 0; i--) {
        position = writeCounter(bytes, position, this.#olderMains[i]!);
        position = writeCounter(bytes, position, this.#olderSubs[i]!);
      }
    }
    const main = index.modRevision(id);
    const version = index.version(id);
    position = writeCounter(bytes, position, main);
    if (sub > 0) position = writeCounter(bytes, position, sub);
    position = writeCounter(bytes, position, version);
    if (version > 0) position = writeCounter(bytes, position, main - index.createRevision(id));
    if (hasLease) position = writePair(bytes, position, index.leaseLow(id), index.leaseHigh(id));
    this.#position = position;
  }

  /** The page, and a fresh start. */
  finish(crc32c: Crc32c): Uint8Array {
    const page = new Uint8Array(this.#position + 4);
    const content = this.#bytes.subarray(0, this.#position);
    page.set(content);
    writeUint32(page, this.#position, crc32c(content));
    this.#position = 0;
    this.#previousKey = EMPTY_BYTES;
    return page;
  }

  /** Newest first. */
  #collectHistory(index: KeyIndex, id: number): void {
    this.#olderMains.length = 0;
    this.#olderSubs.length = 0;
    index.visitHistory(id, (main, sub, isTombstone) => {
      this.#olderMains.push(main);
      this.#olderSubs.push(sub * 2 + (isTombstone ? 1 : 0));
    });
  }

  #reserve(count: number): void {
    const needed = this.#position + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(needed * 2);
    grown.set(this.#bytes.subarray(0, this.#position));
    this.#bytes = grown;
  }
}

class PageReader {
  keysCount = 0;
  readonly #index: KeyIndex;
  readonly #compactRevision: number;
  #bytes: Uint8Array = EMPTY_BYTES;
  #position = 0;
  #end = 0;
  /** The last key that was added, and room for the next. */
  #key: Uint8Array = new Uint8Array(1024);
  #keyLength = 0;

  constructor(index: KeyIndex, compactRevision: number) {
    this.#index = index;
    this.#compactRevision = compactRevision;
  }

  /** Adds the keys of a page; false where it is damaged. */
  read(page: Uint8Array, crc32c: Crc32c): boolean {
    this.#end = page.length - 4;
    if (this.#end < 0) return false;
    if (crc32c(page.subarray(0, this.#end)) !== readUint32(page, this.#end)) return false;
    this.#bytes = page;
    this.#position = 0;
    let isFirst = true;
    while (this.#position < this.#end) {
      const shared = this.#counter();
      const length = this.#counter();
      if (shared > this.#keyLength || length > this.#end - this.#position) return false;
      const restStart = this.#position;
      this.#position += length;
      // Pages of two writers must not mix: each page goes on where the one before it ended.
      if (isFirst && this.keysCount > 0) {
        const first = page.subarray(restStart, this.#position);
        if (compareBytes(first, this.#key.subarray(0, this.#keyLength)) <= 0) return false;
      }
      isFirst = false;
      this.#keyLength = shared + length;
      this.#reserveKey(this.#keyLength);
      copyBytes(this.#key, shared, page, restStart, this.#position);
      this.#addKey(this.#keyLength);
    }
    return this.#position === this.#end;
  }

  #addKey(keyLength: number): void {
    const index = this.#index;
    const id = index.append(this.#key, 0, keyLength);
    this.keysCount++;
    const flags = this.#bytes[this.#position++]!;
    if ((flags & HAS_HISTORY) !== 0) {
      for (let left = this.#counter(); left > 0 && this.#position < this.#end; left--) {
        const main = this.#counter();
        const sub = this.#counter();
        // Of an older revision the index keeps only whether it is a tombstone.
        index.set(id, main, sub >>> 1, 0, (sub & 1) === 0 ? 1 : 0, 0, 0);
      }
    }
    const main = this.#counter();
    const sub = (flags & HAS_SUB) === 0 ? 0 : this.#counter();
    const version = this.#counter();
    const createRevision = version === 0 ? 0 : main - this.#counter();
    let low = 0;
    let high = 0;
    if ((flags & HAS_LEASE) !== 0) {
      for (let shift = 0; shift < 70; shift += 7) {
        const byte = this.#bytes[this.#position++]!;
        const bits = byte & 0x7f;
        if (shift < 28) low |= bits << shift;
        else if (shift === 28) {
          low |= bits << 28;
          high = bits >>> 4;
        } else high |= bits << (shift - 32);
        if (byte < 0x80) break;
      }
    }
    index.set(id, main, sub, createRevision, version, low, high);
    if (version === 0 || (flags & HAS_HISTORY) !== 0) index.prune(id, this.#compactRevision);
  }

  /** Past the end of a damaged page this gives numbers without meaning, but it ends. */
  #counter(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#position++]!;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 0x80;
    while (scale < 2 ** 53) {
      byte = bytes[this.#position++]!;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    return value;
  }

  #reserveKey(length: number): void {
    if (length <= this.#key.length) return;
    const grown = new Uint8Array(length * 2);
    grown.set(this.#key);
    this.#key = grown;
  }
}

function pageKey(slot: number, page: number): Uint8Array {
  const number = new Uint8Array(4);
  writeUint32(number, 0, page);
  return concatBytes([utf8ToBytes(`index/${slot}`), number]);
}

function deletePages(backend: Backend, slot: number): void {
  const keys: Uint8Array[] = [];
  const range = { start: pageKey(slot, 0), end: pageKey(slot, 0xffff_ffff) };
  backend.scan("kvorum", range, (key) => {
    keys.push(key.slice());
    return true;
  });
  for (const key of keys) backend.delete("kvorum", key);
}

function encodeHeader(header: Header, crc32c: Crc32c): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  writeUint32(bytes, 0, MAGIC);
  writeUint32(bytes, 4, FORMAT_VERSION);
  bytes.set(encodeUint64(header.revision), 8);
  bytes.set(encodeUint64(header.keysCount), 16);
  writeUint32(bytes, 24, header.pagesCount);
  writeUint32(bytes, 28, header.slot);
  writeUint32(bytes, 32, crc32c(bytes.subarray(0, 32)));
  return bytes;
}

function readHeader(backend: Backend, crc32c: Crc32c): Header | null {
  const bytes = backend.get("kvorum", HEADER_KEY);
  if (bytes === undefined || bytes.length !== HEADER_BYTES) return null;
  const isOurs = readUint32(bytes, 0) === MAGIC && readUint32(bytes, 4) === FORMAT_VERSION;
  if (!isOurs || crc32c(bytes.subarray(0, 32)) !== readUint32(bytes, 32)) return null;
  return {
    revision: decodeUint64(bytes.subarray(8)),
    keysCount: decodeUint64(bytes.subarray(16)),
    pagesCount: readUint32(bytes, 24),
    slot: readUint32(bytes, 28),
  };
}
