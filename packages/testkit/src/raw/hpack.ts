/**
 * HPACK (RFC 7541) for a test client: a full decoder of response headers, and an encoder of
 * request headers that indexes each field once, as real clients do.
 *
 * Written apart from `@kvorum/http2`, so that a mistake there cannot hide in its own mirror.
 * A response block that changed no table decodes to the same fields until the table changes:
 * recent blocks are remembered, so that a load generator pays a comparison for each reply.
 */

import { assert, bytesToLatin1 } from "@kvorum/base";
import { decodeHuffman } from "./huffman-code.ts";

export type HeaderField = readonly [name: string, value: string];

/** What a client needs of a response's headers or trailers. */
export interface ResponseHeaders {
  readonly fields: readonly HeaderField[];
  /** `:status`, or "" in trailers. */
  readonly httpStatus: string;
  /** -1 when the block has no grpc-status. */
  readonly grpcStatus: number;
  /** Percent-decoded; "" when absent. */
  readonly grpcMessage: string;
}

const STATIC_TABLE: readonly HeaderField[] = [
  [":authority", ""],
  [":method", "GET"],
  [":method", "POST"],
  [":path", "/"],
  [":path", "/index.html"],
  [":scheme", "http"],
  [":scheme", "https"],
  [":status", "200"],
  [":status", "204"],
  [":status", "206"],
  [":status", "304"],
  [":status", "400"],
  [":status", "404"],
  [":status", "500"],
  ["accept-charset", ""],
  ["accept-encoding", "gzip, deflate"],
  ["accept-language", ""],
  ["accept-ranges", ""],
  ["accept", ""],
  ["access-control-allow-origin", ""],
  ["age", ""],
  ["allow", ""],
  ["authorization", ""],
  ["cache-control", ""],
  ["content-disposition", ""],
  ["content-encoding", ""],
  ["content-language", ""],
  ["content-length", ""],
  ["content-location", ""],
  ["content-range", ""],
  ["content-type", ""],
  ["cookie", ""],
  ["date", ""],
  ["etag", ""],
  ["expect", ""],
  ["expires", ""],
  ["from", ""],
  ["host", ""],
  ["if-match", ""],
  ["if-modified-since", ""],
  ["if-none-match", ""],
  ["if-range", ""],
  ["if-unmodified-since", ""],
  ["last-modified", ""],
  ["link", ""],
  ["location", ""],
  ["max-forwards", ""],
  ["proxy-authenticate", ""],
  ["proxy-authorization", ""],
  ["range", ""],
  ["referer", ""],
  ["refresh", ""],
  ["retry-after", ""],
  ["server", ""],
  ["set-cookie", ""],
  ["strict-transport-security", ""],
  ["transfer-encoding", ""],
  ["user-agent", ""],
  ["vary", ""],
  ["via", ""],
  ["www-authenticate", ""],
];

const TABLE_LIMIT_BYTES = 4096;
const ENTRY_OVERHEAD_BYTES = 32;
const REMEMBERED_BLOCKS = 8;

interface RememberedBlock {
  readonly bytes: Uint8Array;
  readonly headers: ResponseHeaders;
}

export class HpackDecoder {
  /** Newest first. */
  readonly #table: HeaderField[] = [];
  #tableBytes = 0;
  #limitBytes = TABLE_LIMIT_BYTES;
  #remembered: RememberedBlock[] = [];
  #nextPlace = 0;
  #position = 0;

  /** Decodes one whole block, the bytes `start..end`. */
  decode(bytes: Uint8Array, start: number, end: number): ResponseHeaders {
    const length = end - start;
    for (const block of this.#remembered) {
      if (block.bytes.length === length && equalAt(bytes, start, block.bytes)) return block.headers;
    }
    const fields: HeaderField[] = [];
    const tableChanged = this.#read(bytes, start, end, fields);
    const headers = summarize(fields);
    if (tableChanged) {
      this.#remembered = [];
      this.#nextPlace = 0;
    } else {
      this.#remembered[this.#nextPlace] = { bytes: bytes.slice(start, end), headers };
      this.#nextPlace = (this.#nextPlace + 1) % REMEMBERED_BLOCKS;
    }
    return headers;
  }

