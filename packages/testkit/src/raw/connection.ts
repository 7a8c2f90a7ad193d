/**
 * A gRPC client over one plain TCP connection with prior-knowledge HTTP/2, lean enough to generate
 * load and plain enough to trust in comparisons.
 *
 * Callbacks, no promises: a call has a sink, messages arrive as places in the read buffer, and
 * whatever the sinks send during one read leaves in one write. All bytes are handled in order, in
 * the read callback. A violation of the protocol by the server ends the connection and every open
 * call with an error; it is never passed over.
 *
 * Deliberately absent: TLS, retries, compression, server push, priorities.
 * RFC 9113; gRPC over HTTP/2.
 */

import { connect, type Socket } from "node:net";
import { assert } from "@kvorum/base";
import { type HeaderField, HpackDecoder, HpackEncoder, type ResponseHeaders } from "./hpack.ts";

/** Where the events of one call go. The callbacks must not throw. */
export interface CallSink {
  /** One whole message, the bytes `start..end`; valid only during the call. */
  message(bytes: Uint8Array, start: number, end: number): void;
  /** The call is over: the trailers' status, or one that the client made up. At most once. */
  ended(status: number, message: string): void;
}

export interface ConnectOptions {
  readonly port: number;
  readonly host?: string;
  /** False sends request headers as literals only; default true, as real clients do. */
  readonly indexing?: boolean;
  /** One read buffer may serve all connections of a thread: it is only used inside a callback. */
  readonly readBuffer?: Uint8Array;
  readonly connectTimeoutMs?: number;
}

/** The headers of calls to one method; made by RawConnection.template(). */
export class CallTemplate {
  readonly fields: readonly HeaderField[];
  block: Uint8Array | null = null;
  blockInsertsCount = -1;

  constructor(fields: readonly HeaderField[]) {
    this.fields = fields;
  }
}

const FRAME_HEADER_BYTES = 9;
const MESSAGE_PREFIX_BYTES = 5;
const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");
/** What the server may send before we grant more: both windows are opened to the maximum. */
const RECEIVE_WINDOW_BYTES = 0x7fff_ffff;
const RECEIVE_GRANT_BYTES = 0x1000_0000;
const DEFAULT_WINDOW_BYTES = 65_535;
const MAX_FRAME_BYTES = 16_384;
const READ_BUFFER_BYTES = 256 * 1024;

const DATA = 0;
const HEADERS = 1;
const RST_STREAM = 3;
const SETTINGS = 4;
const PUSH_PROMISE = 5;
const PING = 6;
const GOAWAY = 7;
const WINDOW_UPDATE = 8;
const CONTINUATION = 9;

const END_STREAM = 1;
const ACK = 1;
const END_HEADERS = 4;
const PADDED = 8;
const PRIORITY = 0x20;

const CANCELED = 1;
const UNKNOWN = 2;
const INTERNAL = 13;
const UNAVAILABLE = 14;

const RESET_CANCEL = 8;
const RESET_REFUSED = 7;

/** State of one open stream; pooled. */
class Call {
  sink: CallSink | null = null;
  /** Bytes that the server lets us send on this stream. */
  sendWindowBytes = 0;
  /** Framed bytes that wait for window, oldest first. */
  waiting: Uint8Array[] = [];
  waitingEnds = false;
  halfClosed = false;
  sawHeaders = false;
  receivedBytes = 0;
  /** A message that came in pieces: what there is of it, prefix included. */
  partial: Uint8Array | null = null;
  partialBytes = 0;
}

export class RawConnection {
  readonly #socket: Socket;
  readonly #authority: string;
  readonly #encoder: HpackEncoder;
  readonly #decoder = new HpackDecoder();
  readonly #calls = new Map<number, Call>();
  readonly #pool: Call[] = [];
  #nextStreamId = 1;
  #sendWindowBytes = DEFAULT_WINDOW_BYTES;
  #initialSendWindowBytes = DEFAULT_WINDOW_BYTES;
  #maxFrameBytes = MAX_FRAME_BYTES;
  #receivedBytes = 0;
  /** Streams with bytes that wait for the connection's window, in order. */
  #blocked: number[] = [];

