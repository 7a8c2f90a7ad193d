import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesToText, byteToText, textToBytes } from "./byte-text.ts";

const seed = 20261120;

test(`bytesToText() and textToBytes() keep every byte (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      assert.deepEqual(textToBytes(bytesToText(bytes)), new Uint8Array(bytes));
    }),
    { seed, numRuns: 2000 },
  );
});

test("bytesToText() leaves valid UTF-8 as it reads", () => {
  for (const text of ["", "foo", "键 值", "\u{1f600}", "\ufeffbom", "\ufffd", "\ud7ff\ue000"]) {
    assert.equal(bytesToText(new TextEncoder().encode(text)), text);
  }
});

test("bytesToText() escapes what is not UTF-8", () => {
  assert.equal(bytesToText(Uint8Array.of(0x61, 0xff, 0x62)), "a\udcffb");
  // A surrogate in UTF-8, an overlong form, a cut sequence.
  assert.equal(bytesToText(Uint8Array.of(0xed, 0xa0, 0x80)), "\udced\udca0\udc80");
  assert.equal(bytesToText(Uint8Array.of(0xc0, 0x80)), "\udcc0\udc80");
  assert.equal(bytesToText(Uint8Array.of(0xe9, 0x94)), "\udce9\udc94");
});

test("byteToText() stands for one byte each", () => {
  for (let byte = 0; byte < 256; byte++) {
    assert.deepEqual(textToBytes(byteToText(byte)), Uint8Array.of(byte));
  }
});
