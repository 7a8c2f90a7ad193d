import assert from "node:assert/strict";
import { test } from "node:test";
import { runCommand } from "./index.ts";

test("runCommand() prints the two version lines, also for a prefix of the name", () => {
  const expected = "etcdutl version: 3.7.1\nAPI version: 3.7\n";
  for (const args of [["version"], ["ver"], ["-w", "json", "version"], ["version", "-wjson"]]) {
    assert.deepEqual(runCommand(args), { stdout: expected, stderr: "", exitCode: 0 });
  }
});

test("runCommand() prints an unknown command's error in both forms and exits 1", () => {
  const result = runCommand(["bogus"]);
  assert.equal(result.exitCode, 1);
  assert.equal(
    result.stderr,
    'Error: unknown command "bogus" for "etcdutl"\n' +
      "Run 'etcdutl --help' for usage.\n" +
      'Error: unknown command "bogus" for "etcdutl"\n',
  );
});

test("runCommand() refuses unknown flags and missing values with exit 1", () => {
  for (const args of [["--bogus"], ["-x"], ["version", "-w"]]) {
    const result = runCommand(args);
    assert.equal(result.exitCode, 1);
    assert.match(result.stderr, /^Error: .*\n/);
  }
});

test("runCommand() shows help for no command and for bare groups", () => {
  for (const args of [[], ["snapshot"], ["help"], ["--help"]]) {
    const result = runCommand(args);
    assert.equal(result.exitCode, 0);
    assert.match(result.stdout, /^NAME:/);
  }
});

test("runCommand() says plainly which tools are not there yet", () => {
  const result = runCommand(["snapshot", "status", "x.db"]);
  assert.equal(result.exitCode, 1);
  assert.match(result.stderr, /snapshot status is not part of this release yet/);
});
