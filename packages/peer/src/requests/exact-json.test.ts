import assert from "node:assert/strict";
import { test } from "node:test";
import { goJsonString, parseExactJson, parseUint64 } from "./exact-json.ts";

test("parseExactJson() keeps every digit of an integer", () => {
  assert.deepEqual(parseExactJson('[{"id":18446744073709551615,"n":[-9007199254740993,0]}]'), [
    { id: 18446744073709551615n, n: [-9007199254740993n, 0n] },
  ]);
});

test("parseExactJson() leaves digits in strings, fractions and names alone", () => {
  const text = '{"1":"a 12 \\" 34 \\\\","x":1.5,"y":2e3,"z":[true,null,"5"]}';
  assert.deepEqual(parseExactJson(text), {
    "1": 'a 12 " 34 \\',
    x: 1.5,
    y: 2000,
    z: [true, null, "5"],
  });
});

test("parseExactJson() refuses what is no JSON", () => {
  for (const text of ["", "{", "[1,]", '{"a":01}', '"\\', "12 13", "nul", "[1 2]", "-", "1.e5"]) {
    assert.throws(() => parseExactJson(text), SyntaxError, text);
  }
});

test("parseUint64() takes 64 bits and no more", () => {
  assert.equal(parseUint64("18446744073709551615"), 2n ** 64n - 1n);
  assert.equal(parseUint64("0"), 0n);
  for (const text of ["18446744073709551616", "-1", "", "1a", "0x1", "000000000000000000001"]) {
    assert.equal(parseUint64(text), null, text);
  }
});

test("goJsonString() escapes what Go's encoder escapes", () => {
  assert.equal(goJsonString('<a>&"\u2028\n'), '"\\u003ca\\u003e\\u0026\\"\\u2028\\n"');
});
