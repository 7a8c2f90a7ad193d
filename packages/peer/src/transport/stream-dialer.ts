/**
 * An incoming stream: this member dials it at the peer and reads the peer's messages off the body of
 * an answer that never ends. Redials for as long as the peer is one. Peer protocol, section 3.
 *
 * At most one attempt in each 100 ms; a failure moves on to the peer's next URL; a connection
 * without a byte for 5 s is dead. All messages of one socket chunk go to raft in one call.
 */

import type { TimerHandle } from "@kvorum/base";
import { raftpb } from "@kvorum/proto";
import { AppendDecoder } from "./append-frames.ts";
import { ClientConnection, type ConnectionOwner } from "./client-connection.ts";
import type { AnswerHead } from "./http-answer.ts";
import { CLUSTER_ID_MISMATCH, INCOMPATIBLE_VERSION, idText, speaksStreams } from "./identity.ts";
import { isLocalType } from "./message-codec.ts";
import { MessageDecoder } from "./message-frames.ts";
import type { PeerStatus } from "./peer-status.ts";
import { type FrameDecoder, type StreamKind, streamLogName } from "./stream-kind.ts";
import type { TransportContext } from "./transport-context.ts";
import type { UrlRotation } from "./url-rotation.ts";

/** The same refusal is logged again only after so many of them: they come every 100 ms. */
const REFUSALS_PER_LINE = 100;

export class StreamDialer implements ConnectionOwner {
  readonly #context: TransportContext;
  readonly #kind: StreamKind;
  readonly #peerId: bigint;
  readonly #urls: UrlRotation;
  readonly #status: PeerStatus;
  #connection: ClientConnection | null = null;
  #decoder: FrameDecoder | null = null;
  #messages: raftpb.Message[] = [];
  #receivedBytes = 0;
  #attemptedAtMs = Number.NEGATIVE_INFINITY;
  #timer: TimerHandle | null = null;
  /** The status of an answer that is no stream, and the text that comes with it. */
  #refusal: { readonly status: number; text: string } | null = null;
  #lastRefusal = "";
  #refusalsCount = 0;
  #isStopped = false;

  constructor(
    context: TransportContext,
    options: { kind: StreamKind; peerId: bigint; urls: UrlRotation; status: PeerStatus },
  ) {
    this.#context = context;
    this.#kind = options.kind;
    this.#peerId = options.peerId;
    this.#urls = options.urls;
    this.#status = options.status;
  }

  get isStreaming(): boolean {
    return this.#decoder !== null;
  }

  start(): void {
    this.#dial();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#connection?.close();
    this.#connection = null;
    this.#decoder = null;
  }

  // ---- ConnectionOwner.

  opened(): void {
    const connection = this.#connection!;
    const { identity, requestHeaders } = this.#context;
    connection.socket.write(
      `GET /raft/stream/${this.#kind}/${identity.localText} HTTP/1.1\r\n` +
        `Host: ${connection.url.authority}\r\n${requestHeaders}` +
        `X-Raft-To: ${idText(this.#peerId)}\r\n\r\n`,
      "latin1",
    );
    this.#watch(connection, this.#context.limits.stalledMs);
  }

