/**
 * One HTTP/2 connection (RFC 9113) without gRPC and without a role: frames in, frames out, windows,
 * settings, pings, limits and the end. A pure function of bytes and time to bytes and events: no
 * socket, no clock of its own, no timer but the ones of the wheel it is given.
 *
 * The owner feeds `receive`, calls `resume` when asked, `tick` about once a second, takes
 * `takeOutput` when told that there is output, and reports `onWritten`. After `isEnded` it sends
 * what is left and closes the socket.
 *
 * Invariants:
 * - Nothing is parsed after the end. Closed streams leave no entry; only the highest identifier is
 *   kept, and a bounded set of streams that we closed while the peer was still sending.
 * - A stream error by the peer on a request that was handed on ends the connection
 *   (reliability part 8), so resets cannot be provoked to leave work behind.
 * - Every buffered byte is charged to the connection's memory and to the budget of the server.
 *
 * Deliberately not here: priorities (checked and forgotten), server push (refused), the encoder's
 * dynamic table.
 */

import { assert, EMPTY_BYTES } from "@kvorum/base";
import { copyBytes, plainView, uninitialized } from "./byte-copy.ts";
import { type HeaderList, HpackDecoder } from "./hpack-decoder.ts";
import type { Http2Limits } from "./limits.ts";
import type { Http2Counters, LimitName } from "./observer.ts";
import { Outbox } from "./outbox.ts";
import { type BufferPool, OutputBuffer } from "./output-buffer.ts";
import {
  CLIENT_PREFACE,
  DEFAULT_MAX_FRAME_BYTES,
  DEFAULT_WINDOW_BYTES,
  ErrorCode,
  FLAG_ACK,
  FLAG_END_HEADERS,
  FLAG_END_STREAM,
  FLAG_PADDED,
  FLAG_PRIORITY,
  FRAME_CONTINUATION,
  FRAME_DATA,
  FRAME_GOAWAY,
  FRAME_HEADER_BYTES,
  FRAME_HEADERS,
  FRAME_PING,
  FRAME_PRIORITY,
  FRAME_PUSH_PROMISE,
  FRAME_RST_STREAM,
  FRAME_SETTINGS,
  FRAME_WINDOW_UPDATE,
  MAX_INT31,
  SETTINGS_ENABLE_PUSH,
  SETTINGS_INITIAL_WINDOW_SIZE,
  SETTINGS_MAX_CONCURRENT_STREAMS,
  SETTINGS_MAX_FRAME_SIZE,
} from "./protocol.ts";
import { type CreditSink, ReceiveCredit } from "./receive-credit.ts";
import type { Http2Stream } from "./stream.ts";
import type { TimerWheel } from "./timer-wheel.ts";
import { TokenBucket } from "./token-bucket.ts";

/** What a connection asks of its owner. All of it may be called from inside any other call. */
export interface ConnectionHost {
  /** There is output now; take it before the turn ends. Called once until it is taken. */
  outputReady(): void;
  /** A turn's share was handled; call `resume` in a later turn. Called once until then. */
  resumeSoon(): void;
  /** `wantsRead` may have changed. */
  readingChanged(): void;
  /** The connection ended: send what is left, close the socket. Called once. */
  ended(): void;
  limitReached(limit: LimitName): void;
  /** The memory of all connections together is over its limit. */
  memoryExceeded(): void;
}

/** Memory of all connections of one server or channel. */
export class MemoryBudget {
  usedBytes = 0;
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }
}

export interface ConnectionOptions {
  readonly host: ConnectionHost;
  readonly limits: Http2Limits;
  readonly counters: Http2Counters;
  readonly pool: BufferPool;
  readonly wheel: TimerWheel;
  readonly memory: MemoryBudget;
  readonly nowMs: number;
}

/** Eight bytes that mark our own pings, so that foreign acknowledgements mean nothing. */
const KEEPALIVE_PING = 0x6b76_6f72;
const DRAIN_PING = 0x6472_6169;
/** Streams that we closed while the peer was sending; older ones are forgotten. */
const MAX_LINGERING = 1_000;
/** Our DATA frames are no larger than this even where the peer would take more. */
const MAX_SENT_FRAME_BYTES = 65_536;
/** Ticks count 1/8 seconds, so that they stay small integers for years of uptime. */
const TICK_MS = 125;

export function ticksOf(ms: number): number {
  return Math.ceil(ms / TICK_MS);
}

export abstract class Http2Connection implements CreditSink {
  readonly limits: Http2Limits;
  readonly counters: Http2Counters;
  readonly wheel: TimerWheel;
  readonly output: OutputBuffer;
  readonly credit: ReceiveCredit;
  /** The monotonic time of the input that is being handled. */
  nowMs: number;
  nowTick: number;
  /** Nothing is parsed or sent any more, but for what lies in the output. */
  isEnded = false;
  /** Why it ended. */
  endCode: ErrorCode = ErrorCode.NO_ERROR;
  endReason = "";
  endIsPeerFault = false;
  /** From our GOAWAY on, or the peer's. */
  isDraining = false;

  protected readonly host: ConnectionHost;
  protected readonly streams = new Map<number, Http2Stream>();
  /** Streams opened over the connection's life. */
  protected openedCount = 0;
  /** DATA and HEADERS frames that we sent. */
  protected dataFramesSent = 0;
  protected headersSent = 0;
  protected readonly memory: MemoryBudget;
  protected readonly decoder: HpackDecoder;
  /** Half-closed by us, not by the peer: frames for them are dropped, not punished. */
  protected readonly lingering = new Set<number>();

  peerInitialWindow = DEFAULT_WINDOW_BYTES;
  peerMaxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
  /** Until SETTINGS say otherwise RFC 9113 sets no limit. */
  peerMaxConcurrentStreams: number = Number.POSITIVE_INFINITY;
  sendWindow = DEFAULT_WINDOW_BYTES;

  readonly #pool: BufferPool;
  readonly #isServer: boolean;
  readonly #startedMs: number;

  // Input.
  #prefaceSeen = 0;
  #isPrefaceDone: boolean;
  #hasPeerSettings = false;
  #tail: Uint8Array = EMPTY_BYTES;
  #tailLength = 0;
  #backlog: Uint8Array = EMPTY_BYTES;
  #backlogOffset = 0;
  #framesLeft = 0;
  #turnEnded = false;
  #receivedMs: number;

  // A header block that goes on in CONTINUATION frames.
  #blockStreamId = 0;
  #block: Uint8Array = EMPTY_BYTES;
  #blockLength = 0;
  #blockFrames = 0;
  #blockEndsStream = false;
  #blockSinceMs = 0;

