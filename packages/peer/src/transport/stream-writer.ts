/**
 * An outgoing stream: the peer dialled it, this member writes its messages into the answer's body.
 * Peer protocol, sections 3, 5 and 6.
 *
 * Messages are encoded at once into one buffer, which leaves as one HTTP chunk and one socket write
 * at `flush`, that is once for each turn. While the socket is busy the buffer collects further
 * turns; it is bounded, and beyond the bound messages are dropped: raft recovers from loss, not from
 * delay. Chunks are framed here and written straight to the socket: Node's response object would
 * make three writes of each.
 */

import type { Socket } from "node:net";
import type { TimerHandle } from "@kvorum/base";
import type { raftpb } from "@kvorum/proto";
import { AppendEncoder } from "./append-frames.ts";
import { MessageEncoder } from "./message-frames.ts";
import { OutputBuffer } from "./output-buffer.ts";
import type { FrameEncoder, StreamKind } from "./stream-kind.ts";
import type { TransportContext } from "./transport-context.ts";

/** Of one socket write: what `stalledMs` is allowed for. */
const WRITE_BYTES = 1024 * 1024;
const LAST_CHUNK = Buffer.from("0\r\n\r\n", "latin1");

export interface StreamWriterOwner {
  /** The socket is gone; so many messages may not have reached the peer. Called once. */
  writerClosed(writer: StreamWriter, reason: string, messagesCount: number): void;
  /** So many bytes of messages were handed to the socket. */
  writerSent(bytes: number): void;
}

export class StreamWriter {
  readonly kind: StreamKind;
  readonly #context: TransportContext;
  readonly #socket: Socket;
  readonly #owner: StreamWriterOwner;
  readonly #encoder: FrameEncoder;
  readonly #output = new OutputBuffer();
  /** Messages encoded since nothing waited. */
  #waitingMessages = 0;
  #isWriting = false;
  /** Writes begun, and the number of those that ended: their callbacks come in order. */
  #writesBegun = 0;
  #writesEnded = 0;
  #writingSinceMs = 0;
  #isClosed = false;
  #heartbeatTimer: TimerHandle;

  /** The head of the answer has been written to the socket. */
  constructor(
    context: TransportContext,
    options: { kind: StreamKind; socket: Socket; owner: StreamWriterOwner },
  ) {
    this.#context = context;
    this.kind = options.kind;
    this.#socket = options.socket;
    this.#owner = options.owner;
    this.#encoder = options.kind === "message" ? new MessageEncoder() : new AppendEncoder();
    const socket = this.#socket;
    context.track(socket);
    socket.setNoDelay(true);
    socket.setTimeout(0);
    socket.on("error", (error: Error) => this.#lost(error.message));
    socket.on("end", () => this.#lost("closed by the peer"));
    socket.on("close", () => this.#lost("closed by the peer"));
    this.#heartbeatTimer = this.#armHeartbeat();
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Messages that have not left yet. */
  get waitingMessages(): number {
    return this.#waitingMessages;
  }

  /** Encodes it; false where it had to be dropped. Nothing leaves before `flush`. */
  write(message: raftpb.Message): boolean {
    const { limits } = this.#context;
    const output = this.#output;
    if (
      this.#isClosed ||
      output.pendingBytes >= limits.streamQueueBytes ||
      (this.#isWriting && this.#waitingMessages >= limits.streamQueueMessages)
    ) {
      return false;
    }
    if (!output.isChunkOpen) output.beginChunk();
    this.#encoder.write(message, output);
    this.#waitingMessages++;
    // A turn may hold hundreds of large appends: the socket can take the first ones already.
    if (!this.#isWriting && output.pendingBytes >= WRITE_BYTES) this.flush();
    return true;
  }

  /** Hands everything encoded to the socket, or leaves it to the end of the write under way. */
  flush(): void {
    const output = this.#output;
    if (this.#isClosed || !output.isChunkOpen) return;
    output.endChunk();
    if (!this.#isWriting) this.#writeOn();
  }

  /** Ends the answer in order; the messages that wait are dropped unreported. */
  end(): void {
    if (this.#isClosed) return;
    const isIdle = !this.#isWriting;
    this.#close();
    if (isIdle) {
      this.#socket.end(LAST_CHUNK);
      this.#socket.destroySoon();
    } else this.#socket.destroy();
  }

  #writeOn(): void {
    const output = this.#output;
    const socket = this.#socket;
    while (output.pendingBytes > 0) {
      const bytes = output.take(WRITE_BYTES);
      this.#owner.writerSent(bytes.length);
      this.#writesBegun++;
      socket.write(bytes, this.#onWriteEnded);
      if (socket.writableLength > 0) {
        this.#isWriting = true;
        this.#writingSinceMs = this.#context.clock.monotonicMs();
        return;
      }
      // The kernel took all of it: what waits for its callback is only the callback.
    }
    this.#isWriting = false;
    this.#waitingMessages = 0;
    output.reset();
  }

  readonly #onWriteEnded = (error?: Error | null): void => {
    this.#writesEnded++;
    if (this.#isClosed) return;
    if (error !== undefined && error !== null) this.#lost(error.message);
    else if (this.#isWriting && this.#writesEnded === this.#writesBegun) {
      // A turn may be half encoded only inside `send`, which no callback interrupts.
      this.#writeOn();
    }
  };

  #armHeartbeat(): TimerHandle {
    return this.#context.timers.after(this.#context.limits.linkHeartbeatMs, () => {
      if (this.#isClosed) return;
      this.#heartbeatTimer = this.#armHeartbeat();
      this.#beat();
    });
  }

  #beat(): void {
    const { limits, clock } = this.#context;
    if (this.#isWriting) {
      if (clock.monotonicMs() - this.#writingSinceMs >= limits.stalledMs) this.#giveUp();
      // Bytes are on their way: they prove life as well as a heartbeat does.
      return;
    }
    this.#output.beginChunk();
    this.#encoder.writeHeartbeat(this.#output);
    this.flush();
  }

  /** Its end may be waiting to be told if it was this process that stood still: one look more. */
  #giveUp(): void {
    const writesEnded = this.#writesEnded;
    this.#context.timers.soon(() => {
      if (this.#isWriting && this.#writesEnded === writesEnded) this.#lost("write timeout");
    });
  }

  #lost(reason: string): void {
    if (this.#isClosed) return;
    this.#close();
    this.#socket.destroy();
    this.#owner.writerClosed(this, reason, this.#waitingMessages);
  }

  #close(): void {
    this.#isClosed = true;
    this.#heartbeatTimer.cancel();
  }
}
