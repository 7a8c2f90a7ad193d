/**
 * The protobuf wire format: a reader over bytes, a writer into a buffer of known size.
 *
 * 64-bit integers have two forms. Opaque identifiers (cluster, member, lease, watch, request) and
 * the operands of a transaction's comparisons are bigint, exact over the whole range. Counters
 * (revision, term, index, version, sizes) are numbers: reading one beyond 2^53 rounds it, so it
 * stays far above every counter a member can reach, which is all that a comparison needs; writing
 * asserts the safe range. Varints of more than ten bytes, truncated fields, field number zero,
 * wire types 6 and 7 and malformed UTF-8 are errors; a known field with another wire type is
 * skipped like an unknown one.
 *
 * Bytes fields are views of the input: whoever retains one copies it.
 */

import { assert, EMPTY_BYTES } from "@kvorum/base";

/** Bytes that are not the message they should be. A request error, never a bug. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

/** What an encoder accepts: every field may be left out. */
export type Init<T> = T extends Uint8Array | bigint | number | string | boolean | null
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Init<Item>[]
    : { readonly [Key in keyof T]?: Init<T[Key]> | undefined };

export interface FieldDescriptor {
  readonly number: number;
  /** As the .proto file spells it. */
  readonly name: string;
  /** As the TypeScript interface spells it: also the JSON name. */
  readonly local: string;
  readonly type:
    | "message"
    | "enum"
    | "bytes"
    | "string"
    | "bool"
    | "int32"
    | "uint32"
    | "int64"
    | "uint64";
  readonly repeated: boolean;
  /** The field holds bigint, not number. */
  readonly bigint: boolean;
  /** The field is null when absent; otherwise absent and zero are the same. */
  readonly presence: boolean;
  readonly oneof: string | null;
  readonly message: (() => MessageDescriptor) | null;
  /** Names and numbers of an enum. */
  readonly values: { readonly [name: string]: number } | null;
}

export interface MessageDescriptor {
  /** Full name, such as `etcdserverpb.PutRequest`. */
  readonly name: string;
  /** In declaration order. */
  readonly fields: readonly FieldDescriptor[];
  readonly create: () => object;
  readonly decode: (bytes: Uint8Array) => object;
  readonly encode: (message: object) => Uint8Array;
}

export interface MethodDescriptor {
  /** The gRPC path, such as `/etcdserverpb.KV/Put`. */
  readonly path: string;
  readonly service: string;
  readonly method: string;
  readonly request: MessageDescriptor;
  readonly response: MessageDescriptor;
  readonly clientStreaming: boolean;
  readonly serverStreaming: boolean;
}

/**
 * Messages inside messages; deeper nesting is refused. 128 transactions in one another, the most
 * that etcd allows, take 257 levels. Each level costs some stack.
 */
export const MAX_MESSAGE_DEPTH = 300;
const TWO_32 = 0x1_0000_0000;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf8Encoder = new TextEncoder();

