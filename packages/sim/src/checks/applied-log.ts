/**
 * Every revision as the members applied it. A watcher on each running store sees what it applies;
 * two members, or two lives of one, that make different things of a revision violate P4 and P9.
 * Together they give the whole log for the checkers of the history, however much was compacted.
 */

import { bytesToHex, equalBytes } from "@kvorum/base";
import { etcdserverpb } from "@kvorum/proto";
import type { Store, WatchBatch, Watcher, WatchSink } from "@kvorum/store";
import type { CommittedLog, CommittedRevision } from "@kvorum/testkit";

const ALL_KEYS = new Uint8Array([0]);
const WATCH_ID = 0x7fff_ffffn;

export class AppliedLog {
  readonly #revisions = new Map<number, { readonly bytes: Uint8Array; readonly member: string }>();
  readonly #violation: (text: string) => void;

  constructor(violation: (text: string) => void) {
    this.#violation = violation;
  }

  /** Follows a store from its present revision on. */
  follow(member: string, store: Store): void {
    const sink: WatchSink = {
      deliver: (_watcher: Watcher, batch: WatchBatch) => {
        this.#take(member, batch);
        return true;
      },
      compacted: () => {
        // Fell behind by a snapshot: others applied those revisions.
        this.#watch(store, sink, store.revision + 1);
      },
    };
    this.#watch(store, sink, 0);
  }

  #watch(store: Store, sink: WatchSink, startRevision: number): void {
    store.watchHub.watch({
      ...{ key: ALL_KEYS, rangeEnd: ALL_KEYS, startRevision, sink },
      ...{ noPut: false, noDelete: false, prevKv: false, id: WATCH_ID },
    });
  }

  #take(member: string, batch: WatchBatch): void {
    const { events } = etcdserverpb.decodeWatchResponse(batch.events.slice());
    let from = 0;
    while (from < events.length) {
      const revision = events[from]!.kv!.modRevision;
      let to = from + 1;
      while (to < events.length && events[to]!.kv!.modRevision === revision) to++;
      const bytes = etcdserverpb.encodeWatchResponse({ events: events.slice(from, to) });
      from = to;
      const known = this.#revisions.get(revision);
      if (known === undefined) this.#revisions.set(revision, { bytes, member });
      else if (!equalBytes(known.bytes, bytes)) {
        this.#violation(
          `P9 members differ: revision ${revision} is ${bytesToHex(bytes)} on ${member}, ${bytesToHex(known.bytes)} on ${known.member}`,
        );
      }
    }
  }

  /** All revisions behind the last gap; there is none in a run without snapshots to everybody. */
  committed(): CommittedLog | null {
    const numbers = [...this.#revisions.keys()].sort((a, b) => a - b);
    const toRevision = numbers[numbers.length - 1];
    if (toRevision === undefined) return null;
    let fromRevision = toRevision;
    while (this.#revisions.has(fromRevision - 1)) fromRevision--;
    const revisions: CommittedRevision[] = [];
    for (let revision = fromRevision; revision <= toRevision; revision++) {
      const { bytes } = this.#revisions.get(revision)!;
      revisions.push({ revision, events: etcdserverpb.decodeWatchResponse(bytes).events });
    }
    return { member: "all", fromRevision, toRevision, revisions };
  }
}
