import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError } from "@kvorum/base";
import { HpackDecoder } from "./hpack-decoder.ts";
import { encodeHeaderBlock, HeaderBlockWriter } from "./hpack-encoder.ts";

function decode(block: Uint8Array): [string, string][] {
  const hpack = new HpackDecoder({ maxTableBytes: 0, maxListBytes: 1 << 20, maxFields: 1_000 });
  const list = hpack.decode(block, 0, block.length);
  assert.ok(list !== null, hpack.failureReason);
  assert.equal(hpack.dynamicEntriesCount, 0);
  return list.fields.map((field) => [field.name, field.value]);
}

test("encodeHeaderBlock() uses the static table and never a dynamic one", () => {
  assert.deepEqual([...encodeHeaderBlock([[":status", "200"]])], [0x88]);
  assert.deepEqual([...encodeHeaderBlock([[":method", "POST"]])], [0x83]);
  assert.equal(encodeHeaderBlock([["content-type", "application/grpc"]])[0], 0x0f);
});

test("encodeHeaderBlock() writes what a decoder without a table reads", () => {
  const fields: [string, string][] = [
    [":path", "/a/b"],
    [":status", "418"],
    ["x", ""],
    ["accept-encoding", "gzip"],
    ["long", "v".repeat(5_000)],
    ["n".repeat(300), "\u00ff"],
  ];
  assert.deepEqual(decode(encodeHeaderBlock(fields)), fields);
});

test("HeaderBlockWriter.secretField() marks the field as never indexed", () => {
  const block = new HeaderBlockWriter().secretField("token", "abc").take();
  assert.equal(block[0], 0x10);
  assert.deepEqual(decode(block), [["token", "abc"]]);
});

test("HeaderBlockWriter joins encoded fields with new ones", () => {
  const writer = new HeaderBlockWriter(4);
  writer.raw(encodeHeaderBlock([["a", "1"]]));
  writer.field("b", "2");
  assert.deepEqual(decode(writer.view()), [
    ["a", "1"],
    ["b", "2"],
  ]);
  writer.clear();
  assert.equal(writer.length, 0);
});

test("HeaderBlockWriter.field() refuses text that is not latin1", () => {
  assert.throws(() => new HeaderBlockWriter().field("a", "\u0100"), AssertionError);
});
