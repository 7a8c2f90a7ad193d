/**
 * Spreads lease ends that would come too close together, after a leader change restarted them all
 * at once: no second takes more than a given number, the overflow moves into later ones. An end is
 * only ever moved to later.
 */

/**
 * Plans ends for leases whose times to live are whole seconds from one common start.
 *
 * @param ttlSeconds - of each lease; the planned values come back in the same array.
 */
export function spreadEnds(ttlSeconds: Float64Array, endsPerSecond: number): void {
  const counts = new Map<number, number>();
  for (const ttl of ttlSeconds) counts.set(ttl, (counts.get(ttl) ?? 0) + 1);
  const distinct = Float64Array.from(counts.keys()).sort();
  // For each asked second, the second in which its next lease ends and how many that holds.
  const nextSecond = new Map<number, number>();
  const taken = new Map<number, number>();
  let second = -1;
  let takenCount = 0;
  for (const asked of distinct) {
    if (asked > second) {
      second = asked;
      takenCount = 0;
    }
    nextSecond.set(asked, second);
    taken.set(asked, takenCount);
    const total = takenCount + counts.get(asked)!;
    // The last second that this group reaches is full or partly filled for the next group.
    const secondsFilled = Math.ceil(total / endsPerSecond) - 1;
    second += secondsFilled;
    takenCount = total - secondsFilled * endsPerSecond;
  }
  for (let i = 0; i < ttlSeconds.length; i++) {
    const asked = ttlSeconds[i]!;
    let at = nextSecond.get(asked)!;
    let count = taken.get(asked)!;
    if (count === endsPerSecond) {
      at++;
      count = 0;
      nextSecond.set(asked, at);
    }
    taken.set(asked, count + 1);
    ttlSeconds[i] = at;
  }
}
