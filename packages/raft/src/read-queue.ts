/**
 * Reads of a leader that wait until a quorum has confirmed that it still leads.
 * Specification: raft.md 14.3 and 14.4.
 *
 * Reads are numbered by position, from 1 on in each term of leadership. A heartbeat carries the
 * newest position as eight bytes, little-endian; its echo confirms every read up to it. What each
 * member has confirmed is kept in its progress.
 */

import type { Message } from "./messages.ts";

export interface WaitingRead {
  readonly request: Message;
  /** The commit index when the read arrived: the read's answer. */
  readonly index: number;
}

const POSITION_BYTES = 8;
const TWO_32 = 0x1_0000_0000;

export class ReadQueue {
  #confirmedCount = 0;
  #waiting: WaitingRead[] = [];

  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** The position of the newest read. */
  get position(): number {
    return this.#confirmedCount + this.#waiting.length;
  }

  push(read: WaitingRead): void {
    this.#waiting.push(read);
  }

  /** The reads that are answered now that a quorum has confirmed this position, oldest first. */
  confirm(position: number): readonly WaitingRead[] {
    const count = Math.min(position, this.position) - this.#confirmedCount;
    if (count <= 0) return [];
    this.#confirmedCount += count;
    return this.#waiting.splice(0, count);
  }

  /** Drops what waits; whoever asked asks again. */
  reset(): void {
    this.#confirmedCount = 0;
    this.#waiting = [];
  }

  /** What heartbeats carry, or null while nothing waits. */
  context(): Uint8Array | null {
    if (this.#waiting.length === 0) return null;
    const context = new Uint8Array(POSITION_BYTES);
    let rest = this.position;
    for (let i = 0; rest > 0; i++) {
      context[i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return context;
  }

  /** The position in an echoed context; 0 if this queue cannot have sent it. */
  positionOf(context: Uint8Array): number {
    if (context.length !== POSITION_BYTES) return 0;
    const view = new DataView(context.buffer, context.byteOffset, POSITION_BYTES);
    const position = view.getUint32(4, true) * TWO_32 + view.getUint32(0, true);
    return position <= this.position ? position : 0;
  }
}
