import assert from "node:assert/strict";
import { test } from "node:test";
import { AssertionError } from "@kvorum/base";
import { parseScript, rewriteScript, runScript, ScriptError } from "./script.ts";

test("parseScript() reads arguments, lists, input and both forms of output", () => {
  const text = [
    "# comment",
    "one bare key= key=value list=(1, (2,3),4) empty=()",
    "input line",
    "",
    "more input",
    "----",
    "output",
    "",
    "two \\",
    "  continued",
    "----",
    "----",
    "with",
    "",
    "a blank line",
    "----",
    "----",
    "",
    "three",
  ].join("\n");
  const [one, two, three, ...rest] = parseScript(text);
  assert.deepEqual(rest, []);
  assert.equal(one!.command, "one");
  assert.deepEqual(one!.arguments, [
    { key: "bare", values: [] },
    { key: "key", values: [""] },
    { key: "key", values: ["value"] },
    { key: "list", values: ["1", "(2,3)", "4"] },
    { key: "empty", values: [] },
  ]);
  assert.equal(one!.input, "input line\n\nmore input");
  assert.equal(one!.expected, "output\n");
  assert.deepEqual(two!.arguments, [{ key: "continued", values: [] }]);
  assert.equal(two!.expected, "with\n\na blank line\n");
  assert.equal(three!.expected, "");
});

test("parseScript() refuses what has no end", () => {
  assert.throws(() => parseScript("a list=(1"), ScriptError);
  assert.throws(() => parseScript("a\n----\n----\nnever ends"), ScriptError);
});

test("runScript() fails at the first output that differs", () => {
  const script = { name: "x.txt", text: "a\n----\n1\n\nb\n----\n2\n" };
  assert.equal(
    runScript(script, ({ command }) => (command === "a" ? "1" : "2")).directivesCount,
    2,
  );
  assert.throws(
    () => runScript(script, () => "1"),
    (error) => error instanceof AssertionError && error.message.startsWith("x.txt:5: b"),
  );
});

test("rewriteScript() replaces outputs and nothing else", () => {
  const text = "# c\n\na\n----\nold\n\n# d\nb x\ninput\n----\n\nc\n----\nsame\n";
  const run = ({ command }: { command: string }): string =>
    command === "a" ? "new\nlines" : command === "b" ? "with\n\nblank" : "same";
  const rewritten = rewriteScript(text, run);
  assert.equal(
    rewritten,
    "# c\n\na\n----\nnew\nlines\n\n# d\nb x\ninput\n----\n----\nwith\n\nblank\n----\n----\n\n" +
      "c\n----\nsame\n",
  );
  assert.equal(rewriteScript(rewritten, run), rewritten);
  runScript({ name: "again", text: rewritten }, run);
});
