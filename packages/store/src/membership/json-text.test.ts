import assert from "node:assert/strict";
import { test } from "node:test";
import { JsonError, type JsonValue, jsonString, parseJson } from "./json-text.ts";

test("jsonString() escapes as Go's encoder does", () => {
  assert.equal(
    jsonString('<a href="x">&\\</a>'),
    '"\\u003ca href=\\"x\\"\\u003e\\u0026\\\\\\u003c/a\\u003e"',
  );
  assert.equal(jsonString("\u2028\u2029"), '"\\u2028\\u2029"');
  assert.equal(jsonString("\n\r\t\b\f\u0001\u001f"), '"\\n\\r\\t\\b\\f\\u0001\\u001f"');
  assert.equal(jsonString("é\u007f😀"), '"é\u007f😀"');
});

test("parseJson() keeps 64-bit integers exact", () => {
  assert.equal(parseJson("18446744073709551615"), 18446744073709551615n);
  assert.equal(parseJson(" -9223372036854775808 "), -9223372036854775808n);
  assert.equal(parseJson("1.5e1"), 15);
});

test("parseJson() equals JSON.parse on text without integers beyond 2^53", () => {
  const plain = (value: JsonValue): unknown => {
    if (value instanceof Map) {
      return Object.fromEntries([...value].map(([name, item]) => [name, plain(item)]));
    }
    if (Array.isArray(value)) return value.map(plain);
    return typeof value === "bigint" ? Number(value) : value;
  };
  for (const text of [
    '{"a":[1,2.5,-3,0,"\\u00e9\\n\\"",true,false,null],"b":{},"c":[],"d":{"e":[[]]}}',
    " [ ] ",
    '{ "" : "" , "x" : { "x" : 1 } }',
    '"\\ud83d\\ude00"',
    "1e3",
  ]) {
    assert.deepEqual(plain(parseJson(text)), JSON.parse(text), text);
  }
});

test("parseJson() refuses what is no JSON", () => {
  for (const text of [
    "",
    "{",
    "[1,]",
    '{"a":1,}',
    '{"a" 1}',
    "{a:1}",
    '"unterminated',
    '"bad \\x escape"',
    '"line\nbreak"',
    "nul",
    "01",
    "+1",
    "1 2",
    "[1 2]",
    "\\",
    '"\\',
    "undefined",
    "[".repeat(100) + "]".repeat(100),
  ]) {
    assert.throws(() => parseJson(text), JsonError, text);
  }
});

test("parseJson() is linear on hostile text", () => {
  const text = `"${"\\\\".repeat(500_000)}"`;
  assert.equal((parseJson(text) as string).length, 500_000);
  assert.throws(() => parseJson("[".repeat(1_000_000)), JsonError);
  assert.equal(typeof parseJson("9".repeat(1_000_000)), "number");
});
