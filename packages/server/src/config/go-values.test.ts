import assert from "node:assert/strict";
import { test } from "node:test";
import {
  FlagValueError,
  formatGoDuration,
  goQuote,
  int64Range,
  parseGoBool,
  parseGoDuration,
  parseGoInteger,
  uint32Range,
  uint64Range,
} from "./go-values.ts";

test("parseGoInteger() takes Go's bases and underscores", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["0", 0],
    ["7", 7],
    ["+7", 7],
    ["-7", -7],
    ["0x1F", 31],
    ["0X1f", 31],
    ["0o17", 15],
    ["017", 15],
    ["0b101", 5],
    ["1_000_000", 1_000_000],
    ["0x_ff", 255],
    ["-9223372036854775808", -(2 ** 63)],
  ];
  for (const [text, value] of cases) assert.equal(parseGoInteger(text, int64Range), value, text);
});

test("parseGoInteger() refuses other texts and numbers out of range, in Go's words", () => {
  const message = (text: string, range = uint64Range): string => {
    try {
      return String(parseGoInteger(text, range));
    } catch (error) {
      assert.ok(error instanceof FlagValueError);
      return error.message;
    }
  };
  for (const text of ["", "abc", "-1", "+1", "1__0", "_1", "1_", "0x", "09", "1.0", "1e3", " 1"]) {
    assert.equal(message(text), "parse error", text);
  }
  assert.equal(message("18446744073709551616"), "value out of range");
  assert.equal(message("4294967296", uint32Range), "value out of range");
  assert.equal(message("9".repeat(1_000_000)), "value out of range");
});

test("parseGoBool() knows Go's words only", () => {
  for (const text of ["1", "t", "T", "true", "TRUE", "True"]) assert.equal(parseGoBool(text), true);
  for (const text of ["0", "f", "F", "false", "FALSE", "False"]) {
    assert.equal(parseGoBool(text), false);
  }
  for (const text of ["", "yes", "tRUE", "2", " true"]) assert.equal(parseGoBool(text), null);
});

test("parseGoDuration() and formatGoDuration() agree with Go", () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ["0", 0, "0s"],
    ["5s", 5000, "5s"],
    ["1h30m", 5_400_000, "1h30m0s"],
    ["1.5s", 1500, "1.5s"],
    [".5s", 500, "500ms"],
    ["100ms", 100, "100ms"],
    ["2us", 0.002, "2\u00b5s"],
    ["2\u00b5s", 0.002, "2\u00b5s"],
    ["3ns", 0.000003, "3ns"],
    ["-1m", -60_000, "-1m0s"],
    ["2h", 7_200_000, "2h0m0s"],
  ];
  for (const [text, ms, printed] of cases) {
    assert.equal(parseGoDuration(text), ms, text);
    assert.equal(formatGoDuration(ms), printed, text);
  }
});

test("parseGoDuration() refuses in Go's words", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["", 'time: invalid duration ""'],
    ["bogus", 'time: invalid duration "bogus"'],
    ["-1", 'time: missing unit in duration "-1"'],
    ["1x", 'time: unknown unit "x" in duration "1x"'],
    ["1s2", 'time: missing unit in duration "1s2"'],
    [".s", 'time: invalid duration ".s"'],
    ["9999999999h", 'time: invalid duration "9999999999h"'],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => parseGoDuration(text), { name: "FlagValueError", message });
  }
});

test("goQuote() escapes what would break a line", () => {
  assert.equal(goQuote('a"b\\c\n\t\x01'), '"a\\"b\\\\c\\n\\t\\x01"');
});