export class Reader {
  position = 0;
  readonly #bytes: Uint8Array;
  #end: number;
  #depth = 0;
  /** Halves of the last 64-bit varint, each unsigned. */
  #low = 0;
  #high = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  tag(): number {
    const tag = this.uint32();
    if (tag < 8) throw new DecodeError("field number 0");
    return tag;
  }

  /** The low 32 bits of a varint. */
  uint32(): number {
    const bytes = this.#bytes;
    const position = this.position;
    if (position < this.#end) {
      const first = bytes[position]!;
      if (first < 0x80) {
        this.position = position + 1;
        return first;
      }
    }
    this.#varint();
    return this.#low;
  }

  int32(): number {
    return this.uint32() | 0;
  }

  bool(): boolean {
    this.#varint();
    return this.#low !== 0 || this.#high !== 0;
  }

  /** A signed counter; rounded beyond 2^53. */
  int64(): number {
    const bytes = this.#bytes;
    const position = this.position;
    if (position < this.#end && bytes[position]! < 0x80) {
      this.position = position + 1;
      return bytes[position]!;
    }
    this.#varint();
    return (this.#high | 0) * TWO_32 + this.#low;
  }

  /** An unsigned counter; rounded beyond 2^53. */
  uint64(): number {
    this.#varint();
    return this.#high * TWO_32 + this.#low;
  }

  bigInt64(): bigint {
    this.#varint();
    if (this.#high === 0) return this.#low === 0 ? 0n : BigInt(this.#low);
    return (BigInt(this.#high | 0) << 32n) | BigInt(this.#low);
  }

  bigUint64(): bigint {
    this.#varint();
    if (this.#high === 0) return this.#low === 0 ? 0n : BigInt(this.#low);
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  bytes(): Uint8Array {
    const length = this.#length();
    if (length === 0) return EMPTY_BYTES;
    const start = this.position;
    this.position = start + length;
    return this.#bytes.subarray(start, start + length);
  }

  string(): string {
    const bytes = this.bytes();
    if (bytes.length === 0) return "";
    try {
      return strictUtf8.decode(bytes);
    } catch {
      throw new DecodeError("string field contains invalid UTF-8");
    }
  }

  /** Reads an embedded message through its reader, into `message`. */
  nested<T>(read: (reader: Reader, end: number, message: T) => T, message: T): T {
    const length = this.#length();
    if (++this.#depth > MAX_MESSAGE_DEPTH) throw new DecodeError("message nested too deeply");
    const outerEnd = this.#end;
    this.#end = this.position + length;
    const result = read(this, this.#end, message);
    this.#end = outerEnd;
    this.#depth--;
    return result;
  }

  /** The end of a packed list whose length comes next. */
  packedEnd(): number {
    const length = this.#length();
    return this.position + length;
  }

  /** Checks that a message ended where it had to. */
  finished<T>(end: number, message: T): T {
    if (this.position !== end) throw new DecodeError("field runs past the end of its message");
    return message;
  }

  /** Steps over the value of an unknown field. */
  skip(tag: number): void {
    switch (tag & 7) {
      case 0:
        this.#varint();
        break;
      case 1:
        this.#advance(8);
        break;
      case 2:
        this.#advance(this.#length());
        break;
      case 3:
        this.#skipGroup(tag >>> 3);
        break;
      case 5:
        this.#advance(4);
        break;
      default:
        throw new DecodeError(`wire type ${tag & 7}`);
    }
  }

  #skipGroup(field: number): void {
    if (++this.#depth > MAX_MESSAGE_DEPTH) throw new DecodeError("message nested too deeply");
    for (;;) {
      const tag = this.tag();
      if ((tag & 7) === 4) {
        if (tag >>> 3 !== field) throw new DecodeError("mismatched end of group");
        break;
      }
      this.skip(tag);
    }
    this.#depth--;
  }

  #advance(count: number): void {
    if (count > this.#end - this.position) throw new DecodeError("unexpected end of message");
    this.position += count;
  }

  #length(): number {
    this.#varint();
    if (this.#high !== 0 || this.#low > this.#end - this.position) {
      throw new DecodeError("unexpected end of message");
    }
    return this.#low;
  }

  #varint(): void {
    const bytes = this.#bytes;
    const end = this.#end;
    let position = this.position;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (position >= end) throw new DecodeError("unexpected end of message");
      const byte = bytes[position++]!;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else {
        if (shift === 63 && byte > 1) throw new DecodeError("varint overflows 64 bits");
        high |= bits << (shift - 32);
      }
      if (byte < 0x80) {
        this.position = position;
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return;
      }
    }
    throw new DecodeError("varint overflows 64 bits");
  }
}

export class Writer {
  position = 0;
  readonly buffer: Uint8Array;

  /** @param sizeBytes - exactly what will be written. */
  constructor(sizeBytes: number) {
    this.buffer = new Uint8Array(sizeBytes);
  }

  finish(): Uint8Array {
    assert(this.position === this.buffer.length, "encoded size differs from the computed one");
    return this.buffer;
  }

  byte(value: number): void {
    this.buffer[this.position++] = value;
  }

  uint32(value: number): void {
    while (value > 0x7f) {
      this.buffer[this.position++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    this.buffer[this.position++] = value;
  }

  /** A counter, or an int32: negative numbers take ten bytes. */
  int64(value: number): void {
    if (value >= 0 && value < TWO_32) {
      this.uint32(value);
      return;
    }
    assert(Number.isSafeInteger(value), `counter ${value} is not a safe integer`);
    this.#pair(value >>> 0, Math.floor(value / TWO_32) >>> 0);
  }

  bigInt(value: bigint): void {
    const unsigned = BigInt.asUintN(64, value);
    this.#pair(Number(unsigned & 0xffffffffn), Number(unsigned >> 32n));
  }

  bytes(value: Uint8Array): void {
    this.uint32(value.length);
    this.buffer.set(value, this.position);
    this.position += value.length;
  }

  string(value: string): void {
    const bytes = utf8Encoder.encode(value);
    this.bytes(bytes);
  }

  #pair(low: number, high: number): void {
    while (high !== 0) {
      this.buffer[this.position++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>>= 7;
    }
    this.uint32(low);
  }
}

export function varintSize(value: number): number {
  return value < 0x80
    ? 1
    : value < 0x4000
      ? 2
      : value < 0x20_0000
        ? 3
        : value < 0x1000_0000
          ? 4
          : 5;
}

export function int64Size(value: number): number {
  if (value < 0) return 10;
  let size = 1;
  while (value >= 0x80) {
    value = Math.floor(value / 0x80);
    size++;
  }
  return size;
}

export function bigintSize(value: bigint): number {
  if (value >= 0n && value < 0x80n) return 1;
  let unsigned = BigInt.asUintN(64, value);
  let size = 1;
  while (unsigned >= 0x80n) {
    unsigned >>= 7n;
    size++;
  }
  return size;
}

/** A length varint and that many bytes. */
export function lengthDelimited(length: number): number {
  return varintSize(length) + length;
}

export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) length += 1;
    else if (code < 0x800) length += 2;
    else if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length += 4;
      i++;
    } else length += 3;
  }
  return length;
}
