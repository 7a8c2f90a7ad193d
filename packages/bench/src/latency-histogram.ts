/**
 * Counts of latencies in buckets that grow with the value, after the idea of HdrHistogram: 128
 * buckets for each doubling, so a percentile is exact to better than 1 %. Recording is one
 * increment; nothing is allocated.
 */

const SUB_BUCKETS = 128;
const SUB_BITS = 7;
/** Values are microseconds below 2^32 (71 minutes); larger ones count as that. */
const MAX_VALUE_US = 0xffff_ffff;
const BUCKETS = (32 - SUB_BITS + 1) * SUB_BUCKETS;

export class LatencyHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  #total = 0;
  #maxUs = 0;
  #sumUs = 0;

  /** @param latencyUs - microseconds, not negative; fractions are cut off. */
  record(latencyUs: number): void {
    const value = latencyUs > MAX_VALUE_US ? MAX_VALUE_US : latencyUs < 0 ? 0 : latencyUs >>> 0;
    const place = placeOf(value);
    this.#counts[place] = this.#counts[place]! + 1;
    this.#total++;
    this.#sumUs += value;
    if (value > this.#maxUs) this.#maxUs = value;
  }

  get count(): number {
    return this.#total;
  }

  get maxUs(): number {
    return this.#maxUs;
  }

  get meanUs(): number {
    return this.#total === 0 ? 0 : this.#sumUs / this.#total;
  }

  /** The smallest value that at least `share` (0 < share <= 1) of the values do not exceed. */
  percentileUs(share: number): number {
    if (this.#total === 0) return 0;
    const wanted = Math.ceil(share * this.#total);
    let seen = 0;
    for (let place = 0; place < BUCKETS; place++) {
      seen += this.#counts[place]!;
      if (seen >= wanted) return Math.min(highestOf(place), this.#maxUs);
    }
    return this.#maxUs;
  }
}

function placeOf(value: number): number {
  if (value < SUB_BUCKETS) return value;
  const shift = 31 - Math.clz32(value) - SUB_BITS;
  return (shift + 1) * SUB_BUCKETS + ((value >>> shift) - SUB_BUCKETS);
}

/** The largest value that falls into a bucket. */
function highestOf(place: number): number {
  if (place < SUB_BUCKETS) return place;
  const shift = Math.floor(place / SUB_BUCKETS) - 1;
  const top = (place % SUB_BUCKETS) + SUB_BUCKETS;
  return (top + 1) * 2 ** shift - 1;
}
