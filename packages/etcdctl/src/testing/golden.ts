/**
 * Runs the recorded command lines of etcd 3.7.1 against a member and compares what they print.
 *
 * The recordings are shell lines that run `etcdctl`; here that name is a small script which adds
 * the member's endpoint unless the line names endpoints itself. Lines without any shell syntax run
 * inside this process, which is twenty times faster. What varies from run to run
 * (durations, times and places in log lines, lease ids that no line captured) is made equal on
 * both sides before comparing. Not here: starting members (member-process.ts).
 */

import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runWords } from "./scripted-terminal.ts";

export interface GoldenLine {
  readonly n: number;
  readonly scenario: string;
  readonly cmd: string;
  readonly stdin?: string;
  /** Null: not to be compared word for word. */
  readonly stdout?: string | null;
  readonly stderr?: string | null;
  readonly exit?: number;
  /** False: run it for its effect; its result was left out. */
  readonly recorded?: boolean;
  /** Real programs do not repeat this result. */
  readonly unstable?: boolean;
}

export interface Printed {
  readonly stdout: string | null;
  readonly stderr: string | null;
  readonly exit: number;
}

export interface GoldenOutcome {
  readonly line: GoldenLine;
  readonly result: "equal" | "different" | "not compared";
  /** After normalising. */
  readonly expected: Printed | null;
  readonly actual: Printed;
}

/**
 * Recorded lines end endless commands with `timeout`. Those whose output is known end as soon as
 * they have printed it; this is how long they may take on a machine that is busy.
 */
const OUTPUT_LIMIT_SECONDS = 8;
/** Lines that print nothing, or whose output does not count, run only this long. */
const SILENT_SECONDS = 0.8;
/** Lines that print when they are ended. */
const PIPED_SECONDS = 3;
/** How long a line that has printed what it should may go on to print more. */
const EXCESS_MS = 150;
/** What `timeout` exits with when it ended the command. */
const TIMED_OUT_EXIT = 124;
/** A line that runs longer than this is ended: only one recorded line never ends by itself. */
const LINE_LIMIT_MS = 10_000;
/** A member that hangs must not cost the limit for each of a hundred lines. */
const MAX_UNENDED_LINES = 3;

/** The repository's root, from wherever this file was built to. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), "../../../..");

/** The recorded lines, or null where the recordings are not at hand. */
export function loadGoldenLines(): readonly GoldenLine[] | null {
  const path = join(repositoryRoot, "../shared/golden/etcdctl-3.7.1.jsonl");
  if (!existsSync(path)) return null;
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as GoldenLine);
}

/**
 * Runs the lines in order, in a fresh directory, against one member.
 *
 * @param endpoint - `host:port`, which stands where the recording has 127.0.0.1:2379
 * @param etcdctl - the program and its first arguments
 */
