/**
 * Messages by POST /raft, one each: for members that have no stream, or none at the moment. Up to
 * four at a time for each member, so their order is not kept. Peer protocol, section 4.
 */

import { raftpb } from "@kvorum/proto";
import { CLUSTER_ID_MISMATCH, INCOMPATIBLE_VERSION, idText } from "./identity.ts";
import { writeMessage } from "./message-codec.ts";
import { OutputBuffer } from "./output-buffer.ts";
import type { PeerStatus } from "./peer-status.ts";
import { type PeerAnswer, RequestConnection, type RequestFailure } from "./request-connection.ts";
import type { TransportContext } from "./transport-context.ts";
import type { UrlRotation } from "./url-rotation.ts";

interface Post {
  readonly body: Uint8Array;
  /**
   * The peer may have taken it although its answer never came: raft takes a message twice as once,
   * but a forwarded proposal would be carried out twice.
   */
  readonly mayRepeat: boolean;
  /** It went out on a kept connection that the peer had closed, and goes out once more. */
  isRepeated: boolean;
}

export class Pipeline {
  readonly #context: TransportContext;
  readonly #peerId: bigint;
  readonly #urls: UrlRotation;
  /** Null for remotes, whose connectedness nobody asks for. */
  readonly #status: PeerStatus | null;
  readonly #queue: Post[] = [];
  #queuedBytes = 0;
  #inFlight = 0;
  readonly #connections = new Set<RequestConnection>();
  #isStopped = false;

  constructor(
    context: TransportContext,
    options: { peerId: bigint; urls: UrlRotation; status: PeerStatus | null },
  ) {
    this.#context = context;
    this.#peerId = options.peerId;
    this.#urls = options.urls;
    this.#status = options.status;
  }

  /** False where it had to be dropped. Encodes the message before it returns. */
  send(message: raftpb.Message): boolean {
    const { limits } = this.#context;
    if (
      this.#isStopped ||
      this.#queue.length >= limits.pipelineQueueMessages ||
      this.#queuedBytes >= limits.pipelineQueueBytes
    ) {
      return false;
    }
    const output = new OutputBuffer(512);
    writeMessage(message, output);
    const body = output.take(output.length);
    const mayRepeat = message.type !== raftpb.MessageType.MsgProp;
    this.#queue.push({ body, mayRepeat, isRepeated: false });
    this.#queuedBytes += body.length;
    this.#next();
    return true;
  }

  stop(): void {
    this.#isStopped = true;
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    for (const connection of this.#connections) connection.close();
    this.#connections.clear();
  }

  #next(): void {
    while (this.#inFlight < this.#context.limits.pipelineInFlight && this.#queue.length > 0) {
      const post = this.#queue.shift()!;
      this.#queuedBytes -= post.body.length;
      this.#inFlight++;
      this.#post(post);
    }
  }

  #post(post: Post): void {
    const connection = this.#connection(post.isRepeated);
    if (connection === null) {
      // Not from within `send`: the queue would empty itself in one loop.
      this.#context.timers.soon(() => {
        if (!this.#isStopped) this.#ended(null, { reason: "no usable URL", wasStale: false }, post);
      });
      return;
    }
    const head =
      `POST /raft HTTP/1.1\r\n${this.#context.requestHeaders}` +
      `Content-Type: application/protobuf\r\nContent-Length: ${post.body.length}\r\n`;
    const { postTimeoutMs } = this.#context.limits;
    connection.send({ head, body: post.body }, postTimeoutMs, (answer, failure) => {
      if (this.#isStopped) return;
      if (!connection.isUsable) this.#connections.delete(connection);
      if (failure?.wasStale === true && post.mayRepeat && !post.isRepeated) {
        post.isRepeated = true;
        this.#post(post);
        return;
      }
      if (failure !== null) this.#urls.failed(connection.url);
      this.#ended(answer, failure, post);
    });
  }

  /** A kept connection to the URL in use, or a new one; null without a URL. */
  #connection(mustBeNew: boolean): RequestConnection | null {
    const url = this.#urls.pick();
    for (const connection of this.#connections) {
      if (!connection.isUsable) {
        if (!connection.isBusy) this.#connections.delete(connection);
      } else if (connection.url !== url) {
        connection.close();
        this.#connections.delete(connection);
      } else if (!mustBeNew) return connection;
    }
    if (url === null) return null;
    const connection = new RequestConnection(this.#context, url);
    this.#connections.add(connection);
    return connection;
  }

  #ended(answer: PeerAnswer | null, failure: RequestFailure | null, post: Post): void {
    this.#inFlight--;
    if (answer?.status === 204) {
      this.#status?.activate();
      this.#context.observer.sentBytes(this.#peerId, post.body.length);
    } else {
      const reason = failure?.reason ?? refusalOf(this.#context, this.#peerId, answer!);
      this.#status?.deactivate("write", reason);
      this.#context.lost(this.#peerId, 1);
      if (answer?.status === 403) this.#context.removedFromCluster();
    }
    if (!this.#isStopped) this.#next();
  }
}

/** What an answer other than 204 to a POST means; logs what an operator should know. */
export function refusalOf(context: TransportContext, peerId: bigint, answer: PeerAnswer): string {
  const text = answer.text.trim().slice(0, 200);
  const fields = { "remote-peer-id": idText(peerId), error: text };
  if (answer.status === 403) {
    context.logger.error("the member has been permanently removed from the cluster", fields);
  } else if (answer.status === 412 && text === INCOMPATIBLE_VERSION) {
    context.logger.error(
      "request sent was ignored by remote peer due to server version incompatibility",
      fields,
    );
  } else if (answer.status === 412 && text === CLUSTER_ID_MISMATCH) {
    context.logger.error("request sent was ignored by remote peer due to cluster ID mismatch", {
      ...fields,
      "local-member-cluster-id": context.identity.clusterText,
    });
  }
  return `status ${answer.status} ${text}`;
}
