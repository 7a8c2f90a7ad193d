/**
 * Handing the leadership over: asked for by an operator, or before this member stops. Raft gives up
 * by itself after an election timeout; who waits here is told when another member leads, and gives
 * up on its own account.
 */

import type { RawNode } from "@kvorum/raft";
import type { EffectLoop } from "./effect-loop.ts";

interface Waiting {
  readonly target: bigint;
  readonly done: () => void;
}

export class LeadershipTransfer {
  readonly #node: RawNode;
  readonly #loop: EffectLoop;
  #waiting: Waiting[] = [];

  constructor(options: { node: RawNode; loop: EffectLoop }) {
    this.#node = options.node;
    this.#loop = options.loop;
  }

  /** Calls back once `target` leads. Returns a function that gives up waiting. */
  start(target: bigint, done: () => void): () => void {
    const waiting = { target, done };
    this.#waiting.push(waiting);
    this.#loop.run(() => this.#node.transferLeader(target));
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    };
  }

  leaderChanged(leaderId: bigint): void {
    const settled = this.#waiting.filter(({ target }) => target === leaderId);
    this.#waiting = this.#waiting.filter(({ target }) => target !== leaderId);
    for (const { done } of settled) done();
  }
}
