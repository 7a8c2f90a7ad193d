import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { hex } from "../testing/frames.ts";
import { decodeHuffman, HUFFMAN_CODE_LENGTHS } from "./huffman.ts";

function decode(source: Uint8Array, capacity = 4096): string | number {
  const target = new Uint8Array(capacity);
  const length = decodeHuffman(source, { start: 0, end: source.length }, target);
  return length < 0 ? length : Buffer.from(target.subarray(0, length)).toString("latin1");
}

test("decodeHuffman() gives the strings of RFC 7541 appendix C.4 and C.6", () => {
  const examples: [string, string][] = [
    ["f1e3 c2e5 f23a 6ba0 ab90 f4ff", "www.example.com"],
    ["a8eb 1064 9cbf", "no-cache"],
    ["25a8 49e9 5ba9 7d7f", "custom-key"],
    ["25a8 49e9 5bb8 e8b4 bf", "custom-value"],
    ["6402", "302"],
    ["aec3 771a 4b", "private"],
    ["d07a be94 1054 d444 a820 0595 040b 8166 e082 a62d 1bff", "Mon, 21 Oct 2013 20:13:21 GMT"],
    ["9d29 ad17 1863 c78f 0b97 c8e9 ae82 ae43 d3", "https://www.example.com"],
    ["640e ff", "307"],
    ["9bd9 ab", "gzip"],
    [
      "94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07",
      "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
    ],
  ];
  for (const [encoded, text] of examples) assert.equal(decode(hex(encoded)), text);
});

test("decodeHuffman() refuses EOS, padding over 7 bits and padding with zeros (RFC 7541 5.2)", () => {
  assert.equal(decode(hex("ff ff ff fc")), -1, "EOS and six bits of padding");
  assert.equal(decode(hex("ff")), -1, "eight bits of padding");
  assert.equal(decode(hex("1c 64 ff")), -1, "a whole byte of padding behind a symbol");
  assert.equal(decode(hex("18")), -1, "'a' padded with zeros");
  assert.equal(decode(hex("1f")), "a");
  assert.equal(decode(new Uint8Array(0)), "");
});

test("decodeHuffman() gives -2 when the target is full", () => {
  assert.equal(decode(hex("f1e3 c2e5 f23a 6ba0 ab90 f4ff"), 14), -2);
  assert.equal(decode(hex("f1e3 c2e5 f23a 6ba0 ab90 f4ff"), 15), "www.example.com");
});

/** The canonical code of the lengths, as bit strings. */
function canonicalCodes(): string[] {
  const codes: string[] = [];
  let next = 0;
  for (let bits = 1; bits <= 30; bits++) {
    next *= 2;
    HUFFMAN_CODE_LENGTHS.forEach((length, symbol) => {
      if (length === bits) codes[symbol] = (next++).toString(2).padStart(bits, "0");
    });
  }
  assert.equal(next, 2 ** 30, "the code is complete");
  return codes;
}

function encode(text: Uint8Array, codes: readonly string[]): Uint8Array {
  let bits = "";
  for (const byte of text) bits += codes[byte]!;
  bits += "1".repeat((8 - (bits.length % 8)) % 8);
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (octet) => Number.parseInt(octet, 2));
}

test("decodeHuffman() inverts encoding for every byte and for random strings", () => {
  const codes = canonicalCodes();
  assert.equal(codes[0x61], "00011", "RFC 7541 appendix B: 'a'");
  assert.equal(codes[256], "1".repeat(30), "RFC 7541 appendix B: EOS");
  for (let byte = 0; byte < 256; byte++) {
    assert.equal(decode(encode(Uint8Array.of(byte), codes)), String.fromCharCode(byte));
  }
  const seed = 20_240_607;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 300; round++) {
    const text = random.bytes(random.below(80));
    assert.equal(
      decode(encode(text, codes)),
      Buffer.from(text).toString("latin1"),
      `seed ${seed} round ${round}`,
    );
  }
});

test("decodeHuffman() ends on any input without a throw", () => {
  const seed = 7;
  const random = new SeededRandom(seed);
  const target = new Uint8Array(256);
  for (let round = 0; round < 2_000; round++) {
    const source = random.bytes(random.below(100));
    const length = decodeHuffman(source, { start: 0, end: source.length }, target);
    assert.ok(length >= -2 && length <= (source.length * 8) / 5, `seed ${seed} round ${round}`);
  }
});
