/**
 * `bin/etcd` with flags, variables, files and directories that are wrong: it ends at once, with
 * etcd's exit code and a message that says what is wrong, never with a stack trace of its own, and
 * it harms nothing that it finds. server-flags.md, sections 1, 4, 6 and 8.
 */

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { SeededRandom } from "@kvorum/base";
import { MemberProcess } from "../process/member-process.ts";
import { kvorumServer } from "../process/server-command.ts";
import { repositoryRoot } from "../process/shared-files.ts";
import { TemporaryDirectory } from "../process/temporary-directory.ts";
import { RawClient } from "../raw/client.ts";

const SEED = 55_555;
const RANDOM_RUNS = 14;
const END_LIMIT_MS = 10_000;
const AT_ONCE = 2;

const command = kvorumServer();
const skip = command === null ? "packages/server is not built" : false;

let directory: TemporaryDirectory;
before(() => {
  directory = TemporaryDirectory.create({ name: "command-line" });
});
after(() => directory.remove());

interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Became ready, and was killed for it. */
  readonly served: boolean;
}

/** Runs the command until it ends, or until it serves clients. */
function run(
  args: readonly string[],
  environment: { readonly [name: string]: string } = {},
): Promise<Run> {
  const { PATH = "" } = process.env;
  const child: ChildProcess = spawn(join(repositoryRoot, "bin/etcd"), args, {
    cwd: directory.path,
    env: { PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  let served = false;
  child.stdout!.on("data", (chunk: Buffer) => {
    stdout += chunk.toString("utf8");
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
    if (stderr.includes("ready to serve client requests")) {
      served = true;
      child.kill("SIGKILL");
    }
  });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`etcd ${args.join(" ")} goes on and on:\n${stderr.slice(-3000)}`));
    }, END_LIMIT_MS);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr, served });
    });
  });
}

/** What every run must look like, whatever it was given: log lines or usage, no trace of Node. */
function assertClean({ stderr }: Run, what: string): void {
  for (const line of stderr.split("\n")) {
    assert.doesNotMatch(
      line,
      /^\s+at .*\(|^node:internal|^Node\.js v|^[A-Za-z]*Error: |^\(node:/,
      what,
    );
    if (line.startsWith("{")) JSON.parse(line);
  }
}

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly error?: string;
}

function logLines(stderr: string): LogLine[] {
  return stderr
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as LogLine);
}

/** How a run tells what is wrong. */
type Where = "usage" | "verify" | "discovery" | "fatal" | "log";

interface Row {
  readonly args: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  readonly code: number;
  readonly where: Where;
  readonly text: RegExp;
}

const free = [
  "--listen-client-urls=http://127.0.0.1:0",
  "--advertise-client-urls=http://127.0.0.1:0",
  "--listen-peer-urls=http://127.0.0.1:0",
];

