import assert from "node:assert/strict";
import { test } from "node:test";
import { HpackDecoder, HpackEncoder } from "./hpack.ts";
import { decodeHuffman } from "./huffman-code.ts";

function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replace(/ /g, ""), "hex"));
}

function decode(decoder: HpackDecoder, block: string): readonly (readonly [string, string])[] {
  const bytes = hex(block);
  return decoder.decode(bytes, 0, bytes.length).fields;
}

test("decodeHuffman() reads the examples of RFC 7541 appendix C", () => {
  const text = (code: string): string => decodeHuffman(hex(code), 0, hex(code).length);
  assert.equal(text("f1e3 c2e5 f23a 6ba0 ab90 f4ff"), "www.example.com");
  assert.equal(text("9d29 ad17 1863 c78f 0b97 c8e9 ae82 ae43 d3"), "https://www.example.com");
  assert.equal(
    text(
      "94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07",
    ),
    "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
  );
});

test("decodeHuffman() refuses padding that is too long or not all ones", () => {
  assert.throws(() => decodeHuffman(hex("ff"), 0, 1), /padding/);
  assert.throws(() => decodeHuffman(hex("00"), 0, 1), /padding/);
  assert.throws(() => decodeHuffman(hex("ffffffff"), 0, 4), /end-of-string/);
});

test("HpackDecoder reads the responses of RFC 7541 C.6, table evictions by size update included", () => {
  const decoder = new HpackDecoder();
  decode(decoder, "3fe1 01"); // table of 256 bytes
  assert.deepEqual(
    decode(
      decoder,
      "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
    ),
    [
      [":status", "302"],
      ["cache-control", "private"],
      ["date", "Mon, 21 Oct 2013 20:13:21 GMT"],
      ["location", "https://www.example.com"],
    ],
  );
  assert.deepEqual(decode(decoder, "4883 640e ffc1 c0bf"), [
    [":status", "307"],
    ["cache-control", "private"],
    ["date", "Mon, 21 Oct 2013 20:13:21 GMT"],
    ["location", "https://www.example.com"],
  ]);
});

test("HpackDecoder forgets remembered blocks when the table changes", () => {
  const decoder = new HpackDecoder();
  decode(decoder, "40 01 61 01 62"); // a: b
  assert.deepEqual(decode(decoder, "be"), [["a", "b"]]);
  assert.deepEqual(decode(decoder, "be"), [["a", "b"]]);
  decode(decoder, "40 01 63 01 64"); // c: d
  assert.deepEqual(decode(decoder, "be"), [["c", "d"]]);
  assert.deepEqual(decode(decoder, "bf"), [["a", "b"]]);
});

test("HpackEncoder blocks decode to their fields, first as literals and then as indexes", () => {
  for (const indexing of [true, false]) {
    const encoder = new HpackEncoder({ indexing });
    const decoder = new HpackDecoder();
    const lists = [
      [
        [":method", "POST"],
        [":path", "/a/b"],
        ["te", "trailers"],
      ],
      [
        [":method", "POST"],
        [":path", "/a/c"],
        ["te", "trailers"],
      ],
      [["x-long", "v".repeat(5000)]],
      [
        [":path", "/a/b"],
        ["te", "trailers"],
        ["x", "y".repeat(200)],
      ],
    ] as [string, string][][];
    for (let round = 0; round < 3; round++) {
      for (const fields of lists) {
        const block = encoder.encode(fields);
        assert.deepEqual(decoder.decode(block, 0, block.length).fields, fields);
        if (indexing && round > 0 && fields.length === 3) assert.ok(block.length <= 4);
      }
    }
  }
});
