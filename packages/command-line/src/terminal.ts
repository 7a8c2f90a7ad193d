/**
 * What a command sees of the process around it. Tests put a scripted one here; the real one is in
 * process-terminal.ts.
 */

export interface ChildResult {
  /** Exit code, or null when a signal ended it. */
  readonly code: number | null;
  /** Such as `SIGKILL`; null when it exited. */
  readonly signal: string | null;
  /** Why it could not be started; null when it was. */
  readonly startError: string | null;
}

export interface Terminal {
  readonly env: { readonly [name: string]: string | undefined };
  /** Names in the order in which the environment lists them. */
  readonly envNames: readonly string[];
  /** Writes before it returns. */
  writeOut(data: string | Uint8Array): void;
  writeError(text: string): void;
  /** Whatever stdin still holds, to its end. */
  readInput(): Uint8Array;
  /** One line of stdin with its newline; null when the input ends before one is complete. */
  readLine(): string | null;
  /** Lines of stdin without blocking the program; ends with the input, an unfinished line dropped. */
  inputLines(): AsyncIterable<string>;
  /** A line of stdin that is not shown while typed; null at the end of the input. */
  readSecret(): Promise<string | null>;
  sleep(milliseconds: number): Promise<void>;
  /** Nanoseconds since an arbitrary start. */
  monotonicNs(): bigint;
  /** Milliseconds since the epoch. */
  wallMs(): number;
  /** Runs a program to its end: its output goes where ours does, its stdin is empty. */
  runChild(
    command: readonly [string, ...string[]],
    env: { readonly [name: string]: string },
  ): Promise<ChildResult>;
  /** Calls back on SIGINT and SIGTERM instead of dying of them; the result undoes that. */
  onInterrupt(callback: (signal: "SIGINT" | "SIGTERM") => void): () => void;
}