const rows: readonly Row[] = [
  { args: ["--bogus"], code: 2, where: "usage", text: /^flag provided but not defined: -bogus$/ },
  { args: ["-name"], code: 2, where: "usage", text: /^flag needs an argument: -name$/ },
  {
    args: ["--max-txn-ops=x"],
    code: 2,
    where: "usage",
    text: /^invalid value "x" for flag -max-txn-ops: parse error$/,
  },
  {
    args: ["--pre-vote=maybe"],
    code: 2,
    where: "usage",
    text: /^invalid boolean value "maybe" for -pre-vote: parse error$/,
  },
  {
    args: ["--listen-client-urls=127.0.0.1:2379"],
    code: 2,
    where: "usage",
    text: /first path segment in URL cannot contain colon$/,
  },
  {
    args: ["--listen-peer-urls=ftp://127.0.0.1:1"],
    code: 2,
    where: "usage",
    text: /URL scheme must be http, https, unix, or unixs: ftp/,
  },
  {
    args: ["--feature-gates=foo=true"],
    code: 2,
    where: "usage",
    text: /unrecognized feature gate: foo$/,
  },
  { args: ["---name=x"], code: 2, where: "usage", text: /^bad flag syntax: ---name=x$/ },
  {
    args: ["--pre-vote", "false"],
    code: 1,
    where: "verify",
    text: /^"false" is not a valid flag$/,
  },
  { args: ["stray\nword"], code: 1, where: "verify", text: /is not a valid flag$/ },
  {
    args: ["--election-timeout=200"],
    code: 1,
    where: "verify",
    text: /^--election-timeout\[200ms\] should be at least as 5 times as --heartbeat-interval\[100ms\]$/,
  },
  {
    args: ["--listen-client-urls=http://127.0.0.1:0"],
    code: 1,
    where: "verify",
    text: /^--advertise-client-urls is required when --listen-client-urls is set explicitly$/,
  },
  {
    args: ["--log-outputs=nowhere/at/all"],
    code: 1,
    where: "verify",
    text: /no such file or directory$/,
  },
  {
    args: [],
    environment: { ETCD_HEARTBEAT_INTERVAL: "x" },
    code: 1,
    where: "verify",
    text: /^invalid value "x" for ETCD_HEARTBEAT_INTERVAL: parse error$/,
  },
  {
    args: ["--name=a"],
    environment: { ETCD_NAME: "a" },
    code: 1,
    where: "log",
    text: /^conflicting environment variable is shadowed by corresponding command-line flag/,
  },
  {
    args: ["--config-file=nosuch.yml"],
    code: 1,
    where: "verify",
    text: /^open nosuch\.yml: no such file or directory$/,
  },
  { args: ["--config-file=."], code: 1, where: "verify", text: /is a directory$/ },
  {
    args: ["--config-file=broken.yml"],
    code: 1,
    where: "verify",
    text: /^error converting YAML to JSON: yaml: /,
  },
  {
    args: ["--config-file=wrong-type.yml"],
    code: 1,
    where: "verify",
    text: /^error unmarshaling JSON: .*cannot unmarshal string into Go struct field .*heartbeat-interval of type uint$/,
  },
  {
    args: [],
    environment: { ETCD_CONFIG_FILE: "nosuch.yml" },
    code: 1,
    where: "verify",
    text: /^open nosuch\.yml: /,
  },
  {
    args: ["--initial-cluster=a=http://127.0.0.1:2380"],
    code: 1,
    where: "discovery",
    text: /^couldn't find local name "default" in the initial cluster configuration$/,
  },
  {
    args: ["--data-dir=a-file", ...free],
    code: 1,
    where: "discovery",
    text: /^cannot access data directory: .*a-file: not a directory$/,
  },
  { args: ["--data-dir=/proc/none", ...free], code: 1, where: "discovery", text: /\/proc\/none/ },
  {
    args: ["--data-dir=with-proxy", ...free],
    code: 2,
    where: "fatal",
    text: /^v2 http proxy has already been deprecated in 3\.6$/,
  },
  {
    args: ["--data-dir=with-both", ...free],
    code: 1,
    where: "fatal",
    text: /^invalid datadir; both member and proxy directories exist$/,
  },
  {
    args: ["--data-dir=of-go", ...free],
    code: 1,
    where: "discovery",
    text: /bbolt.*of-go.*snap\/db/,
  },
  {
    args: ["--data-dir=broken-store", ...free],
    code: 1,
    where: "discovery",
    text: /kvorum\.mdb at offset \d+\)$/,
  },
  { args: ["--data-dir=broken-log", ...free], code: 1, where: "discovery", text: /member\/wal/ },
  {
    args: ["--wal-dir=a-file", "--data-dir=fresh1", ...free],
    code: 1,
    where: "discovery",
    text: /a-file.*not a directory/,
  },
  {
    args: [
      "--data-dir=fresh2",
      "--listen-client-urls=http://127.0.0.1:99999",
      "--advertise-client-urls=http://127.0.0.1:1",
    ],
    code: 1,
    where: "discovery",
    text: /^listen tcp: address 99999: invalid port$/,
  },
  {
    args: [
      "--data-dir=fresh3",
      "--listen-client-urls=http://192.0.2.1:2379",
      "--advertise-client-urls=http://127.0.0.1:1",
      "--listen-peer-urls=http://127.0.0.1:0",
    ],
    code: 1,
    where: "discovery",
    text: /^listen tcp 192\.0\.2\.1:2379: bind: cannot assign requested address$/,
  },
];

/** Files and directories that the rows name. */
function furnish(root: string): void {
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  put("a-file", "x");
  put("broken.yml", "name: [\n\t: : :\n");
  put("wrong-type.yml", "heartbeat-interval: soon\n");
  put("with-proxy/proxy/cluster", "{}");
  put("with-both/proxy/cluster", "{}");
  put("with-both/member/x", "");
  put("of-go/member/snap/db", "\0".repeat(8192));
  put("of-go/member/wal/0000000000000000-0000000000000000.wal", "\0".repeat(64));
  put("broken-store/member/snap/kvorum.mdb", "this is no store".repeat(600));
  put("broken-log/member/wal/0000000000000000-0000000000000000.wal", "this is no log".repeat(600));
}

test("wrong flags, variables, files and directories: etcd's exit codes and messages", {
  skip,
}, async () => {
  furnish(directory.path);
  const before = readFileSync(join(directory.path, "of-go/member/snap/db"));
  const wrong: string[] = [];
  await each(rows, async (row) => {
    const what = `${JSON.stringify(row.environment ?? {})} etcd ${row.args.join(" ")}`;
    const result = await run(row.args, row.environment);
    assertClean(result, what);
    const said = message(result.stderr, row.where);
    if (result.code !== row.code || said === null || !row.text.test(said)) {
      wrong.push(`${what}: ${result.code} ${said ?? result.stderr.slice(-500)}`);
    }
  });
  assert.deepEqual(wrong, []);
  assert.deepEqual(readFileSync(join(directory.path, "of-go/member/snap/db")), before);
  assert.deepEqual(readdirSync(join(directory.path, "of-go/member/snap")), ["db"]);
});

