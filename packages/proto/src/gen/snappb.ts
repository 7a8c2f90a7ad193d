// Generated from proto/snappb.proto by scripts/generate.mjs. Do not edit.

import { type Init, type MessageDescriptor, lengthDelimited, varintSize, Reader, Writer } from "../wire.ts";

export interface snapshot {
  crc: number;
  data: Uint8Array | null;
}

export function createsnapshot(): snapshot {
  return { crc: 0, data: null };
}

export function readsnapshot(r: Reader, end: number, m: snapshot): snapshot {
  while (r.position < end) {
    const tag = r.tag();
    switch (tag) {
      case 8:
        m.crc = r.uint32();
        break;
      case 18:
        m.data = r.bytes();
        break;
      default:
        r.skip(tag);
    }
  }
  return r.finished(end, m);
}

/** @throws DecodeError on bytes that are no snappb.snapshot. Bytes fields are views of the input. */
export function decodesnapshot(bytes: Uint8Array): snapshot {
  return readsnapshot(new Reader(bytes), bytes.length, createsnapshot());
}

export function sizesnapshot(m: Init<snapshot>): number {
  let size = 0;
  size += 1 + varintSize((m.crc ?? 0));
  if (m.data !== undefined && m.data !== null) size += 1 + lengthDelimited(m.data.length);
  return size;
}

export function writesnapshot(m: Init<snapshot>, w: Writer): void {
  w.uint32(8); w.uint32((m.crc ?? 0));
  if (m.data !== undefined && m.data !== null) { w.uint32(18); w.bytes(m.data); }
}

export function encodesnapshot(m: Init<snapshot>): Uint8Array {
  const w = new Writer(sizesnapshot(m));
  writesnapshot(m, w);
  return w.finish();
}

/** The shape of each message, for the JSON mapping and for tools. */
export const messageTypes: { readonly [name: string]: MessageDescriptor } = {
  snapshot: {
    name: "snappb.snapshot",
    fields: [
      { number: 1, name: "crc", local: "crc", type: "uint32", repeated: false, bigint: false, presence: false, oneof: null, message: null, values: null },
      { number: 2, name: "data", local: "data", type: "bytes", repeated: false, bigint: false, presence: true, oneof: null, message: null, values: null },
    ],
    create: createsnapshot,
    decode: decodesnapshot,
    encode: encodesnapshot as (message: object) => Uint8Array,
  },
};
