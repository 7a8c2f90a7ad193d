/**
 * HPACK decoding (RFC 7541): one decoder for each direction of each connection.
 *
 * Guarantees: time linear in the input; nothing is allocated for a string before its length was
 * held against the header-list budget; a list over its limits is still decoded (the dynamic table
 * must follow the peer's) but without making objects for its fields; beyond twice a limit the
 * connection has to end. A block that neither inserts nor resizes is remembered with its result, so
 * that a client that repeats a request costs a comparison of some sixty bytes.
 *
 * After a failure (`decode` gave null) the decoder must not be used again.
 */

import { bytesToLatin1 } from "@kvorum/base";
import { FIELD_OVERHEAD_BYTES, HeaderField } from "./header-field.ts";
import { STATIC_ENTRIES_COUNT, STATIC_TABLE } from "./hpack-static-table.ts";
import { decodeHuffman } from "./huffman.ts";
import { ErrorCode } from "./protocol.ts";

/** The fields of one decoded block, in their order. Read-only, shared between equal blocks. */
export class HeaderList {
  readonly fields: readonly HeaderField[];
  /** All fields with 32 for each, as RFC 9113 section 6.5.2 counts. */
  readonly sizeBytes: number;
  /** A limit was passed: `fields` holds only what came before. */
  readonly isOverLimit: boolean;
  /** What the connection's role made of this list, kept so that a repeated block is parsed once. */
  parsed: object | null = null;

  constructor(fields: readonly HeaderField[], sizeBytes: number, isOverLimit: boolean) {
    this.fields = fields;
    this.sizeBytes = sizeBytes;
    this.isOverLimit = isOverLimit;
  }
}

interface CachedBlock {
  readonly bytes: Uint8Array;
  readonly list: HeaderList;
  /** State of the dynamic table under which the block means this list. */
  readonly tableVersion: number;
}

/** Blocks longer than this are not remembered. */
const MAX_CACHED_BLOCK_BYTES = 256;
const CACHE_SLOTS = 8;
/** An integer may have this many bytes after its prefix (RFC 7541 section 5.1). */
const MAX_INTEGER_BYTES = 4;

const huffmanScratch = new Uint8Array(64 * 1024);

export class HpackDecoder {
  /** Why the last `decode` gave null. */
  failureCode: ErrorCode = ErrorCode.NO_ERROR;
  failureReason = "";

  readonly #maxTableBytes: number;
  readonly #maxListBytes: number;
  readonly #maxFields: number;

  /** A ring of entries; the newest is at #newest and has dynamic index 0. */
  #ring: (HeaderField | null)[] = [];
  #newest = 0;
  #entriesCount = 0;
  #tableBytes = 0;
  /** The size that the peer chose with its last size update. */
  #tableLimit: number;
  #tableVersion = 0;

  #cache: (CachedBlock | null)[] | null = null;

  #buffer: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #end = 0;
  /** What the list may still grow by before the connection has to end. */
  #budget = 0;

  constructor(options: { maxTableBytes: number; maxListBytes: number; maxFields: number }) {
    this.#maxTableBytes = options.maxTableBytes;
    this.#tableLimit = options.maxTableBytes;
    this.#maxListBytes = options.maxListBytes;
    this.#maxFields = options.maxFields;
  }

  /** Dynamic entries and their size, for tests and budgets. */
  get dynamicEntriesCount(): number {
    return this.#entriesCount;
  }

  get dynamicTableBytes(): number {
    return this.#tableBytes;
  }

