/**
 * Superseded revisions of keys, kept until compaction: nodes of 16 bytes, each linked to the next
 * older revision of its key. A node is named by its number plus one, so that zero says "none".
 *
 *   offset 0: main revision (float64)   8: sub * 2 + tombstone (int32)   12: next older node (int32)
 */

const CHUNK_BITS = 12;
const CHUNK_NODES = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_NODES - 1;

class Chunk {
  readonly numbers: Float64Array;
  readonly words: Int32Array;

  constructor() {
    const memory = new ArrayBuffer(CHUNK_NODES * 16);
    this.numbers = new Float64Array(memory);
    this.words = new Int32Array(memory);
  }
}

export class HistorySlab {
  readonly #chunks: Chunk[] = [];
  #used = 0;
  #free = 0;
  /** Nodes in use. */
  count = 0;

  get allocatedBytes(): number {
    return this.#chunks.length * CHUNK_NODES * 16;
  }

  /** Returns the new node; `older` is the node behind it or 0. */
  add(main: number, sub: number, isTombstone: boolean, older: number): number {
    let index: number;
    if (this.#free !== 0) {
      index = this.#free - 1;
      this.#free = this.older(this.#free);
    } else {
      index = this.#used++;
      if (index >>> CHUNK_BITS === this.#chunks.length) this.#chunks.push(new Chunk());
    }
    const chunk = this.#chunks[index >>> CHUNK_BITS]!;
    const slot = index & CHUNK_MASK;
    chunk.numbers[slot * 2] = main;
    chunk.words[slot * 4 + 2] = sub * 2 + (isTombstone ? 1 : 0);
    chunk.words[slot * 4 + 3] = older;
    this.count++;
    return index + 1;
  }

  main(node: number): number {
    return this.#chunks[(node - 1) >>> CHUNK_BITS]!.numbers[((node - 1) & CHUNK_MASK) * 2]!;
  }

  sub(node: number): number {
    return this.#word(node, 2) >>> 1;
  }

  isTombstone(node: number): boolean {
    return (this.#word(node, 2) & 1) !== 0;
  }

  older(node: number): number {
    return this.#word(node, 3);
  }

  /** Cuts the chain behind `node` and frees what hung there. */
  cutBehind(node: number): void {
    const rest = this.older(node);
    this.#chunks[(node - 1) >>> CHUNK_BITS]!.words[((node - 1) & CHUNK_MASK) * 4 + 3] = 0;
    this.freeChain(rest);
  }

  /** Frees `node` and everything older; 0 is allowed. */
  freeChain(node: number): void {
    while (node !== 0) {
      const next = this.older(node);
      this.#chunks[(node - 1) >>> CHUNK_BITS]!.words[((node - 1) & CHUNK_MASK) * 4 + 3] =
        this.#free;
      this.#free = node;
      this.count--;
      node = next;
    }
  }

  #word(node: number, word: number): number {
    return this.#chunks[(node - 1) >>> CHUNK_BITS]!.words[((node - 1) & CHUNK_MASK) * 4 + word]!;
  }
}
