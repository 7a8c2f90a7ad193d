/**
 * Keeps a loop that logs from drowning the log: of lines with the same level and message, the
 * first 100 in each second pass, then every hundredth. Server flags, section 7.1.
 */

/** Lines of one kind that pass in each second before thinning starts. */
const FIRST_LINES = 100;
/** After those, one line in this many passes. */
const THEREAFTER = 100;
const TICK_MS = 1000;
/** Kinds counted at a time; when more are seen in one second, counting starts over. */
const MAX_KINDS = 4096;

export class LogSampler {
  readonly #counts = new Map<string, number>();
  #tick = Number.NEGATIVE_INFINITY;

  /** True when the line is to be written. */
  admits(level: number, message: string, wallMs: number): boolean {
    const tick = Math.floor(wallMs / TICK_MS);
    if (tick !== this.#tick) {
      this.#tick = tick;
      this.#counts.clear();
    }
    const kind = `${level}${message}`;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    if (count === 1 && this.#counts.size >= MAX_KINDS) this.#counts.clear();
    this.#counts.set(kind, count);
    return count <= FIRST_LINES || (count - FIRST_LINES) % THEREAFTER === 0;
  }
}
