/**
 * Sending DATA within the peer's windows (RFC 9113 section 5.2). What fits goes straight from the
 * caller's arrays into the output; the rest waits in the stream's outbox and goes on, fairly among
 * streams, when windows grow or the socket catches up.
 *
 * A stream's window is kept as its difference to the peer's initial window, so that a change of
 * that one costs nothing whatever the number of streams.
 */

import { copyBytes } from "./byte-copy.ts";
import { type FrameWriter, writeFrameHeader, writeUint32 } from "./frame-writer.ts";
import type { Http2Limits } from "./limits.ts";
import { Outbox } from "./outbox.ts";
import {
  DEFAULT_WINDOW_BYTES,
  FLAG_END_STREAM,
  FRAME_DATA,
  FRAME_HEADER_BYTES,
  MAX_INT31,
} from "./protocol.ts";
import type { Http2Stream } from "./stream.ts";

export interface SendSink {
  readonly isEnded: boolean;
  readonly nowMs: number;
  /** Our side of the stream is closed now. */
  onSendingFinished(stream: Http2Stream): void;
  /** The memory of all outboxes changed by this much. */
  outboxChanged(bytes: number): void;
  /** Output left: what waited for that may go on. */
  onOutputRoom(): void;
}

const PREFIX_BYTES = 5;

export class SendFlow {
  /** The connection's window. */
  window = DEFAULT_WINDOW_BYTES;
  readonly #limits: Http2Limits;
  readonly #writer: FrameWriter;
  readonly #sink: SendSink;
  #initialWindow = DEFAULT_WINDOW_BYTES;
  /** At least the largest `sendDelta` of any open stream. */
  #largestDelta = 0;
  #outboxBytes = 0;
  /** Streams with an outbox, those that wait longest first. */
  readonly #blocked = new Set<Http2Stream>();
  /** Of these, the ones whose own window is open: only the connection or the socket holds them. */
  readonly #sendable = new Set<Http2Stream>();
  /** Streams that were told to wait for room. */
  readonly #wantsRoom = new Set<Http2Stream>();

  constructor(options: { limits: Http2Limits; writer: FrameWriter; sink: SendSink }) {
    this.#limits = options.limits;
    this.#writer = options.writer;
    this.#sink = options.sink;
  }

  get outboxBytes(): number {
    return this.#outboxBytes;
  }

  /** The socket is behind: produce no more for it. */
  get isCongested(): boolean {
    return this.#writer.unflushedBytes >= this.#limits.maxQueuedOutputBytes;
  }

  /** So much output waits that requests which would add to it should wait too. */
  get isFull(): boolean {
    const bytes = this.#outboxBytes + this.#writer.unflushedBytes;
    return bytes > this.#limits.maxConnectionMemoryBytes >>> 1;
  }

  streamWindow(stream: Http2Stream): number {
    return this.#initialWindow + stream.sendDelta;
  }

  /** Streams that wait with bytes; for the stall limit. */
  get blocked(): ReadonlySet<Http2Stream> {
    return this.#blocked;
  }

  // ---- Windows.

  /** WINDOW_UPDATE of the connection. False: beyond 2^31-1. */
  growWindow(increment: number): boolean {
    this.window += increment;
    if (this.window > MAX_INT31) return false;
    this.pumpSendable();
    return true;
  }

