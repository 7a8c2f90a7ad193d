import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bytesToLatin1,
  compareBytes,
  concatBytes,
  crc32c,
  crc32cRange,
  latin1ToBytes,
  SeededRandom,
  utf8ToBytes,
} from "./index.ts";

test("crc32c() gives the check value of RFC 3720 for the digits 1 to 9", () => {
  assert.equal(crc32c(utf8ToBytes("123456789")), 0xe3069283);
});

test("crc32c() continued over parts equals one pass over the whole, at every split", () => {
  const bytes = new SeededRandom(1).bytes(61);
  const whole = crc32c(bytes);
  for (let i = 0; i <= bytes.length; i++) {
    assert.equal(crc32c(bytes.subarray(i), crc32c(bytes.subarray(0, i))), whole);
  }
});

test("crc32cRange() equals crc32c() of the same slice for every start and end", () => {
  const bytes = new SeededRandom(3).bytes(40);
  for (let start = 0; start <= bytes.length; start++) {
    for (let end = start; end <= bytes.length; end++) {
      assert.equal(crc32cRange(bytes, start, end, 77), crc32c(bytes.subarray(start, end), 77));
    }
  }
});

test("latin1 strings keep every byte and the order of bytes", () => {
  const random = new SeededRandom(2);
  for (let round = 0; round < 200; round++) {
    const a = random.bytes(random.below(6));
    const b = random.bytes(random.below(6));
    assert.deepEqual(latin1ToBytes(bytesToLatin1(a)), a);
    const x = bytesToLatin1(a);
    const y = bytesToLatin1(b);
    assert.equal(x < y ? -1 : x > y ? 1 : 0, Math.sign(compareBytes(a, b)));
  }
});

test("concatBytes() copies, so that a later write to a part does not show", () => {
  const part = new Uint8Array([1, 2]);
  const joined = concatBytes([part, part]);
  part[0] = 9;
  assert.deepEqual([...joined], [1, 2, 1, 2]);
});

test("SeededRandom repeats its sequence for a seed and differs for another", () => {
  const draw = (seed: number): number[] => {
    const random = new SeededRandom(seed);
    return Array.from({ length: 8 }, () => random.below(1000));
  };
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});
