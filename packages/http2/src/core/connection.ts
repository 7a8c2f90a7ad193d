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
 * dynamic table; and, as parts of their own, cutting bytes into frames (frame-reader.ts), writing
 * frames (frame-writer.ts), and the two directions of flow control (receive-credit.ts,
 * send-flow.ts). What is left is one thing though long: for each frame, its rules and what breaking
 * them costs the peer.
 */

import { assert, EMPTY_BYTES } from "@kvorum/base";
import { plainView, uninitialized } from "./byte-copy.ts";
import { FrameReader, type FrameSink } from "./frame-reader.ts";
import { FrameWriter } from "./frame-writer.ts";
import { type HeaderList, HpackDecoder } from "./hpack-decoder.ts";
import type { Http2Limits } from "./limits.ts";
import type { Http2Counters, LimitName } from "./observer.ts";
import type { BufferPool, OutputBuffer } from "./output-buffer.ts";
import {
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
import { SendFlow, type SendSink } from "./send-flow.ts";
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
const KEEPALIVE_PING = Uint8Array.of(0x6b, 0x76, 0x6f, 0x72, 0x75, 0x6d, 0, 1);
const DRAIN_PING = Uint8Array.of(0x6b, 0x76, 0x6f, 0x72, 0x75, 0x6d, 0, 2);
/** Streams that we closed while the peer was sending; older ones are forgotten. */
const MAX_LINGERING = 1_000;
/** Our DATA frames are no larger than this even where the peer would take more. */
const MAX_SENT_FRAME_BYTES = 65_536;
/** A header list of this size is part of what a stream costs anyway. */
const FREE_HEAD_BYTES = 768;
/** Ticks count 1/8 seconds, so that they stay small integers for years of uptime. */
const TICK_MS = 125;

export function ticksOf(ms: number): number {
  return Math.ceil(ms / TICK_MS);
}

export abstract class Http2Connection implements FrameSink, CreditSink, SendSink {
  readonly limits: Http2Limits;
  readonly counters: Http2Counters;
  readonly wheel: TimerWheel;
  readonly writer: FrameWriter;
  readonly sending: SendFlow;
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
  protected readonly memory: MemoryBudget;
  protected readonly decoder: HpackDecoder;
  /** Half-closed by us, not by the peer: frames for them are dropped, not punished. */
  protected readonly lingering = new Set<number>();

  /** Until SETTINGS say otherwise RFC 9113 sets no limit. */
  peerMaxConcurrentStreams: number = Number.POSITIVE_INFINITY;

  readonly #isServer: boolean;
  readonly #startedMs: number;

  // Input.
  readonly #reader: FrameReader;
  #hasPeerSettings = false;
  #receivedMs: number;

  // A header block that goes on in CONTINUATION frames.
  #blockStreamId = 0;
  #block: Uint8Array = EMPTY_BYTES;
  #blockLength = 0;
  #blockFrames = 0;
  #blockEndsStream = false;
  #blockSinceMs = 0;

  // Output.
  #controlReplies = 0;
  #wasReading = true;
  /** Output in flight that counts as memory, because the socket was slow to take it. */
  #chargedOutput = 0;

  /** Large header lists that open streams keep. */
  #headBytes = 0;

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
    this.#isServer = isServer;
    this.#startedMs = nowMs;
    this.#receivedMs = nowMs;
    this.credit = new ReceiveCredit(limits, this);
    this.writer = new FrameWriter({
      pool: options.pool,
      onReady: () => this.host.outputReady(),
      nowMs,
    });
    this.sending = new SendFlow({ limits, writer: this.writer, sink: this });
    this.#reader = new FrameReader({
      limits,
      pool: options.pool,
      sink: this,
      expectsPreface: isServer,
    });
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
    return (
      this.credit.inboundBytes +
      this.#headBytes +
      this.sending.outboxBytes +
      this.writer.unflushedBytes +
      this.#reader.keptBytes
    );
  }

  /** What is to be sent: the owner looks at its length only. */
  get output(): OutputBuffer {
    return this.writer.output;
  }

  /** False: the owner should stop reading from the socket until `readingChanged`. */
  get wantsRead(): boolean {
    return (
      !this.isEnded &&
      this.#reader.backlogBytes < this.limits.bytesPerTurn &&
      this.#controlReplies < this.limits.controlRepliesPause &&
      this.writer.inFlightBytes < this.limits.maxQueuedOutputBytes
    );
  }

  get isPrefaceDone(): boolean {
    return this.#reader.isPrefaceDone;
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
    this.setNow(nowMs);
    this.#receivedMs = nowMs;
    this.#reader.receive(plainView(chunk));
    if (this.#reader.backlogBytes > 0) this.#updateReading();
  }

  /** Goes on with what a turn left over. */
  resume(nowMs: number): void {
    if (this.isEnded) return;
    this.setNow(nowMs);
    this.#reader.resume();
    this.#updateReading();
  }

  onBadPreface(): void {
    this.fail(ErrorCode.PROTOCOL_ERROR, "bad connection preface");
  }

  onFrameTooLarge(length: number): void {
    this.fail(ErrorCode.FRAME_SIZE_ERROR, `frame of ${length} bytes`);
  }

  onTurnEnded(): void {
    this.host.resumeSoon();
  }

  onFrame(
    type: number,
    flags: number,
    streamId: number,
    buffer: Uint8Array,
    start: number,
    end: number,
  ): void {
    this.counters.framesReceived++;
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
          if (!this.sending.setInitialWindow(value, this.streams.values())) {
            this.fail(ErrorCode.FLOW_CONTROL_ERROR, "SETTINGS push a window over 2^31-1");
            return;
          }
          break;
        case SETTINGS_MAX_FRAME_SIZE:
          if (value < DEFAULT_MAX_FRAME_BYTES || value > 0xff_ffff) {
            this.fail(ErrorCode.PROTOCOL_ERROR, `SETTINGS_MAX_FRAME_SIZE = ${value}`);
            return;
          }
          this.writer.peerMaxFrameBytes = Math.min(value, MAX_SENT_FRAME_BYTES);
          break;
        default:
        // Table and header-list sizes do not matter to an encoder without a table; the rest is
        // unknown and ignored, as RFC 9113 section 6.5.2 asks.
      }
    }
    const isFirst = !this.#hasPeerSettings;
    this.#hasPeerSettings = true;
    this.#controlReply();
    this.writer.header(0, FRAME_SETTINGS, FLAG_ACK, 0);
    if (!isFirst && length === 0) this.glitch();
    if (!this.isEnded) this.onSettingsChanged();
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
      if (isPing(buffer, start, KEEPALIVE_PING)) this.#isPingOut = false;
      else if (isPing(buffer, start, DRAIN_PING)) this.onDrainPingAcknowledged();
      else this.glitch();
      return;
    }
    this.counters.pingsReceived++;
    this.#controlReply();
    this.writer.ping(FLAG_ACK, buffer.subarray(start, end));
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
      this.limits.windowUpdatesPerDataFrame * this.writer.dataFramesSent;
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
      if (!this.sending.growWindow(increment)) {
        this.fail(ErrorCode.FLOW_CONTROL_ERROR, "connection window over 2^31-1");
      }
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
    if (!this.sending.growStreamWindow(stream, increment)) {
      this.streamError(stream, ErrorCode.FLOW_CONTROL_ERROR, "stream window over 2^31-1");
    }
  }

  // ---- Credit and memory.

  /** A stream took (or, negative, gave back) memory for what it received. */
  chargeInbound(stream: Http2Stream, bytes: number): void {
    if (!this.isEnded) this.credit.charge(stream, bytes);
  }

  sendWindowUpdate(streamId: number, increment: number): void {
    if (!this.isEnded) this.writer.windowUpdate(streamId, increment);
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

  outboxChanged(bytes: number): void {
    this.#chargeTotal(bytes);
  }

  /** Output left: what waited for that may go on. */
  abstract onOutputRoom(): void;

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
    return this.writer.take();
  }

  /** The socket took this many bytes. */
  onWritten(bytesCount: number, nowMs: number): void {
    const writer = this.writer;
    writer.inFlightBytes -= bytesCount;
    writer.progressMs = nowMs;
    if (this.#chargedOutput > 0) {
      this.memory.usedBytes -= this.#chargedOutput;
      this.#chargedOutput = 0;
    }
    if (this.isEnded) return;
    if (writer.inFlightBytes === 0) this.#controlReplies = 0;
    this.sending.onWritten();
    if (!this.#wasReading) this.#updateReading();
  }

  /** The socket did not take everything at once; what is in flight counts as memory now. */
  onWriteDelayed(nowMs: number): void {
    // After the end nobody would give it back when the socket is destroyed.
    if (this.isEnded) return;
    if (this.#chargedOutput === 0) this.writer.progressMs = nowMs;
    const more = this.writer.inFlightBytes - this.#chargedOutput;
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

  #controlReply(): void {
    this.#controlReplies++;
    if (this.#controlReplies > this.limits.controlRepliesClose) {
      this.limit("control_replies", "unread replies to control frames");
    } else if (this.#controlReplies === this.limits.controlRepliesPause) {
      this.#updateReading();
    }
  }

  /** Our first frames: the preface (client), SETTINGS, and the connection's window. */
  protected sendOpening(settings: readonly (readonly [id: number, value: number])[]): void {
    if (!this.#isServer) this.writer.preface();
    this.writer.settings(settings);
    const extra = this.limits.connectionWindowBytes - DEFAULT_WINDOW_BYTES;
    if (extra > 0) this.writer.windowUpdate(0, extra);
  }

  protected sendDrainPing(): void {
    this.writer.ping(0, DRAIN_PING);
  }

  /** Our side of the stream is closed now: the roles decide what follows. */
  abstract onSendingFinished(stream: Http2Stream): void;

  // ---- Streams.

  protected addStream(stream: Http2Stream, list: HeaderList | null): void {
    this.streams.set(stream.id, stream);
    if (list !== null && list.sizeBytes > FREE_HEAD_BYTES) this.#chargeHead(stream, list.sizeBytes);
    this.openedCount++;
    this.counters.streamsOpened++;
  }

  #chargeHead(stream: Http2Stream, bytes: number): void {
    stream.headBytes += bytes;
    this.#headBytes += bytes;
    this.#chargeTotal(bytes);
  }

  /** Takes the stream out of the table and gives back everything it held here. */
  closeStream(stream: Http2Stream): void {
    if (!this.streams.delete(stream.id)) return;
    stream.isGone = true;
    this.sending.forget(stream);
    if (stream.headBytes > 0) this.#chargeHead(stream, -stream.headBytes);
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
    this.writer.reset(stream.id, code);
    this.closeStream(stream);
  }

  /** The peer broke a rule on a stream. */
  streamError(stream: Http2Stream, code: ErrorCode, reason: string): void {
    const endsAll = stream.isHandedOn;
    this.counters.protocolErrors++;
    this.writer.reset(stream.id, code);
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
    if (!this.isPrefaceDone) {
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
    if (
      this.writer.inFlightBytes > 0 &&
      nowMs - this.writer.progressMs >= limits.outputStallTimeoutMs
    ) {
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
      this.writer.ping(0, KEEPALIVE_PING);
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
    for (const stream of [...this.sending.blocked]) {
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
    if (this.isPrefaceDone || !this.#isServer)
      this.writer.goaway(this.lastProcessedId, code, reason);
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
    this.writer.output.discard();
    this.#release();
    this.host.ended();
  }

  protected abstract readonly lastProcessedId: number;

  #release(): void {
    const open = [...this.streams.values()];
    this.streams.clear();
    this.lingering.clear();
    for (const stream of open) {
      stream.isGone = true;
      this.onStreamClosed(stream);
      stream.onAborted(this.endCode, this.endReason);
      stream.outbox = null;
    }
    this.onEnd();
    this.#reader.release();
    this.#block = EMPTY_BYTES;
    this.memory.usedBytes -=
      this.credit.clear() + this.sending.clear() + this.#chargedOutput + this.#headBytes;
    this.#headBytes = 0;
    this.#chargedOutput = 0;
    assert(this.memory.usedBytes >= 0, "memory of connections given back twice");
  }
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return (
    bytes[offset]! * 0x100_0000 +
    ((bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!)
  );
}

function readInt31(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset]! & 0x7f) << 24) |
    (bytes[offset + 1]! << 16) |
    (bytes[offset + 2]! << 8) |
    bytes[offset + 3]!
  );
}

function isPing(buffer: Uint8Array, start: number, payload: Uint8Array): boolean {
  return payload.every((byte, i) => buffer[start + i] === byte);
}
