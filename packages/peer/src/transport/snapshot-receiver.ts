/**
 * One POST /raft/snapshot on its way in: length, MsgSnap, then the database to the end of the body.
 * Peer protocol, section 7.
 *
 * The message is checked before the first byte of the database is written. Whatever ends the body
 * early leaves nothing behind: the sink is either finished or aborted, exactly once.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { TimerHandle } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import { SnapshotRefused, type SnapshotSink } from "../transport-port.ts";
import { reasonOf } from "./client-connection.ts";
import { FrameCursor, uint64Of } from "./frame-cursor.ts";
import { idText, SNAPSHOT_HEADER } from "./identity.ts";
import { readMessage } from "./message-codec.ts";
import { emptyAnswer, refuseBody } from "./plain-answers.ts";
import type { TransportContext } from "./transport-context.ts";

/** As etcd labels a snapshot whose message cannot be read. */
const UNKNOWN_SENDER = "UNKNOWN_SNAPSHOT_SENDER";
const LENGTH_BYTES = 8;

export interface SnapshotReceiverOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Senders that metrics may name. */
  readonly isKnown: (id: bigint) => boolean;
}

export class SnapshotReceiver {
  readonly #context: TransportContext;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #isKnown: (id: bigint) => boolean;
  /** As metrics name it. */
  #sender = UNKNOWN_SENDER;
  readonly #cursor = new FrameCursor();
  readonly #startedMs: number;
  #lastReadMs: number;
  #timer: TimerHandle;
  #receivedBytes = 0;
  /** Of the message; -1 while not known. */
  #messageBytes = -1;
  #message: raftpb.Message | null = null;
  #sink: SnapshotSink | null = null;
  /** Nothing more is taken: the body is complete, refused or broken off. */
  #isOver = false;

