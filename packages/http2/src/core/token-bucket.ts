/** A bucket of tokens that refills with time: bursts pass, a steady flood does not. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #perMs: number;
  #tokens: number;
  #refilledMs: number;

  constructor(options: { burst: number; perSecond: number; nowMs: number }) {
    this.#capacity = options.burst;
    this.#perMs = options.perSecond / 1000;
    this.#tokens = options.burst;
    this.#refilledMs = options.nowMs;
  }

  /** Takes one token; false when there is none. */
  take(nowMs: number): boolean {
    if (this.#tokens < 1) {
      const refilled = this.#tokens + (nowMs - this.#refilledMs) * this.#perMs;
      this.#tokens = Math.min(refilled, this.#capacity);
      this.#refilledMs = nowMs;
      if (this.#tokens < 1) return false;
    }
    this.#tokens -= 1;
    return true;
  }
}
