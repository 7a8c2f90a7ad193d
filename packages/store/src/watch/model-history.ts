/**
 * For tests: a store of a few dozen lines that keeps every change in a list, publishes to a hub
 * and can be compacted, and a sink that keeps what it is given and can be full.
 */

import { assert, latin1ToBytes } from "@kvorum/base";
import { etcdserverpb, mvccpb } from "@kvorum/proto";
import type { HistoryEvent, HistoryReader, RevisionEvents } from "../seams.ts";
import type { WatchBatch, Watcher, WatchSink } from "./watcher.ts";

export interface ModelChange {
  readonly key: string;
  /** Null deletes the key. */
  readonly value: string | null;
}

export interface ModelEvent extends HistoryEvent {
  readonly previousRecord: Uint8Array | null;
}

export class ModelHistory implements HistoryReader {
  revision = 1;
  compactRevision = -1;
  scansCount = 0;
  /** Everything that ever happened, compacted or not. */
  readonly events: ModelEvent[] = [];
  readonly #live = new Map<string, ModelEvent>();

  /** Applies the changes as one revision. Deletes of absent keys are left out. */
  write(changes: readonly ModelChange[]): RevisionEvents | null {
    const revision = this.revision + 1;
    const before = new Map(this.#live);
    const events: ModelEvent[] = [];
    for (const { key, value } of changes) {
      const former = this.#live.get(key);
      if (value === null && former === undefined) continue;
      const previousRecord = before.get(key)?.record ?? null;
      const common = { revision, sub: events.length, key, previousRecord };
      if (value === null) {
        const record = mvccpb.encodeKeyValue({ key: latin1ToBytes(key) });
        events.push({ ...common, isTombstone: true, record, createRevision: 0 });
        this.#live.delete(key);
        continue;
      }
      const createRevision = former?.createRevision ?? revision;
      const version = (former === undefined ? 0 : mvccpb.decodeKeyValue(former.record).version) + 1;
      const record = mvccpb.encodeKeyValue({
        key: latin1ToBytes(key),
        value: latin1ToBytes(value),
        createRevision,
        modRevision: revision,
        version,
      });
      const event = { ...common, isTombstone: false, record, createRevision };
      events.push(event);
      this.#live.set(key, event);
    }
    if (events.length === 0) return null;
    this.revision = revision;
    this.events.push(...events);
    return {
      revision,
      eventsCount: events.length,
      key: (i) => events[i]!.key,
      isTombstone: (i) => events[i]!.isTombstone,
      record: (i) => events[i]!.record,
      createRevision: (i) => events[i]!.createRevision,
      previousRecord: (i) => this.#visiblePrevious(events[i]!),
    };
  }

  compact(revision: number): void {
    assert(revision > this.compactRevision && revision <= this.revision, "compaction");
    this.compactRevision = revision;
  }

  scanEvents(
    range: { fromRevision: number; beforeRevision: number },
    visit: (event: HistoryEvent) => boolean,
  ): void {
    assert(range.fromRevision >= this.compactRevision, "scan below the compaction");
    this.scansCount++;
    for (const event of this.events) {
      if (event.revision < range.fromRevision || event.revision >= range.beforeRevision) continue;
      // One buffer for all visits, so that a view kept too long is seen.
      const record = event.record.slice();
      const isContinued = visit({ ...event, record });
      record.fill(0xff);
      if (!isContinued) return;
    }
  }

  recordBefore(key: string, revision: number): Uint8Array | null {
    const event = this.events.find((e) => e.key === key && e.revision === revision);
    return event === undefined ? null : this.#visiblePrevious(event);
  }

  #visiblePrevious(event: ModelEvent): Uint8Array | null {
    return event.revision - 1 < this.compactRevision ? null : event.previousRecord;
  }
}

/** The events of a batch as a client decodes them. */
export function decodeBatch(batch: WatchBatch): readonly mvccpb.Event[] {
  const { events } = etcdserverpb.decodeWatchResponse(batch.events);
  assert(events.length === batch.eventsCount, "eventsCount differs from the events");
  assert(events.at(-1)?.kv?.modRevision === batch.revision, "revision of the batch");
  return events;
}

/** Keeps all batches by watcher. Full while `room` is 0. */
export class ModelSink implements WatchSink {
  room = Number.POSITIVE_INFINITY;
  readonly batches = new Map<Watcher, WatchBatch[]>();
  readonly compactions = new Map<Watcher, number>();
  /** Runs inside each delivery that was taken. */
  onDeliver: ((watcher: Watcher) => void) | null = null;

  deliver(watcher: Watcher, batch: WatchBatch): boolean {
    if (this.room <= 0) return false;
    this.room--;
    const batches = this.batches.get(watcher);
    if (batches === undefined) this.batches.set(watcher, [batch]);
    else batches.push(batch);
    this.onDeliver?.(watcher);
    return true;
  }

  compacted(watcher: Watcher, compactRevision: number): void {
    assert(!this.compactions.has(watcher), "compacted twice");
    this.compactions.set(watcher, compactRevision);
  }

  batchesOf(watcher: Watcher): readonly WatchBatch[] {
    return this.batches.get(watcher) ?? [];
  }

  eventsOf(watcher: Watcher): readonly mvccpb.Event[] {
    return this.batchesOf(watcher).flatMap(decodeBatch);
  }

  /** `PUT key@mod=value` or `DELETE key@mod`, in order of arrival. */
  textOf(watcher: Watcher): readonly string[] {
    return this.eventsOf(watcher).map(eventText);
  }
}

export function eventText(event: mvccpb.Event): string {
  const kv = event.kv!;
  const key = Buffer.from(kv.key).toString("latin1");
  const value = Buffer.from(kv.value).toString("latin1");
  const previous =
    event.prevKv === null ? "" : ` was ${Buffer.from(event.prevKv.value).toString("latin1")}`;
  return event.type === mvccpb.EventType.DELETE
    ? `DELETE ${key}@${kv.modRevision}${previous}`
    : `PUT ${key}@${kv.modRevision}=${value}${previous}`;
}
