/**
 * The answering side of the raft paths on the peer listener: gate, streams, pipeline, snapshots,
 * probes. Peer protocol, sections 1 to 4, 7 and 8.7.
 *
 * Refusals are cheap: a peer that is refused comes again every 100 ms for each stream.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { raftpb } from "@kvorum/proto";
import { reasonOf } from "./client-connection.ts";
import {
  ACCEPTED_SNAPSHOT_HEADER,
  CLUSTER_ID_MISMATCH,
  gateVerdict,
  idText,
  parseId,
} from "./identity.ts";
import { isLocalType, readMessage } from "./message-codec.ts";
import type { Peer } from "./peer.ts";
import { emptyAnswer, plainText, refuseBody } from "./plain-answers.ts";
import { SnapshotReceiver } from "./snapshot-receiver.ts";
import type { StreamKind } from "./stream-kind.ts";
import type { TransportContext } from "./transport-context.ts";

const PIPELINE_PATH = "/raft";
const PROBING_PATH = "/raft/probing";
const SNAPSHOT_PATH = "/raft/snapshot";
const STREAM_PREFIX = "/raft/stream/";

const MAX_FAILING_SENDERS = 64;

/** What the handler needs of the transport. */
export interface PeerDirectory {
  peer(id: bigint): Peer | null;
  /** A peer, or a remote: ids of others make no metrics, as there is no end to them. */
  isKnown(id: bigint): boolean;
  /** Remembers the sender of a request that passed the gate, unless it is known. */
  learnRemote(id: bigint, urls: readonly string[]): void;
}

export class RaftHandler {
  readonly #context: TransportContext;
  readonly #directory: PeerDirectory;
  /** Addresses that metrics name: every connection has another port, and there is no end to them. */
  readonly #failingSenders = new Set<string>();

