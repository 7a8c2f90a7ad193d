/** What a load run measured, and how it prints: `check perf` and `check datascale`. */

export interface LoadReport {
  readonly operationsPerSecond: number;
  readonly slowestSeconds: number;
  readonly deviationSeconds: number;
  /** Failures by message. */
  readonly errors: ReadonlyMap<string, number>;
}

/** Collects latencies without keeping them. */
export class LoadRecorder {
  #count = 0;
  #sum = 0;
  #sumOfSquares = 0;
  #slowest = 0;
  readonly #errors = new Map<string, number>();

  get count(): number {
    return this.#count;
  }

  succeeded(seconds: number): void {
    this.#count++;
    this.#sum += seconds;
    this.#sumOfSquares += seconds * seconds;
    if (seconds > this.#slowest) this.#slowest = seconds;
  }

  failed(message: string): void {
    this.#errors.set(message, (this.#errors.get(message) ?? 0) + 1);
  }

  report(elapsedSeconds: number): LoadReport {
    const mean = this.#count === 0 ? 0 : this.#sum / this.#count;
    const variance = this.#count === 0 ? 0 : this.#sumOfSquares / this.#count - mean * mean;
    return {
      operationsPerSecond: elapsedSeconds > 0 ? this.#count / elapsedSeconds : 0,
      slowestSeconds: this.#slowest,
      deviationSeconds: Math.sqrt(Math.max(0, variance)),
      errors: this.#errors,
    };
  }
}

/** The lines about failed requests; empty when there were none. */
export function errorLines(errors: ReadonlyMap<string, number>): string[] {
  if (errors.size === 0) return [];
  const each = [...errors].map(([message, count]) => `FAIL: ERROR(${message}) -> ${count}`);
  return ["FAIL: too many errors", ...each];
}

const MIN_SHARE_OF_RATE = 0.9;
const MAX_SLOWEST_SECONDS = 0.5;
const MAX_DEVIATION_SECONDS = 0.1;

/** The verdict over a run that was to reach `rate` operations a second. */
export function perfLines(report: LoadReport, rate: number): { lines: string[]; isGood: boolean } {
  const lines = errorLines(report.errors);
  let isGood = lines.length === 0;
  const judge = (isWithin: boolean, pass: string, fail: string) => {
    lines.push(isWithin ? `PASS: ${pass}` : `FAIL: ${fail}`);
    if (!isWithin) isGood = false;
  };
  const shownRate = Math.floor(report.operationsPerSecond) + 1;
  const slowest = `${report.slowestSeconds.toFixed(6)}s`;
  const deviation = `${report.deviationSeconds.toFixed(6)}s`;
  judge(
    report.operationsPerSecond / rate > MIN_SHARE_OF_RATE,
    `Throughput is ${shownRate} writes/s`,
    `Throughput too low: ${shownRate} writes/s`,
  );
  judge(
    report.slowestSeconds <= MAX_SLOWEST_SECONDS,
    `Slowest request took ${slowest}`,
    `Slowest request took too long: ${slowest}`,
  );
  judge(
    report.deviationSeconds <= MAX_DEVIATION_SECONDS,
    `Stddev is ${deviation}`,
    `Stddev too high: ${deviation}`,
  );
  lines.push(isGood ? "PASS" : "FAIL");
  return { lines, isGood };
}

const BAR_WIDTH = 60;

/** One drawing of the progress bar, such as ` 59 / 60 [----->_] 98.33% 1 p/s`. */
export function progressText(done: number, total: number, perSecond: number): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.floor(share * BAR_WIDTH);
  const bar =
    filled >= BAR_WIDTH
      ? "-".repeat(BAR_WIDTH)
      : `${"-".repeat(Math.max(0, filled - 1))}${filled > 0 ? ">" : ""}${"_".repeat(BAR_WIDTH - filled)}`;
  return ` ${done} / ${total} [${bar}] ${(share * 100).toFixed(2)}% ${Math.round(perSecond)} p/s`;
}
