/**
 * The raft side of etcd's peer protocol, over sockets. Peer protocol, sections 1 to 7 and 8.7.
 *
 * Sockets, timers and messages of one peer never wait for those of another. What cannot be sent now
 * is dropped within bounds and reported, once for each turn and peer. Nothing here throws on what a
 * peer sends or fails to send.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { raftpb } from "@kvorum/proto";
import type { PeerTransport, SnapshotBody } from "../transport-port.ts";
import { idText } from "./identity.ts";
import { isLocalType } from "./message-codec.ts";
import { Peer, Remote, type Target } from "./peer.ts";
import { RaftHandler } from "./raft-handler.ts";
import { TransportContext } from "./transport-context.ts";
import type { HttpTransportOptions } from "./transport-options.ts";

/** Raft's messages and snapshots to and from the other members, over HTTP/1.1. */
export class HttpTransport implements PeerTransport {
  readonly #context: TransportContext;
  readonly #handler: RaftHandler;
  readonly #peers = new Map<bigint, Peer>();
  readonly #remotes = new Map<bigint, Remote>();

  constructor(options: HttpTransportOptions) {
    this.#context = new TransportContext(options);
    this.#handler = new RaftHandler(this.#context, {
      peer: (id) => this.#peers.get(id) ?? null,
      isKnown: (id) => this.#target(id) !== null,
      learnRemote: (id, urls) => {
        if (!this.#context.receiver.isRemoved(id)) this.addRemote(id, urls);
      },
    });
  }

  addPeer(id: bigint, urls: readonly string[]): void {
    const { identity, isStopped, logger } = this.#context;
    if (isStopped || id === identity.localId || id === 0n) return;
    const known = this.#peers.get(id);
    if (known !== undefined) {
      known.replaceUrls(urls);
      return;
    }
    this.#forgetRemote(id);
    this.#peers.set(id, new Peer(this.#context, id, urls));
    logger.info("added remote peer", {
      "local-member-id": identity.localText,
      "remote-peer-id": idText(id),
      "remote-peer-urls": urls,
    });
  }

  removePeer(id: bigint): void {
    this.#forgetRemote(id);
    const peer = this.#peers.get(id);
    if (peer === undefined) return;
    this.#peers.delete(id);
    peer.stop();
    this.#context.logger.info("removed remote peer", {
      "local-member-id": this.#context.identity.localText,
      "removed-remote-peer-id": idText(id),
    });
  }

  addRemote(id: bigint, urls: readonly string[]): void {
    const { identity, isStopped, limits, logger } = this.#context;
    if (isStopped || id === identity.localId || id === 0n) return;
    if (this.#peers.has(id) || this.#remotes.has(id)) return;
    if (this.#remotes.size >= limits.remotes) {
      logger.warn("ignored a member that is not known yet: there are too many", {
        "remote-peer-id": idText(id),
        limit: limits.remotes,
      });
      return;
    }
    this.#remotes.set(id, new Remote(this.#context, id, urls));
    logger.info("added new remote peer", {
      "local-member-id": identity.localText,
      "remote-peer-id": idText(id),
      "remote-peer-urls": urls,
    });
  }

  send(messages: readonly raftpb.Message[]): void {
    if (this.#context.isStopped) return;
    const { MsgSnap } = raftpb.MessageType;
    for (let i = 0; i < messages.length; i++) {
      const message = messages[i]!;
      const { to, type } = message;
      if (to === 0n || type === MsgSnap || isLocalType(type)) continue;
      const target = this.#target(to);
      if (target === null) {
        this.#context.logger.debug("ignored message send request; unknown remote peer target", {
          type,
          "unknown-target-peer-id": idText(to),
        });
      } else if (!target.send(message)) this.#context.lost(to, 1);
    }
    for (const peer of this.#peers.values()) peer.flush();
  }

  sendSnapshot(message: raftpb.Message, body: SnapshotBody): void {
    const target = this.#context.isStopped ? null : this.#target(message.to);
    if (target !== null) {
      target.sendSnapshot(message, body);
      return;
    }
    body.close();
    this.#context.snapshotEnded(message.to, "failure");
  }

  snapshotFormatOf(id: bigint): string | null {
    return this.#peers.get(id)?.snapshotFormat ?? null;
  }

  activeSinceMs(id: bigint): number | null {
    return this.#peers.get(id)?.status.activeSinceMs ?? null;
  }

  stop(): Promise<void> {
    for (const peer of this.#peers.values()) peer.stop();
    for (const remote of this.#remotes.values()) remote.stop();
    this.#peers.clear();
    this.#remotes.clear();
    return this.#context.stop();
  }

  /**
   * Answers a request on the peer listener's server: /raft, /raft/stream/..., /raft/snapshot and
   * /raft/probing. False for other paths, which it leaves alone.
   *
   * The server must not end streams: no request timeout, no socket timeout, no upgrade of these
   * paths; and nothing may have been written to the response.
   */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    return this.#handler.handle(request, response);
  }

  #target(id: bigint): Target | null {
    return this.#peers.get(id) ?? this.#remotes.get(id) ?? null;
  }

  #forgetRemote(id: bigint): void {
    const remote = this.#remotes.get(id);
    if (remote === undefined) return;
    this.#remotes.delete(id);
    remote.stop();
  }
}
