/**
 * The client role: opens streams for calls, respects the server's limit of concurrent ones, and
 * tells calls what a GOAWAY or the end of the connection means for them.
 */

import { type CallListener, type CallOptions, ClientCall } from "./client-call.ts";
import type { Gzip } from "./compression.ts";
import { type ConnectionOptions, Http2Connection } from "./connection.ts";
import { encodeGrpcTimeout, GrpcStatus, quoted } from "./grpc-status.ts";
import { HeaderField, NAME_OTHER } from "./header-field.ts";
import type { HeaderList } from "./hpack-decoder.ts";
import { encodeHeaderBlock, HeaderBlockWriter } from "./hpack-encoder.ts";
import {
  DEFAULT_MAX_FRAME_BYTES,
  ErrorCode,
  SETTINGS_ENABLE_PUSH,
  SETTINGS_INITIAL_WINDOW_SIZE,
  SETTINGS_MAX_FRAME_SIZE,
  SETTINGS_MAX_HEADER_LIST_SIZE,
} from "./protocol.ts";
import type { Http2Stream } from "./stream.ts";

export interface ClientConnectionOptions extends ConnectionOptions {
  readonly authority: string;
  readonly scheme: "http" | "https";
  readonly userAgent: string;
  readonly gzip: Gzip | null;
  /** Keep-alive pings also while no call is open. */
  readonly keepaliveWithoutCalls: boolean;
  /** The server's first SETTINGS came: it speaks HTTP/2. */
  readonly onReady: () => void;
}

/** Header blocks kept by path. */
const MAX_CACHED_PATHS = 256;
/** Names that calls may not set: they belong to the protocol. */
const RESERVED_NAMES: ReadonlySet<string> = new Set(["content-type", "te", "user-agent"]);

export class ClientConnection extends Http2Connection {
  readonly gzip: Gzip | null;
  readonly #options: ClientConnectionOptions;
  readonly #blocks = new Map<string, Uint8Array>();
  readonly #writer = new HeaderBlockWriter();
  /** Calls that wait for the server's limit of concurrent streams. */
  readonly #waiting = new Set<ClientCall>();
  #nextId = 1;
  #isReady = false;
  #goawayText: string | null = null;

  constructor(options: ClientConnectionOptions) {
    super(options, false);
    this.#options = options;
    this.gzip = options.gzip;
    const { limits } = options;
    const settings: (readonly [number, number])[] = [
      [SETTINGS_ENABLE_PUSH, 0],
      [SETTINGS_INITIAL_WINDOW_SIZE, limits.streamWindowBytes],
      [SETTINGS_MAX_HEADER_LIST_SIZE, limits.maxHeaderListBytes],
    ];
    if (limits.maxFrameBytes !== DEFAULT_MAX_FRAME_BYTES) {
      settings.push([SETTINGS_MAX_FRAME_SIZE, limits.maxFrameBytes]);
    }
    this.sendOpening(settings);
  }

  /** New calls may be made. */
  get isUsable(): boolean {
    return !this.isEnded && !this.isDraining && this.#nextId < this.limits.maxStreamId;
  }

