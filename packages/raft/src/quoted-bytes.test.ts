import assert from "node:assert/strict";
import { test } from "node:test";
import { utf8ToBytes } from "@kvorum/base";
import { quoteBytes } from "./quoted-bytes.ts";

test("quoteBytes() quotes as Go does", () => {
  const cases: readonly (readonly [Uint8Array, string])[] = [
    [utf8ToBytes(""), '""'],
    [utf8ToBytes('a "b" \\'), '"a \\"b\\" \\\\"'],
    [utf8ToBytes("\t\n\r\u0007\b\f\v"), '"\\t\\n\\r\\a\\b\\f\\v"'],
    [new Uint8Array([0, 0x1f, 0x7f]), '"\\x00\\x1f\\x7f"'],
    [new Uint8Array([0xff, 0x41, 0xc3]), '"\\xffA\\xc3"'],
    [utf8ToBytes("日本 é"), '"日本 é"'],
    [utf8ToBytes("\u200b\u00a0\u{e0001}"), '"\\u200b\\u00a0\\U000e0001"'],
  ];
  for (const [bytes, text] of cases) assert.equal(quoteBytes(bytes), text);
});
