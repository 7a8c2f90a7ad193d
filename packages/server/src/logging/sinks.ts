/**
 * Where log lines go: a file descriptor (stderr, stdout, an appended file), or nowhere.
 *
 * Writing is synchronous, so that the line which explains a crash is out before it. An output
 * that is busy (a full pipe in non-blocking mode) holds lines back up to a bound, then drops and
 * counts them; one that fails drops and counts. Nothing here throws after construction.
 */

import { closeSync, openSync, writeSync } from "node:fs";
import type { TimerHandle, Timers } from "@kvorum/base";

export interface LogSink {
  /** Takes one or more whole lines. Never throws. */
  write(lines: string): void;
  /** Waits until held-back lines are out, at most FLUSH_LIMIT_MS. */
  flush(): void;
  /** Flushes and lets go of the output. */
  close(): void;
}

/** Bytes held back for a busy output; what comes beyond is dropped and counted. */
const MAX_HELD_BYTES = 1024 * 1024;
const RETRY_MS = 10;
const FLUSH_LIMIT_MS = 1000;
const FLUSH_STEP_MS = 5;

/** Writes some of the bytes from `offset` on, and says how many. Throws the system's error. */
export type WriteBytes = (descriptor: number, bytes: Uint8Array, offset: number) => number;

export interface DescriptorSinkOptions {
  readonly descriptor: number;
  readonly timers: Timers;
  /** True: close() also closes the descriptor. */
  readonly owned: boolean;
  readonly writeBytes?: WriteBytes;
}

export class DescriptorSink implements LogSink {
  readonly #options: DescriptorSinkOptions;
  readonly #writeBytes: WriteBytes;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #retry: TimerHandle | null = null;
  #droppedLines = 0;
  #closed = false;

  constructor(options: DescriptorSinkOptions) {
    this.#options = options;
    this.#writeBytes =
      options.writeBytes ?? ((descriptor, bytes, offset) => writeSync(descriptor, bytes, offset));
  }

  /** Lines lost to a failing output or to the bound on held-back bytes. */
  get droppedLines(): number {
    return this.#droppedLines;
  }

  write(lines: string): void {
    if (this.#closed) return;
    const bytes = Buffer.from(lines, "utf8");
    if (this.#held.length > 0) this.#drain();
    const rest = this.#held.length > 0 ? bytes : this.#attempt(bytes);
    if (rest !== null) this.#hold(rest);
  }

  flush(): void {
    for (let waitedMs = 0; waitedMs < FLUSH_LIMIT_MS; waitedMs += FLUSH_STEP_MS) {
      this.#drain();
      if (this.#held.length === 0) return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FLUSH_STEP_MS);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.#retry?.cancel();
    this.#retry = null;
    this.#held = [];
    if (!this.#options.owned) return;
    try {
      closeSync(this.#options.descriptor);
    } catch {
      // The lines are out; a failed close loses nothing that anybody waits for.
    }
  }

  #drain(): void {
    while (this.#held.length > 0) {
      const first = this.#held[0]!;
      this.#heldBytes -= first.length;
      const rest = this.#attempt(first);
      if (rest === null) {
        this.#held.shift();
      } else {
        this.#held[0] = rest;
        this.#heldBytes += rest.length;
        break;
      }
    }
    this.#schedule();
  }

  /** Writes; what a busy output did not take comes back, null otherwise. */
  #attempt(bytes: Uint8Array): Uint8Array | null {
    let offset = 0;
    try {
      while (offset < bytes.length) {
        offset += this.#writeBytes(this.#options.descriptor, bytes, offset);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") return bytes.subarray(offset);
      this.#droppedLines++;
    }
    return null;
  }

  #hold(bytes: Uint8Array): void {
    if (this.#heldBytes + bytes.length > MAX_HELD_BYTES) {
      this.#droppedLines++;
    } else {
      this.#held.push(bytes);
      this.#heldBytes += bytes.length;
    }
    this.#schedule();
  }

  #schedule(): void {
    if (this.#held.length === 0 || this.#retry !== null) return;
    this.#retry = this.#options.timers.after(RETRY_MS, () => {
      this.#retry = null;
      this.#drain();
    });
  }
}

/** Opens a file for appending, mode 0666 less the umask. @throws the system's error. */
export function openLogFile(path: string, timers: Timers): DescriptorSink {
  return new DescriptorSink({ descriptor: openSync(path, "a", 0o666), timers, owned: true });
}

/** The sink behind /dev/null. */
export const discardSink: LogSink = {
  write(): void {},
  flush(): void {},
  close(): void {},
};
