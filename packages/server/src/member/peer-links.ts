/**
 * Between raft and the transport: messages out and in, who is a peer, and what the transport
 * learns. A MsgSnap never goes through the transport's queues; it becomes a real snapshot first.
 * Peer protocol, sections 2, 3 and 7.
 */

import type { PeerReceiver, PeerTransport } from "@kvorum/peer";
import type { raftpb } from "@kvorum/proto";
import { MessageType, type RawNode } from "@kvorum/raft";
import type { Store } from "@kvorum/store";
import type { EffectLoop } from "./effect-loop.ts";
import type { IncomingSnapshots } from "./incoming-snapshots.ts";
import type { FoundingMember } from "./member-options.ts";
import type { OutgoingSnapshots } from "./outgoing-snapshots.ts";

export interface PeerLinksOptions {
  readonly localId: bigint;
  readonly node: RawNode;
  readonly store: Store;
  readonly loop: () => EffectLoop;
  readonly incoming: () => IncomingSnapshots;
  readonly outgoing: () => OutgoingSnapshots;
  /** A peer says, by refusing us, that we are no member any more. */
  readonly removed: () => void;
}

export class PeerLinks {
  readonly receiver: PeerReceiver;
  readonly #options: PeerLinksOptions;
  readonly #peers = new Set<bigint>();
  #transport: PeerTransport | null = null;

  constructor(options: PeerLinksOptions) {
    this.#options = options;
    const { node, store, loop, incoming, outgoing, removed } = options;
    this.receiver = {
      receive: (messages) =>
        loop().run(() => {
          for (const message of messages) node.step(message);
        }),
      openSnapshot: (message, format) => incoming().open(message, format),
      isRemoved: (id) => store.members.isRemoved(id),
      reportUnreachable: (id) => loop().run(() => node.reportUnreachable(id)),
      reportSnapshot: (id, outcome) => {
        outgoing().ended(id);
        loop().run(() => node.reportSnapshot(id, outcome));
      },
      removedFromCluster: removed,
    };
  }

  get transport(): PeerTransport {
    return this.#transport!;
  }

  /** Before anything else is called. */
  attach(transport: PeerTransport): void {
    this.#transport = transport;
  }

  /** Raft's messages, in order. */
  send(messages: readonly raftpb.Message[]): void {
    if (messages.some(({ type }) => type === MessageType.MsgSnap)) {
      const outgoing = this.#options.outgoing();
      for (const message of messages) {
        if (message.type === MessageType.MsgSnap) outgoing.add(message);
        else this.transport.send([message]);
      }
    } else this.transport.send(messages);
  }

  /** Makes the transport's peers those of the list; the own id is left out. */
  connect(members: readonly FoundingMember[]): void {
    for (const { id, peerUrls } of members) {
      if (id === this.#options.localId) continue;
      this.#peers.add(id);
      this.transport.addPeer(id, peerUrls);
    }
  }

  /** After a conf change: the member may be new, elsewhere or gone. */
  changed(id: bigint): void {
    const { localId, store, outgoing } = this.#options;
    if (id === localId) return;
    const member = store.members.get(id);
    if (member !== undefined) {
      this.connect([member]);
    } else {
      this.#peers.delete(id);
      this.transport.removePeer(id);
      outgoing().caughtUp(id);
    }
  }

  /** After a snapshot: whoever was a peer may be none. */
  replaced(): void {
    const { members } = this.#options.store;
    for (const id of this.#peers) {
      if (members.get(id) !== undefined) continue;
      this.#peers.delete(id);
      this.transport.removePeer(id);
    }
    this.connect(members.list);
  }

  isActive(id: bigint): boolean {
    return id === this.#options.localId || this.transport.activeSinceMs(id) !== null;
  }

  /** Connected since `sinceMs` or longer; the local member always is. */
  isActiveSince(id: bigint, sinceMs: number): boolean {
    if (id === this.#options.localId) return true;
    const activeSinceMs = this.transport.activeSinceMs(id);
    return activeSinceMs !== null && activeSinceMs <= sinceMs;
  }
}
