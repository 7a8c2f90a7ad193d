/**
 * The server role: requests become calls (RFC 9113 section 8, gRPC over HTTP/2), calls become
 * answers. Holds what protects handlers from one connection: the numbers of streams and of running
 * handlers, the patience with resets and pings, and the drain.
 */

import { assert, EMPTY_BYTES } from "@kvorum/base";
import { copyBytes } from "./byte-copy.ts";
import type { Gzip } from "./compression.ts";
import { type ConnectionOptions, Http2Connection, ticksOf } from "./connection.ts";
import { writeUint32 } from "./frame-writer.ts";
import { encodeGrpcMessage, GrpcStatus, quoted } from "./grpc-status.ts";
import type { HeaderList } from "./hpack-decoder.ts";
import { encodeHeaderBlock, HeaderBlockWriter } from "./hpack-encoder.ts";
import { type HttpHandler, HttpStream } from "./http-stream.ts";
import type { Http2Observer, LimitName } from "./observer.ts";
import {
  DEFAULT_MAX_FRAME_BYTES,
  ErrorCode,
  FLAG_END_HEADERS,
  FLAG_END_STREAM,
  FRAME_DATA,
  FRAME_HEADERS,
  MAX_INT31,
  SETTINGS_INITIAL_WINDOW_SIZE,
  SETTINGS_MAX_CONCURRENT_STREAMS,
  SETTINGS_MAX_FRAME_SIZE,
  SETTINGS_MAX_HEADER_LIST_SIZE,
} from "./protocol.ts";
import { parseRequestHead, type RequestHead } from "./request-head.ts";
import type { GrpcRoutes, Peer } from "./routes.ts";
import { ServerStream } from "./server-stream.ts";
import type { Http2Stream } from "./stream.ts";
import { TokenBucket } from "./token-bucket.ts";

export interface ServerConnectionOptions extends ConnectionOptions {
  readonly routes: GrpcRoutes;
  readonly peer: Peer;
  readonly gzip: Gzip | null;
  readonly observer: Http2Observer;
  /** Takes requests that are not gRPC; null: they get 415, as from grpc-go. */
  readonly onHttpRequest: HttpHandler | null;
}

interface WaitingCall {
  readonly stream: ServerStream;
  readonly request: Uint8Array;
}

const RESPONSE_BLOCK = encodeHeaderBlock([
  [":status", "200"],
  ["content-type", "application/grpc"],
]);
const GZIP_RESPONSE_BLOCK = encodeHeaderBlock([
  [":status", "200"],
  ["content-type", "application/grpc"],
  ["grpc-encoding", "gzip"],
]);
const OK_TRAILERS_BLOCK = encodeHeaderBlock([["grpc-status", "0"]]);

/** A status text longer than this is cut: it has to fit into one frame. */
const MAX_STATUS_TEXT = 8_192;

/** HEADERS, DATA header and message prefix of an answer, with zeros for what differs. */
const ANSWER_HEAD = buildAnswerHead();
const ANSWER_TAIL = buildAnswerTail();
const DATA_OFFSET = 9 + RESPONSE_BLOCK.length;

function buildAnswerHead(): Uint8Array {
  const bytes = new Uint8Array(9 + RESPONSE_BLOCK.length + 9 + 5);
  bytes[2] = RESPONSE_BLOCK.length;
  bytes[3] = FRAME_HEADERS;
  bytes[4] = FLAG_END_HEADERS;
  bytes.set(RESPONSE_BLOCK, 9);
  bytes[9 + RESPONSE_BLOCK.length + 3] = FRAME_DATA;
  return bytes;
}

function buildAnswerTail(): Uint8Array {
  const bytes = new Uint8Array(9 + OK_TRAILERS_BLOCK.length);
  bytes[2] = OK_TRAILERS_BLOCK.length;
  bytes[3] = FRAME_HEADERS;
  bytes[4] = FLAG_END_HEADERS | FLAG_END_STREAM;
  bytes.set(OK_TRAILERS_BLOCK, 9);
  return bytes;
}

export class ServerConnection extends Http2Connection {
  readonly peer: Peer;
  readonly gzip: Gzip | null;
  /** Whether calls are timed. */
  readonly measuresCalls: boolean;

