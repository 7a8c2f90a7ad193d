/**
 * Measurements as a table. Of each case's rounds the median counts, of throughput and of latency
 * apart; a ratio above 1 always means that the first server is better.
 */

import type { CatchUpMeasurement } from "./cluster-comparison.ts";
import type { Measurement, MemoryMeasurement } from "./comparison.ts";

export interface ReportInput {
  readonly measurements: readonly Measurement[];
  readonly memory: readonly MemoryMeasurement[];
  readonly catchUps: readonly CatchUpMeasurement[];
  /** Labels in the order of the columns. */
  readonly servers: readonly string[];
}

export interface CaseSummary {
  readonly caseName: string;
  readonly server: string;
  readonly rounds: number;
  readonly perSecond: number;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly maxUs: number;
  readonly serverCpuUs: number;
  readonly clientCpuUs: number;
}

export function summarizeCases(measurements: readonly Measurement[]): CaseSummary[] {
  const groups = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const key = `${measurement.caseName}\0${measurement.server}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [measurement]);
    else group.push(measurement);
  }
  return [...groups.values()].map((group) => ({
    caseName: group[0]!.caseName,
    server: group[0]!.server,
    rounds: group.length,
    perSecond: median(group.map((one) => one.load.perSecond)),
    p50Us: median(group.map((one) => one.load.p50Us)),
    p99Us: median(group.map((one) => one.load.p99Us)),
    maxUs: median(group.map((one) => one.load.maxUs)),
    serverCpuUs: median(group.map((one) => one.serverCpuUs)),
    clientCpuUs: median(group.map((one) => one.load.clientCpuUs)),
  }));
}

/** Tables in Markdown, readable in a terminal too. */
export function renderTables(input: ReportInput): string {
  const parts: string[] = [];
  if (input.measurements.length > 0) parts.push(loadTable(input));
  if (input.memory.length > 0) parts.push(memoryTable(input));
  if (input.catchUps.length > 0) parts.push(catchUpTable(input));
  return parts.join("\n\n");
}

function loadTable(input: ReportInput): string {
  const summaries = summarizeCases(input.measurements);
  const [first, second] = input.servers;
  const names = [...new Set(summaries.map((summary) => summary.caseName))];
  const header = ["case"];
  for (const server of input.servers) header.push(`${server} /s`);
  if (second !== undefined) header.push("ratio");
  for (const server of input.servers) header.push(`${server} p50 ms`);
  for (const server of input.servers) header.push(`${server} p99 ms`);
  if (second !== undefined) header.push("p99 ratio");
  for (const server of input.servers) header.push(`${server} max ms`);
  for (const server of input.servers) header.push(`${server} CPU us`);
  const rows = names.map((name) => {
    const of = (server: string | undefined): CaseSummary | undefined =>
      summaries.find((summary) => summary.caseName === name && summary.server === server);
    const row = [name];
    for (const server of input.servers) row.push(thousands(of(server)?.perSecond));
    if (second !== undefined) row.push(ratio(of(first)?.perSecond, of(second)?.perSecond));
    for (const server of input.servers) row.push(milliseconds(of(server)?.p50Us));
    for (const server of input.servers) row.push(milliseconds(of(server)?.p99Us));
    if (second !== undefined) row.push(ratio(of(second)?.p99Us, of(first)?.p99Us));
    for (const server of input.servers) row.push(milliseconds(of(server)?.maxUs));
    for (const server of input.servers) row.push(of(server)?.serverCpuUs.toFixed(1) ?? "-");
    return row;
  });
  return table(header, rows);
}

function memoryTable(input: ReportInput): string {
  const [first, second] = input.servers;
  const of = (server: string | undefined): MemoryMeasurement | undefined =>
    input.memory.find((one) => one.server === server);
  const header = [`${input.memory[0]!.keysCount} keys`, ...input.servers];
  if (second !== undefined) header.push("ratio");
  const lines: readonly (readonly [
    string,
    (one: MemoryMeasurement) => number,
    (value: number | undefined) => string,
    "more" | "less",
  ])[] = [
    ["filled, keys/s", (one) => one.fillPerSecond, thousands, "more"],
    ["filled, resident MB", (one) => one.filled.residentBytes, megabytes, "less"],
    ["filled, anonymous MB", (one) => one.filled.anonymousBytes, megabytes, "less"],
    ["restarted, resident MB", (one) => one.restarted.residentBytes, megabytes, "less"],
    ["restarted, anonymous MB", (one) => one.restarted.anonymousBytes, megabytes, "less"],
    ["start to healthy, ms", (one) => one.startMs, thousands, "less"],
  ];
  const rows = lines.map(([name, value, format, better]) => {
    const values = input.servers.map((server) => {
      const one = of(server);
      return one === undefined ? undefined : value(one);
    });
    const row = [name, ...values.map(format)];
    if (second !== undefined) {
      const a = first === undefined ? undefined : values[0];
      row.push(better === "more" ? ratio(a, values[1]) : ratio(values[1], a));
    }
    return row;
  });
  return table(header, rows);
}

function catchUpTable(input: ReportInput): string {
  const [first, second] = input.servers;
  const header = ["member that missed entries", "entries"];
  for (const server of input.servers) header.push(`${server} ms`);
  if (second !== undefined) header.push("ratio");
  for (const server of input.servers) header.push(`${server} writing /s`);
  const names = [...new Set(input.catchUps.map((one) => one.caseName))];
  const rows = names.map((name) => {
    const of = (server: string | undefined): CatchUpMeasurement[] =>
      input.catchUps.filter((one) => one.caseName === name && one.server === server);
    const medianOf = (
      server: string | undefined,
      figure: (one: CatchUpMeasurement) => number,
    ): number | undefined => {
      const all = of(server);
      return all.length === 0 ? undefined : median(all.map(figure));
    };
    const row = [name, thousands(input.catchUps.find((one) => one.caseName === name)?.entries)];
    const tookMs = (server: string | undefined): number | undefined =>
      medianOf(server, (one) => one.elapsedMs);
    for (const server of input.servers) row.push(thousands(tookMs(server)));
    if (second !== undefined) row.push(ratio(tookMs(second), tookMs(first)));
    for (const server of input.servers) {
      row.push(thousands(medianOf(server, (one) => one.writesPerSecond)));
    }
    return row;
  });
  return table(header, rows);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" | ")} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function ratio(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined || b === 0 ? "-" : (a / b).toFixed(2);
}

function thousands(value: number | undefined): string {
  return value === undefined ? "-" : Math.round(value).toLocaleString("en-US");
}

function milliseconds(us: number | undefined): string {
  if (us === undefined) return "-";
  return us < 10_000 ? (us / 1000).toFixed(2) : (us / 1000).toFixed(1);
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? "-" : (bytes / 1e6).toFixed(0);
}
