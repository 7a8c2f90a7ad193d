/**
 * Changes of the membership that this member proposes, and who waits for them. A change has no
 * timeout of the server's: without a quorum it waits until its caller gives up. v3 API, section 6.
 */

import type { RequestError, raftpb } from "@kvorum/proto";
import type { ApplyOutcome } from "@kvorum/store";
import type { EffectLoop } from "./effect-loop.ts";
import type { RequestIds } from "./request-ids.ts";

/** Null where the change was applied. */
export type ChangeSettled = (error: RequestError | null) => void;

/** Changes that may wait at once; more are refused. */
const MAX_WAITING = 1000;

export class MembershipChanges {
  readonly #ids: RequestIds;
  readonly #loop: EffectLoop;
  readonly #waiting = new Map<bigint, ChangeSettled>();

  constructor(options: { ids: RequestIds; loop: EffectLoop }) {
    this.#ids = options.ids;
    this.#loop = options.loop;
  }

  /** Returns a function that gives up waiting; null where too many wait already. */
  propose(
    change: Pick<raftpb.ConfChange, "type" | "nodeId" | "context">,
    settled: ChangeSettled,
  ): (() => void) | null {
    if (this.#waiting.size >= MAX_WAITING) return null;
    const id = this.#ids.next();
    this.#waiting.set(id, settled);
    this.#loop.proposeConfChange({ ...change, id });
    return () => {
      this.#waiting.delete(id);
    };
  }

  /** A ConfChange entry was applied; by whom it was proposed is not known here. */
  applied(outcome: ApplyOutcome): void {
    const settled = this.#waiting.get(outcome.requestId);
    if (settled === undefined) return;
    this.#waiting.delete(outcome.requestId);
    settled(outcome.error);
  }

  failAll(error: RequestError): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const settled of waiting) settled(error);
  }
}