  /** The dynamic entry with this index (1 = newest), for tests. */
  dynamicEntry(index: number): HeaderField | undefined {
    if (index < 1 || index > this.#entriesCount) return undefined;
    return this.#ring[(this.#newest + index - 1) % this.#ring.length] ?? undefined;
  }

  /**
   * Decodes one complete header block, `buffer[start, end)`; the bytes are not kept. Null means
   * a connection error with `failureCode` and `failureReason`.
   */
  decode(buffer: Uint8Array, start: number, end: number): HeaderList | null {
    const length = end - start;
    let slot = -1;
    if (length <= MAX_CACHED_BLOCK_BYTES && length > 0) {
      // A few sampled bytes tell the blocks of one client apart; a wrong guess costs one decode.
      slot =
        (length +
          buffer[end - 1]! * 5 +
          buffer[start + (length >> 1)]! * 3 +
          buffer[start + (length >> 2)]! +
          buffer[end - 1 - (length >> 2)]! * 7) &
        (CACHE_SLOTS - 1);
      const cached = this.#cache === null ? null : this.#cache[slot]!;
      if (
        cached !== null &&
        cached.tableVersion === this.#tableVersion &&
        isSame(cached.bytes, buffer, start, length)
      ) {
        return cached.list;
      }
    }
    const versionBefore = this.#tableVersion;
    const list = this.#decodeBlock(buffer, start, end);
    if (list !== null && slot >= 0 && this.#tableVersion === versionBefore && !list.isOverLimit) {
      this.#cache ??= new Array<CachedBlock | null>(CACHE_SLOTS).fill(null);
      this.#cache[slot] = {
        bytes: buffer.slice(start, end),
        list,
        tableVersion: versionBefore,
      };
    }
    return list;
  }

  #decodeBlock(buffer: Uint8Array, start: number, end: number): HeaderList | null {
    this.#buffer = buffer;
    this.#offset = start;
    this.#end = end;
    this.#budget = 2 * this.#maxListBytes;
    let fields: HeaderField[] = [];
    let listBytes = 0;
    let fieldsCount = 0;
    let isOverLimit = false;
    let mayResize = true;

