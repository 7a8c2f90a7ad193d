import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatDuration,
  formatSize,
  parseBool,
  parseDuration,
  parseInt64,
  parseUint64,
  ValueError,
} from "./go-values.ts";

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ValueError);
    return error.message;
  }
  assert.fail("accepted");
}

test("parseInt64() takes the whole 64-bit range and nothing beyond", () => {
  assert.equal(parseInt64("9223372036854775807", 10), 9223372036854775807n);
  assert.equal(parseInt64("-9223372036854775808", 10), -9223372036854775808n);
  assert.equal(parseInt64("694d5765fc71500b", 16), 0x694d5765fc71500bn);
  assert.equal(
    refusal(() => parseInt64("9223372036854775808", 10)),
    'strconv.ParseInt: parsing "9223372036854775808": value out of range',
  );
  assert.equal(
    refusal(() => parseInt64("zz", 16)),
    'strconv.ParseInt: parsing "zz": invalid syntax',
  );
  for (const text of ["", "-", "1 ", "1.0", "0x1", "１"]) {
    assert.match(
      refusal(() => parseInt64(text, 10)),
      /invalid syntax$/,
    );
  }
});

test("parseInt64() of base 0 follows the prefix and allows underscores", () => {
  const accepted: [string, bigint][] = [
    ["0", 0n],
    ["0x1F", 31n],
    ["0b101", 5n],
    ["0o17", 15n],
    ["017", 15n],
    ["1_000", 1000n],
    ["-0x10", -16n],
  ];
  for (const [text, value] of accepted) assert.equal(parseInt64(text, 0), value, text);
  for (const text of ["08", "0x", "1__0", "_1", "1_"]) {
    assert.match(
      refusal(() => parseInt64(text, 0)),
      /invalid syntax$/,
      text,
    );
  }
});

test("parseUint64() has no sign", () => {
  assert.equal(parseUint64("ffffffffffffffff", 16), 2n ** 64n - 1n);
  assert.equal(
    refusal(() => parseUint64("-1", 16)),
    'strconv.ParseUint: parsing "-1": invalid syntax',
  );
});

test("parseBool() takes Go's words only", () => {
  for (const word of ["1", "t", "T", "true", "TRUE", "True"]) assert.equal(parseBool(word), true);
  for (const word of ["0", "f", "F", "false", "FALSE", "False"]) {
    assert.equal(parseBool(word), false);
  }
  assert.equal(
    refusal(() => parseBool("x")),
    'strconv.ParseBool: parsing "x": invalid syntax',
  );
});

test("parseDuration() takes Go's units and names what is wrong", () => {
  const accepted: [string, bigint][] = [
    ["0", 0n],
    ["300ms", 300_000_000n],
    ["1.5s", 1_500_000_000n],
    [".5s", 500_000_000n],
    ["1h30m", 5_400_000_000_000n],
    ["-2m", -120_000_000_000n],
    ["1µs", 1000n],
  ];
  for (const [text, value] of accepted) assert.equal(parseDuration(text), value, text);
  assert.equal(
    refusal(() => parseDuration("5")),
    'time: missing unit in duration "5"',
  );
  assert.equal(
    refusal(() => parseDuration("abc")),
    'time: invalid duration "abc"',
  );
  assert.equal(
    refusal(() => parseDuration("5x")),
    'time: unknown unit "x" in duration "5x"',
  );
  assert.equal(
    refusal(() => parseDuration("")),
    'time: invalid duration ""',
  );
  assert.match(
    refusal(() => parseDuration("9999999h")),
    /invalid duration/,
  );
});

test("formatDuration() prints as Go does", () => {
  const shown: [bigint, string][] = [
    [0n, "0s"],
    [999n, "999ns"],
    [917_368n, "917.368µs"],
    [2_999_889n, "2.999889ms"],
    [1_000_760_183n, "1.000760183s"],
    [5_000_000_000n, "5s"],
    [60_000_000_000n, "1m0s"],
    [5_400_000_000_000n, "1h30m0s"],
    [-1_500_000n, "-1.5ms"],
  ];
  for (const [duration, text] of shown) assert.equal(formatDuration(duration), text);
});

test("formatSize() rounds as the recordings do", () => {
  const shown: [number, string][] = [
    [0, "0 B"],
    [7, "7 B"],
    [15, "15 B"],
    [999, "999 B"],
    [9900, "9.9 kB"],
    [16384, "16 kB"],
    [20480, "20 kB"],
    [24576, "25 kB"],
    [36864, "37 kB"],
    [2147483648, "2.1 GB"],
    [8_700_000, "8.7 MB"],
  ];
  for (const [size, text] of shown) assert.equal(formatSize(size), text);
});
