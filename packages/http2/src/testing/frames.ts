/** Writing and reading frames for tests, apart from the code under test. */

import { concatBytes } from "@kvorum/base";
import { HpackDecoder } from "../core/hpack-decoder.ts";
import { encodeHeaderBlock } from "../core/hpack-encoder.ts";

export const DATA = 0;
export const HEADERS = 1;
export const PRIORITY = 2;
export const RST_STREAM = 3;
export const SETTINGS = 4;
export const PUSH_PROMISE = 5;
export const PING = 6;
export const GOAWAY = 7;
export const WINDOW_UPDATE = 8;
export const CONTINUATION = 9;

export const END_STREAM = 1;
export const ACK = 1;
export const END_HEADERS = 4;
export const PADDED = 8;
export const PRIORITY_FLAG = 0x20;

export const PREFACE: Uint8Array = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

export type Fields = readonly (readonly [name: string, value: string])[];

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

export function hex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, "");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** One frame; `length` overrides what its header says. */
export function frame(
  type: number,
  flags: number,
  id: number,
  payload: Uint8Array = new Uint8Array(0),
  length: number = payload.length,
): Uint8Array {
  return concatBytes([
    Uint8Array.of(length >>> 16, length >>> 8, length, type, flags),
    uint32(id),
    payload,
  ]);
}

export function settings(
  ...entries: readonly (readonly [id: number, value: number])[]
): Uint8Array {
  const payload = concatBytes(
    entries.map(([id, value]) => concatBytes([Uint8Array.of(id >>> 8, id), uint32(value)])),
  );
  return frame(SETTINGS, 0, 0, payload);
}

export function headers(id: number, fields: Fields, flags = END_HEADERS): Uint8Array {
  return frame(HEADERS, flags, id, encodeHeaderBlock(fields));
}

export function windowUpdate(id: number, increment: number): Uint8Array {
  return frame(WINDOW_UPDATE, 0, id, uint32(increment));
}

export function reset(id: number, code: number): Uint8Array {
  return frame(RST_STREAM, 0, id, uint32(code));
}

/** A gRPC message with its prefix. */
export function message(body: Uint8Array, flag = 0): Uint8Array {
  return concatBytes([Uint8Array.of(flag), uint32(body.length), body]);
}

export function grpcFields(path: string, extra: Fields = []): Fields {
  return [
    [":method", "POST"],
    [":scheme", "http"],
    [":path", path],
    [":authority", "test"],
    ["content-type", "application/grpc"],
    ["te", "trailers"],
    ...extra,
  ];
}

/** A decoded frame: header fields, code, window increment and so on where they apply. */
export interface SeenFrame {
  readonly type: number;
  readonly flags: number;
  readonly id: number;
  readonly payload: Uint8Array;
  readonly fields: Fields;
  /** RST_STREAM and GOAWAY. */
  readonly code: number;
  /** GOAWAY. */
  readonly lastId: number;
  readonly debug: string;
  /** WINDOW_UPDATE. */
  readonly increment: number;
  readonly endStream: boolean;
}

const NAMES = [
  "DATA",
  "HEADERS",
  "PRIORITY",
  "RST_STREAM",
  "SETTINGS",
  "PUSH_PROMISE",
  "PING",
  "GOAWAY",
  "WINDOW_UPDATE",
  "CONTINUATION",
];

/** One line for a frame, for comparing sequences. */
export function describe(seen: SeenFrame): string {
  const name = NAMES[seen.type] ?? `type ${seen.type}`;
  const parts = [`${name} ${seen.id}`];
  if (seen.fields.length > 0) parts.push(seen.fields.map(([n, v]) => `${n}=${v}`).join(" "));
  if (seen.type === DATA) parts.push(`${seen.payload.length} bytes`);
  if (seen.type === RST_STREAM || seen.type === GOAWAY) parts.push(`code ${seen.code}`);
  if (seen.type === WINDOW_UPDATE) parts.push(`+${seen.increment}`);
  if ((seen.type === SETTINGS || seen.type === PING) && seen.flags & ACK) parts.push("ack");
  if (seen.endStream) parts.push("end");
  return parts.join(" ");
}

/** Splits what a connection sends into frames, however it was cut. */
export class FrameParser {
  #rest: Uint8Array = new Uint8Array(0);
  #block: Uint8Array[] = [];
  readonly #decoder = new HpackDecoder({
    maxTableBytes: 4096,
    maxListBytes: 1 << 20,
    maxFields: 10_000,
  });

  parse(bytes: Uint8Array): SeenFrame[] {
    let rest = concatBytes([this.#rest, bytes]);
    const frames: SeenFrame[] = [];
    while (rest.length >= 9) {
      const length = (rest[0]! << 16) | (rest[1]! << 8) | rest[2]!;
      if (rest.length < 9 + length) break;
      frames.push(this.#frame(rest.subarray(0, 9), rest.slice(9, 9 + length)));
      rest = rest.slice(9 + length);
    }
    this.#rest = rest;
    return frames;
  }

  #frame(header: Uint8Array, payload: Uint8Array): SeenFrame {
    const type = header[3]!;
    const flags = header[4]!;
    const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
    let fields: Fields = [];
    if (type === HEADERS || type === CONTINUATION) {
      this.#block.push(payload);
      if (flags & END_HEADERS) {
        const block = concatBytes(this.#block);
        this.#block = [];
        const list = this.#decoder.decode(block, 0, block.length);
        if (list === null) throw new Error(`undecodable: ${this.#decoder.failureReason}`);
        fields = list.fields.map((field) => [field.name, field.value] as const);
      }
    }
    let debug = "";
    if (type === GOAWAY) for (const byte of payload.subarray(8)) debug += String.fromCharCode(byte);
    return {
      type,
      flags,
      id: (((header[5]! & 0x7f) << 24) | (header[6]! << 16) | (header[7]! << 8) | header[8]!) >>> 0,
      payload,
      fields,
      code: type === RST_STREAM ? view.getUint32(0) : type === GOAWAY ? view.getUint32(4) : 0,
      lastId: type === GOAWAY ? view.getUint32(0) : 0,
      debug,
      increment: type === WINDOW_UPDATE ? view.getUint32(0) : 0,
      endStream: (type === DATA || type === HEADERS) && (flags & END_STREAM) !== 0,
    };
  }
}
