/**
 * Events in the bytes of a WatchResponse: field 11, each an mvccpb.Event { type 1, kv 2,
 * prev_kv 3 }. Stored records are spliced in as they are; a tombstone, which is stored with its
 * key alone, gets mod_revision behind it.
 */

import { assert, EMPTY_BYTES } from "@kvorum/base";
import { lengthDelimited, Reader } from "@kvorum/proto";
import { copyBytes, counterSize, writeCounter } from "../mvcc/varint.ts";

const EVENTS_FIELD = (11 << 3) | 2;
const TYPE_FIELD = 1 << 3;
const KV_FIELD = (2 << 3) | 2;
const PREV_KV_FIELD = (3 << 3) | 2;
const MOD_REVISION_FIELD = 3 << 3;
const DELETE = 1;
/** A fragment's own flag, field 7, in the response. */
const FRAGMENT_FLAG_BYTES = 2;

/** What an event is made of. */
export interface EventParts {
  readonly revision: number;
  readonly isTombstone: boolean;
  readonly record: Uint8Array;
  readonly previousRecord: Uint8Array | null;
}

/** Parts that change from event to event: one object for many of them. */
export class EventScratch implements EventParts {
  revision = 0;
  isTombstone = false;
  record: Uint8Array = EMPTY_BYTES;
  previousRecord: Uint8Array | null = null;

  /** Lets go of the records. */
  clear(): void {
    this.record = EMPTY_BYTES;
    this.previousRecord = null;
  }
}

function kvLength(event: EventParts): number {
  return event.isTombstone
    ? event.record.length + 1 + counterSize(event.revision)
    : event.record.length;
}

function eventLength(event: EventParts): number {
  let length = 1 + lengthDelimited(kvLength(event));
  if (event.isTombstone) length += 2;
  if (event.previousRecord !== null) length += 1 + lengthDelimited(event.previousRecord.length);
  return length;
}

/** Bytes that writeEventField writes. */
export function sizeEventField(event: EventParts): number {
  return 1 + lengthDelimited(eventLength(event));
}

/** Writes the event as one element of field 11; returns the position behind it. */
export function writeEventField(target: Uint8Array, position: number, event: EventParts): number {
  const { record, previousRecord } = event;
  target[position++] = EVENTS_FIELD;
  position = writeCounter(target, position, eventLength(event));
  if (event.isTombstone) {
    target[position++] = TYPE_FIELD;
    target[position++] = DELETE;
  }
  target[position++] = KV_FIELD;
  position = writeCounter(target, position, kvLength(event));
  position = copyBytes(target, position, record, 0, record.length);
  if (event.isTombstone) {
    target[position++] = MOD_REVISION_FIELD;
    position = writeCounter(target, position, event.revision);
  }
  if (previousRecord !== null) {
    target[position++] = PREV_KV_FIELD;
    position = writeCounter(target, position, previousRecord.length);
    position = copyBytes(target, position, previousRecord, 0, previousRecord.length);
  }
  return position;
}

/** One event alone, in memory of its own. */
export function encodeEventField(event: EventParts): Uint8Array {
  const bytes = new Uint8Array(sizeEventField(event));
  assert(writeEventField(bytes, 0, event) === bytes.length, "size of an encoded event");
  return bytes;
}

/**
 * Cuts the events of a response that is too large for one message, greedily, at least one event a
 * piece. Null where it goes out whole: it is below the threshold or holds a single event. Every
 * piece repeats header and watch id, and all but the last set `fragment`. The pieces are views.
 *
 * @param options.overheadBytes - the response without its events, that is header and watch id.
 * @param options.thresholdBytes - a response or piece stays below it where it can.
 */
export function fragmentEvents(options: {
  readonly events: Uint8Array;
  readonly eventsCount: number;
  readonly overheadBytes: number;
  readonly thresholdBytes: number;
}): readonly Uint8Array[] | null {
  const { events, overheadBytes, thresholdBytes } = options;
  if (overheadBytes + events.length < thresholdBytes || options.eventsCount < 2) return null;
  const roomBytes = thresholdBytes - overheadBytes - FRAGMENT_FLAG_BYTES;
  const pieces: Uint8Array[] = [];
  const reader = new Reader(events);
  let start = 0;
  while (reader.position < events.length) {
    const offset = reader.position;
    assert(reader.tag() === EVENTS_FIELD, "events of a batch hold another field");
    reader.skip(EVENTS_FIELD);
    if (offset > start && reader.position - start >= roomBytes) {
      pieces.push(events.subarray(start, offset));
      start = offset;
    }
  }
  pieces.push(events.subarray(start));
  return pieces;
}