/** The one message that matters, from where it is due; null when it is not there. */
function message(stderr: string, where: Where): string | null {
  if (where === "usage") return stderr.split("\n")[0] ?? null;
  const lines = logLines(stderr);
  switch (where) {
    case "verify":
      return lines.find(({ msg }) => msg === "failed to verify flags")?.error ?? null;
    case "discovery":
      return (
        lines.find(({ level, msg }) => level === "fatal" && msg === "discovery failed")?.error ??
        null
      );
    default:
      return lines.find(({ level }) => level === "fatal" || level === "panic")?.msg ?? null;
  }
}

test("--help and --version answer whatever else is wrong", { skip }, async () => {
  const help = await run(["--help"]);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /--listen-client-urls/);
  const version = await run(["--version", "--heartbeat-interval=0"]);
  assert.equal(version.code, 0);
  assert.match(version.stdout, /^etcd Version: 3\.7\.1\n/);
  for (const result of [help, version]) assertClean(result, "help and version");
});

test("a port in use ends the start and leaves no data behind", { skip }, async () => {
  const occupied = createServer();
  await new Promise<void>((resolve) => occupied.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const { port } = occupied.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  for (const flags of [
    [
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      "--listen-peer-urls=http://127.0.0.1:0",
    ],
    [...free.slice(0, 2), `--listen-peer-urls=${url}`],
    [...free, `--listen-metrics-urls=${url}`],
  ]) {
    const result = await run(["--data-dir=port-in-use", ...flags]);
    assertClean(result, flags.join(" "));
    assert.equal(result.code, 1, result.stderr);
    assert.equal(
      message(result.stderr, "discovery"),
      `listen tcp 127.0.0.1:${port}: bind: address already in use`,
    );
    assert.ok(!readdirSync(directory.path).includes("port-in-use"));
  }
  await new Promise((resolve) => occupied.close(resolve));
});

test("a directory in use is left alone, and its member goes on", { skip }, async () => {
  await using member = await MemberProcess.start({ command: command! });
  using client = await RawClient.connect({ port: member.clientPort });
  await client.invoke("KV/Put", { key: Buffer.from("a"), value: Buffer.from("1") });
  const result = await run([`--data-dir=${member.dataDirectory}`, ...free]);
  assertClean(result, "directory in use");
  assert.equal(result.code, 1);
  assert.match(message(result.stderr, "discovery") ?? "", /lock/);
  await client.invoke("KV/Put", { key: Buffer.from("a"), value: Buffer.from("2") });
  client.close();
  await member.kill();
  await member.start();
  using again = await RawClient.connect({ port: member.clientPort });
  const found = await again.invoke<{ kvs: { value: Uint8Array }[] }>("KV/Range", {
    key: Buffer.from("a"),
  });
  assert.equal(Buffer.from(found.kvs[0]!.value).toString(), "2");
});

test("random flags and variables end the start cleanly, or serve", { skip }, async (t) => {
  t.diagnostic(`seed ${SEED}`);
  const random = new SeededRandom(SEED);
  const { stdout } = await run(["--help"]);
  const flags = [...new Set(stdout.match(/--[a-z0-9-]+/g) ?? [])].filter(
    // Those that make the process wait for others, or write elsewhere.
    (name) =>
      !/^--(discovery|initial-cluster|data-dir|wal-dir|listen|advertise|help|log-output)/.test(
        name,
      ),
  );
  assert.ok(flags.length > 40, `only ${flags.length} flags in the help`);
  const runs = Array.from({ length: RANDOM_RUNS }, (_, i) => {
    const args = [`--data-dir=random-${i}`, ...free];
    const environment: Record<string, string> = {};
    for (let left = 1 + random.below(4); left > 0; left--) {
      const name = random.pick(flags);
      const value = randomText(random);
      if (random.chance(1, 4)) {
        environment[`ETCD_${name.slice(2).replaceAll("-", "_").toUpperCase()}`] = value;
      } else args.push(random.chance(1, 3) ? name : `${name}=${value}`);
    }
    return { args, environment };
  });
  const outcomes = new Map<string, number>();
  await each(runs, async ({ args, environment }) => {
    const what = `${JSON.stringify(environment)} etcd ${JSON.stringify(args)}`;
    const result = await run(args, environment);
    assertClean(result, what);
    const outcome = result.served ? "served" : `exit ${result.code}`;
    assert.match(outcome, /^(served|exit [012])$/, `${what}: ${result.signal} ${result.stderr}`);
    assert.ok(result.served || result.stderr.length > 0, `${what}: not a word`);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  });
  t.diagnostic(JSON.stringify(Object.fromEntries(outcomes)));
});

function randomText(random: SeededRandom): string {
  const corner = random.pick([
    ...["", "0", "1", "-1", "true", "5s", "1e9", "0x10", "18446744073709551615", "9".repeat(40)],
    ...["{}", "[]", "*", ",,,", "a=b,c", "http://", "http://127.0.0.1:0", "unix:///x:0", "\t", "ü"],
    ...["none", "%00", "../../x", "a".repeat(5_000), "TLS1.3", "periodic", "revision", "debug"],
  ]);
  return random.chance(1, 6) ? corner + random.below(1000) : corner;
}

/** Runs a few at once, in order. */
async function each<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) await action(items[next++]!);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
