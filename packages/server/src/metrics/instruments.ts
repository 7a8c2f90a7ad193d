/**
 * What is counted: counters, gauges and histograms, with or without labels. An update is a plain
 * addition to a field; all formatting happens when somebody scrapes. Metrics, section 1.
 *
 * Callers keep the instrument (or the labelled child) and update it directly: looking a child up
 * by its labels is for set-up, not for hot paths.
 */

import { assert } from "@kvorum/base";

export class Counter {
  /** Grows only. */
  value = 0;

  increment(): void {
    this.value++;
  }

  add(amount: number): void {
    this.value += amount;
  }
}

export class Gauge {
  #value = 0;
  #source: (() => number) | null = null;

  get value(): number {
    return this.#source === null ? this.#value : this.#source();
  }

  set(value: number): void {
    this.#value = value;
  }

  add(amount: number): void {
    this.#value += amount;
  }

  /** From now on the value is read when somebody scrapes. The source must not throw. */
  readFrom(source: () => number): void {
    this.#source = source;
  }
}

export class Histogram {
  /** Upper bounds, inclusive, ascending; the last bucket is without bound. */
  readonly bounds: Float64Array;
  /** Observations of each bucket alone, one more than there are bounds. */
  readonly counts: Float64Array;
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = Float64Array.from(bounds);
    this.counts = new Float64Array(bounds.length + 1);
  }

  /** @param value - in the unit that the name says: seconds, nearly always. */
  observe(value: number): void {
    const bounds = this.bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
    this.counts[bucket]!++;
    this.sum += value;
  }

  /** The same value so many times. */
  observeMany(value: number, count: number): void {
    const bounds = this.bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
    this.counts[bucket]! += count;
    this.sum += value * count;
  }
}

/** Series of one family; more are counted, but not shown: labels are closed sets, not inputs. */
const MAX_SERIES = 2000;

export class Labelled<T> {
  readonly labelNames: readonly string[];
  readonly #create: () => T;
  readonly #children = new Map<string, LabelledChild<T>>();
  #sorted: LabelledChild<T>[] | null = null;
  #overflow: T | null = null;

  constructor(labelNames: readonly string[], create: () => T) {
    this.labelNames = labelNames;
    this.#create = create;
  }

  /** The instrument for these values, in the order of `labelNames`; made at first use. */
  child(...values: readonly string[]): T {
    assert(values.length === this.labelNames.length, "wrong number of label values");
    const key = values.join("\0");
    const found = this.#children.get(key);
    if (found !== undefined) return found.instrument;
    if (this.#children.size >= MAX_SERIES) {
      this.#overflow ??= this.#create();
      return this.#overflow;
    }
    const instrument = this.#create();
    this.#children.set(key, { values, instrument });
    this.#sorted = null;
    return instrument;
  }

  /** All series, ordered by the values of the labels, the labels taken by name. */
  children(): readonly LabelledChild<T>[] {
    if (this.#sorted === null) {
      const order = this.labelNames
        .map((name, position) => ({ name, position }))
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ position }) => position);
      this.#sorted = [...this.#children.values()].sort((a, b) => {
        for (const position of order) {
          const left = a.values[position]!;
          const right = b.values[position]!;
          if (left !== right) return left < right ? -1 : 1;
        }
        return 0;
      });
    }
    return this.#sorted;
  }
}

export interface LabelledChild<T> {
  /** In the order of the family's label names. */
  readonly values: readonly string[];
  readonly instrument: T;
}
