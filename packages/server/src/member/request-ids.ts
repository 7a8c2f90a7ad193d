/**
 * Ids that no other request in the cluster carries: the low 16 bits of the member id, then 40 bits
 * of the start time in Unix milliseconds, then a counter of 8 bits that carries into the time part.
 * Replicated log semantics, section 2.2.
 */

const COUNTER_SPACE = 2 ** 48;

export class RequestIds {
  /** Bits 63..48, as a number below 2^16. */
  readonly prefix: number;
  readonly #base: bigint;
  /** Bits 47..0. */
  #low: number;

  constructor(memberId: bigint, startMs: number) {
    this.prefix = Number(memberId & 0xffffn);
    this.#base = BigInt(this.prefix) << 48n;
    this.#low = (Math.floor(startMs) % 2 ** 40) * 256;
  }

  /** Takes the next id; `low` of it is what `nextLow` returns. */
  next(): bigint {
    return this.#base | BigInt(this.nextLow());
  }

  /** The low 48 bits of the next id: the cheap form for the hot path. */
  nextLow(): number {
    this.#low = (this.#low + 1) % COUNTER_SPACE;
    return this.#low;
  }

  /** An id for a lease that its client did not choose: positive and never zero. */
  nextLeaseId(): bigint {
    for (;;) {
      const id = this.next() & 0x7fff_ffff_ffff_ffffn;
      if (id !== 0n) return id;
    }
  }
}
