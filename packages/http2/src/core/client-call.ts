/**
 * One call of the client: states, deadline, cancel, messages in both directions. Its listener hears
 * messages in order and then exactly one end, whatever happens.
 */

import type { ClientConnection } from "./client-connection.ts";
import { GrpcError } from "./grpc-error.ts";
import { GrpcStatus, quoted } from "./grpc-status.ts";
import type { HeaderList } from "./hpack-decoder.ts";
import type { Metadata } from "./metadata.ts";
import { ErrorCode } from "./protocol.ts";
import { nonGrpcFailure, parseResponseHead, type ResponseHead } from "./response-head.ts";
import { GrpcStream } from "./stream.ts";
import { WheelTimer } from "./timer-wheel.ts";

export interface CallListener {
  /** One message; the view is valid only during the call. */
  onMessage(message: Uint8Array): void;
  /** The end: null for status OK. Called exactly once, also when the call never began. */
  onEnd(error: GrpcError | null): void;
  /** Room to send again, after `send` gave false. */
  onRoom(): void;
}

export interface CallOptions {
  /** Names in lower case; values of `-bin` names in base64. */
  readonly metadata?: Metadata;
  readonly timeoutMs?: number;
}

class CallDeadline extends WheelTimer {
  readonly #call: ClientCall;

  constructor(call: ClientCall) {
    super();
    this.#call = call;
  }

  override fire(nowMs: number): void {
    this.#call.connection.setNow(nowMs);
    this.#call.abort(GrpcStatus.DEADLINE_EXCEEDED, "context deadline exceeded");
  }
}

export class ClientCall extends GrpcStream {
  declare readonly connection: ClientConnection;
  readonly path: string;
  readonly options: CallOptions;
  readonly #listener: CallListener;
  isOpen = true;
  /** Response headers without the trailers, once they came. */
  responseHead: ResponseHead | null = null;
  trailers: Metadata = [];
  #deadline: CallDeadline | null = null;
  /** What was sent before the stream could be opened. */
  #early: Uint8Array[] | null = null;
  #earlyHalfClose = false;
  #isHalfClosed = false;
  #isPaused = false;