  constructor(context: TransportContext, options: SnapshotReceiverOptions) {
    const { request, response } = options;
    this.#context = context;
    this.#request = request;
    this.#response = response;
    this.#isKnown = options.isKnown;
    this.#startedMs = context.clock.monotonicMs();
    this.#lastReadMs = this.#startedMs;
    this.#timer = this.#watch(context.limits.snapshotStalledMs);
    request.on("data", (chunk: Buffer) => this.#received(chunk));
    request.on("end", () => this.#complete());
    request.on("error", (error: Error) => this.#brokenOff(error.message));
    request.on("close", () => this.#brokenOff("closed by the peer"));
  }

  #watch(delayMs: number): TimerHandle {
    return this.#context.timers.after(delayMs, () => {
      if (this.#isOver) return;
      const { clock, limits } = this.#context;
      const leftMs = this.#lastReadMs + limits.snapshotStalledMs - clock.monotonicMs();
      if (leftMs > 0) this.#timer = this.#watch(leftMs);
      else {
        this.#brokenOff("i/o timeout");
        this.#request.socket.destroy();
      }
    });
  }

  #received(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#lastReadMs = this.#context.clock.monotonicMs();
    this.#receivedBytes += chunk.length;
    this.#cursor.feed(chunk);
    if (this.#message === null && !this.#readMessage()) return;
    const rest = this.#cursor.takeRest();
    if (rest.length === 0) return;
    try {
      this.#sink!.write(rest);
    } catch (error) {
      this.#refuse(500, `failed to save KV snapshot (${reasonOf(error)})`);
    }
  }

  /** True once the message is there and the database may follow. */
  #readMessage(): boolean {
    if (this.#messageBytes < 0) {
      const length = this.#cursor.take(LENGTH_BYTES);
      if (length === null) return false;
      const limit = this.#context.limits.snapshotMessageBytes;
      try {
        this.#messageBytes = uint64Of(length);
      } catch {
        this.#messageBytes = Number.POSITIVE_INFINITY;
      }
      if (this.#messageBytes > limit) {
        this.#refuse(400, "failed to decode raft message (rafthttp: error limit exceeded)");
        return false;
      }
    }
    const bytes = this.#cursor.take(this.#messageBytes);
    return bytes !== null && this.#begin(bytes);
  }

  #begin(bytes: Uint8Array): boolean {
    const { receiver, identity, observer, logger } = this.#context;
    let message: raftpb.Message;
    try {
      message = readMessage(bytes);
    } catch (error) {
      this.#refuse(400, `failed to decode raft message (${reasonOf(error)})`);
      return false;
    }
    if (message.type !== raftpb.MessageType.MsgSnap) {
      logger.error("unexpected Raft message type", {
        "message-type": message.type,
        "remote-peer-id": idText(message.from),
      });
      this.#refuse(400, "wrong raft message type");
      return false;
    }
    if (message.snapshot === null) {
      this.#refuse(400, "failed to decode raft message (a snapshot without an index)");
      return false;
    }
    if (receiver.isRemoved(message.from)) {
      this.#refuse(403, "cannot process message from removed member");
      return false;
    }
    if (message.to !== identity.localId) {
      const reason = `the message is for member ${idText(message.to)}`;
      this.#refuse(500, `failed to process raft message (${reason})`);
      return false;
    }
    this.#message = message;
    if (this.#isKnown(message.from)) this.#sender = idText(message.from);
    observer.snapshotReceiveStarted(this.#sender);
    logger.info("receiving database snapshot", this.#fields());
    try {
      const format = this.#request.headers[SNAPSHOT_HEADER.toLowerCase()];
      this.#sink = receiver.openSnapshot(message, typeof format === "string" ? format : null);
    } catch (error) {
      this.#refuse(500, `failed to save KV snapshot (${reasonOf(error)})`);
      return false;
    }
    return true;
  }

  #complete(): void {
    if (this.#isOver) return;
    const sink = this.#sink;
    if (sink === null) {
      const what = this.#receivedBytes === 0 ? "EOF" : "unexpected EOF";
      this.#refuse(400, `failed to decode raft message (${what})`);
      return;
    }
    this.#isOver = true;
    this.#timer.cancel();
    this.#sink = null;
    sink.finish().then(
      () => {
        this.#context.logger.info("received and saved database snapshot", this.#fields());
        this.#count("success");
        emptyAnswer(this.#response, 204);
      },
      (error: unknown) => {
        const reason = reasonOf(error);
        const action =
          error instanceof SnapshotRefused ? "process raft message" : "save KV snapshot";
        this.#failed(reason);
        refuseBody(this.#request, this.#response, {
          status: 500,
          text: `failed to ${action} (${reason})`,
          timers: this.#context.timers,
        });
      },
    );
  }

  #refuse(status: number, text: string): void {
    this.#isOver = true;
    this.#timer.cancel();
    this.#abort();
    this.#failed(text);
    refuseBody(this.#request, this.#response, { status, text, timers: this.#context.timers });
  }

  #brokenOff(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timer.cancel();
    this.#abort();
    this.#failed(reason);
  }

  #abort(): void {
    const sink = this.#sink;
    this.#sink = null;
    sink?.abort();
  }

  #failed(reason: string): void {
    this.#context.logger.error("failed to receive database snapshot", {
      ...this.#fields(),
      error: reason,
    });
    this.#count("failure");
  }

  #count(outcome: "success" | "failure"): void {
    // What could not be read has not begun yet: an end without a start would unbalance the gauge.
    if (this.#message === null) this.#context.observer.snapshotReceiveStarted(this.#sender);
    const seconds = (this.#context.clock.monotonicMs() - this.#startedMs) / 1_000;
    this.#context.observer.snapshotReceiveEnded(this.#sender, outcome, seconds);
  }

  #fields(): { readonly [name: string]: string | number } {
    const message = this.#message;
    return {
      "local-member-id": this.#context.identity.localText,
      "remote-snapshot-sender-id": message === null ? UNKNOWN_SENDER : idText(message.from),
      "incoming-snapshot-index": message?.snapshot?.metadata?.index ?? 0,
      bytes: this.#receivedBytes,
    };
  }
}
