/**
 * What one member tells of its committed log, revision by revision, through a watch over all keys
 * that never stops: the checkers learn from it what became of requests without an answer. Where the
 * member was down while its past was compacted, the log has a gap and goes on as a new piece.
 */

import { etcdserverpb, type mvccpb } from "@kvorum/proto";
import type { CommittedRevision } from "../history/history.ts";
import type { HistoryRecorder } from "../history/history-recorder.ts";
import type { ClusterMember } from "./cluster-member.ts";
import { RecordedWatch } from "./recorded-watch.ts";

interface Piece {
  readonly from: number;
  to: number;
  readonly revisions: CommittedRevision[];
}

const ALL_KEYS = Uint8Array.of(0);
/** The revision of an empty store is 1, and has no events. */
const FIRST_REVISION = 2;

export class MemberLog {
  readonly #recorder: HistoryRecorder;
  readonly #member: ClusterMember;
  readonly #watch: RecordedWatch;
  readonly #pieces: Piece[] = [newPiece(FIRST_REVISION)];

  constructor(options: {
    readonly recorder: HistoryRecorder;
    readonly member: ClusterMember;
    readonly clientNumber: number;
    readonly prevKv: boolean;
  }) {
    this.#recorder = options.recorder;
    this.#member = options.member;
    this.#watch = new RecordedWatch({
      ...options,
      request: {
        ...etcdserverpb.createWatchCreateRequest(),
        key: ALL_KEYS,
        rangeEnd: ALL_KEYS,
        startRevision: FIRST_REVISION,
        prevKv: options.prevKv,
      },
      onResponse: (response) => this.#take(response),
      onCompacted: (fromRevision) => this.#pieces.push(newPiece(fromRevision)),
    });
  }

  /** Resolves when it holds this revision. @throws Error after the limit */
  reached(revision: number, limitMs: number): Promise<void> {
    return revision < FIRST_REVISION ? Promise.resolve() : this.#watch.reached(revision, limitMs);
  }

  /** Ends the watch and writes the pieces into the history. */
  async stop(): Promise<void> {
    await this.#watch.stop();
    for (const { from, to, revisions } of this.#pieces) {
      if (to < from) continue;
      this.#recorder.committed({
        member: this.#member.name,
        fromRevision: from,
        toRevision: to,
        revisions,
      });
    }
  }

  #take(response: etcdserverpb.WatchResponse): void {
    const piece = this.#pieces.at(-1)!;
    let current: mvccpb.Event[] | null = null;
    for (const event of response.events) {
      const revision = event.kv?.modRevision ?? 0;
      // Twice or too late: the checker of watches has the response and judges it.
      if (revision < piece.to || (revision === piece.to && current === null)) continue;
      if (current === null || revision !== piece.to) {
        current = [];
        piece.revisions.push({ revision, events: current });
        piece.to = revision;
      }
      current.push(event);
    }
  }
}

function newPiece(from: number): Piece {
  return { from, to: from - 1, revisions: [] };
}
