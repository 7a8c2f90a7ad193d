/** Memory and CPU of a running process, from /proc. Linux only: null elsewhere. */

import { readFileSync } from "node:fs";

export interface ProcessUsage {
  /** All resident pages, those of mapped files included. */
  readonly residentBytes: number;
  /** Resident pages that no file backs: what the kernel cannot drop. */
  readonly anonymousBytes: number;
  /** User and system time since the start. */
  readonly cpuMs: number;
}

/** Clock ticks of /proc are a hundredth of a second on every Linux that Node runs on. */
const TICK_MS = 10;

export function processUsage(pid: number): ProcessUsage | null {
  let status: string;
  let stat: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, "latin1");
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return null;
  }
  // The command name is in parentheses and may hold spaces; the fields after it are fixed.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return {
    residentBytes: kibibytes(status, "VmRSS"),
    anonymousBytes: kibibytes(status, "RssAnon"),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
  };
}

/** How many files this process and its children may open. */
export function openFilesLimit(): number {
  try {
    const limits = readFileSync("/proc/self/limits", "latin1");
    const match = /^Max open files\s+(\d+|unlimited)/m.exec(limits);
    if (match === null || match[1] === "unlimited") return Number.MAX_SAFE_INTEGER;
    return Number(match[1]);
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}

function kibibytes(status: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status);
  return match === null ? 0 : Number(match[1]) * 1024;
}
