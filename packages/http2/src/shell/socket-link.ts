/**
 * Ties one connection core to one socket: reads into a buffer that all connections share, writes
 * the output once a turn, one write at a time, and closes the socket in an orderly way.
 *
 * Node's streams are bypassed on both sides where the socket is a `net.Socket`, as they cost more
 * than the frames: reading uses the buffer hook that `onread` uses for client sockets, writing calls
 * the socket's own `_write`, serialised here. Any other duplex stream is used by its public methods.
 */

import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock, TimerHandle, Timers } from "@kvorum/base";
import type { ConnectionHost, Http2Connection } from "../core/connection.ts";
import type { LimitName } from "../core/observer.ts";
import type { BufferPool } from "../core/output-buffer.ts";
import { ErrorCode } from "../core/protocol.ts";
import { type TimerWheel, WheelTimer } from "../core/timer-wheel.ts";

/** What a link needs of the server or channel that owns it. */
export interface LinkOwner {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly pool: BufferPool;
  /** Filled by each read, and handled before the next one. */
  readonly readBuffer: Uint8Array;
  readonly closeTimeoutMs: number;
  /** Calls `link.flush()` before this turn of the event loop ends. */
  flushLater(link: SocketLink): void;
  /** The connection threw: a bug in this package. */
  onFailure(link: SocketLink, error: unknown): void;
  onLimit(link: SocketLink, limit: LimitName): void;
  onMemoryExceeded(): void;
  /** The connection ended; the socket goes on until `onClosed`. */
  onEnded(link: SocketLink): void;
  onClosed(link: SocketLink): void;
  /** Bytes were handled: states may have changed. */
  onReceived(link: SocketLink): void;
}

export class SocketLink implements ConnectionHost {
  readonly socket: Duplex;
  readonly address: string;
  readonly #owner: LinkOwner;
  #connection!: Http2Connection;
  #isReading = false;
  #isFlushing = false;
  #isClosed = false;
  #writing: Uint8Array | null = null;
  #writingBytes = 0;
  #isWritingSync = false;
  #closeTimer: TimerHandle | null = null;
  readonly #isRawSocket: boolean;
  readonly #onWriteDone: (error?: Error | null) => void;