  /** WINDOW_UPDATE of a stream. False: beyond 2^31-1. */
  growStreamWindow(stream: Http2Stream, increment: number): boolean {
    stream.sendDelta += increment;
    if (stream.sendDelta > this.#largestDelta) this.#largestDelta = stream.sendDelta;
    if (this.streamWindow(stream) > MAX_INT31) return false;
    if (stream.outbox !== null) this.#pump(stream);
    return true;
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE. False: some stream's window is beyond 2^31-1 now. */
  setInitialWindow(bytes: number, streams: Iterable<Http2Stream>): boolean {
    const grew = bytes > this.#initialWindow;
    this.#initialWindow = bytes;
    if (bytes + this.#largestDelta > MAX_INT31) {
      // Only where some stream once had a large WINDOW_UPDATE are they looked at one by one.
      this.#largestDelta = 0;
      for (const stream of streams) {
        this.#largestDelta = Math.max(this.#largestDelta, stream.sendDelta);
      }
      if (bytes + this.#largestDelta > MAX_INT31) return false;
    }
    if (grew) {
      for (const stream of this.#blocked) {
        if (this.streamWindow(stream) > 0) this.#sendable.add(stream);
      }
      this.pumpSendable();
    }
    return true;
  }

  // ---- Messages.

  /**
   * Sends one gRPC message, `head` and `body` joined; both are copied before the return. With
   * `endsStream` our side is closed behind it.
   */
  message(
    stream: Http2Stream,
    isCompressed: boolean,
    head: Uint8Array,
    body: Uint8Array,
    endsStream: boolean,
  ): void {
    const messageBytes = head.length + body.length;
    const total = messageBytes + PREFIX_BYTES;
    if (
      stream.outbox === null &&
      !this.isCongested &&
      total <= this.window &&
      total <= this.#initialWindow + stream.sendDelta
    ) {
      stream.sendDelta -= total;
      this.window -= total;
      if (total <= this.#writer.peerMaxFrameBytes) {
        const output = this.#writer.output;
        output.reserve(FRAME_HEADER_BYTES + total);
        const bytes = output.bytes;
        let offset = output.length;
        const flags = endsStream ? FLAG_END_STREAM : 0;
        writeFrameHeader(bytes, offset, total, FRAME_DATA, flags, stream.id);
        bytes[offset + 9] = isCompressed ? 1 : 0;
        writeUint32(bytes, offset + 10, messageBytes);
        offset = copyBytes(head, bytes, offset + 14);
        output.length = copyBytes(body, bytes, offset);
        this.#writer.dataFramesSent++;
      } else {
        this.#frames(stream.id, isCompressed, head, body, endsStream);
      }
      this.#writer.announce();
      if (endsStream) this.#sink.onSendingFinished(stream);
      return;
    }
    const outbox = this.#outboxOf(stream);
    const { target, offset } = outbox.reserve(total);
    target[offset] = isCompressed ? 1 : 0;
    writeUint32(target, offset + 1, messageBytes);
    copyBytes(body, target, copyBytes(head, target, offset + PREFIX_BYTES));
    outbox.advance(total);
    if (endsStream) outbox.ending = "end";
    this.#changeOutbox(total);
    this.#pump(stream);
  }

  /** A message larger than a frame, straight from its parts. */
  #frames(
    streamId: number,
    isCompressed: boolean,
    head: Uint8Array,
    body: Uint8Array,
    endsStream: boolean,
  ): void {
    const max = this.#writer.peerMaxFrameBytes;
    const messageBytes = head.length + body.length;
    const total = messageBytes + PREFIX_BYTES;
    const output = this.#writer.output;
    output.reserve(total + FRAME_HEADER_BYTES * Math.ceil(total / max));
    const bytes = output.bytes;
    let offset = output.length;
    let sent = -PREFIX_BYTES;
    while (sent < messageBytes) {
      const frameBytes = Math.min(max, messageBytes - sent);
      const frameEnd = sent + frameBytes;
      const flags = endsStream && frameEnd === messageBytes ? FLAG_END_STREAM : 0;
      writeFrameHeader(bytes, offset, frameBytes, FRAME_DATA, flags, streamId);
      offset += FRAME_HEADER_BYTES;
      this.#writer.dataFramesSent++;
      if (sent < 0) {
        bytes[offset] = isCompressed ? 1 : 0;
        offset = writeUint32(bytes, offset + 1, messageBytes);
        sent = 0;
      }
      if (sent < head.length) {
        const part = Math.min(frameEnd, head.length);
        offset = copyBytes(head.subarray(sent, part), bytes, offset);
        sent = part;
      }
      if (sent < frameEnd) {
        bytes.set(body.subarray(sent - head.length, frameEnd - head.length), offset);
        offset += frameEnd - sent;
        sent = frameEnd;
      }
    }
    output.length = offset;
  }

  /** Sends plain bytes, without the gRPC prefix; copied before the return. */
  raw(stream: Http2Stream, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const outbox = this.#outboxOf(stream);
    const { target, offset } = outbox.reserve(bytes.length);
    copyBytes(bytes, target, offset);
    outbox.advance(bytes.length);
    this.#changeOutbox(bytes.length);
    this.#pump(stream);
  }

  /** Closes our side, behind everything sent: with a trailers block or with an empty DATA frame. */
  finish(stream: Http2Stream, trailers: Uint8Array | null): void {
    if (stream.outbox === null) this.#end(stream, trailers);
    else stream.outbox.ending = trailers === null ? "end" : { trailers };
  }

  #end(stream: Http2Stream, trailers: Uint8Array | null): void {
    if (trailers === null) this.#writer.header(0, FRAME_DATA, FLAG_END_STREAM, stream.id);
    else this.#writer.headers(stream.id, trailers, true);
    this.#sink.onSendingFinished(stream);
  }

  // ---- What waits.

  #outboxOf(stream: Http2Stream): Outbox {
    if (stream.outbox === null) {
      stream.outbox = new Outbox();
      stream.outbox.progressMs = this.#sink.nowMs;
      this.#blocked.add(stream);
    }
    return stream.outbox;
  }

