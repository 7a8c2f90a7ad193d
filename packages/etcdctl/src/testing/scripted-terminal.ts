/** A terminal for tests: fixed input and environment, everything written is kept. */

import { concatBytes, utf8ToBytes } from "@kvorum/base";
import { bytesToText, type ChildResult, type Terminal } from "@kvorum/command-line";
import { run } from "../run.ts";

export class ScriptedTerminal implements Terminal {
  readonly env: { readonly [name: string]: string | undefined };
  readonly envNames: readonly string[];
  readonly slept: number[] = [];
  #input: Uint8Array;
  #out: Uint8Array[] = [];
  #error = "";
  #nowNs = 0n;

  constructor(options: { input?: string; env?: { readonly [name: string]: string } } = {}) {
    this.#input = utf8ToBytes(options.input ?? "");
    this.env = options.env ?? {};
    this.envNames = Object.keys(this.env);
  }

  get stdout(): string {
    return new TextDecoder().decode(concatBytes(this.#out));
  }

  get stderr(): string {
    return this.#error;
  }

  writeOut(data: string | Uint8Array): void {
    this.#out.push(typeof data === "string" ? utf8ToBytes(data) : data);
  }

  writeError(text: string): void {
    this.#error += text;
  }

  readInput(): Uint8Array {
    const all = this.#input;
    this.#input = new Uint8Array(0);
    return all;
  }

  readLine(): string | null {
    const newline = this.#input.indexOf(10);
    if (newline < 0) return null;
    const line = bytesToText(this.#input.subarray(0, newline + 1));
    this.#input = this.#input.subarray(newline + 1);
    return line;
  }

  async *inputLines(): AsyncIterable<string> {
    for (let line = this.readLine(); line !== null; line = this.readLine()) {
      yield line.slice(0, -1);
    }
  }

  readSecret(): Promise<string | null> {
    const line = this.readLine();
    return Promise.resolve(line === null ? null : line.slice(0, -1));
  }

  sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    return Promise.resolve();
  }

  monotonicNs(): bigint {
    this.#nowNs += 1_000_000n;
    return this.#nowNs;
  }

  wallMs(): number {
    return 0;
  }

  runChild(): Promise<ChildResult> {
    return Promise.resolve({ code: 0, signal: null, startError: null });
  }

  onInterrupt(): () => void {
    return () => {};
  }
}

/** Runs one command line that needs no server. */
export async function runWords(
  words: readonly string[],
  options: { input?: string; env?: { readonly [name: string]: string } } = {},
): Promise<{ exit: number; stdout: string; stderr: string; terminal: ScriptedTerminal }> {
  const terminal = new ScriptedTerminal(options);
  const exit = await run(words, terminal);
  return { exit, stdout: terminal.stdout, stderr: terminal.stderr, terminal };
}
