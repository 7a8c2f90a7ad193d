/**
 * The changes of the revision that is being written, kept until it is complete and the watch hub
 * has seen it. Reused from revision to revision; keys and previous records are made on demand.
 */

import { bytesToLatin1 } from "@kvorum/base";
import type { RevisionEvents } from "../seams.ts";
import { RecordReader } from "./record.ts";

/** Reads the record that the key had at a revision, or null. */
export type RecordAt = (
  keyBytes: Uint8Array,
  start: number,
  end: number,
  revision: number,
) => Uint8Array | null;

export class EventBuffer implements RevisionEvents {
  revision = 0;
  eventsCount = 0;
  readonly #records: Uint8Array[] = [];
  readonly #createRevisions: number[] = [];
  readonly #keys: (string | null)[] = [];
  readonly #reader: RecordReader = new RecordReader();
  readonly #recordAt: RecordAt;

  constructor(recordAt: RecordAt) {
    this.#recordAt = recordAt;
  }

  /** `createRevision` is 0 for a tombstone. */
  add(record: Uint8Array, createRevision: number): void {
    const i = this.eventsCount++;
    this.#records[i] = record;
    this.#createRevisions[i] = createRevision;
    this.#keys[i] = null;
  }

  /** Lets go of everything; large buffers are not kept. */
  clear(): void {
    if (this.eventsCount > 128) {
      this.#records.length = 0;
      this.#createRevisions.length = 0;
      this.#keys.length = 0;
    }
    this.eventsCount = 0;
  }

  key(i: number): string {
    let key = this.#keys[i];
    if (key === null || key === undefined) {
      this.#reader.read(this.#records[i]!);
      key = bytesToLatin1(this.#records[i]!, this.#reader.keyStart, this.#reader.keyEnd);
      this.#keys[i] = key;
    }
    return key;
  }

  isTombstone(i: number): boolean {
    return this.#createRevisions[i] === 0;
  }

  record(i: number): Uint8Array {
    return this.#records[i]!;
  }

  createRevision(i: number): number {
    return this.#createRevisions[i]!;
  }

  previousRecord(i: number): Uint8Array | null {
    if (this.#createRevisions[i] === this.revision) return null;
    const record = this.#records[i]!;
    const reader = this.#reader;
    reader.read(record);
    return this.#recordAt(record, reader.keyStart, reader.keyEnd, this.revision - 1);
  }
}