  #changeOutbox(bytes: number): void {
    this.#outboxBytes += bytes;
    this.#sink.outboxChanged(bytes);
  }

  /** Moves waiting bytes of one stream to the output, as far as windows and socket allow. */
  #pump(stream: Http2Stream): void {
    const outbox = stream.outbox;
    if (outbox === null) return;
    const writer = this.#writer;
    let endSent = false;
    while (outbox.length > 0) {
      const streamWindow = this.streamWindow(stream);
      if (streamWindow <= 0) {
        this.#sendable.delete(stream);
        return;
      }
      if (this.window <= 0 || this.isCongested) {
        this.#sendable.add(stream);
        return;
      }
      const part = Math.min(outbox.length, streamWindow, this.window, writer.peerMaxFrameBytes);
      const isLast = part === outbox.length && outbox.ending === "end";
      writer.header(part, FRAME_DATA, isLast ? FLAG_END_STREAM : 0, stream.id);
      outbox.moveTo(writer.output.bytes, writer.output.length, part);
      writer.output.length += part;
      outbox.progressMs = this.#sink.nowMs;
      stream.sendDelta -= part;
      this.window -= part;
      writer.dataFramesSent++;
      this.#changeOutbox(-part);
      endSent = isLast;
    }
    stream.outbox = null;
    this.#blocked.delete(stream);
    this.#sendable.delete(stream);
    const ending = outbox.ending;
    if (endSent) this.#sink.onSendingFinished(stream);
    else if (ending !== null) this.#end(stream, ending === "end" ? null : ending.trailers);
    else if (this.#wantsRoom.size > 0) this.giveRoom();
    if (!this.isFull) this.#sink.onOutputRoom();
  }

  /** Lets the streams send whose own windows are open, the one that waits longest first. */
  pumpSendable(): void {
    let visits = this.#sendable.size;
    for (const stream of this.#sendable) {
      if (visits-- <= 0 || this.window <= 0 || this.isCongested || this.#sink.isEnded) return;
      // Who is not done goes behind the others.
      this.#sendable.delete(stream);
      this.#pump(stream);
    }
  }

  /** The socket took output. */
  onWritten(): void {
    if (this.#sendable.size > 0) this.pumpSendable();
    if (this.#wantsRoom.size > 0) this.giveRoom();
    if (!this.isFull) this.#sink.onOutputRoom();
  }

  /** False: the stream is over the output limit; its `onRoom` will be called. */
  hasRoom(stream: Http2Stream): boolean {
    const waiting = stream.outbox === null ? 0 : stream.outbox.length;
    if (
      waiting < this.#limits.maxQueuedOutputBytes &&
      !this.isCongested &&
      (waiting === 0 || this.#outboxBytes < this.#limits.maxConnectionMemoryBytes >>> 1)
    ) {
      return true;
    }
    this.#wantsRoom.add(stream);
    return false;
  }

  /** Tells streams that wait for room, once half of the limit is free. */
  giveRoom(): void {
    const half = this.#limits.maxQueuedOutputBytes / 2;
    let visits = this.#wantsRoom.size;
    for (const stream of this.#wantsRoom) {
      if (visits-- <= 0 || this.#writer.unflushedBytes >= half || this.#sink.isEnded) return;
      if (stream.outbox !== null && stream.outbox.length > half) continue;
      this.#wantsRoom.delete(stream);
      stream.onRoom();
    }
  }

  /** The stream is closed: what it still wanted to send is dropped. */
  forget(stream: Http2Stream): void {
    if (stream.outbox !== null) {
      this.#changeOutbox(-stream.outbox.length);
      stream.outbox = null;
      this.#blocked.delete(stream);
      this.#sendable.delete(stream);
    }
    if (this.#wantsRoom.size > 0) this.#wantsRoom.delete(stream);
  }

  /** The connection is gone. Returns the bytes that were still charged. */
  clear(): number {
    const rest = this.#outboxBytes;
    this.#outboxBytes = 0;
    this.#blocked.clear();
    this.#sendable.clear();
    this.#wantsRoom.clear();
    return rest;
  }
}
