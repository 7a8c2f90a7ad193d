/**
 * Linearizable reads that need a round of raft: all readers of one turn share one read index, and
 * are served once apply has reached it. Replicated log semantics, section 10.
 *
 * A round is asked again under a new id every RETRY_MS, because raft drops requests silently;
 * readers fail with LeaderChanged when the leader changes and with Timeout after the request
 * timeout.
 */

import { RequestError } from "@kvorum/proto";
import type { RawNode, ReadState } from "@kvorum/raft";

/** Before an unanswered round is asked again. */
export const READ_INDEX_RETRY_MS = 500;

type Reader = (error: RequestError | null) => void;

interface Waiting {
  readonly reader: Reader;
  readonly sinceMs: number;
}

interface Round {
  readonly readers: Waiting[];
  /** Every context under which this round was asked. */
  readonly contexts: Set<string>;
  askedMs: number;
}

interface Confirmed {
  readonly readers: Waiting[];
  readonly index: number;
}

export class ReadIndexes {
  readonly #nextContext: () => Uint8Array;
  readonly #timeoutMs: number;
  #gathering: Waiting[] = [];
  /** One round at a time; readers that come meanwhile share the next. */
  #round: Round | null = null;
  readonly #confirmed: Confirmed[] = [];

  /** @param options.nextContext - eight fresh bytes for each request to raft. */
  constructor(options: { nextContext: () => Uint8Array; timeoutMs: number }) {
    this.#nextContext = options.nextContext;
    this.#timeoutMs = options.timeoutMs;
  }

  get waitingCount(): number {
    let count = this.#gathering.length + (this.#round?.readers.length ?? 0);
    for (const { readers } of this.#confirmed) count += readers.length;
    return count;
  }

  /** Readers gathered and no round is under way. */
  get wantsRound(): boolean {
    return this.#round === null && this.#gathering.length > 0;
  }

  add(reader: Reader, nowMs: number): void {
    this.#gathering.push({ reader, sinceMs: nowMs });
  }

  /** Asks raft for the readers that gathered, unless a round is under way. */
  startRound(node: RawNode, nowMs: number): void {
    if (this.#round !== null || this.#gathering.length === 0) return;
    this.#round = { readers: this.#gathering, contexts: new Set(), askedMs: nowMs };
    this.#gathering = [];
    this.#ask(this.#round, node, nowMs);
  }

  /** Repeats an unanswered round and fails readers that waited too long. */
  tick(node: RawNode, nowMs: number): void {
    const oldest = nowMs - this.#timeoutMs;
    const round = this.#round;
    if (round !== null) {
      if (round.readers.every(({ sinceMs }) => sinceMs < oldest)) {
        this.#round = null;
        failAll(round.readers, new RequestError("Timeout"));
      } else if (nowMs - round.askedMs >= READ_INDEX_RETRY_MS) {
        this.#ask(round, node, nowMs);
      }
    }
    const late = this.#gathering.filter(({ sinceMs }) => sinceMs < oldest);
    if (late.length > 0) {
      this.#gathering = this.#gathering.filter(({ sinceMs }) => sinceMs >= oldest);
      failAll(late, new RequestError("Timeout"));
    }
    this.startRound(node, nowMs);
  }

  confirmed(state: ReadState): void {
    const round = this.#round;
    if (round === null || !round.contexts.has(keyOf(state.context))) return;
    this.#round = null;
    this.#confirmed.push({ readers: round.readers, index: state.index });
  }

  leaderChanged(): void {
    const round = this.#round;
    this.#round = null;
    if (round !== null) failAll(round.readers, new RequestError("LeaderChanged"));
  }

  /** Serves the readers whose index is applied. */
  release(appliedIndex: number): void {
    while (this.#confirmed.length > 0 && this.#confirmed[0]!.index <= appliedIndex) {
      for (const { reader } of this.#confirmed.shift()!.readers) reader(null);
    }
  }

  failAll(error: RequestError): void {
    const readers = [
      ...this.#gathering,
      ...(this.#round?.readers ?? []),
      ...this.#confirmed.flatMap((confirmed) => confirmed.readers),
    ];
    this.#gathering = [];
    this.#round = null;
    this.#confirmed.length = 0;
    failAll(readers, error);
  }

  #ask(round: Round, node: RawNode, nowMs: number): void {
    const context = this.#nextContext();
    round.contexts.add(keyOf(context));
    round.askedMs = nowMs;
    node.readIndex(context);
  }
}

function failAll(readers: readonly Waiting[], error: RequestError): void {
  for (const { reader } of readers) reader(error);
}

function keyOf(context: Uint8Array): string {
  return String.fromCharCode(...context);
}
