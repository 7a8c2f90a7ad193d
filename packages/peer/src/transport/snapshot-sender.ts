/**
 * POST /raft/snapshot: a MsgSnap with its length, then the database, chunked, in pieces that leave
 * the event loop to others in between. Peer protocol, section 7.
 *
 * There is no bound on the whole, only on standing still. The body is closed exactly once, and the
 * outcome told exactly once, unless the peer is dropped meanwhile.
 */

import type { TimerHandle } from "@kvorum/base";
import type { raftpb } from "@kvorum/proto";
import type { SnapshotBody } from "../transport-port.ts";
import { ClientConnection, type ConnectionOwner, reasonOf } from "./client-connection.ts";
import type { AnswerHead } from "./http-answer.ts";
import { idText, SNAPSHOT_HEADER } from "./identity.ts";
import { writeMessageFrame } from "./message-frames.ts";
import { OutputBuffer } from "./output-buffer.ts";
import { refusalOf } from "./pipeline.ts";
import type { TransportContext } from "./transport-context.ts";
import type { UrlRotation } from "./url-rotation.ts";

/** One read of the database and one write to the socket: some hundred microseconds. */
const PIECE_BYTES = 512 * 1024;

export interface SnapshotSenderOptions {
  readonly peerId: bigint;
  readonly urls: UrlRotation;
  readonly message: raftpb.Message;
  readonly body: SnapshotBody;
  /** Not called after `stop`. */
  readonly ended: (sender: SnapshotSender, failure: string | null) => void;
}

export class SnapshotSender implements ConnectionOwner {
  readonly #context: TransportContext;
  readonly #options: SnapshotSenderOptions;
  readonly #connection: ClientConnection | null;
  readonly #startedMs: number;
  #offset = 0;
  #progressMs: number;
  #timer: TimerHandle | null = null;
  #head: AnswerHead | null = null;
  #text = "";
  #hasAnswer = false;
  #isPieceDue = false;
  #isEnded = false;

