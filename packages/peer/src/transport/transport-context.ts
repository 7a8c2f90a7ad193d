/**
 * What all parts of one transport share: identity, ports, limits, the sockets that are open, and
 * the reports to raft that wait for the end of the turn.
 *
 * Reports of loss are deferred and merged: loss is noticed in the middle of `send`, and raft must
 * not be stepped from inside its own output. After `stop` nothing is reported.
 */

import type { Socket } from "node:net";
import { assert } from "@kvorum/base";
import { type TransportLimits, transportLimits } from "../limits.ts";
import type { PeerReceiver } from "../transport-port.ts";
import { type Identity, idText, parseVersion, requestHeaders } from "./identity.ts";
import type { HttpTransportOptions, PeerLogger, PeerObserver } from "./transport-options.ts";

const SILENT: PeerObserver = {
  activeChanged() {},
  sentBytes() {},
  receivedBytes() {},
  sendFailed() {},
  receiveFailed() {},
  roundTrip() {},
  snapshotSendStarted() {},
  snapshotSendEnded() {},
  snapshotReceiveStarted() {},
  snapshotReceiveEnded() {},
};

export class TransportContext {
  readonly identity: Identity;
  readonly receiver: PeerReceiver;
  readonly clock: HttpTransportOptions["clock"];
  readonly timers: HttpTransportOptions["timers"];
  readonly tls: HttpTransportOptions["tls"];
  readonly logger: PeerLogger;
  readonly observer: PeerObserver;
  readonly limits: TransportLimits;
  readonly dialTimeoutMs: number;
  /** Of every request to a raft path. */
  readonly requestHeaders: string;
  readonly #sockets = new Set<Socket>();
  readonly #unreachable = new Set<bigint>();
  #isReporting = false;
  #isStopped = false;
  #onEmpty: (() => void) | null = null;

  constructor(options: HttpTransportOptions) {
    const minClusterVersion = options.minClusterVersion ?? "3.0.0";
    assert(options.localId !== 0n, "a member's id is never 0");
    assert(parseVersion(options.serverVersion) !== null, "the server version is no version");
    assert(parseVersion(minClusterVersion) !== null, "the least cluster version is no version");
    this.identity = {
      localId: options.localId,
      localText: idText(options.localId),
      clusterText: idText(options.clusterId),
      serverVersion: options.serverVersion,
      minClusterVersion,
    };
    this.receiver = options.receiver;
    this.clock = options.clock;
    this.timers = options.timers;
    this.tls = options.tls;
    this.logger = options.logger;
    this.observer = options.observer ?? SILENT;
    this.limits = transportLimits(options.limits ?? {});
    this.dialTimeoutMs = this.limits.dialTimeoutMs + options.electionTimeoutMs;
    this.requestHeaders = requestHeaders(
      this.identity,
      options.peerUrls,
      options.snapshotFormat ?? null,
    );
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  get socketsCount(): number {
    return this.#sockets.size;
  }

  /** A socket that must be gone before `stop` is done. */
  track(socket: Socket): void {
    if (this.#sockets.has(socket) || socket.closed) return;
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#onEmpty?.();
    });
    if (this.#isStopped) socket.destroy();
  }

  /**
   * Messages to this member were lost, or may be where the count is 0; raft learns it at the end of
   * the turn, once.
   */
  lost(id: bigint, messagesCount: number): void {
    if (this.#isStopped) return;
    if (messagesCount > 0) this.observer.sendFailed(id, messagesCount);
    this.#unreachable.add(id);
    if (this.#isReporting) return;
    this.#isReporting = true;
    this.timers.soon(() => {
      this.#isReporting = false;
      const ids = [...this.#unreachable];
      this.#unreachable.clear();
      for (const unreachable of ids) {
        if (!this.#isStopped) this.receiver.reportUnreachable(unreachable);
      }
    });
  }

  snapshotEnded(id: bigint, outcome: "finish" | "failure"): void {
    if (this.#isStopped) return;
    if (outcome === "failure") this.lost(id, 1);
    this.timers.soon(() => {
      if (!this.#isStopped) this.receiver.reportSnapshot(id, outcome);
    });
  }

  /** A peer says that this member is out of the cluster. */
  removedFromCluster(): void {
    if (!this.#isStopped) this.receiver.removedFromCluster();
  }

  /** Destroys every socket; resolves when the last is gone. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#unreachable.clear();
    const sockets = [...this.#sockets];
    if (sockets.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const before = this.#onEmpty;
      this.#onEmpty = () => {
        before?.();
        resolve();
      };
      for (const socket of sockets) socket.destroy();
    });
  }
}
