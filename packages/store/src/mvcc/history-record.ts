/**
 * One record of bucket `key` read back as a change. Reused from record to record; only what is
 * asked for is made.
 */

import { bytesToLatin1 } from "@kvorum/base";
import type { HistoryEvent } from "../seams.ts";
import { RecordReader } from "./record.ts";
import { checkRevisionKey, isTombstoneKey, mainOf, subOf } from "./revision-key.ts";

export class HistoryRecord implements HistoryEvent {
  revision = 0;
  sub = 0;
  isTombstone = false;
  record: Uint8Array = new Uint8Array(0);
  readonly #reader: RecordReader = new RecordReader();

  /** @throws CorruptionError where the pair is none of a revision. */
  read(key: Uint8Array, record: Uint8Array): void {
    checkRevisionKey(key);
    this.revision = mainOf(key);
    this.sub = subOf(key);
    this.isTombstone = isTombstoneKey(key);
    this.record = record;
    this.#reader.read(record);
  }

  get key(): string {
    return bytesToLatin1(this.record, this.#reader.keyStart, this.#reader.keyEnd);
  }

  get createRevision(): number {
    return this.#reader.createRevision;
  }
}