  #out: Uint8Array = new Uint8Array(32 * 1024);
  #outBytes = 0;
  #inRead = false;
  #flushScheduled = false;

  /** Bytes of a frame whose end has not come yet. */
  #carry: Uint8Array = new Uint8Array(64 * 1024);
  #carryBytes = 0;
  /** A header block that goes on in CONTINUATION frames. */
  #headerBlock: Uint8Array | null = null;
  #headerStreamId = 0;
  #headerEndsStream = false;

  #goAway: string | null = null;
  #closed: Error | null = null;
  #pings: (() => void)[] = [];
  #onClose: ((error: Error) => void)[] = [];

  private constructor(socket: Socket, options: ConnectOptions) {
    this.#socket = socket;
    this.#authority = `${options.host ?? "127.0.0.1"}:${options.port}`;
    this.#encoder = new HpackEncoder({ indexing: options.indexing ?? true });
  }

  /** Connects and sends preface and settings; the server's settings are awaited. */
  static connect(options: ConnectOptions): Promise<RawConnection> {
    return new Promise((resolve, reject) => {
      const readBuffer = options.readBuffer ?? new Uint8Array(READ_BUFFER_BYTES);
      let connection: RawConnection | null = null;
      const socket = connect({
        host: options.host ?? "127.0.0.1",
        port: options.port,
        noDelay: true,
        onread: {
          buffer: readBuffer,
          callback: (bytesCount: number) => {
            connection!.#read(readBuffer, bytesCount);
            return true;
          },
        },
      });
      connection = new RawConnection(socket, options);
      const opened = connection;
      const timer = setTimeout(() => {
        opened.destroy(new Error(`no HTTP/2 settings from port ${options.port} in time`));
      }, options.connectTimeoutMs ?? 10_000);
      opened.#onClose.push((error) => {
        clearTimeout(timer);
        reject(error);
      });
      opened.#onSettings = () => {
        clearTimeout(timer);
        resolve(opened);
      };
      socket.once("connect", () => {
        opened.#greet();
        opened.#flush();
      });
      socket.once("error", (error) => opened.#fail(error));
      socket.once("close", () => opened.#fail(new Error("connection closed by the server")));
    });
  }

  #onSettings: (() => void) | null = null;

  get isOpen(): boolean {
    return this.#closed === null && this.#goAway === null;
  }

  /** Streams that have not ended. */
  get callsCount(): number {
    return this.#calls.size;
  }

  /** Bytes handed to the socket that the kernel has not taken yet, and those not handed over. */
  get bufferedBytes(): number {
    return this.#outBytes + this.#socket.writableLength;
  }

  /** Calls back once when the connection has ended, for whatever reason. */
  onClose(callback: (error: Error) => void): void {
    if (this.#closed !== null) callback(this.#closed);
    else this.#onClose.push(callback);
  }

  /** Header fields of calls to `path`; keep it, repeated use makes requests small. */
  template(path: string, metadata: readonly HeaderField[] = []): CallTemplate {
    return new CallTemplate([
      [":method", "POST"],
      [":scheme", "http"],
      [":path", path],
      [":authority", this.#authority],
      ["content-type", "application/grpc"],
      ["te", "trailers"],
      ...metadata,
    ]);
  }

  /** Opens a stream and sends its headers. @returns the stream id. */
  open(template: CallTemplate, sink: CallSink): number {
    if (this.#closed !== null || this.#goAway !== null) {
      const reason = this.#closed?.message ?? this.#goAway ?? "";
      queueMicrotask(() => sink.ended(UNAVAILABLE, reason));
      return 0;
    }
    const streamId = this.#nextStreamId;
    assert(streamId < 0x7fff_0000, "stream ids are used up");
    this.#nextStreamId += 2;
    const call = this.#pool.pop() ?? new Call();
    call.sink = sink;
    call.sendWindowBytes = this.#initialSendWindowBytes;
    this.#calls.set(streamId, call);
    this.#writeHeaders(streamId, template);
    this.#scheduleFlush();
    return streamId;
  }

  /**
   * Sends one message, the bytes `start..end`, copied before return; waits inside the client for
   * flow-control window where needed. Sending on a stream that has ended is a silent no-op.
   */
  send(
    streamId: number,
    bytes: Uint8Array,
    options: { start?: number; end?: number; endStream: boolean },
  ): void {
    const call = this.#calls.get(streamId);
    if (call === undefined) return;
    assert(!call.halfClosed && !call.waitingEnds, "send after half-close");
    const start = options.start ?? 0;
    const end = options.end ?? bytes.length;
    const framedBytes = end - start + MESSAGE_PREFIX_BYTES;
    const fits =
      call.waiting.length === 0 &&
      framedBytes <= call.sendWindowBytes &&
      framedBytes <= this.#sendWindowBytes &&
      framedBytes <= this.#maxFrameBytes;
    if (fits) {
      const out = this.#reserve(FRAME_HEADER_BYTES + framedBytes);
      let at = this.#writeFrameHeader(
        framedBytes,
        DATA,
        options.endStream ? END_STREAM : 0,
        streamId,
      );
      out[at++] = 0;
      at = writeUint32(out, at, end - start);
      out.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at);
      this.#outBytes = at + end - start;
      call.sendWindowBytes -= framedBytes;
      this.#sendWindowBytes -= framedBytes;
      call.halfClosed = options.endStream;
    } else {
      const framed = new Uint8Array(framedBytes);
      writeUint32(framed, 1, end - start);
      framed.set(bytes.subarray(start, end), MESSAGE_PREFIX_BYTES);
      this.#queue(streamId, call, framed, options.endStream);
    }
    this.#scheduleFlush();
  }

  /** Ends the client's side of the stream. */
  halfClose(streamId: number): void {
    const call = this.#calls.get(streamId);
    if (call === undefined || call.halfClosed || call.waitingEnds) return;
    this.#queue(streamId, call, new Uint8Array(0), true);
    this.#scheduleFlush();
  }

  /** One call with one message. @returns the stream id. */
  unary(
    template: CallTemplate,
    message: Uint8Array,
    sink: CallSink,
    range?: { start: number; end: number },
  ): number {
    const streamId = this.open(template, sink);
    if (streamId !== 0) {
      this.send(streamId, message, {
        start: range?.start ?? 0,
        end: range?.end ?? message.length,
        endStream: true,
      });
    }
    return streamId;
  }

  /** Resets the stream. Its sink gets status Canceled, made here. */
  cancel(streamId: number): void {
    const call = this.#calls.get(streamId);
    if (call === undefined) return;
    this.#writeReset(streamId, RESET_CANCEL);
    call.halfClosed = true;
    // Not pooled: a loop over this call's messages may be running further up.
    this.#end(streamId, call, CANCELED, "canceled by the client", false);
    this.#scheduleFlush();
  }

  /** Resolves when the server has answered a PING: all that was sent before has been read. */
  ping(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) {
        reject(this.#closed);
        return;
      }
      this.onClose(reject);
      this.#pings.push(resolve);
      this.#reserve(FRAME_HEADER_BYTES + 8);
      const at = this.#writeFrameHeader(8, PING, 0, 0);
      this.#out.fill(0, at, at + 8);
      this.#outBytes = at + 8;
      this.#scheduleFlush();
    });
  }

  /** Closes at once; open calls end with Unavailable. */
  destroy(reason: Error = new Error("connection closed by the client")): void {
    this.#fail(reason);
  }

  // --- sending ---

  #greet(): void {
    const out = this.#reserve(PREFACE.length + FRAME_HEADER_BYTES + 12 + FRAME_HEADER_BYTES + 4);
    out.set(PREFACE, this.#outBytes);
    this.#outBytes += PREFACE.length;
    let at = this.#writeFrameHeader(12, SETTINGS, 0, 0);
    at = writeUint16(out, at, 2); // ENABLE_PUSH
    at = writeUint32(out, at, 0);
    at = writeUint16(out, at, 4); // INITIAL_WINDOW_SIZE
    this.#outBytes = writeUint32(out, at, RECEIVE_WINDOW_BYTES);
    this.#writeWindowUpdate(0, RECEIVE_WINDOW_BYTES - DEFAULT_WINDOW_BYTES);
  }

  #writeHeaders(streamId: number, template: CallTemplate): void {
    let block = template.block;
    if (block === null || template.blockInsertsCount !== this.#encoder.insertsCount) {
      const before = this.#encoder.insertsCount;
      block = this.#encoder.encode(template.fields);
      // A block that filled the table must not be sent twice; the next call gets an indexed one.
      template.block = this.#encoder.insertsCount === before ? block : null;
      template.blockInsertsCount = this.#encoder.insertsCount;
    }
    assert(block.length <= this.#maxFrameBytes, "request headers of more than one frame");
    const out = this.#reserve(FRAME_HEADER_BYTES + block.length);
    const at = this.#writeFrameHeader(block.length, HEADERS, END_HEADERS, streamId);
    out.set(block, at);
    this.#outBytes = at + block.length;
  }

  #writeWindowUpdate(streamId: number, bytesCount: number): void {
    const out = this.#reserve(FRAME_HEADER_BYTES + 4);
    const at = this.#writeFrameHeader(4, WINDOW_UPDATE, 0, streamId);
    this.#outBytes = writeUint32(out, at, bytesCount);
  }

  #writeReset(streamId: number, code: number): void {
    const out = this.#reserve(FRAME_HEADER_BYTES + 4);
    const at = this.#writeFrameHeader(4, RST_STREAM, 0, streamId);
    this.#outBytes = writeUint32(out, at, code);
  }

  #queue(streamId: number, call: Call, framed: Uint8Array, endStream: boolean): void {
    call.waiting.push(framed);
    call.waitingEnds = endStream;
    this.#blocked.push(streamId);
    this.#sendBlocked();
  }

  /** Sends what the windows allow now. */
  #sendBlocked(): void {
    const streams = this.#blocked;
    if (streams.length === 0) return;
    const still: number[] = [];
    for (const streamId of streams) {
      const call = this.#calls.get(streamId);
      if (call === undefined) continue;
      this.#sendWaiting(streamId, call);
      if (call.waiting.length > 0) still.push(streamId);
    }
    this.#blocked = still;
  }

  #sendWaiting(streamId: number, call: Call): void {
    while (call.waiting.length > 0) {
      const framed = call.waiting[0]!;
      const room = Math.min(call.sendWindowBytes, this.#sendWindowBytes, this.#maxFrameBytes);
      if (room <= 0 && framed.length > 0) return;
      const size = Math.min(room, framed.length);
      const isWhole = size === framed.length;
      const endsStream = isWhole && call.waitingEnds && call.waiting.length === 1;
      const out = this.#reserve(FRAME_HEADER_BYTES + size);
      const at = this.#writeFrameHeader(size, DATA, endsStream ? END_STREAM : 0, streamId);
      out.set(framed.subarray(0, size), at);
      this.#outBytes = at + size;
      call.sendWindowBytes -= size;
      this.#sendWindowBytes -= size;
      if (isWhole) call.waiting.shift();
      else call.waiting[0] = framed.subarray(size);
      if (endsStream) call.halfClosed = true;
    }
  }

  /** @returns where the payload goes; the caller sets #outBytes behind it. */
  #writeFrameHeader(length: number, type: number, flags: number, streamId: number): number {
    const out = this.#out;
    let at = this.#outBytes;
    out[at++] = length >>> 16;
    out[at++] = length >>> 8;
    out[at++] = length;
    out[at++] = type;
    out[at++] = flags;
    return writeUint32(out, at, streamId);
  }

  #reserve(bytesCount: number): Uint8Array {
    const needed = this.#outBytes + bytesCount;
    if (needed > this.#out.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.#out.length));
      grown.set(this.#out.subarray(0, this.#outBytes));
      this.#out = grown;
    }
    return this.#out;
  }

  #scheduleFlush(): void {
    if (this.#inRead || this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    const bytesCount = this.#outBytes;
    if (bytesCount === 0 || this.#closed !== null || this.#socket.connecting) return;
    this.#outBytes = 0;
    this.#socket.write(this.#out.subarray(0, bytesCount));
    // The kernel nearly always takes the bytes at once; if not, they stay in use.
    if (this.#socket.writableLength > 0) this.#out = new Uint8Array(32 * 1024);
  }

  // --- receiving ---

  #read(chunk: Uint8Array, bytesCount: number): void {
    if (this.#closed !== null) return;
    this.#inRead = true;
    try {
      if (this.#carryBytes === 0) {
        const used = this.#frames(chunk, bytesCount);
        if (used < bytesCount) this.#keep(chunk.subarray(used, bytesCount));
      } else {
        this.#keep(chunk.subarray(0, bytesCount));
        const used = this.#frames(this.#carry, this.#carryBytes);
        this.#carry.copyWithin(0, used, this.#carryBytes);
        this.#carryBytes -= used;
      }
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#inRead = false;
    }
    this.#flush();
  }

  #keep(bytes: Uint8Array): void {
    const needed = this.#carryBytes + bytes.length;
    if (needed > this.#carry.length) {
      const grown = new Uint8Array(2 * needed);
      grown.set(this.#carry.subarray(0, this.#carryBytes));
      this.#carry = grown;
    }
    this.#carry.set(bytes, this.#carryBytes);
    this.#carryBytes = needed;
  }

  /** Handles all whole frames of `bytes`. @returns how many bytes they took. */
  #frames(bytes: Uint8Array, bytesCount: number): number {
    let at = 0;
    while (bytesCount - at >= FRAME_HEADER_BYTES) {
      const length = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
      if (length > MAX_FRAME_BYTES) throw new Error(`frame of ${length} bytes is over the limit`);
      const start = at + FRAME_HEADER_BYTES;
      const end = start + length;
      if (end > bytesCount) break;
      const type = bytes[at + 3]!;
      const flags = bytes[at + 4]!;
      const streamId = readUint32(bytes, at + 5) & 0x7fff_ffff;
      if (this.#headerBlock !== null && type !== CONTINUATION) {
        throw new Error(`frame type ${type} inside a header block`);
      }
      if (type === DATA) this.#data(streamId, flags, bytes, start, end);
      else if (type === HEADERS) this.#headers(streamId, flags, bytes, start, end);
      else this.#otherFrame(type, flags, streamId, bytes, start, end);
      at = end;
    }
    return at;
  }

  #data(streamId: number, flags: number, bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#receivedBytes += length;
    if (this.#receivedBytes > RECEIVE_GRANT_BYTES) {
      this.#writeWindowUpdate(0, this.#receivedBytes);
      this.#receivedBytes = 0;
    }
    const call = this.#calls.get(streamId);
    if (call === undefined) {
      if (streamId === 0 || streamId >= this.#nextStreamId) {
        throw new Error(`DATA on stream ${streamId}, which was never opened`);
      }
      return; // A stream that we canceled.
    }
    if (!call.sawHeaders) throw new Error("DATA before response headers");
    call.receivedBytes += length;
    if (call.receivedBytes > RECEIVE_GRANT_BYTES) {
      this.#writeWindowUpdate(streamId, call.receivedBytes);
      call.receivedBytes = 0;
    }
    if ((flags & PADDED) !== 0) {
      const padding = bytes[start]!;
      start++;
      end -= padding;
      if (end < start) throw new Error("DATA padding longer than the frame");
    }
    if (call.partial !== null) this.#joinPartial(call, bytes, start, end);
    else this.#messages(call, bytes, start, end);
    if ((flags & END_STREAM) !== 0 && this.#calls.get(streamId) === call) {
      this.#end(streamId, call, INTERNAL, "server closed the stream without sending trailers");
    }
  }

  #messages(call: Call, bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    while (end - at >= MESSAGE_PREFIX_BYTES) {
      if (bytes[at] !== 0) throw new Error(`compressed-flag ${bytes[at]} in a message`);
      const messageEnd = at + MESSAGE_PREFIX_BYTES + readUint32(bytes, at + 1);
      if (messageEnd > end) break;
      call.sink?.message(bytes, at + MESSAGE_PREFIX_BYTES, messageEnd);
      at = messageEnd;
    }
    if (at < end) {
      const rest = end - at;
      const whole =
        rest >= MESSAGE_PREFIX_BYTES ? MESSAGE_PREFIX_BYTES + readUint32(bytes, at + 1) : 64;
      call.partial = new Uint8Array(Math.max(whole, rest));
      call.partial.set(bytes.subarray(at, end));
      call.partialBytes = rest;
    }
  }

  #joinPartial(call: Call, bytes: Uint8Array, start: number, end: number): void {
    let at = start;
    let partial = call.partial!;
    while (call.partialBytes < MESSAGE_PREFIX_BYTES && at < end) {
      partial[call.partialBytes++] = bytes[at++]!;
    }
    if (call.partialBytes < MESSAGE_PREFIX_BYTES) return;
    const whole = MESSAGE_PREFIX_BYTES + readUint32(partial, 1);
    if (partial.length < whole) {
      const grown = new Uint8Array(whole);
      grown.set(partial.subarray(0, call.partialBytes));
      call.partial = partial = grown;
    }
    const take = Math.min(whole - call.partialBytes, end - at);
    partial.set(bytes.subarray(at, at + take), call.partialBytes);
    call.partialBytes += take;
    at += take;
    if (call.partialBytes < whole) return;
    call.partial = null;
    call.partialBytes = 0;
    if (partial[0] !== 0) throw new Error(`compressed-flag ${partial[0]} in a message`);
    call.sink?.message(partial, MESSAGE_PREFIX_BYTES, whole);
    if (at < end) this.#messages(call, bytes, at, end);
  }

  #headers(streamId: number, flags: number, bytes: Uint8Array, start: number, end: number): void {
    if ((flags & PADDED) !== 0) {
      end -= bytes[start]!;
      start++;
    }
    if ((flags & PRIORITY) !== 0) start += 5;
    if (end < start) throw new Error("HEADERS padding longer than the frame");
    if ((flags & END_HEADERS) !== 0) {
      const headers = this.#decoder.decode(bytes, start, end);
      this.#responseHeaders(streamId, headers, (flags & END_STREAM) !== 0);
      return;
    }
    this.#headerBlock = bytes.slice(start, end);
    this.#headerStreamId = streamId;
    this.#headerEndsStream = (flags & END_STREAM) !== 0;
  }

  #continuation(streamId: number, flags: number, part: Uint8Array): void {
    if (this.#headerBlock === null || streamId !== this.#headerStreamId) {
      throw new Error("CONTINUATION without its HEADERS");
    }
    const joined = new Uint8Array(this.#headerBlock.length + part.length);
    joined.set(this.#headerBlock);
    joined.set(part, this.#headerBlock.length);
    if ((flags & END_HEADERS) === 0) {
      this.#headerBlock = joined;
      return;
    }
    this.#headerBlock = null;
    const headers = this.#decoder.decode(joined, 0, joined.length);
    this.#responseHeaders(streamId, headers, this.#headerEndsStream);
  }

  #responseHeaders(streamId: number, headers: ResponseHeaders, endStream: boolean): void {
    const call = this.#calls.get(streamId);
    if (call === undefined) {
      if (streamId === 0 || streamId >= this.#nextStreamId) {
        throw new Error(`HEADERS on stream ${streamId}, which was never opened`);
      }
      return; // A stream that we canceled.
    }
    if (!endStream) {
      if (call.sawHeaders) throw new Error("second response headers without end of stream");
      if (headers.httpStatus !== "200") {
        throw new Error(`response headers with :status "${headers.httpStatus}"`);
      }
      call.sawHeaders = true;
      return;
    }
    if (headers.grpcStatus >= 0) {
      if (call.partial !== null) {
        throw new Error("stream ended in the middle of a message");
      }
      this.#end(streamId, call, headers.grpcStatus, headers.grpcMessage);
    } else {
      this.#end(streamId, call, UNKNOWN, `no grpc-status; :status "${headers.httpStatus}"`);
    }
  }

  #otherFrame(
    type: number,
    flags: number,
    streamId: number,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const length = end - start;
    switch (type) {
      case CONTINUATION:
        this.#continuation(streamId, flags, bytes.subarray(start, end));
        break;
      case RST_STREAM: {
        if (length !== 4) throw new Error(`RST_STREAM of ${length} bytes`);
        const call = this.#calls.get(streamId);
        if (call === undefined) break;
        const code = readUint32(bytes, start);
        const status =
          code === RESET_CANCEL ? CANCELED : code === RESET_REFUSED ? UNAVAILABLE : INTERNAL;
        call.halfClosed = true;
        this.#end(streamId, call, status, `stream reset by the server with code ${code}`);
        break;
      }
      case SETTINGS:
        if ((flags & ACK) === 0) this.#settings(bytes, start, end);
        break;
      case PING:
        if (length !== 8) throw new Error(`PING of ${length} bytes`);
        if ((flags & ACK) !== 0) this.#pings.shift()?.();
        else {
          const out = this.#reserve(FRAME_HEADER_BYTES + 8);
          const at = this.#writeFrameHeader(8, PING, ACK, 0);
          out.set(bytes.subarray(start, end), at);
          this.#outBytes = at + 8;
        }
        break;
      case GOAWAY: {
        const code = readUint32(bytes, start + 4);
        const text = Buffer.from(bytes.subarray(start + 8, end)).toString("latin1");
        this.#goAway = `server sent GOAWAY with code ${code} ${text}`.trim();
        const last = readUint32(bytes, start) & 0x7fff_ffff;
        for (const [id, call] of [...this.#calls]) {
          if (id > last) this.#end(id, call, UNAVAILABLE, this.#goAway);
        }
        break;
      }
      case WINDOW_UPDATE: {
        if (length !== 4) throw new Error(`WINDOW_UPDATE of ${length} bytes`);
        const increment = readUint32(bytes, start) & 0x7fff_ffff;
        if (streamId === 0) this.#sendWindowBytes += increment;
        else {
          const call = this.#calls.get(streamId);
          if (call !== undefined) call.sendWindowBytes += increment;
        }
        this.#sendBlocked();
        break;
      }
      case PUSH_PROMISE:
        throw new Error("PUSH_PROMISE, although push is disabled");
      default:
        break; // PRIORITY, and unknown types, which RFC 9113 says to ignore.
    }
  }

  #settings(bytes: Uint8Array, start: number, end: number): void {
    if ((end - start) % 6 !== 0) throw new Error(`SETTINGS of ${end - start} bytes`);
    for (let at = start; at < end; at += 6) {
      const id = (bytes[at]! << 8) | bytes[at + 1]!;
      const value = readUint32(bytes, at + 2);
      if (id === 4) {
        const change = value - this.#initialSendWindowBytes;
        this.#initialSendWindowBytes = value;
        for (const call of this.#calls.values()) call.sendWindowBytes += change;
      } else if (id === 5) this.#maxFrameBytes = value;
      else if (id === 1 && value < 4096) {
        // Our table never shrinks, so a smaller one would break the indexes already given out.
        if (this.#encoder.insertsCount > 0) throw new Error(`header table of ${value} bytes`);
      }
    }
    this.#reserve(FRAME_HEADER_BYTES);
    this.#outBytes = this.#writeFrameHeader(0, SETTINGS, ACK, 0);
    this.#sendBlocked();
    this.#onSettings?.();
    this.#onSettings = null;
  }

  #end(streamId: number, call: Call, status: number, message: string, reuse = true): void {
    this.#calls.delete(streamId);
    if (!call.halfClosed && this.#closed === null) {
      // The server answered early: nobody will read what we still have.
      this.#writeReset(streamId, RESET_CANCEL);
    }
    const sink = call.sink;
    call.sink = null;
    call.waiting = call.waiting.length === 0 ? call.waiting : [];
    call.waitingEnds = false;
    call.halfClosed = false;
    call.sawHeaders = false;
    call.receivedBytes = 0;
    call.partial = null;
    call.partialBytes = 0;
    if (reuse && this.#pool.length < 1024) this.#pool.push(call);
    sink?.ended(status, message);
  }

  #fail(error: Error): void {
    if (this.#closed !== null) return;
    this.#closed = error;
    this.#socket.destroy();
    const message = `${this.#goAway ?? "connection lost"}: ${error.message}`;
    for (const [streamId, call] of [...this.#calls]) {
      this.#end(streamId, call, UNAVAILABLE, message);
    }
    const callbacks = this.#onClose;
    this.#onClose = [];
    for (const callback of callbacks) callback(error);
  }
}

function readUint32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  );
}

function writeUint32(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
  return at + 4;
}

function writeUint16(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
  return at + 2;
}
