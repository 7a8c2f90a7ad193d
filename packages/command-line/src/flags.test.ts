import assert from "node:assert/strict";
import { test } from "node:test";
import { FlagError, FlagSet, type FlagSpec } from "./flags.ts";

const specs: readonly FlagSpec[] = [
  { name: "write-out", shorthand: "w", type: "string", defaultValue: "simple", usage: "" },
  { name: "interactive", shorthand: "i", type: "bool", defaultValue: false, usage: "" },
  { name: "prefix", type: "bool", defaultValue: false, usage: "" },
  { name: "limit", type: "int", defaultValue: 0n, usage: "" },
  { name: "command-timeout", type: "duration", defaultValue: 5_000_000_000n, usage: "" },
  { name: "endpoints", type: "list", defaultValue: ["127.0.0.1:2379"], usage: "" },
];

function parsed(...words: string[]): { flags: FlagSet; args: string[] } {
  const flags = new FlagSet(specs);
  return { flags, args: flags.parse(words) };
}

function refusal(...words: string[]): string {
  try {
    parsed(...words);
  } catch (error) {
    assert.ok(error instanceof FlagError);
    return error.message;
  }
  assert.fail(`accepted ${words.join(" ")}`);
}

test("FlagSet.parse() takes flags anywhere among the positionals", () => {
  const { flags, args } = parsed("a", "--limit", "2", "b", "-w", "json", "--prefix", "c");
  assert.deepEqual(args, ["a", "b", "c"]);
  assert.equal(flags.int("limit"), 2n);
  assert.equal(flags.string("write-out"), "json");
  assert.equal(flags.bool("prefix"), true);
  assert.equal(flags.dashAt, null);
});

test("FlagSet.parse() stops at -- and remembers where", () => {
  const { flags, args } = parsed("a", "--", "-dash", "--", "--limit");
  assert.deepEqual(args, ["a", "-dash", "--", "--limit"]);
  assert.equal(flags.dashAt, 1);
});

test("FlagSet.parse() takes glued shorthands", () => {
  assert.equal(parsed("-wjson").flags.string("write-out"), "json");
  assert.equal(parsed("-w=json").flags.string("write-out"), "json");
  assert.equal(parsed("-iwjson").flags.string("write-out"), "json");
  assert.equal(parsed("-i=false").flags.bool("interactive"), false);
  assert.deepEqual(parsed("-").args, ["-"]);
});

test("FlagSet.parse() never takes the next word for a bool", () => {
  const { flags, args } = parsed("--prefix", "false");
  assert.equal(flags.bool("prefix"), true);
  assert.deepEqual(args, ["false"]);
  assert.equal(parsed("--prefix=false").flags.bool("prefix"), false);
});

test("FlagSet.parse() gathers lists; the first use replaces the default", () => {
  assert.deepEqual(parsed().flags.list("endpoints"), ["127.0.0.1:2379"]);
  assert.deepEqual(parsed("--endpoints", "a,b", "--endpoints=c").flags.list("endpoints"), [
    "a",
    "b",
    "c",
  ]);
  assert.deepEqual(parsed("--endpoints=").flags.list("endpoints"), []);
  assert.deepEqual(parsed('--endpoints="a,1","b""c"').flags.list("endpoints"), ["a,1", 'b"c']);
  assert.match(refusal('--endpoints=a"b'), /bare " in non-quoted field$/);
});

test("FlagSet.parse() refuses with cobra's words", () => {
  assert.equal(refusal("--x"), "unknown flag: --x");
  assert.equal(refusal("--x=1"), "unknown flag: --x");
  assert.equal(refusal("-v2"), "unknown shorthand flag: 'v' in -v2");
  assert.equal(refusal("--write-out"), "flag needs an argument: --write-out");
  assert.equal(refusal("-w"), "flag needs an argument: 'w' in -w");
  assert.equal(refusal("--=x"), "bad flag syntax: --=x");
  assert.equal(
    refusal("--command-timeout", "5"),
    'invalid argument "5" for "--command-timeout" flag: time: missing unit in duration "5"',
  );
  assert.equal(
    refusal("--limit=x"),
    'invalid argument "x" for "--limit" flag: strconv.ParseInt: parsing "x": invalid syntax',
  );
  assert.equal(
    refusal("--prefix=x"),
    'invalid argument "x" for "--prefix" flag: strconv.ParseBool: parsing "x": invalid syntax',
  );
});

test("FlagSet.counter() keeps a number that no counter reaches within the safe range", () => {
  assert.equal(parsed("--limit=9223372036854775807").flags.counter("limit"), 2 ** 53 - 1);
  assert.equal(parsed("--limit=-9223372036854775808").flags.counter("limit"), -(2 ** 53 - 1));
  assert.equal(parsed("--limit=12").flags.counter("limit"), 12);
});

test("FlagSet.text() prints values as Go does", () => {
  const { flags } = parsed("--endpoints=a,b");
  const text = (name: string) => flags.text(specs.find((spec) => spec.name === name)!);
  assert.equal(text("endpoints"), "[a b]");
  assert.equal(text("command-timeout"), "5s");
  assert.equal(text("prefix"), "false");
});
