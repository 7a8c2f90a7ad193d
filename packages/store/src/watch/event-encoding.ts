/**
 * Events in the bytes of a WatchResponse: field 11, each an mvccpb.Event { type 1, kv 2,
 * prev_kv 3 }. Stored records are spliced in as they are; a tombstone, which is stored with its
 * key alone, gets mod_revision behind it.
 */

import { assert } from "@kvorum/base";
import { int64Size, lengthDelimited, Reader, Writer } from "@kvorum/proto";

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

function kvLength(event: EventParts): number {
  return event.isTombstone
    ? event.record.length + 1 + int64Size(event.revision)
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

/** Writes the event as one element of field 11. */
export function writeEventField(event: EventParts, writer: Writer): void {
  writer.byte(EVENTS_FIELD);
  writer.uint32(eventLength(event));
  if (event.isTombstone) {
    writer.byte(TYPE_FIELD);
    writer.byte(DELETE);
  }
  writer.byte(KV_FIELD);
  writer.uint32(kvLength(event));
  writer.buffer.set(event.record, writer.position);
  writer.position += event.record.length;
  if (event.isTombstone) {
    writer.byte(MOD_REVISION_FIELD);
    writer.int64(event.revision);
  }
  if (event.previousRecord !== null) {
    writer.byte(PREV_KV_FIELD);
    writer.bytes(event.previousRecord);
  }
}

/** One event alone. */
export function encodeEventField(event: EventParts): Uint8Array {
  const writer = new Writer(sizeEventField(event));
  writeEventField(event, writer);
  return writer.finish();
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