  constructor(socket: Duplex, owner: LinkOwner, address: string) {
    this.socket = socket;
    this.address = address;
    this.#owner = owner;
    this.#isRawSocket = socket instanceof Socket;
    this.#onWriteDone = (error) => this.#written(error ?? null);
    socket.on("error", (error: Error) => this.#lost(error.message));
    socket.on("close", () => this.#closed());
    socket.on("end", () => this.#lost("closed by the peer"));
  }

  get connection(): Http2Connection {
    return this.#connection;
  }

  /** True between a read and the end of its handling; output is flushed at that end. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** Begins with the bytes that were read already. */
  start(connection: Http2Connection, firstBytes: Uint8Array | null): void {
    this.#connection = connection;
    const socket = this.socket;
    socket.pause();
    socket.removeAllListeners("data");
    socket.removeAllListeners("readable");
    if (socket instanceof Socket) {
      socket.setNoDelay(true);
      socket.setTimeout(0);
    }
    if (firstBytes !== null && firstBytes.length > 0) this.#received(firstBytes);
    for (let chunk = socket.read(); chunk !== null; chunk = socket.read()) {
      this.#received(chunk as Uint8Array);
    }
    if (!this.#useSharedBuffer()) {
      socket.on("data", (chunk: Uint8Array) => this.#received(chunk));
    }
    if (socket.closed) this.#closed();
    else if (socket.destroyed || socket.readableEnded) this.#lost("closed by the peer");
    else if (connection.wantsRead || connection.isEnded) socket.resume();
    this.flush();
  }

  /** What `onread` does for client sockets, for one that was accepted. False: not possible here. */
  #useSharedBuffer(): boolean {
    if (!this.#isRawSocket) return false;
    const fields = this.socket as unknown as Record<symbol, unknown> & {
      _handle: { useUserBuffer?: (buffer: Uint8Array) => void } | null;
    };
    const symbols = Object.getOwnPropertySymbols(fields);
    const buffer = symbols.find((symbol) => symbol.description === "kBuffer");
    const callback = symbols.find((symbol) => symbol.description === "kBufferCb");
    const generator = symbols.find((symbol) => symbol.description === "kBufferGen");
    const handle = fields._handle;
    if (
      buffer === undefined ||
      callback === undefined ||
      generator === undefined ||
      handle === null ||
      typeof handle.useUserBuffer !== "function"
    ) {
      return false;
    }
    const shared = this.#owner.readBuffer;
    fields[buffer] = shared;
    fields[generator] = null;
    fields[callback] = (length: number): boolean => {
      this.#received(shared.subarray(0, length));
      return true;
    };
    handle.useUserBuffer(shared);
    return true;
  }

  #received(chunk: Uint8Array): void {
    const connection = this.#connection;
    if (connection.isEnded) return;
    this.#isReading = true;
    try {
      connection.receive(chunk, this.#owner.clock.monotonicMs());
    } catch (error) {
      this.#failed(error);
    }
    this.#isReading = false;
    this.#owner.onReceived(this);
    this.flush();
  }

  /** The once-a-second look. */
  tick(nowMs: number): void {
    try {
      this.#connection.tick(nowMs);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** No byte sequence may stop the process: a bug costs one connection. */
  #failed(error: unknown): void {
    this.#owner.onFailure(this, error);
    this.#connection.end(ErrorCode.INTERNAL_ERROR, "internal error", false);
  }

  // ---- ConnectionHost.

  outputReady(): void {
    if (!this.#isReading && !this.#isFlushing) this.#owner.flushLater(this);
  }

  resumeSoon(): void {
    this.#owner.timers.soon(() => {
      this.#isReading = true;
      try {
        this.#connection.resume(this.#owner.clock.monotonicMs());
      } catch (error) {
        this.#failed(error);
      }
      this.#isReading = false;
      this.flush();
    });
  }

  readingChanged(): void {
    if (this.#isClosed) return;
    if (this.#connection.wantsRead) this.socket.resume();
    else this.socket.pause();
  }

  ended(): void {
    this.#owner.onEnded(this);
    if (this.#isClosed) return;
    // The rest of the input is read and dropped: closing with unread input would reset the
    // connection and could take our GOAWAY with it.
    this.socket.resume();
    this.#closeTimer = this.#owner.timers.after(this.#owner.closeTimeoutMs, () => {
      this.socket.destroy();
    });
    if (!this.#isReading && !this.#isFlushing) this.#owner.flushLater(this);
  }

  limitReached(limit: LimitName): void {
    this.#owner.onLimit(this, limit);
  }

  memoryExceeded(): void {
    this.#owner.onMemoryExceeded();
  }

  // ---- Output.

  /** Writes what the connection has, unless a write is under way: then that one's end does it. */
  flush(): void {
    const connection = this.#connection;
    this.#isFlushing = true;
    while (this.#writing === null && !this.#isClosed && connection.output.length > 0) {
      const { bytes, length } = connection.takeOutput();
      this.#writing = bytes;
      this.#writingBytes = length;
      this.#isWritingSync = true;
      const view = bytes.subarray(0, length);
      if (this.#isRawSocket)
        this.socket._write(view, "buffer" as BufferEncoding, this.#onWriteDone);
      else this.socket.write(view, this.#onWriteDone);
      this.#isWritingSync = false;
      if (this.#writing !== null) connection.onWriteDelayed(connection.nowMs);
    }
    this.#isFlushing = false;
    if (connection.isEnded && this.#writing === null && !this.#isClosed) this.socket.end();
  }

  #written(error: Error | null): void {
    const bytes = this.#writing;
    if (bytes === null) return;
    const length = this.#writingBytes;
    this.#writing = null;
    this.#owner.pool.give(bytes);
    if (error !== null) {
      this.#lost(error.message);
      this.socket.destroy();
      return;
    }
    const connection = this.#connection;
    if (this.#isWritingSync) {
      connection.onWritten(length, connection.nowMs);
      return;
    }
    connection.setNow(this.#owner.clock.monotonicMs());
    connection.onWritten(length, connection.nowMs);
    this.flush();
  }

  // ---- The end.

  #lost(reason: string): void {
    this.#connection?.lost(reason);
  }

  #closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#closeTimer?.cancel();
    this.#lost("closed by the peer");
    this.#owner.onClosed(this);
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** Every connection is looked at this often. */
export const TICK_MS = 1_000;

export class LinkTick extends WheelTimer {
  readonly #wheel: TimerWheel;
  readonly #link: SocketLink;

  constructor(wheel: TimerWheel, link: SocketLink) {
    super();
    this.#wheel = wheel;
    this.#link = link;
  }

  override fire(nowMs: number): void {
    this.#link.tick(nowMs);
    if (!this.#link.connection.isEnded) this.#wheel.start(this, nowMs + TICK_MS);
  }
}
