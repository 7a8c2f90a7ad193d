/**
 * A unary answer that is too large to be turned into JSON in one go: it is converted piece by
 * piece, each piece written when the client has taken the one before, with the event loop free in
 * between. So a range of a million keys neither stalls the member nor lies in memory twice as text.
 */

import type { Timers } from "@kvorum/base";
import { type FieldDescriptor, type MessageDescriptor, Reader } from "@kvorum/proto";
import type { HttpExchange } from "../http/exchange.ts";
import { fieldToJson, protoToJson } from "./proto-to-json.ts";

/** Encoded messages above this size are answered in pieces. */
export const LARGE_ANSWER_BYTES = 256 * 1024;
/** Length of a piece, in chars, after which the event loop gets its turn. */
const PIECE_LENGTH = 128 * 1024;

export interface LargeAnswerOptions {
  readonly exchange: HttpExchange;
  readonly descriptor: MessageDescriptor;
  /** Owned by the answer from here on. */
  readonly message: Uint8Array;
  readonly timers: Timers;
  /** A piece was refused for lack of room; `drained` must be called when there is some again. */
  readonly onFull: () => void;
}

export class LargeAnswer {
  readonly #options: LargeAnswerOptions;
  readonly #pieces: Generator<string, void>;
  #isStopped = false;

  constructor(options: LargeAnswerOptions) {
    this.#options = options;
    this.#pieces = jsonPieces(options.descriptor, options.message);
  }

  /** Begins the answer; its headers are set. */
  start(): void {
    this.#options.exchange.begin(200);
    this.#next();
  }

  drained(): void {
    this.#next();
  }

  /** The client is gone. */
  stop(): void {
    this.#isStopped = true;
  }

  #next(): void {
    if (this.#isStopped) return;
    const { exchange, timers, onFull } = this.#options;
    const piece = this.#pieces.next();
    if (piece.done === true) {
      this.#isStopped = true;
      exchange.end();
    } else if (exchange.write(piece.value)) {
      timers.soon(() => this.#next());
    } else {
      onFull();
    }
  }
}

/** The JSON text of a message, in parts of about PIECE_LENGTH. */
export function* jsonPieces(
  descriptor: MessageDescriptor,
  message: Uint8Array,
): Generator<string, void> {
  const { lists, rest } = splitLists(descriptor, message);
  const values = descriptor.decode(rest);
  let text = "{";
  let separator = "";
  for (const field of descriptor.fields) {
    const ranges = lists.get(field.number);
    if (ranges === undefined) {
      const member = fieldToJson(field, values);
      if (member === "") continue;
      text += separator + member;
    } else {
      text += `${separator}"${field.name}":[`;
      const element = field.message!();
      for (let i = 0; i < ranges.length; i += 2) {
        if (i > 0) text += ",";
        text += protoToJson(element, message.subarray(ranges[i]!, ranges[i + 1]!));
        if (text.length >= PIECE_LENGTH) {
          yield text;
          text = "";
        }
      }
      text += "]";
    }
    separator = ",";
  }
  yield `${text}}`;
}

/** Where the elements of each list of messages lie, and the message without them. */
function splitLists(
  descriptor: MessageDescriptor,
  message: Uint8Array,
): { readonly lists: ReadonlyMap<number, readonly number[]>; readonly rest: Uint8Array } {
  const listFields = new Map<number, FieldDescriptor>();
  for (const field of descriptor.fields) {
    if (field.repeated && field.type === "message") listFields.set(field.number, field);
  }
  const lists = new Map<number, number[]>();
  const restRanges: number[] = [];
  const reader = new Reader(message);
  while (reader.position < message.length) {
    const start = reader.position;
    const tag = reader.tag();
    if ((tag & 7) !== 2 || !listFields.has(tag >>> 3)) {
      reader.skip(tag);
      restRanges.push(start, reader.position);
      continue;
    }
    const view = reader.bytes();
    const ranges = lists.get(tag >>> 3);
    if (ranges === undefined)
      lists.set(tag >>> 3, [reader.position - view.length, reader.position]);
    else ranges.push(reader.position - view.length, reader.position);
  }
  const parts: Uint8Array[] = [];
  for (let i = 0; i < restRanges.length; i += 2) {
    parts.push(message.subarray(restRanges[i]!, restRanges[i + 1]!));
  }
  return { lists, rest: Buffer.concat(parts) };
}
