/**
 * What happened in a run, folded into one hash: two runs of a seed must give the same. The lines
 * themselves are made only where somebody reads them.
 */

export type TraceReader = (timeMs: number, line: string) => void;

export class Trace {
  #high = 0x811c9dc5;
  #low = 0x01000193;
  linesCount = 0;
  readonly #reader: TraceReader | null;

  constructor(reader: TraceReader | null) {
    this.#reader = reader;
  }

  note(timeMs: number, line: string): void {
    this.linesCount++;
    let high = this.#high ^ Math.floor(timeMs * 1024);
    let low = this.#low;
    for (let i = 0; i < line.length; i++) {
      const code = line.charCodeAt(i);
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul(low + code, 0x9e3779b1) ^ (high >>> 15);
    }
    this.#high = high;
    this.#low = low;
    this.#reader?.(timeMs, line);
  }

  /** 16 hexadecimal digits. */
  get hash(): string {
    return hex(this.#high) + hex(this.#low);
  }
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
