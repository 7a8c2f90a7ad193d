import assert from "node:assert/strict";
import { test } from "node:test";
import { latin1ToBytes } from "@kvorum/base";
import * as fc from "fast-check";
import { type KeySpan, PermittedRanges, spanOf } from "./permitted-ranges.ts";

const OPEN = "\0";
const span = (key: string, rangeEnd = ""): KeySpan =>
  spanOf(latin1ToBytes(key), latin1ToBytes(rangeEnd));
const ranges = (...spans: KeySpan[]): PermittedRanges => new PermittedRanges(spans);

test("contains() joins ranges that touch, and sees a gap", () => {
  const joined = ranges(span("c", "e"), span("a", "c"));
  assert.equal(joined.contains(span("a", "e")), true);
  assert.equal(joined.contains(span("b", "d")), true);
  assert.equal(joined.contains(span("a", "f")), false);
  const gap = ranges(span("a", "c"), span("d", "e"));
  assert.equal(gap.contains(span("a", "e")), false);
  assert.equal(gap.contains(span("d", "e")), true);
  assert.equal(gap.containsKey("c"), false);
});

test("contains() takes one zero byte for the open end", () => {
  const open = ranges(span("m", OPEN));
  assert.equal(open.contains(span("m", OPEN)), true);
  assert.equal(open.contains(span("l", OPEN)), false);
  assert.equal(open.containsKey("\xff\xff\xff"), true);
  assert.equal(ranges(span("a", "\xff\xff")).contains(span("a", OPEN)), false);
  assert.equal(ranges(span("m")).contains(span("m", OPEN)), false);
});

test("a single key touches the range that begins with its successor", () => {
  const joined = ranges(span("a"), span("a\0", "b"));
  assert.equal(joined.contains(span("a", "b")), true);
});

test("contains() of a range without keys wants one permission around both ends", () => {
  assert.equal(ranges(span("a", "z")).contains(span("m", "c")), true);
  assert.equal(ranges(span("a", "d"), span("d", "z")).contains(span("m", "c")), false);
  assert.equal(ranges(span("a", "d")).contains(span("m", "c")), false);
});

test("the empty key, empty ranges and no ranges at all grant nothing", () => {
  for (const none of [ranges(), ranges(span("", OPEN)), ranges(span("z", "a"))]) {
    assert.equal(none.containsKey("a"), false);
    assert.equal(none.containsKey(""), false);
    assert.equal(none.contains(span("a", "b")), false);
    assert.equal(none.contains(span("", OPEN)), false);
  }
  assert.equal(ranges(span("\0", OPEN)).containsKey(""), false);
});

test("containsKey() and contains() agree with a model that tries every key", () => {
  // Keys of up to two letters out of three, and their ends: few enough to try them all.
  const letters = ["a", "b", "c"];
  const keys = letters.flatMap((first) => [
    first,
    `${first}\0`,
    ...letters.flatMap((second) => [first + second, `${first + second}\0`]),
  ]);
  const key = fc.constantFrom(...keys);
  const drawn = fc.record({ key, end: fc.oneof(fc.constantFrom("", OPEN), key) });
  const holds = (given: { key: string; end: string }, k: string): boolean => {
    if (given.end === "") return k === given.key;
    return k >= given.key && (given.end === OPEN || k < given.end);
  };
  // Of a range all keys are tried, the next ones behind each key too; an open end needs an open end.
  const covers = (perms: { key: string; end: string }[], wanted: { key: string; end: string }) =>
    [...keys, "d", "\xff"].every((k) => !holds(wanted, k) || perms.some((perm) => holds(perm, k)));
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 5 }), drawn, (perms, wanted) => {
      const union = ranges(...perms.map((perm) => span(perm.key, perm.end)));
      for (const k of keys) {
        assert.equal(
          union.containsKey(k),
          perms.some((perm) => holds(perm, k)),
          k,
        );
      }
      const isEmpty = wanted.end !== "" && wanted.end !== OPEN && wanted.end <= wanted.key;
      if (isEmpty) return;
      const answer = union.contains(span(wanted.key, wanted.end));
      // The model knows only some keys: what the union covers, it must cover too.
      if (answer) assert.equal(covers(perms, wanted), true);
      if (!covers(perms, wanted)) assert.equal(answer, false);
      if (wanted.end === "") assert.equal(answer, covers(perms, wanted));
    }),
    { seed: 20261120, numRuns: 2000 },
  );
});

test("contains() agrees with a model of whole numbers", () => {
  // Keys are letters alone, so that between two neighbours no third key exists but their suffixes:
  // a range covers [begin, end) exactly if it covers each unit interval.
  const letter = (i: number): string => String.fromCharCode(97 + i);
  const bounds = fc
    .tuple(fc.nat(9), fc.nat(9))
    .filter(([a, b]) => a !== b)
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
  fc.assert(
    fc.property(fc.array(bounds, { maxLength: 6 }), bounds, (perms, wanted) => {
      const union = ranges(...perms.map(({ from, to }) => span(letter(from), letter(to))));
      const covered = new Set<number>();
      for (const { from, to } of perms) for (let i = from; i < to; i++) covered.add(i);
      let expected = true;
      for (let i = wanted.from; i < wanted.to; i++) expected &&= covered.has(i);
      assert.equal(union.contains(span(letter(wanted.from), letter(wanted.to))), expected);
    }),
    { seed: 20261121, numRuns: 2000 },
  );
});
