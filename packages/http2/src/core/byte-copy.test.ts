import assert from "node:assert/strict";
import { test } from "node:test";
import { copyBytes, plainView, SlabCopier, uninitialized } from "./byte-copy.ts";

test("SlabCopier copies stay what they were, whatever is copied after them", () => {
  const copier = new SlabCopier();
  const source = new Uint8Array(5_000);
  const copies: { copy: Uint8Array; length: number; fill: number }[] = [];
  for (let i = 0; i < 500; i++) {
    const length = (i * 37) % 1_500;
    source.fill(i & 0xff);
    copies.push({ copy: copier.copy(source.subarray(0, length)), length, fill: i & 0xff });
  }
  for (const { copy, length, fill } of copies) {
    assert.equal(copy.length, length);
    assert.ok(copy.every((byte) => byte === fill));
  }
});

test("arrays are plain: slice() of what this package hands out is a copy", () => {
  for (const bytes of [
    uninitialized(100),
    plainView(Buffer.alloc(100)),
    new SlabCopier().copy(Buffer.alloc(9)),
  ]) {
    assert.ok(!Buffer.isBuffer(bytes));
    const copy = bytes.slice(0, 5);
    bytes.fill(1);
    assert.notEqual(copy.buffer, bytes.buffer);
  }
});

test("copyBytes() copies short and long sources and returns the end", () => {
  for (const length of [0, 1, 48, 49, 1_000]) {
    const source = Uint8Array.from({ length }, (_, i) => i);
    const target = new Uint8Array(length + 10);
    assert.equal(copyBytes(source, target, 5), length + 5);
    assert.deepEqual(target.subarray(5, 5 + length), source);
  }
});