  #read(bytes: Uint8Array, start: number, end: number, fields: HeaderField[]): boolean {
    let changed = false;
    this.#position = start;
    while (this.#position < end) {
      const first = bytes[this.#position]!;
      if (first >= 0x80) {
        fields.push(this.#entry(this.#integer(bytes, 7, end)));
      } else if (first >= 0x40) {
        const field = this.#literal(bytes, 6, end);
        fields.push(field);
        this.#insert(field);
        changed = true;
      } else if (first >= 0x20) {
        const limit = this.#integer(bytes, 5, end);
        if (limit > TABLE_LIMIT_BYTES)
          throw new Error(`HPACK table size ${limit} is over the limit`);
        this.#limitBytes = limit;
        this.#evict(0);
        changed = true;
      } else {
        fields.push(this.#literal(bytes, 4, end));
      }
    }
    if (this.#position !== end) throw new Error("HPACK block is cut off");
    return changed;
  }

  #entry(index: number): HeaderField {
    if (index === 0) throw new Error("HPACK index 0");
    const field =
      index <= STATIC_TABLE.length
        ? STATIC_TABLE[index - 1]
        : this.#table[index - STATIC_TABLE.length - 1];
    if (field === undefined) throw new Error(`HPACK index ${index} is beyond the table`);
    return field;
  }

  #literal(bytes: Uint8Array, prefixBits: number, end: number): HeaderField {
    const index = this.#integer(bytes, prefixBits, end);
    const name = index === 0 ? this.#string(bytes, end) : this.#entry(index)[0];
    return [name, this.#string(bytes, end)];
  }

  #integer(bytes: Uint8Array, prefixBits: number, end: number): number {
    const mask = (1 << prefixBits) - 1;
    let value = bytes[this.#position++]! & mask;
    if (value < mask) return value;
    for (let shift = 0; shift <= 21; shift += 7) {
      if (this.#position >= end) throw new Error("HPACK integer is cut off");
      const byte = bytes[this.#position++]!;
      value += (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new Error("HPACK integer is too long");
  }

  #string(bytes: Uint8Array, end: number): string {
    if (this.#position >= end) throw new Error("HPACK string is cut off");
    const huffman = bytes[this.#position]! >= 0x80;
    const length = this.#integer(bytes, 7, end);
    const start = this.#position;
    if (length > end - start) throw new Error("HPACK string is cut off");
    this.#position = start + length;
    return huffman
      ? decodeHuffman(bytes, start, start + length)
      : bytesToLatin1(bytes, start, start + length);
  }

  #insert(field: HeaderField): void {
    const size = entryBytes(field);
    this.#evict(size);
    if (size > this.#limitBytes) return;
    this.#table.unshift(field);
    this.#tableBytes += size;
  }

  #evict(neededBytes: number): void {
    while (this.#table.length > 0 && this.#tableBytes + neededBytes > this.#limitBytes) {
      this.#tableBytes -= entryBytes(this.#table.pop()!);
    }
  }
}

/**
 * Encodes request headers. The first time a field is used it is sent as a literal that enters the
 * server's table, later by its index, so a repeated request is a block of a few bytes. Nothing is
 * ever evicted: fields beyond the table's size are sent as plain literals.
 */
export class HpackEncoder {
  readonly #places = new Map<string, number>();
  readonly #indexing: boolean;
  #insertsCount = 0;
  #tableBytes = 0;

  /** @param options.indexing - false: literals only, nothing enters the server's table. */
  constructor(options: { indexing: boolean }) {
    this.#indexing = options.indexing;
  }

  /** Grows with each new field: a block stays valid as long as this number does not change. */
  get insertsCount(): number {
    return this.#insertsCount;
  }

  encode(fields: readonly HeaderField[]): Uint8Array {
    const out: number[] = [];
    for (const field of fields) this.#field(field, out);
    return Uint8Array.from(out);
  }

  #field(field: HeaderField, out: number[]): void {
    const exact = STATIC_TABLE.findIndex((entry) => entry[0] === field[0] && entry[1] === field[1]);
    if (exact >= 0) {
      appendInteger(out, 0x80, 7, exact + 1);
      return;
    }
    const key = `${field[0]}\0${field[1]}`;
    const place = this.#places.get(key);
    if (place !== undefined) {
      appendInteger(out, 0x80, 7, STATIC_TABLE.length + this.#insertsCount - place);
      return;
    }
    const fits = this.#indexing && this.#tableBytes + entryBytes(field) <= TABLE_LIMIT_BYTES;
    const named = STATIC_TABLE.findIndex((entry) => entry[0] === field[0]) + 1;
    if (fits) appendInteger(out, 0x40, 6, named);
    else appendInteger(out, 0x00, 4, named);
    if (named === 0) appendString(out, field[0]);
    appendString(out, field[1]);
    if (fits) {
      this.#places.set(key, this.#insertsCount);
      this.#insertsCount++;
      this.#tableBytes += entryBytes(field);
    }
  }
}

function entryBytes(field: HeaderField): number {
  return field[0].length + field[1].length + ENTRY_OVERHEAD_BYTES;
}

function appendInteger(out: number[], flags: number, prefixBits: number, value: number): void {
  const mask = (1 << prefixBits) - 1;
  if (value < mask) {
    out.push(flags | value);
    return;
  }
  out.push(flags | mask);
  let rest = value - mask;
  while (rest > 0x7f) {
    out.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  out.push(rest);
}

function appendString(out: number[], text: string): void {
  appendInteger(out, 0, 7, text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    assert(code < 0x100, `header text with char code ${code}`);
    out.push(code);
  }
}

function equalAt(bytes: Uint8Array, start: number, other: Uint8Array): boolean {
  for (let i = 0; i < other.length; i++) {
    if (bytes[start + i] !== other[i]) return false;
  }
  return true;
}

function summarize(fields: readonly HeaderField[]): ResponseHeaders {
  let httpStatus = "";
  let grpcStatus = -1;
  let grpcMessage = "";
  for (const [name, value] of fields) {
    if (name === ":status") httpStatus = value;
    else if (name === "grpc-status") grpcStatus = Number(value);
    else if (name === "grpc-message") grpcMessage = percentDecode(value);
  }
  return { fields, httpStatus, grpcStatus, grpcMessage };
}

/** gRPC's percent-encoding of UTF-8 bytes; malformed escapes stay as they are. */
function percentDecode(text: string): string {
  if (!text.includes("%")) return text;
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text.slice(i + 1, i + 3);
    if (text[i] === "%" && /^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else bytes.push(text.charCodeAt(i));
  }
  return Buffer.from(bytes).toString("utf8");
}