  constructor(context: TransportContext, directory: PeerDirectory) {
    this.#context = context;
    this.#directory = directory;
  }

  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? "").split("?", 1)[0]!;
    if (path === PIPELINE_PATH) this.#pipeline(request, response);
    else if (path.startsWith(STREAM_PREFIX)) this.#stream(request, response, path);
    else if (path === PROBING_PATH) this.#probing(response);
    else if (path === SNAPSHOT_PATH) this.#snapshot(request, response);
    else return false;
    return true;
  }

  #probing(response: ServerResponse): void {
    const now = new Date(this.#context.clock.wallMs()).toISOString();
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.end(`{"OK":true,"Now":"${now}"}\n`);
  }

  /** False when the request has been answered: wrong method, wrong cluster, wrong version. */
  #admits(request: IncomingMessage, response: ServerResponse, method: "GET" | "POST"): boolean {
    if (request.method !== method) {
      response.setHeader("Allow", method);
      plainText(response, 405, "Method Not Allowed");
      return false;
    }
    const { identity } = this.#context;
    response.setHeader("X-Etcd-Cluster-ID", identity.clusterText);
    if (this.#context.isStopped) {
      plainText(response, 503, "the member is stopping");
      return false;
    }
    const verdict = gateVerdict(identity, (name) => headerOf(request, name));
    if (verdict === null) return true;
    const fields = {
      "local-member-id": identity.localText,
      "local-member-cluster-id": identity.clusterText,
      "remote-peer-server-version": headerOf(request, "x-server-version") ?? "",
      "remote-peer-cluster-id": headerOf(request, "x-etcd-cluster-id") ?? "",
      "remote-peer-id": headerOf(request, "x-server-from") ?? "",
    };
    this.#context.logger.warn(
      verdict === CLUSTER_ID_MISMATCH
        ? "request cluster ID mismatch"
        : "failed version compatibility check",
      fields,
    );
    refuseBody(request, response, { status: 412, text: verdict, timers: this.#context.timers });
    return false;
  }

  /** Remembers where to answer a sender that is no peer. */
  #learn(request: IncomingMessage, id: bigint | null): void {
    const urls = headerOf(request, "x-peerurls");
    if (id === null || urls === undefined || urls === "") return;
    this.#directory.learnRemote(id, urls.split(","));
  }

  // ---- Streams.

  #stream(request: IncomingMessage, response: ServerResponse, path: string): void {
    const { identity, receiver, logger } = this.#context;
    response.setHeader("X-Server-Version", identity.serverVersion);
    if (!this.#admits(request, response, "GET")) return;
    const [kind, idInPath, ...more] = path.slice(STREAM_PREFIX.length).split("/");
    if ((kind !== "message" && kind !== "msgapp") || idInPath === undefined || more.length > 0) {
      plainText(response, 404, "invalid path");
      return;
    }
    const id = parseId(idInPath);
    if (id === null) {
      plainText(response, 404, "invalid from");
      return;
    }
    if (receiver.isRemoved(id)) {
      logger.warn("rejected stream from remote peer because it was removed", {
        "local-member-id": identity.localText,
        "remote-peer-id-from": idText(id),
      });
      plainText(response, 410, "removed member");
      return;
    }
    const peer = this.#directory.peer(id);
    if (peer === null) {
      this.#learn(request, id);
      logger.warn("failed to find remote peer in cluster", {
        "local-member-id": identity.localText,
        "remote-peer-id-from": idText(id),
      });
      plainText(response, 404, "error sender not found");
      return;
    }
    const to = headerOf(request, "x-raft-to") ?? "";
    if (to !== identity.localText) {
      logger.warn("ignored streaming request; ID mismatch", {
        "local-member-id": identity.localText,
        "remote-peer-id-stream-handler": identity.localText,
        "remote-peer-id-from": idText(id),
        "requested-member-id": to,
      });
      plainText(response, 412, "to field mismatch");
      return;
    }
    if (request.httpVersion !== "1.1" || response.socket === null) {
      plainText(response, 505, "streams need HTTP/1.1 and a connection of their own");
      return;
    }
    this.#open(kind, peer, request, response);
  }

  #open(kind: StreamKind, peer: Peer, request: IncomingMessage, response: ServerResponse): void {
    const socket = request.socket;
    // From here on chunks go straight to the socket; the response stays open until the socket ends.
    response.removeHeader("Connection");
    response.setHeader("Transfer-Encoding", "chunked");
    response.flushHeaders();
    // Unread input would keep the end of the connection from being seen.
    request.resume();
    peer.snapshotFormat = headerOf(request, ACCEPTED_SNAPSHOT_HEADER.toLowerCase()) ?? null;
    peer.attach(kind, socket);
  }

  // ---- Pipeline.

  #pipeline(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#admits(request, response, "POST")) return;
    this.#learn(request, parseId(headerOf(request, "x-server-from") ?? ""));
    const { limits, timers } = this.#context;
    const parts: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const timer = timers.after(limits.postTimeoutMs, () => request.socket.destroy());
    request.on("close", () => timer.cancel());
    request.on("error", () => {
      if (!isOver) this.#failed(request);
      isOver = true;
    });
    request.on("data", (chunk: Buffer) => {
      if (isOver) return;
      bytes += chunk.length;
      parts.push(chunk);
      if (bytes <= limits.messageBytes) return;
      isOver = true;
      parts.length = 0;
      this.#failed(request);
      refuseBody(request, response, { status: 400, text: "error reading raft message", timers });
    });
    request.on("end", () => {
      if (isOver) return;
      isOver = true;
      this.#receive(parts.length === 1 ? parts[0]! : Buffer.concat(parts), request, response);
    });
  }

  #receive(bytes: Buffer, request: IncomingMessage, response: ServerResponse): void {
    const { identity, receiver, observer, logger, isStopped } = this.#context;
    if (isStopped) {
      plainText(response, 503, "the member is stopping");
      return;
    }
    let message: raftpb.Message;
    try {
      message = readMessage(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    } catch (error) {
      logger.warn("failed to unmarshal Raft message", {
        "local-member-id": identity.localText,
        error: reasonOf(error),
      });
      this.#failed(request);
      plainText(response, 400, "error unmarshalling raft message");
      return;
    }
    if (this.#directory.isKnown(message.from)) {
      observer.receivedBytes(message.from, bytes.length);
    }
    if (receiver.isRemoved(message.from)) {
      plainText(response, 403, "cannot process message from removed member");
      return;
    }
    if (isLocalType(message.type)) {
      emptyAnswer(response, 204);
      return;
    }
    // Never 403 for a message that is meant for another member: its sender would stop for good.
    if (message.to !== identity.localId || message.type === raftpb.MessageType.MsgSnap) {
      logger.warn("dropped a Raft message that this member cannot take", {
        "local-member-id": identity.localText,
        "remote-peer-id": idText(message.from),
        "message-to": idText(message.to),
        "message-type": message.type,
      });
      plainText(response, 500, "error processing raft message");
      return;
    }
    receiver.receive([message]);
    emptyAnswer(response, 204);
  }

  #failed(request: IncomingMessage): void {
    const { remoteAddress, remotePort } = request.socket;
    const name = `${remoteAddress ?? "unknown"}:${remotePort ?? 0}`;
    if (this.#failingSenders.size < MAX_FAILING_SENDERS) this.#failingSenders.add(name);
    this.#context.observer.receiveFailed(this.#failingSenders.has(name) ? name : "other");
  }

  // ---- Snapshots.

  #snapshot(request: IncomingMessage, response: ServerResponse): void {
    if (!this.#admits(request, response, "POST")) return;
    this.#learn(request, parseId(headerOf(request, "x-server-from") ?? ""));
    this.#context.track(request.socket);
    new SnapshotReceiver(this.#context, {
      request,
      response,
      isKnown: (id) => this.#directory.isKnown(id),
    });
  }
}

function headerOf(request: IncomingMessage, lowerCaseName: string): string | undefined {
  const value = request.headers[lowerCaseName];
  return typeof value === "string" ? value : value?.[0];
}
