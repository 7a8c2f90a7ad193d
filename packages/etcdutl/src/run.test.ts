import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "./run.ts";
import { CapturedTerminal } from "./testing/captured-terminal.ts";

async function runWords(
  ...words: readonly string[]
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  const terminal = new CapturedTerminal();
  const exitCode = await run(words, terminal);
  return { stdout: terminal.stdout, stderr: terminal.stderr, exitCode };
}

test("run() prints the two version lines, also for a prefix of the name", async () => {
  const expected = "etcdutl version: 3.7.1\nAPI version: 3.7\n";
  for (const words of [["version"], ["ver"], ["-w", "json", "version"], ["version", "-wjson"]]) {
    assert.deepEqual(await runWords(...words), { stdout: expected, stderr: "", exitCode: 0 });
  }
});

test("run() prints an unknown command's error in both forms and exits 1", async () => {
  const result = await runWords("bogus");
  assert.equal(result.exitCode, 1);
  assert.equal(
    result.stderr,
    'Error: unknown command "bogus" for "etcdutl"\n' +
      "Run 'etcdutl --help' for usage.\n" +
      'Error: unknown command "bogus" for "etcdutl"\n',
  );
  assert.match((await runWords("versio", "x")).stdout, /^etcdutl version/);
  assert.match((await runWords("hashkb")).stderr, /Did you mean this\?\n\thashkv\n/);
});

test("run() prints errors of the command line twice, around the usage", async () => {
  const twice = /^Error: (.*)\nUsage:\n[\s\S]*\nError: \1\n$/;
  for (const [words, message] of [
    [["version", "--bogus"], "unknown flag: --bogus"],
    [["version", "-x"], "unknown shorthand flag: 'x' in -x"],
    [["version", "-w"], "flag needs an argument: 'w' in -w"],
    [["hand-back"], 'required flag(s) "data-dir", "output-dir" not set'],
    [["hand-back", "--data-dir", "d"], 'required flag(s) "output-dir" not set'],
    [["hand-back", "extra"], "accepts 0 arg(s), received 1"],
    [["completion"], "accepts 1 arg(s), received 0"],
    [["completion", "tcsh"], 'invalid argument "tcsh" for "etcdutl completion"'],
  ] as const) {
    const result = await runWords(...words);
    assert.equal(result.exitCode, 1);
    assert.equal(result.stdout, "");
    assert.match(result.stderr, twice);
    assert.equal(twice.exec(result.stderr)![1], message);
  }
});

test("run() shows help for no command, bare groups and unknown subcommands", async () => {
  for (const words of [[], ["snapshot"], ["snapshot", "bogus"], ["help"], ["--help"], ["-h"]]) {
    const result = await runWords(...words);
    assert.equal(result.exitCode, 0);
    assert.equal(result.stderr, "");
    assert.match(result.stdout, /^NAME:/);
    assert.match(result.stdout, /--write-out="simple"/);
  }
  assert.match((await runWords("help", "hand-back")).stdout, /--target-version/);
});

test("run() says plainly which tools are not there yet", async () => {
  const result = await runWords("snapshot", "status", "x.db", "--any");
  assert.deepEqual(result, {
    stdout: "",
    stderr: "Error: etcdutl snapshot status is not part of this release yet\n",
    exitCode: 1,
  });
});

test("run() writes completion scripts under its own name, and completes", async () => {
  const { stdout } = await runWords("completion", "bash");
  assert.match(stdout, /^# bash completion for etcdutl/);
  assert.ok(!stdout.includes("etcdctl"));
  assert.match((await runWords("__complete", "ha")).stdout, /^hand-back\t.*\nhashkv\t.*\n:4\n$/);
  assert.match((await runWords("__complete", "hand-back", "--da")).stdout, /^--data-dir\t/);
});

test("run() refuses a target version that is none, and directories that hold nothing", async () => {
  const words = ["hand-back", "--data-dir", "nowhere", "--output-dir", "nowhere-else"];
  assert.deepEqual(await runWords(...words, "--target-version", "3.4.0"), {
    stdout: "",
    stderr: 'Error: wrong target version format, expected "X.Y", got "3.4.0"\n',
    exitCode: 128,
  });
  for (const version of ["3.3", "3.8", "4.4"]) {
    const result = await runWords(...words, "--target-version", version);
    assert.equal(result.exitCode, 128);
    assert.match(result.stderr, /not supported: it must be 3\.4 to 3\.7/);
  }
  const result = await runWords(...words);
  assert.equal(result.exitCode, 1);
  assert.match(result.stderr, /^Error: stat nowhere\/member\/snap\/kvorum.mdb: no such file or/);
});