  constructor(
    connection: ClientConnection,
    path: string,
    options: CallOptions,
    listener: CallListener,
  ) {
    super(connection, 0);
    this.path = path;
    this.options = options;
    this.#listener = listener;
    const timeoutMs = options.timeoutMs;
    if (timeoutMs !== undefined && timeoutMs < Number.POSITIVE_INFINITY) {
      this.#deadline = new CallDeadline(this);
      connection.wheel.start(this.#deadline, connection.nowMs + Math.max(0, timeoutMs));
    }
  }

  get isOpened(): boolean {
    return this.id !== 0;
  }

  /** The stream has its identifier, and its headers are in the output. */
  opened(): void {
    const early = this.#early;
    this.#early = null;
    if (early !== null) {
      const last = early.length - 1;
      for (let i = 0; i <= last && this.isOpen; i++) {
        this.#write(early[i]!, this.#earlyHalfClose && i === last);
      }
    }
    if (this.#earlyHalfClose && this.isOpen && !this.localClosed && this.outbox === null) {
      this.connection.sending.finish(this, null);
    }
    if (early !== null && !this.#isHalfClosed) this.onRoom();
  }

  // ---- Requests.

  /** Sends a message, copied before the return. False: wait for `onRoom` before the next one. */
  send(message: Uint8Array): boolean {
    if (!this.isOpen || this.#isHalfClosed) return false;
    if (!this.#isSendable(message)) return false;
    if (!this.isOpened) {
      // One message may wait for the stream; `opened` asks for the next one.
      (this.#early ??= []).push(message.slice());
      return false;
    }
    this.#write(message, false);
    return this.isOpen && this.connection.sending.hasRoom(this);
  }

  halfClose(): void {
    if (!this.isOpen || this.#isHalfClosed) return;
    this.#isHalfClosed = true;
    if (!this.isOpened) this.#earlyHalfClose = true;
    else this.connection.sending.finish(this, null);
  }

  /** The one message of a unary or server-streaming call, and the half-close with it. */
  sendLast(message: Uint8Array): void {
    if (!this.isOpen || this.#isHalfClosed) return;
    if (!this.#isSendable(message)) return;
    this.#isHalfClosed = true;
    if (!this.isOpened) {
      (this.#early ??= []).push(message.slice());
      this.#earlyHalfClose = true;
      return;
    }
    this.#write(message, true);
  }

  #isSendable(message: Uint8Array): boolean {
    const max = this.connection.limits.maxSendMessageBytes;
    if (message.length <= max) return true;
    this.abort(
      GrpcStatus.RESOURCE_EXHAUSTED,
      `trying to send message larger than max (${message.length} vs. ${max})`,
    );
    return false;
  }

  #write(message: Uint8Array, endsStream: boolean): void {
    const counters = this.connection.counters;
    counters.messagesSent++;
    counters.messageBytesSent += message.length;
    this.connection.sending.message(this, false, EMPTY, message, endsStream);
  }

  get bufferedBytes(): number {
    return this.outbox === null ? 0 : this.outbox.length;
  }

  // ---- Responses.

  override onHeaderList(list: HeaderList, endStream: boolean): void {
    if (list.isOverLimit) {
      this.#violation("header list larger than max");
      return;
    }
    const head = (list.parsed as ResponseHead | null) ?? parseResponseHead(list);
    list.parsed = head;
    if (head.malformed !== null) {
      this.#violation(head.malformed);
      return;
    }
    if (endStream) this.remoteClosed = true;
    if (this.responseHead === null) {
      if (head.httpStatus === 0) {
        this.#violation("response without :status");
        return;
      }
      if (head.httpStatus < 200) {
        if (endStream) this.#violation("informational response that ends the stream");
        return;
      }
      const failure = nonGrpcFailure(head);
      if (failure !== null) {
        this.abort(failure.status, failure.message);
        return;
      }
      if (!endStream) {
        this.responseHead = head;
        if (head.encoding !== "" && head.encoding !== "gzip") {
          this.abort(
            GrpcStatus.UNIMPLEMENTED,
            `grpc: Decompressor is not installed for grpc-encoding ${quoted(head.encoding)}`,
          );
        }
        return;
      }
    } else if (!endStream || head.httpStatus !== 0) {
      this.#violation("malformed trailers");
      return;
    }
    this.trailers = head.metadata;
    if (this.isMidMessage) this.abort(GrpcStatus.INTERNAL, "unexpected EOF");
    else if (head.grpcStatus < 0) this.#endedWithoutStatus();
    else if (head.grpcStatus === 0) this.#end(null);
    else this.#end(this.#error(head.grpcStatus, head.grpcMessage));
  }

  #endedWithoutStatus(): void {
    this.abort(GrpcStatus.INTERNAL, "server closed the stream without sending trailers");
  }

  #violation(reason: string): void {
    this.connection.streamError(this, ErrorCode.PROTOCOL_ERROR, reason);
  }

  override onData(buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    if (this.responseHead === null) {
      this.#violation("DATA before response headers");
      return;
    }
    this.deframe(buffer, start, end);
    if (endStream && this.isOpen) this.#endedWithoutStatus();
  }

  protected override get maxMessageBytes(): number {
    return this.connection.limits.maxReceiveMessageBytes;
  }

  protected override onBadPrefix(flag: number, messageBytes: number): void {
    if (flag > 1) {
      this.abort(GrpcStatus.INTERNAL, `grpc: received unexpected payload format ${flag}`);
    } else {
      this.abort(
        GrpcStatus.RESOURCE_EXHAUSTED,
        `grpc: received message larger than max (${messageBytes} vs. ${this.maxMessageBytes})`,
      );
    }
  }

  protected override onFramedMessage(view: Uint8Array, isCompressed: boolean): boolean {
    let message = view;
    if (isCompressed) {
      const inflated = this.#inflate(view);
      if (inflated === null) return false;
      message = inflated;
    }
    const counters = this.connection.counters;
    counters.messagesReceived++;
    counters.messageBytesReceived += message.length;
    this.#listener.onMessage(message);
    return this.isOpen;
  }

  #inflate(view: Uint8Array): Uint8Array | null {
    const gzip = this.connection.gzip;
    if (this.responseHead?.encoding !== "gzip" || gzip === null) {
      this.abort(GrpcStatus.INTERNAL, "grpc: compressed flag set with identity or empty encoding");
      return null;
    }
    try {
      const inflated = gzip.inflate(view, this.maxMessageBytes);
      if (inflated !== null) return inflated;
      this.abort(
        GrpcStatus.RESOURCE_EXHAUSTED,
        `grpc: received message after decompression larger than max ${this.maxMessageBytes}`,
      );
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.abort(GrpcStatus.INTERNAL, `grpc: failed to decompress the received message: ${text}`);
    }
    return null;
  }

  // ---- Flow control of the reader.

  /** Bytes that the reader keeps: no credit until `released`. */
  hold(bytesCount: number): void {
    this.receiveHeld += bytesCount;
  }

  released(bytesCount: number): void {
    this.receiveHeld -= bytesCount;
    if (this.isOpen) this.connection.credit.grantStream(this);
  }

  set paused(isPaused: boolean) {
    this.#isPaused = isPaused;
    if (!isPaused && this.isOpen) this.connection.credit.grantStream(this);
  }

  override get isPaused(): boolean {
    return this.#isPaused;
  }

  override get mayIdle(): boolean {
    return true;
  }

  override get isHandedOn(): boolean {
    return false;
  }

  // ---- Ends.

  #error(status: number, message: string, isUnprocessed = false): GrpcError {
    return new GrpcError(status, message, { metadata: this.trailers, isUnprocessed });
  }

  /** Ends the call from our side and tells the server. */
  abort(status: number, message: string): void {
    if (!this.isOpen) return;
    const isUnprocessed = !this.isOpened;
    this.connection.abandon(this);
    this.#end(this.#error(status, message, isUnprocessed));
  }

  /** The user does not want it any more. */
  cancel(): void {
    this.abort(GrpcStatus.CANCELLED, "context canceled");
  }

  /** The call cannot be made on this connection. */
  failUnsent(message: string): void {
    this.#end(this.#error(GrpcStatus.UNAVAILABLE, message, true));
  }

  override onReset(code: number): void {
    if (code === ErrorCode.REFUSED_STREAM) {
      this.#end(this.#error(GrpcStatus.UNAVAILABLE, resetText(code), true));
      return;
    }
    this.#end(this.#error(RESET_STATUS.get(code) ?? GrpcStatus.UNKNOWN, resetText(code)));
  }

  override onAborted(code: ErrorCode, reason: string): void {
    if (this.connection.isEnded) {
      this.#end(this.#error(GrpcStatus.UNAVAILABLE, this.connection.lostText, !this.isOpened));
    } else {
      this.#end(this.#error(GrpcStatus.INTERNAL, `${resetText(code)}: ${reason}`));
    }
  }

  #end(error: GrpcError | null): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    if (this.#deadline !== null) {
      this.connection.wheel.stop(this.#deadline);
      this.#deadline = null;
    }
    this.dropAssembly();
    this.#early = null;
    this.connection.callEnded(this);
    this.#listener.onEnd(error);
  }

  override onRoom(): void {
    if (this.isOpen) this.#listener.onRoom();
  }

  override failForMemory(): void {
    this.abort(GrpcStatus.RESOURCE_EXHAUSTED, "connection holds too many incomplete messages");
  }

  override failForStall(): void {
    this.abort(GrpcStatus.UNAVAILABLE, "response not completed in time");
  }
}

const EMPTY = new Uint8Array(0);

/** RFC 9113 error codes of a reset, as gRPC maps them. */
const RESET_STATUS: ReadonlyMap<number, number> = new Map<number, number>([
  [ErrorCode.NO_ERROR, GrpcStatus.INTERNAL],
  [ErrorCode.PROTOCOL_ERROR, GrpcStatus.INTERNAL],
  [ErrorCode.INTERNAL_ERROR, GrpcStatus.INTERNAL],
  [ErrorCode.FLOW_CONTROL_ERROR, GrpcStatus.RESOURCE_EXHAUSTED],
  [ErrorCode.SETTINGS_TIMEOUT, GrpcStatus.INTERNAL],
  [ErrorCode.FRAME_SIZE_ERROR, GrpcStatus.INTERNAL],
  [ErrorCode.CANCEL, GrpcStatus.CANCELLED],
  [ErrorCode.COMPRESSION_ERROR, GrpcStatus.INTERNAL],
  [ErrorCode.CONNECT_ERROR, GrpcStatus.INTERNAL],
  [ErrorCode.ENHANCE_YOUR_CALM, GrpcStatus.RESOURCE_EXHAUSTED],
  [ErrorCode.INADEQUATE_SECURITY, GrpcStatus.PERMISSION_DENIED],
]);

function resetText(code: number): string {
  for (const [name, value] of Object.entries(ErrorCode)) {
    if (value === code) return `stream terminated by RST_STREAM with error code: ${name}`;
  }
  return `stream terminated by RST_STREAM with error code: ${code}`;
}