  // Output.
  #outputAnnounced = false;
  #inFlightBytes = 0;
  #outputProgressMs: number;
  #controlReplies = 0;
  /** At least the largest `sendDelta` of any open stream. */
  #largestSendDelta = 0;
  #wasReading = true;
  readonly #blocked = new Set<Http2Stream>();
  readonly #wantsRoom = new Set<Http2Stream>();

  // Memory.
  #outboxBytes = 0;
  #chargedOutput = 0;

  // Limits.
  readonly #glitches: TokenBucket;
  readonly #settingsBucket: TokenBucket;
  #windowUpdates = 0;
  #priorityFrames = 0;
  #emptyDataFrames = 0;

  // Keep-alive.
  #pingSentMs = 0;
  #isPingOut = false;

  constructor(options: ConnectionOptions, isServer: boolean) {
    const { limits, nowMs } = options;
    this.host = options.host;
    this.limits = limits;
    this.counters = options.counters;
    this.wheel = options.wheel;
    this.memory = options.memory;
    this.nowMs = nowMs;
    this.nowTick = Math.floor(nowMs / TICK_MS);
    this.#pool = options.pool;
    this.#isServer = isServer;
    this.#isPrefaceDone = !isServer;
    this.#startedMs = nowMs;
    this.#receivedMs = nowMs;
    this.#outputProgressMs = nowMs;
    this.credit = new ReceiveCredit(limits, this);
    this.output = new OutputBuffer(options.pool);
    this.decoder = new HpackDecoder({
      maxTableBytes: limits.headerTableBytes,
      maxListBytes: limits.maxHeaderListBytes,
      maxFields: limits.maxHeaderFields,
    });
    this.#glitches = new TokenBucket({
      burst: limits.glitchBurst,
      perSecond: limits.glitchesPerSecond,
      nowMs,
    });
    this.#settingsBucket = new TokenBucket({
      burst: limits.settingsBurst,
      perSecond: limits.settingsPerSecond,
      nowMs,
    });
  }

  // ---- What the roles decide.

  /** A complete, decoded header block. */
  protected abstract onHeaderList(streamId: number, list: HeaderList, endStream: boolean): void;
  /** True when a frame other than HEADERS names a stream that was never opened. */
  protected abstract isIdle(streamId: number): boolean;
  protected abstract onStreamReset(stream: Http2Stream, code: number): void;
  /** A reset of a stream that both sides had closed. */
  protected abstract onStrayReset(): void;
  protected abstract onPing(): void;
  protected abstract onGoaway(lastStreamId: number, code: number, debug: string): void;
  protected abstract onSettingsChanged(): void;
  protected abstract onTick(nowMs: number): void;
  protected abstract onDrainPingAcknowledged(): void;
  /** The stream left the table. */
  protected abstract onStreamClosed(stream: Http2Stream): void;
  /** Everything that is still open learns that the connection is gone. */
  protected abstract onEnd(): void;

  // ---- State for owners and tests.

  get streamsCount(): number {
    return this.streams.size;
  }

  /** Everything that this connection keeps for its peer. */
  get memoryBytes(): number {
    return this.credit.inboundBytes + this.#outboxBytes + this.unflushedBytes + this.#tail.length;
  }

  /** Output that the socket did not take yet. */
  get unflushedBytes(): number {
    return this.output.length + this.#inFlightBytes;
  }

  /** False: the owner should stop reading from the socket until `readingChanged`. */
  get wantsRead(): boolean {
    return (
      !this.isEnded &&
      this.#backlog.length - this.#backlogOffset < this.limits.bytesPerTurn &&
      this.#controlReplies < this.limits.controlRepliesPause &&
      this.#inFlightBytes < this.limits.maxQueuedOutputBytes
    );
  }

  get isPrefaceDone(): boolean {
    return this.#isPrefaceDone;
  }

  get hasPeerSettings(): boolean {
    return this.#hasPeerSettings;
  }

  /** Set this before any call that did not come with a time. */
  setNow(nowMs: number): void {
    this.nowMs = nowMs;
    this.nowTick = Math.floor(nowMs / TICK_MS);
  }

  // ---- Input.

  /** Handles bytes from the peer. The view is not kept. */
  receive(chunk: Uint8Array, nowMs: number): void {
    if (this.isEnded) return;
    this.nowMs = nowMs;
    this.nowTick = Math.floor(nowMs / TICK_MS);
    this.#receivedMs = nowMs;
    if (this.#backlog.length > 0) {
      this.#appendBacklog(chunk);
      return;
    }
    this.#framesLeft = this.limits.framesPerTurn;
    this.#turnEnded = false;
    this.#consume(plainView(chunk), 0);
  }

  /** Goes on with what a turn left over. */
  resume(nowMs: number): void {
    if (this.isEnded || this.#backlog.length === 0) return;
    this.setNow(nowMs);
    this.#framesLeft = this.limits.framesPerTurn;
    this.#turnEnded = false;
    const backlog = this.#backlog;
    const offset = this.#backlogOffset;
    this.#backlog = EMPTY_BYTES;
    this.#backlogOffset = 0;
    this.#consume(backlog, offset);
    this.#updateReading();
  }

  #consume(chunk: Uint8Array, offset: number): void {
    if (!this.#isPrefaceDone) {
      offset = this.#consumePreface(chunk, offset);
      if (!this.#isPrefaceDone || this.isEnded) return;
    }
    if (this.#tailLength > 0) offset = this.#completeTail(chunk, offset);
    offset = this.#parse(chunk, offset);
    if (this.isEnded) return;
    if (offset < chunk.length) {
      if (this.#turnEnded) {
        this.#appendBacklog(chunk.subarray(offset));
        this.host.resumeSoon();
      } else {
        this.#keepTail(chunk, offset);
      }
    }
  }

  #consumePreface(chunk: Uint8Array, offset: number): number {
    while (offset < chunk.length && this.#prefaceSeen < CLIENT_PREFACE.length) {
      if (chunk[offset] !== CLIENT_PREFACE[this.#prefaceSeen]) {
        this.fail(ErrorCode.PROTOCOL_ERROR, "bad connection preface");
        return chunk.length;
      }
      offset++;
      this.#prefaceSeen++;
    }
    if (this.#prefaceSeen === CLIENT_PREFACE.length) this.#isPrefaceDone = true;
    return offset;
  }

  /** Completes the frame that the last chunk cut, and handles it. */
  #completeTail(chunk: Uint8Array, offset: number): number {
    if (this.#tailLength < FRAME_HEADER_BYTES) {
      const part = Math.min(FRAME_HEADER_BYTES - this.#tailLength, chunk.length - offset);
      this.#tail.set(chunk.subarray(offset, offset + part), this.#tailLength);
      this.#tailLength += part;
      offset += part;
      if (this.#tailLength < FRAME_HEADER_BYTES) return offset;
    }
    const tail = this.#tail;
    const need = FRAME_HEADER_BYTES + ((tail[0]! << 16) | (tail[1]! << 8) | tail[2]!);
    if (need - FRAME_HEADER_BYTES <= this.limits.maxFrameBytes) {
      if (tail.length < need) this.#growTail(need);
      const part = Math.min(need - this.#tailLength, chunk.length - offset);
      copyBytes(chunk.subarray(offset, offset + part), this.#tail, this.#tailLength);
      this.#tailLength += part;
      offset += part;
      if (this.#tailLength < need) return offset;
    }
    const complete = this.#tail;
    const length = this.#tailLength;
    this.#tail = EMPTY_BYTES;
    this.#tailLength = 0;
    this.#parse(complete.subarray(0, length), 0);
    this.#pool.give(complete);
    return offset;
  }

  #keepTail(chunk: Uint8Array, offset: number): void {
    const length = chunk.length - offset;
    let need = Math.max(length, FRAME_HEADER_BYTES);
    if (length >= FRAME_HEADER_BYTES) {
      need =
        FRAME_HEADER_BYTES +
        ((chunk[offset]! << 16) | (chunk[offset + 1]! << 8) | chunk[offset + 2]!);
    }
    this.#tail = this.#pool.take(need);
    this.#tail.set(chunk.subarray(offset));
    this.#tailLength = length;
  }

  #growTail(need: number): void {
    const larger = this.#pool.take(need);
    larger.set(this.#tail.subarray(0, this.#tailLength));
    this.#pool.give(this.#tail);
    this.#tail = larger;
  }

  #appendBacklog(chunk: Uint8Array): void {
    const rest = this.#backlog.length - this.#backlogOffset;
    const joined = uninitialized(rest + chunk.length);
    joined.set(this.#backlog.subarray(this.#backlogOffset));
    joined.set(chunk, rest);
    this.#backlog = joined;
    this.#backlogOffset = 0;
    this.#updateReading();
  }

  /** Handles whole frames from `offset` on and returns where it stopped. */
  #parse(buffer: Uint8Array, offset: number): number {
    const end = buffer.length;
    const limit = offset + this.limits.bytesPerTurn;
    while (end - offset >= FRAME_HEADER_BYTES) {
      const length = (buffer[offset]! << 16) | (buffer[offset + 1]! << 8) | buffer[offset + 2]!;
      if (length > this.limits.maxFrameBytes) {
        this.fail(ErrorCode.FRAME_SIZE_ERROR, `frame of ${length} bytes`);
        return end;
      }
      const start = offset + FRAME_HEADER_BYTES;
      const next = start + length;
      if (next > end) return offset;
      if (this.#framesLeft <= 0 || offset >= limit) {
        this.#turnEnded = true;
        return offset;
      }
      this.#framesLeft--;
      this.counters.framesReceived++;
      const streamId =
        ((buffer[offset + 5]! & 0x7f) << 24) |
        (buffer[offset + 6]! << 16) |
        (buffer[offset + 7]! << 8) |
        buffer[offset + 8]!;
      this.#frame(buffer[offset + 3]!, buffer[offset + 4]!, streamId, buffer, start, next);
      if (this.isEnded) return end;
      offset = next;
    }
    return offset;
  }

  #frame(
    type: number,
    flags: number,
    streamId: number,
    buffer: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (this.#blockStreamId !== 0) {
      if (type !== FRAME_CONTINUATION || streamId !== this.#blockStreamId) {
        this.fail(ErrorCode.PROTOCOL_ERROR, "another frame inside a header block");
        return;
      }
    } else if (!this.#hasPeerSettings && (type !== FRAME_SETTINGS || (flags & FLAG_ACK) !== 0)) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "first frame is not SETTINGS");
      return;
    }
    switch (type) {
      case FRAME_DATA:
        this.#dataFrame(flags, streamId, buffer, start, end);
        break;
      case FRAME_HEADERS:
        this.#headersFrame(flags, streamId, buffer, start, end);
        break;
      case FRAME_PRIORITY:
        this.#priorityFrame(streamId, buffer, start, end);
        break;
      case FRAME_RST_STREAM:
        this.#resetFrame(streamId, buffer, start, end);
        break;
      case FRAME_SETTINGS:
        this.#settingsFrame(flags, streamId, buffer, start, end);
        break;
      case FRAME_PUSH_PROMISE:
        this.fail(ErrorCode.PROTOCOL_ERROR, "PUSH_PROMISE, which we do not accept");
        break;
      case FRAME_PING:
        this.#pingFrame(flags, streamId, buffer, start, end);
        break;
      case FRAME_GOAWAY:
        this.#goawayFrame(streamId, buffer, start, end);
        break;
      case FRAME_WINDOW_UPDATE:
        this.#windowUpdateFrame(streamId, buffer, start, end);
        break;
      case FRAME_CONTINUATION:
        this.#continuationFrame(flags, streamId, buffer, start, end);
        break;
      default:
        this.glitch();
    }
  }

  #dataFrame(flags: number, id: number, buffer: Uint8Array, start: number, end: number): void {
    if (id === 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "DATA on stream 0");
      return;
    }
    const frameBytes = end - start;
    if ((flags & FLAG_PADDED) !== 0) {
      const padding = frameBytes === 0 ? 0 : buffer[start]!;
      if (frameBytes === 0 || padding >= frameBytes) {
        this.fail(ErrorCode.PROTOCOL_ERROR, "DATA with more padding than payload");
        return;
      }
      start++;
      end -= padding;
    }
    if (!this.credit.receiveOnConnection(frameBytes)) {
      this.fail(ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the connection's window");
      return;
    }
    const endStream = (flags & FLAG_END_STREAM) !== 0;
    if (start === end && !endStream) {
      if (++this.#emptyDataFrames > this.limits.maxEmptyDataFrames) {
        this.limit("empty_data_frames", "DATA frames without payload");
        return;
      }
      this.glitch();
      if (this.isEnded) return;
    } else {
      this.#emptyDataFrames = 0;
    }
    const stream = this.streams.get(id);
    if (stream === undefined) {
      this.#strayFrame(id, endStream, "DATA");
      if (!this.isEnded) this.credit.settle(null);
    } else if (stream.remoteClosed) {
      this.streamError(stream, ErrorCode.STREAM_CLOSED, "DATA after END_STREAM");
    } else {
      if (!this.credit.receiveOnStream(stream, frameBytes)) {
        this.streamError(stream, ErrorCode.FLOW_CONTROL_ERROR, "DATA beyond the stream's window");
        return;
      }
      stream.receivedTick = this.nowTick;
      if (endStream) stream.remoteClosed = true;
      stream.onData(buffer, start, end, endStream);
      if (!this.isEnded) this.credit.settle(stream.isGone ? null : stream);
    }
  }

  /** DATA or HEADERS for a stream that is not in the table. */
  #strayFrame(id: number, endStream: boolean, what: string): void {
    if (this.lingering.has(id)) {
      if (endStream) this.lingering.delete(id);
    } else if (this.isIdle(id)) {
      this.fail(ErrorCode.PROTOCOL_ERROR, `${what} on idle stream ${id}`);
    } else {
      this.fail(ErrorCode.STREAM_CLOSED, `${what} on closed stream ${id}`);
    }
  }

  /** For the roles: true when trailers for this unknown stream are to be dropped silently. */
  protected dropLingering(id: number, endStream: boolean): boolean {
    if (!this.lingering.has(id)) return false;
    if (endStream) this.lingering.delete(id);
    return true;
  }

  #headersFrame(flags: number, id: number, buffer: Uint8Array, start: number, end: number): void {
    if (id === 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "HEADERS on stream 0");
      return;
    }
    let padding = 0;
    if ((flags & FLAG_PADDED) !== 0) {
      if (start === end) {
        this.fail(ErrorCode.FRAME_SIZE_ERROR, "HEADERS too short for its padding");
        return;
      }
      padding = buffer[start++]!;
    }
    if ((flags & FLAG_PRIORITY) !== 0) {
      if (end - start < 5) {
        this.fail(ErrorCode.FRAME_SIZE_ERROR, "HEADERS too short for its priority");
        return;
      }
      if (readInt31(buffer, start) === id) {
        this.fail(ErrorCode.PROTOCOL_ERROR, "stream depends on itself");
        return;
      }
      start += 5;
    }
    if (padding > end - start) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "HEADERS with more padding than payload");
      return;
    }
    end -= padding;
    const endStream = (flags & FLAG_END_STREAM) !== 0;
    if ((flags & FLAG_END_HEADERS) !== 0) {
      this.#headerBlock(id, buffer, start, end, endStream);
      return;
    }
    this.#blockStreamId = id;
    this.#blockEndsStream = endStream;
    this.#blockFrames = 0;
    this.#blockSinceMs = this.nowMs;
    this.#blockLength = 0;
    this.#appendBlock(buffer, start, end);
  }

  #continuationFrame(
    flags: number,
    id: number,
    buffer: Uint8Array,
    start: number,
    end: number,
  ): void {
    if (this.#blockStreamId === 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, `CONTINUATION on stream ${id} without HEADERS`);
      return;
    }
    if (++this.#blockFrames > this.limits.maxContinuationFrames) {
      this.limit("continuation_frames", "header block in too many frames");
      return;
    }
    if (start === end) {
      this.glitch();
      if (this.isEnded) return;
    }
    this.#appendBlock(buffer, start, end);
    if ((flags & FLAG_END_HEADERS) === 0) return;
    this.#blockStreamId = 0;
    const block = this.#block;
    this.#block = EMPTY_BYTES;
    this.#headerBlock(id, block, 0, this.#blockLength, this.#blockEndsStream);
  }

  #appendBlock(buffer: Uint8Array, start: number, end: number): void {
    const need = this.#blockLength + end - start;
    if (need > this.#block.length) {
      const larger = uninitialized(Math.max(need, 1024));
      larger.set(this.#block.subarray(0, this.#blockLength));
      this.#block = larger;
    }
    this.#block.set(buffer.subarray(start, end), this.#blockLength);
    this.#blockLength = need;
  }

  #headerBlock(
    id: number,
    buffer: Uint8Array,
    start: number,
    end: number,
    endStream: boolean,
  ): void {
    const list = this.decoder.decode(buffer, start, end);
    if (list === null) {
      const { failureCode, failureReason } = this.decoder;
      if (failureCode === ErrorCode.ENHANCE_YOUR_CALM) this.limit("header_list", failureReason);
      else this.fail(failureCode, failureReason);
      return;
    }
    this.onHeaderList(id, list, endStream);
  }

  #priorityFrame(id: number, buffer: Uint8Array, start: number, end: number): void {
    if (id === 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "PRIORITY on stream 0");
      return;
    }
    if (end - start !== 5) {
      this.errorOnStream(id, ErrorCode.FRAME_SIZE_ERROR, "PRIORITY of wrong length");
      return;
    }
    if (readInt31(buffer, start) === id) {
      this.errorOnStream(id, ErrorCode.PROTOCOL_ERROR, "stream depends on itself");
      return;
    }
    if (++this.#priorityFrames > this.limits.priorityFramesPerStream * (1 + this.openedCount)) {
      this.limit("priority_frames", "PRIORITY frames");
    }
  }

  #resetFrame(id: number, buffer: Uint8Array, start: number, end: number): void {
    if (end - start !== 4) {
      this.fail(ErrorCode.FRAME_SIZE_ERROR, "RST_STREAM of wrong length");
      return;
    }
    if (id === 0 || this.isIdle(id)) {
      this.fail(ErrorCode.PROTOCOL_ERROR, `RST_STREAM on idle stream ${id}`);
      return;
    }
    const stream = this.streams.get(id);
    if (stream === undefined) {
      if (!this.lingering.delete(id)) this.onStrayReset();
      return;
    }
    this.counters.streamsReset++;
    this.onStreamReset(stream, readUint32(buffer, start));
  }

  #settingsFrame(flags: number, id: number, buffer: Uint8Array, start: number, end: number): void {
    const length = end - start;
    if (id !== 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "SETTINGS on a stream");
      return;
    }
    if ((flags & FLAG_ACK) !== 0) {
      if (length !== 0) this.fail(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS acknowledgement with body");
      return;
    }
    if (length % 6 !== 0) {
      this.fail(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS of wrong length");
      return;
    }
    if (length / 6 > this.limits.maxSettingsEntries || !this.#settingsBucket.take(this.nowMs)) {
      this.limit("settings_frames", "SETTINGS frames or entries");
      return;
    }
    let windowChange = 0;
    for (let at = start; at < end; at += 6) {
      const setting = (buffer[at]! << 8) | buffer[at + 1]!;
      const value = readUint32(buffer, at + 2);
      switch (setting) {
        case SETTINGS_ENABLE_PUSH:
          if (value > 1 || (value === 1 && !this.#isServer)) {
            this.fail(ErrorCode.PROTOCOL_ERROR, `SETTINGS_ENABLE_PUSH = ${value}`);
            return;
          }
          break;
        case SETTINGS_MAX_CONCURRENT_STREAMS:
          this.peerMaxConcurrentStreams = value;
          break;
        case SETTINGS_INITIAL_WINDOW_SIZE:
          if (value > MAX_INT31) {
            this.fail(ErrorCode.FLOW_CONTROL_ERROR, `SETTINGS_INITIAL_WINDOW_SIZE = ${value}`);
            return;
          }
          windowChange += value - this.peerInitialWindow;
          this.peerInitialWindow = value;
          if (this.#overflowsWindow(value)) {
            this.fail(ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS push a window over 2^31-1");
            return;
          }
          break;
        case SETTINGS_MAX_FRAME_SIZE:
          if (value < DEFAULT_MAX_FRAME_BYTES || value > 0xff_ffff) {
            this.fail(ErrorCode.PROTOCOL_ERROR, `SETTINGS_MAX_FRAME_SIZE = ${value}`);
            return;
          }
          this.peerMaxFrameBytes = Math.min(value, MAX_SENT_FRAME_BYTES);
          break;
        default:
        // Table and header-list sizes do not matter to an encoder without a table; the rest is
        // unknown and ignored, as RFC 9113 section 6.5.2 asks.
      }
    }
    const isFirst = !this.#hasPeerSettings;
    this.#hasPeerSettings = true;
    this.#controlReply();
    this.frameHeader(0, FRAME_SETTINGS, FLAG_ACK, 0);
    if (windowChange > 0) this.pumpBlocked();
    if (!isFirst && length === 0) this.glitch();
    if (!this.isEnded) this.onSettingsChanged();
  }

  /**
   * A change of the initial window changes all streams at no cost; only where some stream had a
   * large WINDOW_UPDATE are they looked at one by one.
   */
  #overflowsWindow(initialWindow: number): boolean {
    if (initialWindow + this.#largestSendDelta <= MAX_INT31) return false;
    let largest = 0;
    for (const stream of this.streams.values()) largest = Math.max(largest, stream.sendDelta);
    this.#largestSendDelta = largest;
    return initialWindow + largest > MAX_INT31;
  }

  #pingFrame(flags: number, id: number, buffer: Uint8Array, start: number, end: number): void {
    if (id !== 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "PING on a stream");
      return;
    }
    if (end - start !== 8) {
      this.fail(ErrorCode.FRAME_SIZE_ERROR, "PING of wrong length");
      return;
    }
    if ((flags & FLAG_ACK) !== 0) {
      const mark = readUint32(buffer, start);
      if (mark === KEEPALIVE_PING) this.#isPingOut = false;
      else if (mark === DRAIN_PING) this.onDrainPingAcknowledged();
      else this.glitch();
      return;
    }
    this.counters.pingsReceived++;
    this.#controlReply();
    this.frameHeader(8, FRAME_PING, FLAG_ACK, 0);
    this.output.append(buffer.subarray(start, end));
    this.onPing();
  }

  #goawayFrame(id: number, buffer: Uint8Array, start: number, end: number): void {
    if (id !== 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, "GOAWAY on a stream");
      return;
    }
    if (end - start < 8) {
      this.fail(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY of wrong length");
      return;
    }
    const debugEnd = Math.min(end, start + 8 + 256);
    let debug = "";
    for (let i = start + 8; i < debugEnd; i++) debug += String.fromCharCode(buffer[i]!);
    this.onGoaway(readInt31(buffer, start), readUint32(buffer, start + 4), debug);
  }

  #windowUpdateFrame(id: number, buffer: Uint8Array, start: number, end: number): void {
    if (end - start !== 4) {
      this.fail(ErrorCode.FRAME_SIZE_ERROR, "WINDOW_UPDATE of wrong length");
      return;
    }
    const allowed =
      this.limits.windowUpdatesPerStream * (1 + this.openedCount) +
      this.limits.windowUpdatesPerDataFrame * this.dataFramesSent;
    if (++this.#windowUpdates > allowed) {
      this.limit("window_updates", "WINDOW_UPDATE frames");
      return;
    }
    const increment = readInt31(buffer, start);
    if (id === 0) {
      if (increment === 0) {
        this.fail(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of zero");
        return;
      }
      this.sendWindow += increment;
      if (this.sendWindow > MAX_INT31) {
        this.fail(ErrorCode.FLOW_CONTROL_ERROR, "connection window over 2^31-1");
        return;
      }
      this.pumpBlocked();
      return;
    }
    const stream = this.streams.get(id);
    if (stream === undefined) {
      if (this.isIdle(id)) {
        this.fail(ErrorCode.PROTOCOL_ERROR, `WINDOW_UPDATE on idle stream ${id}`);
      } else if (increment === 0) {
        this.fail(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of zero");
      }
      return;
    }
    if (increment === 0) {
      this.streamError(stream, ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of zero");
      return;
    }
    stream.sendDelta += increment;
    if (stream.sendDelta > this.#largestSendDelta) this.#largestSendDelta = stream.sendDelta;
    if (this.peerInitialWindow + stream.sendDelta > MAX_INT31) {
      this.streamError(stream, ErrorCode.FLOW_CONTROL_ERROR, "stream window over 2^31-1");
      return;
    }
    if (stream.outbox !== null) this.pump(stream);
  }

  // ---- Credit and memory.

  /** A stream took (or, negative, gave back) memory for what it received. */
  chargeInbound(stream: Http2Stream, bytes: number): void {
    if (!this.isEnded) this.credit.charge(stream, bytes);
  }

  sendWindowUpdate(streamId: number, increment: number): void {
    if (this.isEnded) return;
    this.frameHeader(4, FRAME_WINDOW_UPDATE, 0, streamId);
    this.#appendUint32(increment);
  }

  inboundChanged(bytes: number): void {
    this.#chargeTotal(bytes);
  }

  inboundFull(): void {
    this.counters.limitsReached++;
    this.host.limitReached("connection_memory");
  }

  #chargeTotal(bytes: number): void {
    this.memory.usedBytes += bytes;
    if (bytes > 0 && this.memory.usedBytes > this.memory.limitBytes) this.host.memoryExceeded();
  }

  #chargeOutbox(bytes: number): void {
    this.#outboxBytes += bytes;
    this.#chargeTotal(bytes);
  }

  /** So much output waits that requests which would add to it should wait too. */
  protected get isOutputFull(): boolean {
    return this.#outboxBytes + this.unflushedBytes > this.limits.maxConnectionMemoryBytes >>> 1;
  }

  /** Output left while some waits for windows: `isOutputFull` may be false again. */
  protected abstract onOutputRoom(): void;

  /** New streams have to be refused: this connection or the server keeps too much already. */
  protected get isOverMemory(): boolean {
    return (
      this.memoryBytes > this.limits.maxConnectionMemoryBytes ||
      this.memory.usedBytes > this.memory.limitBytes
    );
  }

  // ---- Output.

  /** The output and its length; the array belongs to the caller until it is given to the pool. */
  takeOutput(): { bytes: Uint8Array; length: number } {
    const length = this.output.length;
    this.#outputAnnounced = false;
    this.#inFlightBytes += length;
    return { bytes: this.output.take(), length };
  }

  /** The socket took this many bytes. */
  onWritten(bytesCount: number, nowMs: number): void {
    this.#inFlightBytes -= bytesCount;
    this.#outputProgressMs = nowMs;
    if (this.#chargedOutput > 0) {
      this.memory.usedBytes -= this.#chargedOutput;
      this.#chargedOutput = 0;
    }
    if (this.isEnded) return;
    if (this.#inFlightBytes === 0) this.#controlReplies = 0;
    if (this.#blocked.size > 0) this.pumpBlocked();
    if (this.#wantsRoom.size > 0) this.#giveRoom();
    if (!this.#wasReading) this.#updateReading();
    if (!this.isOutputFull) this.onOutputRoom();
  }

  /** The socket did not take everything at once; what is in flight counts as memory now. */
  onWriteDelayed(nowMs: number): void {
    if (this.#chargedOutput === 0) this.#outputProgressMs = nowMs;
    const more = this.#inFlightBytes - this.#chargedOutput;
    this.#chargedOutput += more;
    this.#chargeTotal(more);
    this.#updateReading();
  }

  #updateReading(): void {
    const reads = this.wantsRead;
    if (reads === this.#wasReading) return;
    this.#wasReading = reads;
    this.host.readingChanged();
  }

  /** The socket is behind: produce no more for it. */
  get isCongested(): boolean {
    return this.unflushedBytes >= this.limits.maxQueuedOutputBytes;
  }

  /** Call after bytes were put into the output. */
  announceOutput(): void {
    if (this.#outputAnnounced) return;
    this.#outputAnnounced = true;
    this.host.outputReady();
  }

  /** Appends a frame header; the payload has to follow at once. */
  protected frameHeader(length: number, type: number, flags: number, streamId: number): void {
    const output = this.output;
    output.reserve(FRAME_HEADER_BYTES + length);
    writeFrameHeader(output.bytes, output.length, length, type, flags, streamId);
    output.length += FRAME_HEADER_BYTES;
    this.announceOutput();
  }

  #controlReply(): void {
    this.#controlReplies++;
    if (this.#controlReplies > this.limits.controlRepliesClose) {
      this.limit("control_replies", "unread replies to control frames");
    } else if (this.#controlReplies === this.limits.controlRepliesPause) {
      this.#updateReading();
    }
  }

  #appendUint32(value: number): void {
    const output = this.output;
    output.reserve(4);
    output.length = writeUint32(output.bytes, output.length, value);
  }

  /** Our first frames: the preface (client), SETTINGS, and the connection's window. */
  protected sendOpening(settings: readonly (readonly [id: number, value: number])[]): void {
    if (!this.#isServer) {
      this.output.append(CLIENT_PREFACE);
      this.announceOutput();
    }
    this.frameHeader(settings.length * 6, FRAME_SETTINGS, 0, 0);
    for (const [id, value] of settings) {
      this.output.bytes[this.output.length++] = id >>> 8;
      this.output.bytes[this.output.length++] = id & 0xff;
      this.#appendUint32(value);
    }
    const extra = this.limits.connectionWindowBytes - DEFAULT_WINDOW_BYTES;
    if (extra > 0) this.sendWindowUpdate(0, extra);
  }

  /** Appends HEADERS and, for a long block, CONTINUATION frames. */
  writeHeaders(streamId: number, block: Uint8Array, endStream: boolean): void {
    const max = this.peerMaxFrameBytes;
    const endFlag = endStream ? FLAG_END_STREAM : 0;
    this.headersSent++;
    if (block.length <= max) {
      this.frameHeader(block.length, FRAME_HEADERS, FLAG_END_HEADERS | endFlag, streamId);
      this.output.append(block);
      return;
    }
    for (let at = 0; at < block.length; at += max) {
      const part = block.subarray(at, at + max);
      const flags = at + max >= block.length ? FLAG_END_HEADERS : 0;
      if (at === 0) this.frameHeader(part.length, FRAME_HEADERS, flags | endFlag, streamId);
      else this.frameHeader(part.length, FRAME_CONTINUATION, flags, streamId);
      this.output.append(part);
    }
  }

  writeReset(streamId: number, code: ErrorCode): void {
    this.frameHeader(4, FRAME_RST_STREAM, 0, streamId);
    this.#appendUint32(code);
  }

  protected writeGoaway(lastStreamId: number, code: ErrorCode, debug: string): void {
    this.frameHeader(8 + debug.length, FRAME_GOAWAY, 0, 0);
    this.#appendUint32(lastStreamId);
    this.#appendUint32(code);
    for (let i = 0; i < debug.length; i++) {
      this.output.bytes[this.output.length++] = debug.charCodeAt(i) & 0x7f;
    }
  }

  protected writePing(mark: number): void {
    this.frameHeader(8, FRAME_PING, 0, 0);
    this.#appendUint32(mark);
    this.#appendUint32(0);
  }

  protected writeDrainPing(): void {
    this.writePing(DRAIN_PING);
  }

  /**
   * Sends one gRPC message, `head` and `body` joined, as far as the windows allow; the rest waits
   * in the stream's outbox. Both parts are copied before the return. With `endsStream` our side is
   * closed behind it.
   */
  writeMessage(
    stream: Http2Stream,
    isCompressed: boolean,
    head: Uint8Array,
    body: Uint8Array,
    endsStream: boolean,
  ): void {
    const headBytes = head.length;
    const messageBytes = headBytes + body.length;
    const total = messageBytes + 5;
    const output = this.output;
    if (stream.outbox === null && !this.isCongested) {
      const streamWindow = this.peerInitialWindow + stream.sendDelta;
      const window = Math.min(streamWindow, this.sendWindow);
      if (total <= window) {
        stream.sendDelta -= total;
        this.sendWindow -= total;
        const max = this.peerMaxFrameBytes;
        if (total <= max) {
          output.reserve(FRAME_HEADER_BYTES + total);
          const bytes = output.bytes;
          let offset = output.length;
          writeFrameHeader(
            bytes,
            offset,
            total,
            FRAME_DATA,
            endsStream ? FLAG_END_STREAM : 0,
            stream.id,
          );
          bytes[offset + 9] = isCompressed ? 1 : 0;
          writeUint32(bytes, offset + 10, messageBytes);
          offset = copyBytes(head, bytes, offset + 14);
          output.length = copyBytes(body, bytes, offset);
          this.dataFramesSent++;
        } else {
          this.#writeFrames(stream.id, isCompressed, head, body, endsStream);
        }
        if (!this.#outputAnnounced) this.announceOutput();
        if (endsStream) this.onSendingFinished(stream);
        return;
      }
    }
    const outbox = this.#outboxOf(stream);
    const { target, offset } = outbox.reserve(total);
    target[offset] = isCompressed ? 1 : 0;
    writeUint32(target, offset + 1, messageBytes);
    copyBytes(body, target, copyBytes(head, target, offset + 5));
    outbox.advance(total);
    if (endsStream) outbox.ending = "end";
    this.#chargeOutbox(total);
    this.pump(stream);
  }

  /** A message larger than a frame, straight from its parts. */
  #writeFrames(
    streamId: number,
    isCompressed: boolean,
    head: Uint8Array,
    body: Uint8Array,
    endsStream: boolean,
  ): void {
    const max = this.peerMaxFrameBytes;
    const messageBytes = head.length + body.length;
    const total = messageBytes + 5;
    const output = this.output;
    output.reserve(total + FRAME_HEADER_BYTES * Math.ceil(total / max));
    const bytes = output.bytes;
    let offset = output.length;
    let sent = -5;
    while (sent < messageBytes) {
      const frameBytes = Math.min(max, messageBytes - sent);
      const frameEnd = sent + frameBytes;
      const flags = endsStream && frameEnd === messageBytes ? FLAG_END_STREAM : 0;
      writeFrameHeader(bytes, offset, frameBytes, FRAME_DATA, flags, streamId);
      offset += FRAME_HEADER_BYTES;
      this.dataFramesSent++;
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

  /** Sends plain bytes as DATA, without the gRPC prefix. */
  writeRaw(stream: Http2Stream, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const outbox = this.#outboxOf(stream);
    const { target, offset } = outbox.reserve(bytes.length);
    copyBytes(bytes, target, offset);
    outbox.advance(bytes.length);
    this.#chargeOutbox(bytes.length);
    this.pump(stream);
  }

  #outboxOf(stream: Http2Stream): Outbox {
    if (stream.outbox === null) {
      stream.outbox = new Outbox();
      stream.outbox.progressMs = this.nowMs;
      this.#blocked.add(stream);
    }
    return stream.outbox;
  }

  /** Closes our side, behind everything sent: with a trailers block or with an empty DATA frame. */
  finishSending(stream: Http2Stream, trailers: Uint8Array | null): void {
    if (stream.outbox !== null) {
      stream.outbox.ending = trailers === null ? "end" : { trailers };
      return;
    }
    this.#writeEnding(stream, trailers);
  }

  #writeEnding(stream: Http2Stream, trailers: Uint8Array | null): void {
    if (trailers === null) this.frameHeader(0, FRAME_DATA, FLAG_END_STREAM, stream.id);
    else this.writeHeaders(stream.id, trailers, true);
    this.onSendingFinished(stream);
  }

  /** Our side of the stream is closed now: the roles decide what follows. */
  protected abstract onSendingFinished(stream: Http2Stream): void;

  /** Moves waiting bytes of one stream to the output, as far as windows and socket allow. */
  protected pump(stream: Http2Stream): void {
    const outbox = stream.outbox;
    if (outbox === null) return;
    let endSent = false;
    while (outbox.length > 0) {
      if (this.isCongested) return;
      const window = Math.min(this.sendWindow, this.peerInitialWindow + stream.sendDelta);
      const part = Math.min(outbox.length, window, this.peerMaxFrameBytes);
      if (part <= 0) return;
      const isLast = part === outbox.length && outbox.ending === "end";
      this.frameHeader(part, FRAME_DATA, isLast ? FLAG_END_STREAM : 0, stream.id);
      outbox.moveTo(this.output.bytes, this.output.length, part);
      this.output.length += part;
      outbox.progressMs = this.nowMs;
      stream.sendDelta -= part;
      this.sendWindow -= part;
      this.dataFramesSent++;
      this.#chargeOutbox(-part);
      endSent = isLast;
    }
    stream.outbox = null;
    this.#blocked.delete(stream);
    const ending = outbox.ending;
    if (endSent) this.onSendingFinished(stream);
    else if (ending !== null) this.#writeEnding(stream, ending === "end" ? null : ending.trailers);
    else if (this.#wantsRoom.size > 0) this.#giveRoom();
    if (!this.isOutputFull) this.onOutputRoom();
  }

  /** Lets every waiting stream send, the one that waits longest first. */
  protected pumpBlocked(): void {
    for (const stream of [...this.#blocked]) {
      if (this.sendWindow <= 0 || this.isCongested) return;
      const before = stream.outbox?.length ?? 0;
      this.pump(stream);
      if (this.isEnded) return;
      // Who sent something but is not done goes behind the others.
      if (stream.outbox !== null && stream.outbox.length < before) {
        this.#blocked.delete(stream);
        this.#blocked.add(stream);
      }
    }
  }

  /** False: the stream is over the output limit; `onRoom` will be called. */
  hasRoom(stream: Http2Stream): boolean {
    const max = this.limits.maxQueuedOutputBytes;
    const waiting = stream.outbox === null ? 0 : stream.outbox.length;
    if (
      waiting < max &&
      !this.isCongested &&
      (waiting === 0 || this.#outboxBytes < this.limits.maxConnectionMemoryBytes >>> 1)
    ) {
      return true;
    }
    this.#wantsRoom.add(stream);
    return false;
  }

  #giveRoom(): void {
    const max = this.limits.maxQueuedOutputBytes;
    if (this.unflushedBytes >= max / 2) return;
    for (const stream of [...this.#wantsRoom]) {
      const waiting = stream.outbox === null ? 0 : stream.outbox.length;
      if (waiting > max / 2) continue;
      this.#wantsRoom.delete(stream);
      stream.onRoom();
      if (this.isEnded || this.isCongested) return;
    }
  }

  // ---- Streams.

  protected addStream(stream: Http2Stream): void {
    this.streams.set(stream.id, stream);
    this.openedCount++;
    this.counters.streamsOpened++;
  }

  /** Takes the stream out of the table and gives back everything it held here. */
  closeStream(stream: Http2Stream): void {
    if (!this.streams.delete(stream.id)) return;
    stream.isGone = true;
    if (stream.outbox !== null) {
      this.#chargeOutbox(-stream.outbox.length);
      stream.outbox = null;
      this.#blocked.delete(stream);
    }
    if (this.#wantsRoom.size > 0) this.#wantsRoom.delete(stream);
    this.credit.forget(stream);
    if (!stream.remoteClosed) this.linger(stream.id);
    this.onStreamClosed(stream);
  }

  /** Frames for this closed stream may still be under way. */
  protected linger(id: number): void {
    this.lingering.add(id);
    if (this.lingering.size > MAX_LINGERING) {
      for (const oldest of this.lingering) {
        this.lingering.delete(oldest);
        break;
      }
    }
  }

  /** Resets a stream for a reason of ours. */
  resetStream(stream: Http2Stream, code: ErrorCode): void {
    if (this.isEnded || this.streams.get(stream.id) !== stream) return;
    this.writeReset(stream.id, code);
    this.closeStream(stream);
  }

  /** The peer broke a rule on a stream. */
  streamError(stream: Http2Stream, code: ErrorCode, reason: string): void {
    const endsAll = stream.isHandedOn;
    this.counters.protocolErrors++;
    this.writeReset(stream.id, code);
    this.closeStream(stream);
    stream.onAborted(code, reason);
    if (endsAll) this.fail(code, reason);
    else this.glitch();
  }

  /** The same by identifier: a stream that is not open ends the connection. */
  protected errorOnStream(id: number, code: ErrorCode, reason: string): void {
    const stream = this.streams.get(id);
    if (stream === undefined) this.fail(code, reason);
    else this.streamError(stream, code, reason);
  }

  // ---- Time, limits and the end.

  /** To be called about once a second: everything that is late is ended here. */
  tick(nowMs: number): void {
    if (this.isEnded) return;
    this.setNow(nowMs);
    const limits = this.limits;
    if (!this.#isPrefaceDone) {
      if (nowMs - this.#startedMs >= limits.prefaceTimeoutMs) {
        this.limit("preface_time", "no connection preface");
      }
      return;
    }
    if (!this.#hasPeerSettings && nowMs - this.#startedMs >= limits.settingsTimeoutMs) {
      this.host.limitReached("settings_time");
      this.fail(ErrorCode.SETTINGS_TIMEOUT, "no SETTINGS");
      return;
    }
    if (this.#blockStreamId !== 0 && nowMs - this.#blockSinceMs >= limits.headerBlockTimeoutMs) {
      this.limit("header_block_time", "header block not finished");
      return;
    }
    if (this.#inFlightBytes > 0 && nowMs - this.#outputProgressMs >= limits.outputStallTimeoutMs) {
      this.limit("output_stall", "output not accepted");
      return;
    }
    this.#keepAlive(nowMs);
    if (this.isEnded) return;
    this.#failStalled(nowMs);
    if (!this.isEnded) this.onTick(nowMs);
  }

  #keepAlive(nowMs: number): void {
    const limits = this.limits;
    if (this.#isPingOut) {
      if (this.#receivedMs > this.#pingSentMs) this.#isPingOut = false;
      else if (nowMs - this.#pingSentMs >= limits.keepaliveTimeoutMs) {
        this.host.limitReached("keepalive_timeout");
        this.end(ErrorCode.NO_ERROR, "keepalive ping not answered", false);
      }
    } else if (
      nowMs - this.#receivedMs >= limits.keepaliveIntervalMs &&
      nowMs - this.#pingSentMs >= limits.keepaliveIntervalMs &&
      this.mayKeepAlive
    ) {
      this.#isPingOut = true;
      this.#pingSentMs = nowMs;
      this.writePing(KEEPALIVE_PING);
    }
  }

  /** The role allows a keep-alive ping now. */
  protected abstract readonly mayKeepAlive: boolean;

  #failStalled(nowMs: number): void {
    const stallTicks = ticksOf(this.limits.requestStallTimeoutMs);
    let stalled: Http2Stream[] | null = null;
    for (const stream of this.streams.values()) {
      if (
        !stream.remoteClosed &&
        this.nowTick - stream.receivedTick >= stallTicks &&
        !stream.mayIdle &&
        !stream.isPaused
      ) {
        (stalled ??= []).push(stream);
      }
    }
    if (stalled !== null) {
      this.host.limitReached("request_stall");
      for (const stream of stalled) stream.failForStall();
    }
    for (const stream of [...this.#blocked]) {
      const outbox = stream.outbox;
      if (
        outbox !== null &&
        outbox.ending !== null &&
        nowMs - outbox.progressMs >= this.limits.outputStallTimeoutMs
      ) {
        this.host.limitReached("output_stall");
        this.resetStream(stream, ErrorCode.CANCEL);
        stream.onAborted(ErrorCode.CANCEL, "answer not accepted");
      }
    }
  }

  /** Something useless but harmless came; too much of it ends the connection. */
  protected glitch(): void {
    if (!this.#glitches.take(this.nowMs)) this.limit("glitches", "useless frames");
  }

  /** A limit is passed: ENHANCE_YOUR_CALM. */
  protected limit(name: LimitName, reason: string): void {
    if (this.isEnded) return;
    this.counters.limitsReached++;
    this.host.limitReached(name);
    this.fail(ErrorCode.ENHANCE_YOUR_CALM, reason);
  }

  /** A connection error: the peer is at fault. */
  fail(code: ErrorCode, reason: string): void {
    if (this.isEnded) return;
    this.counters.protocolErrors++;
    this.end(code, reason, true);
  }

  /** Ends the connection: GOAWAY, then nothing more. */
  end(code: ErrorCode, reason: string, isPeerFault: boolean): void {
    if (this.isEnded) return;
    if (this.#isPrefaceDone || !this.#isServer)
      this.writeGoaway(this.lastProcessedId, code, reason);
    this.isEnded = true;
    this.endCode = code;
    this.endReason = reason;
    this.endIsPeerFault = isPeerFault;
    this.#release();
    this.host.ended();
  }

  /** The socket is gone: nothing can be sent any more. */
  lost(reason: string): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.endReason = reason;
    this.output.discard();
    this.#release();
    this.host.ended();
  }

  protected abstract readonly lastProcessedId: number;

  #release(): void {
    const open = [...this.streams.values()];
    this.streams.clear();
    this.lingering.clear();
    this.#blocked.clear();
    this.#wantsRoom.clear();
    for (const stream of open) {
      stream.isGone = true;
      this.onStreamClosed(stream);
      stream.onAborted(this.endCode, this.endReason);
      stream.outbox = null;
    }
    this.onEnd();
    if (this.#tail.length > 0) this.#pool.give(this.#tail);
    this.#tail = EMPTY_BYTES;
    this.#tailLength = 0;
    this.#backlog = EMPTY_BYTES;
    this.#block = EMPTY_BYTES;
    this.memory.usedBytes -= this.credit.clear() + this.#outboxBytes + this.#chargedOutput;
    this.#outboxBytes = 0;
    this.#chargedOutput = 0;
    assert(this.memory.usedBytes >= 0, "memory of connections given back twice");
  }
}

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

export function writeUint32(bytes: Uint8Array, offset: number, value: number): number {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
  return offset + 4;
}

export function readUint32(bytes: Uint8Array, offset: number): number {
  return (
    bytes[offset]! * 0x100_0000 +
    ((bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!)
  );
}

export function readInt31(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset]! & 0x7f) << 24) |
    (bytes[offset + 1]! << 16) |
    (bytes[offset + 2]! << 8) |
    bytes[offset + 3]!
  );
}