  constructor(context: TransportContext, options: SnapshotSenderOptions) {
    this.#context = context;
    this.#options = options;
    this.#startedMs = context.clock.monotonicMs();
    this.#progressMs = this.#startedMs;
    context.observer.snapshotSendStarted(options.peerId);
    context.logger.info("sending database snapshot", this.#fields());
    const url = options.urls.pick();
    this.#connection = url === null ? null : new ClientConnection(context, url, this);
    if (url === null) context.timers.soon(() => this.#fail("no usable URL"));
  }

  /** Breaks off: the peer is dropped, or the transport stops. */
  stop(): void {
    if (this.#isEnded) return;
    this.#release("failure");
  }

  // ---- ConnectionOwner.

  opened(): void {
    const { socket, url } = this.#connection!;
    socket.setKeepAlive(true, 15_000);
    const output = new OutputBuffer();
    output.beginChunk();
    writeMessageFrame(this.#options.message, output);
    output.endChunk();
    socket.write(
      `POST /raft/snapshot HTTP/1.1\r\nHost: ${url.authority}\r\n${this.#context.requestHeaders}` +
        `Content-Type: application/octet-stream\r\n${formatHeader(this.#options.body)}` +
        "Transfer-Encoding: chunked\r\n\r\n",
      "latin1",
    );
    socket.write(output.take(output.length));
    socket.on("drain", this.#onDrain);
    this.#progressMs = this.#context.clock.monotonicMs();
    this.#watch(this.#context.limits.snapshotStalledMs);
    this.#onDrain();
  }

  answerHead(head: AnswerHead): void {
    this.#head = head;
    // No more of the database: an answer before its end is a refusal. Its text gets some seconds.
    this.#timer?.cancel();
    this.#timer = this.#context.timers.after(this.#context.limits.stalledMs, () =>
      this.#answered(),
    );
  }

  answerBody(bytes: Uint8Array): void {
    if (this.#text.length < this.#context.limits.answerBytes) {
      this.#text += Buffer.from(bytes).toString("latin1");
    }
  }

  answerEnd(): void {
    this.#hasAnswer = true;
  }

  chunkRead(): void {
    if (this.#hasAnswer) this.#answered();
  }

  closed(reason: string): void {
    if (this.#head !== null) this.#answered();
    else this.#fail(reason);
  }

  // ---- The body.

  /** A turn of the event loop between pieces, even where the socket takes all at once. */
  readonly #onDrain = (): void => {
    this.#progressMs = this.#context.clock.monotonicMs();
    if (this.#isPieceDue) return;
    this.#isPieceDue = true;
    this.#context.timers.soon(() => {
      this.#isPieceDue = false;
      this.#sendPiece();
    });
  };

  #sendPiece(): void {
    const { body } = this.#options;
    if (this.#isEnded || this.#head !== null) return;
    const { socket } = this.#connection!;
    const missing = body.sizeBytes - this.#offset;
    if (missing === 0) {
      socket.off("drain", this.#onDrain);
      socket.write("0\r\n\r\n", "latin1");
      this.#watch(this.#context.limits.snapshotAnswerMs);
      return;
    }
    let piece: Uint8Array;
    try {
      piece = body.read(this.#offset, Math.min(PIECE_BYTES, missing));
    } catch (error) {
      this.#fail(`read the database: ${reasonOf(error)}`);
      return;
    }
    if (piece.length === 0 || piece.length > missing) {
      this.#fail(`read the database: ${piece.length} bytes at ${this.#offset}`);
      return;
    }
    this.#offset += piece.length;
    this.#context.observer.sentBytes(this.#options.peerId, piece.length);
    socket.cork();
    socket.write(`${piece.length.toString(16)}\r\n`, "latin1");
    socket.write(piece);
    const isDrained = socket.write("\r\n", "latin1");
    socket.uncork();
    if (isDrained) this.#onDrain();
  }

  #watch(stalledMs: number): void {
    this.#timer?.cancel();
    const leftMs = this.#progressMs + stalledMs - this.#context.clock.monotonicMs();
    if (leftMs <= 0) {
      this.#fail(`no progress for ${stalledMs} ms`);
      return;
    }
    this.#timer = this.#context.timers.after(leftMs, () => this.#watch(stalledMs));
  }

  // ---- The end.

  #answered(): void {
    if (this.#isEnded) return;
    const answer = { status: this.#head!.status, text: this.#text };
    if (answer.status !== 204) {
      const reason = refusalOf(this.#context, this.#options.peerId, answer);
      if (answer.status === 403) this.#context.removedFromCluster();
      this.#fail(reason);
      return;
    }
    this.#context.logger.info("sent database snapshot", this.#fields());
    this.#release("success");
    this.#options.ended(this, null);
  }

  #fail(reason: string): void {
    if (this.#isEnded) return;
    this.#context.logger.warn("failed to send database snapshot", {
      ...this.#fields(),
      error: reason,
    });
    const url = this.#connection?.url ?? null;
    if (url !== null) this.#options.urls.failed(url);
    this.#release("failure");
    this.#options.ended(this, reason);
  }

  #release(outcome: "success" | "failure"): void {
    this.#isEnded = true;
    this.#timer?.cancel();
    this.#connection?.close();
    this.#options.body.close();
    const seconds = (this.#context.clock.monotonicMs() - this.#startedMs) / 1_000;
    this.#context.observer.snapshotSendEnded(this.#options.peerId, outcome, seconds);
  }

  #fields(): { readonly [name: string]: string | number } {
    const { message, body, peerId } = this.#options;
    return {
      "snapshot-index": message.snapshot?.metadata?.index ?? 0,
      "remote-peer-id": idText(peerId),
      bytes: body.sizeBytes,
    };
  }
}

function formatHeader({ format }: SnapshotBody): string {
  return format === undefined ? "" : `${SNAPSHOT_HEADER}: ${format}\r\n`;
}
