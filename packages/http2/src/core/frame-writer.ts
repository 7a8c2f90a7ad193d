/**
 * Frames into the output of one connection, and what is known about that output: how much of it the
 * socket did not take yet, and since when. Everything is copied; nothing is ever refused here.
 */

import { type BufferPool, OutputBuffer } from "./output-buffer.ts";
import {
  CLIENT_PREFACE,
  DEFAULT_MAX_FRAME_BYTES,
  type ErrorCode,
  FLAG_END_HEADERS,
  FLAG_END_STREAM,
  FRAME_CONTINUATION,
  FRAME_GOAWAY,
  FRAME_HEADER_BYTES,
  FRAME_HEADERS,
  FRAME_PING,
  FRAME_RST_STREAM,
  FRAME_SETTINGS,
  FRAME_WINDOW_UPDATE,
} from "./protocol.ts";

export class FrameWriter {
  readonly output: OutputBuffer;
  /** The peer's SETTINGS_MAX_FRAME_SIZE, as far as we use it. */
  peerMaxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
  /** DATA and HEADERS frames that we sent. */
  dataFramesSent = 0;
  headersSent = 0;
  /** Taken by the owner, not yet by the socket. */
  inFlightBytes = 0;
  /** When the socket last took something, or began not to. */
  progressMs: number;
  readonly #onReady: () => void;
  #isAnnounced = false;

  /** `onReady` is called when there is output, once until it is taken. */
  constructor(options: { pool: BufferPool; onReady: () => void; nowMs: number }) {
    this.output = new OutputBuffer(options.pool);
    this.progressMs = options.nowMs;
    this.#onReady = options.onReady;
  }

  /** Output that the socket did not take yet. */
  get unflushedBytes(): number {
    return this.output.length + this.inFlightBytes;
  }

  /** The output and its length; the array belongs to the caller until it is given to the pool. */
  take(): { bytes: Uint8Array; length: number } {
    const length = this.output.length;
    this.#isAnnounced = false;
    this.inFlightBytes += length;
    return { bytes: this.output.take(), length };
  }

  /** To be called after bytes were put into the output. */
  announce(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    this.#onReady();
  }

  /** A frame header, and room for the payload, which has to follow at once. */
  header(length: number, type: number, flags: number, streamId: number): void {
    const output = this.output;
    output.reserve(FRAME_HEADER_BYTES + length);
    writeFrameHeader(output.bytes, output.length, length, type, flags, streamId);
    output.length += FRAME_HEADER_BYTES;
    this.announce();
  }

  preface(): void {
    this.output.append(CLIENT_PREFACE);
    this.announce();
  }

  settings(entries: readonly (readonly [id: number, value: number])[]): void {
    this.header(entries.length * 6, FRAME_SETTINGS, 0, 0);
    for (const [id, value] of entries) {
      this.output.bytes[this.output.length++] = id >>> 8;
      this.output.bytes[this.output.length++] = id & 0xff;
      this.#uint32(value);
    }
  }

  /** HEADERS and, for a long block, CONTINUATION frames. */
  headers(streamId: number, block: Uint8Array, endStream: boolean): void {
    const max = this.peerMaxFrameBytes;
    const endFlag = endStream ? FLAG_END_STREAM : 0;
    this.headersSent++;
    if (block.length <= max) {
      this.header(block.length, FRAME_HEADERS, FLAG_END_HEADERS | endFlag, streamId);
      this.output.append(block);
      return;
    }
    for (let at = 0; at < block.length; at += max) {
      const part = block.subarray(at, at + max);
      const flags = at + max >= block.length ? FLAG_END_HEADERS : 0;
      if (at === 0) this.header(part.length, FRAME_HEADERS, flags | endFlag, streamId);
      else this.header(part.length, FRAME_CONTINUATION, flags, streamId);
      this.output.append(part);
    }
  }

  reset(streamId: number, code: ErrorCode): void {
    this.header(4, FRAME_RST_STREAM, 0, streamId);
    this.#uint32(code);
  }

  windowUpdate(streamId: number, increment: number): void {
    this.header(4, FRAME_WINDOW_UPDATE, 0, streamId);
    this.#uint32(increment);
  }

  /** `payload` must have eight bytes. */
  ping(flags: number, payload: Uint8Array): void {
    this.header(8, FRAME_PING, flags, 0);
    this.output.append(payload);
  }

  goaway(lastStreamId: number, code: ErrorCode, debug: string): void {
    this.header(8 + debug.length, FRAME_GOAWAY, 0, 0);
    this.#uint32(lastStreamId);
    this.#uint32(code);
    for (let i = 0; i < debug.length; i++) {
      this.output.bytes[this.output.length++] = debug.charCodeAt(i) & 0x7f;
    }
  }

  #uint32(value: number): void {
    this.output.reserve(4);
    this.output.length = writeUint32(this.output.bytes, this.output.length, value);
  }
}

/** Writes the nine bytes of a frame header at `offset`. */
export function writeFrameHeader(
  bytes: Uint8Array,
  offset: number,
  length: number,
  type: number,
  flags: number,
  streamId: number,
): void {
  bytes[offset] = length >>> 16;
  bytes[offset + 1] = length >>> 8;
  bytes[offset + 2] = length;
  bytes[offset + 3] = type;
  bytes[offset + 4] = flags;
  bytes[offset + 5] = streamId >>> 24;
  bytes[offset + 6] = streamId >>> 16;
  bytes[offset + 7] = streamId >>> 8;
  bytes[offset + 8] = streamId;
}

/** Writes four bytes, big-endian, at `offset` and returns the offset behind them. */
export function writeUint32(bytes: Uint8Array, offset: number, value: number): number {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
  return offset + 4;
}
