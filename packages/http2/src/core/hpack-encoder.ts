/**
 * HPACK encoding without a dynamic table: indexed static entries and literals without indexing,
 * never Huffman-coded. No state, hence nothing that a peer could attack, and a block can be built
 * once and sent for ever. Because the encoder never inserts, the peer's table size does not matter.
 */

import { assert } from "@kvorum/base";
import { STATIC_NAME_INDEX, STATIC_TABLE } from "./hpack-static-table.ts";

/** Appends to a growing array of bytes. */
export class HeaderBlockWriter {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** The block so far; valid until the next call. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The block as an array of its own; the writer is empty afterwards. */
  take(): Uint8Array {
    const block = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return block;
  }

  /** Fields that were encoded before. */
  raw(block: Uint8Array): void {
    this.#reserve(block.length);
    this.#bytes.set(block, this.#length);
    this.#length += block.length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Name in lower case and value as latin1 strings, one char a byte. */
  field(name: string, value: string): this {
    const nameIndex = STATIC_NAME_INDEX.get(name);
    this.#reserve(name.length + value.length + 16);
    if (nameIndex === undefined) {
      this.#bytes[this.#length++] = 0;
      this.#integer(0, 0x7f, name.length);
      this.#latin1(name);
    } else {
      for (let i = nameIndex; STATIC_TABLE[i]?.name === name; i++) {
        if (STATIC_TABLE[i]!.value === value && value !== "") {
          this.#bytes[this.#length++] = 0x80 | i;
          return this;
        }
      }
      this.#integer(0, 0x0f, nameIndex);
    }
    this.#integer(0, 0x7f, value.length);
    this.#latin1(value);
    return this;
  }

  /** A field that intermediaries must not put into a table either: tokens and passwords. */
  secretField(name: string, value: string): this {
    this.#reserve(name.length + value.length + 16);
    this.#bytes[this.#length++] = 0x10;
    this.#integer(0, 0x7f, name.length);
    this.#latin1(name);
    this.#integer(0, 0x7f, value.length);
    this.#latin1(value);
    return this;
  }

  #integer(pattern: number, prefixMask: number, value: number): void {
    const bytes = this.#bytes;
    if (value < prefixMask) {
      bytes[this.#length++] = pattern | value;
      return;
    }
    bytes[this.#length++] = pattern | prefixMask;
    let rest = value - prefixMask;
    while (rest >= 0x80) {
      bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.#length++] = rest;
  }

  #latin1(text: string): void {
    const bytes = this.#bytes;
    let offset = this.#length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      assert(code < 0x100, "header text has a char above U+00FF");
      bytes[offset++] = code;
    }
    this.#length = offset;
  }

  #reserve(extraBytes: number): void {
    const need = this.#length + extraBytes;
    if (need <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(need, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** A block of these fields. */
export function encodeHeaderBlock(
  fields: readonly (readonly [name: string, value: string])[],
): Uint8Array {
  const writer = new HeaderBlockWriter();
  for (const [name, value] of fields) writer.field(name, value);
  return writer.take();
}
