/**
 * One growing buffer in which an answer's body is put together. It is reused from answer to
 * answer, so a page of records costs one copy of its bytes and no list of parts.
 */

import { EMPTY_BYTES } from "@kvorum/base";
import type { ByteSlab } from "./byte-slab.ts";
import { ANSWER_COPY_BYTES } from "./limits.ts";
import { type RecordFields, recordSize, writeRecordAt } from "./record.ts";
import { copyBytes, counterSize, writeCounter } from "./varint.ts";

const FIRST_BYTES = 4096;

export class AnswerWriter {
  #bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  #position = 0;
  readonly #slab: ByteSlab;

  constructor(slab: ByteSlab) {
    this.#slab = slab;
  }

  /** Bytes written since the last `finish`. */
  get position(): number {
    return this.#position;
  }

  /** A length-delimited field; `tag` is its one-byte tag. */
  field(tag: number, content: Uint8Array): void {
    const length = content.length;
    this.#reserve(length + 6);
    const bytes = this.#bytes;
    bytes[this.#position++] = tag;
    const position = writeCounter(bytes, this.#position, length);
    this.#position = copyBytes(bytes, position, content, 0, length);
  }

  /** A record made of fields, as a length-delimited field. */
  record(tag: number, fields: RecordFields): void {
    const size = recordSize(fields);
    this.#reserve(size + 6);
    this.#bytes[this.#position++] = tag;
    const position = writeCounter(this.#bytes, this.#position, size);
    this.#position = writeRecordAt(fields, this.#bytes, position);
  }

  /** A counter field; zero is absent, as in proto3. */
  counter(tag: number, value: number): void {
    if (value === 0) return;
    this.#reserve(1 + counterSize(value));
    this.#bytes[this.#position++] = tag;
    this.#position = writeCounter(this.#bytes, this.#position, value);
  }

  bool(tag: number, value: boolean): void {
    if (value) this.counter(tag, 1);
  }

  /** What was written, as an array of its own; the writer starts anew. */
  finish(): Uint8Array {
    const length = this.#position;
    if (length === 0) return EMPTY_BYTES;
    this.#position = 0;
    if (length > ANSWER_COPY_BYTES) {
      const whole = this.#bytes.subarray(0, length);
      this.#bytes = new Uint8Array(FIRST_BYTES);
      return whole;
    }
    const body = this.#slab.take(length);
    body.set(this.#bytes.subarray(0, length));
    return body;
  }

  /** Forgets what was written, after a failure. */
  reset(): void {
    this.#position = 0;
  }

  #reserve(count: number): void {
    const needed = this.#position + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#position));
    this.#bytes = grown;
  }
}
