/** Compares with what etcd 3.7.1 said when it was started with the same command lines. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import { decideStart } from "../command/start-command.ts";
import type { LogSink } from "../logging/sinks.ts";
import { goldenFile } from "../testing/recordings.ts";
import { checkFreshStart } from "./start-checks.ts";

interface GoldenLine {
  readonly n: number;
  readonly cmd: string;
  readonly note?: string;
  readonly stdout?: string;
  readonly stderr?: readonly string[];
  readonly errors?: readonly { readonly [field: string]: string }[];
  readonly exit?: number;
  readonly result?: string;
}

/** Lines that do not apply, each with its reason. */
const notComparable: ReadonlyMap<number, string> = new Map([
  [28, "etcd panics; compared by its own test below"],
  [34, "--discovery is an older flag: accepted, and refused as not supported"],
  [35, "DNS discovery is not supported yet: refused before it looks anything up"],
  [38, "certificate files are opened by the server, not by the settings"],
  [39, "certificate files are opened by the server, not by the settings"],
  [51, "--enable-v2 is an older flag: accepted, and refused as not supported"],
  [52, "--proxy is an older flag: accepted, and refused as not supported"],
  [58, "the data directory is opened by the member, not by the settings"],
  [61, "an experimental flag of 3.5: accepted and mapped to its feature gate"],
  [70, "etcd gateway is not there yet"],
  [71, "etcd gateway is not there yet"],
  [72, "etcd gateway is not there yet"],
  [73, "etcd grpc-proxy is not there yet"],
  [74, "etcd grpc-proxy is not there yet"],
  [75, "etcd gateway is not there yet"],
]);

const clock: Clock = { monotonicMs: () => 0, wallMs: () => 0 };
const timers: Timers = {
  after: (): TimerHandle => ({ cancel(): void {} }),
  soon: (): TimerHandle => ({ cancel(): void {} }),
};

/** Splits a recorded command: leading assignments, then words without quoting. */
function splitCommand(command: string): { environment: { [n: string]: string }; argv: string[] } {
  const environment: { [n: string]: string } = {};
  const words = command.trim().split(/ +/);
  while (/^[A-Z_]+=/.test(words[0]!)) {
    const word = words.shift()!;
    const equals = word.indexOf("=");
    environment[word.slice(0, equals)] = word.slice(equals + 1);
  }
  return { environment, argv: words };
}

async function run(command: string, directory: string) {
  const { environment, argv } = splitCommand(command);
  const lines: { [field: string]: unknown }[] = [];
  let stdout = "";
  let stderr = "";
  const sink: LogSink = {
    write: (text) => void lines.push(JSON.parse(text) as { [field: string]: unknown }),
    flush(): void {},
    close(): void {},
  };
  const decision = decideStart({
    argv,
    environment,
    platform: { operatingSystem: "linux", goArchitecture: "amd64", nodeVersion: "v20.19.0" },
    clock,
    timers,
    readFile: (name) => {
      try {
        return readFileSync(path.join(directory, name));
      } catch (error) {
        throw Object.assign(error as Error, { path: name });
      }
    },
    writeStdout: (text) => {
      stdout += text;
    },
    writeStderr: (text) => {
      stderr += text;
    },
    defaultHost: () => null,
    sink,
  });
  let exit: number | "starts" = "starts";
  if (decision.action === "exit") {
    exit = decision.exitCode;
  } else {
    const { config, log } = decision;
    const noNames = (): Promise<string> => Promise.reject(new Error("no such host"));
    if (!(await checkFreshStart(config, log, noNames))) exit = 1;
  }
  const errors = lines
    .filter((line) => line["level"] !== "info" && line["level"] !== "debug")
    .map(({ ts: _ts, caller: _caller, stacktrace: _stack, ...rest }) => rest);
  return { exit, stdout, stderr, errors };
}

const file = goldenFile("start-errors-3.7.1.jsonl");

if (file === null) {
  test("settings are refused as etcd 3.7.1 refuses them", { skip: "no recordings here" }, () => {});
} else {
  const golden = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as GoldenLine);
  for (const line of golden) {
    const reason = notComparable.get(line.n);
    const name = `etcd 3.7.1 line ${line.n}: ${line.cmd}`;
    if (reason === undefined) test(name, () => compare(line));
    else {
      // A listed line that begins to agree must leave the list.
      test(`${name} (differs: ${reason})`, () =>
        assert.rejects(compare(line), assert.AssertionError));
    }
  }
}

async function compare(line: GoldenLine): Promise<void> {
  const directory = mkdtempSync(path.join(tmpdir(), "kvorum-config-"));
  try {
    let command = line.cmd;
    const semicolon = command.indexOf("; ");
    if (semicolon >= 0) {
      execFileSync("sh", ["-c", command.slice(0, semicolon)], { cwd: directory });
      command = command.slice(semicolon + 2);
    }
    const result = await run(command, directory);
    if (line.result !== undefined) {
      assert.equal(result.exit, "starts");
      return;
    }
    assert.deepEqual(result.errors, line.errors);
    assert.equal(result.exit, line.exit);
    if (line.stdout?.startsWith("etcd Version")) {
      assert.equal(result.stdout.split("\n")[0], line.stdout.split("\n")[0]);
      assert.equal(result.stdout.split("\n").length, line.stdout.split("\n").length);
    } else {
      assert.equal(result.stdout, line.stdout);
    }
    assert.equal(result.stderr.split("\n")[0], line.stderr?.[0] ?? "");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("a bad --log-level ends with exit code 2 and says so", async () => {
  const directory = mkdtempSync(path.join(tmpdir(), "kvorum-config-"));
  try {
    writeFileSync(path.join(directory, "c.yml"), "log-level: loud\n");
    const byFlag = await run("etcd --log-level bogus", directory);
    assert.equal(byFlag.exit, 2);
    assert.equal(byFlag.stderr, 'unrecognized level: "bogus"\n');
    const byFile = await run("etcd --config-file=c.yml", directory);
    assert.equal(byFile.exit, 2);
    assert.equal(byFile.stderr, 'unrecognized level: "loud"\n');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
