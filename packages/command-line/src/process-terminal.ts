/**
 * The terminal of a real process. Writes go straight to the descriptors and are complete when they
 * return, so that the program may exit at any time; a reader that went away ends the program as
 * SIGPIPE would.
 */

import { readFileSync, readSync, writeSync } from "node:fs";
import { bytesToText } from "./byte-text.ts";
import type { ChildResult, Terminal } from "./terminal.ts";

const READ_CHUNK_BYTES = 4096;
const SIGPIPE_EXIT_CODE = 141;
const NEWLINE = 10;

/** Pauses this thread: the descriptor is in non-blocking mode and has nothing, or no room. */
function waitForDescriptor(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code;
}

function writeAll(descriptor: number, data: string | Uint8Array): void {
  let bytes = typeof data === "string" ? Buffer.from(data) : data;
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes));
    } catch (error) {
      if (isErrno(error, "EAGAIN")) waitForDescriptor();
      else if (isErrno(error, "EPIPE")) process.exit(SIGPIPE_EXIT_CODE);
      else throw error;
    }
  }
}

/** Up to `length` bytes of stdin; empty at its end. */
function readChunk(length: number): Uint8Array {
  const chunk = new Uint8Array(length);
  for (;;) {
    try {
      return chunk.subarray(0, readSync(0, chunk, 0, length, null));
    } catch (error) {
      if (isErrno(error, "EAGAIN")) waitForDescriptor();
      else if (isErrno(error, "EOF")) return chunk.subarray(0, 0);
      else throw error;
    }
  }
}

/**
 * The arguments with every byte kept: Node decodes them as UTF-8 and cannot give the original
 * back, the kernel can. Only asked when something was lost.
 */
export function processArguments(): string[] {
  const decoded = process.argv.slice(2);
  if (!decoded.some((argument) => argument.includes("\ufffd"))) return decoded;
  let raw: Uint8Array;
  try {
    raw = readFileSync("/proc/self/cmdline");
  } catch {
    return decoded; // No such file on this system: the replaced characters are all there is.
  }
  const all: string[] = [];
  for (let start = 0; start < raw.length; ) {
    const end = raw.indexOf(0, start);
    all.push(bytesToText(raw.subarray(start, end < 0 ? raw.length : end)));
    start = (end < 0 ? raw.length : end) + 1;
  }
  return all.slice(all.length - decoded.length);
}

export class ProcessTerminal implements Terminal {
  readonly env = process.env;
  readonly envNames: readonly string[] = Object.keys(process.env);
  /** What was read from stdin beyond the last line. */
  #buffered: Uint8Array = new Uint8Array(0);

  writeOut(data: string | Uint8Array): void {
    writeAll(1, data);
  }

  writeError(text: string): void {
    writeAll(2, text);
  }

  readInput(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (;;) {
      const chunk = readChunk(1 << 16);
      if (chunk.length === 0) return Buffer.concat(parts);
      parts.push(chunk);
    }
  }

  readLine(): string | null {
    let searched = 0;
    for (;;) {
      const newline = this.#buffered.indexOf(NEWLINE, searched);
      if (newline >= 0) {
        const line = this.#buffered.subarray(0, newline + 1);
        this.#buffered = this.#buffered.subarray(newline + 1);
        return bytesToText(line);
      }
      searched = this.#buffered.length;
      const chunk = readChunk(READ_CHUNK_BYTES);
      if (chunk.length === 0) return null;
      this.#buffered = Buffer.concat([this.#buffered, chunk]);
    }
  }

  async *inputLines(): AsyncIterable<string> {
    let buffered: Uint8Array = new Uint8Array(0);
    for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
      buffered = Buffer.concat([buffered, chunk]);
      for (;;) {
        const newline = buffered.indexOf(NEWLINE);
        if (newline < 0) break;
        yield bytesToText(buffered.subarray(0, newline));
        buffered = buffered.subarray(newline + 1);
      }
    }
  }

  async readSecret(): Promise<string | null> {
    if (!process.stdin.isTTY) {
      const line = this.readLine();
      if (line !== null) return line.replace(/\r?\n$/, "");
      const rest = bytesToText(this.#buffered);
      this.#buffered = new Uint8Array(0);
      return rest === "" ? null : rest;
    }
    return await readHidden();
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, milliseconds);
    });
  }

  monotonicNs(): bigint {
    return process.hrtime.bigint();
  }

  wallMs(): number {
    return Date.now();
  }

  async runChild(
    command: readonly [string, ...string[]],
    env: { readonly [name: string]: string },
  ): Promise<ChildResult> {
    const { spawn } = await import("node:child_process");
    return await new Promise((resolve) => {
      const child = spawn(command[0], command.slice(1), {
        stdio: ["ignore", "inherit", "inherit"],
        env,
      });
      child.on("error", (error) => {
        const notFound = (error as NodeJS.ErrnoException).code === "ENOENT";
        const startError = notFound
          ? command[0].includes("/")
            ? `fork/exec ${command[0]}: no such file or directory`
            : `exec: ${JSON.stringify(command[0])}: executable file not found in $PATH`
          : `fork/exec ${command[0]}: ${(error as NodeJS.ErrnoException).code === "EACCES" ? "permission denied" : error.message}`;
        resolve({ code: null, signal: null, startError });
      });
      child.on("close", (code, signal) => resolve({ code, signal, startError: null }));
    });
  }

  onInterrupt(callback: (signal: "SIGINT" | "SIGTERM") => void): () => void {
    const onInt = () => callback("SIGINT");
    const onTerm = () => callback("SIGTERM");
    process.on("SIGINT", onInt);
    process.on("SIGTERM", onTerm);
    return () => {
      process.off("SIGINT", onInt);
      process.off("SIGTERM", onTerm);
    };
  }
}

/** A line from a keyboard that is not echoed; null when input ends (Ctrl-D on an empty line). */
function readHidden(): Promise<string | null> {
  const input = process.stdin;
  input.setRawMode(true);
  input.resume();
  return new Promise((resolve) => {
    let typed: number[] = [];
    const finish = (result: string | null) => {
      input.off("data", onData);
      input.setRawMode(false);
      input.pause();
      resolve(result);
    };
    const onData = (chunk: Uint8Array) => {
      for (const byte of chunk) {
        if (byte === NEWLINE || byte === 13) return finish(bytesToText(Uint8Array.from(typed)));
        if (byte === 4)
          return finish(typed.length === 0 ? null : bytesToText(Uint8Array.from(typed)));
        if (byte === 3) {
          input.setRawMode(false);
          process.kill(process.pid, "SIGINT");
          return;
        }
        if (byte === 8 || byte === 127) {
          // Take back a whole character: its continuation bytes and its first one.
          while (typed.length > 0 && (typed.pop()! & 0xc0) === 0x80);
        } else typed = [...typed, byte];
      }
    };
    input.on("data", onData);
  });
}
