/**
 * A sorted list of disjoint half-open intervals of latin1 keys, for finding keys that one
 * transaction both puts and deletes. Uniting two lists is one merge, so that a transaction with
 * tens of thousands of nested operations is checked in time that grows with its size.
 */

export interface Interval {
  readonly start: string;
  /** Exclusive. */
  readonly end: string;
}

export class IntervalList {
  readonly intervals: readonly Interval[];

  /** `sorted` must be sorted and disjoint; use `of` otherwise. */
  private constructor(sorted: readonly Interval[]) {
    this.intervals = sorted;
  }

  /** Intervals of any order and overlap; empty ones are dropped. */
  static of(intervals: readonly Interval[]): IntervalList {
    const sorted = intervals
      .filter((interval) => interval.start < interval.end)
      .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
    return new IntervalList(joined(sorted));
  }

  contains(key: string): boolean {
    const intervals = this.intervals;
    let low = 0;
    for (let high = intervals.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (intervals[middle]!.start <= key) low = middle + 1;
      else high = middle;
    }
    return low > 0 && key < intervals[low - 1]!.end;
  }

  union(other: IntervalList): IntervalList {
    if (other.intervals.length === 0) return this;
    if (this.intervals.length === 0) return other;
    const a = this.intervals;
    const b = other.intervals;
    const merged: Interval[] = [];
    for (let i = 0, k = 0; i < a.length || k < b.length; ) {
      const takesLeft = k === b.length || (i < a.length && a[i]!.start <= b[k]!.start);
      merged.push(takesLeft ? a[i++]! : b[k++]!);
    }
    return new IntervalList(joined(merged));
  }
}

function joined(sorted: readonly Interval[]): Interval[] {
  const result: Interval[] = [];
  for (const interval of sorted) {
    const last = result[result.length - 1];
    if (last === undefined || interval.start > last.end) result.push(interval);
    else if (interval.end > last.end) {
      result[result.length - 1] = { start: last.start, end: interval.end };
    }
  }
  return result;
}