    while (this.#offset < end) {
      const first = buffer[this.#offset]!;
      let field: HeaderField | null;
      if (first >= 0x80) {
        const index = this.#integer(0x7f);
        if (index < 0) return null;
        field = this.#entryAt(index);
        if (field === null) return null;
        if (field.sizeBytes > this.#budget) return this.#overBudget();
      } else if (first >= 0x40) {
        field = this.#literal(0x3f);
        if (field === null) return null;
        this.#insert(field);
      } else if (first >= 0x20) {
        if (!mayResize) return this.#fail("table size update after the first field");
        const limit = this.#integer(0x1f);
        if (limit < 0) return null;
        if (limit > this.#maxTableBytes) {
          return this.#fail(`table size update to ${limit}, over ${this.#maxTableBytes}`);
        }
        this.#resize(limit);
        continue;
      } else {
        field = this.#literal(0x0f);
        if (field === null) return null;
      }
      mayResize = false;
      this.#budget -= field.sizeBytes;
      listBytes += field.sizeBytes;
      fieldsCount++;
      if (fieldsCount > 2 * this.#maxFields) return this.#overBudget();
      if (listBytes > this.#maxListBytes || fieldsCount > this.#maxFields) isOverLimit = true;
      if (!isOverLimit) fields.push(field);
    }
    if (isOverLimit) fields = [];
    return new HeaderList(fields, listBytes, isOverLimit);
  }

  /** The integer whose prefix is the low bits of the current byte; -1 after a failure. */
  #integer(prefixMask: number): number {
    const buffer = this.#buffer;
    const prefix = buffer[this.#offset++]! & prefixMask;
    if (prefix < prefixMask) return prefix;
    let value = prefixMask;
    let factor = 1;
    for (let i = 0; i < MAX_INTEGER_BYTES; i++) {
      if (this.#offset >= this.#end) return this.#failInteger("header block ends in an integer");
      const byte = buffer[this.#offset++]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    return this.#failInteger(`integer with more than ${MAX_INTEGER_BYTES} continuation bytes`);
  }

  #entryAt(index: number): HeaderField | null {
    if (index === 0) return this.#fail("index 0");
    if (index <= STATIC_ENTRIES_COUNT) return STATIC_TABLE[index]!;
    const dynamicIndex = index - STATIC_ENTRIES_COUNT - 1;
    if (dynamicIndex >= this.#entriesCount) return this.#fail(`index ${index} beyond the table`);
    let slot = this.#newest + dynamicIndex;
    if (slot >= this.#ring.length) slot -= this.#ring.length;
    return this.#ring[slot]!;
  }

  #literal(prefixMask: number): HeaderField | null {
    const index = this.#integer(prefixMask);
    if (index < 0) return null;
    let named: HeaderField | null = null;
    let name: string;
    if (index === 0) {
      const text = this.#string();
      if (text === null) return null;
      name = text;
    } else {
      named = this.#entryAt(index);
      if (named === null) return null;
      name = named.name;
    }
    if (name.length + FIELD_OVERHEAD_BYTES > this.#budget) return this.#overBudget();
    const value = this.#string();
    if (value === null) return null;
    const sizeBytes = name.length + value.length + FIELD_OVERHEAD_BYTES;
    if (sizeBytes > this.#budget) return this.#overBudget();
    return new HeaderField(name, value, named);
  }

  #string(): string | null {
    if (this.#offset >= this.#end) return this.#fail("header block ends before a string");
    const isHuffman = this.#buffer[this.#offset]! >= 0x80;
    const length = this.#integer(0x7f);
    if (length < 0) return null;
    const start = this.#offset;
    const end = start + length;
    if (end > this.#end) return this.#fail("header block ends in a string");
    this.#offset = end;
    if (!isHuffman) {
      if (length > this.#budget) return this.#overBudget();
      return length === 0 ? "" : bytesToLatin1(this.#buffer, start, end);
    }
    // The shortest code has five bits, the longest thirty: too long an input is too long a string.
    if (length > this.#budget * 4) return this.#overBudget();
    const need = Math.min(Math.floor((length * 8) / 5), this.#budget);
    const target = need <= huffmanScratch.length ? huffmanScratch : new Uint8Array(need);
    const written = decodeHuffman(this.#buffer, { start, end }, target);
    if (written === -1) return this.#fail("bad Huffman code or padding");
    if (written === -2 || written > this.#budget) return this.#overBudget();
    return bytesToLatin1(target, 0, written);
  }

  /** RFC 7541 section 4.4: evict until it fits; an entry larger than the table empties it. */
  #insert(field: HeaderField): void {
    this.#tableVersion++;
    this.#evict(this.#tableLimit - field.sizeBytes);
    if (field.sizeBytes > this.#tableLimit) return;
    if (this.#entriesCount === this.#ring.length) this.#growRing();
    this.#newest = this.#newest === 0 ? this.#ring.length - 1 : this.#newest - 1;
    this.#ring[this.#newest] = field;
    this.#entriesCount++;
    this.#tableBytes += field.sizeBytes;
  }

  #evict(targetBytes: number): void {
    while (this.#tableBytes > targetBytes && this.#entriesCount > 0) {
      const slot = (this.#newest + this.#entriesCount - 1) % this.#ring.length;
      this.#tableBytes -= this.#ring[slot]!.sizeBytes;
      this.#ring[slot] = null;
      this.#entriesCount--;
    }
  }

  #resize(limit: number): void {
    this.#tableVersion++;
    this.#tableLimit = limit;
    this.#evict(limit);
  }

  /** At most 128 entries fit into 4 096 bytes, so the ring stays small. */
  #growRing(): void {
    const larger = new Array<HeaderField | null>(Math.max(16, this.#ring.length * 2)).fill(null);
    for (let i = 0; i < this.#entriesCount; i++) {
      larger[i] = this.#ring[(this.#newest + i) % this.#ring.length]!;
    }
    this.#ring = larger;
    this.#newest = 0;
  }

  #fail(reason: string): null {
    this.failureCode = ErrorCode.COMPRESSION_ERROR;
    this.failureReason = reason;
    return null;
  }

  #failInteger(reason: string): -1 {
    this.#fail(reason);
    return -1;
  }

  #overBudget(): null {
    this.failureCode = ErrorCode.ENHANCE_YOUR_CALM;
    this.failureReason = "header list over twice its limit";
    return null;
  }
}

function isSame(kept: Uint8Array, buffer: Uint8Array, start: number, length: number): boolean {
  if (kept.length !== length) return false;
  for (let i = 0; i < length; i++) {
    if (kept[i] !== buffer[start + i]) return false;
  }
  return true;
}