export async function runGoldenLines(options: {
  lines: readonly GoldenLine[];
  endpoint: string;
  etcdctl: readonly string[];
}): Promise<readonly GoldenOutcome[]> {
  const directory = mkdtempSync(join(tmpdir(), "kvorum-golden-"));
  const programs = join(directory, "bin");
  const work = join(directory, "work");
  mkdirSync(programs);
  mkdirSync(work);
  writeWrapper(join(programs, "etcdctl"), options.etcdctl, options.endpoint);
  const leases = new Map<string, string>();
  const outcomes: GoldenOutcome[] = [];
  try {
    for (const line of options.lines) {
      if (outcomes.filter(({ actual }) => actual.exit === -1).length >= MAX_UNENDED_LINES) {
        throw new Error(`lines do not end any more:\n${outcomes.slice(-3).map(describeOutcome)}`);
      }
      outcomes.push(await runLine(line, { programs, work, leases, endpoint: options.endpoint }));
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  return outcomes;
}

/** For a failed comparison: the line and both sides. */
export function describeOutcome(outcome: GoldenOutcome): string {
  const { line, expected, actual } = outcome;
  return [
    `line ${line.n} (${line.scenario}): ${line.cmd}`,
    `  expected ${JSON.stringify(expected)}`,
    `  actual   ${JSON.stringify(actual)}`,
  ].join("\n");
}

interface RunContext {
  readonly programs: string;
  readonly work: string;
  /** Placeholder, such as `L1`, to the lease id in hexadecimal. */
  readonly leases: Map<string, string>;
  readonly endpoint: string;
}

async function runLine(line: GoldenLine, context: RunContext): Promise<GoldenOutcome> {
  const isTimed = /^(?:\S+=\S+ )?timeout \d+ /.test(line.cmd);
  const awaited =
    isTimed && line.exit === TIMED_OUT_EXIT && line.recorded !== false && line.stdout
      ? normalise(line.stdout, context)
      : null;
  const isSilent = line.recorded === false || (line.exit === TIMED_OUT_EXIT && awaited === null);
  const seconds = isSilent
    ? SILENT_SECONDS
    : line.cmd.includes("|") && awaited === null
      ? PIPED_SECONDS
      : OUTPUT_LIMIT_SECONDS;
  const command = fillLeases(line.cmd, context.leases)
    .replaceAll("127.0.0.1:2379", context.endpoint)
    .replace(/^((?:\S+=\S+ )?)timeout \d+ /, `$1timeout ${seconds} `);
  const words = plainWords(command);
  const raw =
    words === null
      ? await runShell(command, line.stdin ?? "", {
          programs: context.programs,
          work: context.work,
          isComplete: (stdout) => awaited !== null && normalise(stdout, context) === awaited,
        })
      : await runInside(words, line.stdin ?? "", context);
  const granted = /^lease ([0-9a-f]{16}) granted/m.exec(raw.stdout);
  if (granted !== null && line.recorded === false) {
    context.leases.set(`L${context.leases.size + 1}`, granted[1]!);
  }
  const actual: Printed = {
    stdout: normalise(raw.stdout, context),
    stderr: normalise(raw.stderr, context),
    exit: raw.exit,
  };
  const isComparable = line.recorded !== false && line.unstable !== true;
  if (!isComparable) return { line, result: "not compared", expected: null, actual };
  const expected: Printed = {
    stdout: line.stdout === null ? null : normalise(line.stdout ?? "", context),
    stderr: line.stderr === null ? null : normalise(line.stderr ?? "", context),
    exit: line.exit ?? 0,
  };
  const isEqual =
    expected.exit === actual.exit &&
    (expected.stdout === null || expected.stdout === actual.stdout) &&
    (expected.stderr === null || expected.stderr === actual.stderr);
  return { line, result: isEqual ? "equal" : "different", expected, actual };
}

function fillLeases(text: string, leases: ReadonlyMap<string, string>): string {
  return text.replace(/<(L\d+)(:dec)?>/g, (placeholder, name: string, decimal?: string) => {
    const id = leases.get(name);
    if (id === undefined) return placeholder;
    return decimal === undefined ? id : BigInt(`0x${id}`).toString();
  });
}

function normalise(text: string, context: RunContext): string {
  const port = context.endpoint.slice(context.endpoint.indexOf(":"));
  const withEndpoint = fillLeases(text, context.leases)
    .replaceAll(context.endpoint, "127.0.0.1:2379")
    .replaceAll(`localhost${port}`, "localhost:2379")
    // The same in a dump of bytes.
    .replaceAll(hexDump(`localhost${port}`), hexDump("localhost:2379"));
  const lines = withEndpoint.split("\n").map((line) => normaliseLine(line, context.leases));
  const joined = lines.join("\n");
  // The width of such a table depends on how long a duration happens to be.
  return /│ +TOOK/.test(joined)
    ? joined.replace(/ +│/g, " │").replace(/─+/g, "─").replace(/│ +/g, "│ ")
    : joined;
}

function hexDump(text: string): string {
  return [...Buffer.from(text)].map((byte) => ` ${byte.toString(16)}`).join("");
}

function normaliseLine(line: string, leases: ReadonlyMap<string, string>): string {
  if (line.startsWith('{"level":')) return normaliseLogLine(line);
  const known = new Set([...leases.values()].map((id) => BigInt(`0x${id}`).toString()));
  return line
    .replace(/(took[ =]*|"Took" : )[0-9.]+(?:ns|µs|ms|s)/g, "$1<duration>")
    .replace(/remaining\([0-9]+s\)|"ttl":[0-9]+,|"TTL" : [0-9]+$/g, "<remaining>")
    .replace(/"(dbSize|dbSizeInUse|raftIndex|raftAppliedIndex)":[0-9]+/g, '"$1":<varies>')
    .replace(/│ +[0-9.]+(?:ns|µs|ms|s) │/g, "│ <duration> │")
    .replace(/"ID"( : |:)([0-9]{16,})/g, (all, separator: string, id: string) =>
      known.has(id) || id === "10276657743932975437" ? all : `"ID"${separator}<id>`,
    );
}

/** Keeps of a log line what does not name a moment, a place or a connection. */
function normaliseLogLine(line: string): string {
  const {
    ts: _ts,
    caller: _caller,
    target: _target,
    peer,
    ...rest
  } = JSON.parse(line) as {
    readonly [name: string]: unknown;
  };
  const shownPeer =
    typeof peer === "string" ? peer.replace(/LocalAddr: '[^']*'/, "LocalAddr: <address>") : null;
  return JSON.stringify({ ...rest, peer: shownPeer });
}

/** The words after `etcdctl` of a line that is nothing but words; null for any other. */
function plainWords(command: string): readonly string[] | null {
  if (!command.startsWith("etcdctl")) return null;
  const words: string[] = [];
  let rest = command.trim();
  while (rest !== "") {
    const word = /^(?:"([^"\\$`]*)"|'([^']*)'|([^\s"'\\$`|&;<>()*?[#~]+))(?=\s|$)\s*/.exec(rest);
    if (word === null) return null;
    words.push(word[1] ?? word[2] ?? word[3]!);
    rest = rest.slice(word[0].length);
  }
  return words.slice(1);
}

async function runInside(
  words: readonly string[],
  stdin: string,
  context: RunContext,
): Promise<{ stdout: string; stderr: string; exit: number }> {
  const namesEndpoints = words.some((word) => word.startsWith("--endpoints"));
  const all = namesEndpoints ? words : ["--endpoints", context.endpoint, ...words];
  const limit = new Promise<{ stdout: string; stderr: string; exit: number }>((resolve) => {
    setTimeout(() => resolve({ stdout: "", stderr: "TIMEOUT", exit: -1 }), LINE_LIMIT_MS).unref();
  });
  return await Promise.race([runWords(all, { input: stdin }), limit]);
}

function writeWrapper(path: string, program: readonly string[], endpoint: string): void {
  const quoted = program.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  writeFileSync(
    path,
    [
      "#!/bin/sh",
      'for word in "$@"; do',
      `  case $word in --endpoints*) exec ${quoted} "$@" ;; esac`,
      "done",
      `[ -n "\${ETCDCTL_ENDPOINTS-}" ] && exec ${quoted} "$@"`,
      `exec ${quoted} --endpoints ${endpoint} "$@"`,
      "",
    ].join("\n"),
  );
  chmodSync(path, 0o755);
}

function runShell(
  command: string,
  stdin: string,
  options: { programs: string; work: string; isComplete: (stdout: string) => boolean },
): Promise<{ stdout: string; stderr: string; exit: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn("bash", ["-c", command], {
      cwd: options.work,
      env: { ...cleanEnvironment(), PATH: `${options.programs}:${process.env["PATH"] ?? ""}` },
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that a line that hangs can be ended with all that it started.
      detached: true,
    });
    let isEnded = false;
    const end = () => {
      if (!isEnded) process.kill(-child.pid!, "SIGKILL");
      isEnded = true;
    };
    let isComplete = false;
    const limit = setTimeout(end, LINE_LIMIT_MS);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.push(chunk);
      if (isComplete || !options.isComplete(Buffer.concat(stdout).toString("utf8"))) return;
      isComplete = true;
      setTimeout(end, EXCESS_MS);
    });
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on("error", () => {}); // The line may end without reading its input.
    child.stdin.end(stdin);
    child.on("error", reject);
    child.on("close", (code) => {
      isEnded = true;
      clearTimeout(limit);
      resolve({
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
        exit: code ?? (isComplete ? TIMED_OUT_EXIT : -1),
      });
    });
  });
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const environment = { ...process.env };
  for (const name of Object.keys(environment)) {
    if (name.startsWith("ETCDCTL_")) delete environment[name];
  }
  return environment;
}
