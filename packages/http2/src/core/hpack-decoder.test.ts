/** RFC 7541, rule by rule, with the examples of its appendix C. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { concatBytes, SeededRandom } from "@kvorum/base";
import { ascii, hex } from "../testing/frames.ts";
import { HpackDecoder } from "./hpack-decoder.ts";
import { encodeHeaderBlock } from "./hpack-encoder.ts";
import { ErrorCode } from "./protocol.ts";

function decoder(
  changes: Partial<Record<"maxTableBytes" | "maxListBytes" | "maxFields", number>> = {},
): HpackDecoder {
  return new HpackDecoder({
    maxTableBytes: 4096,
    maxListBytes: 65_536,
    maxFields: 128,
    ...changes,
  });
}

function decode(hpack: HpackDecoder, block: Uint8Array): string[] {
  const list = hpack.decode(block, 0, block.length);
  assert.ok(list !== null, hpack.failureReason);
  return list.fields.map((field) => `${field.name}: ${field.value}`);
}

function table(hpack: HpackDecoder): string[] {
  const entries: string[] = [];
  for (let i = 1; i <= hpack.dynamicEntriesCount; i++) {
    const field = hpack.dynamicEntry(i)!;
    entries.push(`${field.name}: ${field.value}`);
  }
  return entries;
}

function failure(block: Uint8Array, hpack: HpackDecoder = decoder()): number {
  assert.equal(hpack.decode(block, 0, block.length), null);
  assert.notEqual(hpack.failureReason, "");
  return hpack.failureCode;
}

/** A literal without indexing. */
function literal(name: string, value: string): Uint8Array {
  return encodeHeaderBlock([[name, value]]);
}

test("C.1.2 and C.1.3: integers with a prefix", () => {
  // A literal whose name is 10, 31 and 1337 bytes long uses each form of the seven-bit prefix.
  for (const length of [10, 126, 127, 128, 1337]) {
    const name = "n".repeat(length);
    assert.deepEqual(decode(decoder(), literal(name, "v")), [`${name}: v`]);
  }
});

test("C.2: one representation of each kind", () => {
  const hpack = decoder();
  assert.deepEqual(
    decode(hpack, hex("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572")),
    ["custom-key: custom-header"],
    "C.2.1",
  );
  assert.equal(hpack.dynamicTableBytes, 55);
  assert.deepEqual(decode(hpack, hex("040c 2f73 616d 706c 652f 7061 7468")), [
    ":path: /sample/path",
  ]);
  assert.deepEqual(decode(hpack, hex("1008 7061 7373 776f 7264 0673 6563 7265 74")), [
    "password: secret",
  ]);
  assert.equal(hpack.dynamicEntriesCount, 1, "C.2.2 and C.2.3 insert nothing");
  assert.deepEqual(decode(hpack, hex("82")), [":method: GET"]);
});

