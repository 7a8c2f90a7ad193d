/**
 * One gRPC call on the server: its request collected, its handler called, its answer written. The
 * object is the call that the handler sees; it is never used again for another one, so that a
 * late answer to a canceled call can reach nobody else.
 *
 * A handler's slot is freed when the handler ends: with its answer, or when it was told of the
 * cancel through `onCancel`. One that does neither keeps its slot for `canceledHandlerHoldMs`.
 */

import { concatBytes, EMPTY_BYTES } from "@kvorum/base";
import { GrpcStatus } from "./grpc-status.ts";
import type { HeaderList } from "./hpack-decoder.ts";
import { ErrorCode } from "./protocol.ts";
import type { RequestHead } from "./request-head.ts";
import type { CancelReason, Peer, Route, StreamCall, UnaryCall } from "./routes.ts";
import type { ServerConnection } from "./server-connection.ts";
import { GrpcStream } from "./stream.ts";
import { WheelTimer } from "./timer-wheel.ts";

/** What only some calls need. */
class Callbacks {
  cancel: ((reason: CancelReason) => void) | null = null;
  message: ((message: Uint8Array) => void) | null = null;
  halfClose: (() => void) | null = null;
  drain: (() => void) | null = null;
  /** Messages that came while nobody read. */
  readonly inbox: Uint8Array[] = [];
  isPaused = false;
  isDelivering = false;
  wasHalfCloseTold = false;
}

class DeadlineTimer extends WheelTimer {
  readonly #stream: ServerStream;

  constructor(stream: ServerStream) {
    super();
    this.#stream = stream;
  }

  override fire(nowMs: number): void {
    this.#stream.connection.setNow(nowMs);
    this.#stream.onDeadline();
  }
}

export class ServerStream extends GrpcStream implements UnaryCall, StreamCall {
  declare readonly connection: ServerConnection;
  readonly head: RequestHead;
  readonly route: Route;
  isOpen = true;
  /** The handler was called. */
  isHandedOn = false;
  /** The handler counts among the running ones. */
  holdsSlot = false;
  /** When the call was canceled, for the hold time. */
  canceledMs = 0;
  startedMs = 0;
  #headersSent = false;
  /** The request of a unary or server-streaming call, until its handler is called. */
  #request: Uint8Array | null = null;
  #dataBytes = 0;
  #deadline: DeadlineTimer | null = null;
  #callbacks: Callbacks | null = null;

  constructor(connection: ServerConnection, id: number, head: RequestHead, route: Route) {
    super(connection, id);
    this.head = head;
    this.route = route;
  }

  // ---- CallContext.

  get path(): string {
    return this.route.path;
  }

  metadata(name: string): string | undefined {
    return this.head.value(name);
  }

  get deadlineMs(): number | null {
    return this.head.timeoutMs;
  }

  get peer(): Peer {
    return this.connection.peer;
  }

  onCancel(callback: (reason: CancelReason) => void): void {
    this.#callbacksOfCall.cancel = callback;
  }

