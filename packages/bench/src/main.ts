/**
 * The command line of the comparison (`npm run bench`): chooses servers and cases, runs them, and
 * prints or writes the tables.
 */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  findProgram,
  kvorumServer,
  referenceServer,
  repositoryRoot,
  type ServerCommand,
} from "@kvorum/testkit";
import {
  type BenchCase,
  type ClusterCase,
  catchUpCases,
  clusterReadCases,
  clusterWriteCases,
  h2loadClusterCases,
  h2loadReadCases,
  h2loadWriteCases,
  MEMORY_CASE,
  readCases,
  writeCases,
} from "./bench-cases.ts";
import { compareCatchUp, compareClusters } from "./cluster-comparison.ts";
import { benchFlags, compareLoad, compareMemory } from "./comparison.ts";
import { type ReportInput, renderTables, summarizeCases } from "./report.ts";

const USAGE = `Usage: npm run bench -- [options]

Measures Kvorum and the etcd on PATH side by side.

  --quick             tiny store, one short round (a check that all works, not a measurement)
  --case TEXT         only cases whose name contains TEXT; may be given several times
                      (${allCaseNames().join(", ")});
                      a text with "cluster" in it chooses among the three-member cases
  --rounds N          rounds of each case, servers in alternating order (default 3)
  --seconds N         measured time of each case and round (default 5)
  --keys N            keys in the store of the load cases (default 100000)
  --catch-up-entries N
                      entries that a member misses in the catch-up cases (default 500000)
  --memory-keys N     keys of the memory case (default 1000000)
  --server NAME       kvorum, etcd, or NAME=PATH of another etcd; may be given several times
                      (default kvorum and etcd)
  --h2load            also fixed-key cases with nghttp2's h2load
  --directory PATH    where the data directories go (default: the temporary directory)
  --seed N            seed of keys and values (default 1)
  --json              print everything as JSON on standard output, progress on standard error
  --report FILE       also write the page with machine and tables; docs/benchmarks.md is written
                      by a full run of both servers
  --no-report         write no page
  --help
`;

function allCaseNames(): string[] {
  return [
    ...[...readCases, ...writeCases].map((one) => one.name),
    MEMORY_CASE,
    ...[...clusterReadCases, ...clusterWriteCases].map((one) => one.load.name),
    ...catchUpCases.map((one) => one.name),
  ];
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      case: { type: "string", multiple: true, default: [] },
      rounds: { type: "string" },
      seconds: { type: "string" },
      keys: { type: "string" },
      "memory-keys": { type: "string" },
      "catch-up-entries": { type: "string" },
      server: { type: "string", multiple: true, default: [] },
      h2load: { type: "boolean", default: false },
      directory: { type: "string" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      report: { type: "string" },
      "no-report": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    allowPositionals: false,
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const quick = values.quick;
  const log = (line: string): void => {
    (values.json ? process.stderr : process.stdout).write(`${line}\n`);
  };
  const servers = chooseServers(values.server);
  // "put" means the case of one member; whoever wants a cluster's says so.
  const wanted = (name: string): boolean =>
    values.case.length === 0 ||
    values.case.some(
      (text) => name.includes(text) && /cluster/.test(name) === /cluster/.test(text),
    );
  const select = (cases: readonly BenchCase[]): BenchCase[] =>
    cases.filter((one) => wanted(one.name));
  const chosenReads = select([...readCases, ...(values.h2load ? h2loadReadCases : [])]);
  const chosenWrites = select([...writeCases, ...(values.h2load ? h2loadWriteCases : [])]);
  const selectCluster = (cases: readonly ClusterCase[]): ClusterCase[] =>
    cases.filter((one) => wanted(one.load.name));
  const h2loadCluster = values.h2load ? h2loadClusterCases : { reads: [], writes: [] };
  const clusterReads = selectCluster([...clusterReadCases, ...h2loadCluster.reads]);
  const clusterWrites = selectCluster([...clusterWriteCases, ...h2loadCluster.writes]);
  const chosenCatchUps = catchUpCases.filter((one) => wanted(one.name));
  const loadsCount = chosenReads.length + chosenWrites.length;
  const clustersCount = clusterReads.length + clusterWrites.length + chosenCatchUps.length;
  if (loadsCount + clustersCount === 0 && !wanted(MEMORY_CASE)) {
    throw new Error(`no case matches ${values.case.join(", ")}`);
  }
  const shared = {
    servers,
    valueBytes: 256,
    seed: positive("seed", values.seed),
    directory: values.directory ?? null,
    log,
  };
  const load = {
    ...shared,
    rounds: positive("rounds", values.rounds ?? (quick ? "1" : "3")),
    warmUpMs: quick ? 200 : 1000,
    durationMs: 1000 * positive("seconds", values.seconds ?? (quick ? "1" : "5")),
    keysCount: positive("keys", values.keys ?? (quick ? "10000" : "100000")),
    watchPuts: quick ? 100 : 500,
    h2load: findProgram("h2load"),
  };
  const measurements =
    loadsCount === 0
      ? []
      : await compareLoad({ ...load, readCases: chosenReads, writeCases: chosenWrites });
  if (clusterReads.length + clusterWrites.length > 0) {
    measurements.push(
      ...(await compareClusters({ ...load, readCases: clusterReads, writeCases: clusterWrites })),
    );
  }
  const catchUps =
    chosenCatchUps.length === 0
      ? []
      : await compareCatchUp({
          ...shared,
          cases: chosenCatchUps,
          rounds: positive("rounds", values.rounds ?? "1"),
          entries: positive(
            "catch-up-entries",
            values["catch-up-entries"] ?? (quick ? "20000" : "500000"),
          ),
        });
  const memory = wanted(MEMORY_CASE)
    ? await compareMemory({
        ...shared,
        keysCount: positive("memory-keys", values["memory-keys"] ?? (quick ? "20000" : "1000000")),
      })
    : [];
  const input: ReportInput = {
    measurements,
    memory,
    catchUps,
    servers: servers.map((one) => one.label),
  };
  const machine = describeMachine(servers);
  if (values.json) {
    const cases = summarizeCases(measurements);
    process.stdout.write(
      `${JSON.stringify({ machine, cases, memory, catchUps, measurements }, null, 2)}\n`,
    );
  } else {
    process.stdout.write(`\n${renderTables(input)}\n`);
  }
  const isFull = !quick && values.case.length === 0 && values.server.length === 0;
  const reportFile = values.report ?? (isFull ? join(repositoryRoot, "docs/benchmarks.md") : null);
  if (reportFile !== null && !values["no-report"]) {
    writeFileSync(reportFile, renderPage(input, { machine, args }));
    log(`wrote ${reportFile}`);
  }
}

function chooseServers(wanted: readonly string[]): ServerCommand[] {
  const names = wanted.length === 0 ? ["kvorum", "etcd"] : wanted;
  return names.map((name) => {
    const [label, path] = name.split("=", 2) as [string, string | undefined];
    if (path !== undefined) {
      const program = findProgram(path);
      if (program === null) throw new Error(`no program ${path}`);
      return { label, argv: [program], isKvorum: false };
    }
    if (label === "kvorum") {
      const server = kvorumServer();
      if (server === null) throw new Error("packages/server is not built: run npm run build");
      return server;
    }
    if (label === "etcd") {
      const server = referenceServer();
      if (server === null) throw new Error("there is no etcd on PATH to compare with");
      return server;
    }
    throw new Error(`--server ${name}: kvorum, etcd, or NAME=PATH`);
  });
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`--${name} ${text}: a positive whole number is wanted`);
  }
  return value;
}

interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  readonly commit: string;
  readonly date: string;
  readonly servers: readonly { readonly label: string; readonly version: string }[];
}

function describeMachine(servers: readonly ServerCommand[]): Machine {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    commit: gitCommit(),
    date: new Date().toISOString().slice(0, 10),
    servers: servers.map((server) => ({ label: server.label, version: versionOf(server) })),
  };
}

/** The first line that `--version` prints. */
function versionOf(server: ServerCommand): string {
  const [program, ...args] = server.argv;
  try {
    const output = execFileSync(program, [...args, "--version"], { encoding: "utf8" });
    return output.split("\n", 1)[0]!.trim();
  } catch (error) {
    return `version unknown (${error instanceof Error ? error.message.split("\n", 1)[0] : String(error)})`;
  }
}

function gitCommit(): string {
  try {
    const head = readFileSync(join(repositoryRoot, ".git/HEAD"), "utf8").trim();
    const reference = /^ref: (.*)$/.exec(head);
    const hash =
      reference === null ? head : readFileSync(join(repositoryRoot, ".git", reference[1]!), "utf8");
    return hash.trim().slice(0, 12);
  } catch {
    return "unknown";
  }
}

function renderPage(input: ReportInput, about: { machine: Machine; args: string[] }): string {
  const { machine } = about;
  const versions = machine.servers.map((one) => `- ${one.label}: ${one.version}`).join("\n");
  return `# Benchmarks

Kvorum and etcd side by side: one member each, one at a time, on the same machine and disk with the
same flags and the same client, fsync on. Written by \`npm run bench\`; do not edit the figures.

- Date: ${machine.date}, commit ${machine.commit}
- Machine: ${machine.cores} cores of ${machine.cpu}, ${(machine.memoryBytes / 1e9).toFixed(0)} GB, Linux ${machine.kernel}, Node ${machine.node}
- Command: \`npm run bench${shownArguments(about.args)}\`
- Flags of both members: \`${benchFlags.join(" ")}\`
${versions}

A case is named for its operation and for connections x concurrent calls on each. Values have 256
bytes, keys are random. "range" is a linearizable read of one key, "page" a read of 100 keys. A
watch case counts events: 1,000 watchers on one prefix, on 100 or 1,000 connections. Of the rounds
the median counts. A ratio above 1 means that ${input.servers[0]} is better; the client shares the
machine's cores with the member.

${renderTables(input)}

What is measured, and why reads come before writes: \`packages/bench/README.md\`.
`;
}

/** The arguments as one would type them, without those that name places of this machine. */
function shownArguments(args: readonly string[]): string {
  const shown: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--report" || arg === "--directory") i++;
    else if (!/^--(report|directory)=/.test(arg)) shown.push(/\s/.test(arg) ? `"${arg}"` : arg);
  }
  return shown.length === 0 ? "" : ` -- ${shown.join(" ")}`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
