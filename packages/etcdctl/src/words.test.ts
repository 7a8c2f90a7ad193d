import assert from "node:assert/strict";
import { test } from "node:test";
import { splitWords } from "./words.ts";

test("splitWords() knows double quotes, single quotes and blanks", () => {
  assert.deepEqual(splitWords("put  k\tv"), ["put", "k", "v"]);
  assert.deepEqual(splitWords('put "a b" "q \\"x\\" \\n"'), ["put", "a b", 'q "x" \n']);
  assert.deepEqual(splitWords("put 'a \\n b' ''"), ["put", "a \\n b", ""]);
  assert.deepEqual(splitWords('watch a"b'), ["watch", 'a"b']);
  assert.deepEqual(splitWords("   "), []);
});

test("splitWords() refuses a bad escape in double quotes", () => {
  assert.throws(() => splitWords('put "\\q"'), { name: "CommandError", exitCode: 3 });
});
