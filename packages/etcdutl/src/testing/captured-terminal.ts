/** A terminal for tests that keeps what is written to it. Input there is none. */

import type { ChildResult, Terminal } from "@kvorum/command-line";

export class CapturedTerminal implements Terminal {
  readonly env: { readonly [name: string]: string | undefined } = {};
  readonly envNames: readonly string[] = [];
  stdout = "";
  stderr = "";

  writeOut(data: string | Uint8Array): void {
    this.stdout += typeof data === "string" ? data : new TextDecoder().decode(data);
  }

  writeError(text: string): void {
    this.stderr += text;
  }

  readInput(): Uint8Array {
    return new Uint8Array(0);
  }

  readLine(): string | null {
    return null;
  }

  async *inputLines(): AsyncIterable<string> {}

  readSecret(): Promise<string | null> {
    return Promise.resolve(null);
  }

  sleep(): Promise<void> {
    return Promise.resolve();
  }

  monotonicNs(): bigint {
    return 0n;
  }

  wallMs(): number {
    return Date.UTC(2026, 10, 20, 9, 52, 24, 123);
  }

  runChild(): Promise<ChildResult> {
    return Promise.reject(new Error("etcdutl runs no other program"));
  }

  onInterrupt(): () => void {
    return () => {};
  }
}
