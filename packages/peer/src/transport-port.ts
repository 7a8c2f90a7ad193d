/**
 * The seam between a member and the network to the other members: what the member asks of a
 * transport, and what a transport tells the member. `HttpTransport` meets it over sockets; the
 * simulator meets it without any. Peer protocol, sections 2, 3 and 7.
 *
 * Everything runs on the member's one thread. Nothing here blocks, and nothing throws: what cannot
 * be sent is dropped and reported, because raft recovers from loss.
 */

import type { raftpb } from "@kvorum/proto";

/** Carries raft's messages to the other members. */
export interface PeerTransport {
  /**
   * Streams and a pipeline to a member; the own id and a known id are no-ops, except that other
   * URLs replace those of a known one.
   */
  addPeer(id: bigint, urls: readonly string[]): void;
  /** Drops what is queued for it and closes its streams. */
  removePeer(id: bigint): void;
  /** A pipeline only, for an answer to a member that is not (yet) known as one. */
  addRemote(id: bigint, urls: readonly string[]): void;

  /**
   * Sends messages in order, none of them a MsgSnap. The transport owns them and encodes them
   * before it returns or keeps them. Those to an unknown target are dropped; a full queue drops
   * and reports unreachable.
   */
  send(messages: readonly raftpb.Message[]): void;

  /**
   * Sends a MsgSnap with its database and calls reportSnapshot (and, on failure,
   * reportUnreachable) when it has ended. The body is closed exactly once.
   */
  sendSnapshot(message: raftpb.Message, body: SnapshotBody): void;

  /**
   * The format in which the member takes databases beside bbolt, as it says when it connects; null
   * where it names none, as Go members do.
   */
  snapshotFormatOf(id: bigint): string | null;

  /** Since when the member is connected, monotonic milliseconds; null while it is not. */
  activeSinceMs(id: bigint): number | null;

  /** Ends all streams and queues; resolves when no socket is left. Nothing is reported after. */
  stop(): Promise<void>;
}

/** A database file on its way out. */
export interface SnapshotBody {
  readonly sizeBytes: number;
  /** Absent: a bbolt file, which every member takes. */
  readonly format?: string;
  read(offset: number, length: number): Uint8Array;
  close(): void;
}

/** A database file on its way in. */
export interface SnapshotSink {
  /** The bytes are valid only during the call. Throws where the disk refuses them. */
  write(chunk: Uint8Array): void;
  /**
   * The body is complete. Resolves when the database is checked and durable and raft has taken the
   * message; rejects with a SnapshotRefused, or with the disk's error, and nothing is left behind.
   */
  finish(): Promise<void>;
  /** The body broke off; nothing is left behind. */
  abort(): void;
}

/** The member's side: what a transport calls. */
export interface PeerReceiver {
  /** Messages for raft, in the order of their channel; never a MsgSnap, never a link heartbeat. */
  receive(messages: readonly raftpb.Message[]): void;
  /**
   * A snapshot begins to arrive. Throws SnapshotRefused where it cannot be taken now.
   * @param format - of the database; null: bbolt.
   */
  openSnapshot(message: raftpb.Message, format: string | null): SnapshotSink;
  /** The member was removed for good: its streams get 410, its messages are refused. */
  isRemoved(id: bigint): boolean;
  reportUnreachable(id: bigint): void;
  reportSnapshot(id: bigint, outcome: "finish" | "failure"): void;
  /** A peer says that this member has been removed for good. */
  removedFromCluster(): void;
}

/** Why a snapshot is not taken; the text goes to the sender. */
export class SnapshotRefused extends Error {
  override readonly name = "SnapshotRefused";
}
