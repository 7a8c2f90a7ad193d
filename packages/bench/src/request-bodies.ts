/**
 * Request messages made once and patched for each use: only the digits of the key (and a few
 * bytes of the value) differ between two requests, so the encoding stays as it is.
 */

import { assert, type SeededRandom } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import type { UnaryOperation } from "./load-plan.ts";

export interface KeyShape {
  readonly keyPrefix: string;
  readonly keyBytes: number;
}

/** The key with this number: prefix and zero-padded decimal digits. */
export function keyOf(shape: KeyShape, number: number): Uint8Array {
  const digits = shape.keyBytes - shape.keyPrefix.length;
  const text = String(number);
  assert(digits >= text.length, `key ${number} does not fit ${shape.keyBytes} bytes`);
  return new Uint8Array(Buffer.from(shape.keyPrefix + text.padStart(digits, "0"), "latin1"));
}

/** One request of a kind, with the key's place known. */
export class RequestBody {
  readonly bytes: Uint8Array;
  readonly #digitsEnd: number;
  readonly #digits: number;
  /** Where a put's value starts; -1 without a value. */
  readonly #valueStart: number;

  private constructor(bytes: Uint8Array, shape: KeyShape, valueBytes: number) {
    this.bytes = bytes;
    const key = keyOf(shape, 0);
    const keyStart = Buffer.from(bytes).indexOf(key);
    assert(keyStart >= 0, "the key is not in its request");
    this.#digitsEnd = keyStart + shape.keyBytes;
    this.#digits = shape.keyBytes - shape.keyPrefix.length;
    this.#valueStart = valueBytes >= 4 ? bytes.length - valueBytes : -1;
  }

  static put(shape: KeyShape, valueBytes: number, random: SeededRandom): RequestBody {
    const bytes = etcdserverpb.encodePutRequest({
      key: keyOf(shape, 0),
      value: random.bytes(valueBytes),
    });
    return new RequestBody(bytes, shape, valueBytes);
  }

  static range(shape: KeyShape, options: { serializable: boolean; pageKeys: number }): RequestBody {
    const request = {
      key: keyOf(shape, 0),
      serializable: options.serializable,
      ...(options.pageKeys > 1 ? { rangeEnd: Uint8Array.of(0), limit: options.pageKeys } : {}),
    };
    return new RequestBody(etcdserverpb.encodeRangeRequest(request), shape, 0);
  }

  static of(
    operation: UnaryOperation,
    shape: KeyShape,
    options: { valueBytes: number; pageKeys: number; random: SeededRandom },
  ): RequestBody {
    if (operation === "put") return RequestBody.put(shape, options.valueBytes, options.random);
    return RequestBody.range(shape, {
      serializable: operation === "serializable-range",
      pageKeys: operation === "page" ? options.pageKeys : 1,
    });
  }

  setKey(number: number): void {
    const bytes = this.bytes;
    let at = this.#digitsEnd;
    const first = at - this.#digits;
    while (at > first) {
      const rest = (number / 10) | 0;
      bytes[--at] = 48 + number - rest * 10;
      number = rest;
      if (number === 0) break;
    }
    while (at > first) bytes[--at] = 48;
  }

  /** Makes the value differ from the last one. */
  setValueMark(mark: number): void {
    const at = this.#valueStart;
    if (at < 0) return;
    this.bytes[at] = mark;
    this.bytes[at + 1] = mark >>> 8;
    this.bytes[at + 2] = mark >>> 16;
    this.bytes[at + 3] = mark >>> 24;
  }
}

/** A transaction that puts the keys `first..first+count` (end exclusive). */
export function prefillTxn(
  shape: KeyShape,
  options: { first: number; count: number; valueBytes: number; random: SeededRandom },
): Uint8Array {
  const success = [];
  for (let i = 0; i < options.count; i++) {
    success.push({
      requestPut: {
        key: keyOf(shape, options.first + i),
        value: randomValue(options.random, options.valueBytes),
      },
    });
  }
  return etcdserverpb.encodeTxnRequest({ success });
}

/** Random bytes, four for each draw. */
function randomValue(random: SeededRandom, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const whole = length - (length % 4);
  for (let i = 0; i < whole; i += 4) {
    const word = random.nextUint32();
    bytes[i] = word;
    bytes[i + 1] = word >>> 8;
    bytes[i + 2] = word >>> 16;
    bytes[i + 3] = word >>> 24;
  }
  for (let i = whole; i < length; i++) bytes[i] = random.nextUint32();
  return bytes;
}
