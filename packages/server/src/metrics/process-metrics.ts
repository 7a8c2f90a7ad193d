/**
 * What the operating system and the runtime say about this process, read when somebody scrapes.
 * Metrics, section 10. Of Go's own families nothing is imitated; a few of Node's stand instead.
 *
 * The files are Linux's; elsewhere, or where one cannot be read, its metrics are left out.
 */

import { readdirSync, readFileSync } from "node:fs";
import type { MetricType } from "./exposition.ts";
import { Gauge } from "./instruments.ts";
import type { MetricsRegistry } from "./registry.ts";

/** Jiffies a second, as every Linux that Node runs on has it in /proc. */
const TICKS_PER_SECOND = 100;
/** What Go prints for a limit that is none: 2^64. */
const UNLIMITED = 2 ** 64;
const PAGE_BYTES = 4096;

/** The parts of the system that are read; tests give their own. */
export interface ProcessFiles {
  /** The text of a file; throws when it cannot be read. */
  readonly read: (path: string) => string;
  /** The number of entries of a directory; throws when it cannot be read. */
  readonly count: (path: string) => number;
}

export const linuxFiles: ProcessFiles = {
  read: (path) => readFileSync(path, "latin1"),
  count: (path) => readdirSync(path).length,
};

export interface ProcessFacts {
  readonly cpuSeconds: number;
  readonly startTimeSeconds: number;
  readonly residentBytes: number;
  readonly virtualBytes: number;
  readonly openFiles: number;
  readonly maxFiles: number;
  readonly maxVirtualBytes: number;
  readonly receivedBytes: number;
  readonly transmittedBytes: number;
}

/** Each fact that could be read; NaN for the others. */
export function readProcessFacts(files: ProcessFiles): ProcessFacts {
  const attempt = <T>(read: () => T, otherwise: T): T => {
    try {
      return read();
    } catch {
      return otherwise;
    }
  };
  // The process name, in parentheses, may hold blanks: fields are counted behind it.
  const stat = attempt(() => files.read("/proc/self/stat"), "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const numberAt = (position: number): number => Number(fields[position] ?? Number.NaN);
  const bootSeconds = Number(
    /^btime (\d+)/m.exec(attempt(() => files.read("/proc/stat"), ""))?.[1] ?? Number.NaN,
  );
  const limits = attempt(() => files.read("/proc/self/limits"), "");
  const network = attempt(() => readNetwork(files.read("/proc/self/net/dev")), [NaN, NaN] as const);
  return {
    cpuSeconds: (numberAt(11) + numberAt(12)) / TICKS_PER_SECOND,
    startTimeSeconds: bootSeconds + numberAt(19) / TICKS_PER_SECOND,
    virtualBytes: numberAt(20),
    residentBytes: numberAt(21) * PAGE_BYTES,
    // The directory's own descriptor, open while it is counted, is not one of ours.
    openFiles: attempt(() => files.count("/proc/self/fd") - 1, Number.NaN),
    maxFiles: limitOf(limits, "Max open files"),
    maxVirtualBytes: limitOf(limits, "Max address space"),
    receivedBytes: network[0],
    transmittedBytes: network[1],
  };
}

function limitOf(limits: string, name: string): number {
  const line = limits.split("\n").find((one) => one.startsWith(name));
  const soft = line?.slice(name.length).trim().split(/ +/)[0];
  return soft === "unlimited" ? UNLIMITED : Number(soft ?? Number.NaN);
}

/** Bytes received and transmitted over all interfaces. */
function readNetwork(text: string): readonly [number, number] {
  let received = 0;
  let transmitted = 0;
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon < 0) continue;
    const numbers = line
      .slice(colon + 1)
      .trim()
      .split(/ +/)
      .map(Number);
    received += numbers[0] ?? 0;
    transmitted += numbers[8] ?? 0;
  }
  return [received, transmitted];
}

const declarations: readonly (readonly [string, MetricType, string, keyof ProcessFacts])[] = [
  ["process_cpu_seconds_total", "counter", "CPU time, user and system.", "cpuSeconds"],
  ["process_start_time_seconds", "gauge", "Unix time of the start.", "startTimeSeconds"],
  ["process_resident_memory_bytes", "gauge", "Resident memory.", "residentBytes"],
  ["process_virtual_memory_bytes", "gauge", "Virtual memory.", "virtualBytes"],
  ["process_virtual_memory_max_bytes", "gauge", "Limit of virtual memory.", "maxVirtualBytes"],
  ["process_open_fds", "gauge", "Open file descriptors.", "openFiles"],
  ["process_max_fds", "gauge", "Limit of open file descriptors.", "maxFiles"],
  ["process_network_receive_bytes_total", "counter", "Bytes received.", "receivedBytes"],
  ["process_network_transmit_bytes_total", "counter", "Bytes sent.", "transmittedBytes"],
  ["os_fd_used", "gauge", "Used file descriptors.", "openFiles"],
  ["os_fd_limit", "gauge", "Limit of file descriptors.", "maxFiles"],
];

export function registerProcessMetrics(
  registry: MetricsRegistry,
  files: ProcessFiles = linuxFiles,
): void {
  let facts = readProcessFacts(files);
  let memory = process.memoryUsage();
  registry.onScrape(() => {
    facts = readProcessFacts(files);
    memory = process.memoryUsage();
  });
  for (const [name, type, help, fact] of declarations) {
    registry.add({
      name,
      type,
      help,
      writeSeries(output) {
        const value = facts[fact];
        if (!Number.isNaN(value)) output.sample(name, "", value);
      },
    });
  }
  const addMemory = (name: string, help: string, read: () => number): void => {
    const gauge = new Gauge();
    gauge.readFrom(read);
    registry.add({
      name,
      type: "gauge",
      help,
      writeSeries: (output) => output.instrument(name, "", gauge),
    });
  };
  addMemory("nodejs_heap_size_total_bytes", "Heap that the runtime holds.", () => memory.heapTotal);
  addMemory("nodejs_heap_size_used_bytes", "Heap in use.", () => memory.heapUsed);
  addMemory("nodejs_external_memory_bytes", "Memory outside the heap.", () => memory.external);
}