for (const [section, blocks] of [
  [
    "C.3",
    [
      "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
      "8286 84be 5808 6e6f 2d63 6163 6865",
      "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    ],
  ],
  [
    "C.4",
    [
      "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
      "8286 84be 5886 a8eb 1064 9cbf",
      "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
    ],
  ],
] as const) {
  test(`${section}: requests`, () => {
    const hpack = decoder();
    assert.deepEqual(decode(hpack, hex(blocks[0])), [
      ":method: GET",
      ":scheme: http",
      ":path: /",
      ":authority: www.example.com",
    ]);
    assert.deepEqual(table(hpack), [":authority: www.example.com"]);
    assert.deepEqual(decode(hpack, hex(blocks[1])), [
      ":method: GET",
      ":scheme: http",
      ":path: /",
      ":authority: www.example.com",
      "cache-control: no-cache",
    ]);
    assert.equal(hpack.dynamicTableBytes, 110);
    assert.deepEqual(decode(hpack, hex(blocks[2])), [
      ":method: GET",
      ":scheme: https",
      ":path: /index.html",
      ":authority: www.example.com",
      "custom-key: custom-value",
    ]);
    assert.deepEqual(table(hpack), [
      "custom-key: custom-value",
      "cache-control: no-cache",
      ":authority: www.example.com",
    ]);
    assert.equal(hpack.dynamicTableBytes, 164);
  });
}

for (const [section, blocks] of [
  [
    "C.5",
    [
      "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
      "4803 3330 37c1 c0bf",
      "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31",
    ],
  ],
  [
    "C.6",
    [
      "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
      "4883 640e ffc1 c0bf",
      "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07",
    ],
  ],
] as const) {
  test(`${section}: responses with eviction from a table of 256 bytes`, () => {
    const hpack = decoder({ maxTableBytes: 256 });
    const date = (second: number): string => `date: Mon, 21 Oct 2013 20:13:${second} GMT`;
    assert.deepEqual(decode(hpack, hex(blocks[0])), [
      ":status: 302",
      "cache-control: private",
      date(21),
      "location: https://www.example.com",
    ]);
    assert.equal(hpack.dynamicTableBytes, 222);
    assert.deepEqual(decode(hpack, hex(blocks[1])), [
      ":status: 307",
      "cache-control: private",
      date(21),
      "location: https://www.example.com",
    ]);
    assert.deepEqual(table(hpack), [
      ":status: 307",
      "location: https://www.example.com",
      date(21),
      "cache-control: private",
    ]);
    assert.deepEqual(decode(hpack, hex(blocks[2])), [
      ":status: 200",
      "cache-control: private",
      date(22),
      "location: https://www.example.com",
      "content-encoding: gzip",
      "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
    ]);
    assert.equal(hpack.dynamicTableBytes, 215);
    assert.equal(hpack.dynamicEntriesCount, 3);
  });
}

test("2.3.3: an index beyond both tables is an error", () => {
  assert.equal(failure(hex("be")), ErrorCode.COMPRESSION_ERROR);
  assert.equal(failure(hex("7e 00 00")), ErrorCode.COMPRESSION_ERROR, "as the name of a literal");
});

test("4.2: a size update after the first field is an error", () => {
  assert.equal(failure(hex("82 20")), ErrorCode.COMPRESSION_ERROR);
});

test("4.2: two size updates at the beginning of a block are allowed", () => {
  const hpack = decoder();
  decode(hpack, hex("400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572"));
  assert.deepEqual(decode(hpack, hex("20 3f e11f 82")), [":method: GET"]);
  assert.equal(hpack.dynamicEntriesCount, 0, "the update to 0 evicted everything");
});

test("4.4: an entry larger than the table empties it", () => {
  const hpack = decoder({ maxTableBytes: 64 });
  decode(hpack, concatBytes([hex("40 01 61 01 62")]));
  assert.equal(hpack.dynamicEntriesCount, 1);
  const long = "x".repeat(60);
  assert.deepEqual(decode(hpack, concatBytes([hex("40 01 63 3c"), ascii(long)])), [`c: ${long}`]);
  assert.equal(hpack.dynamicEntriesCount, 0);
  assert.equal(hpack.dynamicTableBytes, 0);
});

test("5.1: an integer with too many continuation bytes is an error", () => {
  assert.equal(failure(hex("ff 80 80 80 80 00")), ErrorCode.COMPRESSION_ERROR);
  assert.equal(failure(hex("3f ff ff ff ff ff ff 01")), ErrorCode.COMPRESSION_ERROR);
});

test("5.1 and 5.2: a block that ends inside an integer or a string is an error", () => {
  for (const cut of ["ff", "ff 80", "40", "40 0a 63", "40 01 61", "40 01 61 05 62", "3f"]) {
    assert.equal(failure(hex(cut)), ErrorCode.COMPRESSION_ERROR, cut);
  }
});

test("5.2: bad Huffman code or padding is an error", () => {
  assert.equal(failure(hex("00 84 ff ff ff fc 00")), ErrorCode.COMPRESSION_ERROR, "EOS");
  assert.equal(failure(hex("00 81 ff 00")), ErrorCode.COMPRESSION_ERROR, "padding of eight bits");
  assert.equal(failure(hex("00 81 18 00")), ErrorCode.COMPRESSION_ERROR, "padding with zeros");
});

test("6.1: index 0 is an error", () => {
  assert.equal(failure(hex("80")), ErrorCode.COMPRESSION_ERROR);
});

test("6.3: a size update above our limit is an error, up to it is not", () => {
  assert.equal(failure(hex("3f e2 1f")), ErrorCode.COMPRESSION_ERROR, "4097");
  assert.deepEqual(decode(decoder(), hex("3f e1 1f 82")), [":method: GET"], "4096");
});

test("decode() marks a list over a limit and keeps the dynamic table right", () => {
  const hpack = decoder({ maxFields: 4 });
  const block = concatBytes([...Array.from({ length: 5 }, () => hex("82")), hex("40 01 61 01 62")]);
  const list = hpack.decode(block, 0, block.length);
  assert.ok(list?.isOverLimit);
  assert.equal(list.fields.length, 0);
  assert.deepEqual(decode(hpack, hex("be")), ["a: b"], "the insertion behind the limit counts");
});

test("decode() ends the connection at twice a limit, by fields and by bytes", () => {
  const fields = concatBytes(Array.from({ length: 9 }, () => hex("82")));
  assert.equal(failure(fields, decoder({ maxFields: 4 })), ErrorCode.ENHANCE_YOUR_CALM);
  const long = literal("a", "x".repeat(3_000));
  assert.equal(failure(long, decoder({ maxListBytes: 1_000 })), ErrorCode.ENHANCE_YOUR_CALM);
  assert.ok(decoder({ maxListBytes: 2_000 }).decode(long, 0, long.length)?.isOverLimit);
});

test("decode() refuses a string by its length before it looks at the bytes", () => {
  // 2^21 announced and not there: reported as cut, without an allocation of that size.
  assert.equal(failure(hex("00 7f 80 80 80 01")), ErrorCode.COMPRESSION_ERROR);
});

test("decode() gives the same object for a repeated block until the table changes", () => {
  const hpack = decoder();
  const block = hex("82 86 84");
  const first = hpack.decode(block, 0, block.length);
  assert.equal(hpack.decode(block, 0, block.length), first);
  const copy = block.slice();
  assert.equal(hpack.decode(copy, 0, copy.length), first, "by content, not by identity");
  decode(hpack, hex("40 01 61 01 62"));
  assert.notEqual(hpack.decode(block, 0, block.length), first);
});

test("decode() never takes an old meaning of a block from its memory", () => {
  // The same byte means another field after each insertion.
  const hpack = decoder();
  for (let i = 0; i < 100; i++) {
    const insert = concatBytes([hex("40 01 61 03"), ascii(String(100 + i))]);
    assert.deepEqual(decode(hpack, insert), [`a: ${100 + i}`]);
    for (let twice = 0; twice < 2; twice++) {
      assert.deepEqual(decode(hpack, hex("be")), [`a: ${100 + i}`]);
    }
  }
});

test("decode() keeps what it remembers apart from the caller's bytes", () => {
  const hpack = decoder();
  const block = concatBytes([literal("a", "one")]);
  decode(hpack, block);
  block.set(ascii("two"), block.length - 3);
  assert.deepEqual(decode(hpack, block), ["a: two"]);
});

test("decode() agrees with a naive model on random blocks", () => {
  const seed = 41;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 60; round++) {
    const maxTableBytes = random.pick([0, 64, 200, 4096]);
    const hpack = decoder({ maxTableBytes });
    const model: { name: string; value: string }[] = [];
    const size = (): number =>
      model.reduce((sum, f) => sum + f.name.length + f.value.length + 32, 0);
    for (let blockNumber = 0; blockNumber < 20; blockNumber++) {
      const parts: Uint8Array[] = [];
      const expected: string[] = [];
      for (let i = random.below(6); i >= 0; i--) {
        if (model.length > 0 && random.chance(1, 2)) {
          const at = random.below(model.length);
          parts.push(
            at + 62 < 127 ? Uint8Array.of(0x80 | (at + 62)) : Uint8Array.of(0xff, at + 62 - 127),
          );
          expected.push(`${model[at]!.name}: ${model[at]!.value}`);
          continue;
        }
        const name = "abc".slice(0, 1 + random.below(3));
        const value = "v".repeat(random.below(60));
        const inserts = random.chance(2, 3);
        parts.push(
          Uint8Array.of(inserts ? 0x40 : 0x00, name.length),
          ascii(name),
          Uint8Array.of(value.length),
          ascii(value),
        );
        expected.push(`${name}: ${value}`);
        if (inserts) {
          model.unshift({ name, value });
          while (size() > maxTableBytes) model.pop();
        }
      }
      assert.deepEqual(decode(hpack, concatBytes(parts)), expected, `seed ${seed} round ${round}`);
      assert.deepEqual(
        table(hpack),
        model.map((f) => `${f.name}: ${f.value}`),
      );
    }
  }
});

test("decode() ends on any input without a throw", () => {
  const seed = 99;
  const random = new SeededRandom(seed);
  for (let round = 0; round < 3_000; round++) {
    const hpack = decoder({ maxListBytes: 2_000, maxFields: 20 });
    for (let blockNumber = 0; blockNumber < 3; blockNumber++) {
      const block = random.bytes(random.below(60));
      if (hpack.decode(block, 0, block.length) === null) break;
      assert.ok(hpack.dynamicTableBytes <= 4096, `seed ${seed} round ${round}`);
    }
  }
});
