import type { IncomingMessage, ServerResponse } from "node:http";
import type { raftpb } from "@kvorum/proto";
import type { PeerTransport, SnapshotBody } from "../transport-port.ts";
import type { HttpTransportOptions } from "./transport-options.ts";

/** Raft's messages and snapshots to and from the other members, over HTTP/1.1. */
export class HttpTransport implements PeerTransport {
  readonly #options: HttpTransportOptions;

  constructor(options: HttpTransportOptions) {
    this.#options = options;
  }

  addPeer(_id: bigint, _urls: readonly string[]): void {
    throw new Error(`not there yet: ${this.#options.localId}`);
  }

  removePeer(_id: bigint): void {}

  removeAllPeers(): void {}

  addRemote(_id: bigint, _urls: readonly string[]): void {}

  send(_messages: readonly raftpb.Message[]): void {}

  sendSnapshot(_message: raftpb.Message, _body: SnapshotBody): void {}

  activeSinceMs(_id: bigint): number | null {
    return null;
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Answers a request on the peer listener's server: /raft, /raft/stream/..., /raft/snapshot and
   * /raft/probing. False for other paths, which it leaves alone. Never throws.
   */
  handle(_request: IncomingMessage, _response: ServerResponse): boolean {
    return false;
  }
}