  /** Why calls fail that the end of the connection caught. */
  get lostText(): string {
    if (this.#goawayText !== null) return this.#goawayText;
    if (this.endReason === "closed by the peer") return "error reading from server: EOF";
    return `error reading from server: ${this.endReason}`;
  }

  get waitingCallsCount(): number {
    return this.#waiting.size;
  }

  // ---- Calls.

  /** Begins a call. Without a usable connection the listener hears of it before the return. */
  call(path: string, options: CallOptions, listener: CallListener): ClientCall {
    const call = new ClientCall(this, path, options, listener);
    const badField = options.metadata?.find(([name, value]) => !isAllowedField(name, value));
    if (badField !== undefined) {
      call.abort(
        GrpcStatus.INTERNAL,
        `metadata ${quoted(badField[0])} is reserved or holds bytes that a header may not`,
      );
    } else if (!this.isUsable) {
      call.failUnsent(this.isEnded ? this.lostText : "the connection is draining");
    } else if (this.streams.size < this.peerMaxConcurrentStreams && this.#waiting.size === 0) {
      this.#open(call);
    } else if (this.#waiting.size < this.limits.maxWaitingCalls) {
      this.#waiting.add(call);
    } else {
      call.failUnsent("too many calls wait for the server's limit of concurrent streams");
    }
    return call;
  }

  #open(call: ClientCall): void {
    call.id = this.#nextId;
    this.#nextId += 2;
    this.addStream(call, null);
    this.writer.headers(call.id, this.#requestBlock(call), false);
    call.opened();
  }

  #requestBlock(call: ClientCall): Uint8Array {
    let block = this.#blocks.get(call.path);
    if (block === undefined) {
      block = encodeHeaderBlock([
        [":method", "POST"],
        [":scheme", this.#options.scheme],
        [":path", call.path],
        [":authority", this.#options.authority],
        ["content-type", "application/grpc"],
        ["user-agent", this.#options.userAgent],
        ["te", "trailers"],
      ]);
      if (this.#blocks.size >= MAX_CACHED_PATHS) this.#blocks.clear();
      this.#blocks.set(call.path, block);
    }
    const { metadata, timeoutMs } = call.options;
    if (metadata === undefined && timeoutMs === undefined) return block;
    const writer = this.#writer;
    writer.clear();
    writer.raw(block);
    if (timeoutMs !== undefined && timeoutMs < Number.POSITIVE_INFINITY) {
      writer.field("grpc-timeout", encodeGrpcTimeout(timeoutMs));
    }
    if (metadata !== undefined) {
      for (const [name, value] of metadata) {
        if (name === "token" || name === "authorization") writer.secretField(name, value);
        else writer.field(name, value);
      }
    }
    return writer.view();
  }

  /** The call ends by our will: the server is told, its later frames are dropped. */
  abandon(call: ClientCall): void {
    if (!call.isOpened || this.isEnded || this.streams.get(call.id) !== call) return;
    if (call.remoteClosed && call.localClosed) this.closeStream(call);
    else this.resetStream(call, ErrorCode.CANCEL);
  }

  /** The call is over: its stream is closed on both sides. */
  callEnded(call: ClientCall): void {
    this.#waiting.delete(call);
    if (!call.isOpened || this.isEnded || this.streams.get(call.id) !== call) return;
    if (call.localClosed) this.closeStream(call);
    else this.resetStream(call, ErrorCode.NO_ERROR);
  }

  /** Ends every call: the user closes the channel. */
  closeCalls(message: string): void {
    const calls = [...this.#waiting, ...(this.streams.values() as Iterable<ClientCall>)];
    for (const call of calls) call.abort(GrpcStatus.CANCELLED, message);
  }

  #openWaiting(): void {
    for (const call of this.#waiting) {
      if (!this.isUsable) {
        this.#waiting.delete(call);
        call.failUnsent("the connection is draining");
        continue;
      }
      if (this.streams.size >= this.peerMaxConcurrentStreams) return;
      this.#waiting.delete(call);
      this.#open(call);
    }
  }

  // ---- Frames.

  protected override onHeaderList(id: number, list: HeaderList, endStream: boolean): void {
    const stream = this.streams.get(id);
    if (stream !== undefined) {
      if (stream.remoteClosed) {
        this.streamError(stream, ErrorCode.STREAM_CLOSED, "HEADERS after END_STREAM");
      } else {
        stream.onHeaderList(list, endStream);
      }
      return;
    }
    if (this.dropLingering(id, endStream)) return;
    if (this.isIdle(id)) this.fail(ErrorCode.PROTOCOL_ERROR, `HEADERS on idle stream ${id}`);
    else this.fail(ErrorCode.STREAM_CLOSED, `HEADERS on closed stream ${id}`);
  }

  protected override isIdle(id: number): boolean {
    return (id & 1) === 0 || id >= this.#nextId;
  }

  protected override get lastProcessedId(): number {
    return 0;
  }

  protected override onStreamReset(stream: Http2Stream, code: number): void {
    stream.remoteClosed = true;
    this.closeStream(stream);
    stream.onReset(code);
  }

  override onOutputRoom(): void {}

  protected override onStrayReset(): void {
    // A server that answers early resets what it does not want to read: that is no fault.
  }

  override onSendingFinished(stream: Http2Stream): void {
    stream.localClosed = true;
    if (stream.remoteClosed) this.closeStream(stream);
  }

  protected override onStreamClosed(_stream: Http2Stream): void {
    if (this.isEnded) return;
    if (this.#waiting.size > 0) this.#openWaiting();
    if (this.isDraining && this.streams.size === 0) this.end(ErrorCode.NO_ERROR, "drained", false);
  }

  protected override onPing(): void {}

  protected override get mayKeepAlive(): boolean {
    return this.streams.size > 0 || this.#options.keepaliveWithoutCalls;
  }

  protected override onSettingsChanged(): void {
    if (!this.#isReady) {
      this.#isReady = true;
      this.#options.onReady();
    }
    if (this.#waiting.size > 0) this.#openWaiting();
  }

  protected override onGoaway(lastStreamId: number, code: number, debug: string): void {
    this.isDraining = true;
    if (code !== ErrorCode.NO_ERROR) {
      this.#goawayText = `connection closed by the server with code ${code}: ${debug}`;
    }
    for (const call of [...this.#waiting]) call.failUnsent("the server is going away");
    for (const stream of [...this.streams.values()]) {
      if (stream.id <= lastStreamId) continue;
      // The server says that it did not and will not look at these.
      stream.remoteClosed = true;
      this.closeStream(stream);
      (stream as ClientCall).failUnsent("the server is going away");
    }
    if (this.streams.size === 0 && !this.isEnded) {
      this.end(ErrorCode.NO_ERROR, "drained", false);
    }
  }

  protected override onDrainPingAcknowledged(): void {}

  protected override onTick(_nowMs: number): void {}

  protected override onEnd(): void {
    for (const call of [...this.#waiting]) call.onAborted(this.endCode, this.endReason);
    this.#waiting.clear();
  }
}

function isAllowedField(name: string, value: string): boolean {
  const field = new HeaderField(name, value, null);
  return (
    field.nameId === NAME_OTHER &&
    field.isWellFormed &&
    !RESERVED_NAMES.has(name) &&
    !/[^\t\x20-\xff]/.test(value)
  );
}
