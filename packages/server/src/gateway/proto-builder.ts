/**
 * A protobuf message that is written without knowing its size beforehand: one growing buffer,
 * lengths put in behind their content. For messages whose fields come in any order.
 */

const INITIAL_BYTES = 256;

export class ProtoBuilder {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A view of what was written; valid until the next write. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  tag(fieldNumber: number, wireType: number): void {
    this.varint(fieldNumber * 8 + wireType);
  }

  /** An unsigned integer below 2^32. */
  varint(value: number): void {
    this.#reserve(5);
    while (value > 0x7f) {
      this.#bytes[this.#length++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    this.#bytes[this.#length++] = value;
  }

  /** A 64-bit integer, negative ones in two's complement. */
  bigint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    this.#reserve(10);
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  /** A length and the bytes. */
  lengthDelimited(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Begins a part whose length is not known yet; end it with closeLength. */
  openLength(): number {
    this.#reserve(1);
    return this.#length++;
  }

  /** @param mark - what openLength gave */
  closeLength(mark: number): void {
    const start = mark + 1;
    const size = this.#length - start;
    let lengthBytes = 1;
    for (let rest = size; rest > 0x7f; rest = Math.floor(rest / 0x80)) lengthBytes++;
    if (lengthBytes > 1) {
      this.#reserve(lengthBytes - 1);
      this.#bytes.copyWithin(mark + lengthBytes, start, this.#length);
    }
    this.#length = mark;
    this.varint(size);
    this.#length = mark + lengthBytes + size;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
