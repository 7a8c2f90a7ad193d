import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesToText } from "./byte-text.ts";
import { quoteBytes, quotedEnd, quoteText, unquote } from "./go-quote.ts";

const seed = 3701;

test(`unquote() undoes quoteBytes() for any bytes (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      const quoted = quoteBytes(bytes);
      const text = unquote(quoted);
      assert.notEqual(text, null);
      assert.equal(quotedEnd(quoted, 0), quoted.length);
      assert.equal(text, bytesToText(bytes));
    }),
    { seed, numRuns: 2000 },
  );
});

test("quoteText() keeps printable Unicode and escapes the rest", () => {
  assert.equal(quoteText('a"b\\c'), '"a\\"b\\\\c"');
  assert.equal(quoteText("键\n\t\x07\x00\x7f"), '"键\\n\\t\\a\\x00\\x7f"');
  assert.equal(quoteText("\u00a0\u200b\ue000\u{e0001}"), '"\\u00a0\\u200b\\ue000\\U000e0001"');
  assert.equal(quoteBytes(Uint8Array.of(0xff, 0x41)), '"\\xffA"');
});

test("unquote() takes both kinds of quotes and refuses what Go refuses", () => {
  assert.equal(unquote('"a\\x41\\101\\u00e9\\U0001f600"'), "aAAé\u{1f600}");
  assert.equal(unquote('"\\xff"'), "\udcff");
  assert.equal(unquote("`a\\n`"), "a\\n");
  for (const bad of ['"', "'a'", '"a', 'a"', '"\\q"', '"\\x4"', '"\\400"', '"\\ud800"', '"a\nb"']) {
    assert.equal(unquote(bad), null, bad);
  }
});
