/**
 * The JSON values of a request body, one after the other, out of the pieces in which it arrives.
 * HTTP surface, sections 5, 9 and 11.
 *
 * Memory: the value that is being read, up to the limit, and the piece that was pushed last.
 * Whoever pushes waits with the next piece until `next` has given null.
 */

import { JsonScanner } from "./json-scanner.ts";

/** A value longer than the limit. */
export class JsonTooLargeError extends Error {
  override readonly name = "JsonTooLargeError";
  readonly sizeBytes: number;

  constructor(sizeBytes: number) {
    super(`JSON value of ${sizeBytes} bytes or more`);
    this.sizeBytes = sizeBytes;
  }
}

export class JsonBody {
  readonly #scanner = new JsonScanner();
  readonly #maxValueBytes: number;
  /** Complete pieces of the value that is being read. */
  #parts: Uint8Array[] = [];
  #partsBytes = 0;
  /** What was pushed last, from `#offset` on not looked at yet. */
  #piece: Uint8Array | null = null;
  #offset = 0;
  #isEnded = false;

  constructor(maxValueBytes: number) {
    this.#maxValueBytes = maxValueBytes;
  }

  /** Gives the next piece; the bytes are kept until the value that they belong to is out. */
  push(piece: Uint8Array): void {
    this.#piece =
      this.#piece === null ? piece : Buffer.concat([this.#piece.subarray(this.#offset), piece]);
    this.#offset = 0;
  }

  /** There are no more pieces. */
  end(): void {
    this.#isEnded = true;
  }

  /**
   * The next value, or null when none is complete.
   * @throws JsonSyntaxError, JsonTooLargeError; the body is of no use after either
   */
  next(): Uint8Array | null {
    const piece = this.#piece;
    if (piece !== null) {
      const stop = this.#scanner.scan(piece, this.#offset);
      const taken = piece.subarray(this.#offset, stop < 0 ? piece.length : stop);
      if (this.#scanner.isInside || stop >= 0) this.#keep(taken);
      if (stop >= 0) {
        this.#offset = stop;
        return this.#value();
      }
      this.#piece = null;
    }
    if (!this.#isEnded || !this.#scanner.finish()) return null;
    return this.#value();
  }

  #keep(part: Uint8Array): void {
    this.#partsBytes += part.length;
    if (this.#partsBytes > this.#maxValueBytes) throw new JsonTooLargeError(this.#partsBytes);
    this.#parts.push(part);
  }

  #value(): Uint8Array {
    const value = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partsBytes = 0;
    this.#scanner.reset();
    return value;
  }
}