  answerHead(head: AnswerHead): void {
    if (head.status !== 200) {
      this.#refusal = { status: head.status, text: "" };
      return;
    }
    const version = head.headers.get("x-server-version");
    if (!speaksStreams(version)) {
      this.#refusal = { status: 200, text: `server version ${version ?? "unknown"}` };
      return;
    }
    const { localId } = this.#context.identity;
    const maxBytes = this.#context.limits.messageBytes;
    this.#decoder =
      this.#kind === "message"
        ? new MessageDecoder(maxBytes)
        : new AppendDecoder({ from: this.#peerId, to: localId, maxBytes });
    this.#refusalsCount = 0;
    this.#lastRefusal = "";
    this.#context.logger.info(
      "established TCP streaming connection with remote peer",
      this.#fields(),
    );
    this.#status.activate();
  }

  answerBody(bytes: Uint8Array): void {
    const decoder = this.#decoder;
    if (decoder !== null) {
      this.#receivedBytes += bytes.length;
      decoder.decode(bytes, this.#messages);
      return;
    }
    const refusal = this.#refusal;
    if (refusal !== null && refusal.text.length < this.#context.limits.answerBytes) {
      refusal.text += Buffer.from(bytes).toString("latin1");
    }
  }

  answerEnd(): void {
    if (this.#decoder !== null) this.#connection?.fail("EOF");
  }

  chunkRead(): void {
    const received = this.#receivedBytes;
    if (received > 0) this.#deliver(received);
    if (this.#refusal !== null) this.#refused(this.#refusal);
  }

  closed(reason: string): void {
    this.#connection = null;
    if (this.#refusal !== null) {
      this.#refused(this.#refusal);
      return;
    }
    this.#timer?.cancel();
    const wasStreaming = this.#decoder !== null;
    this.#decoder = null;
    if (wasStreaming) {
      this.#context.observer.receiveFailed(idText(this.#peerId));
      this.#context.logger.warn("lost TCP streaming connection with remote peer", {
        ...this.#fields(),
        error: reason,
      });
    }
    this.#failed(wasStreaming ? "read" : "dial", reason);
  }

  // ---- Messages.

  /** Takes out what must not reach raft, and hands on the rest in one call. */
  #deliver(receivedBytes: number): void {
    this.#receivedBytes = 0;
    const { observer, receiver } = this.#context;
    const heartbeatBytes = this.#decoder?.heartbeatBytes ?? 0;
    if (heartbeatBytes > 0) {
      this.#decoder!.heartbeatBytes = 0;
      observer.receivedBytes(0n, heartbeatBytes);
    }
    if (receivedBytes > heartbeatBytes) {
      observer.receivedBytes(this.#peerId, receivedBytes - heartbeatBytes);
    }
    const messages = this.#messages;
    if (messages.length === 0) return;
    this.#messages = [];
    let admitted = 0;
    for (let i = 0; i < messages.length; i++) {
      const message = messages[i]!;
      if (this.#admits(message)) messages[admitted++] = message;
    }
    messages.length = admitted;
    if (admitted > 0) receiver.receive(messages);
  }

  #admits(message: raftpb.Message): boolean {
    const { identity, receiver, logger } = this.#context;
    if (isLocalType(message.type)) return false;
    if (message.to !== identity.localId) return false;
    if (message.from !== this.#peerId && receiver.isRemoved(message.from)) return false;
    if (message.type !== raftpb.MessageType.MsgSnap) return true;
    logger.warn("dropped a snapshot message that came without its database", this.#fields());
    return false;
  }

  // ---- Attempts.

  #dial(): void {
    if (this.#isStopped || this.#context.isStopped) return;
    this.#attemptedAtMs = this.#context.clock.monotonicMs();
    const url = this.#urls.pick();
    if (url === null) {
      this.#failed("dial", "no usable URL");
      return;
    }
    this.#connection = new ClientConnection(this.#context, url, this);
  }

  /** Gives the connection up once it has been silent for too long. */
  #watch(connection: ClientConnection, delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#context.timers.after(delayMs, () => {
      if (this.#connection !== connection || connection.isClosed) return;
      const { clock, limits } = this.#context;
      const leftMs = connection.lastReadMs + limits.stalledMs - clock.monotonicMs();
      if (leftMs > 0) this.#watch(connection, leftMs);
      else this.#giveUp(connection);
    });
  }

  /** Bytes may wait in the kernel if it was this process that stood still: one look more. */
  #giveUp(connection: ClientConnection): void {
    const { lastReadMs } = connection;
    this.#timer = this.#context.timers.soon(() => {
      if (this.#connection !== connection || connection.isClosed) return;
      if (connection.lastReadMs === lastReadMs) connection.fail("i/o timeout");
      else this.#watch(connection, this.#context.limits.stalledMs);
    });
  }

  #failed(action: string, reason: string): void {
    this.#rotate();
    this.#status.deactivate(`${action} ${this.#fields()["stream-reader-type"]}`, reason);
    this.#redial();
  }

  #rotate(): void {
    const url = this.#urls.pick();
    if (url !== null) this.#urls.failed(url);
  }

  #redial(): void {
    if (this.#isStopped) return;
    const { clock, limits, timers } = this.#context;
    const waitMs = this.#attemptedAtMs + limits.redialPaceMs - clock.monotonicMs();
    this.#timer?.cancel();
    this.#timer = timers.after(Math.max(0, waitMs), () => this.#dial());
  }

  /** An answer that is no stream: 412 is told apart by its text, which may come in pieces. */
  #refused(refusal: { status: number; text: string }): void {
    const connection = this.#connection;
    if (refusal.status === 412 && connection !== null && !refusal.text.includes("\n")) {
      if (!connection.isIdle) return;
    }
    connection?.close();
    this.#connection = null;
    this.#refusal = null;
    this.#timer?.cancel();
    this.#rotate();
    const { logger } = this.#context;
    const text = refusal.text.trim().slice(0, 200);
    if (refusal.status === 410) {
      logger.error("the member has been permanently removed from the cluster", this.#fields());
      this.#isStopped = true;
      this.#status.deactivate("dial", "removed from the cluster");
      this.#context.removedFromCluster();
      return;
    }
    this.#status.deactivate("dial", `status ${refusal.status} ${text}`);
    this.#logRefusal(refusal.status, text);
    this.#redial();
  }

  #logRefusal(status: number, text: string): void {
    const refusal = `${status} ${text}`;
    if (refusal !== this.#lastRefusal) this.#refusalsCount = 0;
    this.#lastRefusal = refusal;
    if (this.#refusalsCount++ % REFUSALS_PER_LINE !== 0) return;
    const { logger, identity } = this.#context;
    const fields = { ...this.#fields(), status, error: text };
    if (status === 412 && text === INCOMPATIBLE_VERSION) {
      logger.warn(
        "request sent was ignored by remote peer due to server version incompatibility",
        fields,
      );
    } else if (status === 412 && text === CLUSTER_ID_MISMATCH) {
      logger.warn("request sent was ignored by remote peer due to cluster ID mismatch", {
        ...fields,
        "local-member-cluster-id": identity.clusterText,
      });
    } else if (status === 404) {
      logger.debug("the peer does not know this member yet", fields);
    } else {
      logger.warn("the peer did not answer with a stream", fields);
    }
  }

  #fields(): {
    readonly "stream-reader-type": string;
    readonly "local-member-id": string;
    readonly "remote-peer-id": string;
  } {
    return {
      "stream-reader-type": streamLogName(this.#kind),
      "local-member-id": this.#context.identity.localText,
      "remote-peer-id": idText(this.#peerId),
    };
  }
}