  readonly #routes: GrpcRoutes;
  readonly #observer: Http2Observer;
  readonly #onHttpRequest: HttpHandler | null;
  #highestId = -1;
  /** Every odd identifier from here to the highest was opened. */
  #contiguousFrom = 1;
  /** Streams above this one came after our last GOAWAY and are dropped. */
  #lastAcceptedId = MAX_INT31;
  #drainSinceMs = 0;
  #isFinalGoawaySent = false;

  #running = 0;
  readonly #waiting: WaitingCall[] = [];
  #waitingStart = 0;
  #isRunningWaiting = false;
  /** Canceled calls whose handlers did not end yet, oldest first. */
  readonly #held: ServerStream[] = [];

  readonly #resets: TokenBucket;
  #streamsInWindow = 0;
  #prematureInWindow = 0;

  readonly #pings: TokenBucket;
  #pingStrikes = 0;
  #lastPingMs = Number.NEGATIVE_INFINITY;
  #sentAtPing = 0;

  constructor(options: ServerConnectionOptions) {
    super(options, true);
    this.peer = options.peer;
    this.gzip = options.gzip;
    this.#routes = options.routes;
    this.#observer = options.observer;
    this.#onHttpRequest = options.onHttpRequest;
    this.measuresCalls = options.observer.callEnded !== undefined;
    const { limits, nowMs } = options;
    this.#resets = new TokenBucket({
      burst: limits.resetBurst,
      perSecond: limits.resetsPerSecond,
      nowMs,
    });
    this.#pings = new TokenBucket({ burst: limits.pingBurst, perSecond: 1, nowMs });
    const settings: (readonly [number, number])[] = [
      [SETTINGS_MAX_CONCURRENT_STREAMS, limits.maxConcurrentStreams],
      [SETTINGS_INITIAL_WINDOW_SIZE, limits.streamWindowBytes],
      [SETTINGS_MAX_HEADER_LIST_SIZE, limits.maxHeaderListBytes],
    ];
    if (limits.maxFrameBytes !== DEFAULT_MAX_FRAME_BYTES) {
      settings.push([SETTINGS_MAX_FRAME_SIZE, limits.maxFrameBytes]);
    }
    this.sendOpening(settings);
  }

  get runningHandlers(): number {
    return this.#running;
  }

  // ---- Requests.

  protected override onHeaderList(id: number, list: HeaderList, endStream: boolean): void {
    const open = this.streams.get(id);
    if (open !== undefined) {
      if (open.remoteClosed) {
        this.streamError(open, ErrorCode.STREAM_CLOSED, "HEADERS after END_STREAM");
      } else {
        open.onHeaderList(list, endStream);
      }
      return;
    }
    if ((id & 1) === 0) {
      this.fail(ErrorCode.PROTOCOL_ERROR, `client opened even stream ${id}`);
      return;
    }
    if (id <= this.#highestId) {
      if (this.dropLingering(id, endStream)) return;
      const wasOpen = id >= this.#contiguousFrom;
      this.fail(
        wasOpen ? ErrorCode.STREAM_CLOSED : ErrorCode.PROTOCOL_ERROR,
        `HEADERS on closed stream ${id}`,
      );
      return;
    }
    if (id !== this.#highestId + 2) this.#contiguousFrom = id;
    this.#highestId = id;
    if (id > this.#lastAcceptedId) {
      // It crossed our GOAWAY: the client knows that it was not handled.
      if (!endStream) this.linger(id);
      return;
    }
    if (list.isOverLimit) {
      this.countLimit("header_list");
      this.openedCount++;
      this.#answerEarly(id, endStream, {
        httpStatus: 431,
        grpcStatus: GrpcStatus.RESOURCE_EXHAUSTED,
        message: "header list larger than max",
      });
      this.glitch();
      return;
    }
    let head = list.parsed as RequestHead | null;
    if (head === null) {
      head = parseRequestHead(list, this.#routes);
      list.parsed = head;
    }
    if (head.malformed !== null) {
      this.#refuse(id, endStream, ErrorCode.PROTOCOL_ERROR);
      return;
    }
    if (endStream && head.contentLength > 0) {
      this.#refuse(id, endStream, ErrorCode.PROTOCOL_ERROR);
      return;
    }
    if (this.streams.size >= this.limits.maxConcurrentStreams || this.isOverMemory) {
      this.host.limitReached(this.isOverMemory ? "connection_memory" : "streams");
      this.#refuse(id, endStream, ErrorCode.REFUSED_STREAM);
      return;
    }
    if (head.earlyAnswer !== null) {
      this.openedCount++;
      this.counters.streamsOpened++;
      this.#answerEarly(id, endStream, head.earlyAnswer);
      return;
    }
    if (head.route !== null) {
      const stream = new ServerStream(this, id, head, head.route);
      stream.remoteClosed = endStream;
      this.addStream(stream, list);
      stream.begin();
    } else {
      const stream = new HttpStream(this, id, head, this.#onHttpRequest);
      stream.remoteClosed = endStream;
      this.addStream(stream, list);
      if (endStream) stream.onData(EMPTY_BYTES, 0, 0, true);
    }
    if (id >= this.limits.maxStreamId && !this.isDraining) this.drain();
  }

  /** Resets a stream that never began; nothing was done for it. */
  #refuse(id: number, endStream: boolean, code: ErrorCode): void {
    this.openedCount++;
    this.counters.streamsRefused++;
    this.writer.reset(id, code);
    if (!endStream) this.linger(id);
    this.glitch();
  }

  /** Answers a request that needs no stream. */
  #answerEarly(
    id: number,
    endStream: boolean,
    answer: { httpStatus: number; grpcStatus: number; message: string },
  ): void {
    this.writer.headers(
      id,
      encodeHeaderBlock([
        [":status", String(answer.httpStatus)],
        ["content-type", "application/grpc"],
        ["grpc-status", String(answer.grpcStatus)],
        ["grpc-message", encodeGrpcMessage(answer.message.slice(0, MAX_STATUS_TEXT))],
      ]),
      true,
    );
    if (endStream) return;
    this.writer.reset(id, ErrorCode.NO_ERROR);
    this.linger(id);
  }

  /** What grpc-go says to a request that is not gRPC. */
  answerNotGrpc(stream: HttpStream, contentType: string): void {
    this.writer.headers(
      stream.id,
      encodeHeaderBlock([
        [":status", "415"],
        ["content-type", "application/grpc"],
        ["grpc-status", String(GrpcStatus.INVALID_ARGUMENT)],
        [
          "grpc-message",
          encodeGrpcMessage(
            `invalid gRPC request content-type ${quoted(contentType.slice(0, MAX_STATUS_TEXT))}`,
          ),
        ],
      ]),
      true,
    );
    this.onSendingFinished(stream);
  }

  protected override isIdle(id: number): boolean {
    return (id & 1) === 0 || id > this.#highestId;
  }

  protected override get lastProcessedId(): number {
    return Math.max(0, Math.min(this.#highestId, this.#lastAcceptedId));
  }

  // ---- Handlers.

  /** Calls the handler, or lets the request wait for one. Copies the view unless it is owned. */
  dispatch(stream: ServerStream, request: Uint8Array, isOwned: boolean): void {
    if (this.#running < this.limits.maxRunningHandlers && !this.sending.isFull) {
      this.#running++;
      stream.holdsSlot = true;
      stream.run(request);
      return;
    }
    if (this.#waiting.length - this.#waitingStart >= this.limits.maxWaitingHandlers) {
      this.#reclaimHeld(Number.POSITIVE_INFINITY);
      this.countLimit("handlers_waiting");
      this.counters.streamsRefused++;
      this.resetStream(stream, ErrorCode.REFUSED_STREAM);
      stream.onAborted(ErrorCode.REFUSED_STREAM, "too many requests wait for a handler");
      this.glitch();
      return;
    }
    const kept = isOwned ? request : request.slice();
    this.chargeInbound(stream, kept.length);
    this.#waiting.push({ stream, request: kept });
    this.#reclaimHeld(this.limits.canceledHandlerHoldMs);
  }

  handlerEnded(): void {
    this.#running--;
    assert(this.#running >= 0, "handler ended twice");
    if (this.#waitingStart < this.#waiting.length) this.#runWaiting();
  }

  #runWaiting(): void {
    if (this.#isRunningWaiting || this.isEnded) return;
    this.#isRunningWaiting = true;
    while (
      this.#waitingStart < this.#waiting.length &&
      this.#running < this.limits.maxRunningHandlers &&
      !this.sending.isFull &&
      !this.isEnded
    ) {
      const { stream, request } = this.#waiting[this.#waitingStart++]!;
      this.chargeInbound(stream, -request.length);
      if (!stream.isOpen) continue;
      this.#running++;
      stream.holdsSlot = true;
      stream.run(request);
    }
    if (this.#waitingStart >= this.#waiting.length) {
      this.#waiting.length = 0;
      this.#waitingStart = 0;
    } else if (this.#waitingStart >= 1024) {
      this.#waiting.splice(0, this.#waitingStart);
      this.#waitingStart = 0;
    }
    this.#isRunningWaiting = false;
  }

  /** A canceled call keeps its slot until its handler ends. */
  holdCanceled(stream: ServerStream): void {
    this.#held.push(stream);
  }

  /** Takes back slots whose handlers did not end in time. */
  #reclaimHeld(holdMs: number): void {
    let done = 0;
    for (const stream of this.#held) {
      if (stream.holdsSlot && this.nowMs - stream.canceledMs < holdMs) break;
      done++;
    }
    for (const stream of this.#held.splice(0, done)) stream.releaseSlot();
  }

  override onOutputRoom(): void {
    if (this.#waitingStart < this.#waiting.length) this.#runWaiting();
  }

  reportHandlerError(path: string, error: unknown): void {
    this.#observer.handlerFailed?.({ path, error });
  }

  reportCallEnd(stream: ServerStream, status: number): void {
    this.#observer.callEnded?.({
      path: stream.route.path,
      status,
      durationMs: this.nowMs - stream.startedMs,
    });
  }

  countLimit(name: LimitName): void {
    this.counters.limitsReached++;
    this.host.limitReached(name);
  }

  // ---- Answers.

  answersWithGzip(head: RequestHead): boolean {
    return head.acceptsGzip && head.encoding === "gzip" && this.gzip !== null;
  }

  writeResponseHeaders(stream: ServerStream): void {
    const usesGzip = this.answersWithGzip(stream.head);
    this.writer.headers(stream.id, usesGzip ? GZIP_RESPONSE_BLOCK : RESPONSE_BLOCK, false);
  }

  /** A whole OK answer with one message: headers, message, trailers. */
  writeAnswer(stream: ServerStream, head: Uint8Array, body: Uint8Array): void {
    const id = stream.id;
    const messageBytes = head.length + body.length;
    const total = messageBytes + 5;
    if (
      total > this.sending.streamWindow(stream) ||
      total > this.sending.window ||
      total > this.writer.peerMaxFrameBytes ||
      this.sending.isCongested
    ) {
      this.writer.headers(id, RESPONSE_BLOCK, false);
      this.sending.message(stream, false, head, body, false);
      this.finishOk(stream);
      return;
    }
    this.sending.window -= total;
    this.writer.dataFramesSent++;
    const output = this.writer.output;
    output.reserve(ANSWER_HEAD.length + messageBytes + ANSWER_TAIL.length);
    const bytes = output.bytes;
    const start = output.length;
    let offset = copyBytes(ANSWER_HEAD, bytes, start);
    writeUint32(bytes, start + 5, id);
    const data = start + DATA_OFFSET;
    bytes[data] = total >>> 16;
    bytes[data + 1] = total >>> 8;
    bytes[data + 2] = total;
    writeUint32(bytes, data + 5, id);
    writeUint32(bytes, data + 10, messageBytes);
    if (head.length > 0) offset = copyBytes(head, bytes, offset);
    offset = copyBytes(body, bytes, offset);
    const tail = offset;
    offset = copyBytes(ANSWER_TAIL, bytes, offset);
    writeUint32(bytes, tail + 5, id);
    output.length = offset;
    this.writer.announce();
    this.onSendingFinished(stream);
  }

  finishOk(stream: ServerStream): void {
    this.sending.finish(stream, OK_TRAILERS_BLOCK);
  }

  /** Ends a call with another status; before the response headers in one frame. */
  finishFailed(
    stream: ServerStream,
    failure: { status: number; message: string; headersSent: boolean },
  ): void {
    if (this.isEnded || this.streams.get(stream.id) !== stream) return;
    const writer = new HeaderBlockWriter();
    if (!failure.headersSent) {
      writer.field(":status", "200").field("content-type", "application/grpc");
    }
    writer.field("grpc-status", String(failure.status));
    if (failure.message !== "") {
      writer.field("grpc-message", encodeGrpcMessage(failure.message.slice(0, MAX_STATUS_TEXT)));
    }
    this.sending.finish(stream, writer.take());
  }

  override onSendingFinished(stream: Http2Stream): void {
    stream.localClosed = true;
    if (!stream.remoteClosed) this.writer.reset(stream.id, ErrorCode.NO_ERROR);
    this.closeStream(stream);
  }

  // ---- Resets and pings.

  protected override onStreamReset(stream: Http2Stream, code: number): void {
    const isPremature = this.nowTick - stream.openedTick < ticksOf(this.limits.prematureResetMs);
    const isBeforeResponse = !stream.localClosed;
    // Nothing more may come on it, so it does not linger.
    stream.remoteClosed = true;
    this.closeStream(stream);
    stream.onReset(code);
    if (isPremature && ++this.#prematureInWindow > this.limits.prematureResetStreams / 2) {
      this.limit("premature_resets", "most streams are reset at once");
      return;
    }
    if (isBeforeResponse && !this.#resets.take(this.nowMs)) {
      this.limit("resets", "streams reset");
    }
  }

  protected override onStrayReset(): void {
    this.glitch();
  }

  protected override onPing(): void {
    const sent = this.writer.dataFramesSent + this.writer.headersSent;
    const sinceMs = this.nowMs - this.#lastPingMs;
    this.#lastPingMs = this.nowMs;
    if (sent !== this.#sentAtPing) {
      this.#sentAtPing = sent;
      this.#pingStrikes = 0;
      return;
    }
    const limits = this.limits;
    const needsStreams = this.streams.size === 0 && !limits.pingWithoutStreamsPermitted;
    const minMs = needsStreams ? limits.pingWithoutStreamsMinIntervalMs : limits.pingMinIntervalMs;
    if (sinceMs < minMs) this.#pingStrikes++;
    if (this.#pingStrikes > limits.maxPingStrikes || !this.#pings.take(this.nowMs)) {
      this.limit("ping_flood", "too_many_pings");
    }
  }

  protected override get mayKeepAlive(): boolean {
    return true;
  }

  // ---- Draining and the end.

  /**
   * Announces the end: streams that the client opened until it hears of it are still served, then
   * the connection ends. See `onDrainPingAcknowledged`.
   */
  drain(): void {
    if (this.isEnded || this.isDraining) return;
    this.isDraining = true;
    this.#drainSinceMs = this.nowMs;
    if (!this.isPrefaceDone) {
      this.end(ErrorCode.NO_ERROR, "", false);
      return;
    }
    this.writer.goaway(MAX_INT31, ErrorCode.NO_ERROR, "");
    this.sendDrainPing();
  }

  /** The client has seen the first GOAWAY: the second one names the last stream that counts. */
  protected override onDrainPingAcknowledged(): void {
    if (!this.isDraining || this.#isFinalGoawaySent) return;
    this.#isFinalGoawaySent = true;
    this.#lastAcceptedId = this.#highestId;
    this.writer.goaway(this.lastProcessedId, ErrorCode.NO_ERROR, "");
    this.#endIfDrained();
  }

  #endIfDrained(): void {
    if (this.#isFinalGoawaySent && this.streams.size === 0 && !this.isEnded) {
      this.end(ErrorCode.NO_ERROR, "", false);
    }
  }

  protected override onGoaway(_lastStreamId: number, code: number, debug: string): void {
    // A client that says goodbye opens no more streams; what is open goes on.
    this.isDraining = true;
    this.#isFinalGoawaySent = true;
    if (code !== ErrorCode.NO_ERROR) this.endReason = `peer: code ${code} ${debug}`;
    this.#endIfDrained();
  }

  protected override onSettingsChanged(): void {}

  protected override onTick(nowMs: number): void {
    this.#reclaimHeld(this.limits.canceledHandlerHoldMs);
    if (this.isDraining && !this.#isFinalGoawaySent && nowMs - this.#drainSinceMs >= 1_000) {
      this.onDrainPingAcknowledged();
    }
  }

  protected override onStreamClosed(_stream: Http2Stream): void {
    if (++this.#streamsInWindow >= this.limits.prematureResetStreams) {
      this.#streamsInWindow = 0;
      this.#prematureInWindow = 0;
    }
    if (this.isDraining) this.#endIfDrained();
  }

  protected override onEnd(): void {
    this.#waiting.length = 0;
    this.#waitingStart = 0;
    this.#held.length = 0;
  }
}
