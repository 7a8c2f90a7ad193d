/** Things to do, by time; those of equal time in the order of their coming. */

export interface QueuedEvent {
  readonly atMs: number;
  readonly place: number;
  readonly run: () => void;
}

export class EventQueue {
  readonly #heap: QueuedEvent[] = [];
  #place = 0;

  get isEmpty(): boolean {
    return this.#heap.length === 0;
  }

  push(atMs: number, run: () => void): void {
    const heap = this.#heap;
    const event: QueuedEvent = { atMs, place: this.#place++, run };
    let i = heap.length;
    heap.push(event);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  }

  pop(): QueuedEvent | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

function isBefore(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.place < b.place);
}