  get #callbacksOfCall(): Callbacks {
    this.#callbacks ??= new Callbacks();
    return this.#callbacks;
  }

  // ---- Request.

  /** The headers are in the table of streams. */
  begin(): void {
    this.route.started++;
    if (this.connection.measuresCalls) this.startedMs = this.connection.nowMs;
    const timeoutMs = this.head.timeoutMs;
    if (timeoutMs !== null) {
      if (timeoutMs <= 0) {
        this.onDeadline();
        return;
      }
      this.#deadline = new DeadlineTimer(this);
      this.connection.wheel.start(this.#deadline, this.connection.nowMs + timeoutMs);
    }
    if (this.route.isBidi) {
      this.isHandedOn = true;
      const handler = this.route.bidiStreamHandler!;
      try {
        handler(this);
      } catch (error) {
        this.#onHandlerError(error);
      }
    }
    if (this.remoteClosed && this.isOpen) this.#onRequestEnd();
  }

  override onHeaderList(list: HeaderList, endStream: boolean): void {
    if (!endStream || list.fields.some((field) => field.isPseudo || !field.isWellFormed)) {
      this.connection.streamError(this, ErrorCode.PROTOCOL_ERROR, "malformed trailers");
      return;
    }
    if (!this.#isLengthRight(true)) return;
    this.remoteClosed = true;
    this.#onRequestEnd();
  }

  override onData(buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    if (this.head.contentLength >= 0) {
      this.#dataBytes += end - start;
      if (!this.#isLengthRight(endStream)) return;
    }
    // The usual case: one DATA frame that holds the whole message and ends the stream.
    const length = end - start - 5;
    if (
      endStream &&
      length >= 0 &&
      !this.isHandedOn &&
      !this.isMidMessage &&
      this.#request === null &&
      ((buffer[start]! << 24) |
        (buffer[start + 2]! << 16) |
        (buffer[start + 3]! << 8) |
        buffer[start + 4]!) ===
        length &&
      buffer[start + 1] === 0 &&
      length <= this.maxMessageBytes
    ) {
      this.route.messagesReceived++;
      this.connection.counters.messagesReceived++;
      this.connection.counters.messageBytesReceived += length;
      this.connection.dispatch(this, buffer.subarray(start + 5, end), false);
      return;
    }
    this.deframe(buffer, start, end);
    if (endStream && this.isOpen) this.#onRequestEnd();
  }

  #isLengthRight(endStream: boolean): boolean {
    const expected = this.head.contentLength;
    if (expected < 0) return true;
    if (endStream ? this.#dataBytes === expected : this.#dataBytes <= expected) return true;
    this.connection.streamError(this, ErrorCode.PROTOCOL_ERROR, "DATA unlike content-length");
    return false;
  }

  protected override get maxMessageBytes(): number {
    return this.connection.limits.maxReceiveMessageBytes;
  }

  protected override onBadPrefix(flag: number, messageBytes: number): void {
    if (flag > 1) {
      this.fail(GrpcStatus.INTERNAL, `grpc: received unexpected payload format ${flag}`);
    } else {
      this.connection.countLimit("message_size");
      this.fail(
        GrpcStatus.RESOURCE_EXHAUSTED,
        `grpc: received message larger than max (${messageBytes} vs. ${this.maxMessageBytes})`,
      );
    }
  }

  protected override onFramedMessage(
    view: Uint8Array,
    isCompressed: boolean,
    isOwned: boolean,
  ): boolean {
    let message = view;
    if (isCompressed) {
      const inflated = this.#inflate(view);
      if (inflated === null) return false;
      message = inflated;
      isOwned = true;
    }
    this.route.messagesReceived++;
    this.connection.counters.messagesReceived++;
    this.connection.counters.messageBytesReceived += message.length;
    if (this.route.isBidi) {
      this.#deliver(message, isOwned);
    } else if (this.#request !== null || this.isHandedOn) {
      this.fail(
        GrpcStatus.INTERNAL,
        "cardinality violation: received multiple request messages for non-client-streaming RPC",
      );
    } else {
      this.#request = isOwned ? message : message.slice();
      this.connection.chargeInbound(this, this.#request.length);
    }
    return this.isOpen;
  }

  #inflate(view: Uint8Array): Uint8Array | null {
    const gzip = this.connection.gzip;
    if (this.head.encoding === "" || gzip === null) {
      this.fail(GrpcStatus.INTERNAL, "grpc: compressed flag set with identity or empty encoding");
      return null;
    }
    try {
      const inflated = gzip.inflate(view, this.maxMessageBytes);
      if (inflated !== null) return inflated;
      this.connection.countLimit("message_size");
      this.fail(
        GrpcStatus.RESOURCE_EXHAUSTED,
        `grpc: received message after decompression larger than max ${this.maxMessageBytes}`,
      );
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.fail(GrpcStatus.INTERNAL, `grpc: failed to decompress the received message: ${text}`);
    }
    return null;
  }

  /** The client closed its half. */
  #onRequestEnd(): void {
    if (this.isMidMessage) {
      this.dropAssembly();
      this.fail(GrpcStatus.INTERNAL, "unexpected EOF");
    } else if (this.route.isBidi) {
      this.#tellHalfClose();
    } else if (this.#request === null) {
      this.fail(
        GrpcStatus.INTERNAL,
        "cardinality violation: received no request message from non-client-streaming RPC",
      );
    } else {
      const request = this.#request;
      this.#request = null;
      this.connection.chargeInbound(this, -request.length);
      this.connection.dispatch(this, request, true);
    }
  }

  /** Calls the handler of a unary or server-streaming call. */
  run(request: Uint8Array): void {
    this.isHandedOn = true;
    try {
      if (this.route.isUnary) this.route.unaryHandler!(request, this);
      else this.route.serverStreamHandler!(request, this);
    } catch (error) {
      this.#onHandlerError(error);
    }
  }

  #onHandlerError(error: unknown): void {
    this.connection.reportHandlerError(this.route.path, error);
    this.fail(GrpcStatus.INTERNAL, "internal error");
    this.releaseSlot();
  }

  // ---- Reading of a stream call.

  onMessage(callback: (message: Uint8Array) => void): void {
    const callbacks = this.#callbacksOfCall;
    callbacks.message = callback;
    if (callbacks.inbox.length > 0) this.#drainInbox();
  }

  onHalfClose(callback: () => void): void {
    this.#callbacksOfCall.halfClose = callback;
    if (this.remoteClosed) this.#tellHalfClose();
  }

  pauseReading(): void {
    this.#callbacksOfCall.isPaused = true;
  }

  resumeReading(): void {
    const callbacks = this.#callbacksOfCall;
    callbacks.isPaused = false;
    this.#drainInbox();
    if (this.isOpen) this.connection.credit.grantStream(this);
  }

  override get isPaused(): boolean {
    return this.#callbacks?.isPaused ?? false;
  }

  override get mayIdle(): boolean {
    return this.route.isBidi && !this.isMidMessage;
  }

  #deliver(message: Uint8Array, isOwned: boolean): void {
    const callbacks = this.#callbacksOfCall;
    if (
      callbacks.message !== null &&
      !callbacks.isPaused &&
      !callbacks.isDelivering &&
      callbacks.inbox.length === 0
    ) {
      callbacks.isDelivering = true;
      try {
        callbacks.message(message);
      } catch (error) {
        this.#onHandlerError(error);
      }
      callbacks.isDelivering = false;
      return;
    }
    callbacks.inbox.push(isOwned ? message : message.slice());
    this.receiveHeld += message.length;
    this.connection.chargeInbound(this, message.length);
  }

  #drainInbox(): void {
    const callbacks = this.#callbacks;
    if (callbacks === null || callbacks.isDelivering || callbacks.message === null) return;
    callbacks.isDelivering = true;
    let taken = 0;
    while (taken < callbacks.inbox.length && this.isOpen && !callbacks.isPaused) {
      const message = callbacks.inbox[taken++]!;
      this.receiveHeld -= message.length;
      this.connection.chargeInbound(this, -message.length);
      try {
        callbacks.message(message);
      } catch (error) {
        this.#onHandlerError(error);
      }
    }
    callbacks.inbox.splice(0, taken);
    callbacks.isDelivering = false;
    if (callbacks.inbox.length === 0 && this.remoteClosed && this.isOpen) this.#tellHalfClose();
  }

  #tellHalfClose(): void {
    const callbacks = this.#callbacks;
    if (
      callbacks === null ||
      callbacks.wasHalfCloseTold ||
      callbacks.halfClose === null ||
      callbacks.inbox.length > 0
    ) {
      return;
    }
    callbacks.wasHalfCloseTold = true;
    try {
      callbacks.halfClose();
    } catch (error) {
      this.#onHandlerError(error);
    }
  }

  // ---- Answers.

  respond(message: Uint8Array): void {
    this.respondJoined(EMPTY_BYTES, message);
  }

  respondJoined(head: Uint8Array, body: Uint8Array): void {
    if (!this.isOpen) {
      this.releaseSlot();
      return;
    }
    const length = head.length + body.length;
    if (!this.#isSendable(length)) return;
    this.#countSent(length);
    this.#finish(GrpcStatus.OK);
    const usesGzip = this.connection.answersWithGzip(this.head);
    if (!this.#headersSent && !usesGzip) {
      this.#headersSent = true;
      this.connection.writeAnswer(this, head, body);
    } else {
      this.#write(head, body);
      this.connection.finishOk(this);
    }
    this.releaseSlot();
  }

  send(message: Uint8Array): boolean {
    return this.sendJoined(EMPTY_BYTES, message);
  }

  sendJoined(head: Uint8Array, body: Uint8Array): boolean {
    if (!this.isOpen) return false;
    const length = head.length + body.length;
    if (!this.#isSendable(length)) return false;
    this.#countSent(length);
    this.#write(head, body);
    return this.isOpen && this.connection.sending.hasRoom(this);
  }

  onDrain(callback: () => void): void {
    this.#callbacksOfCall.drain = callback;
  }

  get bufferedBytes(): number {
    return this.outbox === null ? 0 : this.outbox.length;
  }

  end(): void {
    if (this.isOpen) {
      this.#finish(GrpcStatus.OK);
      this.#sendHeaders();
      this.connection.finishOk(this);
    }
    this.releaseSlot();
  }

  fail(status: number, message: string): void {
    if (this.isOpen) {
      this.#finish(status);
      this.connection.finishFailed(this, {
        status,
        message,
        headersSent: this.#headersSent,
      });
    }
    this.releaseSlot();
  }

  #isSendable(length: number): boolean {
    const max = this.connection.limits.maxSendMessageBytes;
    if (length <= max) return true;
    this.fail(
      GrpcStatus.RESOURCE_EXHAUSTED,
      `grpc: trying to send message larger than max (${length} vs. ${max})`,
    );
    return false;
  }

  #countSent(length: number): void {
    this.route.messagesSent++;
    const counters = this.connection.counters;
    counters.messagesSent++;
    counters.messageBytesSent += length;
  }

  #write(head: Uint8Array, body: Uint8Array): void {
    this.#sendHeaders();
    if (this.connection.answersWithGzip(this.head)) {
      const joined = head.length === 0 ? body : concatBytes([head, body]);
      const deflated = this.connection.gzip!.deflate(joined);
      this.connection.sending.message(this, true, EMPTY_BYTES, deflated, false);
    } else {
      this.connection.sending.message(this, false, head, body, false);
    }
  }

  #sendHeaders(): void {
    if (this.#headersSent) return;
    this.#headersSent = true;
    this.connection.writeResponseHeaders(this);
  }

  // ---- Ends.

  /** Books the end of the call; afterwards nothing but its bytes is left. */
  #finish(status: number): void {
    this.isOpen = false;
    if (this.#deadline !== null) {
      this.connection.wheel.stop(this.#deadline);
      this.#deadline = null;
    }
    this.#dropRequest();
    this.route.handled[status < this.route.handled.length ? status : GrpcStatus.UNKNOWN]!++;
    if (this.connection.measuresCalls) this.connection.reportCallEnd(this, status);
  }

  #dropRequest(): void {
    this.dropAssembly();
    if (this.#request !== null) {
      this.connection.chargeInbound(this, -this.#request.length);
      this.#request = null;
    }
    const callbacks = this.#callbacks;
    if (callbacks === null) return;
    callbacks.message = null;
    callbacks.halfClose = null;
    callbacks.drain = null;
    for (const message of callbacks.inbox) {
      this.receiveHeld -= message.length;
      this.connection.chargeInbound(this, -message.length);
    }
    callbacks.inbox.length = 0;
  }

  /** Ends the call without an answer of its handler. */
  #cancel(reason: CancelReason): void {
    if (!this.isOpen) return;
    this.#finish(reason === "deadline" ? GrpcStatus.DEADLINE_EXCEEDED : GrpcStatus.CANCELLED);
    const callback = this.#callbacks?.cancel ?? null;
    this.canceledMs = this.connection.nowMs;
    if (callback === null) {
      if (this.holdsSlot) this.connection.holdCanceled(this);
      return;
    }
    this.#callbacks!.cancel = null;
    try {
      callback(reason);
    } catch (error) {
      this.connection.reportHandlerError(this.route.path, error);
    }
    this.releaseSlot();
  }

  releaseSlot(): void {
    if (!this.holdsSlot) return;
    this.holdsSlot = false;
    this.connection.handlerEnded();
  }

  onDeadline(): void {
    if (!this.isOpen) return;
    const headersSent = this.#headersSent;
    this.#cancel("deadline");
    this.connection.finishFailed(this, {
      status: GrpcStatus.DEADLINE_EXCEEDED,
      message: "context deadline exceeded",
      headersSent,
    });
  }

  override onReset(_code: number): void {
    this.#cancel("canceled");
  }

  override onAborted(_code: ErrorCode, _reason: string): void {
    this.#cancel("closed");
  }

  override onRoom(): void {
    const drain = this.#callbacks?.drain ?? null;
    if (drain === null || !this.isOpen) return;
    try {
      drain();
    } catch (error) {
      this.#onHandlerError(error);
    }
  }

  override failForMemory(): void {
    this.fail(GrpcStatus.RESOURCE_EXHAUSTED, "connection holds too many incomplete requests");
  }

  override failForStall(): void {
    this.fail(GrpcStatus.DEADLINE_EXCEEDED, "request not completed in time");
  }
}
