/**
 * Walks an encoded WatchResponse without building objects: what a fan-out measurement needs is how
 * many events there are and which put each of them tells of.
 */

export interface WatchEvents {
  /** The key of one event is the bytes `start..end`. */
  event(bytes: Uint8Array, start: number, end: number): void;
}

export interface WatchSummary {
  created: boolean;
  canceled: boolean;
}

const HEADER_BYTES_LIMIT = 5;

/** Reads the bytes `start..end`, telling `events` of each event in order. */
export function walkWatchResponse(
  bytes: Uint8Array,
  start: number,
  end: number,
  events: WatchEvents,
  summary: WatchSummary,
): void {
  summary.created = false;
  summary.canceled = false;
  let at = start;
  while (at < end) {
    const tag = bytes[at++]!;
    if ((tag & 7) === 2) {
      const length = readLength(bytes, at);
      at += lengthBytes(bytes, at);
      if (tag === 0x5a) walkEvent(bytes, at, at + length, events);
      at += length;
    } else if ((tag & 7) === 0) {
      if (tag === 0x18) summary.created = bytes[at] !== 0;
      else if (tag === 0x20) summary.canceled = bytes[at] !== 0;
      while (bytes[at]! >= 0x80) at++;
      at++;
    } else throw new Error(`WatchResponse with tag ${tag}`);
  }
  if (at !== end) throw new Error("WatchResponse is cut off");
}

function walkEvent(bytes: Uint8Array, start: number, end: number, events: WatchEvents): void {
  let at = start;
  while (at < end) {
    const tag = bytes[at++]!;
    if ((tag & 7) === 0) {
      while (bytes[at]! >= 0x80) at++;
      at++;
      continue;
    }
    const length = readLength(bytes, at);
    at += lengthBytes(bytes, at);
    if (tag === 0x12) {
      // mvccpb.KeyValue: the key is field 1 and comes first.
      if (bytes[at] !== 0x0a) throw new Error("event without a key");
      const keyBytes = readLength(bytes, at + 1);
      const keyStart = at + 1 + lengthBytes(bytes, at + 1);
      events.event(bytes, keyStart, keyStart + keyBytes);
    }
    at += length;
  }
}

function readLength(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = 0; i < HEADER_BYTES_LIMIT; i++) {
    const byte = bytes[at + i]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  throw new Error("length varint is too long");
}

function lengthBytes(bytes: Uint8Array, at: number): number {
  let count = 1;
  while (bytes[at + count - 1]! >= 0x80) count++;
  return count;
}
